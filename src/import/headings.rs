//! The headings of the lists in a sheet: in which rows they stand, and what their columns are taken for.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::book::{Cell, Sheet, Value, column_name, used};
use super::column::Column;
use super::mapping::Mapping;
use super::row::{is_closing, only_text};
use crate::diag::{Code, Diagnostic, Report};
use crate::say;

/// A heading and what its column is taken for.
#[derive(Debug)]
pub struct Heading {
    pub at: usize,
    pub text: String,
    /// `None` where it is not known; then nothing is taken from it.
    pub column: Option<Column>,
}

/// A heading that stands alone might be any word: it is looked for in so many rows.
const FIRST: usize = 30;

/// The rows of headings of every list, from above to below.
pub fn all(sheet: &Sheet, mapping: &Mapping) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut row = 0;
    while let Some(next) = used(row..sheet.rows.len(), &sheet.rows)
        .find(|&row| !sheet.hidden.contains(&row) && names_columns(sheet, row, all.last(), mapping))
    {
        let range = extended(sheet, next, all.last().map_or(0, |last| last.end), mapping);
        row = range.end;
        all.push(range);
    }
    if all.is_empty() {
        all.extend(likeliest(sheet, mapping));
    }
    all
}

/// Whether a row holds headings and little else. Below a list that must be plainer than above the first, for a line may hold a
/// word that is a heading too.
fn names_columns(sheet: &Sheet, row: usize, before: Option<&Range<usize>>, mapping: &Mapping) -> bool {
    /// A longer text is no heading that anyone knows.
    const LONGEST: usize = 60;
    let cells = &sheet.rows[row];
    let filled = cells.iter().filter(|cell| !cell.value.is_empty() && !cell.is_merged);
    let (mut columns, mut known, mut others) = (HashSet::new(), 0, 0);
    let is_short = |text: &&String| text.len() <= LONGEST;
    let wanted = |known: usize, others: usize| match before {
        None => known > others,
        Some(_) => known >= 3 * others,
    };
    let most = cells.len();
    for cell in filled {
        let text = if let Value::Text(text) = &cell.value { Some(text) } else { None };
        match text.filter(is_short).and_then(|text| mapping.column(text)) {
            Some(column) => {
                columns.insert(column);
                known += 1;
            }
            None => others += 1,
        }
        if !wanted(most, others) {
            return false;
        }
    }
    let taken = columns.iter().filter(|column| column.is_taken()).count();
    let is_subject = |column: &Column| {
        use Column::*;
        matches!(column, Name | Collective | Unit | Document | Number | DocumentId)
    };
    let is_again = || {
        before.is_some_and(|headings| {
            let columns = read(sheet, headings.clone(), mapping);
            stand_again(cells, &sheet.rows[headings.clone()], &columns)
        })
    };
    wanted(known, others) && columns.len() >= 2 && taken >= 1 && columns.iter().any(is_subject) && !is_again()
}

/// Where no row is plainly one of headings: the one in which most of them are known, if any is.
fn likeliest(sheet: &Sheet, mapping: &Mapping) -> Option<Range<usize>> {
    let known = |row: usize| {
        let cells = sheet.rows[row].iter().filter(|cell| !cell.value.is_empty());
        let columns: HashSet<Column> = cells.filter_map(|cell| mapping.column(&cell.value.shown())).collect();
        columns.iter().filter(|column| column.is_taken()).count() * 2 + columns.len().min(1)
    };
    let rows = used(0..sheet.rows.len().min(FIRST), &sheet.rows);
    let best = rows.max_by_key(|&row| (known(row), std::cmp::Reverse(row))).filter(|&row| known(row) >= 2)?;
    Some(extended(sheet, best, 0, mapping))
}

/// A row of headings with the rows around it that belong to it.
fn extended(sheet: &Sheet, row: usize, least: usize, mapping: &Mapping) -> Range<usize> {
    let mut range = row..row + 1;
    // A row of wider headings above: merged cells, but not one across the whole table, which is its title.
    while let Some(above) = range
        .start
        .checked_sub(1)
        .filter(|&above| above >= least && is_part_of_headings(sheet, above, range.start, mapping))
    {
        range.start = above;
    }
    // A row of finer headings below: each under a cell that is merged across, or the same merged downwards.
    while range.end < sheet.rows.len() && is_continued(sheet, range.end, mapping) {
        range.end += 1;
    }
    range
}

/// Where what stands over a list begins, `least` at the earliest: the rows of one text each between it and an empty row; one
/// such row where no empty row comes before, for it may be the last line of the list above.
pub fn title_of(sheet: &Sheet, headings: usize, least: usize) -> usize {
    let is_empty = |row: usize| sheet.rows[row].iter().all(|cell| cell.value.is_empty());
    let is_over = |row: usize| only_text(&sheet.rows[row]).is_some() && !is_closing(&sheet.rows[row]);
    let mut start = headings;
    while start > least && is_empty(start - 1) {
        start -= 1;
    }
    let below = start;
    while start > least && is_over(start - 1) {
        start -= 1;
    }
    if start > least && is_empty(start - 1) { start } else { start.max(below.saturating_sub(1)) }
}

fn is_part_of_headings(sheet: &Sheet, above: usize, below: usize, mapping: &Mapping) -> bool {
    let row = &sheet.rows[above];
    if are_beside(row, &sheet.rows[below], mapping) {
        return true;
    }
    let distinct: HashSet<String> =
        row.iter().filter(|cell| !cell.value.is_empty()).map(|cell| cell.value.shown()).collect();
    let spans = row.iter().any(|cell| cell.is_merged);
    let downwards = sheet.rows[below].iter().any(|cell| cell.is_merged);
    distinct.len() >= 2 && (spans || downwards)
}

