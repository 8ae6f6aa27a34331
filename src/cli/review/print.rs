//! `honorroll review print`: 发稿审签单, to be signed on paper.

use std::io;
use std::path::PathBuf;

use clap::Args;

use super::{DayArgs, Opened, Pages, open};
use crate::check::{Entry, Roll};
use crate::cli::Outcome;
use crate::cli::file;
use crate::cli::print::Printer;
use crate::cli::settings::SiteArgs;
use crate::diag::{IoError, Text};
use crate::model::{
    Commendation, InTables, Measure, Mention, Person, Record, ReviewStage, Story, Team, Unit,
};
use crate::review::{Sheet, Step, html};
use crate::say;

/// 发稿审签单：一个可以直接打印的网页（A4），给领导在纸上签 | a page to be printed on A4 and signed on paper
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Print {
    /// 哪些记录：people/zhang-san，或标识、标题；每条从新的一页开始 | which: people/zhang-san, or an id or title; each begins on a page of its own
    #[arg(value_name = "RECORD", required = true)]
    records: Vec<String>,
    /// 存成哪个文件；已有的文件不会覆盖 | where to; a file that is there is never overwritten
    #[arg(long, value_name = "FILE", default_value = "发稿审签单.html")]
    html: PathBuf,
    #[command(flatten)]
    day: DayArgs,
}

const EXAMPLES: &str = "\
用浏览器打开再打印。纸上签完，仍要用 honorroll review sign 记入台账。
例子：
  honorroll review print people/zhang-san
  honorroll review print 张三 stories/dadi --html 送审.html | \
Open it in a browser and print. What is signed on paper still goes into the ledger: honorroll review sign.
Examples:
  honorroll review print people/zhang-san
  honorroll review print 张三 stories/dadi --html sheets.html";

pub fn run(args: &Print, site: &SiteArgs, printer: &Printer) -> Result<Outcome, Outcome> {
    let opened = open(&args.day, site, printer)?;
    let found: Result<Vec<&Entry>, Text> = args.records.iter().map(|record| opened.find(record)).collect();
    let found = found.map_err(|why| printer.misused(&why))?;
    let plan = opened.plan(printer)?;
    let pages = Pages::of(&plan);
    let sheets = (found.iter())
        .map(|entry| Ok(sheet(&opened, entry, opened.lines(&pages, entry, printer)?)))
        .collect::<Result<Vec<Sheet>, Outcome>>()?;
    let site = opened.prepared.roll.site();
    let publisher = site.publisher.as_ref().unwrap_or(&site.title);
    match file::create(&args.html, html(&sheets, publisher).as_bytes()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let path = args.html.display();
            return Err(printer.misused(&say!(
                "{path} 已经存在，没有改动它；用 --html 换个文件名",
                "{path} is there already and was left alone; choose another name with --html"
            )));
        }
        Err(source) => {
            return Err(printer.failure(&IoError {
                doing: say!("写入", "writing"),
                path: args.html.clone(),
                source,
            }));
        }
    }
    let (count, path) = (sheets.len(), args.html.display());
    printer.result(&say!(
        "已存为 {path}：{count} 份审签单，用浏览器打开后打印",
        "written to {path}: {count} sheets; open it in a browser and print"
    ));
    Ok(Outcome::Done)
}

fn sheet(opened: &Opened, entry: &Entry, lines: Vec<String>) -> Sheet {
    let roll = &opened.prepared.roll;
    let steps = match opened.desk.steps.as_slice() {
        [] => vec![ReviewStage::FirstReview, ReviewStage::SecondReview, ReviewStage::FinalReview],
        steps => steps.to_vec(),
    };
    let unsigned = |name: &str| Step { name: name.to_owned(), signed: None };
    let of_step = |step: &ReviewStage| {
        let signature = entry.counted().find(|signature| signature.stage == *step);
        let signed = signature.map(|signature| (signature.by.clone(), signature.on.map(|on| on.iso())));
        Step { name: step.zh().to_owned(), signed }
    };
    let mut boxes = vec![unsigned("拟稿")];
    boxes.extend(steps.iter().map(of_step));
    if !steps.iter().any(|step| step.is_proof()) {
        boxes.push(unsigned("校对"));
    }
    let (unit, author) = origin(roll, entry);
    Sheet {
        title: entry.title.clone(),
        kind: entry.kind.zh().to_owned(),
        record: entry.name(),
        unit,
        author,
        planned: entry.publish_on.map_or("签齐即可发布".to_owned(), |day| format!("{day} 起")),
        digest: entry.digest.clone(),
        boxes,
        lines,
    }
}

/// The unit that a record is of, and its author, as far as records of its kind say.
fn origin(roll: &Roll, entry: &Entry) -> (Option<String>, Option<String>) {
    let unit = |key: Option<_>| key.map(|key| roll.get::<Unit>(key).title().to_owned());
    let joined = |names: Vec<String>| (!names.is_empty()).then(|| names.join("、"));
    let issuers =
        |issuers: &[Mention<Unit>]| joined(issuers.iter().map(|issuer| issuer.text().to_owned()).collect());
    if let Some(person) = find::<Person>(roll, entry) {
        return (unit(person.data.unit.as_ref().and_then(|unit| unit.key())), None);
    }
    if let Some(team) = find::<Team>(roll, entry) {
        return (unit(team.data.unit.as_ref().and_then(|unit| unit.key())), None);
    }
    if let Some(story) = find::<Story>(roll, entry) {
        let units = story.data.units.iter().filter_map(|of| unit(of.key())).collect();
        return (
            joined(units),
            joined(story.data.author.iter().map(|author| author.value.clone()).collect()),
        );
    }
    if let Some(measure) = find::<Measure>(roll, entry) {
        return (issuers(&measure.data.issuer), None);
    }
    let announced =
        roll.notices().iter().map(|notice| &notice.record).find(|notice| notice.span == entry.span);
    match find::<Commendation>(roll, entry).or(announced) {
        Some(commendation) => (issuers(&commendation.data.issuers), None),
        None => (None, None),
    }
}

fn find<'r, T: InTables>(roll: &'r Roll, entry: &Entry) -> Option<&'r Record<T>> {
    (T::KIND == entry.kind)
        .then(|| roll.all::<T>().find(|(_, record)| record.span == entry.span))
        .flatten()
        .map(|(_, record)| record)
}
