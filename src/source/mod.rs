//! Site files into memory: the only reader of what staff write.
//!
//! Comes in: the folder of a site, and what an earlier run knew of its files. Goes out: a [`SourceTree`], every file of
//! `content/` and `themes/` in one fixed order with its text or its hash, the embedded themes among them, and a
//! [`Report`](crate::diag::Report) of what could not be taken. On the way, before a file is opened: a [`Listing`], which tells whether
//! anything was touched.
//! It deliberately does not parse anything, does not decide which record kind a place holds, and never writes.

mod again;
mod contents;
mod encoding;
mod names;
mod passage;
mod problem;
mod read;
mod stamp;
mod walk;

pub use again::{Reading, Touched};
pub use contents::{Contents, Part};
pub use passage::Passage;
pub use read::{EmbeddedFile, Limits, embedded_theme, read};
pub use walk::{Listing, list};

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::diag::{FileId, Files, IoError};
use stamp::Stamp;

/// The site's own file, which is the first of every tree.
const SITE: &str = "content/site.yaml";

/// What a file is for, by its place and extension alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// `content/**.yaml` or `.yml` outside `content/media/`.
    Record,
    /// `content/**.md` outside `content/media/`.
    Markdown,
    /// `content/media/**`: bytes stay on disk.
    Media,
    /// `themes/<name>/theme.yaml` and `themes/<name>/templates/**`: text.
    Template,
    /// `themes/<name>/assets/**`: bytes stay on disk or in the binary.
    Asset,
    /// Anything else; only its path is known, so that a diagnostic can name it.
    Unread,
}

impl Role {
    fn is_text(self) -> bool {
        match self {
            Role::Record | Role::Markdown | Role::Template => true,
            Role::Media | Role::Asset | Role::Unread => false,
        }
    }
}

/// One file of the site.
#[derive(Clone, Debug)]
pub struct File {
    /// Path from the site's root with `/` between folders, in Unicode normal form C.
    pub path: String,
    pub role: Role,
    /// False for a missing `content/site.yaml`, which has its id all the same.
    pub exists: bool,
    /// Without byte-order mark. `None` for media, assets and files that could not be taken as text; of the latter an
    /// error was reported.
    pub text: Option<Passage>,
    /// In bytes.
    pub size: u64,
    /// BLAKE3 of the bytes as they are on disk; zeros where they were not read.
    pub hash: [u8; 32],
    place: Place,
    /// How the disk had it before it was read; `None` where it is not on disk or was touched just then.
    stamp: Option<Stamp>,
}

impl File {
    /// A file that is not looked at yet.
    fn listed(path: String, place: Place) -> File {
        let role = names::role(&path);
        File { path, role, exists: true, text: None, size: 0, hash: [0; 32], place, stamp: None }
    }

    fn is_on_disk(&self) -> bool {
        matches!(self.place, Place::Disk | Place::DiskAs(_))
    }

    /// Whether its contents are here. A file on disk without them has a problem, which only reading it tells.
    fn is_read(&self) -> bool {
        self.text.is_some() || self.hash != [0; 32]
    }
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// At `path` below the root.
    Disk,
    /// Below the root under a name that is not in normal form C.
    DiskAs(Box<Path>),
    /// Missing, or not to be taken.
    Nowhere,
    Embedded(&'static [u8]),
}

/// The files of a site, sorted by the bytes of their paths, except that 0 is always `content/site.yaml`.
#[derive(Debug)]
pub struct SourceTree {
    root: PathBuf,
    files: Vec<File>,
    /// Whether symbolic links were followed, so that one file may be in the tree under two paths.
    linked: bool,
}

/// The bytes behind a file, as cheaply as they can be had.
#[derive(Debug)]
pub enum Bytes {
    Disk(PathBuf),
    Embedded(&'static [u8]),
}

impl SourceTree {
    /// The folder that holds `content/`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// All files; `content/site.yaml` comes first even where it is missing.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (FileId, &File)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }

