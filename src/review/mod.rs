//! Papers of the desk: the copy that is kept of what was signed, and the sheet that is signed on paper.
//!
//! Comes in: what a record says, line by line, and who has signed it. Goes out: texts, to be written by whoever asked. It
//! deliberately does not judge signatures, which is for `check`, and it writes nothing.

mod copy;
mod sheet;

pub use copy::Copy;
pub use sheet::{Sheet, Step, html};

/// Characters that are read: blanks are none.
pub fn characters(lines: &[String]) -> usize {
    lines.iter().flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()).count()
}
