//! Rosters in spreadsheets: what is exported and imported again changes nothing, and no file is too odd to be answered.

use std::fs;
use std::io::{Cursor, Read, Write};

use encoding_rs::GB18030;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use zip::write::SimpleFileOptions;

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
        let tables = import::find(sheet, &Mapping::default(), &mut report);
        assert!(!tables.is_empty(), "its headings are known");
        tables.into_iter().for_each(|table| roster.add(table, &Mapping::default(), &mut report));
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
fn an_export_that_somebody_edited_says_who_is_missing_and_what_cannot_be() {
    let site = Workspace::new(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n"),
        ("content/people.yaml", "- 姓名: 张三\n- {标识: li-si, 姓名: 李四}\n"),
        (
            "content/commendations/a.yaml",
            "标题: 关于表彰的决定\n日期: 2030-01-01\n荣誉:\n- 授予称号: 先进个人\n  名单: [张三]\n",
        ),
    ]);
    let (people, lists) = ("姓名,状态\n张三,草稿\n", "表彰标识,姓名,荣誉称号\na,张三,先进个人\n");
    let file = site.path("全部.xlsx");
    let mut book = Workbook::new();
    for (name, rows) in [("人物", people), ("表彰名单", lists), ("选项", "草稿\n发布\n")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name").set_hidden(name == "选项");
        for (row, line) in rows.lines().enumerate() {
            for (at, text) in line.split(',').enumerate() {
                sheet.write(row as u32, at as u16, text).expect("a cell");
            }
        }
    }
    book.save(&file).expect("files can be written");
    let run =
        site.run(&["import", file.to_str().expect("a path in UTF-8"), "--dry-run", "--same-name", "same"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("人物“李四”（li-si）") && !run.stdout.contains("选项"), "{}", run.stdout);
    let (run, _) =
        imported_rows(&[&["姓名", "状态", "荣誉称号", "级别"], &["张三", "发不", "先进个人", "中央"]]);
    assert_eq!(run.code, 1);
    for expect in ["（单元格 B2）：这里不能写“发不”", "（单元格 D2）：这里不能写“中央”"]
    {
        assert!(run.stderr.contains(expect), "{}", run.stderr);
    }
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

/// Pieces of the text of a Word file.
const PARTS: [&str; 14] = [
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>一、</w:t>",
    "<w:t>1. |*_</w:t>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr/>",
    "<w:tc><w:p/></w:tc>",
    "<w:pPr><w:pStyle w:val=\"1\"/></w:pPr>",
    "<a:blip r:embed=\"r1\"/>",
    "<w:sdt>",
    "</w:sdt>",
];

/// What files of several formats begin with.
const HEADS: [&[u8]; 5] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"", b"\xff\xfe"];

/// A workbook whose sheet `fill` writes.
fn workbook(fill: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("名单").expect("a name");
    fill(sheet).expect("the sheet can be written");
    let hidden = book.add_worksheet();
    hidden.set_name("旧").expect("a name").write(0, 0, "姓名").expect("a cell");
    hidden.set_hidden(true);
    book.save_to_buffer().expect("a workbook can be made")
}

/// The archive with one text replaced in one of its files.
fn repacked(bytes: &[u8], file: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut inner = archive.by_index(at).expect("a file of it");
        let name = inner.name().expect("a name in UTF-8").into_owned();
        let mut content = Vec::new();
        inner.read_to_end(&mut content).expect("memory");
        if name == file {
            let text = String::from_utf8(content).expect("text");
            assert!(text.contains(from), "{text}");
            content = text.replace(from, to).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).expect("memory");
        out.write_all(&content).expect("memory");
    }
    out.finish().expect("memory").into_inner()
}

/// An archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, SimpleFileOptions::default()).expect("memory");
        out.write_all(bytes).expect("memory");
    }
    out.finish().expect("memory").into_inner()
}

