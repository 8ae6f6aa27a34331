//! The decisions of a roster and their lists: which are on the site, which lines are there already, what is new.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Import, SameName, names_in, same};
use super::column::Column;
use super::known::Named;
use super::people::{Who, told};
use super::roster::{Entry, Said, Subject};
use super::write;
use crate::diag::{Code, Diagnostic};
use crate::model::edit::{Change, Edit, Names, New, Step};
use crate::model::{Commendation, Common, Group, Honor, HonorFor, Recipient, Record};
use crate::say;
use crate::text::han::lookup_form;
use crate::text::slug;

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
    /// The lines of the site's list that the file has too.
    seen: BTreeSet<Place>,
}

/// Where a line stands in the site's list: its group, if any, and its number.
type Place = (Option<usize>, usize);

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

const DECISION: [(Column, &str); 6] = [
    (Column::Document, "title"),
    (Column::Number, "number"),
    (Column::Issuer, "issuer"),
    (Column::Date, "date"),
    (Column::Level, "level"),
    (Column::Kind, "kind"),
];

impl Import<'_> {
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
        let is_same = |other: &Document| match known {
            Some(_) => other.known == known,
            None => {
                let said = |column| other.fields.get(&column).map(|said| said.text.as_str());
                other.known.is_none()
                    && match (number, said(Column::Number)) {
                        (Some(a), Some(b)) => lookup_form(a) == lookup_form(b),
                        (None, None) => {
                            let own = title.or(honor).unwrap_or_default();
                            lookup_form(own) == lookup_form(&other.title)
                                && [Column::Date, Column::Issuer]
                                    .iter()
                                    .all(|&column| entry.text(column) == said(column))
                        }
                        _ => false,
                    }
            }
        };
        if let Some(index) = self.documents.iter().position(is_same) {
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
        Some(honors.iter().position(is_same).unwrap_or_else(|| {
            honors.push(Conferred {
                known: at,
                title: title.to_owned(),
                reward: entry.text(Column::Reward).map(str::to_owned),
                is_collective,
                lines: Vec::new(),
                seen: BTreeSet::new(),
            });
            honors.len() - 1
        }))
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
            let honors = &self.documents[document].honors[honor];
            if honors.lines.iter().any(|line| matches!(line.who, Listed::Person(other) if other == who)) {
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
        for (place, line) in self.lines(document, honor) {
            let named = [
                line.unit.as_ref().map(|unit| unit.text.as_str()),
                line.team.as_ref().map(|team| team.text.as_str()),
            ];
            let words = line.name.iter().chain(&line.who).map(|word| word.value.as_str());
            let mut all = named.into_iter().flatten().chain(words);
            let is_it = all.any(|text| {
                lookup_form(text) == lookup_form(name)
                    || matches!(unit, Named::Known(_)) && self.site.unit(text) == unit
            });
            if is_it && self.documents[document].honors[honor].seen.insert(place) {
                return false;
            }
        }
        let who = match unit {
            Named::Known(index) => Listed::Unit(index),
            Named::Several | Named::New(_) => Listed::Name(name.to_owned()),
        };
        self.add_line(document, honor, entry, who);
        true
    }

    /// The lines of an honor that the site has, with their places.
    fn lines(&self, document: usize, honor: usize) -> Vec<(Place, Recipient)> {
        let Some(honor) = self.known_honor(document, honor) else { return Vec::new() };
        let of = |group: Option<usize>, recipients: &[Recipient]| -> Vec<(Place, Recipient)> {
            recipients.iter().enumerate().map(|(at, line)| ((group, at), line.clone())).collect()
        };
        let mut lines = of(None, &honor.recipients);
        for (at, Group { recipients, .. }) in honor.groups.iter().enumerate() {
            lines.extend(of(Some(at), recipients));
        }
        lines
    }

    fn known_honor(&self, document: usize, honor: usize) -> Option<&Honor> {
        let Document { known, honors, .. } = &self.documents[document];
        self.site.commendations.records[(*known)?].data.honors.get(honors[honor].known?)
    }

    fn listed_person(&mut self, document: usize, honor: usize, entry: &Entry, name: &str) -> Found {
        let wanted = entry.text(Column::Id).and_then(|id| self.site.people.by_id(id));
        let form = lookup_form(name);
        let mut found = Vec::new();
        for (place, line) in self.lines(document, honor) {
            if self.documents[document].honors[honor].seen.contains(&place) {
                continue;
            }
            let named = line.person.as_ref().map(|person| person.text.as_str());
            let words = line.name.iter().chain(&line.who).map(|word| word.value.as_str());
            let person = self.site.listed(&line);
            let titled = person.map(|index| self.site.people.records[index].title());
            let is_named = named.into_iter().chain(words).chain(titled).any(|text| lookup_form(text) == form);
            if person.is_some() && person == wanted || wanted.is_none_or(|_| person.is_none()) && is_named {
                found.push((place, person, self.says_the_same(&line, entry)));
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

    /// Whether a line of the site may be that of the row: neither unit nor the list's own words contradict it.
    fn says_the_same(&self, line: &Recipient, entry: &Entry) -> bool {
        let differs = |old: Option<&str>, column: Column| match (old, entry.text(column)) {
            (Some(old), Some(new)) => !same(old, new),
            _ => false,
        };
        let affiliation = line.affiliation.as_ref().map(|word| word.value.as_str());
        let unit = line.unit_then.as_ref().map(|unit| unit.text());
        !differs(affiliation, Column::Affiliation) && !differs(unit, Column::Unit)
    }

    fn update_line(
        &mut self,
        document: usize,
        honor: usize,
        place: Place,
        entry: &Entry,
        is_listed_only: bool,
    ) {
        let Some(line) =
            self.lines(document, honor).into_iter().find(|(at, _)| *at == place).map(|(_, line)| line)
        else {
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
    fn way(
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

    pub fn write_documents(&mut self, name: &str) {
        for index in 0..self.documents.len() {
            match self.documents[index].known {
                Some(known) => self.change_document(index, known),
                None => self.new_document(index, name),
            }
        }
    }

    fn new_document(&mut self, index: usize, name: &str) {
        let mut honors = Vec::new();
        for at in 0..self.documents[index].honors.len() {
            honors.push(self.new_honor(index, at));
        }
        let document = &self.documents[index];
        let title = document.title.clone();
        let suggested =
            document.fields.get(&Column::Number).map_or(title.as_str(), |number| number.text.as_str());
        let taken = |id: &str| {
            let path = format!("content/commendations/{id}.yaml");
            self.site.commendations.has_slug(id) || self.changes.files.iter().any(|(other, _)| *other == path)
        };
        let id = self.new_id("commendations", &slug::suggest(false, suggested), taken);
        let path = format!("content/commendations/{id}.yaml");
        let lines: usize = document.honors.iter().map(|honor| honor.lines.len()).sum();
        let text = write::document(document, honors, name);
        self.changes.added.push(say!(
            "表彰“{title}”，名单 {lines} 行：{path}",
            "commendation `{title}`, {lines} lines: {path}"
        ));
        self.changes.files.push((path, text));
    }

    fn new_honor(&mut self, document: usize, honor: usize) -> New {
        let Conferred { title, reward, is_collective, lines, .. } = std::mem::replace(
            &mut self.documents[document].honors[honor],
            Conferred {
                known: None,
                title: String::new(),
                reward: None,
                is_collective: false,
                lines: Vec::new(),
                seen: BTreeSet::new(),
            },
        );
        let names = names_in::<Honor>;
        let mut fields = vec![(names("title"), New::Text(title.clone()))];
        fields.extend(reward.clone().map(|reward| (names("reward"), New::Text(reward))));
        let what = if is_collective { "集体" } else { "个人" };
        fields.push((names("for"), New::Text(what.to_owned())));
        let bare = lines.iter().filter(|line| line.group.is_none());
        let recipients: Vec<New> = bare.map(|line| self.new_line(line)).collect();
        if !recipients.is_empty() {
            fields.push((names("recipients"), New::List(recipients)));
        }
        let mut groups: Vec<(&str, Vec<New>)> = Vec::new();
        for line in &lines {
            let Some(group) = line.group.as_deref() else { continue };
            let new = self.new_line(line);
            match groups.iter_mut().find(|(title, _)| *title == group) {
                Some((_, list)) => list.push(new),
                None => groups.push((group, vec![new])),
            }
        }
        if !groups.is_empty() {
            let groups = groups.into_iter().map(|(title, list)| {
                New::Map(vec![
                    (names_in::<Group>("title"), New::Text(title.to_owned())),
                    (names_in::<Group>("recipients"), New::List(list)),
                ])
            });
            fields.push((names("groups"), New::List(groups.collect())));
        }
        self.documents[document].honors[honor] =
            Conferred { known: None, title, reward, is_collective, lines, seen: BTreeSet::new() };
        New::Map(fields)
    }

    fn new_line(&mut self, line: &Line) -> New {
        let names = names_in::<Recipient>;
        let who = match &line.who {
            Listed::Person(Who::Known(index)) => {
                (names("person"), self.site.people.records[*index].id.value.clone())
            }
            Listed::Person(Who::New(index)) => (names("person"), self.new_people[*index].id.clone()),
            Listed::Unit(index) => (names("unit"), self.site.units.reference(*index)),
            Listed::Name(name) => (names("name"), name.clone()),
        };
        let fields = line.fields.iter().map(|(field, value)| (names(field), value.clone()));
        New::Map(std::iter::once(who).chain(fields).map(|(names, text)| (names, New::Text(text))).collect())
    }

    fn change_document(&mut self, index: usize, known: usize) {
        let record = &self.site.commendations.records[known];
        let (span, title) = (record.span, record.title().to_owned());
        for (column, field) in DECISION {
            let Some(said) = self.documents[index].fields.get(&column) else { continue };
            let (new, old) = (said.text.clone(), decision(record, column));
            if old.as_deref().is_some_and(|old| same(old, &new)) {
                continue;
            }
            let names: Names = names_in::<Commendation>(field);
            let what = told(&title, names.get(1).copied().unwrap_or_default(), old.as_deref(), &new);
            self.edit(Edit { record: span, steps: Vec::new(), change: Change::Set(names, new) }, what);
        }
        if let Some(said) = self.documents[index].fields.get(&Column::Status) {
            let old = record.common.status.map(|status| status.zh().to_owned());
            if old.as_deref() != Some(said.text.as_str()) {
                let names = names_in::<Common>("status");
                let (what, new) = (told(&title, "状态", old.as_deref(), &said.text), said.text.clone());
                self.edit(Edit { record: span, steps: Vec::new(), change: Change::Set(names, new) }, what);
            }
        }
        for honor in 0..self.documents[index].honors.len() {
            self.change_honor(index, honor, span);
        }
    }

    fn change_honor(&mut self, document: usize, honor: usize, record: crate::diag::Span) {
        let title = self.documents[document].title.clone();
        let Some(known) = self.documents[document].honors[honor].known else {
            let (new, name) =
                (self.new_honor(document, honor), self.documents[document].honors[honor].title.clone());
            let change = Change::Append(names_in::<Commendation>("honors"), new);
            self.edit(
                Edit { record, steps: Vec::new(), change },
                say!("{title}：新荣誉“{name}”", "{title}: a new honor, `{name}`"),
            );
            return;
        };
        for (place, line) in self.lines(document, honor) {
            if self.documents[document].honors[honor].seen.contains(&place) {
                continue;
            }
            let name = self.site.called(&line);
            let what = say!("{title}：名单里的“{name}”", "{title}: `{name}` of the list");
            let Some((record, mut steps)) = self.way(document, honor, place).filter(|_| self.options.prune)
            else {
                self.changes.missing.push(what);
                continue;
            };
            steps.pop();
            self.changes.edits.entry(record.file).or_default().push(Edit {
                record,
                steps,
                change: Change::Remove(place.1),
            });
            self.changes.removed.push(what);
        }
        let groups: Vec<String> = self
            .known_honor(document, honor)
            .map(|honor| honor.groups.iter().map(|group| group.title.value.clone()).collect())
            .unwrap_or_default();
        for line in std::mem::take(&mut self.documents[document].honors[honor].lines) {
            let new = self.new_line(&line);
            let mut steps = vec![Step::Field(names_in::<Commendation>("honors")), Step::Item(known)];
            let group =
                line.group.as_deref().and_then(|group| groups.iter().position(|known| known == group));
            if let Some(group) = group {
                steps.extend([Step::Field(names_in::<Honor>("groups")), Step::Item(group)]);
            }
            let name = match &line.who {
                Listed::Person(Who::Known(index)) => self.site.people.records[*index].title().to_owned(),
                Listed::Person(Who::New(index)) => self.new_people[*index].name.clone(),
                Listed::Unit(index) => self.site.units.reference(*index),
                Listed::Name(name) => name.clone(),
            };
            let change = Change::Append(names_in::<Group>("recipients"), new);
            self.edit(
                Edit { record, steps, change },
                say!("{title}：名单新增“{name}”", "{title}: `{name}` is new on the list"),
            );
        }
    }
}

enum Found {
    /// A line of the site's list, and the person that it names.
    One(Place, Option<usize>),
    None,
    /// Told of.
    Doubt,
}

/// What the record of a commendation says, as a roster would.
pub fn decision(record: &Record<Commendation>, column: Column) -> Option<String> {
    let data = &record.data;
    match column {
        Column::Document => Some(data.title.value.clone()),
        Column::Number => data.number.as_ref().map(|number| number.value.clone()),
        Column::Issuer => {
            let issuers: Vec<&str> = data.issuers.iter().map(|issuer| issuer.text()).collect();
            (!issuers.is_empty()).then(|| issuers.join("；"))
        }
        Column::Date => data.date.as_ref().map(|date| date.value.iso()),
        Column::Level => data.level.map(|level| level.zh().to_owned()),
        Column::Kind => data.kind.map(|kind| kind.zh().to_owned()),
        _ => None,
    }
}
