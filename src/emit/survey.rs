//! What stands in the output before a build: its own files, and anything else.

use std::fs::{self, Metadata};
use std::io;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::folder::{Folder, Kind, Listed};
use super::ledger::{self, Ledger};
use super::place::{Place, failed, refuse};
use crate::diag::{IoError, Text};
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
    /// How each file was left that the ledger names, in its order; nothing where it is not there.
    files: Vec<Option<Stat>>,
    /// How many folders are below the output.
    folders: usize,
    /// What the program did not write, in order.
    foreign: Vec<String>,
    /// Whether file managers left something behind, which is dropped without a word.
    debris: bool,
}

impl Survey {
    pub fn take(place: &Place) -> Result<Survey, IoError> {
        let output = place.output();
        let failed = |error| failed(looking(), output, error);
        let folder = match Folder::open(output) {
            Err(error) if is_missing(&error) => return Ok(Survey::default()),
            // A disk that does not answer must not pass for an empty folder, nor for someone else's.
            opened => opened.map_err(failed)?,
        };
        let ledger = read_ledger(place)?;
        let found = Looking { place, ledger: ledger.as_ref() }.look(&folder, "")?;
        let mut survey =
            Survey { files: vec![None; ledger.as_ref().map_or(0, Ledger::len)], ..Survey::default() };
        for thing in found {
            match thing {
                Thing::Folder => survey.folders += 1,
                Thing::Own(line, stat) => survey.files[line] = Some(stat),
                Thing::Debris => survey.debris = true,
                Thing::Foreign(route) => survey.foreign.push(route),
            }
        }
        survey.foreign.sort();
        survey.ledger = ledger;
        Ok(survey)
    }

    /// The file of a route, if it stands and is the program's own.
    pub fn find(&self, route: &str) -> Option<&Stat> {
        self.files[self.ledger.as_ref()?.find(route)?].as_ref()
    }

    /// The routes that stand in the output.
    pub fn owned(&self) -> impl Iterator<Item = &str> {
        let routes = self.ledger.iter().flat_map(Ledger::routes);
        routes.zip(&self.files).filter(|(_, stat)| stat.is_some()).map(|(route, _)| route)
    }

    pub fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// What the program did not write, in order.
    pub fn foreign(&self) -> &[String] {
        &self.foreign
    }

    pub fn ledger_text(&self) -> Option<&str> {
        self.ledger.as_ref().map(Ledger::text)
    }

    /// Whether there is something that no build leaves: an empty folder, debris.
    pub fn has_strays(&self) -> bool {
        // Every folder in which a file stands was seen; the files of one folder are neighbours in the order of routes.
        let (mut needed, mut before) = (0, "");
        for route in self.owned() {
            needed +=
                route.match_indices('/').filter(|(end, _)| !before.starts_with(&route[..=*end])).count();
            before = route;
        }
        self.debris || self.folders > needed
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

fn looking() -> Text {
    say!("查看输出文件夹", "looking through the output folder")
}

/// The ledger of the standing site; `None` where there is none that the program wrote.
fn read_ledger(place: &Place) -> Result<Option<Ledger>, IoError> {
    let path = place.file(ledger::NAME);
    let read = match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_file() => fs::read(&path),
        Ok(_) => return Ok(None),
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => Err(error),
    };
    let bytes = read.map_err(|error| failed(looking(), &path, error))?;
    Ok(String::from_utf8(bytes).ok().and_then(Ledger::parse))
}

/// What stands in the output; the ledger does not name itself.
enum Thing {
    Folder,
    /// Named by the ledger, in this line.
    Own(usize, Stat),
    Debris,
    Foreign(String),
}

struct Looking<'a> {
    place: &'a Place,
    ledger: Option<&'a Ledger>,
}

impl Looking<'_> {
    /// All that is in a folder, at any depth; folders are looked into side by side, and links are not followed. `inside`
    /// is the route of the folder with a `/` at its end.
    fn look(&self, folder: &Folder, inside: &str) -> Result<Vec<Thing>, IoError> {
        let failed = |source| failed(looking(), &self.place.file(inside), source);
        let list = folder.list().map_err(failed)?;
        let look = |listed: &Listed| -> Result<Vec<Thing>, IoError> {
            let name = listed.name.to_string_lossy();
            let route = format!("{inside}{name}");
            let thing = match (listed.kind, self.ledger) {
                (Kind::Folder, _) => {
                    let inner = folder.inner(&listed.name).map_err(failed)?;
                    let mut things = self.look(&inner, &format!("{route}/"))?;
                    things.push(Thing::Folder);
                    return Ok(things);
                }
                (Kind::File, Some(_)) if route == ledger::NAME => return Ok(Vec::new()),
                (Kind::File, Some(ledger)) if let Some(line) = ledger.find(&route) => {
                    Thing::Own(line, folder.stat(&listed.name).map_err(failed)?)
                }
                (Kind::File, _) if is_debris(&name) => Thing::Debris,
                (Kind::File | Kind::Other, _) => Thing::Foreign(route),
            };
            Ok(vec![thing])
        };
        let found = match list.len() {
            0..8 => list.iter().map(look).collect::<Result<Vec<_>, _>>()?,
            _ => list.par_iter().map(look).collect::<Result<Vec<_>, _>>()?,
        };
        Ok(found.into_iter().flatten().collect())
    }
}

/// What file managers write into every folder that someone looks at.
fn is_debris(name: &str) -> bool {
    [".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini"].contains(&name)
}

/// A failure to read that means only that nothing is there.
pub(super) fn is_missing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}
