//! Taking a record back: what changes in its file, what must be taken down elsewhere, and whether anything of it is left.
//!
//! Comes in: a [`Draft`](crate::model::Draft) and the words that name a record; later the published [`Roll`](crate::check::Roll) and the bytes
//! of each file of the output. Goes out: the [`edits`] of its file, the publications [`elsewhere`] that tell of it, and every [`Find`] of
//! its names, addresses and pictures. It deliberately opens no file, changes nothing, and does not decide what is published: where a
//! withdrawn name still stands in a record is told by `check`.

mod edits;
mod elsewhere;
mod readable;
mod subject;
mod traces;
mod unpack;

pub use edits::{Note, edits};
pub use elsewhere::{Elsewhere, elsewhere};
pub use subject::{Subject, find};
pub use traces::{Find, Look, Traces};
