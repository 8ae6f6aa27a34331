//! From files to records: which kind lives where, one record or many, where a body belongs.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::decode::{Decode, Entries, Spanned, Word};
use super::pictures;
use super::yaml::{self, Data, Node};
use super::*;
use crate::diag::{Code, Diagnostic, FileId, Report, Span};
use crate::picture::{self, Finding};
use crate::say;
use crate::source::{File, Passage, Role, SourceTree};
use crate::text::similar;

/// So many files at most are read in one go: a roster is as much work as a thousand others, and no core should wait.
const AT_ONCE: usize = 32;

/// Everything that staff wrote, mistakes left out.
#[derive(Debug)]
pub struct Draft {
    /// `None` after a mistake in `content/site.yaml`, which is reported.
    pub site: Option<Site>,
    pub tables: Tables,
    pub reviews: Vec<Review>,
    /// Files under `content/media/`, by their path there.
    pub media: BTreeMap<String, Media>,
    pub tombstones: Tombstones,
    /// Stands for all files of the site but for the bodies of records: BLAKE3 of their paths, and of what stands before the body
    /// or, where there is none, of their contents.
    pub common: [u8; 32],
}

impl Draft {
    /// Finds out what is in every file that records may name. What is not `known` is read, and pictures are decoded; that takes
    /// as long as there are new ones, and is of no use to who wants the records alone.
    pub fn look_at_media(&mut self, tree: &SourceTree, known: &mut KnownPictures) {
        self.media = pictures::media(tree, known);
    }
}

/// A file that records may show or offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    pub file: FileId,
    /// In bytes.
    pub size: u64,
    /// BLAKE3 of the bytes.
    pub hash: [u8; 32],
    pub finding: Finding,
}

impl Media {
    /// What the names of its prints begin with: made of its contents, so that neither the name of the file is told, which may say who is
    /// in it or when it was taken, nor are they made again where the file is moved.
    pub fn print_name(&self) -> String {
        picture::hexadecimal(&self.hash[..8])
    }
}

/// The path under `media/` of a file as records and bodies name it: `a.jpg`, `media/a.jpg`, `/media/a.jpg`.
pub fn media_path(named: &str) -> &str {
    let path = named.trim_start_matches("./").trim_start_matches('/');
    path.strip_prefix("media/").unwrap_or(path)
}

/// Names of records that are there but could not be read: mentions of them are no second mistake.
#[derive(Debug, Default)]
pub struct Tombstones(HashSet<(Kind, String)>);

impl Tombstones {
    pub fn covers(&self, kind: Kind, name: &str) -> bool {
        self.0.contains(&(kind, name.to_string()))
    }
}

/// One record and where it was written.
#[derive(Clone, Debug)]
pub struct Record<T> {
    /// Unique among its kind once checked.
    pub id: Word,
    /// Last part of its address; empty until `check` has made it.
    pub slug: String,
    /// The record as a whole.
    pub span: Span,
    pub common: Common,
    pub data: T,
    pub body: Option<BodySource>,
}

/// A Markdown body, still as it was written.
#[derive(Clone, Debug)]
pub struct BodySource {
    file: FileId,
    /// The text of the whole file.
    text: Passage,
    range: Range<usize>,
    /// Of the whole file.
    hash: [u8; 32],
}

/// Stands for the text of a body: two with one key are the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BodyKey {
    /// BLAKE3 of the file.
    hash: [u8; 32],
    /// Where in the file's text the body begins. It goes on to the end.
    start: u32,
}

impl BodyKey {
    /// Any number, the same in every run; keys are spread evenly.
    pub fn spread(&self) -> usize {
        usize::from(self.hash[0])
    }
}

impl BodySource {
    fn new(id: FileId, file: &File, text: &Passage, start: usize) -> BodySource {
        BodySource { file: id, text: text.clone(), range: start..text.len(), hash: file.hash }
    }

    pub fn key(&self) -> BodyKey {
        BodyKey { hash: self.hash, start: self.range.start as u32 }
    }

    /// BLAKE3 of the file that it is in.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }

    pub fn text(&self) -> &str {
        &self.text[self.range.clone()]
    }

    /// Where the body lies in its file.
    pub fn span(&self) -> Span {
        Span::new(self.file, self.range.clone())
    }
}

impl<T: RecordKind> Record<T> {
    pub fn title(&self) -> &str {
        self.data.title()
    }
}

