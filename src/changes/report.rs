//! Changes told to people: as text for a terminal, and as one HTML page that can be sent to whoever decides.

use std::collections::HashMap;
use std::fmt::Write;

use super::{Changes, Detail, Fate, Line, Page, Record};
use crate::diag::Text;
use crate::say;
use crate::text::html::escaped;

/// Lines shown of one page's changes; the page itself has them all.
const MOST_LINES: usize = 40;
/// And of a page that is new, on a terminal.
const MOST_NEW: usize = 6;
/// In a report pages that are new are read whole, as long as that is not half a site.
const MOST_OF_ALL: usize = 5_000;
/// Titles named of the pages that change as another does.
const MOST_TITLES: usize = 5;

/// Pages with those that change in the same words: one person's new post stands on twenty pages, and is read once.
fn alike(pages: &[Page]) -> Vec<(&Page, Vec<&Page>)> {
    let mut groups: Vec<(&Page, Vec<&Page>)> = Vec::new();
    let mut first: HashMap<&[Line], usize> = HashMap::new();
    for page in pages {
        if page.fate == Fate::Changed {
            if let Some(&group) = first.get(&page.lines[..]) {
                groups[group].1.push(page);
                continue;
            }
            first.insert(&page.lines, groups.len());
        }
        groups.push((page, Vec::new()));
    }
    groups
}

/// “另有 14 个页面也是这样：欧阳测试、丁样……”
fn others(pages: &[&Page]) -> Text {
    let title = |page: &&Page| match page.title.split(" · ").next().filter(|title| !title.is_empty()) {
        Some(title) => title.to_owned(),
        None => page.route.clone(),
    };
    let titles: Vec<String> = pages.iter().take(MOST_TITLES).map(title).collect();
    let (count, more) = (pages.len(), if pages.len() > MOST_TITLES { "……" } else { "" });
    let (zh, en) = (titles.join("、"), titles.join(", "));
    say!("另有 {count} 个页面也是这样：{zh}{more}", "{count} more pages change in the same way: {en}{more}")
}

/// In one sentence: how many people, commendations and pages.
pub fn summary(changes: &Changes) -> Text {
    if changes.is_empty() {
        return say!("公众看到的没有变化", "readers would see no change");
    }
    let count = |fates: &dyn Fn(Fate) -> usize| [Fate::Added, Fate::Changed, Fate::Removed].map(fates);
    let [a, c, r] = count(&|fate| changes.people.iter().filter(|one| one.fate == fate).count());
    let [da, dc, dr] = count(&|fate| changes.commendations.iter().filter(|one| one.fate == fate).count());
    let [pa, pc, pr] = count(&|fate| changes.pages.iter().filter(|one| one.fate == fate).count());
    say!(
        "人物：新增 {a}、有变化 {c}、撤下 {r}；表彰决定：新增 {da}、有变化 {dc}、撤下 {dr}；页面：新增 {pa}、有变化 {pc}、撤下 {pr}",
        "people: {a} added, {c} changed, {r} removed; commendations: {da} added, {dc} changed, {dr} removed; pages: {pa} added, {pc} changed, {pr} removed"
    )
}

