//! Texts of some neighbouring documents, as one file: what a result shows, and what a match is checked against.

use std::io::Write;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use super::bytes::{Name, spread};
use super::document::{Document, kind_id};
use super::zone::COUNT;
use crate::model::PartialDate;

/// Some documents as they are written, before they are compressed.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub documents: u32,
    pub json: Arc<[u8]>,
    pub name: Name,
}

/// Collects documents until there are enough for a file.
#[derive(Default)]
pub struct Leaves {
    done: Vec<Leaf>,
    documents: u32,
    json: Vec<u8>,
    size: usize,
}

/// Bytes of text in a leaf: where the next document's address says so beyond the first, at the latest at the second.
const ENOUGH: usize = 7 << 10;
const FULL: usize = 14 << 10;

#[derive(Serialize)]
struct Entry<'d> {
    u: &'d str,
    k: &'static str,
    t: &'d str,
    s: &'d [String],
    d: String,
    z: &'d [String; COUNT],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    r: &'d [String],
}

/// Whether a leaf must end before the document at `url`: where work is divided, too. One document in five hundred.
pub fn begins_span(url: &str) -> bool {
    spread(url.as_bytes()) % 512 == 0
}

impl Leaves {
    pub fn add(&mut self, document: &Document) {
        // What decides lies near, so that a document that comes in moves no cut far away.
        let is_cut = begins_span(&document.url)
            || self.size >= FULL
            || self.size >= ENOUGH && spread(document.url.as_bytes()) & 2 == 0;
        if is_cut {
            self.cut();
        }
        self.json.push(if self.documents == 0 { b'[' } else { b',' });
        let entry = Entry {
            u: &document.url,
            k: kind_id(document.kind),
            t: &document.title,
            s: &document.lines,
            d: document.date.map(PartialDate::iso).unwrap_or_default(),
            z: document.zones.texts(),
            r: &document.readings,
        };
        serde_json::to_writer(&mut self.json, &entry).expect("plain data can be written to memory");
        self.documents += 1;
        self.size += document.zones.len();
    }

    fn cut(&mut self) {
        if self.documents == 0 {
            return;
        }
        self.json.push(b']');
        let json: Arc<[u8]> = self.json.as_slice().into();
        let name = Name::of("deflate", &json);
        self.done.push(Leaf { documents: self.documents, json, name });
        self.json.clear();
        (self.documents, self.size) = (0, 0);
    }

    pub fn finish(mut self) -> Vec<Leaf> {
        self.cut();
        self.done
    }
}

/// As browsers read it with `DecompressionStream("deflate-raw")`.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(LEVEL));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all that is written")
}

const LEVEL: u32 = 6;
