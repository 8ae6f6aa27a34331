//! `honorroll review list`: what waits for whom.

use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{DayArgs, days_since, nothing_to_sign, open, parse_stage, step, told};
use crate::check::{Desk, Entry};
use crate::cli::Outcome;
use crate::cli::print::Printer;
use crate::cli::settings::{MessageFormat, SiteArgs};
use crate::diag::Text;
use crate::model::ReviewStage;
use crate::say;
use crate::text::han::lookup_form;

/// 哪些记录在等签发，按下一个环节分组 | what waits to be signed, by the step that is next
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct List {
    /// 只列等这个环节的 | only what waits for this step
    #[arg(long, value_name = "STAGE", value_parser = parse_stage)]
    stage: Option<ReviewStage>,
    /// 只列这个人可以签的：自己签过的不列 | only what this person may sign: not what they have signed already
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    day: DayArgs,
}

const EXAMPLES: &str = "\
只列状态为“发布”、还没有签齐的记录；草稿和待审的不列。
例子：
  honorroll review list
  honorroll review list --stage 复审 --by 乙主任
  honorroll review list --message-format json    给程序用：一个 JSON | \
Lists records whose status is `published` and that lack sign-offs; no drafts.
Examples:
  honorroll review list
  honorroll review list --stage second-review --by 乙主任
  honorroll review list --message-format json    for programs: one JSON value";

pub fn run(args: &List, site: &SiteArgs, printer: &Printer) -> Result<Outcome, Outcome> {
    let opened = open(&args.day, site, printer)?;
    let (desk, today) = (&opened.desk, opened.prepared.roll.as_of());
    let asked = |entry: &&Entry| {
        let next = entry.due.first();
        next.is_some_and(|next| args.stage.is_none_or(|stage| stage == *next))
            && args.by.as_ref().is_none_or(|by| may_sign(desk, entry, by))
    };
    let waiting: Vec<&Entry> = desk.entries.iter().filter(asked).collect();
    if site.message_format == MessageFormat::Json {
        let all: Vec<Value> = waiting.iter().map(|entry| value(entry, today)).collect();
        printer.data(&format!("{}\n", Value::Array(all)));
        return Ok(Outcome::Done);
    }
    if desk.steps.is_empty() {
        printer.result(&nothing_to_sign());
        return Ok(Outcome::Done);
    }
    let mut counts = (Vec::new(), Vec::new());
    for stage in &desk.steps {
        let group: Vec<&&Entry> = waiting.iter().filter(|entry| entry.due.first() == Some(stage)).collect();
        let (Text { zh, en }, count) = (step(*stage), group.len());
        counts.0.push(format!("{zh} {count}"));
        counts.1.push(format!("{en} {count}"));
        if group.is_empty() {
            continue;
        }
        printer.data(&format!("{}\n", say!("等{zh}（{count}）", "{en} ({count})").get(printer.language)));
        for entry in group {
            let (name, title, what) = (entry.name(), &entry.title, waits(entry, today));
            let line = format!("  {name}  {title}  {}", what.get(printer.language));
            printer.data(&format!("{}\n", line.trim_end()));
        }
    }
    let (all, zh, en) = (waiting.len(), counts.0.join("，"), counts.1.join(", "));
    printer.result(&say!("等待签发 {all} 条：{zh}", "{all} records wait: {en}"));
    Ok(Outcome::Done)
}

/// Whether a person has not signed the record as it is, or may sign it twice.
pub fn may_sign(desk: &Desk, entry: &Entry, by: &str) -> bool {
    desk.same_reviewer || entry.counted().all(|signature| lookup_form(&signature.by) != lookup_form(by))
}

/// What was signed, and how long it has been waiting since.
fn waits(entry: &Entry, today: Date) -> Text {
    let mut what = Text { zh: String::new(), en: String::new() };
    if entry.is_changed() {
        what = say!("签发之后改过，要重签", "changed since it was signed");
    }
    let Some(last) = entry.counted().last() else { return what };
    let Text { zh, en } = told(last);
    match days_since(last, today) {
        Some(days) => say!("{zh}，已等 {days} 天", "{en}, {days} days ago"),
        None => Text { zh, en },
    }
}

fn value(entry: &Entry, today: Date) -> Value {
    let signed: Vec<Value> = (entry.counted())
        .map(|signature| {
            let on = signature.on.map(|on| on.iso());
            json!({"stage": signature.stage.en(), "by": signature.by, "on": on})
        })
        .collect();
    json!({
        "record": entry.name(),
        "title": entry.title,
        "next": entry.due.first().map(|stage| stage.en()),
        "due": entry.due.iter().map(|stage| stage.en()).collect::<Vec<_>>(),
        "signed": signed,
        "days": entry.counted().last().and_then(|last| days_since(last, today)),
        "changed": entry.is_changed(),
        "digest": entry.digest,
    })
}
