//! Reads the index as the script of a theme does, from its files alone, so that tests can ask it what a browser would.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use flate2::read::DeflateDecoder;
use serde_json::Value;

use super::bytes::read_varint;
use super::grams::{LONGEST_WORD, SHORT_READING, SHORT_WORD};
use super::readings::spellings;
use super::zone::{COUNT, NAME};
use crate::plan::{Job, Recipe};
use crate::text::fold::{folded, is_han};

/// The files of an index, by route.
pub struct Index(pub BTreeMap<String, Vec<u8>>);

/// The documents of a key in each zone that has it.
type Lists = Vec<(usize, Vec<u32>)>;

/// Documents by zone, as bits.
type Found = BTreeMap<u32, u8>;

impl Index {
    pub fn of(jobs: &[Job<'_>]) -> Index {
        let bytes = |job: &Job<'_>| match &job.recipe {
            Recipe::Text(text) => text.make().into_bytes(),
            Recipe::Named(bytes) => bytes.make(),
            Recipe::Page { .. }
            | Recipe::Table(..)
            | Recipe::Image(_)
            | Recipe::Share(_)
            | Recipe::Copy(_) => {
                panic!("no file of an index")
            }
        };
        Index(jobs.iter().map(|job| (job.route.as_str().to_owned(), bytes(job))).collect())
    }

    /// Everything that can be read in it.
    pub fn text(&self) -> String {
        let read = |(route, bytes): (&String, &Vec<u8>)| match route.split('/').nth(1) {
            Some("texts" | "tables") => inflated(bytes),
            _ => String::from_utf8_lossy(bytes).into_owned(),
        };
        self.0.iter().map(read).collect::<Vec<_>>().join("\n")
    }

    pub fn manifest(&self) -> Value {
        serde_json::from_slice(&self.0["search/index.json"]).expect("JSON")
    }

    pub fn facet(&self, name: &str) -> Value {
        let file = self.manifest()["facets"][name].as_str().expect("a filter").to_owned();
        serde_json::from_str(&inflated(&self.0[&format!("search/tables/{file}")])).expect("JSON")
    }

    /// The addresses of all pages that hold every term.
    pub fn search(&self, query: &str) -> BTreeSet<String> {
        let query = folded(query);
        let terms: Vec<&str> = query.split_whitespace().filter(|term| !runs(term).is_empty()).collect();
        let mut left: Option<BTreeSet<u32>> = None;
        for term in &terms {
            let found: BTreeSet<u32> = self.term(term).into_iter().collect();
            left = Some(match left {
                Some(left) => &left & &found,
                None => found,
            });
        }
        let all = self.documents();
        left.unwrap_or_default().iter().map(|id| text(&all[*id as usize]["u"])).collect()
    }

    fn term(&self, term: &str) -> Vec<u32> {
        let all = self.documents();
        let as_text = self.with_keys(term, "", term.ends_with(is_word));
        let held = |id: &u32, zones: u8| {
            (0..COUNT).any(|zone| zones >> zone & 1 == 1 && holds(&text(&all[*id as usize]["z"][zone]), term))
        };
        let mut ids: BTreeSet<u32> =
            as_text.into_iter().filter(|(id, zones)| held(id, *zones)).map(|(id, _)| id).collect();
        let spelt = term.replace('\'', "");
        if spelt.contains(|c: char| c.is_ascii_lowercase())
            && spelt.chars().all(|c| c.is_ascii_lowercase() || is_han(c))
        {
            let named = self.with_keys(&spelt, "@", true);
            let named = named.into_iter().filter(|(_, zones)| zones & 1 << NAME != 0).map(|(id, _)| id);
            let is_pure = !spelt.contains(is_han);
            ids.extend(named.filter(|id| is_pure || is_called(&all[*id as usize], &spelt)));
        }
        ids.into_iter().collect()
    }

