//! The search index: files that a browser fetches a few of to find every page that holds a query.
//!
//! Comes in: a [`Roll`]. Goes out: jobs for the files below `search/`, but for the page itself; `docs/search.md` is their
//! format. All but `search/index.json` are named by their contents, so that an edit makes only those anew that it touches
//! and no browser ever mixes two states of a site.
//! It deliberately searches nothing itself and shows nothing: that is for the script of a theme.

mod bytes;
mod document;
mod facets;
mod grams;
mod leaf;
#[cfg(test)]
mod reader;
mod readings;
mod shard;
#[cfg(test)]
mod tests;
mod zone;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use self::bytes::Name;
use self::document::Listed;
use self::facets::Facet;
use self::grams::{Entry, Grams, Key};
pub use self::leaf::Deflater;
use self::leaf::{Leaf, Leaves};
use self::shard::{Directory, File};
use crate::check::Roll;
use crate::plan::{Edition, Job, Route};
use crate::text::fold;

/// Raised when files change their meaning.
const VERSION: u32 = 1;

/// Below `search/`, the folders in which every file is named by its contents.
pub const FOLDERS: [&str; 4] = ["grams", "nodes", "tables", "texts"];

/// With fewer documents, sections would be many small files, each a request; all keys are one. The tests of this
/// module, which have few documents, try sections.
const SMALL: usize = if cfg!(test) { 1 } else { 2048 };

/// `search/index.json`: where to begin.
#[derive(Serialize)]
struct Manifest {
    version: u32,
    documents: u32,
    texts: Top<u32>,
    grams: Top<String>,
    fold: Option<String>,
    facets: BTreeMap<&'static str, String>,
}

/// The nodes of a directory: what each begins with, and its name.
#[derive(Serialize)]
struct Top<K> {
    first: Vec<K>,
    node: Vec<String>,
}

/// The files of an edition's index. This reads all texts of the roll.
pub fn jobs<'r>(roll: &Roll, edition: &Edition) -> Vec<Job<'r>> {
    let root = format!("{}search/", edition.folder);
    let listed = document::listed(roll);
    let documents = listed.len() as u32;
    let (sections, leaves) = read(roll, edition, &listed);
    let (facets, fold) = rayon::join(
        || facets::facets(roll, edition, sections.iter().flatten()),
        || fold_table(sections.iter().flatten()),
    );
    let shards: Vec<_> = (sections.into_par_iter().with_max_len(1))
        .flat_map_iter(|section| shard::shards(&section, documents))
        .collect();
    let grams = shard::of_grams(&shards);
    let texts = shard::of_leaves(&leaves);

    let deflater = Arc::new(Deflater::default());
    let mut jobs = Vec::with_capacity(shards.len() + leaves.len() + 64);
    let mut facet_names = BTreeMap::new();
    let tables = format!("{root}tables/");
    for Facet { name, values } in facets {
        let (file, job) = table(&tables, &values, &deflater);
        facet_names.insert(name, file.hex());
        jobs.push(job);
    }
    let fold = fold.map(|pairs| table(&tables, &pairs, &deflater));
    let (fold, job) = fold.unzip();
    jobs.extend(job);
    let manifest = Manifest {
        version: VERSION,
        documents,
        texts: top(&texts),
        grams: top(&grams),
        fold: fold.map(Name::hex),
        facets: facet_names,
    };
    let manifest = json(&manifest) + "\n";
    let route = Route::new(&format!("{root}index.json")).expect("a fixed name");
    jobs.push(Job::text(route, move || manifest.clone()));
    jobs.extend(shards.into_iter().map(|(_, file)| plain(&root, "grams", file)));
    jobs.extend(leaves.into_iter().map(|leaf| texts_of(&root, leaf, &deflater)));
    let nodes = grams.nodes.into_iter().map(|(_, file)| file);
    let nodes = nodes.chain(texts.nodes.into_iter().map(|(_, file)| file));
    jobs.extend(nodes.map(|file| plain(&root, "nodes", file)));
    // Two filters may offer the same, and what is the same is one file.
    let mut seen = HashSet::new();
    jobs.retain(|job| seen.insert(job.route.clone()));
    jobs
}

