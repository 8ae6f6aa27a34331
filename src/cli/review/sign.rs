//! `honorroll review sign`: signs records as they are now, in the ledger.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;

use super::list::may_sign;
use super::{DayArgs, Opened, Pages, listed, nothing_to_sign, open, parse_stage, step};
use crate::changes::changed;
use crate::check::signoff::names_someone;
use crate::check::{Desk, Entry};
use crate::cli::Outcome;
use crate::cli::file::{self, Change};
use crate::cli::print::Printer;
use crate::cli::settings::{SiteArgs, parse_day};
use crate::diag::{IoError, Text};
use crate::model::ledger::{self, Signing};
use crate::model::{PartialDate, ReviewStage};
use crate::review::{Copy, characters};
use crate::say;

/// 签发：在 content/reviews.yaml 末尾记上一条，并留下所签的内容 | signs: adds to content/reviews.yaml, and keeps a copy of what was signed
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Sign {
    /// 哪些记录：people/zhang-san，或标识、标题；可写几条 | which: people/zhang-san, or an id or title; may be several
    #[arg(value_name = "RECORD", required_unless_present = "all", conflicts_with = "all")]
    records: Vec<String>,
    /// 签哪个环节，如 初审 | which step, such as first-review
    #[arg(long, value_name = "STAGE", value_parser = parse_stage)]
    stage: ReviewStage,
    /// 签发人 | who signs
    #[arg(long, value_name = "NAME")]
    by: String,
    /// 哪一天签的；不写则为今天 | when; default: today
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    on: Option<Date>,
    /// 看的时候的摘要；内容从那以后改过就不签 | the digest that was shown: what has changed since is not signed
    #[arg(long, value_name = "DIGEST", conflicts_with = "all")]
    digest: Option<String>,
    /// 等这个环节的全部签上；要同时写 --yes | all that waits for this step; needs --yes
    #[arg(long)]
    all: bool,
    /// 确认都看过了 | they have all been read
    #[arg(long, requires = "all")]
    yes: bool,
    #[command(flatten)]
    day: DayArgs,
}

const EXAMPLES: &str = "\
环节要按先后；一个人不能签一条记录的两个环节，除非 site.yaml 写“一人多签: 是”。
网站有错误时不签；一条签不上，就一条也不签。
例子：
  honorroll review sign 张三 --stage 初审 --by 甲编辑
  honorroll review sign 张三 stories/dadi --stage 终审 --by 丙部长 --on 2030-09-01
  honorroll review sign --all --yes --stage 复审 --by 乙主任    等复审的全部签上 | \
Steps have their order; one person may not sign two steps of a record unless site.yaml says
`same_reviewer: yes`. Nothing is signed while the site has errors, and none where one cannot be.
Examples:
  honorroll review sign 张三 --stage first-review --by 甲
  honorroll review sign 张三 stories/dadi --stage final-review --by 丙 --on 2030-09-01
  honorroll review sign --all --yes --stage second-review --by 乙    all that waits for it";

pub fn run(args: &Sign, site: &SiteArgs, printer: &Printer) -> Result<Outcome, Outcome> {
    let by = args.by.trim();
    if !names_someone(by) {
        return Err(printer.misused(&say!("签发人不能空着", "`--by` needs a name")));
    }
    let opened = open(&args.day, site, printer)?;
    let desk = &opened.desk;
    if desk.steps.is_empty() {
        return Err(printer.misused(&nothing_to_sign()));
    }
    if !desk.steps.contains(&args.stage) {
        let (Text { zh, en }, Text { zh: steps_zh, en: steps_en }) = (step(args.stage), listed(&desk.steps));
        return Err(printer.misused(&say!(
            "本站不签{zh}；本站的环节是 {steps_zh}",
            "this site has no step `{en}`; its steps are {steps_en}"
        )));
    }
    let asked = asked(args, &opened, by, printer)?;
    let digest = args.digest.as_deref();
    if digest.is_some() && asked.len() > 1 {
        return Err(printer
            .misused(&say!("写 --digest 时一次只签一条", "with --digest one record is signed at a time")));
    }
    let refusals: Vec<Text> = (asked.iter())
        .filter_map(|entry| {
            refusal(desk, entry, args.stage, by, digest).or_else(|| wrong_day(args.on, &opened, entry))
        })
        .collect();
    if !refusals.is_empty() {
        for why in &refusals {
            printer.misused(why);
        }
        return Err(Outcome::Failed);
    }
    write(args, &opened, &asked, by, printer)
}

