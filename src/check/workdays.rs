//! Working days of the site's calendar: Monday to Friday, but for days off, and the days of a weekend that are worked instead.
//!
//! Which days these are is announced for one year at a time (the State Council's office publishes the arrangement each autumn, under
//! 《全国年节及纪念日放假办法》), so that the site lists them and nothing is guessed.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use crate::model::{Holiday, Site};

/// No notice is looked at for longer: counting ends whatever the records say.
const MOST_DAYS: usize = 400;

#[derive(Default)]
pub struct Calendar {
    off: Vec<(Date, Date)>,
    worked: BTreeSet<Date>,
}

impl Calendar {
    pub fn of(site: &Site) -> Calendar {
        let range = |holiday: &Holiday| {
            (holiday.from.value, holiday.until.map_or(holiday.from.value, |day| day.value))
        };
        Calendar {
            off: site.holidays.iter().map(range).collect(),
            worked: site.workdays.iter().map(|day| day.value).collect(),
        }
    }

    pub fn is_workday(&self, day: Date) -> bool {
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let is_off = is_weekend || self.off.iter().any(|&(from, until)| (from..=until).contains(&day));
        self.worked.contains(&day) || !is_off
    }

    /// How many working days there are from one day to another, both counted, as notices count them; more than `enough` are not told apart.
    pub fn count(&self, from: Date, until: Date, enough: usize) -> usize {
        let worked = days(from).take_while(|day| *day <= until).filter(|day| self.is_workday(*day));
        worked.take(enough).count()
    }

    /// The day on which the `count`th working day is over; none where the calendar has no end of days off.
    pub fn after(&self, from: Date, count: usize) -> Option<Date> {
        days(from).filter(|day| self.is_workday(*day)).nth(count.checked_sub(1)?)
    }

    /// Whether the site lists days off in a year; without them all weekdays pass for working days.
    pub fn knows(&self, year: i16) -> bool {
        self.off.iter().any(|(from, until)| (from.year()..=until.year()).contains(&year))
    }
}

fn days(from: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take(MOST_DAYS)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn weekends_days_off_and_days_worked_instead() {
        // 2030-10-01 is a Tuesday.
        let calendar = Calendar {
            off: vec![(date(2030, 10, 1), date(2030, 10, 7))],
            worked: [date(2030, 9, 29), date(2030, 10, 12)].into(),
        };
        let check = |from: (i8, i8), until: (i8, i8), expect| {
            let day = |(month, day)| date(2030, month, day);
            assert_eq!(calendar.count(day(from), day(until), 30), expect, "{from:?} {until:?}");
        };
        check((9, 23), (9, 27), 5);
        check((9, 28), (9, 28), 0);
        check((9, 29), (9, 30), 2);
        check((9, 27), (10, 8), 4);
        check((10, 1), (10, 7), 0);
        check((10, 8), (10, 13), 5);
        check((10, 9), (10, 8), 0);
        assert_eq!(calendar.after(date(2030, 9, 30), 5), Some(date(2030, 10, 11)));
        assert!(calendar.knows(2030) && !calendar.knows(2031));
    }

    #[test]
    fn days_off_without_end_end_the_count() {
        let calendar = Calendar { off: vec![(Date::MIN, Date::MAX)], worked: BTreeSet::new() };
        assert_eq!(calendar.count(date(2030, 1, 1), Date::MAX, 5), 0);
        assert_eq!(calendar.after(date(2030, 1, 1), 5), None);
        assert_eq!(calendar.after(Date::MAX, 2), None);
    }
}
