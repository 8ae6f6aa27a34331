//! The people of a roster: who of them is on the site, what changes of them, who is new.

use std::collections::{BTreeMap, HashMap};

use super::change::{Import, SameName, same};
use super::column::Column;
use super::known::Named;
use super::roster::{Entry, Said};
use crate::diag::{Code, Diagnostic, Span, Text};
use crate::model::edit::{Change, Edit, Names, names_in};
use crate::model::{Common, Person, Record};
use crate::say;
use crate::source::SourceTree;
use crate::text::han::lookup_form;
use crate::text::slug;

/// A person of the site, or one who is new with this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    Known(usize),
    New(usize),
}

#[derive(Debug)]
pub struct NewPerson {
    pub id: String,
    pub name: String,
    pub unit: Option<Named>,
    /// The list's own words, where unit and post could not be told apart.
    pub affiliation: Option<String>,
    pub fields: BTreeMap<Column, Said>,
    pub deeds: Option<String>,
}

/// The people who are new with this file, in the order in which it names them.
#[derive(Debug, Default)]
pub struct Newcomers {
    pub people: Vec<NewPerson>,
    by_id: HashMap<String, usize>,
    /// By what tells two of them apart where no id does.
    by_name: HashMap<Called, usize>,
}

/// The form of a name, its unit, and the list's own words for unit and post.
type Called = (String, Option<Named>, Option<String>);

impl Newcomers {
    fn called(person: &NewPerson) -> Called {
        (lookup_form(&person.name).into_owned(), person.unit.clone(), person.affiliation.clone())
    }

    fn push(&mut self, person: NewPerson) -> usize {
        let index = self.people.len();
        self.by_id.entry(person.id.clone()).or_insert(index);
        self.by_name.entry(Newcomers::called(&person)).or_insert(index);
        self.people.push(person);
        index
    }
}

/// The columns that are fields of a person, with the English name of each field.
pub const FIELDS: [(Column, &str); 15] = [
    (Column::Gender, "gender"),
    (Column::Ethnicity, "ethnicity"),
    (Column::Born, "born"),
    (Column::Party, "party"),
    (Column::Unit, "unit"),
    (Column::Post, "post"),
    (Column::Place, "place"),
    (Column::Summary, "summary"),
    (Column::NativePlace, "native_place"),
    (Column::Education, "education"),
    (Column::Degree, "degree"),
    (Column::StartedWork, "started_work"),
    (Column::JoinedParty, "joined_party"),
    (Column::Title, "title"),
    (Column::Rank, "rank"),
];

/// What the record of a person says in a field, as a roster would.
pub fn current(record: &Record<Person>, column: Column) -> Option<String> {
    let person = &record.data;
    let word = |word: &Option<crate::model::Word>| word.as_ref().map(|word| word.value.clone());
    let date = |date: &Option<crate::model::Spanned<crate::model::PartialDate>>| {
        date.as_ref().map(|date| date.value.iso())
    };
    match column {
        Column::Gender => person.gender.map(|gender| gender.zh().to_owned()),
        Column::Ethnicity => word(&person.ethnicity),
        Column::Born => date(&person.born),
        Column::Party => word(&person.party),
        Column::Unit => person.unit.as_ref().map(|unit| unit.text.clone()),
        Column::Post => word(&person.post),
        Column::Place => person.place.as_ref().map(|place| place.text.clone()),
        Column::Summary => word(&person.summary),
        Column::NativePlace => word(&person.native_place),
        Column::Education => word(&person.education),
        Column::Degree => word(&person.degree),
        Column::StartedWork => date(&person.started_work),
        Column::JoinedParty => date(&person.joined_party),
        Column::Title => word(&person.title),
        Column::Rank => word(&person.rank),
        Column::Status => record.common.status.map(|status| status.zh().to_owned()),
        _ => None,
    }
}

