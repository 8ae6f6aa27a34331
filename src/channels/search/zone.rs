//! The parts of a page by how much a match in them weighs.

use crate::text::fold::composed;

/// A person's name.
pub const NAME: usize = 0;
/// What another page is called.
pub const TITLE: usize = 1;
/// Honors, units, posts, places, teams.
pub const HONOR: usize = 2;
/// Everything else.
pub const REST: usize = 3;

pub const COUNT: usize = 4;

/// The text of each zone, a line for each of its parts: no match reaches from one into the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zones([String; COUNT]);

impl Zones {
    pub fn push(&mut self, zone: usize, text: &str) {
        let text = text.trim();
        let zone = &mut self.0[zone];
        if text.is_empty() {
            return;
        }
        if !zone.is_empty() {
            zone.push('\n');
        }
        zone.push_str(&composed(text));
    }

    pub fn map(&self, word: impl Fn(&str) -> String) -> Zones {
        Zones(self.0.each_ref().map(|text| word(text)))
    }

    pub fn texts(&self) -> &[String; COUNT] {
        &self.0
    }

    /// UTF-8 bytes of all of them.
    pub fn len(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }
}
