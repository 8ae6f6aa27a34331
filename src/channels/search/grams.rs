//! Which documents have what: a list of documents for each character, pair of characters, word, reading and filter.
//!
//! Documents come in the order of their numbers, so that every list is sorted as it grows and is kept as it will be
//! written: as the gaps between its numbers.

use std::cmp::Ordering;
use std::collections::HashMap;

use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;

use super::bytes::{push_bytes, push_text, push_varint, read_bytes, read_text, read_varint};
use super::document::Document;
use super::readings;
use super::zone::{self, COUNT};
use crate::text::fold::{PLACES, at_place, fold, folded, is_han, place};

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
    gaps: Gaps,
}

/// Most lists are of a few documents, and of such no memory is asked for.
type Gaps = SmallVec<[u8; 16]>;

/// A key of the index. Keys are ordered as their texts are, byte by byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// One character of the Han script, or two.
    Han(char, Option<char>),
    Text(Box<str>),
}

/// A key with the documents that have it in one zone. The index has them by key, then by zone.
#[derive(Debug)]
pub struct Entry {
    pub key: Key,
    pub zone: usize,
    pub list: List,
}

/// Keys that stand side by side, with all that have them.
#[derive(Debug)]
pub struct Section {
    pub number: u32,
    /// In the order of the index.
    pub entries: Vec<Entry>,
}

/// What some neighbouring documents have.
pub struct Grams {
    lists: Vec<List>,
    /// For each common character alone, by [`place`], for each zone which list it is: half of all that is looked up.
    common: Vec<[u32; COUNT]>,
    /// By one or two characters and a zone, which list it is.
    han: HashMap<u64, u32, FxBuildHasher>,
    /// By a text, for each zone which list it is; [`NONE`] where there is none.
    texts: HashMap<Box<str>, [u32; COUNT], FxBuildHasher>,
    /// Where keys are put together.
    key: String,
}

