//! Texts of some neighbouring documents, as one file: what a result shows, and what a match is checked against.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flate2::{Compress, Compression, FlushCompress, Status};
use serde::Serialize;

use super::bytes::{Name, push_text, push_varint, read_text, read_varint, spread};
use super::document::Document;
use super::zone::COUNT;
use crate::model::PartialDate;

/// Some neighbouring documents.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub documents: Range<usize>,
    pub name: Name,
    /// None where only the name is known.
    texts: Option<Arc<[u8]>>,
}

/// Collects documents until there are enough for a file.
pub struct Leaves {
    done: Vec<Leaf>,
    documents: Range<usize>,
    /// All that will be written of them, see [`push`].
    texts: Vec<u8>,
    size: usize,
}

/// Bytes of text in a leaf: where the next document's address says so beyond the first, at the latest at the second.
const ENOUGH: usize = 7 << 10;
const FULL: usize = 14 << 10;

/// Whether a leaf must end before the document at `url`: where work is divided, too. One document in five hundred.
pub fn begins_span(url: &str) -> bool {
    spread(url.as_bytes()).is_multiple_of(512)
}

impl Leaves {
    /// `start` is the number of the first document.
    pub fn new(start: usize) -> Leaves {
        Leaves { done: Vec::new(), documents: start..start, texts: Vec::new(), size: 0 }
    }

    pub fn add(&mut self, document: &Document) {
        // What decides lies near, so that a document that comes in moves no cut far away.
        let is_cut = begins_span(&document.url)
            || self.size >= FULL
            || self.size >= ENOUGH && spread(document.url.as_bytes()) & 2 == 0;
        if is_cut {
            self.cut();
        }
        push(&mut self.texts, document);
        self.documents.end += 1;
        self.size += document.zones.len();
    }

    fn cut(&mut self) {
        if self.documents.is_empty() {
            return;
        }
        let (documents, name) = (self.documents.clone(), Name::of("texts", &self.texts));
        self.done.push(Leaf { documents, name, texts: Some(self.texts.as_slice().into()) });
        self.documents.start = self.documents.end;
        self.texts.clear();
        self.size = 0;
    }

    pub fn finish(mut self) -> Vec<Leaf> {
        self.cut();
        self.done
    }
}

/// Appends what a file says of a document: the number of lines and of readings, then each text after its length. The
/// file is named by this: it need not be written as JSON to know whether it has changed.
fn push(texts: &mut Vec<u8>, document: &Document) {
    let Document { url, kind, title, lines, date, zones, readings, facets: _ } = document;
    let date = date.map(PartialDate::iso).unwrap_or_default();
    [lines.len(), readings.len()].into_iter().for_each(|count| push_varint(texts, count as u32));
    [url, kind.en(), title, &date].into_iter().for_each(|text| push_text(texts, text));
    let lists = [lines, readings, zones.texts().as_slice()];
    lists.into_iter().flatten().for_each(|text| push_text(texts, text));
}

#[derive(Serialize)]
struct Entry<'d> {
    u: &'d str,
    k: &'d str,
    t: &'d str,
    s: Vec<&'d str>,
    d: &'d str,
    z: Vec<&'d str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    r: Vec<&'d str>,
}

impl<'d> Entry<'d> {
    /// The document at the start of `texts`, as [`push`] wrote it; nothing at their end.
    fn read(texts: &mut &'d [u8]) -> Option<Entry<'d>> {
        let [lines, readings] = [read_varint(texts)?, read_varint(texts)?];
        let [u, k, t, d] = [read_text(texts)?, read_text(texts)?, read_text(texts)?, read_text(texts)?];
        let mut list = |count| (0..count).map_while(|_| read_text(texts)).collect();
        let (s, r, z) = (list(lines), list(readings), list(COUNT as u32));
        Some(Entry { u, k, t, s, d, z, r })
    }
}

impl Leaf {
    /// One of which an earlier build made the name.
    pub fn known(documents: Range<usize>, name: Name) -> Leaf {
        Leaf { documents, name, texts: None }
    }

    /// What is in the file, before it is compressed. `document` gives those of which only the name is known.
    pub fn contents(&self, document: impl Fn(usize) -> Document) -> Vec<u8> {
        let mut again = Vec::new();
        if self.texts.is_none() {
            self.documents.clone().for_each(|at| push(&mut again, &document(at)));
        }
        let mut texts = self.texts.as_deref().unwrap_or(&again);
        let entries: Vec<Entry> = std::iter::from_fn(|| Entry::read(&mut texts)).collect();
        serde_json::to_vec(&entries).expect("plain data can be written to memory")
    }
}

/// Compresses as browsers read it with `DecompressionStream("deflate-raw")`. A compressor has a quarter of a megabyte to be
/// cleared, which would take longer than many a file: those that have done their work are kept for the next file.
#[derive(Default)]
pub struct Deflater(Mutex<Vec<Compress>>);

impl Deflater {
    pub fn deflated(&self, bytes: &[u8]) -> Vec<u8> {
        let used = self.idle().pop();
        let mut compress = used.unwrap_or_else(|| Compress::new(Compression::new(LEVEL), false));
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let rest = &bytes[compress.total_in() as usize..];
            match compress.compress_vec(rest, &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => break,
                Ok(Status::Ok | Status::BufError) => out.reserve(bytes.len() / 2 + 64),
                Err(error) => unreachable!("memory takes all that is written: {error}"),
            }
        }
        compress.reset();
        self.idle().push(compress);
        out
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Compress>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A middling one: a higher one takes twice the time for a twentieth of the size.
const LEVEL: u32 = 4;
