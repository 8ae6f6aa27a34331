//! What a run knows of a site that saves the next one work, whatever output either builds.

use std::fs;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::cache;
use super::place::Place;

/// Another program, even one of the same version that was changed, may mean something else by the same bytes.
const HEADER: &[u8] = concat!("honorroll ", env!("HONORROLL_PROGRAM"), "\n").as_bytes();

/// What was kept under a name; nothing where that is missing, damaged, or of another build of the program.
pub fn kept<T: DeserializeOwned>(place: &Place, name: &str) -> Option<T> {
    cache::load(&place.state().join(name), HEADER)
}

/// Keeps a value under a name, or keeps nothing under it. It is only a shortcut: where it cannot be kept, the next run is slower.
pub fn keep<T: Serialize>(place: &Place, name: &str, value: Option<&T>) {
    let path = place.state().join(name);
    let _ = match value {
        Some(value) => cache::store(place, &path, HEADER, value),
        None => fs::remove_file(&path),
    };
}
