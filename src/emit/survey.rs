//! What stands in the output before a build: its own files, and anything else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::ledger::{self, Ledger};
use super::place::{Place, failed, refuse};
use crate::diag::IoError;
use crate::say;

/// How a file was left. Equal means that nobody has written to it since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stat {
    pub size: u64,
    /// Nanoseconds since 1970.
    pub modified: i128,
    /// 0 where the system has none. A hard link keeps it, an editor's “save” may not.
    pub inode: u64,
}

impl Stat {
    pub fn of(metadata: &Metadata) -> Stat {
        let modified = metadata.modified().ok().map_or(0, |time| {
            match time.duration_since(std::time::SystemTime::UNIX_EPOCH) {
                Ok(since) => since.as_nanos() as i128,
                Err(before) => -(before.duration().as_nanos() as i128),
            }
        });
        Stat { size: metadata.len(), modified, inode: inode(metadata) }
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

/// The output as it was found.
#[derive(Default)]
pub(super) struct Survey {
    ledger: Option<Ledger>,
    /// By route; only files that the ledger names.
    files: BTreeMap<Box<str>, Stat>,
    /// Folders below the output, by path with `/`.
    folders: BTreeSet<String>,
    /// What the program did not write, in order.
    foreign: Vec<String>,
    /// Whether file managers left something behind, which is dropped without a word.
    debris: bool,
}

impl Survey {
    pub fn take(place: &Place) -> Result<Survey, IoError> {
        let output = place.output();
        let doing = || say!("查看输出文件夹", "looking through the output folder");
        // A disk that does not answer must not pass for an empty folder, nor for someone else's.
        if !output.try_exists().map_err(|error| failed(doing(), output, error))? {
            return Ok(Survey::default());
        }
        let ledger = read_ledger(place).map_err(|error| failed(doing(), &place.file(ledger::NAME), error))?;
        let found = look(output, "", ledger.as_ref())?;
        let mut survey = Survey { ledger, ..Survey::default() };
        for (route, thing) in found {
            match thing {
                Thing::Folder => {
                    survey.folders.insert(route);
                }
                Thing::Own(stat) => {
                    survey.files.insert(route.into(), stat);
                }
                Thing::Ledger => {}
                Thing::Debris => survey.debris = true,
                Thing::Foreign => survey.foreign.push(route),
            }
        }
        survey.foreign.sort();
        Ok(survey)
    }

    /// The file of a route, if it stands and is the program's own.
    pub fn find(&self, route: &str) -> Option<&Stat> {
        self.files.get(route)
    }

    /// The routes that stand in the output.
    pub fn owned(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(|route| &**route)
    }

    pub fn ledger_text(&self) -> Option<&str> {
        self.ledger.as_ref().map(Ledger::text)
    }

    /// Whether there is something that a clean build of `ledger` would not have: an empty folder, debris.
    pub fn has_strays(&self, ledger: &Ledger) -> bool {
        let mut needed = BTreeSet::new();
        for route in ledger.routes() {
            needed.extend(route.match_indices('/').map(|(end, _)| &route[..end]));
        }
        self.debris || self.folders.iter().any(|folder| !needed.contains(folder.as_str()))
    }

    /// Whether there is something that the program did not write.
    pub fn has_foreign(&self) -> bool {
        !self.foreign.is_empty()
    }

    /// Refuses to replace a folder that holds what someone else put there.
    pub fn refuse_foreign(&self, place: &Place) -> Result<(), IoError> {
        if self.foreign.is_empty() {
            return Ok(());
        }
        let shown: Vec<&str> = self.foreign.iter().take(5).map(String::as_str).collect();
        let (list, count) = (shown.join("\n  "), self.foreign.len());
        let (more_zh, more_en) = match count - shown.len() {
            0 => (String::new(), String::new()),
            more => (format!("\n  ……还有 {more} 个"), format!("\n  … and {more} more")),
        };
        Err(refuse(
            place.output(),
            say!(
                "里面有 {count} 个不是本程序写的文件，所以什么都没有动：\n  {list}{more_zh}\n\
                 请把它们移走（要发布的图片和附件放进 content/media/），或者用 --output 换一个空文件夹",
                "it holds {count} files that this program did not write, so nothing was touched:\n  {list}{more_en}\n\
                 move them away (pictures and attachments to publish go into content/media/), or choose an empty \
                 folder with --output"
            ),
        ))
    }
}

/// The ledger of the standing site; `None` where there is none that the program wrote.
fn read_ledger(place: &Place) -> io::Result<Option<Ledger>> {
    let path = place.file(ledger::NAME);
    let bytes = match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_file() => fs::read(&path)?,
        Ok(_) => return Ok(None),
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(String::from_utf8(bytes).ok().and_then(Ledger::parse))
}

/// What stands at a place in the output.
enum Thing {
    Folder,
    /// Named by the ledger.
    Own(Stat),
    /// The ledger, which does not name itself.
    Ledger,
    Debris,
    Foreign,
}

/// All that is in a folder, at any depth; folders are looked into side by side, and links are not followed.
fn look(folder: &Path, inside: &str, ledger: Option<&Ledger>) -> Result<Vec<(String, Thing)>, IoError> {
    let failed = |source| failed(say!("查看输出文件夹", "looking through the output folder"), folder, source);
    let entries: Vec<DirEntry> = fs::read_dir(folder).and_then(Iterator::collect).map_err(failed)?;
    let found: Vec<Vec<(String, Thing)>> = entries
        .par_iter()
        .map(|entry| {
            let name = entry.file_name();
            let route = format!("{inside}{}", name.to_string_lossy());
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                let mut below = look(&entry.path(), &format!("{route}/"), ledger)?;
                below.push((route, Thing::Folder));
                return Ok(below);
            }
            let thing = match ledger {
                Some(ledger) if kind.is_file() && ledger.has(&route) => {
                    Thing::Own(Stat::of(&entry.metadata().map_err(failed)?))
                }
                Some(_) if kind.is_file() && route == ledger::NAME => Thing::Ledger,
                _ if kind.is_file() && is_debris(&name.to_string_lossy()) => Thing::Debris,
                _ => Thing::Foreign,
            };
            Ok(vec![(route, thing)])
        })
        .collect::<Result<_, IoError>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// What file managers write into every folder that someone looks at.
fn is_debris(name: &str) -> bool {
    [".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini"].contains(&name)
}

/// The system's own error, which can be told in Chinese; only a loop of links, which are not followed, has none.
pub(super) fn reason(error: walkdir::Error) -> io::Error {
    let shown = error.to_string();
    error.into_io_error().unwrap_or_else(|| io::Error::other(shown))
}

/// A failure to read that means only that nothing is there.
pub(super) fn is_missing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}