    /// Documents that have all keys of a term in one zone.
    fn with_keys(&self, term: &str, sign: &str, last_is_open: bool) -> Found {
        let runs = runs(term);
        let mut wanted = Vec::new();
        for (at, run) in runs.iter().enumerate() {
            let is_last = at + 1 == runs.len();
            wanted.extend(keys(run, sign, (!sign.is_empty() || is_last) && last_is_open));
        }
        if sign.is_empty() {
            wanted.extend(words_before_han(term).map(|key| (key, false)));
        }
        let lists = wanted.iter().map(|(key, is_open)| self.lists(key, *is_open));
        let in_both = |found: Found, more: Found| {
            let both = found.into_iter().map(|(id, zones)| (id, zones & more.get(&id).unwrap_or(&0)));
            both.filter(|(_, zones)| *zones != 0).collect()
        };
        lists.reduce(in_both).unwrap_or_default()
    }

    /// The documents of a key, or of all keys that begin with it.
    fn lists(&self, key: &str, is_open: bool) -> Found {
        let longest = if key.starts_with('@') { 1 + SHORT_READING } else { SHORT_WORD };
        let (key, is_open) = match is_open && key.chars().count() <= longest {
            true => (format!("{key}*"), false),
            false => (key.to_owned(), is_open),
        };
        let mut found = Found::new();
        for (known, lists) in self.shards() {
            if known == key.as_bytes() || is_open && known.starts_with(key.as_bytes()) {
                for (zone, ids) in lists {
                    ids.into_iter().for_each(|id| *found.entry(id).or_default() |= 1 << zone);
                }
            }
        }
        found
    }

    /// Every key with its lists, through the directory.
    fn shards(&self) -> Vec<(Vec<u8>, Lists)> {
        let mut all = Vec::new();
        for node in self.manifest()["grams"]["node"].as_array().expect("nodes") {
            let mut node = self.0[&format!("search/nodes/{}", text(node))].as_slice();
            let mut first = Vec::new();
            while !node.is_empty() {
                take_key(&mut node, &mut first);
                let mut shard = self.0[&format!("search/grams/{}", name(&mut node))].as_slice();
                let mut key = Vec::new();
                while !shard.is_empty() {
                    take_key(&mut shard, &mut key);
                    let mask = take(&mut shard, 1)[0];
                    let zones = (0..COUNT).filter(|zone| mask >> zone & 1 == 1);
                    let lists = zones.map(|zone| {
                        let length = read_varint(&mut shard).expect("a length") as usize;
                        (zone, ids(take(&mut shard, length)))
                    });
                    let lists = lists.collect();
                    all.push((key.clone(), lists));
                }
            }
        }
        assert!(all.is_sorted_by(|a, b| a.0 < b.0), "keys are sorted");
        all
    }

    pub fn documents(&self) -> Vec<Value> {
        let mut all = Vec::new();
        for node in self.manifest()["texts"]["node"].as_array().expect("nodes") {
            let mut node = self.0[&format!("search/nodes/{}", text(node))].as_slice();
            while !node.is_empty() {
                let count = read_varint(&mut node).expect("a count") as usize;
                let leaf = inflated(&self.0[&format!("search/texts/{}", name(&mut node))]);
                let leaf: Vec<Value> = serde_json::from_str(&leaf).expect("JSON");
                assert_eq!(leaf.len(), count);
                all.extend(leaf);
            }
        }
        all
    }
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c)
}

/// Whether a text holds a term, not from within a word on.
pub fn holds(of: &str, term: &str) -> bool {
    let of = folded(of);
    let starts_in_word = |at: usize| term.starts_with(is_word) && of[..at].ends_with(is_word);
    let mut starts = of.char_indices().map(|(at, _)| at);
    starts.any(|at| of[at..].starts_with(term) && !starts_in_word(at))
}

