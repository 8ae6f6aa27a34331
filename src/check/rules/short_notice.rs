//! A public notice (公示) stands for at least five working days.
//!
//! That is what the calls for commendations ask (公示不少于五个工作日) and how notices count: first and last day are both counted, days off
//! and weekends are not, weekend days that are worked instead are. Who asks for more writes it into their own rules; this is the least.

use super::super::workdays::Calendar;
use super::severity;
use crate::diag::{Code, Diagnostic, Report, Severity, Text};
use crate::model::{Commendation, Draft, Notice, Record, Stage};
use crate::say;

/// The least number of working days.
const LEAST: usize = 5;

/// An error while the stage is 公示 and the site lists the days off of that year: then the notice can still be put right, and the count is
/// certain. A warning otherwise. A notice that ends before it begins is told of by `date_order`.
pub fn check(draft: &Draft, report: &mut Report) {
    let calendar = draft.site.as_ref().map(Calendar::of).unwrap_or_default();
    for record in draft.tables.commendations.iter().filter(|record| record.data.stage() != Stage::Nominated) {
        for notice in &record.data.notice {
            check_notice(draft, record, notice, &calendar, report);
        }
    }
}

fn check_notice(
    draft: &Draft,
    record: &Record<Commendation>,
    notice: &Notice,
    calendar: &Calendar,
    report: &mut Report,
) {
    let (from, until) = (notice.from.value, notice.until.value);
    let count = calendar.count(from, until, LEAST);
    if until < from || count >= LEAST {
        return;
    }
    let unknown: Vec<i16> = (from.year()..=until.year()).filter(|year| !calendar.knows(*year)).collect();
    let stands = record.data.stage() == Stage::Notice;
    let severity = match stands && unknown.is_empty() {
        true => severity(draft, &record.common),
        false => Severity::Warning,
    };
    let message = say!(
        "公示只有 {count} 个工作日，不足 {LEAST} 个",
        "the notice stands for {count} working days, and {LEAST} are the least"
    );
    let found = Diagnostic { severity, ..Diagnostic::error(Code::ShortNotice, notice.until.span, message) };
    let found = found.note(
        notice.from.span,
        say!("从这一天起，首尾两天都算", "from this day on; first and last are counted"),
    );
    report.push(found.hint(hint(stands, calendar.after(from, LEAST), &unknown)));
}

fn hint(stands: bool, right: Option<jiff::civil::Date>, unknown: &[i16]) -> Text {
    let what = match right.filter(|_| stands) {
        Some(day) => say!("公示到 {day} 或更晚", "let it stand until {day} or later"),
        None => say!("核对公示的原件", "check the notice itself"),
    };
    let Some(year) = unknown.first() else { return what };
    let Text { zh, en } = what;
    say!(
        "{zh}；site.yaml 没有写 {year} 年的“节假日”，这里只除去了周六、周日，请照当年的放假通知补上节假日和调休上班",
        "{en}; site.yaml lists no `holidays` of {year}, so that only weekends were left out: add that year's days off, and `workdays` where a weekend is worked"
    )
}
