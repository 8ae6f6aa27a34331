//! `honorroll check`: everything that `build` does, but for writing.

use clap::Args;

use super::Outcome;
use super::print::Printer;
use super::progress::Progress;
use super::settings::{BuildArgs, SiteArgs};
use crate::check::glyphs;
use crate::diag::Code;
use crate::emit::Place;
use crate::pipeline;
use crate::progress::{Phase, Watch};
use crate::say;
use crate::source;

/// 检查内容，不写入任何文件 | checks the content and writes nothing
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// 另外列出常用系统的字体没有的字：在哪里、缺在哪些系统、怎么办 | also lists characters that fonts of common systems lack: where, on which systems, and what to do
    #[arg(long)]
    glyphs: bool,
    #[command(flatten)]
    build: BuildArgs,
}

const EXAMPLES: &str = "\
例子：
  honorroll check                          列出所有问题
  honorroll check --glyphs                 再看哪些字在别人的电脑上可能显示不出来
  honorroll check --message-format json    每行一个 JSON，给别的程序用 | \
Examples:
  honorroll check                          lists every problem
  honorroll check --glyphs                 and which characters other computers may not show
  honorroll check --message-format json    as JSON lines, for another program";

pub fn run(args: &Check, site: &SiteArgs, printer: &Printer) -> Outcome {
    let progress = Progress::new(printer);
    progress.begin(Phase::Read, 0);
    let output = args.build.output(&site.site);
    // Where a build would be refused its output, there is something to check all the same.
    let place = Place::new(&site.site, &output).ok();
    let mut memory = args.build.memory(place.as_ref());
    let listing = source::list(&site.site, &output, &source::Limits::default());
    let (tree, mut report) = match listing.and_then(|listing| listing.read(&memory.contents)) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let options = args.build.content.options();
    let theme = args.build.content.theme.as_deref();
    let checked =
        pipeline::prepare(&tree, &options, theme, &mut memory, &progress, &mut report).and_then(|prepared| {
            if args.glyphs {
                glyphs::check(&prepared.roll, &mut report);
            }
            let plan = pipeline::plan(&prepared, &mut memory, &progress, &mut report)?;
            pipeline::rehearse(&plan, &prepared, &tree, &progress, &mut report)?;
            Ok(plan.jobs().len())
        });
    progress.finish();
    printer.report(&report, &tree);
    progress.tell_timings(args.build.timings, printer);
    match checked {
        Ok(files) => {
            if args.glyphs && !report.has_warnings(Code::MissingGlyph) {
                printer.result(&say!("没有常用系统缺字的字", "fonts of common systems have every character"));
            }
            printer.result(&say!(
                "内容没有错误，可以生成 {files} 个文件",
                "no errors: {files} files can be built"
            ));
            Outcome::Done
        }
        Err(_) => Outcome::BadContent,
    }
}
