//! `honorroll build`: the site, published into its output folder.

use std::time::Instant;

use clap::Args;

use super::Outcome;
use super::print::Printer;
use super::settings::{BuildArgs, SiteArgs};
use crate::emit::{Place, Receipt};
use crate::pipeline::{self, Publication};
use crate::plan::Plan;
use crate::say;
use crate::source;

/// 生成网站 | builds the site
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Build {
    #[command(flatten)]
    build: BuildArgs,
}

const EXAMPLES: &str = "\
例子：
  honorroll build                        把 content/ 生成到 output/
  honorroll build --as-of 2030-10-01     看看国庆那天的网站是什么样
  honorroll build --drafts --output 预览  连同草稿生成到另一个文件夹，供内部审看 | \
Examples:
  honorroll build                        builds content/ into output/
  honorroll build --as-of 2030-10-01     the site as it will be on that day
  honorroll build --drafts --output preview  drafts too, into another folder, for review";

pub fn run(args: &Build, site: &SiteArgs, printer: &Printer) -> Outcome {
    let started = Instant::now();
    let output = args.build.output(&site.site);
    let place = match Place::new(&site.site, &output) {
        Ok(place) => place,
        Err(error) => return printer.failure(&error),
    };
    let (tree, mut report) = match source::read(&site.site, place.output(), &source::Limits::default()) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let options = args.build.content.options();
    let prepared = pipeline::prepare(&tree, &options, args.build.content.theme.as_deref(), &mut report);
    let planned = prepared
        .as_ref()
        .map_err(|reported| *reported)
        .and_then(|prepared| Ok((prepared, pipeline::plan(prepared, &mut report)?)));
    let Ok((prepared, plan)) = planned else {
        printer.report(&report, &tree);
        printer.note(&say!("有错误，没有写入任何文件", "there are errors: nothing was written"));
        return Outcome::BadContent;
    };
    let bar = printer.progress(plan.jobs().len());
    let publication = Publication { place: &place, fresh: args.build.fresh, progress: &|| bar.inc(1) };
    let published = pipeline::publish(&plan, &prepared.theme, &tree, &publication, &mut report);
    bar.finish_and_clear();
    let receipt = match published {
        Ok(receipt) => receipt,
        Err(stopped) => return printer.stopped(stopped, &report, &tree),
    };
    printer.report(&report, &tree);
    for note in &receipt.notes {
        printer.note(note);
    }
    tell(&receipt, &plan, &place, started, printer);
    Outcome::Done
}

fn tell(receipt: &Receipt, plan: &Plan<'_>, place: &Place, started: Instant, printer: &Printer) {
    let pages = plan.jobs().iter().filter(|job| job.route.as_str().ends_with(".html")).count();
    let seconds = format!("{:.2}", started.elapsed().as_secs_f64());
    let Receipt { written, unchanged, removed, .. } = receipt;
    printer.result(&say!(
        "已生成 {pages} 个页面，用时 {seconds} 秒（写入 {written} 个文件，{unchanged} 个没有变化，移除 {removed} 个）",
        "{pages} pages in {seconds} s ({written} files written, {unchanged} unchanged, {removed} removed)"
    ));
    let index = place.output().join("index.html");
    let index = index.display();
    printer.result(&say!("用浏览器打开：{index}", "open in a browser: {index}"));
}
