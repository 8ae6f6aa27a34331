//! What the site has already, found by what rosters call it.

use std::collections::{HashMap, HashSet};

use crate::model::{Commendation, Draft, Person, Place, Recipient, Record, RecordKind, Unit};
use crate::text::han::lookup_form;

/// The records of a kind by id and by name.
pub struct Known<'d, T> {
    pub records: &'d [Record<T>],
    ids: HashMap<&'d str, usize>,
    names: HashMap<String, Vec<usize>>,
    /// As they are written; the first record of each.
    written: HashMap<&'d str, usize>,
    /// Ids in small letters, as file names are compared on some systems.
    slugs: HashSet<String>,
}

impl<'d, T: RecordKind> Known<'d, T> {
    pub fn new(records: &'d [Record<T>]) -> Known<'d, T> {
        let mut known = Known {
            records,
            ids: HashMap::new(),
            names: HashMap::new(),
            written: HashMap::new(),
            slugs: HashSet::new(),
        };
        for (index, record) in records.iter().enumerate() {
            known.ids.entry(record.id.value.as_str()).or_insert(index);
            known.slugs.insert(record.id.value.to_ascii_lowercase());
            for name in std::iter::once(record.title()).chain(record.data.other_names()) {
                known.written.entry(name).or_insert(index);
                let all = known.names.entry(lookup_form(name).into_owned()).or_default();
                if all.last() != Some(&index) {
                    all.push(index);
                }
            }
        }
        known
    }

    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    pub fn by_name(&self, name: &str) -> &[usize] {
        self.names.get(&*lookup_form(name)).map_or(&[], Vec::as_slice)
    }

    /// By id, else by a name that only one record has.
    pub fn one(&self, text: &str) -> Option<usize> {
        self.by_id(text).or_else(|| match self.by_name(text) {
            [index] => Some(*index),
            _ => None,
        })
    }

    /// By all that a reference may be.
    pub fn find(&self, text: &str) -> Option<usize> {
        self.one(text).or_else(|| self.by_path(text))
    }

    /// By a path of names, `示例县委组织部/公务员股`, as records write it too.
    pub fn by_path(&self, text: &str) -> Option<usize> {
        let mut steps = text.rsplit('/');
        let last = steps.next()?;
        let above: Vec<&str> = steps.collect();
        let fits = |index: &usize| {
            let mut here = Some(*index);
            above.iter().all(|name| {
                here = here.and_then(|here| self.find(&self.records[here].data.parent()?.text));
                here.is_some_and(|here| self.by_name(name).contains(&here) || self.by_id(name) == Some(here))
            })
        };
        let mut found = self.by_name(last).iter().copied().filter(fits);
        let first = found.next().filter(|_| !above.is_empty());
        first.filter(|_| found.next().is_none())
    }

    /// What a reference to it says: the name, where only one record has it.
    pub fn reference(&self, index: usize) -> String {
        let record = &self.records[index];
        match self.by_name(record.title()) {
            [_] => record.title().to_owned(),
            _ => record.id.value.clone(),
        }
    }

    pub fn has_slug(&self, id: &str) -> bool {
        self.slugs.contains(&id.to_ascii_lowercase())
    }
}

/// All that rosters speak of.
pub struct Site<'d> {
    pub people: Known<'d, Person>,
    pub units: Known<'d, Unit>,
    pub places: Known<'d, Place>,
    pub commendations: Known<'d, Commendation>,
}

/// A unit as a roster names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    Known(usize),
    /// Several of the site's have this name.
    Several,
    New(String),
}

impl<'d> Site<'d> {
    pub fn new(draft: &'d Draft) -> Site<'d> {
        let tables = &draft.tables;
        Site {
            people: Known::new(&tables.people),
            units: Known::new(&tables.units),
            places: Known::new(&tables.places),
            commendations: Known::new(&tables.commendations),
        }
    }

    pub fn unit(&self, text: &str) -> Named {
        if let Some(index) = self.units.one(text) {
            return Named::Known(index);
        }
        match self.units.by_name(text) {
            [_, _, ..] => Named::Several,
            _ => self.units.by_path(text).map_or_else(|| Named::New(text.to_owned()), Named::Known),
        }
    }

    pub fn place(&self, text: &str) -> Option<usize> {
        self.places.find(text)
    }

    /// 示例市委组织部副部长: the longest name of a unit that it begins with, and the rest.
    pub fn split<'t>(&self, affiliation: &'t str) -> Option<(usize, &'t str)> {
        let ends = affiliation.char_indices().map(|(at, _)| at).skip(1);
        let mut begins = ends.map(|end| &affiliation[..end]).collect::<Vec<_>>().into_iter().rev();
        let (index, name) = begins.find_map(|name| Some((*self.units.written.get(name)?, name)))?;
        (self.units.by_name(name).len() == 1).then(|| (index, affiliation[name.len()..].trim()))
    }

    /// The unit of a person and all that it lies under, those of other posts too.
    pub fn units_of(&self, person: &Person) -> Vec<usize> {
        let posts = person.posts.iter().filter_map(|post| post.unit.as_ref());
        let own = person.unit.iter().chain(posts).filter_map(|unit| self.unit_of(&unit.text));
        own.flat_map(|unit| {
            let above = |&unit: &usize| {
                self.units.records[unit].data.parent.as_ref().and_then(|parent| self.unit_of(&parent.text))
            };
            std::iter::successors(Some(unit), above).take(64)
        })
        .collect()
    }

    pub fn unit_of(&self, text: &str) -> Option<usize> {
        match self.unit(text) {
            Named::Known(index) => Some(index),
            Named::Several | Named::New(_) => None,
        }
    }

    /// The person of the site whom a line of a list names, by id or by a name that only one has.
    pub fn listed(&self, line: &Recipient) -> Option<usize> {
        let named = line.person.as_ref().and_then(|person| self.people.one(&person.text));
        let mut words = line.name.iter().chain(&line.who).map(|word| word.value.as_str());
        named.or_else(|| words.find_map(|text| self.people.by_id(text)))
    }

    /// Whom a line of a list names, as readers would say it.
    pub fn called(&self, line: &Recipient) -> String {
        let words = line.name.iter().chain(&line.who).map(|word| word.value.as_str());
        let listed = self.listed(line).map(|index| self.people.records[index].title());
        let links = [
            line.person.as_ref().map(|person| person.text.as_str()),
            line.unit.as_ref().map(|unit| unit.text.as_str()),
            line.team.as_ref().map(|team| team.text.as_str()),
        ];
        listed
            .into_iter()
            .chain(words)
            .chain(links.into_iter().flatten())
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}
