//! A record for people to fill in: every field of its kind in Chinese, explained, and commented out but for a few.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::shape::{FieldSpec, Shape};
use super::{Common, Fields, Kind, Site, specs_of};

/// Explanations begin in this column, where the field leaves room.
const COLUMN: usize = 24;

/// The YAML of a record that is a draft and holds nothing but its name. `id` is written where the file's name does not
/// say it already.
pub fn record(kind: Kind, name: &str, id: Option<&str>) -> String {
    let (zh, folder) = (kind.zh(), kind.folder());
    let mut text = format!("# {zh}：放在 content/{folder}/ 里的一条记录。\n{HOW_TO_FILL_IN}\n");
    let title = title_field(kind);
    if let Some(id) = id {
        line(&mut text, "", &format!("标识: {}", plain_or_quoted(id)), "会成为网址的一部分，发布后不要再改");
    }
    for spec in specs_of(kind) {
        let name = if spec.names[0] == title { plain_or_quoted(name) } else { String::new() };
        field(&mut text, spec, &name);
    }
    text.push_str("\n# ── 各类记录都有的字段 ──\n");
    for spec in Common::SPECS.iter().filter(|spec| spec.names[0] != "id") {
        field(&mut text, spec, if spec.names[0] == "status" { "草稿" } else { "" });
    }
    text
}

/// The YAML of `content/site.yaml` for a new site.
pub fn site(title: &str) -> String {
    let mut text = format!("# 站点：content/site.yaml，整个网站的设置。\n{HOW_TO_FILL_IN}\n");
    for spec in Site::SPECS {
        field(
            &mut text,
            spec,
            &if spec.names[0] == "title" { plain_or_quoted(title) } else { String::new() },
        );
    }
    text
}

const HOW_TO_FILL_IN: &str = "\
# “#”后面的文字是说明，不会发布。要填哪一项，就删去那一行开头的“# ”，再把值写在冒号后面；没有把握的不填。
";

/// The English name of the field that says what a record is called.
fn title_field(kind: Kind) -> &'static str {
    match kind {
        Kind::Photo => "caption",
        _ => specs_of(kind)[0].names[0],
    }
}

/// A field with its value, or without one: commented out where it may be left out.
fn field(text: &mut String, spec: &FieldSpec, value: &str) {
    let comment = if value.is_empty() && !(spec.required)() { "# " } else { "" };
    entry(text, comment, 0, "", spec, value);
}

fn entry(text: &mut String, comment: &str, depth: usize, dash: &str, spec: &FieldSpec, value: &str) {
    let shape = (spec.shape)();
    let indent = "  ".repeat(depth);
    // The marker of a list item stands in the indentation of its first field.
    let indent = format!("{}{dash}", &indent[..indent.len() - dash.len()]);
    let name = spec.zh_name();
    let (inner, is_list) = match &shape {
        Shape::List(inner) => (&**inner, true),
        other => (other, false),
    };
    let nested = match inner {
        Shape::Object { specs, bare: None } => Some(*specs),
        Shape::Object { specs, bare: Some(_) } if !is_list => Some(*specs),
        _ => None,
    };
    let written = match (value, nested, is_list) {
        ("", Some(_), _) => format!("{name}:"),
        ("", None, true) => format!("{name}: []"),
        ("", None, false) => format!("{name}:"),
        (value, ..) => format!("{name}: {value}"),
    };
    line(text, &format!("{comment}{indent}"), &written, &explanation(spec, inner, is_list));
    let Some(specs) = nested.filter(|_| value.is_empty()) else { return };
    for (at, inner) in specs.iter().enumerate() {
        let dash = if is_list && at == 0 { "- " } else { "" };
        entry(text, comment, depth + 1 + usize::from(is_list), dash, inner, "");
    }
}

fn explanation(spec: &FieldSpec, shape: &Shape, is_list: bool) -> String {
    let mut text = spec.zh.to_owned();
    let is_optional = !(spec.required)();
    // Where the field's own words give an example, another one would only confuse.
    let has_example = text.contains("如 ");
    match shape {
        Shape::Choice(words) => {
            let words: Vec<&str> =
                words.iter().map(|words| words.get(1).copied().unwrap_or(words[0])).collect();
            let _ = write!(text, "。可以写：{}", words.join("、"));
        }
        _ if has_example => {}
        Shape::Date => text.push_str("。写成 2022-09-09、2022-09 或 2022"),
        Shape::Day => text.push_str("。写成 2022-09-09"),
        Shape::Bool => text.push_str("。写 是 或 否"),
        Shape::Reference(_) if is_list => text.push_str("。写已有记录的名称或标识，如 [甲, 乙]"),
        Shape::Reference(_) => text.push_str("。写已有记录的名称或标识"),
        Shape::Text | Shape::Object { bare: Some(_), .. } if is_list => text.push_str("。如 [甲, 乙]"),
        Shape::Text | Shape::Integer | Shape::Number | Shape::List(_) | Shape::Object { .. } => {}
    }
    if is_optional { text } else { format!("必填。{text}") }
}

fn line(text: &mut String, start: &str, written: &str, explanation: &str) {
    let width = start.width() + written.width();
    let gap = COLUMN.saturating_sub(width).max(2);
    let _ = writeln!(text, "{start}{written}{:gap$}# {explanation}", "");
}

/// A text as a YAML scalar: as it is where it can mean nothing else, in quotes otherwise.
pub(super) fn plain_or_quoted(text: &str) -> String {
    let is_plain = !text.is_empty()
        && text.chars().all(|c| c.is_alphanumeric() || "·-_〔〕（）、，“”《》—".contains(c))
        && !text.starts_with('-')
        && !text.eq_ignore_ascii_case("null");
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::super::yaml;
    use super::*;
    use crate::diag::{FileId, Report};

    /// A blank with every field switched on is YAML, and has each field of its kind once.
    #[test]
    fn every_field_can_be_switched_on() {
        for kind in Kind::ALL {
            let blank = record(kind, "甲: #乙", Some("a"));
            let on: String = (blank.lines().skip(2))
                .map(|line| line.strip_prefix("# ").filter(|rest| !rest.starts_with('─')).unwrap_or(line))
                .fold(String::new(), |text, line| text + line + "\n");
            let mut report = Report::new();
            let node = yaml::parse(yaml::Source { file: FileId(0), text: &on, offset: 0 }, &mut report);
            assert!(report.verdict().is_ok(), "{on}");
            let Some(yaml::Node { data: yaml::Data::Map(entries), .. }) = node else { panic!("{on}") };
            let mut keys: Vec<&str> = entries.iter().map(|(key, _)| &*key.text).collect();
            let specs = specs_of(kind).iter().chain(Common::SPECS);
            let mut expect: Vec<&str> = specs.map(FieldSpec::zh_name).collect();
            keys.sort_unstable();
            expect.sort_unstable();
            assert_eq!(keys, expect, "{kind:?}");
        }
    }

    #[test]
    fn names_are_quoted_where_they_must_be() {
        for (name, expect) in [
            ("张三", "张三"),
            ("买买提·艾力", "买买提·艾力"),
            ("a: b", "\"a: b\""),
            ("甲 #1", "\"甲 #1\""),
            ("他说\"好\"", "\"他说\\\"好\\\"\""),
            ("", "\"\""),
            ("- a", "\"- a\""),
            ("Null", "\"Null\""),
        ] {
            assert_eq!(plain_or_quoted(name), expect);
        }
    }
}
