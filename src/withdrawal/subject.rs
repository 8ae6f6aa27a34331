//! The record that is meant, and by what it may be known.

use std::borrow::Cow;

use crate::check::slug_of;
use crate::diag::Span;
use crate::model::{Draft, EachTable, InTables, Kind, Source, Status, Table};
use crate::text::han::lookup_form;
use crate::text::slug;

/// A record, whatever its kind, as far as taking it back needs it.
#[derive(Clone, Debug)]
pub struct Subject {
    pub kind: Kind,
    pub id: String,
    pub title: String,
    /// Last part of its address.
    pub slug: String,
    /// Last parts of the addresses that it had before.
    pub former: Vec<String>,
    /// Numbers and short names, as far as the kind has them.
    pub other_names: Vec<String>,
    /// As its editor has it.
    pub traditional: Option<String>,
    /// The files that it shows or offers, as it names them.
    pub files: Vec<String>,
    pub sources: Vec<Source>,
    pub span: Span,
    pub is_withdrawn: bool,
    /// Whether it says already when and why it was withdrawn.
    pub has_note: bool,
}

impl Subject {
    /// `people/zhang-san`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.kind.folder(), self.id)
    }
}

/// The record that is called `wanted`: an id or a name, with the folder of its kind before it where it must be told from others, or the
/// path of its file. Otherwise what may be meant: none, or several.
pub fn find(draft: &Draft, wanted: &str) -> Result<Subject, Vec<Subject>> {
    let (kind, name) = read(wanted);
    let default = draft.site.as_ref().map_or(Status::Ready, |site| site.default_status());
    let mut look =
        Look { kind, name, form: lookup_form(name), default, by_id: Vec::new(), by_name: Vec::new() };
    draft.tables.each(&mut look);
    let Look { mut by_id, mut by_name, .. } = look;
    match (by_id.len(), by_name.len()) {
        (1, _) => Ok(by_id.remove(0)),
        (0, 1) => Ok(by_name.remove(0)),
        (0, _) => Err(by_name),
        _ => Err(by_id),
    }
}

/// The kind, where it is told, and the id or name.
fn read(wanted: &str) -> (Option<Kind>, &str) {
    let path = wanted.trim().trim_start_matches("content/");
    let stem = [".yaml", ".yml", ".md"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    let Some((folder, rest)) = stem.split_once('/') else { return (None, stem) };
    let called = |kind: &Kind| [kind.folder(), kind.zh(), kind.en()].contains(&folder);
    match Kind::ALL.into_iter().find(called) {
        Some(kind) if stem.len() < path.len() => (Some(kind), rest.rsplit('/').next().unwrap_or(rest)),
        Some(kind) => (Some(kind), rest),
        None => (None, wanted.trim()),
    }
}

struct Look<'a> {
    kind: Option<Kind>,
    name: &'a str,
    form: Cow<'a, str>,
    /// The status of records that state none.
    default: Status,
    by_id: Vec<Subject>,
    by_name: Vec<Subject>,
}

impl EachTable for Look<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        if self.kind.is_some_and(|kind| kind != T::KIND) {
            return;
        }
        for record in table {
            let mut names = std::iter::once(record.title()).chain(record.data.other_names());
            // An id that is only the name tells no more than the name does.
            let is_id = record.id.value == self.name && record.id.value != record.title();
            if !is_id && !names.any(|name| lookup_form(name) == self.form) {
                continue;
            }
            let common = &record.common;
            let subject = Subject {
                kind: T::KIND,
                id: record.id.value.clone(),
                title: record.title().to_owned(),
                slug: slug_of(record),
                former: common.former_ids.iter().map(|id| slug::slug(T::KIND == Kind::Person, id)).collect(),
                other_names: record.data.other_names().into_iter().map(str::to_owned).collect(),
                traditional: common.traditional.as_ref().map(|form| form.value.clone()),
                files: record.data.files().into_iter().map(|file| file.value.clone()).collect(),
                sources: common.sources.clone(),
                span: record.span,
                is_withdrawn: common.status.unwrap_or(self.default) == Status::Withdrawn,
                has_note: common.withdrawn.is_some(),
            };
            if is_id { self.by_id.push(subject) } else { self.by_name.push(subject) }
        }
    }
}
