//! What staff wrote, as typed records that still know their place in the files.
//!
//! Comes in: a [`SourceTree`](crate::source::SourceTree). Goes out: a [`Draft`], every record of every kind, with
//! references as they were written, broken records left as tombstones so that mentions of them are no second
//! mistake. It deliberately does not link records, compare them or decide what is published: that is `check`.

pub mod blank;
pub mod date;
pub mod decode;
mod draft;
pub mod edit;
mod fields;
mod kind;
pub mod ledger;
mod number;
mod pictures;
mod plain;
mod reference;
pub mod schema;
pub mod shape;
mod syntax;
mod tables;
pub mod yaml;

mod campaign;
mod channel;
mod column;
mod commendation;
mod common;
mod figure;
mod measure;
mod page;
mod person;
mod photo;
mod place;
mod review;
mod site;
mod story;
mod team;
mod unit;

pub use campaign::Campaign;
pub use channel::{Channel, ChannelKind};
pub use column::Column;
pub use commendation::{
    Commendation, CommendationKind, Correction, Group, Honor, HonorFor, Level, NameOrder, Notice, Proposed,
    Recipient, Revocation, Reward, Stage,
};
pub use common::{Allowance, Attachment, Common, Disclosure, Picture, Source, Status, Withdrawal};
pub use date::PartialDate;
pub use decode::{Spanned, Word};
pub use draft::{BodyKey, BodySource, Draft, KnownFiles, Media, Record, Tombstones, media_path, parse};
pub use figure::{Approx, Figure};
pub use kind::{Kind, RecordKind, specs_of};
pub use measure::{Measure, MeasureKind};
pub use number::Number;
pub use page::Page;
pub use person::{Gender, Person, Post};
pub use photo::Photo;
pub use pictures::{KeptPictures, KnownPictures};
pub use place::Place;
pub use reference::{Key, Link, Mention, Ref};
pub use review::{Review, ReviewStage};
pub use site::{Contact, Form, Holiday, MenuItem, Order, PrivateField, SIMPLIFIED, Site, TRADITIONAL, Term};
pub use story::{Reprint, Story};
pub use tables::{EachTable, EachTableMut, InTables, Table, Tables};
pub use team::Team;
pub use unit::Unit;

use decode::{Digest, Entries};

use crate::diag::{Report, Span};

/// A struct whose fields are a table; derived by the `fields!` macro.
pub trait Fields: Sized {
    const SPECS: &'static [shape::FieldSpec];

    fn take(entries: &mut Entries<'_>, report: &mut Report) -> Option<Self>;
    fn take_links(&mut self, visit: &mut dyn FnMut(Link<'_>));
    fn take_prune(&mut self) -> bool;
    fn take_words(&self, visit: &mut dyn FnMut(&str, Span));
    fn take_digest(&self, digest: &mut Digest<'_>);
}
