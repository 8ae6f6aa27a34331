//! Whoever reads a public notice (公示) learns when it ends and how to object.

use super::{Unread, gap};
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Draft, Notice, Stage, Word};
use crate::say;

/// Holds while the stage is 公示: an error where there is no notice at all, a warning where it lacks the office that
/// takes objections or every way to reach it.
pub fn check(draft: &Draft, unread: &Unread, report: &mut Report) {
    let proposals = draft.tables.commendations.iter().filter(|record| record.data.stage() == Stage::Notice);
    for record in proposals {
        let data = &record.data;
        if data.notice.is_empty() && !unread.within(record.span) {
            let message =
                say!("阶段是公示，却没有公示的内容", "the stage is `notice`, but there is no notice");
            let span = data.title.span;
            report.push(gap(draft, &record.common, Code::IncompleteNotice, span, message).hint(say!(
                "补上“公示”：起、止、受理单位、电话",
                "add `notice` with from, until, office and phone"
            )));
        }
        for notice in &data.notice {
            check_notice(notice, report);
        }
    }
}

fn check_notice(notice: &Notice, report: &mut Report) {
    let lacks = |word: &Option<Word>| word.as_ref().is_none_or(|word| word.is_empty());
    let unreachable = lacks(&notice.phone) && lacks(&notice.email) && lacks(&notice.address);
    let (message, hint) = match (lacks(&notice.office), unreachable) {
        (false, false) => return,
        (true, false) => (
            say!("公示没有写受理单位", "the notice names no office that takes objections"),
            say!("补上“受理单位: …”", "add `office: …`"),
        ),
        (false, true) => (
            say!("公示没有写怎样反映意见", "the notice gives no way to object"),
            say!("补上“电话”“邮箱”“地址”中的至少一项", "add at least one of `phone`, `email` and `address`"),
        ),
        (true, true) => (
            say!(
                "公示没有写受理单位，也没有写怎样反映意见",
                "the notice names no office that takes objections and gives no way to reach it"
            ),
            say!(
                "补上“受理单位”，以及“电话”“邮箱”“地址”中的至少一项",
                "add `office`, and at least one of `phone`, `email` and `address`"
            ),
        ),
    };
    report.push(Diagnostic::warning(Code::IncompleteNotice, notice.from.span, message).hint(hint));
}
