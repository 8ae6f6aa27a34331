//! Personal data that no record shows: in templates of a theme and in attachments. Nothing is written while it is there.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::workspace::{Workspace, places_of};

const SITE: &str = "站名: 示例市光荣榜\n默认状态: 发布\n";
const DECISION: &str =
    "标题: 关于表扬示例工作者的通报\n类别: 通报表扬\n表彰单位: 示例市测试局\n日期: 2030-09-09\n";

fn site(extra: &[(&str, &str)]) -> Workspace {
    let base = [("content/site.yaml", SITE), ("content/people/zhang-san.yaml", "姓名: 张三\n")];
    Workspace::new(&[&base[..], extra].concat())
}

#[track_caller]
fn assert_refused(site: &Workspace, shown: &str) {
    for command in ["check", "build"] {
        let run = site.run(&[command]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("personal-data") && run.stderr.contains(shown), "{}", run.stderr);
        assert!(!run.stderr.contains("13800138000"), "{}", run.stderr);
    }
}

#[test]
fn a_number_in_a_template_stops_the_build_until_it_is_the_publishers() {
    let site = site(&[]);
    site.build(&[]);
    let before = site.output();
    site.write(
        "themes/default/templates/person.html",
        "{% extends \"base.html\" %}{% block main %}<p>13800138000</p>{% endblock main %}",
    );
    assert_refused(&site, "people/zhang-san/");
    assert_eq!(site.output(), before, "nothing was written");

    site.write("content/site.yaml", &format!("{SITE}联系方式: {{电话: 138-0013-8000}}\n"));
    site.build(&[]);
    assert!(
        places_of("13800138000", &site.output()).iter().any(|place| place == "people/zhang-san/index.html")
    );
}

#[test]
fn a_number_in_every_page_is_told_once() {
    let site = site(&[("content/people/li-si.yaml", "姓名: 李四\n")]);
    site.write("themes/default/templates/person.html", "<p>11010519491231002X</p>");
    let run = site.run(&["build"]);
    assert_eq!((run.code, run.stderr.matches("personal-data").count()), (1, 1), "{}", run.stderr);
    assert!(run.stderr.contains("另有 1 个页面"), "{}", run.stderr);
}

#[test]
fn a_number_in_an_attachment_stops_the_build_until_it_is_allowed() {
    let decision = format!("{DECISION}附件: [名单.csv]\n");
    let site = site(&[
        ("content/commendations/a.yaml", &decision),
        ("content/media/名单.csv", "姓名,电话\n张三,13800138000\n"),
    ]);
    assert_refused(&site, "content/media/名单.csv");
    let allowance = "隐私许可: [{内容: 13800138000, 理由: 公开的值班电话, 批准人: 李四}]\n";
    site.write("content/commendations/a.yaml", &format!("{decision}{allowance}"));
    site.build(&[]);
    let output = site.output();
    assert!(!places_of("张三,13800138000", &output).is_empty());
    for word in ["隐私许可", "公开的值班电话"] {
        assert_eq!(places_of(word, &output), Vec::<String>::new(), "allowances are never published");
    }
}

#[test]
fn a_number_in_a_word_document_is_found_however_it_was_typed() {
    let site = site(&[("content/commendations/a.yaml", &format!("{DECISION}附件: [名单.docx]\n"))]);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", SimpleFileOptions::default()).expect("a part");
    archive.write_all(b"<w:p><w:r><w:t>1380013</w:t></w:r><w:r><w:t>8000</w:t></w:r></w:p>").expect("a part");
    let bytes = archive.finish().expect("an archive").into_inner();
    site.write("content/media/README.md", "");
    std::fs::write(site.path("content/media/名单.docx"), bytes).expect("a file");
    assert_refused(&site, "content/media/名单.docx");
}

#[test]
fn a_number_that_is_added_later_is_found_where_only_that_page_is_rendered() {
    let site = site(&[("content/people/li-si.md", "---\n姓名: 李四\n---\n李四坚守岗位。\n")]);
    site.build(&[]);
    // Marks of Markdown between the digits keep no number from being read.
    site.write("content/people/li-si.md", "---\n姓名: 李四\n---\n李四坚守岗位，手机**138**00138000。\n");
    assert_refused(&site, "138**");
}

/// Texts that were read by an earlier build are not read again, unless what is to be said of them may be otherwise.
#[test]
fn an_allowance_that_is_taken_back_and_a_term_that_is_added_are_felt_by_texts_that_stay() {
    let site = site(&[
        ("content/people/li-si.yaml", "姓名: 李四\n"),
        ("content/people/li-si.md", "值班电话13800138000，李四坚守冈位。\n"),
    ]);
    let allowance = "隐私许可: [{内容: 13800138000, 理由: 公开的值班电话, 批准人: 王五}]\n";
    site.write("content/people/li-si.yaml", &format!("姓名: 李四\n{allowance}"));
    site.build(&[]);
    let warns = |site: &Workspace| site.build(&[]).stderr.contains("冈位");
    assert!(!warns(&site));

    let settings = site.read("content/site.yaml");
    site.write("content/site.yaml", &format!("{settings}用语: [{{误: 冈位, 正: 岗位}}]\n"));
    assert!(warns(&site), "the text is read again by the new terminology");
    assert!(warns(&site), "a warning is said at each build");
    site.write("content/site.yaml", &settings);
    assert!(!warns(&site));

    site.write("content/people/li-si.yaml", "姓名: 李四\n");
    assert_refused(&site, "content/people/li-si.md");
}
