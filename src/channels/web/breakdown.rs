//! Honors broken down by year, by level and by where people are: a chart each, with its table.
//!
//! What is counted is an award to a person on the roll, under the unit and the place where the person is now: everybody
//! counts once an award, wherever they were when they received it. Honors to units and teams are not among them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use super::chart::{Chart, Plotted, charts};
use super::link::Link;
use super::shared::Web;
use crate::check::Roll;
use crate::model::{Commendation, InTables, Key, Level, Person, Place, Ref, Unit};

/// Years and parts that have a bar of their own; what is beyond them shares one.
const MOST_BARS: usize = 12;

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Breakdown {
    id: String,
    title: String,
    chart: Chart,
    rows: Vec<Row>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Row {
    label: Link,
    /// “12 人次”
    text: String,
}

/// With fewer to count, the list of people says it all.
const LEAST: u32 = 5;

/// How many awards there are of each year and each level.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    years: BTreeMap<Option<u16>, u32>,
    levels: BTreeMap<Unstated<Level>, u32>,
}

/// What is not stated comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unstated<T> {
    Stated(T),
    Not,
}

impl Spread {
    pub fn add(&mut self, document: &Commendation) {
        let year = document.date.as_ref().and_then(|date| date.value.year);
        *self.years.entry(year).or_default() += 1;
        let level = document.level.map_or(Unstated::Not, Unstated::Stated);
        *self.levels.entry(level).or_default() += 1;
    }

    /// By year and by level, where there are two and more.
    pub fn breakdowns(&self) -> impl Iterator<Item = Breakdown> {
        [
            breakdown("by-year", "按表彰年份", "人次", self.by_year()),
            breakdown("by-level", "按表彰级别", "人次", self.by_level()),
        ]
        .into_iter()
        .flatten()
    }

    /// The oldest first; the oldest ones together where there are many.
    fn by_year(&self) -> Vec<(Link, u32)> {
        let dated: Vec<(u16, u32)> =
            self.years.iter().filter_map(|(year, count)| Some(((*year)?, *count))).collect();
        let alone = match dated.len() > MOST_BARS {
            true => dated.len() - (MOST_BARS - 1),
            false => 0,
        };
        let (old, recent) = dated.split_at(alone);
        let together = old.last().map(|(year, _)| {
            (Link::plain(format!("{year}年及以前")), old.iter().map(|(_, count)| count).sum())
        });
        let recent = recent.iter().map(|(year, count)| (Link::plain(format!("{year}年")), *count));
        let undated = self.years.get(&None).map(|count| (Link::plain("年份未注明"), *count));
        together.into_iter().chain(recent).chain(undated).collect()
    }

    fn by_level(&self) -> Vec<(Link, u32)> {
        let label = |level: &Unstated<Level>| match level {
            Unstated::Stated(level) => level.zh(),
            Unstated::Not => "级别未注明",
        };
        self.levels.iter().map(|(level, count)| (Link::plain(label(level)), *count)).collect()
    }
}

/// The spread of each unit and each place, those below included.
#[derive(Debug)]
pub struct Spreads {
    units: Vec<Spread>,
    places: Vec<Spread>,
}

impl Spreads {
    fn of(roll: &Roll) -> Spreads {
        let mut spreads = Spreads {
            units: vec![Spread::default(); roll.all::<Unit>().len()],
            places: vec![Spread::default(); roll.all::<Place>().len()],
        };
        for key in roll.honorees() {
            let unit = unit_of(roll, *key);
            let documents = roll.awards_of_person(*key).iter().map(|award| award.commendation);
            let documents: Vec<&Commendation> = documents.map(|document| &roll.get(document).data).collect();
            spread(roll, &mut spreads.units, unit, &documents);
            spread(roll, &mut spreads.places, roll.place_of(*key), &documents);
        }
        spreads
    }
}

fn spread<T: InTables>(roll: &Roll, spreads: &mut [Spread], at: Option<Key<T>>, documents: &[&Commendation]) {
    for key in at.into_iter().flat_map(|at| roll.ancestors(at).into_iter().chain([at])) {
        documents.iter().for_each(|document| spreads[key.index()].add(document));
    }
}

fn unit_of(roll: &Roll, person: Key<Person>) -> Option<Key<Unit>> {
    roll.get(person).data.unit.as_ref().and_then(Ref::key)
}

/// Made when the first page asks: the preview seldom does.
#[derive(Default)]
pub struct SpreadsOnce(OnceLock<Spreads>);

