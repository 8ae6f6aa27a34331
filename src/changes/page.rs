//! What a page says: the text of its main part in lines, and which of them change.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Fate, Page};

/// A line of a page's text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Line {
    Removed(String),
    Added(String),
}

/// What is read of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    title: String,
    lines: Vec<String>,
}

/// Beyond so many lines a page is compared coarsely: one that is long and wholly different would take for ever.
const MOST_COMPARED: usize = 20_000;

/// Nothing where the text stays as it is.
pub fn compared(route: &str, fate: Fate, before: Option<Read>, after: Option<Read>) -> Option<Page> {
    let title = after.as_ref().or(before.as_ref()).map(|page| page.title.clone()).unwrap_or_default();
    let lines = match (before, after) {
        (Some(before), Some(after)) if before == after => return None,
        (Some(before), Some(after)) => changed(&before.lines, &after.lines),
        // Whoever approves a page that is new has to read it.
        (None, Some(after)) => after.lines.into_iter().map(Line::Added).collect(),
        (_, None) => Vec::new(),
    };
    Some(Page { route: route.to_owned(), title, fate, lines })
}

/// The lines that are in one text and not in the other.
pub fn changed(before: &[String], after: &[String]) -> Vec<Line> {
    let removed = |at: usize, len: usize| before[at..at + len].iter().cloned().map(Line::Removed);
    let added = |at: usize, len: usize| after[at..at + len].iter().cloned().map(Line::Added);
    if before.len() + after.len() > MOST_COMPARED {
        return removed(0, before.len()).chain(added(0, after.len())).collect();
    }
    let mut lines = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, before, after) {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { old_index, old_len, .. } => lines.extend(removed(old_index, old_len)),
            DiffOp::Insert { new_index, new_len, .. } => lines.extend(added(new_index, new_len)),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                lines.extend(removed(old_index, old_len));
                lines.extend(added(new_index, new_len));
            }
        }
    }
    lines
}

/// Reads a page that this program rendered; of other HTML, what can be read. Scripts, forms, drawings and comments
/// are passed over, and so is everything outside `<main>`, where there is one.
pub fn read(html: &[u8]) -> Read {
    let html = String::from_utf8_lossy(html);
    let (head, main) =
        match html.split_once("<main").and_then(|(head, main)| Some((head, main.split_once('>')?.1))) {
            Some((head, main)) => (head, main.split_once("</main>").map_or(main, |(main, _)| main)),
            None => ("", &*html),
        };
    let title = head.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
    let mut reading = Reading::default();
    let mut rest = main;
    while let Some((text, after)) = rest.split_once('<') {
        reading.text(text);
        rest = match after.strip_prefix("!--") {
            Some(comment) => comment.split_once("-->").map_or("", |(_, rest)| rest),
            None => {
                let (tag, rest) = after.split_at(end_of_tag(after));
                reading.tag(tag);
                rest.strip_prefix('>').unwrap_or(rest)
            }
        };
    }
    reading.text(rest);
    reading.end_line();
    Read { title: title.map(|(title, _)| decoded(title.trim())).unwrap_or_default(), lines: reading.lines }
}

/// What a page says, line by line, as readers see it.
pub fn text(html: &[u8]) -> Vec<String> {
    read(html).lines
}

/// Where the `>` of a tag is, which may also stand in the value of an attribute.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

#[derive(Default)]
struct Reading {
    lines: Vec<String>,
    line: String,
    /// The element that is being passed over, and how deep in others of its name.
    skipped: Option<(String, usize)>,
}

impl Reading {
    fn text(&mut self, text: &str) {
        if self.skipped.is_none() {
            self.line.push_str(&decoded(text));
        }
    }

    /// What stands between `<` and `>`.
    fn tag(&mut self, tag: &str) {
        let is_end = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if let Some((skipped, depth)) = &mut self.skipped {
            if *skipped == name {
                *depth = if is_end { *depth - 1 } else { *depth + 1 };
            }
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match &*name {
            _ if !is_end && is_unread(&name, tag) => self.skipped = Some((name, 1)),
            "img" => {
                if let Some(alt) = attribute(tag, "alt").filter(|alt| !alt.is_empty()) {
                    self.line.push_str(&format!("［图：{alt}］"));
                }
            }
            "td" | "th" => self.line.push(' '),
            "a" | "b" | "i" | "em" | "strong" | "span" | "small" | "time" | "wbr" | "cite" | "abbr"
            | "sup" | "sub" | "code" | "mark" | "del" | "ins" | "u" | "s" => {}
            _ => self.end_line(),
        }
    }

    fn end_line(&mut self) {
        let line = self.line.split_whitespace().collect::<Vec<_>>().join(" ");
        self.line.clear();
        if !line.is_empty() {
            self.lines.push(line);
        }
    }
}

/// What has no text to read: scripts, drawings, what is filled in, and what is for the eye alone.
fn is_unread(name: &str, tag: &str) -> bool {
    const VOID: [&str; 8] = ["img", "br", "hr", "input", "wbr", "link", "meta", "source"];
    let is_read = !tag.contains(" aria-hidden=\"true\"");
    let no_text =
        ["script", "style", "template", "svg", "form", "button", "select", "datalist"].contains(&name);
    (no_text || !is_read) && !VOID.contains(&name) && !tag.ends_with('/')
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(decoded(rest.split_once('"')?.0))
}

/// The references that renderers write.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let references = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&nbsp;", "\u{a0}"),
    ];
    let decoded = references.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    decoded.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<String> {
        read(html.as_bytes()).lines
    }

    #[test]
    fn a_page_is_read_as_readers_do() {
        let html = "<title>张三 · 示例</title><nav>首页</nav><main id=\"main\"><h1>张　三<small>（女）</small></h1>\n<p>第一行，\n<a href=\"x>y\">链接</a>&amp;lt;</p>\
                    <template><p>不显示</p></template><span aria-hidden=\"true\"><b>张</b></span><form><p>不读</p></form><svg><title>图</title></svg><img alt=\"会场\" src=\"a\"><!-- <p>注</p> --><table><tr><th>甲<td>一</table></main><footer>页脚</footer>";
        let read = read(html.as_bytes());
        assert_eq!(read.title, "张三 · 示例");
        assert_eq!(read.lines, ["张 三（女）", "第一行， 链接&lt;", "［图：会场］", "甲 一"]);
    }

    #[test]
    fn any_text_can_be_read() {
        for html in [
            "",
            "<",
            "<main",
            "<main>",
            "a < b",
            "<svg><svg></svg>x",
            "<!-- ",
            "<p title='>",
            "&",
            "<script>",
            "</script>",
        ] {
            lines(html);
        }
        assert_eq!(lines("<svg><svg></svg>x</svg>y"), ["y"]);
    }

    #[test]
    fn only_lines_that_change_are_told() {
        let page = |text: &str| Some(read(format!("<main>{text}</main>").as_bytes()));
        let before = page("<p>甲</p><p>乙</p><p>丙</p>");
        let after = page("<p>甲</p><p>丁</p><p>丙</p><p>戊</p>");
        let page_of = compared("a.html", Fate::Changed, before, after).expect("it changes");
        assert_eq!(
            page_of.lines,
            [Line::Removed("乙".to_owned()), Line::Added("丁".to_owned()), Line::Added("戊".to_owned())]
        );
        assert_eq!(compared("a.html", Fate::Changed, page("<p>甲</p>"), page("<div>甲</div>")), None);
    }
}
