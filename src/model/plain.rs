//! The YAML in which nearly all records are written, read straight from its lines.
//!
//! Comes in: a text. Goes out: the tree that the YAML crate would give, the same to the last byte of every span; or nothing
//! where the text holds anything but `field: value`, lists of `- ` items and `[…]` of words, each value on one line. It
//! deliberately knows no mistakes: whatever is unusual, and whatever is wrong, is left to the crate.

use std::borrow::Cow;
use std::ops::Range;

use super::yaml::{Data, Key, MAX_DEPTH, Node, Source};
use crate::diag::Span;

/// The tree of a text that is plain throughout.
pub fn parse(source: Source<'_>) -> Option<Node<'_>> {
    let mut reader = Reader { source, lines: lines(source.text)?, at: 0 };
    reader.line().filter(|first| first.indent == 0)?;
    let node = reader.block(0)?;
    reader.line().is_none().then_some(node)
}

/// A line that says something.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// Blanks before it.
    indent: usize,
    /// Where it begins behind them.
    start: usize,
    /// Without the blanks around it.
    text: &'t str,
}

/// `None` where a character means more than itself, or nothing.
fn lines(text: &str) -> Option<Vec<Line<'_>>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let inside = line.trim_start_matches(' ');
        let indent = line.len() - inside.len();
        let is_comment = inside.starts_with('#');
        if !inside.chars().all(|c| is_printable(c) && (c != '#' || is_comment)) {
            return None;
        }
        let text = inside.trim_end_matches(' ');
        if !text.is_empty() && !is_comment {
            lines.push(Line { indent, start: start + indent, text });
        }
        start += whole.len();
    }
    Some(lines)
}

fn is_shallow(depth: usize) -> Option<()> {
    (depth < MAX_DEPTH).then_some(())
}

fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

struct Reader<'t> {
    source: Source<'t>,
    lines: Vec<Line<'t>>,
    /// Of the line that comes next.
    at: usize,
}

