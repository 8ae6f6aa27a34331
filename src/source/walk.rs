//! The one walk over a site's folders: which files there are, and how each was left. No file is opened.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use include_dir::{Dir, include_dir};
use rayon::prelude::*;

use super::passage::Passage;
use super::problem::Problem;
use super::read::reading;
use super::stamp::{Settled, Stamp};
use super::{File, Limits, Place, Role, SITE, names};
use crate::diag::IoError;
use crate::say;

/// The themes in the binary; a file of the same path on disk takes the place of one here.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// So many entries of a folder are looked at in one go.
const ENTRIES: usize = 256;

/// The files of a site as one walk found them, before any was opened.
pub struct Listing {
    pub(super) root: PathBuf,
    pub(super) limits: Limits,
    /// In the order of a [`SourceTree`](super::SourceTree), without contents.
    pub(super) files: Vec<File>,
    /// By the path of the file; one that is not in `files` speaks of the site.
    pub(super) problems: Vec<(String, Problem)>,
    /// Whether symbolic links were followed, so that one file may be listed under two paths.
    pub(super) linked: bool,
}

/// Lists `content/` and `themes/` of the site at `root`, without what lies in `output`.
///
/// An `IoError` is a failure of the machine: there is no `content` folder, or a folder may not be read.
pub fn list(root: &Path, output: &Path, limits: &Limits) -> Result<Listing, IoError> {
    let settled = Settled::now();
    let content = root.join("content");
    fs::metadata(&content).map_err(|source| IoError {
        doing: say!("打开站点的 content 文件夹", "opening the site's content folder"),
        path: content,
        source,
    })?;
    let walk = Walk {
        root,
        home: root.canonicalize().map_err(|source| reading(root, source))?,
        outputs: [Some(output.to_path_buf()), output.canonicalize().ok()],
        limits,
        settled,
        count: AtomicUsize::new(0),
    };
    let Found { mut files, mut problems, linked } = walk.all()?;
    files.extend(embedded());
    // Of two files of one path the one on disk comes first, and of two on disk the one whose name comes first there.
    files.par_sort_by(|a, b| (&a.path, &a.place).cmp(&(&b.path, &b.place)));
    files.dedup_by(|second, first| {
        let is_second = second.path == first.path;
        if is_second && !matches!(second.place, Place::Embedded(_)) {
            problems.push((second.path.clone(), Problem::TwinNames));
        }
        is_second
    });
    if walk.count.into_inner() > limits.files {
        problems.push((String::new(), Problem::TooMany));
    }
    problems.sort();
    bring_site_first(&mut files);
    Ok(Listing { root: root.to_path_buf(), limits: *limits, files, problems, linked })
}

impl Listing {
    /// A digest of the names of all files on disk, of how each was left, and of what cannot be taken.
    ///
    /// `None` where that does not tell of every change: a file was touched within the last two seconds or, by its time, in
    /// the future.
    pub fn stamp(&self) -> Option<[u8; 32]> {
        let mut lines = Vec::with_capacity(self.files.len() * 96);
        for file in self.files.iter().filter(|file| file.is_on_disk()) {
            match &file.place {
                Place::DiskAs(path) => write(path.as_os_str().as_encoded_bytes(), &mut lines),
                Place::Disk | Place::Nowhere | Place::Embedded(_) => write(file.path.as_bytes(), &mut lines),
            }
            file.stamp?.write(&mut lines);
        }
        for (path, problem) in &self.problems {
            write(path.as_bytes(), &mut lines);
            lines.push(*problem as u8);
        }
        Some(*blake3::hash(&lines).as_bytes())
    }
}

fn write(name: &[u8], lines: &mut Vec<u8>) {
    lines.extend_from_slice(&(name.len() as u32).to_le_bytes());
    lines.extend_from_slice(name);
}

/// The files of the themes in the binary, without contents.
pub(super) fn embedded() -> Vec<File> {
    fn add(dir: &'static Dir<'static>, files: &mut Vec<File>) {
        for file in dir.files() {
            let parts = file.path().iter().map(|part| part.to_string_lossy());
            let path = format!("themes/{}", names::normalize(&parts.collect::<Vec<_>>().join("/")));
            if !path.split('/').any(names::is_ignored) {
                let size = file.contents().len() as u64;
                files.push(File { size, ..File::listed(path, Place::Embedded(file.contents())) });
            }
        }
        for inner in dir.dirs() {
            add(inner, files);
        }
    }
    let mut files = Vec::new();
    add(&EMBEDDED, &mut files);
    files
}

