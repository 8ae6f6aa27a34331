//! Editions: one of the site beside the other, page by page.

use std::collections::BTreeSet;

use crate::workspace::Workspace;

const FOLDER: &str = "zh-hant/";

fn site() -> Workspace {
    let site = Workspace::copy_of("tests/sites/editions");
    site.build(&[]);
    site
}

fn pages(site: &Workspace) -> BTreeSet<String> {
    site.output().into_keys().filter(|path| path.ends_with(".html")).collect()
}

/// What follows `from` in `text`, up to `to`, each time.
fn all<'t>(text: &'t str, from: &str, to: char) -> Vec<&'t str> {
    text.split(from).skip(1).map(|rest| rest.split(to).next().unwrap_or_default()).collect()
}

#[test]
fn every_page_is_in_both_editions() {
    let pages = pages(&site());
    let (traditional, simplified): (BTreeSet<&str>, BTreeSet<&str>) =
        pages.iter().map(String::as_str).partition(|path| path.starts_with(FOLDER));
    let traditional: BTreeSet<&str> = traditional.into_iter().map(|path| &path[FOLDER.len()..]).collect();
    // A server shows one page for whatever it does not have.
    let simplified: BTreeSet<&str> = simplified.into_iter().filter(|path| *path != "404.html").collect();
    assert!(simplified.len() > 15);
    assert_eq!(traditional, simplified);
}

#[test]
fn alternates_name_each_other_and_themselves() {
    let site = site();
    let base = "https://hant.example/honor/";
    let mut seen = 0;
    for path in pages(&site) {
        let html = site.read(&format!("output/{path}"));
        if !html.contains("<body") || path == "404.html" {
            continue;
        }
        let url = path.strip_suffix("index.html").expect("a folder's page");
        let plain = url.strip_prefix(FOLDER).unwrap_or(url);
        let link = |language: &str, url: &str| format!("hreflang=\"{language}\" href=\"{base}{url}\"");
        for expected in [
            link("zh-Hans", plain),
            link("zh-Hant", &format!("{FOLDER}{plain}")),
            link("x-default", plain),
            format!("rel=\"canonical\" href=\"{base}{url}\""),
        ] {
            assert!(html.contains(&expected), "{path} lacks {expected}");
        }
        let language = if url == plain { "zh-Hans" } else { "zh-Hant" };
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{path}");
        assert_eq!(html.matches("aria-current=\"true\">简体<").count(), usize::from(url == plain), "{path}");
        seen += 1;
    }
    assert!(seen > 30);
    let map = site.read("output/sitemap.xml");
    for entry in all(&map, "<url>", '\n') {
        assert_eq!(entry.matches("hreflang=").count(), 3, "{entry}");
    }
    assert!(map.contains(&format!("<loc>{base}{FOLDER}people/fan-san/</loc>")), "{map}");
}

#[test]
fn every_link_of_the_edition_leads_to_a_file() {
    let site = site();
    let files: BTreeSet<String> = site.output().into_keys().collect();
    for path in pages(&site).iter().filter(|path| path.starts_with(FOLDER)) {
        let html = site.read(&format!("output/{path}"));
        for target in all(&html, "href=\"", '"').into_iter().chain(all(&html, "src=\"", '"')) {
            if target.starts_with("http") || target.starts_with('#') || target.contains(':') {
                continue;
            }
            let mut folder: Vec<&str> = path.split('/').collect();
            folder.pop();
            let target = target.split('#').next().unwrap_or_default();
            for part in target.split('/') {
                match part {
                    "." => {}
                    ".." => {
                        folder.pop().unwrap_or_else(|| panic!("{path}: {target} leads out of the site"));
                    }
                    part => folder.push(part),
                }
            }
            let file = folder.join("/");
            let file =
                if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file };
            assert!(files.contains(&file), "{path}: {target}");
        }
    }
}

#[test]
fn one_changed_record_changes_its_pages_in_both_editions_and_no_others() {
    let site = site();
    let before = site.output();
    site.edit("content/people/fan-san.md", "有头绪", "有发展");
    site.build(&[]);
    let changed: Vec<String> = site
        .output()
        .into_iter()
        .filter(|(path, bytes)| path.ends_with(".html") && before.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, ["people/fan-san/index.html", "zh-hant/people/fan-san/index.html"]);
}

#[test]
fn a_form_changes_the_pages_where_the_name_stands() {
    let site = site();
    let before = site.output();
    site.edit("content/people/others.yaml", "  标识: yu-hou\n", "  标识: yu-hou\n  繁体: 于后\n");
    site.build(&[]);
    let changed: Vec<String> = site
        .output()
        .into_iter()
        .filter(|(path, bytes)| before.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert!(changed.contains(&"zh-hant/people/fan-san/index.html".to_owned()), "{changed:?}");
    assert!(changed.contains(&"zh-hant/people/yu-hou/index.html".to_owned()), "{changed:?}");
    assert!(!changed.iter().any(|path| path.starts_with("zh-hant/stories/")), "{changed:?}");
    assert!(changed.iter().all(|path| path.starts_with(FOLDER) || path.starts_with('.')), "{changed:?}");
}

#[test]
fn a_theme_words_its_interface_in_each_language() {
    let site = Workspace::copy_of("tests/sites/editions");
    site.write("themes/shili/texts/zh-Hans.yaml", "deeds: 干部事迹\nskip: 到正文\n");
    site.write("themes/shili/texts/zh-Hant.yaml", "skip: 往正文\n");
    site.edit("content/site.yaml", "默认状态", "主题: shili\n默认状态");
    site.build(&[]);
    let of = |path: &str| site.read(&format!("output/{path}people/fan-san/index.html"));
    assert!(of("").contains(">干部事迹</h2>") && of("").contains(">到正文</a>"));
    assert!(of("zh-hant/").contains(">幹部事迹</h2>") || of("zh-hant/").contains(">幹部事蹟</h2>"));
    assert!(of("zh-hant/").contains(">往正文</a>"));
}

/// Words of the interface are in files, so that each language has them.
#[test]
fn templates_hold_no_chinese() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    for (path, bytes) in crate::workspace::files_of(&root) {
        let text = String::from_utf8(bytes).expect("templates are text");
        let mut rest = text.as_str();
        let mut said = String::new();
        while let Some((before, comment)) = rest.split_once("{#") {
            said.push_str(before);
            rest = comment.split_once("#}").map_or("", |(_, after)| after);
        }
        said.push_str(rest);
        for line in said.lines() {
            let chinese = line.contains(
                |c| matches!(c, '\u{3001}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}'),
            );
            assert!(!chinese, "{path}: {line}");
        }
    }
}

/// Every language has every word, and no other.
#[test]
fn each_file_of_words_has_the_same_keys() {
    let keys = |language: &str| -> BTreeSet<String> {
        let path = format!("{}/themes/default/texts/{language}.yaml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the words of a language");
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(keys("en"), keys("zh-Hans"));
    assert!(keys("zh-Hant").is_subset(&keys("zh-Hans")));
}