/// Every change, one below the other. `most_pages` limits how many pages are told line by line.
pub fn lines(changes: &Changes, most_pages: usize) -> Vec<Text> {
    let mut lines = Vec::new();
    for (heading, records) in [
        (say!("人物", "People"), &changes.people),
        (say!("表彰决定", "Commendations"), &changes.commendations),
    ] {
        if !records.is_empty() {
            lines.push(heading);
        }
        for record in records {
            let (sign, path, title) = (sign(record.fate), &record.path, &record.title);
            lines.push(say!("  {sign} {title}  {path}", "  {sign} {title}  {path}"));
            lines.extend(record.details.iter().map(|detail| {
                let told = told(detail);
                say!("      {told}", "      {told}")
            }));
        }
    }
    if !changes.pages.is_empty() {
        lines.push(say!("页面", "Pages"));
    }
    let groups = alike(&changes.pages);
    for (page, same) in groups.iter().take(most_pages) {
        let most = if page.fate == Fate::Added { MOST_NEW } else { MOST_LINES };
        let (sign, title, route) = (sign(page.fate), &page.title, &page.route);
        lines.push(say!("  {sign} {route}  {title}", "  {sign} {route}  {title}"));
        for line in page.lines.iter().take(most) {
            let (sign, line) = match line {
                Line::Removed(line) => ('-', line),
                Line::Added(line) => ('+', line),
            };
            lines.push(say!("      {sign} {line}", "      {sign} {line}"));
        }
        if page.lines.len() > most {
            let more = page.lines.len() - most;
            lines.push(say!("      …… 还有 {more} 行", "      … {more} more lines"));
        }
        if !same.is_empty() {
            let Text { zh, en } = others(same);
            lines.push(say!("      {zh}", "      {en}"));
        }
    }
    let told: usize = groups.iter().take(most_pages).map(|(_, same)| 1 + same.len()).sum();
    if changes.pages.len() > told {
        let more = changes.pages.len() - told;
        lines.push(say!(
            "  …… 还有 {more} 个页面，加 --all 全部列出",
            "  … {more} more pages; --all lists them all"
        ));
    }
    if changes.around > 0 {
        let around = changes.around;
        lines.push(say!(
            "另有 {around} 个页面正文不变，只有页眉、页脚或代码不同",
            "{around} more pages keep their text; only what is around it, or markup, changes"
        ));
    }
    let files: usize = changes.files.values().sum();
    if files > 0 {
        lines.push(say!(
            "另有 {files} 个其他文件不同：图片、数据、订阅、样式和查找用的文件",
            "{files} other files differ: pictures, data, feeds, styles, and what search reads"
        ));
    }
    lines
}

fn sign(fate: Fate) -> char {
    match fate {
        Fate::Added => '+',
        Fate::Changed => '~',
        Fate::Removed => '-',
    }
}

fn told(Detail { what, before, after }: &Detail) -> String {
    match (before, after) {
        (Some(before), Some(after)) => format!("{what}：{before} → {after}"),
        (Some(before), None) => format!("{what}：- {before}"),
        (None, Some(after)) => format!("{what}：+ {after}"),
        (None, None) => (*what).to_owned(),
    }
}

/// A page of its own: nothing beside it is needed to read it, and nothing in it is fetched.
pub fn html(changes: &Changes, site: &str) -> String {
    let mut html = String::from(HEAD);
    let site = escaped(site);
    // Writing into a string does not fail.
    let _ = write!(
        html,
        "<title>{site}：发布前的变化</title>\n{STYLE}\n<h1>{site}</h1>\n<p class=\"sub\">发布前的变化</p>\n"
    );
    let _ = writeln!(html, "<p class=\"sum\">{}</p>", escaped(&summary(changes).zh));
    for (heading, records) in [("人物", &changes.people), ("表彰决定", &changes.commendations)] {
        section(&mut html, heading, records.len(), |html| {
            records.iter().for_each(|record| write_record(html, record))
        });
    }
    section(&mut html, "页面", changes.pages.len(), |html| {
        let mut room = MOST_OF_ALL;
        for (page, same) in alike(&changes.pages) {
            let most = if page.fate == Fate::Added { room } else { MOST_LINES };
            write_page(html, page, &same, most);
            room = room.saturating_sub(page.lines.len());
        }
    });
    if changes.around > 0 {
        let _ = writeln!(html, "<p>另有 {} 个页面正文不变，只有页眉、页脚或代码不同。</p>", changes.around);
    }
    html.push_str("<p class=\"sign\">审核意见：＿＿＿＿＿＿＿＿　　签名：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿</p>\n</html>\n");
    html
}

