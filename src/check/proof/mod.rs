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

use super::abreast;
use crate::diag::{Code, Report, Span};
use crate::model::{Draft, EachTable, InTables, Site, Table};
use passage::Passage;

/// A rule that needs nothing but the passage.
type Rule = fn(&Passage<'_>, &mut Report);

const RULES: [(Code, Rule); 6] = [
    (Code::DoubledText, doubled_text::check),
    (Code::UnbalancedBrackets, unbalanced_brackets::check),
    (Code::HalfWidthPunctuation, half_width_punctuation::check),
    (Code::BadQuotation, bad_quotation::check),
    (Code::ImpossibleDate, impossible_date::check),
    (Code::DocumentReference, document_reference::check),
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

/// Reads every text of every record with the rules that the site has not switched off.
pub fn check(draft: &Draft, report: &mut Report) {
    let is_on = |code: Code| {
        let off = draft.site.iter().flat_map(|site| &site.rules_off);
        !off.into_iter().any(|rule| rule.value.trim() == code.name())
    };
    let rules: Vec<Rule> = RULES.iter().filter(|(code, _)| is_on(*code)).map(|(_, rule)| *rule).collect();
    let terms = draft.site.as_ref().filter(|_| is_on(Code::WrongTerm)).and_then(wrong_term::Terms::of);
    let names = Some(draft).filter(|_| is_on(Code::NearName)).and_then(near_name::Names::of);
    let (facts, numbers) = (is_on(Code::Contradiction), is_on(Code::NumberContradiction));
    let documents = named_document::Documents::of(draft, facts, numbers);
    let reader = Reader { rules, terms, names, documents };
    if let Some(site) = &draft.site {
        reader.site(site, report);
    }
    draft.tables.each(&mut Records { reader: &reader, report });
    if is_on(Code::Contradiction) {
        contradiction::check(draft, report);
    }
    if is_on(Code::NumberContradiction) {
        number_contradiction::check(draft, report);
    }
}

struct Reader<'d> {
    rules: Vec<Rule>,
    terms: Option<wrong_term::Terms>,
    /// These two look at bodies alone: fields say whom and what they mean.
    names: Option<near_name::Names<'d>>,
    documents: Option<named_document::Documents<'d>>,
}

impl Reader<'_> {
    fn site(&self, site: &Site, report: &mut Report) {
        let words = [&site.subtitle, &site.description, &site.notice, &site.data_terms];
        for word in words.into_iter().flatten().chain([&site.title]) {
            passage::each(&word.value, word.span, false, &mut |passage| self.passage(passage, report));
        }
    }

    fn body(&self, passage: &Passage<'_>, record: Span, report: &mut Report) {
        self.passage(passage, report);
        if let Some(names) = &self.names {
            names.check(passage, report);
        }
        if let Some(documents) = &self.documents {
            documents.check(passage, record, report);
        }
    }

    fn passage(&self, passage: &Passage<'_>, report: &mut Report) {
        self.rules.iter().for_each(|rule| rule(passage, report));
        if let Some(terms) = &self.terms {
            terms.check(passage, report);
        }
    }
}

struct Records<'a> {
    reader: &'a Reader<'a>,
    report: &'a mut Report,
}

impl EachTable for Records<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let reader = self.reader;
        abreast::judge(table, self.report, |record, report| {
            record.data.take_words(&mut |text, span| {
                passage::each(text, span, false, &mut |passage| reader.passage(passage, report));
            });
            if let Some(body) = &record.body {
                passage::each(body.text(), body.span(), true, &mut |passage| {
                    reader.body(passage, record.span, report);
                });
            }
        });
    }
}
