//! The decisions of a roster and their lists: which are on the site, which lines are there already, what is new.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::change::{Import, SameName, same};
use super::column::Column;
use super::known::Named;
use super::people::{Who, told};
use super::roster::{Entry, Said, Subject};
use crate::diag::{Code, Diagnostic};
use crate::model::edit::{Change, Edit, Step, names_in};
use crate::model::{Commendation, Group, Honor, HonorFor, Recipient, Record};
use crate::say;
use crate::text::han::lookup_form;

/// A decision that the file speaks of.
#[derive(Debug)]
pub struct Document {
    /// Its place on the site, where it is there.
    pub known: Option<usize>,
    pub title: String,
    /// Whether the title is that of its honor, for want of one of its own.
    pub title_is_honor: bool,
    pub fields: BTreeMap<Column, Said>,
    pub honors: Vec<Conferred>,
}

/// An honor of a decision, with the lines that are new.
#[derive(Debug)]
pub struct Conferred {
    pub known: Option<usize>,
    pub title: String,
    pub reward: Option<String>,
    pub is_collective: bool,
    pub lines: Vec<Line>,
    /// The people of these lines who have records.
    people: HashSet<Who>,
    /// The lines of the site's list that the file has too.
    pub seen: BTreeSet<Place>,
    listed: Listing,
}

/// The lines of the site's list, found by what they say: a list and a roster of thousands are compared line by line.
#[derive(Debug, Default)]
struct Listing {
    by_text: HashMap<String, Vec<usize>>,
    by_person: HashMap<usize, Vec<usize>>,
    by_unit: HashMap<usize, Vec<usize>>,
}

/// What tells two decisions of a file apart.
#[derive(Debug, PartialEq, Eq, Hash)]
pub enum Called {
    Known(usize),
    Number(String),
    /// Without a number: the form of the title, the date and the issuer.
    Title(String, Option<String>, Option<String>),
}

/// Where a line stands in the site's list: its group, if any, and its number.
pub type Place = (Option<usize>, usize);

/// A line that is new.
#[derive(Debug)]
pub struct Line {
    pub who: Listed,
    pub group: Option<String>,
    /// English names of fields of a recipient, and values.
    pub fields: Vec<(&'static str, String)>,
}

#[derive(Debug)]
pub enum Listed {
    Person(Who),
    Unit(usize),
    Name(String),
}

/// What a line of a list says, by the columns of a roster.
const LINE: [(Column, &str); 4] = [
    (Column::Affiliation, "affiliation"),
    (Column::Unit, "unit_then"),
    (Column::Post, "post"),
    (Column::Citation, "citation"),
];

pub const DECISION: [(Column, &str); 6] = [
    (Column::Document, "title"),
    (Column::Number, "number"),
    (Column::Issuer, "issuer"),
    (Column::Date, "date"),
    (Column::Level, "level"),
    (Column::Kind, "kind"),
];

impl<'a> Import<'a> {
    /// Whether the entry brings something new.
    pub fn take_award(&mut self, entry: &Entry) -> bool {
        let Some(document) = self.document(entry) else { return false };
        if entry.subject == Subject::Decision {
            return self.documents[document].known.is_none();
        }
        let Some(honor) = self.honor(document, entry) else { return false };
        match &entry.subject {
            Subject::Decision => false,
            Subject::Person(name) => self.take_person(document, honor, entry, name),
            Subject::Collective(name) => self.take_collective(document, honor, entry, name),
        }
    }

