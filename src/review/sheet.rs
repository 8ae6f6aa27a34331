//! 发稿审签单: one page of HTML with a sheet for each record, to be printed on A4 and signed by hand.

use std::fmt::Write;

use crate::text::html::escaped;

/// What stands on the sheet of one record.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub title: String,
    /// “人物”
    pub kind: String,
    /// As the ledger names it.
    pub record: String,
    pub unit: Option<String>,
    pub author: Option<String>,
    /// When it goes public.
    pub planned: String,
    pub digest: String,
    pub boxes: Vec<Step>,
    pub lines: Vec<String>,
}

/// A step, and who has signed it.
#[derive(Clone, Debug)]
pub struct Step {
    pub name: String,
    /// The name and the day that the ledger has.
    pub signed: Option<(String, Option<String>)>,
}

/// Nothing beside it is needed to read it, and nothing in it is fetched.
pub fn html(sheets: &[Sheet], publisher: &str) -> String {
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>发稿审签单：{}</title>\n{STYLE}\n",
        escaped(publisher)
    );
    for sheet in sheets {
        write_sheet(&mut html, sheet, publisher);
    }
    html.push_str("</html>\n");
    html
}

fn write_sheet(html: &mut String, sheet: &Sheet, publisher: &str) {
    let blank = String::new();
    let (unit, author) = (sheet.unit.as_ref().unwrap_or(&blank), sheet.author.as_ref().unwrap_or(&blank));
    let characters = super::characters(&sheet.lines).to_string();
    // Writing into a string does not fail.
    let _ = write!(
        html,
        "<article>\n<header><p>{}</p><h1>发稿审签单</h1></header>\n<table class=\"facts\">\n<colgroup><col class=\"name\"><col><col class=\"name\"><col></colgroup>\n",
        escaped(publisher)
    );
    let _ = writeln!(
        html,
        "<tr class=\"title\"><th scope=\"row\">标题<td colspan=\"3\">{}",
        escaped(&sheet.title)
    );
    for [(left, a), (right, b)] in [
        [("单位", unit), ("作者", author)],
        [("类别", &sheet.kind), ("字数", &characters)],
        [("记录", &sheet.record), ("发布", &sheet.planned)],
    ] {
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{left}<td>{}<th scope=\"row\">{right}<td>{}",
            escaped(a),
            escaped(b)
        );
    }
    let _ = writeln!(
        html,
        "<tr><th scope=\"row\">摘要<td colspan=\"3\"><code>{}</code><small>内容改动，摘要随之改变，本单即告作废。</small>\n</table>",
        escaped(&in_fours(&sheet.digest))
    );
    html.push_str("<table class=\"boxes\">\n<thead><tr><th scope=\"col\">环节<th scope=\"col\">意见<th scope=\"col\">签名<th scope=\"col\">日期</thead>\n");
    for Step { name, signed } in &sheet.boxes {
        let (by, on) = match signed {
            Some((by, on)) => (escaped(by), on.as_deref().map(escaped).unwrap_or_default()),
            None => (String::new(), String::new()),
        };
        let opinion = if signed.is_some() { "<small>台账已签</small>" } else { "" };
        let _ = writeln!(html, "<tr><th scope=\"row\">{}<td>{opinion}<td>{by}<td>{on}", escaped(name));
    }
    html.push_str("</table>\n<h2>稿件全文</h2>\n<div class=\"text\">\n");
    for line in &sheet.lines {
        let _ = writeln!(html, "<p>{}</p>", escaped(line));
    }
    html.push_str("</div>\n<p class=\"end\">（全文完）</p>\n</article>\n");
}

