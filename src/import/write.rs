//! New records as staff would write them: in Chinese, drafts, with nothing in them that the roster does not say.

use super::awards::Document;
use super::column::Column;
use super::people::{FIELDS, NewPerson};
use crate::model::edit::{self, Names, New, names_in};
use crate::model::{Commendation, Common, Person, Unit};

/// `content/people/<id>.yaml`.
pub fn person(person: &NewPerson, unit: Option<&str>, from: &str) -> String {
    let mut fields = vec![(names_in::<Person>("name"), New::Text(person.name.clone()))];
    for (column, field) in FIELDS {
        let said = person.fields.get(&column).map(|said| said.text.as_str());
        let value = if column == Column::Unit { unit } else { said };
        fields.extend(value.map(|value| (names_in::<Person>(field), New::Text(value.to_owned()))));
    }
    if let Some(said) = person.fields.get(&Column::EarlierHonors) {
        let honors = said.text.split(['；', ';', '\n']).map(str::trim).filter(|honor| !honor.is_empty());
        let honors = honors.map(|honor| New::Text(honor.to_owned())).collect();
        fields.push((names_in::<Person>("earlier_honors"), New::List(honors)));
    }
    record(from, "", fields)
}

/// `content/units/<id>.yaml`.
pub fn unit(name: &str, from: &str) -> String {
    record(from, "", vec![(names_in::<Unit>("name"), New::Text(name.to_owned()))])
}

/// `content/commendations/<id>.yaml`, with its honors.
pub fn document(document: &Document, honors: Vec<New>, from: &str) -> String {
    let names = names_in::<Commendation>;
    let mut fields = vec![(names("title"), New::Text(document.title.clone()))];
    for (column, field) in [
        (Column::Number, "number"),
        (Column::Issuer, "issuer"),
        (Column::Date, "date"),
        (Column::Level, "level"),
        (Column::Kind, "kind"),
    ] {
        let Some(said) = document.fields.get(&column) else { continue };
        let value = if column == Column::Issuer { issuers(&said.text) } else { New::Text(said.text.clone()) };
        fields.push((names(field), value));
    }
    if !honors.is_empty() {
        fields.push((names("honors"), New::List(honors)));
    }
    let doubt = if document.title_is_honor {
        "# 表里没有文件标题，“标题”暂用荣誉称号：请照文件改正。\n"
    } else {
        ""
    };
    record(from, doubt, fields)
}

/// “示例市委、示例市人民政府” is two, as documents write it.
fn issuers(text: &str) -> New {
    let all: Vec<&str> =
        text.split(['；', ';', '、']).map(str::trim).filter(|issuer| !issuer.is_empty()).collect();
    match all[..] {
        [one] => New::Text(one.to_owned()),
        _ => New::List(all.into_iter().map(|issuer| New::Text(issuer.to_owned())).collect()),
    }
}

/// A profile, with the paragraphs of the cell as paragraphs.
pub fn body(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim().trim_start_matches('　')).filter(|line| !line.is_empty());
    lines.map(escaped).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// A line of plain text as Markdown that says the same.
pub fn escaped(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let is_marker = at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=' | '~' | '|');
        if is_marker || matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '{') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    // “1. ” at the start of a line would begin a list, and lose its number.
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && escaped[digits..].starts_with(['.', ')']) {
        escaped.insert(digits, '\\');
    }
    escaped
}

fn record(from: &str, doubt: &str, mut fields: Vec<(Names, New)>) -> String {
    let from: String = from.chars().filter(|c| !c.is_control()).collect();
    let head = format!("# 从“{from}”导入。补上缺的字段，运行 honorroll check，无误后把“状态”改成“发布”。\n");
    // Before the lists, which may be long.
    let at = fields.iter().position(|(_, value)| matches!(value, New::List(items) if items.iter().any(|item| matches!(item, New::Map(_)))));
    fields.insert(at.unwrap_or(fields.len()), (names_in::<Common>("status"), New::Text("草稿".to_owned())));
    head + doubt + &edit::record(&fields)
}
