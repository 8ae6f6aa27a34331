//! Which documents have what: a list of documents for each character, pair of characters, word, reading and filter.
//!
//! Documents come in the order of their numbers, so that every list is sorted as it grows and is kept as it will be
//! written: as the gaps between its numbers.

use std::cmp::Ordering;
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::bytes::{push_varint, read_varint};
use super::document::Document;
use super::readings;
use super::zone::{self, COUNT};
use crate::text::fold::{fold, folded, is_han};

/// Longest word that is a key, in characters; longer ones are found by their beginning.
pub const LONGEST_WORD: usize = 32;
/// Prefixes of words and of readings that have a list of their own are at most this long: any of them would be a range
/// of many keys.
pub const SHORT_WORD: usize = 2;
pub const SHORT_READING: usize = 6;

/// Numbers of documents, ascending.
#[derive(Clone, Debug, Default)]
pub struct List {
    count: u32,
    /// The last number and one more.
    end: u32,
    /// The first number, then for each the numbers left out before it.
    gaps: Vec<u8>,
}

/// The lists of one key, by zone.
pub type ByZone = [List; COUNT];

/// A key of the index. Keys are ordered as their texts are, byte by byte.
#[derive(Clone, Debug)]
pub enum Key {
    /// One character of the Han script, or two.
    Han(char, Option<char>),
    Text(Box<str>),
}

/// What some neighbouring documents have.
#[derive(Default)]
pub struct Grams {
    /// By the characters of a key, where the lists of it are.
    han: HashMap<(char, char), u32, FxBuildHasher>,
    texts: HashMap<Box<str>, u32, FxBuildHasher>,
    lists: Vec<ByZone>,
}

impl List {
    fn push(&mut self, id: u32) {
        if id < self.end {
            return;
        }
        push_varint(&mut self.gaps, id - self.end);
        self.end = id + 1;
        self.count += 1;
    }

    /// Appends a list of later documents.
    fn append(&mut self, later: List) {
        if self.count == 0 {
            *self = later;
            return;
        }
        let mut rest = later.gaps.as_slice();
        if let Some(first) = read_varint(&mut rest) {
            push_varint(&mut self.gaps, first.saturating_sub(self.end));
            self.gaps.extend_from_slice(rest);
            self.count += later.count;
            self.end = later.end;
        }
    }

    pub fn count(&self) -> u32 {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Appends it as it is written: twice the count, then the gaps; or, where that is shorter, one more than that, the
    /// number of the first byte, and a bit for each document from there.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut rest = self.gaps.as_slice();
        let first = read_varint(&mut rest).unwrap_or_default() / 8;
        let bytes = self.end.div_ceil(8).saturating_sub(first) as usize;
        if self.gaps.len() <= bytes + 2 {
            push_varint(out, self.count << 1);
            out.extend_from_slice(&self.gaps);
            return;
        }
        push_varint(out, self.count << 1 | 1);
        push_varint(out, first);
        let start = out.len();
        out.resize(start + bytes, 0);
        for id in self.ids() {
            out[start + (id / 8 - first) as usize] |= 1 << (id % 8);
        }
    }

    /// The numbers, ascending.
    pub fn ids(&self) -> impl Iterator<Item = u32> {
        let mut rest = self.gaps.as_slice();
        let mut end = 0;
        std::iter::from_fn(move || {
            let id = end + read_varint(&mut rest)?;
            end = id + 1;
            Some(id)
        })
    }
}

impl Key {
    /// Appends its text.
    pub fn write(&self, out: &mut String) {
        match self {
            Key::Han(first, second) => {
                out.push(*first);
                out.extend(second);
            }
            Key::Text(text) => out.push_str(text),
        }
    }

    fn compare(&self, other: &Key) -> Ordering {
        match (self, other) {
            (Key::Han(a, b), Key::Han(c, d)) => (a, b).cmp(&(c, d)),
            (Key::Text(a), Key::Text(b)) => a.cmp(b),
            // Characters are ordered as their bytes are.
            (Key::Han(a, b), Key::Text(text)) => std::iter::once(*a).chain(*b).cmp(text.chars()),
            (Key::Text(text), Key::Han(a, b)) => text.chars().cmp(std::iter::once(*a).chain(*b)),
        }
    }
}

