//! A sheet as tables of people or honors: which rows are lines of a list, and under which group.

use std::collections::BTreeMap;
use std::ops::Range;

use super::book::{Cell, Sheet, Value, column_name, used};
use super::column::Column;
use super::headings::{self, Heading};
use super::mapping::Mapping;
use super::row::{bare_group, group_text, is_closing, is_heading_word, is_note, only_text, said};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::say;

/// What was understood of a list in a sheet.
#[derive(Debug)]
pub struct Table<'b> {
    pub sheet: &'b Sheet,
    /// Rows of headings, from 0.
    pub headings: Range<usize>,
    /// All its rows, with what stands over it.
    rows: Range<usize>,
    pub columns: Vec<Heading>,
    /// Rows that say whom they are about, each with the group that it stands under.
    pub lines: Vec<(usize, Option<String>)>,
    /// What stands over the table.
    pub title: Option<String>,
    /// Rows that were passed over, and what they say: sums, signatures, notes, headings of further pages.
    pub passed: Vec<(usize, String)>,
    /// Rows that its author does not show, which were left out.
    pub hidden: Vec<usize>,
}

/// Finds the lists of a sheet, one below the other; none where no heading is known. Unknown headings are reported.
pub fn find<'b>(sheet: &'b Sheet, mapping: &Mapping, report: &mut Report) -> Vec<Table<'b>> {
    let all = headings::all(sheet, mapping);
    let mut tables = Vec::with_capacity(all.len());
    let mut start = 0;
    for (at, headings) in all.iter().enumerate() {
        let end = all
            .get(at + 1)
            .map_or(sheet.rows.len(), |next| headings::title_of(sheet, next.start, headings.end));
        tables.push(read(sheet, headings.clone(), start..end, mapping, report));
        start = end;
    }
    tables
}

fn read<'b>(
    sheet: &'b Sheet,
    headings: Range<usize>,
    all: Range<usize>,
    mapping: &Mapping,
    report: &mut Report,
) -> Table<'b> {
    let rows = &sheet.rows;
    let columns = headings::read(sheet, headings.clone(), mapping);
    let of = |column: Column| {
        columns.iter().find(|heading| heading.column == Some(column)).map(|heading| heading.at)
    };
    let mut seen: BTreeMap<Column, usize> = BTreeMap::new();
    for heading in &columns {
        headings::judge(sheet, &headings, heading, &mut seen, report);
    }
    let subjects = [
        &[Column::Name, Column::Collective][..],
        &[Column::Unit],
        &[Column::Document, Column::Number, Column::DocumentId],
    ];
    let subjects: Vec<Vec<usize>> =
        subjects.iter().map(|group| group.iter().filter_map(|column| of(*column)).collect()).collect();
    let subjects = subjects.into_iter().find(|group| !group.is_empty()).unwrap_or_default();
    let mut above = used(all.start..headings.start, rows).peekable();
    let title = above.next_if(|&row| only_text(&rows[row]).is_some());

    let mut table = Table {
        sheet,
        headings,
        rows: all,
        title: title.and_then(|row| only_text(&rows[row])),
        passed: above.map(|row| (row, said(&rows[row]))).collect(),
        columns,
        lines: Vec::new(),
        hidden: Vec::new(),
    };
    let is_wide = table.columns.iter().filter(|heading| heading.column.is_some()).count() > 1;
    // The group, and the row that names it until a line stands under it.
    let mut group: Option<(String, Option<usize>)> = None;
    let mut beyond = None;
    for row in used(table.headings.end..table.rows.end, rows) {
        let cells = &rows[row];
        let is_line = subjects.iter().any(|&at| cells.get(at).is_some_and(|cell| !cell.value.is_empty()));
        if sheet.hidden.contains(&row) {
            table.hidden.push(row);
        } else if is_closing(cells)
            || headings::stand_again(cells, &rows[table.headings.clone()], &table.columns)
            || is_wide && only_text(cells).is_some_and(|text| is_note(&text, is_line))
        {
            table.passed.push((row, said(cells)));
        } else if let Some(text) = group_text(cells, &subjects) {
            // “一、示例区（3人）”: the rows below stand under it.
            let bare = bare_group(&text);
            if let Some((_, Some(empty))) = group.replace((bare, Some(row))) {
                table.passed.push((empty, said(&rows[empty])));
            }
        } else if let Some(cell) = subjects.iter().find_map(|&at| is_heading_word(cells.get(at)?)) {
            report.push(headings_within(sheet, cell, row));
        } else if is_line {
            let named = group.as_mut().map(|(text, row)| {
                *row = None;
                text.clone()
            });
            table.lines.push((row, named.filter(|text| !text.is_empty())));
            beyond = beyond.or_else(|| beyond_headings(sheet, &table, row));
        } else if !subjects.is_empty() {
            report.push(nobody(cells, sheet, row));
        }
    }
    if let Some((_, Some(empty))) = group {
        table.passed.push((empty, said(&rows[empty])));
    }
    table.passed.sort_by_key(|(row, _)| *row);
    if let Some(problem) = beyond {
        report.push(problem);
    }
    table
}

