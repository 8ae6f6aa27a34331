//! What ends does not end before it begins.

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic, Report, Text};
use crate::model::{
    Campaign, Commendation, Common, Draft, EachTable, InTables, PartialDate, Person, Revocation, Spanned,
    Story, Table,
};
use crate::say;

/// Compares the dates of one record with each other. Dates of which parts are missing are compared by the parts that
/// both have; only what cannot be right is reported.
pub fn check(draft: &Draft, report: &mut Report) {
    let mut dates = Dates(report);
    draft.tables.each(&mut dates);
    draft.tables.people.iter().for_each(|record| dates.person(&record.data));
    draft.tables.campaigns.iter().for_each(|record| dates.campaign(&record.data));
    draft.tables.commendations.iter().for_each(|record| dates.commendation(&record.data));
    draft.tables.stories.iter().for_each(|record| dates.story(&record.data));
}

struct Dates<'a>(&'a mut Report);

impl EachTable for Dates<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        for Common { publish_on, expires_on, .. } in table.iter().map(|record| &record.common) {
            self.ordered(whole(*publish_on), whole(*expires_on), || {
                say!("自动下线的日期在定时发布之前", "it expires before it is published")
            });
        }
    }
}

impl Dates<'_> {
    fn person(&mut self, data: &Person) {
        self.ordered(data.born, data.died, || say!("逝世在出生之前", "the death comes before the birth"));
        self.ordered(data.born, data.started_work, || {
            say!("参加工作在出生之前", "the beginning of work comes before the birth")
        });
        self.ordered(data.born, data.joined_party, || {
            say!("入党在出生之前", "the joining of the Party comes before the birth")
        });
        for post in &data.posts {
            self.ordered(post.from, post.until, || {
                say!("任职的止在起之前", "the post ends before it begins")
            });
        }
    }

    fn campaign(&mut self, data: &Campaign) {
        self.ordered(data.from, data.until, || {
            say!("专项的结束在开始之前", "the campaign ends before it begins")
        });
    }

    fn commendation(&mut self, data: &Commendation) {
        for notice in &data.notice {
            self.ordered(whole(Some(notice.from)), whole(Some(notice.until)), || {
                say!("公示的结束在开始之前", "the notice ends before it begins")
            });
            if data.confers() {
                self.ordered(whole(Some(notice.until)), data.date, || {
                    say!("成文日期在公示结束之前", "it was decided before its notice ended")
                });
            }
        }
        let lines = data.honors.iter().flat_map(|honor| honor.everyone());
        let revocations = lines.filter_map(|line| line.revoked.as_ref()).chain(&data.revoked);
        for Revocation { on, .. } in revocations {
            self.ordered(data.date, *on, || {
                say!("撤销的日期在成文日期之前", "it was revoked before it was issued")
            });
        }
        self.ordered(data.date, data.corrected.as_ref().and_then(|correction| correction.on), || {
            say!("更正的日期在成文日期之前", "it was corrected before it was issued")
        });
    }

    fn story(&mut self, data: &Story) {
        for reprint in &data.reprints {
            self.ordered(data.date, reprint.date, || {
                say!("转载的日期在首发之前", "the reprint comes before the story")
            });
        }
    }

    fn ordered(
        &mut self,
        first: Option<Spanned<PartialDate>>,
        then: Option<Spanned<PartialDate>>,
        message: impl FnOnce() -> Text,
    ) {
        let (Some(first), Some(then)) = (first, then) else { return };
        if !is_before(then.value, first.value) {
            return;
        }
        let (early, late) = (then.iso(), first.iso());
        self.0.push(
            Diagnostic::error(Code::DateOrder, then.span, message())
                .note(first.span, say!("应当更早的日期", "the date that should be the earlier one"))
                .hint(say!(
                    "核对原件：{early} 早于 {late}，其中一个写错了",
                    "check the document: {early} is before {late}, one of them is wrong"
                )),
        );
    }
}

fn whole(day: Option<Spanned<Date>>) -> Option<Spanned<PartialDate>> {
    day.map(|Spanned { value, span }| {
        let (year, month, day) = (value.year() as u16, value.month() as u8, value.day() as u8);
        Spanned { value: PartialDate { year: Some(year), month: Some(month), day: Some(day) }, span }
    })
}

/// Whether `a` is before `b`, whatever the parts are that are missing.
fn is_before(a: PartialDate, b: PartialDate) -> bool {
    let parts =
        |date: PartialDate| [date.year.map(u32::from), date.month.map(u32::from), date.day.map(u32::from)];
    for (a, b) in parts(a).into_iter().zip(parts(b)) {
        match (a, b) {
            (Some(a), Some(b)) if a != b => return a < b,
            (Some(_), Some(_)) => {}
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_certain_is_before() {
        for (a, b, expect) in [
            ("2030-01-01", "2030-01-02", true),
            ("2030-01-02", "2030-01-02", false),
            ("2030-01", "2030-01-02", false),
            ("2029", "2030-01-02", true),
            ("2030", "2030-01-02", false),
            ("2030-02", "2030-01-31", false),
            ("--01-01", "2030-01-02", false),
            ("--01-01", "--01-02", false),
        ] {
            let date = |text| PartialDate::parse(text).expect("a date");
            assert_eq!(is_before(date(a), date(b)), expect, "{a} {b}");
        }
    }
}
