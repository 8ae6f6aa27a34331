//! A write-up in a Word file (.docx) as Markdown: headings, lists, tables, pictures.
//!
//! What the author meant is read from styles where there are any, and from how it looks where there are none: a short bold line, or
//! one that begins with 一、 or （一）, is a heading. What its readers do not see is left out: deleted, struck and hidden text, comments,
//! fields, links' targets; where something was, a note says so. Of a picture only what is needed to show it is taken, from inside the file.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};

use super::bare::bare;
use super::read::{Refused, weigh};
use super::write::escaped;
use crate::diag::Text;
use crate::say;

/// A write-up.
#[derive(Debug, Default)]
pub struct Article {
    /// What stands over it.
    pub title: Option<String>,
    /// Markdown, in which pictures stand as [`Article::placeholder`] says.
    pub body: String,
    pub pictures: Vec<Picture>,
    pub notes: Vec<Text>,
}

#[derive(Debug)]
pub struct Picture {
    /// `jpg` or `png`.
    pub extension: &'static str,
    pub bytes: Vec<u8>,
}

/// Bytes of the text of a document, and nodes of its tree, that are read at most.
const MAX_XML: u64 = 32 << 20;
const MAX_NODES: u32 = 2_000_000;
const MAX_PICTURES: usize = 200;
/// Tables and frames within one another.
const MAX_DEPTH: usize = 16;
/// Marks within one another; Word writes some thirty.
const MAX_MARKS: usize = 512;

impl Article {
    /// What stands for a picture in the body until it has a name.
    pub fn placeholder(index: usize) -> String {
        format!("media/\u{1a}{index}\u{1a}")
    }
}

pub fn read(bytes: &[u8]) -> Result<Article, Refused> {
    weigh(bytes)?;
    let mut archive = Archive(zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?);
    let document = archive.text("word/document.xml").ok_or(Refused::Damaged)?;
    let [styles, numbers, links] = ["word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"]
        .map(|name| archive.text(name).unwrap_or_default());
    let document = parse(&document)?;
    if depth(&document) > MAX_MARKS {
        return Err(Refused::Bomb);
    }
    let styles = parse(&styles).map(|styles| Styles::new(&styles)).unwrap_or_default();
    let mut word = Word {
        styles,
        bullets: parse(&numbers).map(|numbers| bullets(&numbers)).unwrap_or_default(),
        targets: parse(&links).map(|links| targets(&links)).unwrap_or_default(),
        archive,
        article: Article::default(),
    };
    let body = document.descendants().find(|node| is(*node, "body")).ok_or(Refused::Damaged)?;
    let mut blocks = Vec::new();
    word.blocks(body, &mut blocks, 0);
    let left = word.left_out(body);
    word.article.notes.extend(left);
    Ok(word.write(blocks))
}

/// How many marks lie within one another at most.
fn depth(document: &Document<'_>) -> usize {
    let (mut node, mut depth, mut most) = (document.root(), 0_usize, 0);
    loop {
        if let Some(inner) = node.first_child() {
            (node, depth) = (inner, depth + 1);
            most = most.max(depth);
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(above) => (node, depth) = (above, depth.saturating_sub(1)),
                None => return most,
            }
        }
    }
}

fn parse(text: &str) -> Result<Document<'_>, Refused> {
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|_| Refused::Damaged)
}

struct Archive<'b>(zip::ZipArchive<Cursor<&'b [u8]>>);

impl Archive<'_> {
    fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.by_name(name).ok()?.take(MAX_XML).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    fn text(&mut self, name: &str) -> Option<String> {
        String::from_utf8(self.bytes(name)?).ok()
    }
}

/// By the last part of a name: prefixes are the author's program's own.
fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|inner| is(*inner, name))
}

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(node, name)?, "val")
}

/// Whether a format is switched on.
fn is_on(format: Option<Node<'_, '_>>, name: &str) -> bool {
    let mark = format.and_then(|format| child(format, name));
    mark.is_some_and(|mark| !matches!(attribute(mark, "val"), Some("0" | "false" | "none")))
}

/// What styles say, by their ids.
#[derive(Debug, Default)]
struct Styles {
    /// The level of each that is a heading; 0 is the title of the whole.
    headings: HashMap<String, u8>,
    /// The depth and number of the list that each puts a paragraph into.
    lists: HashMap<String, (usize, String)>,
    hidden: HashSet<String>,
}