/// Imports a file into an empty site; what it printed, and the site.
fn imported(name: &str, bytes: &[u8]) -> (crate::workspace::Run, Workspace) {
    let site = Workspace::new(&[("content/site.yaml", "站名: 示例市光荣榜\n")]);
    fs::write(site.path(name), bytes).expect("files can be written");
    let run = site.run(&["import", site.path(name).to_str().expect("a path in UTF-8")]);
    (run, site)
}

#[test]
fn headings_of_two_rows_are_read_below_a_title() {
    let plain = Format::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let bytes = workbook(|sheet| {
        sheet.merge_range(0, 0, 0, 5, "2030年示例市先进个人名单", &plain)?;
        sheet.merge_range(1, 0, 2, 0, "序号", &plain)?;
        sheet.merge_range(1, 1, 1, 2, "基本情况", &plain)?;
        sheet.merge_range(1, 3, 1, 5, "受表彰情况", &plain)?;
        for (at, heading) in ["姓名", "工作单位", "荣誉称号", "文号", "表彰时间"].into_iter().enumerate()
        {
            sheet.write(2, at as u16 + 1, heading)?;
        }
        sheet.write(3, 0, 1)?.write(3, 1, "张　三（女，彝族）")?.write(3, 2, "示例市水务局")?;
        sheet.merge_range(3, 3, 4, 3, "先进个人", &plain)?;
        sheet.merge_range(3, 4, 4, 4, "示委发〔2030〕15号", &plain)?;
        sheet.write_with_format(3, 5, ExcelDateTime::from_ymd(2030, 9, 9)?, &day)?;
        sheet.write(4, 0, 2)?.write(4, 1, "李　四")?.write(4, 2, "示例市水务局")?.write(4, 5, "2030.9.9")?;
        sheet.write(5, 0, "合计")?.write(5, 1, 2)?;
        Ok(())
    });
    let (run, site) = imported("名单.xlsx", &bytes);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.contains("表“旧”是隐藏的") && run.stdout.contains("2030年示例市先进个人名单"),
        "{}",
        run.stdout
    );
    let list = site.read("content/commendations/shi-wei-fa-2030-15-hao.yaml");
    assert!(
        list.contains("日期: 2030-09-09") && list.contains("个人: zhang-san") && list.contains("个人: li-si"),
        "{list}"
    );
    let person = site.read("content/people/zhang-san.yaml");
    assert!(person.contains("性别: 女") && person.contains("民族: 彝族"), "{person}");
}

/// Imports rows of texts as a workbook.
fn imported_rows(rows: &[&[&str]]) -> (crate::workspace::Run, Workspace) {
    let bytes = workbook(|sheet| {
        for (row, texts) in rows.iter().enumerate() {
            for (at, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                sheet.write(row as u32, at as u16, *text)?;
            }
        }
        Ok(())
    });
    imported("名单.xlsx", &bytes)
}

/// The names of the files in a folder of the site.
fn names_in(site: &Workspace, folder: &str) -> Vec<String> {
    if !site.path(folder).exists() {
        return Vec::new();
    }
    files_of(&site.path(folder)).into_keys().collect()
}

