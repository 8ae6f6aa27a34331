//! Ids, slugs and names: what every record is called, and that no two of a kind are called the same.

use std::borrow::Cow;
use std::collections::HashMap;

use super::abreast;
use super::roll::{PerKind, parent};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{
    Draft, EachTable, EachTableMut, InTables, Kind, Record, RecordKind, Table, Tables, Tombstones, Word,
    media_path,
};
use crate::say;
use crate::text::han::lookup_form;
use crate::text::similar;
use crate::text::slug;

/// By what records can be referred to.
#[derive(Debug, Default)]
pub struct Names {
    kinds: PerKind<KindNames>,
    tombstones: Tombstones,
}

#[derive(Debug, Default)]
struct KindNames {
    ids: HashMap<String, u32>,
    slugs: HashMap<String, u32>,
    /// By the form under which names are looked up.
    names: HashMap<String, Vec<u32>>,
    /// The ids by index.
    listed: Vec<String>,
    titles: Vec<String>,
    spans: Vec<Span>,
    /// Of trees, once parents are linked.
    parents: Vec<Option<u32>>,
}

/// What a reference was found to mean.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    One(u32),
    Several(Vec<u32>),
    Nothing,
    /// A record that is there but could not be read: no second mistake.
    Broken,
}

/// Gives every record its slug and collects what it is called; duplicates are reported.
pub fn identify(tables: &mut Tables, tombstones: Tombstones, report: &mut Report) -> Names {
    let mut names = Names { kinds: PerKind::default(), tombstones };
    tables.each_mut(&mut Identify { names: &mut names, report });
    names
}

/// The last part of a record's address.
pub fn slug_of<T: RecordKind>(record: &Record<T>) -> String {
    // An id that is not the name is read by itself.
    match record.data.reading().filter(|_| record.id.value == record.title()) {
        Some(reading) => slug::slug_read_as(&record.id, reading),
        None => slug::slug(T::KIND == Kind::Person, &record.id),
    }
}

struct Identify<'a> {
    names: &'a mut Names,
    report: &'a mut Report,
}

impl EachTableMut for Identify<'_> {
    fn visit<T: InTables>(&mut self, table: &mut Table<T>) {
        let is_person = T::KIND == Kind::Person;
        let bad_ids = abreast::change(table, |_, record, bad: &mut Vec<Diagnostic>| {
            record.slug = slug_of(record);
            bad.extend(bad_id(&record.id, record.common.id.is_some()));
            bad.extend(record.common.former_ids.iter().filter_map(|former| bad_id(former, true)));
        });
        bad_ids.into_iter().flatten().for_each(|bad| self.report.push(bad));
        let own = self.names.kinds.of_mut(T::KIND);
        let KindNames { ids, slugs, names, listed, titles, spans, .. } = &mut *own;
        let table = &*table;
        rayon::join(
            || addresses(table, ids, slugs, self.report),
            || {
                rayon::join(
                    || by_name(table, names),
                    || {
                        listed.extend(table.iter().map(|record| record.id.value.clone()));
                        titles.extend(table.iter().map(|record| record.title().to_string()));
                        spans.extend(table.iter().map(|record| record.id.span));
                    },
                )
            },
        );
        former_ids(table, own, is_person, self.report);
    }
}

/// The records by id and by slug.
fn addresses<T: InTables>(
    table: &Table<T>,
    ids: &mut HashMap<String, u32>,
    slugs: &mut HashMap<String, u32>,
    report: &mut Report,
) {
    ids.reserve(table.len());
    slugs.reserve(table.len());
    let span = |index: u32| table[index as usize].id.span;
    for (index, record) in table.iter().enumerate() {
        let index = index as u32;
        if let Some(first) = ids.insert(record.id.value.clone(), index) {
            let named = record.common.id.is_some();
            report.push(duplicate_id(T::KIND, &record.id, record.id.span, span(first), named));
        } else if let Some(first) = slugs.insert(record.slug.to_ascii_lowercase(), index) {
            report.push(duplicate_slug(&record.slug, record.id.span, span(first)));
        }
    }
}

/// The records by each of their names, in the form under which names are looked up.
fn by_name<T: InTables>(table: &Table<T>, names: &mut HashMap<String, Vec<u32>>) {
    names.reserve(table.len());
    for (index, record) in table.iter().enumerate() {
        let index = index as u32;
        for name in std::iter::once(record.title()).chain(record.data.other_names()) {
            let indices = names.entry(lookup_form(name).into_owned()).or_default();
            if indices.last() != Some(&index) {
                indices.push(index);
            }
        }
    }
}

