//! The bytes of a file as a book, whatever program wrote them.
//!
//! A file may be hostile: sizes are looked at before anything is unpacked, no formula is evaluated, nothing that it links to
//! is opened. A formula's cell holds what its program last computed.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, DataType, Dimensions, Ods, Reader, SheetType, SheetVisible, Xls, Xlsx};

use super::book::{Book, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, RawSheet, Region, Value};
use super::delimited;
use super::layout::{self, Layout};
use super::sniff::{Form, form};
use crate::diag::{FileId, Text};
use crate::say;

/// In bytes, of the file.
pub const MAX_FILE: u64 = 32 << 20;
/// In bytes, of all that an archive holds.
const MAX_UNPACKED: u64 = 512 << 20;
/// How many times its size a file of an archive may be, beyond the first megabytes.
const MAX_RATIO: u64 = 200;
const ALWAYS_FINE: u64 = 8 << 20;

/// Why a file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    TooLarge,
    TooManyCells,
    /// Unpacked it would be out of all proportion.
    Bomb,
    Encrypted,
    Damaged,
    /// A text in an encoding that is not known.
    Encoding,
    /// A quotation mark of a text file is never closed; in this row, from 1.
    OpenQuote(usize),
    Form(Form),
}

/// Reads a file; beside the book, what it was found to be. `first` is the number that its first sheet gets.
pub fn read(name: &str, bytes: &[u8], first: FileId) -> Result<(Book, Text), Refused> {
    if bytes.len() as u64 > MAX_FILE {
        return Err(Refused::TooLarge);
    }
    let (sheets, how) = match form(bytes) {
        Form::Xlsx => (guarded(|| xlsx(bytes))?, say!("Excel 工作簿", "Excel workbook")),
        Form::Ods => (guarded(|| ods(bytes))?, say!("OpenDocument 表格", "OpenDocument spreadsheet")),
        Form::Compound => (guarded(|| xls(bytes))?, say!("Excel 97–2003 工作簿", "Excel 97–2003 workbook")),
        Form::Text => {
            let (sheet, how) = delimited::read(bytes)?;
            // Spreadsheets call the one sheet of such a file by the file.
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
            (vec![RawSheet { name: stem, ..sheet }], how)
        }
        Form::Locked => return Err(Refused::Encrypted),
        other => return Err(Refused::Form(other)),
    };
    if sheets.iter().map(merged_cells).sum::<usize>() > MAX_CELLS {
        return Err(Refused::TooManyCells);
    }
    if sheets.iter().map(|sheet| sheet.rows.len()).sum::<usize>() > MAX_ROWS {
        return Err(Refused::TooManyCells);
    }
    Ok((Book::new(name, sheets, first), how))
}

/// How many cells take the value of another; regions may lie over one another.
fn merged_cells(sheet: &RawSheet) -> usize {
    let area = |&((top, left), (bottom, right)): &Region| {
        let down = (bottom + 1).min(sheet.rows.len()).saturating_sub(top);
        down.saturating_mul((right + 1).min(MAX_COLUMNS).saturating_sub(left))
    };
    sheet.merged.iter().map(area).fold(0, usize::saturating_add)
}

/// Where a library fails on a damaged file, the file is what is told of.
fn guarded<T>(read: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Refused::Damaged))
}

/// Unpacks every file of an archive once, for its size alone: what an archive says of it may be a lie.
pub fn weigh(bytes: &[u8]) -> Result<(), Refused> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::Damaged)?;
    let mut total = 0;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => Refused::Encrypted,
            _ => Refused::Damaged,
        })?;
        let fair = file.compressed_size().saturating_mul(MAX_RATIO).max(ALWAYS_FINE);
        let room = fair.min(MAX_UNPACKED - total);
        let is_strings =
            file.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
        let mut file = file.take(room + 1);
        let mut head = Vec::new();
        if is_strings {
            file.by_ref().take(HEAD).read_to_end(&mut head).map_err(|_| Refused::Damaged)?;
            if promises_too_much(&head) {
                return Err(Refused::Bomb);
            }
        }
        let rest = std::io::copy(&mut file, &mut std::io::sink()).map_err(|_| Refused::Damaged)?;
        let size = head.len() as u64 + rest;
        if size > room {
            return Err(Refused::Bomb);
        }
        total += size;
    }
    Ok(())
}

/// In bytes; the number of texts stands at the beginning of their file.
const HEAD: u64 = 1 << 20;

/// Room is made for as many texts as a workbook says that it has: more than there may be cells is a lie.
fn promises_too_much(head: &[u8]) -> bool {
    const COUNT: &[u8] = b"uniqueCount";
    head.windows(COUNT.len()).enumerate().filter(|(_, window)| *window == COUNT).any(|(at, _)| {
        let rest = head[at + COUNT.len()..].iter().skip_while(|byte| !byte.is_ascii_digit());
        let digits: Vec<u8> = rest.copied().take_while(u8::is_ascii_digit).take(20).collect();
        let count = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<usize>().ok());
        !digits.is_empty() && count.is_none_or(|count| count > MAX_CELLS)
    })
}

