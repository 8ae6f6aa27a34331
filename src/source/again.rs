//! The tree of a site that is being edited, kept up to date: what is known to stand is not read again.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::stamp::{Settled, Stamp};
use super::{File, Limits, Place, Role, SourceTree, names, read, walk};
use crate::diag::{Code, Diagnostic, FileId, IoError, Report};

/// A site's files as they were at one moment, and what of them could not be taken.
#[derive(Clone, Debug)]
pub struct Reading {
    pub tree: Arc<SourceTree>,
    pub report: Report,
    output: PathBuf,
    limits: Limits,
}

/// What may be different from what was read before.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// Files and folders, as the tree's root joined with a path.
    pub paths: BTreeSet<PathBuf>,
    /// Anything may be different: whoever watched has lost count.
    pub anything: bool,
}

/// What has to be done about one touched path.
enum Step {
    Nothing,
    /// A known file has other contents, perhaps.
    Load(FileId),
    /// Which files there are is different, perhaps.
    Walk,
}

impl Reading {
    /// Reads everything, as [`read`](super::read).
    pub fn first(root: &Path, output: &Path, limits: Limits) -> Result<Reading, IoError> {
        let (tree, report) = read::read(root, output, &limits)?;
        Ok(Reading { tree: Arc::new(tree), report, output: output.to_path_buf(), limits })
    }

    /// What [`Reading::first`] would give now; `None` where that is what this is.
    ///
    /// Edits of known files cost no more than those files. Where files have come or gone all folders are walked, and what
    /// was touched or has another size, time or inode is read.
    pub fn again(&self, touched: &Touched) -> Result<Option<Reading>, IoError> {
        // With links, one file may be known under a path that nobody names.
        if touched.anything || self.tree.linked {
            return self.walk(touched);
        }
        let mut loads = BTreeSet::new();
        for path in &touched.paths {
            match self.step(path) {
                Step::Nothing => {}
                Step::Load(id) => {
                    loads.insert(id);
                }
                Step::Walk => return self.walk(touched),
            }
        }
        self.load(loads)
    }

    /// Whether a touched file is gone or empty. An editor that is about to put a new one there leaves it so for a moment.
    pub fn is_unsettled(&self, touched: &Touched) -> bool {
        touched.paths.iter().any(|path| {
            let known = self.site_path(path).and_then(|path| self.tree.find(&path));
            known.is_some_and(|id| {
                self.tree.file(id).size > 0 && !fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
            })
        })
    }

    /// The path as the tree has it; `None` where it is not of this site, or nobody's.
    pub fn site_path(&self, path: &Path) -> Option<String> {
        let inside = path.strip_prefix(&self.tree.root).ok()?;
        let mut parts = Vec::new();
        for part in inside.components() {
            let Component::Normal(part) = part else { return None };
            parts.push(part.to_string_lossy());
        }
        let is_ours = matches!(parts.first().map(AsRef::as_ref), Some("content" | "themes"));
        (is_ours && !parts.iter().any(|part| names::is_ignored(part)))
            .then(|| names::normalize(&parts.join("/")).into_owned())
    }

    fn step(&self, path: &Path) -> Step {
        let Some(site_path) = self.site_path(path) else { return Step::Nothing };
        let on_disk = fs::symlink_metadata(path);
        if on_disk.as_ref().is_err_and(|error| error.kind() != ErrorKind::NotFound) {
            return Step::Walk;
        }
        let on_disk = on_disk.ok();
        let is_file = on_disk.as_ref().is_some_and(fs::Metadata::is_file);
        match self.tree.find(&site_path) {
            Some(id) => match (&self.tree.file(id).place, self.tree.file(id).role) {
                (Place::Disk, Role::Unread) if is_file => Step::Nothing,
                (Place::Disk, _) if is_file => Step::Load(id),
                (Place::Disk | Place::DiskAs(_) | Place::Embedded(_) | Place::Nowhere, _) => Step::Walk,
            },
            // What came and went again, such as the file that an editor writes before it renames it.
            None if on_disk.is_none() && self.tree.under(&(site_path + "/")).next().is_none() => {
                Step::Nothing
            }
            None => Step::Walk,
        }
    }

    fn load(&self, ids: BTreeSet<FileId>) -> Result<Option<Reading>, IoError> {
        let settled = Settled::now();
        let mut fresh: Vec<(FileId, File, Option<Diagnostic>)> = Vec::new();
        for id in ids {
            let mut file = self.tree.file(id).clone();
            let path = super::join(&self.tree.root, &file.path);
            let metadata = fs::metadata(&path).map_err(|source| read::reading(&path, source))?;
            (file.size, file.stamp) = (metadata.len(), Stamp::of(&metadata, settled));
            (file.text, file.hash) = (None, [0; 32]);
            let problem = read::load(&self.tree.root, id, &mut file, &self.limits, &mut Vec::new())?;
            fresh.push((id, file, problem));
        }
        let is_same = |(id, file, _): &(FileId, File, _)| same_contents(file, self.tree.file(*id));
        if fresh.iter().all(is_same) {
            return Ok(None);
        }
        let mut files = self.tree.files.clone();
        let mut report = Report::new();
        let loaded = |id: FileId| fresh.iter().any(|(fresh, ..)| *fresh == id);
        for known in self.report.iter().filter(|known| !(of_contents(known.code) && loaded(known.span.file)))
        {
            report.push(known.clone());
        }
        for (id, file, problem) in fresh {
            files[id.0 as usize] = file;
            if let Some(problem) = problem {
                report.push(problem);
            }
        }
        let tree = SourceTree { root: self.tree.root.clone(), files, linked: self.tree.linked };
        Ok(Some(Reading { tree: Arc::new(tree), report, ..self.clone() }))
    }

