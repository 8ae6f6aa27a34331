//! Dates as readers see them: what is not known is said, not guessed.

use jiff::civil;
use serde::Serialize;

use crate::model::{PartialDate, Spanned};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Date {
    /// For `<time datetime>`; `None` where the year is not known.
    pub iso: Option<String>,
    pub text: String,
}

impl Date {
    /// A date that every record of its kind ought to have: where it is missing, that is said.
    pub fn of(date: Option<&Spanned<PartialDate>>) -> Date {
        Date::partial(date.map(|date| date.value))
    }

    /// A date that is shown only where it is stated.
    pub fn stated(date: Option<&Spanned<PartialDate>>) -> Option<Date> {
        date.map(|date| Date::partial(Some(date.value)))
    }

    pub fn partial(date: Option<PartialDate>) -> Date {
        match date {
            None => Date { iso: None, text: "日期未注明".to_owned() },
            Some(date) if date.year.is_none() => {
                Date { iso: None, text: format!("{}（年份未注明）", date.chinese()) }
            }
            Some(date) => Date { iso: Some(date.iso()), text: date.chinese() },
        }
    }

    pub fn day(day: civil::Date) -> Date {
        Date::partial(Some(partial(day)))
    }
}

/// As programs want it; nothing where the year is not known.
pub fn iso(date: Option<&Spanned<PartialDate>>) -> Option<String> {
    Date::of(date).iso
}

pub fn partial(day: civil::Date) -> PartialDate {
    PartialDate { year: Some(day.year() as u16), month: Some(day.month() as u8), day: Some(day.day() as u8) }
}

/// From when to when: `2030年9月1日至9月5日`; one year is said once. Nothing where neither is stated.
pub fn period(from: Option<PartialDate>, until: Option<PartialDate>) -> Option<String> {
    match (from, until) {
        (None, None) => None,
        (Some(from), None) => Some(format!("{}起", from.chinese())),
        (None, Some(until)) => Some(format!("至{}", until.chinese())),
        (Some(from), Some(until)) if from == until => Some(from.chinese()),
        (Some(from), Some(until)) => {
            let mut short = until;
            if from.year == until.year && from.month.is_some() && until.month.is_some() {
                short.year = None;
            }
            Some(format!("{}至{}", from.chinese(), short.chinese()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<PartialDate> {
        (!text.is_empty()).then(|| PartialDate::parse(text).expect("a date"))
    }

    #[test]
    fn dates() {
        for (date, iso, text) in [
            ("2030-09-09", Some("2030-09-09"), "2030年9月9日"),
            ("2030-09", Some("2030-09"), "2030年9月"),
            ("2030", Some("2030"), "2030年"),
            ("9月9日", None, "9月9日（年份未注明）"),
            ("", None, "日期未注明"),
        ] {
            let expect = Date { iso: iso.map(str::to_owned), text: text.to_owned() };
            assert_eq!(Date::partial(read(date)), expect, "{date}");
        }
    }

    #[test]
    fn periods() {
        for (from, until, expect) in [
            ("2030-09-01", "2030-09-05", Some("2030年9月1日至9月5日")),
            ("2030-09-30", "2030-10-08", Some("2030年9月30日至10月8日")),
            ("2030-12-30", "2031-01-05", Some("2030年12月30日至2031年1月5日")),
            ("2030-09", "2030-10", Some("2030年9月至10月")),
            ("2030", "2031", Some("2030年至2031年")),
            ("2030", "2030-10", Some("2030年至2030年10月")),
            ("2030-09-01", "2030-09-01", Some("2030年9月1日")),
            ("2030-09-01", "", Some("2030年9月1日起")),
            ("", "2030", Some("至2030年")),
            ("", "", None),
        ] {
            assert_eq!(period(read(from), read(until)).as_deref(), expect, "{from}–{until}");
        }
    }
}
