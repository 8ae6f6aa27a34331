//! `honorroll import`: a roster in a spreadsheet as records.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Outcome;
use super::article;
use super::file::{self, Change};
use super::print::Printer;
use super::records;
use super::settings::SiteArgs;
use super::usage::BadValue;
use crate::diag::{Code, Diagnostic, FileId, IoError, Report, Span, Text};
use crate::import::{self, Book, Changes, Column, Desk, Form, Mapping, Options, Refused, Roster, Table};
use crate::say;
use crate::source::SourceTree;
use crate::text::han::display_width;

/// 把表格里的名单变成记录，把 Word 事迹变成正文；有疑问就不写 | turns rosters in spreadsheets into records, write-ups in Word into texts; nothing is written where anything is in doubt
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Import {
    /// 表格（xlsx、xls、ods、csv）或 Word 文件（docx） | a spreadsheet (xlsx, xls, ods, csv) or a Word file (docx)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// 只说会做什么，不写入任何文件 | says what would be done, and writes nothing
    #[arg(long)]
    pub dry_run: bool,
    /// 只导入这个表；可以写几次；不写则导入所有没有隐藏的表 | imports this sheet only; may be repeated; default: every sheet that is not hidden
    #[arg(long, value_name = "SHEET")]
    sheet: Vec<String>,
    /// 一个不认识的表头是什么，如 获评=荣誉称号；可以写几次 | what a heading means, such as 获评=荣誉称号; may be repeated
    #[arg(long, value_name = "HEADING=COLUMN", value_parser = parse_pair)]
    map: Vec<(String, String)>,
    /// 表里没有的一列，每行都一样，如 文号=示委发〔2030〕15号；可以写几次 | a column that the sheet lacks, the same in every row; may be repeated
    #[arg(long, value_name = "COLUMN=TEXT", value_parser = parse_pair)]
    set: Vec<(String, String)>,
    /// 把 --map 写的记到 import.yaml，下次不用再写 | keeps what --map says in import.yaml for the next time
    #[arg(long)]
    save_mapping: bool,
    /// 同名而单位对不上的：是同一个人，还是另一个人 | people of one name whose units do not agree: the same person, or another
    #[arg(long, value_name = "ANSWER", default_value = "ask")]
    same_name: SameName,
    /// 隐藏的表和行也导入 | imports hidden sheets and rows too
    #[arg(long)]
    hidden: bool,
    /// 只写名单，不给每个人建记录 | writes lists only, and makes no records of people
    #[arg(long)]
    list_only: bool,
    /// 表里没有的，从同一份表彰的名单里删去；人物记录从不删除 | removes from the lists of these commendations what the sheet lacks; records of people are never deleted
    #[arg(long)]
    prune: bool,
    /// Word 文件是这个人（标识或姓名）的事迹；不写则成为一篇报道 | the Word file is the profile of this person, by id or name; default: a story
    #[arg(long, value_name = "ID")]
    pub person: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SameName {
    Ask,
    Same,
    Other,
}

const EXAMPLES: &str = "\
例子：
  honorroll import 名单.xlsx --dry-run                 先看认出了什么、会写什么
  honorroll import 名单.xlsx                           写入；新记录都是草稿
  honorroll import 名单.csv --set 荣誉称号=示例市优秀工作者 --set 文号=示委发〔2030〕15号
  honorroll import 名单.xls --map 获评=荣誉称号 --save-mapping
  honorroll import 改过的名单.xlsx --prune             名单以这份表为准
  honorroll import 事迹.docx --person 张三             成为张三的事迹；不写 --person 就成为报道 | \
Examples:
  honorroll import 名单.xlsx --dry-run                 shows what was understood and would be written
  honorroll import 名单.xlsx                           writes it; new records are drafts
  honorroll import 名单.csv --set 荣誉称号=示例市优秀工作者 --set 文号=示委发〔2030〕15号
  honorroll import 名单.xls --map 获评=荣誉称号 --save-mapping
  honorroll import 改过的名单.xlsx --prune             makes the lists those of this sheet
  honorroll import 事迹.docx --person 张三             makes it the profile of 张三; else it is a story";

/// Rows of each sheet that are shown.
const PREVIEW: usize = 5;
/// Columns of the terminal that a cell takes at most.
const WIDEST: usize = 16;
/// And a row that was passed over.
const WIDEST_ROW: usize = 48;
/// Lines of each kind that are shown; the rest are counted.
const MOST: usize = 20;

pub fn run(args: &Import, site: &SiteArgs, printer: &Printer) -> Outcome {
    limit_memory();
    let name = args.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = match read_file(&args.file) {
        Ok(bytes) => bytes,
        Err(error) => return printer.failure(&error),
    };
    if import::form(&bytes) == Form::Docx {
        return article::run(args, &bytes, site, printer);
    }
    if args.person.is_some() {
        return printer.misused(&say!("--person 只用于 Word 文件", "--person is for Word files only"));
    }
    let (tree, draft, report) = match records::read(site) {
        Ok(read) => read,
        Err(error) => return printer.failure(&error),
    };
    if report.verdict().is_err() {
        // A record that cannot be read might be the one that is looked for.
        printer.report(&report, &tree);
        printer.note(&say!(
            "先改好站点里的这些错误，再导入",
            "mend these errors of the site first, then import"
        ));
        return printer.nothing_written();
    }

    let mapping_file = FileId(tree.files().count() as u32);
    let mapping_path = site.site.join(import::MAPPING);
    let mapping_text = std::fs::read_to_string(&mapping_path).unwrap_or_default();
    let (mut book, how) = match import::read(&name, &bytes, FileId(mapping_file.0 + 1)) {
        Ok(read) => read,
        Err(refused) => return printer.misused(&why_refused(&name, refused)),
    };
    if args.hidden {
        book.show_hidden();
    }
    let desk = Desk { site: &tree, book: &book, mapping: (mapping_file, &mapping_text) };
    let mut report = Report::new();
    let mut mapping = Mapping::parse(&mapping_text, mapping_file, &mut report);
    if let Err(wrong) = args.add_to(&mut mapping) {
        return printer.misused(&wrong);
    }
    let kept = mapping.clone();
    if let Err(wrong) = args.set_in(&mut mapping) {
        return printer.misused(&wrong);
    }

    let Text { zh, en } = &how;
    printer.result(&say!("{name}：{zh}", "{name}: {en}"));
    let tables = match args.tables(&book, &mapping, printer, &mut report) {
        Ok(tables) => tables,
        Err(wrong) => return printer.misused(&wrong),
    };
    let mut roster = Roster { name, ..Roster::default() };
    if args.prune && tables.iter().any(|table| !table.hidden.is_empty()) {
        return printer.misused(&say!(
            "表里有隐藏的行，不能用 --prune：那些人会从名单里删去。取消隐藏，或加 --hidden",
            "there are hidden rows, and --prune would take their people off the lists: show the rows, or add --hidden"
        ));
    }
    for table in tables {
        show_table(&table, printer);
        roster.add(table, &mapping, &mut report);
    }
    if roster.entries.is_empty() && report.verdict().is_ok() {
        printer.report(&report, &desk);
        let name = &roster.name;
        return printer
            .misused(&say!("“{name}”里没有读到一行名单", "no line of a list was read from `{name}`"));
    }
    let changes = import::plan(&roster, &draft, &tree, args.options(), &mut report);
    let files = edited(&changes, &tree, &mut report);
    printer.report(&report, &desk);
    show_changes(&changes, printer);
    if report.verdict().is_err() {
        return printer.nothing_written();
    }
    let mut files = match files {
        Ok(files) => files,
        Err(error) => return printer.failure(&error),
    };
    files.extend(changes.files.iter().map(|(path, text)| Change {
        path: file::below(&site.site, path),
        bytes: text.clone().into_bytes(),
        before: None,
    }));
    if args.save_mapping && kept.yaml() != mapping_text && !kept.is_empty() {
        let before = mapping_path.exists().then(|| mapping_text.clone().into_bytes());
        files.push(Change { path: mapping_path, bytes: kept.yaml().into_bytes(), before });
    }
    finish(args, &files, printer)
}

pub fn finish(args: &Import, files: &[Change], printer: &Printer) -> Outcome {
    let count = files.len();
    if count == 0 {
        printer
            .result(&say!("站点已经是这样，没有要写的", "the site says all of it already: nothing to write"));
    } else if args.dry_run {
        printer.result(&say!(
            "会写 {count} 个文件；加了 --dry-run，没有写入",
            "{count} files would be written; with --dry-run none was"
        ));
    } else if let Err((path, source)) = file::write_all(files) {
        return printer.failure(&IoError { doing: say!("写入", "writing"), path, source });
    } else {
        printer.result(&say!(
            "已写入 {count} 个文件；接着运行 honorroll check，看还缺什么",
            "wrote {count} files; now run `honorroll check` to see what is missing"
        ));
    }
    Outcome::Done
}

impl Import {
    fn options(&self) -> Options {
        let same_name = match self.same_name {
            SameName::Ask => import::SameName::Ask,
            SameName::Same => import::SameName::Same,
            SameName::Other => import::SameName::Other,
        };
        Options { same_name, list_only: self.list_only, prune: self.prune }
    }

    fn add_to(&self, mapping: &mut Mapping) -> Result<(), Text> {
        self.map.iter().try_for_each(|(heading, column)| {
            mapping.map(heading, column).then_some(()).ok_or_else(|| no_column(column))
        })
    }

    fn set_in(&self, mapping: &mut Mapping) -> Result<(), Text> {
        self.set.iter().try_for_each(|(column, value)| {
            mapping.set(column, value).then_some(()).ok_or_else(|| no_column(column))
        })
    }

    /// The tables of the sheets that are asked for; what is left out is said.
    fn tables<'b>(
        &self,
        book: &'b Book,
        mapping: &Mapping,
        printer: &Printer,
        report: &mut Report,
    ) -> Result<Vec<Table<'b>>, Text> {
        let all: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        if let Some(unknown) = self.sheet.iter().find(|name| !all.contains(&name.as_str())) {
            let all = all.join("、");
            return Err(say!(
                "没有名为“{unknown}”的表；有：{all}",
                "there is no sheet `{unknown}`; there are: {all}"
            ));
        }
        let (mut tables, mut unknown) = (Vec::new(), Vec::new());
        for sheet in &book.sheets {
            let name = &sheet.name;
            if !self.sheet.is_empty() && !self.sheet.contains(name) {
                continue;
            }
            if sheet.is_hidden && self.sheet.is_empty() {
                // Workbooks keep the choices of their lists on such sheets.
                if import::find(sheet, mapping, &mut Report::new()).is_empty() {
                    continue;
                }
                printer.result(&say!(
                    "表“{name}”是隐藏的，没有导入；要导入就加 --sheet {name}",
                    "sheet `{name}` is hidden and was left out; --sheet {name} imports it"
                ));
                continue;
            }
            let found = import::find(sheet, mapping, report);
            if found.is_empty() && !sheet.rows.is_empty() {
                unknown.push(sheet);
            }
            tables.extend(found);
        }
        // Beside a list a sheet without one is nothing unusual.
        let severity = if tables.is_empty() { Diagnostic::error } else { Diagnostic::warning };
        unknown.into_iter().for_each(|sheet| report.push(no_table(sheet, severity)));
        Ok(tables)
    }
}