impl Styles {
    fn new(document: &Document<'_>) -> Styles {
        let mut styles = Styles::default();
        for style in document.descendants().filter(|node| is(*node, "style")) {
            let (Some(id), Some(name)) = (attribute(style, "styleId"), value(style, "name")) else {
                continue;
            };
            let format = child(style, "pPr");
            let name = name.to_lowercase();
            let number = name
                .strip_prefix("heading ")
                .or_else(|| name.strip_prefix("标题 "))
                .or_else(|| name.strip_prefix("标题"));
            let level = match &*name {
                "title" | "标题" => Some(0),
                _ => number.and_then(|number| number.trim().parse().ok()).or_else(|| outline(format?)),
            };
            styles.headings.extend(level.map(|level| (id.to_owned(), level)));
            styles.lists.extend(format.and_then(item).map(|item| (id.to_owned(), item)));
            if is_on(child(style, "rPr"), "vanish") {
                styles.hidden.insert(id.to_owned());
            }
        }
        styles
    }
}

/// The level of a heading by the outline of the document, from 1.
fn outline(format: Node<'_, '_>) -> Option<u8> {
    let level: u8 = value(format, "outlineLvl")?.parse().ok()?;
    (level < 9).then(|| level + 1)
}

/// The depth and number of the list that a paragraph's format puts it into.
fn item(format: Node<'_, '_>) -> Option<(usize, String)> {
    let list = child(format, "numPr")?;
    let depth = value(list, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0_usize);
    Some((depth.min(5), value(list, "numId")?.to_owned()))
}

/// Whether a list is one of bullets, by its number.
fn bullets(numbers: &Document<'_>) -> HashMap<String, bool> {
    let mut of_form = HashMap::new();
    for form in numbers.descendants().filter(|node| is(*node, "abstractNum")) {
        let first = child(form, "lvl").and_then(|level| value(level, "numFmt"));
        if let Some(id) = attribute(form, "abstractNumId") {
            of_form.insert(id, first == Some("bullet"));
        }
    }
    let lists = numbers.descendants().filter(|node| is(*node, "num"));
    let of = |list: Node<'_, '_>| {
        let form = value(list, "abstractNumId")?.to_owned();
        Some((attribute(list, "numId")?.to_owned(), *of_form.get(form.as_str())?))
    };
    lists.filter_map(of).collect()
}

/// Where a picture lies in the archive, by the id that the text has for it; what lies elsewhere is not looked for.
fn targets(links: &Document<'_>) -> HashMap<String, String> {
    let inside = links
        .descendants()
        .filter(|node| is(*node, "Relationship") && attribute(*node, "TargetMode") != Some("External"));
    inside
        .filter_map(|link| Some((attribute(link, "Id")?.to_owned(), attribute(link, "Target")?.to_owned())))
        .collect()
}

#[derive(Debug)]
enum Block {
    Paragraph(Paragraph),
    Table(Vec<Vec<String>>),
    Picture(usize, String),
}

#[derive(Debug, Default)]
struct Paragraph {
    /// As it is, and as Markdown.
    text: String,
    markdown: String,
    level: Option<u8>,
    /// Depth in a list, and whether that has bullets.
    item: Option<(usize, bool)>,
    is_bold: bool,
    is_centred: bool,
}

struct Word<'b> {
    styles: Styles,
    bullets: HashMap<String, bool>,
    targets: HashMap<String, String>,
    archive: Archive<'b>,
    article: Article,
}

