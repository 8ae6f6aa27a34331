//! Dates as records state them: a year, a month or a day may be missing, and a missing part is never invented.

use std::fmt;

use jiff::civil::Date;

/// A date of which some parts may be unknown: `2022`, `2022-09`, `2022-09-09`, `--09-09`.
///
/// At least one part is known, a day never without its month, and the whole is possible in the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    pub year: Option<u16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadDate {
    /// Not one of the forms; with the right form where it can be guessed.
    Form(Option<String>),
    /// The form is right but the calendar has no such day.
    Impossible,
}

impl PartialDate {
    pub fn parse(text: &str) -> Result<PartialDate, BadDate> {
        let text = text.trim();
        match chinese(text).or_else(|| iso(text)) {
            Some(date) if date.is_possible() => Ok(date),
            Some(_) => Err(BadDate::Impossible),
            None => match guess(text) {
                Some(date) if !date.is_possible() => Err(BadDate::Impossible),
                meant => Err(BadDate::Form(meant.map(PartialDate::iso))),
            },
        }
    }

    /// The form of ISO 8601, with `--` for an unknown year.
    pub fn iso(self) -> String {
        let mut text = String::with_capacity(10);
        match (self.year, self.month) {
            (None, None) => return text,
            (Some(year), _) => push_padded(&mut text, year, 4),
            (None, Some(_)) => text.push('-'),
        }
        if let Some(month) = self.month {
            text.push('-');
            push_padded(&mut text, month.into(), 2);
            if let Some(day) = self.day {
                text.push('-');
                push_padded(&mut text, day.into(), 2);
            }
        }
        text
    }

    /// 2022年9月9日, with only the parts that are known.
    pub fn chinese(self) -> String {
        let mut text = String::with_capacity(17);
        let parts = [(self.year, '年'), (self.month.map(u16::from), '月'), (self.day.map(u16::from), '日')];
        for (value, unit) in parts {
            if let Some(value) = value {
                push_padded(&mut text, value, 1);
                text.push(unit);
            }
        }
        text
    }

    /// The calendar day, where year, month and day are known.
    pub fn calendar_day(self) -> Option<Date> {
        Date::new(self.year? as i16, self.month? as i8, self.day? as i8).ok()
    }

    /// Orders by time, a missing part before a known one; a date without a year comes before all others.
    pub fn sort_key(self) -> (u16, u8, u8) {
        (self.year.unwrap_or(0), self.month.unwrap_or(0), self.day.unwrap_or(0))
    }

    fn is_possible(self) -> bool {
        // 2024 stands in for an unknown year: 29 February may have been.
        let year = self.year.unwrap_or(2024);
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        (1..=9999).contains(&year) && Date::new(year as i16, month as i8, day as i8).is_ok()
    }
}

