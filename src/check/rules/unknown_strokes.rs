//! A name with a character whose strokes are not known cannot find its place in stroke order.

use std::collections::HashSet;

use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Draft, Order, Status};
use crate::say;
use crate::text::order;

use super::super::index::given_strokes;
use super::status;

/// Where the roll is in stroke order, warns once a name; `strokes 笔顺` of the person helps.
pub fn check(draft: &Draft, report: &mut Report) {
    let order = draft.site.as_ref().and_then(|site| site.order).unwrap_or(Order::SurnameStrokes);
    if !matches!(order, Order::SurnameStrokes | Order::NameStrokes) {
        return;
    }
    let mut told: HashSet<&str> = HashSet::new();
    for record in &draft.tables.people {
        let status = status(draft, &record.common);
        let given = given_strokes(&record.data);
        let mut unknown: Vec<char> = order::unknown_strokes(record.title(), given.as_ref()).collect();
        unknown.sort();
        unknown.dedup();
        let Some(&first) = unknown.first() else { continue };
        if status == Status::Withdrawn || !told.insert(record.title()) {
            continue;
        }
        let name = record.title();
        let characters: String = unknown.iter().collect();
        report.push(
            Diagnostic::warning(
                Code::UnknownStrokes,
                record.data.name.span,
                say!(
                    "不知道“{name}”里“{characters}”的笔画，只能排在最后",
                    "the strokes of `{characters}` in `{name}` are not known, so that it stands last"
                ),
            )
            .hint(say!(
                "加一行“笔顺: {first}=…”，按书写顺序写数字：1横 2竖 3撇 4点 5折",
                "add a line `strokes: {first}=…` with a digit a stroke: 1 for 横, 2 for 竖, 3 for 撇, 4 for 点, 5 for 折"
            )),
        );
    }
}
