//! Chinese text: how names are ordered, read, shortened into URLs, joined over line breaks and looked up.
//!
//! Comes in: strings as they stand in records. Goes out: stroke sequences ([`strokes`]), sort keys ([`order`]),
//! pinyin ([`pinyin`]), slugs ([`slug`]), facts about characters ([`han`]), which fonts have them ([`glyphs`]), near
//! misses ([`similar`]), what conversion left behind ([`residue`]), the form in which texts are searched ([`fold`]) and the
//! traditional form ([`traditional`]).
//! It deliberately knows no records, files or diagnostics, imports nothing from the crate, and gives the same answer
//! on every machine: no locale, no clock, no random hashing.

pub mod fold;
pub mod glyphs;
pub mod han;
pub mod html;
pub mod order;
pub mod pinyin;
mod readings;
pub mod residue;
pub mod similar;
pub mod slug;
pub mod strokes;
pub mod surname;
pub mod traditional;
