//! `honorroll build`: the site, published into its output folder.

use std::mem::ManuallyDrop;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::Outcome;
use super::print::Printer;
use super::progress::Progress;
use super::settings::{BuildArgs, ContentArgs, SiteArgs};
use crate::check::Options;
use crate::emit::{self, Place, Receipt};
use crate::pipeline::{self, Publication};
use crate::progress::{Phase, Watch};
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
    let progress = Progress::new(printer);
    let output = args.build.output(&site.site);
    let place = match Place::new(&site.site, &output) {
        Ok(place) => place,
        Err(error) => return printer.failure(&error),
    };
    progress.begin(Phase::Read, 0);
    let listing = match source::list(&site.site, place.output(), &source::Limits::default()) {
        Ok(listing) => listing,
        Err(error) => return printer.failure(&error),
    };
    let inputs = listing.stamp().map(|stamp| inputs(&args.build.content, &stamp, printer));
    let recalled =
        inputs.filter(|_| !args.build.fresh).and_then(|inputs| emit::recall::<Told>(&place, &inputs));
    if let Some(told) = recalled {
        progress.finish();
        printer.say_again(&told.words);
        let receipt = Receipt { unchanged: told.files, ..Receipt::default() };
        tell(&receipt, told.pages, &place, progress.seconds(), printer);
        progress.tell_timings(args.build.timings, printer);
        return Outcome::Done;
    }
    let mut memory = args.build.memory(Some(&place));
    let (tree, mut report) = match listing.read(&memory.contents) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    memory.keep_contents(&place, &tree);
    let options = args.build.content.options();
    let theme = args.build.content.theme.as_deref();
    // The process ends with the command: the system takes back at once what would be given back text by text.
    let tree = ManuallyDrop::new(tree);
    let prepared = pipeline::prepare(&tree, &options, theme, &mut memory, &progress, &mut report);
    let (prepared, mut memory) = (ManuallyDrop::new(prepared), ManuallyDrop::new(memory));
    memory.keep_bodies(&place);
    memory.keep_pictures(&place);
    let planned = prepared.as_ref().map_err(|reported| *reported).and_then(|prepared| {
        let plan = pipeline::plan(prepared, &mut memory, &progress, &mut report)?;
        Ok((prepared, ManuallyDrop::new(plan)))
    });
    memory.keep_index(&place);
    let Ok((prepared, plan)) = planned else {
        progress.finish();
        printer.report(&report, &*tree);
        return printer.nothing_written();
    };
    let publication = Publication { place: &place, fresh: args.build.fresh, watch: &progress };
    let published = pipeline::publish(&plan, prepared, &tree, &publication, &mut report);
    progress.finish();
    let receipt = match published {
        Ok(receipt) => receipt,
        Err(stopped) => return printer.stopped(stopped, &report, &tree),
    };
    let pages = plan.jobs().iter().filter(|job| job.route.as_str().ends_with(".html")).count();
    let told = Told { words: printer.words(&report, &*tree), pages, files: plan.jobs().len() };
    printer.say_again(&told.words);
    // One note that nothing could be remembered is enough.
    let noted = emit::note_sources(&place, &tree.digest()).filter(|_| receipt.notes.is_empty());
    for note in receipt.notes.iter().chain(&noted) {
        printer.note(note);
    }
    if let Some(inputs) = inputs {
        emit::remember(&place, &inputs, &told);
    }
    tell(&receipt, pages, &place, progress.seconds(), printer);
    progress.tell_timings(args.build.timings, printer);
    Outcome::Done
}

/// What a build said, to be said again by one that finds nothing to do.
#[derive(Serialize, Deserialize)]
struct Told {
    /// The problems, as they were printed.
    words: String,
    pages: usize,
    files: usize,
}

/// A hash of all that a build depends on: the program, the options, the day, how it speaks, the site's files.
fn inputs(args: &ContentArgs, stamp: &[u8; 32], printer: &Printer) -> [u8; 32] {
    let Options { as_of, drafts, base_url } = args.options();
    let asked = format!("{as_of} {drafts} {base_url:?} {:?} {}", args.theme, printer.manner());
    let mut hasher = blake3::Hasher::new();
    for part in [env!("HONORROLL_PROGRAM").as_bytes(), asked.as_bytes(), stamp] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

fn tell(receipt: &Receipt, pages: usize, place: &Place, seconds: f64, printer: &Printer) {
    let seconds = format!("{seconds:.2}");
    let Receipt { written, unchanged, removed, .. } = receipt;
    printer.result(&say!(
        "已生成 {pages} 个页面，用时 {seconds} 秒（写入 {written} 个文件，{unchanged} 个没有变化，移除 {removed} 个）",
        "{pages} pages in {seconds} s ({written} files written, {unchanged} unchanged, {removed} removed)"
    ));
    let index = place.output().join("index.html");
    let index = index.display();
    printer.result(&say!("用浏览器打开：{index}", "open in a browser: {index}"));
}