/// An address that a record had before is no other record's.
fn former_ids<T: InTables>(table: &Table<T>, own: &KindNames, is_person: bool, report: &mut Report) {
    let mut seen: HashMap<String, (u32, Span)> = HashMap::new();
    for (index, record) in table.iter().enumerate() {
        let index = index as u32;
        for former in &record.common.former_ids {
            let slug = slug::slug(is_person, former).to_ascii_lowercase();
            let current = own.slugs.get(&slug).map(|other| (*other, own.spans[*other as usize]));
            let taken = current.or_else(|| seen.insert(slug, (index, former.span)));
            if let Some((_, there)) = taken.filter(|(other, _)| *other != index) {
                report.push(former_id_taken(former, there));
            }
        }
    }
}

fn former_id_taken(former: &Word, there: Span) -> Diagnostic {
    let text = &former.value;
    Diagnostic::error(
        Code::DuplicateSlug,
        former.span,
        say!(
            "曾用编号“{text}”的网址已经是另一条记录的",
            "the address of the former id `{text}` is another record's"
        ),
    )
    .note(there, say!("另一条在这里", "the other one is here"))
    .hint(say!(
        "删去这个曾用编号，或给另一条记录换一个标识",
        "remove the former id, or give the other record another id"
    ))
}

/// `named` where the record states its id.
fn bad_id(id: &Word, named: bool) -> Option<Diagnostic> {
    let text = &id.value;
    if holds_identity_number(text) {
        let message = say!(
            "标识“{text}”里有像身份证号的数字",
            "the id `{text}` holds what looks like an identity number"
        );
        return Some(Diagnostic::error(Code::BadId, id.span, message).hint(say!(
            "标识会成为公开的网址，请换成姓名拼音之类的词",
            "an id becomes a public address: use a word such as the name in pinyin"
        )));
    }
    let bad = text.chars().find(|c| c.is_control() || "/\\[]{}|#?%<>\"".contains(*c));
    let message = match bad {
        Some(bad) => say!("标识“{text}”里不能有“{bad}”", "the id `{text}` must not hold `{bad}`"),
        None if text.is_empty() => say!("标识是空的", "the id is empty"),
        None => return None,
    };
    Some(Diagnostic::error(Code::BadId, id.span, message).hint(match named {
        true => say!("换成字母、数字和连字符", "write letters, digits and hyphens"),
        false => {
            say!("加一行“标识: …”，用字母、数字和连字符", "add a line `id: …` of letters, digits and hyphens")
        }
    }))
}

/// 15 digits, 18 digits, or 17 and an X, by themselves or inside another word (GB 11643—1999).
fn holds_identity_number(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let has_x = rest[length..].starts_with(['x', 'X']);
        if matches!(length, 15 | 18) || (length == 17 && has_x) {
            return true;
        }
        rest = &rest[length..];
    }
    false
}

fn duplicate_id(kind: Kind, id: &str, span: Span, first: Span, named: bool) -> Diagnostic {
    let (zh, en) = (kind.zh(), kind.en());
    let hint = match named {
        true => say!("给其中一条换一个标识", "give one of them another id"),
        false => say!(
            "给两条记录各加一行“标识: …”，写不同的词，例如加上单位",
            "add a line `id: …` to each of the two, with different words"
        ),
    };
    Diagnostic::error(
        Code::DuplicateId,
        span,
        say!("已经有一条{zh}记录的标识是“{id}”", "another {en} already has the id `{id}`"),
    )
    .note(first, say!("另一条在这里", "the other one is here"))
    .hint(hint)
}

fn duplicate_slug(slug: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateSlug,
        span,
        say!("两条记录的网址都会是“{slug}”", "two records would both have the address `{slug}`"),
    )
    .note(first, say!("另一条在这里", "the other one is here"))
    .hint(say!(
        "给其中一条换一个标识（网址不分大小写）",
        "give one of them another id; addresses ignore case"
    ))
}