    /// By id, by number, by title, and where a roster has none of these by the honor with its date and issuer.
    fn document(&mut self, entry: &Entry) -> Option<usize> {
        let [id, number, title] =
            [Column::DocumentId, Column::Number, Column::Document].map(|column| entry.text(column));
        let honor = entry.text(Column::Honor);
        let of_site = &self.site.commendations;
        let known = match id {
            Some(id) => match of_site.by_id(id) {
                Some(index) => Some(index),
                None => {
                    let text = say!("没有标识为“{id}”的表彰", "there is no commendation with the id `{id}`");
                    self.push(
                        Diagnostic::error(Code::UnknownReference, entry.span(Column::DocumentId), text).hint(
                            say!(
                                "新的表彰不写标识，写文件标题和文号",
                                "leave it empty for a new one, and give its title and number"
                            ),
                        ),
                    );
                    return None;
                }
            },
            None => number.and_then(|number| of_site.one(number)).or_else(|| {
                let title = title.or(honor)?;
                let date = entry.text(Column::Date);
                let fits = |index: &usize| {
                    let known = of_site.records[*index].data.date.as_ref().map(|date| date.value.iso());
                    let number_fits = number.is_none() || of_site.records[*index].data.number.is_none();
                    number_fits
                        && date.is_none_or(|date| {
                            known.is_none_or(|known| known.starts_with(date) || date.starts_with(&*known))
                        })
                };
                let fitting: Vec<usize> = of_site.by_name(title).iter().copied().filter(fits).collect();
                (fitting.len() == 1).then(|| fitting[0])
            }),
        };
        let called = match (known, number) {
            (Some(known), _) => Called::Known(known),
            (None, Some(number)) => Called::Number(lookup_form(number).into_owned()),
            (None, None) => {
                let said = |column| entry.text(column).map(str::to_owned);
                let own = lookup_form(title.or(honor).unwrap_or_default()).into_owned();
                Called::Title(own, said(Column::Date), said(Column::Issuer))
            }
        };
        if let Some(&index) = self.called.get(&called) {
            self.agree_on(index, entry);
            return Some(index);
        }
        let own = title.or(honor).or(number).unwrap_or_default();
        self.documents.push(Document {
            known,
            title: known.map_or_else(
                || own.to_owned(),
                |known| self.site.commendations.records[known].title().to_owned(),
            ),
            title_is_honor: title.is_none(),
            fields: BTreeMap::new(),
            honors: Vec::new(),
        });
        let index = self.documents.len() - 1;
        self.called.insert(called, index);
        self.agree_on(index, entry);
        Some(index)
    }

    /// Takes what the row says of the decision; two rows that say different things are told of.
    fn agree_on(&mut self, document: usize, entry: &Entry) {
        for (column, _) in DECISION.iter().chain(&[(Column::Status, "status")]) {
            // Beside a name the status is that of the person.
            if *column == Column::Status && entry.subject != Subject::Decision {
                continue;
            }
            let Some(said) = entry.values.get(column) else { continue };
            match self.documents[document].fields.get(column) {
                Some(before) if !same(&before.text, &said.text) => {
                    let name = column.name();
                    let (old, new, there) = (&before.text, &said.text, before.span);
                    let text = say!(
                        "同一份表彰的“{name}”前面写的是“{old}”，这里是“{new}”",
                        "「{name}」 of the same decision was `{old}` before, and is `{new}` here"
                    );
                    self.push(
                        Diagnostic::error(Code::BadCell, said.span, text)
                            .note(there, say!("前面在这里", "before, here"))
                            .hint(say!("核对文件后改成一样", "make them the same, as the document has it")),
                    );
                }
                Some(_) => {}
                None => drop(self.documents[document].fields.insert(*column, said.clone())),
            }
        }
    }

