//! 公民身份号码: GB 11643-1999, and the fifteen digits that it was before.

use super::digits::{Run, is_joint};
use super::near::{self, OTHER_NUMBERS};
use super::{Certainty, Finding, Kind};

/// The number that begins with a group, and the group behind it.
pub fn at(text: &str, run: &Run, from: usize) -> Option<(Finding, usize)> {
    let mut length = 0;
    for to in from + 1..=run.groups.len() {
        length += run.groups[to - 1].len;
        let found = match length {
            ..15 => None,
            15 => short(text, run, from, to),
            16 => None,
            17 => ends_with_x(text, run, from, to),
            18 => long(text, run, from, to),
            19.. => break,
        };
        if let Some(finding) = found {
            return Some((finding, to));
        }
    }
    None
}

/// Words that say what the number is.
const LABELS: &[&str] = &[
    "身份证",
    "身份证号",
    "身份证号码",
    "身份号码",
    "证件号",
    "证件号码",
    "证号",
    "居民身份证",
    "ID",
    "idcard",
];

fn long(text: &str, run: &Run, from: usize, to: usize) -> Option<Finding> {
    let digits = run.of(from, to);
    let range = run.range(from, to);
    let is_person = is_region(digits) && is_date(&digits[6..14]) && near::may_end(text, range.end);
    if !is_person {
        return None;
    }
    if check_digit(digits) == digits[17] {
        return Some(finding(text, range, Certainty::Certain));
    }
    // Mistyped, it still tells where and when someone was born; but other long numbers can look so too.
    let is_grouped = run.is_shape(from, to, &[&[18], &[6, 8, 4], &[6, 4, 4, 4]]);
    let is_labelled = near::is_labelled(text, range.start, LABELS);
    let is_other = near::is_labelled(text, range.start, OTHER_NUMBERS) || near::is_in_url(text, range.start);
    let may_be = is_grouped && run.is_whole(from, to) && near::may_begin(text, range.start);
    (is_labelled || (may_be && !is_other)).then(|| finding(text, range, Certainty::Likely))
}

/// Seventeen digits and the check character X.
fn ends_with_x(text: &str, run: &Run, from: usize, to: usize) -> Option<Finding> {
    let digits = run.of(from, to);
    let mut range = run.range(from, to);
    let rest = &text[range.end..];
    let tail = rest.trim_start_matches(is_joint);
    let x = tail.chars().next().filter(|c| matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ'))?;
    if rest.len() - tail.len() > 12 || !is_region(digits) || !is_date(&digits[6..14]) {
        return None;
    }
    range.end += rest.len() - tail.len() + x.len_utf8();
    let certainty = match check_digit(digits) {
        b'X' => Certainty::Certain,
        _ => Certainty::Likely,
    };
    near::may_end(text, range.end).then(|| finding(text, range, certainty))
}

/// Without a check digit, so that only its label makes it certain.
fn short(text: &str, run: &Run, from: usize, to: usize) -> Option<Finding> {
    let digits = run.of(from, to);
    let range = run.range(from, to);
    let birth = [b"19", &digits[6..12]].concat();
    let may_be = run.is_shape(from, to, &[&[15], &[6, 6, 3], &[5, 5, 5], &[3, 3, 3, 3, 3]])
        && run.is_whole(from, to)
        && is_region(digits)
        && is_date(&birth)
        && near::may_begin(text, range.start)
        && near::may_end(text, range.end)
        && !near::is_quantity(text, range.end)
        && !near::is_in_url(text, range.start);
    if !may_be {
        return None;
    }
    match near::is_labelled(text, range.start, LABELS) {
        true => Some(finding(text, range, Certainty::Certain)),
        false if near::is_labelled(text, range.start, OTHER_NUMBERS) => None,
        false => Some(finding(text, range, Certainty::Likely)),
    }
}

fn finding(text: &str, range: std::ops::Range<usize>, certainty: Certainty) -> Finding {
    super::number(text, range, Kind::ResidentId, certainty)
}

/// GB/T 2260: the first two digits of a province, of 香港, 澳门, 台湾 or of a resident from abroad.
fn is_region(digits: &[u8]) -> bool {
    let province = (digits[0] - b'0') * 10 + (digits[1] - b'0');
    let is_province =
        matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91);
    is_province && digits[2..6] != *b"9999"
}

/// `yyyymmdd` of a day on which someone can have been born who is alive, or was in living memory.
fn is_date(digits: &[u8]) -> bool {
    let number = |digits: &[u8]| digits.iter().fold(0, |sum: i16, digit| sum * 10 + i16::from(digit - b'0'));
    let (year, month, day) = (number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8]));
    (1850..=2060).contains(&year) && jiff::civil::Date::new(year, month as i8, day as i8).is_ok()
}

/// ISO 7064, MOD 11-2.
fn check_digit(digits: &[u8]) -> u8 {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    b"10X98765432"[(sum % 11) as usize]
}
