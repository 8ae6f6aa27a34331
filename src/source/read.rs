//! The walk over a site's folders, and the reading of what it found.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{File, Place, Role, SourceTree, Stamp, encoding, names};
use crate::diag::{Code, Diagnostic, FileId, IoError, Report, Span, Text};
use crate::say;

/// The themes in the binary; a file of the same path on disk takes the place of one here.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

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
/// Problems of the content are in the report, and the files concerned in the tree without text. An `IoError` is a
/// failure of the machine: there is no `content` folder, or a file may not be read.
pub fn read(root: &Path, output: &Path, limits: &Limits) -> Result<(SourceTree, Report), IoError> {
    read_unless(root, output, limits, |_| None)
}

/// As [`read`], without opening the files that `known` has the contents of; it is asked with what the walk found.
pub(super) fn read_unless<'k>(
    root: &Path,
    output: &Path,
    limits: &Limits,
    known: impl Fn(&File) -> Option<&'k File> + Sync,
) -> Result<(SourceTree, Report), IoError> {
    let content = root.join("content");
    fs::metadata(&content).map_err(|source| IoError {
        doing: say!("打开站点的 content 文件夹", "opening the site's content folder"),
        path: content,
        source,
    })?;

    let mut found = Found::default();
    for top in ["content", "themes"] {
        walk(root, top, output, limits, &mut found)?;
    }
    let mut files: Vec<File> = found.files.into_values().collect();
    bring_site_first(&mut files);

    let loads: Vec<Option<Diagnostic>> = files
        .par_iter_mut()
        .enumerate()
        .map(|(index, file)| {
            look(root, file)?;
            match known(file) {
                Some(known) => {
                    (file.text, file.hash, file.size) = (known.text.clone(), known.hash, known.size);
                    Ok(None)
                }
                None => load(root, FileId(index as u32), file, limits),
            }
        })
        .collect::<Result<_, IoError>>()?;

    let tree = SourceTree { root: root.to_path_buf(), files, linked: found.linked };
    let mut report = Report::new();
    for (path, problem) in found.problems {
        report.push(problem(tree.find(&path).unwrap_or(FileId(0))));
    }
    for diagnostic in loads.into_iter().flatten() {
        report.push(diagnostic);
    }
    names::report_collisions(&tree.files, &mut report);
    Ok((tree, report))
}

/// A file of a theme that comes with the program.
pub struct EmbeddedFile {
    /// From the theme's folder, with `/`: `templates/person.html`.
    pub path: String,
    pub bytes: &'static [u8],
}

/// The files of the theme `name` that the program carries, whatever the site has in their place; none where it has no such theme.
pub fn embedded_theme(name: &str) -> impl Iterator<Item = EmbeddedFile> {
    let mut found = Found::default();
    embedded(&EMBEDDED, &mut found);
    let folder = format!("themes/{name}/");
    found.files.into_values().filter_map(move |file| match file.place {
        Place::Embedded(bytes) => {
            Some(EmbeddedFile { path: file.path.strip_prefix(&folder)?.to_owned(), bytes })
        }
        Place::Disk | Place::DiskAs(_) | Place::Nowhere => None,
    })
}

/// A diagnostic that waits for the id of its file.
type Problem = Box<dyn FnOnce(FileId) -> Diagnostic>;

#[derive(Default)]
struct Found {
    /// By path, so that the order of the disk does not matter.
    files: BTreeMap<String, File>,
    problems: Vec<(String, Problem)>,
    linked: bool,
}

impl Found {
    fn add(&mut self, path: String, role: Role, size: u64, place: Place) {
        let stamp = None;
        let file =
            File { path: path.clone(), role, exists: true, text: None, size, hash: [0; 32], place, stamp };
        self.files.insert(path, file);
    }

    /// Keeps the path in the tree, so that the problem has a place.
    fn refuse(&mut self, path: String, problem: impl FnOnce(FileId) -> Diagnostic + 'static) {
        self.add(path.clone(), Role::Unread, 0, Place::Nowhere);
        self.problems.push((path, Box::new(problem)));
    }
}

fn walk(root: &Path, top: &str, output: &Path, limits: &Limits, found: &mut Found) -> Result<(), IoError> {
    if top == "themes" {
        embedded(&EMBEDDED, found);
        if !root.join(top).exists() {
            return Ok(());
        }
    }
    let home = root.canonicalize().map_err(|source| reading(root, source))?;
    let outputs = [Some(output.to_path_buf()), output.canonicalize().ok()];

    let mut entries = WalkDir::new(root.join(top))
        .follow_links(true)
        .max_depth(limits.depth + 1)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !names::is_ignored(&entry.file_name().to_string_lossy()));
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                bad_entry(root, error, found)?;
                continue;
            }
        };
        let is_dir = entry.file_type().is_dir();
        let (path, exact) = site_path(root, entry.path());
        if outputs.iter().flatten().any(|output| output == entry.path()) {
            if is_dir {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() {
            let target = entry.path().canonicalize().map_err(|source| reading(entry.path(), source))?;
            let into_output = outputs.iter().flatten().any(|output| target.starts_with(output));
            if !target.starts_with(&home) || into_output {
                found.refuse(path.clone(), move |file| link_leaves_site(file, &path));
                if is_dir {
                    entries.skip_current_dir();
                }
                continue;
            }
            found.linked = true;
        }
        if is_dir {
            if entry.depth() > limits.depth {
                let depth = limits.depth;
                found.refuse(path.clone(), move |file| too_deep(file, &path, depth));
            }
            continue;
        }
        take(&entry, path, exact, found);
        if found.files.len() > limits.files {
            let count = limits.files;
            found.problems.push((String::new(), Box::new(move |file| too_many(file, count))));
            return Ok(());
        }
    }
    Ok(())
}

