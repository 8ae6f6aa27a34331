//! A spreadsheet as people see it: sheets of rows of cells, each with the name that spreadsheets give it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diag::{FileId, Files, Span};

/// Rows of all sheets together that are read at most.
pub const MAX_ROWS: usize = 100_000;
/// Columns of a sheet that are read at most.
pub const MAX_COLUMNS: usize = 256;
/// Cells of all sheets together that are read at most.
pub const MAX_CELLS: usize = 2_000_000;

/// A file of one sheet or more.
#[derive(Debug)]
pub struct Book {
    /// Of the file, without folders.
    pub name: String,
    pub sheets: Vec<Sheet>,
}

#[derive(Debug)]
pub struct Sheet {
    pub name: String,
    /// Its author does not show it.
    pub is_hidden: bool,
    pub rows: Vec<Vec<Cell>>,
    /// Rows that its author does not show, from 0.
    pub hidden: BTreeSet<usize>,
    file: FileId,
    /// `[名单.xlsx]名单`, as formulas name a sheet of another file.
    path: String,
    /// The rows as lines, so that a problem can be shown in its row.
    text: String,
}

#[derive(Clone, Debug)]
pub struct Cell {
    pub value: Value,
    pub span: Span,
    /// Nothing was written here: it is the value of the cell that this one is merged with.
    pub is_merged: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    /// Year, month, day.
    Date(u16, u8, u8),
    /// `#N/A` and the like.
    Failed(String),
    /// A formula that no program has computed.
    Pending,
}

impl Value {
    /// As it is shown, on one line.
    pub fn shown(&self) -> String {
        match self {
            Value::Empty => String::new(),
            Value::Text(text) => {
                let bare = text.replace(|c: char| c.is_control() && !c.is_whitespace(), "");
                bare.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            Value::Number(number) => number.to_string(),
            Value::Date(y, m, d) => format!("{y:04}-{m:02}-{d:02}"),
            Value::Failed(why) => why.clone(),
            Value::Pending => "=…".to_owned(),
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Value::Empty => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::Number(_) | Value::Date(..) | Value::Failed(_) | Value::Pending => false,
        }
    }
}

/// First and last cell, each by row and column from 0.
pub type Region = ((usize, usize), (usize, usize));

/// A sheet before its cells have places: `(row, column)` from 0 to values.
#[derive(Debug, Default)]
pub struct RawSheet {
    pub name: String,
    pub is_hidden: bool,
    pub rows: Vec<Vec<Value>>,
    pub merged: Vec<Region>,
    /// Rows, from 0.
    pub hidden: BTreeSet<usize>,
}

const BETWEEN: &str = " │ ";

impl Book {
    /// `first` is the number of the first sheet among the files that diagnostics know.
    pub fn new(name: &str, sheets: Vec<RawSheet>, first: FileId) -> Book {
        let numbered = sheets.into_iter().enumerate();
        let sheets = numbered.map(|(at, raw)| Sheet::new(name, raw, FileId(first.0 + at as u32))).collect();
        Book { name: name.to_owned(), sheets }
    }

    /// Makes no difference between what its author shows and what not.
    pub fn show_hidden(&mut self) {
        for sheet in &mut self.sheets {
            sheet.is_hidden = false;
            sheet.hidden.clear();
        }
    }

    pub fn sheet(&self, file: FileId) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.file == file)
    }
}

impl Sheet {
    fn new(book: &str, mut raw: RawSheet, file: FileId) -> Sheet {
        let filled = fill_merged(&mut raw);
        let mut text = String::new();
        let mut rows = Vec::with_capacity(raw.rows.len());
        for (at, values) in raw.rows.into_iter().enumerate() {
            let mut row = Vec::with_capacity(values.len());
            for (column, value) in values.into_iter().enumerate() {
                if column > 0 {
                    text.push_str(BETWEEN);
                }
                let start = text.len();
                text.push_str(&masked(&value.shown()));
                let span = Span::new(file, start..text.len());
                row.push(Cell { value, span, is_merged: filled.contains(&(at, column)) });
            }
            text.push('\n');
            rows.push(row);
        }
        raw.name = raw.name.replace(char::is_control, " ");
        let path = format!("[{book}]{}", raw.name);
        Sheet { name: raw.name, is_hidden: raw.is_hidden, rows, hidden: raw.hidden, file, path, text }
    }

    /// Speaks of the sheet as a whole.
    pub fn span(&self) -> Span {
        Span::whole(self.file)
    }

