//! The sample site names real people and a real city: it says what its one source says, as it says it, and nothing more.

use std::collections::BTreeMap;

use crate::workspace::{Workspace, places_of};

fn sample() -> BTreeMap<String, Vec<u8>> {
    let site = Workspace::copy_of("");
    let run = site.build(&[]);
    assert_eq!(run.stderr, "", "the sample is without warnings");
    site.output()
}

fn page(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    let bytes = files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(bytes.clone()).expect("pages are UTF-8")
}

/// What a page says, without its tags.
fn words(html: &str) -> String {
    let main =
        html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).expect("a main part").0;
    let mut text = String::new();
    let mut in_tag = true;
    for char in main.chars() {
        match char {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag && !char.is_whitespace() => text.push(char),
            _ => {}
        }
    }
    text
}

#[test]
fn nobody_takes_it_for_the_city_s_own() {
    let files = sample();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        if html.contains("http-equiv=\"refresh\"") {
            continue;
        }
        let (head, rest) = html.split_once("<main").expect("a main part");
        let (_, foot) = rest.split_once("</main>").expect("a main part");
        for part in [head, foot] {
            assert!(part.contains("演示站点，非官方发布"), "{path}");
        }
        assert!(head.contains("<meta name=\"robots\" content=\"noindex, nofollow\">"), "{path}");
        assert!(!foot.contains("网站标识码") && !foot.contains("主办单位"), "{path}");
    }
    assert!(page(&files, "robots.txt").contains("Disallow: /\n"));
}

#[test]
fn nobody_is_honored_whom_the_report_does_not_say_was() {
    let files = sample();
    let names = ["谢庆诗", "徐于超", "申甜甜", "陶体立", "赵良熙", "周沁雪"];
    let people = words(&page(&files, "people/index.html"));
    let roll = words(&page(&files, "roll/index.html"));
    for name in names {
        assert!(people.contains(name) && !roll.contains(name), "{name}");
    }
    let own = |path: &&String| path.starts_with("people/") && path.ends_with("/index.html");
    let pages: Vec<&String> = files.keys().filter(own).filter(|path| *path != "people/index.html").collect();
    assert_eq!(pages.len(), names.len(), "a leader who is named is no honoree: {pages:?}");
    for path in pages {
        assert!(words(&page(&files, path)).contains("先进典型未载明正式表彰"), "{path}");
    }
    assert!(!files.keys().any(|path| path.starts_with("commendations/")));
    assert_eq!(places_of("茍", &files), [""; 0], "a wrong conversion of 苟");
    assert_eq!(places_of("苟小莉", &files).iter().filter(|path| path.starts_with("api/")).count(), 0);
}

#[test]
fn what_is_not_stated_of_someone_is_not_guessed() {
    let files = sample();
    for (slug, gender) in [
        ("xie-qingshi", None),
        ("shen-tiantian", None),
        ("zhao-liangxi", None),
        ("xu-yuchao", Some(("男", '他'))),
        ("tao-tili", Some(("男", '他'))),
        ("zhou-qinxue", Some(("女", '她'))),
    ] {
        let text = words(&page(&files, &format!("people/{slug}/index.html")));
        match gender {
            Some((word, pronoun)) => {
                assert!(text.contains(&format!("性别{word}")) && text.contains(pronoun), "{slug}: {text}");
            }
            None => {
                // 其他 is no pronoun.
                let text = text.replace("其他", "");
                let says = ["性别", "他", "她", "（女）"].into_iter().find(|word| text.contains(word));
                assert_eq!(says, None, "{slug}: {text}");
            }
        }
    }
}

#[test]
fn figures_are_as_written_and_never_added() {
    let text = words(&page(&sample(), "figures/index.html"));
    for figure in [
        "4位",
        "1位",
        "300余个",
        "82名",
        "204名",
        "732名",
        "200人",
        "12支",
        "383.5万元",
        "7400余人次",
        "500件",
        "5400个",
        "10000个",
        "2000瓶",
        "450余人次",
        "98人",
        "44人",
        "293人",
        "12人",
    ] {
        assert!(text.contains(figure), "{figure}");
    }
    for (at, _) in text.match_indices("合计") {
        assert!(text[..at].ends_with('不'), "there is a total: {}", &text[at..]);
    }
}

#[test]
fn gaps_are_shown_as_gaps() {
    let files = sample();
    for (path, gap) in [
        ("teams/five-groups/index.html", "来源写明5个，此处列出3个"),
        ("teams/task-groups/index.html", "来源在列举后写“等”，此处并非全部"),
        ("teams/light-brigades/index.html", "来源写明数量为12，未逐一列出"),
        ("measures/six-care-measures/index.html", "来源写明共6条，未载明具体内容"),
        ("measures/staffing-notice/index.html", "日期未注明"),
        ("stories/six-people/index.html", "日期未注明"),
        ("channels/tiancheng-xianfeng/index.html", "主办单位未注明"),
        ("years/unknown/index.html", "年份未注明"),
        ("roll/index.html", "目前没有载明正式表彰的人员"),
    ] {
        let text = words(&page(&files, path));
        assert!(text.contains(gap), "{path}: {text}");
    }
}