/// Thirty-two digits in a row cannot be compared by eye.
fn in_fours(digest: &str) -> String {
    let digits: Vec<char> = digest.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

const STYLE: &str = "<style>
@page { size: A4; margin: 20mm 22mm 18mm; @bottom-center { content: counter(page) \" / \" counter(pages); font: 9pt serif; } }
* { box-sizing: border-box; }
body { margin: 0; background: #e9e5dd; color: #1a1714; font: 12pt/1.75 \"FangSong\", \"FangSong_GB2312\", \"STFangsong\", \"Noto Serif CJK SC\", \"Songti SC\", SimSun, serif; overflow-wrap: anywhere; }
article { max-width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 20mm 22mm; background: #fff; box-shadow: 0 1px 6px rgb(0 0 0 / 18%); }
header { border-bottom: 2.5pt solid #b3191f; text-align: center; }
header::after { content: \"\"; display: block; margin-bottom: -4.5pt; border-bottom: 0.75pt solid #b3191f; }
header p { margin: 0; font-size: 13pt; letter-spacing: 0.12em; }
h1 { margin: 0 0 3mm; color: #b3191f; font: 700 26pt/1.4 \"STZhongsong\", \"Noto Serif CJK SC\", \"Songti SC\", SimSun, serif; letter-spacing: 0.35em; text-indent: 0.35em; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 11.5pt; line-height: 1.5; }
th, td { border: 0.75pt solid #5c534a; padding: 1.6mm 2.4mm; text-align: left; vertical-align: middle; }
th { font-family: \"Heiti SC\", \"SimHei\", \"Microsoft YaHei\", \"Noto Sans CJK SC\", sans-serif; font-weight: 400; text-align: center; white-space: nowrap; }
.facts { margin-top: 7mm; }
.name { width: 18mm; }
.facts th { letter-spacing: 0.3em; text-indent: 0.3em; }
.title td { font-size: 14pt; font-weight: 700; }
.boxes { margin-top: -0.75pt; }
.boxes thead th { padding-block: 0.8mm; color: #5c534a; font-size: 10pt; letter-spacing: 0.3em; text-indent: 0.3em; }
.boxes tbody th { height: 15mm; letter-spacing: 0.3em; text-indent: 0.3em; }
.boxes th:first-child { width: 18mm; } .boxes th:nth-child(3) { width: 32mm; } .boxes th:nth-child(4) { width: 30mm; }
.boxes td { text-align: center; } .boxes td:nth-child(2) { text-align: left; }
code { font: 11pt/1.5 ui-monospace, Menlo, Consolas, monospace; }
small { color: #5c534a; font-size: 9pt; } code + small { display: block; }
h2 { margin: 9mm 0 3mm; font: 400 14pt/1.5 \"Heiti SC\", \"SimHei\", \"Microsoft YaHei\", \"Noto Sans CJK SC\", sans-serif; break-after: avoid; }
.text p { margin: 0; text-indent: 2em; text-align: justify; orphans: 2; widows: 2; }
.end { margin: 5mm 0 0; color: #5c534a; font-size: 10.5pt; text-align: center; }
tr { break-inside: avoid; }
@media print { body { background: none; } article { max-width: none; min-height: 0; margin: 0; padding: 0; box-shadow: none; } article + article { break-before: page; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
</style>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_the_text_and_room_to_sign() {
        let signed = Some(("甲编辑".to_owned(), Some("2031-05-01".to_owned())));
        let sheet = Sheet {
            title: "张三<同志>".to_owned(),
            kind: "人物".to_owned(),
            record: "people/zhang-san".to_owned(),
            unit: Some("示例局".to_owned()),
            author: None,
            planned: "签齐即发布".to_owned(),
            digest: "0123456789abcdef".to_owned(),
            boxes: vec![
                Step { name: "初审".to_owned(), signed },
                Step { name: "终审".to_owned(), signed: None },
            ],
            lines: vec!["坚守 岗位".to_owned()],
        };
        let html = html(&[sheet], "示例市委宣传部");
        for expect in [
            "<td colspan=\"3\">张三&lt;同志&gt;",
            "<th scope=\"row\">字数<td>4\n",
            "<code>0123 4567 89ab cdef</code>",
            "<th scope=\"row\">初审<td><small>台账已签</small><td>甲编辑<td>2031-05-01\n",
            "<th scope=\"row\">终审<td><td><td>\n",
            "<p>坚守 岗位</p>",
        ] {
            assert!(html.contains(expect), "{expect}\n{html}");
        }
        assert!(!html.contains("http") && !html.contains("url("), "nothing is fetched");
    }
}
