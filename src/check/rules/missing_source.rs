//! A figure says where it is stated.

use super::{Unread, gap};
use crate::diag::{Code, Report};
use crate::model::Draft;
use crate::say;

/// Figures without `sources`: a number that nobody can check is not published.
pub fn check(draft: &Draft, unread: &Unread, report: &mut Report) {
    for record in &draft.tables.figures {
        if !record.common.sources.is_empty() || unread.within(record.span) {
            continue;
        }
        let label = &record.data.label;
        let name = &label.value;
        let message = say!("数据“{name}”没有写来源", "the figure `{name}` has no source");
        report.push(gap(draft, &record.common, Code::MissingSource, label.span, message).hint(say!(
            "补上“来源”，写明文件或报道的标题",
            "add `sources` with the title of the document or report"
        )));
    }
}
