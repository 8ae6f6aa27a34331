//! `honorroll check`: everything that `build` does, but for writing.

use clap::Args;

use super::Outcome;
use super::print::Printer;
use super::settings::{BuildArgs, SiteArgs};
use crate::pipeline;
use crate::say;
use crate::source;

/// 检查内容，不写入任何文件
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    build: BuildArgs,
}

pub fn run(args: &Check, site: &SiteArgs, printer: &Printer) -> Outcome {
    let output = args.build.output(&site.site);
    let (tree, mut report) = match source::read(&site.site, &output, &source::Limits::default()) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let options = args.build.options();
    let checked =
        pipeline::prepare(&tree, &options, args.build.theme.as_deref(), &mut report).and_then(|prepared| {
            let plan = pipeline::plan(&prepared, &mut report)?;
            pipeline::rehearse(&plan, &prepared.theme, &tree, &mut report)?;
            Ok(plan.jobs().len())
        });
    printer.report(&report, &tree);
    match checked {
        Ok(files) => {
            printer.result(&say!(
                "内容没有错误，可以生成 {files} 个文件",
                "no errors: {files} files can be built"
            ));
            Outcome::Done
        }
        Err(_) => Outcome::BadContent,
    }
}
