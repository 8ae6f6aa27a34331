//! What is published of a small invented city, seen as files.

use std::collections::BTreeMap;
use std::fs;

use jiff::civil::date;
use serde_json::Value;

use crate::check::{self, Options, Roll};
use crate::model;
use crate::plan::{Recipe, Shown};
use crate::source;

const SITE: (&str, &str) = (
    "site.yaml",
    "title: 示例市光荣榜\nbase_url: https://honor.example/a\npublisher: 中共示例市委组织部\ndefault_status: published\n",
);

const CITY: &[(&str, &str)] = &[
    (
        "places.yaml",
        "- {name: 示例市, id: city, kind: 市}\n- {name: 甲区, id: jia, parent: 示例市, kind: 区}\n",
    ),
    (
        "units.yaml",
        "- {name: 示例市委组织部, id: zuzhibu, short: 市委组织部, place: 示例市}\n\
         - {name: 党员教育中心, id: center, parent: 示例市委组织部}\n",
    ),
    (
        "people.yaml",
        "- {name: 张三, id: zhang-san, unit: 党员教育中心, post: 主任, gender: 女, ethnicity: 彝族, born: 1980-01}\n\
         - {name: 李四, id: li-si, unit: 示例市委组织部, summary: 四十年如一日。, posts: [{unit: 党员教育中心, post: 书记助理}]}\n\
         - {name: 王五, id: wang-wu, unit: 示例市委组织部, status: draft}\n",
    ),
    (
        "commendations.yaml",
        "- title: 关于表彰先进个人的决定\n  id: decision\n  number: 示委发〔2030〕15号\n  issuer: 示例市委\n  date: 2030-09-09\n  \
         honors:\n    - title: 先进个人\n      recipients:\n        - {person: zhang-san, citation: 坚守一线, certificate: '12345'}\n        \
         - {name: 赵六, affiliation: 甲区某社区}\n\
         - title: 关于拟表彰对象的公示\n  id: notice\n  stage: notice\n  notice: {from: 2030-08-01, until: 2030-08-05}\n  \
         issuer: 示例市委\n  honors:\n    - {title: 先进个人, recipients: [{name: 孙七}]}\n",
    ),
    ("columns.yaml", "- {title: 一线故事, id: front}\n- {title: 空栏目, id: empty}\n"),
    (
        "stories.yaml",
        "- {title: 夜里的“灯”<光>, id: lamp, column: 一线故事, date: 2030-09, author: 某记者, summary: A & B}\n\
         - {title: 没有日期的报道, id: undated, column: 空栏目}\n\
         - {title: 尚未发布的报道, id: hidden, column: 空栏目, date: 2031, status: draft}\n",
    ),
];

pub fn roll(files: &[(&str, &str)], drafts: bool) -> Roll {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().expect("it is under content")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let output = folder.path().join("output");
    let (tree, mut report) =
        source::read(folder.path(), &output, &source::Limits::default()).expect("a site");
    let mut draft = model::parse(&tree, None, &mut report);
    draft.look_at_media(&tree, &mut model::KnownPictures::default());
    let options = Options { as_of: date(2031, 1, 1), drafts, base_url: None };
    let roll = check::check(draft, &options, &mut check::KnownBodies::default(), &mut report);
    roll.unwrap_or_else(|_| panic!("{:#?}", report.sorted(&tree)))
}

fn city(drafts: bool) -> Roll {
    let files: Vec<(&str, &str)> = [SITE].iter().chain(CITY).copied().collect();
    roll(&files, drafts)
}

