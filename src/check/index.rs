//! What the pages of a roll ask for, computed once: who refers to whom, orders, awards, counts, which pages there are.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::lists::Lists;
use super::roll::{Award, Heading, LinkedBody, PerKind, Tally, parent};
use crate::model::{
    Commendation, EachTable, InTables, Key, Kind, Order, Person, Place, Record, RecordKind, Site, Table,
    Tables, Unit,
};
use crate::text::{order, strokes};

/// A reference between two records that are both published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: (Kind, u32),
    pub to: (Kind, u32),
}

#[derive(Debug)]
pub struct Index {
    pub back: PerKind<PerKind<Lists<u32>>>,
    pub children: PerKind<Lists<u32>>,
    pub pages: PerKind<Vec<bool>>,
    pub honorees: Vec<Key<Person>>,
    pub exemplary: Vec<Key<Person>>,
    pub on_roll: Vec<bool>,
    pub headings: Vec<Heading>,
    /// For each person, which heading.
    pub heading: Vec<u32>,
    pub person_awards: Lists<Award>,
    pub unit_awards: Lists<Award>,
    pub team_awards: Lists<Award>,
    pub commendations_by_date: Vec<Key<Commendation>>,
    pub person_place: Vec<Option<Key<Place>>>,
    pub unit_people: Lists<Key<Person>>,
    pub place_people: Lists<Key<Person>>,
    pub unit_tally: Vec<Tally>,
    pub place_tally: Vec<Tally>,
}

/// Indexes tables that hold published, linked records only. `edges` are all references between them.
pub fn index(
    site: &Site,
    tables: &Tables,
    bodies: &PerKind<Vec<Option<LinkedBody>>>,
    edges: Vec<Edge>,
) -> Index {
    let (back, (by_date, (ordered, headings, heading))) = rayon::join(
        || backlinks(tables, edges),
        || rayon::join(|| commendations_by_date(tables), || ordered_people(site, &tables.people)),
    );
    let awards = awards(tables, &by_date);
    let person_awards = Lists::new(tables.people.len(), &awards.people);

    let on_roll: Vec<bool> = (tables.people.iter().enumerate())
        .map(|(index, person)| person.data.roll.unwrap_or(!person_awards.at(index).is_empty()))
        .collect();
    let honorees = ordered.iter().copied().filter(|key| on_roll[key.index()]).collect();
    let exemplary = (ordered.iter().copied())
        .filter(|key| !on_roll[key.index()] && person_awards.at(key.index()).is_empty())
        .collect();

    let person_place: Vec<Option<Key<Place>>> =
        tables.people.iter().map(|person| place_of(&person.data, &tables.units)).collect();
    let unit_of =
        |key: &Key<Person>| tables.people[key.index()].data.unit.as_ref().and_then(|unit| unit.key());
    let unit_pairs: Vec<_> = pairs(&ordered, unit_of);
    let place_pairs: Vec<_> = pairs(&ordered, |key| person_place[key.index()]);
    let tally = |pairs: &[(u32, Key<Person>)], len: usize| {
        let mut tallies = vec![Tally::default(); len];
        for (index, key) in pairs {
            let tally = &mut tallies[*index as usize];
            match on_roll[key.index()] {
                true => tally.honorees += 1,
                false if person_awards.at(key.index()).is_empty() => tally.exemplary += 1,
                false => {}
            }
        }
        tallies
    };
    let unit_tally = sum_upwards(&tables.units, tally(&unit_pairs, tables.units.len()));
    let place_tally = sum_upwards(&tables.places, tally(&place_pairs, tables.places.len()));
    let pages = pages(site, tables, bodies, &back);

    let mut children = PerKind::default();
    tables.each(&mut Children(&mut children));
    Index {
        back,
        children,
        pages,
        honorees,
        exemplary,
        on_roll,
        headings,
        heading,
        person_awards,
        unit_awards: Lists::new(tables.units.len(), &awards.units),
        team_awards: Lists::new(tables.teams.len(), &awards.teams),
        commendations_by_date: by_date,
        person_place,
        unit_people: Lists::new(tables.units.len(), &unit_pairs),
        place_people: Lists::new(tables.places.len(), &place_pairs),
        unit_tally,
        place_tally,
    }
}

fn pairs<T>(people: &[Key<Person>], of: impl Fn(&Key<Person>) -> Option<Key<T>>) -> Vec<(u32, Key<Person>)> {
    people.iter().filter_map(|key| of(key).map(|at| (at.index() as u32, *key))).collect()
}

fn backlinks(tables: &Tables, mut edges: Vec<Edge>) -> PerKind<PerKind<Lists<u32>>> {
    edges.sort_unstable_by_key(|edge| (edge.to.0, edge.from.0, edge.to.1, edge.from.1));
    edges.dedup();
    let mut back = PerKind::<PerKind<Lists<u32>>>::default();
    for group in edges.chunk_by(|a, b| (a.to.0, a.from.0) == (b.to.0, b.from.0)) {
        let (to, from) = (group[0].to.0, group[0].from.0);
        let pairs: Vec<(u32, u32)> = group.iter().map(|edge| (edge.to.1, edge.from.1)).collect();
        *back.of_mut(to).of_mut(from) = Lists::new(tables.len(to), &pairs);
    }
    back
}

