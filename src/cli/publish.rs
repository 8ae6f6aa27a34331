//! `honorroll publish`: drafts become published, in their files.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;

use super::Outcome;
use super::file;
use super::print::Printer;
use super::records;
use super::settings::{SiteArgs, today};
use super::withdraw::not_found;
use crate::check::{self, KnownBodies, Options};
use crate::diag::{FileId, IoError, Report, Span};
use crate::import;
use crate::model::edit::{self, Edit};
use crate::model::{Draft, Person, Record, Status};
use crate::say;
use crate::withdrawal;

/// 发布：把草稿改成“发布”，注释和版式不动；内容有错误就不改 | publishes drafts: writes the status into their files, and keeps comments and layout; changes nothing where the content has errors
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Publish {
    /// 标识或名称，可写多个；不同类别里都有时，前面写上类别，如 people/zhang-san | ids or names; with their kind where several have it, such as people/zhang-san
    #[arg(value_name = "ID", required_unless_present = "commendation")]
    records: Vec<String>,
    /// 一份表彰决定，连同它名单上有记录的人；可写多次 | a commendation with everyone on its lists who has a record; may be repeated
    #[arg(long, value_name = "ID")]
    commendation: Vec<String>,
    /// 只说会做什么，不写入 | says what would be done, and writes nothing
    #[arg(long)]
    dry_run: bool,
}

const EXAMPLES: &str = "\
已撤下的不会重新发布。需要签发的站点，签发齐了才会公开。
例子：
  honorroll publish 张三 李四
  honorroll publish --commendation 2030-15            决定和名单上的人一起发布
  honorroll publish --commendation 2030-15 --dry-run | \
What was withdrawn is not published again. Where a site asks for sign-offs, nothing is public before they are complete.
Examples:
  honorroll publish 张三 李四
  honorroll publish --commendation 2030-15            the decision and everyone on its lists
  honorroll publish --commendation 2030-15 --dry-run";

pub fn run(args: &Publish, site: &SiteArgs, printer: &Printer) -> Outcome {
    let (tree, mut draft, mut report) = match records::read(site) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    let mut subjects = Vec::new();
    for wanted in args.records.iter().chain(&args.commendation) {
        match withdrawal::find(&draft, wanted) {
            Ok(subject) => subjects.push(subject),
            Err(candidates) => return printer.misused(&not_found(wanted, &candidates)),
        }
    }
    let lists: Vec<Span> = subjects.iter().skip(args.records.len()).map(|subject| subject.span).collect();
    let listed = everyone_on(&draft, &lists);
    let withdrawn = listed.iter().filter(|person| person.common.status == Some(Status::Withdrawn));
    let gone = subjects.iter().filter(|subject| subject.is_withdrawn).map(|subject| &*subject.title);
    if let Some(title) = gone.chain(withdrawn.map(|person| person.title())).next() {
        return printer.misused(&say!(
            "“{title}”已经撤下；要恢复，请在文件里改“状态”，并写明原因",
            "`{title}` was withdrawn; to restore it, change its status in the file and say why"
        ));
    }
    let spans = subjects.iter().map(|subject| subject.span).chain(listed.iter().map(|person| person.span));
    let places: BTreeSet<records::Place> = spans.map(records::place).collect();
    let changed = records::set_status(&mut draft, &places, Status::Published);

    // What would be wrong once they are public is told before anything is written.
    let options = Options { as_of: today(), drafts: false, base_url: None };
    let checked = check::check(draft, &options, &mut KnownBodies::default(), &mut report);
    if checked.is_err() || report.errors() > 0 {
        printer.report(&report, &tree);
        return printer.nothing_written();
    }
    let mut edits = BTreeMap::<FileId, Vec<Edit>>::new();
    for (span, title) in &changed {
        let text = tree.file(span.file).text.as_deref().unwrap_or_default();
        edits.entry(span.file).or_default().push(edit::status(text, *span, Status::Published));
        printer.result(&say!("  {title}", "  {title}"));
    }
    let mut changes = Vec::new();
    for (file, edits) in &edits {
        match file::edited(&tree, *file, edits) {
            Ok(Ok(change)) => changes.extend(change),
            Ok(Err(at)) => {
                let mut report = Report::new();
                report.push(file::fixed_layout(
                    edits[at].record,
                    say!("手工写上“状态: 发布”", "write `status: published` by hand"),
                ));
                printer.report(&report, &tree);
                return printer.nothing_written();
            }
            Err(error) => return printer.failure(&error),
        }
    }
    if !args.dry_run
        && let Err((path, source)) = file::write_all(&changes)
    {
        return printer.failure(&IoError { doing: say!("写入", "writing"), path, source });
    }
    let (count, already) = (changed.len(), places.len() - changed.len());
    printer.result(&match args.dry_run {
        true => say!(
            "会发布 {count} 条，{already} 条本来就是发布；没有写入",
            "{count} would be published, {already} are already; nothing was written"
        ),
        false => say!(
            "已发布 {count} 条，{already} 条本来就是发布；接着运行 honorroll build",
            "{count} are published, {already} were already; now run honorroll build"
        ),
    });
    Outcome::Done
}

/// People with a record whom the lists of some commendations name, each of whom is found beyond doubt; `check` tells of the others.
fn everyone_on<'d>(draft: &'d Draft, lists: &[Span]) -> Vec<&'d Record<Person>> {
    let known = import::Site::new(draft);
    let documents = draft.tables.commendations.iter().filter(|record| lists.contains(&record.span));
    let lines = documents
        .flat_map(|record| &record.data.honors)
        .flat_map(|honor| honor.everyone())
        .filter_map(|line| known.listed(line));
    lines.map(|index| &draft.tables.people[index]).collect()
}
