//! `honorroll withdraw`: takes a record off the site, in its file.

use std::collections::BTreeSet;

use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use super::Outcome;
use super::file;
use super::print::Printer;
use super::records;
use super::settings::{MessageFormat, SiteArgs, parse_day, today};
use crate::check::{self, KnownBodies, Options};
use crate::diag::{Code, IoError, Report, Text};
use crate::model::{Draft, Status};
use crate::review::Copy;
use crate::say;
use crate::source::SourceTree;
use crate::withdrawal::{self, Elsewhere, Note, Subject};

/// 撤下一条记录：在文件里写明状态、日期和原因，说出哪里还提到它，哪些转载要另行联系撤下 | withdraws a record: writes status, day and reason into its file, tells where it is still named and which reprints must be taken down by hand
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Withdraw {
    /// 标识或名称；不同类别里都有时，前面写上类别，如 people/zhang-san | id or name; with its kind where several have it, such as people/zhang-san
    #[arg(value_name = "ID")]
    id: String,
    /// 为什么撤下；只留在文件里，不公开 | why; kept in the file, never published
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// 哪一天撤下；不写则为今天（东八区） | on which day; default: today in UTC+8
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    on: Option<Date>,
    /// 经手人 | who does it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// 只说会做什么，不写入 | says what would be done, and writes nothing
    #[arg(long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
注释和版式都保留。接着改好还提到它的地方，再 honorroll build，最后 honorroll audit 证明没有痕迹。
例子：
  honorroll withdraw zhang-san --reason 本人要求 --by 李四
  honorroll withdraw people/zhang-san --reason 受到处分 --on 2031-06-01
  honorroll withdraw commendations/2030-15 --reason 文件有误 --dry-run | \
Comments and layout stay. Then mend what still names it, run `honorroll build`, and `honorroll audit` to prove that no trace is left.
Examples:
  honorroll withdraw zhang-san --reason 本人要求 --by 李四
  honorroll withdraw people/zhang-san --reason 受到处分 --on 2031-06-01
  honorroll withdraw commendations/2030-15 --reason 文件有误 --dry-run";

pub fn run(args: &Withdraw, site: &SiteArgs, printer: &Printer) -> Outcome {
    let is_line = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
    if !is_line(&args.reason) || !args.by.as_deref().is_none_or(is_line) {
        return printer
            .misused(&say!("原因和经手人都写成一行文字", "reason and name are one line of text each"));
    }
    let (tree, draft, problems) = match records::read(site) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let subject = match withdrawal::find(&draft, &args.id) {
        Ok(subject) => subject,
        Err(candidates) => {
            printer.report(&problems, &tree);
            return printer.misused(&not_found(&args.id, &candidates));
        }
    };
    let note = Note {
        on: args.on.unwrap_or_else(today),
        reason: args.reason.trim().to_owned(),
        by: args.by.clone(),
    };
    let change = match edit(&subject, &note, &tree) {
        Ok(change) => change,
        Err(Refused::Machine(error)) => return printer.failure(&error),
        Err(Refused::Layout(report)) => {
            printer.report(&report, &tree);
            return printer.nothing_written();
        }
    };
    let elsewhere = withdrawal::elsewhere(&draft, &subject);
    let copies = match copies(&tree, &subject) {
        Ok(copies) => copies,
        Err(error) => return printer.failure(&error),
    };
    let options = Options { as_of: note.on, drafts: false, base_url: None };
    let remaining = match change {
        Some(change) if !args.dry_run => {
            if let Err((path, source)) = file::write_all(&[change]) {
                return printer.failure(&IoError { doing: say!("写入", "writing"), path, source });
            }
            // Lines may have moved.
            match records::read(site) {
                Ok((tree, draft, _)) => (still_named(draft, &options), tree),
                Err(error) => return printer.failure(&error),
            }
        }
        _ => {
            let mut draft = draft;
            let withdrawn = BTreeSet::from([records::place(subject.span)]);
            records::set_status(&mut draft, &withdrawn, Status::Withdrawn);
            (still_named(draft, &options), tree)
        }
    };
    let told = Told {
        subject: &subject,
        note: &note,
        dry_run: args.dry_run,
        elsewhere: &elsewhere,
        copies: &copies,
    };
    tell(&told, &remaining, site.message_format, printer);
    Outcome::Done
}

/// What is wrong with the words that should name a record.
pub fn not_found(wanted: &str, candidates: &[Subject]) -> Text {
    if candidates.is_empty() {
        return say!("没有标识或名称是“{wanted}”的记录", "there is no record of the id or name `{wanted}`");
    }
    let lines = candidates.iter().map(|subject| format!("\n  {}  {}", subject.path(), subject.title));
    let lines: String = lines.collect();
    say!(
        "“{wanted}”可能是以下几条，写明是哪一条：{lines}",
        "`{wanted}` may be one of these; say which:{lines}"
    )
}

enum Refused {
    Machine(IoError),
    /// The record is written in a way that cannot be edited.
    Layout(Report),
}

/// The change to the file of the record; nothing where it says all of it already.
fn edit(subject: &Subject, note: &Note, tree: &SourceTree) -> Result<Option<file::Change>, Refused> {
    if subject.is_withdrawn {
        return Ok(None);
    }
    let file = subject.span.file;
    let text = tree.file(file).text.as_deref().unwrap_or_default();
    let edits = withdrawal::edits(subject, note, text);
    file::edited(tree, file, &edits).map_err(Refused::Machine)?.map_err(|_| {
        let mut report = Report::new();
        report.push(file::fixed_layout(
            subject.span,
            say!("手工写上“状态: 撤下”", "write `status: withdrawn` by hand"),
        ));
        Refused::Layout(report)
    })
}

/// Where withdrawn records are still named, or shown, in what would be published.
fn still_named(draft: Draft, options: &Options) -> Report {
    let mut all = Report::new();
    // Whatever else is wrong with the site is for `check` to say.
    let _ = check::check(draft, options, &mut KnownBodies::default(), &mut all);
    let mut report = Report::new();
    let of_withdrawn =
        all.iter().filter(|found| matches!(found.code, Code::WithdrawnName | Code::HiddenReference));
    of_withdrawn.for_each(|found| report.push(found.clone()));
    report
}

/// What was done, and what is left to do elsewhere.
struct Told<'a> {
    subject: &'a Subject,
    note: &'a Note,
    dry_run: bool,
    elsewhere: &'a [Elsewhere],
    copies: &'a [String],
}

