//! Sheets as a workbook to fill in: tables with a heading that stays in view, and lists to choose from.

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Formula, Table, TableColumn, Workbook, Worksheet, XlsxError,
};

use super::Sheet;

/// What a cell may hold, in units of UTF-16. A longer text is left out: an empty cell changes nothing when it is read again.
const MAX_TEXT: usize = 32_767;
/// Rows below the table in which there is something to choose too.
const ROOM: u32 = 500;
/// The sheet of what may be chosen.
const CHOICES: &str = "选项";

/// The bytes of a workbook, the same for the same sheets.
pub fn bytes(sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The library would write the time of day.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let mut choices = Worksheet::new();
    choices.set_name(CHOICES)?.set_hidden(true);
    let mut lists = 0;
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(sheet.name)?.set_freeze_panes(1, 0)?;
        write(page, sheet)?;
        for (heading, words) in &sheet.choices {
            let Some(at) = sheet.columns.iter().position(|column| column.heading == *heading) else {
                continue;
            };
            if words.is_empty() {
                continue;
            }
            for (row, word) in words.iter().enumerate() {
                choices.write_string(row as u32, lists, word)?;
            }
            let (letter, last) = (crate::import::column_name(usize::from(lists)), words.len());
            let range = Formula::new(format!("={CHOICES}!${letter}$1:${letter}${last}"));
            // What is not on the list is doubtful, not wrong: an honor may be new.
            let rule = DataValidation::new()
                .allow_list_formula(range)
                .set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning);
            let rows = sheet.rows.len() as u32 + ROOM;
            page.add_data_validation(1, at as u16, rows, at as u16, &rule)?;
            lists += 1;
        }
    }
    if lists > 0 {
        book.push_worksheet(choices);
    }
    book.save_to_buffer()
}

fn write(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    for (at, column) in sheet.columns.iter().enumerate() {
        page.set_column_width(at as u16, column.width)?;
    }
    let headings: Vec<TableColumn> =
        sheet.columns.iter().map(|column| TableColumn::new().set_header(column.heading)).collect();
    let (rows, columns) = (sheet.rows.len().max(1) as u32, sheet.columns.len() as u16);
    page.add_table(0, 0, rows, columns - 1, &Table::new().set_columns(&headings))?;
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (at, text) in cells.iter().enumerate() {
            if !text.is_empty() && text.encode_utf16().count() <= MAX_TEXT {
                page.write_string(row as u32 + 1, at as u16, text)?;
            }
        }
    }
    Ok(())
}
