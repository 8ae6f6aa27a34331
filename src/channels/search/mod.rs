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
mod known;
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
use self::grams::{Entry, Grams, Key, Section};
pub use self::known::{Kept, KnownIndex};
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

/// The files of an edition's index, and what was read for them. This reads all texts of the roll but those that are `known`.
/// `common` stands for all of the site but the texts of bodies.
pub fn jobs<'r>(
    roll: &'r Roll,
    edition: &Arc<Edition>,
    common: &[u8; 32],
    known: &KnownIndex,
) -> (Vec<Job<'r>>, Vec<Kept>) {
    let root = format!("{}search/", edition.folder);
    let listed: Arc<[Listed]> = document::listed(roll).into();
    let documents = listed.len() as u32;
    let Read { sections, leaves, kept } = read(roll, edition, &listed, common, known);
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
    let index = Route::new(&format!("{root}index.json")).expect("a fixed name");
    jobs.push(Job::text(index, move || manifest.clone()));
    jobs.extend(shards.into_iter().map(|(_, file)| plain(&root, "grams", file)));
    for leaf in leaves {
        let (deflater, edition, listed) = (Arc::clone(&deflater), Arc::clone(edition), Arc::clone(&listed));
        let again = move |at: usize| document::document(roll, &edition, &listed[at]);
        let route = route(&root, "texts", leaf.name);
        jobs.push(Job::named(route, move || deflater.deflated(&leaf.contents(&again))));
    }
    let nodes = grams.nodes.into_iter().map(|(_, file)| file);
    let nodes = nodes.chain(texts.nodes.into_iter().map(|(_, file)| file));
    jobs.extend(nodes.map(|file| plain(&root, "nodes", file)));
    // Two filters may offer the same, and what is the same is one file.
    let mut seen = HashSet::new();
    jobs.retain(|job| seen.insert(job.route.clone()));
    (jobs, kept)
}

struct Read {
    /// All keys with their lists, a section each.
    sections: Vec<Vec<Entry>>,
    leaves: Vec<Leaf>,
    /// The same by parts, for the next build.
    kept: Vec<Kept>,
}

fn read(roll: &Roll, edition: &Edition, listed: &[Listed], common: &[u8; 32], known: &KnownIndex) -> Read {
    let read_piece = |piece: Range<usize>| {
        let (mut grams, mut leaves) = (Grams::default(), Leaves::new(piece.start));
        for at in piece {
            let document = document::document(roll, edition, &listed[at]);
            grams.add(at as u32, &document);
            leaves.add(&document);
        }
        (grams.sections(), leaves.finish())
    };
    let read_part = |part: Range<usize>| {
        let mark = mark(edition, &listed[part.clone()], &part, common);
        if let Some(kept) = known.find(&mark)
            && let Some((sections, leaves)) = kept.read(&part)
        {
            return (sections, leaves, kept.clone());
        }
        // Where others are known this may be the only one to be read, and no core is to wait for another.
        let pieces = if known.is_empty() { vec![part] } else { ranges(listed, part, 1) };
        let read: Vec<_> = pieces.into_par_iter().with_max_len(1).map(read_piece).collect();
        let (sections, leaves): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let (sections, leaves) = (together(sections), leaves.into_iter().flatten().collect::<Vec<_>>());
        let kept = Kept::new(mark, &sections, &leaves);
        (sections, leaves, kept)
    };
    let read: Vec<_> = parts(listed).into_par_iter().with_max_len(1).map(read_part).collect();
    let (mut sections, mut leaves, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for (of_part, more, part) in read {
        sections.push(of_part);
        leaves.extend(more);
        kept.push(part);
    }
    let mut sections: Vec<_> = together(sections).into_iter().map(|section| section.entries).collect();
    if listed.len() < SMALL {
        sections = vec![sections.into_iter().flatten().collect()];
    }
    Read { sections, leaves, kept }
}

/// The sections of neighbouring ranges of documents as those of all.
fn together(mut ranges: Vec<Vec<Section>>) -> Vec<Section> {
    if ranges.len() == 1 {
        return ranges.remove(0);
    }
    let mut parts: BTreeMap<u32, Vec<Vec<Entry>>> = BTreeMap::new();
    for Section { number, entries } in ranges.into_iter().flatten() {
        parts.entry(number).or_default().push(entries);
    }
    let parts: Vec<_> = parts.into_iter().collect();
    let merge = |(number, parts)| Section { number, entries: grams::all_merged(parts) };
    parts.into_par_iter().with_max_len(1).map(merge).collect()
}

/// Stands for all that neighbouring documents are made of.
fn mark(edition: &Edition, listed: &[Listed], part: &Range<usize>, common: &[u8; 32]) -> [u8; 32] {
    let mut mark = blake3::Hasher::new();
    mark.update(common).update(edition.language.as_bytes()).update(&[0]).update(edition.folder.as_bytes());
    [part.start, part.end].iter().for_each(|at| {
        mark.update(&(*at as u64).to_le_bytes());
    });
    listed.iter().for_each(|listed| {
        mark.update(&listed.body_hash.unwrap_or_default());
    });
    *mark.finalize().as_bytes()
}

/// Ranges of neighbouring documents for each core to work on; they begin where a leaf begins anyway, so that the result
/// is the same however many there are. They do not depend on the machine, and seldom on how many documents there are: what
/// is kept of them is kept for long.
fn parts(listed: &[Listed]) -> Vec<Range<usize>> {
    ranges(listed, 0..listed.len(), (listed.len() / 16).next_power_of_two().max(1024))
}

/// A range of documents, divided where it may be into ranges of at least so many, but for the last.
fn ranges(listed: &[Listed], within: Range<usize>, wanted: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = within.start;
    for at in within.clone() {
        if at - start >= wanted && leaf::begins_span(&listed[at].url) {
            ranges.push(start..at);
            start = at;
        }
    }
    ranges.push(start..within.end);
    ranges
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

fn route(root: &str, folder: &str, name: Name) -> Route {
    debug_assert!(FOLDERS.contains(&folder), "{folder}");
    Route::new(&format!("{root}{folder}/{}", name.hex())).expect("letters and digits")
}

pub fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data can be written as JSON")
}
