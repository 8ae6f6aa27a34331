//! What the pages of small invented sites say.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::channels::tests::{json as parse, published, roll};

const SITE: &str = "title: 示例市光荣榜\ndefault_status: published\n";
const UNITS: &str = "- {name: 示例市测试局, id: ju}\n- {name: 办公室, id: ju-bgs, parent: ju}\n";
const PEOPLE: &str = "\
- {name: 张三, id: zhang-san, unit: 示例市测试局/办公室, post: 主任, gender: 男, ethnicity: 汉族}
- {name: 欧阳测试, id: ouyang, unit: ju, gender: 女, ethnicity: 彝族, native_place: 某县, former_ids: [oy]}
- {name: 李四, id: li-si, unit: ju, summary: 没有表彰。, tags: [值守]}
- {name: 钱未见, id: qian, unit: ju, status: draft}
";
const DECISION: &str = "\
title: 关于表彰的决定
id: decision
number: 示委发〔2030〕15号
issuer: 示例市测试局/办公室
date: 2030-09-09
addressees: [各县区党委：]
order_note: 以姓氏笔画为序
approval: 虚构
honors:
  - title: 先进个人
    for: 个人
    order_note: 以姓氏笔画为序
    recipients:
      - {name: 丁例, gender: 女, ethnicity: 藏族, affiliation: 某县某单位职工}
      - {person: zhang-san, post: 副主任, posthumous: true}
      - {person: qian}
      - {name: 孔撤销, affiliation: 某县某单位职工, revoked: {on: 2031-01-01, number: 示委发〔2031〕1号, reason: 不公开}}
  - {title: 先进集体, for: 集体, recipients: [{unit: ju}, {name: 某班组}]}
";

fn pages(files: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let files = published(&roll(files, false));
    files
        .into_iter()
        .filter(|(_, text)| text.starts_with('{'))
        .map(|(url, text)| (url, parse(&text)))
        .collect()
}

fn city() -> BTreeMap<String, Value> {
    pages(&[
        ("site.yaml", SITE),
        ("units.yaml", UNITS),
        ("people.yaml", PEOPLE),
        ("commendations/d.yaml", DECISION),
    ])
}

#[test]
fn a_document_lists_its_recipients_as_it_does() {
    let page = &city()["commendations/decision/"]["commendation"];
    let [ding, zhang] = &page["honors"][0]["groups"][0]["recipients"].as_array().expect("a list")[..] else {
        panic!("neither the unpublished nor the revoked is listed: {page:#}");
    };
    let fields = |who: &Value, names: &[&str]| names.iter().map(|name| who[name].clone()).collect::<Vec<_>>();
    assert_eq!(
        fields(ding, &["name", "pad", "href", "annotation", "post", "posthumous"]),
        [
            json!("丁例"),
            json!(true),
            Value::Null,
            json!("（女，藏族）"),
            json!("某县某单位职工"),
            json!(false)
        ]
    );
    assert_eq!(
        fields(zhang, &["name", "href", "annotation", "post", "posthumous"]),
        [
            json!("张三"),
            json!("people/zhang-san/"),
            Value::Null,
            json!("示例市测试局办公室副主任"),
            json!(true)
        ]
    );
    assert_eq!(page["honors"][0]["layout"], "rows");
    assert_eq!(page["order_note"], "以姓氏笔画为序");
    assert_eq!(page["honors"][0]["order_note"], Value::Null, "it is not said twice");
    assert_eq!(
        (&page["honors"][1]["collective"], &page["honors"][1]["layout"]),
        (&json!(true), &json!("names"))
    );
    assert_eq!(page["honors"][1]["groups"][0]["recipients"][0]["href"], "units/ju/");
    assert_eq!(page["issuers"], json!([{ "text": "示例市测试局办公室", "href": "units/ju-bgs/" }]));
    assert_eq!(page["addressees"], "各县区党委");
    assert_eq!(page["count_text"], "个人 2 名（其中追授 1 名），集体 2 个");
    assert_eq!(page["signatories"], json!(["示例市测试局办公室"]), "the issuers, where none are stated");
}

#[test]
fn addressees_are_said_once_and_stand_at_the_margin() {
    let check = |body: &str, expect: [Value; 2]| {
        let text = format!(
            "---\ntitle: 决定\nid: d\nkind: praise\nissuer: 某局\ndate: 2030-01-01\naddressees: [各县区党委]\n---\n\n{body}\n"
        );
        let pages = pages(&[
            ("site.yaml", SITE),
            ("units.yaml", UNITS),
            ("people.yaml", PEOPLE),
            ("commendations/d.md", &text),
        ]);
        let document = &pages["commendations/d/"]["commendation"];
        assert_eq!([document["addressees"].clone(), document["addressed"].clone()], expect, "{body}");
    };
    check("现予表彰。", [json!("各县区党委"), json!(false)]);
    check("各县区党委：\n\n现予表彰。", [Value::Null, json!(true)]);
    check("市级各部门：\n\n现予表彰。", [json!("各县区党委"), json!(true)]);
    check("现予表彰：[[张三]]。", [json!("各县区党委"), json!(false)]);
}