/// What came of every file of a tree, so that those which are the same in the next one are copied rather than read.
#[derive(Debug, Default)]
pub struct KnownFiles {
    files: Vec<Arc<KnownFile>>,
    /// Copies that were made ahead, one a file.
    copies: Vec<FileRead>,
}

#[derive(Debug)]
struct KnownFile {
    id: FileId,
    path: String,
    hash: [u8; 32],
    read: FileRead,
}

impl KnownFiles {
    /// Copies what is known, while there is time for it: the next reading gives these away.
    pub fn copy_ahead(&mut self) {
        self.copies = self.files.par_iter().map(|known| known.read.clone()).collect();
    }

    /// Reads what is not known; afterwards these files are known, and no others.
    fn read(&mut self, files: &[(FileId, &File, Home)]) -> Vec<FileRead> {
        let read = |&(id, file, home): &(FileId, &File, Home)| match self.find(id, file) {
            Some(at) => (Arc::clone(&self.files[at]), Some(at)),
            None => {
                let (path, read) = (file.path.clone(), read_file(id, file, home));
                (Arc::new(KnownFile { id, path, hash: file.hash, read }), None)
            }
        };
        let (now, known): (Vec<_>, Vec<Option<usize>>) =
            files.par_iter().with_max_len(AT_ONCE).map(read).unzip();
        self.files = now;
        let mut copies: Vec<Option<FileRead>> =
            std::mem::take(&mut self.copies).into_iter().map(Some).collect();
        let copies: Vec<Option<FileRead>> =
            known.into_iter().map(|at| copies.get_mut(at?).and_then(Option::take)).collect();
        let copied = copies.into_par_iter().zip(&self.files);
        copied.map(|(copy, known)| copy.unwrap_or_else(|| known.read.clone())).collect()
    }

    /// A file under another number is another one: its records say where they stand.
    fn find(&self, id: FileId, file: &File) -> Option<usize> {
        let at = self.files.binary_search_by_key(&id, |known| known.id).ok()?;
        let known = &self.files[at];
        (known.path == file.path && known.hash == file.hash).then_some(at)
    }
}

/// Reads every record of the site, reporting every mistake.
///
/// Given `known`, only what is not known is parsed, and what is read now is known afterwards. The result is the same.
///
/// The draft has no media yet: see [`Draft::look_at_media`].
pub fn parse(tree: &SourceTree, known: Option<&mut KnownFiles>, report: &mut Report) -> Draft {
    let files: Vec<(FileId, &File, Home)> = tree
        .files()
        .filter(|(_, file)| file.exists && matches!(file.role, Role::Record | Role::Markdown))
        .map(|(id, file)| (id, file, Home::of(&file.path)))
        .collect();
    let read: Vec<FileRead> = match known {
        Some(known) => known.read(&files),
        None => {
            let read = |&(id, file, home): &(FileId, &File, Home)| read_file(id, file, home);
            files.par_iter().with_max_len(AT_ONCE).map(read).collect()
        }
    };

    let mut draft = Draft {
        site: None,
        tables: Tables::with_room_for(read.iter().filter_map(|file| file.tables.as_deref())),
        reviews: Vec::new(),
        media: BTreeMap::new(),
        tombstones: Tombstones::default(),
        common: [0; 32],
    };
    // No index where the record could not be read: its body is no second mistake.
    let mut single: HashMap<&str, (Kind, Option<usize>, FileId)> = HashMap::with_capacity(files.len());
    let mut bodies = Vec::with_capacity(files.len());
    for ((id, file, home), read) in files.iter().zip(read) {
        report.extend(read.report);
        if let Home::Kind(kind) = *home {
            draft.tombstones.0.extend(read.tombstones.into_iter().map(|name| (kind, name)));
            if read.single {
                let has_record = read.tables.as_ref().is_some_and(|tables| tables.len(kind) > 0);
                let index = has_record.then(|| draft.tables.len(kind));
                match single.entry(stem(&file.path)) {
                    Entry::Vacant(vacant) => drop(vacant.insert((kind, index, *id))),
                    Entry::Occupied(first) => {
                        report.push(two_homes(*id, first.get().2));
                        // The second is left out, so that nothing else is said of there being two.
                        let names = names_in(file.text.as_deref().unwrap_or(""));
                        draft.tombstones.0.extend(names.into_iter().map(|name| (kind, name)));
                        continue;
                    }
                }
            }
            if let Some(body) = read.lone_body {
                bodies.push((stem(&file.path), body));
            }
        }
        draft.site = draft.site.or(read.site.map(|site| *site));
        draft.reviews.extend(read.reviews);
        if let Some(tables) = read.tables {
            draft.tables.append(*tables);
        }
    }
    for (stem, body) in bodies {
        match single.get(stem) {
            Some(&(kind, Some(index), _)) => draft.tables.attach(kind, index, body),
            Some((_, None, _)) => {}
            None => report.push(
                Diagnostic::error(
                    Code::OrphanBody,
                    Span::whole(body.file),
                    say!("这个正文没有对应的记录", "this body belongs to no record"),
                )
                .hint(say!(
                    "在文件开头写两行 --- 并在中间写字段，或在旁边放同名的 .yaml 文件（只含一条记录）",
                    "begin the file with fields between two --- lines, or put a .yaml file with one record and the same name beside it"
                )),
            ),
        }
    }
    if !tree.file(FileId(0)).exists {
        report.push(
            Diagnostic::error(
                Code::MissingSite,
                Span::whole(FileId(0)),
                say!("没有 content/site.yaml", "there is no content/site.yaml"),
            )
            .hint(say!(
                "新建这个文件，至少写一行“站名: …”；站点在别处时用 --site 指明",
                "make that file with at least a line `title: …`; use --site where the site is elsewhere"
            )),
        );
    }
    draft.common = common(tree, &draft.tables);
    draft
}

