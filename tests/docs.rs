//! The manual of records follows the tables of fields that the program reads records with.
//!
//! `docs/records.md` is written by hand, but for what stands between `<!-- fields: … -->` and `<!-- end -->`.
//! `UPDATE=1` writes those parts anew; read the difference before it is accepted.

use std::fmt::Write;
use std::fs;

use honorroll::model::shape::{FieldSpec, Shape};
use honorroll::model::{Common, Fields, Kind, Review, Site, specs_of};

const MANUAL: &str = "docs/records.md";
const BEGIN: &str = "<!-- fields: ";
const END: &str = "<!-- end -->";

#[test]
fn the_manual_of_records_is_what_the_program_reads() {
    let manual = fs::read_to_string(MANUAL).expect("the manual is there");
    let fresh = renew(&manual);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(MANUAL, fresh).expect("the manual can be written");
        return;
    }
    let differing = manual.lines().zip(fresh.lines()).find(|(old, new)| old != new);
    assert!(manual == fresh, "run with UPDATE=1 and read the difference; first: {differing:?}");
}

#[test]
fn the_manual_has_a_table_for_everything() {
    let manual = fs::read_to_string(MANUAL).expect("the manual is there");
    for name in Kind::ALL.map(Kind::folder).into_iter().chain(["common", "site", "reviews"]) {
        let mark = format!("{BEGIN}{name} -->");
        assert_eq!(manual.matches(&mark).count(), 1, "{mark}");
    }
}

/// The manual with every table made anew.
fn renew(manual: &str) -> String {
    let mut fresh = String::new();
    let mut rest = manual;
    while let Some(at) = rest.find(BEGIN) {
        let (before, marked) = rest.split_at(at);
        let (mark, after) = marked.split_once('\n').expect("a mark is a line of its own");
        let name = mark[BEGIN.len()..].strip_suffix(" -->").expect("a mark ends with -->");
        let end = after.find(END).expect("a table ends");
        let _ = write!(fresh, "{before}{mark}\n{}", tables(specs(name)));
        rest = &after[end..];
    }
    fresh + rest
}

fn specs(name: &str) -> &'static [FieldSpec] {
    match name {
        "common" => Common::SPECS,
        "site" => Site::SPECS,
        "reviews" => Review::SPECS,
        folder => specs_of(Kind::of_folder(folder).expect("the name of a folder of records")),
    }
}

/// The table of some fields, then those of the groups of fields inside them.
fn tables(specs: &[FieldSpec]) -> String {
    let mut text = table(specs);
    for spec in specs {
        if let Some((inner, bare)) = group((spec.shape)()) {
            let (zh, en) = (spec.zh_name(), spec.names[0]);
            let bare =
                bare.map(|bare| zh_name(inner, bare)).map(|bare| format!("；只写一段文字时，它就是“{bare}”"));
            let _ = write!(text, "\n**{zh}**（`{en}`）里的字段{}：\n\n", bare.unwrap_or_default());
            text.push_str(&tables(inner));
        }
    }
    text
}

fn table(specs: &[FieldSpec]) -> String {
    let mut text = String::from("| 中文 | English | 写什么 | 含义 |\n|---|---|---|---|\n");
    for spec in specs {
        let names = |chinese: bool| {
            let names = spec.names.iter().filter(|name| name.is_ascii() != chinese);
            names
                .map(|name| if chinese { (*name).to_owned() } else { format!("`{name}`") })
                .collect::<Vec<_>>()
                .join("、")
        };
        let required = if (spec.required)() { "（必填）" } else { "" };
        let (zh, en, value) = (names(true), names(false), value(&(spec.shape)()));
        let _ = writeln!(text, "| {zh}{required} | {en} | {value} | {} |", spec.zh);
    }
    text
}

fn value(shape: &Shape) -> String {
    match shape {
        Shape::Text => "文字".to_owned(),
        Shape::Date => "日期，可只写年或年月".to_owned(),
        Shape::Day => "日期，写到日".to_owned(),
        Shape::Bool => "是、否".to_owned(),
        Shape::Integer => "整数".to_owned(),
        Shape::Number => "数，照原样显示".to_owned(),
        Shape::Choice(words) => {
            let word = |words: &&[&str]| match words {
                [en, zh, ..] => format!("{zh} `{en}`"),
                [word] => format!("`{word}`"),
                [] => String::new(),
            };
            words.iter().map(word).collect::<Vec<_>>().join("、")
        }
        Shape::Reference(folder) => {
            let kind = Kind::of_folder(folder).expect("the name of a folder of records");
            format!("{}的标识或名称", kind.zh())
        }
        Shape::List(inner) => format!("{}；可以写几个", value(inner)),
        Shape::Object { bare: None, .. } => "见下表".to_owned(),
        Shape::Object { bare: Some(_), .. } => "文字，或见下表".to_owned(),
    }
}

fn group(shape: Shape) -> Option<(&'static [FieldSpec], Option<&'static str>)> {
    match shape {
        Shape::Object { specs, bare } => Some((specs, bare)),
        Shape::List(inner) => group(*inner),
        _ => None,
    }
}

fn zh_name(specs: &'static [FieldSpec], name: &'static str) -> &'static str {
    specs.iter().find(|spec| spec.names[0] == name).map_or(name, FieldSpec::zh_name)
}
