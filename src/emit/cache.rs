//! What a run remembers for the next one: how each file was made, and how it was left.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::place::{Place, hide_from_git};
use super::survey::Stat;
use crate::diag::Text;
use crate::render::Fingerprint;
use crate::say;

/// The format of the file; a change of [`Entry`] is a new number.
const HEADER: &[u8] = b"honorroll cache 2\n";

/// One file of the output as a run left it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub route: Box<str>,
    template: [u8; 16],
    view: [u8; 16],
    /// Of what the job might have seen, where that is known.
    pub mark: Option<[u8; 16]>,
    /// BLAKE3 of the bytes.
    pub hash: [u8; 32],
    pub stat: Stat,
}

impl Entry {
    pub fn new(route: &str, fingerprint: Fingerprint, hash: [u8; 32], stat: Stat) -> Entry {
        let Fingerprint { template, view } = fingerprint;
        Entry { route: route.into(), template, view, mark: None, hash, stat }
    }

    pub fn marked(self, mark: Option<[u8; 16]>) -> Entry {
        Entry { mark, ..self }
    }

    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint { template: self.template, view: self.view }
    }
}

/// The entries of one output, sorted by route.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Cache {
    entries: Vec<Entry>,
}

impl Cache {
    pub fn of(entries: Vec<Entry>) -> Cache {
        Cache { entries }
    }

    pub fn find(&self, route: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| (*entry.route).cmp(route)).ok()?;
        Some(&self.entries[at])
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the last run left; nothing where that is missing, damaged, or of another version.
    pub fn load(place: &Place) -> Cache {
        let entries: Vec<Entry> = load(&place.state_file("cache"), HEADER).unwrap_or_default();
        match entries.is_sorted_by(|a, b| a.route < b.route) {
            true => Cache { entries },
            false => Cache::default(),
        }
    }

    /// Saves what is not `known` to be saved. The site is published by now: a failure is only a note.
    pub fn save(&self, place: &Place, known: &Cache, notes: &mut Vec<Text>) {
        if self == known {
            return;
        }
        if let Err(error) = store(place, &place.state_file("cache"), HEADER, &self.entries) {
            notes.push(not_remembered(place, &error));
        }
    }
}

/// What a person is told where a run could not be remembered; it is no mistake of the site.
pub(super) fn not_remembered(place: &Place, error: &io::Error) -> Text {
    let path = place.state().display();
    say!(
        "没能在“{path}”里记下这次的结果（{error}）；站点已经发布，只是下次会慢一些",
        "could not remember this run in `{path}` ({error}); the site is published, the next run will be slower"
    )
}

/// Reads back what [`store`] wrote; nothing where it is missing, damaged or of another version.
pub(super) fn load<T: DeserializeOwned>(path: &Path, header: &[u8]) -> Option<T> {
    let bytes = fs::read(path).ok()?;
    let (checksum, payload) = bytes.strip_prefix(header)?.split_first_chunk::<32>()?;
    let is_whole = blake3::hash(payload).as_bytes() == checksum;
    is_whole.then(|| postcard::from_bytes(payload).ok())?
}

/// Writes a value into the folder of what is remembered, whole or not at all, under a header and a checksum.
pub(super) fn store(place: &Place, path: &Path, header: &[u8], value: &impl Serialize) -> io::Result<()> {
    make_state(place.state())?;
    let payload = postcard::to_stdvec(value).map_err(io::Error::other)?;
    // One name: what a crash leaves, the next run writes over; and two runs that write at once spoil only the checksum.
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let draft = Path::new(&draft);
    let mut file = private().open(draft)?;
    let written = (file.write_all(header))
        .and_then(|()| file.write_all(blake3::hash(&payload).as_bytes()))
        .and_then(|()| file.write_all(&payload))
        .and_then(|()| fs::rename(draft, path));
    written.inspect_err(|_| {
        let _ = fs::remove_file(draft);
    })
}

/// For a file that only its owner reads: what is not published may be in it, and the site's own files may be closed to others.
fn private() -> fs::OpenOptions {
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the folder of what the program remembers.
fn make_state(state: &Path) -> io::Result<()> {
    fs::create_dir_all(state)?;
    hide_from_git(state)
}
