//! What people meant by a text that is not YAML, guessed from the line where the scanner stopped and the one before.

use std::borrow::Cow;

use super::yaml::Source;
use crate::diag::{Code, Diagnostic, Span, Text};
use crate::say;

/// Where the scanner stopped, and why, in its own words.
pub struct Stop {
    /// From 0.
    pub line: usize,
    /// In characters, from 0.
    pub column: usize,
    pub why: String,
}

/// One diagnostic that underlines what is to be changed.
pub fn diagnose(source: Source<'_>, stop: &Stop) -> Diagnostic {
    let here = Here::new(source.text, stop);
    let guess = conflict(source.text, &here)
        .or_else(|| colon(&here))
        .or_else(|| tab(source.text, &here, &stop.why))
        .or_else(|| control(&here))
        .or_else(|| unspaced(&here))
        .or_else(|| quoted(&here))
        .or_else(|| special(&here))
        .or_else(|| bracket(&here))
        .or_else(|| second_colon(&here))
        .or_else(|| no_colon(&here))
        .or_else(|| indent(&here));
    let Guess { range, why, hint } = guess.unwrap_or_else(|| {
        let (zh, en) = (in_chinese(&stop.why), &stop.why);
        Guess {
            range: here.at..here.at,
            why: say!("{zh}", "{en}"),
            hint: say!(
                "检查这一行和上一行：冒号后要有一个空格，同级字段要左对齐，含有 : # [ ] {{ }} 或引号的文字要加引号",
                "check this line and the one before: a space after the colon, fields of one record aligned, \
                 quotes around text with : # [ ] {{ }} or quotes"
            ),
        }
    });
    let span = Span::new(source.file, source.offset + range.start..source.offset + range.end);
    let Text { zh, en } = why;
    let message = say!("这里不符合 YAML 的写法：{zh}", "this is not YAML: {en}");
    Diagnostic::error(Code::YamlSyntax, span, message).hint(hint)
}

struct Guess {
    range: std::ops::Range<usize>,
    why: Text,
    hint: Text,
}

/// A line and where it begins.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn indent(self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// Without indentation and the marks of list items.
    fn content(self) -> Line<'t> {
        let mut text = self.text.trim_start();
        while let Some(rest) = text.strip_prefix("- ") {
            text = rest.trim_start();
        }
        let start = self.start + (self.text.len() - text.len());
        Line { start, text: text.trim_end() }
    }

    /// The name and the value of `name: value`, where the line is one.
    fn field(self) -> Option<(&'t str, Line<'t>)> {
        let content = self.content();
        let (name, rest) = content.text.split_once(':')?;
        let value = rest.trim_start();
        let is_field = is_name(name) && (rest.is_empty() || value.len() < rest.len());
        let start = content.start + content.text.len() - value.len();
        is_field.then_some((name, Line { start, text: value }))
    }

    fn range(self) -> std::ops::Range<usize> {
        self.start..self.start + self.text.len()
    }
}

struct Here<'t> {
    at: usize,
    line: Line<'t>,
    /// The last line before it that is not empty.
    previous: Option<Line<'t>>,
}

impl<'t> Here<'t> {
    fn new(text: &'t str, stop: &Stop) -> Here<'t> {
        let mut seen: Vec<Line<'t>> = lines(text).take(stop.line + 1).collect();
        let mut line = match seen.len() > stop.line {
            true => seen.pop().unwrap_or(Line { start: 0, text: "" }),
            false => Line { start: text.len(), text: "" },
        };
        let mut at = line.start + line.text.chars().take(stop.column).map(char::len_utf8).sum::<usize>();
        let mut before = seen.into_iter().rev().filter(|line| !line.text.trim().is_empty());
        if line.text.trim().is_empty() {
            // The scanner notices many mistakes only where the file or the next line ends.
            if let Some(last) = before.next() {
                (at, line) = (last.start + last.text.trim_end().len(), last);
            }
        }
        Here { at, line, previous: before.next() }
    }

    /// The line itself, then the one before: what is noticed on one is often the fault of the other.
    fn both(&self) -> impl Iterator<Item = Line<'t>> {
        std::iter::once(self.line).chain(self.previous)
    }
}

/// Lines end as the scanner sees them end: at `\n`, `\r\n`, or a `\r` by itself.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = &text[start..];
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let len = if rest[end..].starts_with("\r\n") { 2 } else { usize::from(end < rest.len()) };
        next = (start + end + len < text.len()).then_some(start + end + len);
        Some(Line { start, text: &rest[..end] })
    })
}

/// A word that may be the name of a field.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().count() <= 20
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

