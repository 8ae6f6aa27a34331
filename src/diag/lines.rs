//! From byte spans to lines and columns, cheaply enough for thousands of diagnostics in one large file.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{FileId, Files, Report, Span};

/// Where a span is, as people count: lines and columns from 1, columns in characters, ends exclusive.
///
/// The whole of a file is the empty range at 1:1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location<'a> {
    /// Path from the site's root.
    pub file: &'a str,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

impl<'a> Location<'a> {
    /// Locates one span. For more than one, keep a [`Lines`]: it reads each file once.
    pub fn of(files: &'a dyn Files, span: Span) -> Location<'a> {
        Lines::new(files).locate(span)
    }
}

/// The site's files with their lines found: each file is read once, however many spans are located in it.
pub struct Lines<'a> {
    files: &'a dyn Files,
    tables: BTreeMap<FileId, Table>,
    /// By where they begin.
    hidden: Vec<Span>,
}

impl<'a> Lines<'a> {
    pub fn new(files: &'a dyn Files) -> Lines<'a> {
        Lines { files, tables: BTreeMap::new(), hidden: Vec::new() }
    }

    /// As [`Lines::new`], but what a diagnostic of the report hides is shown with none of them.
    pub fn of(files: &'a dyn Files, report: &Report) -> Lines<'a> {
        let mut hidden: Vec<Span> = report.iter().filter_map(|diagnostic| diagnostic.hidden).collect();
        hidden.sort();
        Lines { hidden, ..Lines::new(files) }
    }

    /// The parts of `range` that are not shown, in their order.
    pub(super) fn hidden(&self, file: FileId, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let of_file = self.hidden.iter().filter(move |span| span.file == file).map(|span| span.range());
        of_file.filter(move |hidden| hidden.start < range.end && range.start < hidden.end)
    }

    /// Where `span` is. A span that reaches beyond the text, or into the middle of a character, is drawn in.
    pub fn locate(&mut self, span: Span) -> Location<'a> {
        let file = self.files.path(span.file);
        let range = self.clamp(span);
        let (line, column) = self.position(span.file, range.start);
        let (end_line, end_column) = self.position(span.file, range.end);
        Location { file, line, column, end_line, end_column }
    }

    pub(super) fn path(&self, file: FileId) -> &'a str {
        self.files.path(file)
    }

    pub(super) fn text(&self, file: FileId) -> &'a str {
        self.files.text(file)
    }

    pub(super) fn cell(&self, span: Span) -> Option<String> {
        self.files.cell(span)
    }

    /// The bytes of `span` that exist, from the start of a character to the start of another.
    pub(super) fn clamp(&self, span: Span) -> Range<usize> {
        let text = self.text(span.file);
        let start = text.floor_char_boundary(span.range().start);
        let end = text.ceil_char_boundary(span.range().end);
        start..end.max(start)
    }

    /// The number, from 0, of the line that `offset` is on.
    pub(super) fn line_at(&mut self, file: FileId, offset: usize) -> usize {
        self.table(file).line_at(offset)
    }

    /// The bytes of a line, counted from 0, without its line break; empty beyond the last line.
    pub(super) fn line(&mut self, file: FileId, line: usize) -> Range<usize> {
        let text = self.text(file);
        let starts = &self.table(file).starts;
        let start = starts.get(line).map_or(text.len(), |&start| start as usize);
        let next = starts.get(line + 1).map_or(text.len(), |&start| start as usize);
        start..start + text[start..next].trim_end_matches(['\n', '\r']).len()
    }

    fn position(&mut self, file: FileId, offset: usize) -> (usize, usize) {
        let text = self.text(file);
        let table = self.table(file);
        let line = table.line_at(offset);
        let column = table.characters(text, offset) - table.characters(text, table.starts[line] as usize);
        (line + 1, column + 1)
    }

    fn table(&mut self, file: FileId) -> &Table {
        let files = self.files;
        self.tables.entry(file).or_insert_with(|| Table::new(files.text(file)))
    }
}

