//! What programs read of a site: data in pages, feeds, site map, tables.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::workspace::{Workspace, unpacked};

fn built(site: &str) -> BTreeMap<String, Vec<u8>> {
    let site = Workspace::copy_of(&format!("tests/sites/{site}"));
    site.build(&[]);
    site.output()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What the data in a page says, by type; a page has each type once.
fn linked(html: &str) -> BTreeMap<String, Value> {
    let blocks: Vec<&str> = html.split("<script type=\"application/ld+json\">").skip(1).collect();
    assert!(blocks.len() <= 1, "one block a page");
    let Some(block) = blocks.first() else { return BTreeMap::new() };
    let (json, _) = block.split_once("</script>").expect("the block ends");
    let data: Value = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(data["@context"], "https://schema.org");
    let graph = data["@graph"].as_array().expect("a list").iter();
    graph.map(|thing| (thing["@type"].as_str().expect("a type").to_owned(), thing.clone())).collect()
}

/// Every address that the data holds.
fn addresses(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                match value {
                    Value::String(text) if ["url", "item", "image"].contains(&name.as_str()) => {
                        into.push(text.clone());
                    }
                    _ => addresses(value, into),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| addresses(value, into)),
        _ => {}
    }
}

#[test]
fn every_page_says_what_it_is_about_and_leads_to_pages_that_exist() {
    for (site, base) in
        [("full", "https://shili.example/honor/"), ("editions", "https://hant.example/honor/")]
    {
        let files = built(site);
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = text(bytes);
            if html.contains("http-equiv=\"refresh\"") {
                continue;
            }
            let data = linked(&html);
            let is_home = ["index.html", "zh-hant/index.html"].contains(&path.as_str());
            let expected = if is_home { "WebSite" } else { "BreadcrumbList" };
            assert!(path == "404.html" || data.contains_key(expected), "{path}: {data:?}");
            for needed in ["og:title", "og:type", "og:site_name", "og:locale"] {
                assert_eq!(html.matches(&format!("property=\"{needed}\"")).count(), 1, "{path}: {needed}");
            }
            let mut found = Vec::new();
            data.values().for_each(|value| addresses(value, &mut found));
            for url in found {
                let local =
                    url.strip_prefix(base).unwrap_or_else(|| panic!("{path}: {url} is not below {base}"));
                let target = if local.is_empty() || local.ends_with('/') {
                    format!("{local}index.html")
                } else {
                    local.to_owned()
                };
                assert!(files.contains_key(&target), "{path}: {url}");
            }
        }
    }
}

/// What `<meta property="…" content="…">` or `<meta name="…" …>` says; a page says each once.
fn meta<'h>(html: &'h str, name: &str) -> Option<&'h str> {
    let named =
        [format!("<meta property=\"{name}\" content=\""), format!("<meta name=\"{name}\" content=\"")];
    let mut found = named.iter().flat_map(|start| html.split(start.as_str()).skip(1));
    let value = found.next()?.split('"').next();
    assert!(found.next().is_none(), "{name} twice");
    value
}

#[test]
fn every_page_that_is_shared_shows_an_image_of_the_size_that_it_says() {
    for (site, base) in
        [("full", "https://shili.example/honor/"), ("editions", "https://hant.example/honor/")]
    {
        let files = built(site);
        let mut used = BTreeSet::new();
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = text(bytes);
            if html.contains("http-equiv=\"refresh\"") || path == "404.html" {
                assert!(!html.contains("og:image"), "{path}");
                continue;
            }
            let url = meta(&html, "og:image").unwrap_or_else(|| panic!("{path} has no image"));
            let local = url.strip_prefix(base).unwrap_or_else(|| panic!("{path}: {url} is not below {base}"));
            let format = match meta(&html, "og:image:type") {
                Some("image/png") => image::ImageFormat::Png,
                Some("image/jpeg") => image::ImageFormat::Jpeg,
                other => panic!("{path}: {other:?}"),
            };
            let image = image::load_from_memory_with_format(&files[local], format).expect("a picture");
            let size = [image.width(), image.height()].map(|side| side.to_string());
            let said = [meta(&html, "og:image:width"), meta(&html, "og:image:height")];
            assert_eq!(said, [Some(size[0].as_str()), Some(size[1].as_str())], "{path}");
            assert!(meta(&html, "og:image:alt").is_some_and(|alt| !alt.is_empty()), "{path}");
            assert!(meta(&html, "twitter:card").is_some(), "{path}");
            used.insert(local.to_owned());
        }
        let drawn = files.keys().filter(|path| path.contains("share/"));
        let unused: Vec<&String> = drawn.filter(|path| !used.contains(*path)).collect();
        assert!(unused.is_empty(), "no page shows {unused:?}");
    }
}

