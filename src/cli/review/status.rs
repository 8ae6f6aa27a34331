//! `honorroll review status`: how far sign-off has come, over the whole site.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::{Value, json};

use super::{DayArgs, nothing_to_sign, open};
use crate::check::{Desk, Entry};
use crate::cli::Outcome;
use crate::cli::print::Printer;
use crate::cli::settings::{MessageFormat, SiteArgs};
use crate::model::{Kind, ReviewStage};
use crate::say;

/// 全站签发到了哪一步，每人签了多少 | how far sign-off has come, and how much each person has signed
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Status {
    #[command(flatten)]
    day: DayArgs,
}

const EXAMPLES: &str = "\
“作废”：签过，但内容后来改了，要从头签。
例子：
  honorroll review status
  honorroll review status --message-format json    给程序用：一个 JSON | \
Void: signed, and changed since; it is signed anew.
Examples:
  honorroll review status
  honorroll review status --message-format json    for programs: one JSON value";

/// Records by how far they have come.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    signed: usize,
    partly: usize,
    void: usize,
    not: usize,
}

impl Counts {
    fn of<'e>(entries: impl Iterator<Item = &'e Entry>) -> Counts {
        let mut counts = Counts::default();
        for entry in entries {
            let count = match entry {
                _ if entry.due.is_empty() => &mut counts.signed,
                _ if entry.counted().next().is_some() => &mut counts.partly,
                _ if entry.is_changed() => &mut counts.void,
                _ => &mut counts.not,
            };
            *count += 1;
        }
        counts
    }

    fn all(self) -> usize {
        self.signed + self.partly + self.void + self.not
    }

    fn value(self) -> Value {
        let Counts { signed, partly, void, not } = self;
        json!({"signed": signed, "partly": partly, "void": void, "not": not})
    }
}

/// What one person has signed: by step, and how much of it counts no more.
#[derive(Debug, Default)]
struct Signed {
    steps: BTreeMap<ReviewStage, usize>,
    void: usize,
}

pub fn run(args: &Status, site: &SiteArgs, printer: &Printer) -> Result<Outcome, Outcome> {
    let opened = open(&args.day, site, printer)?;
    let desk = &opened.desk;
    let kinds: Vec<(Kind, Counts)> = (Kind::ALL.into_iter())
        .map(|kind| (kind, Counts::of(desk.entries.iter().filter(|entry| entry.kind == kind))))
        .filter(|(_, counts)| counts.all() > 0)
        .collect();
    let (all, people) = (Counts::of(desk.entries.iter()), people(desk));
    if site.message_format == MessageFormat::Json {
        let kinds: BTreeMap<&str, Value> =
            kinds.iter().map(|(kind, counts)| (kind.folder(), counts.value())).collect();
        let people: BTreeMap<&str, Value> = (people.iter())
            .map(|(by, signed)| {
                let steps: BTreeMap<&str, usize> =
                    signed.steps.iter().map(|(stage, count)| (stage.en(), *count)).collect();
                (*by, json!({"steps": steps, "void": signed.void}))
            })
            .collect();
        printer.data(&format!("{}\n", json!({"all": all.value(), "kinds": kinds, "people": people})));
        return Ok(Outcome::Done);
    }
    if desk.steps.is_empty() {
        printer.result(&nothing_to_sign());
        return Ok(Outcome::Done);
    }
    for (kind, counts) in kinds {
        let (zh, en) = (kind.zh(), kind.folder());
        let Counts { signed, partly, void, not } = counts;
        let line = say!(
            "{zh}：签齐 {signed}，签了一部分 {partly}，作废 {void}，未签 {not}",
            "{en}: {signed} signed, {partly} partly, {void} void, {not} not signed"
        );
        printer.data(&format!("{}\n", line.get(printer.language)));
    }
    for (by, Signed { steps, void }) in &people {
        let steps = |word: fn(ReviewStage) -> &'static str| {
            let each = steps.iter().map(|(stage, count)| format!("{} {count}", word(*stage)));
            each.collect::<Vec<_>>()
        };
        let (mut zh, mut en) = (steps(ReviewStage::zh), steps(ReviewStage::en));
        if *void > 0 {
            zh.push(format!("已不算 {void}"));
            en.push(format!("{void} count no more"));
        }
        let (zh, en) = (zh.join("，"), en.join(", "));
        printer.data(&format!("{}\n", say!("{by}：{zh}", "{by}: {en}").get(printer.language)));
    }
    let (count, Counts { signed, partly, void, not }) = (all.all(), all);
    printer.result(&say!(
        "共 {count} 条：签齐 {signed}，签了一部分 {partly}，作废 {void}，未签 {not}",
        "{count} records: {signed} signed, {partly} partly, {void} void, {not} not signed"
    ));
    Ok(Outcome::Done)
}

fn people(desk: &Desk) -> BTreeMap<&str, Signed> {
    let mut people: BTreeMap<&str, Signed> = BTreeMap::new();
    for signature in desk.entries.iter().flat_map(|entry| &entry.signatures) {
        let signed = people.entry(&signature.by).or_default();
        match signature.counts {
            true => *signed.steps.entry(signature.stage).or_default() += 1,
            false => signed.void += 1,
        }
    }
    people
}
