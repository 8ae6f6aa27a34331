//! What narrows and reorders `/roll/` in the browser: files that its script reads once somebody asks for it.
//!
//! Comes in: a [`Roll`]. Goes out: jobs for `roll/filters.json` and the files below `roll/filters/`; `docs/filters.md` is
//! their format. Those below are named by their contents, as the search index is, so that no browser mixes two states of
//! a site. It deliberately narrows nothing itself, and says nothing of people who are not on the roll.

mod entries;
mod orders;
mod table;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use orders::other_orders;
use serde::Serialize;

use super::search::{self, Deflater, json};
use crate::check::Roll;
use crate::plan::{Edition, Job, Route};

/// Raised when files change their meaning.
const VERSION: u32 = 1;

/// From the root of an edition: the folder of which every file is named by its contents.
pub const FOLDER: &str = "roll/filters/";

/// From the root of an edition: where to begin.
pub const MANIFEST: &str = "roll/filters.json";

/// The file at [`MANIFEST`].
#[derive(Serialize)]
struct Manifest {
    version: u32,
    people: u32,
    /// Who has what, and what that is called.
    table: String,
    /// All names, for finding one by what is typed.
    names: String,
    /// What is shown of each person, `per` a file.
    entries: Vec<String>,
    per: usize,
    /// The orders that the roll itself is not in.
    orders: BTreeMap<&'static str, String>,
}

/// The files of an edition; none for a roll with nobody on it.
pub fn jobs<'r>(roll: &Roll, edition: &Edition) -> Vec<Job<'r>> {
    if roll.honorees().is_empty() {
        return Vec::new();
    }
    let folder = format!("{}{FOLDER}", edition.folder);
    let mut files = Files { folder, jobs: Vec::new(), deflater: Arc::default() };
    let manifest = Manifest {
        version: VERSION,
        people: roll.honorees().len() as u32,
        table: files.add(&table::table(roll, edition)),
        names: files.add(&entries::names(roll, edition)),
        entries: roll
            .honorees()
            .chunks(entries::PER)
            .map(|part| files.add(&entries::entries(roll, edition, part)))
            .collect(),
        per: entries::PER,
        orders: orders::other_orders(roll)
            .map(|by| (by.en(), files.add(&orders::reordered(roll, edition, by))))
            .collect(),
    };
    let manifest = json(&manifest) + "\n";
    let route = Route::new(&format!("{}{MANIFEST}", edition.folder)).expect("a fixed name");
    files.jobs.push(Job::text(route, move || manifest.clone()));
    // Two parts of a roll may look the same.
    files.jobs.sort_by(|a, b| a.route.cmp(&b.route));
    files.jobs.dedup_by(|a, b| a.route == b.route);
    files.jobs
}

/// Files that are being named.
struct Files<'r> {
    folder: String,
    jobs: Vec<Job<'r>>,
    deflater: Arc<Deflater>,
}

impl Files<'_> {
    /// A file of JSON, compressed; its name.
    fn add(&mut self, value: &impl Serialize) -> String {
        let (name, job) = search::table(&self.folder, value, &self.deflater);
        self.jobs.push(job);
        name.hex()
    }
}