#[test]
fn notes_below_a_list_are_nobody_and_are_shown() {
    let (run, site) = imported_rows(&[
        &["姓名", "单位", "荣誉称号"],
        &["张三", "示例市水务局", "先进个人"],
        &[],
        &["以上同志排名不分先后"],
        &["本名单共1人"],
        &["1.联系人王科长，电话12345"],
        &["示例市委组织部"],
        &["", "", "2030年9月1日"],
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(names_in(&site, "content/people"), ["zhang-san.yaml"]);
    for row in [
        "第 4 行“以上同志排名不分先后”",
        "第 5 行“本名单共1人”",
        "第 6 行“1.联系人",
        "第 7 行“示例市委组织部”",
    ] {
        assert!(run.stdout.contains(row), "{row}: {}", run.stdout);
    }
}

#[test]
fn a_unit_or_a_note_in_the_column_of_names_is_told_of() {
    let (run, site) =
        imported_rows(&[&["姓名", "荣誉称号"], &["示例市水务局防汛队", "先进个人"], &["张三2", "先进个人"]]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("（单元格 A2）：“示例市水务局防汛队”不像姓名"), "{}", run.stderr);
    assert!(run.stderr.contains("（单元格 A3）：“张三2”不像姓名"), "{}", run.stderr);
    assert!(names_in(&site, "content/people").is_empty());
}

#[test]
fn lists_below_one_another_are_read_each_by_its_own_headings() {
    let (run, site) = imported_rows(&[
        &["示例市先进个人名单"],
        &["序号", "姓名", "单位", "荣誉称号"],
        &["1", "张三", "示例市水务局", "先进个人"],
        &["示例市先进集体名单"],
        &["序号", "集体名称", "荣誉称号"],
        &["1", "示例市水务局防汛科", "先进集体"],
        &[],
        &["序号", "单位", "姓名", "荣誉称号"],
        &["1", "示例市交通局", "李四", "优秀党员"],
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(names_in(&site, "content/people"), ["li-si.yaml", "zhang-san.yaml"]);
    assert!(run.stdout.contains("示例市先进集体名单"), "{}", run.stdout);
    assert!(site.read("content/people/li-si.yaml").contains("单位: 示例市交通局"));
    assert!(site.read("content/commendations/xian-jin-ji-ti.yaml").contains("示例市水务局防汛科"));
}

#[test]
fn headings_below_a_list_that_are_not_known_are_no_person() {
    let (run, site) = imported_rows(&[
        &["姓名", "单位", "荣誉称号"],
        &["张三", "示例市水务局", "先进个人"],
        &["姓名", "供职单位", "获评"],
        &["李四", "示例市交通局", "优秀党员"],
    ]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("第 3 行像是另一个名单的表头"), "{}", run.stderr);
    assert!(names_in(&site, "content/people").is_empty());
}

#[test]
fn headings_lie_as_deep_as_they_do() {
    let mut rows: Vec<&[&str]> = vec![&["填表说明：请如实填写。"]; 60];
    rows.extend([&["姓名", "单位"][..], &["张三", "示例市水务局"]]);
    let (run, site) = imported_rows(&rows);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(names_in(&site, "content/people"), ["zhang-san.yaml"]);
}

#[test]
fn a_file_without_a_list_is_a_mistake() {
    for (rows, expect) in [
        (&[&["类型", "人数"][..], &["男", "1"]][..], "没有认出名单的表头"),
        (&[&["姓名", "单位"]], "没有读到一行名单"),
    ] {
        let (run, _) = imported_rows(rows);
        assert!(run.code > 0 && run.stderr.contains(expect), "{}{}", run.stdout, run.stderr);
        assert!(!run.stdout.contains("站点已经是这样"), "{}", run.stdout);
    }
}

#[test]
fn headings_of_two_rows_are_read_in_text_too() {
    let rows = "序号,基本情况,,受表彰情况,\n,姓名,单位,荣誉称号,文号\n1,张三,示例市水务局,先进个人,示委发〔2030〕15号\n";
    for text in [
        rows.to_owned(),
        rows.replace("序号,基本情况,,受表彰情况,", "序号,姓名,单位,受表彰情况,")
            .replace(",姓名,单位,荣", ",,,荣"),
    ] {
        let (run, site) = imported("名单.csv", text.as_bytes());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{text}");
        let list = site.read("content/commendations/shi-wei-fa-2030-15-hao.yaml");
        assert!(
            list.contains("时任单位: 示例市水务局") && run.stdout.contains("A 序号：不导入"),
            "{list}{}",
            run.stdout
        );
    }
}

#[test]
fn what_stands_under_no_heading_is_told_of() {
    let (run, _) = imported("名单.csv", "姓名,单位\n张三,示例市水务局,科员\n".as_bytes());
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("第 C 列没有表头，第 2 行"), "{}", run.stderr);
}

#[test]
fn hidden_rows_stay_out_until_they_are_asked_for() {
    let bytes = workbook(|sheet| {
        for (row, name) in ["姓名", "张三", "李四", "王五"].into_iter().enumerate() {
            sheet.write(row as u32, 0, name)?.write(
                row as u32,
                1,
                if row == 0 { "单位" } else { "示例市水务局" },
            )?;
        }
        sheet.set_row_hidden(2)?;
        Ok(())
    });
    let (run, site) = imported("名单.xlsx", &bytes);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("有 1 行是隐藏的，没有导入（第 3 行起）"), "{}", run.stdout);
    assert_eq!(names_in(&site, "content/people"), ["wang-wu.yaml", "zhang-san.yaml"]);
    let file = site.path("名单.xlsx");
    let file = file.to_str().expect("a path in UTF-8");
    // Those whom nobody sees would leave the lists.
    assert_eq!(site.run(&["import", file, "--prune"]).code, 2);
    fs::remove_dir_all(site.path("content/people")).expect("it is there");
    // The hidden sheet has a heading and nobody.
    assert_eq!(site.run(&["import", file, "--hidden"]).code, 0);
    assert_eq!(names_in(&site, "content/people"), ["li-si.yaml", "wang-wu.yaml", "zhang-san.yaml"]);
}

#[test]
fn a_formula_that_nobody_computed_is_no_empty_cell() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "姓名")?.write(0, 1, "单位")?.write(0, 2, "职务")?.write(1, 0, "张三")?;
        sheet.write_formula(1, 1, rust_xlsxwriter::Formula::new("=D2").set_result("示例市水务局"))?;
        sheet.write_formula(1, 2, rust_xlsxwriter::Formula::new("=E2").set_result("科员"))?;
        Ok(())
    });
    let bytes = repacked(&bytes, "xl/worksheets/sheet1.xml", "<v>科员</v>", "");
    let (run, _) = imported("名单.xlsx", &bytes);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("（单元格 C2）：这个单元格是公式") && !run.stderr.contains("B2"),
        "{}",
        run.stderr
    );
}

