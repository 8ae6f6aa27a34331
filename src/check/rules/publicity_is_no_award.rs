//! 典型宣传 is publicity, not an award: it is told of in stories and columns.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::{CommendationKind, Draft};
use crate::say;

/// Refuses commendations of kind 典型宣传, whose people would otherwise be on the roll.
pub fn check(draft: &Draft, report: &mut Report) {
    for data in draft.tables.commendations.iter().map(|record| &record.data) {
        if data.kind != Some(CommendationKind::Publicity) {
            continue;
        }
        report.push(
            Diagnostic::error(
                Code::PublicityIsNoAward,
                data.title.span,
                say!(
                    "典型宣传不是表彰，不能作为表彰记录",
                    "publicity (典型宣传) is no award and no commendation"
                ),
            )
            .hint(say!(
                "移到 content/stories/ 写成报道，或在 content/columns.yaml 里写成栏目",
                "move it to content/stories/ as a story, or make it a column in content/columns.yaml"
            )),
        );
    }
}
