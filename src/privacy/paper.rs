//! Number plates and passports: letters and digits in a fixed form.

use super::digits::Run;
use super::near::{self, OTHER_NUMBERS};
use super::{Certainty, Finding, Kind};

/// Those of which a group of digits is a part.
pub fn find(text: &str, run: &Run, found: &mut Vec<Finding>) {
    found.extend(named(text, run));
    for group in &run.groups {
        found.extend(passport(text, group.range.start, group.len, group.range.end));
        let is_seen = found.last().is_some_and(|last| group.range.start < last.range.end);
        if !is_seen {
            found.extend(plate(text, group.range.start));
        }
    }
}

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// The plate that has a digit at `at`: 京A·12345, 川AD12345, 京A1234警.
fn plate(text: &str, at: usize) -> Option<Finding> {
    // Before its first digit stand a province, a letter, and at most a dot and four letters.
    let head = near::before(text, at, 8);
    let (offset, province) = head.char_indices().rev().find(|(_, c)| !is_of_plate(*c))?;
    let start = at - head.len() + offset;
    if !PROVINCES.contains(province) {
        return None;
    }
    let mut rest = text[start + province.len_utf8()..].char_indices().peekable();
    rest.next_if(|(_, c)| *c == ' ');
    let office = narrow(rest.next()?.1);
    if !office.is_ascii_uppercase() || matches!(office, 'I' | 'O') {
        return None;
    }
    rest.next_if(|(_, c)| matches!(c, '·' | '•' | '・' | ' ' | '-' | '.'));
    let mut serial = String::new();
    while let Some((_, c)) = rest.next_if(|(_, c)| narrow(*c).is_ascii_alphanumeric()) {
        serial.push(narrow(c));
    }
    let last = rest.next_if(|(_, c)| matches!(c, '挂' | '学' | '警' | '港' | '澳' | '领' | '使'));
    let end = rest.peek().map_or(text.len(), |(at, _)| start + province.len_utf8() + at);
    let digits = serial.bytes().filter(u8::is_ascii_digit).count();
    let is_length = match last {
        Some(_) => serial.len() == 4,
        None => matches!(serial.len(), 5 | 6),
    };
    // Six signs are those of an electric car: D or F first or last.
    let is_electric = serial.len() != 6
        || serial.starts_with(|c: char| ('A'..='K').contains(&c))
        || serial.ends_with(|c: char| ('A'..='K').contains(&c));
    let is_plate =
        is_length && is_electric && digits >= 3 && !serial.contains(['I', 'O']) && near::may_end(text, end);
    is_plate.then(|| super::number(text, start..end, Kind::Plate, Certainty::Likely))
}

fn is_of_plate(c: char) -> bool {
    narrow(c).is_ascii_alphanumeric() || matches!(c, '·' | '•' | '・' | ' ' | '-' | '.')
}

/// The letter or digit in ASCII, as plates have it.
fn narrow(c: char) -> char {
    let narrow = match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    narrow.to_ascii_uppercase()
}

/// Words that say that it is one.
const LABELS: &[&str] =
    &["护照", "护照号", "护照号码", "通行证", "证件号", "passport", "通行证号", "通行证号码"];

/// A number that a word before it names: in groups, with full-width letters, of a series that is rare, or without letters.
fn named(text: &str, run: &Run) -> Option<Finding> {
    let (first, digits) = (run.groups.first()?.range.start, run.digits.len());
    let letters = near::before(text, first, 2);
    let bare = letters.trim_end_matches(|c: char| narrow(c).is_ascii_alphabetic());
    let (start, letters) = (first - (letters.len() - bare.len()), letters[bare.len()..].chars().count());
    let is_taiwan = letters == 0 && digits == 8;
    let is_labelled = match is_taiwan {
        true => near::is_labelled(text, start, &["台胞证", "台胞证号", "台胞证号码"]),
        false => letters > 0 && letters + digits == 9 && near::is_labelled(text, start, LABELS),
    };
    let range = start..run.groups.last()?.range.end;
    let is_passport = is_labelled && near::may_end(text, range.end);
    is_passport.then(|| super::number(text, range, Kind::Passport, Certainty::Likely))
}

/// The letters that passports and travel permits of China begin with.
const SERIES: &str = "EGDSPHKMCW";

/// A letter, or E and another, and digits that make nine signs in all.
fn passport(text: &str, at: usize, digits: usize, end: usize) -> Option<Finding> {
    let letters: Vec<char> =
        near::before(text, at, 3).chars().rev().take_while(|c| c.is_ascii_alphabetic()).collect();
    let is_form = match letters[..] {
        [series] => digits == 8 && SERIES.contains(series.to_ascii_uppercase()),
        [_, 'E'] => digits == 7,
        _ => false,
    };
    let start = at - letters.len();
    let may_be = is_form && near::may_end(text, end) && !near::is_in_url(text, start);
    if !may_be {
        return None;
    }
    let is_named = near::is_labelled(text, start, LABELS);
    // A day in eight digits is a part of some other number.
    let is_day = matches!(&text.as_bytes()[at..end], [b'1' | b'2', b'9' | b'0', ..]);
    let is_common = matches!(letters[..], ['E' | 'G']) && !is_day;
    let is_other = near::is_labelled(text, start, OTHER_NUMBERS) || text[..start].ends_with(['-', '_', '/']);
    (is_named || (is_common && !is_other))
        .then(|| super::number(text, start..end, Kind::Passport, Certainty::Likely))
}
