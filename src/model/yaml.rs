//! YAML as a tree of nodes that know their place in the file.
//!
//! This is the only user of the YAML crate. It takes its event parser rather than its serde front: a derived
//! struct stops at the first mistake of a file and takes `1.10` for a number, while a tree of texts with byte
//! ranges lets [`super::decode`] report every mistake of a file and keep every value as it was written.

use std::borrow::Cow;

use serde_yaml::granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Span as YamlSpan, StrInput};

use super::{plain, syntax};
use crate::diag::{Code, Diagnostic, FileId, Report, Span, Text};
use crate::say;

/// Deeper nesting than any record needs; it bounds the recursion of everything that walks a tree.
pub(super) const MAX_DEPTH: usize = 32;

/// A value and where it stands.
#[derive(Debug)]
pub struct Node<'t> {
    pub span: Span,
    pub data: Data<'t>,
}

#[derive(Debug)]
pub enum Data<'t> {
    /// Nothing was written, or `~` or `null`.
    Null,
    /// Text as it was written: `no`, `0012` and `1.10` stay what they are.
    Scalar(Cow<'t, str>),
    List(Vec<Node<'t>>),
    /// Duplicate keys are kept: telling of them is the decoder's business.
    Map(Vec<(Key<'t>, Node<'t>)>),
}

#[derive(Debug)]
pub struct Key<'t> {
    pub span: Span,
    pub text: Cow<'t, str>,
}

/// Where a YAML text stands: a whole file, or the front matter of a Markdown file.
#[derive(Clone, Copy)]
pub struct Source<'t> {
    pub file: FileId,
    pub text: &'t str,
    /// Byte offset of `text` in the file.
    pub offset: usize,
}

/// Reads one YAML document. `None` after a syntax error, which is reported; an empty text is [`Data::Null`].
pub fn parse<'t>(source: Source<'t>, report: &mut Report) -> Option<Node<'t>> {
    plain::parse(source).or_else(|| parse_any(source, report))
}

/// As [`parse`], by the crate alone.
pub(super) fn parse_any<'t>(source: Source<'t>, report: &mut Report) -> Option<Node<'t>> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.emit_unresolved_aliases = true;
    let mut tree = Tree { source, parser: Parser::new_from_str_with_options(source.text, options), report };
    match tree.document() {
        Ok(node) => Some(node),
        Err(Stop::Reported) => None,
        Err(Stop::Syntax(error)) => {
            // The marker counts lines from 1 and characters from 0; its byte offset is not always known.
            let (line, column) = (error.marker().line().max(1) - 1, error.marker().col());
            report.push(syntax::diagnose(
                source,
                &syntax::Stop { line, column, why: error.info().to_string() },
            ));
            None
        }
    }
}

struct Tree<'t, 'r> {
    source: Source<'t>,
    parser: Parser<'t, StrInput<'t>>,
    report: &'r mut Report,
}

enum Stop {
    Syntax(ScanError),
    Reported,
}

