//! Names that must not be public any more, looked for in every text that would be published.

use aho_corasick::{AhoCorasick, MatchKind};

use super::roll::Roll;
use super::{abreast, folded};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::markdown;
use crate::model::decode::Decode;
use crate::model::{EachTable, InTables, Record, RecordKind, Table};
use crate::say;

/// Reports every place in the roll, and in what the site says on each page, where one of the names still stands.
pub fn check(roll: &Roll, names: &[String], report: &mut Report) {
    if names.is_empty() {
        return;
    }
    // 张伟明 is no mention of 张伟: longer names of published people are found first and passed over.
    let patterns: Vec<String> =
        names.iter().map(String::as_str).chain(longer(roll, names)).map(folded::fold).collect();
    let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&patterns) else {
        unreachable!("names of people are few and short: the automaton stays far below its limits");
    };
    let search = Search { finder, names };
    roll.tables.each(&mut Records { search: &search, report });
    for proposal in &roll.notices {
        search.record(&proposal.record, report);
    }
    let site = &roll.site;
    let words = [&site.subtitle, &site.description, &site.publisher, &site.notice].into_iter().flatten();
    for word in words.chain([&site.title]).chain(site.menu.iter().map(|item| &item.title)) {
        search.text(word, word.span, report);
    }
}

/// Names of published people, and of those whom lists name without a record, that hold one of the names.
fn longer<'a>(roll: &'a Roll, names: &[String]) -> impl Iterator<Item = &'a str> {
    // One automaton for all names, because a roll of a million people may have thousands withdrawn.
    let finder = AhoCorasick::new(names).expect("names of people are few and short");
    let lists = roll.tables.commendations.iter().chain(roll.notices.iter().map(|proposal| &proposal.record));
    let lines = lists.flat_map(|record| &record.data.honors).flat_map(|honor| honor.everyone());
    let listed = lines
        .filter(|line| line.person.is_none())
        .filter_map(|line| line.name.as_ref().or(line.who.as_ref()));
    let listed = listed.map(|name| name.value.as_str());
    let people = roll.tables.people.iter().map(|person| person.title());
    people.chain(listed).filter(move |title| {
        // A line of a list that is a sentence says nothing of how anyone is called.
        let is_name = title.chars().count() <= 20;
        is_name && finder.find_overlapping_iter(title).any(|found| found.len() < title.len())
    })
}

struct Records<'a> {
    search: &'a Search<'a>,
    report: &'a mut Report,
}

impl EachTable for Records<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        abreast::judge(table, self.report, |record, report| self.search.record(record, report));
    }
}

struct Search<'a> {
    finder: AhoCorasick,
    names: &'a [String],
}

impl Search<'_> {
    fn record<T: RecordKind>(&self, record: &Record<T>, report: &mut Report) {
        let mut look = |text: &str, span: Span| self.text(text, span, report);
        record.data.take_words(&mut look);
        record.common.sources.words(&mut look);
        record.common.tags.words(&mut look);
        if let Some(body) = &record.body {
            self.text(body.text(), body.span(), report);
        }
    }

    fn text(&self, text: &str, place: Span, report: &mut Report) {
        for (name, range) in folded::find(text, &self.finder) {
            let Some(name) = self.names.get(name) else { continue };
            let span = markdown::locate(place, text, range);
            report.push(
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
