//! Files that a command makes in the site: always new ones.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Joins a path with `/` piece by piece, which is right on Windows too.
pub fn below(folder: &Path, path: &str) -> PathBuf {
    let mut target = folder.to_path_buf();
    target.extend(path.split('/'));
    target
}

/// Writes a file that is not there yet, with the folders above it; one that is there is never touched.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(bytes)
}
