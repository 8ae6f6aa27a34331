//! A record is taken back: its file, what is said of it, and the proof that nothing is left.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::Value;

use crate::workspace::{DAY, Workspace};

const SITE: &str =
    "站名: 示例市光荣榜\n网址: https://honor.example/\n默认状态: 发布\n语种: [zh-Hans, zh-Hant]\n";

/// 张三 is everywhere that a person can be.
fn city() -> Workspace {
    let site = Workspace::new(&[
        ("content/site.yaml", SITE),
        ("content/units.yaml", "- {名称: 示例市测试局}\n"),
        (
            "content/people.yaml",
            "# 名册\n- 姓名: 张伟丽 # 第一位\n  标识: zhang-wei-li\n  单位: 示例市测试局\n  照片: {文件: a.png, 替代文本: 在大堤上}\n\n# 下一位\n- {标识: li-si, 姓名: 李四, 单位: 示例市测试局}\n",
        ),
        (
            "content/commendations/15.yaml",
            "标题: 关于表扬示例能手的决定\n表彰单位: 示例市测试局\n日期: 2031-05-20\n荣誉:\n  - {名称: 示例能手, 名单: [zhang-wei-li, li-si]}\n",
        ),
        ("content/channels.yaml", "- {名称: 示例日报}\n- {名称: 示例电视台}\n"),
        (
            "content/stories/dong-xing.md",
            "---\n标题: 大堤上的一夜\n日期: 2031-05-01\n人物: [zhang-wei-li]\n首发: 示例日报\n转载:\n  - {渠道: 示例电视台, 标题: 一夜, 日期: 2031-05-03, 网址: https://tv.example/1}\n---\n那一夜很长。\n",
        ),
    ]);
    let picture = image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, 90]));
    fs::create_dir_all(site.path("content/media")).expect("folders can be made");
    picture.save(site.path("content/media/a.png")).expect("written");
    site
}

/// The file of each trace, and that of each find which belongs to others.
fn audit(site: &Workspace, id: &str) -> (i32, Vec<String>, Vec<String>) {
    let run = site.run(&["audit", id, "--as-of", DAY, "--message-format", "json"]);
    let told: Value =
        serde_json::from_str(run.stdout.trim()).unwrap_or_else(|_| panic!("{}{}", run.stdout, run.stderr));
    let routes = |of: &str| {
        let mut routes: Vec<String> = told[of]
            .as_array()
            .expect("a list")
            .iter()
            .map(|find| find["file"].as_str().expect("a name").to_owned())
            .collect();
        routes.dedup();
        routes
    };
    (run.code, routes("traces"), routes("others"))
}

