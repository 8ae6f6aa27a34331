//! Build, change, build again: only what changed is written, and the result is that of a clean build.

use std::collections::BTreeMap;

use crate::workspace::{DAY, Workspace, files_of, places_of};

/// The routes that `plan` would touch, with its reasons.
fn plan(site: &Workspace) -> BTreeMap<String, String> {
    let run = site.run(&["plan", "--as-of", DAY, "--lang", "en", "--message-format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    run.stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a JSON line"))
        .filter(|line| line.get("route").is_some() && !line["reason"].is_null())
        .map(|line| (text(&line["route"]), text(&line["reason"])))
        .collect()
}

#[track_caller]
fn assert_clean(site: &Workspace) {
    let clean = tempfile::tempdir().expect("a temporary folder");
    let output = clean.path().join("output");
    let run = site.run(&["build", "--as-of", DAY, "--fresh", "--output", output.to_str().expect("UTF-8")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (clean, rebuilt) = (files_of(&output), site.output());
    assert_eq!(clean.keys().collect::<Vec<_>>(), rebuilt.keys().collect::<Vec<_>>());
    for (path, bytes) in &clean {
        assert!(rebuilt[path] == *bytes, "{path} differs from a clean build");
    }
}

#[test]
fn a_change_touches_the_pages_that_show_it() {
    let site = Workspace::copy_of("tests/sites/full");
    site.build(&[]);
    assert_eq!(plan(&site), BTreeMap::new(), "nothing changed");

    site.write("content/people/zhang-san.md", "换了一篇事迹。\n");
    let stale = plan(&site);
    assert!(stale.contains_key("people/zhang-san/index.html"), "{stale:?}");
    assert!(
        stale.keys().all(|route| !route.starts_with("figures/") && !route.starts_with("places/")),
        "{stale:?}"
    );
    site.build(&[]);
    assert_clean(&site);
    assert_eq!(plan(&site), BTreeMap::new());
}

/// A body is on its own page alone, but where it leads, and whether what it says is signed, shows on others.
#[test]
fn what_others_see_of_a_body_is_not_overlooked() {
    let site = Workspace::new(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n审校: 1\n"),
        ("content/units.yaml", "- 名称: 示例市委\n  标识: shi-wei\n  状态: 发布\n"),
        ("content/stories/shou-hu.md", "---\n标题: 守护\n日期: 2030-05-01\n状态: 发布\n---\n守护。\n"),
        ("content/people/li-si.yaml", "姓名: 李四光明\n单位: 示例市委\n状态: 发布\n"),
        ("content/people/li-si.md", "值守。\n"),
        ("content/people/wang-wu.yaml", "姓名: 王五草\n单位: 示例市委\n状态: 发布\n"),
        ("content/people/wang-wu.md", "巡逻。\n"),
    ]);
    let sign = |record: &str| {
        let signing = ["review", "sign", record, "--stage", "初审", "--by", "甲部长", "--as-of", DAY];
        let run = site.run(&signing);
        assert_eq!(run.code, 0, "{record}: {}", run.stderr);
    };
    let build = || {
        let run = site.build(&[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_clean(&site);
        places_of("李四光明", &site.output())
    };
    ["people/li-si", "people/wang-wu", "stories/shou-hu"].iter().for_each(|record| sign(record));
    let colleague = "people/wang-wu/index.html".to_owned();
    assert!(build().contains(&colleague));

    site.write("content/people/li-si.md", "一直值守。\n");
    assert_eq!(build(), Vec::<String>::new(), "what is not signed is not public, on no page");
    sign("people/li-si");
    assert!(build().contains(&colleague));

    for body in ["见[[守护]]。\n", "见[守护](/stories/shou-hu/)。\n"] {
        site.write("content/people/li-si.md", body);
        sign("people/li-si");
        build();
    }
    site.write("content/people/wang-wu.md", "\n");
    sign("people/wang-wu");
    assert!(build().contains(&colleague));
}

#[test]
fn every_kind_of_change_ends_in_a_clean_build() {
    let site = Workspace::copy_of("tests/sites/full");
    site.build(&[]);
    let change = |what: &str, edit: &dyn Fn(&Workspace)| {
        edit(&site);
        let run = site.run(&["build", "--as-of", DAY]);
        assert_eq!(run.code, 0, "{what}: {}", run.stderr);
        assert_clean(&site);
    };
    change("add", &|site| {
        site.write("content/people/xin-ren.yaml", "姓名: 新人甲\n状态: 发布\n单位: 示例市委\n")
    });
    change("rename", &|site| site.edit("content/people/xin-ren.yaml", "新人甲", "新人乙"));
    change("withdraw", &|site| site.edit("content/people/xin-ren.yaml", "状态: 发布", "状态: 撤下"));
    change("delete", &|site| site.remove("content/people/xin-ren.yaml"));
    change("theme", &|site| {
        site.write(
            "themes/default/templates/404.html",
            "{% extends \"base.html\" %}\n{% block main %}换了{% endblock main %}\n",
        );
    });
    change("theme back", &|site| site.remove("themes/default/templates/404.html"));
    change("settings", &|site| {
        let text = site.read("content/site.yaml");
        site.write(
            "content/site.yaml",
            &text.replace("per_page: ", "per_page: 1").replace("每页: ", "每页: 1"),
        );
    });
}

#[test]
fn vanished_and_damaged_files_are_made_again() {
    let site = Workspace::copy_of("tests/sites/full");
    site.build(&[]);
    let before = site.output();
    site.remove("output/index.html");
    site.write("output/roll/index.html", "坏了");
    site.build(&[]);
    assert!(site.output() == before);
}

#[test]
fn a_damaged_cache_is_not_trusted() {
    let site = Workspace::copy_of("tests/sites/full");
    site.build(&[]);
    let before = site.output();
    for (path, bytes) in files_of(&site.path(".honorroll")) {
        let mut bytes = bytes;
        for at in (0..bytes.len()).step_by(7) {
            bytes[at] ^= 0x55;
        }
        std::fs::write(site.path(".honorroll").join(path), bytes).expect("the cache can be written");
    }
    site.edit("content/site.yaml", "站名: 示例市光荣榜", "站名: 示例乙市光荣榜");
    site.build(&[]);
    assert!(site.output() != before);
    assert_clean(&site);
}

#[test]
fn equal_bytes_are_not_rewritten() {
    let site = Workspace::copy_of("tests/sites/full");
    site.build(&[]);
    let modified =
        |path: &str| std::fs::metadata(site.path(path)).and_then(|meta| meta.modified()).expect("a time");
    let (same, changed) = ("output/404.html", "output/people/zhang-san/index.html");
    let before = (modified(same), modified(changed));
    std::thread::sleep(std::time::Duration::from_millis(20));
    site.write("content/people/zhang-san.md", "换了一篇事迹。\n");
    site.build(&["--fresh"]);
    assert_eq!(modified(same), before.0, "404.html was written again");
    assert_ne!(modified(changed), before.1, "the changed page was not written");
}

#[test]
fn a_build_with_nothing_to_do_ends_before_it_begins_and_says_the_same() {
    let site = Workspace::copy_of("tests/sites/full");
    // Files that were touched just now are not taken for unchanged.
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    let build = || site.build(&["--quiet", "--timings=json"]);
    let phases = |run: &crate::workspace::Run| {
        let line = run.stdout.lines().last().expect("a line of timings");
        let timings: serde_json::Value = serde_json::from_str(line).expect("JSON");
        timings.as_object().expect("an object").keys().cloned().collect::<Vec<_>>()
    };
    let (first, second) = (build(), build());
    let all = ["check", "look", "parse", "plan", "read", "render", "survey", "switch", "total"];
    assert_eq!(phases(&first), all);
    assert_eq!(phases(&second), ["read", "total"]);
    assert_eq!(first.stderr, second.stderr, "warnings are said again");
    assert!(!second.stderr.is_empty());

    site.remove("output/index.html");
    assert_eq!(phases(&build()), all, "a file of the output is gone");
    assert_eq!(phases(&build()), ["read", "total"]);
    let other_day = site.run(&["build", "--as-of", "2031-06-02", "--timings=json"]);
    assert_eq!(phases(&other_day), all, "another day");
    assert_eq!(phases(&site.build(&["--timings=json", "--fresh"])), all);
    site.write("content/people/zhang-san.md", "换了一篇事迹。\n");
    assert_eq!(phases(&build()), all, "a file of the site was touched");
    assert_clean(&site);
}

#[test]
fn a_change_that_is_taken_back_is_no_change_of_the_build_before_it() {
    let site = Workspace::copy_of("tests/sites/full");
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    site.build(&[]);
    site.write("content/people/xin-ren.yaml", "姓名: 新人甲\n状态: 发布\n单位: 示例市委\n");
    // Too soon after it for this build to be remembered.
    site.build(&[]);
    site.remove("content/people/xin-ren.yaml");
    site.build(&[]);
    assert_clean(&site);
}

#[test]
fn what_is_gone_from_the_site_is_gone_from_what_is_remembered() {
    let site = Workspace::copy_of("tests/sites/full");
    let remembered = |text: &str| {
        let files = files_of(&site.path(".honorroll")).into_values();
        files.into_iter().any(|bytes| bytes.windows(text.len()).any(|bytes| bytes == text.as_bytes()))
    };
    for fresh in [&[][..], &["--fresh"]] {
        site.write("content/people/xin-ren.yaml", "姓名: 新人甲\n状态: 草稿\n单位: 示例市委\n");
        site.write("content/people/zhang-san.md", "第一篇事迹。\n");
        std::thread::sleep(std::time::Duration::from_millis(2_100));
        site.build(&[]);
        assert!(remembered("新人甲") && remembered("第一篇事迹"));
        site.remove("content/people/xin-ren.yaml");
        site.write("content/people/zhang-san.md", "第二篇事迹。\n");
        site.build(fresh);
        assert!(!remembered("新人甲") && !remembered("第一篇事迹"), "{fresh:?}");
    }
}

#[test]
fn a_build_with_errors_remembers_what_it_read() {
    let site = Workspace::copy_of("tests/sites/full");
    site.write("content/people/xin-ren.yaml", "姓名: 新人甲\n状态: 不明\n单位: 示例市委\n");
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    assert_eq!(site.run(&["build"]).code, 1);
    let remembered =
        || files_of(&site.path(".honorroll")).into_keys().any(|name| name.starts_with("contents-"));
    assert!(remembered());
    // Neither of the two that write nothing writes this.
    std::fs::remove_dir_all(site.path(".honorroll")).expect("removed");
    assert_eq!(site.run(&["check"]).code, 1);
    assert_eq!(site.run(&["plan"]).code, 1);
    assert!(!site.path(".honorroll").exists());
}

#[test]
fn a_text_that_was_taken_out_is_remembered_nowhere() {
    let site = Workspace::copy_of("tests/sites/full");
    site.write("content/people/zhang-san.md", "这一句要撤回。\n");
    site.build(&[]);
    site.write("content/people/zhang-san.md", "换了一篇事迹。\n");
    site.build(&[]);
    let remembered = files_of(&site.path(".honorroll"));
    assert!(!remembered.is_empty());
    assert_eq!(places_of("这一句要撤回", &remembered), [""; 0]);
    assert_eq!(places_of("这一句要撤回", &site.output()), [""; 0]);

    // Where what is remembered cannot be read, nor needs to be.
    for path in remembered.keys().filter(|path| path.starts_with("bodies-") || path.starts_with("index-")) {
        site.write(&format!(".honorroll/{path}"), "这一句要撤回。");
    }
    site.write(".honorroll/index-07", "这一句要撤回。");
    site.write("content/people/zhang-san.md", "又换了一篇。\n");
    site.build(&[]);
    assert_eq!(places_of("这一句要撤回", &files_of(&site.path(".honorroll"))), [""; 0]);
    assert_clean(&site);
}
