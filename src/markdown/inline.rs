//! What stands inside a line: words with references in them, line breaks, links and images.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::escape::{push_attribute, push_readable};
use super::heading::split_id;
use super::holed::Hole;
use super::reference::{self, Found, Kind, Reference};
use super::url::{self, Local, Target};
use super::write::{Events, Writer};
use crate::diag::{Code, Diagnostic};
use crate::say;
use crate::text::han::joins_without_space;

impl<'a> Writer<'a, '_> {
    /// Writes the text that begins at event `at`, and says where the next event is.
    pub(super) fn run(&mut self, at: usize) -> usize {
        let run = Run::of(self.text, &self.events[at..]);
        let next = at + run.pieces.len();
        let mut text = &*run.text;
        if let Some((Event::End(TagEnd::Heading(_)), _)) = self.events.get(next) {
            let (title, id) = split_id(text);
            self.id = id.map(str::to_owned);
            text = title;
        }
        let mut written = 0;
        for found in reference::find(text, |byte| run.is_literal(byte)) {
            let within = found.range();
            let range = run.source(within.clone());
            match found {
                Found::Malformed { message, hint, .. } => {
                    let span = self.at(range);
                    self.report.push(Diagnostic::warning(Code::MalformedReference, span, message).hint(hint));
                }
                Found::Reference { .. } if !self.links.is_empty() => self.reference_in_link(range),
                Found::Reference { kind, target, label, .. } => {
                    self.words(&text[written..within.start]);
                    written = within.end;
                    let (target, label) = (target.to_owned(), label.map(str::to_owned));
                    self.reference(Reference { range, kind, target, label, alone: false });
                }
            }
        }
        self.words(&text[written..]);
        next
    }

    /// Writes a paragraph of nothing but photos, each a block. Returns false, and writes nothing, where it is not one.
    pub(super) fn photos(&mut self, events: Range<usize>) -> bool {
        let mut photos = Vec::new();
        let mut at = events.start;
        while at < events.end {
            if matches!(self.events[at].0, Event::SoftBreak | Event::HardBreak) {
                at += 1;
                continue;
            }
            let run = Run::of(self.text, &self.events[at..events.end]);
            let [Found::Reference { range, kind: Kind::Photo, target, label }] =
                &reference::find(&run.text, |byte| run.is_literal(byte))[..]
            else {
                return false;
            };
            if range.len() != run.text.trim().len() {
                return false;
            }
            photos.push(Reference {
                range: run.source(range.clone()),
                kind: Kind::Photo,
                target: target.to_string(),
                label: label.map(str::to_owned),
                alone: true,
            });
            at += run.pieces.len();
        }
        for photo in photos {
            self.reference(photo);
            self.html("\n");
        }
        true
    }

    fn reference(&mut self, reference: Reference) {
        let hole = Hole::Reference(self.body.references.len());
        self.body.html.hole(hole);
        self.body.plain.hole(hole);
        let label = reference.label.as_deref();
        self.last = Some(edges(reference.kind, &reference.target, label).1);
        self.body.references.push(reference);
    }

    fn reference_in_link(&mut self, range: Range<usize>) {
        let span = self.at(range);
        self.report.push(
            Diagnostic::warning(
                Code::MalformedReference,
                span,
                say!("链接的文字里不能再放引用", "a reference cannot stand in the text of a link"),
            )
            .hint(say!("请把它移到链接外面", "move it out of the link")),
        );
    }

    /// The character that the line after a soft break begins with, if it is known.
    pub(super) fn first(&self, events: &Events<'_>) -> Option<char> {
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Text(_) => {
                    let run = Run::of(self.text, &events[at..]);
                    return match reference::find(&run.text, |byte| run.is_literal(byte)).first() {
                        Some(Found::Reference { range, kind, target, label }) if range.start == 0 => {
                            Some(edges(*kind, target, *label).0)
                        }
                        _ => run.text.chars().next(),
                    };
                }
                Event::Code(text) => return text.chars().next(),
                Event::Start(Tag::Image { .. }) => return None,
                Event::Start(_) | Event::FootnoteReference(_) | Event::InlineHtml(_) => {}
                _ => return None,
            }
        }
        None
    }

    /// Writes the start tag of a link, and returns its end tag.
    pub(super) fn link(&mut self, range: &Range<usize>, url: &str, title: &str) -> &'static str {
        let hole = match url::target(url) {
            Target::Unsafe(scheme) => {
                self.refuse(range, &scheme);
                return "";
            }
            Target::Incomplete => {
                self.incomplete(range);
                return "";
            }
            Target::External(url) => {
                self.html("<a");
                push_attribute(self.body.html.tail(), "href", &url);
                push_attribute(self.body.html.tail(), "rel", "noopener");
                None
            }
            Target::Fragment(url) => {
                self.html("<a");
                push_attribute(self.body.html.tail(), "href", &url);
                None
            }
            Target::Local { path, suffix } => {
                self.html("<a");
                Some(self.local(Local { range: range.clone(), path, suffix, is_image: false }))
            }
        };
        if let Some(at) = hole {
            self.body.html.hole(Hole::Link(at));
        }
        if !title.is_empty() {
            push_attribute(self.body.html.tail(), "title", title);
        }
        self.html(">");
        "</a>"
    }

    pub(super) fn image(&mut self, range: &Range<usize>, url: &str, title: &str, inside: &Events<'_>) {
        let alt = self.alternative(inside);
        match url::target(url) {
            Target::Unsafe(scheme) => {
                self.refuse(range, &scheme);
                self.words(&alt);
            }
            Target::External(_) | Target::Incomplete => {
                let span = self.at(range.clone());
                self.report.push(
                    Diagnostic::error(
                        Code::RemoteImage,
                        span,
                        say!("图片在别的网站上", "the image is on another site"),
                    )
                    .hint(say!(
                        "请把图片存入 content/media/，写成 ![说明](media/文件名)",
                        "save it under content/media/ and write ![words](media/file)"
                    )),
                );
                self.words(&alt);
            }
            Target::Fragment(suffix) => self.local_image(range, String::new(), suffix, &alt, title),
            Target::Local { path, suffix } => self.local_image(range, path, suffix, &alt, title),
        }
    }

    fn local_image(&mut self, range: &Range<usize>, path: String, suffix: String, alt: &str, title: &str) {
        if alt.trim().is_empty() {
            let span = self.at(range.clone());
            self.report.push(
                Diagnostic::warning(
                    Code::MissingAlt,
                    span,
                    say!("图片没有替代文字", "the image has no alternative text"),
                )
                .hint(say!(
                    "请在方括号里写明图上是什么，供看不见图的人读：![……](…)",
                    "say in the brackets what it shows, for those who do not see it: ![…](…)"
                )),
            );
        }
        let at = self.local(Local { range: range.clone(), path, suffix, is_image: true });
        self.html("<span class=\"picture\">");
        self.body.html.hole(Hole::Image(at));
        let html = self.body.html.tail();
        push_attribute(html, "alt", alt);
        if !title.is_empty() {
            push_attribute(html, "title", title);
        }
        html.push_str(" loading=\"lazy\" decoding=\"async\"></picture></span>");
        self.body.plain.push_str(alt);
        self.last = None;
    }

    fn local(&mut self, local: Local) -> usize {
        self.body.locals.push(local);
        self.body.locals.len() - 1
    }

    /// The words of an image's brackets, for those who do not see it.
    fn alternative(&self, events: &Events<'_>) -> String {
        let mut alt = String::new();
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Text(text) | Event::Code(text) => push_readable(&mut alt, text),
                Event::SoftBreak | Event::HardBreak => {
                    let ends = alt.chars().next_back().zip(self.first(&events[at + 1..]));
                    if !ends.is_some_and(|(last, first)| joins_without_space(last, first)) {
                        alt.push(' ');
                    }
                }
                _ => {}
            }
        }
        alt
    }

    fn incomplete(&mut self, range: &Range<usize>) {
        let span = self.at(range.clone());
        self.report.push(
            Diagnostic::error(
                Code::UnsafeUrl,
                span,
                say!("网址没有写完整", "the URL is not written in full"),
            )
            .hint(say!(
                "别的网站要从 https:// 写起；站内地址以一个 “/” 开头",
                "begin another site's address with https://, and one of this site with a single `/`"
            )),
        );
    }

    fn refuse(&mut self, range: &Range<usize>, scheme: &str) {
        let span = self.at(range.clone());
        self.report.push(
            Diagnostic::error(
                Code::UnsafeUrl,
                span,
                say!("网址不能以 “{scheme}:” 开头", "a URL may not begin with `{scheme}:`"),
            )
            .hint(say!(
                "可以用 https:、http:、mailto:、tel:，或站内地址，如 /people/…/、media/…",
                "use https:, http:, mailto:, tel:, or an address of this site such as /people/…/ or media/…"
            )),
        );
    }
}

