//! What a text says of a commendation that it names by its title in 《》: its number, the day of its issue, how many it honours.

use std::collections::HashMap;
use std::ops::Range;

use super::number_contradiction;
use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Report, Span, Text};
use crate::model::{Commendation, Draft, PartialDate, Record};
use crate::say;

/// The commendations of a site by their titles.
pub struct Documents<'d> {
    /// A title that several bear names none of them.
    titles: HashMap<&'d str, Option<&'d Record<Commendation>>>,
    facts: bool,
    numbers: bool,
}

impl<'d> Documents<'d> {
    /// `facts` and `numbers` say which of the two rules that look here are on. `None` where nothing is to be looked for.
    pub fn of(draft: &'d Draft, facts: bool, numbers: bool) -> Option<Documents<'d>> {
        let mut titles: HashMap<&str, Option<&Record<Commendation>>> = HashMap::new();
        for record in draft.tables.commendations.iter() {
            titles.entry(record.title()).and_modify(|same| *same = None).or_insert(Some(record));
        }
        (!titles.is_empty() && (facts || numbers)).then_some(Documents { titles, facts, numbers })
    }

    /// `own` is the record that the passage belongs to: what a document says of itself is held against its lists elsewhere.
    pub fn check(&self, passage: &Passage<'_>, own: Span, report: &mut Report) {
        let text = passage.text;
        for (at, open) in text.match_indices('《') {
            let inside = &text[at + open.len()..];
            let Some(title) = inside.split('》').next().filter(|title| title.len() < inside.len()) else {
                return;
            };
            let Some(Some(record)) = self.titles.get(title) else { continue };
            if !passage.is_prose(at) {
                continue;
            }
            let behind = at + open.len() + title.len() + '》'.len_utf8();
            if self.facts {
                number(passage, behind, record, report);
                day(passage, at, record, report);
            }
            if self.numbers && record.span != own {
                let end = text[behind..].find(['。', '《']).map_or(text.len(), |length| behind + length);
                count(passage, behind..end, record, report);
            }
        }
    }
}

/// 《关于…的决定》（示委发〔2030〕16号), where the record has another number.
fn number(passage: &Passage<'_>, behind: usize, record: &Record<Commendation>, report: &mut Report) {
    let Some(stated) = &record.data.number else { return };
    let Some(rest) = passage.text[behind..].strip_prefix(['（', '(']) else { return };
    let start = passage.text.len() - rest.len();
    let Some(length) = rest.find(['）', ')']) else { return };
    let written = &rest[..length];
    let is_number = written.ends_with('号') && written.contains(['〔', '[', '［', '﹝', '(', '（']);
    if is_number && plain(written) != plain(stated) {
        let right = stated.as_str();
        let message = say!(
            "正文写“{written}”，这份表彰的文号是“{right}”",
            "the text says `{written}`, and the commendation's number is `{right}`"
        );
        report.push(told(passage, start..start + length, message, stated.span));
    }
}

/// The signs of a document number, whatever brackets hold its year.
fn plain(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric() && *c != '第').collect()
}

/// 2030年9月20日印发《…》, where the record has another day. Days of publication may be later; those of issue are the document's.
fn day(passage: &Passage<'_>, at: usize, record: &Record<Commendation>, report: &mut Report) {
    let Some(stated) = &record.data.date else { return };
    let clause = passage.text[..at].rsplit(['。', '；', '》', '\n']).next().unwrap_or_default();
    let Some((end, sign)) = clause.rmatch_indices('日').next() else { return };
    let between = &clause[end + sign.len()..];
    let is_issue = ["印发", "下发", "作出"]
        .iter()
        .any(|verb| between.ends_with(verb) || between.ends_with(&format!("{verb}了")));
    let day = clause[..end].trim_end_matches(|c: char| c.is_ascii_digit() || c == '年' || c == '月');
    let written = &clause[day.len()..end + sign.len()];
    if !is_issue || between.chars().count() > 24 {
        return;
    }
    let Some(said) = parse(written) else { return };
    let differs = |said: Option<u16>, stated: Option<u16>| said.zip(stated).is_some_and(|(a, b)| a != b);
    let PartialDate { year, month, day: of_month } = stated.value;
    let is_other = differs(Some(said.0), year)
        || differs(Some(said.1), month.map(u16::from))
        || differs(Some(said.2), of_month.map(u16::from));
    if is_other {
        let start = at - clause.len() + day.len();
        let right = stated.value.chinese();
        let message = say!(
            "正文写“{written}”，这份表彰的日期是“{right}”",
            "the text says `{written}`, and the commendation is of {right}"
        );
        report.push(told(passage, start..start + written.len(), message, stated.span));
    }
}

/// 2030年9月20日
fn parse(written: &str) -> Option<(u16, u16, u16)> {
    let (year, rest) = written.split_once('年')?;
    let (month, day) = rest.strip_suffix('日')?.split_once('月')?;
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

/// 《…》对150名同志予以表扬, where the record lists or states another number.
fn count(passage: &Passage<'_>, sentence: Range<usize>, record: &Record<Commendation>, report: &mut Report) {
    for (range, number) in number_contradiction::counted(passage) {
        if sentence.contains(&range.start)
            && let Some(found) = number_contradiction::judge(passage, range, number, record)
        {
            report.push(found);
        }
    }
}

fn told(passage: &Passage<'_>, range: Range<usize>, message: Text, record: Span) -> Diagnostic {
    Diagnostic::warning(Code::Contradiction, passage.span(range), message)
        .note(record, say!("记录里这样写", "the record says so"))
        .hint(say!("核对原件，改正其中一处", "check the document, and correct one of them"))
}
