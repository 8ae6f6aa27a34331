//! What bears a mark of secrecy, or is still a draft document, has no place in a public site's records.

use aho_corasick::AhoCorasick;
use aho_corasick::packed::Searcher;

use super::super::folded;
use super::super::silent::Listening;
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::markdown;
use crate::model::{Draft, EachTable, Fields, InTables, Site, Table};
use crate::say;

/// Marks of secrecy (保守国家秘密法, article 14), of internal material and of drafts out for comment.
const MARKS: [&str; 6] = ["秘密", "机密", "绝密", "内部资料", "征求意见稿", "送审稿"];

/// The last characters of all marks: most texts have none of them, and need no closer look.
const ENDS: [&str; 3] = ["密", "料", "稿"];

/// Looks for the marks in every text of every record and in what the site says on each page. The mark alone is
/// looked for, without a judgement of the sentence: a false alarm costs a rewording, a miss cannot be taken back.
pub fn check(draft: &Draft, listening: &Listening, report: &mut Report) {
    let marks = AhoCorasick::new(MARKS).expect("six short words are within every limit of the automaton");
    let search = Search { marks, ends: Searcher::new(ENDS) };
    if let Some(site) = &draft.site {
        search.site(site, report);
    }
    draft.tables.each(&mut Records { search, listening, report });
}

struct Records<'a> {
    search: Search,
    listening: &'a Listening,
    report: &'a mut Report,
}

impl EachTable for Records<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let search = &self.search;
        self.listening.judge(table, self.report, |record, report| {
            record.common.take_words(&mut |text, span| search.text(text, span, report));
            record.data.take_words(&mut |text, span| search.text(text, span, report));
            if let Some(body) = &record.body {
                search.text(body.text(), body.span(), report);
            }
        });
    }
}

struct Search {
    marks: AhoCorasick,
    /// None where the processor has no such search: every text is then looked at closely.
    ends: Option<Searcher>,
}

impl Search {
    /// Not `terms`: a list of words that must not be used may hold these.
    fn site(&self, site: &Site, report: &mut Report) {
        let words = [&site.subtitle, &site.description, &site.publisher, &site.notice];
        for word in words.into_iter().flatten().chain([&site.title]) {
            self.text(word, word.span, report);
        }
    }

    fn text(&self, text: &str, place: Span, report: &mut Report) {
        if self.ends.as_ref().is_some_and(|ends| ends.find(text).is_none()) {
            return;
        }
        // A document sets its mark with a space in it: 机　密.
        for (mark, range) in folded::find(text, &self.marks) {
            let mark = MARKS[mark];
            let span = markdown::locate(place, text, range);
            let hint = match mark {
                "征求意见稿" | "送审稿" => say!(
                    "等定稿印发后再用；只是提到这几个字，就换个说法",
                    "wait for the final document; where the words are only mentioned, say it otherwise"
                ),
                _ => say!(
                    "带这种标志的材料不能公开，也不要放在这里；只是普通用词，就换个说法",
                    "material with such a mark must not be public, nor lie here; where it is an ordinary word, say it otherwise"
                ),
            };
            report.push(
                Diagnostic::error(
                    Code::SecrecyMark,
                    span,
                    say!("这里有“{mark}”字样", "this holds the words `{mark}`"),
                )
                .hint(hint),
            );
        }
    }
}