#[test]
fn what_a_workbook_says_of_its_size_is_not_believed() {
    let many = "<mergeCell ref=\"A1:IV90000\"/>".repeat(900);
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "姓名")?.write(1, 0, "张三")?.write(89_999, 0, "李四")?;
        Ok(())
    });
    let texts = repacked(&bytes, "xl/sharedStrings.xml", "uniqueCount=\"3\"", "uniqueCount = '9999999999'");
    let regions = repacked(
        &bytes,
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        &format!("</sheetData><mergeCells>{many}</mergeCells>"),
    );
    for (bytes, expect) in [(texts, "不合常理"), (regions, "太多")] {
        let (run, _) = imported("名单.xlsx", &bytes);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(expect), "{}", run.stderr);
    }
}

#[test]
fn two_rows_of_a_new_person_that_disagree_are_told_of() {
    let (run, site) = imported_rows(&[
        &["姓名", "单位", "职务", "事迹"],
        &["张三", "示例市水务局", "科员", "守堤三十天。"],
        &["张三", "示例市水务局", "局长", "抢通道路。"],
    ]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("（单元格 C3）：同一个人的“职务”前面写的是“科员”，这里是“局长”"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("（单元格 D3）：同一个人前面已经有事迹"), "{}", run.stderr);
    assert!(names_in(&site, "content/people").is_empty());
    // Honors may lie years apart.
    let (run, _) = imported_rows(&[
        &["姓名", "单位", "职务", "荣誉称号"],
        &["张三", "示例市水务局", "科员", "先进个人"],
        &["张三", "示例市水务局", "局长", "优秀党员"],
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn a_list_of_thousands_is_compared_again_at_once() {
    let mut roster = String::from("姓名,单位,职务,荣誉称号,文号\n");
    let chars: Vec<char> =
        "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈"
            .chars()
            .collect();
    for at in 0..2_000 {
        roster += &format!(
            "张{}{},示例市第{}局,科员,先进个人,示委发〔2030〕15号\n",
            chars[at % 48],
            chars[at / 48],
            at % 50
        );
    }
    let (run, site) = imported("名单.csv", roster.as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let file = site.path("名单.csv");
    let file = file.to_str().expect("a path in UTF-8");
    let run = site.run(&["import", file, "--lang", "en"]);
    assert!(run.stdout.ends_with("nothing to write\n"), "{}", run.stdout);
    fs::write(file, roster.replacen("科员", "科长", 1)).expect("files can be written");
    let run = site.run(&["import", file, "--lang", "en"]);
    assert!(
        run.stdout.contains("changed, 1:") && run.stdout.contains("the same: 1999 lines"),
        "{}",
        run.stdout
    );
    // Someone of another unit may be someone else: that row is not the same.
    fs::write(file, roster.replacen("第0局", "第1局", 1)).expect("files can be written");
    let run = site.run(&["import", file, "--lang", "en"]);
    assert!(run.code == 1 && run.stdout.contains("the same: 1999 lines"), "{}", run.stdout);
}

#[test]
fn dates_count_from_1904_where_the_workbook_does() {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "姓名")?.write(0, 1, "出生年月")?.write(1, 0, "张三")?;
        // 1 May 1990, counted from 1 January 1904.
        sheet.write_with_format(1, 1, 31_532, &day)?;
        Ok(())
    });
    let bytes = repacked(&bytes, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ");
    let (run, site) = imported("名单.xlsx", &bytes);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.read("content/people/zhang-san.yaml").contains("出生: 1990-05\n"));
}

#[test]
fn a_number_that_has_lost_digits_is_refused_at_its_cell() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "姓名")?.write(0, 1, "文号")?.write(0, 2, "荣誉称号")?;
        sheet.write(1, 0, "张三")?.write(1, 1, 2_030_010_112_345_678_i64)?.write(1, 2, "先进个人")?;
        Ok(())
    });
    let (run, site) = imported("名单.xlsx", &bytes);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("表“名单”第 2 行“文号”列（单元格 B2）"), "{}", run.stderr);
    assert!(!site.path("content/people").exists());
}

