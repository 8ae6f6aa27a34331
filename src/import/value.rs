//! What a cell says, read as staff mean it: names with padding and notes behind them, dates in all their forms.

use super::book::Value;
use crate::diag::Text;
use crate::model::PartialDate;
use crate::say;
use crate::text::han::{is_han, is_name_dot, lookup_form};
use crate::text::surname;

/// Why a cell cannot be read, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Unclear {
    pub what: Text,
    pub hint: Text,
}

/// From here on a spreadsheet has put zeros in place of the last digits: it keeps fifteen of a number.
const LOST_FROM: f64 = 1e15;

/// The text of a cell; a whole number as its digits.
pub fn text(value: &Value) -> Result<String, Unclear> {
    match value {
        Value::Empty => Ok(String::new()),
        Value::Text(text) => Ok(tidy(text)),
        Value::Date(..) => Ok(value.shown()),
        Value::Number(number) if number.abs() >= LOST_FROM => Err(Unclear {
            what: say!(
                "这个数有 16 位或更多，存成了数字，末尾几位已经丢失",
                "a number of 16 digits or more that is stored as a number: its last digits are lost"
            ),
            hint: say!(
                "把这一列的格式改成“文本”，照原件重新输入这个号码",
                "set the column's format to text and enter it again from the document"
            ),
        }),
        Value::Number(number) => Ok(number.to_string()),
        Value::Failed(why) => Err(Unclear {
            what: say!("这个单元格里的公式出错：{why}", "the formula of this cell failed: {why}"),
            hint: say!("在表格里改好公式，或直接写上值", "mend the formula, or write the value itself"),
        }),
        Value::Pending => Err(Unclear {
            what: say!(
                "这个单元格是公式，文件里没有算好的值",
                "this cell is a formula, of which the file holds no value"
            ),
            hint: say!(
                "用 Excel 或 WPS 打开表格，保存一次再导入；或直接写上值",
                "open the sheet and save it once, or write the value itself"
            ),
        }),
    }
}

/// Without invisible characters, control characters and spaces at the ends; line breaks stay.
fn tidy(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}'))
        .filter(|c| !c.is_control() || c.is_whitespace())
        .collect();
    let lines: Vec<&str> =
        visible.lines().map(|line| line.trim_matches(|c: char| c.is_whitespace() && c != '\n')).collect();
    lines.join("\n").trim().to_owned()
}

/// As [`text`], on one line: line breaks within a cell are layout.
pub fn line(value: &Value) -> Result<String, Unclear> {
    let text = text(value)?;
    let mut line = String::with_capacity(text.len());
    for part in text.lines().map(str::trim).filter(|part| !part.is_empty()) {
        let is_tight = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        if !is_tight(line.chars().next_back()) && !is_tight(part.chars().next()) {
            line.push(' ');
        }
        line.push_str(part);
    }
    Ok(line)
}

/// A name and what is noted behind it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub gender: Option<&'static str>,
    pub ethnicity: Option<String>,
    pub is_posthumous: bool,
}

/// `张　三（女，彝族）`: padding goes, notes in brackets are understood or refused.
pub fn name(text: &str) -> Result<Named, Unclear> {
    let (bare, notes) = match text.split_once(['（', '(']) {
        Some((bare, rest)) => (bare, rest.trim_end().trim_end_matches(['）', ')'])),
        None => (text, ""),
    };
    let mut named = Named { name: lookup_form(bare).into_owned(), ..Named::default() };
    if named.name.is_empty() {
        return Err(Unclear {
            what: {
                let text = short(text);
                say!("这里没有姓名，只有“{text}”", "there is no name here, only `{text}`")
            },
            hint: say!("写上姓名，说明放在后面的括号里", "write the name, and notes in brackets behind it"),
        });
    }
    if is_several(bare, &named.name) {
        let bare = short(bare);
        return Err(Unclear {
            what: say!(
                "这个单元格里不止一个姓名：“{bare}”",
                "there are several names in this cell: `{bare}`"
            ),
            hint: say!("每人写一行", "write one row a person"),
        });
    }
    if is_no_name(&named.name) {
        let bare = short(bare);
        return Err(Unclear {
            what: say!("“{bare}”不像姓名", "`{bare}` does not look like a name"),
            hint: say!(
                "不是名单里的一行就删去这一行；是集体就放到“集体名称”列",
                "remove the row where it is no line of the list; put a group or unit into a column 集体名称"
            ),
        });
    }
    for note in
        notes.split(['，', ',', '、', ' ', '　', ';', '；']).map(str::trim).filter(|note| !note.is_empty())
    {
        match note {
            "女" | "男" => named.gender = gender(note).ok(),
            "追授" | "已故" | "已牺牲" | "牺牲" => named.is_posthumous = true,
            _ if note.ends_with('族') || ETHNICITIES.contains(&note) => {
                named.ethnicity = Some(ethnicity(note))
            }
            _ => {
                let note = short(note);
                return Err(Unclear {
                    what: say!(
                        "看不懂姓名后面的“{note}”",
                        "the note `{note}` behind the name is not understood"
                    ),
                    hint: say!(
                        "括号里可以写 女、民族、追授；别的放到它自己的列里",
                        "gender, ethnicity and 追授 may stand there; put anything else into a column of its own"
                    ),
                });
            }
        }
    }
    Ok(named)
}