/// With zeros before it where it has fewer digits. A page shows many dates, and formatting machinery takes longer than they do.
fn push_padded(text: &mut String, value: u16, digits: u32) {
    let most = value.checked_ilog10().map_or(1, |power| power + 1).max(digits);
    for place in (0..most).rev() {
        text.push(char::from(b'0' + (value / 10_u16.pow(place) % 10) as u8));
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

fn iso(text: &str) -> Option<PartialDate> {
    let (year, rest) = match text.strip_prefix("--") {
        Some(rest) => (None, Some(rest)),
        None => {
            let (year, rest) = text.split_once('-').map_or((text, None), |(y, rest)| (y, Some(rest)));
            (Some(digits(year, 4, 4)?), rest)
        }
    };
    let (month, day) = match rest {
        None => (None, None),
        Some(rest) => match rest.split_once('-') {
            None => (Some(digits(rest, 2, 2)? as u8), None),
            Some((month, day)) => (Some(digits(month, 2, 2)? as u8), Some(digits(day, 2, 2)? as u8)),
        },
    };
    Some(PartialDate { year, month, day })
}

fn chinese(text: &str) -> Option<PartialDate> {
    let mut rest = text;
    let mut part = |unit: char, least: usize, most: usize| -> Option<Option<u16>> {
        let Some((number, after)) = rest.split_once(unit) else { return Some(None) };
        rest = after;
        digits(number.trim(), least, most).map(Some)
    };
    let year = part('年', 4, 4)?;
    let month = part('月', 1, 2)?.map(|m| m as u8);
    let day = part('日', 1, 2)?.map(|d| d as u8);
    let whole = rest.trim().is_empty() && (year.is_some() || month.is_some());
    (whole && (day.is_none() || month.is_some())).then_some(PartialDate { year, month, day })
}

/// What `2022.9.9`, `2022/9/9`, `20220909`, `2022年9月9号`, `二〇二二年九月九日`, `2022-09-09 00:00:00` and the day
/// number `44813` of a spreadsheet were meant to be.
fn guess(text: &str) -> Option<PartialDate> {
    if let Some(all) = digits8(text) {
        let part = |n: u32| Some((n % 100) as u8);
        return Some(PartialDate {
            year: Some((all / 10000) as u16),
            month: part(all / 100),
            day: part(all),
        });
    }
    if let Some(days) = digits(text, 5, 5).filter(|days| (18_000..60_000).contains(days)) {
        let day =
            jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(i64::from(days))).ok()?;
        return Some(PartialDate {
            year: Some(day.year() as u16),
            month: Some(day.month() as u8),
            day: Some(day.day() as u8),
        });
    }
    let text = arabic(text);
    // A time of day says nothing of the date.
    let text =
        text.split_once(['T', ' ']).filter(|(_, time)| time.contains(':')).map_or(&*text, |(day, _)| day);
    let mut parts = text
        .split(['.', '/', '-', '—', '－', ' ', '年', '月', '日', '号'])
        .filter(|part| !part.trim().is_empty());
    let year = digits(parts.next()?.trim(), 4, 4)?;
    let mut rest = [None; 2];
    for slot in &mut rest {
        if let Some(part) = parts.next() {
            *slot = Some(digits(part.trim(), 1, 2)? as u8);
        }
    }
    parts.next().is_none().then_some(PartialDate { year: Some(year), month: rest[0], day: rest[1] })
}

/// The text with full-width and Chinese digits as ASCII: 二〇二二年十二月三十日 is 2022年12月30日.
fn arabic(text: &str) -> String {
    let digit = |c: char| match c {
        '０'..='９' => Some((c as u32 - '０' as u32) as u8),
        '〇' | '零' | '○' => Some(0),
        _ => "一二三四五六七八九".chars().position(|d| d == c).map(|at| at as u8 + 1),
    };
    let chars: Vec<char> = text.chars().collect();
    let mut arabic = String::with_capacity(text.len());
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| digit(chars[at]));
        let after = chars.get(at + 1).copied().and_then(digit);
        match (digit(c), c) {
            (Some(digit), _) => arabic.push((b'0' + digit) as char),
            (None, '十') => {
                if before.is_none() {
                    arabic.push('1');
                }
                if after.is_none() {
                    arabic.push('0');
                }
            }
            (None, _) => arabic.push(c),
        }
    }
    arabic
}

fn digits8(text: &str) -> Option<u32> {
    (text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn digits(text: &str, least: usize, most: usize) -> Option<u16> {
    let right = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    right.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        for (text, expect) in [
            ("2022", "2022"),
            ("2022-09", "2022-09"),
            ("2022-09-09", "2022-09-09"),
            ("--09-09", "--09-09"),
            ("9月9日", "--09-09"),
            ("2月29日", "--02-29"),
            ("2022年9月9日", "2022-09-09"),
            ("2022年9月", "2022-09"),
            ("2022年", "2022"),
        ] {
            assert_eq!(PartialDate::parse(text).map(PartialDate::iso), Ok(expect.to_string()), "{text}");
        }
    }

    #[test]
    fn refused() {
        let form = |text: &str| BadDate::Form(Some(text.to_string()));
        for (text, expect) in [
            ("2022-02-30", BadDate::Impossible),
            ("2023年2月29日", BadDate::Impossible),
            ("13月1日", BadDate::Impossible),
            ("2022-9-9", form("2022-09-09")),
            ("2022.9.9", form("2022-09-09")),
            ("2022/09", form("2022-09")),
            ("20220909", form("2022-09-09")),
            ("2022年9月9", form("2022-09-09")),
            ("2022年9月9号", form("2022-09-09")),
            ("２０２２年９月", form("2022-09")),
            ("二〇二二年九月", form("2022-09")),
            ("二〇二二年十二月三十日", form("2022-12-30")),
            ("二〇二二年十月二十一日", form("2022-10-21")),
            ("2022-09-09T00:00:00Z", form("2022-09-09")),
            ("2022-09-09 00:00:00", form("2022-09-09")),
            ("44813", form("2022-09-09")),
            ("2022/9/31", BadDate::Impossible),
            ("22-9-9", BadDate::Form(None)),
            ("去年", BadDate::Form(None)),
            ("日", BadDate::Form(None)),
            ("22年", BadDate::Form(None)),
            ("", BadDate::Form(None)),
        ] {
            assert_eq!(PartialDate::parse(text), Err(expect), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn iso_and_chinese_say_the_same(year in 1000u16..=9999, month in 1u8..=12, day in 1u8..=28) {
            let date = PartialDate { year: Some(year), month: Some(month), day: Some(day) };
            proptest::prop_assert_eq!(PartialDate::parse(&date.iso()), Ok(date));
            proptest::prop_assert_eq!(PartialDate::parse(&date.chinese()), Ok(date));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _ = PartialDate::parse(&text);
        }
    }
}
