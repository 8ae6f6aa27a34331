//! `honorroll export`: the records of a site as a spreadsheet for its staff.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use super::file;
use super::print::Printer;
use super::records;
use super::settings::SiteArgs;
use crate::diag::IoError;
use crate::export::{self, Scope};
use crate::say;

/// 把记录导出成表格，改好再用 import 导回来；含草稿，不要拿去公开 | writes records into a spreadsheet, to be edited and imported again; with drafts, not for the public
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// 写到哪里：.xlsx 或 .csv；已有的文件不会覆盖 | where to: .xlsx or .csv; a file that is there is never overwritten
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 只要人物 | people only
    #[arg(long, conflicts_with = "commendation")]
    people: bool,
    /// 只要这一份表彰的名单 | the list of this commendation only
    #[arg(long, value_name = "ID")]
    commendation: Option<String>,
}

const EXAMPLES: &str = "\
例子：
  honorroll export 全部.xlsx                                  人物、表彰、表彰名单三个表
  honorroll export 人物.csv --people
  honorroll export 名单.xlsx --commendation 2030-15           一份表彰的名单 | \
Examples:
  honorroll export 全部.xlsx                                  people, commendations and lists, three sheets
  honorroll export 人物.csv --people
  honorroll export 名单.xlsx --commendation 2030-15           the list of one commendation";

pub fn run(args: &Export, site: &SiteArgs, printer: &Printer) -> Outcome {
    let is_csv = match extension(&args.file).as_deref() {
        Some("xlsx") => false,
        Some("csv") => true,
        _ => {
            return printer.misused(&say!(
                "文件名要以 .xlsx 或 .csv 结尾",
                "the file's name must end in .xlsx or .csv"
            ));
        }
    };
    let scope = match &args.commendation {
        Some(id) => Scope::List(id.clone()),
        None if args.people => Scope::People,
        None => Scope::Everything,
    };
    let (tree, draft, report) = match records::read(site) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    if report.verdict().is_err() {
        printer.report(&report, &tree);
        return printer.nothing_written();
    }
    let Some(sheets) = export::sheets(&draft, &scope) else {
        let id = args.commendation.as_deref().unwrap_or_default();
        return printer
            .misused(&say!("没有标识为“{id}”的表彰", "there is no commendation with the id `{id}`"));
    };
    let bytes = match (is_csv, &sheets[..]) {
        (true, [sheet]) => export::csv(sheet),
        (true, _) => {
            return printer.misused(&say!(
                "CSV 只能放一个表；加 --people 或 --commendation，或写成 .xlsx",
                "a CSV file holds one sheet: add --people or --commendation, or write .xlsx"
            ));
        }
        (false, sheets) => match export::xlsx(sheets) {
            Ok(bytes) => bytes,
            Err(error) => {
                return printer.misused(&say!("写不成工作簿：{error}", "no workbook can be made: {error}"));
            }
        },
    };
    match file::create(&args.file, &bytes) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let path = args.file.display();
            return printer.misused(&say!(
                "{path} 已经存在，没有改动它；换个文件名",
                "{path} is there already and was left alone; choose another name"
            ));
        }
        Err(source) => {
            return printer.failure(&IoError {
                doing: say!("写入", "writing"),
                path: args.file.clone(),
                source,
            });
        }
    }
    for sheet in &sheets {
        let (name, rows) = (sheet.name, sheet.rows.len());
        printer.result(&say!("表“{name}”：{rows} 行", "sheet `{name}`: {rows} rows"));
    }
    let path = args.file.display();
    printer.result(&say!(
        "已写入 {path}；里面有没发布的记录，不要拿去公开",
        "wrote {path}; it holds records that are not published and is not for the public"
    ));
    Outcome::Done
}

fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_string_lossy().to_ascii_lowercase())
}
