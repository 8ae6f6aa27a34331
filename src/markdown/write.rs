//! Writes the events of a body as HTML and plain text.
//!
//! What authors wrote reaches the output through `push_escaped` and `url::target` only: no cleaning afterwards.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::escape::{push_attribute, push_escaped, push_readable};
use super::footnote::Footnotes;
use super::heading::Headings;
use super::holed::{Hole, Holed};
use super::{Body, Heading, locate};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::say;
use crate::text::han::joins_without_space;

/// Emphasis inside emphasis beyond this depth is not shown; browsers are slow on deep trees.
const MAX_EMPHASIS: usize = 16;

pub(super) type Events<'a> = [(Event<'a>, Range<usize>)];

/// The body, from all its events.
pub(super) fn write(text: &str, events: &Events<'_>, place: Span, report: &mut Report) -> Body {
    let html = Holed::with_room_for(text.len() + text.len() / 2);
    let plain = Holed::with_room_for(text.len());
    let mut writer = Writer {
        text,
        events,
        place,
        report,
        headings: Headings::of(events),
        footnotes: Footnotes::default(),
        body: Body { html, plain, ..Body::default() },
        outer: Vec::new(),
        labels: Vec::new(),
        id: None,
        links: Vec::new(),
        emphasis: 0,
        is_code: false,
        last: None,
        alignments: &[],
        cell: 0,
        is_head: false,
    };
    let mut at = 0;
    while at < events.len() {
        at = writer.event(at);
    }
    let Writer { mut body, footnotes, .. } = writer;
    footnotes.finish(&mut body.html, &mut body.plain);
    Body { html: body.html.without_room(), plain: body.plain.without_room(), ..body }
}

pub(super) struct Writer<'a, 'r> {
    pub(super) text: &'a str,
    pub(super) events: &'a Events<'a>,
    pub(super) place: Span,
    pub(super) report: &'r mut Report,
    pub(super) headings: Headings,
    pub(super) footnotes: Footnotes,
    /// Its `html` and `plain` are those of the innermost heading or footnote while one is open.
    pub(super) body: Body,
    /// The `html` and `plain` of what encloses it.
    outer: Vec<(Holed, Holed)>,
    /// The labels of the open footnotes.
    labels: Vec<&'a str>,
    /// The id that its author wrote after the open heading.
    pub(super) id: Option<String>,
    /// The end tags of the open links.
    pub(super) links: Vec<&'static str>,
    emphasis: usize,
    is_code: bool,
    /// The last character shown in this block, if it is known.
    pub(super) last: Option<char>,
    /// Of the open table.
    alignments: &'a [Alignment],
    cell: usize,
    is_head: bool,
}

