//! From a listing to a tree: opens what is not known, and tells of what could not be taken.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use rayon::prelude::*;

use super::contents::Contents;
use super::passage::Passage;
use super::walk::{self, Listing};
use super::{File, Place, Role, SourceTree, encoding, names, problem};
use crate::diag::{Diagnostic, FileId, IoError, Report};
use crate::say;

/// What the program accepts; beyond it a site is refused rather than half read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one file that is read as text.
    pub text: u64,
    /// Bytes of one picture, attachment or theme asset.
    pub media: u64,
    /// Files of the site.
    pub files: usize,
    /// Folders inside each other, counted from `content` or `themes`.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { text: 64 << 20, media: 1 << 30, files: 4_000_000, depth: 64 }
    }
}

/// Reads `content/` and `themes/` of the site at `root`; what lies in `output` is never read.
///
/// As [`list`](super::list), then [`Listing::read`] without anything known.
pub fn read(root: &Path, output: &Path, limits: &Limits) -> Result<(SourceTree, Report), IoError> {
    walk::list(root, output, limits)?.read(&Contents::default())
}

/// What is in a file: its text, where it is read as one, and the hash of its bytes.
pub(super) type Content = (Option<Passage>, [u8; 32]);

impl Listing {
    /// Reads what was listed, without opening the files that `known` has the contents of.
    ///
    /// Problems of the content are in the report, and the files concerned in the tree without text. An `IoError` is a
    /// failure of the machine: a file may not be read.
    pub fn read(self, known: &Contents) -> Result<(SourceTree, Report), IoError> {
        self.read_unless(|file| known.find(file).map(|known| (known.text.clone(), known.hash)))
    }

    /// As [`read`](Listing::read); `known` is asked with what the walk found.
    pub(super) fn read_unless(
        self,
        known: impl Fn(&File) -> Option<Content> + Sync,
    ) -> Result<(SourceTree, Report), IoError> {
        let Listing { root, limits, mut files, problems, linked, .. } = self;
        let reader = |buffer: &mut Vec<u8>, (index, file): (usize, &mut File)| match known(file) {
            Some(content) => {
                (file.text, file.hash) = content;
                Ok(None)
            }
            None => load(&root, FileId(index as u32), file, &limits, buffer),
        };
        let loads = files.par_iter_mut().enumerate().map_init(Vec::new, reader);
        let refusals: Vec<Diagnostic> =
            loads.filter_map(Result::transpose).collect::<Result<_, IoError>>()?;

        let tree = SourceTree { root, files, linked };
        let mut report = Report::new();
        for (path, problem) in problems {
            let file = tree.find(&path).unwrap_or(FileId(0));
            report.push(problem.diagnose(file, &path, &limits));
        }
        for (id, file) in tree.under("content/") {
            if file.role == Role::Unread && file.is_on_disk() && !names::is_signed_copy(&file.path) {
                report.push(problem::unknown_file(id, &file.path));
            }
        }
        for refusal in refusals {
            report.push(refusal);
        }
        names::report_collisions(&tree.files, &mut report);
        Ok((tree, report))
    }
}

/// A file of a theme that comes with the program.
pub struct EmbeddedFile {
    /// From the theme's folder, with `/`: `templates/person.html`.
    pub path: String,
    pub bytes: &'static [u8],
}

/// The files of the theme `name` that the program carries, whatever the site has in their place; none where it has no such theme.
pub fn embedded_theme(name: &str) -> impl Iterator<Item = EmbeddedFile> {
    let folder = format!("themes/{name}/");
    let mut files = walk::embedded();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.into_iter().filter_map(move |file| match file.place {
        Place::Embedded(bytes) => {
            Some(EmbeddedFile { path: file.path.strip_prefix(&folder)?.to_owned(), bytes })
        }
        Place::Disk | Place::DiskAs(_) | Place::Nowhere => None,
    })
}

/// Fills in text and hash; the diagnostic says why there is no text. `buffer` is for whatever has to be read.
pub(super) fn load(
    root: &Path,
    id: FileId,
    file: &mut File,
    limits: &Limits,
    buffer: &mut Vec<u8>,
) -> Result<Option<Diagnostic>, IoError> {
    let is_text = file.role.is_text();
    if file.role == Role::Unread {
        return Ok(None);
    }
    let limit = if is_text { limits.text } else { limits.media };
    if file.size > limit {
        return Ok(Some(problem::too_large(id, &file.path, file.size, limit)));
    }
    let path = match &file.place {
        Place::Disk => super::join(root, &file.path),
        Place::DiskAs(path) => root.join(path),
        Place::Embedded(bytes) => {
            file.hash = *blake3::hash(bytes).as_bytes();
            if is_text {
                // The embedded themes are text; `every_embedded_template_is_text` holds them to it.
                file.text = Some(Passage::from(&*String::from_utf8_lossy(bytes)));
            }
            return Ok(None);
        }
        Place::Nowhere => return Ok(None),
    };
    if !is_text {
        file.hash = hash_file(&path)?;
        return Ok(None);
    }
    read_file(&path, file.size, buffer).map_err(|source| reading(&path, source))?;
    file.size = buffer.len() as u64;
    file.hash = *blake3::hash(buffer).as_bytes();
    match encoding::decode(buffer, id, &file.path) {
        Ok(text) => {
            file.text = Some(Passage::from(text));
            Ok(None)
        }
        Err(diagnostic) => Ok(Some(*diagnostic)),
    }
}

