//! What a row is that is no line of a list: a group, a note, a sum, a signature.

use super::book::{Cell, Value};
use super::value;

/// What a row says, where it says one thing only.
pub fn only_text(row: &[Cell]) -> Option<String> {
    let mut texts = row.iter().filter(|cell| !cell.value.is_empty()).map(|cell| cell.value.shown());
    let first = texts.next()?;
    texts.all(|text| text == first).then_some(first)
}

/// What a row says that is no line but a heading within the list: one text in merged cells or before the first name, or one
/// that is numbered as such headings are.
pub fn group_text(row: &[Cell], subjects: &[usize]) -> Option<String> {
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
pub fn said(row: &[Cell]) -> String {
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
pub fn is_note(text: &str, is_name: bool) -> bool {
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
pub fn is_heading_word(cell: &Cell) -> Option<&Cell> {
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

/// Sums, signatures and notes below a table.
pub fn is_closing(row: &[Cell]) -> bool {
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

/// “一、示例区（3人）” is the group 示例区.
pub fn bare_group(text: &str) -> String {
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
