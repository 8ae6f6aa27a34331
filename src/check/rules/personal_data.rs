//! Personal data must not become public by accident.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::super::personal;
use super::super::silent::Listening;
use super::severity;
use crate::diag::{Code, Diagnostic, Report, Severity, Span};
use crate::markdown;
use crate::model::decode::Decode;
use crate::model::{BodySource, Common, Draft, EachTable, InTables, Record, Site, Table};
use crate::privacy::{self, Scanner};
use crate::say;
use personal::Known;

/// Looks through every text of every record but its body, whatever its status: what is certain is an error where the record may be
/// published, and all else a warning. What the publisher and notices say of how they are reached is known; a record's own
/// allowances hold for that record.
pub fn check(draft: &Draft, search: &Search, listening: &Listening, report: &mut Report) {
    if let Some(site) = &draft.site {
        search.site(site, report);
    }
    draft.tables.each(&mut Records { draft, search, listening, report });
}

struct Records<'a> {
    draft: &'a Draft,
    search: &'a Search,
    listening: &'a Listening,
    report: &'a mut Report,
}

impl EachTable for Records<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let (draft, search) = (self.draft, self.search);
        self.listening.judge(table, self.report, |record, report| {
            let common = &record.common;
            let place = search.record(draft, common);
            // Not the allowances, which name what they allow.
            let mut look = |text: &str, span: Span| {
                place.text(text, span, report);
            };
            common.id.words(&mut look);
            common.sources.words(&mut look);
            common.tags.words(&mut look);
            common.former_ids.words(&mut look);
            record.data.take_words(&mut look);
            unused(record, report);
        });
    }
}

/// Tells of allowances that nothing in the record needs any more: whoever reads them takes them for something that is public. What is in files
/// is not known here, so that records with attachments or links to files keep theirs.
fn unused<T: InTables>(record: &Record<T>, report: &mut Report) {
    let allowances = &record.common.privacy_allowances;
    if allowances.is_empty() {
        return;
    }
    let mut all = String::new();
    let mut add = |text: &str| {
        all.push_str(&privacy::plain(text));
        all.push('\n');
    };
    record.common.sources.words(&mut |text, _| add(text));
    record.common.tags.words(&mut |text, _| add(text));
    record.data.take_words(&mut |text, _| add(text));
    record.body.iter().for_each(|body| add(body.text()));
    let is_picture = |file: &str| {
        let kind = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        matches!(kind.as_str(), "jpg" | "jpeg" | "png" | "webp" | "svg")
    };
    let has_files = record.data.files().iter().any(|file| !is_picture(file))
        || record.body.as_ref().is_some_and(|body| body.text().contains("media/"));
    if has_files {
        return;
    }
    for allowance in allowances {
        let what = privacy::plain(&allowance.what);
        // Numbers in Chinese numerals are allowed as digits, or as they are written.
        if !what.is_empty() && !all.contains(&what) {
            report.push(
                Diagnostic::warning(
                    Code::PersonalData,
                    allowance.what.span,
                    say!(
                        "这一条隐私许可没有用处：记录里没有这段内容",
                        "nothing in the record needs this allowance"
                    ),
                )
                .hint(say!("删去，或照正文的写法改", "remove it, or write it as the record does"))
                .hiding(allowance.what.span),
            );
        }
    }
}

/// What is looked for, and what of it is meant to be public anywhere on the site.
pub struct Search {
    scanner: Scanner,
    known: Known,
    /// Where the contacts of notices stand.
    contacts: HashSet<Span>,
}

impl Search {
    pub fn of(draft: &Draft) -> Search {
        let mut known = Known::of_site(draft.site.as_ref());
        let commendations = || draft.tables.commendations.iter().map(|record| &record.data);
        commendations().for_each(|commendation| known.add_notices(commendation));
        let contacts = commendations().flat_map(personal::contacts).map(|word| word.span).collect();
        Search { scanner: Scanner::default(), known, contacts }
    }

    /// Looks through the body of a record. Whether there was nothing at all, not even what is allowed.
    pub fn body(&self, draft: &Draft, common: &Common, body: &BodySource, report: &mut Report) -> bool {
        self.record(draft, common).text(body.text(), body.span(), report)
    }

    fn record(&self, draft: &Draft, common: &Common) -> Place<'_> {
        let mut known = Cow::Borrowed(&self.known);
        if !common.privacy_allowances.is_empty() {
            known.to_mut().add_allowances(&common.privacy_allowances);
        }
        Place { search: self, known, severity: severity(draft, common) }
    }

    fn site(&self, site: &Site, report: &mut Report) {
        let words = [&site.subtitle, &site.description, &site.publisher, &site.notice, &site.data_terms];
        let menu = site.menu.iter().map(|item| &item.title);
        let known = Cow::Borrowed(&self.known);
        let place = Place { search: self, known, severity: Severity::Error };
        for word in words.into_iter().flatten().chain([&site.title]).chain(menu) {
            place.text(word, word.span, report);
        }
    }
}

/// A record to be looked through.
struct Place<'a> {
    search: &'a Search,
    known: Cow<'a, Known>,
    /// Of what is certain.
    severity: Severity,
}

impl Place<'_> {
    /// Whether there was nothing to be found.
    fn text(&self, text: &str, place: Span, report: &mut Report) -> bool {
        if self.search.contacts.contains(&place) {
            return false;
        }
        let found = self.search.scanner.scan(text);
        for finding in &found {
            if self.known.covers(text, finding) {
                continue;
            }
            let span = locate(place, text, finding.range.clone());
            let hidden = locate(place, text, finding.hidden.clone());
            report.push(personal::told(text, finding, self.severity, span, hidden));
        }
        found.is_empty()
    }
}

/// As [`markdown::locate`], and within quotes too: what is told and hidden is then the passage and not the whole text.
fn locate(place: Span, text: &str, range: Range<usize>) -> Span {
    if place.range().len() == text.len() + 2 {
        let start = place.start as usize + 1;
        return Span::new(place.file, start + range.start..start + range.end);
    }
    markdown::locate(place, text, range)
}
