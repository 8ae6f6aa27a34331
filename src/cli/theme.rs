//! `honorroll theme`: which themes there are, and a copy of one to change.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Outcome;
use super::file;
use super::print::Printer;
use super::records;
use super::settings::SiteArgs;
use crate::diag::IoError;
use crate::render;
use crate::say;
use crate::source::{self, EmbeddedFile};

/// 查看、导出主题 | lists and exports themes
#[derive(Args, Debug)]
#[command(disable_help_subcommand = true, after_help = ALL_EXAMPLES)]
pub struct Theme {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Debug)]
enum Action {
    List(List),
    Export(Export),
}

/// 列出可用的主题 | lists the themes
#[derive(Args, Debug)]
#[command(after_help = LIST_EXAMPLE)]
pub struct List {}

/// 把随程序附带的主题复制到站点里，供修改 | copies a theme of the program into the site, to be changed there
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// 哪个主题 | which theme
    #[arg(value_name = "NAME", default_value = "default")]
    name: String,
    /// 只要这些文件，可写多次，如 templates/person.html | these files only; may be repeated
    #[arg(long, value_name = "FILE")]
    only: Vec<String>,
    /// 复制到哪里；默认为站点的 themes/主题名 | where to; by default the site's themes/ and the theme's name
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

const ALL_EXAMPLES: &str = "\
例子：
  honorroll theme list               有哪些主题
  honorroll theme export plain       把 plain 复制到站点里，供修改 | \
Examples:
  honorroll theme list               which themes there are
  honorroll theme export plain       copies plain into the site, to be changed there";

const LIST_EXAMPLE: &str = "\
例子：
  honorroll theme list | \
Example:
  honorroll theme list";

const EXAMPLES: &str = "\
只导出要改的文件：其余的继续沿用程序附带的，程序更新时跟着更新。
例子：
  honorroll theme export --only templates/person.html --to themes/我的主题
  然后在 site.yaml 里写：主题: 我的主题 | \
Export only what you will change: the rest goes on coming with the program.
Examples:
  honorroll theme export --only templates/person.html --to themes/mine
  then write into site.yaml: theme: mine";

pub fn run(args: &Theme, site: &SiteArgs, printer: &Printer) -> Outcome {
    match &args.action {
        Action::List(_) => list(site, printer),
        Action::Export(args) => export(args, site, printer),
    }
}

fn list(site: &SiteArgs, printer: &Printer) -> Outcome {
    let (tree, draft, _) = match records::read(site) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let used =
        draft.site.and_then(|site| site.theme).map_or_else(|| "default".to_owned(), |theme| theme.value);
    for name in render::Theme::names(&tree) {
        let embedded: BTreeMap<String, &[u8]> =
            source::embedded_theme(name).map(|file| (file.path, file.bytes)).collect();
        let folder = format!("themes/{name}/");
        let own = (tree.under(&folder))
            .filter(|(_, file)| {
                let same = embedded.get(&file.path[folder.len()..]);
                same.is_none_or(|bytes| file.hash != *blake3::hash(bytes).as_bytes())
            })
            .count();
        let what = match (!embedded.is_empty(), own) {
            (true, 0) => say!("随程序附带", "comes with the program"),
            (true, own) => {
                say!(
                    "随程序附带，站点改了 {own} 个文件",
                    "comes with the program; the site has {own} files of its own"
                )
            }
            (false, _) => say!("站点自己的", "the site's own"),
        };
        let mark = if name == used { say!("（使用中）", " (in use)") } else { say!("", "") };
        let (what, mark) = (what.get(printer.language), mark.get(printer.language));
        printer.data(&format!("{name}\t{what}{mark}\n"));
    }
    Outcome::Done
}

fn export(args: &Export, site: &SiteArgs, printer: &Printer) -> Outcome {
    let name = &args.name;
    let files: Vec<EmbeddedFile> = source::embedded_theme(name).collect();
    if files.is_empty() {
        return printer.misused(&say!(
            "程序没有附带名为“{name}”的主题",
            "no theme called `{name}` comes with the program"
        ));
    }
    let unknown: Vec<&str> = args
        .only
        .iter()
        .map(String::as_str)
        .filter(|only| !files.iter().any(|file| file.path == *only))
        .collect();
    if !unknown.is_empty() {
        let unknown = unknown.join("、");
        let all = files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>().join("\n  ");
        return printer.misused(&say!(
            "主题里没有这些文件：{unknown}\n有的是：\n  {all}",
            "the theme has no such files: {unknown}\nit has:\n  {all}"
        ));
    }
    let wanted: Vec<EmbeddedFile> =
        files.into_iter().filter(|file| args.only.is_empty() || args.only.contains(&file.path)).collect();
    let target = args.to.clone().unwrap_or_else(|| site.site.join("themes").join(name));
    let standing: Vec<&str> = wanted
        .iter()
        .filter(|file| file::below(&target, &file.path).exists())
        .map(|file| file.path.as_str())
        .collect();
    if !standing.is_empty() {
        let (standing, target) = (standing.join("\n  "), target.display());
        return printer.misused(&say!(
            "“{target}”里已经有这些文件，没有改动任何文件：\n  {standing}",
            "`{target}` holds these files already; nothing was changed:\n  {standing}"
        ));
    }
    for file in &wanted {
        let path = file::below(&target, &file.path);
        if let Err(source) = file::create(&path, file.bytes) {
            return printer.failure(&IoError { doing: say!("写文件", "writing the file"), path, source });
        }
    }
    let (count, target) = (wanted.len(), target.display());
    printer.result(&say!("已导出 {count} 个文件到 {target}", "{count} files exported to {target}"));
    Outcome::Done
}
