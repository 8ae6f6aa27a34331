//! When what a page shows was last changed, as far as its records say so: never from a clock.

use super::web::date::partial;
use crate::check::Roll;
use crate::model::{Commendation, Common, Key, Measure, PartialDate, Person, Spanned, Story};

/// The date of the newest award that the page shows.
pub fn of_person(roll: &Roll, key: Key<Person>) -> Option<PartialDate> {
    let award = roll.awards_of_person(key).first().map(|award| award.commendation);
    newest([published(&roll.get(key).common), award.and_then(|key| of_commendation(roll, key))])
}

/// The document's date, or that of its correction.
pub fn of_commendation(roll: &Roll, key: Key<Commendation>) -> Option<PartialDate> {
    let record = roll.get(key);
    let corrected = record.data.corrected.as_ref().and_then(|correction| stated(&correction.on));
    newest([published(&record.common), stated(&record.data.date), corrected])
}

pub fn of_story(roll: &Roll, key: Key<Story>) -> Option<PartialDate> {
    let record = roll.get(key);
    newest([published(&record.common), stated(&record.data.date)])
}

pub fn of_measure(roll: &Roll, key: Key<Measure>) -> Option<PartialDate> {
    let record = roll.get(key);
    newest([published(&record.common), stated(&record.data.date)])
}

/// How far the site's content goes: the newest date of anything published, or the day that staff state. What is dated
/// later than the day of the build is still to come, and does not count.
pub fn of_site(roll: &Roll) -> Option<PartialDate> {
    let stated = roll.site().updated.map(|day| partial(day.value));
    let people = roll.all::<Person>().map(|(_, record)| published(&record.common));
    let commendations = roll.commendations_by_date().iter().map(|key| of_commendation(roll, *key));
    let stories = roll.all::<Story>().map(|(key, _)| of_story(roll, key));
    let measures = roll.all::<Measure>().map(|(key, _)| of_measure(roll, key));
    let all = people.chain(commendations).chain(stories).chain(measures).chain([stated]);
    let today = partial(roll.as_of()).sort_key();
    all.flatten()
        .filter(|date| date.year.is_some() && date.sort_key() <= today)
        .max_by_key(|date| date.sort_key())
}

/// The latest of some dates; one without a year tells nothing.
pub fn newest<const N: usize>(dates: [Option<PartialDate>; N]) -> Option<PartialDate> {
    dates.into_iter().flatten().filter(|date| date.year.is_some()).max_by_key(|date| date.sort_key())
}

/// The day on which staff first let it appear.
pub fn published(common: &Common) -> Option<PartialDate> {
    common.publish_on.as_ref().map(|day| partial(day.value))
}

fn stated(date: &Option<Spanned<PartialDate>>) -> Option<PartialDate> {
    date.as_ref().map(|date| date.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_partial_dates() {
        let date = |text: &str| PartialDate::parse(text).ok();
        let check = |dates: [&str; 2], expect: &str| {
            assert_eq!(newest(dates.map(date)).map_or(String::new(), PartialDate::iso), expect, "{dates:?}");
        };
        check(["2030-09-09", "2031"], "2031");
        check(["2030-09", "2030-09-09"], "2030-09-09");
        check(["--09-09", "2030"], "2030");
        check(["--09-09", ""], "");
    }
}