fn section(html: &mut String, heading: &str, count: usize, body: impl FnOnce(&mut String)) {
    if count > 0 {
        let _ = writeln!(html, "<h2>{heading}<small>{count}</small></h2>\n<ul>");
        body(html);
        html.push_str("</ul>\n");
    }
}

fn write_record(html: &mut String, record: &Record) {
    let _ = write!(
        html,
        "<li><p>{}<b>{}</b> <code>{}</code></p>",
        mark(record.fate),
        escaped(&record.title),
        escaped(&record.path)
    );
    if !record.details.is_empty() {
        html.push_str("<table>");
        for Detail { what, before, after } in &record.details {
            let cell = |text: &Option<String>, tag: &str| {
                text.as_ref().map_or(String::new(), |text| format!("<{tag}>{}</{tag}>", escaped(text)))
            };
            let _ = write!(
                html,
                "<tr><th scope=\"row\">{what}<td>{}<td>{}",
                cell(before, "del"),
                cell(after, "ins")
            );
        }
        html.push_str("</table>");
    }
    html.push_str("</li>\n");
}

fn write_page(html: &mut String, page: &Page, same: &[&Page], most: usize) {
    let title = if page.title.is_empty() { &page.route } else { &page.title };
    let _ = write!(
        html,
        "<li><p>{}<b>{}</b> <code>{}</code></p>",
        mark(page.fate),
        escaped(title),
        escaped(&page.route)
    );
    for line in page.lines.iter().take(most) {
        let _ = match line {
            Line::Removed(line) => write!(html, "<p class=\"line\"><del>{}</del></p>", escaped(line)),
            Line::Added(line) => write!(html, "<p class=\"line\"><ins>{}</ins></p>", escaped(line)),
        };
    }
    if page.lines.len() > most {
        let _ = write!(html, "<p class=\"line\">…… 还有 {} 行</p>", page.lines.len() - most);
    }
    if !same.is_empty() {
        let _ = write!(html, "<p class=\"same\">{}</p>", escaped(&others(same).zh));
    }
    html.push_str("</li>\n");
}

fn mark(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => "<span class=\"mark added\">新增</span>",
        Fate::Changed => "<span class=\"mark changed\">变化</span>",
        Fate::Removed => "<span class=\"mark removed\">撤下</span>",
    }
}

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<meta charset=\"utf-8\">\n\
                    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
                    <meta name=\"robots\" content=\"noindex\">\n";

