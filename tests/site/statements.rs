//! What is at the foot of every page: statements on privacy and accessibility, and a date.

use crate::workspace::Workspace;

const SITE: &str = "站名: 示例市光荣榜\n默认状态: 发布\n";
const PRIVACY: &str = "privacy/index.html";

fn page(site: &Workspace, path: &str) -> String {
    String::from_utf8(site.output().remove(path).expect("the page is published")).expect("UTF-8")
}

#[test]
fn every_page_leads_to_both() {
    let site = Workspace::copy_of("tests/sites/editions");
    site.build(&[]);
    let pages = site.output().into_iter().filter(|(path, _)| path.ends_with("index.html"));
    for (path, bytes) in pages {
        let html = String::from_utf8(bytes).expect("UTF-8");
        if html.contains("http-equiv=\"refresh\"") {
            continue;
        }
        let names = if path.starts_with("zh-hant/") {
            ["隱私聲明", "無障礙聲明"]
        } else {
            ["隐私声明", "无障碍声明"]
        };
        let footer = html.split_once("<footer").map_or("", |(_, footer)| footer);
        assert!(names.iter().all(|name| footer.contains(&format!("/\">{name}</a>"))), "{path}: {footer}");
    }
    for path in ["zh-hant/privacy/index.html", "zh-hant/accessibility/index.html"] {
        assert!(page(&site, path).contains("主辦單位：示例市委組織部"), "{path} does not say whom to ask");
    }
}

/// The line above the footer that says when the page, or the site, was last changed.
fn dated(html: &str) -> Option<&str> {
    let (_, line) = html.split_once(" class=\"updated")?;
    let (line, _) = line.split_once("\n")?;
    let (_, date) = line.split_once("<time datetime=\"")?;
    Some(date.split_once('"')?.0)
}

#[test]
fn every_page_is_dated() {
    for (site, theme) in [(".", "default"), ("tests/sites/full", "default"), ("tests/sites/full", "plain")] {
        let site = Workspace::copy_of(site);
        site.build(&["--theme", theme]);
        let pages = site.output().into_iter().filter(|(path, _)| path.ends_with("index.html"));
        let mut count = 0;
        for (path, bytes) in pages {
            let html = String::from_utf8(bytes).expect("UTF-8");
            if html.contains("http-equiv=\"refresh\"") {
                continue;
            }
            assert!(dated(&html).is_some(), "{path} in {theme} has no date");
            count += 1;
        }
        assert!(count > 20, "{count} pages");
    }
}

#[test]
fn a_page_without_a_date_of_its_own_says_how_far_the_site_goes() {
    let site = Workspace::new(&[
        ("content/site.yaml", SITE),
        ("content/units/a.yaml", "名称: 示例单位\n"),
        ("content/people/b.yaml", "姓名: 张三\n单位: 示例单位\n"),
    ]);
    let build = |expect: Option<&str>| {
        site.build(&[]);
        assert_eq!(dated(&page(&site, PRIVACY)), expect);
    };
    build(None);
    site.write("content/site.yaml", &format!("{SITE}更新日期: 2030-03-01\n"));
    build(Some("2030-03-01"));
    // What is dated later than the day of the build is still to come.
    site.write("content/stories/s.yaml", "标题: 一\n日期: 2031-07-01\n");
    build(Some("2030-03-01"));
    site.write("content/stories/t.yaml", "标题: 二\n日期: 2030-05\n");
    build(Some("2030-05"));
}

#[test]
fn who_is_not_named_is_said_not_to_be() {
    let site = Workspace::new(&[("content/site.yaml", SITE)]);
    site.build(&[]);
    assert!(page(&site, PRIVACY).contains("本站没有写明主办单位和联系方式"));
    site.write("content/site.yaml", &format!("{SITE}联系方式: {{电话: 000-00000000}}\n"));
    site.build(&[]);
    let html = page(&site, PRIVACY);
    assert!(html.contains("000-00000000") && !html.contains("没有写明"), "{html}");
}

#[test]
fn a_page_of_staff_takes_the_place_of_one() {
    let site = Workspace::new(&[
        ("content/site.yaml", SITE),
        (
            "content/pages/privacy.md",
            "---\n标题: 隐私政策\n路径: Privacy\n状态: 草稿\n---\n本市统一的隐私政策。\n",
        ),
    ]);
    site.build(&[]);
    assert!(page(&site, PRIVACY).contains("<h1>隐私声明</h1>"), "a draft replaces nothing");

    site.edit("content/pages/privacy.md", "Privacy\n状态: 草稿", "privacy");
    site.build(&[]);
    let html = page(&site, PRIVACY);
    assert!(html.contains("<h1>隐私政策</h1>") && html.contains("本市统一的隐私政策。"), "{html}");
    assert!(page(&site, "index.html").contains("<a href=\"./privacy/\">隐私政策</a>"));
    assert!(page(&site, "accessibility/index.html").contains("<h1>无障碍声明</h1>"));

    site.edit("content/pages/privacy.md", "路径: privacy", "路径: Privacy");
    site.build(&[]);
    assert!(!site.output().contains_key(PRIVACY), "two addresses that differ in case alone");
    assert!(page(&site, "Privacy/index.html").contains("<h1>隐私政策</h1>"));
    assert!(page(&site, "index.html").contains("<a href=\"./Privacy/\">隐私政策</a>"));
}