/// Whether a name, from one of its characters on, can be typed so.
fn is_called(document: &Value, term: &str) -> bool {
    fn goes_on(name: &[(String, String)], term: &str) -> bool {
        let Some(((character, reading), rest)) = name.split_first() else { return term.is_empty() };
        let initial = &reading[..reading.len().min(1)];
        let mut whole: Vec<Cow<'_, str>> = spellings(reading).collect();
        let is_begun = !reading.is_empty() && whole.iter().any(|typed| typed.starts_with(term));
        whole.extend([Cow::Borrowed(character.as_str()), Cow::Borrowed(initial)]);
        let whole = whole.iter().filter(|typed| !typed.is_empty());
        let goes_on = |typed: &str| term.strip_prefix(typed).is_some_and(|term| goes_on(rest, term));
        term.is_empty() || is_begun || whole.into_iter().any(|typed| goes_on(typed))
    }
    let name = text(&document["t"]);
    let characters = name.chars().filter(|c| !c.is_whitespace() && !crate::text::han::is_name_dot(*c));
    let readings = document["r"].as_array().expect("readings");
    let name: Vec<(String, String)> =
        characters.zip(readings).map(|(c, reading)| (folded(&c.to_string()), text(reading))).collect();
    (0..name.len()).any(|start| goes_on(&name[start..], term))
}

/// A term's runs of Han characters and of letters and digits.
pub fn runs(term: &str) -> Vec<String> {
    let kind = |c: char| (is_han(c) as u8) << 1 | is_word(c) as u8;
    let chars: Vec<char> = term.chars().collect();
    let runs = chars.chunk_by(|a, b| kind(*a) == kind(*b)).filter(|run| kind(run[0]) != 0);
    runs.map(|run| run.iter().collect()).collect()
}

fn keys(run: &str, sign: &str, is_open: bool) -> Vec<(String, bool)> {
    let chars: Vec<char> = run.chars().collect();
    if !is_han(chars[0]) {
        let key: String = chars.iter().take(LONGEST_WORD).collect();
        return vec![(format!("{sign}{key}"), is_open && chars.len() <= LONGEST_WORD)];
    }
    match chars.as_slice() {
        [one] => vec![(one.to_string(), false)],
        all => all.windows(2).map(|pair| (pair.iter().collect(), false)).collect(),
    }
}

/// Whole words with the character of the Han script that stands right behind each.
fn words_before_han(term: &str) -> impl Iterator<Item = String> {
    let behind = term.char_indices().filter(|(_, c)| is_han(*c));
    behind.filter_map(|(at, c)| {
        let word: Vec<char> = term[..at].chars().rev().take_while(|c| is_word(*c) && !is_han(*c)).collect();
        let is_key = (1..=LONGEST_WORD).contains(&word.len());
        is_key.then(|| word.iter().rev().chain([&c]).collect())
    })
}

fn inflated(bytes: &[u8]) -> String {
    let mut text = String::new();
    DeflateDecoder::new(bytes).read_to_string(&mut text).expect("deflated text");
    text
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn take<'b>(bytes: &mut &'b [u8], count: usize) -> &'b [u8] {
    let (taken, rest) = bytes.split_at(count);
    *bytes = rest;
    taken
}

fn take_key(bytes: &mut &[u8], key: &mut Vec<u8>) {
    key.truncate(read_varint(bytes).expect("what is shared") as usize);
    let length = read_varint(bytes).expect("a length") as usize;
    key.extend_from_slice(take(bytes, length));
}

fn name(bytes: &mut &[u8]) -> String {
    take(bytes, 8).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn ids(mut list: &[u8]) -> Vec<u32> {
    let count = read_varint(&mut list).expect("a count");
    let mut ids = Vec::new();
    if count & 1 == 1 {
        let first = read_varint(&mut list).expect("a start") * 8;
        let set = |at: &usize| list[at / 8] >> (at % 8) & 1 == 1;
        ids.extend((0..list.len() * 8).filter(set).map(|at| first + at as u32));
    } else {
        let mut end = 0;
        while let Some(gap) = read_varint(&mut list) {
            ids.push(end + gap);
            end += gap + 1;
        }
    }
    assert_eq!(ids.len() as u32, count >> 1);
    ids
}
