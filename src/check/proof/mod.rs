//! The proofreader: what is probably a slip in a text, one file a rule, each named after the code that it reports.
//!
//! Comes in: the [`Draft`] once its references are linked. Goes out: warnings, nothing else; a site switches rules off by
//! their codes (`rules_off`). A rule looks at one [`Passage`] at a time, so that one walk through the texts serves all.
//! It deliberately guesses no order of names, judges no style, and stays silent where a text may be right.

mod bad_quotation;
mod contradiction;
mod document_reference;
mod doubled_text;
mod half_width_punctuation;
mod impossible_date;
mod named_document;
mod near_name;
mod number_contradiction;
mod passage;
mod unbalanced_brackets;
mod wrong_term;

use super::silent::Listening;
use crate::diag::{Code, Report, Span};
use crate::model::{BodySource, Draft, EachTable, InTables, Site, Table};
use passage::{Passage, Signs};

/// A rule that needs nothing but the passage.
type Rule = fn(&Passage<'_>, &mut Report);

/// With what a passage must have for the rule to find anything.
const RULES: [(Code, Signs, Rule); 6] = [
    (Code::DoubledText, Signs::AGAIN, doubled_text::check),
    (Code::UnbalancedBrackets, Signs::BRACKET, unbalanced_brackets::check),
    (Code::HalfWidthPunctuation, Signs::HALF_WIDTH, half_width_punctuation::check),
    (Code::BadQuotation, Signs::QUOTE, bad_quotation::check),
    (Code::ImpossibleDate, Signs::MONTH, impossible_date::check),
    (Code::DocumentReference, Signs::BRACKET, document_reference::check),
];

/// The codes that a site may switch off: every rule of the proofreader.
pub const CODES: [Code; 10] = [
    Code::DoubledText,
    Code::UnbalancedBrackets,
    Code::HalfWidthPunctuation,
    Code::BadQuotation,
    Code::ImpossibleDate,
    Code::DocumentReference,
    Code::WrongTerm,
    Code::NearName,
    Code::Contradiction,
    Code::NumberContradiction,
];

/// Knows which rules a site has, and reads texts with them.
pub struct Proofreader {
    rules: Vec<(Signs, Rule)>,
    terms: Option<wrong_term::Terms>,
    mark: [u8; 32],
}

impl Proofreader {
    /// With the rules that the site has not switched off, and its terminology.
    pub fn of(site: Option<&Site>) -> Proofreader {
        let rules = RULES.iter().filter(|(code, ..)| is_on(site, *code));
        let rules = rules.map(|(_, signs, rule)| (*signs, *rule)).collect();
        let terms = site.filter(|_| is_on(site, Code::WrongTerm)).and_then(wrong_term::Terms::of);
        let mut mark = blake3::Hasher::new();
        let mut add = |word: &str| {
            mark.update(&(word.len() as u64).to_le_bytes()).update(word.as_bytes());
        };
        CODES.iter().filter(|code| is_on(site, **code)).for_each(|code| add(code.name()));
        for term in site.into_iter().flat_map(|site| &site.terms) {
            [&term.wrong, &term.right].iter().for_each(|word| add(word));
            add(term.reason.as_ref().map_or("", |reason| reason.as_str()));
        }
        Proofreader { rules, terms, mark: *mark.finalize().as_bytes() }
    }

    /// Where it is the same, the same is said of a text.
    pub fn mark(&self) -> [u8; 32] {
        self.mark
    }

    /// Reads a body. The rules that hold it against its record are not in this.
    pub fn body(&self, body: &BodySource, report: &mut Report) {
        passage::each(body.text(), body.span(), true, &mut |passage| self.passage(passage, report));
    }

    fn site(&self, site: &Site, report: &mut Report) {
        let words = [&site.subtitle, &site.description, &site.notice, &site.data_terms];
        for word in words.into_iter().flatten().chain([&site.title]) {
            passage::each(&word.value, word.span, false, &mut |passage| self.passage(passage, report));
        }
    }

    fn passage(&self, passage: &Passage<'_>, report: &mut Report) {
        let asked = self.rules.iter().filter(|(signs, _)| passage.has(*signs));
        asked.for_each(|(_, rule)| rule(passage, report));
        if let Some(terms) = &self.terms {
            terms.check(passage, report);
        }
    }
}

fn is_on(site: Option<&Site>, code: Code) -> bool {
    !site.into_iter().flat_map(|site| &site.rules_off).any(|rule| rule.value.trim() == code.name())
}

/// Reads what the site and its records say outside of bodies, and holds bodies against the records.
pub fn check(draft: &Draft, reader: &Proofreader, listening: &Listening, report: &mut Report) {
    if let Some(site) = &draft.site {
        reader.site(site, report);
    }
    let is_on = |code: Code| is_on(draft.site.as_ref(), code);
    let names = Some(draft).filter(|_| is_on(Code::NearName)).and_then(near_name::Names::of);
    let (facts, numbers) = (is_on(Code::Contradiction), is_on(Code::NumberContradiction));
    let documents = named_document::Documents::of(draft, facts, numbers);
    draft.tables.each(&mut Records { reader, around: Around { names, documents }, listening, report });
    if is_on(Code::Contradiction) {
        contradiction::check(draft, listening, report);
    }
    if is_on(Code::NumberContradiction) {
        number_contradiction::check(draft, listening, report);
    }
}

/// What the site knows besides, which a body may say otherwise.
struct Around<'d> {
    names: Option<near_name::Names<'d>>,
    documents: Option<named_document::Documents<'d>>,
}

impl Around<'_> {
    fn passage(&self, passage: &Passage<'_>, record: Span, report: &mut Report) {
        if let Some(names) = &self.names {
            names.check(passage, report);
        }
        if let Some(documents) = &self.documents {
            documents.check(passage, record, report);
        }
    }
}

struct Records<'a> {
    reader: &'a Proofreader,
    around: Around<'a>,
    listening: &'a Listening,
    report: &'a mut Report,
}

impl EachTable for Records<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let (reader, around) = (self.reader, &self.around);
        self.listening.judge(table, self.report, |record, report| {
            record.data.take_words(&mut |text, span| {
                passage::each(text, span, false, &mut |passage| reader.passage(passage, report));
            });
            if let Some(body) = &record.body {
                passage::each(body.text(), body.span(), true, &mut |passage| {
                    around.passage(passage, record.span, report);
                });
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diag::{FileId, Span};

    proptest! {
        /// What is not asked would have said nothing.
        #[test]
        fn a_rule_is_silent_where_its_signs_are_missing(text in "[的了我们工作甲〈〉《》「（）()\\[\\]〔〕【】2月30日号一“”\",;:?!，。 ]{1,14}") {
            let place = Span::new(FileId(0), 0..text.len());
            passage::each(&text, place, true, &mut |passage| {
                for (code, signs, rule) in RULES {
                    let mut report = Report::new();
                    rule(passage, &mut report);
                    let is_silent = report.iter().next().is_none();
                    assert!(passage.has(signs) || is_silent, "{}: {text}", code.name());
                }
            });
        }
    }
}
