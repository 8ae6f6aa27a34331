//! The decisions of a roster as records: new documents, and what changes of those that the site has.

use super::awards::{DECISION, Line, Listed};
use super::change::{Import, same};
use super::column::Column;
use super::people::{Who, told};
use super::write;
use crate::diag::Span;
use crate::model::edit::{Change, Edit, Names, New, Step, names_in};
use crate::model::{Commendation, Common, Group, Honor, Recipient, Record};
use crate::say;
use crate::text::slug;

impl Import<'_> {
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
        let taken = |id: &str| self.site.commendations.has_slug(id);
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
        let conferred = &mut self.documents[document].honors[honor];
        let (title, reward, is_collective) =
            (conferred.title.clone(), conferred.reward.clone(), conferred.is_collective);
        let lines = std::mem::take(&mut conferred.lines);
        let names = names_in::<Honor>;
        let mut fields = vec![(names("title"), New::Text(title))];
        fields.extend(reward.map(|reward| (names("reward"), New::Text(reward))));
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
        self.documents[document].honors[honor].lines = lines;
        New::Map(fields)
    }

    fn new_line(&mut self, line: &Line) -> New {
        let names = names_in::<Recipient>;
        let who = match &line.who {
            Listed::Person(Who::Known(index)) => {
                (names("person"), self.site.people.records[*index].id.value.clone())
            }
            Listed::Person(Who::New(index)) => (names("person"), self.new_people.people[*index].id.clone()),
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

    fn change_honor(&mut self, document: usize, honor: usize, record: Span) {
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
            let name = self.site.called(line);
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
                Listed::Person(Who::New(index)) => self.new_people.people[*index].name.clone(),
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
