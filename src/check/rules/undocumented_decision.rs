//! A decided commendation states when it was decided and by whom.

use super::{Unread, gap};
use crate::diag::{Code, Report};
use crate::model::Draft;
use crate::say;

/// Holds for the stages 决定 and 更正; a commendation that states no stage is decided.
pub fn check(draft: &Draft, unread: &Unread, report: &mut Report) {
    for record in draft.tables.commendations.iter().filter(|record| record.data.confers()) {
        if unread.within(record.span) {
            // It may be the date or the issuer that could not be read.
            continue;
        }
        let data = &record.data;
        let (message, hint) = match (data.date.is_none(), data.issuers.is_empty()) {
            (false, false) => continue,
            (true, false) => (
                say!("表彰没有写明日期", "the commendation states no date"),
                say!(
                    "照原件补上一行“日期: …”，如 2030-10-01",
                    "add a line `date: …` as the document has it, such as 2030-10-01"
                ),
            ),
            (false, true) => (
                say!("表彰没有写明表彰单位", "the commendation states no issuer"),
                say!("照原件补上一行“表彰单位: …”", "add a line `issuer: …` as the document has it"),
            ),
            (true, true) => (
                say!("表彰没有写明日期和表彰单位", "the commendation states neither date nor issuer"),
                say!(
                    "照原件补上“日期: …”和“表彰单位: …”；还没有决定的，写“阶段: 推荐”或“阶段: 公示”",
                    "add `date: …` and `issuer: …` as the document has them; where it is not decided yet write `stage: nominated` or `stage: notice`"
                ),
            ),
        };
        let span = data.title.span;
        report.push(gap(draft, &record.common, Code::UndocumentedDecision, span, message).hint(hint));
    }
}
