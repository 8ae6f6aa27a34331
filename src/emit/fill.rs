//! Brings a tree of folders to what the next site holds, whatever is in it.
//!
//! Comes in: the tree, and every file of the next site with its inode. Each name of the tree is compared with what should
//! have it: another inode is another file. What is right stays as it is; what is missing is linked from the published
//! site, or moved from what this run has written; what does not belong is removed. So a tree that is nearly right costs
//! a look into its folders, one that was left by a crash or touched by others is repaired, and an empty one is filled.
//! Nothing is written through a link.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::cache::Entry;
use super::folder::{Folder, Kind, Listed};
use super::place::{Place, below, failed};
use super::stage::{copy_with_time, writing};
use super::survey::{Stat, is_missing};
use crate::diag::IoError;

/// The next site, and where its files are.
pub(super) struct Filling<'a> {
    pub place: &'a Place,
    /// Sorted by route.
    pub entries: &'a [Entry],
    /// Of each entry whether this run has not written it, so that the published site has it.
    pub staying: &'a [bool],
}

/// What had to be done.
#[derive(Default)]
pub(super) struct Filled {
    /// Folders, as routes, in which names were made or removed.
    pub touched: Vec<String>,
    /// Entries, by number, that could not be linked, and how their copies were left.
    pub copied: Vec<(usize, Stat)>,
}

/// What the next site has in one folder.
struct Child<'e> {
    name: &'e str,
    /// The entries below it, or the one that it is.
    entries: Range<usize>,
    is_folder: bool,
}

impl Filling<'_> {
    /// Brings the tree at `path` to exactly the entries.
    pub fn fill(&self, path: &Path) -> Result<Filled, IoError> {
        let folder = Folder::open(path).map_err(|error| failed(writing(), path, error))?;
        self.fill_folder(&folder, "", 0..self.entries.len(), false)
    }

    /// `inside` is the route of the folder with a `/` at its end; `is_new` says that nothing is in it.
    fn fill_folder(
        &self,
        folder: &Folder,
        inside: &str,
        entries: Range<usize>,
        is_new: bool,
    ) -> Result<Filled, IoError> {
        let failed = |error| failed(writing(), &below(&self.place.next(), inside), error);
        let list = if is_new { Vec::new() } else { folder.list().map_err(failed)? };
        let mut present: HashMap<OsString, (Kind, u64)> =
            list.into_iter().map(|Listed { name, kind, inode }| (name, (kind, inode))).collect();
        let children: Vec<_> = self
            .children(inside, entries)
            .map(|child| {
                let found = present.remove(OsStr::new(child.name));
                (child, found)
            })
            .collect();
        let mut is_touched = !present.is_empty();
        present.par_iter().try_for_each(|(name, (kind, _))| folder.remove(name, *kind)).map_err(failed)?;
        let fill = |(child, found): &(Child<'_>, Option<(Kind, u64)>)| match child.is_folder {
            true => self.fill_inner(folder, inside, child, *found),
            false => self.bring(folder, child, *found).map_err(failed),
        };
        // Most folders hold one page; side by side is for the few that hold the others.
        let filled = match children.len() {
            0..8 => children.iter().map(fill).collect::<Result<Vec<_>, _>>()?,
            _ => children.par_iter().map(fill).collect::<Result<Vec<_>, _>>()?,
        };
        let mut all = Filled::default();
        for (touched, filled) in filled {
            is_touched |= touched;
            all.touched.extend(filled.touched);
            all.copied.extend(filled.copied);
        }
        if is_touched {
            all.touched.push(inside.trim_end_matches('/').to_owned());
        }
        Ok(all)
    }

    /// Whether the folder that holds it was touched, and what was done below.
    fn fill_inner(
        &self,
        folder: &Folder,
        inside: &str,
        child: &Child<'_>,
        found: Option<(Kind, u64)>,
    ) -> Result<(bool, Filled), IoError> {
        let route = format!("{inside}{}/", child.name);
        let name = OsStr::new(child.name);
        let open = || -> io::Result<(Folder, bool)> {
            match found {
                Some((Kind::Folder, _)) => return Ok((folder.inner(name)?, false)),
                Some((Kind::File | Kind::Other, _)) => folder.remove_file(name)?,
                None => {}
            }
            folder.make(child.name)?;
            Ok((folder.inner(name)?, true))
        };
        let failed = |error| failed(writing(), &below(&self.place.next(), &route), error);
        let (inner, is_new) = open().map_err(failed)?;
        Ok((is_new, self.fill_folder(&inner, &route, child.entries.clone(), is_new)?))
    }

    /// Brings one file, unless it is there.
    fn bring(
        &self,
        folder: &Folder,
        child: &Child<'_>,
        found: Option<(Kind, u64)>,
    ) -> io::Result<(bool, Filled)> {
        let at = child.entries.start;
        let (entry, name) = (&self.entries[at], OsStr::new(child.name));
        let mut filled = Filled::default();
        match found {
            Some((Kind::File, inode)) if inode == entry.stat.inode => return Ok((false, filled)),
            Some((kind, _)) => folder.remove(name, kind)?,
            None => {}
        }
        if self.staying[at] {
            let from = self.place.file(&entry.route);
            match folder.link(&from, name) {
                Err(error) if is_missing(&error) => return Err(error),
                // A file system without hard links, or too many of them.
                Err(_) => {
                    let to = below(&self.place.next(), &entry.route);
                    filled.copied.push((at, copy_with_time(&from, &to)?));
                }
                Ok(()) => {}
            }
        } else {
            folder.take(&below(&self.place.written(), &entry.route), name)?;
        }
        Ok((true, filled))
    }

    /// What is in a folder; all that is below one name stands together in the order of routes.
    fn children<'s>(&'s self, inside: &str, entries: Range<usize>) -> impl Iterator<Item = Child<'s>> {
        let (start, mut at) = (inside.len(), entries.start);
        std::iter::from_fn(move || {
            let first = at;
            let route = &*self.entries.get(first).filter(|_| first < entries.end)?.route;
            let is_folder = route[start..].contains('/');
            let name = route[start..].split('/').next().unwrap_or_default();
            at += match is_folder {
                true => self.entries[first..entries.end].partition_point(|entry| {
                    entry.route.get(..start + name.len() + 1) == route.get(..start + name.len() + 1)
                }),
                false => 1,
            };
            Some(Child { name, entries: first..at, is_folder })
        })
    }
}