const NONE: u32 = u32::MAX;

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

    /// Keys of one section stand side by side, and files hold keys of one only: sections are worked on side by side. It
    /// depends on the key alone, so that no other key moves a cut.
    fn section(&self) -> u32 {
        let (first, second) = match self {
            Key::Han(first, second) => (*first, *second),
            Key::Text(text) => {
                let mut chars = text.chars();
                (chars.next().unwrap_or_default(), chars.next())
            }
        };
        match first {
            // Readings are as many as all other texts.
            '@' => u32::from(first) << 8 | second.map_or(0, |c| u32::from(c).min(0xff)),
            '\0'..='\x7f' => u32::from(first) << 8,
            _ => (u32::from(first) | 0xff) << 8,
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

impl Section {
    /// Appends it, to be read by [`Section::read`].
    pub fn write(&self, out: &mut Vec<u8>) {
        [self.number, self.entries.len() as u32].into_iter().for_each(|number| push_varint(out, number));
        for Entry { key, zone, list } in &self.entries {
            match key {
                Key::Han(first, second) => {
                    let second = second.map_or(0, u32::from);
                    [*zone as u32, u32::from(*first), second].iter().for_each(|n| push_varint(out, *n));
                }
                Key::Text(text) => {
                    push_varint(out, (zone + COUNT) as u32);
                    push_text(out, text);
                }
            }
            [list.count, list.end].into_iter().for_each(|number| push_varint(out, number));
            push_bytes(out, &list.gaps);
        }
    }

    /// The section at the start of `bytes`, which is taken off; nothing where there is none.
    pub fn read(bytes: &mut &[u8]) -> Option<Section> {
        let [number, count] = [read_varint(bytes)?, read_varint(bytes)?];
        let mut entries = Vec::with_capacity((count as usize).min(bytes.len()));
        for _ in 0..count {
            let zone = read_varint(bytes)? as usize;
            let key = if zone < COUNT {
                let first = char::from_u32(read_varint(bytes)?)?;
                Key::Han(first, char::from_u32(read_varint(bytes)?).filter(|second| *second != '\0'))
            } else {
                Key::Text(read_text(bytes)?.into())
            };
            let [count, end] = [read_varint(bytes)?, read_varint(bytes)?];
            let list = List { count, end, gaps: Gaps::from_slice(read_bytes(bytes)?) };
            entries.push(Entry { key, zone: zone % COUNT, list });
        }
        Some(Section { number, entries })
    }
}

impl Entry {
    fn compare(&self, other: &Entry) -> Ordering {
        self.key.compare(&other.key).then(self.zone.cmp(&other.zone))
    }
}

impl Default for Grams {
    fn default() -> Grams {
        Grams {
            lists: Vec::new(),
            common: vec![[NONE; COUNT]; PLACES],
            han: HashMap::default(),
            texts: HashMap::default(),
            key: String::new(),
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
        self.put(id, zone, ["#", folded(&document.title).trim()]);
        readings::keys(&document.readings, |key| {
            self.put_with_beginnings(id, zone::NAME, ["@", key], SHORT_READING)
        });
        for facet in &document.facets {
            self.put(id, zone::NAME, ["=", facet]);
        }
    }

    fn add_text(&mut self, id: u32, zone: usize, text: &str) {
        let mut before = None;
        let mut word = String::new();
        for c in text.chars() {
            fold(c, |c| {
                if is_han(c) {
                    self.end_word(id, zone, &mut word, Some(c));
                    self.put_han(id, zone, c, None);
                    if let Some(before) = before {
                        self.put_han(id, zone, before, Some(c));
                    }
                    before = Some(c);
                    return;
                }
                before = None;
                if c.is_alphanumeric() {
                    word.push(c);
                } else {
                    self.end_word(id, zone, &mut word, None);
                }
            });
        }
        self.end_word(id, zone, &mut word, None);
    }

    /// `next` is the character of the Han script that stands right behind it: `2030年` is a key as well.
    fn end_word(&mut self, id: u32, zone: usize, word: &mut String, next: Option<char>) {
        if word.is_empty() {
            return;
        }
        if let Some((at, _)) = word.char_indices().nth(LONGEST_WORD) {
            word.truncate(at);
        } else if let Some(next) = next {
            self.put(id, zone, [word, next.encode_utf8(&mut [0; 4])]);
        }
        self.put_with_beginnings(id, zone, ["", word], SHORT_WORD);
        word.clear();
    }

    /// A key, and the short beginnings by which it is found.
    fn put_with_beginnings(&mut self, id: u32, zone: usize, [sign, key]: [&str; 2], longest: usize) {
        self.put(id, zone, [sign, key]);
        for (at, c) in key.char_indices().take(longest) {
            self.key.clear();
            self.key.extend([sign, &key[..at + c.len_utf8()], "*"]);
            self.put_key(id, zone);
        }
    }

    fn put(&mut self, id: u32, zone: usize, parts: [&str; 2]) {
        self.key.clear();
        self.key.extend(parts);
        self.put_key(id, zone);
    }

    fn put_key(&mut self, id: u32, zone: usize) {
        let Grams { lists, texts, key, .. } = self;
        let of_key = match texts.get_mut(key.as_str()) {
            Some(of_key) => of_key,
            None => texts.entry(key.as_str().into()).or_insert([NONE; COUNT]),
        };
        if of_key[zone] == NONE {
            of_key[zone] = new(lists);
        }
        lists[of_key[zone] as usize].push(id);
    }

    fn put_han(&mut self, id: u32, zone: usize, first: char, second: Option<char>) {
        if let (None, Some(place)) = (second, place(first)) {
            let at = &mut self.common[place][zone];
            if *at == NONE {
                *at = new(&mut self.lists);
            }
            return self.lists[*at as usize].push(id);
        }
        let code = u64::from(first) << 32 | u64::from(second.unwrap_or('\0')) << 8 | zone as u64;
        let at = *self.han.entry(code).or_insert_with(|| new(&mut self.lists));
        self.lists[at as usize].push(id);
    }

    /// All that was taken in, by sections, in the order of the index.
    pub fn sections(self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for entry in self.sorted() {
            let number = entry.key.section();
            match sections.last_mut() {
                Some(last) if last.number == number => last.entries.push(entry),
                _ => sections.push(Section { number, entries: vec![entry] }),
            }
        }
        sections
    }

    fn sorted(self) -> Vec<Entry> {
        let Grams { han, texts, common, mut lists, .. } = self;
        let mut entry =
            |key, zone, at: u32| Entry { key, zone, list: std::mem::take(&mut lists[at as usize]) };
        let mut entries = Vec::with_capacity(han.len() + texts.len());
        for (code, at) in han {
            let char = |bits: u64| char::from_u32((bits & 0x1f_ffff) as u32).filter(|c| *c != '\0');
            let first = char(code >> 32).expect("it was made from a character");
            entries.push(entry(Key::Han(first, char(code >> 8)), (code & 0xff) as usize, at));
        }
        for (place, of_key) in common.into_iter().enumerate() {
            let zones = of_key.into_iter().enumerate().filter(|(_, at)| *at != NONE);
            zones.for_each(|(zone, at)| entries.push(entry(Key::Han(at_place(place), None), zone, at)));
        }
        for (mut key, of_key) in texts {
            let mut zones = of_key.into_iter().enumerate().filter(|(_, at)| *at != NONE).peekable();
            while let Some((zone, at)) = zones.next() {
                let is_last = zones.peek().is_none();
                let own = if is_last { std::mem::take(&mut key) } else { key.clone() };
                entries.push(entry(Key::Text(own), zone, at));
            }
        }
        entries.sort_unstable_by(Entry::compare);
        entries
    }
}

/// The number of a new list.
fn new(lists: &mut Vec<List>) -> u32 {
    lists.push(List::default());
    lists.len() as u32 - 1
}

/// The entries of all parts, in their order. Neighbours are merged, and those with their neighbours, so that no entry is
/// moved more often than the parts can be halved.
pub fn all_merged(mut parts: Vec<Vec<Entry>>) -> Vec<Entry> {
    while parts.len() > 1 {
        let mut rest = parts.into_iter();
        parts = Vec::new();
        while let Some(earlier) = rest.next() {
            parts.push(match rest.next() {
                Some(later) => merged(earlier, later),
                None => earlier,
            });
        }
    }
    parts.pop().unwrap_or_default()
}

/// The entries of both, in their order; of one that is in both, the documents of `later` follow.
fn merged(earlier: Vec<Entry>, later: Vec<Entry>) -> Vec<Entry> {
    let mut all = Vec::with_capacity(earlier.len().max(later.len()));
    let mut later = later.into_iter().peekable();
    for mut entry in earlier {
        while let Some(before) = later.next_if(|other| other.compare(&entry) == Ordering::Less) {
            all.push(before);
        }
        if let Some(more) = later.next_if(|other| other.compare(&entry) == Ordering::Equal) {
            entry.list.append(more.list);
        }
        all.push(entry);
    }
    all.extend(later);
    all
}