#[test]
fn the_old_format_is_read() {
    let (run, site) = imported("名单.xls", include_bytes!("../spreadsheets/roster.xls"));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let list = site.read("content/commendations/xian-jin-ge-ren.yaml");
    assert_eq!(list.matches("时任单位: 示例市水务局").count(), 2, "{list}");
}

#[test]
fn an_open_document_is_read() {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |texts: [&str; 2]| format!("<table:table-row>{}</table:table-row>", texts.map(cell).concat());
    let spans = "<table:table-cell table:number-rows-spanned=\"2\"";
    let covered = format!("<table:table-row>{}<table:covered-table-cell/></table:table-row>", cell("李四"));
    let rows = row(["姓名", "职务"])
        + &row(["张三", "科员"]).replacen(
            "</table:table-cell><table:table-cell",
            &format!("</table:table-cell>{spans}"),
            1,
        )
        + &covered
        + &row(["王五", "科员"])
            .replace("<table:table-row>", "<table:table-row table:visibility=\"filter\">");
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"名单\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = format!(
        "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{kind}\"/></manifest:manifest>"
    );
    let files = [
        ("mimetype", kind.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ];
    let (run, site) = imported("名单.ods", &archive(&files));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.read("content/people/zhang-san.yaml").contains("职务: 科员"));
    // A cell that is merged with the one above, and a row that is filtered out.
    assert!(site.read("content/people/li-si.yaml").contains("职务: 科员"));
    assert!(!site.path("content/people/wang-wu.yaml").exists());
}

