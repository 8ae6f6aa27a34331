//! Who on the roll has what: a column for each filter, and what its values are called.
//!
//! A person has one unit and one place, any number of teams and campaigns, and awards. What an award has, its honor, its
//! year and its level, is asked for together: who was honored in 2018 at one level and in 2020 at another is not found
//! under 2020 and the first.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use serde::Serialize;

use crate::check::{self, Roll};
use crate::model::{Campaign, InTables, Key, Level, PartialDate, Person, Ref, Team, Unit};
use crate::plan::Edition;

#[derive(Serialize)]
pub struct Table {
    headings: Headings,
    facets: Facets,
    /// The kinds of awards that there are: places in the lists of honors, years and levels; -1 for what is not stated.
    awards: Vec<[i32; 3]>,
    of: Columns,
}

/// Where each heading begins: `[label, place]`.
#[derive(Default, Serialize)]
pub struct Headings(Vec<(String, usize)>);

impl Headings {
    /// Says under which heading the one at a place stands; places come in turn.
    pub fn push(&mut self, edition: &Edition, label: &str, at: usize) {
        let label = edition.word("label", label);
        if self.0.last().is_none_or(|(last, _)| *last != label) {
            self.0.push((label.into_owned(), at));
        }
    }
}

/// The values of each filter, in the order in which they are offered.
#[derive(Serialize)]
struct Facets {
    unit: Vec<Node>,
    place: Vec<Node>,
    team: Vec<Value>,
    campaign: Vec<Value>,
    honor: Vec<Value>,
    year: Vec<Value>,
    level: Vec<Value>,
}

/// `[as the address of the page names it, label]`
type Value = (String, String);

/// As [`Value`], with the place in the list of the one above it; -1 for none.
type Node = (String, String, i32);

/// For each person, in the roll's order, places in the lists of [`Facets`].
#[derive(Default, Serialize)]
struct Columns {
    /// -1 where there is none.
    unit: Vec<i32>,
    place: Vec<i32>,
    team: Vec<Vec<u32>>,
    campaign: Vec<Vec<u32>>,
    /// In [`Table::awards`].
    award: Vec<Vec<u32>>,
    /// The newest award's date as a number such as 20300909, with zeros for what is not stated; 0 for none.
    latest: Vec<u32>,
}

pub fn table(roll: &Roll, edition: &Edition) -> Table {
    let people = roll.honorees();
    let mut headings = Headings::default();
    for (at, key) in people.iter().enumerate() {
        headings.push(edition, &roll.heading_of(*key).label, at);
    }
    let held: Vec<Vec<Held<'_>>> = people.iter().map(|key| held(roll, *key)).collect();
    let all_held = || held.iter().flatten();
    let units = Tree::new(roll, people.iter().filter_map(|key| unit_of(roll, *key)));
    let places = Tree::new(roll, people.iter().filter_map(|key| roll.place_of(*key)));
    let teams = Used::new(people.iter().flat_map(|key| teams_of(roll, *key)), |team, _| *team);
    let part_in = || people.iter().zip(&held).map(|(key, held)| campaigns_of(roll, *key, held));
    let campaigns = Used::new(part_in().flatten(), |campaign, _| *campaign);
    let honors = Used::new(all_held().map(|held| held.honor), |honor, count| (Reverse(count), *honor));
    let years = Used::new(all_held().filter_map(|held| held.year), |year, _| Reverse(*year));
    let levels = Used::new(all_held().filter_map(|held| held.level), |level, _| *level);
    let award =
        |held: &Held<'_>| [honors.place(Some(held.honor)), years.place(held.year), levels.place(held.level)];
    let awards = Used::new(all_held().map(award), |award, _| *award);

    let of = Columns {
        unit: people.iter().map(|key| units.listed.place(unit_of(roll, *key))).collect(),
        place: people.iter().map(|key| places.listed.place(roll.place_of(*key))).collect(),
        team: people.iter().map(|key| teams.places(teams_of(roll, *key))).collect(),
        campaign: part_in().map(|part_in| campaigns.places(part_in)).collect(),
        award: held.iter().map(|held| awards.places(held.iter().map(award))).collect(),
        latest: held.iter().map(|held| held.iter().map(|held| held.day).max().unwrap_or(0)).collect(),
    };
    let label = |text: &str| edition.word("label", text).into_owned();
    let facets = Facets {
        unit: units.nodes(roll, label),
        place: places.nodes(roll, label),
        team: teams.records(roll, label),
        campaign: campaigns.records(roll, label),
        honor: honors.values.iter().map(|honor| ((*honor).to_owned(), label(honor))).collect(),
        year: years.values.iter().map(|year| (year.to_string(), label(&format!("{year}年")))).collect(),
        level: levels.values.iter().map(|level| (level.en().to_owned(), label(level.zh()))).collect(),
    };
    Table { headings, facets, awards: awards.values, of }
}