/// Reads a file of about `size` bytes with as few calls of the system as there can be.
fn read_file(path: &Path, size: u64, buffer: &mut Vec<u8>) -> io::Result<()> {
    let size = usize::try_from(size).map_err(io::Error::other)?;
    let mut file = fs::File::open(path)?;
    buffer.clear();
    // A byte more than there are, so that the first call sees the end.
    buffer.resize(size + 1, 0);
    let read = file.read(buffer)?;
    buffer.truncate(read);
    if read != size {
        // It has grown or shrunk since it was listed, or came in pieces.
        file.read_to_end(buffer)?;
    }
    Ok(())
}

fn hash_file(path: &Path) -> Result<[u8; 32], IoError> {
    let mut hasher = blake3::Hasher::new();
    let file = fs::File::open(path).map_err(|source| reading(path, source))?;
    hasher.update_reader(file).map_err(|source| reading(path, source))?;
    Ok(*hasher.finalize().as_bytes())
}

pub(super) fn reading(path: &Path, source: io::Error) -> IoError {
    IoError { doing: say!("读取文件", "reading the file"), path: path.to_path_buf(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Files;

    fn site(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(dir.path().join("content")).expect("content/");
        for (path, bytes) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().expect("a parent")).expect("the parent");
            fs::write(path, bytes).expect("the file");
        }
        dir
    }

    fn read_site(dir: &tempfile::TempDir, limits: &Limits) -> (SourceTree, Vec<String>) {
        let output = dir.path().join("output");
        let (tree, report) = read(dir.path(), &output, limits).expect("readable");
        let lines =
            report.sorted(&tree).iter().map(|d| format!("{} {}", d.code, tree.path(d.span.file))).collect();
        (tree, lines)
    }

    fn content(tree: &SourceTree) -> Vec<&str> {
        tree.files().map(|(_, file)| file.path.as_str()).filter(|path| path.starts_with("content/")).collect()
    }

    #[test]
    fn files_come_in_the_order_of_their_paths_after_the_site() {
        let dir = site(&[
            ("content/people/b.yaml", b"b"),
            ("content/people/b/a.yaml", b"a"),
            ("content/people.yaml", b"c"),
            ("content/media/x.jpg", b"\xff\xd8"),
            ("content/.hidden.yaml", b""),
            ("content/people/b.yaml~", b""),
            ("content/zzz.yaml", b""),
        ]);
        let (tree, report) = read_site(&dir, &Limits::default());
        assert!(report.is_empty(), "{report:?}");
        assert_eq!(
            content(&tree),
            [
                "content/site.yaml",
                "content/media/x.jpg",
                "content/people.yaml",
                "content/people/b.yaml",
                "content/people/b/a.yaml",
                "content/zzz.yaml",
            ]
        );
        assert!(!tree.file(FileId(0)).exists);
        assert_eq!(tree.text(FileId(0)), "");
        assert_eq!(tree.find("content/site.yaml"), None);

        let id = tree.find("content/people/b.yaml").expect("found");
        assert_eq!(tree.text(id), "b");
        let media = tree.find("content/media/x.jpg").expect("found");
        assert!(tree.file(media).text.is_none());
        assert_eq!(tree.file(media).hash, *blake3::hash(b"\xff\xd8").as_bytes());
        assert_eq!(*tree.bytes(media).expect("bytes"), *b"\xff\xd8");
        let under: Vec<_> = tree.under("content/people/").map(|(id, _)| tree.path(id)).collect();
        assert_eq!(under, ["content/people/b.yaml", "content/people/b/a.yaml"]);
    }

    #[test]
    fn the_default_theme_is_there_and_a_file_on_disk_takes_its_place() {
        let dir = site(&[("content/site.yaml", b"title: x")]);
        let (tree, _) = read_site(&dir, &Limits::default());
        let id = tree.find("themes/default/theme.yaml").expect("embedded");
        assert!(tree.text(id).contains("name:"));

        let dir = site(&[("themes/default/theme.yaml", b"name: mine")]);
        let (tree, _) = read_site(&dir, &Limits::default());
        let id = tree.find("themes/default/theme.yaml").expect("on disk");
        assert_eq!(tree.text(id), "name: mine");
    }

    #[test]
    fn every_embedded_template_is_text() {
        for file in walk::embedded().into_iter().filter(|file| file.role == Role::Template) {
            let Place::Embedded(bytes) = file.place else { panic!("{} is embedded", file.path) };
            assert!(std::str::from_utf8(bytes).is_ok(), "{}", file.path);
        }
    }

    #[test]
    fn what_cannot_be_taken_is_reported_and_stays_in_the_tree() {
        let dir = site(&[
            ("content/people/gbk.yaml", b"\xd0\xd5\xc3\xfb"),
            ("content/people/list.xlsx", b"PK"),
            ("content/people/large.yaml", &[b'a'; 200]),
            ("content/media/large.jpg", &[b'a'; 400]),
        ]);
        let limits = Limits { text: 100, media: 300, ..Limits::default() };
        let (tree, report) = read_site(&dir, &limits);
        assert_eq!(
            report.iter().filter(|line| !line.contains("themes/")).collect::<Vec<_>>(),
            [
                "too-large content/media/large.jpg",
                "not-utf8 content/people/gbk.yaml",
                "too-large content/people/large.yaml",
                "unknown-file content/people/list.xlsx",
            ]
        );
        let id = tree.find("content/people/gbk.yaml").expect("in the tree");
        assert!(tree.file(id).text.is_none());
    }

    #[test]
    fn depth_and_number_are_limited() {
        let dir = site(&[("content/a/b/c/d.yaml", b""), ("content/a/b/e.yaml", b"")]);
        let (tree, report) = read_site(&dir, &Limits { depth: 2, ..Limits::default() });
        assert_eq!(report, ["too-large content/a/b/c"]);
        assert_eq!(content(&tree), ["content/site.yaml", "content/a/b/c", "content/a/b/e.yaml"]);
        let (_, report) = read_site(&dir, &Limits { files: 1, ..Limits::default() });
        assert!(report.contains(&"too-large content/site.yaml".to_owned()), "{report:?}");
    }

    #[test]
    fn the_output_is_not_read() {
        let dir = site(&[("content/out/people/a.yaml", b"a"), ("content/b.yaml", b"b")]);
        let (tree, _) =
            read(dir.path(), &dir.path().join("content").join("out"), &Limits::default()).expect("readable");
        assert_eq!(content(&tree), ["content/site.yaml", "content/b.yaml"]);
    }

    #[test]
    fn no_content_is_a_failure_of_the_machine() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let error = read(dir.path(), &dir.path().join("output"), &Limits::default()).expect_err("no content");
        assert_eq!(error.path, dir.path().join("content"));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_differ_in_case_collide_at_the_first_difference() {
        let dir = site(&[
            ("content/people/a.yaml", b""),
            ("content/People/a.yaml", b""),
            ("content/media/X.jpg", b""),
            ("content/media/x.jpg", b""),
            ("content/media/y/x.jpg", b""),
        ]);
        let (_, report) = read_site(&dir, &Limits::default());
        assert_eq!(report, ["case-collision content/media/x.jpg", "case-collision content/people/a.yaml"]);
    }

    #[cfg(unix)]
    #[test]
    fn names_that_differ_in_encoding_collide() {
        let dir = site(&[("content/re\u{301}.yaml", b"1"), ("content/r\u{e9}.yaml", b"2")]);
        let (_, report) = read_site(&dir, &Limits::default());
        assert_eq!(report, ["case-collision content/r\u{e9}.yaml"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_decomposed_name_is_shown_composed_and_still_read() {
        let dir = site(&[("content/media/re\u{301}.jpg", b"1")]);
        let (tree, _) = read_site(&dir, &Limits::default());
        let id = tree.find("content/media/r\u{e9}.jpg").expect("found");
        assert_eq!(*tree.bytes(id).expect("bytes"), *b"1");
    }

    #[cfg(unix)]
    #[test]
    fn links() {
        use std::os::unix::fs::symlink;
        let outside = site(&[("secret.yaml", b"s")]);
        let dir = site(&[("content/people/a.yaml", b"a"), ("output/index.html", b"o")]);
        let at = |path: &str| dir.path().join(path);
        symlink(outside.path().join("secret.yaml"), at("content/out.yaml")).expect("link");
        symlink(outside.path(), at("content/outdir")).expect("link");
        symlink(at("content/people"), at("content/inside")).expect("link");
        symlink(at("content"), at("content/people/loop")).expect("link");
        symlink(at("content/gone.yaml"), at("content/nowhere.yaml")).expect("link");
        symlink(at("output"), at("content/output")).expect("link");
        let (tree, report) = read_site(&dir, &Limits::default());
        assert_eq!(
            report,
            [
                "link-unreadable content/inside/loop",
                "link-unreadable content/nowhere.yaml",
                "link-leaves-site content/out.yaml",
                "link-leaves-site content/outdir",
                "link-leaves-site content/output",
                "link-unreadable content/people/loop",
            ]
        );
        let id = tree.find("content/inside/a.yaml").expect("followed");
        assert_eq!(tree.text(id), "a");
        assert!(tree.files().all(|(_, file)| !file.path.contains("secret") && !file.path.contains("index")));
    }
}