    fn walk(&self, touched: &Touched) -> Result<Option<Reading>, IoError> {
        let touched: BTreeSet<String> =
            touched.paths.iter().filter_map(|path| self.site_path(path)).collect();
        let known = |found: &File| {
            let file = self.tree.file(self.tree.find(&found.path)?);
            let stands = found.stamp.is_some() && found.stamp == file.stamp && found.role == file.role;
            let is_known = file.is_read() && stands && !touched.contains(&found.path);
            is_known.then(|| (file.text.clone(), file.hash))
        };
        let listing = walk::list(&self.tree.root, &self.output, &self.limits)?;
        let (tree, report) = listing.read_unless(known)?;
        let same_files = tree.files.len() == self.tree.files.len()
            && tree.files.iter().zip(&self.tree.files).all(|(new, old)| same_contents(new, old));
        if same_files && report.iter().eq(self.report.iter()) {
            return Ok(None);
        }
        Ok(Some(Reading { tree: Arc::new(tree), report, ..self.clone() }))
    }
}

/// Whether two files are one to everything that reads the tree.
fn same_contents(a: &File, b: &File) -> bool {
    // The size of what is not read is seen by nobody.
    let size = |file: &File| if file.role == Role::Unread { 0 } else { file.size };
    let of = |file: &File| (file.role, file.exists, file.hash, size(file), file.text.is_some());
    a.path == b.path && of(a) == of(b)
}

