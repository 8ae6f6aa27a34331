//! What people see of their mistakes: `tests/rules/<code>/` holds a tiny site for every code, and `expected.txt` the
//! diagnostics of that site in both languages, exactly as the commands print them.
//!
//! `UPDATE=1 cargo test --test rules` writes the expected files anew; read every change before taking it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use honorroll::channels;
use honorroll::check::{self, Options};
use honorroll::diag::{self, Code, Language, Lines, Report};
use honorroll::model::{self, Common, Fields, Kind, specs_of};
use honorroll::pipeline;
use honorroll::plan::Plan;
use honorroll::progress::Unwatched;
use honorroll::source::{self, SourceTree};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

#[test]
fn every_code_has_a_fixture() {
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.name().to_owned()).collect();
    let folders = fs::read_dir("tests/rules").expect("the tests run at the root of the package");
    let folders: BTreeSet<String> = folders
        .map(|entry| entry.expect("the folder can be listed"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("names of codes are ASCII"))
        .collect();
    assert_eq!(codes, folders, "left: Code::ALL, right: tests/rules/");
}

#[test]
fn every_fixture_shows_its_code_as_expected() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let folder = Path::new("tests/rules").join(code.name());
        let Some(site) = site(*code, &folder) else { continue };
        let actual = match folder.join("roster.csv").exists() {
            true => imported(site.path()),
            false => {
                let (tree, report) = run(site.path(), *code == Code::MissingGlyph);
                shown(&report, &tree)
            }
        };
        if !actual.contains(&format!("[{code}]")) {
            wrong.push(format!("{code}: the fixture does not show its code"));
        }
        let file = folder.join("expected.txt");
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if update {
            fs::write(&file, &actual).expect("the fixture can be written");
        } else if actual != expected {
            wrong.push(format!("{code}: not as {} has it:\n{actual}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_manual_explains_every_code() {
    let manual = fs::read_to_string("docs/diagnostics.md").expect("the codes are documented");
    let rows: Vec<Vec<&str>> = (manual.lines().filter(|line| line.starts_with("| `")))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let explained: Vec<&str> = rows.iter().map(|row| row[0].trim_matches('`')).collect();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(explained, codes, "left: docs/diagnostics.md, right: Code::ALL");
    for row in rows {
        assert!(row.len() == 3 && row.iter().all(|cell| !cell.is_empty()), "{row:?}");
    }
}

/// What is said of a roster that is imported into a site.
fn imported(site: &Path) -> String {
    let said = ["zh", "en"].map(|language| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_honorroll"))
            .args(["import", "--dry-run", "--lang", language])
            .arg(site.join("roster.csv"))
            .arg("--site")
            .arg(site)
            .env_clear()
            .output()
            .expect("the program starts");
        String::from_utf8(output.stderr).expect("the program prints UTF-8")
    });
    said.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    /// Whatever happens to the lines of a site's files, checking it ends, and what it says can be shown.
    #[test]
    fn no_damage_to_a_site_makes_checking_panic(file in any::<Index>(), damages in vec(damage(), 1..4)) {
        let site = tempfile::tempdir().expect("a folder can be made");
        copy(Path::new("tests/sites/full"), site.path());
        let files: Vec<PathBuf> = texts(&site.path().join("content"));
        let path = file.get(&files);
        let whole = fs::read_to_string(path).expect("the site's files are text");
        let mut lines: Vec<String> = whole.split_inclusive('\n').map(str::to_owned).collect();
        damages.iter().for_each(|damage| damage.apply(&mut lines));
        fs::write(path, lines.concat()).expect("the copy can be written");
        ends_in_a_verdict(site.path());
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    /// The same of files that hold anything at all.
    #[test]
    fn no_bytes_make_checking_panic(place in select(&PLACES[..]), bytes in vec(any::<u8>(), 0..200)) {
        ends_in_a_verdict(site_with(place, &bytes).path());
    }

    /// The same of files that are made of what records are made of, which gets further in than other bytes.
    #[test]
    fn no_words_make_checking_panic(
        place in select(&PLACES[..]),
        other in select(&PLACES[..]),
        words in vec(select(&WORDS[..]), 0..60),
        more in vec(select(&WORDS[..]), 0..60),
    ) {
        let site = site_with(place, words.concat().as_bytes());
        if other != place {
            write(site.path(), other, more.concat().as_bytes());
        }
        ends_in_a_verdict(site.path());
    }

    /// The same of records that have any of their fields with any of many values: what they say may be as odd as can be.
    #[test]
    fn no_record_makes_checking_panic(
        kind in select(&Kind::ALL[..]),
        records in vec(vec((any::<Index>(), select(&VALUES[..])), 1..10), 1..4),
    ) {
        let names: Vec<&str> = specs_of(kind).iter().chain(Common::SPECS).map(|spec| spec.names[0]).collect();
        let record = |fields: &Vec<(Index, &str)>| {
            let mut fields: Vec<(&str, &str)> = fields.iter().map(|(at, value)| (*at.get(&names), *value)).collect();
            fields.push((names[0], "张三"));
            fields.sort();
            fields.dedup_by_key(|(name, _)| *name);
            let lines: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
            format!("- {}", lines.join("  "))
        };
        let text: String = records.iter().map(record).collect();
        ends_in_a_verdict(site_with(&format!("{}.yaml", kind.folder()), text.as_bytes()).path());
    }
}

/// Reads, checks and plans a site: an error is in the report where there is no roll, and only there.
fn ends_in_a_verdict(root: &Path) {
    let (tree, mut report) = read(root);
    let mut draft = model::parse(&tree, None, &mut report);
    draft.look_at_media(&tree, &mut model::KnownPictures::default());
    let roll = check::check(draft, &options(), &mut check::KnownBodies::default(), &mut report);
    assert_eq!(roll.is_err(), report.errors() > 0);
    if let Ok(roll) = &roll {
        let planned = Plan::new(channels::jobs(roll, &channels::editions(roll)), &mut report);
        assert_eq!(planned.is_err(), report.errors() > 0);
    }
    assert!(!shown(&report, &tree).is_empty());
}

fn site_with(place: &str, bytes: &[u8]) -> tempfile::TempDir {
    let site = tempfile::tempdir().expect("a folder can be made");
    write(site.path(), "site.yaml", "站名: 示例市光荣榜\n默认状态: 发布\n".as_bytes());
    write(site.path(), "units.yaml", "- 名称: 示例局\n- {名称: 甲, 上级: 示例局}\n".as_bytes());
    write(site.path(), "people/zhang-san.yaml", "姓名: 张三\n单位: 示例局\n".as_bytes());
    write(site.path(), place, bytes);
    site
}

fn write(root: &Path, place: &str, bytes: &[u8]) {
    let path = root.join("content").join(place);
    fs::create_dir_all(path.parent().expect("it is below content")).expect("folders can be made");
    fs::write(path, bytes).expect("the site can be written");
}

const PLACES: [&str; 20] = [
    "site.yaml",
    "reviews.yaml",
    "places.yaml",
    "units.yaml",
    "people.yaml",
    "people/zhang-san.yaml",
    "people/zhang-san.md",
    "people/li-si.md",
    "teams.yaml",
    "measures.yaml",
    "commendations.yaml",
    "commendations/a.md",
    "campaigns.yaml",
    "columns.yaml",
    "channels.yaml",
    "stories/a.md",
    "figures.yaml",
    "photos.yaml",
    "pages.yaml",
    "media/a.jpg",
];

/// Pieces of records, right and wrong.
const WORDS: [&str; 72] = [
    "\n",
    "\n",
    "\n",
    "\n- ",
    "\n  ",
    "\n  - ",
    "\n    ",
    ": ",
    ": ",
    "：",
    ":",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "---\n",
    "|\n",
    "# ",
    "\t",
    "\r\n",
    "\u{3000}",
    "~",
    "是",
    "姓名: ",
    "名称: ",
    "标题: ",
    "标识: ",
    "上级: ",
    "单位: ",
    "状态: ",
    "发布",
    "撤下",
    "草稿",
    "日期: ",
    "2030-09-09",
    "9月31日",
    "2030",
    "荣誉: ",
    "名单: ",
    "个人: ",
    "撤销: ",
    "阶段: ",
    "公示: ",
    "起: ",
    "止: ",
    "数量: ",
    "3",
    "人物: ",
    "照片: ",
    "文件: ",
    "a.jpg",
    "授权: ",
    "数值: ",
    "7400",
    "来源: ",
    "曾用编号: ",
    "张三",
    "李四",
    "示例局",
    "甲",
    "示例局/甲",
    "zhang-san",
    "people/",
    "[[",
    "]]",
    "{{photo: ",
    "}}",
    "**",
    "机密",
    "示委发〔2030〕15号",
];

/// What a field may be given, in flow style.
const VALUES: [&str; 32] = [
    "张三",
    "示例局",
    "甲",
    "示例局/甲",
    "zhang-san",
    "people/zhang-san",
    "是",
    "3",
    "-1",
    "2030-09-09",
    "2031-06-01",
    "2031-06-02",
    "9月9日",
    "published",
    "withdrawn",
    "notice",
    "revoked",
    "corrected",
    "个人",
    "on-request",
    "示委发〔2030〕15号",
    "a.jpg",
    "[张三, 李四, 甲]",
    "[[张三], {a: b}]",
    "{file: a.jpg, alt: 甲}",
    "{on: 2031-01-01, number: 示委发〔2031〕1号, reason: 张三}",
    "{from: 2031-06-02, until: 2031-06-01}",
    "[{title: 甲, declared: 1, recipients: [张三, {person: zhang-san, revoked: {on: 2031-01-01}}, {name: 李四}]}]",
    "[{title: 甲, groups: [{title: 乙, recipients: [zhang-san, {unit: 示例局}]}]}]",
    "[{unit: 示例局, post: 甲, from: 2030, until: 2029}]",
    "姓氏笔画",
    "\"\"",
];

#[derive(Clone, Debug)]
enum Damage {
    Drop(Index),
    Double(Index),
    Swap(Index, Index),
    Indent(Index),
    Outdent(Index),
    Halve(Index),
    Insert(Index, Index, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let marks =
        ["：", "\"", "[", "}", "- ", "#", "\t", "𠮷", "&", "\u{202e}", "[[", "{{", "9999999999", "~", "·"];
    let line = any::<Index>;
    prop_oneof![
        line().prop_map(Damage::Drop),
        line().prop_map(Damage::Double),
        (line(), line()).prop_map(|(one, other)| Damage::Swap(one, other)),
        line().prop_map(Damage::Indent),
        line().prop_map(Damage::Outdent),
        line().prop_map(Damage::Halve),
        (line(), line(), select(marks.to_vec()))
            .prop_map(|(at, within, mark)| Damage::Insert(at, within, mark)),
    ]
}

impl Damage {
    fn apply(&self, lines: &mut Vec<String>) {
        let count = lines.len();
        if count == 0 {
            return;
        }
        match self {
            Damage::Drop(at) => drop(lines.remove(at.index(count))),
            Damage::Double(at) => lines.insert(at.index(count), lines[at.index(count)].clone()),
            Damage::Swap(one, other) => lines.swap(one.index(count), other.index(count)),
            Damage::Indent(at) => lines[at.index(count)].insert_str(0, "  "),
            Damage::Outdent(at) => {
                let line = &mut lines[at.index(count)];
                *line = line.trim_start().to_owned();
            }
            Damage::Halve(at) => {
                let line = &mut lines[at.index(count)];
                *line = line.chars().take(line.chars().count() / 2).collect();
            }
            Damage::Insert(at, within, mark) => {
                let line = &mut lines[at.index(count)];
                let places: Vec<usize> =
                    line.char_indices().map(|(place, _)| place).chain([line.len()]).collect();
                line.insert_str(*within.get(&places), mark);
            }
        }
    }
}

/// Everything that the `check` command does, for one day.
/// As `check` does, with `--glyphs` or without.
fn run(root: &Path, glyphs: bool) -> (SourceTree, Report) {
    let (tree, mut report) = read(root);
    // The verdict is in the report.
    let _ =
        pipeline::prepare(&tree, &options(), None, &mut pipeline::Memory::default(), &Unwatched, &mut report)
            .and_then(|prepared| {
                if glyphs {
                    check::glyphs::check(&prepared.roll, &mut report);
                }
                let plan =
                    pipeline::plan(&prepared, &mut pipeline::Memory::default(), &Unwatched, &mut report)?;
                pipeline::rehearse(&plan, &prepared, &tree, &Unwatched, &mut report)
            });
    (tree, report)
}

fn read(root: &Path) -> (SourceTree, Report) {
    let read = source::read(root, &root.join("output"), &source::Limits::default());
    read.expect("the site has a content folder")
}

fn options() -> Options {
    Options { as_of: "2031-06-01".parse().expect("a date"), drafts: false, base_url: None }
}

fn shown(report: &Report, tree: &SourceTree) -> String {
    let mut lines = Lines::of(tree, report);
    let mut text = String::new();
    for language in [Language::Zh, Language::En] {
        for diagnostic in report.sorted(tree) {
            text += &diag::render(diagnostic, &mut lines, language, false);
            text += "\n\n";
        }
        text += &diag::summary(report, language);
        text += "\n\n";
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// The site of a fixture: its folder, or a copy with what a repository cannot hold on every system.
enum Site {
    Folder(PathBuf),
    Copy(tempfile::TempDir),
}

impl Site {
    fn path(&self) -> &Path {
        match self {
            Site::Folder(path) => path,
            Site::Copy(folder) => folder.path(),
        }
    }
}

/// `None` where this system cannot have such a site.
fn site(code: Code, folder: &Path) -> Option<Site> {
    let prepare: fn(&Path) -> bool = match code {
        Code::TooLarge => huge_file,
        Code::CaseCollision => two_cases,
        Code::LinkLeavesSite => link_out,
        Code::LinkUnreadable => link_to_nothing,
        _ => return Some(Site::Folder(folder.to_owned())),
    };
    let site = tempfile::tempdir().expect("a folder can be made");
    copy(folder, site.path());
    prepare(&site.path().join("content")).then_some(Site::Copy(site))
}

/// A hole of a file: it takes no room on the disk.
fn huge_file(content: &Path) -> bool {
    let file = fs::File::create(content.join("people.yaml")).expect("the copy can be written");
    file.set_len(source::Limits::default().text + 1).expect("the file can be made that long");
    true
}

fn two_cases(content: &Path) -> bool {
    let people = content.join("people");
    fs::create_dir_all(&people).expect("the copy can be written");
    fs::write(people.join("zhang-san.yaml"), "id: zhang-san\n姓名: 张三\n").expect("the copy can be written");
    fs::write(people.join("Zhang-San.yaml"), "id: li-si\n姓名: 李四\n").expect("the copy can be written");
    fs::read_dir(people).expect("the folder can be listed").count() == 2
}

#[cfg(unix)]
fn link_out(content: &Path) -> bool {
    let outside = std::env::current_dir().expect("the tests have a folder").join("Cargo.toml");
    std::os::unix::fs::symlink(outside, content.join("people.yaml")).is_ok()
}

#[cfg(unix)]
fn link_to_nothing(content: &Path) -> bool {
    std::os::unix::fs::symlink("nowhere.yaml", content.join("people.yaml")).is_ok()
}

#[cfg(not(unix))]
fn link_out(_: &Path) -> bool {
    false
}

#[cfg(not(unix))]
fn link_to_nothing(_: &Path) -> bool {
    false
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the folder can be listed") {
        let entry = entry.expect("the folder can be listed");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("the copy can be written");
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the copy can be written");
        }
    }
}

/// The records of a site, in one order on every machine.
fn texts(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            files.extend(texts(&path));
        } else if matches!(extension, Some("yaml" | "yml" | "md")) {
            files.push(path);
        }
    }
    files.sort();
    files
}
