//! Texts of some neighbouring documents, as one file: what a result shows, and what a match is checked against.

use std::io::Write;
use std::ops::Range;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use super::bytes::{Name, push_varint, spread};
use super::document::Document;
use super::zone::COUNT;
use crate::model::PartialDate;

/// Some neighbouring documents. What is written of them is not kept, since it is as large as all texts.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub documents: Range<usize>,
    pub name: Name,
}

/// Collects documents until there are enough for a file.
pub struct Leaves {
    done: Vec<Leaf>,
    documents: Range<usize>,
    /// All that will be written of them, each part after its length.
    parts: Vec<u8>,
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
    spread(url.as_bytes()).is_multiple_of(512)
}

impl Leaves {
    /// `start` is the number of the first document.
    pub fn new(start: usize) -> Leaves {
        Leaves { done: Vec::new(), documents: start..start, parts: Vec::new(), size: 0 }
    }

    pub fn add(&mut self, document: &Document) {
        // What decides lies near, so that a document that comes in moves no cut far away.
        let is_cut = begins_span(&document.url)
            || self.size >= FULL
            || self.size >= ENOUGH && spread(document.url.as_bytes()) & 2 == 0;
        if is_cut {
            self.cut();
        }
        self.push(document);
        self.documents.end += 1;
        self.size += document.zones.len();
    }

    /// The file is named by what it is made from: it need not be written to know whether it has changed.
    fn push(&mut self, document: &Document) {
        let Document { url, kind, title, lines, date, zones, readings, facets: _ } = document;
        let date = date.map(PartialDate::iso).unwrap_or_default();
        let fixed = [url, kind.en(), title, &date].into_iter();
        let counts = [lines.len() as u32, readings.len() as u32];
        counts.into_iter().for_each(|count| push_varint(&mut self.parts, count));
        for part in
            fixed.chain([lines, readings, &zones.texts()[..]].into_iter().flatten().map(String::as_str))
        {
            push_varint(&mut self.parts, part.len() as u32);
            self.parts.extend_from_slice(part.as_bytes());
        }
    }

    fn cut(&mut self) {
        if self.documents.is_empty() {
            return;
        }
        self.done.push(Leaf { documents: self.documents.clone(), name: Name::of("texts", &self.parts) });
        self.documents.start = self.documents.end;
        self.parts.clear();
        self.size = 0;
    }

    pub fn finish(mut self) -> Vec<Leaf> {
        self.cut();
        self.done
    }
}

/// What is in the file of some documents, before it is compressed.
pub fn contents(documents: impl Iterator<Item = Document>) -> Vec<u8> {
    let mut json = Vec::with_capacity(2 * FULL);
    documents.for_each(|document| push(&mut json, &document));
    json.push(b']');
    json
}

fn push(json: &mut Vec<u8>, document: &Document) {
    json.push(if json.is_empty() { b'[' } else { b',' });
    let entry = Entry {
        u: &document.url,
        k: document.kind.en(),
        t: &document.title,
        s: &document.lines,
        d: document.date.map(PartialDate::iso).unwrap_or_default(),
        z: document.zones.texts(),
        r: &document.readings,
    };
    serde_json::to_writer(json, &entry).expect("plain data can be written to memory");
}

/// As browsers read it with `DecompressionStream("deflate-raw")`.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(LEVEL));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all that is written")
}

/// A middling one: a higher one takes twice the time for a twentieth of the size.
const LEVEL: u32 = 4;
