//! What is taken back or put right is so by a document: its number and its day are what stays public.

use crate::diag::{Code, Diagnostic, Report, Span, Text};
use crate::model::{Commendation, Draft, Revocation, Stage};
use crate::say;

/// A warning for every 撤销 and 更正 that does not say by which document. Without one `/corrections/` cannot tell readers more than that it
/// happened.
pub fn check(draft: &Draft, report: &mut Report) {
    for record in &draft.tables.commendations {
        let data = &record.data;
        match &data.revoked {
            None if data.stage() == Stage::Revoked => {
                report.push(told(data.title.span, revoked(), how_revoked()))
            }
            revocation => judge(revocation.as_ref(), data.title.span, report),
        }
        for line in data.honors.iter().flat_map(|honor| honor.everyone()) {
            let names = line.name.as_ref().or(line.who.as_ref()).map(|name| name.span);
            let span = line.person.as_ref().map(|person| person.span).or(names);
            judge(line.revoked.as_ref(), span.unwrap_or(data.title.span), report);
        }
        if data.stage() == Stage::Corrected && lacks_correction(data) {
            report.push(told(
                data.title.span,
                say!("更正没有写明更正的文件", "the correction names no document"),
                say!(
                    "补上“更正: {{日期: …, 文号: …, 说明: …}}”",
                    "add `corrected: {{on: …, number: …, note: …}}`"
                ),
            ));
        }
    }
}

fn judge(revocation: Option<&Revocation>, span: Span, report: &mut Report) {
    let Some(revocation) = revocation else { return };
    let has_number = revocation.number.as_ref().is_some_and(|number| !number.is_empty());
    if !has_number || revocation.on.is_none() {
        report.push(told(span, revoked(), how_revoked()));
    }
}

fn lacks_correction(data: &Commendation) -> bool {
    let word = |word: &Option<crate::model::Word>| word.as_ref().is_some_and(|word| !word.is_empty());
    data.corrected.as_ref().is_none_or(|corrected| !word(&corrected.number) && !word(&corrected.note))
}

fn revoked() -> Text {
    say!("撤销没有写明文号和日期", "the revocation lacks the number or the day of its document")
}

fn how_revoked() -> Text {
    say!(
        "照撤销文件补上“撤销: {{日期: …, 文号: …}}”",
        "add `revoked: {{on: …, number: …}}` as the document has them"
    )
}

fn told(span: Span, message: Text, hint: Text) -> Diagnostic {
    Diagnostic::warning(Code::UndocumentedRevocation, span, message).hint(hint)
}
