//! References between records: every one leads to exactly one record, or it is reported.

use std::collections::HashSet;

use super::abreast;
use super::names::{Found, Names};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{EachTableMut, InTables, Kind, Link, Record, Table, Tables};
use crate::say;

/// Candidates are looked for so often at most: each look goes through all names of the kind.
const MOST_SUGGESTIONS: usize = 20;

/// Links every reference of every record.
pub fn link(tables: &mut Tables, names: &mut Names, report: &mut Report) {
    // Paths can be followed once parents are known, and a parent may itself be given as a path.
    let mut passed = pass(tables, |link| names.find(link.kind, link.text));
    loop {
        names.learn_parents(tables);
        if !passed.left_paths {
            break;
        }
        let by_path = |link: &Link<'_>| match link.text.contains('/') {
            true => names.find_path(link.kind, link.text),
            false => Found::Nothing,
        };
        passed = pass(tables, by_path);
        if !passed.linked {
            break;
        }
    }
    if passed.left_strict {
        tables.each_mut(&mut Complaints { names, report, suggested: HashSet::new() });
    }
}

/// What came of a [`pass`].
#[derive(Default)]
struct Passed {
    /// Some reference was linked.
    linked: bool,
    /// Some path is not linked.
    left_paths: bool,
    /// Something is not linked that must be.
    left_strict: bool,
}

impl Passed {
    fn and(self, other: Passed) -> Passed {
        Passed {
            linked: self.linked | other.linked,
            left_paths: self.left_paths | other.left_paths,
            left_strict: self.left_strict | other.left_strict,
        }
    }
}

/// Visits every reference that is not linked yet, and links those for which one record is found.
fn pass(tables: &mut Tables, find: impl Fn(&Link<'_>) -> Found + Sync) -> Passed {
    struct Pass<F>(F, Passed);

    impl<F: Fn(&Link<'_>) -> Found + Sync> EachTableMut for Pass<F> {
        fn visit<T: InTables>(&mut self, table: &mut Table<T>) {
            let Pass(find, passed) = self;
            let find = |_, record: &mut Record<T>, passed: &mut Passed| {
                record.data.take_links(&mut |link| {
                    if link.target.is_some() {
                        return;
                    }
                    if let Found::One(index) = find(&link) {
                        *link.target = Some(index);
                        passed.linked = true;
                        return;
                    }
                    passed.left_paths |= link.text.contains('/');
                    passed.left_strict |= link.strict;
                });
            };
            *passed = abreast::change(table, find).into_iter().fold(std::mem::take(passed), Passed::and);
        }
    }

    let mut pass = Pass(find, Passed::default());
    tables.each_mut(&mut pass);
    pass.1
}

/// Reports the references that are not linked and must be.
struct Complaints<'a> {
    names: &'a Names,
    report: &'a mut Report,
    suggested: HashSet<(Kind, String)>,
}

impl EachTableMut for Complaints<'_> {
    fn visit<T: InTables>(&mut self, table: &mut Table<T>) {
        for record in table {
            record.data.take_links(&mut |link| {
                if link.strict && link.target.is_none() {
                    self.unlinked(&link);
                }
            });
        }
    }
}

impl Complaints<'_> {
    fn unlinked(&mut self, link: &Link<'_>) {
        let (kind, text) = (link.kind, link.text.as_str());
        let found = match self.names.find(kind, text) {
            Found::Nothing if text.contains('/') => self.names.find_path(kind, text),
            found => found,
        };
        match found {
            Found::Broken | Found::One(_) => {}
            Found::Several(indices) => {
                self.report.push(ambiguous(self.names, &[(kind, indices)], text, link.span));
            }
            Found::Nothing => {
                let look = self.suggested.len() < MOST_SUGGESTIONS
                    && self.suggested.insert((kind, text.to_string()));
                let near = if look { self.names.nearest(kind, text) } else { Vec::new() };
                self.report.push(unknown(kind, text, link.span, &near));
            }
        }
    }
}

pub fn unknown(kind: Kind, text: &str, span: Span, near: &[&str]) -> Diagnostic {
    let (zh, en, folder) = (kind.zh(), kind.en(), kind.folder());
    let error = Diagnostic::error(
        Code::UnknownReference,
        span,
        say!("没有叫“{text}”的{zh}", "there is no {en} called `{text}`"),
    );
    match near {
        _ if text.contains(['、', '，', '；', '\n']) => error.hint(say!(
            "多个名称分开写，用半角逗号：[甲, 乙]",
            "write several names apart, with ordinary commas: [甲, 乙]"
        )),
        [] => error.hint(say!(
            "核对名称，或先在 content/{folder} 里添加这条记录",
            "check the name, or add the record under content/{folder} first"
        )),
        near => {
            let (zh, en) = (near.join("”“"), near.join("`, `"));
            error.hint(say!("是不是“{zh}”？", "did you mean `{en}`?"))
        }
    }
}

/// A reference that may mean several records, of one kind or of several.
pub fn ambiguous(names: &Names, found: &[(Kind, Vec<u32>)], text: &str, span: Span) -> Diagnostic {
    let count: usize = found.iter().map(|(_, indices)| indices.len()).sum();
    let mut error = Diagnostic::error(
        Code::AmbiguousReference,
        span,
        say!("有 {count} 条记录都叫“{text}”", "{count} records are called `{text}`"),
    );
    let mut shown = 0;
    for (kind, indices) in found {
        for index in indices.iter().take(5) {
            let path = names.path(*kind, *index);
            let zh = kind.zh();
            let en = kind.en();
            error = error.note(names.span(*kind, *index), say!("{zh}：{path}", "{en}: {path}"));
            shown += 1;
        }
    }
    let more = count.saturating_sub(shown);
    let hint = match found {
        [(Kind::Place | Kind::Unit | Kind::Team, _)] => {
            say!("写成“上级/名称”，或写它的标识", "write `parent/name`, or its id")
        }
        [_] => say!("写它的标识", "write its id"),
        _ => say!("写成“类别/标识”，如 people/标识", "write `kind/id`, as in people/id"),
    };
    let error = error.hint(hint);
    match more {
        0 => error,
        more => error.note(span, say!("另外还有 {more} 条没有列出", "and {more} more that are not shown")),
    }
}