/// Puts one file that is no folder into the tree.
fn take(entry: &DirEntry, path: String, exact: bool, found: &mut Found) {
    if !entry.file_type().is_file() {
        found.refuse(path.clone(), move |file| {
            Diagnostic::warning(
                Code::UnknownFile,
                Span::whole(file),
                say!("“{path}”不是普通文件，没有读取", "`{path}` is not a regular file and was not read"),
            )
        });
        return;
    }
    if entry.path().to_str().is_none() {
        found.refuse(path.clone(), move |file| {
            Diagnostic::error(
                Code::NotUtf8,
                Span::whole(file),
                say!("文件名“{path}”不是 UTF-8 编码", "the file name `{path}` is not UTF-8"),
            )
            .hint(say!("给文件改名", "rename the file"))
        });
        return;
    }
    let role = names::role(&path);
    let place = if exact { Place::Disk } else { Place::DiskAs(relative(entry.path(), &path)) };
    if let Some(twin) = found.files.get(&path).filter(|twin| !matches!(twin.place, Place::Embedded(_))) {
        // Two names on disk that differ only in how an accent is encoded.
        let path = twin.path.clone();
        found.problems.push((path.clone(), Box::new(move |file| twin_names(file, &path))));
        return;
    }
    if role == Role::Unread && path.starts_with("content/") {
        let path = path.clone();
        found.problems.push((path.clone(), Box::new(move |file| unknown_file(file, &path))));
    }
    // How large it is, and how it was left, is found out where files are looked at side by side.
    found.add(path, role, 0, place);
}

/// An entry that walkdir could not give: a link in a circle or to nowhere is the content's fault, the rest the machine's.
fn bad_entry(root: &Path, error: walkdir::Error, found: &mut Found) -> Result<(), IoError> {
    let at = error.path().map(Path::to_path_buf).unwrap_or_else(|| root.to_path_buf());
    let (path, _) = site_path(root, &at);
    let is_link = at.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    if error.loop_ancestor().is_none() && !is_link {
        return Err(reading(&at, error.into()));
    }
    let message = if error.loop_ancestor().is_some() {
        say!(
            "符号链接“{path}”绕回了自己上级的文件夹",
            "the symbolic link `{path}` leads back to a folder it is in"
        )
    } else {
        say!("符号链接“{path}”指向的文件不存在", "the symbolic link `{path}` leads nowhere")
    };
    found.refuse(path, move |file| {
        Diagnostic::error(Code::LinkUnreadable, Span::whole(file), message).hint(say!(
            "删掉这个链接，或者让它指向站点里的文件",
            "remove the link, or make it lead to a file of the site"
        ))
    });
    Ok(())
}

/// The path from the site's root with `/`, in normal form C, and whether the disk spells it the same way.
fn site_path(root: &Path, path: &Path) -> (String, bool) {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let joined = parts.join("/");
    let normal = names::normalize(&joined);
    (normal.to_string(), normal == joined)
}

/// The last components of `path`, as many as `site_path` has, as the disk spells them.
fn relative(path: &Path, site_path: &str) -> Box<Path> {
    let count = site_path.split('/').count();
    let parts: Vec<_> = path.components().collect();
    parts[parts.len().saturating_sub(count)..].iter().collect::<PathBuf>().into_boxed_path()
}

fn embedded(dir: &'static Dir<'static>, found: &mut Found) {
    for file in dir.files() {
        let (inside, _) = site_path(Path::new(""), file.path());
        let hidden = inside.split('/').any(names::is_ignored);
        if !hidden {
            let path = format!("themes/{inside}");
            let role = names::role(&path);
            found.add(path, role, file.contents().len() as u64, Place::Embedded(file.contents()));
        }
    }
    for inner in dir.dirs() {
        embedded(inner, found);
    }
}

/// `content/site.yaml` is file 0 even where it is missing.
fn bring_site_first(files: &mut Vec<File>) {
    let path = "content/site.yaml";
    let site = match files.iter().position(|file| file.path == path) {
        Some(at) => files.remove(at),
        None => File {
            path: path.to_owned(),
            role: Role::Record,
            exists: false,
            text: Some(Arc::from("")),
            size: 0,
            hash: [0; 32],
            place: Place::Nowhere,
            stamp: None,
        },
    };
    files.insert(0, site);
}

