//! Numbers in other spellings: in Chinese numerals, and over the end of a line.
//!
//! Both are read once more with the number written out in one piece, and what is found there is told of where it stands.

use std::ops::Range;

use super::{Certainty, Finding, Kind, digits, near};

/// What is certain or likely of numbers in Chinese numerals, and what is certain of numbers that a line ends in.
pub fn find(text: &str, found: &mut Vec<Finding>) {
    found.extend(places(text.as_bytes()).into_iter().filter_map(|range| spelt(text, range)));
    for (at, _) in text.match_indices('\n') {
        found.extend(broken(text, at));
    }
}

/// Whether a line ends in digits and the next begins with some.
pub fn is_cut(text: &str) -> bool {
    let ends = |line: &str| line.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let begins = |line: &str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    text.match_indices('\n').any(|(at, _)| ends(&text[..at]) && begins(&text[at..]))
}

/// The shortest number that is looked for in Chinese numerals is that of a mobile phone.
const SHORTEST: usize = 11;

/// Numerals take three bytes each, so that a look at one character in ten misses no run of so many.
const STEP: usize = 3 * (SHORTEST - 1);

fn is_numeral(c: char) -> bool {
    value(c).is_some()
}

fn value(c: char) -> Option<u8> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Every run of so many numerals, in bytes that need be no text.
pub fn places(bytes: &[u8]) -> Vec<Range<usize>> {
    let is_numeral = |at: usize| match bytes.get(at..at + 3) {
        Some([first @ 0xE0..=0xEF, second, third]) => {
            let low = |byte: u8| u32::from(byte & 0x3F);
            let code = u32::from(first & 0xF) << 12 | low(*second) << 6 | low(*third);
            char::from_u32(code).is_some_and(is_numeral)
        }
        _ => false,
    };
    let mut places = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let begin = (at.saturating_sub(2)..=at).rev().find(|at| is_numeral(*at));
        at += STEP;
        let Some(begin) = begin else { continue };
        let (mut from, mut to) = (begin, begin + 3);
        while from >= 3 && is_numeral(from - 3) {
            from -= 3;
        }
        while is_numeral(to) {
            to += 3;
        }
        at = at.max(to);
        if (to - from) / 3 >= SHORTEST {
            places.push(from..to);
        }
    }
    places
}

/// 一三八〇〇〇〇〇〇〇〇
fn spelt(text: &str, range: Range<usize>) -> Option<Finding> {
    let numerals = &text[range.clone()];
    let written: String = numerals.chars().filter_map(value).map(|value| char::from(b'0' + value)).collect();
    // An X behind it belongs to it.
    let is_open = text[range.end..].starts_with(['X', 'x', 'Ｘ', 'ｘ']);
    let rest = if is_open { near::after(text, range.end, 4) } else { "" };
    let lead = near::before(text, range.start, 16);
    let whole = format!("{lead}{written}{rest}");
    let finding = numbers(&whole, lead.len())?;
    let place = |at: usize| match at.checked_sub(lead.len()) {
        Some(digits) if digits <= written.len() => range.start + 3 * digits,
        Some(digits) => range.end + digits - written.len(),
        None => range.start,
    };
    Some(moved(&finding, place))
}

/// A number of which the first digits end a line and the others begin the next.
fn broken(text: &str, at: usize) -> Option<Finding> {
    let head = text[..at].trim_end_matches(['\r', ' ']);
    let start = head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let rest = text[at..].trim_start_matches(['\n', ' ']);
    let tail = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (first, behind) = (&head[start..], text.len() - rest.len());
    if first.is_empty() || tail == 0 || !(SHORTEST..=19).contains(&(first.len() + tail)) {
        return None;
    }
    let lead = near::before(text, start, 16);
    let whole = format!("{lead}{first}{}{}", &rest[..tail], near::after(rest, tail, 4));
    let finding = numbers(&whole, lead.len())?;
    // Two numbers of a list seem to be one now and then: a check digit or a word before it must say that it is one.
    let is_said = finding.kind == Kind::ResidentId || is_labelled(lead);
    let place = |at: usize| match at.saturating_sub(lead.len()) {
        digits if digits <= first.len() => start + digits,
        digits => behind + digits - first.len(),
    };
    (is_said && finding.certainty == Certainty::Certain).then(|| moved(&finding, place))
}

fn is_labelled(lead: &str) -> bool {
    near::is_labelled(
        lead,
        lead.len(),
        &["电话", "手机", "手机号", "号码", "卡号", "账号", "帐号", "账户", "银行卡"],
    )
}

/// The number that begins where the lead ends.
fn numbers(whole: &str, lead: usize) -> Option<Finding> {
    let mut found = Vec::new();
    digits::each_run(whole, SHORTEST, |run| super::numbers(whole, run, &mut found));
    found.into_iter().find(|finding| finding.range.start == lead)
}

fn moved(finding: &Finding, place: impl Fn(usize) -> usize) -> Finding {
    let moved = |range: &Range<usize>| place(range.start)..place(range.end);
    Finding { range: moved(&finding.range), hidden: moved(&finding.hidden), ..finding.clone() }
}
