//! Personal data must not become public by accident.

use std::collections::HashSet;
use std::ops::Range;

use super::super::{abreast, personal};
use super::severity;
use crate::diag::{Report, Severity, Span};
use crate::markdown;
use crate::model::decode::Decode;
use crate::model::{Draft, EachTable, InTables, Site, Table};
use crate::privacy::Scanner;
use personal::Known;

/// Looks through every text of every record, whatever its status: what is certain is an error where the record may be published,
/// and all else a warning. What the publisher and notices say of how they are reached is known; a record's own
/// allowances hold for that record.
pub fn check(draft: &Draft, report: &mut Report) {
    let scanner = Scanner::default();
    let mut known = Known::of_site(draft.site.as_ref());
    let commendations = || draft.tables.commendations.iter().map(|record| &record.data);
    commendations().for_each(|commendation| known.add_notices(commendation));
    let contacts: HashSet<Span> =
        commendations().flat_map(personal::contacts).map(|word| word.span).collect();
    let search = Search { scanner, known, contacts };
    if let Some(site) = &draft.site {
        search.site(site, report);
    }
    draft.tables.each(&mut Records { draft, search, report });
}

struct Records<'a> {
    draft: &'a Draft,
    search: Search,
    report: &'a mut Report,
}

impl EachTable for Records<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let (draft, search) = (self.draft, &self.search);
        abreast::judge(table, self.report, |record, report| {
            let common = &record.common;
            let mut known = None;
            if !common.privacy_allowances.is_empty() {
                let mut own = search.known.clone();
                own.add_allowances(&common.privacy_allowances);
                known = Some(own);
            }
            let place = Place {
                search,
                known: known.as_ref().unwrap_or(&search.known),
                severity: severity(draft, common),
            };
            // Not the allowances, which name what they allow.
            let mut look = |text: &str, span: Span| place.text(text, span, report);
            common.id.words(&mut look);
            common.sources.words(&mut look);
            common.tags.words(&mut look);
            common.former_ids.words(&mut look);
            record.data.take_words(&mut look);
            if let Some(body) = &record.body {
                place.text(body.text(), body.span(), report);
            }
        });
    }
}

struct Search {
    scanner: Scanner,
    known: Known,
    /// Where the contacts of notices stand.
    contacts: HashSet<Span>,
}

impl Search {
    fn site(&self, site: &Site, report: &mut Report) {
        let words = [&site.subtitle, &site.description, &site.publisher, &site.notice, &site.data_terms];
        let menu = site.menu.iter().map(|item| &item.title);
        let place = Place { search: self, known: &self.known, severity: Severity::Error };
        for word in words.into_iter().flatten().chain([&site.title]).chain(menu) {
            place.text(word, word.span, report);
        }
    }
}

/// A record to be looked through.
struct Place<'a> {
    search: &'a Search,
    known: &'a Known,
    /// Of what is certain.
    severity: Severity,
}

impl Place<'_> {
    fn text(&self, text: &str, place: Span, report: &mut Report) {
        if self.search.contacts.contains(&place) {
            return;
        }
        for finding in self.search.scanner.scan(text) {
            if self.known.covers(text, &finding) {
                continue;
            }
            let span = locate(place, text, finding.range.clone());
            let hidden = locate(place, text, finding.hidden.clone());
            report.push(personal::told(text, &finding, self.severity, span, hidden));
        }
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