fn no_column(column: &str) -> Text {
    let all = import::names();
    say!("没有“{column}”这一列；可以写：{all}", "there is no column `{column}`; it may be: {all}")
}

fn no_table(sheet: &import::Sheet, severity: fn(Code, Span, Text) -> Diagnostic) -> Diagnostic {
    let name = &sheet.name;
    severity(
        Code::NoTable,
        sheet.span(),
        say!("表“{name}”里没有认出名单的表头，没有导入", "sheet `{name}`: no heading of a list is known, and nothing was imported"),
    )
    .hint(say!(
        "表头要有“姓名”“单位”之类的列名；叫别的名字就用 --map 说明；看到的是乱码，就另存为 .xlsx",
        "there should be headings such as 姓名 and 单位; where they are called otherwise, say so with --map; where they are garbled, save it as .xlsx"
    ))
}

/// What was understood of a sheet, and its first lines.
fn show_table(table: &Table<'_>, printer: &Printer) {
    let (name, count, passed) = (&table.sheet.name, table.lines.len(), table.passed.len());
    let (first, last) = (table.headings.start + 1, table.headings.end);
    let rows = if first == last { first.to_string() } else { format!("{first}–{last}") };
    printer.result(&say!(
        "表“{name}”：表头在第 {rows} 行，名单 {count} 行，跳过 {passed} 行",
        "sheet `{name}`: headings in row {rows}, {count} lines, {passed} rows passed over"
    ));
    if let Some(title) = &table.title {
        printer.result(&say!(
            "  表题“{title}”只供核对，没有写进记录",
            "  the title `{title}` is shown to be checked, and goes into no record"
        ));
    }
    for (row, said) in table.passed.iter().take(PREVIEW) {
        let (row, said) = (row + 1, shortened(said, WIDEST_ROW));
        printer.result(&say!("  跳过第 {row} 行“{said}”", "  row {row} was passed over: `{said}`"));
    }
    if let Some(rest) = passed.checked_sub(PREVIEW).filter(|rest| *rest > 0) {
        printer.result(&say!("  …… 还跳过 {rest} 行", "  … and {rest} more"));
    }
    if let Some(first) = table.hidden.first() {
        let (count, first) = (table.hidden.len(), first + 1);
        printer.result(&say!(
            "  有 {count} 行是隐藏的，没有导入（第 {first} 行起）；要导入就加 --hidden",
            "  {count} rows are hidden and were left out, from row {first} on; --hidden imports them"
        ));
    }
    for heading in &table.columns {
        let (letter, text) = (import::column_name(heading.at), &heading.text);
        let Some(column) = heading.column else { continue };
        printer.result(&match column {
            Column::Skipped => say!("  {letter} {text}：不导入", "  {letter} {text}: not imported"),
            Column::Private => say!(
                "  {letter} {text}：不导入，这类信息不进公开的记录",
                "  {letter} {text}: not imported, for it has no place in public records"
            ),
            column => {
                let meaning = column.name();
                say!("  {letter} {text} → {meaning}", "  {letter} {text} → {meaning}")
            }
        });
    }
    let taken: Vec<Column> = table
        .columns
        .iter()
        .filter_map(|heading| heading.column)
        .filter(|column| column.is_taken())
        .collect();
    let rows = table.lines.iter().take(PREVIEW).map(|(row, _)| {
        let cells = taken
            .iter()
            .map(|&column| table.cell(*row, column).map(|cell| cell.value.shown()).unwrap_or_default());
        cells.map(|text| shortened(&import::masked(&text), WIDEST)).collect::<Vec<_>>()
    });
    let heading = taken.iter().map(|column| column.name().to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(heading).chain(rows).collect();
    let width = |at: usize| rows.iter().map(|row| display_width(&row[at])).max().unwrap_or_default();
    let widths: Vec<usize> = (0..taken.len()).map(width).collect();
    for row in &rows {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(text, width)| format!("{text}{}", " ".repeat(width - display_width(text))));
        let line = cells.collect::<Vec<_>>().join(" │ ");
        let line = line.trim_end();
        printer.result(&say!("  {line}", "  {line}"));
    }
    if let Some(rest) = count.checked_sub(PREVIEW).filter(|rest| *rest > 0) {
        printer.result(&say!("  …… 还有 {rest} 行", "  … and {rest} more"));
    }
}