/// Every text file, and every page as JSON, by address.
pub fn published(roll: &Roll) -> BTreeMap<String, String> {
    let as_json = |shown: &Shown| serde_json::to_value(shown).expect("a view is plain data");
    let of = |recipe: &Recipe<'_>| match recipe {
        Recipe::Text(make) => make.make(),
        Recipe::Page { view, .. } => {
            let mut page = as_json(&view.build().expect("a view is plain data"));
            if let Some(shared) = view.shared() {
                page[shared.name] = as_json(shared.shown().expect("a view is plain data"));
            }
            page.to_string()
        }
        Recipe::Table(table, _) => {
            let mut text = String::new();
            table.each_row(&mut |row| text.push_str(&format!("{row:?}\n")));
            text
        }
        Recipe::Named(_) | Recipe::Image(_) | Recipe::Share(_) | Recipe::Copy(_) => String::new(),
    };
    super::jobs(roll, &super::editions(roll))
        .iter()
        .map(|job| (job.route.url().to_owned(), of(&job.recipe)))
        .collect()
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn the_feed_tells_of_documents_and_stories_newest_first() {
    let files = published(&city(false));
    let feed = &files["feed.xml"];
    for part in [
        "<id>https://honor.example/a/</id>",
        "<title>示例市光荣榜</title>",
        "<updated>2030-09-09T00:00:00+08:00</updated>",
        "<author><name>中共示例市委组织部</name></author>",
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://honor.example/a/feed.xml\"/>",
        "<id>https://honor.example/a/stories/lamp/</id>",
        "<title>夜里的“灯”&lt;光&gt;</title>",
        "<updated>2030-09-01T00:00:00+08:00</updated>",
        "<summary>A &amp; B</summary>",
        "<summary>示委发〔2030〕15号</summary>",
    ] {
        assert!(feed.contains(part), "{part} is not in\n{feed}");
    }
    assert_eq!(feed.matches("<entry>").count(), 2, "what has no date is not news");
    assert!(feed.find("commendations/decision/") < feed.find("stories/lamp/"));
    assert!(files["columns/front/feed.xml"].contains("<title>一线故事 · 示例市光荣榜</title>"));
    assert!(!files.contains_key("columns/empty/feed.xml"), "an empty feed has no time of its own");
}

#[test]
fn the_json_feed_tells_the_same() {
    let files = published(&city(false));
    let feed = json(&files["feed.json"]);
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "https://honor.example/a/feed.json");
    assert_eq!(feed["home_page_url"], "https://honor.example/a/");
    assert_eq!(feed["authors"][0]["name"], "中共示例市委组织部");
    let [document, story] = &feed["items"].as_array().expect("a list")[..] else { panic!("{feed:#}") };
    assert_eq!(document["content_text"], "示委发〔2030〕15号");
    assert_eq!(story["id"], "https://honor.example/a/stories/lamp/");
    assert_eq!(story["title"], "夜里的“灯”<光>");
    assert_eq!(story["date_published"], "2030-09-01T00:00:00+08:00");
}

#[test]
fn pages_lead_to_their_feeds() {
    let files = published(&city(false));
    let page = |url: &str| json(&files[url])["page"]["feeds"].clone();
    assert_eq!(
        page("columns/front/"),
        serde_json::json!([
            {"text": "订阅本栏目（Atom）", "href": "columns/front/feed.xml", "media_type": "application/atom+xml"},
            {"text": "订阅本栏目（JSON Feed）", "href": "columns/front/feed.json", "media_type": "application/feed+json"},
        ])
    );
    assert_eq!(page("columns/empty/"), serde_json::json!([]));
    // Someone of the unit was honored.
    assert_eq!(page("units/center/")[0]["href"], "units/center/feed.xml");
    assert!(files["units/center/feed.xml"].contains("commendations/decision/"));
    for feed in files.keys().filter(|url| url.ends_with("feed.json")) {
        let items = json(&files[feed])["items"].clone();
        assert!(!items.as_array().expect("a list").is_empty(), "{feed} tells of something");
        assert!(files.contains_key(&feed.replace("feed.json", "feed.xml")), "{feed}");
    }
}

#[test]
fn the_site_map_lists_pages_and_no_notice() {
    let files = published(&city(false));
    let map = &files["sitemap.xml"];
    assert!(
        map.contains("<loc>https://honor.example/a/stories/lamp/</loc><lastmod>2030-09</lastmod>"),
        "{map}"
    );
    assert!(map.contains("<loc>https://honor.example/a/units/center/</loc></url>"));
    for absent in ["404", "commendations/notice/", "hidden", "wang-wu"] {
        assert!(!map.contains(absent), "{absent} is in\n{map}");
    }
    assert!(files["robots.txt"].contains("Sitemap: https://honor.example/a/sitemap.xml"));
}

