//! Pictures: what is in a file, and what is published of it.
//!
//! Comes in: the bytes of a file that a record names. Goes out: a [`Finding`], which tells what they are, how large the
//! picture is and how it looks from afar, or why it cannot be published; and from the same bytes, for each [`Cut`], a file
//! that holds pixels and nothing else: turned upright, in sRGB, without a word of where and by whom it was taken.
//! It deliberately knows neither records nor routes, reads no file, and trusts no byte: what a picture may cost in memory
//! and time is bounded before it is decoded.

mod afar;
mod cut;
mod decode;
mod develop;
mod permit;
mod sniff;
mod svg;
#[cfg(test)]
mod tests;

pub use afar::{hexadecimal, placeholder};
pub use cut::{Cut, Format, formats};
pub use decode::{MAX_BYTES, MAX_PIXELS, MAX_SIDE};
pub use develop::develop;
pub use permit::Permit;
pub use sniff::Foreign;
pub use svg::Unsafe;

use serde::{Deserialize, Serialize};

use sniff::Sort;

/// What is in a file. It depends on the bytes alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// No picture.
    Other,
    Raster(Raster),
    /// An SVG that shows something and does nothing.
    Drawing(Drawing),
    /// A picture that must not be published.
    Refused(Fault),
}

/// A picture of pixels, as it is seen when it stands upright.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raster {
    pub width: u32,
    pub height: u32,
    /// Its [ThumbHash](https://evanw.github.io/thumbhash/): what it looks like from afar, in two dozen bytes. None where it is
    /// transparent somewhere, so that what lies behind it would be seen.
    pub afar: Option<Box<[u8]>>,
}

/// The size that an SVG says it has, in whole pixels, where it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    pub size: Option<(u32, u32)>,
}

/// Why a picture cannot be published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// A format that browsers do not all show, or that is none for photographs.
    Foreign(Foreign),
    /// Cut off, or not what its first bytes say.
    Damaged,
    /// More bytes than [`MAX_BYTES`].
    Heavy,
    /// More pixels than [`MAX_PIXELS`], or a side longer than [`MAX_SIDE`].
    Huge { width: u32, height: u32 },
    /// It moves.
    Animated,
    /// An SVG with something that could act, or that tells of its maker.
    Unsafe(Unsafe),
    /// It could not be read as it was a moment ago. This says nothing of the bytes.
    Unread,
}

/// How many bytes of the beginning tell whether a file is a picture.
pub const HEAD: usize = 1 << 10;

/// Whether a file that begins like this may be a picture: at most [`HEAD`] bytes of it are enough to say no.
pub fn may_be_picture(head: &[u8]) -> bool {
    sniff::sort(head).is_some()
}

/// Looks at a whole file. A picture of pixels is decoded: one that is damaged anywhere is found now, not when it is made.
pub fn look(bytes: &[u8], permit: &Permit) -> Finding {
    let finding = match sniff::sort(bytes) {
        None => return Finding::Other,
        Some(Sort::Foreign(foreign)) => Err(Fault::Foreign(foreign)),
        Some(Sort::Svg) => svg::look(bytes).map(Finding::Drawing),
        Some(Sort::Raster(container)) => decode::decode(bytes, container, permit).map(|negative| {
            let (width, height) = negative.size();
            Finding::Raster(Raster { width, height, afar: afar::look(&negative) })
        }),
    };
    finding.unwrap_or_else(Finding::Refused)
}
