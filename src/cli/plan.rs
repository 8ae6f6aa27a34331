//! `honorroll plan`: what the next build would make anew or remove, and why.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use serde_json::json;

use super::Outcome;
use super::print::Printer;
use super::progress::Progress;
use super::settings::{BuildArgs, MessageFormat, SiteArgs};
use crate::emit::{Place, Reason, Stale};
use crate::pipeline::{self, Publication};
use crate::plan;
use crate::progress::{Phase, Watch};
use crate::say;
use crate::source;

/// 下次会重新生成哪些页面，为什么；不写入任何文件 | what the next build would make anew, and why; writes nothing
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Plan {
    /// 连同不需要重新生成的一起列出 | lists what would stay as it is, too
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    build: BuildArgs,
}

const EXAMPLES: &str = "\
每行一个：位置、模板、原因。
例子：
  honorroll plan                             改了一条记录以后，看看会动哪些页面
  honorroll plan --as-of 2030-10-01          到那一天会有什么变化
  honorroll plan --all --message-format json 全部位置，每行一个 JSON：route、template、reason | \
A line each: route, template, reason.
Examples:
  honorroll plan                             which pages an edit touches
  honorroll plan --as-of 2030-10-01          what will change by that day
  honorroll plan --all --message-format json every route, as JSON lines: route, template, reason";

pub fn run(args: &Plan, site: &SiteArgs, printer: &Printer) -> Outcome {
    let progress = Progress::new(printer);
    progress.begin(Phase::Read, 0);
    let output = args.build.output(&site.site);
    let place = match Place::new(&site.site, &output) {
        Ok(place) => place,
        Err(error) => return printer.failure(&error),
    };
    let listing = source::list(&site.site, place.output(), &source::Limits::default());
    let mut memory = args.build.memory(Some(&place));
    let (tree, mut report) = match listing.and_then(|listing| listing.read(&memory.contents)) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let options = args.build.content.options();
    let theme = args.build.content.theme.as_deref();
    let Ok(prepared) = pipeline::prepare(&tree, &options, theme, &mut memory, &progress, &mut report) else {
        progress.finish();
        printer.report(&report, &tree);
        return Outcome::BadContent;
    };
    let Ok(plan) = pipeline::plan(&prepared, &mut memory, &progress, &mut report) else {
        progress.finish();
        printer.report(&report, &tree);
        return Outcome::BadContent;
    };
    let publication = Publication { place: &place, fresh: args.build.fresh, watch: &progress };
    let stale = pipeline::stale(&plan, &prepared, &tree, &publication, &mut report);
    progress.finish();
    let stale = match stale {
        Ok(stale) => stale,
        Err(stopped) => return printer.stopped(stopped, &report, &tree),
    };
    printer.report(&report, &tree);
    progress.tell_timings(args.build.timings, printer);
    show(&plan, &stale, args.all, site.message_format, printer);
    Outcome::Done
}

fn show(plan: &plan::Plan<'_>, stale: &[Stale], all: bool, format: MessageFormat, printer: &Printer) {
    let reasons: BTreeMap<&str, Reason> =
        stale.iter().map(|stale| (stale.route.as_str(), stale.reason)).collect();
    let planned = plan.jobs().iter().map(|job| job.route.as_str());
    let routes: BTreeSet<&str> = planned.filter(|_| all).chain(reasons.keys().copied()).collect();
    for route in routes {
        let template = plan.find(route).and_then(plan::Job::template);
        let reason = reasons.get(route);
        printer.data(&match format {
            MessageFormat::Json => {
                let reason = reason.map(|reason| reason.name());
                format!("{}\n", json!({"route": route, "template": template, "reason": reason}))
            }
            MessageFormat::Text => {
                let unchanged = say!("没有变化", "unchanged");
                let reason = reason.map_or(unchanged, |reason| reason.text());
                format!("{route}\t{}\t{}\n", template.unwrap_or("-"), reason.get(printer.language))
            }
        });
    }
    let removed = stale.iter().filter(|stale| stale.reason == Reason::Removed).count();
    let (jobs, made) = (plan.jobs().len(), stale.len() - removed);
    printer.result(&say!(
        "共 {jobs} 个文件：将重新生成 {made} 个，移除 {removed} 个",
        "{jobs} files: {made} would be made anew, {removed} removed"
    ));
}