/// As [`Draft::common`].
fn common(tree: &SourceTree, tables: &Tables) -> [u8; 32] {
    /// By file, where in it a body begins, which goes on to the end.
    struct Beginnings(Vec<Option<usize>>);

    impl EachTable for Beginnings {
        fn visit<T: InTables>(&mut self, table: &Table<T>) {
            for body in table.iter().filter_map(|record| record.body.as_ref()) {
                self.0[body.file.0 as usize] = Some(body.range.start);
            }
        }
    }

    let mut beginnings = Beginnings(vec![None; tree.files().len()]);
    tables.each(&mut beginnings);
    tree.digest_up_to(|file| beginnings.0[file.0 as usize])
}

/// What kind of record lives at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    Site,
    Reviews,
    Kind(Kind),
    /// Notes for staff.
    Readme,
    Nowhere,
}

impl Home {
    fn of(path: &str) -> Home {
        let inside = path.strip_prefix("content/").unwrap_or(path);
        let (top, nested) = inside.split_once('/').map_or((inside, false), |(top, _)| (top, true));
        let name = top.strip_suffix(".yaml").or(top.strip_suffix(".yml")).unwrap_or(top);
        match name {
            _ if inside.rsplit('/').next().is_some_and(|file| file.starts_with("README.")) => Home::Readme,
            "site" if !nested => Home::Site,
            "reviews" if !nested => Home::Reviews,
            _ if nested || name != top => Kind::of_folder(name).map_or(Home::Nowhere, Home::Kind),
            _ => Home::Nowhere,
        }
    }
}

/// What is in one file. There are many of them at a time: what most do not have is boxed.
#[derive(Clone, Debug, Default)]
struct FileRead {
    tables: Option<Box<Tables>>,
    site: Option<Box<Site>>,
    reviews: Vec<Review>,
    tombstones: Vec<String>,
    /// The file is a mapping: one record, whose body may stand in a file of the same stem.
    single: bool,
    /// A Markdown file without front matter.
    lone_body: Option<BodySource>,
    report: Report,
}

fn read_file(id: FileId, file: &File, home: Home) -> FileRead {
    let mut read = FileRead::default();
    let Some(shared) = &file.text else { return read };
    let text = &**shared;
    match home {
        Home::Readme => {}
        Home::Nowhere => read.report.push(unknown_file(id, file)),
        Home::Site => {
            let node = yaml::parse(yaml::Source { file: id, text, offset: 0 }, &mut read.report);
            read.site = node.and_then(|node| Site::decode(node, &mut read.report)).map(Box::new);
        }
        Home::Reviews => {
            let node = yaml::parse(yaml::Source { file: id, text, offset: 0 }, &mut read.report);
            read.reviews = node.and_then(|node| Vec::decode(node, &mut read.report)).unwrap_or_default();
        }
        Home::Kind(kind) if file.role == Role::Markdown => match front_matter(text) {
            Some((fields, body)) => {
                let source = yaml::Source { file: id, text: &text[fields.clone()], offset: fields.start };
                let body = BodySource::new(id, file, shared, body);
                read_records(kind, source, file, Some(body), &mut read);
            }
            None => match broken_fence(id, text) {
                Some(problem) => {
                    read.report.push(problem);
                    read.tombstones = names_in(text);
                    read.tombstones.push(file_stem(&file.path).to_string());
                }
                None => {
                    read.lone_body = Some(BodySource::new(id, file, shared, 0));
                }
            },
        },
        Home::Kind(kind) => {
            read_records(kind, yaml::Source { file: id, text, offset: 0 }, file, None, &mut read);
        }
    }
    read
}