/// How many bytes lie between two entries of [`Table::characters`].
const STRIDE: usize = 1024;

struct Table {
    /// Where each line starts; never empty.
    starts: Vec<u32>,
    /// How many characters start before byte 0, [`STRIDE`], 2 × [`STRIDE`] …: a file may be one single line.
    characters: Vec<u32>,
}

impl Table {
    fn new(text: &str) -> Table {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        let mut characters = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut count = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            if at % STRIDE == 0 {
                characters.push(count);
            }
            count += u32::from(starts_character(byte));
            // As in YAML and Markdown, a carriage return by itself is a line break.
            if byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        if bytes.len().is_multiple_of(STRIDE) {
            characters.push(count);
        }
        Table { starts, characters }
    }

    fn line_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset) - 1
    }

    /// How many characters of `text` start before `offset`.
    fn characters(&self, text: &str, offset: usize) -> usize {
        let block = offset / STRIDE;
        let rest = &text.as_bytes()[block * STRIDE..offset];
        self.characters[block] as usize + rest.iter().filter(|&&byte| starts_character(byte)).count()
    }
}

fn starts_character(byte: u8) -> bool {
    // UTF-8: every byte but those of the form 10xxxxxx.
    byte & 0b1100_0000 != 0b1000_0000
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct One(String);

    impl Files for One {
        fn path(&self, _: FileId) -> &str {
            "content/site.yaml"
        }

        fn text(&self, _: FileId) -> &str {
            &self.0
        }
    }

    fn locate(text: &str, range: Range<usize>) -> (usize, usize, usize, usize) {
        let one = One(text.to_owned());
        let it = Location::of(&one, Span::new(FileId(0), range));
        (it.line, it.column, it.end_line, it.end_column)
    }

    #[test]
    fn lines_and_columns_are_counted_as_people_count() {
        let table = [
            ("", 0..0, (1, 1, 1, 1)),
            ("", 5..9, (1, 1, 1, 1)),
            ("姓名: 张三\n", 8..14, (1, 5, 1, 7)),
            ("a\nb\n", 2..3, (2, 1, 2, 2)),
            ("a\r\nb", 3..4, (2, 1, 2, 2)),
            ("a\rb", 2..3, (2, 1, 2, 2)),
            ("a\n\nb", 0..3, (1, 1, 3, 1)),
            // Into the middle of a character: the whole of it.
            ("张三", 1..2, (1, 1, 1, 2)),
            // Beyond the end, and the wrong way round.
            ("张三\n", 99..100, (2, 1, 2, 1)),
            ("abc", Range { start: 2, end: 1 }, (1, 3, 1, 3)),
        ];
        for (text, range, expected) in table {
            assert_eq!(locate(text, range.clone()), expected, "{text:?} {range:?}");
        }
    }

    #[test]
    fn a_file_that_is_one_long_line_is_counted_in_characters() {
        let text = "张".repeat(5_000);
        assert_eq!(locate(&text, 12_000..12_003), (1, 4_001, 1, 4_002));
        assert_eq!(locate(&text, 15_000..15_000), (1, 5_001, 1, 5_001));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn agrees_with_counting_from_the_start(text in "(张|a|é|\n|\r\n|\r|😀){0,60}", start in 0usize..300, end in 0usize..300) {
            let one = One(text.repeat(20));
            let span = Span::new(FileId(0), start..end);
            let mut lines = Lines::new(&one);
            let range = lines.clamp(span);
            let it = lines.locate(span);

            // A carriage return and its line feed break the line once, after the line feed.
            let breaks: Vec<usize> = one.0[..range.start]
                .char_indices()
                .filter(|&(at, c)| c == '\n' || c == '\r' && one.0.as_bytes().get(at + 1) != Some(&b'\n'))
                .map(|(at, _)| at + 1)
                .collect();
            let last = breaks.last().copied().unwrap_or(0);
            prop_assert_eq!(it.line, breaks.len() + 1);
            prop_assert_eq!(it.column, one.0[last..range.start].chars().count() + 1);
        }
    }
}
