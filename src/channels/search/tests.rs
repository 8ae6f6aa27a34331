//! What the index finds, against what the texts hold.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::document::{Document, document, listed};
use super::reader::{Index, holds, runs};
use super::{KnownIndex, jobs, readings};
use crate::channels::tests::roll;
use crate::check::Roll;
use crate::plan::{Edition, Job};
use crate::text::fold::{folded, is_han};

const SITE: &str = "title: 示例市光荣榜\ndefault_status: published\n";

/// As the records are written.
fn edition() -> Arc<Edition> {
    Arc::new(Edition { language: "zh-Hans".to_owned(), folder: "", wording: None })
}

/// The files, while nothing is known.
fn anew(roll: &Roll) -> Vec<Job<'_>> {
    jobs(roll, &edition(), &[0; 32], &KnownIndex::default()).0
}

fn index(roll: &Roll) -> Index {
    Index::of(&anew(roll))
}

fn city() -> Roll {
    roll(
        &[
            ("site.yaml", SITE),
            ("places.yaml", "- {name: 示例市, id: city}\n- {name: 甲区, id: jia, parent: 示例市}\n"),
            (
                "units.yaml",
                "- {name: 示例市委组织部, id: zzb, short: 市委组织部, place: 甲区}\n- {name: 党员教育中心, id: center, parent: zzb}\n",
            ),
            (
                "people.yaml",
                "- {name: 张三丰, id: zsf, unit: 党员教育中心, post: 主任, summary: 頭髮斑白，坚守Web前端2030年。}\n\
                 - {name: 单一, id: shan, unit: zzb}\n\
                 - {name: 买买提·艾力, id: mmt, summary: 示委发〔2030〕15号}\n\
                 - {name: 吕绿, id: lv}\n\
                 - {name: 王撤下, id: w, status: withdrawn, summary: 不该出现}\n\
                 - {name: 赵草稿, id: z, status: draft, summary: 也不该出现}\n",
            ),
            (
                "commendations.yaml",
                "- title: 关于表彰先进个人的决定\n  id: decision\n  number: 示委发〔2030〕15号\n  issuer: 示例市委组织部\n  date: 2030-09-09\n  approval: 虚构\n  \
                 honors:\n    - title: 先进个人\n      recipients:\n        - {person: zsf, citation: 坚守一线}\n        - {name: 孙名单, affiliation: 甲区某社区}\n        \
                 - {name: 钱撤销, affiliation: 某社区, revoked: {on: 2031-01-01, number: 示委发〔2031〕1号}}\n\
                 - title: 关于拟表彰对象的公示\n  id: notice\n  stage: notice\n  notice: {from: 2030-08-01, until: 2030-08-05}\n  issuer: 示例市委组织部\n  \
                 honors:\n    - {title: 先进个人, recipients: [{name: 孙公示}]}\n",
            ),
            ("pages/about.md", "---\ntitle: 关于本站\npath: about\n---\n\n见[[zsf]]。**加粗**的字。\n"),
        ],
        false,
    )
}

#[test]
fn a_page_is_found_by_what_it_says() {
    let index = index(&city());
    let check = |query: &str, expect: &[&str]| {
        let expect: BTreeSet<String> = expect.iter().map(|url| (*url).to_owned()).collect();
        assert_eq!(index.search(query), expect, "{query}");
    };
    let (zsf, shan, mmt, lv) = ("people/zsf/", "people/shan/", "people/mmt/", "people/lv/");
    let (decision, about) = ("commendations/decision/", "about/");
    check("张三丰", &[zsf, decision, about]);
    check("張三豐", &[zsf, decision, about]);
    check("三丰", &[zsf, decision, about]);
    check("丰三", &[]);
    check("火星人", &[]);
    // Characters, in either form; letters by prefix, whatever their case and width.
    check("头发", &[zsf]);
    check("web", &[zsf]);
    check("ＷＥ", &[zsf]);
    check("eb前端", &[]);
    check("b前端", &[]);
    check("Web前端2030年", &[zsf]);
    check("030年", &[]);
    check("〔2030〕15号", &[mmt, decision]);
    check("加粗的字", &[about]);
    // Words apart.
    check("斑白　坚守", &[zsf]);
    check("斑白 一线", &[zsf]);
    check("斑白 组织部 丰", &[zsf]);
    // Names by how they are read, and how they are typed.
    for query in ["zhangsanfeng", "zsf", "zhangsf", "zhang三f", "张sf", "张三f", "ZhangSanF", "sanfeng", "zh"]
    {
        assert!(index.search(query).contains(zsf), "{query}");
    }
    check("shanyi", &[shan]);
    check("danyi", &[]);
    for query in ["lvlv", "lulv", "lulu", "吕lu", "吕lv", "lu绿"] {
        check(query, &[lv]);
    }
    check("买买提艾力", &[mmt]);
    check("买买提·艾力", &[mmt]);
    check("买买提・艾", &[mmt]);
    check("maimaitiaili", &[mmt]);
    check("提al", &[mmt]);
    // Those of a list are found where they are listed.
    check("孙名单", &[decision]);
    check("", &[]);
    check("，。", &[]);
}