    /// The row and column of the cell that `span` begins in, from 0.
    pub fn place(&self, span: Span) -> Option<(usize, usize)> {
        let row =
            self.rows.partition_point(|row| row.first().is_none_or(|cell| cell.span.start <= span.start));
        // Rows without cells lie anywhere in that order: step back over them.
        let row = (0..row)
            .rev()
            .find(|&row| self.rows[row].first().is_some_and(|cell| cell.span.start <= span.start))?;
        let column = self.rows[row].iter().rposition(|cell| cell.span.start <= span.start)?;
        Some((row, column))
    }
}

/// A problem is shown in its row, beside which an identity number may stand: nobody needs to read that on a screen.
pub fn masked(text: &str) -> String {
    const LONG: usize = 11;
    let mut masked = String::with_capacity(text.len());
    for run in runs(text) {
        match run.len() >= LONG && run.starts_with(|c: char| c.is_ascii_digit()) {
            true => masked.extend([&run[..3], "…"]),
            false => masked.push_str(run),
        }
    }
    masked
}

/// The text in pieces that hold digits alone, or none.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_digit = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

/// Gives every cell of a merged region the value of the first; which cells these are.
fn fill_merged(raw: &mut RawSheet) -> std::collections::HashSet<(usize, usize)> {
    let mut filled = std::collections::HashSet::new();
    let rows = raw.rows.len();
    for &((top, left), (bottom, right)) in &raw.merged {
        let Some(value) = raw.rows.get(top).and_then(|row| row.get(left)).cloned() else { continue };
        if value.is_empty() {
            continue;
        }
        for row in top..=bottom.min(rows.saturating_sub(1)) {
            for column in left..=right.min(MAX_COLUMNS - 1) {
                if (row, column) == (top, left) {
                    continue;
                }
                let cells = &mut raw.rows[row];
                if cells.len() <= column {
                    cells.resize(column + 1, Value::Empty);
                }
                cells[column] = value.clone();
                filled.insert((row, column));
            }
        }
    }
    filled
}

/// `C5` for row 4 and column 2, both from 0.
pub fn cell_name(row: usize, column: usize) -> String {
    format!("{}{}", column_name(column), row + 1)
}

/// `A` … `Z`, `AA` … for a column from 0.
pub fn column_name(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The files of a site together with the sheets of a book and what its headings mean, so that one report can speak of all.
pub struct Desk<'a> {
    pub site: &'a dyn Files,
    pub book: &'a Book,
    /// The site's `import.yaml`.
    pub mapping: (FileId, &'a str),
}

impl Files for Desk<'_> {
    fn path(&self, file: FileId) -> &str {
        match self.book.sheet(file) {
            Some(sheet) => &sheet.path,
            None if file == self.mapping.0 => super::MAPPING,
            None => self.site.path(file),
        }
    }

    fn text(&self, file: FileId) -> &str {
        match self.book.sheet(file) {
            Some(sheet) => &sheet.text,
            None if file == self.mapping.0 => self.mapping.1,
            None => self.site.text(file),
        }
    }

    fn cell(&self, span: Span) -> Option<String> {
        let (row, column) = self.book.sheet(span.file)?.place(span)?;
        Some(cell_name(row, column))
    }
}

/// The rows that hold anything.
pub fn used(range: Range<usize>, rows: &[Vec<Cell>]) -> impl Iterator<Item = usize> + '_ {
    range.filter(|&row| rows[row].iter().any(|cell| !cell.value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]], merged: &[Region]) -> Sheet {
        let value =
            |text: &&str| if text.is_empty() { Value::Empty } else { Value::Text((*text).to_owned()) };
        let rows = rows.iter().map(|row| row.iter().map(value).collect()).collect();
        let raw =
            RawSheet { name: "名单".to_owned(), rows, merged: merged.to_vec(), ..RawSheet::default() };
        Book::new("a.xlsx", vec![raw], FileId(3)).sheets.remove(0)
    }

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        for (column, expect) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_name(column), expect);
        }
    }

    #[test]
    fn every_cell_is_found_by_its_place() {
        let sheet = sheet(&[&["甲", "", "乙"], &[], &[], &["", "丙"]], &[]);
        for (row, cells) in sheet.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                assert_eq!(sheet.place(cell.span), Some((row, column)));
            }
        }
    }

    #[test]
    fn merged_cells_say_what_the_first_says() {
        let sheet = sheet(&[&["甲"], &["", "乙"]], &[((0, 0), (1, 0)), ((1, 1), (9, 300))]);
        assert_eq!(sheet.rows[1][0].value, Value::Text("甲".to_owned()));
        assert!(sheet.rows[1][0].is_merged);
        assert_eq!(sheet.rows.len(), 2);
    }
}
