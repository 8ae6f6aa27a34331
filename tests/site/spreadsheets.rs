//! Rosters in spreadsheets: what is exported and imported again changes nothing, and no file is too odd to be answered.

use std::fs;

use encoding_rs::GB18030;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use honorroll::diag::{FileId, Report};
use honorroll::export::{self, Scope};
use honorroll::import::{self, Mapping, Options, Roster};
use honorroll::model::{self, edit};
use honorroll::source;

use crate::workspace::{Workspace, files_of};

/// Imports bytes into a site without writing: the changes, and whether anything was in doubt.
fn plan(site: &Workspace, name: &str, bytes: &[u8]) -> (import::Changes, Report) {
    let mut report = Report::new();
    let (tree, _) = source::read(site.root(), &site.path("output"), &source::Limits::default())
        .expect("the site can be read");
    let draft = model::parse(&tree, None, &mut report);
    assert_eq!(report.errors(), 0, "the site is right");
    let (book, _) = import::read(name, bytes, FileId(10_000)).expect("it is a spreadsheet");
    let mut roster = Roster { name: name.to_owned(), ..Roster::default() };
    for sheet in book.sheets.iter().filter(|sheet| !sheet.is_hidden) {
        let table = import::find(sheet, &Mapping::default(), &mut report).expect("its headings are known");
        roster.add(table, &Mapping::default(), &mut report);
    }
    let changes = import::plan(&roster, &draft, &tree, Options::default(), &mut report);
    for (id, edits) in &changes.edits {
        let text = tree.file(*id).text.as_deref().expect("records are text");
        edit::apply(text, edits).expect("the layout can be kept");
    }
    (changes, report)
}

/// The site's records as files of every form and scope.
fn exported(site: &Workspace) -> Vec<(String, Vec<u8>)> {
    let mut report = Report::new();
    let (tree, _) = source::read(site.root(), &site.path("output"), &source::Limits::default())
        .expect("the site can be read");
    let draft = model::parse(&tree, None, &mut report);
    let all = export::sheets(&draft, &Scope::Everything).expect("there is everything");
    let mut files = vec![("全部.xlsx".to_owned(), export::xlsx(&all).expect("a workbook can be made"))];
    files.extend(all.iter().map(|sheet| (format!("{}.csv", sheet.name), export::csv(sheet))));
    files
}

