//! People and commendations, by what the site publishes of them as data.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Detail, Fate, Record};

pub const PEOPLE: &str = "api/people.json";
pub const COMMENDATIONS: &str = "api/commendations.json";

pub fn people(before: Option<&[u8]>, after: Option<&[u8]>) -> Vec<Record> {
    let titles = |record: &Value| text(&record["name"]).unwrap_or_default();
    compared([before, after].map(|json| listed(json, "people")), titles, |before, after| {
        let mut details = fields(
            before,
            after,
            &[
                ("姓名", "/name"),
                ("附注", "/annotation"),
                ("单位", "/unit/name"),
                ("职务", "/post"),
                ("地区", "/place/name"),
                ("简介", "/summary"),
            ],
        );
        if before["on_roll"] != after["on_roll"] {
            let standing = |record: &Value| {
                Some(if record["on_roll"] == true { "光荣榜" } else { "先进典型" }.to_owned())
            };
            details.push(Detail { what: "类别", before: standing(before), after: standing(after) });
        }
        details.extend(parts("荣誉", awards(before), awards(after)));
        details
    })
}

pub fn commendations(before: Option<&[u8]>, after: Option<&[u8]>) -> Vec<Record> {
    let titles = |record: &Value| text(&record["title"]).unwrap_or_default();
    compared([before, after].map(|json| listed(json, "commendations")), titles, |before, after| {
        let mut details = fields(
            before,
            after,
            &[
                ("标题", "/title"),
                ("文号", "/number"),
                ("类别", "/kind"),
                ("级别", "/level"),
                ("日期", "/date"),
            ],
        );
        details.extend(parts("发文机关", issuers(before), issuers(after)));
        let [old, new] = [before, after].map(recipients);
        let reordered = old != new;
        let changes = parts("名单", old, new);
        if reordered && changes.is_empty() {
            details.push(Detail { what: "名单", before: None, after: Some("次序有变".to_owned()) });
        }
        details.extend(changes);
        details
    })
}

/// By path. Nothing is read of a file that is not there, or not of this program.
fn listed(json: Option<&[u8]>, list: &str) -> BTreeMap<String, Value> {
    let json = json.and_then(|json| serde_json::from_slice::<Value>(json).ok());
    let records = json.and_then(|mut json| Some(std::mem::take(json.get_mut(list)?.as_array_mut()?)));
    let by_path = |record: Value| Some((text(&record["path"])?, record));
    records.into_iter().flatten().filter_map(by_path).collect()
}

fn compared(
    [before, after]: [BTreeMap<String, Value>; 2],
    title: impl Fn(&Value) -> String,
    details: impl Fn(&Value, &Value) -> Vec<Detail>,
) -> Vec<Record> {
    let gone = before.iter().filter(|(path, _)| !after.contains_key(*path));
    let gone = gone.map(|(path, record)| (path, record, Fate::Removed, Vec::new()));
    let there = after.iter().filter_map(|(path, record)| match before.get(path) {
        None => Some((path, record, Fate::Added, Vec::new())),
        Some(old) if old == record => None,
        Some(old) => Some((path, record, Fate::Changed, details(old, record))),
    });
    let mut records: Vec<Record> = gone
        .chain(there)
        .map(|(path, record, fate, details)| Record {
            path: path.clone(),
            title: title(record),
            fate,
            details,
        })
        .collect();
    records.sort_by(|a, b| a.path.cmp(&b.path));
    records
}

