//! `honorroll diff`: what readers would see change if the site were built now.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use super::Outcome;
use super::file;
use super::print::Printer;
use super::progress::Progress;
use super::settings::{BuildArgs, MessageFormat, SiteArgs};
use crate::changes::{Changes, Difference, report};
use crate::diag::IoError;
use crate::emit::{Place, Reason, Stopped};
use crate::pipeline::{self, Publication};
use crate::progress::{Phase, Watch};
use crate::render::{self, Artifact};
use crate::say;
use crate::source;

/// 发布以后公众会看到哪些变化：人物、荣誉、逐页的文字；不改动网站 | what readers would see change: people, honors, and the text of pages; changes nothing
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Diff {
    /// 另存成一个网页，可以发给领导看 | also writes it as one web page, to be sent to whoever decides
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// 列出所有页面；不加时只列前 20 个 | lists all pages; without it the first 20
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    build: BuildArgs,
}

const EXAMPLES: &str = "\
与现在的 output/ 相比；网站还没有生成过时，全部算新增。
例子：
  honorroll diff                        发布前看一遍
  honorroll diff --html 变化.html       存成网页，送审
  honorroll diff --message-format json  给程序用：每行一个 JSON，变化在最后一行 | \
Compared with output/ as it is now; where nothing was built yet, everything is new.
Examples:
  honorroll diff                        a last look before publishing
  honorroll diff --html changes.html    as a page that can be sent for approval
  honorroll diff --message-format json  for programs: a JSON value a line, the last of them the changes";

/// Pages told line by line unless all are asked for.
const MOST_PAGES: usize = 20;

pub fn run(args: &Diff, site: &SiteArgs, printer: &Printer) -> Outcome {
    let progress = Progress::new(printer);
    progress.begin(Phase::Read, 0);
    let output = args.build.output(&site.site);
    let place = match Place::new(&site.site, &output) {
        Ok(place) => place,
        Err(error) => return printer.failure(&error),
    };
    let listing = source::list(&site.site, place.output(), &source::Limits::default());
    let mut memory = args.build.memory(Some(&place));
    let (tree, mut problems) = match listing.and_then(|listing| listing.read(&memory.contents)) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let options = args.build.content.options();
    let theme = args.build.content.theme.as_deref();
    let Ok(prepared) = pipeline::prepare(&tree, &options, theme, &mut memory, &progress, &mut problems)
    else {
        progress.finish();
        printer.report(&problems, &tree);
        return Outcome::BadContent;
    };
    let Ok(plan) = pipeline::plan(&prepared, &mut memory, &progress, &mut problems) else {
        progress.finish();
        printer.report(&problems, &tree);
        return Outcome::BadContent;
    };
    let publication = Publication { place: &place, fresh: args.build.fresh, watch: &progress };
    let stale = match pipeline::stale(&plan, &prepared, &tree, &publication, &mut problems) {
        Ok(stale) => stale,
        Err(stopped) => {
            progress.finish();
            return printer.stopped(stopped, &problems, &tree);
        }
    };
    let difference = |route: &str, reason: Reason| -> Result<Option<Difference>, Stopped> {
        let path = file::below(place.output(), route);
        let before = read(&path)?;
        let after = match plan.find(route).filter(|_| reason != Reason::Removed) {
            None => None,
            Some(job) => match render::render(&prepared.theme, &tree, job) {
                Ok(Artifact::Bytes(bytes)) => Some(bytes),
                Ok(Artifact::Embedded(bytes)) => Some(bytes.to_vec()),
                Ok(Artifact::File { path, .. }) => read(&path)?,
                // `check` says it, and with its place.
                Err(_) => None,
            },
        };
        Ok(Difference::of(route, before.as_deref(), after.as_deref()))
    };
    let differences: Result<Vec<Option<Difference>>, Stopped> =
        (stale.par_iter().with_max_len(32)).map(|stale| difference(&stale.route, stale.reason)).collect();
    progress.finish();
    let differences = match differences {
        Ok(differences) => differences,
        Err(stopped) => return printer.stopped(stopped, &problems, &tree),
    };
    printer.report(&problems, &tree);
    let changes = Changes::of(differences.into_iter().flatten());
    tell(&changes, if args.all { usize::MAX } else { MOST_PAGES }, site.message_format, printer);
    let Some(path) = &args.html else { return Outcome::Done };
    match fs::write(path, report::html(&changes, &prepared.roll.site().title)) {
        Ok(()) => {
            let path = path.display();
            printer.result(&say!("已存为 {path}", "written to {path}"));
            Outcome::Done
        }
        Err(source) => {
            printer.failure(&IoError { doing: say!("写入", "writing"), path: path.clone(), source })
        }
    }
}

fn tell(changes: &Changes, most_pages: usize, format: MessageFormat, printer: &Printer) {
    match format {
        MessageFormat::Json => {
            printer
                .data(&(serde_json::to_string(changes).expect("plain data can be written as JSON") + "\n"));
        }
        MessageFormat::Text => {
            for line in report::lines(changes, most_pages) {
                printer.data(&format!("{}\n", line.get(printer.language)));
            }
            printer.result(&report::summary(changes));
        }
    }
}

/// A file of the output; nothing where there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Stopped> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => {
            Err(Stopped::Machine(IoError { doing: say!("读取", "reading"), path: path.to_owned(), source }))
        }
    }
}