impl<'a> Writer<'a, '_> {
    /// Writes the event at `at`, with those it covers, and says where the next is.
    fn event(&mut self, at: usize) -> usize {
        let (event, range) = &self.events[at];
        match event {
            Event::Text(text) if self.is_code => self.words(text),
            Event::Text(_) => return self.run(at),
            Event::Code(text) => {
                self.html("<code>");
                // The parser makes two spaces of CRLF and one of LF; browsers show one for either.
                let is_folded = self.text[range.clone()].contains('\n');
                self.words(&if is_folded {
                    Cow::Owned(one_space(text.trim()))
                } else {
                    Cow::Borrowed(&**text)
                });
                self.html("</code>");
            }
            Event::Start(Tag::HtmlBlock) => {
                self.drop_html(range);
                return self.end_of(at);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let end = self.end_of(at);
                self.image(range, dest_url, title, &self.events[at + 1..end - 1]);
                return end;
            }
            Event::Start(Tag::Paragraph) if self.text[range.clone()].starts_with("{{") => {
                let end = self.end_of(at);
                if self.photos(at + 1..end - 1) {
                    return end;
                }
                self.start(&Tag::Paragraph, range);
            }
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::InlineHtml(_) | Event::Html(_) => self.drop_html(range),
            Event::FootnoteReference(label) => {
                self.footnotes.mention(self.body.html.tail(), label);
            }
            Event::SoftBreak => {
                let after = self.first(&self.events[at + 1..]);
                if !self.last.zip(after).is_some_and(|(last, after)| joins_without_space(last, after)) {
                    self.html("\n");
                    self.body.plain.push_str(" ");
                }
            }
            Event::HardBreak => {
                self.html("<br>\n");
                self.body.plain.push_str("\n");
                self.last = None;
            }
            Event::Rule => self.html("<hr>\n"),
            Event::TaskListMarker(done) => {
                let (state, name) = if *done { (" checked", "已完成") } else { ("", "未完成") };
                let _ = write!(
                    self.body.html.tail(),
                    r#"<input type="checkbox" disabled{state} aria-label="{name}"> "#
                );
            }
            // The options that make these are off; should one be on, its text is text.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.words(text),
        }
        at + 1
    }

    fn start(&mut self, tag: &'a Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => self.open("<p>"),
            Tag::Heading { .. } => self.enter(),
            Tag::FootnoteDefinition(label) => {
                self.enter();
                self.labels.push(label);
            }
            Tag::BlockQuote(None) => self.open("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = alert(*kind);
                self.open("");
                let _ = write!(
                    self.body.html.tail(),
                    "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"
                );
            }
            Tag::CodeBlock(kind) => {
                self.open("<pre><code");
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some(language) = info.split_whitespace().next()
                {
                    push_attribute(self.body.html.tail(), "class", &format!("language-{language}"));
                }
                self.html(">");
                self.is_code = true;
            }
            Tag::List(None) => self.open("<ul>\n"),
            Tag::List(Some(1)) => self.open("<ol>\n"),
            Tag::List(Some(first)) => self.open(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.open("<li>"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                // A wide table scrolls by itself: it must be reached by keyboard, and so it has a name.
                self.open(
                    "<div class=\"table\" role=\"region\" aria-label=\"表格\" tabindex=\"0\"><table>\n",
                );
            }
            Tag::TableHead => {
                self.is_head = true;
                self.row("<thead><tr>");
            }
            Tag::TableRow => self.row("<tr>"),
            Tag::TableCell => {
                self.html(if self.is_head { "<th scope=\"col\"" } else { "<td" });
                // A class, not a style: the pages' content policy allows no inline style.
                self.html(match self.alignments.get(self.cell) {
                    Some(Alignment::Left) => " class=\"left\">",
                    Some(Alignment::Center) => " class=\"center\">",
                    Some(Alignment::Right) => " class=\"right\">",
                    Some(Alignment::None) | None => ">",
                });
                if self.cell > 0 {
                    self.body.plain.push_str(" ");
                }
                self.cell += 1;
                self.last = None;
            }
            Tag::Emphasis => self.emphasis("<em>", 1),
            Tag::Strong => self.emphasis("<strong>", 1),
            Tag::Strikethrough => self.emphasis("<del>", 1),
            Tag::Link { link_type, dest_url, title, .. } => {
                let is_address = *link_type == LinkType::Email;
                let url = if is_address { &format!("mailto:{dest_url}") } else { dest_url.as_ref() };
                let end = self.link(range, url, title);
                self.links.push(end);
            }
            // `event` handles the first two; the options that make the others are off.
            Tag::Image { .. }
            | Tag::HtmlBlock
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.close("</p>\n"),
            TagEnd::Heading(level) => {
                let (html, text) = self.leave();
                self.heading(self.headings.level(level), html, text);
            }
            TagEnd::FootnoteDefinition => {
                let (html, plain) = self.leave();
                let label = self.labels.pop().unwrap_or_default();
                self.footnotes.define(label, html, plain);
            }
            TagEnd::BlockQuote(None) => self.close("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.close("</div>\n"),
            TagEnd::CodeBlock => {
                self.is_code = false;
                self.close("</code></pre>\n");
            }
            TagEnd::List(true) => self.close("</ol>\n"),
            TagEnd::List(false) => self.close("</ul>\n"),
            TagEnd::Item => self.close("</li>\n"),
            TagEnd::Table => self.close("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.is_head = false;
                self.close("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.close("</tr>\n"),
            TagEnd::TableCell => self.html(if self.is_head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.emphasis("</em>", -1),
            TagEnd::Strong => self.emphasis("</strong>", -1),
            TagEnd::Strikethrough => self.emphasis("</del>", -1),
            TagEnd::Link => {
                let end = self.links.pop().unwrap_or_default();
                self.html(end);
            }
            TagEnd::Image
            | TagEnd::HtmlBlock
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }
    fn heading(&mut self, level: u8, html: Holed, text: Holed) {
        // An id comes from the body alone: for a reference without a label, from what it names.
        let words = text.fill(|out, hole| {
            if let Hole::Reference(i) = hole {
                let reference = &self.body.references[i];
                out.push_str(reference.label.as_ref().unwrap_or(&reference.target));
            }
        });
        let id = self.headings.id(self.id.take().as_deref(), &words);
        let _ = write!(self.body.html.tail(), "<h{level}");
        push_attribute(self.body.html.tail(), "id", &id);
        self.html(">");
        self.body.html.append(html);
        self.line();
        self.body.plain.append(text.clone());
        self.close(&format!("</h{level}>\n"));
        self.body.headings.push(Heading { level, id, text });
    }

    /// From here on, what is written is kept apart.
    fn enter(&mut self) {
        self.outer.push((std::mem::take(&mut self.body.html), std::mem::take(&mut self.body.plain)));
        self.last = None;
    }

    /// What was written since `enter`.
    fn leave(&mut self) -> (Holed, Holed) {
        let (html, plain) = self.outer.pop().expect("events of the parser are balanced");
        (std::mem::replace(&mut self.body.html, html), std::mem::replace(&mut self.body.plain, plain))
    }

    /// Start of a block.
    fn open(&mut self, tag: &str) {
        self.line();
        self.html(tag);
        self.last = None;
    }

    /// End of a block.
    fn close(&mut self, tag: &str) {
        self.html(tag);
        self.line();
        self.last = None;
    }

    fn row(&mut self, tag: &str) {
        self.open(tag);
        self.cell = 0;
    }

    fn emphasis(&mut self, tag: &str, step: isize) {
        let depth = self.emphasis.saturating_add_signed(step);
        if depth.max(self.emphasis) <= MAX_EMPHASIS {
            self.html(tag);
        }
        self.emphasis = depth;
    }

    /// Begins a new line of the plain text, unless one has just begun.
    fn line(&mut self) {
        if !self.body.plain.is_empty() && self.body.plain.last() != Some('\n') {
            self.body.plain.push_str("\n");
        }
    }

    fn drop_html(&mut self, range: &Range<usize>) {
        let trimmed = self.text[range.clone()].trim_end().len();
        let span = self.at(range.start..range.start + trimmed);
        self.report.push(
            Diagnostic::warning(
                Code::RawHtml,
                span,
                say!("正文里的 HTML 不会发布，已略去", "raw HTML is not published and was left out"),
            )
            .hint(say!(
                "请改用 Markdown 写法；如果就要显示 “<”，请写成 “\\<”",
                "write it in Markdown; to show `<` itself, write `\\<`"
            )),
        );
    }

    pub(super) fn html(&mut self, html: &str) {
        self.body.html.push_str(html);
    }

    /// Text that is shown as it is.
    pub(super) fn words(&mut self, text: &str) {
        if let Some(last) = text.chars().next_back() {
            push_escaped(self.body.html.tail(), text);
            push_readable(self.body.plain.tail(), text);
            self.last = Some(last);
        }
    }

    /// The index after the end of the element that starts at `at`.
    fn end_of(&self, at: usize) -> usize {
        let mut depth = 0usize;
        for (i, (event, _)) in self.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return i + 1;
            }
        }
        self.events.len()
    }

    pub(super) fn at(&self, range: Range<usize>) -> Span {
        locate(self.place, self.text, range)
    }
}

fn one_space(text: &str) -> String {
    let mut last = None;
    text.chars().filter(|c| last.replace(*c) != Some(' ') || *c != ' ').collect()
}

fn alert(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "说明"),
        BlockQuoteKind::Tip => ("tip", "提示"),
        BlockQuoteKind::Important => ("important", "重要"),
        BlockQuoteKind::Warning => ("warning", "注意"),
        BlockQuoteKind::Caution => ("caution", "警告"),
    }
}