const STYLE: &str = "<style>
:root { color-scheme: light dark; --ink: #221a15; --paper: #fffdf9; --soft: #61564b; --line: #ded3c1; --add: #1f5f3a; --gone: #8c1c1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #efe6d8; --paper: #16110e; --soft: #b9ab99; --line: #3b3129; --add: #8fd0a6; --gone: #f3a595; } }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1.25rem; background: var(--paper); color: var(--ink); font: 1rem/1.8 \"PingFang SC\", \"Microsoft YaHei\", \"Noto Sans CJK SC\", sans-serif; overflow-wrap: anywhere; }
h1, h2 { font-family: \"Songti SC\", \"Noto Serif CJK SC\", SimSun, serif; line-height: 1.4; margin: 0; }
h1 { font-size: 2rem; }
h2 { margin-top: 2.5rem; padding-bottom: 0.4rem; border-bottom: 3px double var(--line); font-size: 1.375rem; }
h2 small { margin-left: 0.6em; font-size: 0.875rem; color: var(--soft); font-weight: 400; }
.sub { margin: 0; color: var(--soft); letter-spacing: 0.2em; }
.sum { margin-top: 1.5rem; }
ul { margin: 0; padding: 0; list-style: none; }
li { padding: 0.75rem 0; border-bottom: 1px solid var(--line); break-inside: avoid; }
li p { margin: 0; }
code { font-size: 0.8125rem; color: var(--soft); }
.mark { display: inline-block; margin-right: 0.75em; padding: 0 0.5em; border: 1px solid; font-size: 0.8125rem; }
.added, ins { color: var(--add); } .removed, del { color: var(--gone); }
ins { text-decoration: none; font-weight: 700; }
.line { padding-left: 1.25rem; border-left: 2px solid var(--line); }
table { margin-top: 0.4rem; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.15rem 1rem 0.15rem 0; vertical-align: top; text-align: left; }
th { white-space: nowrap; font-weight: 400; color: var(--soft); }
.same { color: var(--soft); }
.sign { margin-top: 3rem; color: var(--soft); }
</style>";

#[cfg(test)]
mod tests {
    use super::super::Difference;
    use super::*;

    fn changes() -> Changes {
        let before = "<title>张三 · 示例</title><main><p>科员</p></main>";
        let after = "<title>张三 · 示例</title><main><p>科长 &amp; <b>甲</b></p></main>";
        let page = |route, before: Option<&str>, after: Option<&str>| {
            Difference::of(route, before.map(str::as_bytes), after.map(str::as_bytes))
        };
        let differences = [
            page("a.html", Some("<main>同</main>"), Some("<main>同</main><p>")),
            page("b.html", Some("<main>同</main>"), Some("<main>同</main>")),
            page("feed.xml", None, Some("<x/>")),
            page("people/a/index.html", Some(before), Some(after)),
            page("people/b/index.html", Some(before), None),
        ];
        Changes::of(differences.into_iter().flatten())
    }

    #[test]
    fn text_tells_every_change() {
        let told: Vec<String> = lines(&changes(), 10).into_iter().map(|line| line.zh).collect();
        assert_eq!(
            told,
            [
                "页面",
                "  ~ people/a/index.html  张三 · 示例",
                "      - 科员",
                "      + 科长 & 甲",
                "  - people/b/index.html  张三 · 示例",
                "另有 1 个页面正文不变，只有页眉、页脚或代码不同",
                "另有 1 个其他文件不同：图片、数据、订阅、样式和查找用的文件",
            ]
        );
        assert!(lines(&changes(), 1).iter().any(|line| line.zh.contains("还有 1 个页面")));
        assert_eq!(summary(&Changes::default()).zh, "公众看到的没有变化");
    }

    #[test]
    fn a_page_that_is_new_is_read_and_what_stands_on_many_is_read_once() {
        let pages = [
            ("b", Some("科员"), "科长"),
            ("c", Some("科员"), "科长"),
            ("d", Some("科员"), "局长"),
            ("e", None, "守堤三十天"),
        ];
        let differences = pages.map(|(name, before, after)| {
            let text = |text: &str| format!("<title>{name}页 · 示例</title><main><p>{text}</p></main>");
            let (before, after) = (before.map(text), text(after));
            Difference::of(
                &format!("{name}.html"),
                before.as_deref().map(str::as_bytes),
                Some(after.as_bytes()),
            )
        });
        let changes = Changes::of(differences.into_iter().flatten());
        let told: Vec<String> = lines(&changes, 2).into_iter().map(|line| line.zh).collect();
        let expect = [
            "页面",
            "  ~ b.html  b页 · 示例",
            "      - 科员",
            "      + 科长",
            "      另有 1 个页面也是这样：c页",
            "  ~ d.html  d页 · 示例",
            "      - 科员",
            "      + 局长",
            "  …… 还有 1 个页面，加 --all 全部列出",
        ];
        assert_eq!(told, expect);
        let html = html(&changes, "示例");
        assert!(html.contains("<ins>守堤三十天</ins>") && html.contains("也是这样：c页"), "{html}");
    }

    #[test]
    fn the_page_shows_texts_as_texts() {
        let html = html(&changes(), "示例<b>");
        assert!(html.contains("<h1>示例&lt;b&gt;</h1>"), "{html}");
        assert!(html.contains("<ins>科长 &amp; 甲</ins>"), "{html}");
        assert!(!html.contains("http"), "nothing is fetched");
    }
}
