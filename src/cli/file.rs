//! Files that a command makes or changes in the site: all of them or none.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diag::{Code, Diagnostic, FileId, IoError, Span, Text};
use crate::model::edit::{self, Edit};
use crate::say;
use crate::source::{self, SourceTree};

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

/// A file to write: new, or in place of what was read before.
pub struct Change {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    /// What the file held when it was read; `None` for one that must not be there yet.
    pub before: Option<Vec<u8>>,
}

/// The change that edits make to a file of the site, or the index of the edit that would spoil its layout. Nothing where the file is not on
/// the disk.
pub fn edited(
    tree: &SourceTree,
    id: FileId,
    edits: &[Edit],
) -> Result<Result<Option<Change>, usize>, IoError> {
    let text = tree.file(id).text.as_deref().unwrap_or_default();
    let edited = match edit::apply(text, edits) {
        Ok(edited) => edited,
        Err(index) => return Ok(Err(index)),
    };
    let Some(source::Bytes::Disk(path)) = tree.locate(id) else { return Ok(Ok(None)) };
    let before = tree.bytes(id)?.into_owned();
    let mark = if before.starts_with(b"\xef\xbb\xbf") { "\u{feff}" } else { "" };
    Ok(Ok(Some(Change { path, bytes: format!("{mark}{edited}").into_bytes(), before: Some(before) })))
}

/// Says that [`edited`] would spoil the layout of a record, and what is to be done instead.
pub fn fixed_layout(record: Span, instead: Text) -> Diagnostic {
    let message = say!(
        "这条记录的写法不能自动改动而不打乱版式",
        "this record is written in a way that cannot be changed without spoiling its layout"
    );
    Diagnostic::error(Code::FixedLayout, record, message).hint(instead)
}

/// Writes all files or none. Each is written in full beside its place first, and only when all are is any put there; a file that
/// someone else has made or changed meanwhile stops it before that. The path is that of the file that failed.
pub fn write_all(changes: &[Change]) -> Result<(), (PathBuf, io::Error)> {
    let staged = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.with_file_name(format!(".{name}.honorroll-new"))
    };
    let stage = |change: &Change| {
        if let Some(folder) = change.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let found = match fs::read(&change.path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if found != change.before {
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, "it was changed meanwhile"));
        }
        fs::write(staged(&change.path), &change.bytes)
    };
    let finish = |change: &Change| fs::rename(staged(&change.path), &change.path);
    let failed = |change: &Change, error| (change.path.clone(), error);
    let done =
        changes.iter().try_for_each(|change| stage(change).map_err(|error| failed(change, error))).and_then(
            |()| changes.iter().try_for_each(|change| finish(change).map_err(|error| failed(change, error))),
        );
    if done.is_err() {
        // What is staged and not in its place is nobody's.
        changes.iter().for_each(|change| drop(fs::remove_file(staged(&change.path))));
    }
    done
}
