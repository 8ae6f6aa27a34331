//! The day on which someone was born is never published: with the name it is half an identity number.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Draft, PartialDate};
use crate::say;

/// `born` is a year, or a year and a month (个人信息保护法, article 6: no more than is needed).
pub fn check(draft: &Draft, report: &mut Report) {
    for born in draft.tables.people.iter().filter_map(|person| person.data.born) {
        if born.day.is_none() {
            continue;
        }
        let right = PartialDate { day: None, ..born.value }.iso();
        report.push(
            Diagnostic::error(
                Code::BirthDay,
                born.span,
                say!("出生日期写到了日", "the date of birth has a day"),
            )
            .hint(match born.year {
                Some(_) => say!("只写年月：{right}", "write year and month only: {right}"),
                None => say!(
                    "只写年或年月，如 1990 或 1990-05",
                    "write a year, or year and month, as 1990 or 1990-05"
                ),
            }),
        );
    }
}