impl Word<'_> {
    fn blocks(&mut self, node: Node<'_, '_>, blocks: &mut Vec<Block>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        for inner in node.children().filter(Node::is_element) {
            match inner.tag_name().name() {
                "p" => {
                    let paragraph = self.paragraph(inner);
                    if !paragraph.text.is_empty() {
                        blocks.push(Block::Paragraph(paragraph));
                    }
                    self.pictures(inner, blocks);
                    // What stands in a frame beside the paragraph comes after it.
                    let frames = inner.descendants().filter(|frame| {
                        is(*frame, "txbxContent")
                            && own_paragraph(*frame) == Some(inner)
                            && !is_left_out(*frame)
                    });
                    frames.for_each(|frame| self.blocks(frame, blocks, depth + 1));
                }
                "tbl" if !is_left_out(inner) => blocks.push(Block::Table(self.table(inner))),
                // Frames around content that says more than they do.
                "sdt" | "sdtContent" | "ins" | "smartTag" | "customXml" => {
                    self.blocks(inner, blocks, depth + 1)
                }
                _ => {}
            }
        }
    }

    fn paragraph(&self, node: Node<'_, '_>) -> Paragraph {
        let format = child(node, "pPr");
        let style = format.and_then(|format| value(format, "pStyle"));
        let level = style.and_then(|style| self.styles.headings.get(style)).copied();
        let of_style = || self.styles.lists.get(style?).cloned();
        let list = format.and_then(item).or_else(of_style).filter(|(_, number)| number != "0");
        let item = list.map(|(depth, number)| (depth, self.bullets.get(&number).copied().unwrap_or(true)));
        let mut runs: Vec<(String, bool)> = Vec::new();
        let is_own = |run: &Node<'_, '_>| is(*run, "r") && own_paragraph(*run) == Some(node);
        for run in node.descendants().filter(is_own) {
            let format = child(run, "rPr");
            if is_left_out(run) || self.is_hidden(run) || is_struck(format) {
                continue;
            }
            let text = raised(run_text(run), format.and_then(|format| value(format, "vertAlign")));
            let is_bold = is_on(format, "b");
            match runs.last_mut().filter(|(_, bold)| *bold == is_bold) {
                Some((last, _)) => last.push_str(&text),
                None => runs.push((text, is_bold)),
            }
        }
        let text: String = runs.iter().map(|(text, _)| text.as_str()).collect();
        let text = tidy(&text);
        let shown: Vec<&(String, bool)> = runs.iter().filter(|(text, _)| !text.trim().is_empty()).collect();
        let is_bold = !shown.is_empty() && shown.iter().all(|(_, bold)| *bold);
        let markdown = if is_bold { escaped(&text) } else { emphasised(&runs) };
        Paragraph {
            text,
            markdown,
            level: level.or_else(|| outline(format?)),
            item,
            is_bold,
            is_centred: format.and_then(|format| value(format, "jc")) == Some("center"),
        }
    }

    fn table(&self, node: Node<'_, '_>) -> Vec<Vec<String>> {
        let cell = |cell: Node<'_, '_>| {
            let paragraphs =
                cell.descendants().filter(|node| is(*node, "p")).map(|node| self.paragraph(node).text);
            let text = paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
            escaped(&text).replace('|', "\\|")
        };
        let rows = node.children().filter(|row| is(*row, "tr") && !is_left_out(*row));
        rows.map(|row| row.children().filter(|node| is(*node, "tc")).map(cell).collect()).collect()
    }

    /// Whether its author does not show a run, by its own format or by that of a style.
    fn is_hidden(&self, run: Node<'_, '_>) -> bool {
        let format = child(run, "rPr");
        let style = format.and_then(|format| value(format, "rStyle"));
        let of_paragraph = own_paragraph(run).and_then(|paragraph| value(child(paragraph, "pPr")?, "pStyle"));
        match format.and_then(|format| child(format, "vanish")) {
            Some(_) => is_on(format, "vanish"),
            None => style.into_iter().chain(of_paragraph).any(|style| self.styles.hidden.contains(style)),
        }
    }

    /// What is in the file and not in the text, or there in another form.
    fn left_out(&self, body: Node<'_, '_>) -> Vec<Text> {
        let count =
            |is_it: &dyn Fn(Node<'_, '_>) -> bool| body.descendants().filter(|node| is_it(*node)).count();
        let has = |names: &[&str]| {
            count(&|node| node.is_element() && names.contains(&node.tag_name().name()) && !is_fallback(node))
                > 0
        };
        let is_text =
            |run: Node<'_, '_>| is(run, "r") && !is_left_out(run) && !run_text(run).trim().is_empty();
        let mut notes = Vec::new();
        if has(&["ins", "del", "moveFrom", "moveTo", "cellDel", "cellIns"]) {
            notes.push(say!(
                "文件里有还没定稿的修订：删去的没有取，添加的取了；最好在 Word 里接受或拒绝修订以后再导入",
                "there are tracked changes: what was deleted was left out, what was added was taken; better accept or reject them in Word first"
            ));
        }
        if has(&["commentReference"]) {
            notes.push(say!("文件里有批注，没有取", "there are comments, which were left out"));
        }
        if count(&|run| is_text(run) && self.is_hidden(run)) > 0 {
            notes.push(say!("文件里有隐藏的文字，没有取", "there is hidden text, which was left out"));
        }
        if count(&|run| is_text(run) && is_struck(child(run, "rPr"))) > 0 {
            notes.push(say!(
                "文件里有加了删除线的文字，没有取",
                "there is text that is struck out, which was left out"
            ));
        }
        if has(&["footnoteReference", "endnoteReference"]) {
            notes.push(say!(
                "文件里有脚注或尾注，没有取",
                "there are footnotes or endnotes, which were left out"
            ));
        }
        if has(&["oMath"]) {
            notes.push(say!("文件里有公式，没有取", "there are equations, which were left out"));
        }
        if has(&["txbxContent"]) {
            notes.push(say!(
                "文本框里的文字放在了它所在那一段的后面，请核对位置",
                "the text of text boxes comes after the paragraph that they stand beside: see whether that is its place"
            ));
        }
        notes
    }

    fn pictures(&mut self, node: Node<'_, '_>, blocks: &mut Vec<Block>) {
        let shown = node
            .descendants()
            .filter(|inner| matches!(inner.tag_name().name(), "blip" | "imagedata"))
            .filter(|inner| own_paragraph(*inner) == Some(node) && !is_left_out(*inner))
            .filter(|inner| !inner.ancestors().any(|run| is(run, "r") && self.is_hidden(run)));
        let found: Vec<(String, String)> = shown
            .filter_map(|picture| {
                let link = attribute(picture, "embed").or_else(|| attribute(picture, "id"))?.to_owned();
                let frame = picture.ancestors().find(|above| is(*above, "drawing"));
                let about = frame.and_then(|frame| frame.descendants().find(|inner| is(*inner, "docPr")));
                let alt = about.and_then(|about| attribute(about, "descr")).unwrap_or_default();
                Some((link, alt.split_whitespace().collect::<Vec<_>>().join(" ")))
            })
            .collect();
        for (link, alt) in found {
            let bytes = self.targets.get(&link).cloned().and_then(|target| {
                let path = target.trim_start_matches('/');
                let path = if path.starts_with("word/") { path.to_owned() } else { format!("word/{path}") };
                self.archive.bytes(&path)
            });
            let extension = match bytes.as_deref() {
                Some([0xff, 0xd8, 0xff, ..]) => "jpg",
                Some([0x89, b'P', b'N', b'G', ..]) => "png",
                _ => {
                    self.article.notes.push(say!(
                        "有一张图片不是 JPEG 或 PNG，或不在文件里，没有取出",
                        "a picture is neither JPEG nor PNG, or not in the file, and was left out"
                    ));
                    continue;
                }
            };
            if self.article.pictures.len() < MAX_PICTURES {
                self.article.pictures.push(Picture { extension, bytes: bare(&bytes.unwrap_or_default()) });
                blocks.push(Block::Picture(self.article.pictures.len() - 1, alt));
            }
        }
    }

    /// The blocks as Markdown; the first may be the title.
    fn write(mut self, mut blocks: Vec<Block>) -> Article {
        if let Some(Block::Paragraph(first)) = blocks.first()
            && (first.level.is_some_and(|level| level <= 1)
                || first.is_centred && !is_sentence(&first.text)
                || first.looks_like_heading() == Some(2))
        {
            self.article.title = Some(first.text.clone());
            blocks.remove(0);
        }
        let mut parts: Vec<String> = Vec::new();
        let mut was_item = false;
        for block in blocks {
            let (part, is_item) = match block {
                Block::Paragraph(paragraph) => paragraph.write(),
                Block::Table(rows) => (table(&rows), false),
                Block::Picture(index, alt) => {
                    (format!("![{}]({})", escaped(&alt), Article::placeholder(index)), false)
                }
            };
            match parts.last_mut().filter(|_| was_item && is_item) {
                Some(list) => *list += &format!("\n{part}"),
                None => parts.push(part),
            }
            was_item = is_item;
        }
        parts.retain(|part| !part.is_empty());
        self.article.body = parts.join("\n\n") + "\n";
        self.article
    }
}