#[test]
fn an_export_that_nobody_edited_changes_nothing() {
    let site = Workspace::copy_of("tests/sites/full");
    let before = files_of(&site.path("content"));
    site.write("scratch/README", "");
    let file = site.path("scratch/all.xlsx");
    let file = file.to_str().expect("a path in UTF-8");
    let run = site.run(&["export", file, "--lang", "en"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let run = site.run(&["import", file, "--lang", "en"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.ends_with("nothing to write\n"), "{}", run.stdout);
    for (name, bytes) in exported(&site) {
        let (changes, report) = plan(&site, &name, &bytes);
        assert!(changes.is_empty() && report.iter().count() == 0, "{name}: {changes:?} {report:?}");
    }
    assert_eq!(files_of(&site.path("content")), before);
}

#[test]
fn two_exports_are_the_same_bytes() {
    let site = Workspace::copy_of("tests/sites/full");
    assert_eq!(exported(&site), exported(&site));
}

const ROSTER: &str =
    "姓名,性别,单位,职务,荣誉称号,文号\n张　三,男,示例市水务局,科员,先进个人,示委发〔2030〕15号\n";

#[test]
fn an_edited_roster_changes_what_was_edited_and_keeps_the_rest() {
    let record =
        "# 张三的记录\n姓名: 张三  # 本名\n单位: 示例市水务局\n\n职务: '科员'   # 现职\n标签:\n  - 防汛\n";
    let site = Workspace::new(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n"),
        ("content/units.yaml", "- 名称: 示例市水务局\n"),
        ("content/people/zhang-san.yaml", record),
        ("名单.csv", "姓名,性别,单位,职务\n张　三,男,示例市水务局,副局长\n李四,女,示例市林业局,科员\n"),
    ]);
    let file = site.path("名单.csv");
    let run = site.run(&["import", file.to_str().expect("a path in UTF-8")]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let expect = record.replace("'科员'", "副局长");
    let expect = expect.replace("# 现职\n", "# 现职\n性别: 男\n");
    assert_eq!(site.read("content/people/zhang-san.yaml"), expect);
    assert!(site.read("content/people/li-si.yaml").contains("状态: 草稿"));
    assert!(site.read("content/units/shi-li-shi-lin-ye-ju.yaml").contains("名称: 示例市林业局"));
    assert_eq!(site.run(&["check"]).code, 0);
    let run = site.run(&["import", file.to_str().expect("a path in UTF-8"), "--lang", "en"]);
    assert!(run.stdout.ends_with("nothing to write\n"), "{}", run.stdout);
}

#[test]
fn a_dry_run_and_a_doubt_write_nothing() {
    let site = Workspace::new(&[("content/site.yaml", "站名: 示例市光荣榜\n"), ("a.csv", ROSTER)]);
    let file = site.path("a.csv");
    let file = file.to_str().expect("a path in UTF-8");
    let before = files_of(site.root());
    assert_eq!(site.run(&["import", file, "--dry-run"]).code, 0);
    assert_eq!(files_of(site.root()), before);
    site.write("a.csv", &format!("{ROSTER}李四、王五,,示例市水务局,,先进个人,示委发〔2030〕15号\n"));
    let before = files_of(site.root());
    assert_eq!(site.run(&["import", file]).code, 1);
    assert_eq!(files_of(site.root()), before);
}

#[test]
fn lists_lose_lines_only_where_that_is_asked_for() {
    let site = Workspace::new(&[("content/site.yaml", "站名: 示例市光荣榜\n"), ("a.csv", ROSTER)]);
    let file = site.path("a.csv");
    let file = file.to_str().expect("a path in UTF-8");
    site.write("a.csv", &format!("{ROSTER}李四,女,示例市水务局,股长,先进个人,示委发〔2030〕15号\n"));
    assert_eq!(site.run(&["import", file]).code, 0);
    let list = "content/commendations/shi-wei-fa-2030-15-hao.yaml";
    site.write("a.csv", ROSTER);
    let run = site.run(&["import", file]);
    assert!(run.stdout.contains("名单里的“李四”"), "{}", run.stdout);
    assert!(site.read(list).contains("li-si"));
    assert_eq!(site.run(&["import", file, "--prune"]).code, 0);
    assert!(!site.read(list).contains("li-si") && site.read(list).contains("zhang-san"));
    assert!(site.path("content/people/li-si.yaml").exists());
}

#[test]
fn identity_numbers_reach_no_record() {
    let site = Workspace::new(&[("content/site.yaml", "站名: 示例市光荣榜\n")]);
    let roster =
        "姓名,单位,公民身份号码,联系电话（手机）\n张三,示例市水务局,110101199001010015,13800000000\n";
    fs::write(site.path("a.csv"), GB18030.encode(roster).0).expect("files can be written");
    let file = site.path("a.csv");
    let run = site.run(&["import", file.to_str().expect("a path in UTF-8")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (path, bytes) in files_of(&site.path("content")) {
        let text = String::from_utf8(bytes).expect("records are text");
        assert!(!text.contains("110101") && !text.contains("1380000"), "{path}");
    }
}

/// What files of several formats begin with.
const HEADS: [&[u8]; 5] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"", b"\xff\xfe"];

fn name() -> impl Strategy<Value = String> {
    "[张李王赵钱孙]{1}[甲乙丙丁示例]{1,2}"
}

fn text() -> impl Strategy<Value = String> {
    "[甲乙丙=+@,\"'#：: 〔〕0-9]{0,12}"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    /// Whatever records say, exported and imported again they say the same.
    #[test]
    fn an_export_changes_nothing(
        people in vec((name(), 0..3_usize, text(), text()), 0..8),
        lines in vec((any::<Index>(), select(&["person", "name", "who"][..]), text()), 0..8),
    ) {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let units = "- 名称: 甲局\n- 名称: 乙局\n- {名称: 办公室, 上级: 甲局}\n- {名称: 办公室, 上级: 乙局, 标识: yi-ban}\n";
        let unit = ["甲局", "甲局/办公室", "yi-ban"];
        let mut records = String::new();
        for (at, (name, of, post, summary)) in people.iter().enumerate() {
            records += &format!("- {{标识: p{at}, 姓名: {name}, 单位: {}, 职务: {}, 简介: {}}}\n", unit[*of], quoted(post.trim()), quoted(summary.trim()));
        }
        let mut list = String::from("标题: 关于表彰的决定\n日期: 2030-01-01\n荣誉:\n- 授予称号: 先进个人\n  名单:\n");
        for (at, form, words) in &lines {
            if people.is_empty() {
                continue;
            }
            let at = at.index(people.len());
            let (name, words) = (&people[at].0, quoted(words.trim()));
            list += &match *form {
                "person" => format!("  - {{个人: p{at}, 事由: {words}}}\n"),
                "name" => format!("  - {{姓名: {name}, 工作单位及职务: {words}}}\n"),
                _ => format!("  - {name}\n"),
            };
        }
        let site = Workspace::new(&[
            ("content/site.yaml", "站名: 示例市光荣榜\n"),
            ("content/units.yaml", units),
            ("content/people.yaml", &records),
            ("content/commendations/a.yaml", &list),
        ]);
        for (name, bytes) in exported(&site) {
            if people.is_empty() && name != "表彰.csv" {
                continue;
            }
            let (changes, report) = plan(&site, &name, &bytes);
            prop_assert!(changes.is_empty() && report.errors() == 0, "{name}\n{changes:?}\n{report:?}\n{records}\n{list}");
        }
    }

    /// A damaged workbook is read or refused.
    #[test]
    fn no_damage_panics(damages in vec((any::<Index>(), any::<u8>()), 1..12), cut in any::<Index>(), is_cut in any::<bool>()) {
        let site = Workspace::new(&[("content/site.yaml", "站名: 示例市光荣榜\n"), ("content/people.yaml", "- 姓名: 张三\n- 姓名: 李四\n")]);
        let (name, mut bytes) = exported(&site).remove(0);
        for (at, byte) in damages {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = import::read(&name, &bytes, FileId(0));
    }

    /// So is anything else, whatever it begins with.
    #[test]
    fn no_bytes_panic(head in select(&HEADS[..]), bytes in vec(any::<u8>(), 0..1500)) {
        let _ = import::read("a.xls", &[head, &bytes].concat(), FileId(0));
    }
}
