//! Names that must not be public any more, looked for in every text that would be published.

use aho_corasick::{AhoCorasick, MatchKind};

use super::roll::Roll;
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::decode::Decode;
use crate::model::{EachTable, InTables, Record, RecordKind, Table};
use crate::say;

/// Reports every place in the roll where one of the names still stands.
pub fn check(roll: &Roll, names: &[String], report: &mut Report) {
    if names.is_empty() {
        return;
    }
    // 张伟明 is no mention of 张伟: longer names of published people are found first and passed over.
    let longer = roll.tables.people.iter().map(|person| person.title());
    let longer = longer
        .filter(|title| names.iter().any(|name| title.len() > name.len() && title.contains(name.as_str())));
    let patterns: Vec<&str> = names.iter().map(String::as_str).chain(longer).collect();
    let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns) else {
        unreachable!("names of people are few and short: the automaton stays far below its limits");
    };
    let mut search = Search { finder, names, report };
    roll.tables.each(&mut search);
    for proposal in &roll.notices {
        search.record(&proposal.record);
    }
}

struct Search<'a> {
    finder: AhoCorasick,
    names: &'a [String],
    report: &'a mut Report,
}

impl EachTable for Search<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        for record in table {
            self.record(record);
        }
    }
}

impl Search<'_> {
    fn record<T: RecordKind>(&mut self, record: &Record<T>) {
        let mut words: Vec<(String, Span)> = Vec::new();
        let mut collect = |text: &str, span: Span| {
            if self.finder.is_match(text) {
                words.push((text.to_string(), span));
            }
        };
        record.data.take_words(&mut collect);
        record.common.sources.words(&mut collect);
        record.common.tags.words(&mut collect);
        for (text, span) in words {
            self.text(&text, span);
        }
        if let Some(body) = &record.body {
            self.text(body.text(), body.span());
        }
    }

    fn text(&mut self, text: &str, place: Span) {
        let exact = place.range().len() == text.len();
        for found in self.finder.find_iter(text) {
            let Some(name) = self.names.get(found.pattern().as_usize()) else { continue };
            let span = match exact {
                true => Span {
                    start: place.start + found.start() as u32,
                    end: place.start + found.end() as u32,
                    ..place
                },
                false => place,
            };
            self.report.push(
                Diagnostic::error(
                    Code::WithdrawnName,
                    span,
                    say!("“{name}”已撤下或撤销，这里还提到", "`{name}` was withdrawn or revoked and is still named here"),
                )
                .hint(say!(
                    "删去或改写；若是同名的另一人，请为其建立人物记录",
                    "remove it or write it otherwise; if another person of that name is meant, give that person a record"
                )),
            );
        }
    }
}
