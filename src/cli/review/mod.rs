//! `honorroll review`: the desk of 三审三校, from what waits to the paper that is signed.

mod list;
mod print;
mod show;
mod sign;
mod status;

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read};

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::Outcome;
use super::file;
use super::print::Printer;
use super::progress::Progress;
use super::settings::{BuildArgs, SiteArgs, parse_day, today};
use super::usage::BadValue;
use crate::changes;
use crate::check::signoff::listed;
use crate::check::{Desk, Entry, Options, Signature};
use crate::diag::{IoError, Report, Span, Text};
use crate::emit::Place;
use crate::model::ReviewStage;
use crate::pipeline::{self, Memory, Prepared};
use crate::plan::{Job, Plan};
use crate::progress::{Phase, Watch};
use crate::render::{self, Artifact};
use crate::review::Copy;
use crate::say;
use crate::source::{self, SourceTree};

/// 三审三校：等谁签、改了什么、签发、打印审签单 | sign-offs: what waits, what changed, signing, and sheets of paper
#[derive(Args, Debug)]
#[command(disable_help_subcommand = true, after_help = EXAMPLES)]
pub struct Review {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    List(list::List),
    Show(show::Show),
    Sign(sign::Sign),
    Status(status::Status),
    Print(print::Print),
}

const EXAMPLES: &str = "\
签几次、哪几个环节，由 site.yaml 的“审校”或“审校环节”决定；签齐之前不发布，内容一改，签发作废。
例子：
  honorroll review list                                    哪些在等签发
  honorroll review show 张三                               页面文字，上次签发以后改了什么
  honorroll review sign 张三 --stage 初审 --by 甲编辑      签发，记入台账
  honorroll review print 张三                              打印发稿审签单 | \
How many sign-offs there are is said in site.yaml: `reviews` or `review_steps`. Nothing is
published before the last of them, and a change voids them.
Examples:
  honorroll review list                                      what waits
  honorroll review show 张三                                 its page, and what changed
  honorroll review sign 张三 --stage first-review --by 甲    signs, in the ledger
  honorroll review print 张三                                a sheet to be signed on paper";

/// For which day.
#[derive(Args, Debug)]
struct DayArgs {
    /// 按哪一天看，如 2030-09-01；不写则为今天（东八区） | as of this day, such as 2030-09-01; default: today in UTC+8
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    as_of: Option<Date>,
}

pub fn run(args: &Review, site: &SiteArgs, printer: &Printer) -> Outcome {
    let done = match &args.action {
        Action::List(args) => list::run(args, site, printer),
        Action::Show(args) => show::run(args, site, printer),
        Action::Sign(args) => sign::run(args, site, printer),
        Action::Status(args) => status::run(args, site, printer),
        Action::Print(args) => print::run(args, site, printer),
    };
    done.unwrap_or_else(|stopped| stopped)
}

/// A site with everything on the desk, drafts included: what waits is not published yet.
struct Opened {
    tree: SourceTree,
    prepared: Prepared,
    desk: Desk,
}

/// Reads the site; where it has errors, they are printed: what has mistakes is not signed.
fn open(day: &DayArgs, site: &SiteArgs, printer: &Printer) -> Result<Opened, Outcome> {
    let progress = Progress::new(printer);
    progress.begin(Phase::Read, 0);
    let output = BuildArgs::default_output(&site.site);
    let mut memory =
        Place::new(&site.site, &output).map_or_else(|_| Memory::default(), |place| Memory::load(&place));
    let listing = source::list(&site.site, &output, &source::Limits::default());
    let (tree, mut report) = listing
        .and_then(|listing| listing.read(&memory.contents))
        .map_err(|error| printer.failure(&error))?;
    let options = Options { as_of: day.as_of.unwrap_or_else(today), drafts: true, base_url: None };
    let mut desk = Desk::default();
    let prepared =
        pipeline::prepare_for_desk(&tree, &options, &mut memory, &progress, &mut desk, &mut report);
    progress.finish();
    match prepared {
        Ok(prepared) => Ok(Opened { tree, prepared, desk }),
        Err(_) => {
            printer.report(&report, &tree);
            printer
                .note(&say!("有错误，先改正再签发", "there are errors: mend them before anything is signed"));
            Err(Outcome::BadContent)
        }
    }
}

