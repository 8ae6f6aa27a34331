//! Tables: rows under headings, for programs that show spreadsheets.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A table, whose rows are made one after the other whenever they are asked for: it may have a million. Files of several formats
/// have clones of one.
#[derive(Clone)]
pub struct Table<'r> {
    /// What it is called where a file holds several.
    pub title: &'static str,
    pub columns: &'static [Column],
    rows: Arc<MakeRows<'r>>,
    mark: Arc<OnceLock<[u8; 32]>>,
}

type MakeRows<'r> = dyn Fn(&mut dyn FnMut(&[Cell<'_>])) + Send + Sync + 'r;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub heading: &'static str,
    /// What stands in it, in one sentence.
    pub meaning: &'static str,
    /// In characters of Latin script, as spreadsheets count.
    pub width: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    Text(Cow<'a, str>),
    Number(u32),
}

/// What a file with a table may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values, as RFC 4180 has them.
    Csv,
    /// An Office Open XML workbook (ISO/IEC 29500).
    Xlsx,
}

impl<'r> Table<'r> {
    /// `rows` hands each row, of one cell a column, to what it is given; it must be a pure function of what it borrows.
    pub fn new(
        title: &'static str,
        columns: &'static [Column],
        rows: impl Fn(&mut dyn FnMut(&[Cell<'_>])) + Send + Sync + 'r,
    ) -> Table<'r> {
        Table { title, columns, rows: Arc::new(rows), mark: Arc::default() }
    }

    /// What tells it from other tables, made once for all its clones.
    pub fn mark_once(&self, make: impl FnOnce(&Table<'r>) -> [u8; 32]) -> [u8; 32] {
        *self.mark.get_or_init(|| make(self))
    }

    pub fn each_row(&self, row: &mut dyn FnMut(&[Cell<'_>])) {
        (self.rows)(row);
    }
}

impl TableFormat {
    pub const ALL: [TableFormat; 2] = [TableFormat::Csv, TableFormat::Xlsx];

    pub fn extension(self) -> &'static str {
        match self {
            TableFormat::Csv => "csv",
            TableFormat::Xlsx => "xlsx",
        }
    }

    /// As registered with IANA.
    pub fn media_type(self) -> &'static str {
        match self {
            TableFormat::Csv => "text/csv",
            TableFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Table({})", self.title)
    }
}
