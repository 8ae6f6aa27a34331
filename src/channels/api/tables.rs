//! The tables: people, commendations, each line of their lists, units and places, as the JSON files have them.

use std::borrow::Cow;

use super::records::{
    self, AwardData, CommendationData, HonorData, PersonData, PlaceData, RecipientData, UnitData,
};
use crate::channels::web::link::with_pages;
use crate::channels::web::name::unit_in_full;
use crate::channels::xml::absolute;
use crate::check::Roll;
use crate::model::{Commendation, InTables, Key, Person, Place, Ref, Unit};
use crate::plan::{Cell, Column, Table};

/// A table that there is of every site.
#[derive(Clone, Copy)]
pub struct Kind {
    /// Of its files.
    pub name: &'static str,
    pub title: &'static str,
    /// What a row is.
    pub meaning: &'static str,
    pub columns: &'static [Column],
    rows: fn(&Roll, Sink<'_>),
}

/// Takes each row.
type Sink<'a> = &'a mut dyn FnMut(&[Cell<'_>]);

pub const ALL: [Kind; 5] = [
    Kind {
        name: "people",
        title: "个人",
        meaning: "一行一人：光荣榜上的个人和先进典型",
        columns: &PEOPLE,
        rows: people,
    },
    Kind {
        name: "commendations",
        title: "表彰决定",
        meaning: "一行一份：已经作出、未被撤销的表彰决定",
        columns: &COMMENDATIONS,
        rows: commendations,
    },
    Kind {
        name: "awards",
        title: "表彰名单",
        meaning: "一行一个名额：表彰决定所列的个人和集体，在本站没有页面的也在内",
        columns: &AWARDS,
        rows: awards,
    },
    Kind {
        name: "units",
        title: "单位",
        meaning: "一行一个单位：在本站有页面的单位",
        columns: &UNITS,
        rows: units,
    },
    Kind {
        name: "places",
        title: "地区",
        meaning: "一行一个地区：在本站有页面的地区",
        columns: &PLACES,
        rows: places,
    },
];

pub fn table(roll: &Roll, kind: Kind) -> Table<'_> {
    Table::new(kind.title, kind.columns, move |row| (kind.rows)(roll, row))
}

const fn column(heading: &'static str, width: u32, meaning: &'static str) -> Column {
    Column { heading, meaning, width }
}

const PEOPLE: [Column; 9] = [
    column("标识", 18, "网页地址的最后一段，人人不同；同名的人靠它区分"),
    column("姓名", 12, "姓名"),
    column("附注", 14, "只注女性和少数民族；没有注的，不表示任何情况"),
    column("单位", 32, "现在的单位"),
    column("职务", 24, "现在的职务"),
    column("地区", 18, "本人或单位所在的地区"),
    column("类别", 12, "“上榜个人”，或者“先进典型”（有事迹，未载明正式表彰）"),
    column("荣誉", 40, "有效的荣誉，新的在前，以“；”分开"),
    column("网页", 44, "本站的网页"),
];

const COMMENDATIONS: [Column; 9] = [
    column("标识", 18, "网页地址的最后一段，各份不同"),
    column("标题", 48, "文件的标题"),
    column("文号", 22, "发文字号"),
    column("类别", 12, "表彰、嘉奖、记功等"),
    column("级别", 12, "表彰的级别"),
    column("表彰单位", 32, "作出决定的单位，以“；”分开"),
    column("日期", 12, "写明到哪一级就写到哪一级，如 2030、2030-09、2030-09-09；年份不明的写作 --09-09"),
    column("荣誉", 40, "授予的称号，以“；”分开"),
    column("网页", 44, "本站的网页"),
];

const AWARDS: [Column; 13] = [
    column("表彰决定", 18, "表彰决定的标识"),
    column("文号", 22, "发文字号"),
    column("日期", 12, "表彰决定的日期"),
    column("荣誉", 28, "授予的称号"),
    column("奖励", 12, "奖励种类：嘉奖、记功等"),
    column("对象", 8, "“个人”或“集体”；文件没有写明的留空"),
    column("分组", 18, "名单中的分组"),
    column("名称", 18, "个人或集体的名称"),
    column("附注", 14, "只注女性和少数民族"),
    column("单位和职务", 36, "名单所列的工作单位及职务；名单没有列的留空"),
    column("事由", 40, "名单所列的事由"),
    column("追授", 8, "追授的写“是”"),
    column("网页", 44, "获奖个人或集体在本站的网页；没有的留空"),
];

const UNITS: [Column; 13] = [
    column("标识", 18, "网页地址的最后一段，各个单位不同"),
    column("名称", 32, "单位的名称；内设机构前面有所在单位的名称"),
    column("简称", 18, "简称"),
    column("类型", 12, "单位的类型"),
    column("上级标识", 18, "上级单位的标识"),
    column("上级", 32, "上级单位的名称"),
    column("地区", 18, "单位所在的地区"),
    column("曾用名", 32, "以前的名称，以“；”分开"),
    column("撤并", 12, "撤并的日期；没有撤并的留空"),
    column("上榜个人", 10, "光荣榜上的人数，含下级单位"),
    column("先进典型", 10, "先进典型的人数，含下级单位"),
    column("荣誉", 40, "授予该单位的有效荣誉，新的在前，以“；”分开"),
    column("网页", 44, "本站的网页"),
];

const PLACES: [Column; 9] = [
    column("标识", 18, "网页地址的最后一段，各个地区不同"),
    column("名称", 18, "地区的名称"),
    column("类型", 12, "市、县、镇、村等"),
    column("行政区划代码", 16, "国家规定的代码"),
    column("上级标识", 18, "上级地区的标识"),
    column("上级", 18, "上级地区的名称"),
    column("上榜个人", 10, "光荣榜上的人数，含下级地区"),
    column("先进典型", 10, "先进典型的人数，含下级地区"),
    column("网页", 44, "本站的网页"),
];

fn people(roll: &Roll, row: Sink<'_>) {
    let base = roll.base_url().unwrap_or_default();
    for key in with_pages::<Person>(roll) {
        let PersonData { id, path, name, annotation, post, place, on_roll, awards, .. } =
            records::person(roll, key);
        // In a table nothing around it tells which 办公室 it is.
        let unit = roll.get(key).data.unit.as_ref().and_then(Ref::key);
        row(&[
            text(id),
            text(name),
            text(annotation.unwrap_or_default()),
            text(unit.map(|unit| unit_in_full(roll, unit)).unwrap_or_default()),
            text(post.unwrap_or_default()),
            text(place.map_or("", |place| place.name)),
            text(if on_roll { "上榜个人" } else { "先进典型" }),
            text(honors(&awards)),
            text(absolute(&base, &path)),
        ]);
    }
}

fn commendations(roll: &Roll, row: Sink<'_>) {
    let base = roll.base_url().unwrap_or_default();
    for key in documents(roll) {
        let CommendationData { id, path, title, number, kind, level, issuers, date, honors, .. } =
            records::commendation(roll, key);
        let issuers: Vec<String> = issuers.into_iter().map(|issuer| issuer.name).collect();
        let honors: Vec<&str> = honors.iter().map(|honor| honor.title).collect();
        row(&[
            text(id),
            text(title),
            text(number.unwrap_or_default()),
            text(kind.unwrap_or_default()),
            text(level.unwrap_or_default()),
            text(issuers.join("；")),
            text(date.unwrap_or_default()),
            text(honors.join("；")),
            text(absolute(&base, &path)),
        ]);
    }
}

fn awards(roll: &Roll, row: Sink<'_>) {
    let base = roll.base_url().unwrap_or_default();
    for key in documents(roll) {
        let CommendationData { id, number, date, honors, .. } = records::commendation(roll, key);
        for HonorData { title, reward, given_to, recipients, .. } in honors {
            for recipient in recipients {
                let (page, affiliation) = (page(&recipient), affiliation(&recipient));
                let RecipientData { name, group, annotation, citation, posthumous, .. } = recipient;
                row(&[
                    text(id),
                    text(number.unwrap_or_default()),
                    text(date.as_deref().unwrap_or_default()),
                    text(title),
                    text(reward.unwrap_or_default()),
                    text(given_to.unwrap_or_default()),
                    text(group.unwrap_or_default()),
                    text(name),
                    text(annotation.unwrap_or_default()),
                    text(affiliation),
                    text(citation.unwrap_or_default()),
                    text(if posthumous { "是" } else { "" }),
                    text(page.map(|path| absolute(&base, &path)).unwrap_or_default()),
                ]);
            }
        }
    }
}

fn units(roll: &Roll, row: Sink<'_>) {
    let base = roll.base_url().unwrap_or_default();
    for key in with_pages::<Unit>(roll) {
        let UnitData {
            id,
            path,
            short,
            kind,
            parent,
            place,
            formerly,
            ended,
            honorees,
            exemplary,
            awards,
            ..
        } = records::unit(roll, key);
        let above = above(roll, roll.get(key).data.parent.as_ref());
        row(&[
            text(id),
            text(unit_in_full(roll, key)),
            text(short.unwrap_or_default()),
            text(kind.unwrap_or_default()),
            text(parent.unwrap_or_default()),
            text(above.map(|above| unit_in_full(roll, above)).unwrap_or_default()),
            text(place.map_or("", |place| place.name)),
            text(formerly.join("；")),
            text(ended.unwrap_or_default()),
            Cell::Number(honorees),
            Cell::Number(exemplary),
            text(honors(&awards)),
            text(absolute(&base, &path)),
        ]);
    }
}

fn places(roll: &Roll, row: Sink<'_>) {
    let base = roll.base_url().unwrap_or_default();
    for key in with_pages::<Place>(roll) {
        let PlaceData { id, path, name, kind, code, parent, honorees, exemplary } = records::place(roll, key);
        let above = above(roll, roll.get(key).data.parent.as_ref());
        row(&[
            text(id),
            text(name),
            text(kind.unwrap_or_default()),
            text(code.unwrap_or_default()),
            text(parent.unwrap_or_default()),
            text(above.map_or("", |above| roll.get(above).title())),
            Cell::Number(honorees),
            Cell::Number(exemplary),
            text(absolute(&base, &path)),
        ]);
    }
}

/// What a unit or place lies in, where that has a page.
fn above<T: InTables>(roll: &Roll, parent: Option<&Ref<T>>) -> Option<Key<T>> {
    parent.and_then(Ref::key).filter(|key| roll.has_page(*key))
}

fn honors(awards: &[AwardData<'_>]) -> String {
    let honors: Vec<&str> = awards.iter().map(|award| award.honor).collect();
    honors.join("；")
}

fn documents(roll: &Roll) -> impl Iterator<Item = Key<Commendation>> + '_ {
    with_pages::<Commendation>(roll)
}

/// As the list has it, else unit and post that it states.
fn affiliation(recipient: &RecipientData<'_>) -> String {
    let stated = recipient.affiliation.map(str::to_owned);
    let unit_then = recipient.unit_then.as_deref().unwrap_or_default();
    stated.unwrap_or_else(|| format!("{unit_then}{}", recipient.post.unwrap_or_default()))
}

fn page(recipient: &RecipientData<'_>) -> Option<String> {
    let ids = [("people", recipient.person), ("units", recipient.unit), ("teams", recipient.team)];
    ids.into_iter().find_map(|(folder, id)| Some(format!("{folder}/{}/", id?)))
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
    Cell::Text(text.into())
}
