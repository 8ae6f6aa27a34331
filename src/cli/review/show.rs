//! `honorroll review show`: what is to be signed, and what changed since it was signed last.

use clap::Args;
use serde_json::{Value, json};

use super::{DayArgs, Pages, listed, open, told};
use crate::changes::{Line, changed};
use crate::cli::Outcome;
use crate::cli::print::Printer;
use crate::cli::settings::{MessageFormat, SiteArgs};
use crate::diag::Text;
use crate::model::Allowance;
use crate::say;

/// 一条记录的页面文字、签发情况，和上次签发以后改了什么 | a record's page as text, who has signed it, and what changed since
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Show {
    /// 哪一条：people/zhang-san，或标识、标题 | which: people/zhang-san, or an id or title
    #[arg(value_name = "RECORD")]
    record: String,
    #[command(flatten)]
    day: DayArgs,
}

const EXAMPLES: &str = "\
“摘要”代表看到的这些内容；签发时加 --digest，内容在看过以后又改了就不会签上。
例子：
  honorroll review show people/zhang-san
  honorroll review show 张三 | \
The digest stands for what is shown: sign with --digest, and what has changed since is not signed.
Examples:
  honorroll review show people/zhang-san
  honorroll review show 张三";

pub fn run(args: &Show, site: &SiteArgs, printer: &Printer) -> Result<Outcome, Outcome> {
    let opened = open(&args.day, site, printer)?;
    let entry = opened.find(&args.record).map_err(|why| printer.misused(&why))?;
    let plan = opened.plan(printer)?;
    let pages = Pages::of(&plan);
    let lines = opened.lines(&pages, entry, printer)?;
    let copy = opened.copy(entry, printer)?;
    let changes = copy.as_ref().map(|copy| changed(&copy.lines, &lines));
    let name = entry.name();
    if site.message_format == MessageFormat::Json {
        let signatures = entry.signatures.iter().map(|signature| {
            let on = signature.on.map(|on| on.iso());
            json!({"stage": signature.stage.en(), "by": signature.by, "on": on, "digest": signature.digest, "counts": signature.counts})
        });
        let allowances: Vec<Value> = (entry.allowances.iter())
            .map(|Allowance { what, reason, by }| json!({"what": what.value, "reason": reason.value, "by": by.value}))
            .collect();
        let due: Vec<&str> = entry.due.iter().map(|stage| stage.en()).collect();
        let value = json!({
            "record": name, "title": entry.title, "digest": entry.digest, "due": due,
            "signatures": signatures.collect::<Vec<_>>(), "allowances": allowances, "changes": changes, "lines": lines,
        });
        printer.data(&format!("{value}\n"));
        return Ok(Outcome::Done);
    }
    let say = |text: &Text| printer.data(&format!("{}\n", text.get(printer.language)));
    let (title, digest) = (&entry.title, &entry.digest);
    say(&say!("{title}  {name}\n摘要 {digest}", "{title}  {name}\ndigest {digest}"));
    for signature in &entry.signatures {
        let Text { zh, en } = told(signature);
        let Text { zh: why_zh, en: why_en } = match signature.counts {
            true => Text { zh: String::new(), en: String::new() },
            false if signature.digest.eq_ignore_ascii_case(digest) => say!("（不算）", " (does not count)"),
            false => say!("（内容改过，作废）", " (void: it changed since)"),
        };
        say(&say!("已签 {zh}{why_zh}", "signed: {en}{why_en}"));
    }
    if !entry.due.is_empty() {
        let Text { zh, en } = listed(&entry.due);
        say(&say!("还差 {zh}", "missing: {en}"));
    }
    for Allowance { what, reason, by } in &entry.allowances {
        let (what, reason, by) = (&what.value, &reason.value, &by.value);
        say(&say!(
            "隐私许可：“{what}”，{reason}（{by}批准）",
            "personal data allowed: “{what}”, {reason} ({by})"
        ));
    }
    match &changes {
        Some(changes) if changes.is_empty() => {
            say(&say!("\n页面文字与上次签发时相同", "\nthe page reads as when it was signed last"));
        }
        Some(changes) => {
            say(&say!("\n上次签发以后的变化：", "\nchanged since it was signed last:"));
            for change in changes {
                let (sign, line) = match change {
                    Line::Removed(line) => ('-', line),
                    Line::Added(line) => ('+', line),
                };
                printer.data(&format!("  {sign} {line}\n"));
            }
        }
        None if !entry.signatures.is_empty() => say(&say!(
            "\n没有留下上次签发的内容，看不出改了什么",
            "\nthere is no copy of what was signed last: what changed cannot be told"
        )),
        None => {}
    }
    say(&say!("\n页面文字：", "\nthe page:"));
    for line in &lines {
        printer.data(&format!("  {line}\n"));
    }
    Ok(Outcome::Done)
}
