//! An open folder: what is in it, and what is done to a name in it.
//!
//! On Linux a name is looked up from the folder that is open rather than along its whole path, and no link on the way is
//! followed. Elsewhere the folder is its path.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::survey::Stat;

#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) use open::Folder;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) use path::Folder;

/// What a name leads to. A symbolic link is neither a folder nor a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Other,
}

/// A name in a folder.
pub(super) struct Listed {
    pub name: OsString,
    pub kind: Kind,
    /// 0 where the system has none.
    pub inode: u64,
}

/// Removes a folder with all that is in it, side by side; `NotFound` where it is not there.
pub(super) fn remove_tree(path: &Path) -> io::Result<()> {
    Folder::open(path)?.clear()?;
    fs::remove_dir(path)
}

impl Folder {
    /// Removes what has this name, whatever it is.
    pub fn remove(&self, name: &OsStr, kind: Kind) -> io::Result<()> {
        match kind {
            Kind::Folder => {
                self.inner(name)?.clear()?;
                self.remove_folder(name)
            }
            Kind::File | Kind::Other => self.remove_file(name),
        }
    }

    fn clear(&self) -> io::Result<()> {
        self.list()?.par_iter().try_for_each(|listed| self.remove(&listed.name, listed.kind))
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
mod open {
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStrExt;

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir};

    use super::*;

    pub struct Folder(OwnedFd);

    const READING: OFlags =
        OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

    impl Folder {
        /// An error where the last name is a link.
        pub fn open(path: &Path) -> io::Result<Folder> {
            Ok(Folder(rustix::fs::open(path, READING, Mode::empty())?))
        }

        pub fn inner(&self, name: &OsStr) -> io::Result<Folder> {
            Ok(Folder(rustix::fs::openat(&self.0, name, READING, Mode::empty())?))
        }

        pub fn list(&self) -> io::Result<Vec<Listed>> {
            let mut buffer = [MaybeUninit::uninit(); 1 << 14];
            let mut entries = RawDir::new(&self.0, &mut buffer);
            let mut list = Vec::new();
            while let Some(entry) = entries.next() {
                let entry = entry?;
                let name = OsStr::from_bytes(entry.file_name().to_bytes());
                if name == "." || name == ".." {
                    continue;
                }
                let kind = match entry.file_type() {
                    // Some file systems do not tell.
                    FileType::Unknown => {
                        let stat = rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
                        FileType::from_raw_mode(stat.st_mode)
                    }
                    known => known,
                };
                let kind = match kind {
                    FileType::Directory => Kind::Folder,
                    FileType::RegularFile => Kind::File,
                    _ => Kind::Other,
                };
                list.push(Listed { name: name.to_owned(), kind, inode: entry.ino() });
            }
            Ok(list)
        }

        /// How a file was left; a link is not followed.
        pub fn stat(&self, name: &OsStr) -> io::Result<Stat> {
            let stat = rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
            let modified = i128::from(stat.st_mtime) * 1_000_000_000 + i128::from(stat.st_mtime_nsec);
            Ok(Stat { size: stat.st_size as u64, modified, inode: stat.st_ino })
        }

        /// Makes a folder, of which all but the last must be there.
        pub fn make(&self, route: &str) -> io::Result<()> {
            Ok(rustix::fs::mkdirat(&self.0, route, Mode::RWXU | Mode::RWXG | Mode::RWXO)?)
        }

        /// Makes a file in a folder that is there; never opens one that exists, which might be a link to a published one.
        pub fn create(&self, route: &str) -> io::Result<File> {
            let new = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
            let mode = Mode::from_raw_mode(0o666);
            Ok(File::from(rustix::fs::openat(&self.0, route, new, mode)?))
        }

        /// Gives the file at `from` this name as well.
        pub fn link(&self, from: &Path, name: &OsStr) -> io::Result<()> {
            Ok(rustix::fs::linkat(CWD, from, &self.0, name, AtFlags::empty())?)
        }

        /// Moves the file at `from` here, in the place of what has this name.
        pub fn take(&self, from: &Path, name: &OsStr) -> io::Result<()> {
            Ok(rustix::fs::renameat(CWD, from, &self.0, name)?)
        }

        pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
            Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
        }

        pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
            Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod path {
    use std::path::PathBuf;

    use super::super::place::below;
    use super::*;

    pub struct Folder(PathBuf);

    impl Folder {
        pub fn open(path: &Path) -> io::Result<Folder> {
            match fs::symlink_metadata(path)?.is_dir() {
                true => Ok(Folder(path.to_path_buf())),
                false => Err(io::ErrorKind::NotADirectory.into()),
            }
        }

        pub fn inner(&self, name: &OsStr) -> io::Result<Folder> {
            Ok(Folder(self.0.join(name)))
        }

        pub fn list(&self) -> io::Result<Vec<Listed>> {
            let listed = |entry: io::Result<fs::DirEntry>| {
                let entry = entry?;
                let kind = match entry.file_type()? {
                    kind if kind.is_dir() => Kind::Folder,
                    kind if kind.is_file() => Kind::File,
                    _ => Kind::Other,
                };
                Ok(Listed { name: entry.file_name(), kind, inode: inode(&entry) })
            };
            fs::read_dir(&self.0)?.map(listed).collect()
        }

        pub fn stat(&self, name: &OsStr) -> io::Result<Stat> {
            Ok(Stat::of(&fs::symlink_metadata(self.0.join(name))?))
        }

        pub fn make(&self, route: &str) -> io::Result<()> {
            fs::create_dir(below(&self.0, route))
        }

        pub fn create(&self, route: &str) -> io::Result<File> {
            File::create_new(below(&self.0, route))
        }

        pub fn link(&self, from: &Path, name: &OsStr) -> io::Result<()> {
            fs::hard_link(from, self.0.join(name))
        }

        pub fn take(&self, from: &Path, name: &OsStr) -> io::Result<()> {
            fs::rename(from, self.0.join(name))
        }

        pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
            fs::remove_file(self.0.join(name))
        }

        pub(super) fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
            fs::remove_dir(self.0.join(name))
        }
    }

    #[cfg(unix)]
    fn inode(entry: &fs::DirEntry) -> u64 {
        std::os::unix::fs::DirEntryExt::ino(entry)
    }

    #[cfg(not(unix))]
    fn inode(_: &fs::DirEntry) -> u64 {
        0
    }
}