/// A compound file that has a stream of that name.
fn compound(stream: &str) -> Vec<u8> {
    let name = stream.encode_utf16().flat_map(u16::to_le_bytes);
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".iter().copied().chain(name).collect()
}

#[test]
fn what_is_no_spreadsheet_is_named_for_what_it_is() {
    let zeros = vec![b' '; 20 << 20];
    for (name, bytes, expect) in [
        ("a.xls", &b"<html><table><tr><td>1</td></tr></table></html>"[..], "网页"),
        (
            "a.xlsx",
            &archive(&[("xl/workbook.xml", b"<a/>"), ("xl/worksheets/sheet1.xml", &zeros)]),
            "不合常理",
        ),
        ("a.xlsx", &archive(&[("xl/workbook.bin", b"")]), "二进制工作簿"),
        ("a.xlsx", b"PK\x03\x04xl/workbook.xml", "可能损坏"),
        ("a.csv", b"\xff\xff\xff\xff", "编码"),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.xlsx", &compound("EncryptedPackage"), "有密码"),
        ("a.doc", &compound("WordDocument"), "旧版 Word"),
        ("a.csv", "姓名,单位\n张三,\"示例市水务局\n".as_bytes(), "第 2 行有一个引号"),
    ] {
        let (run, _) = imported(name, bytes);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(expect), "{name}: {}", run.stderr);
    }
}

#[test]
fn cells_a_million_rows_apart_are_answered_at_once() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "姓名")?.write(1, 0, "张三")?.write(1_048_575, 16_383, "李四")?;
        Ok(())
    });
    let (run, _) = imported("名单.xlsx", &bytes);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("太多"), "{}", run.stderr);
}

/// A Word file of these paragraphs and tables, with one picture.
fn word_file(body: &str) -> Vec<u8> {
    let spaces = "xmlns:w=\"urn:w\" xmlns:r=\"urn:r\" xmlns:a=\"urn:a\" xmlns:wp=\"urn:wp\"";
    let document = format!("<w:document {spaces}><w:body>{body}</w:body></w:document>");
    let styles = "<w:styles xmlns:w=\"urn:w\"><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    let numbers = "<w:numbering xmlns:w=\"urn:w\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let links = "<Relationships xmlns=\"urn:p\"><Relationship Id=\"r1\" Target=\"media/image1.png\"/>\
        <Relationship Id=\"r2\" Target=\"http://tracker.example/a.png\" TargetMode=\"External\"/></Relationships>";
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("word/numbering.xml", numbers.as_bytes()),
        ("word/_rels/document.xml.rels", links.as_bytes()),
        ("word/media/image1.png", b"\x89PNG\r\n\x1a\n"),
    ])
}

fn paragraph(format: &str, runs: &str) -> String {
    format!("<w:p><w:pPr>{format}</w:pPr>{runs}</w:p>")
}

fn plain(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn bold(text: &str) -> String {
    format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>")
}

fn write_up() -> String {
    let item = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("", &plain(text)));
    let picture = |link: &str| {
        format!("<w:r><w:drawing><wp:docPr descr=\"大堤上\"/><a:blip r:embed=\"{link}\"/></w:drawing></w:r>")
    };
    [
        paragraph("<w:jc w:val=\"center\"/>", &bold("大堤上的张三")),
        paragraph("", &plain("　　张三，示例市水务局科员。*不是*列表。")),
        paragraph("", &plain("一、守堤")),
        paragraph(
            "",
            &(plain("连续")
                + &bold("三十天")
                + &plain("在堤上。")
                + "<w:del><w:r><w:t>删去的话</w:t></w:r></w:del>"),
        ),
        paragraph("", &plain("（一）巡查")),
        paragraph(item, &plain("看水位")),
        paragraph(item, &plain("看渗漏")),
        paragraph("", &bold("下堤")),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("日期"),
            cell("水位"),
            cell("9月9日"),
            cell("甲|乙")
        ),
        paragraph("", &picture("r1")),
        paragraph("", &picture("r2")),
    ]
    .concat()
}

