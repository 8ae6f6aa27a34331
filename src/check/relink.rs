//! From the draft to the roll: references get the keys of the roll, and what leads nowhere or is private goes.

use super::abreast;
use super::index::{Edge, sort_key, sort_key_of_name};
use super::names::{Names, last_name};
use super::roll::{LinkedBody, LocalTarget, PerKind, Target};
use crate::model::{
    Commendation, EachTableMut, Fields, InTables, Kind, NameOrder, Order, Person, PrivateField, Recipient,
    Record, Table, Tables,
};

/// For each record of the draft, its index in the roll.
pub type Moved = PerKind<Vec<Option<u32>>>;

/// Stands where a reference by id led to what is not published: the id would tell who is meant.
const NOT_PUBLIC: &str = "（未公开）";

/// Gives every reference between records its new key and collects those that lead somewhere.
pub fn records(tables: &mut Tables, moved: &Moved, names: &Names, edges: &mut Vec<Edge>) {
    tables.each_mut(&mut Relink { moved, names, edges });
    for team in &mut tables.teams {
        let hidden = team.data.members.iter().filter(|member| member.key().is_none()).count();
        if let Some(declared) = &mut team.data.declared {
            declared.value = declared.value.saturating_sub(hidden as u32);
        }
    }
}

struct Relink<'a> {
    moved: &'a Moved,
    names: &'a Names,
    edges: &'a mut Vec<Edge>,
}

impl EachTableMut for Relink<'_> {
    fn visit<T: InTables>(&mut self, table: &mut Table<T>) {
        let (moved, names) = (self.moved, self.names);
        let edges = abreast::change(table, |from, record, edges: &mut Vec<Edge>| {
            let from = (T::KIND, from as u32);
            fields(&mut record.data, moved, names, &mut |to| edges.push(Edge { from, to }));
        });
        self.edges.extend(edges.into_iter().flatten());
    }
}

/// Gives the references of one record their new keys; `linked` learns of each that stays.
pub fn fields<T: Fields>(data: &mut T, moved: &Moved, names: &Names, linked: &mut dyn FnMut((Kind, u32))) {
    data.take_links(&mut |link| {
        let Some(old) = *link.target else { return };
        *link.target = moved.of(link.kind)[old as usize];
        if link.target.is_none() && !link.strict {
            let name = last_name(link.text);
            *link.text = match names.is_called(link.kind, old, name) {
                true => name.to_string(),
                false => NOT_PUBLIC.to_string(),
            };
        }
        if let Some(index) = *link.target {
            linked((link.kind, index));
        }
    });
}

/// The same for the references of a body.
pub fn body(body: &mut LinkedBody, moved: &Moved, names: &Names, linked: &mut dyn FnMut((Kind, u32))) {
    for (target, reference) in body.targets.iter_mut().zip(&body.known.references) {
        let Target::Record(kind, index) = *target else { continue };
        *target = match moved.of(kind)[index as usize] {
            Some(index) => {
                linked((kind, index));
                Target::Record(kind, index)
            }
            None if names.is_called(kind, index, last_name(&reference.target)) => {
                Target::Unpublished(last_name(&reference.target).to_string())
            }
            None => Target::Unpublished(NOT_PUBLIC.to_string()),
        };
    }
    for local in &mut body.locals {
        let LocalTarget::Record { kind, index, path } = local else { continue };
        match moved.of(*kind)[*index as usize] {
            Some(new) => {
                linked((*kind, new));
                let path = std::mem::take(path);
                *local = match kind {
                    // What follows the path says which of many on one page is meant.
                    Kind::Figure | Kind::Photo => LocalTarget::Path(path),
                    kind => LocalTarget::Record { kind: *kind, index: new, path },
                };
            }
            None => *local = LocalTarget::Unpublished,
        }
    }
}

/// Takes out every reference that leads nowhere, so that no page can show its text.
pub fn prune(tables: &mut Tables) {
    struct Prune;
    impl EachTableMut for Prune {
        fn visit<T: InTables>(&mut self, table: &mut Table<T>) {
            abreast::change(table, |_, record, ()| {
                record.data.take_prune();
            });
        }
    }
    tables.each_mut(&mut Prune);
}