impl Paragraph {
    fn write(&self) -> (String, bool) {
        if let Some((depth, is_bullet)) = self.item.filter(|_| self.level.is_none()) {
            let mark = if is_bullet { "- " } else { "1. " };
            return (format!("{}{mark}{}", "   ".repeat(depth), self.markdown), true);
        }
        // The page has a title of its own: a heading of the first level in the text lies below it.
        let level =
            self.level.map(|level| usize::from(level.clamp(1, 3)) + 1).or_else(|| self.looks_like_heading());
        match level {
            Some(level) => (format!("{} {}", "#".repeat(level), escaped(&self.text)), false),
            None if self.is_bold => (format!("**{}**", self.markdown), false),
            None => (self.markdown.clone(), false),
        }
    }

    /// The level of a line that is only made to look like a heading: 一、 is above （一）.
    fn looks_like_heading(&self) -> Option<usize> {
        const LONGEST: usize = 30;
        if self.text.chars().count() > LONGEST || is_sentence(&self.text) {
            return None;
        }
        let numeral = |c: char| "一二三四五六七八九十".contains(c);
        let bare = self.text.trim_start_matches(numeral);
        if bare.len() < self.text.len() && bare.starts_with('、') {
            return Some(2);
        }
        if let Some(inside) = self.text.strip_prefix(['（', '(']) {
            let bare = inside.trim_start_matches(numeral);
            if bare.len() < inside.len() && bare.starts_with(['）', ')']) {
                return Some(3);
            }
        }
        self.is_bold.then_some(2)
    }
}

