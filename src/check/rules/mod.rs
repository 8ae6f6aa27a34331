//! Content rules: what records may say, one file a rule, each named after the code that it reports.
//!
//! Comes in: the [`Draft`] once its references are linked. Goes out: diagnostics in the [`Report`], nothing else.
//! It deliberately changes no record and decides nothing about publication; ids, references, trees and bodies are
//! judged elsewhere in `check`.

mod bad_document_number;
mod bad_path;
mod bad_picture;
mod bad_recipient;
mod bad_setting;
mod bad_strokes;
mod birth_day;
mod conversion_residue;
mod count_mismatch;
mod date_order;
mod incomplete_notice;
mod missing_alt;
mod missing_approval;
mod missing_consent;
mod missing_file;
mod missing_source;
mod name_spelling;
mod not_disclosed;
mod notice_mismatch;
mod personal_data;
mod publicity_is_no_award;
mod secrecy_mark;
mod short_notice;
mod undocumented_decision;
mod undocumented_revocation;
mod unknown_strokes;
mod unsafe_url;
mod web_address;
mod wrong_order;

pub use bad_picture::judge as judge_picture;
pub use bad_setting::judge_base_url;
pub use personal_data::Search as PersonalSearch;

use rayon::prelude::*;

use super::silent::Listening;
use crate::diag::{Code, Diagnostic, Report, Severity, Span, Text};
use crate::model::{Common, Draft, Status};

/// One rule, applied to every record.
type Rule = fn(&Draft, &Unread, &Listening, &mut Report);

/// In the order in which they are reported.
const RULES: [Rule; 27] = [
    |draft, _, _, report| bad_document_number::check(draft, report),
    |draft, unread, _, report| undocumented_decision::check(draft, unread, report),
    |draft, unread, _, report| count_mismatch::check(draft, unread, report),
    |draft, unread, _, report| bad_recipient::check(draft, unread, report),
    |draft, _, _, report| wrong_order::check(draft, report),
    |draft, _, _, report| missing_approval::check(draft, report),
    |draft, _, _, report| publicity_is_no_award::check(draft, report),
    |draft, unread, _, report| incomplete_notice::check(draft, unread, report),
    |draft, _, _, report| short_notice::check(draft, report),
    |draft, _, _, report| notice_mismatch::check(draft, report),
    |draft, _, _, report| undocumented_revocation::check(draft, report),
    |draft, _, _, report| date_order::check(draft, report),
    |draft, _, _, report| birth_day::check(draft, report),
    |draft, _, _, report| name_spelling::check(draft, report),
    |draft, _, listening, report| conversion_residue::check(draft, listening, report),
    |draft, _, _, report| bad_strokes::check(draft, report),
    |draft, _, _, report| unknown_strokes::check(draft, report),
    |draft, unread, _, report| missing_source::check(draft, unread, report),
    |draft, _, _, report| missing_file::check(draft, report),
    |draft, _, _, report| bad_picture::check(draft, report),
    |draft, _, _, report| missing_consent::check(draft, report),
    |draft, _, _, report| missing_alt::check(draft, report),
    |draft, _, _, report| bad_path::check(draft, report),
    |draft, _, _, report| bad_setting::check(draft, report),
    |draft, _, _, report| unsafe_url::check(draft, report),
    |draft, _, listening, report| secrecy_mark::check(draft, listening, report),
    |draft, _, _, report| not_disclosed::check(draft, report),
];

/// Applies every rule. They know nothing of each other, and run side by side. What is looked for as personal data is made
/// once, for bodies are looked through elsewhere.
pub fn check(draft: &Draft, personal: &PersonalSearch, listening: &Listening, report: &mut Report) {
    let unread = Unread::of(report);
    let apply = |rule: &Rule| {
        let mut own = Report::new();
        rule(draft, &unread, listening, &mut own);
        own
    };
    let mut of_persons = Report::new();
    let (reports, ()) = rayon::join(
        || RULES.par_iter().with_max_len(1).map(apply).collect::<Vec<Report>>(),
        || personal_data::check(draft, personal, listening, &mut of_persons),
    );
    reports.into_iter().chain([of_persons]).for_each(|own| report.extend(own));
}

/// Where something could not be read.
struct Unread {
    /// Values. They were left out of their lists, so that a list's length says nothing.
    values: Vec<Span>,
    /// Names of fields that there are not, so that what the record lacks may stand there.
    fields: Vec<Span>,
}

impl Unread {
    fn of(report: &Report) -> Unread {
        let spans = |codes: &[Code]| {
            let of_codes = report.iter().filter(|diagnostic| codes.contains(&diagnostic.code));
            let mut spans: Vec<Span> = of_codes.map(|diagnostic| diagnostic.span).collect();
            spans.sort();
            spans
        };
        let values =
            [Code::MissingField, Code::WrongType, Code::UnknownValue, Code::BadCharacter, Code::BadDate];
        // Where a field is misspelt that a value must have, only the misspelling is told of.
        let values = [&values[..], &[Code::UnknownField]].concat();
        Unread { values: spans(&values), fields: spans(&[Code::UnknownField]) }
    }

    fn within(&self, record: Span) -> bool {
        Unread::any(&self.values, record)
    }

    fn misspelt_within(&self, record: Span) -> bool {
        Unread::any(&self.fields, record)
    }

    fn any(spans: &[Span], record: Span) -> bool {
        let from = spans.partition_point(|span| (span.file, span.start) < (record.file, record.start));
        spans.get(from).is_some_and(|span| span.file == record.file && span.start < record.end)
    }
}

/// Something that a record still lacks: an error, but only a warning while the record is a draft or withdrawn, so that
/// one colleague's unfinished record does not stop the whole site.
fn gap(draft: &Draft, common: &Common, code: Code, span: Span, message: Text) -> Diagnostic {
    Diagnostic { severity: severity(draft, common), ..Diagnostic::error(code, span, message) }
}

fn severity(draft: &Draft, common: &Common) -> Severity {
    match status(draft, common) {
        Status::Draft | Status::Withdrawn => Severity::Warning,
        Status::Ready | Status::Published => Severity::Error,
    }
}

/// The record's own status, else the site's; where the site cannot be read, as if it said nothing.
fn status(draft: &Draft, common: &Common) -> Status {
    let default = draft.site.as_ref().map_or(Status::Ready, |site| site.default_status());
    common.status.unwrap_or(default)
}
