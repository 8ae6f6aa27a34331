//! What an import would do: new files, changes to records, and what is missing from the roster.
//!
//! Nothing is decided here about what is published: whatever is new is a draft, and what a roster does not say stays empty.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::awards::{Called, Document};
use super::column::Column;
use super::known::{Named, Site};
use super::people::{Newcomers, Who};
use super::roster::{Entry, Roster, Subject};
use super::write;
use crate::diag::{Code, Diagnostic, FileId, Report, Span, Text};
use crate::model::Draft;
use crate::model::edit::Edit;
use crate::say;
use crate::source::SourceTree;
use crate::text::han::lookup_form;
use crate::text::slug;

/// What the arguments decide.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub same_name: SameName,
    /// Lines of lists stay lines: no records of people are made.
    pub list_only: bool,
    /// Lines that the roster lacks leave the lists that it holds.
    pub prune: bool,
}

/// Whether someone with the name of a record, but of another unit or none, is that person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SameName {
    #[default]
    Ask,
    Same,
    Other,
}

/// All that is to be done; nothing of it is done yet.
#[derive(Debug, Default)]
pub struct Changes {
    /// Path below the site, and text.
    pub files: Vec<(String, String)>,
    pub edits: BTreeMap<FileId, Vec<Edit>>,
    pub added: Vec<Text>,
    pub changed: Vec<Text>,
    /// On the site and not in the roster.
    pub missing: Vec<Text>,
    pub removed: Vec<Text>,
    /// Lines of which all is on the site already.
    pub same: usize,
    pub notes: Vec<Text>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.edits.is_empty()
    }
}

/// Compares the entries of a file with the site. What cannot be told for sure is reported.
pub fn plan(
    roster: &Roster<'_>,
    draft: &Draft,
    tree: &SourceTree,
    options: Options,
    report: &mut Report,
) -> Changes {
    let mut import = Import {
        site: Site::new(draft),
        roster,
        tree,
        options,
        report,
        changes: Changes::default(),
        new_people: Newcomers::default(),
        documents: Vec::new(),
        called: HashMap::new(),
        given: RefCell::default(),
        deeds: HashMap::new(),
        said: HashMap::new(),
        seen: HashSet::new(),
        new_units: BTreeMap::new(),
    };
    for entry in &roster.entries {
        let before = (import.changes.changed.len(), import.report.iter().count());
        let is_new = import.take(entry);
        // A row that is in doubt is not the same as before.
        if !is_new && (import.changes.changed.len(), import.report.iter().count()) == before {
            import.changes.same += 1;
        }
    }
    import.finish()
}

pub(super) struct Import<'a> {
    pub site: Site<'a>,
    roster: &'a Roster<'a>,
    pub tree: &'a SourceTree,
    pub options: Options,
    pub report: &'a mut Report,
    pub changes: Changes,
    pub new_people: Newcomers,
    pub documents: Vec<Document>,
    pub called: HashMap<Called, usize>,
    /// Ids that were given, and the last number behind each name that several wanted.
    given: RefCell<Given>,
    /// What a cell of this file said of a person of the site.
    pub said: HashMap<(usize, Column), (String, Span)>,
    /// The deeds that it tells of somebody.
    pub deeds: HashMap<Who, (String, Span)>,
    /// People of the site whom the file names.
    pub seen: HashSet<usize>,
    /// Ids of units that the site does not have, by the name that they are looked up by, and the name itself.
    pub new_units: BTreeMap<String, (String, String)>,
}