#[test]
fn numbers_that_differ_are_both_told() {
    let check = |honor: &str, open: bool, expect: Value| {
        let text = format!(
            "title: 决定\nid: d\nkind: praise\nissuer: 某局\ndate: 2030-01-01\nopen: {open}\nhonors:\n  - {honor}\n"
        );
        let pages = pages(&[("site.yaml", SITE), ("commendations/d.yaml", &text)]);
        assert_eq!(pages["commendations/d/"]["commendation"]["honors"][0]["count_text"], expect, "{honor}");
    };
    let two = "recipients: [{name: 甲, affiliation: 某局}, {name: 乙, affiliation: 某局, posthumous: true}]";
    check(&format!("{{title: 先进, declared: 2, {two}}}"), false, json!("2 名，其中追授 1 名"));
    check(&format!("{{title: 先进, {two}}}"), true, json!("此处列出 2 名，名单未列全，其中追授 1 名"));
    check(
        &format!("{{title: 先进, declared: 9, posthumous_declared: 3, {two}}}"),
        true,
        json!("共 9 名，此处列出 2 名，其中追授 3 名"),
    );
    check("{title: 先进, for: 集体, declared: 9}", true, json!("共 9 个，名单未列出"));
    check("{title: 先进}", true, Value::Null);
}

