//! Text with holes: what a body says, but for what only the rest of the site knows.

use serde::{Deserialize, Serialize};

/// A text whose holes are filled later, once for each page that shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holed {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    Written(String),
    Hole(Hole),
}

impl Piece {
    fn is_empty(&self) -> bool {
        matches!(self, Piece::Written(text) if text.is_empty())
    }
}

/// What is to be written at a place of a [`Holed`] text, as an index into a list of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hole {
    /// Of `Body::references`. In HTML: an element with its content; where `Reference::alone` it may be a block,
    /// elsewhere it is phrasing content. In plain text: the record's name.
    Reference(usize),
    /// Of `Body::locals`, inside `<a …>`: the attribute ` href="…"`, or nothing where the target is not published
    /// (an `a` without `href` is plain text).
    Link(usize),
    /// Of `Body::locals`: `<picture>`, its sources and the beginning of `<img`, with ` src="…"` and whatever else is known of the
    /// file. More attributes follow, and what ends both elements.
    Image(usize),
}

impl Holed {
    /// The text, with `fill` called for each hole in order; it appends what belongs there, escaped as the text asks.
    pub fn fill(&self, mut fill: impl FnMut(&mut String, Hole)) -> String {
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Written(text) => out.push_str(text),
                Piece::Hole(hole) => fill(&mut out, *hole),
            }
        }
        out
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(Piece::is_empty)
    }

    /// An empty text with room for so many bytes up to its first hole.
    pub(super) fn with_room_for(bytes: usize) -> Holed {
        Holed { pieces: vec![Piece::Written(String::with_capacity(bytes))] }
    }

    /// The same text without a first piece in which nothing was written.
    pub(super) fn without_room(mut self) -> Holed {
        if self.pieces.first().is_some_and(Piece::is_empty) {
            self.pieces.remove(0);
        }
        self
    }

    pub(super) fn hole(&mut self, hole: Hole) {
        self.pieces.push(Piece::Hole(hole));
    }

    /// The end of the text, to be appended to.
    pub(super) fn tail(&mut self) -> &mut String {
        if !matches!(self.pieces.last(), Some(Piece::Written(_))) {
            self.pieces.push(Piece::Written(String::new()));
        }
        match self.pieces.last_mut() {
            Some(Piece::Written(text)) => text,
            _ => unreachable!("a written piece was pushed just above"),
        }
    }

    pub(super) fn push_str(&mut self, text: &str) {
        if !text.is_empty() {
            self.tail().push_str(text);
        }
    }

    pub(super) fn append(&mut self, other: Holed) {
        for piece in other.pieces {
            match piece {
                Piece::Written(text) => self.push_str(&text),
                Piece::Hole(hole) => self.hole(hole),
            }
        }
    }

    /// The last character; none after a hole.
    pub(super) fn last(&self) -> Option<char> {
        match self.pieces.last()? {
            Piece::Written(text) => text.chars().next_back(),
            Piece::Hole(_) => None,
        }
    }
}