#[test]
fn a_page_is_shared_as_what_it_is() {
    let site = honored();
    site.build(&[]);
    for (page, name) in [
        ("", "home"),
        ("roll/", "roll"),
        ("open-data/", "open-data"),
        ("people/zhang-san/", "roll"),
        ("people/li-si/", "people"),
        ("commendations/d/", "commendations"),
        ("commendations/n/", "notice"),
    ] {
        let html = site.read(&format!("output/{page}index.html"));
        let expect = format!("https://honor.example/share/{name}.png");
        assert_eq!(meta(&html, "og:image"), Some(expect.as_str()), "{page}");
    }
    let notice = site.read("output/commendations/n/index.html");
    assert_eq!(meta(&notice, "og:image:alt"), Some("公示 · 示例市光荣榜"), "a 公示 is no decision");
}

#[test]
fn what_is_not_published_yet_is_not_shared() {
    let content = |address: &str| {
        Workspace::new(&[
            ("content/site.yaml", &format!("站名: 示例市光荣榜\n{address}")),
            (
                "content/people.yaml",
                "- {姓名: 张三, 标识: zhang-san, 状态: 发布}\n- {姓名: 李四, 状态: 草稿}\n",
            ),
        ])
    };
    let shared = |site: &Workspace| {
        let output = site.output();
        let pages = output.iter().filter(|(path, _)| path.ends_with(".html"));
        let on_pages = pages.filter(|(_, bytes)| text(bytes).contains("og:image")).count();
        (on_pages, output.keys().filter(|path| path.starts_with("share/")).count())
    };
    let site = content("");
    site.build(&[]);
    assert_eq!(shared(&site), (0, 0), "without an address nobody could read the image");
    let site = content("网址: https://honor.example/\n");
    site.build(&["--drafts"]);
    assert_eq!(shared(&site), (0, 0), "with drafts");
    site.build(&[]);
    let (on_pages, files) = shared(&site);
    assert!(on_pages > 5 && files > 3, "{on_pages} pages, {files} images");
}

/// 张三 is honored, 李四 is proposed, 王五 was once.
fn honored() -> Workspace {
    let people = "\
- {姓名: 张三, 标识: zhang-san}
- {姓名: 李四, 标识: li-si}
- {姓名: 王五, 标识: wang-wu}
- {姓名: 赵六, 标识: zhao-liu}
";
    let decided = "标题: 关于表扬的通报\n标识: d\n文号: 示委发〔2030〕15号\n类别: 通报表扬\n表彰单位: 示例市委\n日期: 2030-09-09\n荣誉:\n- 授予称号: 先进个人\n  名单: [{个人: zhang-san, 追授: 是}, {个人: wang-wu, 撤销: {日期: 2031-01-01}}]\n";
    let proposed = "标题: 公示\n标识: n\n阶段: 公示\n表彰单位: 示例市委\n公示: {起: 2031-05-30, 止: 2031-06-05, 电话: 0000-0000000, 受理单位: 示例市委}\n荣誉:\n- 授予称号: 先进个人\n  名单: [li-si]\n";
    Workspace::new(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n默认状态: 发布\n网址: https://honor.example/\n"),
        ("content/people.yaml", people),
        ("content/commendations/d.yaml", decided),
        ("content/commendations/n.yaml", proposed),
    ])
}

