//! `honorroll build`: the site, published into its output folder.

use std::time::Instant;

use clap::Args;

use super::Outcome;
use super::print::Printer;
use super::settings::{BuildArgs, SiteArgs};
use crate::emit::{Place, Receipt};
use crate::pipeline;
use crate::plan::Plan;
use crate::say;
use crate::source;

/// 生成网站
#[derive(Args, Debug)]
pub struct Build {
    #[command(flatten)]
    build: BuildArgs,
}

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
    let options = args.build.options();
    let prepared = pipeline::prepare(&tree, &options, args.build.theme.as_deref(), &mut report);
    let planned = prepared
        .as_ref()
        .map_err(|reported| *reported)
        .and_then(|prepared| Ok((prepared, pipeline::plan(prepared, &mut report)?)));
    let Ok((prepared, plan)) = planned else {
        printer.report(&report, &tree);
        return printer.nothing_written();
    };
    let published = pipeline::publish(&plan, &prepared.theme, &tree, &place, args.build.fresh, &mut report);
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
