//! A record that is not open information is not published, whatever its status says.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Disclosure, Draft, EachTable, InTables, Status, Table};
use crate::say;

/// Warns where a record itself says both `status: published` and a `disclosure` other than 主动公开.
pub fn check(draft: &Draft, report: &mut Report) {
    draft.tables.each(&mut Contradictions(report));
}

struct Contradictions<'a>(&'a mut Report);

impl EachTable for Contradictions<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        for record in table {
            let Some(disclosure @ (Disclosure::OnRequest | Disclosure::Closed)) = record.common.disclosure
            else {
                continue;
            };
            if record.common.status != Some(Status::Published) {
                continue;
            }
            let (zh, en) = (disclosure.zh(), disclosure.en());
            self.0.push(
                Diagnostic::warning(
                    Code::NotDisclosed,
                    record.data.title().span,
                    say!(
                        "状态是发布，公开属性却是{zh}：不会发布",
                        "the status is `published` but the disclosure is `{en}`: it is not published"
                    ),
                )
                .hint(say!(
                    "可以公开的，改公开属性为“主动公开”；不能公开的，改状态",
                    "where it may be public write `disclosure: open`; else change the status"
                )),
            );
        }
    }
}