impl<'t> Tree<'t, '_> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Stop> {
        match self.parser.next() {
            Some(Ok((event, span))) => {
                let span = self.place(&span);
                Ok((event, span))
            }
            Some(Err(error)) => Err(Stop::Syntax(error)),
            None => Ok((Event::StreamEnd, self.place_at(self.source.text.len()))),
        }
    }

    fn document(&mut self) -> Result<Node<'t>, Stop> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                // `---` under the fields, as in a Markdown file, begins a document that says nothing.
                Event::Scalar(ref text, ScalarStyle::Plain, 0, None)
                    if root.is_some() && matches!(&**text, "" | "~") => {}
                _ if root.is_some() => {
                    return Err(self.refuse(
                        span,
                        say!("一个文件里只能有一份 YAML 文档", "a file holds one YAML document"),
                        say!(
                            "删去中间的 `---`，多条记录请写成 `- ` 开头的列表",
                            "remove the `---` in the middle; write several records as a list of `- ` items"
                        ),
                    ));
                }
                event => root = Some(self.node(event, span, 0)?),
            }
        }
        Ok(root.unwrap_or(Node { span: self.place_at(0), data: Data::Null }))
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node<'t>, Stop> {
        if depth > MAX_DEPTH {
            return Err(self.refuse(
                span,
                say!("嵌套超过 {MAX_DEPTH} 层", "nested more than {MAX_DEPTH} levels deep"),
                say!(
                    "记录不需要这么深的层次，请检查缩进",
                    "no record needs this depth: check the indentation"
                ),
            ));
        }
        match event {
            Event::Scalar(_, _, anchor, ref tag)
            | Event::SequenceStart(_, anchor, ref tag)
            | Event::MappingStart(_, anchor, ref tag)
                if anchor != 0 || tag.is_some() =>
            {
                Err(self.refuse_feature(span))
            }
            Event::Scalar(text, style, ..) => {
                let data = match &*text {
                    "" | "~" | "null" if style == ScalarStyle::Plain => Data::Null,
                    _ => Data::Scalar(text),
                };
                if style == ScalarStyle::Plain && !matches!(data, Data::Null) {
                    self.warn_of_lost_text(span);
                }
                Ok(Node { span, data })
            }
            Event::SequenceStart(..) => self.list(span, depth),
            Event::MappingStart(..) => self.map(span, depth),
            // Aliases; the event type is open, and comments and anchor events are not asked for.
            _ => Err(self.refuse_feature(span)),
        }
    }

    fn list(&mut self, start: Span, depth: usize) -> Result<Node<'t>, Stop> {
        let mut items: Vec<Node<'t>> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                break;
            }
            items.push(self.node(event, span, depth + 1)?);
        }
        let end = items.last().map_or(start.end, |item| item.span.end);
        Ok(Node { span: Span { end: end.max(start.end), ..start }, data: Data::List(items) })
    }

    fn map(&mut self, start: Span, depth: usize) -> Result<Node<'t>, Stop> {
        let mut entries: Vec<(Key<'t>, Node<'t>)> = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => break,
                (Event::Scalar(text, _, 0, None), span) => Key { span, text },
                (Event::MappingStart(..) | Event::SequenceStart(..), span) => {
                    return Err(self.refuse(
                        span,
                        say!("字段名必须是一个词", "a field name must be a word"),
                        say!("去掉字段名里的括号", "remove the brackets from the field name"),
                    ));
                }
                (_, span) => return Err(self.refuse_feature(span)),
            };
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            if matches!(value.data, Data::Null) {
                // An empty value may be placed on the line below.
                self.warn_of_lost_text(key.span);
            }
            entries.push((key, value));
        }
        let end = entries.last().map_or(start.end, |(key, value)| key.span.end.max(value.span.end));
        Ok(Node { span: Span { end: end.max(start.end), ..start }, data: Data::Map(entries) })
    }

    /// `职务: 主任 #1` and `简介: #重要` lose what follows the `#`: a comment written by hand has a blank behind it.
    fn warn_of_lost_text(&mut self, before: Span) {
        let end = before.range().end - self.source.offset;
        let rest = self.source.text.get(end..).unwrap_or_default().lines().next().unwrap_or_default();
        let Some(lost) = rest
            .trim_start_matches([':', ' ', '\t'])
            .strip_prefix('#')
            .filter(|lost| lost.starts_with(char::is_alphanumeric))
        else {
            return;
        };
        let start = end + rest.len() - lost.len() - 1;
        let range = self.source.offset + start..self.source.offset + start + 1 + lost.trim_end().len();
        self.report.push(
            Diagnostic::warning(
                Code::YamlFeature,
                Span::new(self.source.file, range),
                say!("“#”和它后面的文字是注释，不会发布", "`#` and what follows it is a comment and is not published"),
            )
            .hint(say!(
                "是内容就给整段文字加引号；是注释就在“#”后面空一格",
                "quote the whole text where it is meant to be shown; put a space after `#` where it is a comment"
            )),
        );
    }

    fn refuse_feature(&mut self, span: Span) -> Stop {
        self.refuse(
            span,
            say!(
                "记录不使用 YAML 的锚点、别名和标签（& * !）",
                "records do not use YAML anchors, aliases or tags (& * !)"
            ),
            say!(
                "以这些符号开头的文字请加引号，如 \"*星号\"",
                "quote a text that begins with one of them, as in \"*star\""
            ),
        )
    }

    fn refuse(&mut self, span: Span, message: Text, hint: Text) -> Stop {
        self.report.push(Diagnostic::error(Code::YamlFeature, span, message).hint(hint));
        Stop::Reported
    }

    /// The bytes of an event, without the blanks that follow a value.
    fn place(&self, span: &YamlSpan) -> Span {
        let Some(range) = span.byte_range() else { return self.place_at(0) };
        let text = self.source.text.get(range.clone()).unwrap_or("");
        let end = range.start + text.trim_end().len();
        Span::new(self.source.file, self.source.offset + range.start..self.source.offset + end)
    }

    fn place_at(&self, at: usize) -> Span {
        Span::new(self.source.file, self.source.offset + at..self.source.offset + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(node: &Node<'_>) -> String {
        let join = |parts: Vec<String>| parts.join(", ");
        match &node.data {
            Data::Null => "~".to_string(),
            Data::Scalar(text) => format!("{text:?}"),
            Data::List(items) => format!("[{}]", join(items.iter().map(show).collect())),
            Data::Map(entries) => {
                let entry = |(k, v): &(Key<'_>, Node<'_>)| format!("{}: {}", k.text, show(v));
                format!("{{{}}}", join(entries.iter().map(entry).collect()))
            }
        }
    }

    fn check(text: &str, expect: &str) {
        let mut report = Report::new();
        let node = parse(Source { file: FileId(0), text, offset: 0 }, &mut report);
        assert_eq!(report.errors(), 0, "{text}: {report:?}");
        assert_eq!(show(&node.expect("no error was reported")), expect, "{text}");
    }

    struct One<'a>(&'a str);

    impl crate::diag::Files for One<'_> {
        fn path(&self, _: FileId) -> &str {
            "a.yaml"
        }
        fn text(&self, _: FileId) -> &str {
            self.0
        }
    }

    fn refused(text: &str) -> Diagnostic {
        let mut report = Report::new();
        assert!(parse(Source { file: FileId(0), text, offset: 0 }, &mut report).is_none(), "{text}");
        let all = report.sorted(&One(text));
        assert_eq!(all.len(), 1, "{text}");
        all[0].clone()
    }

    #[test]
    fn values_stay_as_written() {
        check(
            "a: no\nb: 0012\nc: 1.10\nd: 2022-09-09\ne: ~\nf:\ng: ''\n",
            r#"{a: "no", b: "0012", c: "1.10", d: "2022-09-09", e: ~, f: ~, g: ""}"#,
        );
        check(
            "- 姓名: 张三\r\n  单位: \"甲：乙\"\r\n- 李四\r\n",
            r#"[{姓名: "张三", 单位: "甲：乙"}, "李四"]"#,
        );
        check("a: 1\na: 2\n", r#"{a: "1", a: "2"}"#);
        check("", "~");
        check("# 只有注释\n", "~");
    }

    #[test]
    fn spans_are_the_bytes_of_the_value() {
        let text = "姓名: 张三\n单位:  示例市委组织部  # 注\n";
        let mut report = Report::new();
        let node = parse(Source { file: FileId(0), text, offset: 0 }, &mut report).expect("valid");
        let Data::Map(entries) = node.data else { panic!("a mapping") };
        let values: Vec<&str> = entries.iter().map(|(_, v)| &text[v.span.range()]).collect();
        assert_eq!(values, ["张三", "示例市委组织部"]);
        let keys: Vec<&str> = entries.iter().map(|(k, _)| &text[k.span.range()]).collect();
        assert_eq!(keys, ["姓名", "单位"]);
    }

    #[test]
    fn what_records_do_not_use_is_refused() {
        for text in ["a: &x 1\nb: *x\n", "a: *无\n", "a: !!int 1\n", "a: 1\n---\nb: 2\n", "? [a]\n: b\n"] {
            assert_eq!(refused(text).code, Code::YamlFeature, "{text}");
        }
        refused(&"[".repeat(300));
        refused(&"- ".repeat(300));
    }

    #[test]
    fn a_full_width_colon_is_named() {
        let text = "id: a\n姓名：张三\n单位: 乙\n";
        let diagnostic = refused(text);
        assert_eq!(diagnostic.code, Code::YamlSyntax);
        assert_eq!(diagnostic.hint, Some(syntax::full_width_hint()));
        assert_eq!(&text[diagnostic.span.range()], "：");
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[-a-z:：\\[\\]{}&*!|>'\"#,\\n\\t \u{4e00}\u{3000}]{0,80}") {
            let mut report = Report::new();
            let node = parse(Source { file: FileId(0), text: &text, offset: 0 }, &mut report);
            proptest::prop_assert_eq!(node.is_none(), report.errors() > 0);
        }
    }
}