/// `content/site.yaml` is file 0 even where it is missing.
fn bring_site_first(files: &mut Vec<File>) {
    match files.binary_search_by(|file| file.path.as_str().cmp(SITE)) {
        Ok(at) => files[..=at].rotate_right(1),
        Err(_) => {
            let missing = File::listed(SITE.to_owned(), Place::Nowhere);
            files.insert(0, File { exists: false, text: Some(Passage::default()), ..missing });
        }
    }
}

/// What does not change from folder to folder.
struct Walk<'a> {
    root: &'a Path,
    /// The root without links.
    home: PathBuf,
    /// The output as it was named, and without links.
    outputs: [Option<PathBuf>; 2],
    limits: &'a Limits,
    settled: Settled,
    count: AtomicUsize,
}

/// A folder on the way down.
struct Folder<'f> {
    /// Below the root, as the disk spells it.
    place: PathBuf,
    /// The same with `/`, in normal form C.
    path: String,
    /// Whether the disk spells it so.
    is_exact: bool,
    /// Without links.
    real: PathBuf,
    /// Counted from 0 for `content` and `themes`.
    depth: usize,
    above: Option<&'f Folder<'f>>,
}

/// What an entry of a folder turned out to be.
enum Entry<'f> {
    /// Nobody's.
    Ignored,
    File(File),
    Folder(Folder<'f>),
    Refused(String, Problem),
    /// What is behind a link.
    Linked(Box<Entry<'f>>),
}

#[derive(Default)]
struct Found {
    files: Vec<File>,
    problems: Vec<(String, Problem)>,
    linked: bool,
}

impl Found {
    fn join(mut self, other: Found) -> Found {
        self.files.extend(other.files);
        self.problems.extend(other.problems);
        self.linked |= other.linked;
        self
    }

    /// Takes in an entry; gives the folder that is still to be walked.
    fn take<'f>(&mut self, entry: Entry<'f>) -> Option<Folder<'f>> {
        match entry {
            Entry::Ignored => None,
            Entry::File(file) => {
                self.files.push(file);
                None
            }
            Entry::Folder(folder) => Some(folder),
            Entry::Refused(path, problem) => {
                // The path is kept, so that the problem has a place.
                self.files.push(File { role: Role::Unread, ..File::listed(path.clone(), Place::Nowhere) });
                self.problems.push((path, problem));
                None
            }
            Entry::Linked(entry) => {
                self.linked = true;
                self.take(*entry)
            }
        }
    }
}