impl Names {
    /// Finds a record by id, by `folder/id`, or by a name that is unique in its kind.
    pub fn find(&self, kind: Kind, text: &str) -> Found {
        let own = self.kinds.of(kind);
        let id = text.strip_prefix(kind.folder()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(text);
        if let Some(index) = own.ids.get(text).or_else(|| own.ids.get(id)) {
            return Found::One(*index);
        }
        match own.names.get(&*lookup_form(text)).map(Vec::as_slice) {
            Some([one]) => Found::One(*one),
            Some(several) => Found::Several(several.to_vec()),
            None if self.tombstones.covers(kind, id) => Found::Broken,
            None => Found::Nothing,
        }
    }

    /// Finds a record of a tree by its path, `资中县委组织部/公务员股`: names from the outside in; levels between may
    /// be left out.
    pub fn find_path(&self, kind: Kind, text: &str) -> Found {
        let own = self.kinds.of(kind);
        let mut above: Vec<Cow<'_, str>> = text.split('/').map(lookup_form).collect();
        let last = above.pop().unwrap_or_default();
        let candidates = own.names.get(&*last).map_or(&[][..], Vec::as_slice);
        let matches = |index: &&u32| {
            let mut ancestors = self.ancestors(kind, **index);
            above.iter().rev().all(|wanted| {
                ancestors.any(|at| own.names.get(&**wanted).is_some_and(|named| named.contains(&at)))
            })
        };
        let found: Vec<u32> = candidates.iter().filter(matches).copied().collect();
        match found.as_slice() {
            [one] => Found::One(*one),
            [] if self.tombstones.covers(kind, &last) => Found::Broken,
            [] => Found::Nothing,
            _ => Found::Several(found),
        }
    }

    /// Finds a record by the last part of its address.
    pub fn find_slug(&self, kind: Kind, slug: &str) -> Option<u32> {
        self.kinds.of(kind).slugs.get(&slug.to_ascii_lowercase()).copied()
    }

    /// Whether a record is called by this name, rather than by its id.
    pub fn is_called(&self, kind: Kind, index: u32, text: &str) -> bool {
        self.kinds.of(kind).names.get(&*lookup_form(text)).is_some_and(|named| named.contains(&index))
    }

    pub fn id(&self, kind: Kind, index: u32) -> &str {
        &self.kinds.of(kind).listed[index as usize]
    }

    /// The file that a picture field names: itself, or that of the photo whose id it is.
    pub fn picture<'a>(&self, draft: &'a Draft, named: &'a str) -> &'a str {
        let photo = self
            .kinds
            .of(Kind::Photo)
            .ids
            .get(named)
            .filter(|_| !draft.media.contains_key(media_path(named)));
        photo.map_or(named, |index| &draft.tables.photos[*index as usize].data.file)
    }

    pub fn title(&self, kind: Kind, index: u32) -> &str {
        &self.kinds.of(kind).titles[index as usize]
    }

    pub fn span(&self, kind: Kind, index: u32) -> Span {
        self.kinds.of(kind).spans[index as usize]
    }

    /// The names from the outermost record down to this one, joined by slashes.
    pub fn path(&self, kind: Kind, index: u32) -> String {
        let mut parts: Vec<&str> = self.ancestors(kind, index).map(|at| self.title(kind, at)).collect();
        parts.reverse();
        parts.push(self.title(kind, index));
        parts.join("/")
    }

    /// The names nearest to one that is not there; the nearest ids of what looks like an id.
    pub fn nearest(&self, kind: Kind, text: &str) -> Vec<&str> {
        let own = self.kinds.of(kind);
        let called = if text.is_ascii() { &own.listed } else { &own.titles };
        similar::nearest(text, called.iter().map(String::as_str), 3)
    }

    /// Remembers the parents of trees, as far as they are linked.
    pub fn learn_parents(&mut self, tables: &Tables) {
        tables.each(&mut Parents(self));
    }

    /// Bounded, so that a cycle, which is reported elsewhere, ends.
    fn ancestors(&self, kind: Kind, index: u32) -> impl Iterator<Item = u32> + '_ {
        let parents = &self.kinds.of(kind).parents;
        let up = move |at: &u32| parents.get(*at as usize).copied().flatten();
        std::iter::successors(up(&index), up).take(64)
    }
}

/// The name at the end of a path: 公务员股 of `资中县委组织部/公务员股`.
pub fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

struct Parents<'a>(&'a mut Names);

impl EachTable for Parents<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        if matches!(T::KIND, Kind::Place | Kind::Unit | Kind::Team) {
            self.0.kinds.of_mut(T::KIND).parents =
                table.iter().map(|record| parent(&record.data).map(|key| key.index() as u32)).collect();
        }
    }
}
