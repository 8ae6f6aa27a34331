//! The next site, assembled beside the one that is published.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::cache::Entry;
use super::ledger::{self, Ledger};
use super::lock::make_workshop;
use super::place::{Place, below, failed, refuse};
use super::survey::{Stat, is_missing, reason};
use crate::diag::{IoError, Text};
use crate::render::Artifact;
use crate::say;

/// A folder that nobody looks at yet. It is made by the first file that is written into it.
pub(super) struct Stage<'a> {
    place: &'a Place,
    folder: PathBuf,
    made: OnceLock<()>,
}

impl Stage<'_> {
    pub fn new(place: &Place) -> Stage<'_> {
        Stage { place, folder: place.next(), made: OnceLock::new() }
    }

    /// Writes one file; gives the hash of its bytes and how it was left. Safe from many threads for different routes.
    pub fn write(&self, route: &str, artifact: Artifact) -> Result<([u8; 32], Stat), IoError> {
        self.make()?;
        let path = below(&self.folder, route);
        let failed = |source| failed(writing(), &path, source);
        let mut file = create(&path).map_err(failed)?;
        let hash = match artifact {
            Artifact::Bytes(bytes) => write_all(&mut file, &bytes).map_err(failed)?,
            Artifact::Embedded(bytes) => write_all(&mut file, bytes).map_err(failed)?,
            Artifact::File { path: from, hash } => copy(&from, &mut file, hash)?,
        };
        let metadata = file.metadata().map_err(failed)?;
        Ok((hash, Stat::of(&metadata)))
    }

    /// Adds what stays as it is, and the ledger; then everything is on the disk. `staying` says of each
    /// entry whether this run has not written it.
    ///
    /// What stays is linked, so that it keeps its bytes and its time; an entry whose file had to be copied instead gets
    /// that copy's stat. Nothing is ever written through such a link: new files are always created.
    pub fn complete(&self, entries: &mut [Entry], staying: &[bool], ledger: &Ledger) -> Result<(), IoError> {
        self.make()?;
        let kept = entries.iter().zip(staying).filter(|(_, stays)| **stays);
        let folders = self.make_folders(kept.map(|(entry, _)| &*entry.route))?;
        entries.par_iter_mut().zip(staying).filter(|(_, stays)| **stays).try_for_each(|(entry, _)| {
            let to = below(&self.folder, &entry.route);
            match link(&self.place.file(&entry.route), &to) {
                Ok(Kept::Link) => Ok(()),
                Ok(Kept::Copy(stat)) => {
                    entry.stat = stat;
                    Ok(())
                }
                Err(error) => Err(failed(writing(), &to, error)),
            }
        })?;
        let written = staying.iter().filter(|stays| !**stays).count();
        let path = self.folder.join(ledger::NAME);
        create(&path)
            .and_then(|mut file| file.write_all(ledger.text().as_bytes()))
            .map_err(|source| failed(writing(), &path, source))?;
        self.keep_rights()?;
        sync(&self.folder, written + folders).map_err(|source| failed(writing(), &self.folder, source))
    }

    /// Throws away what was written.
    pub fn discard(&self) -> Result<(), IoError> {
        remove(&self.folder)
    }

    /// Makes every folder of some routes that is not there yet; tells how many there are. Those of one depth are made side
    /// by side: a large site has a folder a page.
    fn make_folders<'e>(&self, routes: impl Iterator<Item = &'e str>) -> Result<usize, IoError> {
        let mut by_depth: Vec<HashSet<&str>> = Vec::new();
        for route in routes {
            for (depth, (end, _)) in route.match_indices('/').enumerate() {
                if by_depth.len() == depth {
                    by_depth.push(HashSet::new());
                }
                by_depth[depth].insert(&route[..end]);
            }
        }
        for folders in &by_depth {
            folders.par_iter().try_for_each(|folder| {
                let path = below(&self.folder, folder);
                match fs::create_dir(&path) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                        Err(failed(writing(), &path, error))
                    }
                    Ok(()) | Err(_) => Ok(()),
                }
            })?;
        }
        Ok(by_depth.iter().map(HashSet::len).sum())
    }

    fn make(&self) -> Result<(), IoError> {
        if self.made.get().is_some() {
            return Ok(());
        }
        make_workshop(self.place)?;
        fs::create_dir_all(&self.folder).map_err(|source| failed(writing(), &self.folder, source))?;
        let _ = self.made.set(());
        Ok(())
    }

    /// The new folder may be read by whoever might read the old one.
    fn keep_rights(&self) -> Result<(), IoError> {
        match fs::metadata(self.place.output()) {
            Ok(metadata) => fs::set_permissions(&self.folder, metadata.permissions())
                .map_err(|source| failed(writing(), &self.folder, source)),
            Err(error) if is_missing(&error) => Ok(()),
            Err(error) => Err(failed(writing(), self.place.output(), error)),
        }
    }
}

