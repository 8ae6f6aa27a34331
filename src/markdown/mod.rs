//! Markdown: the bodies of records, as staff write them, turned into HTML.
//!
//! Comes in: the text of one body, and where it lies in its file so that diagnostics point there.
//! Goes out: a [`Body`]: HTML and plain text with holes for whatever depends on the rest of the site, and lists of
//! what the holes stand for, with byte ranges.
//! It deliberately does not know records, routes or files: a body's result depends on its text alone, so that it can
//! be remembered by the hash of that text.

mod emphasis;
mod escape;
mod footnote;
mod heading;
mod holed;
mod inline;
mod limit;
mod reference;
#[cfg(test)]
mod tests;
mod url;
mod write;

pub use escape::{push_attribute, push_escaped};
pub use holed::{Hole, Holed, Piece};
pub use reference::{Kind, Reference};
pub use url::Local;

use serde::{Deserialize, Serialize};

use crate::diag::{Report, Span};

/// Bodies that are longer, in bytes, are refused: the longest profile seen is a hundredth of it.
pub const MAX_BYTES: usize = 2 << 20;

/// What one Markdown body says. An empty body is `Body::default()`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Safe HTML: elements of flow content, headings from `h2` down, no inline style, no script.
    pub html: Holed,
    /// The words alone, a line for each block: for search, summaries and privacy checks. Its holes are references
    /// without a label; figures and photos leave nothing.
    pub plain: Holed,
    /// In the order of the text, for a table of contents.
    pub headings: Vec<Heading>,
    /// Every `[[…]]` and `{{…}}`, in the order of the text; a [`Hole`] points into this list.
    pub references: Vec<Reference>,
    /// Every link and image that stays on this site; a [`Hole`] points into this list.
    pub locals: Vec<Local>,
}

/// One heading as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6: the page's title is the `h1`.
    pub level: u8,
    /// Unique in the body; never begins with `fn:` or `fnref:`, which footnotes use.
    pub id: String,
    pub text: Holed,
}

/// Parses a body.
///
/// `place` is where `text` lies in its file. Where its length is that of `text`, diagnostics point to the exact
/// bytes; where it is not (the text of a YAML scalar, say, whose indentation is gone), they point to all of `place`.
///
/// Errors reported: a body longer than [`MAX_BYTES`] or nested too deeply (the result is then empty), unsafe URLs,
/// images of other sites. Warnings: raw HTML, which is dropped; `[[…]]` and `{{…}}` that cannot be read; images
/// without alternative text. A `Body` does not repeat them: one that is remembered must have had none.
pub fn parse(text: &str, place: Span, report: &mut Report) -> Body {
    if !limit::within(text, place, report) {
        return Body::default();
    }
    let shadow = emphasis::shadow(text);
    let events = emphasis::events(text, &shadow);
    write::write(text, &events, place, report)
}

/// The span of `range`, in bytes of a body that lies at `place`; see [`parse`].
pub fn locate(place: Span, text: &str, range: std::ops::Range<usize>) -> Span {
    if place.range().len() != text.len() {
        return place;
    }
    let start = place.start as usize;
    Span::new(place.file, start + range.start..start + range.end)
}
