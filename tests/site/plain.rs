//! The plain theme says all that the default one says of the records, on the same pages, with one stylesheet and no script.

use std::collections::{BTreeMap, BTreeSet};

use crate::workspace::Workspace;

/// What every page of the default theme says, and what stands in its place in the plain one.
struct Pair {
    path: String,
    default: String,
    plain: String,
}

fn outputs(site: &str) -> [BTreeMap<String, Vec<u8>>; 2] {
    ["default", "plain"].map(|theme| {
        let workspace = Workspace::copy_of(site);
        workspace.build(&["--theme", theme]);
        workspace.output()
    })
}

fn pairs(site: &str) -> Vec<Pair> {
    let [default, plain] = outputs(site);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("pages are UTF-8");
    let pages = default.iter().filter(|(path, _)| path.ends_with(".html"));
    pages
        .map(|(path, bytes)| {
            let own = plain.get(path).unwrap_or_else(|| panic!("the plain theme has no {path}"));
            Pair { path: path.clone(), default: text(bytes), plain: text(own) }
        })
        .filter(|page| !page.default.contains("http-equiv=\"refresh\""))
        .collect()
}

fn check(site: &str, told: impl Fn(&Pair) -> Vec<String>) {
    let pairs = pairs(site);
    assert!(pairs.len() > 20, "{} pages", pairs.len());
    let lost: Vec<String> = (pairs.iter())
        .flat_map(|page| told(page).into_iter().map(move |what| format!("{}: {what}", page.path)))
        .collect();
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
}

/// All between two texts, each time they occur.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Vec<&'t str> {
    text.split(open).skip(1).filter_map(|rest| Some(rest.split_once(close)?.0)).collect()
}

/// Without the elements of a name, in which there is none of the same name.
fn without(html: &str, name: &str) -> String {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut parts = html.split(&open);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(&close).map_or("", |(_, rest)| rest))
}

/// What stands between tags, without white space, and without the marks that a theme sets between facts.
fn words(html: &str) -> Vec<String> {
    let texts = html.split('<').filter_map(|part| Some(part.split_once('>')?.1));
    texts.flat_map(phrases).collect()
}

fn phrases(text: &str) -> Vec<String> {
    let parts = text.split(['，', '、', '：', '；', '。', '（', '）']);
    parts.map(|part| part.split_whitespace().collect()).filter(|part: &String| !part.is_empty()).collect()
}

/// What one theme words as it likes.
fn words_of_the_interface() -> BTreeSet<String> {
    let yaml = include_str!("../../themes/default/texts/zh-Hans.yaml");
    let lines = yaml.lines().filter_map(|line| line.split_once(": "));
    lines.flat_map(|(_, word)| phrases(word.trim_matches('"'))).collect()
}

#[test]
fn it_needs_one_stylesheet_and_no_script() {
    for site in ["tests/sites/full", "tests/sites/editions"] {
        let [_, plain] = outputs(site);
        let of = |end: &str| plain.keys().filter(|path| path.ends_with(end)).count();
        assert_eq!((of(".css"), of(".js")), (1, 0), "{site}");
        for (path, bytes) in plain.iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = String::from_utf8_lossy(bytes).replace("<script type=\"application/ld+json\">", "");
            assert!(!html.contains("<script") && !html.contains("<button"), "{path}");
        }
    }
}

#[test]
fn no_word_of_the_records_is_lost() {
    let interface = words_of_the_interface();
    check("tests/sites/full", |page| {
        // Bars are drawn beside the table that has the same numbers; templates are for scripts.
        let main = between(&page.default, "<main", "</main>").join("<");
        let foot = between(&page.default, "<footer", "</footer>").join("<");
        let main = ["svg", "template", "dialog", "form"].iter().fold(main, |html, name| without(&html, name));
        let said = words(&page.plain).concat();
        let lost = words(&main).into_iter().chain(words(&foot)).filter(|word| !interface.contains(word));
        lost.filter(|word| !said.contains(word.as_str())).collect()
    });
}

#[test]
fn every_link_and_every_picture_is_there() {
    check("tests/sites/full", |page| {
        let main = without(&between(&page.default, "<main", "</main>").concat(), "template");
        let told = ["href", "src", "alt"].into_iter().flat_map(|name| {
            let values = between(&main, &format!(" {name}=\""), "\"").into_iter();
            values.map(move |value| format!(" {name}=\"{value}\""))
        });
        let of_scripts = |told: &str| told.contains("/assets/") || told.starts_with(" href=\"#");
        told.filter(|told| !of_scripts(told) && !page.plain.contains(told.as_str())).collect()
    });
}

#[test]
fn programs_are_told_the_same() {
    for site in ["tests/sites/full", "tests/sites/editions"] {
        check(site, |page| {
            let head = page.default.split_once("</head>").expect("a head").0;
            let own = page.plain.split_once("</head>").expect("a head").0;
            let tags = between(head, "<meta", ">").into_iter().chain(between(head, "<link", ">"));
            let data = between(head, "<script type=\"application/ld+json\">", "</script>");
            let told = tags.filter(|tag| !tag.contains("assets/")).chain(data);
            told.filter(|told| !own.contains(told)).map(str::to_owned).collect()
        });
    }
}

#[test]
fn it_speaks_the_characters_of_each_edition() {
    let workspace = Workspace::copy_of("tests/sites/editions");
    workspace.build(&["--theme", "plain"]);
    assert!(workspace.read("output/index.html").contains(">全部表彰决定</a>"));
    let other = workspace.read("output/zh-hant/index.html");
    assert!(other.contains(">全部表彰決定</a>") && other.contains("<html lang=\"zh-Hant\">"));
    assert!(other.contains("/../assets/plain."), "the stylesheet is shared");
}
