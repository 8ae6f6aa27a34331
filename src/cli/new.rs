//! `honorroll new`: a record to fill in, in a file of its own.

use std::io;
use std::path::Path;

use clap::Args;

use super::Outcome;
use super::file;
use super::print::Printer;
use super::settings::{BuildArgs, SITE, SiteArgs, parse_kind, unknown_kind};
use crate::diag::{IoError, Lines, Report, Span, Text};
use crate::model::{self, EachTable, InTables, Kind, Record, Table, Tables, blank};
use crate::say;
use crate::source;
use crate::text::slug;

/// 新建一份带说明的记录，状态是“草稿” | makes a commented record to fill in, as a draft
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct New {
    /// 类别：人物、单位、地区、表彰、报道、措施、队伍、专项、栏目、渠道、数据、照片、页面、站点 | person, unit, place, commendation, story, measure, team, campaign, column, channel, figure, photo, page, site
    #[arg(value_name = "KIND")]
    kind: String,
    /// 姓名、名称或标题 | name or title
    #[arg(value_name = "NAME")]
    name: String,
    /// 标识：文件名，也是网址的一部分；默认取名称的拼音 | file name and part of the address; default: the name in pinyin
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

const EXAMPLES: &str = "\
例子：
  honorroll new 人物 张三                   写出 content/people/zhang-san.yaml
  honorroll new 人物 张三 --id zhang-san-2  另一位同名的人
  honorroll new 表彰 关于表彰先进个人的决定 --id 2030-15
  honorroll new 站点 示例市光荣榜           在空文件夹里开始一个新站点 | \
Examples:
  honorroll new person 张三                   writes content/people/zhang-san.yaml
  honorroll new person 张三 --id zhang-san-2  another person of the same name
  honorroll new commendation 关于表彰先进个人的决定 --id 2030-15
  honorroll new site 示例市光荣榜             begins a new site in an empty folder";

pub fn run(args: &New, site: &SiteArgs, printer: &Printer) -> Outcome {
    let name = args.name.trim();
    if name.is_empty() || name.chars().any(char::is_control) {
        return printer
            .misused(&say!("名称是空的，或者含有控制字符", "the name is empty or holds control characters"));
    }
    if SITE.contains(&args.kind.as_str()) {
        return write("content/site.yaml", &blank::site(name), &site.site, None, printer);
    }
    let Some(kind) = parse_kind(&args.kind) else {
        return printer.misused(&unknown_kind(&args.kind, &say!("站点", "site")));
    };
    let known = match Known::read(&site.site, kind) {
        Ok(known) => known,
        Err(error) => return printer.failure(&error),
    };
    let id = match &args.id {
        Some(id) if !slug::is_safe_id(id) => {
            return printer.misused(&say!(
                "标识“{id}”不能用：只写英文字母、数字和 -_.，不超过 80 个",
                "the id `{id}` cannot be used: write ASCII letters, digits and -_. only, 80 at most"
            ));
        }
        Some(id) => id.clone(),
        None => slug::suggest(kind == Kind::Person, name),
    };
    if let Some(refusal) = known.refuse(kind, name, &id, args.id.is_some()) {
        return printer.misused(&refusal);
    }
    let path = format!("content/{}/{id}.yaml", kind.folder());
    write(&path, &blank::record(kind, name, None), &site.site, Some(kind), printer)
}

/// What the site has of this kind already.
struct Known {
    /// Id, title and place of each record.
    records: Vec<(String, String, String)>,
}

impl Known {
    /// Nothing where there is no site yet. What is wrong with its records is for `check` to say.
    fn read(site: &Path, kind: Kind) -> Result<Known, IoError> {
        if !site.join("content").exists() {
            return Ok(Known { records: Vec::new() });
        }
        let output = BuildArgs::default_output(site);
        let (tree, _) = source::read(site, &output, &source::Limits::default())?;
        let draft = model::parse(&tree, None, &mut Report::new());
        let mut found = Find { kind, lines: Lines::new(&tree), records: Vec::new() };
        let tables: &Tables = &draft.tables;
        tables.each(&mut found);
        Ok(Known { records: found.records })
    }

    /// One name may belong to two people, but more often someone has forgotten that the record is there.
    fn refuse(&self, kind: Kind, name: &str, id: &str, id_is_given: bool) -> Option<Text> {
        let (zh, en) = (kind.zh(), kind.en());
        let namesake = self.records.iter().find(|(_, title, _)| title == name);
        if let Some((.., place)) = namesake.filter(|_| !id_is_given) {
            return Some(say!(
                "已经有名为“{name}”的{zh}，在 {place}；确是另一个，就加上 --id {id}-2",
                "there is a {en} called `{name}` already, at {place}; if this is another one, add --id {id}-2"
            ));
        }
        let (.., place) = self.records.iter().find(|(known, ..)| known == id)?;
        Some(say!(
            "标识“{id}”已经用在 {place}；用 --id 另写一个，如 --id {id}-2",
            "the id `{id}` is taken, at {place}; choose another with --id, such as --id {id}-2"
        ))
    }
}

struct Find<'t> {
    kind: Kind,
    lines: Lines<'t>,
    records: Vec<(String, String, String)>,
}

impl EachTable for Find<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        if T::KIND == self.kind {
            for record in table {
                let Record { id, span, .. } = record;
                let place = self.place(*span);
                self.records.push((id.value.clone(), record.title().to_owned(), place));
            }
        }
    }
}

impl Find<'_> {
    fn place(&mut self, span: Span) -> String {
        let at = self.lines.locate(span);
        format!("{}:{}", at.file, at.line)
    }
}

/// Writes a new file; one that is there already is never touched.
fn write(path: &str, text: &str, site: &Path, kind: Option<Kind>, printer: &Printer) -> Outcome {
    let target = file::below(site, path);
    match file::create(&target, text.as_bytes()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return printer.misused(&say!(
                "{path} 已经存在，没有改动它；请直接打开它修改",
                "{path} is there already and was left alone; edit it instead"
            ));
        }
        Err(source) => {
            let doing = say!("新建文件", "making the file");
            return printer.failure(&IoError { doing, path: target, source });
        }
    }
    printer.result(&say!("已新建 {path}", "made {path}"));
    if let Some(body) = kind.filter(|kind| has_body(*kind)).map(|_| path.replace(".yaml", ".md")) {
        printer.result(&say!("正文（Markdown）写在旁边的 {body}", "its text, in Markdown, goes into {body}"));
    }
    printer.result(&match kind {
        Some(_) => say!(
            "用文本编辑器打开填写，再运行 honorroll check；确认无误后把“状态”改成“发布”",
            "fill it in, then run `honorroll check`; when all is right, set its status to published"
        ),
        None => say!(
            "用文本编辑器打开填写；接着可以运行 honorroll new 人物 姓名",
            "fill it in; `honorroll new person NAME` is a good next step"
        ),
    });
    Outcome::Done
}

/// Kinds whose pages are mostly text.
fn has_body(kind: Kind) -> bool {
    match kind {
        Kind::Person | Kind::Measure | Kind::Commendation | Kind::Campaign | Kind::Story | Kind::Page => true,
        Kind::Place | Kind::Unit | Kind::Team | Kind::Column | Kind::Channel | Kind::Figure | Kind::Photo => {
            false
        }
    }
}
