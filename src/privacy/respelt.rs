//! Numbers in other spellings: in Chinese numerals, and over the end of a line.
//!
//! Both are read once more with the number written out in one piece, and what is found there is told of where it stands.

use std::ops::Range;

use super::{Certainty, Finding, Kind, digits, near};

/// What is certain or likely of numbers in Chinese numerals, and what is certain of numbers that a line ends in.
pub fn find(text: &str, found: &mut Vec<Finding>) {
    each_spelt(text, &mut |range| found.extend(spelt(text, range)));
    for (at, _) in text.match_indices('\n') {
        found.extend(broken(text, at));
    }
}

/// The shortest number that is looked for in Chinese numerals is that of a mobile phone.
const SHORTEST: usize = 11;

const NUMERALS: [&str; 10] =
    ["〇零○", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"];

/// Every run of so many numerals. They take three bytes each, so that a look at one character in ten misses none.
fn each_spelt(text: &str, see: &mut dyn FnMut(Range<usize>)) {
    const STEP: usize = 3 * (SHORTEST - 1);
    let mut at = 0;
    while at < text.len() {
        let start = text.floor_char_boundary(at);
        at += STEP;
        if !text[start..].starts_with(is_numeral) {
            continue;
        }
        let from = text[..start].trim_end_matches(is_numeral).len();
        let to = text.len() - text[start..].trim_start_matches(is_numeral).len();
        at = at.max(to);
        if (to - from) / 3 >= SHORTEST {
            see(from..to);
        }
    }
}

fn is_numeral(c: char) -> bool {
    value(c).is_some()
}

fn value(c: char) -> Option<u8> {
    if !matches!(c, '○' | '〇' | '\u{4E00}'..='\u{9FFF}') {
        return None;
    }
    NUMERALS.iter().position(|same| same.contains(c)).map(|value| value as u8)
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
