//! What people see of their mistakes: `tests/rules/<code>/` holds a tiny site for every code, and `expected.txt` the
//! diagnostics of that site in both languages, exactly as the commands print them.
//!
//! `UPDATE=1 cargo test --test rules` writes the expected files anew; read every change before taking it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use honorroll::check::{self, Options};
use honorroll::diag::{self, Code, Language, Lines, Report};
use honorroll::model;
use honorroll::pipeline;
use honorroll::progress::Unwatched;
use honorroll::source::{self, SourceTree};

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
        let (tree, report) = run(site.path());
        if !report.iter().any(|diagnostic| diagnostic.code == *code) {
            wrong.push(format!("{code}: the fixture does not show its code"));
        }
        let actual = shown(&report, &tree);
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

/// Whatever happens to the lines of a site's files, checking it ends, and what it says can be shown.
#[test]
fn no_damage_to_a_site_makes_checking_panic() {
    let site = tempfile::tempdir().expect("a folder can be made");
    copy(Path::new("tests/sites/full"), site.path());
    let files: Vec<PathBuf> = texts(&site.path().join("content"));
    let mut chance = Chance(2030);
    for case in 0..100 {
        let path = &files[chance.below(files.len())];
        let whole = fs::read_to_string(path).expect("the site's files are text");
        let damaged = damage(&whole, &mut chance);
        fs::write(path, &damaged).expect("the copy can be written");
        let (tree, mut report) = read(site.path());
        let checked = check::check(model::parse(&tree, &mut report), &options(), &mut report);
        assert_eq!(checked.is_err(), report.errors() > 0, "case {case}");
        assert!(!shown(&report, &tree).is_empty(), "case {case}");
        fs::write(path, whole).expect("the copy can be written");
    }
}

/// One to three lines dropped, doubled, swapped, indented or garbled.
fn damage(text: &str, chance: &mut Chance) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for _ in 0..=chance.below(3) {
        let at = chance.below(lines.len());
        match chance.below(7) {
            0 if lines.len() > 1 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => {
                let other = chance.below(lines.len());
                lines.swap(at, other);
            }
            3 => lines[at].insert_str(0, "  "),
            4 => lines[at] = lines[at].trim_start().to_owned(),
            5 => {
                let half = lines[at].chars().count() / 2;
                lines[at] = lines[at].chars().take(half).collect();
            }
            _ => {
                let marks = [
                    "：",
                    "\"",
                    "[",
                    "}",
                    "- ",
                    "#",
                    "\t",
                    "𠮷",
                    "&",
                    "\u{202e}",
                    "[[",
                    "{{",
                    "9999999999",
                    "~",
                    "·",
                ];
                let mark = marks[chance.below(marks.len())];
                let places: Vec<usize> = lines[at].char_indices().map(|(place, _)| place).collect();
                let place = places.get(chance.below(places.len().max(1))).copied().unwrap_or(0);
                lines[at].insert_str(place, mark);
            }
        }
    }
    lines.concat()
}

/// The same numbers on every machine (a linear congruential generator; Knuth's constants for 64 bits).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Everything that the `check` command does, for one day.
fn run(root: &Path) -> (SourceTree, Report) {
    let (tree, mut report) = read(root);
    // The verdict is in the report.
    let _ = pipeline::prepare(&tree, &options(), None, &Unwatched, &mut report).and_then(|prepared| {
        let plan = pipeline::plan(&prepared, &Unwatched, &mut report)?;
        pipeline::rehearse(&plan, &prepared.theme, &tree, &Unwatched, &mut report)
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
    let mut lines = Lines::new(tree);
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