fn shortened(text: &str, widest: usize) -> String {
    if display_width(text) <= widest {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        if display_width(&short) + 3 > widest {
            break;
        }
        short.push(c);
    }
    short + "…"
}

fn show_changes(changes: &Changes, printer: &Printer) {
    let show = |title: Text, lines: &[Text]| {
        if lines.is_empty() {
            return;
        }
        let (count, Text { zh, en }) = (lines.len(), title);
        printer.result(&say!("{zh} {count} 项：", "{en}, {count}:"));
        for Text { zh, en } in lines.iter().take(MOST) {
            printer.result(&say!("  {zh}", "  {en}"));
        }
        if let Some(rest) = count.checked_sub(MOST).filter(|rest| *rest > 0) {
            printer.result(&say!("  …… 还有 {rest} 项", "  … and {rest} more"));
        }
    };
    show(say!("新增", "new"), &changes.added);
    show(say!("改动", "changed"), &changes.changed);
    show(say!("删去", "removed"), &changes.removed);
    show(
        say!("站上有、表里没有（没有改动）", "on the site and not in the sheet (left alone)"),
        &changes.missing,
    );
    if changes.same > 0 {
        let same = changes.same;
        printer.result(&say!("不变 {same} 行", "the same: {same} lines"));
    }
    changes.notes.iter().for_each(|note| printer.note(note));
}

