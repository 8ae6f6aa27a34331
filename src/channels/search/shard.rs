//! Files of sorted keys with their lists, and the directory that tells which file has a key.

use std::sync::Arc;

use super::bytes::{Keys, Name, push_varint, spread};
use super::grams::Entry;
use super::leaf::Leaf;

/// How many files a node of a directory names at least, and how many nodes there are at most: the manifest, which names
/// them, is read before anything else and stays small.
const CHILDREN: usize = 64;
const NODES: usize = 40;
/// Bytes of a file of lists at up to 65,000 documents; with more, one list may be as long.
const TARGET: usize = 4 << 10;

/// A file of the index that is written as it is.
#[derive(Clone, Debug)]
pub struct File {
    pub bytes: Arc<[u8]>,
    pub name: Name,
}

/// A directory: its nodes, each with what it begins with.
#[derive(Debug)]
pub struct Directory<K> {
    pub nodes: Vec<(K, File)>,
}

impl File {
    fn new(bytes: &[u8]) -> File {
        File { bytes: bytes.into(), name: Name::of("plain", bytes) }
    }
}

/// Files of keys with their lists, each with its first key.
pub fn shards(entries: &[Entry], documents: u32) -> Vec<(String, File)> {
    let target = TARGET.max(documents as usize / 16);
    let mut shards = Vec::new();
    let (mut bytes, mut written, mut first) = (Vec::new(), Keys::default(), None);
    let (mut key, mut list) = (String::new(), Vec::new());
    for zones in entries.chunk_by(|a, b| a.key == b.key) {
        key.clear();
        zones[0].key.write(&mut key);
        first.get_or_insert_with(|| key.clone());
        written.push(&mut bytes, &key);
        bytes.push(zones.iter().fold(0, |mask, entry| mask | 1 << entry.zone));
        for entry in zones {
            list.clear();
            entry.list.write(&mut list);
            push_varint(&mut bytes, list.len() as u32);
            bytes.extend_from_slice(&list);
        }
        // The cut depends on what lies near, so that a list that grows moves no cut far away.
        let spread = spread(key.as_bytes()) >> 8;
        let is_cut = bytes.len() >= 2 * target
            || bytes.len() >= target && spread.is_multiple_of(2)
            || bytes.len() >= target / 2 && spread.is_multiple_of(8);
        if is_cut && let Some(first) = first.take() {
            shards.push((first, File::new(&bytes)));
            bytes.clear();
            written = Keys::default();
        }
    }
    shards.extend(first.map(|first| (first, File::new(&bytes))));
    shards
}

/// The directory of files of lists: the first key of each, and its name.
pub fn of_grams(shards: &[(String, File)]) -> Directory<String> {
    let node = |shards: &[(String, File)]| {
        let (mut bytes, mut keys) = (Vec::new(), Keys::default());
        for (first, file) in shards {
            keys.push(&mut bytes, first);
            bytes.extend_from_slice(&file.name.bytes());
        }
        (shards[0].0.clone(), File::new(&bytes))
    };
    Directory { nodes: shards.chunks(children(shards.len())).map(node).collect() }
}

/// The directory of leaves: how many documents each has, and its name. A node begins with the number of a document.
pub fn of_leaves(leaves: &[Leaf]) -> Directory<u32> {
    let node = |leaves: &[Leaf]| {
        let mut bytes = Vec::new();
        for leaf in leaves {
            push_varint(&mut bytes, leaf.documents.len() as u32);
            bytes.extend_from_slice(&leaf.name.bytes());
        }
        (leaves[0].documents.start as u32, File::new(&bytes))
    };
    Directory { nodes: leaves.chunks(children(leaves.len())).map(node).collect() }
}

fn children(files: usize) -> usize {
    CHILDREN.max(files.div_ceil(NODES))
}