fn headings_within(sheet: &Sheet, cell: &Cell, number: usize) -> Diagnostic {
    let (name, number, text) = (&sheet.name, number + 1, cell.value.shown());
    Diagnostic::error(
        Code::BadCell,
        cell.span,
        say!(
            "表“{name}”第 {number} 行像是另一个名单的表头：“{text}”，可它的列认不全",
            "sheet `{name}`, row {number}: `{text}` looks like a heading of another list, whose columns are not known"
        ),
    )
    .hint(say!(
        "把下面的名单移到另一个表，或用 --map 说明它的表头",
        "move the list below to a sheet of its own, or say what its headings mean with --map"
    ))
}

/// The first value of a line that stands under no heading.
fn beyond_headings(sheet: &Sheet, table: &Table<'_>, row: usize) -> Option<Diagnostic> {
    let is_under = |at: usize| table.columns.iter().any(|heading| heading.at == at);
    let cells = sheet.rows[row].iter().enumerate();
    let (at, cell) =
        cells.filter(|(_, cell)| !cell.value.is_empty() && !cell.is_merged).find(|(at, _)| !is_under(*at))?;
    // Row numbers often have no heading.
    if at == 0 && matches!(cell.value, Value::Number(_)) {
        return None;
    }
    let (name, letter, number) = (&sheet.name, column_name(at), row + 1);
    Some(
        Diagnostic::warning(
            Code::UnknownColumn,
            cell.span,
            say!(
                "表“{name}”第 {letter} 列没有表头，第 {number} 行在这一列里写了字，没有导入",
                "sheet `{name}`: column {letter} has no heading; what row {number} says in it was left out"
            ),
        )
        .hint(say!(
            "要导入就在表头行写上这一列是什么",
            "name the column in the row of headings to import it"
        )),
    )
}

fn nobody(row: &[Cell], sheet: &Sheet, number: usize) -> Diagnostic {
    let span = row.iter().find(|cell| !cell.value.is_empty()).map_or(sheet.span(), |cell| cell.span);
    let (name, number) = (&sheet.name, number + 1);
    Diagnostic::error(
        Code::BadCell,
        span,
        say!(
            "表“{name}”第 {number} 行没有写是谁",
            "sheet `{name}`, row {number}: it does not say whom it is about"
        ),
    )
    .hint(say!(
        "补上姓名；不是名单里的一行就删去它",
        "add the name, or remove the row where it is no line of the list"
    ))
}

impl Table<'_> {
    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|heading| heading.column == Some(column))
    }

    /// The cell of `column` in `row`; nothing where it is empty.
    pub fn cell(&self, row: usize, column: Column) -> Option<&Cell> {
        let heading = self.columns.iter().find(|heading| heading.column == Some(column))?;
        self.sheet.rows[row].get(heading.at).filter(|cell| !cell.value.is_empty())
    }

    /// Whether a place of the book lies in it.
    pub fn holds(&self, span: Span) -> bool {
        span.file == self.sheet.span().file
            && self.sheet.place(span).is_none_or(|(row, _)| self.rows.contains(&row))
    }

    /// What is said of a cell, with the cell in front of it.
    pub fn located(&self, span: Span, what: &crate::diag::Text) -> crate::diag::Text {
        let (crate::diag::Text { zh, en }, place) = (what, self.place(span));
        let (place_zh, place_en) = (place.zh, place.en);
        say!("{place_zh}：{zh}", "{place_en}: {en}")
    }

    /// “表“名单”第 5 行“单位”列（单元格 C5）”, in both languages.
    fn place(&self, span: Span) -> crate::diag::Text {
        let name = &self.sheet.name;
        // What was said on the command line stands in no cell.
        let Some((row, at)) = self.sheet.place(span).filter(|_| span != self.sheet.span()) else {
            return say!("表“{name}”", "sheet `{name}`");
        };
        let cell = super::book::cell_name(row, at);
        let row = row + 1;
        match self.columns.iter().find(|heading| heading.at == at) {
            Some(Heading { text, .. }) => say!(
                "表“{name}”第 {row} 行“{text}”列（单元格 {cell}）",
                "sheet `{name}`, row {row}, column `{text}` (cell {cell})"
            ),
            None => say!("表“{name}”第 {row} 行（单元格 {cell}）", "sheet `{name}`, row {row} (cell {cell})"),
        }
    }
}
