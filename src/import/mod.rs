//! Rosters that staff keep in spreadsheets, as changes to the records of a site; and write-ups in Word, as Markdown.
//!
//! Comes in: the bytes of a file, what its headings mean, and the [`Draft`](crate::model::Draft) of the site. Goes out: a
//! [`Book`] of cells that know their place, the tables found in it, and [`Changes`]: new files and edits that keep how
//! records are written, with all that cannot be told for sure reported at its cell. It deliberately writes nothing, evaluates no
//! formula, opens nothing that a file links to, and makes up nothing: what a roster does not say is left for staff.

mod awards;
mod bare;
mod book;
mod change;
mod column;
mod delimited;
mod headings;
mod known;
mod layout;
mod lists;
mod mapping;
mod people;
mod read;
mod roster;
mod row;
mod sniff;
mod table;
mod value;
mod word;
mod write;

pub use book::{Book, Desk, Sheet, column_name, masked};
pub use change::{Changes, Options, SameName, plan};
pub use column::Column;
pub use delimited::is_like_a_formula;
pub use headings::Heading;
pub use known::Site;
pub use lists::decision;
pub use mapping::{FILE as MAPPING, Mapping, names};
pub use people::{current, profile_path};
pub use read::{MAX_FILE, Refused, read};
pub use roster::Roster;
pub use sniff::{Form, form};
pub use table::{Table, find};
pub use word::{Article, read as word};