/// Whether a text is a note, a date or a unit rather than a name: names hold no digits and no marks of sentences, and those without
/// `·` are short.
pub fn is_no_name(text: &str) -> bool {
    const LONGEST: usize = 8;
    const UNIT_FROM: usize = 5;
    const UNITS: [&str; 28] = [
        "局", "部", "委", "厅", "院", "校", "队", "组", "站", "所", "会", "室", "科", "处", "村", "公司",
        "中心", "集团", "政府", "街道", "社区", "银行", "学校", "医院", "大学", "中学", "小学", "厂",
    ];
    let marks = |c: char| {
        c.is_numeric() && !is_han(c) || "。：:；;！!？?“”\"《》〈〉【】[]{}<>%※=@#&*+_…".contains(c)
    };
    let han = text.chars().filter(|c| is_han(*c)).count();
    let is_plain = !text.contains(is_name_dot);
    text.contains(marks)
        || is_plain && (han > LONGEST || han >= UNIT_FROM && UNITS.iter().any(|unit| text.ends_with(unit)))
}

/// As much of a text as a message needs.
fn short(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// 张三、李四, or two full names a space or a line break apart; `欧阳 娜娜` is one.
fn is_several(written: &str, joined: &str) -> bool {
    if written.contains(['、', '，', ',', '；', ';', '/', '|']) {
        return true;
    }
    let parts: Vec<&str> = written.split_whitespace().collect();
    let are_full =
        parts.len() > 1 && parts.iter().all(|part| part.chars().filter(|c| is_han(*c)).count() >= 2);
    are_full && surname::split(joined).0 != parts[0]
}

pub fn gender(text: &str) -> Result<&'static str, Unclear> {
    match text {
        "男" | "男性" | "男同志" => Ok("男"),
        "女" | "女性" | "女同志" => Ok("女"),
        _ => Err(Unclear {
            what: say!("性别“{text}”看不懂", "the gender `{text}` is not understood"),
            hint: say!(
                "写 男 或 女；资料没有写明就空着",
                "write 男 or 女; leave it empty where it is not stated"
            ),
        }),
    }
}

/// One of the words that a field may hold.
pub fn choice(text: &str, words: &[&[&str]]) -> Result<String, Unclear> {
    if words.iter().any(|ways| ways.contains(&text)) {
        return Ok(text.to_owned());
    }
    let bare = short(text);
    let all: Vec<&str> = words.iter().filter_map(|ways| ways.get(1).copied()).collect();
    let all = all.join("、");
    Err(Unclear {
        what: say!("这里不能写“{bare}”", "`{bare}` cannot stand here"),
        hint: say!("可以写：{all}", "it may be: {all}"),
    })
}

/// The names without 族 that lists use (彝 for 彝族); the longer ones end in it already.
const ETHNICITIES: [&str; 20] = [
    "汉",
    "彝",
    "藏",
    "羌",
    "回",
    "苗",
    "壮",
    "满",
    "侗",
    "瑶",
    "白",
    "傣",
    "黎",
    "畲",
    "水",
    "蒙古",
    "布依",
    "土家",
    "维吾尔",
    "纳西",
];

pub fn ethnicity(text: &str) -> String {
    if ETHNICITIES.contains(&text) { format!("{text}族") } else { text.to_owned() }
}

/// Whether a person is meant to be honored after death.
pub fn yes(text: &str) -> bool {
    matches!(text, "是" | "追授" | "√" | "✓" | "yes" | "Yes" | "Y" | "1")
}