#[test]
fn withdrawing_changes_two_lines_and_tells_what_is_left_to_do() {
    let site = city();
    let before = site.read("content/people.yaml");
    let rehearsed = site.run(&["withdraw", "张伟丽", "--reason", "本人要求", "--on", DAY, "--dry-run"]);
    assert_eq!(
        (rehearsed.code, site.read("content/people.yaml")),
        (0, before.clone()),
        "{}",
        rehearsed.stderr
    );

    let run = site.run(&["withdraw", "张伟丽", "--reason", "本人要求, 见来信", "--by", "李四", "--on", DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let expect = before.replace(
        "  单位: 示例市测试局\n  照片",
        "  单位: 示例市测试局\n  状态: 撤下\n  撤下: {日期: 2031-06-01, 原因: \"本人要求, 见来信\", 经手人: 李四}\n  照片",
    );
    assert_eq!(site.read("content/people.yaml"), expect);
    for line in [
        "首发  示例日报  《大堤上的一夜》  2031-05-01",
        "转载  示例电视台  《一夜》  2031-05-03  https://tv.example/1",
    ] {
        assert!(run.stdout.contains(line) && rehearsed.stdout.contains(line), "{}", run.stdout);
    }
    // What was kept at the desk is told of, the person's own and that of others who name the person.
    for (copy, text) in [("zhang-wei-li", "甲"), ("li-si", "同事张伟丽"), ("wang-wu", "乙")] {
        site.write(&format!("content/reviews/people/{copy}.txt"), &format!("摘要: 00\n----\n{text}\n"));
    }
    let told = site.run(&["withdraw", "张伟丽", "--reason", "本人要求", "--on", DAY]).stdout;
    assert!(told.contains("content/reviews/people/zhang-wei-li.txt"), "{told}");
    assert!(told.contains("content/reviews/people/li-si.txt") && !told.contains("wang-wu.txt"), "{told}");
    // The story is about someone who is no longer there: nothing names the person, so that the site can be built.
    site.build(&[]);
    let again = site.run(&["withdraw", "zhang-wei-li", "--reason", "再来一次", "--on", DAY]);
    assert_eq!((again.code, site.read("content/people.yaml")), (0, expect), "{}", again.stderr);

    site.edit("content/stories/dong-xing.md", "那一夜很长。", "张伟丽那一夜没有睡。");
    let run = site.run(&["withdraw", "zhang-wei-li", "--reason", "甲", "--on", DAY]);
    assert!(run.stderr.contains("content/stories/dong-xing.md:"), "{}", run.stderr);
}

#[test]
fn every_kind_and_form_of_record_can_be_withdrawn() {
    let site = city();
    let check = |id: &str, path: &str, from: &str, to: &str| {
        let before = site.read(path);
        let run = site.run(&["withdraw", id, "--reason", "甲", "--on", DAY]);
        assert_eq!(run.code, 0, "{id}: {}", run.stderr);
        assert_eq!(site.read(path), before.replacen(from, to, 1), "{id}");
    };
    let note = "撤下: {日期: 2031-06-01, 原因: 甲}";
    check("people/li-si", "content/people.yaml", "局}", &format!("局, 状态: 撤下, {note}}}"));
    check(
        "stories/dong-xing",
        "content/stories/dong-xing.md",
        "首发: 示例日报",
        &format!("首发: 示例日报\n状态: 撤下\n{note}"),
    );
    check(
        "commendations/15",
        "content/commendations/15.yaml",
        "日期: 2031-05-20",
        &format!("日期: 2031-05-20\n状态: 撤下\n{note}"),
    );
    check("channels/示例日报", "content/channels.yaml", "日报}", &format!("日报, 状态: 撤下, {note}}}"));
}

#[test]
fn a_record_must_be_told_from_others() {
    let site = city();
    site.write("content/teams.yaml", "- {名称: 李四}\n");
    let several = site.run(&["withdraw", "李四", "--reason", "甲"]);
    assert_eq!(several.code, 2);
    assert!(
        several.stderr.contains("people/li-si") && several.stderr.contains("teams/李四"),
        "{}",
        several.stderr
    );
    assert_eq!(site.run(&["withdraw", "王五", "--reason", "甲"]).code, 2);
    assert_eq!(site.run(&["withdraw", "people/li-si", "--reason", "甲\n乙"]).code, 2);
}

#[test]
fn before_the_build_every_form_of_file_has_traces_and_afterwards_none() {
    let site = city();
    site.build(&[]);
    assert_eq!(site.run(&["withdraw", "zhang-wei-li", "--reason", "甲", "--on", DAY]).code, 0);
    let (code, traces, others) = audit(&site, "zhang-wei-li");
    assert_eq!((code, others), (1, Vec::new()));
    for form in [
        "people/zhang-wei-li/index.html",
        "zh-hant/people/zhang-wei-li/index.html",
        "sitemap.xml",
        ".json",
        ".xlsx",
        ".csv",
        "search/texts/",
        "zh-hant/search/texts/",
        "search/grams/",
        "roll/filters/",
        "media/",
    ] {
        assert!(traces.iter().any(|route| route.contains(form)), "{form} in {traces:#?}");
    }
    site.build(&[]);
    let (code, traces, others) = audit(&site, "zhang-wei-li");
    assert_eq!((code, traces, others), (0, Vec::new(), Vec::new()));
    let run = site.run(&["audit", "people/zhang-wei-li", "--as-of", DAY]);
    assert!(run.stdout.ends_with("没有痕迹\n"), "{}", run.stdout);
}

#[test]
fn a_leak_is_found_however_it_is_written() {
    let site = city();
    assert_eq!(site.run(&["withdraw", "zhang-wei-li", "--reason", "甲", "--on", DAY]).code, 0);
    site.build(&[]);
    let deflated = |text: &str| {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).expect("in memory");
        encoder.finish().expect("in memory")
    };
    let zipped = |name: &str, text: &[u8]| {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("in memory");
        archive.write_all(text).expect("in memory");
        archive.finish().expect("in memory").into_inner()
    };
    let wide: Vec<u8> = "张伟丽".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let exif = [b"\xff\xd8\xff\xe1\x00\x20Exif\0\0II*\0", &wide[..], b"\xff\xd9"].concat();
    let original = fs::read(site.path("content/media/a.png")).expect("read");
    let split = "<w:r><w:t>张</w:t></w:r><w:r><w:rPr/><w:t>伟丽</w:t></w:r>";
    let leaks: [(&str, Vec<u8>); 18] = [
        ("a/feed.xml", "<title>张伟丽</title>".into()),
        ("a/feed.json", "{\"title\": \"张伟丽\"}".into()),
        ("entity.html", "<p>&#24352;&#x4F1F;丽</p>".into()),
        ("split.html", "<p>张<mark>伟</mark>丽</p>".into()),
        ("attribute.html", "<img alt='张　伟丽'>".into()),
        ("escaped.json", b"{\"a\": \"\\u5f20\\u4f1f\\u4e3d\"}".into()),
        ("percent.txt", b"/%E5%BC%A0%E4%BC%9F%E4%B8%BD/".into()),
        ("zh-hant/a.txt", "張偉麗".into()),
        ("address.xml", b"<loc>https://honor.example/people/zhang-wei-li/</loc>".into()),
        ("id.json", b"[\"zhang-wei-li\"]".into()),
        ("search/texts/0", deflated("{\"t\": \"张伟丽\"}")),
        ("a.xlsx", zipped("xl/sharedStrings.xml", "<si><t>张伟丽</t></si>".as_bytes())),
        ("a.docx", zipped("word/document.xml", split.as_bytes())),
        ("nested.zip", zipped("张.xlsx", &zipped("a.xml", "<c>张伟丽</c>".as_bytes()))),
        ("exif.jpg", exif),
        ("gb.csv", b"\xd5\xc5\xce\xb0\xc0\xf6,1\n\xff".into()),
        ("copy.png", original),
        ("张伟丽.txt", b"-".into()),
    ];
    for (name, bytes) in &leaks {
        let path = site.path("output").join(name);
        fs::create_dir_all(path.parent().expect("below the output")).expect("folders can be made");
        fs::write(path, bytes).expect("written");
    }
    // None of these is a trace.
    for (name, text) in [
        ("cells.html", "<td>张</td><td>伟丽</td>"),
        ("lines.csv", "主张\n伟丽\n"),
        ("longer.html", "<a href='people/zhang-wei-li-2/'>张伟</a>"),
        ("broken.json", "\\u5f2 %E5%BC &#x;"),
    ] {
        fs::write(site.path("output").join(name), text).expect("written");
    }
    let (code, traces, others) = audit(&site, "zhang-wei-li");
    let mut expect: Vec<String> = leaks.iter().map(|(name, _)| (*name).to_owned()).collect();
    expect.sort();
    assert_eq!((code, traces, others), (1, expect, Vec::new()));
}

#[test]
fn another_person_of_the_name_is_told_apart_and_not_left_out() {
    let site = city();
    site.write(
        "content/people/namesake.yaml",
        "姓名: 张伟丽\n标识: zhang-wei-li-2\n单位: 示例市测试局\n上榜: 是\n",
    );
    site.write("content/people/longer.yaml", "姓名: 李四光\n上榜: 是\n");
    for id in ["zhang-wei-li", "li-si"] {
        assert_eq!(site.run(&["withdraw", id, "--reason", "甲", "--on", DAY]).code, 0);
    }
    site.build(&[]);
    for (id, page) in
        [("zhang-wei-li", "people/zhang-wei-li-2/index.html"), ("people/li-si", "people/longer/index.html")]
    {
        let (code, traces, others) = audit(&site, id);
        assert_eq!((code, traces), (0, Vec::new()), "{id}");
        assert!(others.contains(&page.to_owned()), "{id}: {others:?}");
    }
    // The address is that of the one who was withdrawn, whoever else has the name.
    fs::write(site.path("output/a.txt"), "people/zhang-wei-li/ 李四光 李四").expect("written");
    assert_eq!(audit(&site, "zhang-wei-li").1, ["a.txt"]);
    assert_eq!(audit(&site, "people/li-si").1, ["a.txt"]);
}

#[test]
fn an_archive_holds_what_was_built_and_nothing_else() {
    let site = city();
    site.write("content/media/名单.txt", "甲");
    site.write("content/measures.yaml", "- {标题: 关爱措施, 附件: [名单.txt]}\n");
    assert_eq!(site.run(&["pack"]).code, 2, "nothing was built");
    site.build(&[]);
    let pack = |to: &str| {
        let path = site.path(to);
        let run = site.run(&["pack", "--to", path.to_str().expect("UTF-8")]);
        (run.code, run.stderr, fs::read(path).unwrap_or_default())
    };
    let (code, stderr, first) = pack("a.zip");
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(pack("b.zip").2, first, "the same site, the same bytes");

    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(first)).expect("an archive");
    let output = site.output();
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let expect: Vec<String> = output.keys().filter(|name| !name.starts_with(".honorroll")).cloned().collect();
    assert_eq!(names, expect, "sorted, and no ledger");
    assert!(names.iter().any(|name| !name.is_ascii()), "names in UTF-8");
    for name in &names {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_name(name).expect("it is there"), &mut bytes)
            .expect("it can be read");
        assert_eq!(&bytes, &output[name], "{name}");
    }

    site.build(&["--drafts"]);
    let (code, stderr, bytes) = pack("c.zip");
    assert_eq!((code, bytes), (2, Vec::new()), "{stderr}");
    assert!(stderr.contains("--drafts"), "{stderr}");
    site.build(&[]);

    // Whoever is withdrawn and not built without is still in the output.
    let measures = site.read("content/measures.yaml");
    site.write("content/measures.yaml", &format!("{measures}\n# 改过\n"));
    let (code, stderr, bytes) = pack("c.zip");
    assert_eq!((code, bytes), (2, Vec::new()), "{stderr}");
    assert!(stderr.contains("honorroll build"), "{stderr}");
    site.write("content/measures.yaml", &measures);

    assert_eq!(pack("output/a.zip").0, 2, "it would be public");
    assert_eq!(pack("a.tar").0, 2);
    let page = site.path("output/index.html");
    let html = fs::read(&page).expect("read");
    fs::write(&page, "changed").expect("written");
    let (code, stderr, bytes) = pack("c.zip");
    assert_eq!((code, bytes), (2, Vec::new()), "{stderr}");
    assert!(stderr.contains("index.html"), "{stderr}");
    fs::write(&page, html).expect("written");
    assert_eq!(pack("c.zip").0, 0);
    fs::write(site.path("output/extra.html"), "extra").expect("written");
    assert!(pack("d.zip").1.contains("extra.html"));
    fs::remove_file(site.path("output/extra.html")).expect("removed");
    fs::remove_file(page).expect("removed");
    assert!(pack("d.zip").1.contains("index.html"));
}
