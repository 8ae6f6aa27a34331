//! The contents of a site's files as an earlier run read them, so that a file which was left alone is not opened again.
//!
//! They are kept in parts, each of which stands for itself: an edit costs the part that it is in. What is no longer in a
//! site's files is in no part either.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::passage::Passage;
use super::stamp::Stamp;
use super::{File, SITE, SourceTree};

/// How many parts there are: a file a part in the folder of what is remembered.
const PARTS: usize = 16;

/// What is known of files by their paths.
#[derive(Debug, Default)]
pub struct Contents {
    /// By [`part_of`] their path; `None` where a part is not known.
    parts: Vec<Option<Vec<Known>>>,
}

/// A file as it was left, and what is in it.
#[derive(Debug)]
pub(super) struct Known {
    path: Box<str>,
    stamp: Stamp,
    pub hash: [u8; 32],
    pub text: Option<Passage>,
}

/// A part of the contents in the form in which it is kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct Part {
    /// Sorted by path.
    files: Vec<Kept>,
    /// The texts of the files, one after the other.
    texts: Box<str>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    path: Box<str>,
    stamp: Stamp,
    hash: [u8; 32],
    /// Of its text in bytes; `None` for what is not read as text.
    len: Option<usize>,
}

impl Contents {
    /// Brings together what `load` has of each part, by number.
    pub fn load(load: impl Fn(usize) -> Option<Part> + Sync) -> Contents {
        Contents { parts: (0..PARTS).into_par_iter().map(|number| load(number)?.open()).collect() }
    }

    /// What is in a file, where that was left as it is now.
    pub(super) fn find(&self, file: &File) -> Option<&Known> {
        let stamp = file.stamp?;
        let part = self.parts.get(part_of(&file.path))?.as_ref()?;
        let at = part.binary_search_by(|known| (*known.path).cmp(&file.path)).ok()?;
        let known = &part[at];
        (known.stamp == stamp && known.text.is_some() == file.role.is_text()).then_some(known)
    }

    /// The parts that do not say what a tree says, by number, each as it has to be kept from now on: not at all where
    /// nothing is in it.
    pub fn changes(&self, tree: &SourceTree) -> Vec<(usize, Option<Part>)> {
        let mut parts: Vec<Vec<&File>> = vec![Vec::new(); PARTS];
        for file in tree.files.iter().filter(|file| file.is_read() && file.stamp.is_some()) {
            parts[part_of(&file.path)].push(file);
        }
        // The site's own file is the first of the tree.
        parts[part_of(SITE)].sort_by(|a, b| a.path.cmp(&b.path));
        let parts = parts.into_par_iter().enumerate();
        let changed = parts.filter(|(number, files)| match self.parts.get(*number) {
            Some(Some(known)) => !(known.len() == files.len() && known.iter().zip(files).all(says)),
            Some(None) | None => true,
        });
        changed.map(|(number, files)| (number, Part::of(&files))).collect()
    }
}

fn says((known, file): (&Known, &&File)) -> bool {
    *known.path == *file.path && Some(known.stamp) == file.stamp && known.hash == file.hash
}

impl Part {
    fn of(files: &[&File]) -> Option<Part> {
        let mut texts =
            String::with_capacity(files.iter().filter_map(|file| Some(file.text.as_ref()?.len())).sum());
        let keep = |file: &&File| {
            let len = file.text.as_ref().map(|text| {
                texts.push_str(text);
                text.len()
            });
            Some(Kept { path: file.path.as_str().into(), stamp: file.stamp?, hash: file.hash, len })
        };
        let files: Vec<Kept> = files.iter().filter_map(keep).collect();
        (!files.is_empty()).then(|| Part { files, texts: texts.into_boxed_str() })
    }

    /// `None` where it contradicts itself.
    fn open(self) -> Option<Vec<Known>> {
        let texts = Passage::from(self.texts);
        let mut start = 0_usize;
        let open = |Kept { path, stamp, hash, len }| {
            let text = match len {
                None => None,
                Some(len) => {
                    let range = start..start.checked_add(len)?;
                    start = range.end;
                    Some(texts.part(range)?)
                }
            };
            Some(Known { path, stamp, hash, text })
        };
        let known: Vec<Known> = self.files.into_iter().map(open).collect::<Option<_>>()?;
        known.is_sorted_by(|a, b| a.path < b.path).then_some(known)
    }
}

/// The part of a path: any number does that is the same in every run and spreads them evenly (FNV-1a).
fn part_of(path: &str) -> usize {
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = path.bytes().fold(0x811c_9dc5, mix);
    (hash >> 16) as usize % PARTS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(files: &[(&str, Option<usize>)], texts: &str) -> Option<Vec<(String, Option<String>)>> {
        let stamp: Stamp = postcard::from_bytes(&[1, 2, 3, 4, 5]).expect("five small numbers");
        let keep = |(path, len): &(&str, Option<usize>)| Kept {
            path: (*path).into(),
            stamp,
            hash: [7; 32],
            len: *len,
        };
        let part = Part { files: files.iter().map(keep).collect(), texts: texts.into() };
        let known = part.open()?;
        Some(
            known
                .iter()
                .map(|file| (file.path.to_string(), file.text.as_deref().map(str::to_owned)))
                .collect(),
        )
    }

    #[test]
    fn a_part_is_opened_where_it_does_not_contradict_itself() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            open(&[("a.md", Some(3)), ("b.jpg", None), ("c.md", Some(0)), ("d.md", Some(1))], "张x"),
            Some(vec![
                ("a.md".into(), text("张")),
                ("b.jpg".into(), None),
                ("c.md".into(), text("")),
                ("d.md".into(), text("x"))
            ])
        );
        assert_eq!(open(&[("a.md", Some(4))], "张"), None, "more than there is");
        assert_eq!(open(&[("a.md", Some(3)), ("b.md", Some(usize::MAX))], "张"), None, "more than can be");
        assert_eq!(open(&[("a.md", Some(1))], "张"), None, "a part of a character");
        assert_eq!(open(&[("b.md", None), ("a.md", None)], ""), None, "not in order");
        assert_eq!(open(&[("a.md", None), ("a.md", None)], ""), None, "twice");
    }

    #[test]
    fn paths_are_spread_over_all_parts() {
        let mut sizes = [0; PARTS];
        for at in 0..10_000 {
            sizes[part_of(&format!("content/people/p{at:06}.yaml"))] += 1;
        }
        assert!(sizes.iter().all(|size| (400..900).contains(size)), "{sizes:?}");
    }
}