struct Children<'a>(&'a mut PerKind<Lists<u32>>);

impl EachTable for Children<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let pairs: Vec<(u32, u32)> = (table.iter().enumerate())
            .filter_map(|(index, record)| Some((parent(&record.data)?.index() as u32, index as u32)))
            .collect();
        *self.0.of_mut(T::KIND) = Lists::new(table.len(), &pairs);
    }
}

/// Newest first, undated last; equal dates in the order of the records.
fn commendations_by_date(tables: &Tables) -> Vec<Key<Commendation>> {
    let mut keys: Vec<Key<Commendation>> = (0..tables.commendations.len()).map(Key::new).collect();
    keys.sort_by_key(|key| {
        let date = tables.commendations[key.index()].data.date.as_ref();
        Reverse(date.map(|date| date.sort_key()))
    });
    keys
}

#[derive(Default)]
struct Awards {
    people: Vec<(u32, Award)>,
    units: Vec<(u32, Award)>,
    teams: Vec<(u32, Award)>,
}

fn awards(tables: &Tables, newest_first: &[Key<Commendation>]) -> Awards {
    let mut awards = Awards::default();
    for commendation in newest_first {
        let data = &tables.commendations[commendation.index()].data;
        for (honor, list) in data.honors.iter().enumerate() {
            for (recipient, line) in list.everyone().enumerate() {
                let award = Award { commendation: *commendation, honor, recipient };
                if let Some(person) = line.person.as_ref().and_then(|person| person.key()) {
                    awards.people.push((person.index() as u32, award));
                }
                if let Some(unit) = line.unit.as_ref().and_then(|unit| unit.key()) {
                    awards.units.push((unit.index() as u32, award));
                }
                if let Some(team) = line.team.as_ref().and_then(|team| team.key()) {
                    awards.teams.push((team.index() as u32, award));
                }
            }
        }
    }
    awards
}

/// Everyone in the site's order, with the headings of the roll and, for each person, which heading.
fn ordered_people(site: &Site, people: &[Record<Person>]) -> (Vec<Key<Person>>, Vec<Heading>, Vec<u32>) {
    let by = site.order.unwrap_or(Order::SurnameStrokes);
    let mut keyed: Vec<(Option<i64>, Option<order::SortKey>, u32)> = (people.par_iter().enumerate())
        .map(|(index, person)| {
            let weight = person.common.weight.map(|weight| weight.value);
            (weight, sort_key(by, &person.data), index as u32)
        })
        .collect();
    // Whom an editor gave a place comes first. No two are equal: the last part is the index.
    keyed.par_sort_unstable_by(|a, b| (a.0.is_none(), a).cmp(&(b.0.is_none(), b)));

    let owns: Vec<Heading> = (keyed.par_iter())
        .map(|(weight, _, index)| match weight {
            Some(_) => Heading { id: "first".to_string(), label: "编辑排序".to_string() },
            None => heading_of(by, &people[*index as usize].data),
        })
        .collect();
    let mut headings: Vec<Heading> = Vec::new();
    let mut heading = vec![0; people.len()];
    for ((.., index), own) in keyed.iter().zip(owns) {
        if headings.last() != Some(&own) {
            headings.push(own);
        }
        heading[*index as usize] = headings.len() as u32 - 1;
    }
    (keyed.into_iter().map(|(.., index)| Key::new(index as usize)).collect(), headings, heading)
}

/// Where a person stands in an order, with the strokes and the reading that an editor gave.
pub fn sort_key(by: Order, person: &Person) -> Option<order::SortKey> {
    let name = &person.name;
    match by {
        Order::SurnameStrokes => Some(order::surname_strokes_key(name, given_strokes(person).as_ref())),
        Order::NameStrokes => Some(order::name_strokes_key(name, given_strokes(person).as_ref())),
        Order::Pinyin => Some(order::pinyin_key(name, person.pinyin.as_ref().map(|p| p.value.as_str()))),
        Order::Listed => None,
    }
}

/// Where a person on the roll stands in an order, and under which heading.
pub fn standing(by: Order, person: &Person) -> (Option<order::SortKey>, Heading) {
    (sort_key(by, person), heading_of(by, person))
}

/// Where a name stands in an order, of which nothing else is known.
pub fn sort_key_of_name(by: Order, name: &str) -> Option<order::SortKey> {
    match by {
        Order::SurnameStrokes => Some(order::surname_strokes_key(name, None)),
        Order::NameStrokes => Some(order::name_strokes_key(name, None)),
        Order::Pinyin => Some(order::pinyin_key(name, None)),
        Order::Listed => None,
    }
}

