//! A sheet as a table of people or honors: which rows are headings, what each column holds, which rows are lines.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::book::{Cell, Sheet, Value, column_name, used};
use super::column::Column;
use super::mapping::Mapping;
use super::value;
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

/// Finds the lists of a sheet, one below the other; none where no heading is known. Unknown headings are reported.
pub fn find<'b>(sheet: &'b Sheet, mapping: &Mapping, report: &mut Report) -> Vec<Table<'b>> {
    let all = all_headings(sheet, mapping);
    let mut tables = Vec::with_capacity(all.len());
    let mut start = 0;
    for (at, headings) in all.iter().enumerate() {
        let end = all.get(at + 1).map_or(sheet.rows.len(), |next| title_of(sheet, next.start, headings.end));
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
            || is_heading_again(cells, &rows[table.headings.clone()], &table.columns)
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

/// The rows of headings of every list, from above to below.
fn all_headings(sheet: &Sheet, mapping: &Mapping) -> Vec<Range<usize>> {
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
            let columns = read_headings(sheet, headings.clone(), mapping);
            is_heading_again(cells, &sheet.rows[headings.clone()], &columns)
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
fn title_of(sheet: &Sheet, headings: usize, least: usize) -> usize {
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

/// A row as it is shown, in short.
fn said(row: &[Cell]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for cell in row.iter().filter(|cell| !cell.value.is_empty()) {
        let text = cell.value.shown();
        if texts.last() != Some(&text) {
            texts.push(text);
        }
    }
    texts.join(" ")
}

/// Whether what stands alone in a row, beside columns that it leaves empty, is a note. Where a name should be, it is one if it cannot be
/// a name; elsewhere the name may be missing.
fn is_note(text: &str, is_name: bool) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let begins =
        ["以上", "以下", "此", "本", "附", "※", "*", "★", "☆", "▲", "（盖章", "(盖章", "盖章", "公示", "注"];
    let is_group = bare.starts_with(|c: char| "一二三四五六七八九十（(".contains(c));
    !is_group
        && (begins.iter().any(|word| bare.starts_with(word))
            || if is_name { value::is_no_name(&bare) } else { is_date(&bare) })
        || bare.ends_with(['。', '！', '；'])
}

fn is_date(text: &str) -> bool {
    value::date(&Value::Text(text.to_owned())).is_ok()
}

/// Where a cell that should name somebody holds a heading of another list.
fn is_heading_word(cell: &Cell) -> Option<&Cell> {
    let Value::Text(text) = &cell.value else { return None };
    let words = [
        "姓名",
        "名字",
        "人员姓名",
        "集体名称",
        "单位",
        "工作单位",
        "单位名称",
        "荣誉称号",
        "序号",
        "职务",
        "性别",
    ];
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    words.contains(&&*bare).then_some(cell)
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