/// Text files have no merged cells: headings of two rows stand beside one another there, each where the other row is empty.
fn are_beside(above: &[Cell], below: &[Cell], mapping: &Mapping) -> bool {
    let is_known = |cell: &Cell| mapping.column(&cell.value.shown()).is_some();
    let is_empty = |row: &[Cell], at: usize| row.get(at).is_none_or(|cell| cell.value.is_empty());
    let filled = |row: &[Cell]| (0..row.len()).filter(|&at| !is_empty(row, at)).collect::<Vec<_>>();
    let (upper, lower) = (filled(above), filled(below));
    let alone: Vec<usize> = upper.iter().copied().filter(|&at| is_empty(below, at)).collect();
    // A heading that spans others stands over the first of them.
    upper.len() >= 2
        && !lower.is_empty()
        && !alone.is_empty()
        && alone.iter().all(|&at| is_known(&above[at]))
        && lower.iter().all(|&at| is_known(&below[at]) && (is_empty(above, at) || !is_known(&above[at])))
}

fn is_continued(sheet: &Sheet, row: usize, mapping: &Mapping) -> bool {
    let cells: Vec<&Cell> = sheet.rows[row].iter().filter(|cell| !cell.value.is_empty()).collect();
    let above = &sheet.rows[row - 1];
    if are_beside(above, &sheet.rows[row], mapping) {
        return true;
    }
    let merged_across = above.iter().any(|cell| cell.is_merged);
    let merged_down =
        cells.iter().any(|cell| cell.is_merged && above.iter().any(|other| other.value == cell.value));
    let own: Vec<&&Cell> = cells.iter().filter(|cell| !cell.is_merged).collect();
    let known = own.iter().filter(|cell| mapping.column(&cell.value.shown()).is_some()).count();
    (merged_across || merged_down) && (own.is_empty() && merged_down || known * 2 >= own.len() && known > 0)
}

pub fn read(sheet: &Sheet, rows: Range<usize>, mapping: &Mapping) -> Vec<Heading> {
    let width = rows.clone().map(|row| sheet.rows[row].len()).max().unwrap_or_default();
    let mut headings = Vec::new();
    for at in 0..width {
        let mut parts: Vec<String> = Vec::new();
        for row in rows.clone() {
            let text = sheet.rows[row].get(at).map(|cell| cell.value.shown()).unwrap_or_default();
            if !text.is_empty() && parts.last() != Some(&text) {
                parts.push(text);
            }
        }
        if parts.is_empty() {
            continue;
        }
        // “受表彰情况 / 名称” as a whole, then its finer part, then its wider one.
        let whole = parts.concat();
        let finest = parts.last().map_or("", String::as_str);
        let column = mapping.column(&whole).or_else(|| mapping.column(finest));
        headings.push(Heading { at, text: parts.join("/"), column });
    }
    headings
}

pub fn judge(
    sheet: &Sheet,
    rows: &Range<usize>,
    heading: &Heading,
    seen: &mut BTreeMap<Column, usize>,
    report: &mut Report,
) {
    let span = (rows.clone().rev().filter_map(|row| sheet.rows[row].get(heading.at)))
        .find(|cell| !cell.value.is_empty())
        .map_or(sheet.span(), |cell| cell.span);
    let (name, text) = (&sheet.name, &heading.text);
    let letter = column_name(heading.at);
    match heading.column {
        None => {
            let hint = match Column::nearest(text) {
                Some(near) => {
                    let near = near.name();
                    say!(
                        "是“{near}”就加 --map '{text}={near}'；确实不要，加 --map '{text}=不导入'",
                        "if it is 「{near}」 add --map '{text}={near}'; if it is not wanted, --map '{text}=不导入'"
                    )
                }
                None => say!(
                    "用 --map '{text}=荣誉称号' 这样的写法说明它是什么；不要就写 --map '{text}=不导入'",
                    "say what it is with --map '{text}=荣誉称号', or --map '{text}=不导入' where it is not wanted"
                ),
            };
            report.push(
                Diagnostic::warning(
                    Code::UnknownColumn,
                    span,
                    say!(
                        "表“{name}”第 {letter} 列的表头“{text}”不认识，这一列没有导入",
                        "sheet `{name}`: the heading `{text}` of column {letter} is not known, and nothing was taken from it"
                    ),
                )
                .hint(hint),
            );
        }
        Some(column) if column.is_taken() => {
            if let Some(first) = seen.insert(column, heading.at) {
                let (first, what) = (column_name(first), column.name());
                report.push(
                    Diagnostic::error(
                        Code::UnknownColumn,
                        span,
                        say!(
                            "表“{name}”的 {first} 列和 {letter} 列都是“{what}”",
                            "sheet `{name}`: columns {first} and {letter} both hold 「{what}」"
                        ),
                    )
                    .hint(say!(
                        "在表格里改一个表头，或删去一列",
                        "change one of the headings, or remove a column"
                    )),
                );
            }
        }
        Some(_) => {}
    }
}

/// Tables that are printed repeat their headings on every page, in the same words.
pub fn stand_again(row: &[Cell], headings: &[Vec<Cell>], columns: &[Heading]) -> bool {
    let known = || columns.iter().filter(|heading| heading.column.is_some());
    let is_same = |heading: &&Heading| {
        let cell = row.get(heading.at).filter(|cell| !cell.value.is_empty());
        cell.is_some_and(|cell| {
            headings.iter().any(|row| row.get(heading.at).is_some_and(|known| known.value == cell.value))
        })
    };
    known().filter(is_same).count() * 2 > known().count()
}