#[test]
fn a_person_is_told_by_what_is_public() {
    let pages = city();
    let ouyang = &pages["people/ouyang/"]["person"];
    assert_eq!((&ouyang["surname"], &ouyang["exemplary"]), (&json!("欧阳"), &json!(true)));
    let labels = |person: &Value| {
        let facts = person["facts"].as_array().expect("a list").iter();
        facts.map(|fact| fact["label"].as_str().expect("a text").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(labels(ouyang), ["性别", "民族"], "籍贯 is private");
    let zhang = &pages["people/zhang-san/"];
    assert_eq!(
        (&zhang["person"]["headline"], &zhang["person"]["exemplary"]),
        (&json!("示例市测试局办公室主任"), &json!(false))
    );
    assert_eq!(
        (&zhang["page"]["section"], &zhang["page"]["updated"]["iso"]),
        (&json!("roll/"), &json!("2030-09-09"))
    );
    let award = &zhang["person"]["awards"][0];
    assert_eq!(
        (&award["honor"], &award["post"], &award["posthumous"]),
        (&json!("先进个人"), &json!("副主任"), &json!(true))
    );

    let shown = format!("{SITE}show: [native_place]\n");
    let files = [("site.yaml", shown.as_str()), ("units.yaml", UNITS), ("people.yaml", PEOPLE)];
    assert_eq!(labels(&self::pages(&files)["people/ouyang/"]["person"]), ["性别", "民族", "籍贯"]);
}

#[test]
fn neighbours_are_those_of_the_same_list() {
    let pages = city();
    let names = |page: &Value| [page["page"]["prev"]["text"].clone(), page["page"]["next"]["text"].clone()];
    assert_eq!(names(&pages["people/li-si/"]), [Value::Null, json!("欧阳测试")]);
    assert_eq!(names(&pages["people/zhang-san/"]), [Value::Null, Value::Null], "the only one on the roll");
}

#[test]
fn nobody_unpublished_or_revoked_is_named_anywhere() {
    let files = [
        ("site.yaml", SITE),
        ("units.yaml", UNITS),
        ("people.yaml", PEOPLE),
        ("commendations/d.yaml", DECISION),
    ];
    let files = published(&roll(&files, false));
    for (url, text) in &files {
        for name in ["钱未见", "qian", "孔撤销", "不公开"] {
            assert!(!text.contains(name), "{name} is on {url}");
        }
    }
    let corrections = parse(&files["corrections/"])["corrections"].clone();
    assert_eq!(corrections[0]["kind"], "撤销");
    assert_eq!(corrections[0]["text"], "其中部分授予已撤销。撤销文件：示委发〔2031〕1号。");
    assert_eq!(parse(&files["commendations/decision/"])["commendation"]["corrections"], corrections);
}

#[test]
fn a_proposal_is_on_its_own_page_only() {
    let notice = |until: &str| {
        let text = format!(
            "title: 公示一\nid: n\nstage: notice\nissuer: 某局\nkind: praise\nnotice: [{{level: 市级公示, from: 2030-12-25, until: {until}, \
             office: 某局, phone: '000'}}]\norder_note: 排名不分先后\n\
             honors: [{{title: 先进, order_note: 排名不分先后, recipients: [{{name: 周拟, affiliation: 某局}}]}}]\n"
        );
        let files = published(&roll(&[("site.yaml", SITE), ("commendations/n.yaml", &text)], false));
        for (url, text) in &files {
            assert_eq!(text.contains("周拟"), url == "commendations/n/", "{url}");
        }
        let notice = parse(&files["commendations/n/"])["notice"].clone();
        assert_eq!(notice["rounds"][0]["level"], "市级", "the theme says 公示");
        assert_eq!(notice["order_note"], "排名不分先后");
        assert_eq!(notice["honors"][0]["order_note"], Value::Null, "it is not said twice");
        let card = parse(&files[""])["home"]["notices"][0].clone();
        assert_eq!(card["closed"], notice["closed"]);
        assert!(!files.contains_key("commendations/"), "it is on no list");
        (notice["closed"].clone(), notice["rounds"][0]["period"].clone())
    };
    // The site is built for 1 January 2031.
    assert_eq!(notice("2031-01-01"), (json!(false), json!("2030年12月25日至2031年1月1日")));
    assert_eq!(notice("2030-12-31"), (json!(true), json!("2030年12月25日至12月31日")));
}

#[test]
fn the_roll_falls_into_pages_and_its_index_leads_to_them() {
    let people: String = ["丁一", "丁二", "王五", "王六", "李四"]
        .iter()
        .enumerate()
        .map(|(at, name)| format!("- {{name: {name}, id: p{at}, roll: true}}\n"))
        .collect();
    let pages = pages(&[("site.yaml", &format!("{SITE}per_page: 3\n")), ("people.yaml", &people)]);
    let (first, second) = (&pages["roll/"], &pages["roll/page/2/"]);
    let groups = |page: &Value| {
        let groups = page["roll"]["groups"].as_array().expect("a list").iter();
        groups
            .map(|g| {
                json!([g["id"], g["label"], g["continued"], g["count"], g["people"].as_array().map(Vec::len)])
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(groups(first), [json!(["s2", "二画", false, 2, 2]), json!(["s4", "四画", false, 2, 1])]);
    assert_eq!(groups(second), [json!(["s4", "四画", true, 2, 1]), json!(["s7", "七画", false, 1, 1])]);
    let index = |page: &Value, at: usize| {
        [page["roll"]["index"][at]["href"].clone(), page["roll"]["index"][at]["current"].clone()]
    };
    assert_eq!(index(first, 1), [json!("roll/#s4"), json!(true)]);
    assert_eq!(index(first, 2), [json!("roll/page/2/#s7"), json!(false)]);
    assert_eq!(first["pagination"]["next"]["href"], "roll/page/2/");
    assert_eq!(second["root"], "../../../");

    let letters = &pages["search/"]["search"]["letters"];
    assert_eq!(letters[0], json!({ "text": "D", "href": "search/#d", "count": 2, "current": false }));
    assert_eq!(
        pages["search/"]["search"]["people"][1]["people"][0],
        json!({ "text": "李四", "href": "people/p4/" })
    );
}

#[test]
fn the_roll_says_that_documents_name_others() {
    let others = |pages: &BTreeMap<String, Value>| pages["roll/"]["roll"]["others"].clone();
    assert_eq!(others(&city()), true, "丁例 has no record");
    let named = "title: 决定\nid: d\nkind: praise\nissuer: 某局\ndate: 2030-01-01\n\
                 honors: [{title: 先进, recipients: [{person: zhang-san}, {unit: ju}]}]\n";
    let files = [
        ("site.yaml", SITE),
        ("units.yaml", UNITS),
        ("people.yaml", PEOPLE),
        ("commendations/d.yaml", named),
    ];
    assert_eq!(others(&pages(&files)), false);
}

#[test]
fn figures_of_one_source_name_it_once() {
    let source = |second: &str| {
        let figures = format!(
            "- {{label: 走访, value: 7400, measure: 人次, approx: 余, sources: [某报]}}\n\
             - {{label: 党费, value: 383.5, measure: 万元, sources: [{second}]}}\n"
        );
        let home = pages(&[("site.yaml", SITE), ("figures.yaml", &figures)])[""]["home"].clone();
        home["figures_source"]["title"].clone()
    };
    assert_eq!(source("某报"), "某报");
    assert_eq!(source("另一报"), Value::Null);
    assert_eq!(source("某报, 另一报"), Value::Null);
}

#[test]
fn names_beyond_one_page_are_found_by_letter() {
    let people: String = (0..2001).map(|at| format!("- {{name: 张三, id: p{at}}}\n")).collect();
    let people = people + "- {name: 李四, id: li}\n";
    let pages = pages(&[("site.yaml", SITE), ("people.yaml", &people)]);
    assert_eq!(pages["search/"]["search"]["people"], json!([]));
    assert_eq!(pages["search/"]["search"]["letters"][1]["href"], "search/z/");
    assert_eq!(pages["search/z/"]["search"]["people"][0]["people"].as_array().map(Vec::len), Some(2000));
    assert_eq!(pages["search/z/page/2/"]["search"]["people"][0]["people"].as_array().map(Vec::len), Some(1));
    assert!(pages.contains_key("search/l/"));
}

#[test]
fn former_addresses_lead_on() {
    let files = [("site.yaml", SITE), ("units.yaml", UNITS), ("people.yaml", PEOPLE)];
    let old = &published(&roll(&files, false))["people/oy/"];
    assert!(old.contains("content=\"0; url=../../people/ouyang/\""), "{old}");
}

/// A picture that is a text.
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 60 80\"/>";

#[test]
fn only_files_that_pages_show_are_published() {
    let body = "---\ntitle: 关于本站\npath: about\n---\n\n![大堤](media/b.svg)，见[名单](media/名单.pdf)。\n";
    let files = [
        ("site.yaml", SITE),
        (
            "people.yaml",
            "- {name: 张三, id: z, photo: {file: a.svg, alt: 像}}\n- {name: 李四, id: l, photo: c.svg, status: draft}\n",
        ),
        ("pages/about.md", body),
        ("media/a.svg", DRAWING),
        ("media/b.svg", DRAWING),
        ("media/c.svg", DRAWING),
        ("media/d.svg", DRAWING),
        ("media/名单.pdf", "e"),
    ];
    let files = published(&roll(&files, false));
    let media: Vec<&str> = files.keys().filter_map(|url| url.strip_prefix("media/")).collect();
    assert_eq!(media, ["a.svg", "b.svg", "名单.pdf"]);
    let html = parse(&files["about/"])["content"]["body_html"].clone();
    let html = html.as_str().expect("a body");
    assert!(
        html.contains("src=\"../media/b.svg\" width=\"60\" height=\"80\"")
            && html.contains("href=\"../media/%E5%90%8D%E5%8D%95.pdf\""),
        "{html}"
    );
}

#[test]
fn a_body_says_what_it_may() {
    let body =
        "---\ntitle: 说明\npath: notes/a\n---\n\n[[张三|老张]]、[[qian|一位同志]]、{{figure: visits}}。\n";
    let files = [
        ("site.yaml", SITE),
        ("people.yaml", PEOPLE),
        ("units.yaml", UNITS),
        (
            "figures.yaml",
            "- {id: visits, label: 走访, value: 7400, measure: 人次, approx: 余, sources: [某报]}\n",
        ),
        ("pages/a.md", body),
    ];
    let page = &pages(&files)["notes/a/"];
    let html = page["content"]["body_html"].as_str().expect("a body");
    assert!(html.contains("<a href=\"../../people/zhang-san/\">老张</a>、一位同志、"), "{html}");
    let value = "<span class=\"figure-number\">7400</span><span class=\"figure-near\">余人次</span>";
    assert!(html.contains("href=\"../../figures/#figure-visits\"") && html.contains(value), "{html}");
}

#[test]
fn drafts_are_marked() {
    let files = [("site.yaml", SITE), ("units.yaml", UNITS), ("people.yaml", PEOPLE)];
    let files = published(&roll(&files, true));
    let draft = |url: &str| parse(&files[url])["page"]["draft"].clone();
    assert_eq!([draft("people/qian/"), draft("people/li-si/"), draft("people/")], [true, false, true]);
}

#[test]
fn a_page_that_stands_in_for_any_other_leads_back_by_an_absolute_path() {
    let site = format!("{SITE}base_url: https://honor.example/a\n");
    let page = pages(&[("site.yaml", &site)])["404.html"].clone();
    assert_eq!((&page["root"], &page["page"]["canonical"]), (&json!("/a/"), &Value::Null));
}

#[test]
fn an_empty_site_says_so() {
    let pages = pages(&[("site.yaml", SITE)]);
    assert_eq!(pages[""]["home"]["empty"], true);
    assert_eq!(pages["roll/"]["roll"]["total"], 0);
    assert!(!pages.contains_key("people/") && !pages.contains_key("commendations/"));
}
