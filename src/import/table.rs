//! A sheet as a table of people or honors: which rows are headings, what each column holds, which rows are lines.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::book::{Cell, Sheet, column_name, used};
use super::column::Column;
use super::mapping::Mapping;
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::say;

/// What was understood of a sheet.
#[derive(Debug)]
pub struct Table<'b> {
    pub sheet: &'b Sheet,
    /// Rows of headings, from 0.
    pub headings: Range<usize>,
    pub columns: Vec<Heading>,
    /// Rows that say whom they are about, each with the group that it stands under.
    pub lines: Vec<(usize, Option<String>)>,
    /// What stands over the table.
    pub title: Option<String>,
    /// Rows that were passed over: sums, signatures, headings of further pages.
    pub passed: usize,
}

/// A heading and what its column is taken for.
#[derive(Debug)]
pub struct Heading {
    pub at: usize,
    pub text: String,
    /// `None` where it is not known; then nothing is taken from it.
    pub column: Option<Column>,
}

/// A heading is looked for in so many rows.
const FIRST: usize = 30;

/// Finds the table of a sheet; none where it holds nothing, or no heading that is known. Unknown headings are reported.
pub fn find<'b>(sheet: &'b Sheet, mapping: &Mapping, report: &mut Report) -> Option<Table<'b>> {
    let rows = &sheet.rows;
    let headings = heading_rows(sheet, mapping)?;
    let columns = read_headings(sheet, headings.clone(), mapping);
    let of = |column: Column| {
        columns.iter().find(|heading| heading.column == Some(column)).map(|heading| heading.at)
    };
    let mut seen: BTreeMap<Column, usize> = BTreeMap::new();
    for heading in &columns {
        judge_heading(sheet, &headings, heading, &mut seen, report);
    }
    let subjects = [
        &[Column::Name, Column::Collective][..],
        &[Column::Unit],
        &[Column::Document, Column::Number, Column::DocumentId],
    ];
    let subjects: Vec<Vec<usize>> =
        subjects.iter().map(|group| group.iter().filter_map(|column| of(*column)).collect()).collect();
    let subjects = subjects.into_iter().find(|group| !group.is_empty()).unwrap_or_default();
    let title = used(0..headings.start, rows).next().map(|row| only_text(&rows[row]).unwrap_or_default());

    let mut table = Table {
        sheet,
        headings,
        columns,
        lines: Vec::new(),
        title: title.filter(|title| !title.is_empty()),
        passed: 0,
    };
    let mut group = None;
    for row in used(table.headings.end..rows.len(), rows) {
        let said = subjects.iter().any(|&at| rows[row].get(at).is_some_and(|cell| !cell.value.is_empty()));
        if is_closing(&rows[row])
            || is_heading_again(&rows[row], &rows[table.headings.clone()], &table.columns)
        {
            table.passed += 1;
        } else if let Some(text) = group_text(&rows[row], &subjects) {
            // “一、示例区（3人）”: the rows below stand under it.
            group = Some(bare_group(&text)).filter(|text| !text.is_empty());
        } else if said {
            table.lines.push((row, group.clone()));
        } else if !subjects.is_empty() {
            report.push(nobody(&rows[row], sheet, row));
        }
    }
    Some(table)
}

/// The rows that name the columns: the one where most headings are known, with the rows around it that belong to it.
fn heading_rows(sheet: &Sheet, mapping: &Mapping) -> Option<Range<usize>> {
    let known = |row: usize| {
        let cells = sheet.rows[row].iter().filter(|cell| !cell.value.is_empty());
        let columns: HashSet<Column> = cells.filter_map(|cell| mapping.column(&cell.value.shown())).collect();
        columns.iter().filter(|column| column.is_taken()).count() * 2 + columns.len().min(1)
    };
    let rows = used(0..sheet.rows.len().min(FIRST), &sheet.rows);
    let best = rows.max_by_key(|&row| (known(row), std::cmp::Reverse(row))).filter(|&row| known(row) >= 2)?;
    let mut range = best..best + 1;
    // A row of wider headings above: merged cells, but not one across the whole table, which is its title.
    while let Some(above) =
        range.start.checked_sub(1).filter(|&above| is_part_of_headings(sheet, above, range.start))
    {
        range.start = above;
    }
    // A row of finer headings below: each under a cell that is merged across, or the same merged downwards.
    while range.end < sheet.rows.len() && is_continued(sheet, range.end, mapping) {
        range.end += 1;
    }
    Some(range)
}