impl Grams {
    /// Takes in the next document; its number is higher than those before.
    pub fn add(&mut self, id: u32, document: &Document) {
        for (zone, text) in document.zones.texts().iter().enumerate() {
            self.add_text(id, zone, text);
        }
        let zone = if document.readings.is_empty() { zone::TITLE } else { zone::NAME };
        self.text(&format!("#{}", folded(&document.title).trim()), zone).push(id);
        readings::keys(&document.readings, |key| self.add_prefixed(id, zone::NAME, key, SHORT_READING));
        for facet in &document.facets {
            self.text(&format!("={facet}"), zone::NAME).push(id);
        }
    }

    fn add_text(&mut self, id: u32, zone: usize, text: &str) {
        let mut before = None;
        let mut word = String::new();
        for c in text.chars() {
            fold(c, |c| {
                if is_han(c) {
                    self.end_word(id, zone, &mut word);
                    self.han(c, None, zone).push(id);
                    if let Some(before) = before {
                        self.han(before, Some(c), zone).push(id);
                    }
                    before = Some(c);
                    return;
                }
                before = None;
                if c.is_alphanumeric() {
                    word.push(c);
                } else {
                    self.end_word(id, zone, &mut word);
                }
            });
        }
        self.end_word(id, zone, &mut word);
    }

    fn end_word(&mut self, id: u32, zone: usize, word: &mut String) {
        if let Some((at, _)) = word.char_indices().nth(LONGEST_WORD) {
            word.truncate(at);
        }
        if !word.is_empty() {
            self.add_prefixed(id, zone, word, SHORT_WORD);
            word.clear();
        }
    }

    /// A key, and the short prefixes by which it is found.
    fn add_prefixed(&mut self, id: u32, zone: usize, key: &str, longest: usize) {
        self.text(key, zone).push(id);
        let sign = usize::from(key.starts_with('@'));
        let ends = key.char_indices().map(|(at, c)| at + c.len_utf8()).skip(sign).take(longest);
        for end in ends {
            self.text(&format!("{}*", &key[..end]), zone).push(id);
        }
    }

    fn han(&mut self, first: char, second: Option<char>, zone: usize) -> &mut List {
        let Grams { han, lists, .. } = self;
        let at = *han.entry((first, second.unwrap_or('\0'))).or_insert_with(|| new(lists));
        &mut lists[at as usize][zone]
    }

    fn text(&mut self, key: &str, zone: usize) -> &mut List {
        let Grams { texts, lists, .. } = self;
        let at = match texts.get(key) {
            Some(at) => *at,
            None => *texts.entry(key.into()).or_insert_with(|| new(lists)),
        };
        &mut lists[at as usize][zone]
    }

    /// All keys in their order, with their lists.
    pub fn sorted(self) -> Vec<(Key, ByZone)> {
        let Grams { han, texts, mut lists } = self;
        let han = han.into_iter().map(|((a, b), at)| (Key::Han(a, (b != '\0').then_some(b)), at));
        let mut keys: Vec<(Key, u32)> =
            han.chain(texts.into_iter().map(|(text, at)| (Key::Text(text), at))).collect();
        keys.sort_unstable_by(|(a, _), (b, _)| a.compare(b));
        keys.into_iter().map(|(key, at)| (key, std::mem::take(&mut lists[at as usize]))).collect()
    }
}

/// The number of the lists of a new key.
fn new(lists: &mut Vec<ByZone>) -> u32 {
    lists.push(ByZone::default());
    lists.len() as u32 - 1
}

/// The keys of both, in their order; where one is in both, `later` follows in its lists.
pub fn merged(earlier: Vec<(Key, ByZone)>, later: Vec<(Key, ByZone)>) -> Vec<(Key, ByZone)> {
    let mut all = Vec::with_capacity(earlier.len().max(later.len()));
    let mut later = later.into_iter().peekable();
    for (key, mut lists) in earlier {
        while let Some(before) = later.next_if(|(other, _)| other.compare(&key) == Ordering::Less) {
            all.push(before);
        }
        if let Some((_, more)) = later.next_if(|(other, _)| other.compare(&key) == Ordering::Equal) {
            lists.iter_mut().zip(more).for_each(|(list, more)| list.append(more));
        }
        all.push((key, lists));
    }
    all.extend(later);
    all
}