const MARKDOWN: &str = "\
张三，示例市水务局科员。\\*不是\\*列表。

## 一、守堤

连续**三十天**在堤上。

### （一）巡查

1. 看水位
1. 看渗漏

## 下堤

| 日期 | 水位 |
| --- | --- |
| 9月9日 | 甲\\|乙 |

![大堤上](media/da-di-shang-de-zhang-san-1.png)
";

#[test]
fn a_write_up_becomes_a_story() {
    let (run, site) = imported("事迹.docx", &word_file(&write_up()));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let story = site.read("content/stories/da-di-shang-de-zhang-san.md");
    assert_eq!(story, format!("---\n标题: 大堤上的张三\n状态: 草稿\n---\n\n{MARKDOWN}"));
    assert!(site.path("content/media/da-di-shang-de-zhang-san-1.png").exists());
    assert!(run.stderr.contains("没有取出"), "{}", run.stderr);
    assert_eq!(site.run(&["import", site.path("事迹.docx").to_str().expect("a path in UTF-8")]).code, 2);
}

#[test]
fn what_readers_of_a_write_up_do_not_see_is_not_published() {
    let run = |format: &str, text: &str| format!("<w:r><w:rPr>{format}</w:rPr><w:t>{text}</w:t></w:r>");
    let removed =
        |text: &str| format!("<w:del><w:r><w:delText>{text}</w:delText><w:t>{text}</w:t></w:r></w:del>");
    let cell = |format: &str, text: &str| {
        format!("<w:tc><w:tcPr>{format}</w:tcPr>{}</w:tc>", paragraph("", &plain(text)))
    };
    let frame = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph("", &plain(text)));
    let rows = [
        format!("<w:tr>{}{}</w:tr>", cell("", "日期"), cell("", "水位")),
        format!("<w:tr><w:trPr><w:del/></w:trPr>{}{}</w:tr>", cell("", "SECRET"), cell("", "SECRET")),
        format!("<w:tr>{}{}</w:tr>", cell("", "9月9日"), cell("<w:cellDel/>", "SECRET")),
    ];
    let item = "<w:pStyle w:val=\"9\"/>";
    let body = [
        paragraph("", &(plain("守堤") + &removed("SECRET") + "<w:ins>" + &plain("三十天。") + "</w:ins>")),
        paragraph("", &removed("SECRET")),
        paragraph(
            "",
            &(plain("看得见。") + &run("<w:vanish/>", "SECRET") + &run("<w:rStyle w:val=\"8\"/>", "SECRET")),
        ),
        paragraph(
            "",
            &(plain("照旧") + &run("<w:strike/>", "SECRET") + &run("<w:strike w:val=\"0\"/>", "继续。")),
        ),
        paragraph("", &(plain("有批注。") + "<w:r><w:commentReference w:id=\"0\"/></w:r>")),
        paragraph(
            "",
            &(plain("堤长十米") + &run("<w:vertAlign w:val=\"superscript\"/>", "2") + &plain("。")),
        ),
        paragraph("", &(plain("见脚注。") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>")),
        paragraph(
            "",
            &format!(
                "{}<w:r><w:Choice>{}</w:Choice><w:Fallback>{}</w:Fallback></w:r>",
                plain("文本框旁。"),
                frame("框里的字。"),
                frame("框里的字。")
            ),
        ),
        paragraph(item, &plain("甲")),
        paragraph(item, &plain("乙")),
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>".to_owned()
            + &paragraph("", &plain("单击此处输入文字"))
            + "</w:sdtContent></w:sdt>",
        format!("<w:tbl>{}</w:tbl>", rows.concat()),
    ];
    let styles = "</w:style><w:style w:styleId=\"8\"><w:name w:val=\"x\"/><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:styleId=\"9\"><w:name w:val=\"List Bullet\"/><w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style></w:styles>";
    let comments = "<w:comments xmlns:w=\"urn:w\"><w:comment><w:p><w:r><w:t>SECRET</w:t></w:r></w:p></w:comment></w:comments>";
    let file = repacked(&word_file(&body.concat()), "word/styles.xml", "</w:style></w:styles>", styles);
    let mut archive = zip::ZipWriter::new_append(Cursor::new(file)).expect("an archive");
    archive.start_file("word/comments.xml", SimpleFileOptions::default()).expect("memory");
    archive.write_all(comments.as_bytes()).expect("memory");
    let (run, site) = imported("事迹.docx", &archive.finish().expect("memory").into_inner());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let story = site.read("content/stories/shi-ji.md");
    let expect = "守堤三十天。\n\n看得见。\n\n照旧继续。\n\n有批注。\n\n堤长十米²。\n\n见脚注。\n\n文本框旁。\n\n框里的字。\n\n- 甲\n- 乙\n\n\
        | 日期 | 水位 |\n| --- | --- |\n| 9月9日 |  |\n";
    assert_eq!(story, format!("---\n标题: 事迹\n状态: 草稿\n---\n\n{expect}"));
    for note in ["修订", "批注", "隐藏的文字", "删除线", "脚注", "文本框"] {
        assert!(run.stderr.contains(note), "{note}: {}", run.stderr);
    }
}

#[test]
fn a_write_up_without_a_word_is_a_mistake() {
    let (run, site) = imported("事迹.docx", &word_file(&paragraph("", "")));
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("没有文字") && !site.path("content/stories").exists(), "{}", run.stderr);
}