fn conflict(text: &str, here: &Here<'_>) -> Option<Guess> {
    let marks = ["<<<<<<<", ">>>>>>>", "======="];
    let so_far = lines(text).take_while(|line| line.start <= here.line.start);
    let line = so_far.into_iter().find(|line| marks.iter().any(|mark| line.text.starts_with(mark)))?;
    Some(Guess {
        range: line.range(),
        why: say!("文件里有版本合并留下的冲突标记", "the file holds the marks of a merge conflict"),
        hint: say!(
            "留下对的一段，删去另一段和 <<<<<<<、=======、>>>>>>> 这三行",
            "keep the right part, and remove the other and the lines with <<<<<<<, ======= and >>>>>>>"
        ),
    })
}

fn colon(here: &Here<'_>) -> Option<Guess> {
    let (line, at) = here.both().find_map(|line| Some((line, full_width_colon(line.text)?)))?;
    let start = line.start + at;
    Some(Guess {
        range: start..start + '：'.len_utf8(),
        why: say!("冒号是全角的", "the colon is full-width"),
        hint: full_width_hint(),
    })
}

fn tab(text: &str, here: &Here<'_>, why: &str) -> Option<Guess> {
    let indented = |line: &Line<'_>| line.text[..line.indent()].contains('\t');
    let at = match here.both().find(indented) {
        Some(line) => line.start + line.text.find('\t')?,
        // The scanner may point at the value before.
        None if why.contains("tab") => here.line.start + text[here.line.start..].find('\t')?,
        None => return None,
    };
    Some(Guess {
        range: at..at + 1,
        why: say!("缩进里有制表符（Tab）", "the indentation holds a tab"),
        hint: say!("缩进只能用空格，请把制表符（Tab）换成空格", "indent with spaces: replace the tab"),
    })
}

fn control(here: &Here<'_>) -> Option<Guess> {
    let (at, c) = here.line.text.char_indices().find(|(_, c)| c.is_control() && *c != '\t')?;
    let (start, code) = (here.line.start + at, format!("U+{:04X}", u32::from(c)));
    Some(Guess {
        range: start..start + c.len_utf8(),
        why: say!("有不可见的控制字符 {code}", "it holds the invisible control character {code}"),
        hint: say!("删去它，重新键入这段文字", "remove it and type the text again"),
    })
}

/// `单位:示例市委`
fn unspaced(here: &Here<'_>) -> Option<Guess> {
    let (content, name, value) = here.both().find_map(|line| {
        let content = line.content();
        let (name, value) = content.text.split_once(':')?;
        let is_unspaced = is_name(name) && !value.is_empty() && !value.starts_with([' ', '/', '\t']);
        is_unspaced.then_some((content, name, value))
    })?;
    let (at, value) = (content.start + name.len(), start_of(value));
    Some(Guess {
        range: at..at + 1,
        why: say!("冒号后面没有空格", "there is no space after the colon"),
        hint: say!("写成“{name}: {value}”", "write `{name}: {value}`"),
    })
}

/// A value in quotes that are not closed, or with something behind them.
fn quoted(here: &Here<'_>) -> Option<Guess> {
    let value = here.both().map(|line| line.field().map_or(line.content(), |(_, value)| value));
    let value = value.into_iter().find(|value| {
        let quote = value.text.chars().next().filter(|c| matches!(c, '"' | '\''));
        let is_odd = |quote| value.text.matches(quote).count() != 2 || !value.text.ends_with(quote);
        quote.is_some_and(|quote| is_odd(quote) || (quote == '"' && value.text.contains('\\')))
    })?;
    let has_backslash = value.text.starts_with('"') && value.text.contains('\\');
    Some(Guess {
        range: value.range(),
        why: say!("引号没有成对，或引号后面多了文字", "quotes that do not match, or text behind them"),
        hint: match has_backslash {
            true => say!(
                "双引号里的反斜线 \\ 有特别的意思：改用单引号，或去掉反斜线",
                "a backslash means something else within double quotes: use single quotes, or remove it"
            ),
            false => say!(
                "开头的引号要在末尾配上同样的一个；文字里的引号请用中文引号“ ”",
                "a quote at the beginning needs the same at the end; for quotes within the text use “ ”"
            ),
        },
    })
}

/// A value that begins with a sign that YAML keeps for itself.
fn special(here: &Here<'_>) -> Option<Guess> {
    let (name, value) = here.line.field()?;
    let first = value.text.chars().next().filter(|c| "@`%!&*?".contains(*c))?;
    let right = in_quotes(value.text);
    Some(Guess {
        range: value.range(),
        why: say!("文字以“{first}”开头", "a text begins with `{first}`"),
        hint: say!("整段文字加引号：{name}: {right}", "quote it: {name}: {right}"),
    })
}