/// The hash of the file at `path` if it has the artifact's bytes already; `known` is its hash where that is known.
pub(super) fn same_bytes(
    path: &Path,
    stat: &Stat,
    known: Option<[u8; 32]>,
    artifact: &Artifact,
) -> Result<Option<[u8; 32]>, IoError> {
    let bytes: &[u8] = match artifact {
        Artifact::Bytes(bytes) => bytes,
        Artifact::Embedded(bytes) => bytes,
        Artifact::File { hash, .. } => {
            let standing = match known {
                Some(known) => known,
                None => hash_file(path)?,
            };
            return Ok((standing == *hash).then_some(*hash));
        }
    };
    if stat.size != bytes.len() as u64 {
        return Ok(None);
    }
    let hash = *blake3::hash(bytes).as_bytes();
    let standing = match known {
        Some(known) => known,
        None => hash_file(path)?,
    };
    Ok((standing == hash).then_some(hash))
}

/// Removes a folder with all that is in it, if it is there; what is in it side by side.
pub(super) fn remove(folder: &Path) -> Result<(), IoError> {
    match remove_tree(folder) {
        Err(error) if !is_missing(&error) => {
            Err(failed(say!("删除旧的输出", "removing the old output"), folder, error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Follows no link: what a link leads to is not in the folder.
fn remove_tree(folder: &Path) -> io::Result<()> {
    let inside: Vec<fs::DirEntry> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    inside.par_iter().try_for_each(|entry| {
        if entry.file_type()?.is_dir() { remove_tree(&entry.path()) } else { fs::remove_file(entry.path()) }
    })?;
    fs::remove_dir(folder)
}

fn writing() -> Text {
    say!("写新的输出（现有的站点没有改动）", "writing the new output (the published site is untouched)")
}

/// A new file; never one that exists, which might be a link to a published one.
fn create(path: &Path) -> io::Result<File> {
    match File::create_new(path) {
        Err(error) if is_missing(&error) => {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            File::create_new(path)
        }
        created => created,
    }
}

fn write_all(file: &mut File, bytes: &[u8]) -> io::Result<[u8; 32]> {
    file.write_all(bytes)?;
    Ok(*blake3::hash(bytes).as_bytes())
}

/// Copies a file of the site, which must still be what was read: its name or a page may tell its hash.
fn copy(from: &Path, to: &mut File, expected: [u8; 32]) -> Result<[u8; 32], IoError> {
    let reading = |source| failed(say!("复制文件", "copying the file"), from, source);
    let mut source = File::open(from).map_err(reading)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = source.read(&mut buffer).map_err(reading)?;
        if count == 0 {
            break;
        }
        hasher.update(&buffer[..count]);
        to.write_all(&buffer[..count]).map_err(reading)?;
    }
    let hash = *hasher.finalize().as_bytes();
    if hash != expected {
        return Err(refuse(
            from,
            say!(
                "这个文件在生成过程中被改动了；请再生成一次",
                "this file changed during the build; build again"
            ),
        ));
    }
    Ok(hash)
}

fn hash_file(path: &Path) -> Result<[u8; 32], IoError> {
    let mut hasher = blake3::Hasher::new();
    File::open(path)
        .and_then(|file| hasher.update_reader(file).map(|_| ()))
        .map_err(|source| failed(say!("读取输出文件", "reading the output file"), path, source))?;
    Ok(*hasher.finalize().as_bytes())
}

/// How a file came into the stage.
enum Kept {
    Link,
    Copy(Stat),
}

fn link(from: &Path, to: &Path) -> io::Result<Kept> {
    match fs::hard_link(from, to) {
        Ok(()) => Ok(Kept::Link),
        Err(error) if is_missing(&error) => Err(error),
        // A file system without hard links, or too many of them.
        Err(_) => {
            let mut source = File::open(from)?;
            let mut copy = create(to)?;
            io::copy(&mut source, &mut copy)?;
            copy.set_modified(source.metadata()?.modified()?)?;
            Ok(Kept::Copy(Stat::of(&copy.metadata()?)))
        }
    }
}

/// Brings the stage to the disk: one by one where it is little, the whole file system where it is much.
fn sync(folder: &Path, changes: usize) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if changes > 32 {
        return Ok(rustix::fs::syncfs(File::open(folder)?)?);
    }
    let _ = changes;
    for entry in walkdir::WalkDir::new(folder).contents_first(true) {
        let entry = entry.map_err(reason)?;
        // Elsewhere than on Unix a folder cannot be opened, nor a file that is open for reading synced.
        let file = match (entry.file_type().is_dir(), cfg!(unix)) {
            (true, false) => continue,
            (false, false) => File::options().write(true).open(entry.path())?,
            (true | false, true) => File::open(entry.path())?,
        };
        file.sync_all()?;
    }
    Ok(())
}