fn read_records(
    kind: Kind,
    source: yaml::Source<'_>,
    file: &File,
    body: Option<BodySource>,
    read: &mut FileRead,
) {
    let whole_kind_file = !file.path["content/".len()..].contains('/');
    let stem = (!whole_kind_file).then(|| file_stem(&file.path));
    let Some(node) = yaml::parse(source, &mut read.report) else {
        read.tombstones = names_in(source.text);
        read.tombstones.extend(stem.map(str::to_string));
        read.single = true;
        return;
    };
    match node.data {
        Data::List(items) if body.is_none() => {
            for item in items {
                read_record(kind, item, None, None, read);
            }
        }
        Data::Null if body.is_none() => read.report.push(
            Diagnostic::warning(
                Code::EmptyFile,
                Span::whole(source.file),
                say!("文件是空的", "the file is empty"),
            )
            .hint(say!("补上内容，或删去这个文件", "fill it in or remove it")),
        ),
        _ => {
            read.single = true;
            read_record(kind, node, stem, body, read);
        }
    }
}

fn read_record(
    kind: Kind,
    node: Node<'_>,
    stem: Option<&str>,
    body: Option<BodySource>,
    read: &mut FileRead,
) {
    let names = words_of(&node);
    let FileRead { tables, report, .. } = read;
    let tables = tables.get_or_insert_default();
    if !tables.read(kind, RecordReader { node, stem, body, report }) {
        read.tombstones.extend(names);
        read.tombstones.extend(stem.map(str::to_string));
    }
}

/// All that a record may be called: the field that says so may itself be misspelt.
fn words_of(node: &Node<'_>) -> Vec<String> {
    let Data::Map(entries) = &node.data else { return Vec::new() };
    let words = entries.iter().filter_map(|(_, value)| match &value.data {
        Data::Scalar(text) if text.len() <= 120 => Some(text.trim().to_string()),
        _ => None,
    });
    words.collect()
}

/// One record's node and what its file says about it.
pub struct RecordReader<'t, 'r> {
    node: Node<'t>,
    stem: Option<&'t str>,
    body: Option<BodySource>,
    report: &'r mut Report,
}

impl RecordReader<'_, '_> {
    pub fn read<T: RecordKind>(self) -> Option<Record<T>> {
        let RecordReader { node, stem, body, report } = self;
        let span = node.span;
        let mut entries = Entries::of(node, T::SPECS, report)?;
        let common = Common::take(&mut entries, report);
        let data = T::take(&mut entries, report);
        entries.finish(&[Common::SPECS, T::SPECS], report);
        let (common, data) = (common?, data?);
        let id = match (&common.id, stem) {
            (Some(id), _) => id.clone(),
            (None, Some(stem)) => Spanned { value: stem.to_string(), span: data.title().span },
            (None, None) => data.title().clone(),
        };
        Some(Record { id, slug: String::new(), span, common, data, body })
    }
}