impl Import<'_> {
    /// Whom an entry is about; nobody where that is in doubt, which is reported.
    pub fn person(&mut self, entry: &Entry, name: &str) -> Option<Who> {
        if let Some(id) = entry.text(Column::Id) {
            return self.person_by_id(entry, name, id);
        }
        let unit = self.unit_said(entry);
        let namesakes = self.site.people.by_name(name).to_vec();
        let agreeing: Vec<usize> =
            namesakes.iter().copied().filter(|&index| self.agrees(index, entry, unit.as_ref())).collect();
        match (&agreeing[..], &namesakes[..], self.options.same_name) {
            ([index], ..) => self.known(*index),
            ([], [], _) | ([], _, SameName::Other) => Some(self.new_person(entry, name, unit, None)),
            ([], [index], SameName::Same) => self.known(*index),
            _ => {
                self.doubt(entry, name, &namesakes);
                None
            }
        }
    }

    fn person_by_id(&mut self, entry: &Entry, name: &str, id: &str) -> Option<Who> {
        if let Some(index) = self.site.people.by_id(id) {
            let title = self.site.people.records[index].title();
            if lookup_form(title) == lookup_form(name) {
                return self.known(index);
            }
            let there = self.site.people.records[index].id.span;
            let text = say!(
                "标识“{id}”是“{title}”的，这一行却是“{name}”",
                "the id `{id}` is that of `{title}`, and the row says `{name}`"
            );
            self.push(
                Diagnostic::error(Code::DoubtfulPerson, entry.span(Column::Id), text)
                    .note(there, say!("这条记录", "this record"))
                    .hint(say!(
                        "改正标识或姓名；改了名的，先改记录",
                        "correct the id or the name; where the name has changed, change the record first"
                    )),
            );
            return None;
        }
        if !slug::is_safe_id(id) {
            let text = say!("标识“{id}”不能用", "the id `{id}` cannot be used");
            self.push(Diagnostic::error(Code::BadId, entry.span(Column::Id), text).hint(say!(
                "只写英文字母、数字和 -_.，不超过 80 个；或者空着，自动取拼音",
                "write ASCII letters, digits and -_. only, 80 at most; or leave it empty for the name in pinyin"
            )));
            return None;
        }
        let unit = self.unit_said(entry);
        Some(self.new_person(entry, name, unit, Some(id)))
    }

    fn known(&mut self, index: usize) -> Option<Who> {
        self.seen.insert(index);
        Some(Who::Known(index))
    }

    /// The unit that a row names, in a column of its own or before the post.
    fn unit_said(&mut self, entry: &Entry) -> Option<Named> {
        let Some(text) = entry.text(Column::Unit) else {
            let (unit, _) = self.site.split(entry.text(Column::Affiliation)?)?;
            return Some(Named::Known(unit));
        };
        let unit = self.site.unit(text);
        if unit == Named::Several {
            let what = say!("有几个单位都叫“{text}”", "several units are called `{text}`");
            self.push(Diagnostic::error(Code::AmbiguousReference, entry.span(Column::Unit), what).hint(
                say!(
                    "写上级和它自己，如 示例县委组织部/公务员股，或写单位的标识",
                    "write the unit above it too, as 示例县委组织部/公务员股, or the unit's id"
                ),
            ));
        }
        Some(unit)
    }

    /// Whether a record of that name is the person of the row: the wrong 张伟 must not be changed.
    pub fn agrees(&self, index: usize, entry: &Entry, unit: Option<&Named>) -> bool {
        let record = &self.site.people.records[index];
        let units = self.site.units_of(&record.data);
        match (unit, entry.text(Column::Affiliation)) {
            (Some(Named::Known(unit)), _) => units.contains(unit),
            (_, Some(said)) => {
                let named = units.iter().any(|&unit| said.contains(self.site.units.records[unit].title()));
                named || current(record, Column::Post).is_some_and(|post| same(&post, said))
            }
            _ => false,
        }
    }

    fn doubt(&mut self, entry: &Entry, name: &str, namesakes: &[usize]) {
        let text = match namesakes {
            [_] => say!(
                "站上已有“{name}”，单位对不上，不能确定是同一个人",
                "there is a `{name}` on the site, whose unit does not agree: it may be someone else"
            ),
            _ => say!(
                "站上有几位“{name}”，不能确定是哪一位",
                "there are several `{name}` on the site, and it is not certain which is meant"
            ),
        };
        let mut problem = Diagnostic::error(Code::DoubtfulPerson, entry.span, text);
        for &index in namesakes.iter().take(3) {
            let id = &self.site.people.records[index].id;
            let value = &id.value;
            problem = problem
                .note(id.span, say!("这条记录的标识是“{value}”", "the id of this record is `{value}`"));
        }
        self.push(problem.hint(say!(
            "加一列“标识”写明是谁；整份都是同一个人就加 --same-name same，都是另一个人就加 --same-name other",
            "add a column 标识 that says who; or --same-name same where all of them are, --same-name other where none is"
        )));
    }

    fn new_person(&mut self, entry: &Entry, name: &str, unit: Option<Named>, id: Option<&str>) -> Who {
        let affiliation = entry.text(Column::Affiliation).filter(|_| unit.is_none()).map(str::to_owned);
        let mut newcomer = NewPerson {
            id: String::new(),
            name: name.to_owned(),
            unit,
            affiliation,
            fields: BTreeMap::new(),
            deeds: None,
        };
        let new = &self.new_people;
        let index = match id {
            Some(id) => new.by_id.get(id),
            None => new.by_name.get(&Newcomers::called(&newcomer)),
        };
        let index = match index {
            Some(index) => *index,
            None => {
                let taken = |id: &str| self.site.people.has_slug(id) || new.by_id.contains_key(id);
                newcomer.id = id
                    .map_or_else(|| self.new_id("people", &slug::suggest(true, name), taken), str::to_owned);
                self.new_people.push(newcomer)
            }
        };
        let place = entry.text(Column::Place).filter(|place| self.site.place(place).is_none());
        if let Some(place) = place {
            let place = place.to_owned();
            self.unknown_place(entry, &place);
        }
        let split = entry.text(Column::Affiliation).and_then(|said| self.site.split(said));
        let post = split.map(|(_, post)| post.to_owned()).filter(|post| !post.is_empty());
        for (column, said) in &entry.values {
            let is_field = FIELDS.iter().any(|(field, _)| field == column) && *column != Column::Unit
                || *column == Column::EarlierHonors;
            if !is_field || *column == Column::Place && place.is_some() {
                continue;
            }
            match self.new_people.people[index].fields.get(column) {
                // Two honors of one person may be years and posts apart.
                Some(_) if entry.is_award() && matches!(column, Column::Post | Column::Rank) => {}
                Some(before) if !same(&before.text, &said.text) => {
                    let Said { text, span } = before.clone();
                    self.contradiction(entry, *column, &text, &said.text, span);
                }
                Some(_) => {}
                None => drop(self.new_people.people[index].fields.insert(*column, said.clone())),
            }
        }
        if let Some(deeds) = entry.text(Column::Deeds) {
            self.tell_of_other_deeds(Who::New(index), deeds, entry);
        }
        let person = &mut self.new_people.people[index];
        let post = post.or_else(|| person.affiliation.clone());
        if let Some(text) = post {
            let span = entry.span(Column::Affiliation);
            person.fields.entry(Column::Post).or_insert(Said { text, span });
        }
        if person.deeds.is_none() {
            person.deeds = entry.text(Column::Deeds).map(str::to_owned);
        }
        Who::New(index)
    }

    fn unknown_place(&mut self, entry: &Entry, place: &str) {
        let text = say!(
            "没有名为“{place}”的地区，地区没有导入",
            "there is no place called `{place}`: it was left out"
        );
        self.push(Diagnostic::warning(Code::UnknownReference, entry.span(Column::Place), text).hint(say!(
            "先用 honorroll new 地区 建好，再导入一次",
            "make it with honorroll new place, and import again"
        )));
    }

    /// Brings the record of a person up to what the row says. A list says unit and post as they were when it was made, which
    /// may be long ago: `of_list` leaves today's alone.
    pub fn update_person(&mut self, index: usize, entry: &Entry, of_list: bool) {
        self.seen.insert(index);
        for (column, field) in FIELDS {
            if of_list && matches!(column, Column::Unit | Column::Post | Column::Rank) {
                continue;
            }
            let Some(new) = entry.text(column) else { continue };
            let record = &self.site.people.records[index];
            // What the record says already is right, even where it names what is not there: that is for `check` to say.
            let written = match current(record, column) {
                Some(old) if same(&old, new) => Some(old),
                _ => self.as_written(column, new, entry),
            };
            let Some(new) = written else { continue };
            self.set_person(index, column, names_in::<Person>(field), new, entry);
        }
        if let Some(new) = entry.text(Column::Status).filter(|_| !of_list) {
            let new = new.to_owned();
            self.set_person(index, Column::Status, names_in::<Common>("status"), new, entry);
        }
        if let Some(deeds) = entry.text(Column::Deeds)
            && self.tell_of_other_deeds(Who::Known(index), deeds, entry)
        {
            self.add_deeds(index, deeds);
        }
    }

    /// Whether these are the first deeds that the file tells of somebody; others than the first are told of.
    fn tell_of_other_deeds(&mut self, who: Who, deeds: &str, entry: &Entry) -> bool {
        let span = entry.span(Column::Deeds);
        let Some((before, there)) = self.deeds.get(&who).cloned() else {
            self.deeds.insert(who, (deeds.to_owned(), span));
            return true;
        };
        if !same(&before, deeds) {
            let text = say!(
                "同一个人前面已经有事迹，这里的没有写进去",
                "there are deeds of the same person before: these were left out"
            );
            self.push(
                Diagnostic::warning(Code::BadCell, span, text)
                    .note(there, say!("前面在这里", "before, here"))
                    .hint(say!("要都写上，就并到一格里", "put both into one cell to have both")),
            );
        }
        false
    }

    /// The value as the record writes it; none where it names what the site does not have.
    fn as_written(&mut self, column: Column, new: &str, entry: &Entry) -> Option<String> {
        match column {
            Column::Unit => {
                let unit = self.site.unit(new);
                self.unit_text(&unit)
            }
            Column::Place if self.site.place(new).is_none() => {
                self.unknown_place(entry, new);
                None
            }
            _ => Some(new.to_owned()),
        }
    }

    fn set_person(&mut self, index: usize, column: Column, names: Names, new: String, entry: &Entry) {
        let record = &self.site.people.records[index];
        let old = current(record, column);
        let is_same = old.as_deref().is_some_and(|old| match column {
            Column::Unit => self.site.unit(old) == self.site.unit(&new),
            Column::Place => self.site.place(old) == self.site.place(&new),
            Column::Ethnicity => super::value::ethnicity(old) == new,
            // A day that a record holds was not taken from the sheet.
            Column::Born => old.starts_with(&*new),
            _ => same(old, &new),
        });
        let span = entry.span(column);
        if let Some((before, there)) = self.said.insert((index, column), (new.clone(), span)) {
            if !same(&before, &new) {
                self.contradiction(entry, column, &before, &new, there);
            }
            return;
        }
        if is_same {
            return;
        }
        let title = record.title();
        let field = names.get(1).copied().unwrap_or_default();
        let what = told(title, field, old.as_deref(), &new);
        let edit = Edit { record: record.span, steps: Vec::new(), change: Change::Set(names, new) };
        self.edit(edit, what);
    }

    fn contradiction(&mut self, entry: &Entry, column: Column, before: &str, new: &str, there: Span) {
        let name = column.name();
        let text = say!(
            "同一个人的“{name}”前面写的是“{before}”，这里是“{new}”",
            "「{name}」 of the same person was `{before}` before, and is `{new}` here"
        );
        self.push(
            Diagnostic::error(Code::BadCell, entry.span(column), text)
                .note(there, say!("前面在这里", "before, here"))
                .hint(say!(
                    "核对后改成一样；若是同名的另一人，用“标识”列分开",
                    "make them the same; or tell two people of one name apart by a column 标识"
                )),
        );
    }

    /// A profile that somebody wrote is never replaced.
    fn add_deeds(&mut self, index: usize, deeds: &str) {
        let record = &self.site.people.records[index];
        let title = record.title();
        match &record.body {
            Some(body) if same(body.text(), deeds) => {}
            Some(_) => {
                let note = say!(
                    "“{title}”已经有正文，表里的事迹没有写进去",
                    "`{title}` has a profile already: that of the sheet was left out"
                );
                self.changes.notes.push(note);
            }
            None => match profile_path(self.tree, record) {
                Some(path) => {
                    self.changes.changed.push(say!("{title}：新写正文 {path}", "{title}: a profile, {path}"));
                    self.changes.files.push((path, super::write::body(deeds)));
                }
                None => {
                    let note = say!(
                        "“{title}”写在名册里，没有地方放正文",
                        "`{title}` stands in a roster, where there is no place for a profile"
                    );
                    self.changes.notes.push(note);
                }
            },
        }
    }
}

/// Where the profile of a person without one goes: beside the record, where that has a file of its own.
pub fn profile_path(tree: &SourceTree, record: &Record<Person>) -> Option<String> {
    let file = tree.file(record.span.file);
    let text = file.text.as_deref().unwrap_or_default();
    let before = text.get(..record.span.range().start)?.trim_end();
    let is_alone = file.path.starts_with("content/people/") && !before.ends_with(['-', '[', ',']);
    let stem = file.path.strip_suffix(".yaml").or_else(|| file.path.strip_suffix(".yml"))?;
    is_alone.then(|| format!("{stem}.md"))
}

/// “张三：职务 甲 → 乙”.
pub fn told(title: &str, field: &str, old: Option<&str>, new: &str) -> Text {
    match old {
        Some(old) => say!("{title}：{field} {old} → {new}", "{title}: {field} {old} → {new}"),
        None => say!("{title}：{field} {new}（原来没有）", "{title}: {field} {new} (there was none)"),
    }
}