/// Takes out recipients whose honor was revoked, and what of a list is never public.
pub fn drop_revoked(commendation: &mut Commendation) {
    keep_lines(commendation, |line| line.revoked.is_none());
    for (list, _) in lists(commendation) {
        for line in list {
            line.certificate = None;
        }
    }
    // Whom the decision dropped vanishes, and the notice with the names.
    commendation.notice.iter_mut().for_each(|notice| notice.listed.clear());
}

/// Takes out the lines of all lists that `keep` refuses, and counts them no longer: a number that tells of someone
/// who is not listed would be a trace.
fn keep_lines(commendation: &mut Commendation, keep: impl Fn(&Recipient) -> bool) {
    // An honor or a group of which nobody may be seen would tell by its title that there was someone.
    let mut emptied: Vec<bool> = Vec::new();
    for honor in &mut commendation.honors {
        let gone: Vec<bool> =
            honor.everyone().filter(|line| !keep(line)).map(|line| line.posthumous == Some(true)).collect();
        emptied.push(!gone.is_empty() && gone.len() == honor.everyone().count());
        let posthumous = gone.iter().filter(|posthumous| **posthumous).count();
        for (count, less) in [(&mut honor.declared, gone.len()), (&mut honor.posthumous_declared, posthumous)]
        {
            if let Some(count) = count {
                count.value = count.value.saturating_sub(less as u32);
            }
        }
        honor.recipients.retain(&keep);
        honor.groups.retain_mut(|group| {
            let listed = group.recipients.len();
            group.recipients.retain(&keep);
            listed == 0 || !group.recipients.is_empty()
        });
    }
    let mut emptied = emptied.into_iter();
    commendation.honors.retain(|_| !emptied.next().unwrap_or(false));
}

/// Takes out recipients whose record is not published, and sorts the lists that do not stand in the document's order.
pub fn settle_lists(commendation: &mut Commendation, people: &[Record<Person>]) {
    let person = |line: &Recipient| {
        let key = line.person.as_ref().and_then(|person| person.key());
        key.map(|key| &people[key.index()].data)
    };
    let key = |line: &Recipient, by: Order| {
        let written = line.name.as_ref().or(line.who.as_ref()).map_or("", |name| name.as_str());
        match person(line) {
            Some(person) => sort_key(by, person),
            None => sort_key_of_name(by, written),
        }
    };
    keep_lines(commendation, has_public_record);
    for (list, by) in lists(commendation) {
        let by = match by {
            NameOrder::Listed => continue,
            NameOrder::SurnameStrokes => Order::SurnameStrokes,
            NameOrder::NameStrokes => Order::NameStrokes,
            NameOrder::Pinyin => Order::Pinyin,
        };
        list.sort_by_cached_key(|line| key(line, by));
    }
}

/// Every list of a commendation with the order that it is shown in.
fn lists(commendation: &mut Commendation) -> impl Iterator<Item = (&mut Vec<Recipient>, NameOrder)> {
    let order = commendation.name_order;
    commendation.honors.iter_mut().flat_map(move |honor| {
        let by = honor.name_order.or(order).unwrap_or(NameOrder::Listed);
        let groups = honor.groups.iter_mut().map(|group| &mut group.recipients);
        std::iter::once(&mut honor.recipients).chain(groups).map(move |list| (list, by))
    })
}

/// Before pruning, a reference that leads nowhere still stands in its field.
fn has_public_record(line: &Recipient) -> bool {
    line.person.as_ref().is_none_or(|person| person.key().is_some())
        && line.unit.as_ref().is_none_or(|unit| unit.key().is_some())
        && line.team.as_ref().is_none_or(|team| team.key().is_some())
}

/// Takes out what is private unless the site shows it.
pub fn hide_private(person: &mut Person, show: &[PrivateField]) {
    let hidden = |field| !show.contains(&field);
    if hidden(PrivateField::Born) {
        person.born = None;
    }
    if hidden(PrivateField::Died) {
        person.died = None;
    }
    if hidden(PrivateField::NativePlace) {
        person.native_place = None;
    }
    if hidden(PrivateField::Education) {
        person.education = None;
    }
    if hidden(PrivateField::Degree) {
        person.degree = None;
    }
    if hidden(PrivateField::StartedWork) {
        person.started_work = None;
    }
    if hidden(PrivateField::JoinedParty) {
        person.joined_party = None;
    }
    if hidden(PrivateField::Title) {
        person.title = None;
    }
    if hidden(PrivateField::Rank) {
        person.rank = None;
    }
    if hidden(PrivateField::EarlierHonors) {
        person.earlier_honors.clear();
    }
}
