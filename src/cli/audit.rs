//! `honorroll audit`: proves that nothing of a withdrawn record is left in the output.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;
use serde_json::json;

use super::Outcome;
use super::print::Printer;
use super::progress::Progress;
use super::settings::{BuildArgs, ContentArgs, MessageFormat, SiteArgs};
use super::withdraw::not_found;
use crate::diag::{IoError, Report};
use crate::emit::Place;
use crate::model;
use crate::pipeline::{self, Memory};
use crate::progress::{Phase, Watch};
use crate::say;
use crate::source;
use crate::withdrawal::{self, Find, Look, Traces};

/// 撤下并重新生成以后，逐个字节查输出文件夹里的每个文件，证明没有留下痕迹 | after a record was withdrawn and the site was built: looks through the bytes of every file of the output for traces
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Audit {
    /// 标识或名称；不同类别里都有时，前面写上类别，如 people/zhang-san | id or name; with its kind where several have it, such as people/zhang-san
    #[arg(value_name = "ID")]
    id: String,
    /// 列出所有发现；不加时每一类只列前 20 处 | lists everything that was found; without it the first 20 of each kind
    #[arg(long)]
    all: bool,
    /// 输出文件夹；不写则为站点下的 output | the output folder; default: output in the site's folder
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    content: ContentArgs,
}

const EXAMPLES: &str = "\
找姓名（繁体、拆开、转义、表格和压缩文件里的都算）、网址、照片；发布着的同名的人和更长的名字另列，不算痕迹，但请看一眼。
查网页、数据、订阅、检索、表格、附件和图片的元数据；看不出图片里的人和字，也看不进 PDF。
例子：
  honorroll audit people/zhang-san
  honorroll audit 张三 --all

退出码：0 没有痕迹，1 有痕迹，2 用法不对或机器出错 | \
It looks for names (in traditional characters, split, escaped, in spreadsheets and compressed files too), addresses and pictures; others of the
same name who are published, and longer names, are listed apart.
It looks into pages, data, feeds, the index, spreadsheets, attachments and what describes pictures; it sees neither people nor words in pictures, nor into PDF.
Examples:
  honorroll audit people/zhang-san
  honorroll audit 张三 --all

Exit codes: 0 no trace, 1 traces, 2 usage or machine failure";

/// Of each kind, unless all are asked for.
const MOST: usize = 20;