fn bracket(here: &Here<'_>) -> Option<Guess> {
    let (line, at, open) = here.both().find_map(|line| {
        let (at, open) = line.text.char_indices().find(|(_, c)| matches!(c, '[' | '{'))?;
        let close = if open == '[' { ']' } else { '}' };
        let is_value = line.field().map_or(line.content().start, |(_, value)| value.start) == line.start + at;
        let unclosed = line.text.matches(open).count() > line.text.matches(close).count();
        (is_value && unclosed).then_some((line, at, open))
    })?;
    let close = if open == '[' { ']' } else { '}' };
    let start = line.start + at;
    Some(Guess {
        range: start..start + 1,
        why: say!("“{open}”没有配对的“{close}”", "`{open}` has no `{close}`"),
        hint: say!(
            "在末尾补上“{close}”；是普通文字就给整段加引号",
            "add the `{close}`; where it is plain text, quote the whole of it"
        ),
    })
}

/// `简介: 事迹: 抗洪`
fn second_colon(here: &Here<'_>) -> Option<Guess> {
    let (name, value) = here.line.field()?;
    let is_second = value.text.contains(": ") || value.text.ends_with(':');
    let plain = !value.text.starts_with(['"', '\'', '[', '{']);
    let right = in_quotes(value.text);
    (is_second && plain).then(|| Guess {
        range: value.range(),
        why: say!("一行里有两个冒号", "there are two colons in one line"),
        hint: say!(
            "文字里有冒号，整段加引号：{name}: {right}；是两个字段就分两行写",
            "quote a text with a colon: {name}: {right}; where they are two fields, write two lines"
        ),
    })
}

fn no_colon(here: &Here<'_>) -> Option<Guess> {
    let bare = |line: &Line<'_>| {
        let content = line.content().text;
        !content.is_empty() && !content.contains(':') && !content.starts_with(['#', '-', ']', '}', '"', '\''])
    };
    // A list item or the text of a block need none; the line above is at fault only where this one has its own.
    let here_is_item = here.line.text.trim_start().starts_with("- ");
    let line = Some(here.line).filter(|line| bare(line) && !here_is_item);
    let above = here.previous.filter(|line| bare(line) && !line.text.trim_start().starts_with("- "));
    let line = line.or(above.filter(|_| here.line.field().is_some()))?;
    let of_block = here
        .previous
        .and_then(Line::field)
        .filter(|(_, value)| matches!(value.text, "|" | ">" | "|-" | ">-"));
    if of_block.is_some() {
        return Some(Guess {
            range: line.content().range(),
            why: say!("“|”下面的文字没有缩进", "the text under `|` is not indented"),
            hint: say!("“|”下面的每一行行首空两格", "begin every line under `|` with two spaces"),
        });
    }
    Some(Guess {
        range: line.content().range(),
        why: say!("这一行没有冒号", "a line without a colon"),
        hint: say!(
            "没有冒号的行不是字段：写成“字段: 值”，或删去；是上一行文字的后半，就接到上一行末尾",
            "write `name: value`, or remove the line; where it continues the text above, put it there"
        ),
    })
}

fn indent(here: &Here<'_>) -> Option<Guess> {
    let previous = here.previous?;
    let is_item = |line: Line<'_>| line.text.trim_start().starts_with("- ");
    let own = here.line.indent();
    // The fields of a list's item are aligned behind its mark.
    let above = match is_item(previous) && !is_item(here.line) {
        true => previous.content().start - previous.start,
        false => previous.indent(),
    };
    let both_fields = here.line.field().is_some() || is_item(here.line);
    if own == 0 && above == 2 && here.line.field().is_some() {
        return Some(Guess {
            range: here.line.content().range(),
            why: say!("列表里的这一行没有对齐", "a line of a list that is not aligned"),
            hint: say!(
                "属于上一条记录的，行首空两格；是新的一条，以“- ”开头",
                "begin it with two spaces where it belongs to the record above, with `- ` where it begins another"
            ),
        });
    }
    (own != above && both_fields).then(|| Guess {
        range: here.line.start..here.line.start + own.max(1).min(here.line.text.len()),
        why: say!("这一行没有与同级的行对齐", "the line is not aligned with those of its level"),
        hint: say!(
            "行首有 {own} 个空格，上一行有 {above} 个：同一条记录的字段要左对齐，下一级的多空两格",
            "it begins with {own} spaces, the line above with {above}: align the fields of one record, two more for what lies below"
        ),
    })
}

/// The text between quotes that it does not hold; the beginning of a long one, for a hint.
fn in_quotes(text: &str) -> String {
    let text = &*start_of(text);
    match text.contains(['"', '\\']) {
        false => format!("\"{text}\""),
        true => format!("'{}'", text.replace('\'', "''")),
    }
}