/// Fills in how large a file on disk is and how it was left.
fn look(root: &Path, file: &mut File) -> Result<(), IoError> {
    let path = match &file.place {
        Place::Disk => super::join(root, &file.path),
        Place::DiskAs(path) => root.join(path),
        Place::Embedded(_) | Place::Nowhere => return Ok(()),
    };
    let metadata = fs::metadata(&path).map_err(|source| reading(&path, source))?;
    (file.size, file.stamp) = (metadata.len(), Some(Stamp::of(&metadata)));
    Ok(())
}

/// Fills in text and hash; the diagnostic says why there is no text.
pub(super) fn load(
    root: &Path,
    id: FileId,
    file: &mut File,
    limits: &Limits,
) -> Result<Option<Diagnostic>, IoError> {
    let is_text = match file.role {
        Role::Record | Role::Markdown | Role::Template => true,
        Role::Media | Role::Asset => false,
        Role::Unread => return Ok(None),
    };
    let limit = if is_text { limits.text } else { limits.media };
    if file.size > limit {
        return Ok(Some(too_large(id, file, limit)));
    }
    let path = match &file.place {
        Place::Disk => super::join(root, &file.path),
        Place::DiskAs(path) => root.join(path),
        Place::Embedded(bytes) => {
            file.hash = *blake3::hash(bytes).as_bytes();
            if is_text {
                // The embedded themes are text; `every_embedded_template_is_text` holds them to it.
                file.text = Some(Arc::from(String::from_utf8_lossy(bytes).as_ref()));
            }
            return Ok(None);
        }
        Place::Nowhere => return Ok(None),
    };
    if !is_text {
        file.hash = hash_file(&path)?;
        return Ok(None);
    }
    let bytes = fs::read(&path).map_err(|source| reading(&path, source))?;
    file.size = bytes.len() as u64;
    file.hash = *blake3::hash(&bytes).as_bytes();
    match encoding::decode(bytes, id, &file.path) {
        Ok(text) => {
            file.text = Some(Arc::from(text));
            Ok(None)
        }
        Err(diagnostic) => Ok(Some(*diagnostic)),
    }
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

fn link_leaves_site(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code::LinkLeavesSite,
        Span::whole(file),
        say!("符号链接“{path}”指向站点之外", "the symbolic link `{path}` leads out of the site"),
    )
    .hint(say!(
        "把文件复制进站点的文件夹；站点之外的文件一律不发布",
        "copy the file into the site's folder; nothing outside it is published"
    ))
}

fn unknown_file(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::UnknownFile,
        Span::whole(file),
        say!(
            "没有读取“{path}”：不是 .yaml 或 .md 文件",
            "`{path}` was not read: it is neither .yaml nor .md"
        ),
    )
    .hint(say!(
        "图片和附件放进 content/media/；记录存成 .yaml 或 .md；用不着就移走",
        "put pictures and attachments into content/media/, save records as .yaml or .md, or move it away"
    ))
}

fn twin_names(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code::CaseCollision,
        Span::whole(file),
        say!(
            "有两个文件都叫“{path}”，只是字符编码方式不同，在 macOS 上是同一个文件",
            "two files are called `{path}` and differ only in how a character is encoded: on macOS they are one file"
        ),
    )
    .hint(say!("把其中一个改名或合并", "rename one of them, or merge them"))
}

fn too_large(id: FileId, file: &File, limit: u64) -> Diagnostic {
    let path = &file.path;
    let (size, limit) = (file.size.div_ceil(1 << 20), limit >> 20);
    refuse_size(
        id,
        say!(
            "“{path}”有 {size} MiB，超过单个文件的上限 {limit} MiB",
            "`{path}` has {size} MiB; a file may have {limit} MiB at most"
        ),
        say!("拆成几个文件，或者压缩图片", "split it into several files, or compress the picture"),
    )
}

fn too_deep(file: FileId, path: &str, depth: usize) -> Diagnostic {
    refuse_size(
        file,
        say!("“{path}”：文件夹套得太深，最多 {depth} 层", "`{path}`: folders may be at most {depth} deep"),
        say!("把它移到浅一些的地方", "move it further up"),
    )
}

fn too_many(file: FileId, count: usize) -> Diagnostic {
    refuse_size(
        file,
        say!("站点的文件超过 {count} 个", "the site has more than {count} files"),
        say!("把多条记录合并成名册，或者分成几个站点", "merge records into rosters, or split the site"),
    )
}

fn refuse_size(file: FileId, message: Text, hint: Text) -> Diagnostic {
    Diagnostic::error(Code::TooLarge, Span::whole(file), message).hint(hint)
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
        assert_eq!(tree.file(media).text, None);
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
        fn each(dir: &Dir<'_>) {
            for file in dir.files() {
                let (path, _) = site_path(Path::new(""), file.path());
                if names::role(&format!("themes/{path}")) == Role::Template {
                    assert!(file.contents_utf8().is_some(), "{path}");
                }
            }
            dir.dirs().for_each(each);
        }
        each(&EMBEDDED);
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
        assert_eq!(tree.file(id).text, None);
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