/// The records to be signed, each once.
fn asked<'o>(
    args: &Sign,
    opened: &'o Opened,
    by: &str,
    printer: &Printer,
) -> Result<Vec<&'o Entry>, Outcome> {
    let desk = &opened.desk;
    if !args.all {
        let found: Result<Vec<&Entry>, Text> =
            args.records.iter().map(|record| opened.find(record)).collect();
        let mut seen = HashSet::new();
        let mut found = found.map_err(|why| printer.misused(&why))?;
        found.retain(|entry| seen.insert(entry.name()));
        return Ok(found);
    }
    let waits = |entry: &&Entry| entry.due.first() == Some(&args.stage) && may_sign(desk, entry, by);
    let waiting: Vec<&Entry> = desk.entries.iter().filter(waits).collect();
    let (count, Text { zh, en }) = (waiting.len(), step(args.stage));
    if waiting.is_empty() {
        return Err(printer.misused(&say!("没有等{zh}的记录", "nothing waits for the step `{en}`")));
    }
    if !args.yes {
        return Err(printer.misused(&say!(
            "等{zh}的有 {count} 条（honorroll review list 可列出）；都看过了再加 --yes",
            "{count} records wait for `{en}` (see `honorroll review list`); add --yes once they have all been read"
        )));
    }
    Ok(waiting)
}

/// Why a record cannot be signed by this person in this step.
fn refusal(desk: &Desk, entry: &Entry, stage: ReviewStage, by: &str, digest: Option<&str>) -> Option<Text> {
    let (name, Text { zh, en }) = (entry.name(), step(stage));
    if digest.is_some_and(|digest| !digest.trim().eq_ignore_ascii_case(&entry.digest)) {
        let now = &entry.digest;
        return Some(say!(
            "{name} 在看过以后又改了，没有签：现在的摘要是 {now}；再看一遍",
            "{name} has changed since it was shown and was not signed: its digest is {now} now; look at it again"
        ));
    }
    match entry.due.first() {
        Some(due) if *due == stage => {}
        Some(due)
            if desk.steps.iter().position(|s| *s == stage) > desk.steps.iter().position(|s| s == due) =>
        {
            let Text { zh: due_zh, en: due_en } = step(*due);
            return Some(say!(
                "{name} 要先签{due_zh}，才能签{zh}",
                "{name} is to be signed in the step `{due_en}` before `{en}`"
            ));
        }
        Some(_) | None => {
            return Some(say!("{name} 已经签过{zh}", "{name} has been signed in the step `{en}` already"));
        }
    }
    (!may_sign(desk, entry, by)).then(|| {
        say!(
            "{by}已经签过 {name} 的一个环节，{zh}要由另一个人签；本站允许时，在 site.yaml 写“一人多签: 是”",
            "{by} has signed {name} already: someone else has to sign the step `{en}`, unless site.yaml says `same_reviewer: yes`"
        )
    })
}

/// Why a day that was written cannot be the one: it is to come, or before that of the step before.
fn wrong_day(on: Option<Date>, opened: &Opened, entry: &Entry) -> Option<Text> {
    let (on, today, name) = (on?, opened.prepared.roll.as_of(), entry.name());
    if on > today {
        return Some(say!(
            "{name}：{on} 还没有到（今天是 {today}），不能签在以后",
            "{name}: {on} is still to come (today is {today}): nothing is signed in advance"
        ));
    }
    let last =
        entry.counted().filter_map(|signature| Some((signature, signature.on?.calendar_day()?))).last();
    let (before, day) = last.filter(|(_, day)| on < *day)?;
    let (by, Text { zh, en }) = (&before.by, step(before.stage));
    Some(say!(
        "{name} 的{zh}是 {by} {day} 签的，后一个环节不能早于这一天",
        "the step `{en}` of {name} was signed by {by} on {day}: the next one cannot be earlier"
    ))
}