pub fn run(args: &Audit, site: &SiteArgs, printer: &Printer) -> Outcome {
    let progress = Progress::new(printer);
    let output = args.output.clone().unwrap_or_else(|| BuildArgs::default_output(&site.site));
    let place = match Place::new(&site.site, &output) {
        Ok(place) => place,
        Err(error) => return printer.failure(&error),
    };
    let mut memory = Memory::load(&place);
    let listing = source::list(&site.site, place.output(), &source::Limits::default());
    let (tree, mut problems) = match listing.and_then(|listing| listing.read(&memory.contents)) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let draft = model::parse(&tree, None, &mut Report::new());
    let subject = match withdrawal::find(&draft, &args.id) {
        Ok(subject) => subject,
        Err(candidates) => return printer.misused(&not_found(&args.id, &candidates)),
    };
    let theme = args.content.theme.as_deref();
    let prepared =
        pipeline::prepare(&tree, &args.content.options(), theme, &mut memory, &progress, &mut problems);
    let Ok(prepared) = prepared else {
        progress.finish();
        printer.report(&problems, &tree);
        printer.note(&say!("先改好这些错误并重新生成，再查", "mend these errors and build the site first"));
        return Outcome::BadContent;
    };
    let traces = Traces::of(&subject, &draft, &prepared.roll);
    let files = match files(place.output()) {
        Ok(files) => files,
        Err(error) => return printer.failure(&error),
    };
    let shown = output.display();
    if files.is_empty() {
        return printer.misused(&say!(
            "{shown} 里没有文件；先运行 honorroll build",
            "there are no files in {shown}; run `honorroll build` first"
        ));
    }
    progress.begin(Phase::Survey, files.len());
    let looks: Result<Vec<Look>, IoError> = (files.par_iter().with_max_len(16))
        .map(|(route, path)| {
            let bytes = fs::read(path).map_err(|source| IoError {
                doing: say!("读取", "reading"),
                path: path.clone(),
                source,
            })?;
            progress.step();
            Ok(traces.look(route, &bytes))
        })
        .collect();
    progress.finish();
    let looks = match looks {
        Ok(looks) => looks,
        Err(error) => return printer.failure(&error),
    };
    let opaque: Vec<&str> = (files.iter().zip(&looks))
        .filter(|(_, look)| look.is_opaque)
        .map(|((route, _), _)| route.as_str())
        .collect();
    let (others, left): (Vec<&Find>, Vec<&Find>) =
        looks.iter().flat_map(|look| &look.finds).partition(|find| find.other.is_some());
    if !subject.is_withdrawn {
        let path = subject.path();
        printer.note(&say!("{path} 还没有撤下", "{path} is not withdrawn"));
    }
    if site.message_format == MessageFormat::Json {
        let find = |find: &&Find| {
            let Find { route, inside, line, found, around, other } = find;
            json!({"file": route, "inside": inside, "line": line, "found": found, "around": around, "other": other})
        };
        let told = json!({
            "record": subject.path(), "title": subject.title, "files": files.len(),
            "traces": left.iter().map(find).collect::<Vec<_>>(),
            "others": others.iter().map(find).collect::<Vec<_>>(),
            "opaque": opaque,
        });
        printer.data(&format!("{told}\n"));
    } else {
        let most = if args.all { usize::MAX } else { MOST };
        let (title, path, count) = (&subject.title, subject.path(), files.len());
        printer.result(&say!(
            "{title}（{path}）：查了 {count} 个文件",
            "{title} ({path}): looked through {count} files"
        ));
        if !left.is_empty() {
            let count = left.len();
            printer.result(&say!("留有痕迹 {count} 处：", "traces, {count}:"));
            list(left.iter().map(|find| line(find)), left.len(), most, printer);
        }
        if !others.is_empty() {
            let count = others.len();
            printer.result(&say!(
                "同名的另一人、更长的名字，或别的记录也用的图片 {count} 处（不算痕迹，请看一眼）：",
                "others of that name, longer names, pictures that others show too, {count} (no traces, but have a look):"
            ));
            list(others.iter().map(|find| line(find)), others.len(), most, printer);
        }
        if !opaque.is_empty() {
            let count = opaque.len();
            printer.result(&say!(
                "看不进去的文件 {count} 个（请自己打开看）：",
                "files that cannot be looked into, {count} (open them yourself):"
            ));
            list(opaque.iter().map(|route| format!("  {route}")), opaque.len(), most, printer);
        }
        if left.is_empty() {
            printer.result(&say!("没有痕迹", "no trace"));
        }
    }
    if left.is_empty() { Outcome::Done } else { Outcome::BadContent }
}

fn list(lines: impl Iterator<Item = String>, count: usize, most: usize, printer: &Printer) {
    for line in lines.take(most) {
        printer.result(&say!("{line}", "{line}"));
    }
    if let Some(more) = count.checked_sub(most).filter(|more| *more > 0) {
        printer
            .result(&say!("  ……还有 {more} 处，加 --all 全部列出", "  … and {more} more; --all lists them"));
    }
}

fn line(find: &Find) -> String {
    let mut line = format!("  {}", find.route);
    if let Some(inside) = &find.inside {
        line += &format!(" › {inside}");
    }
    if find.line > 0 {
        line += &format!(":{}", find.line);
    }
    line += &format!("  {}", find.found);
    if !find.around.is_empty() && find.around != find.found {
        line += &format!("  …{}…", find.around);
    }
    if let Some(other) = &find.other {
        line += &format!("  → {other}");
    }
    line
}

/// Every file below a folder with its route, in the order of routes; links are not followed.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>, IoError> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((route, path)) = folders.pop() {
        let failed = |source| IoError {
            doing: say!("查看输出文件夹", "looking through the output folder"),
            path: path.clone(),
            source,
        };
        if route.is_empty() && !path.exists() {
            break;
        }
        for entry in fs::read_dir(&path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = format!("{route}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                folders.push((format!("{name}/"), entry.path()));
            } else if kind.is_file() {
                found.push((name, entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}