/// The files of the site that change, with their new text.
fn edited(changes: &Changes, tree: &SourceTree, report: &mut Report) -> Result<Vec<Change>, IoError> {
    let mut files = Vec::new();
    for (&id, edits) in &changes.edits {
        match file::edited(tree, id, edits)? {
            Ok(change) => files.extend(change),
            Err(index) => report.push(
                file::fixed_layout(edits[index].record, say!(
                    "先照上面列出的改动手工改好这一处（多行文字、同一行里的列表等），再导入一次",
                    "make the change that is listed above by hand (in texts of several lines and the like), and import again"
                )),
            ),
        }
    }
    Ok(files)
}

fn read_file(path: &Path) -> Result<Vec<u8>, IoError> {
    let failed = |source| IoError { doing: say!("读取", "reading"), path: path.to_path_buf(), source };
    // A pipe has no length: what is read is limited all the same.
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(file, import::MAX_FILE + 1), &mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}

pub fn why_refused(name: &str, refused: Refused) -> Text {
    let most = import::MAX_FILE >> 20;
    match refused {
        Refused::TooLarge => say!(
            "“{name}”超过 {most} MB；删去图片和不要的表再试",
            "`{name}` is larger than {most} MB; remove pictures and sheets that are not wanted"
        ),
        Refused::TooManyCells => say!(
            "“{name}”的行或列太多，不像名单；把名单复制到一个新表格再试",
            "`{name}` has too many rows or columns for a list; copy the list to a new workbook"
        ),
        Refused::Bomb => say!(
            "“{name}”解压后大得不合常理，没有打开；请核实文件的来历",
            "`{name}` would be out of all proportion when unpacked, and was not opened; find out where it is from"
        ),
        Refused::Encrypted => {
            say!("“{name}”有密码；去掉密码另存一份再试", "`{name}` has a password; save a copy without it")
        }
        Refused::Damaged => say!(
            "“{name}”读不出来，文件可能损坏；打开它，表格另存为 .xlsx、文稿另存为 .docx 再试",
            "`{name}` cannot be read and may be damaged; open it and save it as .xlsx, a text as .docx"
        ),
        Refused::OpenQuote(row) => say!(
            "“{name}”第 {row} 行有一个引号只开不关，后面的行都会并进这一格；补上引号，或用 Excel 打开，另存为 .xlsx 再试",
            "`{name}`, row {row}: a quotation mark is never closed, and all rows below would be one cell; close it, or save the file as .xlsx"
        ),
        Refused::Encoding => say!(
            "“{name}”的文字编码认不出来；另存为“CSV UTF-8”再试",
            "the encoding of `{name}` is not known; save it as “CSV UTF-8”"
        ),
        Refused::Form(Form::Html) => say!(
            "“{name}”其实是网页（系统导出的表格常这样），不是 Excel 文件；用 Excel 或 WPS 打开，另存为 .xlsx 再试",
            "`{name}` is really a web page, as some systems export tables, and no Excel file; open it and save it as .xlsx"
        ),
        Refused::Form(Form::SpreadsheetXml) => say!(
            "“{name}”是“XML 电子表格 2003”；用 Excel 或 WPS 打开，另存为 .xlsx 再试",
            "`{name}` is an “XML Spreadsheet 2003”; open it and save it as .xlsx"
        ),
        Refused::Form(Form::Doc) => say!(
            "“{name}”是旧版 Word 文件；用 Word 或 WPS 打开，另存为 .docx 再试",
            "`{name}` is a Word file of the old kind; open it and save it as .docx"
        ),
        Refused::Form(Form::Xlsb) => say!(
            "“{name}”是二进制工作簿；另存为 .xlsx 再试",
            "`{name}` is a binary workbook; save it as .xlsx"
        ),
        Refused::Form(Form::Pdf) => say!(
            "“{name}”是 PDF，里面没有可靠的表格；请向提供者要原来的表格",
            "`{name}` is a PDF, which holds no table to rely on; ask for the spreadsheet that it was made from"
        ),
        Refused::Form(_) => say!(
            "“{name}”不是能导入的文件，或者已经损坏；可以导入表格（xlsx、xls、ods、csv）和 Word 文件（docx）",
            "`{name}` is nothing that can be imported, or damaged; spreadsheets (xlsx, xls, ods, csv) and Word files (docx) can"
        ),
    }
}

/// A file that asks for more ends the program rather than the machine; what is fair needs a fraction of it.
#[cfg(unix)]
fn limit_memory() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    const MOST: u64 = 8 << 30;
    let now = getrlimit(Resource::As);
    if now.current.is_none_or(|current| current > MOST) {
        // Where the system does not allow a limit, the limits on the file itself remain.
        let _ = setrlimit(Resource::As, Rlimit { current: Some(MOST), maximum: now.maximum });
    }
}

#[cfg(not(unix))]
fn limit_memory() {}

fn parse_pair(text: &str) -> Result<(String, String), BadValue> {
    text.split_once(['=', '＝'])
        .filter(|(left, right)| !left.trim().is_empty() && !right.trim().is_empty())
        .map(|(left, right)| (left.trim().to_owned(), right.trim().to_owned()))
        .ok_or_else(|| BadValue(say!("要写成 甲=乙", "write it as a=b")))
}