fn is_sentence(text: &str) -> bool {
    text.ends_with(['。', '；', '，', '！', '？', '…', '.', ';', ','])
}

/// What was deleted, alone or with its row or cell, or stands in for newer content.
fn is_left_out(node: Node<'_, '_>) -> bool {
    let has = |node: Node<'_, '_>, format: &str, mark: &str| {
        child(node, format).and_then(|format| child(format, mark)).is_some()
    };
    node.ancestors().any(|above| match above.tag_name().name() {
        "del" | "moveFrom" | "Fallback" => true,
        "tr" => has(above, "trPr", "del"),
        "tc" => has(above, "tcPr", "cellDel"),
        // “单击此处输入文字”, where nobody has.
        "sdt" => has(above, "sdtPr", "showingPlcHdr"),
        _ => false,
    })
}

fn is_fallback(node: Node<'_, '_>) -> bool {
    node.ancestors().any(|above| is(above, "Fallback"))
}

fn is_struck(format: Option<Node<'_, '_>>) -> bool {
    is_on(format, "strike") || is_on(format, "dstrike")
}

/// The paragraph that something stands in, and not one around its frame.
fn own_paragraph<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    node.ancestors().skip(1).find(|above| is(*above, "p"))
}

/// m² and not m2: characters of their own, where there are such for all of a raised or lowered text.
fn raised(text: String, place: Option<&str>) -> String {
    let (forms, plain) = match place {
        Some("superscript") => ("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ", "0123456789+-()n"),
        Some("subscript") => ("₀₁₂₃₄₅₆₇₈₉₊₋₍₎", "0123456789+-()"),
        _ => return text,
    };
    let form = |c: char| plain.chars().position(|known| known == c).and_then(|at| forms.chars().nth(at));
    text.chars().map(form).collect::<Option<String>>().unwrap_or(text)
}

fn run_text(run: Node<'_, '_>) -> String {
    let mut text = String::new();
    for inner in run.children() {
        match inner.tag_name().name() {
            "t" => text.push_str(inner.text().unwrap_or_default()),
            "tab" | "br" | "cr" => text.push(' '),
            "noBreakHyphen" => text.push('-'),
            _ => {}
        }
    }
    text
}

/// Without indents made of spaces and characters that nobody sees.
fn tidy(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'))
        .collect();
    visible.trim().to_owned()
}

fn emphasised(runs: &[(String, bool)]) -> String {
    let mut out = String::new();
    for (text, is_bold) in runs {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let inside = text.trim();
        if !is_bold || inside.is_empty() {
            out.push_str(&text);
            continue;
        }
        let (before, after) = (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]);
        out += &format!("{before}\u{1a}{inside}\u{1a}{after}");
    }
    escaped(&tidy_marks(&out)).replace('\u{1a}', "**")
}

fn tidy_marks(text: &str) -> String {
    let visible: String =
        text.chars().filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')).collect();
    visible.trim().to_owned()
}

fn table(rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    if width == 0 || rows.iter().flatten().all(String::is_empty) {
        return String::new();
    }
    let line = |cells: &[String]| {
        let cells: Vec<&str> = (0..width).map(|at| cells.get(at).map_or("", String::as_str)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut lines = vec![line(&rows[0]), format!("|{}", " --- |".repeat(width))];
    lines.extend(rows[1..].iter().map(|row| line(row)));
    lines.join("\n")
}