impl Web<'_> {
    pub fn spread_of_unit(&self, key: Key<Unit>) -> &Spread {
        &self.spreads().units[key.index()]
    }

    pub fn spread_of_place(&self, key: Key<Place>) -> &Spread {
        &self.spreads().places[key.index()]
    }

    fn spreads(&self) -> &Spreads {
        self.spreads.0.get_or_init(|| Spreads::of(self.roll))
    }

    /// Awards by the units where people are now, the most first.
    pub fn by_unit(&self, people: impl IntoIterator<Item = Key<Person>>) -> Option<Breakdown> {
        let mut counts = BTreeMap::<Key<Unit>, u32>::new();
        for unit in people.into_iter().filter_map(|key| unit_of(self.roll, key)) {
            *counts.entry(unit).or_default() += 1;
        }
        let link = |unit| Link { text: self.unit_in_full(unit), ..self.link(unit) };
        most(
            "by-unit",
            "按现在的单位",
            "人次",
            counts.into_iter().map(|(unit, count)| (link(unit), count)),
            "个单位",
        )
    }
}

/// The parts with the most, which come in an order of their own; the others together.
pub fn most(
    id: &str,
    title: &str,
    measure: &str,
    parts: impl Iterator<Item = (Link, u32)>,
    measure_of_parts: &str,
) -> Option<Breakdown> {
    let mut parts: Vec<(Link, u32)> = parts.filter(|(_, count)| *count > 0).collect();
    parts.sort_by_key(|(_, count)| Reverse(*count));
    if parts.len() > MOST_BARS {
        let others = parts.split_off(MOST_BARS - 1);
        let sum = others.iter().map(|(_, count)| count).sum();
        parts.push((Link::plain(format!("其余 {} {measure_of_parts}", others.len())), sum));
    }
    breakdown(id, title, measure, parts)
}

/// Nothing where there is nothing to compare.
fn breakdown(id: &str, title: &str, measure: &str, parts: Vec<(Link, u32)>) -> Option<Breakdown> {
    if parts.iter().map(|(_, count)| count).sum::<u32>() < LEAST {
        return None;
    }
    let texts: Vec<String> = parts.iter().map(|(_, count)| count.to_string()).collect();
    let plotted: Vec<Plotted<'_>> = (parts.iter().zip(&texts))
        .map(|((link, count), text)| Plotted {
            label: &link.text,
            scope: "",
            stated: text,
            number: text,
            measure,
            size: f64::from(*count),
            is_exact: true,
            is_additive: true,
        })
        .collect();
    let chart = charts(id, title, &plotted).pop()?;
    let rows = (parts.into_iter().zip(texts))
        .map(|((label, _), count)| Row { label, text: format!("{count} {measure}") })
        .collect();
    Some(Breakdown { id: id.to_owned(), title: title.to_owned(), chart, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(parts: &[(Link, u32)]) -> Vec<(&str, u32)> {
        parts.iter().map(|(link, count)| (link.text.as_str(), *count)).collect()
    }

    #[test]
    fn many_years_leave_the_oldest_together() {
        let mut spread = Spread::default();
        for year in 2000..2014 {
            spread.years.insert(Some(year), 2);
        }
        spread.years.insert(None, 5);
        let years = spread.by_year();
        assert_eq!(years.len(), MOST_BARS + 1);
        assert_eq!(labels(&years[..2]), [("2002年及以前", 6), ("2003年", 2)]);
        assert_eq!(labels(&years[years.len() - 2..]), [("2013年", 2), ("年份未注明", 5)]);
        let total: u32 = years.iter().map(|(_, count)| count).sum();
        assert_eq!(total, 33);
    }

    #[test]
    fn one_bar_is_no_chart() {
        let mut spread = Spread::default();
        spread.years.insert(Some(2030), 4);
        spread.levels.extend([(Unstated::Stated(Level::County), 1), (Unstated::Not, 3)]);
        assert_eq!(spread.breakdowns().count(), 0, "four are told by their names");
        spread.years.insert(Some(2030), 40);
        spread.levels.insert(Unstated::Not, 39);
        let breakdowns: Vec<Breakdown> = spread.breakdowns().collect();
        assert_eq!(breakdowns.len(), 1);
        assert_eq!(breakdowns[0].id, "by-level");
        assert_eq!(breakdowns[0].rows[1].text, "39 人次");
    }

    #[test]
    fn the_most_come_first_and_nothing_is_left_out() {
        let parts = (0..30).map(|at| (Link::plain(format!("第{at}局")), at));
        let breakdown = most("by-unit", "按单位", "人", parts, "个单位").expect("many parts");
        let rows: Vec<(&str, &str)> =
            breakdown.rows.iter().map(|row| (row.label.text.as_str(), row.text.as_str())).collect();
        assert_eq!(rows[0], ("第29局", "29 人"));
        assert_eq!(rows.last(), Some(&("其余 18 个单位", "171 人")));
        assert_eq!(rows.len(), MOST_BARS);
    }
}