/// All keys with their lists, a section each; and all texts.
fn read(roll: &Roll, edition: &Edition, listed: &[Listed]) -> (Vec<Vec<Entry>>, Vec<Leaf>) {
    let read = |part: Range<usize>| {
        let (mut grams, mut leaves) = (Grams::default(), Leaves::new(part.start));
        for at in part {
            let document = document::document(roll, edition, &listed[at]);
            grams.add(at as u32, &document);
            leaves.add(&document);
        }
        (grams.sections(), leaves.finish())
    };
    let read: Vec<_> = parts(listed).into_par_iter().with_max_len(1).map(read).collect();
    let mut sections: BTreeMap<u32, Vec<Vec<Entry>>> = BTreeMap::new();
    let mut leaves = Vec::new();
    for (of_part, more) in read {
        of_part.into_iter().for_each(|(section, entries)| sections.entry(section).or_default().push(entries));
        leaves.extend(more);
    }
    let sections: Vec<_> = sections.into_values().collect();
    let merged = |parts: Vec<Vec<Entry>>| parts.into_iter().reduce(grams::merged).unwrap_or_default();
    let merged: Vec<_> = sections.into_par_iter().with_max_len(1).map(merged).collect();
    match listed.len() < SMALL {
        true => (vec![merged.into_iter().flatten().collect()], leaves),
        false => (merged, leaves),
    }
}

/// Ranges of neighbouring documents for each core to work on; they begin where a leaf begins anyway, so that the result
/// is the same however many there are.
fn parts(listed: &[Listed]) -> Vec<Range<usize>> {
    let wanted = listed.len().div_ceil(2 * rayon::current_num_threads()).max(1024);
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, next) in listed.iter().enumerate() {
        if at - start >= wanted && leaf::begins_span(&next.url) {
            parts.push(start..at);
            start = at;
        }
    }
    parts.push(start..listed.len());
    parts
}

/// The traditional characters of which the simplified one occurs, in turn with it; nothing where none does.
fn fold_table<'e>(entries: impl Iterator<Item = &'e Entry>) -> Option<String> {
    let occurs: HashSet<char> = entries
        .filter_map(|entry| match entry.key {
            Key::Han(c, None) => Some(c),
            Key::Han(..) | Key::Text(_) => None,
        })
        .collect();
    let table: String =
        fold::pairs().filter(|(_, to)| occurs.contains(to)).flat_map(|(from, to)| [from, to]).collect();
    (!table.is_empty()).then_some(table)
}

fn top<K: Clone>(directory: &Directory<K>) -> Top<K> {
    let (first, node) = directory.nodes.iter().map(|(first, file)| (first.clone(), file.name.hex())).unzip();
    Top { first, node }
}

fn plain<'r>(root: &str, folder: &str, file: File) -> Job<'r> {
    Job::named(route(root, folder, file.name), move || file.bytes.to_vec())
}

/// A value as JSON, compressed and named by its contents, in a folder with a `/` at its end.
pub fn table<'r>(folder: &str, value: &impl Serialize, deflater: &Arc<Deflater>) -> (Name, Job<'r>) {
    let contents = json(value).into_bytes();
    let name = Name::of("deflate", &contents);
    let route = Route::new(&format!("{folder}{}", name.hex())).expect("letters and digits");
    let deflater = Arc::clone(deflater);
    (name, Job::named(route, move || deflater.deflated(&contents)))
}

fn texts_of<'r>(root: &str, leaf: Leaf, deflater: &Arc<Deflater>) -> Job<'r> {
    let deflater = Arc::clone(deflater);
    Job::named(route(root, "texts", leaf.name), move || deflater.deflated(&leaf.contents()))
}

fn route(root: &str, folder: &str, name: Name) -> Route {
    debug_assert!(FOLDERS.contains(&folder), "{folder}");
    Route::new(&format!("{root}{folder}/{}", name.hex())).expect("letters and digits")
}

pub fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data can be written as JSON")
}