#[test]
fn only_a_decision_that_stands_is_an_award() {
    let site = honored();
    site.build(&[]);
    let data = |page: &str| linked(&site.read(&format!("output/{page}/index.html")));
    let person = |slug: &str| data(&format!("people/{slug}"))["Person"].clone();
    assert_eq!(person("zhang-san")["award"][0], "先进个人（追授，示委发〔2030〕15号，2030年9月9日）");
    for exemplary in ["li-si", "zhao-liu"] {
        assert_eq!(person(exemplary).get("award"), None, "{exemplary}");
    }
    let document = data("commendations/d")["CreativeWork"].clone();
    assert_eq!(document["identifier"], "示委发〔2030〕15号");
    assert_eq!(document["datePublished"], "2030-09-09");
    assert_eq!(document["mentions"]["name"], "张三");
    assert!(!document.to_string().contains("王五"), "{document}");
    let notice = data("commendations/n");
    assert_eq!(notice.keys().collect::<Vec<_>>(), ["BreadcrumbList"], "a 公示 honors nobody");
}

#[test]
fn without_an_address_of_its_own_a_site_is_linked_from_page_to_page() {
    let site = Workspace::new(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n默认状态: 发布\n"),
        ("content/people.yaml", "- {姓名: 张三, 标识: zhang-san}\n"),
    ]);
    site.build(&[]);
    let html = site.read("output/people/zhang-san/index.html");
    let data = linked(&html);
    assert_eq!(data["Person"]["url"], "../../people/zhang-san/");
    assert_eq!(data["BreadcrumbList"]["itemListElement"][0]["item"], "../../");
    assert!(!html.contains("og:url"));
}

#[test]
fn no_record_makes_a_formula() {
    let site = Workspace::new(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n默认状态: 发布\n"),
        (
            "content/people.yaml",
            "- {姓名: 张三, 标识: zhang-san, 简介: 无, 职务: '=HYPERLINK(\"http://a.example\",\"点\")'}\n",
        ),
    ]);
    site.build(&[]);
    let csv = site.read("output/api/people.csv");
    assert!(csv.contains(",\"'=HYPERLINK(\"\"http://a.example\"\",\"\"点\"\")\","), "{csv}");
    assert!(csv.starts_with("\u{feff}标识,") && csv.ends_with("\r\n"));
    let sheet = unpacked(&site.output()["api/people.xlsx"]);
    assert!(
        sheet.contains("<t xml:space=\"preserve\">=HYPERLINK(")
            && !sheet.contains("<f>")
            && !sheet.contains("<f "),
        "{sheet}"
    );
}

#[test]
fn the_page_of_open_data_leads_to_every_file() {
    for (site, page) in [("full", "open-data/index.html"), ("editions", "zh-hant/open-data/index.html")] {
        let files = built(site);
        let html = text(&files[page]);
        let offered = files.keys().filter(|path| path.starts_with("api/"));
        for file in offered {
            assert!(html.contains(&format!("/{file}\"")), "{file} is not on {page}");
        }
    }
}

#[test]
fn one_list_names_every_file_of_data() {
    let files = built("full");
    let read = |path: &str| -> Value { serde_json::from_slice(&files[path]).expect("JSON") };
    let listed = read("api/index.json");
    let mut named = BTreeSet::new();
    for entry in listed["files"].as_array().expect("a list") {
        let path = entry["path"].as_str().expect("a path");
        named.insert(path.to_owned());
        let Some(schema) = entry["schema"].as_str() else { continue };
        named.insert(schema.to_owned());
        // Fields are described under the names that they have.
        let (data, schema) = (read(path), read(schema));
        let fields =
            |value: &Value| value.as_object().expect("an object").keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(fields(&data), fields(&schema["properties"]), "{path}");
        let (list, records) =
            data.as_object().and_then(|data| data.iter().find(|(_, list)| list.is_array())).expect("a list");
        let record = schema["properties"][list]["items"]["$ref"].as_str().expect("a reference");
        let record = &schema.pointer(record.trim_start_matches('#')).expect("a definition")["properties"];
        assert_eq!(fields(&records[0]), fields(record), "{path}");
    }
    let there: BTreeSet<String> = files.keys().filter(|path| path.starts_with("api/")).cloned().collect();
    assert_eq!(named, there);
}