/// Whether the code is about what is in a file, rather than about its place and name.
fn of_contents(code: Code) -> bool {
    matches!(code, Code::NotUtf8 | Code::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Files;

    struct Site {
        dir: tempfile::TempDir,
        reading: Reading,
    }

    impl Site {
        fn new(files: &[(&str, &[u8])]) -> Site {
            let dir = tempfile::tempdir().expect("a temporary folder");
            fs::create_dir_all(dir.path().join("content")).expect("content/");
            for (path, bytes) in files {
                write(&dir.path().join(path), bytes);
            }
            let output = dir.path().join("output");
            let reading = Reading::first(dir.path(), &output, Limits { text: 100_000, ..Limits::default() });
            Site { reading: reading.expect("readable"), dir }
        }

        fn at(&self, path: &str) -> PathBuf {
            self.dir.path().join(path)
        }

        /// Reads again what was touched, and compares it with a first reading. Gives whether anything was different.
        fn again(&mut self, touched: &[&str]) -> bool {
            let touched =
                Touched { paths: touched.iter().map(|path| self.at(path)).collect(), anything: false };
            let again = self.reading.again(&touched).expect("readable");
            let is_different = again.is_some();
            self.reading = again.unwrap_or_else(|| self.reading.clone());
            let first = Reading::first(self.dir.path(), &self.reading.output, self.reading.limits);
            let first = first.expect("readable");
            assert_eq!(listing(&self.reading), listing(&first));
            is_different
        }
    }

    fn write(path: &Path, bytes: &[u8]) {
        fs::create_dir_all(path.parent().expect("a parent")).expect("the parent");
        fs::write(path, bytes).expect("the file");
    }

    fn listing(reading: &Reading) -> (Vec<String>, Vec<String>) {
        let tree = &reading.tree;
        let listed = |file: &File| file.path.starts_with("content/") || file.path.ends_with(".yaml");
        let files = tree.files().filter(|(_, file)| listed(file)).map(|(id, file)| {
            let hash = blake3::Hash::from_bytes(file.hash).to_hex();
            format!("{} {:?} {} {:?}", file.path, file.role, &hash[..8], tree.text(id).chars().next())
        });
        let problems = reading.report.sorted(&**tree);
        let problems = problems.iter().map(|d| format!("{} {}", d.code, tree.path(d.span.file)));
        (files.collect(), problems.collect())
    }

    #[test]
    fn an_edit_reads_the_edited_file() {
        let mut site = Site::new(&[
            ("content/a.yaml", b"a"),
            ("content/b.yaml", b"\xd0\xd5"),
            ("content/media/x.jpg", b"x"),
        ]);
        write(&site.at("content/a.yaml"), b"aa");
        write(&site.at("content/media/x.jpg"), b"y");
        assert!(site.again(&["content/a.yaml", "content/media/x.jpg"]));
        // What is wrong with a file comes and goes with its contents.
        write(&site.at("content/b.yaml"), b"b");
        write(&site.at("content/a.yaml"), &[b'a'; 200_000]);
        assert!(site.again(&["content/a.yaml", "content/b.yaml"]));
        write(&site.at("content/a.yaml"), b"a");
        assert!(site.again(&["content/a.yaml"]));
    }

    #[test]
    fn what_was_not_touched_is_not_opened() {
        let site = Site::new(&[("content/a.yaml", b"a"), ("content/b.yaml", b"b")]);
        write(&site.at("content/a.yaml"), b"aa");
        write(&site.at("content/b.yaml"), b"bb");
        let touched = Touched { paths: BTreeSet::from([site.at("content/a.yaml")]), anything: false };
        let again = site.reading.again(&touched).expect("readable").expect("a difference");
        let text = |path| again.tree.text(again.tree.find(path).expect("there"));
        assert_eq!((text("content/a.yaml"), text("content/b.yaml")), ("aa", "b"));
    }

    #[test]
    fn a_file_that_is_written_anew_with_the_same_bytes_is_no_difference() {
        let mut site = Site::new(&[("content/a.yaml", b"a")]);
        write(&site.at("content/a.yaml"), b"a");
        assert!(!site.again(&["content/a.yaml"]));
    }

    #[test]
    fn files_and_folders_come_and_go() {
        let mut site = Site::new(&[("content/a.yaml", b"a"), ("content/people/b.yaml", b"b")]);
        // As editors save: another file, renamed onto the known one.
        write(&site.at("content/a.tmp"), b"new");
        fs::rename(site.at("content/a.tmp"), site.at("content/a.yaml")).expect("renamed");
        assert!(site.again(&["content/a.tmp", "content/a.yaml"]));

        write(&site.at("content/stories/1/c.yaml"), b"c");
        assert!(site.again(&["content/stories"]));
        fs::rename(site.at("content/people"), site.at("content/teams")).expect("renamed");
        assert!(site.again(&["content/people", "content/teams"]));
        fs::remove_file(site.at("content/a.yaml")).expect("removed");
        assert!(site.again(&["content/a.yaml"]));

        // The site's own file, which has its place even where it is missing.
        write(&site.at("content/site.yaml"), b"title: x");
        assert!(site.again(&["content/site.yaml"]));
        fs::remove_file(site.at("content/site.yaml")).expect("removed");
        assert!(site.again(&["content/site.yaml"]));

        // A theme's file, over the one in the program.
        write(&site.at("themes/default/theme.yaml"), b"name: mine");
        assert!(site.again(&["themes"]));
        write(&site.at("themes/default/theme.yaml"), b"name: other");
        assert!(site.again(&["themes/default/theme.yaml"]));
        fs::remove_dir_all(site.at("themes")).expect("removed");
        assert!(site.again(&["themes"]));
    }

    #[test]
    fn what_nobody_reads_is_no_difference() {
        let mut site = Site::new(&[("content/a.yaml", b"a"), ("content/people/list.xlsx", b"PK")]);
        for path in ["content/.a.yaml.swp", "content/a.yaml~", "content/people/list.xlsx", "output/a.html"] {
            write(&site.at(path), b"x");
            assert!(!site.again(&[path]), "{path}");
        }
        assert!(!site.again(&["content/gone.yaml", "elsewhere"]));
    }

    #[test]
    fn anything_may_be_different() {
        let mut site = Site::new(&[("content/a.yaml", b"a"), ("content/b.yaml", b"b")]);
        let touched = Touched { paths: BTreeSet::new(), anything: true };
        assert!(site.reading.again(&touched).expect("readable").is_none());
        write(&site.at("content/b.yaml"), b"other");
        site.reading = site.reading.again(&touched).expect("readable").expect("a difference");
        assert!(!site.again(&[]));
    }

    #[test]
    fn a_file_that_is_gone_or_empty_may_be_about_to_be_written() {
        let site = Site::new(&[("content/a.yaml", b"a"), ("content/b.yaml", b"")]);
        let check = |path: &str, expect: bool| {
            let touched = Touched { paths: BTreeSet::from([site.at(path)]), anything: false };
            assert_eq!(site.reading.is_unsettled(&touched), expect, "{path}");
        };
        check("content/a.yaml", false);
        check("content/b.yaml", false);
        check("content/c.yaml", false);
        write(&site.at("content/a.yaml"), b"");
        check("content/a.yaml", true);
        fs::remove_file(site.at("content/a.yaml")).expect("removed");
        check("content/a.yaml", true);
    }

    #[cfg(unix)]
    #[test]
    fn a_linked_file_is_one_under_both_paths() {
        let mut site = Site::new(&[("content/people/a.yaml", b"a")]);
        std::os::unix::fs::symlink(site.at("content/people"), site.at("content/inside")).expect("link");
        assert!(site.again(&["content/inside"]));
        write(&site.at("content/people/a.yaml"), b"aa");
        assert!(site.again(&["content/people/a.yaml"]));
        assert_eq!(
            site.reading.tree.text(site.reading.tree.find("content/inside/a.yaml").expect("there")),
            "aa"
        );
    }
}