/// A date in any form that means one day, month or year, and no other.
pub fn date(value: &Value) -> Result<PartialDate, Unclear> {
    let unclear = |text: &str| Unclear {
        what: say!("“{text}”不是能确定的日期", "`{text}` is no date that can be told for sure"),
        hint: say!("写成 2022、2022-09 或 2022-09-09", "write 2022, 2022-09 or 2022-09-09"),
    };
    match value {
        Value::Date(year, month, day) => {
            let date = PartialDate { year: Some(*year), month: Some(*month), day: Some(*day) };
            date.calendar_day().map(|_| date).ok_or_else(|| unclear(&value.shown()))
        }
        Value::Number(number) => of_number(*number).ok_or_else(|| {
            let shown = number.to_string();
            match shown.split_once('.') {
                Some((year, "1")) => Unclear {
                    what: say!(
                        "“{shown}”存成了数字，分不清是 {year} 年 1 月还是 10 月",
                        "`{shown}` is stored as a number: it may be January or October {year}"
                    ),
                    hint: say!("改成文本，写 {year}-01 或 {year}-10", "make it text: {year}-01 or {year}-10"),
                },
                _ => unclear(&shown),
            }
        }),
        other => {
            let text = line(other)?;
            // 2020.9、2020年9月 and a trailing 起 or 以来 aside, what the record format understands.
            let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            if let [y1, y2, y3, y4, m1, m2] = *bare.as_bytes()
                && [y1, y2, y3, y4, m1, m2].iter().all(u8::is_ascii_digit)
            {
                return parsed(&format!("{}-{}", &bare[..4], &bare[4..])).ok_or_else(|| unclear(&text));
            }
            let bare = bare.strip_suffix("年度").map_or(bare.clone(), |year| format!("{year}年"));
            // A day number of a spreadsheet says nothing of the system that it counts in.
            let is_serial = bare.len() == 5 && bare.bytes().all(|byte| byte.is_ascii_digit());
            (!is_serial).then(|| parsed(&bare)).flatten().ok_or_else(|| unclear(&text))
        }
    }
}

fn parsed(text: &str) -> Option<PartialDate> {
    match PartialDate::parse(text) {
        Ok(date) => Some(date),
        Err(crate::model::date::BadDate::Form(Some(iso))) => PartialDate::parse(&iso).ok(),
        Err(_) => None,
    }
}

/// 2022, 202209, 20220909 and 2022.9; `2022.1` has lost its zero or never had one.
fn of_number(number: f64) -> Option<PartialDate> {
    let text = number.to_string();
    match text.split_once('.') {
        Some((_, "1")) => None,
        Some((year, month)) if year.len() == 4 => parsed(&format!("{year}-{month:0>2}")),
        Some(_) => None,
        None => match text.len() {
            4 | 8 => parsed(&text),
            6 => parsed(&format!("{}-{}", text.get(..4)?, text.get(4..)?)),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_their_forms() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (value, expect) in [
            (text("2020.2.3"), Some("2020-02-03")),
            (text("2020-02"), Some("2020-02")),
            (text("2020年2月"), Some("2020-02")),
            (text("2020年"), Some("2020")),
            (text("2020年度"), Some("2020")),
            (text("2020 年 2 月 3 日"), Some("2020-02-03")),
            (text("198005"), Some("1980-05")),
            (text("1980.05"), Some("1980-05")),
            (text("二〇二〇年二月三日"), Some("2020-02-03")),
            (text("44813"), None),
            (text("2020年2月30日"), None),
            (text("去年"), None),
            (Value::Date(2020, 2, 3), Some("2020-02-03")),
            (Value::Date(2023, 2, 29), None),
            (Value::Number(2020.0), Some("2020")),
            (Value::Number(202009.0), Some("2020-09")),
            (Value::Number(20200909.0), Some("2020-09-09")),
            (Value::Number(2020.9), Some("2020-09")),
            (Value::Number(2020.12), Some("2020-12")),
            (Value::Number(2020.1), None),
            (Value::Number(44813.0), None),
        ] {
            assert_eq!(date(&value).ok().map(PartialDate::iso).as_deref(), expect, "{value:?}");
        }
    }

    #[test]
    fn names_lose_their_padding_and_keep_their_notes() {
        for (text, expect, gender, ethnicity) in [
            ("张　三", "张三", None, None),
            ("张三（女，彝族）", "张三", Some("女"), Some("彝族")),
            ("李 四(女)", "李四", Some("女"), None),
            ("王五（羌）", "王五", None, Some("羌族")),
            ("买买提.艾力", "买买提·艾力", None, None),
            ("欧阳 娜娜", "欧阳娜娜", None, None),
            ("阿卜杜热合曼", "阿卜杜热合曼", None, None),
        ] {
            let named = name(text).expect("it is a name");
            assert_eq!(
                (named.name.as_str(), named.gender, named.ethnicity.as_deref()),
                (expect, gender, ethnicity),
                "{text}"
            );
        }
        for text in [
            "张三、李四",
            "张三（组长）",
            "（女）",
            "张三\n李四",
            "2030年9月1日",
            "示例市委组织部",
            "※按姓氏笔画排序",
            "以上同志排名不分先后",
        ] {
            assert!(name(text).is_err(), "{text}");
        }
        assert!(name("张三（追授）").expect("it is a name").is_posthumous);
    }

    #[test]
    fn what_would_reach_a_terminal_as_a_command_goes() {
        let odd = Value::Text("甲\u{1b}[31m局\u{7}\n乙\u{202e}".to_owned());
        assert_eq!(text(&odd).as_deref(), Ok("甲[31m局\n乙"));
    }

    #[test]
    fn digits_that_are_lost_are_refused() {
        assert!(text(&Value::Number(512_345_199_001_011_200.0)).is_err());
        assert_eq!(text(&Value::Number(123_456_789_012_345.0)).as_deref(), Ok("123456789012345"));
    }
}