    /// The file at a site-relative path with `/`, such as `content/media/a.jpg`; one that does not exist is `None`.
    pub fn find(&self, path: &str) -> Option<FileId> {
        let site = self.files.first().filter(|site| site.path == path).map(|_| 0);
        let index = site.or_else(|| {
            let rest = self.files.get(1..).unwrap_or_default();
            rest.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|at| at + 1)
        })?;
        self.files[index].exists.then_some(FileId(index as u32))
    }

    /// A hash of the paths and contents of all files, whatever their times.
    pub fn digest(&self) -> [u8; 32] {
        self.digest_up_to(|_| None)
    }

    /// As [`SourceTree::digest`], but of some files only so many bytes of their texts.
    pub fn digest_up_to(&self, end: impl Fn(FileId) -> Option<usize>) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        for (id, file) in self.files() {
            hasher.update(&(file.path.len() as u64).to_le_bytes()).update(file.path.as_bytes());
            match end(id).and_then(|end| file.text.as_ref()?.as_bytes().get(..end)) {
                Some(beginning) => {
                    hasher.update(&(beginning.len() as u64).to_le_bytes()).update(beginning);
                }
                None => {
                    hasher.update(&file.hash);
                }
            }
        }
        *hasher.finalize().as_bytes()
    }

    /// The files below a folder that is given with its last `/`, in order; never `content/site.yaml`.
    pub fn under(&self, folder: &str) -> impl Iterator<Item = (FileId, &File)> {
        let rest = self.files.get(1..).unwrap_or_default();
        let start = rest.partition_point(|file| file.path.as_str() < folder);
        let inside = rest[start..].iter().take_while(move |file| file.path.starts_with(folder));
        inside.enumerate().map(move |(at, file)| (FileId((start + at + 1) as u32), file))
    }

    /// Where the bytes of a file can be had; `None` for a missing `content/site.yaml`.
    pub fn locate(&self, id: FileId) -> Option<Bytes> {
        let file = self.file(id);
        match &file.place {
            Place::Disk => Some(Bytes::Disk(join(&self.root, &file.path))),
            Place::DiskAs(path) => Some(Bytes::Disk(self.root.join(path))),
            Place::Embedded(bytes) => Some(Bytes::Embedded(bytes)),
            Place::Nowhere => None,
        }
    }

    /// The bytes of a file, read again; empty for a missing `content/site.yaml`.
    pub fn bytes(&self, id: FileId) -> Result<Cow<'static, [u8]>, IoError> {
        match self.locate(id) {
            Some(Bytes::Embedded(bytes)) => Ok(Cow::Borrowed(bytes)),
            Some(Bytes::Disk(path)) => {
                fs::read(&path).map(Cow::Owned).map_err(|source| read::reading(&path, source))
            }
            None => Ok(Cow::Borrowed(&[])),
        }
    }

    /// At most `length` bytes of the beginning of a file, read again.
    pub fn head(&self, id: FileId, length: usize) -> Result<Vec<u8>, IoError> {
        match self.locate(id) {
            Some(Bytes::Embedded(bytes)) => Ok(bytes[..bytes.len().min(length)].to_vec()),
            Some(Bytes::Disk(path)) => {
                let mut head = Vec::with_capacity(length);
                fs::File::open(&path)
                    .and_then(|file| file.take(length as u64).read_to_end(&mut head))
                    .map_err(|source| read::reading(&path, source))?;
                Ok(head)
            }
            None => Ok(Vec::new()),
        }
    }
}

impl Files for SourceTree {
    fn path(&self, file: FileId) -> &str {
        &self.file(file).path
    }

    fn text(&self, file: FileId) -> &str {
        self.file(file).text.as_deref().unwrap_or_default()
    }
}

/// Joins a path with `/` piece by piece, which is right on Windows too.
fn join(root: &Path, path: &str) -> PathBuf {
    let mut joined = root.to_path_buf();
    joined.extend(path.split('/'));
    joined
}