impl<'t> Reader<'t> {
    fn line(&self) -> Option<Line<'t>> {
        self.lines.get(self.at).copied()
    }

    /// The next line, where it belongs to a block of this indentation; the inner `None` is its end.
    fn line_of(&self, indent: usize) -> Option<Option<Line<'t>>> {
        match self.line().filter(|line| line.indent >= indent) {
            Some(line) if line.indent > indent => None,
            line => Some(line),
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        let Source { file, offset, .. } = self.source;
        Span::new(file, offset + range.start..offset + range.end)
    }

    fn block(&mut self, depth: usize) -> Option<Node<'t>> {
        let first = self.line()?;
        match item(first) {
            Some(_) => self.list(first.indent, first.start, depth),
            None => self.map(first, depth),
        }
    }

    fn map(&mut self, first: Line<'t>, depth: usize) -> Option<Node<'t>> {
        is_shallow(depth)?;
        let mut entries: Vec<(Key<'t>, Node<'t>)> = Vec::new();
        while let Some(line) = self.line_of(first.indent)? {
            let colon = colon(line.text)?;
            let name = line.text.get(..colon).filter(|name| is_name(name))?;
            let key = Key { span: self.span(line.start..line.start + colon), text: Cow::Borrowed(name) };
            let value = line.text[colon + 1..].trim_start_matches(' ');
            self.at += 1;
            let value = match value.is_empty() {
                true => self.below(line.indent, line.start + colon, depth + 1)?,
                false => {
                    let start = line.start + line.text.len() - value.len();
                    self.value(Line { start, text: value, ..line }, depth + 1)?
                }
            };
            entries.push((key, value));
        }
        let end = entries.last().map(|(key, value)| key.span.end.max(value.span.end))?;
        Some(Node { span: Span { end, ..self.span(first.start..first.start) }, data: Data::Map(entries) })
    }

    /// The value of a field whose own line says nothing behind the colon.
    fn below(&mut self, indent: usize, colon: usize, depth: usize) -> Option<Node<'t>> {
        match self.line().filter(|line| line.indent >= indent) {
            Some(line) if line.indent > indent => self.block(depth),
            // Such a list begins, for the crate, at what its first mark stands before.
            Some(line) if item(line).is_some() => self.list(indent, item(line)?.start, depth),
            _ => Some(Node { span: self.span(colon..colon), data: Data::Null }),
        }
    }

    fn list(&mut self, indent: usize, start: usize, depth: usize) -> Option<Node<'t>> {
        is_shallow(depth)?;
        let mut items: Vec<Node<'t>> = Vec::new();
        while let Some(line) = self.line_of(indent)? {
            let Some(item) = item(line) else { break };
            let node = match colon(item.text) {
                Some(_) => {
                    self.lines[self.at] = item;
                    self.map(item, depth + 1)?
                }
                None => {
                    self.at += 1;
                    self.value(Line { indent, ..item }, depth + 1)?
                }
            };
            items.push(node);
        }
        let end = items.last()?.span.end;
        Some(Node { span: Span { end, ..self.span(start..start) }, data: Data::List(items) })
    }

    /// A value on one line; `indent` is that of the block it is in.
    fn value(&mut self, Line { indent, start, text }: Line<'t>, depth: usize) -> Option<Node<'t>> {
        // What is indented more goes on with the value.
        self.line().is_none_or(|next| next.indent <= indent).then_some(())?;
        is_shallow(depth)?;
        match text.strip_prefix('[') {
            Some(rest) => self.flow(start, rest.strip_suffix(']')?),
            None => {
                let is_plain = colon(text).is_none();
                self.scalar(start, text).filter(|_| is_plain)
            }
        }
    }

    /// A list within brackets; `inside` is what they hold.
    fn flow(&self, start: usize, inside: &'t str) -> Option<Node<'t>> {
        let mut items: Vec<Node<'t>> = Vec::new();
        let mut rest = inside.trim_start_matches(' ');
        while !rest.is_empty() {
            let at = start + 1 + inside.len() - rest.len();
            let end = match rest.as_bytes()[0] {
                quote @ (b'"' | b'\'') => 2 + rest[1..].find(char::from(quote))?,
                _ => rest.find(',').unwrap_or(rest.len()),
            };
            let (word, after) = rest.split_at(end);
            let word = word.trim_end_matches(' ');
            let is_quoted = word.starts_with(['"', '\'']);
            if !is_quoted && word.contains(|c| "[]{}:\"'".contains(c)) {
                return None;
            }
            items.push(self.scalar(at, word)?);
            rest = after.trim_start_matches(' ');
            if !rest.is_empty() {
                rest = rest.strip_prefix(',')?.trim_start_matches(' ');
                // A comma at the end is no mistake, but it is unusual.
                (!rest.is_empty()).then_some(())?;
            }
        }
        let bracket = self.span(start..start + 1);
        let end = items.last().map_or(bracket.end, |item| item.span.end);
        Some(Node { span: Span { end, ..bracket }, data: Data::List(items) })
    }

    /// A text without quotes, or with quotes around it and neither these nor a backslash in it.
    fn scalar(&self, start: usize, text: &'t str) -> Option<Node<'t>> {
        let span = self.span(start..start + text.trim_end().len());
        let first = text.chars().next()?;
        let data = match first {
            '"' | '\'' => {
                let inside = text[1..].strip_suffix(first)?;
                (!inside.contains([first, '\\'])).then_some(Data::Scalar(Cow::Borrowed(inside)))?
            }
            '?' | ':' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '%' | '@' | '`' => {
                return None;
            }
            '-' if text[1..].is_empty() || text[1..].starts_with(['-', ' ', ',']) => return None,
            _ if matches!(text, "~" | "null") => Data::Null,
            _ => Data::Scalar(Cow::Borrowed(text)),
        };
        Some(Node { span, data })
    }
}

/// What stands behind the mark of a list's item: a line of its own, indented as far as it stands.
fn item(line: Line<'_>) -> Option<Line<'_>> {
    let rest = line.text.strip_prefix("- ")?.trim_start_matches(' ');
    let by = line.text.len() - rest.len();
    Some(Line { indent: line.indent + by, start: line.start + by, text: rest })
}

/// Where the name of a field ends; `None` where the text is a value.
fn colon(text: &str) -> Option<usize> {
    if text.starts_with(['"', '\'', '[']) {
        return None;
    }
    let ends = |at: &usize| matches!(text.as_bytes().get(at + 1), None | Some(b' '));
    text.match_indices(':').map(|(at, _)| at).find(ends)
}

/// A name that can be nothing else.
fn is_name(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{FileId, Report};
    use crate::model::yaml;

    /// Whether the text is plain; where it is, the crate gives the same and says nothing.
    #[track_caller]
    fn is_plain(text: &str) -> bool {
        let source = Source { file: FileId(7), text, offset: 5 };
        let Some(node) = parse(source) else { return false };
        let mut report = Report::new();
        let expect = yaml::parse_any(source, &mut report);
        assert_eq!(format!("{:?}", Some(node)), format!("{expect:?}"), "{text}");
        assert_eq!(report.iter().count(), 0, "{text}");
        true
    }

    #[test]
    fn what_records_are_written_in_is_plain() {
        for text in [
            "# 注释\n姓名: 张三\n单位:  示例市委组织部  \n\nborn: 1990-05\npost:\nroll: ~\n",
            "teams: [巡护组, \"a, b\" , 'c' ]\r\ntags: []\r\nposts:\r\n  - unit: 甲\r\n    from: 2028-03\r\n  - 乙\r\n",
            "honors:\n- title: 先进个人\n  recipients:\n  - p1\n  - who: 张三\n    post:\n  groups:\nurl: https://a.example/?b=c:d\n",
            "- id: u0\n  name: 青江总队\n-   id: u1\n    empty:\n    list:\n    - a\n- 李四\n- \"引: 号\"\n",
            "a:\n  b:\n    c: 全角　\n  d: -3\ne: a-b - c",
        ] {
            assert!(is_plain(text), "{text}");
        }
    }

    #[test]
    fn what_is_unusual_is_left_to_the_crate() {
        for text in [
            "",
            "# a\n",
            "text\n",
            " a: 1\n",
            "a: 1 # b\n",
            "a: b: c\n",
            "a: |\n  b\n",
            "a: b\n  c\n",
            "a: &x 1\n",
            "a: {b: c}\n",
            "a: [b: c]\n",
            "a: [b,\n c]\n",
            "a: \"b\\n\"\n",
            "a: 'b''c'\n",
            "a: 'b' c\n",
            "? a\n: b\n",
            "- - a\n",
            "-\n  a\n",
            "a:\tb\n",
            "a: 1\n---\nb: 2\n",
            "a: 1\n b: 2\n",
            "a：1\n",
            "a: \u{7}\n",
            "\u{feff}a: 1\n",
            "a: 1\rb: 2\n",
            "- a\nb: 1\n",
            "a:\n  - b\n  c: 1\n",
        ] {
            assert!(!is_plain(text), "{text}");
        }
        assert!(!is_plain(
            &"a:\n"
                .repeat(40)
                .lines()
                .enumerate()
                .map(|(at, line)| " ".repeat(at) + line + "\n")
                .collect::<String>()
        ));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(4_000))]

        #[test]
        fn what_is_nearly_plain_is_what_the_crate_reads(
            lines in proptest::collection::vec(
                "( {2}|  - |- |)((bc|姓名):( ?|  )(v| 张三 乙|\\[a, \"b, c\"\\]|'q'| ~| null| x-y:z|) ?|.丙| \"丁\")(\n|\r\n|\n\n|\n# c\n)",
                1..6,
            ),
            noise in proptest::option::weighted(0.5, ("[- \n:,\\[\\]{}\"'~#&*!|>?\t张　]{1,2}", proptest::prelude::any::<proptest::sample::Index>())),
        ) {
            let mut text: String = lines.concat();
            if let Some((noise, at)) = noise {
                text.insert_str(text.floor_char_boundary(at.index(text.len())), &noise);
            }
            is_plain(&text);
        }

        #[test]
        fn what_is_anything_but_plain_is_what_the_crate_reads(
            text in "((- {1,2}| {2}|)([a-z]|姓名|null)?(: |:|)([a-z~,.!?&*|>%@`'\"{}\\[\\] -]|张|　|：){0,5} ?(\n|\r\n|\n\n|\n# c\n| # c\n)){0,5}",
        ) {
            is_plain(&text);
        }
    }
}
