//! The records of a site as spreadsheets for its staff, under the headings that [`import`](crate::import) knows.
//!
//! Comes in: the [`Draft`] of a site, published or not. Goes out: tables, and their bytes as a workbook or as text. Imported again as they
//! are, they change nothing. It deliberately leaves out what is never published of a person (籍贯 and the like) and the
//! profiles: a cell is no place for either.

mod workbook;

use std::borrow::Cow;

pub use workbook::bytes as xlsx;

use crate::import::{Column as Meaning, Site, current, decision, is_like_a_formula};
use crate::model::{Commendation, Draft, Honor, HonorFor, Recipient, Record};
use crate::plan::{Cell, Column, Table};
use crate::render;

/// What is exported.
#[derive(Clone, Debug)]
pub enum Scope {
    People,
    /// The list of one commendation, by its id.
    List(String),
    Everything,
}

/// A sheet: its name, what its columns hold, and its rows.
#[derive(Debug)]
pub struct Sheet {
    pub name: &'static str,
    pub columns: &'static [Column],
    pub rows: Vec<Vec<String>>,
    /// What may stand in a column, by its heading.
    pub choices: Vec<(&'static str, Vec<String>)>,
}

const fn column(heading: &'static str, width: u32, meaning: &'static str) -> Column {
    Column { heading, meaning, width }
}

const PEOPLE: [Column; 11] = [
    column("标识", 18, "认人用，不要改"),
    column("姓名", 12, "姓名"),
    column("性别", 8, "性别"),
    column("民族", 10, "民族"),
    column("出生年月", 12, "不写日"),
    column("政治面貌", 14, "政治面貌"),
    column("单位", 32, "现在的单位"),
    column("职务", 24, "现在的职务"),
    column("地区", 18, "地区"),
    column("简介", 48, "一句话"),
    column("状态", 10, "草稿、待审、发布、撤下"),
];

const COMMENDATIONS: [Column; 8] = [
    column("表彰标识", 20, "认表彰用，不要改"),
    column("文件标题", 48, "文件标题"),
    column("文号", 22, "发文字号"),
    column("表彰单位", 32, "几个单位以“；”分开"),
    column("表彰时间", 14, "成文日期"),
    column("级别", 12, "级别"),
    column("类别", 12, "类别"),
    column("状态", 10, "草稿、待审、发布、撤下"),
];

const LIST: [Column; 12] = [
    column("表彰标识", 20, "认表彰用，不要改"),
    column("荣誉称号", 28, "授予的称号"),
    column("分组", 16, "名单中的分组"),
    column("姓名", 12, "个人"),
    column("标识", 18, "这个人的记录；名单里只列名的留空"),
    column("集体名称", 24, "集体"),
    column("性别", 8, "只列名的人的性别"),
    column("民族", 10, "只列名的人的民族"),
    column("工作单位及职务", 36, "名单上的写法"),
    column("单位", 28, "受表彰时的单位"),
    column("职务", 24, "受表彰时的职务"),
    column("事由", 40, "事由"),
];

/// The tables of a scope; nothing where there is no such commendation.
pub fn sheets(draft: &Draft, scope: &Scope) -> Option<Vec<Sheet>> {
    let site = Site::new(draft);
    let all = &draft.tables.commendations;
    Some(match scope {
        Scope::People => vec![people(&site)],
        Scope::List(id) => {
            let record = all.iter().find(|record| record.id.value == *id)?;
            vec![list(&site, std::slice::from_ref(record))]
        }
        Scope::Everything => vec![people(&site), commendations(all), list(&site, all)],
    })
}

/// A sheet as comma-separated values, in which no cell is a formula.
pub fn csv(sheet: &Sheet) -> Vec<u8> {
    let rows = &sheet.rows;
    render::csv(&Table::new(sheet.name, sheet.columns, move |row| {
        for cells in rows {
            let cells: Vec<Cell<'_>> = cells.iter().map(|text| Cell::Text(marked(text))).collect();
            row(&cells);
        }
    }))
}

/// A text that looks as if it were marked already gets one more mark, which reading takes off.
fn marked(text: &str) -> Cow<'_, str> {
    match text.starts_with('\'') && is_like_a_formula(text) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

fn people(site: &Site<'_>) -> Sheet {
    let row = |record: &Record<crate::model::Person>| {
        let text = |column| current(record, column).unwrap_or_default();
        let unit = record.data.unit.as_ref().map(|unit| match site.unit_of(&unit.text) {
            Some(index) => site.units.reference(index),
            None => unit.text.clone(),
        });
        vec![
            record.id.value.clone(),
            record.title().to_owned(),
            text(Meaning::Gender),
            text(Meaning::Ethnicity),
            text(Meaning::Born),
            text(Meaning::Party),
            unit.unwrap_or_default(),
            text(Meaning::Post),
            text(Meaning::Place),
            text(Meaning::Summary),
            text(Meaning::Status),
        ]
    };
    let rows = site.people.records.iter().map(row).collect();
    let choices = vec![("性别", words(&["男", "女"])), ("状态", words(&STATUS))];
    Sheet { name: "人物", columns: &PEOPLE, rows, choices }
}

const STATUS: [&str; 4] = ["草稿", "待审", "发布", "撤下"];
const LEVELS: [&str; 6] = ["国家级", "省部级", "市厅级", "县处级", "乡科级", "基层单位"];
const KINDS: [&str; 5] = ["表彰", "嘉奖", "记功", "通报表扬", "荣誉称号"];

fn commendations(all: &[Record<Commendation>]) -> Sheet {
    let row = |record: &Record<Commendation>| {
        let text = |column| decision(record, column).unwrap_or_default();
        vec![
            record.id.value.clone(),
            text(Meaning::Document),
            text(Meaning::Number),
            text(Meaning::Issuer),
            text(Meaning::Date),
            text(Meaning::Level),
            text(Meaning::Kind),
            record.common.status.map(|status| status.zh().to_owned()).unwrap_or_default(),
        ]
    };
    let choices = vec![("级别", words(&LEVELS)), ("类别", words(&KINDS)), ("状态", words(&STATUS))];
    Sheet { name: "表彰", columns: &COMMENDATIONS, rows: all.iter().map(row).collect(), choices }
}

fn list(site: &Site<'_>, all: &[Record<Commendation>]) -> Sheet {
    let mut rows = Vec::new();
    let mut titles: Vec<String> = Vec::new();
    for record in all {
        for honor in &record.data.honors {
            if !titles.contains(&honor.title.value) {
                titles.push(honor.title.value.clone());
            }
            let grouped = honor.groups.iter().flat_map(|group| {
                group.recipients.iter().map(move |line| (group.title.value.as_str(), line))
            });
            let lines = honor.recipients.iter().map(|line| ("", line)).chain(grouped);
            rows.extend(lines.map(|(group, recipient)| line(site, record, honor, group, recipient)));
        }
    }
    let choices = vec![("荣誉称号", titles), ("性别", words(&["男", "女"]))];
    Sheet { name: "表彰名单", columns: &LIST, rows, choices }
}

fn line(
    site: &Site<'_>,
    record: &Record<Commendation>,
    honor: &Honor,
    group: &str,
    line: &Recipient,
) -> Vec<String> {
    let word =
        |word: &Option<crate::model::Word>| word.as_ref().map(|word| word.value.clone()).unwrap_or_default();
    let person = site.listed(line);
    let called = site.called(line);
    let is_collective = person.is_none()
        && (line.unit.is_some() || line.team.is_some() || honor.r#for == Some(HonorFor::Collective));
    let (name, collective) = if is_collective { (String::new(), called) } else { (called, String::new()) };
    vec![
        record.id.value.clone(),
        honor.title.value.clone(),
        group.to_owned(),
        name,
        person.map(|index| site.people.records[index].id.value.clone()).unwrap_or_default(),
        collective,
        line.gender.map(|gender| gender.zh().to_owned()).unwrap_or_default(),
        word(&line.ethnicity),
        word(&line.affiliation),
        line.unit_then.as_ref().map(|unit| unit.text().to_owned()).unwrap_or_default(),
        word(&line.post),
        word(&line.citation),
    ]
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
