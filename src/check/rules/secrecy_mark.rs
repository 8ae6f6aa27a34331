//! What bears a mark of secrecy, or is still a draft document, has no place in a public site's records.

use aho_corasick::AhoCorasick;

use super::super::folded::Folded;
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::markdown;
use crate::model::{Draft, EachTable, Fields, InTables, Site, Table};
use crate::say;

/// Marks of secrecy (保守国家秘密法, article 14), of internal material and of drafts out for comment.
const MARKS: [&str; 6] = ["秘密", "机密", "绝密", "内部资料", "征求意见稿", "送审稿"];

/// Looks for the marks in every text of every record and in what the site says on each page. The mark alone is
/// looked for, without a judgement of the sentence: a false alarm costs a rewording, a miss cannot be taken back.
pub fn check(draft: &Draft, report: &mut Report) {
    let finder = AhoCorasick::new(MARKS).expect("six short words are within every limit of the automaton");
    let mut search = Search { finder, report };
    if let Some(site) = &draft.site {
        search.site(site);
    }
    draft.tables.each(&mut search);
}

struct Search<'a> {
    finder: AhoCorasick,
    report: &'a mut Report,
}

impl EachTable for Search<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        for record in table {
            record.common.take_words(&mut |text, span| self.text(text, span));
            record.data.take_words(&mut |text, span| self.text(text, span));
            if let Some(body) = &record.body {
                self.text(body.text(), body.span());
            }
        }
    }
}

impl Search<'_> {
    /// Not `terms`: a list of words that must not be used may hold these.
    fn site(&mut self, site: &Site) {
        let words = [&site.subtitle, &site.description, &site.publisher, &site.notice];
        for word in words.into_iter().flatten().chain([&site.title]) {
            self.text(word, word.span);
        }
    }

    fn text(&mut self, text: &str, place: Span) {
        // A document sets its mark with a space in it: 机　密.
        let folded = Folded::of(text);
        for found in self.finder.find_iter(folded.text()) {
            let mark = MARKS[found.pattern().as_usize()];
            let span = markdown::locate(place, text, folded.original(found.range()));
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
            self.report.push(
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
