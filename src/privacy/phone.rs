//! Numbers of telephones: mobile ones by their form, others by their area code or by what is written before them.

use super::digits::{Joint, Run};
use super::near::{self, OTHER_NUMBERS};
use super::{Certainty, Finding, Kind};

pub const MOBILE_DIGITS: usize = 11;

/// Words that say that a number is called.
const LABELS: &[&str] = &[
    "电话",
    "联系电话",
    "手机",
    "手机号",
    "座机",
    "宅电",
    "固话",
    "传真",
    "热线",
    "电话号码",
    "联系方式",
    "tel",
    "phone",
    "fax",
    "call",
];

/// The number that begins with a group, and the group behind it.
pub fn at(text: &str, run: &Run, from: usize) -> Option<(Finding, usize)> {
    let start = run.groups[from].range.start;
    if !run.is_whole(from, from + 1) && run.groups[from].joint == Joint::Point {
        return None;
    }
    let mut length = 0;
    for to in from + 1..=run.groups.len() {
        length += run.groups[to - 1].len;
        if length > 16 {
            break;
        }
        let end = run.groups[to - 1].range.end;
        let found = mobile(text, run, from, to).map(|certainty| (Kind::Mobile, certainty)).or_else(|| {
            let certainty = Certainty::Likely;
            is_landline(text, run, from, to).then_some((Kind::Landline, certainty))
        });
        let Some((kind, certainty)) = found else { continue };
        if near::may_end(text, end) && !near::is_in_url(text, start) {
            let range = run.range(from, to);
            return Some((super::number(text, range, kind, certainty), to));
        }
    }
    None
}

/// How the eleven digits are set apart.
const MOBILE_SHAPES: &[&[usize]] = &[
    &[11],
    &[3, 4, 4],
    &[3, 3, 5],
    &[4, 3, 4],
    &[4, 4, 3],
    &[5, 6],
    &[3, 8],
    &[7, 4],
    &[3, 4, 2, 2],
    &[3, 2, 2, 2, 2],
    &[1; 11],
];

fn mobile(text: &str, run: &Run, from: usize, to: usize) -> Option<Certainty> {
    let digits = run.of(from, to);
    let range = run.range(from, to);
    let is_form = match digits.len() {
        // However someone sets it apart who says what it is.
        11 => {
            is_segment(digits)
                && (run.is_shape(from, to, MOBILE_SHAPES)
                    || (to - from <= 4 && near::is_labelled(text, range.start, LABELS)))
        }
        13 | 15 => {
            let (country, number) = digits.split_at(digits.len() - MOBILE_DIGITS);
            let is_first = run.groups[from].len == country.len();
            let shape = if is_first { run.is_shape(from + 1, to, MOBILE_SHAPES) } else { to - from == 1 };
            matches!(country, b"86" | b"0086") && is_segment(number) && shape
        }
        _ => false,
    };
    let has_points = run.groups.get(to).is_some_and(|next| next.joint == Joint::Point);
    if !is_form || has_points || !near::may_begin(text, range.start) {
        return None;
    }
    let is_labelled = near::is_labelled(text, range.start, LABELS);
    let is_other = near::is_labelled(text, range.start, OTHER_NUMBERS) || near::is_quantity(text, range.end);
    (is_labelled || !is_other).then_some(Certainty::Certain)
}

/// The segments that the ministry has given out (工业和信息化部 《电信网编号计划》), those of virtual operators included.
fn is_segment(digits: &[u8]) -> bool {
    matches!(
        digits,
        [b'1', b'3', ..]
            | [b'1', b'4', b'0' | b'1' | b'4'..=b'9', ..]
            | [b'1', b'5', b'0'..=b'3' | b'5'..=b'9', ..]
            | [b'1', b'6', b'2' | b'5'..=b'7', ..]
            | [b'1', b'7', b'0'..=b'8', ..]
            | [b'1', b'8', ..]
            | [b'1', b'9', b'0'..=b'3' | b'5'..=b'9', ..]
    )
}

/// What follows the area code.
const LOCAL_SHAPES: &[&[usize]] = &[&[7], &[8], &[3, 4], &[4, 4], &[4, 3]];

fn is_landline(text: &str, run: &Run, from: usize, to: usize) -> bool {
    let range = run.range(from, to);
    let digits = run.of(from, to);
    let area = &run.groups[from];
    let may_be = near::may_begin(text, range.start) && run.is_whole(from, to);
    if !may_be {
        return false;
    }
    // Where more groups follow, they may belong to it: the whole is looked at next.
    let is_complete = to - from == 2 && matches!(run.groups[to - 1].len, 7 | 8);
    let is_extension = |len: usize| is_complete && len <= 4 && run.groups.len() == to + 1;
    let goes_on = run
        .groups
        .get(to)
        .is_some_and(|next| next.len >= 3 && next.joint == Joint::Loose && !is_extension(next.len));
    if to - from >= 2 && !goes_on && is_area(&digits[..area.len]) && run.is_shape(from + 1, to, LOCAL_SHAPES)
    {
        return is_local(&digits[area.len..]);
    }
    // +86 28 8765 4321
    if digits.starts_with(b"86")
        && area.len == 2
        && text[..range.start].ends_with(['+', '＋'])
        && to - from >= 3
        && !goes_on
    {
        let city = [b"0", run.of(from + 1, from + 2)].concat();
        return is_area(&city) && run.is_shape(from + 2, to, LOCAL_SHAPES);
    }
    let is_labelled = near::is_labelled(text, behind_numbers(text, range.start), LABELS)
        && !near::is_quantity(text, range.end);
    let in_one_piece = to - from == 1 && matches!(digits.len(), 10..=12) && {
        let split = if matches!(digits[1], b'1' | b'2') { 3 } else { 4 };
        is_area(&digits[..split]) && matches!(digits.len() - split, 7 | 8) && is_local(&digits[split..])
    };
    let is_short = run.is_shape(from, to, &[&[7], &[8], &[4, 4], &[3, 4]]) && is_local(digits) && !goes_on;
    // 400 and 800 are called by everyone, and belong to nobody.
    let is_public = matches!(digits, [b'4' | b'8', b'0', b'0', ..]);
    is_labelled && (in_one_piece || is_short) && !is_public
}

/// Where the first of several numbers begins: 电话：80000000、80000001
fn behind_numbers(text: &str, at: usize) -> usize {
    let before = near::before(text, at, 24);
    let Some(first) = before.strip_suffix(['、', '/', '或', '；']) else { return at };
    at - before.len() + first.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c == ' ').len()
}

/// 010, 02x, 0xxx.
fn is_area(digits: &[u8]) -> bool {
    match digits {
        b"010" => true,
        [b'0', b'2', last] => matches!(last, b'0'..=b'5' | b'7'..=b'9'),
        [b'0', b'3'..=b'9', _, _] => true,
        _ => false,
    }
}

fn is_local(digits: &[u8]) -> bool {
    matches!(digits.first(), Some(b'2'..=b'9'))
}