/// Text events that follow one another, joined: the parser splits text wherever a mark could have been.
struct Run<'a> {
    text: Cow<'a, str>,
    pieces: Vec<Piece>,
}

/// One event of a [`Run`].
struct Piece {
    /// Where it begins in the run.
    start: usize,
    /// Where it stands in the body.
    source: Range<usize>,
    /// How many of its bytes are no marks: all of an entity's, the first after a backslash.
    literal: usize,
}

impl<'a> Run<'a> {
    fn of(body: &str, events: &'a Events<'_>) -> Run<'a> {
        let mut text = Cow::Borrowed("");
        let mut pieces: Vec<Piece> = Vec::new();
        for (event, range) in events {
            let Event::Text(piece) = event else { break };
            let start = text.len();
            let literal = if body.get(range.clone()) != Some(piece) {
                piece.len()
            } else {
                // After a piece that ends here, a backslash is text itself.
                let follows = pieces.last().is_some_and(|last| last.source.end == range.start);
                let is_escaped = !follows && body[..range.start].ends_with('\\');
                usize::from(is_escaped && piece.starts_with(|c: char| c.is_ascii_punctuation()))
            };
            if pieces.is_empty() {
                text = Cow::Borrowed(piece);
            } else {
                text.to_mut().push_str(piece);
            }
            pieces.push(Piece { start, source: range.clone(), literal });
        }
        Run { text, pieces }
    }

    fn is_literal(&self, byte: usize) -> bool {
        let piece = self.piece(byte);
        byte < piece.start + piece.literal
    }

    /// The bytes of the body from which `range` of the text came.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        let (first, last) = (self.piece(range.start), self.piece(range.end - 1));
        let start = (first.source.start + range.start - first.start).min(first.source.end);
        let end = (last.source.start + range.end - last.start).min(last.source.end);
        start..end
    }

    fn piece(&self, byte: usize) -> &Piece {
        &self.pieces[self.pieces.partition_point(|piece| piece.start <= byte) - 1]
    }
}

/// The characters that a reference begins and ends with when it is shown, or ones like them. Records have Chinese
/// names, also those that are referred to by an ASCII id; a figure is a number with its measure.
fn edges(kind: Kind, target: &str, label: Option<&str>) -> (char, char) {
    let name = label.unwrap_or(target);
    match kind {
        Kind::Record if label.is_none() && name.is_ascii() => ('名', '名'),
        Kind::Record => (name.chars().next().unwrap_or('名'), name.chars().next_back().unwrap_or('名')),
        Kind::Figure => ('0', '次'),
        Kind::Photo => (' ', ' '),
    }
}
