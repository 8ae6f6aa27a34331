//! What neighbouring documents have, kept from one build to the next: an edit of one body costs the part that it is in.
//!
//! Comes in and goes out: the keys and lists of a part, as bytes. A part is found by its mark, which stands for all that
//! its documents are made of. It deliberately keeps no texts: they are put together again where their file is missing.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::bytes::Name;
use super::grams::Section;
use super::leaf::Leaf;

/// More parts than any site has: an edition has seventeen at most.
const MOST: usize = 64;

/// What an earlier build read of parts; nothing is known by default.
#[derive(Debug, Default)]
pub struct KnownIndex {
    /// In the order in which they are kept on disk.
    parts: Vec<Option<Kept>>,
    /// Which of them are not on disk like this.
    changed: Vec<usize>,
}

/// What was read of neighbouring documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    mark: [u8; 32],
    sections: ByteBuf,
    /// Of each leaf, how many documents it has, and its name.
    leaves: Vec<(u32, [u8; 8])>,
}

impl KnownIndex {
    /// Brings together what `load` has of each part, by number.
    pub fn load(load: impl Fn(usize) -> Option<Kept>) -> KnownIndex {
        let mut parts: Vec<Option<Kept>> = (0..MOST).map(load).collect();
        parts.truncate(parts.iter().rposition(Option::is_some).map_or(0, |last| last + 1));
        KnownIndex { parts, changed: Vec::new() }
    }

    /// The parts that may be other than what is kept on disk, by number; not to be kept at all where there is nothing. What
    /// could not be read may still be there, and say what is public no more.
    pub fn changes(&self) -> Vec<(usize, Option<&Kept>)> {
        let changed = self.changed.iter().copied().filter(|number| *number < self.parts.len());
        changed
            .chain(self.parts.len()..MOST)
            .map(|number| (number, self.parts.get(number).and_then(Option::as_ref)))
            .collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn find(&self, mark: &[u8; 32]) -> Option<&Kept> {
        self.parts.iter().flatten().find(|kept| kept.mark == *mark)
    }

    /// Knows these from now on, and no others.
    pub(in crate::channels) fn replace(&mut self, parts: Vec<Kept>) {
        let parts: Vec<Option<Kept>> = parts.into_iter().take(MOST).map(Some).collect();
        let is_changed = |number: &usize| self.parts.get(*number) != parts.get(*number);
        let changed: Vec<usize> = (0..parts.len().max(self.parts.len())).filter(is_changed).collect();
        *self = KnownIndex { parts, changed };
    }
}

impl Kept {
    pub fn new(mark: [u8; 32], sections: &[Section], leaves: &[Leaf]) -> Kept {
        let mut bytes = Vec::new();
        for section in sections {
            section.write(&mut bytes);
        }
        let leaf = |leaf: &Leaf| (leaf.documents.len() as u32, leaf.name.bytes());
        Kept { mark, sections: ByteBuf::from(bytes), leaves: leaves.iter().map(leaf).collect() }
    }

    /// What was kept of the documents of this range; nothing where it cannot be read.
    pub fn read(&self, documents: &Range<usize>) -> Option<(Vec<Section>, Vec<Leaf>)> {
        let (mut rest, mut sections) = (self.sections.as_slice(), Vec::new());
        while !rest.is_empty() {
            sections.push(Section::read(&mut rest)?);
        }
        let mut start = documents.start;
        let leaves = self.leaves.iter().map(|(count, name)| {
            let documents = start..start + *count as usize;
            start = documents.end;
            Leaf::known(documents, Name::from_bytes(*name))
        });
        let leaves = leaves.collect();
        (start == documents.end).then_some((sections, leaves))
    }
}