#[test]
fn what_needs_an_address_is_left_out_without_one() {
    let site = ("site.yaml", "title: 示例市光荣榜\ndefault_status: published\n");
    let files: Vec<(&str, &str)> = [site].iter().chain(CITY).copied().collect();
    let files = published(&roll(&files, false));
    assert!(
        files.keys().all(|url| !url.ends_with(".xml") && !url.ends_with("feed.json")),
        "{:?}",
        files.keys()
    );
    assert_eq!(json(&files["units/center/"])["site"]["feeds"], Value::Array(Vec::new()));
    assert_eq!(json(&files["api/people.json"])["base_url"], Value::Null);
}

#[test]
fn a_site_that_hides_from_search_engines_closes_its_doors() {
    let site = ("site.yaml", "title: 示例市光荣榜\nbase_url: https://honor.example\nnoindex: true\n");
    let files = published(&roll(&[site], false));
    assert_eq!(files["robots.txt"], "User-agent: *\nDisallow: /\n");
    assert!(!files.contains_key("sitemap.xml"));
}

#[test]
fn the_api_tells_what_the_pages_tell() {
    let files = published(&city(false));
    let people = json(&files["api/people.json"]);
    assert_eq!((&people["version"], &people["base_url"]), (&1.into(), &"https://honor.example/a/".into()));
    let names: Vec<&str> =
        people["people"].as_array().expect("a list").iter().filter_map(|p| p["name"].as_str()).collect();
    assert_eq!(names, ["张三", "李四"]);
    let zhang = &people["people"][0];
    assert_eq!(zhang["annotation"], "（女，彝族）");
    assert_eq!(zhang["unit"], serde_json::json!({"id": "center", "name": "党员教育中心"}));
    assert_eq!(zhang["place"]["name"], "示例市", "that of the unit above");
    assert_eq!((&zhang["on_roll"], &people["people"][1]["on_roll"]), (&true.into(), &false.into()));
    assert_eq!(zhang["awards"][0]["commendation"], "decision");

    let commendations = json(&files["api/commendations.json"]);
    let all = commendations["commendations"].as_array().expect("a list");
    assert_eq!(all.len(), 1, "a 公示 is no commendation yet");
    let recipients = &all[0]["honors"][0]["recipients"];
    assert_eq!(
        (&recipients[0]["person"], &recipients[0]["citation"]),
        (&"zhang-san".into(), &"坚守一线".into())
    );
    assert_eq!((&recipients[1]["name"], &recipients[1]["person"]), (&"赵六".into(), &Value::Null));

    let units = json(&files["api/units.json"]);
    assert_eq!(units["units"][0]["honorees"], 1, "what lies below is counted");
    let places = json(&files["api/places.json"]);
    assert_eq!(places["places"].as_array().expect("a list").len(), 1, "甲区 has nothing to show");
}

#[test]
fn a_page_lists_everyone_below_until_they_are_too_many() {
    let people = |count: usize, unit: &str| -> String {
        (0..count)
            .map(|at| format!("- {{name: 张三, id: {unit}-{at}, unit: {unit}, roll: true}}\n"))
            .collect()
    };
    let units = "- {name: 示例市委, id: top}\n- {name: 示例市委组织部, id: inner, parent: top}\n";
    let page = |top: usize, inner: usize| {
        let people = people(top, "top") + &people(inner, "inner");
        published(&roll(&[SITE, ("units.yaml", units), ("people.yaml", &people)], false))
    };
    let listed = |text: &str| json(text)["unit"]["people"].as_array().map(Vec::len);

    let few = page(100, 400);
    assert_eq!(listed(&few["units/top/"]), Some(500));
    assert_eq!(json(&few["units/top/"])["unit"]["people_note"], "含下级");
    assert_eq!(json(&few["units/top/"])["pagination"], Value::Null);
    assert_eq!(json(&few["units/inner/"])["unit"]["people_note"], Value::Null);

    let many = page(501, 400);
    let first = json(&many["units/top/"]);
    assert_eq!(listed(&many["units/top/"]), Some(500));
    assert_eq!(listed(&many["units/top/page/2/"]), Some(1));
    assert_eq!(first["unit"]["counts"][0]["value"], "901", "what lies below is counted all the same");
    assert_eq!(first["unit"]["tree"]["children"][0]["count_text"], "上榜 400 人");
    assert_eq!(first["pagination"]["next"]["href"], "units/top/page/2/");
    assert!(!many.contains_key("units/top/page/3/"));
}