#[derive(Default)]
struct Given {
    /// By folder.
    ids: HashSet<(&'static str, String)>,
    numbers: HashMap<(&'static str, String), u32>,
}

impl Import<'_> {
    /// Whether the entry brings something new.
    fn take(&mut self, entry: &Entry) -> bool {
        if entry.is_award() {
            return self.take_award(entry);
        }
        match &entry.subject {
            Subject::Person(name) => match self.person(entry, name) {
                Some(Who::Known(index)) => {
                    self.update_person(index, entry, false);
                    false
                }
                Some(Who::New(_)) => true,
                None => false,
            },
            Subject::Collective(_) | Subject::Decision => {
                self.push(
                    Diagnostic::error(Code::BadCell, entry.span, {
                        say!("没有写荣誉称号或文件", "neither an honor nor a document is named")
                    })
                    .hint(say!(
                        "加上“荣誉称号”列，或用 --set 荣誉称号=…",
                        "add a column 荣誉称号, or --set 荣誉称号=…"
                    )),
                );
                false
            }
        }
    }

    fn finish(mut self) -> Changes {
        let Roster { name, entries, .. } = self.roster;
        self.write_documents(name);
        for person in std::mem::take(&mut self.new_people).people {
            let unit = person.unit.as_ref().and_then(|unit| self.unit_text(unit));
            let (path, title) = (format!("content/people/{}.yaml", person.id), &person.name);
            self.changes.added.push(say!("人物“{title}”：{path}", "person `{title}`: {path}"));
            self.changes.files.push((path.clone(), write::person(&person, unit.as_deref(), name)));
            if let Some(deeds) = &person.deeds {
                self.changes.files.push((path.replace(".yaml", ".md"), write::body(deeds)));
            }
        }
        for (id, title) in self.new_units.values() {
            let path = format!("content/units/{id}.yaml");
            self.changes.added.push(say!("单位“{title}”：{path}", "unit `{title}`: {path}"));
            self.changes.files.push((path, write::unit(title, name)));
        }
        // A sheet of people alone is compared with all people, whatever lists lie beside it.
        let mut sheets: BTreeMap<FileId, bool> = BTreeMap::new();
        for entry in entries {
            let is_person = !entry.is_award() && matches!(entry.subject, Subject::Person(_));
            *sheets.entry(entry.span.file).or_insert(true) &= is_person;
        }
        if sheets.values().any(|is_roster| *is_roster) {
            for (index, record) in self.site.people.records.iter().enumerate() {
                if !self.seen.contains(&index) {
                    let (title, id) = (record.title(), &record.id.value);
                    self.changes.missing.push(say!("人物“{title}”（{id}）", "person `{title}` ({id})"));
                }
            }
        }
        self.changes
    }

    /// Reports a problem of a cell, with its place in front.
    pub fn push(&mut self, mut problem: Diagnostic) {
        if let Some(table) = self.roster.tables.iter().find(|table| table.holds(problem.span)) {
            problem.message = table.located(problem.span, &problem.message);
        }
        self.report.push(problem);
    }

    /// An id for a new record, and so the stem of its file.
    pub fn new_id(&self, folder: &'static str, suggested: &str, is_taken: impl Fn(&str) -> bool) -> String {
        let mut given = self.given.borrow_mut();
        let is_free = |id: &str| {
            let path = |extension| format!("content/{folder}/{id}.{extension}");
            !is_taken(id)
                && ["yaml", "yml", "md"].iter().all(|extension| self.tree.find(&path(extension)).is_none())
        };
        let mut number = given.numbers.get(&(folder, suggested.to_owned())).copied().unwrap_or(1);
        let id = loop {
            let id = if number == 1 { suggested.to_owned() } else { format!("{suggested}-{number}") };
            number += 1;
            if is_free(&id) && given.ids.insert((folder, id.clone())) {
                break id;
            }
        };
        given.numbers.insert((folder, suggested.to_owned()), number);
        id
    }

    /// What a reference to a unit says; a unit that the site does not have becomes a new record.
    pub fn unit_text(&mut self, unit: &Named) -> Option<String> {
        match unit {
            Named::Known(index) => Some(self.site.units.reference(*index)),
            Named::Several => None,
            Named::New(name) => {
                let key = lookup_form(name).into_owned();
                if !self.new_units.contains_key(&key) {
                    let taken = |id: &str| self.site.units.has_slug(id);
                    let id = self.new_id("units", &slug::suggest(false, name), taken);
                    self.new_units.insert(key, (id, name.clone()));
                }
                Some(name.clone())
            }
        }
    }

    pub fn edit(&mut self, edit: Edit, what: Text) {
        self.changes.edits.entry(edit.record.file).or_default().push(edit);
        self.changes.changed.push(what);
    }
}

/// One text on one line, for comparing.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}