/// The files of what was signed (content/reviews/) that are of the record or have its name: the site never shows them, and only people
/// can say whether they are kept.
fn copies(tree: &SourceTree, subject: &Subject) -> Result<Vec<String>, IoError> {
    let own = Copy::path(subject.kind.folder(), &subject.slug);
    let mut found = Vec::new();
    for (id, file) in tree.under("content/reviews/").filter(|(_, file)| file.path.ends_with(".txt")) {
        let text = tree.head(id, Copy::MOST as usize)?;
        if file.path == own || String::from_utf8_lossy(&text).contains(&subject.title) {
            found.push(file.path.clone());
        }
    }
    Ok(found)
}

fn tell(told: &Told<'_>, (named, tree): &(Report, SourceTree), format: MessageFormat, printer: &Printer) {
    let Told { subject, note, dry_run, elsewhere, copies } = *told;
    let (title, path, file) = (&subject.title, subject.path(), &tree.file(subject.span.file).path);
    let is_written = !subject.is_withdrawn && !dry_run;
    if format == MessageFormat::Json {
        let elsewhere: Vec<_> = elsewhere
            .iter()
            .map(|publication| {
                let Elsewhere { why, channel, title, date, url, record } = publication;
                let date = date.map(|date| date.iso());
                json!({"why": why.name(), "channel": channel, "title": title, "date": date, "url": url, "record": record})
            })
            .collect();
        let told = json!({"record": path, "title": title, "file": file, "on": note.on.to_string(), "written": is_written, "elsewhere": elsewhere, "copies": copies});
        printer.data(&format!("{told}\n"));
        printer.report(named, tree);
        return;
    }
    printer.result(&match (subject.is_withdrawn, dry_run) {
        (true, _) => say!(
            "{title}（{path}）已经是撤下的，没有改动",
            "{title} ({path}) is withdrawn already and was left alone"
        ),
        (false, true) => say!(
            "会撤下 {title}（{path}），写在 {file}；加了 --dry-run，没有写入",
            "{title} ({path}) would be withdrawn, in {file}; with --dry-run nothing was written"
        ),
        (false, false) => {
            say!("已撤下 {title}（{path}），写在 {file}", "withdrew {title} ({path}), in {file}")
        }
    });
    let count = named.errors();
    printer.result(&match count {
        0 => say!("将要发布的内容里没有再提到它", "nothing that would be published names it any more"),
        _ => say!(
            "还有 {count} 处提到已撤下的记录，见下；改好才能生成",
            "what is withdrawn is still named, {count} times, see below; the site cannot be built before that is mended"
        ),
    });
    if !elsewhere.is_empty() {
        printer.result(&say!(
            "下面这些程序管不到，请逐一联系撤下：",
            "these are beyond the program and must be taken down by hand:"
        ));
    }
    for publication in elsewhere {
        printer.result(&line(publication));
    }
    if !copies.is_empty() {
        printer.result(&say!(
            "签发时留下的内容里还有它，从不公开；不留底的，手工删去：",
            "what was kept when it was signed still has it, and is never published; remove by hand what need not be kept:"
        ));
    }
    for copy in copies {
        printer.result(&say!("  {copy}", "  {copy}"));
    }
    printer.result(&say!(
        "接着：honorroll build，再 honorroll audit {path}",
        "next: `honorroll build`, then `honorroll audit {path}`"
    ));
    printer.report(named, tree);
}

fn line(publication: &Elsewhere) -> Text {
    let Elsewhere { why, channel, title, date, url, record } = publication;
    let parts = [channel.clone(), Some(format!("《{title}》")), date.map(|date| date.iso()), url.clone()];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let (parts, why) = (parts.join("  "), why.text());
    let (zh, en) = (why.zh, why.en);
    say!("  {zh}  {parts}  （{record}）", "  {en}  {parts}  ({record})")
}