#[test]
fn the_links_of_a_body_are_addresses() {
    let page = "---\ntitle: 说明\npath: about\n---\n[甲](/about/甲%20乙%3F/?a=b#丙) [丁](./javascript:x)\n";
    let files = published(&roll(&[SITE, ("pages/about.md", page)], false));
    let body = json(&files["about/"])["content"]["body_html"].as_str().map(str::to_owned).expect("a body");
    assert_eq!(
        body.trim(),
        "<p><a href=\"../about/%E7%94%B2%20%E4%B9%99%3F/?a=b#%E4%B8%99\">甲</a> \
         <a href=\"../javascript:x\">丁</a></p>"
    );
}

#[test]
fn departments_are_named_with_their_unit() {
    let files = published(&city(false));
    let page = json(&files["units/center/"]);
    assert_eq!(page["unit"]["name"], "示例市委组织部党员教育中心");
    assert_eq!(
        page["unit"]["also"],
        serde_json::json!([{"text": "李四（书记助理）", "href": "people/li-si/"}])
    );
    assert_eq!(
        json(&files["units/zuzhibu/"])["unit"]["also"],
        serde_json::json!([]),
        "that is where 李四 is today"
    );
}

#[test]
fn figures_are_drawn_by_measure_and_added_where_that_is_true() {
    let figures = "- {label: 走访, id: visits, value: '7400', approx: 余, measure: 人次, group: 关爱, place: 甲区, sources: [甲报]}
- {label: 面罩, id: shields, value: 5400, measure: 个, group: 物资, additive: true, place: 甲区, sources: [甲报]}
- {label: 口罩, id: masks, value: '10000', measure: 个, group: 物资, additive: true, sources: [甲报, 乙报]}
- {label: 步数, id: steps, value: 3万, measure: 步, approx: 以上, sources: [甲报]}
";
    let places = "- {name: 甲区, id: jia}\n";
    let files = published(&roll(&[SITE, ("places.yaml", places), ("figures.yaml", figures)], false));
    let page = json(&files["figures/"]);
    let groups = &page["figures"]["groups"];
    let titles: Vec<&Value> = (0..3).map(|at| &groups[at]["title"]).collect();
    assert_eq!(
        titles,
        [&Value::from("关爱"), &"物资".into(), &Value::Null],
        "those without a group come last"
    );
    assert_eq!(groups[0]["figures"][0]["text"], "7400余人次");
    assert_eq!(groups[2]["figures"][0]["text"], "3万步以上");
    assert_eq!(groups[1]["total"], "合计 15400 个");
    assert_eq!(
        groups[1]["charts"][0]["bars"][0],
        serde_json::json!({"label": "面罩", "lines": [{"text": "面罩", "y": 20}], "text": "5400个", "permille": 540, "y": 30})
    );
    assert_eq!(page["figures"]["sources"].as_array().map(Vec::len), Some(2), "each source once");
    let of_place = json(&files["places/jia/"])["place"]["figures"].clone();
    assert_eq!(of_place.as_array().map(Vec::len), Some(2));
    assert_eq!(of_place[1]["total"], Value::Null, "the sum of a part was never stated");
}

#[test]
fn what_is_not_published_leaves_no_trace() {
    for (url, text) in published(&city(false)) {
        for secret in ["王五", "wang-wu", "尚未发布", "12345", "1980"] {
            assert!(!text.contains(secret), "{secret} is on {url}");
        }
        let is_notice = url == "commendations/notice/" || url.is_empty();
        assert!(is_notice || !text.contains("孙七"), "someone of a 公示 is on {url}");
    }
    let files = published(&city(true));
    assert!(files["api/people.json"].contains("王五") && files["sitemap.xml"].contains("stories/hidden/"));
}
