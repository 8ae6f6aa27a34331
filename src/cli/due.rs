//! `honorroll due`: records that have to be gone over again, and notices that are over.

use std::any::Any;
use std::collections::HashMap;

use clap::Args;
use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use serde_json::json;

use super::Outcome;
use super::print::Printer;
use super::records;
use super::settings::{MessageFormat, SiteArgs, parse_day, today};
use super::usage::BadValue;
use crate::diag::Lines;
use crate::model::{Commendation, Draft, EachTable, InTables, Record, Review, Spanned, Stage, Status, Table};
use crate::say;

/// 列出复核日期已到的记录：哪天到期，上次是谁签发的 | lists the records whose day of review has come, and who signed them last
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Due {
    /// 连同今后多少天内到期的，如 30d、30天、4w、4周 | and those that come due within this time, such as 30d or 4w
    #[arg(long, value_name = "DAYS", value_parser = parse_days)]
    within: Option<i32>,
    /// 按哪一天算；不写则为今天（东八区） | as of this day; default: today in UTC+8
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    as_of: Option<Date>,
}

const EXAMPLES: &str = "\
复核日期写在记录里：复核日期: 2031-06-01；公示结束了、阶段还是“公示”的也列出。已撤下的不列。
例子：
  honorroll due                       已到期的
  honorroll due --within 30d          连同三十天内到期的 | \
A record states its day: review_by: 2031-06-01; notices that are over and still in the stage `notice` are listed too. Withdrawn records are not.
Examples:
  honorroll due                       what has come due
  honorroll due --within 30d          and what comes due within thirty days";

/// A record with its day.
struct Entry {
    day: Date,
    why: Why,
    path: String,
    title: String,
    place: String,
    /// Who signed it last, and when.
    signed: Option<(String, Option<String>)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Why {
    /// 复核日期
    Review,
    /// A notice is over and nothing was decided: it stands on the site until the record says what came of it.
    Notice,
}

pub fn run(args: &Due, site: &SiteArgs, printer: &Printer) -> Outcome {
    let (tree, draft, report) = match records::read(site) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let today = args.as_of.unwrap_or_else(today);
    let until = today.checked_add(args.within.unwrap_or(0).days()).unwrap_or(Date::MAX);
    let mut due = Find { signed: last_signed(&draft), lines: Lines::new(&tree), until, entries: Vec::new() };
    draft.tables.each(&mut due);
    let mut entries = due.entries;
    entries.sort_by(|a, b| (a.day, &a.path).cmp(&(b.day, &b.path)));
    for entry in &entries {
        tell(entry, today, site.message_format, printer);
    }
    let count = entries.len();
    printer.result(&match (count, args.within) {
        (0, None) => say!("没有到期的记录", "no record has come due"),
        (0, Some(days)) => say!("{days} 天内没有到期的记录", "no record comes due within {days} days"),
        _ => say!("共 {count} 条", "{count} in all"),
    });
    if report.errors() > 0 {
        let errors = report.errors();
        printer.note(&say!(
            "有 {errors} 处读不出来，那里的复核日期没有算在内；运行 honorroll check 查看",
            "{errors} places cannot be read, and what is due there is not in the list; see `honorroll check`"
        ));
    }
    Outcome::Done
}

fn tell(entry: &Entry, today: Date, format: MessageFormat, printer: &Printer) {
    let Entry { day, why, path, title, place, signed } = entry;
    if format == MessageFormat::Json {
        let (by, on) = signed.clone().map_or((None, None), |(by, on)| (Some(by), on));
        let of = match why {
            Why::Review => "review_by",
            Why::Notice => "notice_until",
        };
        let line = json!({"record": path, "title": title, of: day.to_string(), "place": place, "signed_by": by, "signed_on": on});
        printer.data(&format!("{line}\n"));
        return;
    }
    let late = today.since((Unit::Day, *day)).map_or(0, |span| span.get_days());
    let (zh, en) = match late {
        0 if *why == Why::Notice => ("公示今天结束".to_owned(), "the notice ends today".to_owned()),
        1.. if *why == Why::Notice => (
            format!("公示结束 {late} 天了，还没有写决定"),
            format!("the notice has been over for {late} days, and no decision is written"),
        ),
        _ if *why == Why::Notice => {
            (format!("公示还有 {} 天结束", -late), format!("the notice ends in {} days", -late))
        }
        0 => ("今天到期".to_owned(), "due today".to_owned()),
        1.. => (format!("过期 {late} 天"), format!("{late} days late")),
        _ => (format!("还有 {} 天", -late), format!("in {} days", -late)),
    };
    let (by_zh, by_en) = match signed {
        Some((by, on)) => {
            let on = on.as_ref().map(|on| format!(" {on}")).unwrap_or_default();
            (format!("  上次签发：{by}{on}"), format!("  last signed: {by}{on}"))
        }
        None => (String::new(), String::new()),
    };
    printer.result(&say!(
        "{day}  {zh}  {title}  {path}  {place}{by_zh}",
        "{day}  {en}  {title}  {path}  {place}{by_en}"
    ));
}

struct Find<'a> {
    /// The newest sign-off of each record; of those of one day the last in the ledger.
    signed: HashMap<&'a str, &'a Review>,
    lines: Lines<'a>,
    until: Date,
    entries: Vec<Entry>,
}

impl EachTable for Find<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        for record in table {
            if record.common.status == Some(Status::Withdrawn) {
                continue;
            }
            let days = [(Why::Review, record.common.review_by), (Why::Notice, notice_ends(record))];
            for (why, day) in days {
                let Some(day) = day.filter(|day| day.value <= self.until) else { continue };
                let path = format!("{}/{}", T::KIND.folder(), record.id.value);
                let at = self.lines.locate(day.span);
                let signed = self.signed.get(&*path);
                self.entries.push(Entry {
                    day: day.value,
                    why,
                    title: record.title().to_owned(),
                    place: format!("{}:{}", at.file, at.line),
                    signed: signed
                        .map(|review| (review.by.value.clone(), review.on.map(|on| on.value.iso()))),
                    path,
                });
            }
        }
    }
}

/// The last day of what is in 公示.
fn notice_ends<T: InTables>(record: &Record<T>) -> Option<Spanned<Date>> {
    let record: &dyn Any = record;
    let record = record.downcast_ref::<Record<Commendation>>()?;
    let notices = record.data.notice.iter().filter(|_| record.data.stage() == Stage::Notice);
    notices.map(|notice| notice.until).max_by_key(|until| until.value)
}

fn last_signed(draft: &Draft) -> HashMap<&str, &Review> {
    let mut last = HashMap::<&str, &Review>::new();
    let on = |review: &Review| review.on.map(|on| on.value.sort_key());
    for review in &draft.reviews {
        let known = last.entry(&review.record.value).or_insert(review);
        if on(review) >= on(known) {
            *known = review;
        }
    }
    last
}

fn parse_days(text: &str) -> Result<i32, BadValue> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let days = match unit.trim() {
        "" | "d" | "天" | "日" => Some(1),
        "w" | "周" => Some(7),
        _ => None,
    };
    let count = number.parse::<i32>().ok().filter(|count| *count <= 5000);
    days.zip(count)
        .map(|(days, count)| days * count)
        .ok_or_else(|| BadValue(say!("写成 30d、30天、4w 或 4周", "write 30d for days or 4w for weeks")))
}