/// Writes the ledger and the copies, all or none, and says what was signed.
fn write(
    args: &Sign,
    opened: &Opened,
    asked: &[&Entry],
    by: &str,
    printer: &Printer,
) -> Result<Outcome, Outcome> {
    let root = opened.tree.root();
    let day = args.on.unwrap_or(opened.prepared.roll.as_of());
    let on = PartialDate {
        year: Some(day.year().unsigned_abs()),
        month: Some(day.month().unsigned_abs()),
        day: Some(day.day().unsigned_abs()),
    };
    let plan = opened.plan(printer)?;
    let pages = Pages::of(&plan);
    let (mut changes, mut told, mut signings) = (Vec::new(), Vec::new(), Vec::new());
    for entry in asked {
        let lines = opened.lines(&pages, entry, printer)?;
        told.push(summary(opened, entry, &lines, printer)?);
        let copy = Copy { digest: entry.digest.clone(), lines };
        let path = file::below(root, &Copy::path(entry.kind.folder(), &entry.slug));
        let before = read(&path, printer)?;
        changes.push(Change { path, bytes: copy.write(&entry.name()).into_bytes(), before });
        signings.push(Signing {
            record: entry.name(),
            digest: entry.digest.clone(),
            stage: args.stage,
            by: by.to_owned(),
            on,
        });
    }
    let path = ledger_path(root);
    let before = read(&path, printer)?;
    let text = before.as_deref().map_or(Ok(""), std::str::from_utf8);
    let Some(signed) = text.ok().and_then(|text| ledger::signed(text, &signings)) else {
        let path = path.display();
        return Err(printer.misused(&say!(
            "{path} 不是一条接一条的写法（每条以“- ”开头），不能在末尾加上签发；什么也没有写入",
            "{path} is not written as one item after the other (each beginning with `- `): nothing can be added at its end, and nothing was written"
        )));
    };
    // The ledger comes last: a copy without its signature is noticed and ignored, a signature without its copy is not.
    changes.push(Change { path, bytes: signed.into_bytes(), before });
    file::write_all(&changes).map_err(|(path, source)| {
        printer.failure(&IoError { doing: say!("写入", "writing"), path, source })
    })?;
    for (entry, what) in asked.iter().zip(told) {
        printer.result(&what);
        let (Text { zh, en }, digest) = (step(args.stage), &entry.digest);
        printer.result(&match entry.due.get(1) {
            Some(next) => {
                let Text { zh: next_zh, en: next_en } = step(*next);
                say!(
                    "  {by} 签了{zh}（{on}，摘要 {digest}）；接下来等{next_zh}",
                    "  {by} signed `{en}` ({on}, digest {digest}); next: {next_en}"
                )
            }
            None => say!(
                "  {by} 签了{zh}（{on}，摘要 {digest}）；已签齐，下次生成时发布",
                "  {by} signed `{en}` ({on}, digest {digest}); it is published with the next build"
            ),
        });
    }
    Ok(Outcome::Done)
}

/// What is signed, in one line.
fn summary(opened: &Opened, entry: &Entry, lines: &[String], printer: &Printer) -> Result<Text, Outcome> {
    let (name, title, count) = (entry.name(), &entry.title, characters(lines));
    let since = opened.copy(entry, printer)?.map(|copy| changed(&copy.lines, lines).len());
    Ok(match since {
        None => say!("{name}  {title}：{count} 字", "{name}  {title}: {count} characters"),
        Some(0) => say!(
            "{name}  {title}：{count} 字，与上次签发时相同",
            "{name}  {title}: {count} characters, as it was signed last"
        ),
        Some(since) => say!(
            "{name}  {title}：{count} 字，上次签发以后变了 {since} 行",
            "{name}  {title}: {count} characters, {since} lines changed since it was signed last"
        ),
    })
}

/// The ledger, under the name that it has here.
fn ledger_path(root: &Path) -> PathBuf {
    let [yaml, yml] = ["content/reviews.yaml", "content/reviews.yml"].map(|path| file::below(root, path));
    if !yaml.exists() && yml.exists() { yml } else { yaml }
}

fn read(path: &Path, printer: &Printer) -> Result<Option<Vec<u8>>, Outcome> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => {
            Err(printer.failure(&IoError { doing: say!("读取", "reading"), path: path.to_owned(), source }))
        }
    }
}
