//! Whether the site that stands is still what a build would make, so that the build can end before it begins, and nobody hands
//! out a site that is not.

use std::fs;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::cache::{self, Cache};
use super::ledger::Ledger;
use super::place::Place;
use super::survey::Survey;
use crate::diag::Text;

/// The format of the file; a change of [`Remembered`] is a new number.
const HEADER: &[u8] = b"honorroll run 2\n";

#[derive(Serialize, Deserialize)]
struct Remembered<T> {
    /// A hash of all that the build depended on.
    inputs: [u8; 32],
    /// What the command said.
    told: T,
}

/// What the last build told, where it built from the same `inputs` and its output stands as it was left.
///
/// `inputs` covers everything that a build depends on: the program, the options, the day, the files.
pub fn recall<T: DeserializeOwned>(place: &Place, inputs: &[u8; 32]) -> Option<T> {
    let remembered: Remembered<T> = cache::load(&place.state_file("run"), HEADER)?;
    (remembered.inputs == *inputs && stands(place)?).then_some(remembered.told)
}

/// Notes of which files of the site the output was built, as a hash of their contents, for [`sources`]. Where it cannot be
/// kept, a note says so, and nobody knows.
pub fn note_sources(place: &Place, digest: &[u8; 32]) -> Option<Text> {
    let kept = cache::store(place, &place.state_file("sources"), HEADER, digest);
    kept.err().map(|error| cache::not_remembered(place, &error))
}

/// Of which files the output was built; nothing where that is not known.
pub fn sources(place: &Place) -> Option<[u8; 32]> {
    cache::load(&place.state_file("sources"), HEADER)
}

/// Forgets what the last build told, before the output is changed: what is told of the old one must not be taken for the
/// new one where that cannot be remembered.
pub(super) fn forget(place: &Place) {
    for kept in ["run", "sources"] {
        let _ = fs::remove_file(place.state_file(kept));
    }
}

/// Remembers what a build told, for [`recall`]. It is only a shortcut: where it cannot be kept, the next run is slower.
pub fn remember(place: &Place, inputs: &[u8; 32], told: impl Serialize) {
    let _ = cache::store(place, &place.state_file("run"), HEADER, &Remembered { inputs: *inputs, told });
}

fn stands(place: &Place) -> Option<bool> {
    let (cache, survey) = rayon::join(|| Cache::load(place), || Survey::take(place));
    let survey = survey.ok()?;
    let entries = cache.entries();
    let ledger = Ledger::of(entries);
    Some(
        !entries.is_empty()
            && survey.ledger_text() == Some(ledger.text())
            && !survey.has_foreign()
            && !survey.has_strays()
            && survey.owned().count() == entries.len()
            && entries.iter().all(|entry| survey.find(&entry.route) == Some(&entry.stat)),
    )
}