fn xlsx(bytes: &[u8]) -> Result<Vec<RawSheet>, Refused> {
    weigh(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => Refused::Encrypted,
        _ => Refused::Damaged,
    })?;
    let mut budget = MAX_CELLS;
    let mut sheets = Vec::new();
    let mut layouts = layout::xlsx(bytes);
    for (name, is_hidden) in names(book.sheets_metadata()) {
        let mut rows = Rows::default();
        // Cell by cell: a sheet of two cells may say that they lie a million rows and columns apart.
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Refused::Damaged)?;
        while let Some(cell) = cells.next_cell().map_err(|_| Refused::Damaged)? {
            let value = match cell.get_value() {
                DataRef::SharedString(text) => of_text(text),
                other => of_data(&other.clone().into()),
            };
            rows.put(cell.get_position(), value, &mut budget)?;
        }
        drop(cells);
        let mut layout = layouts.remove(&name).unwrap_or_default();
        for (row, column) in layout.pending.drain(..) {
            rows.put((row as u32, column as u32), Value::Pending, &mut budget)?;
        }
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        layout.merged = merged.iter().map(corners).collect();
        sheets.push(rows.sheet(name, is_hidden, layout));
    }
    Ok(sheets)
}

fn xls(bytes: &[u8]) -> Result<Vec<RawSheet>, Refused> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => Refused::Encrypted,
        _ => Refused::Form(Form::Compound),
    })?;
    let mut sheets = dense(&mut book)?;
    for sheet in &mut sheets {
        let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        sheet.merged = merged.iter().map(corners).collect();
    }
    Ok(sheets)
}

fn ods(bytes: &[u8]) -> Result<Vec<RawSheet>, Refused> {
    weigh(bytes)?;
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => Refused::Encrypted,
        _ => Refused::Damaged,
    })?;
    let mut sheets = dense(&mut book)?;
    let mut layouts = layout::ods(bytes)?;
    for sheet in &mut sheets {
        if let Some(Layout { hidden, merged, .. }) = layouts.remove(&sheet.name) {
            (sheet.hidden, sheet.merged) = (hidden, merged);
        }
    }
    Ok(sheets)
}

fn dense<R: Reader<Cursor<T>>, T: AsRef<[u8]>>(book: &mut R) -> Result<Vec<RawSheet>, Refused>
where
    Cursor<T>: Read + std::io::Seek,
{
    let mut budget = MAX_CELLS;
    let mut sheets = Vec::new();
    for (name, is_hidden) in names(book.sheets_metadata()) {
        let range = book.worksheet_range(&name).map_err(|_| Refused::Damaged)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut rows = Rows::default();
        for (row, column, data) in range.used_cells() {
            rows.put((top + row as u32, left + column as u32), of_data(data), &mut budget)?;
        }
        sheets.push(rows.sheet(name, is_hidden, Layout::default()));
    }
    Ok(sheets)
}

/// Sheets of charts and macros hold no rows.
fn names(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let sheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect()
}

#[derive(Default)]
struct Rows(Vec<Vec<Value>>);

impl Rows {
    fn put(&mut self, (row, column): (u32, u32), value: Value, budget: &mut usize) -> Result<(), Refused> {
        if value.is_empty() {
            return Ok(());
        }
        let (row, column) = (row as usize, column as usize);
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(Refused::TooManyCells);
        }
        if self.0.len() <= row {
            self.0.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.0[row];
        let grows = (column + 1).saturating_sub(cells.len());
        *budget = budget.checked_sub(grows).ok_or(Refused::TooManyCells)?;
        if grows > 0 {
            cells.resize(column + 1, Value::Empty);
        }
        cells[column] = value;
        Ok(())
    }

    fn sheet(self, name: String, is_hidden: bool, layout: Layout) -> RawSheet {
        RawSheet { name, is_hidden, rows: self.0, merged: layout.merged, hidden: layout.hidden }
    }
}

fn corners(merged: &Dimensions) -> Region {
    let of = |(row, column): (u32, u32)| (row as usize, column as usize);
    (of(merged.start), of(merged.end))
}

fn of_text(text: &str) -> Value {
    if text.trim().is_empty() { Value::Empty } else { Value::Text(text.to_owned()) }
}

fn of_data(data: &Data) -> Value {
    match data {
        Data::Empty => Value::Empty,
        Data::String(text) | Data::DurationIso(text) => of_text(text),
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::Bool(true) => Value::Text("是".to_owned()),
        Data::Bool(false) => Value::Text("否".to_owned()),
        Data::DateTime(date) if data.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            Value::Date(year, month, day)
        }
        Data::DateTime(date) => Value::Number(date.as_f64()),
        Data::DateTimeIso(text) => iso_day(text).unwrap_or_else(|| of_text(text)),
        Data::Error(error) => Value::Failed(error.to_string()),
    }
}

fn iso_day(text: &str) -> Option<Value> {
    let mut parts = text.get(..10)?.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Value::Date(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}
