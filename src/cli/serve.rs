//! `honorroll serve`: the site in the browser while it is being edited.

use std::sync::Arc;

use clap::Args;

use super::Outcome;
use super::print::Printer;
use super::settings::{BuildArgs, ContentArgs, SiteArgs};
use super::usage::BadValue;
use crate::say;
use crate::serve::{self, Desired, News, Settings, Tell};

/// 边改边看：在浏览器里预览，保存后自动刷新；不写入任何文件 | previews the site and reloads it on every save; writes nothing
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Serve {
    /// 用浏览器打开 | opens the browser
    #[arg(long)]
    open: bool,
    /// 浏览器跟到正在改的那一页 | takes the browser to the page of what was edited
    #[arg(long)]
    follow: bool,
    /// 端口；不写则为 8017，被占用时用下一个空闲的 | the port; default: 8017, or the next free one
    #[arg(long, value_name = "PORT", value_parser = parse_port)]
    port: Option<u16>,
    /// 监听的地址；改成别的，同一网络里的人就都能看到 | the address to listen at; with another one, others on the network see the site
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    #[command(flatten)]
    content: ContentArgs,
}

const EXAMPLES: &str = "\
按 Ctrl-C 结束。
例子：
  honorroll serve --open            打开浏览器，边改边看
  honorroll serve --drafts --open   连草稿一起看
  honorroll serve --open --follow   改哪条记录，浏览器就跟到哪一页 | \
Ctrl-C ends it.
Examples:
  honorroll serve --open            opens the browser
  honorroll serve --drafts --open   drafts too
  honorroll serve --open --follow   the browser goes where the edits are";

pub fn run(args: &Serve, site: &SiteArgs, printer: &Printer) -> Outcome {
    let content = args.content.clone();
    let settings = Settings {
        site: site.site.clone(),
        output: BuildArgs::default_output(&site.site),
        host: args.host.clone(),
        port: args.port,
        follow: args.follow,
        language: printer.language,
        desired: Desired { theme: content.theme.clone(), options: Box::new(move || content.options()) },
    };
    let (printer, open) = (printer.clone(), args.open);
    let tell: Tell = {
        let printer = printer.clone();
        Arc::new(move |news| say_news(&news, open, &printer))
    };
    match serve::serve(settings, &tell) {
        Ok(()) => {
            printer.result(&say!("预览已结束", "the preview has ended"));
            Outcome::Done
        }
        Err(error) => printer.failure(&error),
    }
}

fn parse_port(text: &str) -> Result<u16, BadValue> {
    text.parse()
        .map_err(|_| BadValue(say!("端口是 0 到 65535 之间的一个数", "a port is a number from 0 to 65535")))
}

fn say_news(news: &News<'_>, open: bool, printer: &Printer) {
    match news {
        News::Listening { url, is_public } => {
            if *is_public {
                printer.note(&say!(
                    "监听的不是本机地址：同一网络里的任何人都能看到这个站点，草稿也不例外",
                    "not only this machine is listened to: anyone on the network sees the site, drafts too"
                ));
            }
            printer.result(&say!(
                "正在预览：{url}（按 Ctrl-C 结束）",
                "the preview is at {url} (Ctrl-C ends it)"
            ));
            if open && let Err(error) = open::that_detached(url) {
                printer.note(&say!("没能打开浏览器：{error}", "the browser could not be opened: {error}"));
            }
        }
        News::Problems { report, tree } => printer.report(report, &**tree),
        News::Shown { files, took, edited } => {
            let seconds = format!("{:.2}", took.as_secs_f64());
            printer.result(&match edited {
                Some(edited) => say!("已更新，用时 {seconds} 秒：{edited}", "updated in {seconds} s: {edited}"),
                None => say!(
                    "已更新，用时 {seconds} 秒，共 {files} 个文件",
                    "updated in {seconds} s: {files} files"
                ),
            });
        }
        News::Stands { something: true } => printer.note(&say!(
            "有错误，浏览器里还是改之前的样子；改好并保存后会自动更新",
            "there are errors: the browser shows the site as it was before; it is updated when they are mended"
        )),
        News::Stands { something: false } => printer.note(&say!(
            "有错误，还没有可以看的页面；改好并保存后会自动出现",
            "there are errors, and no page to show yet; there will be when they are mended"
        )),
        News::Note(note) => printer.note(note),
        News::Failure(error) => {
            printer.failure(error);
        }
    }
}