    fn honor(&mut self, document: usize, entry: &Entry) -> Option<usize> {
        let known =
            self.documents[document].known.map(|index| &self.site.commendations.records[index].data.honors);
        let only = known.and_then(|honors| match &honors[..] {
            [honor] => Some(honor.title.value.as_str()),
            _ => None,
        });
        let Some(title) = entry.text(Column::Honor).or(only) else {
            let text = say!("没有写授予什么荣誉称号", "it does not say which honor is conferred");
            self.push(Diagnostic::error(Code::BadCell, entry.span, text).hint(say!(
                "加上“荣誉称号”列；整份都一样就用 --set 荣誉称号=…",
                "add a column 荣誉称号; or --set 荣誉称号=… where all are the same"
            )));
            return None;
        };
        let is_collective = matches!(entry.subject, Subject::Collective(_));
        let form = lookup_form(title);
        // One title may be given to people and to units, each with a list of its own.
        let at = known.and_then(|honors| {
            let titled = || (0..honors.len()).filter(|&at| lookup_form(&honors[at].title) == form);
            let fits = |at: &usize| (honors[*at].r#for == Some(HonorFor::Collective)) == is_collective;
            titled().find(fits).or_else(|| titled().next())
        });
        let honors = &mut self.documents[document].honors;
        let is_same = |other: &Conferred| {
            lookup_form(&other.title) == form && (at.is_some() || other.is_collective == is_collective)
        };
        if let Some(known) = honors.iter().position(is_same) {
            return Some(known);
        }
        honors.push(Conferred {
            known: at,
            title: title.to_owned(),
            reward: entry.text(Column::Reward).map(str::to_owned),
            is_collective,
            lines: Vec::new(),
            people: HashSet::new(),
            seen: BTreeSet::new(),
            listed: Listing::default(),
        });
        let index = honors.len() - 1;
        self.documents[document].honors[index].listed = self.listing(document, index);
        Some(index)
    }

    fn listing(&self, document: usize, honor: usize) -> Listing {
        let mut listing = Listing::default();
        for (at, (_, line)) in self.lines(document, honor).into_iter().enumerate() {
            let texts = texts_of(line);
            for text in &texts {
                if let Named::Known(unit) = self.site.unit(text) {
                    listing.by_unit.entry(unit).or_default().push(at);
                }
                listing.by_text.entry(lookup_form(text).into_owned()).or_default().push(at);
            }
            if let Some(person) = self.site.listed(line) {
                listing.by_person.entry(person).or_default().push(at);
                let title = lookup_form(self.site.people.records[person].title()).into_owned();
                listing.by_text.entry(title).or_default().push(at);
            }
        }
        listing
    }

    /// Those of the lines that a listing names, in their order, that the file has not named yet.
    fn unseen(&self, document: usize, honor: usize, mut at: Vec<usize>) -> Vec<(Place, &'a Recipient)> {
        at.sort_unstable();
        at.dedup();
        let Some(known) = self.known_honor(document, honor) else { return Vec::new() };
        let seen = &self.documents[document].honors[honor].seen;
        let lines = at.into_iter().filter_map(|at| {
            let place = place_of(known, at)?;
            Some((place, line_at(known, place)?))
        });
        lines.filter(|(place, _)| !seen.contains(place)).collect()
    }

    fn take_person(&mut self, document: usize, honor: usize, entry: &Entry, name: &str) -> bool {
        match self.listed_person(document, honor, entry, name) {
            Found::One(place, person) => {
                self.update_line(document, honor, place, entry, person.is_none());
                if let Some(index) = person {
                    self.update_person(index, entry, true);
                }
                return false;
            }
            Found::Doubt => return false,
            Found::None => {}
        }
        let who = if self.options.list_only {
            Listed::Name(name.to_owned())
        } else {
            let Some(who) = self.person(entry, name) else { return false };
            if let Who::Known(index) = who {
                self.update_person(index, entry, true);
            }
            if !self.documents[document].honors[honor].people.insert(who) {
                self.twice(entry);
                return false;
            }
            Listed::Person(who)
        };
        self.add_line(document, honor, entry, who);
        true
    }

    fn twice(&mut self, entry: &Entry) {
        let text = say!("同一项荣誉里已经有这个人", "this honor has the same person already");
        self.push(Diagnostic::error(Code::BadRecipient, entry.span, text).hint(say!(
            "删去一行；若是同名的另一人，用“标识”列分开",
            "remove one row; or tell two people of one name apart by a column 标识"
        )));
    }

    fn add_line(&mut self, document: usize, honor: usize, entry: &Entry, who: Listed) {
        let mut fields: Vec<(&'static str, String)> = Vec::new();
        let is_name = matches!(who, Listed::Name(_));
        for (column, field) in [(Column::Gender, "gender"), (Column::Ethnicity, "ethnicity")] {
            if let Some(text) = entry.text(column).filter(|_| is_name) {
                fields.push((field, text.to_owned()));
            }
        }
        let line = LINE.iter().filter_map(|(column, field)| Some((*field, entry.text(*column)?.to_owned())));
        fields.extend(line);
        if entry.is_posthumous {
            fields.push(("posthumous", "是".to_owned()));
        }
        let group = entry.text(Column::Group).map(str::to_owned).or_else(|| entry.group.clone());
        self.documents[document].honors[honor].lines.push(Line { who, group, fields });
    }

    fn take_collective(&mut self, document: usize, honor: usize, entry: &Entry, name: &str) -> bool {
        let unit = self.site.unit(name);
        let listed = &self.documents[document].honors[honor].listed;
        let by_unit = if let Named::Known(unit) = unit { listed.by_unit.get(&unit) } else { None };
        let named = listed.by_text.get(&*lookup_form(name)).into_iter().chain(by_unit).flatten();
        let is_collective = |line: &Recipient| line.person.is_none();
        let found = self.unseen(document, honor, named.copied().collect());
        if let Some((place, _)) = found.into_iter().find(|(_, line)| is_collective(line)) {
            self.documents[document].honors[honor].seen.insert(place);
            return false;
        }
        let who = match unit {
            Named::Known(index) => Listed::Unit(index),
            Named::Several | Named::New(_) => Listed::Name(name.to_owned()),
        };
        self.add_line(document, honor, entry, who);
        true
    }

    /// The lines of an honor that the site has, with their places.
    pub fn lines(&self, document: usize, honor: usize) -> Vec<(Place, &'a Recipient)> {
        let Some(honor) = self.known_honor(document, honor) else { return Vec::new() };
        let bare = honor.recipients.iter().enumerate().map(|(at, line)| ((None, at), line));
        let grouped = honor.groups.iter().enumerate().flat_map(|(group, Group { recipients, .. })| {
            recipients.iter().enumerate().map(move |(at, line)| ((Some(group), at), line))
        });
        bare.chain(grouped).collect()
    }

    pub fn known_honor(&self, document: usize, honor: usize) -> Option<&'a Honor> {
        let Document { known, honors, .. } = &self.documents[document];
        let records: &'a [Record<Commendation>] = self.site.commendations.records;
        records[(*known)?].data.honors.get(honors[honor].known?)
    }

    fn listed_person(&mut self, document: usize, honor: usize, entry: &Entry, name: &str) -> Found {
        let wanted = entry.text(Column::Id).and_then(|id| self.site.people.by_id(id));
        let form = lookup_form(name);
        let mut found = Vec::new();
        let listed = &self.documents[document].honors[honor].listed;
        let by_id = wanted.and_then(|wanted| listed.by_person.get(&wanted));
        let named = listed.by_text.get(&*form).into_iter().chain(by_id).flatten().copied().collect();
        for (place, line) in self.unseen(document, honor, named) {
            let named = line.person.as_ref().map(|person| person.text.as_str());
            let words = line.name.iter().chain(&line.who).map(|word| word.value.as_str());
            let person = self.site.listed(line);
            let titled = person.map(|index| self.site.people.records[index].title());
            let is_named = named.into_iter().chain(words).chain(titled).any(|text| lookup_form(text) == form);
            if person.is_some() && person == wanted || wanted.is_none_or(|_| person.is_none()) && is_named {
                found.push((place, person, self.says_the_same(line, person, entry)));
            }
        }
        found.sort_by_key(|(_, person, _)| wanted.is_none() || *person != wanted);
        let agreeing: Vec<_> = found.iter().filter(|(_, _, agrees)| *agrees).collect();
        let chosen = match (&agreeing[..], &found[..], self.options.same_name) {
            ([one, ..], ..) => **one,
            ([], [], _) | ([], _, SameName::Other) => return Found::None,
            ([], [one], _) if wanted.is_some() && one.1 == wanted => *one,
            ([], [one], SameName::Same) => *one,
            _ => {
                let text = say!(
                    "站上的名单里有“{name}”，单位或职务对不上，不能确定是同一个人",
                    "the list on the site has a `{name}`, whose unit or post does not agree: it may be someone else"
                );
                self.push(Diagnostic::error(Code::DoubtfulPerson, entry.span, text).hint(say!(
                    "加一列“标识”写明是谁；整份都是同一个人就加 --same-name same，都是另一个人就加 --same-name other",
                    "add a column 标识 that says who; or --same-name same where all of them are, --same-name other where none is"
                )));
                return Found::Doubt;
            }
        };
        self.documents[document].honors[honor].seen.insert(chosen.0);
        Found::One(chosen.0, chosen.1)
    }

    /// Whether a line of the site may be that of the row: neither what it says itself nor, where that is nothing, the record of the
    /// person contradicts it.
    fn says_the_same(&self, line: &Recipient, person: Option<usize>, entry: &Entry) -> bool {
        let unit = line.unit_then.as_ref().map(|unit| unit.text());
        let affiliation = line.affiliation.as_ref().map(|word| word.value.as_str());
        let said = [(unit, entry.text(Column::Unit)), (affiliation, entry.text(Column::Affiliation))];
        let mut pairs = said.iter().filter_map(|(old, new)| Some(((*old)?, (*new)?))).peekable();
        if pairs.peek().is_some() {
            return pairs.all(|(old, new)| same(old, new));
        }
        let unit = entry.text(Column::Unit).map(|text| self.site.unit(text));
        let says_unit = unit.is_some() || entry.text(Column::Affiliation).is_some();
        person.is_none_or(|person| !says_unit || self.agrees(person, entry, unit.as_ref()))
    }

    fn update_line(
        &mut self,
        document: usize,
        honor: usize,
        place: Place,
        entry: &Entry,
        is_listed_only: bool,
    ) {
        let Some(line) = self.known_honor(document, honor).and_then(|known| line_at(known, place)) else {
            return;
        };
        // A line of a name alone says no more than that, and goes on to.
        let says_more =
            [&line.affiliation, &line.post, &line.citation, &line.name].iter().any(|word| word.is_some());
        if !says_more && line.unit_then.is_none() && line.person.is_none() {
            return;
        }
        let word = |word: &Option<crate::model::Word>| word.as_ref().map(|word| word.value.clone());
        let own: [(Column, &str, Option<String>); 2] = [
            (Column::Gender, "gender", line.gender.map(|gender| gender.zh().to_owned())),
            (Column::Ethnicity, "ethnicity", word(&line.ethnicity)),
        ];
        let unit_then = line.unit_then.as_ref().map(|unit| unit.text().to_owned());
        let of_line = [word(&line.affiliation), unit_then, word(&line.post), word(&line.citation)];
        let of_line = LINE.iter().zip(of_line).map(|((column, field), old)| (*column, *field, old));
        for (column, field, old) in own.into_iter().filter(|_| is_listed_only).chain(of_line) {
            let Some(new) = entry.text(column) else { continue };
            if old.as_deref().is_some_and(|old| same(old, new)) {
                continue;
            }
            let names = names_in::<Recipient>(field);
            let Some((record, steps)) = self.way(document, honor, place) else { continue };
            let (title, zh) = (&self.documents[document].title, names.get(1).copied().unwrap_or_default());
            let subject = if let Subject::Person(name) = &entry.subject { name.as_str() } else { "" };
            let what = told(&format!("{title}／{subject}"), zh, old.as_deref(), new);
            self.edit(Edit { record, steps, change: Change::Set(names, new.to_owned()) }, what);
        }
    }

    /// The record of a document, and the steps from there to a line of its lists.
    pub fn way(
        &self,
        document: usize,
        honor: usize,
        (group, at): Place,
    ) -> Option<(crate::diag::Span, Vec<Step>)> {
        let Document { known, honors, .. } = &self.documents[document];
        let record = self.site.commendations.records[(*known)?].span;
        let mut steps =
            vec![Step::Field(names_in::<Commendation>("honors")), Step::Item(honors[honor].known?)];
        if let Some(group) = group {
            steps.extend([Step::Field(names_in::<Honor>("groups")), Step::Item(group)]);
        }
        steps.extend([Step::Field(names_in::<Group>("recipients")), Step::Item(at)]);
        Some((record, steps))
    }
}

/// Everything by which a line may name whom it is about.
fn texts_of(line: &Recipient) -> Vec<&str> {
    let person = line.person.as_ref().map(|person| person.text.as_str());
    let team = line.team.as_ref().map(|team| team.text.as_str());
    let unit = line.unit.as_ref().map(|unit| unit.text.as_str());
    let words = line.name.iter().chain(&line.who).map(|word| word.value.as_str());
    person.into_iter().chain(team).chain(unit).chain(words).collect()
}

/// The place of a line by its number among all lines of an honor: first those in no group.
fn place_of(honor: &Honor, mut at: usize) -> Option<Place> {
    if at < honor.recipients.len() {
        return Some((None, at));
    }
    at -= honor.recipients.len();
    for (group, Group { recipients, .. }) in honor.groups.iter().enumerate() {
        if at < recipients.len() {
            return Some((Some(group), at));
        }
        at -= recipients.len();
    }
    None
}

fn line_at(honor: &Honor, (group, at): Place) -> Option<&Recipient> {
    let list = group.map_or(Some(&honor.recipients), |group| Some(&honor.groups.get(group)?.recipients))?;
    list.get(at)
}

enum Found {
    /// A line of the site's list, and the person that it names.
    One(Place, Option<usize>),
    None,
    /// Told of.
    Doubt,
}
