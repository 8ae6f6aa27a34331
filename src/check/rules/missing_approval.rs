//! 表彰 needs an approval: 《评比达标表彰活动管理办法》 (2018) lets no unit hold one on its own authority.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::{CommendationKind, Draft};
use crate::say;

/// A warning for every standing commendation of kind 表彰 that does not say under what approval it was given.
pub fn check(draft: &Draft, report: &mut Report) {
    for data in draft.tables.commendations.iter().map(|record| &record.data) {
        let has_approval = data.approval.as_ref().is_some_and(|approval| !approval.is_empty());
        if data.kind != Some(CommendationKind::Commendation) || !data.confers() || has_approval {
            continue;
        }
        report.push(
            Diagnostic::warning(
                Code::MissingApproval,
                data.title.span,
                say!("“表彰”没有写明批准依据", "a commendation (表彰) states no approval"),
            )
            .hint(say!(
                "补上一行“批准依据: …”，写批准这项表彰的机关和文号；若不是经批准的表彰项目，“类别”写通报表扬等",
                "add a line `approval: …` with who approved it and the document; where it is no approved award, `kind` is praise or the like"
            )),
        );
    }
}