#[test]
fn filters_offer_what_there_is() {
    let index = index(&city());
    let facet = |name: &str| {
        let values = index.facet(name);
        let value =
            |value: &serde_json::Value| format!("{} {}", value[1].as_str().expect("a label"), value[2]);
        values.as_array().expect("a list").iter().map(value).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(facet("unit"), "示例市委组织部 5, 示例市委组织部 › 党员教育中心 2");
    assert_eq!(facet("place"), "示例市 5, 示例市 › 甲区 4");
    assert_eq!(facet("year"), "2030年 2");
    assert_eq!(facet("honor"), "先进个人 2");
    assert_eq!(facet("kind"), "地区 2, 单位 2, 人物 4, 表彰 1, 页面 1");
}

#[test]
fn nothing_that_is_not_published_is_in_any_file() {
    let text = index(&city()).text();
    for published in ["张三丰", "孙名单", "先进个人"] {
        assert!(text.contains(published), "{published}");
    }
    for hidden in ["王撤下", "撤下", "不该", "赵草稿", "草稿", "wangchexia", "孙公示", "公示", "钱撤销"]
    {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

#[test]
fn an_edit_touches_few_files() {
    let people = |edited: &str| {
        let person = |at: usize| {
            let text: String = (0..120)
                .map(|c| char::from_u32(0x4E00 + (at * 977 + c * 131) as u32 % 3000).expect("Han"))
                .collect();
            format!("- {{name: 张{at}, id: p{at}, summary: {text}{}}}\n", if at == 150 { edited } else { "" })
        };
        let text: String = (0..300).map(person).collect();
        let roll = roll(&[("site.yaml", SITE), ("people.yaml", &text)], false);
        anew(&roll).iter().map(|job| job.route.as_str().to_owned()).collect::<BTreeSet<String>>()
    };
    let (before, after) = (people(""), people("改"));
    let gone: Vec<&String> = before.difference(&after).collect();
    let of = |folder: &str| gone.iter().filter(|route| route.contains(folder)).count();
    assert_eq!(of("texts/"), 1, "{gone:?}");
    assert!((1..=3).contains(&of("grams/")), "{gone:?}");
    assert!(before.iter().filter(|route| route.contains("grams/")).count() > 30);
}

#[test]
fn the_index_is_the_same_on_one_core_and_on_many() {
    let people: String =
        (0..3000).map(|at| format!("- {{name: 张三{at}, id: p{at}, summary: 第{at}人。}}\n")).collect();
    let roll = roll(&[("site.yaml", SITE), ("people.yaml", &people)], false);
    let made = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| index(&roll).0)
    };
    assert!(made(1) == made(2) && made(2) == made(7));
}

#[test]
fn what_is_known_of_other_bodies_gives_the_same_index() {
    let with = |text: &str| {
        let story = |at: usize| {
            let body = if at == 40 { text.to_owned() } else { format!("第{at}篇。") };
            let path = format!("stories/s{at}.md");
            (path, format!("---\ntitle: 守护{at}\nid: s{at}\n---\n{body}\n"))
        };
        let stories: Vec<_> = (0..4000).map(story).collect();
        let mut files = vec![("site.yaml", SITE)];
        files.extend(stories.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        roll(&files, false)
    };
    let (before, after) = (with("旧文。"), with("新文，有別的字。"));
    let mut known = KnownIndex::default();
    let (_, parts) = jobs(&before, &edition(), &[0; 32], &known);
    known.replace(parts.clone());
    let (made, again) = jobs(&after, &edition(), &[0; 32], &known);
    assert!(again.len() > 1);
    assert_eq!(again.iter().filter(|part| !parts.contains(part)).count(), 1, "one part was read");
    assert!(Index::of(&made).0 == index(&after).0);
    let (_, other) = jobs(&after, &edition(), &[1; 32], &known);
    assert!(other.iter().all(|part| !parts.contains(part)), "another site knows nothing of this one");
}

/// What a search must find, from the texts themselves.
fn expected(documents: &[Document], query: &str) -> BTreeSet<String> {
    let query = folded(query);
    let terms: Vec<&str> = query.split_whitespace().filter(|term| !runs(term).is_empty()).collect();
    let found = |document: &&Document| !terms.is_empty() && terms.iter().all(|term| has(document, term));
    documents.iter().filter(found).map(|document| document.url.clone()).collect()
}

fn has(document: &Document, term: &str) -> bool {
    let spelt = term.replace('\'', "");
    let mut is_read = false;
    if spelt.chars().all(|c| c.is_ascii_lowercase()) && !spelt.is_empty() {
        readings::keys(&document.readings, |key| is_read |= key.starts_with(&spelt));
    }
    is_read || document.zones.texts().iter().any(|text| holds(text, term)) || is_mixed(document, &spelt)
}

/// Whether a term of both characters and letters is a way to type the name.
fn is_mixed(document: &Document, term: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase();
    if !(term.contains(is_letter) && term.contains(is_han) && term.chars().all(|c| is_letter(c) || is_han(c)))
    {
        return false;
    }
    let name: Vec<String> =
        document.title.chars().filter(|c| *c != '·').map(|c| folded(&c.to_string())).collect();
    let mut ways: Vec<String> = Vec::new();
    for start in 0..document.readings.len() {
        let mut open = vec![String::new()];
        for (character, reading) in name.iter().zip(&document.readings).skip(start) {
            let initial = reading.chars().take(1).collect::<String>();
            let mut typed: Vec<String> = readings::spellings(reading).map(String::from).collect();
            typed.extend([character.clone(), initial]);
            let longer = |way: &String| typed.iter().map(|typed| format!("{way}{typed}")).collect::<Vec<_>>();
            // A way ends with any beginning of the last character's reading.
            ways.extend(open.iter().flat_map(&longer));
            open = open.iter().flat_map(&longer).filter(|way| term.starts_with(way.as_str())).collect();
        }
    }
    ways.iter().any(|way| way.starts_with(term))
}

const LETTERS: &str = "张張三叁丰豐著着一〇㐂𠮷AbＢ12ü，·。’";

fn a_text(longest: usize) -> impl Strategy<Value = String> {
    let letter = proptest::sample::select(LETTERS.chars().collect::<Vec<_>>());
    prop::collection::vec(letter, 1..longest).prop_map(String::from_iter)
}

fn a_query() -> impl Strategy<Value = String> {
    let typed = proptest::sample::select("张三丰豐 zhangsfeyi1b".chars().collect::<Vec<_>>());
    let typed = prop::collection::vec(typed, 1..7).prop_map(String::from_iter);
    let reading = prop::sample::select(vec![
        "zhang", "zh", "sanf", "zs", "zsf", "sanfeng", "张s", "zhang三", "三feng", "yi", "张 sf",
    ]);
    prop_oneof![a_text(5), a_text(3), typed, reading.prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn it_finds_what_the_texts_hold_and_nothing_else(
        people in prop::collection::vec(("[张三丰一]{1,4}(·[丰三])?", a_text(12), a_text(30)), 1..24),
        queries in prop::collection::vec(a_query(), 60),
    ) {
        let quoted = |text: &str| serde_json::to_string(text).expect("JSON");
        let lines: String = people
            .iter()
            .enumerate()
            .map(|(at, (name, post, summary))| format!(
                "- {{name: {}, id: p{at}, post: {}, summary: {}}}\n", quoted(name), quoted(post), quoted(summary)
            ))
            .collect();
        let roll = roll(&[("site.yaml", SITE), ("people.yaml", &lines)], false);
        let documents: Vec<Document> = listed(&roll).iter().map(|at| document(&roll, &edition(), at)).collect();
        let index = index(&roll);
        for query in &queries {
            prop_assert_eq!(index.search(query), expected(&documents, query), "{}", query);
        }
    }
}