impl Walk<'_> {
    fn all(&self) -> Result<Found, IoError> {
        let mut all = Found::default();
        for top in ["content", "themes"] {
            let path = self.root.join(top);
            if !path.exists() {
                continue;
            }
            let kind = fs::symlink_metadata(&path).map_err(|source| reading(&path, source))?.file_type();
            let entry = self.entry(None, OsStr::new(top), kind, || fs::metadata(&path))?;
            if let Some(folder) = all.take(entry) {
                all = all.join(self.folder(&folder)?);
            }
        }
        Ok(all)
    }

    fn folder(&self, folder: &Folder<'_>) -> Result<Found, IoError> {
        let (found, folders) = self.entries(folder)?;
        let below: Vec<Found> =
            folders.par_iter().map(|folder| self.folder(folder)).collect::<Result<_, IoError>>()?;
        Ok(below.into_iter().fold(found, Found::join))
    }

    /// What is in a folder itself, and the folders in it. It is open while its entries are looked at, which saves the system
    /// the way to each; it is closed before those below are opened, of which there may be any number.
    fn entries<'f>(&self, folder: &'f Folder<'f>) -> Result<(Found, Vec<Folder<'f>>), IoError> {
        let path = self.root.join(&folder.place);
        let mut entries = fs::read_dir(&path).map_err(|source| reading(&path, source))?;
        let mut next = || entries.by_ref().take(ENTRIES).collect::<Vec<_>>();
        let look = |entries: Vec<io::Result<DirEntry>>| {
            let (mut found, mut folders) = (Found::default(), Vec::new());
            found.files.reserve(entries.len());
            for entry in entries {
                let entry = entry.map_err(|source| reading(&path, source))?;
                let kind = entry.file_type().map_err(|source| reading(&entry.path(), source))?;
                let stat = || if kind.is_symlink() { fs::metadata(entry.path()) } else { entry.metadata() };
                folders.extend(found.take(self.entry(Some(folder), &entry.file_name(), kind, stat)?));
            }
            Ok((found, folders))
        };
        let first = next();
        if first.len() < ENTRIES {
            return look(first);
        }
        // While some are looked at, others are listed.
        let rest = std::iter::from_fn(|| Some(next()).filter(|entries| !entries.is_empty()));
        let all = std::iter::once(first).chain(rest);
        let parts: Vec<_> = all.par_bridge().map(look).collect::<Result<_, IoError>>()?;
        let (mut found, mut folders) = (Found::default(), Vec::new());
        for (files, inner) in parts {
            found = found.join(files);
            folders.extend(inner);
        }
        Ok((found, folders))
    }

    /// Looks at one entry; `kind` is its own, `stat` that of what it leads to.
    fn entry<'f>(
        &self,
        above: Option<&'f Folder<'f>>,
        name: &OsStr,
        kind: FileType,
        stat: impl Fn() -> io::Result<Metadata>,
    ) -> Result<Entry<'f>, IoError> {
        let spelt = name.to_string_lossy();
        if above.is_some() && names::is_ignored(&spelt) {
            return Ok(Entry::Ignored);
        }
        let normal = names::normalize(&spelt);
        let path = above.map_or_else(|| normal.to_string(), |above| format!("{}/{normal}", above.path));
        let is_exact = above.is_none_or(|above| above.is_exact) && normal == spelt;
        let place = || above.map_or_else(|| PathBuf::from(name), |above| above.place.join(name));
        let file = |path: String, stat: &Metadata| {
            if self.count.fetch_add(1, Ordering::Relaxed) >= self.limits.files {
                return Entry::Ignored;
            }
            if name.to_str().is_none() {
                return Entry::Refused(path, Problem::NameNotUtf8);
            }
            let place = if is_exact { Place::Disk } else { Place::DiskAs(place().into_boxed_path()) };
            let (size, stamp) = (stat.len(), Stamp::of(stat, self.settled));
            Entry::File(File { size, stamp, ..File::listed(path, place) })
        };
        if kind.is_file() {
            let stat = stat().map_err(|source| reading(&self.root.join(place()), source))?;
            return Ok(file(path, &stat));
        }
        let full = self.root.join(place());
        let mut real = above.map_or_else(|| self.home.join(name), |above| above.real.join(name));
        let is_output = |path: &Path| self.outputs.iter().flatten().any(|output| output == path);
        if is_output(&full) || is_output(&real) {
            return Ok(Entry::Ignored);
        }
        let mut is_folder = kind.is_dir();
        if kind.is_symlink() {
            let (Ok(target), Ok(stat)) = (full.canonicalize(), stat()) else {
                return Ok(Entry::Refused(path, Problem::LinkNowhere));
            };
            let mut folders = std::iter::successors(above, |folder| folder.above);
            if folders.any(|folder| folder.real == target) {
                return Ok(Entry::Refused(path, Problem::LinkLoops));
            }
            let into_output = self.outputs.iter().flatten().any(|output| target.starts_with(output));
            if !target.starts_with(&self.home) || into_output {
                return Ok(Entry::Refused(path, Problem::LinkLeavesSite));
            }
            if stat.is_file() {
                return Ok(Entry::Linked(Box::new(file(path, &stat))));
            }
            is_folder = stat.is_dir();
            real = target;
        }
        if !is_folder {
            return Ok(Entry::Refused(path, Problem::NotRegular));
        }
        let depth = above.map_or(0, |above| above.depth + 1);
        if depth > self.limits.depth {
            return Ok(Entry::Refused(path, Problem::TooDeep));
        }
        let folder = Entry::Folder(Folder { place: place(), path, is_exact, real, depth, above });
        Ok(if kind.is_symlink() { Entry::Linked(Box::new(folder)) } else { folder })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn any_touch_shows_in_the_stamp() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let at = |path: &str| dir.path().join(path);
        let stamp = || list(dir.path(), &at("output"), &Limits::default()).expect("listed").stamp();
        fs::create_dir_all(at("content/people")).expect("folders");
        fs::write(at("content/people/a.yaml"), "姓名: 张三\n").expect("written");
        assert_eq!(stamp(), None, "touched just now");
        std::thread::sleep(Duration::from_millis(2_050));
        let before = stamp();
        assert!(before.is_some());
        assert_eq!(stamp(), before);
        fs::create_dir(at("output")).expect("a folder");
        fs::write(at("output/index.html"), "not of the sources").expect("written");
        assert_eq!(stamp(), before);

        fs::rename(at("content/people"), at("content/teams")).expect("renamed");
        let renamed = stamp();
        assert!(
            renamed.is_some() && renamed != before,
            "the files of a folder that is renamed are left alone"
        );
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("gone"), at("content/teams/b.yaml")).expect("a link");
            let linked = stamp();
            assert!(linked.is_some() && linked != renamed, "what cannot be taken is told of again");
        }
        fs::write(at("content/teams/a.yaml"), "姓名: 李四\n").expect("written");
        assert_eq!(stamp(), None);
    }
}
