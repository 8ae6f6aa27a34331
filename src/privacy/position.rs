//! Coordinates of places in China that are finer than a hundred metres or so: those of a house.

use std::ops::Range;

use super::{Certainty, Finding, Kind, near};

/// Words and signs of degrees.
pub const DEGREES: &[&str] = &["°", "北纬", "东经"];

/// Two decimal numbers, one of them a latitude and the other a longitude, of four places or more.
pub fn find_decimal(text: &str, found: &mut Vec<Finding>) {
    let mut at = 0;
    while let Some(point) = text[at..].find('.').map(|offset| at + offset) {
        at = point + 1;
        let Some((first, end)) = decimal(text, point) else { continue };
        let rest = &text[end..];
        let between = rest.len() - rest.trim_start_matches(is_between).len();
        let start = end + between;
        let second =
            text[start..].find('.').and_then(|offset| decimal(text, start + offset).filter(|_| offset <= 3));
        if let Some((second, second_end)) = second
            && between > 0
            && between <= 24
            && second.start == start
            && is_in_china(&text[first.clone()], &text[second.clone()])
        {
            at = second_end;
            let hidden = point + 1..second_end;
            found.push(Finding {
                range: first.start..second_end,
                hidden,
                kind: Kind::Position,
                certainty: Certainty::Likely,
            });
        }
    }
}

/// What stands between latitude and longitude.
fn is_between(c: char) -> bool {
    matches!(
        c,
        ',' | '，' | ' ' | '、' | ';' | '；' | '/' | ':' | '：' | '"' | '\'' | '°' | 'N' | 'E' | '=' | '&'
    ) || "东经北纬度lonlatg".contains(c)
}

/// The decimal number around a point, with four places at least, and where it ends.
fn decimal(text: &str, point: usize) -> Option<(Range<usize>, usize)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let start = text[..point].trim_end_matches(is_digit).len();
    // N30.1234: the direction belongs to it.
    let before = text[..start].strip_suffix(['N', 'E']).unwrap_or(&text[..start]);
    let end = text.len() - text[point + 1..].trim_start_matches(is_digit).len();
    let is_free = !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    let is_number = (1..=3).contains(&(point - start)) && (4..=16).contains(&(end - point - 1)) && is_free;
    is_number.then_some((start..end, end))
}

fn is_in_china(first: &str, second: &str) -> bool {
    let (Ok(first), Ok(second)) = (first.parse::<f64>(), second.parse::<f64>()) else { return false };
    let is =
        |latitude: f64, longitude: f64| (3.0..54.0).contains(&latitude) && (73.0..136.0).contains(&longitude);
    is(first, second) || is(second, first)
}

/// Degrees, minutes and seconds; or degrees with four decimal places.
pub fn around(text: &str, word: Range<usize>) -> Option<Finding> {
    let is_digit = |c: char| c.is_ascii_digit();
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let (start, degrees, behind) = if &text[word.clone()] == "°" {
        let start = text[..word.start].trim_end_matches(is_number).len();
        (start, &text[start..word.start], word.end)
    } else {
        let rest = text[word.end..].trim_start_matches([' ', ':', '：', '为']);
        let start = text.len() - rest.len();
        let degrees = &rest[..rest.len() - rest.trim_start_matches(is_number).len()];
        (word.start, degrees, start + degrees.len())
    };
    if degrees.is_empty() || degrees.trim_start_matches(is_digit).len() == degrees.len() {
        return None;
    }
    if let Some((_, places)) = degrees.split_once('.') {
        let end = behind;
        let is_fine = places.len() >= 4;
        return is_fine.then(|| finding(start..end, start + 2..end, text));
    }
    let mut at = skip(text, behind, &["°", "度", " "])?;
    let minutes = take(text, at, is_number)?;
    at = skip(text, minutes.end, &["′", "'", "’", "分", " "])?;
    let has_seconds = take(text, at, is_number);
    let end = match &has_seconds {
        Some(seconds) => skip(text, seconds.end, &["″", "\"", "”", "秒", "'"]).unwrap_or(seconds.end),
        // Minutes with decimal places are as fine as seconds.
        None if text[minutes.clone()].contains('.') => at,
        None => return None,
    };
    Some(finding(start..end, minutes.start..end, text))
}

fn finding(range: Range<usize>, hidden: Range<usize>, text: &str) -> Finding {
    let start = text.ceil_char_boundary(hidden.start.max(range.start));
    let hidden = start.min(range.end)..range.end;
    Finding { range, hidden, kind: Kind::Position, certainty: Certainty::Likely }
}

/// Behind some of the signs, of which the first may have been passed already.
fn skip(text: &str, at: usize, signs: &[&str]) -> Option<usize> {
    let mut at = at;
    while let Some(sign) = signs.iter().find(|sign| text[at..].starts_with(**sign)) {
        at += sign.len();
    }
    Some(at)
}

fn take(text: &str, at: usize, is: impl Fn(char) -> bool) -> Option<Range<usize>> {
    let taken = near::after(text, at, 10).chars().take_while(|c| is(*c)).count();
    (taken > 0).then_some(at..at + taken)
}
