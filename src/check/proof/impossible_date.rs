//! Days that no calendar has: 2月30日, 13月5日.

use jiff::civil::Date;

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Report};
use crate::say;

pub fn check(passage: &Passage<'_>, report: &mut Report) {
    let text = passage.text;
    for (at, sign) in text.match_indices('月') {
        let behind = at + sign.len();
        let Some((start, month)) = number_before(text, at) else { continue };
        let Some((end, day)) = number_behind(text, behind) else { continue };
        // 3月28日: and not 3月28个.
        if !text[end..].starts_with(['日', '号']) || !passage.is_prose(at) {
            continue;
        }
        let year = text[..start].strip_suffix('年').and_then(|before| number_before(before, before.len()));
        let (from, year) = match year {
            Some((from, year)) if (1000..=9999).contains(&year) => (from, Some(year)),
            _ => (start, None),
        };
        if exists(year, month, day) {
            continue;
        }
        let range = from..end + '日'.len_utf8();
        let written = &text[range.clone()];
        report.push(
            Diagnostic::warning(
                Code::ImpossibleDate,
                passage.span(range.clone()),
                say!("没有“{written}”这一天", "there is no such day as {written}"),
            )
            .hint(say!("照原件核对日期", "check the date against the document")),
        );
    }
}

/// Without a year, the 29th of February exists.
fn exists(year: Option<u32>, month: u32, day: u32) -> bool {
    let year = year.unwrap_or(2000) as i16;
    match (i8::try_from(month), i8::try_from(day)) {
        (Ok(month), Ok(day)) => Date::new(year, month, day).is_ok(),
        _ => false,
    }
}

fn number_before(text: &str, end: usize) -> Option<(usize, u32)> {
    let before = text[..end].trim_end_matches(is_numeral);
    value(&text[before.len()..end]).map(|value| (before.len(), value))
}

fn number_behind(text: &str, start: usize) -> Option<(usize, u32)> {
    let rest = &text[start..];
    let length = rest.len() - rest.trim_start_matches(is_numeral).len();
    value(&rest[..length]).map(|value| (start + length, value))
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

/// Digits, or Chinese numerals up to 99.
fn value(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text).filter(|text| (1..=4).contains(&text.len()))?.parse().ok();
    }
    let digit = |c: char| "一二三四五六七八九".chars().position(|other| other == c).map(|at| at as u32 + 1);
    let mut chars: Vec<char> = text.chars().collect();
    let ones = match chars.pop()? {
        '十' => {
            return match chars[..] {
                [] => Some(10),
                [tens] => Some(10 * digit(tens)?),
                _ => None,
            };
        }
        last => digit(last)?,
    };
    match chars[..] {
        [] => Some(ones),
        ['十'] => Some(10 + ones),
        [tens, '十'] => Some(10 * digit(tens)? + ones),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::passage;
    use super::*;
    use crate::diag::{FileId, Span};

    #[test]
    fn days() {
        let found = |text: &str| {
            let mut report = Report::new();
            let place = Span::new(FileId(0), 0..text.len());
            passage::each(text, place, true, &mut |passage| check(passage, &mut report));
            report.iter().map(|diagnostic| text[diagnostic.span.range()].to_owned()).collect::<Vec<_>>()
        };
        for (text, expect) in [
            ("于2月30日召开", Some("2月30日")),
            ("2030年2月29日", Some("2030年2月29日")),
            ("二月三十日", Some("二月三十日")),
            ("2030年13月5日", Some("2030年13月5日")),
            ("4月31号", Some("4月31号")),
            ("2028年2月29日，2月29日，十二月三十一日", None),
            ("连续3月40个", None),
            ("12月", None),
            ("3月0日", Some("3月0日")),
        ] {
            assert_eq!(found(text), expect.into_iter().collect::<Vec<_>>(), "{text}");
        }
    }
}
