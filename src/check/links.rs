//! References between records: every one leads to exactly one record, or it is reported.

use std::collections::HashSet;

use super::names::{Found, Names};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{EachTableMut, Fields, InTables, Kind, Link, Table, Tables};
use crate::say;

/// Candidates are looked for so often at most: each look goes through all names of the kind.
const MOST_SUGGESTIONS: usize = 20;

/// Links every reference of every record.
pub fn link(tables: &mut Tables, names: &mut Names, report: &mut Report) {
    // Paths can be followed once parents are known, and a parent may itself be given as a path.
    tables.each_mut(&mut Pass(&mut |link: &Link<'_>| names.find(link.kind, link.text)));
    loop {
        names.learn_parents(tables);
        let mut linked = false;
        tables.each_mut(&mut Pass(&mut |link: &Link<'_>| {
            let found = match link.text.contains('/') {
                true => names.find_path(link.kind, link.text),
                false => Found::Nothing,
            };
            linked |= matches!(found, Found::One(_));
            found
        }));
        if !linked {
            break;
        }
    }
    let mut complaints = Complaints { names, report, suggested: HashSet::new() };
    tables.each_mut(&mut Pass(&mut |link: &Link<'_>| {
        if link.strict {
            complaints.unlinked(link);
        }
        Found::Nothing
    }));
}

/// Visits every reference that is not linked yet, and links those for which one record is found.
struct Pass<'a>(&'a mut dyn FnMut(&Link<'_>) -> Found);

impl EachTableMut for Pass<'_> {
    fn visit<T: InTables>(&mut self, table: &mut Table<T>) {
        for record in table {
            Fields::take_links(&mut record.data, &mut |link| {
                if link.target.is_none()
                    && let Found::One(index) = (self.0)(&link)
                {
                    *link.target = Some(index);
                }
            });
        }
    }
}

struct Complaints<'a> {
    names: &'a Names,
    report: &'a mut Report,
    suggested: HashSet<(Kind, String)>,
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