fn is_part_of_headings(sheet: &Sheet, above: usize, below: usize) -> bool {
    let row = &sheet.rows[above];
    let distinct: HashSet<String> =
        row.iter().filter(|cell| !cell.value.is_empty()).map(|cell| cell.value.shown()).collect();
    let spans = row.iter().any(|cell| cell.is_merged);
    let downwards = sheet.rows[below].iter().any(|cell| cell.is_merged);
    distinct.len() >= 2 && (spans || downwards)
}

fn is_continued(sheet: &Sheet, row: usize, mapping: &Mapping) -> bool {
    let cells: Vec<&Cell> = sheet.rows[row].iter().filter(|cell| !cell.value.is_empty()).collect();
    let above = &sheet.rows[row - 1];
    let merged_across = above.iter().any(|cell| cell.is_merged);
    let merged_down =
        cells.iter().any(|cell| cell.is_merged && above.iter().any(|other| other.value == cell.value));
    let own: Vec<&&Cell> = cells.iter().filter(|cell| !cell.is_merged).collect();
    let known = own.iter().filter(|cell| mapping.column(&cell.value.shown()).is_some()).count();
    (merged_across || merged_down) && (own.is_empty() && merged_down || known * 2 >= own.len() && known > 0)
}

fn read_headings(sheet: &Sheet, rows: Range<usize>, mapping: &Mapping) -> Vec<Heading> {
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

fn judge_heading(
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

/// What a row says, where it says one thing only.
fn only_text(row: &[Cell]) -> Option<String> {
    let mut texts = row.iter().filter(|cell| !cell.value.is_empty()).map(|cell| cell.value.shown());
    let first = texts.next()?;
    texts.all(|text| text == first).then_some(first)
}

/// What a row says that is no line but a heading within the list: one text in merged cells or before the first name, or one
/// that is numbered as such headings are.
fn group_text(row: &[Cell], subjects: &[usize]) -> Option<String> {
    let text = only_text(row)?;
    let mut filled = (0..row.len()).filter(|&at| !row[at].value.is_empty());
    let first = filled.next()?;
    let is_merged = filled.next().is_some();
    let is_numbered =
        text.starts_with(|c: char| "一二三四五六七八九十（(".contains(c)) && text.contains(['、', '）', ')']);
    let is_before = subjects.iter().all(|&subject| first < subject);
    (is_merged || is_before || is_numbered).then_some(text)
}

/// Sums, signatures and notes below a table.
fn is_closing(row: &[Cell]) -> bool {
    let first =
        row.iter().find(|cell| !cell.value.is_empty()).map(|cell| cell.value.shown()).unwrap_or_default();
    let bare: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    [
        "合计",
        "总计",
        "小计",
        "共计",
        "制表",
        "填表",
        "审核",
        "负责人",
        "注：",
        "注:",
        "备注：",
        "备注:",
        "说明：",
        "说明:",
        "联系人",
    ]
    .iter()
    .any(|word| bare.starts_with(word))
}

/// Tables that are printed repeat their headings on every page, in the same words.
fn is_heading_again(row: &[Cell], headings: &[Vec<Cell>], columns: &[Heading]) -> bool {
    let known = || columns.iter().filter(|heading| heading.column.is_some());
    let is_same = |heading: &&Heading| {
        let cell = row.get(heading.at).filter(|cell| !cell.value.is_empty());
        cell.is_some_and(|cell| {
            headings.iter().any(|row| row.get(heading.at).is_some_and(|known| known.value == cell.value))
        })
    };
    known().filter(is_same).count() * 2 > known().count()
}

/// “一、示例区（3人）” is the group 示例区.
fn bare_group(text: &str) -> String {
    let bare = text.trim_start_matches(|c: char| "一二三四五六七八九十百".contains(c) || c.is_ascii_digit());
    let bare = match bare.chars().next() {
        Some('、' | '.' | '．') => bare.trim_start_matches(['、', '.', '．']),
        _ => text.trim_start_matches(['（', '(']),
    };
    let bare = bare.trim_end_matches(['：', ':']);
    match bare.rsplit_once(['（', '(']) {
        Some((before, count)) if count.chars().any(|c| c.is_ascii_digit()) => before.trim().to_owned(),
        _ => bare.trim().to_owned(),
    }
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

    /// What is said of a cell, with the cell in front of it.
    pub fn located(&self, span: Span, what: &crate::diag::Text) -> crate::diag::Text {
        let (crate::diag::Text { zh, en }, place) = (what, self.place(span));
        let (place_zh, place_en) = (place.zh, place.en);
        say!("{place_zh}：{zh}", "{place_en}: {en}")
    }

    /// “表“名单”第 5 行“单位”列（单元格 C5）”, in both languages.
    fn place(&self, span: Span) -> crate::diag::Text {
        let name = &self.sheet.name;
        let Some((row, at)) = self.sheet.place(span) else {
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