#[test]
fn units_and_places_are_tables_too() {
    let site = Workspace::new(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n默认状态: 发布\n"),
        (
            "content/places.yaml",
            "- {名称: 示例市, 标识: city, 类型: 市}\n- {名称: 甲区, 标识: jia, 上级: city, 行政区划代码: 990001}\n",
        ),
        (
            "content/units.yaml",
            "- {名称: 示例市委组织部, 标识: zzb, 地区: jia}\n- {名称: 干部科, 标识: gbk, 上级: zzb, 曾用名: [干部一科, 干部二科]}\n",
        ),
        ("content/people.yaml", "- {姓名: 张三, 标识: zhang-san, 单位: gbk}\n"),
    ]);
    site.build(&[]);
    let rows = |name: &str| -> Vec<String> {
        let csv = site.read(&format!("output/api/{name}.csv"));
        csv.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
    };
    assert_eq!(
        rows("units"),
        [
            "标识,名称,简称,类型,上级标识,上级,地区,曾用名,撤并,上榜个人,先进典型,荣誉,网页",
            "zzb,示例市委组织部,,,,,甲区,,,0,1,,units/zzb/",
            "gbk,示例市委组织部干部科,,,zzb,示例市委组织部,,干部一科；干部二科,,0,1,,units/gbk/",
        ]
    );
    assert_eq!(
        rows("places"),
        [
            "标识,名称,类型,行政区划代码,上级标识,上级,上榜个人,先进典型,网页",
            "city,示例市,市,,,,0,1,places/city/",
            "jia,甲区,,990001,city,示例市,0,1,places/jia/",
        ]
    );
    assert!(unpacked(&site.output()["api/units.xlsx"]).contains("干部一科；干部二科"));
}

#[test]
fn a_site_with_a_host_for_itself_has_a_catalogue_where_programs_look() {
    let catalogue = |address: &str| {
        let site = Workspace::new(&[("content/site.yaml", &format!("站名: 示例市光荣榜\n{address}"))]);
        site.build(&[]);
        let headers = site.read("output/_headers");
        (
            site.output(),
            headers.contains("/.well-known/api-catalog\n  Content-Type: application/linkset+json;"),
        )
    };
    for address in ["", "网址: https://shili.example/honor/\n"] {
        let (files, is_told) = catalogue(address);
        assert!(!is_told && !files.contains_key(".well-known/api-catalog"), "{address}");
    }
    let (files, is_told) = catalogue("网址: https://honor.example/\n");
    assert!(is_told);
    let links: Value = serde_json::from_slice(&files[".well-known/api-catalog"]).expect("JSON");
    let mut found = Vec::new();
    for context in links["linkset"].as_array().expect("a list") {
        for (relation, value) in context.as_object().expect("an object") {
            let targets = value
                .as_array()
                .map_or(vec![value], |targets| targets.iter().map(|target| &target["href"]).collect());
            found.extend(
                targets.into_iter().map(|target| (relation.clone(), target.as_str().expect("an address"))),
            );
        }
    }
    assert!(found.iter().any(|(relation, _)| relation == "service-desc"), "{found:?}");
    for (relation, url) in found {
        let path = url.strip_prefix("https://honor.example/").expect("absolute");
        let page = format!("{path}index.html");
        assert!(
            files.contains_key(if path.ends_with('/') { page.as_str() } else { path }),
            "{relation}: {url}"
        );
    }
}