#[test]
fn marks_within_one_another_without_end_are_refused() {
    let body = "<w:sdt><w:sdtContent>".repeat(10_000)
        + &paragraph("", &plain("字"))
        + &"</w:sdtContent></w:sdt>".repeat(10_000);
    let (run, _) = imported("事迹.docx", &word_file(&body));
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("不合常理"), "{}", run.stderr);
}

#[test]
fn a_write_up_becomes_the_profile_of_somebody_who_has_none() {
    let site = Workspace::new(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n"),
        ("content/people/zhang-san.yaml", "姓名: 张三\n"),
    ]);
    let file = site.path("事迹.docx");
    fs::write(&file, word_file(&paragraph("", &plain("　　张三守堤三十天。"))))
        .expect("files can be written");
    let file = file.to_str().expect("a path in UTF-8");
    assert_eq!(site.run(&["import", file, "--person", "张三"]).code, 0);
    assert_eq!(site.read("content/people/zhang-san.md"), "张三守堤三十天。\n");
    assert_eq!(site.run(&["import", file, "--person", "张三"]).code, 2);
    assert_eq!(site.run(&["import", file, "--person", "李四"]).code, 2);
    assert_eq!(site.read("content/people/zhang-san.md"), "张三守堤三十天。\n");
}

fn name() -> impl Strategy<Value = String> {
    "[张李王赵钱孙]{1}[甲乙丙丁示例]{1,2}"
}

fn text() -> impl Strategy<Value = String> {
    "[甲乙丙=+@,\"'#：: 〔〕0-9]{0,12}"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

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

    /// So is a Word file whose text holds anything in any order.
    #[test]
    fn no_document_panics(parts in vec(select(&PARTS[..]), 0..60)) {
        let _ = import::word(&word_file(&parts.concat()));
    }

    /// So is anything else, whatever it begins with.
    #[test]
    fn no_bytes_panic(head in select(&HEADS[..]), bytes in vec(any::<u8>(), 0..1500)) {
        let _ = import::read("a.xls", &[head, &bytes].concat(), FileId(0));
        let _ = import::word(&[head, &bytes].concat());
    }
}