fn fields(before: &Value, after: &Value, fields: &[(&'static str, &str)]) -> Vec<Detail> {
    let field = |(what, pointer): &(&'static str, &str)| {
        let [before, after] = [before, after].map(|record| record.pointer(pointer).and_then(text));
        (before != after).then_some(Detail { what, before, after })
    };
    fields.iter().filter_map(field).collect()
}

/// What is in one list and not in the other, as often as it is there more often.
fn parts(what: &'static str, before: Vec<String>, after: Vec<String>) -> Vec<Detail> {
    let less = |list: &[String], other: &[String]| {
        let mut left = BTreeMap::<&str, usize>::new();
        other.iter().for_each(|part| *left.entry(part).or_default() += 1);
        let is_more = |part: &&String| match left.get_mut(part.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        list.iter().filter(is_more).cloned().collect::<Vec<_>>()
    };
    let gone = less(&before, &after).into_iter().map(|part| Detail { what, before: Some(part), after: None });
    let new = less(&after, &before).into_iter().map(|part| Detail { what, before: None, after: Some(part) });
    gone.chain(new).collect()
}

/// `示例楷模（2031-04-01，commendations/guojia/）`
fn awards(person: &Value) -> Vec<String> {
    let award = |award: &Value| {
        let mut facts: Vec<String> = ["date", "unit_then", "post", "citation"]
            .iter()
            .filter_map(|field| text(&award[*field]))
            .collect();
        if award["posthumous"] == true {
            facts.push("追授".to_owned());
        }
        facts.extend(text(&award["commendation"]).map(|id| format!("commendations/{id}/")));
        format!("{}（{}）", text(&award["honor"]).unwrap_or_default(), facts.join("，"))
    };
    list(&person["awards"]).map(award).collect()
}

fn issuers(commendation: &Value) -> Vec<String> {
    list(&commendation["issuers"]).filter_map(|issuer| text(&issuer["name"])).collect()
}

/// Every line of the lists, with its honor: `示例楷模：张三（女，示例市测试局，科长）`
fn recipients(commendation: &Value) -> Vec<String> {
    let honors = list(&commendation["honors"]);
    let line = |honor: &str, line: &Value| {
        let facts: Vec<String> = ["group", "unit_then", "affiliation", "post", "citation"]
            .iter()
            .filter_map(|field| text(&line[*field]))
            .chain((line["posthumous"] == true).then(|| "追授".to_owned()))
            .collect();
        let facts = if facts.is_empty() { String::new() } else { format!("，{}", facts.join("，")) };
        let annotation = text(&line["annotation"]).unwrap_or_default();
        format!("{honor}：{}{annotation}{facts}", text(&line["name"]).unwrap_or_default())
    };
    honors
        .flat_map(|honor| {
            let title = text(&honor["title"]).unwrap_or_default();
            list(&honor["recipients"]).map(move |recipient| line(&title, recipient)).collect::<Vec<_>>()
        })
        .collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(list: &str, records: Value) -> Vec<u8> {
        json!({ "version": 1, list: records }).to_string().into_bytes()
    }

    #[test]
    fn people_come_go_and_change() {
        let award =
            |honor: &str| json!({"commendation": "a", "honor": honor, "date": "2030", "posthumous": false});
        let before = file(
            "people",
            json!([
                {"path": "people/a/", "name": "张三", "post": "科员", "unit": {"name": "甲局"}, "on_roll": false, "awards": [award("甲")]},
                {"path": "people/b/", "name": "李四", "on_roll": true, "awards": []},
                {"path": "people/c/", "name": "王五", "on_roll": true, "awards": []},
            ]),
        );
        let after = file(
            "people",
            json!([
                {"path": "people/a/", "name": "张三", "post": "科长", "unit": {"name": "甲局"}, "on_roll": true, "awards": [award("甲"), award("乙")]},
                {"path": "people/b/", "name": "李四", "on_roll": true, "awards": []},
                {"path": "people/d/", "name": "赵六", "on_roll": true, "awards": []},
            ]),
        );
        let changes = people(Some(&before), Some(&after));
        let fates: Vec<(&str, Fate)> = changes.iter().map(|change| (&*change.title, change.fate)).collect();
        assert_eq!(fates, [("张三", Fate::Changed), ("王五", Fate::Removed), ("赵六", Fate::Added)]);
        let detail = |what, before: Option<&str>, after: Option<&str>| Detail {
            what,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        assert_eq!(
            changes[0].details,
            [
                detail("职务", Some("科员"), Some("科长")),
                detail("类别", Some("先进典型"), Some("光荣榜")),
                detail("荣誉", None, Some("乙（2030，commendations/a/）")),
            ]
        );
    }

    #[test]
    fn a_list_in_another_order_is_a_change() {
        let document = |names: &[&str]| {
            let recipients: Vec<Value> =
                names.iter().map(|name| json!({"name": name, "posthumous": false})).collect();
            file(
                "commendations",
                json!([{"path": "commendations/a/", "title": "决定", "honors": [{"title": "楷模", "recipients": recipients}]}]),
            )
        };
        let details = |before: &[&str], after: &[&str]| {
            let changes = commendations(Some(&document(before)), Some(&document(after)));
            let detail = |detail: &Detail| (detail.before.clone(), detail.after.clone());
            changes.iter().flat_map(|change| change.details.iter().map(detail)).collect::<Vec<_>>()
        };
        assert_eq!(details(&["甲", "乙"], &["乙", "甲"]), [(None, Some("次序有变".to_owned()))]);
        assert_eq!(details(&["甲", "甲"], &["甲"]), [(Some("楷模：甲".to_owned()), None)]);
        assert!(details(&["甲"], &["甲"]).is_empty());
    }

    #[test]
    fn what_is_no_data_of_ours_is_nothing() {
        for damaged in ["", "{", "[]", "{\"people\": 3}", "{\"people\": [1, {}]}"] {
            assert!(people(Some(damaged.as_bytes()), None).is_empty(), "{damaged}");
        }
    }
}