/// The bytes of the fields in a Markdown file that begins with `---`, and where its body begins; empty lines may come before.
pub(super) fn front_matter(text: &str) -> Option<(Range<usize>, usize)> {
    let mut at = text.len() - text.trim_start().len();
    let first = text[at..].split_inclusive('\n').next().filter(|line| line.trim_end() == "---")?;
    at += first.len();
    let fields = at;
    for line in text[at..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((fields..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Says of a text that is not [`front_matter`] what its first line was meant to be.
fn broken_fence(file: FileId, text: &str) -> Option<Diagnostic> {
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next().unwrap_or("").trim_end();
    let span = Span::new(file, start..start + line.len());
    let is_dash = |c| matches!(c, '-' | '－' | '—' | '–' | '─' | '_' | '=');
    let is_fence = line.chars().count() >= 2 && line.chars().all(is_dash);
    let has_fields =
        text[start + line.len()..].trim_start().lines().next().is_some_and(|next| next.contains([':', '：']));
    if line == "---" {
        let error = Diagnostic::error(
            Code::YamlSyntax,
            span,
            say!("字段下面没有另一行 ---", "no second `---` follows the fields"),
        );
        return Some(error.hint(say!(
            "字段写完后加一行 ---，下面才是正文",
            "add a line `---` after the fields; the body comes below it"
        )));
    }
    (is_fence && has_fields).then(|| {
        Diagnostic::error(
            Code::YamlSyntax,
            span,
            say!("字段上面的一行要正好是三个半角连字符", "the line above the fields must be three hyphens"),
        )
        .hint(say!("写成 ---，字段下面的一行也是", "write `---`, and the same below the fields"))
    })
}

/// What records in a text that is not YAML seem to be called.
fn names_in(text: &str) -> Vec<String> {
    let keys = ["id", "标识", "name", "姓名", "名称", "title", "标题", "label", "指标", "栏目"];
    text.lines()
        .filter_map(|line| {
            let (key, value) = line.trim_start_matches([' ', '-']).split_once([':', '：'])?;
            keys.contains(&key.trim()).then(|| value.trim().trim_matches(['"', '\'']).to_string())
        })
        .collect()
}

fn stem(path: &str) -> &str {
    let end = path.rfind('.').filter(|dot| *dot > path.rfind('/').map_or(0, |slash| slash + 1));
    &path[..end.unwrap_or(path.len())]
}

fn file_stem(path: &str) -> &str {
    let stem = stem(path);
    &stem[stem.rfind('/').map_or(0, |slash| slash + 1)..]
}

fn two_homes(file: FileId, first: FileId) -> Diagnostic {
    Diagnostic::error(
        Code::TwoHomes,
        Span::whole(file),
        say!("同名的文件里已经有一条记录", "a file of the same name already holds a record"),
    )
    .note(Span::whole(first), say!("已有的记录在这里", "the other record is here"))
    .hint(say!(
        "字段只写在一处：.yaml 写字段，同名 .md 只写正文；或者全部写进 .md",
        "write the fields in one place: the .yaml for fields and the .md for the body alone, or all in the .md"
    ))
}

fn unknown_file(id: FileId, file: &File) -> Diagnostic {
    let folders = Kind::ALL.map(Kind::folder);
    let inside = &file.path["content/".len()..];
    let top = inside.split(['/', '.']).next().unwrap_or(inside);
    // People may have called the folder by what is in it.
    let called = Kind::ALL.into_iter().find(|kind| [kind.zh(), kind.en()].contains(&top)).map(Kind::folder);
    let near = similar::nearest(top, folders.into_iter().chain(["media", "site", "reviews"]), 1);
    let hint = match called.or(near.first().copied()) {
        Some(near) => say!("是不是应该放在 content/{near}？", "did you mean content/{near}?"),
        None => {
            let all = folders.join(" ");
            say!("记录放在这些文件夹里：{all}", "records live in these folders: {all}")
        }
    };
    Diagnostic::error(
        Code::UnknownFile,
        Span::whole(id),
        say!(
            "“{top}”不是任何一类记录的文件夹，里面的内容不会发布",
            "`{top}` is no folder of records: what it holds is not published"
        ),
    )
    .hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_live_in_their_places() {
        for (path, expect) in [
            ("content/site.yaml", Home::Site),
            ("content/reviews.yaml", Home::Reviews),
            ("content/people.yaml", Home::Kind(Kind::Person)),
            ("content/people/a/b/名单.yml", Home::Kind(Kind::Person)),
            ("content/stories/a.md", Home::Kind(Kind::Story)),
            ("content/stories/README.md", Home::Readme),
            ("content/peple/a.yaml", Home::Nowhere),
            ("content/notes.md", Home::Nowhere),
            ("content/people", Home::Nowhere),
        ] {
            assert_eq!(Home::of(path), expect, "{path}");
        }
    }

    #[test]
    fn front_matter_is_found() {
        let text = "---\r\n姓名: 张三\r\n---\r\n正文\r\n";
        let (fields, body) = front_matter(text).expect("begins with ---");
        assert_eq!((&text[fields], &text[body..]), ("姓名: 张三\r\n", "正文\r\n"));
        assert_eq!(front_matter("正文\n---\n"), None);
        assert_eq!(front_matter("\n\n---\na: b\n---\n"), Some((6..11, 15)));
        assert_eq!(front_matter("---\nname: a\n"), None);
    }

    #[test]
    fn stems() {
        assert_eq!(stem("content/people/a.b.yaml"), "content/people/a.b");
        assert_eq!(file_stem("content/people/a.yaml"), "a");
        assert_eq!(file_stem("content/people/.yaml"), ".yaml");
    }
}