fn heading_of(by: Order, person: &Person) -> Heading {
    match by {
        Order::SurnameStrokes | Order::NameStrokes => {
            let group = order::first_stroke_group(&person.name, given_strokes(person).as_ref());
            let id = group.map_or("other".to_string(), |count| format!("s{count}"));
            Heading { id, label: order::stroke_group_label(group) }
        }
        Order::Pinyin => match order::initial(&person.name, person.pinyin.as_ref().map(|p| p.value.as_str()))
        {
            '#' => Heading { id: "other".to_string(), label: "其他".to_string() },
            letter => Heading { id: letter.to_ascii_lowercase().to_string(), label: letter.to_string() },
        },
        Order::Listed => Heading { id: "all".to_string(), label: "全部".to_string() },
    }
}

/// The strokes that an editor gave for characters of the name; mistakes in them were reported by `check`.
pub fn given_strokes(person: &Person) -> Option<strokes::GivenStrokes> {
    if person.strokes.is_empty() {
        return None;
    }
    let text = person.strokes.iter().map(|word| word.value.as_str()).collect::<Vec<_>>().join(" ");
    strokes::parse_given(&person.name, &text).ok()
}

/// Stated, else that of the unit or of the nearest unit above it that has one.
fn place_of(person: &Person, units: &[Record<Unit>]) -> Option<Key<Place>> {
    if let Some(place) = person.place.as_ref().and_then(|place| place.key()) {
        return Some(place);
    }
    let unit = person.unit.as_ref().and_then(|unit| unit.key());
    std::iter::successors(unit, |unit| parent(&units[unit.index()].data))
        .find_map(|unit| units[unit.index()].data.place.as_ref().and_then(|place| place.key()))
}

/// Adds to each record of a tree what lies below it.
fn sum_upwards<T: RecordKind>(table: &[Record<T>], mut tallies: Vec<Tally>) -> Vec<Tally> {
    for key in bottom_up(table) {
        if let Some(parent) = parent(&table[key.index()].data) {
            let below = tallies[key.index()];
            tallies[parent.index()].honorees += below.honorees;
            tallies[parent.index()].exemplary += below.exemplary;
        }
    }
    tallies
}

/// The keys of a tree, every record before the one that it lies under.
fn bottom_up<T: RecordKind>(table: &[Record<T>]) -> Vec<Key<T>> {
    let mut waiting = vec![0u32; table.len()];
    for record in table {
        if let Some(parent) = parent(&record.data) {
            waiting[parent.index()] += 1;
        }
    }
    let mut order: Vec<Key<T>> =
        (0..table.len()).filter(|index| waiting[*index] == 0).map(Key::new).collect();
    let mut at = 0;
    while at < order.len() {
        if let Some(parent) = parent(&table[order[at].index()].data) {
            waiting[parent.index()] -= 1;
            if waiting[parent.index()] == 0 {
                order.push(parent);
            }
        }
        at += 1;
    }
    order
}

fn pages(
    site: &Site,
    tables: &Tables,
    bodies: &PerKind<Vec<Option<LinkedBody>>>,
    back: &PerKind<PerKind<Lists<u32>>>,
) -> PerKind<Vec<bool>> {
    let mut pages = PerKind::<Vec<bool>>::default();
    for kind in Kind::ALL {
        *pages.of_mut(kind) = vec![!matches!(kind, Kind::Figure | Kind::Photo); tables.len(kind)];
    }
    if site.empty_pages == Some(true) {
        return pages;
    }
    let tellers = [
        Kind::Person,
        Kind::Team,
        Kind::Measure,
        Kind::Commendation,
        Kind::Campaign,
        Kind::Column,
        Kind::Channel,
        Kind::Story,
        Kind::Figure,
        Kind::Photo,
    ];
    let tells = |kind: Kind, index: usize| {
        bodies.of(kind)[index].is_some()
            || tellers.iter().any(|from| !back.of(kind).of(*from).at(index).is_empty())
    };
    let units = (0..tables.units.len()).map(|index| tells(Kind::Unit, index)).collect();
    let units = spread_upwards(&tables.units, units);
    let holds_unit =
        |index: usize| back.of(Kind::Place).of(Kind::Unit).at(index).iter().any(|unit| units[*unit as usize]);
    let places =
        (0..tables.places.len()).map(|index| tells(Kind::Place, index) || holds_unit(index)).collect();
    *pages.of_mut(Kind::Place) = spread_upwards(&tables.places, places);
    *pages.of_mut(Kind::Unit) = units;
    pages
}

fn spread_upwards<T: RecordKind>(table: &[Record<T>], mut shown: Vec<bool>) -> Vec<bool> {
    for key in bottom_up(table) {
        if let Some(parent) = parent(&table[key.index()].data).filter(|_| shown[key.index()]) {
            shown[parent.index()] = true;
        }
    }
    shown
}