fn start_of(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(30) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// What the scanner says, for people who read Chinese; what is rare stays as it is.
fn in_chinese(detail: &str) -> &str {
    let table = [
        ("recursion", "嵌套太深"),
        ("tab", "缩进里有制表符（Tab）"),
        ("bracket", "括号没有成对"),
        ("escape", "双引号里的反斜线写法不对"),
        ("mapping values are not allowed", "冒号多了，或这一行没有对齐"),
        ("':'", "缺少冒号，或冒号后没有空格"),
        ("quote", "引号没有成对，或引号后面多了文字"),
        ("block sequence", "“- ”开头的行没有对齐"),
        ("indentation", "缩进没有对齐"),
        ("block mapping", "字段没有对齐"),
        ("did not find expected", "缺少或多了标点，或没有对齐"),
        ("plain scalar", "文字以特殊符号开头，要加引号"),
        ("unexpected character", "文字以特殊符号开头，要加引号"),
    ];
    table.into_iter().find(|(part, _)| detail.contains(part)).map_or(detail, |(_, zh)| zh)
}

/// Byte offset in a line of a full-width colon that stands where a field's colon is missing.
pub fn full_width_colon(line: &str) -> Option<usize> {
    let at = line.find('：')?;
    let key = line[..at].trim_start_matches([' ', '-', '"', '\'']);
    (!key.is_empty() && key.chars().count() <= 12 && !key.contains([':', '，', '。', '#'])).then_some(at)
}

pub fn full_width_hint() -> Text {
    say!(
        "这里用了全角冒号“：”，请改成半角冒号加一个空格“: ”",
        "this is a full-width colon: write an ordinary colon and a space"
    )
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;
    use crate::diag::{FileId, Files, Report};

    struct One<'a>(&'a str);

    impl Files for One<'_> {
        fn path(&self, _: FileId) -> &str {
            "a.yaml"
        }
        fn text(&self, _: FileId) -> &str {
            self.0
        }
    }

    #[track_caller]
    fn check(text: &str, underlined: &str, hint: &str) {
        let mut report = Report::new();
        assert!(yaml::parse(Source { file: FileId(0), text, offset: 0 }, &mut report).is_none(), "{text}");
        let all = report.sorted(&One(text));
        assert_eq!(all.len(), 1, "{text}");
        assert_eq!(&text[all[0].span.range()], underlined, "{text}");
        let given = &all[0].hint.as_ref().expect("every syntax error has a hint").zh;
        assert!(given.contains(hint), "{text}: {given}");
    }

    #[test]
    fn what_staff_break_is_named_and_underlined() {
        check("姓名: 李四\n单位：甲\n职务: 乙\n", "：", "全角冒号");
        check("姓名: 李四\n单位:示例市委\n职务: 主任\n", ":", "单位: 示例市委");
        check("姓名:李四\n职务: 主任\n", ":", "姓名: 李四");
        check("姓名: \"李四\n单位: 甲\n", "\"李四", "末尾配上");
        check("简介: \"他说\"好\"\n", "\"他说\"好\"", "中文引号");
        check("姓名: \"李\\四\"\n", "\"李\\四\"", "反斜线");
        check("简介: 事迹: 抗洪\n", "事迹: 抗洪", "简介: \"事迹: 抗洪\"");
        check("简介: 他说\"好\": 对\n", "他说\"好\": 对", "简介: '他说\"好\": 对'");
        check("姓名: 李四\n单\n职务: 主任\n", "单", "没有冒号");
        check("姓名\n单位: 甲\n", "姓名", "字段: 值");
        check(
            "姓名: 李四\n<<<<<<< HEAD\n职务: 甲\n=======\n职务: 乙\n>>>>>>> b\n",
            "<<<<<<< HEAD",
            "删去另一段",
        );
        check("姓名: 李四\n  单位: 甲\n", "  ", "左对齐");
        check("作者:\n- 甲\n - 乙: 丙\n", " ", "左对齐");
        check("- 姓名: 李四\n    职务: 甲\n", "    ", "上一行有 2 个");
        check("- 姓名: 李四\n职务: 甲\n- 姓名: 王五\n", "职务: 甲", "行首空两格");
        check("- 姓名: 李四\n  职务: 甲\n姓名: 王五\n", "姓名: 王五", "“- ”开头");
        check("姓名: 李四\r职务: 主任\r单位：甲\r", "：", "全角冒号");
        check("简介: @某某\n", "@某某", "简介: \"@某某\"");
        check("简介: %50\n", "%50", "简介: \"%50\"");
        check("姓名: 李四\n标签: [甲, 乙\n职务: 主任\n", "[", "补上“]”");
        check("任职:\n\t- 单位: 甲\n", "\t", "制表符");
        check("姓名: 李四\n\t职务: 科长\n", "\t", "制表符");
        check("简介: |\n第一行\n第二行\n", "第一行", "空两格");
        check("姓名: 李\0四\n", "\0", "删去它");
    }
}