impl Opened {
    /// The pages of what is on the desk.
    fn plan(&self, printer: &Printer) -> Result<Plan<'_>, Outcome> {
        let mut report = Report::new();
        pipeline::plan_pages(&self.prepared, &mut report).map_err(|_| {
            printer.report(&report, &self.tree);
            Outcome::BadContent
        })
    }

    /// What readers will read of a record: its page, line by line; its words, where it has none.
    fn lines(&self, pages: &Pages<'_>, entry: &Entry, printer: &Printer) -> Result<Vec<String>, Outcome> {
        let Some(page) = pages.0.get(&entry.span) else { return Ok(entry.words.clone()) };
        match render::render(&self.prepared.theme, &self.tree, page) {
            Ok(Artifact::Bytes(bytes)) => Ok(changes::text(&bytes)),
            Ok(Artifact::Embedded(bytes)) => Ok(changes::text(bytes)),
            Ok(Artifact::File { .. }) => Ok(entry.words.clone()),
            Err(problem) => {
                let mut report = Report::new();
                report.push(*problem);
                printer.report(&report, &self.tree);
                Err(Outcome::BadContent)
            }
        }
    }

    /// The record that a person means: `people/zhang-san`, its id or its title.
    fn find(&self, asked: &str) -> Result<&Entry, Text> {
        let named = |entry: &&Entry| entry.name() == asked;
        let called = |entry: &&Entry| entry.id == asked || entry.title == asked;
        let entries = || self.desk.entries.iter();
        if let Some(entry) = entries().find(named) {
            return Ok(entry);
        }
        let found: Vec<&Entry> = entries().filter(called).collect();
        match found[..] {
            [entry] => Ok(entry),
            [] => Err(say!(
                "没有要发布的记录叫“{asked}”；草稿先把状态改为“发布”（签齐之前不会公开），记录写成 people/标识",
                "no record that is to be published is called `{asked}`: set the status of a draft to `published` first (it is not public before it is signed), and write people/id"
            )),
            [..] => {
                let names = found.iter().map(|entry| entry.name()).collect::<Vec<_>>();
                let (zh, en) = (names.join("、"), names.join(", "));
                Err(say!("不止一条记录叫“{asked}”：{zh}", "several records are called `{asked}`: {en}"))
            }
        }
    }

    /// The copy of what was signed last, where it is there and is that.
    fn copy(&self, entry: &Entry, printer: &Printer) -> Result<Option<Copy>, Outcome> {
        let Some(last) = entry.signatures.last() else { return Ok(None) };
        let path = file::below(self.tree.root(), &Copy::path(entry.kind.folder(), &entry.slug));
        let mut bytes = Vec::new();
        let read = fs::File::open(&path).and_then(|file| file.take(Copy::MOST).read_to_end(&mut bytes));
        match read {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => {
                return Err(printer.failure(&IoError { doing: say!("读取", "reading"), path, source }));
            }
        }
        let copy = Copy::read(&String::from_utf8_lossy(&bytes));
        Ok(copy.filter(|copy| copy.digest.eq_ignore_ascii_case(&last.digest)))
    }
}

/// The page of each record, by the record.
struct Pages<'p>(HashMap<Span, &'p Job<'p>>);

impl<'p> Pages<'p> {
    fn of(plan: &'p Plan<'p>) -> Pages<'p> {
        let mut pages = HashMap::<Span, &Job<'_>>::new();
        for job in plan.jobs().iter().filter(|job| job.template().is_some()) {
            // The first page of the first edition: its address is the shortest.
            let page = pages.entry(job.origin).or_insert(job);
            if job.route.as_str().len() < page.route.as_str().len() {
                *page = job;
            }
        }
        Pages(pages)
    }
}

/// Says that the site asks for no sign-offs.
fn nothing_to_sign() -> Text {
    say!(
        "site.yaml 没有要求签发；要签，写一行“审校: 3”",
        "site.yaml asks for no sign-offs; for them write `reviews: 3`"
    )
}

fn parse_stage(text: &str) -> Result<ReviewStage, BadValue> {
    ReviewStage::named(text).ok_or_else(|| {
        let Text { zh, en } = listed(ReviewStage::all());
        BadValue(say!("没有“{text}”这个环节；可以写：{zh}", "there is no step `{text}`; it may be: {en}"))
    })
}

fn step(stage: ReviewStage) -> Text {
    Text { zh: stage.zh().to_owned(), en: stage.en().to_owned() }
}

/// “初审 甲编辑 2031-05-01”
fn told(signature: &Signature) -> Text {
    let Text { zh, en } = step(signature.stage);
    let by = &signature.by;
    match signature.on {
        Some(on) => say!("{zh} {by} {on}", "{en} {by} {on}"),
        None => say!("{zh} {by}", "{en} {by}"),
    }
}

/// How many days ago a signature was given, where its day is known and not to come.
fn days_since(signature: &Signature, today: Date) -> Option<i32> {
    let day = signature.on?.calendar_day()?;
    today.since(day).ok().map(|span| span.get_days()).filter(|days| *days >= 0)
}