/// What is asked of an award.
struct Held<'r> {
    honor: &'r str,
    year: Option<u16>,
    level: Option<Level>,
    /// Of the document.
    campaign: Option<Key<Campaign>>,
    /// See [`Columns::latest`].
    day: u32,
}

fn held(roll: &Roll, person: Key<Person>) -> Vec<Held<'_>> {
    let held = |award: &check::Award| {
        let document = &roll.get(award.commendation).data;
        let date = document.date.as_ref().map(|date| date.value);
        let (year, month, day) = date.map(PartialDate::sort_key).unwrap_or_default();
        Held {
            honor: &document.honors[award.honor].title,
            year: date.and_then(|date| date.year),
            level: document.level,
            campaign: document.campaign.as_ref().and_then(Ref::key),
            day: u32::from(year) * 10_000 + u32::from(month) * 100 + u32::from(day),
        }
    };
    roll.awards_of_person(person).iter().map(held).collect()
}

fn unit_of(roll: &Roll, person: Key<Person>) -> Option<Key<Unit>> {
    roll.get(person).data.unit.as_ref().and_then(Ref::key)
}

fn teams_of(roll: &Roll, person: Key<Person>) -> impl Iterator<Item = Key<Team>> {
    roll.get(person).data.teams.iter().filter_map(Ref::key)
}

/// Those that the person's own record names, and those in which the person was honored.
fn campaigns_of<'r>(
    roll: &'r Roll,
    person: Key<Person>,
    held: &'r [Held<'_>],
) -> impl Iterator<Item = Key<Campaign>> + 'r {
    let own = roll.get(person).data.campaigns.iter().filter_map(Ref::key);
    own.chain(held.iter().filter_map(|held| held.campaign))
}

/// The values that occur, in the order in which they are offered.
struct Used<T> {
    values: Vec<T>,
    places: HashMap<T, u32>,
}

impl<T: Copy + Eq + Hash> Used<T> {
    /// `by` says what a value, which occurs so many times, stands by.
    fn new<K: Ord>(occurring: impl Iterator<Item = T>, by: impl Fn(&T, u32) -> K) -> Used<T> {
        let mut counts = HashMap::<T, u32>::new();
        occurring.for_each(|value| *counts.entry(value).or_default() += 1);
        let mut values: Vec<T> = counts.keys().copied().collect();
        values.sort_by_cached_key(|value| by(value, counts[value]));
        Used::listed(values)
    }

    fn listed(values: Vec<T>) -> Used<T> {
        let places = values.iter().enumerate().map(|(at, value)| (*value, at as u32)).collect();
        Used { values, places }
    }

    fn place(&self, value: Option<T>) -> i32 {
        value.and_then(|value| self.places.get(&value)).map_or(-1, |at| *at as i32)
    }

    /// Each once, in order.
    fn places(&self, values: impl Iterator<Item = T>) -> Vec<u32> {
        let mut places: Vec<u32> = values.filter_map(|value| self.places.get(&value).copied()).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

impl<T: InTables> Used<Key<T>> {
    fn records(&self, roll: &Roll, label: impl Fn(&str) -> String) -> Vec<Value> {
        let value = |key: &Key<T>| (roll.get(*key).slug.to_string(), label(roll.get(*key).title()));
        self.values.iter().map(value).collect()
    }
}

/// Records of a tree that are used or lie above one that is, as they stand in it.
struct Tree<T> {
    listed: Used<Key<T>>,
}

impl<T: InTables> Tree<T> {
    fn new(roll: &Roll, occurring: impl Iterator<Item = Key<T>>) -> Tree<T> {
        let mut used = HashSet::new();
        for key in occurring {
            // Where one is known, all above it are.
            if used.insert(key) {
                used.extend(roll.ancestors(key));
            }
        }
        let mut listed = Vec::with_capacity(used.len());
        let mut open: Vec<Key<T>> = roll.roots().collect();
        open.reverse();
        while let Some(key) = open.pop() {
            if used.contains(&key) {
                listed.push(key);
                let below: Vec<_> = roll.children(key).collect();
                open.extend(below.into_iter().rev());
            }
        }
        Tree { listed: Used::listed(listed) }
    }

    fn nodes(&self, roll: &Roll, label: impl Fn(&str) -> String) -> Vec<Node> {
        let node = |key: &Key<T>| {
            let record = roll.get(*key);
            let above = self.listed.place(roll.ancestors(*key).pop());
            (record.slug.to_string(), label(record.title()), above)
        };
        self.listed.values.iter().map(node).collect()
    }
}
