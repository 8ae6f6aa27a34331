//! The next site, assembled beside the one that is published.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{OnceLock, RwLock};

use super::cache::Entry;
use super::fill::{Filled, Filling};
use super::folder::{Folder, remove_tree};
use super::ledger::{self, Ledger};
use super::lock::make_workshop;
use super::place::{Place, below, failed, refuse};
use super::survey::{Stat, is_missing};
use crate::diag::{IoError, Text};
use crate::render::Artifact;
use crate::say;

/// What a run has written. Its folder is made by the first file that is written into it.
pub(super) struct Stage<'a> {
    place: &'a Place,
    path: PathBuf,
    folder: OnceLock<Folder>,
    /// Which folders in it have been made, as routes.
    made: RwLock<HashSet<String>>,
}

impl Stage<'_> {
    pub fn new(place: &Place) -> Stage<'_> {
        Stage { place, path: place.written(), folder: OnceLock::new(), made: RwLock::default() }
    }

    /// Writes one file; gives the hash of its bytes and how it was left. Safe from many threads for different routes.
    pub fn write(&self, route: &str, artifact: Artifact) -> Result<([u8; 32], Stat), IoError> {
        let failed = |source| failed(writing(), &below(&self.path, route), source);
        let folder = self.folder()?;
        self.make_folder_of(route, folder).map_err(failed)?;
        let mut file = folder.create(route).map_err(failed)?;
        let hash = match artifact {
            Artifact::Bytes(bytes) => write_all(&mut file, &bytes).map_err(failed)?,
            Artifact::Embedded(bytes) => write_all(&mut file, bytes).map_err(failed)?,
            Artifact::File { path: from, hash } => copy(&from, &mut file, hash)?,
        };
        let metadata = file.metadata().map_err(failed)?;
        Ok((hash, Stat::of(&metadata)))
    }

    /// Puts the next site together, with its ledger; then everything is on the disk. `staying` says of each entry
    /// whether it keeps the file that is published.
    ///
    /// The spare tree is brought up to date, or where there is none the folder of what was written is completed. What
    /// stays is linked, so that it keeps its bytes and its time; an entry whose file had to be copied instead gets that
    /// copy's stat, and does not stay.
    pub fn complete(
        &self,
        entries: &mut [Entry],
        staying: &mut [bool],
        ledger: &Ledger,
    ) -> Result<(), IoError> {
        let next = self.place.next();
        let failed = |source| failed(writing(), &next, source);
        self.folder()?;
        let has_spare = self.take_spare().map_err(failed)?;
        if !has_spare {
            fs::rename(&self.path, &next).map_err(failed)?;
        }
        let filled = match has_spare || staying.contains(&true) {
            true => Filling { place: self.place, entries, staying }.fill(&next)?,
            false => Filled::default(),
        };
        for &(at, stat) in &filled.copied {
            entries[at].stat = stat;
            staying[at] = false;
        }
        File::create_new(next.join(ledger::NAME))
            .and_then(|mut file| file.write_all(ledger.text().as_bytes()))
            .map_err(failed)?;
        self.keep_rights(&next)?;
        let changed =
            entries.iter().zip(staying).filter(|(_, stays)| !**stays).map(|(entry, _)| &*entry.route);
        sync(&next, changed, &filled.touched).map_err(failed)
    }

    /// Makes the spare tree the next site, for [`Filling`] to judge; only what can be told apart by inodes is used.
    fn take_spare(&self) -> io::Result<bool> {
        let spare = self.place.spare();
        match fs::symlink_metadata(&spare) {
            Ok(metadata) if metadata.is_dir() && cfg!(unix) => {
                fs::rename(&spare, self.place.next())?;
                Ok(true)
            }
            Ok(metadata) if metadata.is_dir() => Ok(false),
            Ok(_) => {
                fs::remove_file(&spare)?;
                Ok(false)
            }
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Throws away what was written, and what was put together of it.
    pub fn discard(&self) -> Result<(), IoError> {
        remove(&self.place.next())?;
        remove(&self.path)
    }

    /// The folder itself.
    fn folder(&self) -> Result<&Folder, IoError> {
        if let Some(folder) = self.folder.get() {
            return Ok(folder);
        }
        make_workshop(self.place)?;
        let folder = fs::create_dir_all(&self.path).and_then(|()| Folder::open(&self.path));
        let folder = folder.map_err(|source| failed(writing(), &self.path, source))?;
        Ok(self.folder.get_or_init(|| folder))
    }

    /// A large site has a folder a page: that it is not there is known without asking the disk.
    fn make_folder_of(&self, route: &str, folder: &Folder) -> io::Result<()> {
        let Some((outer, _)) = route.rsplit_once('/') else { return Ok(()) };
        let is_known = |made: &HashSet<String>| made.contains(outer);
        if self.made.read().is_ok_and(|made| is_known(&made)) {
            return Ok(());
        }
        self.make_folder_of(outer, folder)?;
        match folder.make(outer) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Ok(()) | Err(_) => {}
        }
        if let Ok(mut made) = self.made.write() {
            made.insert(outer.to_owned());
        }
        Ok(())
    }

    /// The new folder may be read by whoever might read the old one.
    fn keep_rights(&self, next: &Path) -> Result<(), IoError> {
        match fs::metadata(self.place.output()) {
            Ok(metadata) => fs::set_permissions(next, metadata.permissions())
                .map_err(|source| failed(writing(), next, source)),
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

/// Removes a folder with all that is in it, if it is there.
pub(super) fn remove(folder: &Path) -> Result<(), IoError> {
    match remove_tree(folder) {
        Err(error) if !is_missing(&error) => {
            Err(failed(say!("删除旧的输出", "removing the old output"), folder, error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

pub(super) fn writing() -> Text {
    say!("写新的输出（现有的站点没有改动）", "writing the new output (the published site is untouched)")
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

/// What cannot be linked is copied, with its time.
pub(super) fn copy_with_time(from: &Path, to: &Path) -> io::Result<Stat> {
    let mut source = File::open(from)?;
    let mut copy = File::create_new(to)?;
    io::copy(&mut source, &mut copy)?;
    copy.set_modified(source.metadata()?.modified()?)?;
    Ok(Stat::of(&copy.metadata()?))
}

/// Brings a tree to the disk: file by file and folder by folder where little was done in it, the whole file system where
/// it was much.
fn sync<'e>(tree: &Path, changed: impl Iterator<Item = &'e str>, touched: &[String]) -> io::Result<()> {
    let mut folders: BTreeSet<&str> = touched.iter().map(String::as_str).chain([""]).collect();
    let mut files = vec![ledger::NAME];
    for route in changed {
        files.push(route);
        folders.extend(route.match_indices('/').map(|(end, _)| &route[..end]));
    }
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if files.len() + folders.len() > 32 {
        return Ok(rustix::fs::syncfs(File::open(tree)?)?);
    }
    for file in files {
        // Elsewhere than on Unix a file that is open for reading cannot be synced, nor a folder opened.
        File::options().read(true).write(!cfg!(unix)).open(below(tree, file))?.sync_all()?;
    }
    for folder in folders.iter().rev().filter(|_| cfg!(unix)) {
        File::open(below(tree, folder))?.sync_all()?;
    }
    Ok(())
}
