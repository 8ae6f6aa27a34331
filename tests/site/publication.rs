//! What is not published leaves no trace in any file of the output.

use crate::workspace::{Workspace, places_of};

const SITE: &str = "站名: 示例市光荣榜\n网址: https://roll.example/\n默认状态: 发布\n";

/// A picture that is a text.
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 60 80\"/>";

fn roll(extra: &[(&str, &str)]) -> Workspace {
    let base = [
        ("content/site.yaml", SITE),
        ("content/units.yaml", "- 名称: 示例市委组织部\n"),
        ("content/people/zhang-san.yaml", "姓名: 张三\n单位: 示例市委组织部\n"),
        (
            "content/commendations/2030-15.yaml",
            "标题: 关于表彰先进个人的决定\n文号: 示委发〔2030〕15号\n类别: 通报表扬\n表彰单位: 示例市委\n日期: 2030-09-09\n荣誉:\n- 授予称号: 先进个人\n  数量: 2\n  名单: [zhang-san, li-si]\n",
        ),
        ("content/people/li-si.yaml", "姓名: 李四光明\n单位: 示例市委组织部\n"),
        ("content/people/li-si.md", "李四光明坚守岗位。\n"),
    ];
    Workspace::new(&[&base[..], extra].concat())
}

#[track_caller]
fn assert_gone(site: &Workspace, names: &[&str]) {
    let output = site.output();
    assert!(!places_of("张三", &output).is_empty(), "the other person is still published");
    for name in names {
        assert_eq!(places_of(name, &output), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_published_person_is_found() {
    let site = roll(&[]);
    site.build(&[]);
    let output = site.output();
    let places = places_of("李四光明", &output);
    for page in [
        "people/li-si/index.html",
        "roll/index.html",
        "commendations/2030-15/index.html",
        "api/people.json",
        "api/people.csv",
        "api/people.xlsx",
        "api/awards.csv",
        "api/awards.xlsx",
    ] {
        assert!(places.iter().any(|place| place == page), "{page} is not among {places:?}");
    }
}

#[test]
fn drafts_ready_and_withdrawn_people_leave_no_trace() {
    for status in ["草稿", "待审", "撤下", "draft", "ready", "withdrawn"] {
        let site = roll(&[]);
        site.build(&[]);
        site.edit(
            "content/people/li-si.yaml",
            "姓名: 李四光明\n",
            &format!("姓名: 李四光明\n状态: {status}\n"),
        );
        site.build(&[]);
        assert_gone(&site, &["李四光明", "li-si"]);
    }
}

#[test]
fn a_person_is_published_from_one_day_to_another() {
    let site = roll(&[]);
    let dates = "姓名: 李四光明\n定时发布: 2031-06-01\n自动下线: 2031-06-30\n";
    site.edit("content/people/li-si.yaml", "姓名: 李四光明\n", dates);
    for (day, published) in
        [("2031-05-31", false), ("2031-06-01", true), ("2031-06-30", true), ("2031-07-01", false)]
    {
        let run = site.run(&["build", "--as-of", day]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(!places_of("李四光明", &site.output()).is_empty(), published, "on {day}");
    }
}

#[test]
fn what_is_not_open_to_the_public_stays_in_even_with_drafts() {
    for disclosure in ["依申请公开", "不予公开"] {
        let site = roll(&[]);
        site.edit(
            "content/people/li-si.yaml",
            "姓名: 李四光明\n",
            &format!("姓名: 李四光明\n公开属性: {disclosure}\n"),
        );
        site.build(&[]);
        assert_gone(&site, &["李四光明", "li-si"]);
        site.build(&["--drafts"]);
        assert_gone(&site, &["李四光明", "li-si"]);
    }
}

#[test]
fn drafts_are_built_and_marked_where_they_are_asked_for() {
    let site = roll(&[]);
    site.edit("content/people/li-si.yaml", "姓名: 李四光明\n", "姓名: 李四光明\n状态: 草稿\n");
    site.build(&["--drafts"]);
    for (path, bytes) in site.output().iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(String::from_utf8_lossy(bytes).contains("草稿"), "{path} is not marked");
    }
    assert!(site.read("output/people/li-si/index.html").contains("此页尚未发布"));
    assert!(!site.read("output/people/zhang-san/index.html").contains("此页尚未发布"));
    site.build(&[]);
    assert_gone(&site, &["李四光明", "li-si"]);
}

#[test]
fn a_sign_off_is_bound_to_what_was_signed() {
    let site = roll(&[]);
    site.edit("content/site.yaml", "默认状态: 发布\n", "默认状态: 发布\n审校: 2\n");
    let run = site.build(&["--lang", "zh"]);
    assert_gone_all(&site, &["李四光明", "张三"]);
    let digest = digest_in(&run.stderr, "people/li-si");
    let sign = |stages: &[(&str, &str)]| {
        let entry = |(stage, by): &(&str, &str)| {
            format!(
                "- {{记录: people/li-si, 摘要: {digest}, 环节: {stage}, 签发人: {by}, 日期: 2031-05-01}}\n"
            )
        };
        site.write("content/reviews.yaml", &stages.iter().map(entry).collect::<String>());
        site.build(&[]);
        !places_of("李四光明", &site.output()).is_empty()
    };
    assert!(!sign(&[("初审", "王五")]), "one of two sign-offs");
    assert!(!sign(&[("初审", "王五"), ("初审", "赵六")]), "the same step twice is one sign-off");
    assert!(!sign(&[("初审", "王五"), ("终审", "王五")]), "the same person twice is one sign-off");
    assert!(!sign(&[("终审", "赵六"), ("初审", "王五")]), "a step before its turn does not count");
    assert!(sign(&[("初审", "王五"), ("终审", "赵六")]), "both sign-offs");
    site.edit("content/people/li-si.md", "坚守岗位", "一直坚守岗位");
    site.build(&[]);
    assert_gone_all(&site, &["李四光明"]);
}

#[track_caller]
fn assert_gone_all(site: &Workspace, names: &[&str]) {
    let output = site.output();
    for name in names {
        assert_eq!(places_of(name, &output), Vec::<String>::new(), "{name}");
    }
}

/// The digest that the program tells staff to sign.
fn digest_in(printed: &str, record: &str) -> String {
    let hint = printed
        .lines()
        .find(|line| line.contains(record) && line.contains("摘要"))
        .expect("a hint with the digest");
    hint.split("摘要 ").nth(1).expect("the digest").trim().to_string()
}

#[test]
fn nominations_and_notices_put_nobody_on_the_roll() {
    for (stage, extra) in [
        ("推荐", ""),
        ("公示", "公示: {起: 2031-05-30, 止: 2031-06-05, 电话: 0000-0000000, 受理单位: 示例市委组织部}\n"),
    ] {
        let notice = format!(
            "标题: 关于拟表彰对象的公示\n阶段: {stage}\n表彰单位: 示例市委\n{extra}荣誉:\n- 授予称号: 拟先进个人\n  名单:\n  - {{姓名: 赵六五, 工作单位及职务: 示例单位}}\n  - zhang-san\n"
        );
        let site = roll(&[("content/commendations/next.yaml", notice.as_str())]);
        site.build(&[]);
        let expect: &[&str] = if stage == "公示" { &["commendations/next/index.html"] } else { &[] };
        assert_eq!(places_of("赵六五", &site.output()), expect, "{stage}");
        assert!(places_of("拟先进个人", &site.output()).iter().all(|place| expect.contains(&place.as_str())));
    }
}

#[test]
fn a_revoked_honor_leaves_the_list_and_the_reason_stays_in() {
    let site = roll(&[]);
    site.edit(
        "content/commendations/2030-15.yaml",
        "[zhang-san, li-si]",
        "[zhang-san, {个人: li-si, 撤销: {日期: 2031-03-01, 文号: 示委发〔2031〕2号, 原因: 不便公开的原因}}]",
    );
    site.build(&[]);
    assert_gone(&site, &["李四光明", "li-si", "不便公开的原因"]);
    assert!(site.read("output/corrections/index.html").contains("示委发〔2031〕2号"));
    let page = site.read("output/commendations/2030-15/index.html");
    assert!(page.contains("1 名") && !page.contains("2 名"), "nor does a number tell of it");
}

#[test]
fn a_revoked_document_leaves_a_note_without_names() {
    let site = roll(&[]);
    site.edit(
        "content/commendations/2030-15.yaml",
        "日期: 2030-09-09\n",
        "日期: 2030-09-09\n阶段: 撤销\n撤销: {日期: 2031-03-01, 文号: 示委发〔2031〕2号}\n",
    );
    site.build(&[]);
    let corrections = site.read("output/corrections/index.html");
    assert!(corrections.contains("示委发〔2030〕15号") && corrections.contains("示委发〔2031〕2号"));
    assert!(!corrections.contains("张三"));
    assert_eq!(places_of("commendations/2030-15", &site.output()), Vec::<String>::new());
}

#[test]
fn a_withdrawn_name_left_in_a_text_stops_the_build_at_every_place() {
    let site = roll(&[(
        "content/stories/a.md",
        "---\n标题: 抗洪记\n摘要误: x\n---\n李四光明和张三。\n\n第二天，李四光明又去了。\n",
    )]);
    site.edit("content/stories/a.md", "摘要误: x\n", "简介: 李四光明的一天\n");
    site.edit("content/people/li-si.yaml", "姓名: 李四光明\n", "姓名: 李四光明\n状态: 撤下\n");
    let run = site.run(&["build", "--as-of", crate::workspace::DAY, "--message-format", "json"]);
    assert_eq!(run.code, 1);
    let places: Vec<(i64, i64)> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a JSON line"))
        .filter(|problem| problem["code"] == "withdrawn-name")
        .map(|problem| {
            (problem["line"].as_i64().expect("a line"), problem["column"].as_i64().expect("a column"))
        })
        .collect();
    assert_eq!(places, [(3, 5), (5, 1), (7, 5)]);
    assert!(site.output().is_empty(), "nothing is written");
}

#[test]
fn private_fields_are_shown_only_where_the_site_says_so() {
    let site = roll(&[]);
    site.edit(
        "content/people/li-si.yaml",
        "姓名: 李四光明\n",
        "姓名: 李四光明\n籍贯: 示例省示例县\n学历: 示例学历\n出生年月: 1990-01\n",
    );
    site.build(&[]);
    assert_gone_all(&site, &["示例省示例县", "示例学历", "1990年1月"]);
    site.edit("content/site.yaml", "默认状态: 发布\n", "默认状态: 发布\n公开字段: [籍贯]\n");
    site.build(&[]);
    assert_eq!(places_of("示例学历", &site.output()), Vec::<String>::new());
    assert!(site.read("output/people/li-si/index.html").contains("示例省示例县"));
}

#[test]
fn the_wrong_person_of_a_name_is_not_linked() {
    let site = roll(&[
        ("content/people/a.yaml", "姓名: 张伟\n单位: 示例市委组织部\n"),
        ("content/units/b.yaml", "名称: 示例县委组织部\n"),
        ("content/people/b.yaml", "姓名: 张伟\n单位: 示例县委组织部\n"),
        (
            "content/commendations/2030-16.yaml",
            "标题: 关于表彰的决定\n表彰单位: 示例市委\n日期: 2030-10-01\n类别: 通报表扬\n荣誉:\n- 授予称号: 先进个人\n  名单: [张伟, {姓名: 张伟, 工作单位及职务: 示例县委组织部干部}]\n",
        ),
    ]);
    let run = site.build(&["--message-format", "json"]);
    assert_eq!(run.stdout.matches("unlinked-recipient").count(), 1, "{}", run.stdout);
    let page = site.read("output/commendations/2030-16/index.html");
    assert!(page.contains("people/b/") && !page.contains("people/a/"));
}

/// A site in which everything about one person or thing is gone must not hold any of these words.
#[track_caller]
fn assert_trace_free(files: &[(&str, &str)], words: &[&str]) {
    let site = roll(files);
    site.build(&[]);
    assert_gone_all(&site, words);
}

/// The messages of one code, each with its file and line, of a run that must fail.
#[track_caller]
fn refused(files: &[(&str, &str)], code: &str) -> Vec<String> {
    let site = roll(files);
    let run = site.run(&["build", "--as-of", crate::workspace::DAY, "--message-format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(site.output().is_empty(), "nothing is written");
    let problems =
        run.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let of_code = problems.filter(|problem| problem["code"] == code);
    of_code
        .map(|problem| format!("{}:{}", problem["file"].as_str().expect("a file"), problem["line"]))
        .collect()
}

fn commendation(fields: &str, list: &str) -> String {
    format!(
        "标题: 关于表彰先进个人的决定\n文号: 示委发〔2030〕16号\n类别: 通报表扬\n表彰单位: 示例市委\n日期: 2030-10-01\n{fields}荣誉:\n- 授予称号: 抗洪先进个人\n  名单: {list}\n"
    )
}

#[test]
fn a_revoked_document_that_names_its_honoree_in_the_title_is_told_of_by_its_number() {
    let text = commendation("阶段: 撤销\n撤销: {日期: 2031-03-01}\n", "[li-si]")
        .replace("先进个人的决定", "李四光明同志的决定");
    let site = roll(&[("content/commendations/b.yaml", &text)]);
    site.build(&[]);
    let corrections = site.read("output/corrections/index.html");
    assert!(corrections.contains("示委发〔2030〕16号") && !corrections.contains("李四光明"));
}

#[test]
fn a_revoked_person_is_gone_whatever_the_person_s_own_record_says() {
    let revoked = commendation("", "[zhang-san, {个人: li-si, 撤销: {日期: 2031-03-01}}]");
    // The only other award stands in a record that is not published.
    let first = ("content/commendations/2030-15.yaml", "[]\n");
    let person = "姓名: 李四光明\n单位: 示例市委组织部\n上榜: 是\n";
    let draft = commendation("状态: 草稿\n", "[li-si]").replace("16号", "17号");
    assert_trace_free(
        &[
            first,
            ("content/people/li-si.yaml", person),
            ("content/commendations/b.yaml", &revoked),
            ("content/commendations/c.yaml", &draft),
        ],
        &["李四光明", "li-si"],
    );
}

#[test]
fn a_withdrawn_name_is_found_however_it_is_set() {
    let withdrawn = ("content/people/wang-wu.yaml", "姓名: 王五\n状态: 撤下\n");
    let story = "---\n标题: 抗洪记\n---\n王　五和张三。\n\n王**五**。\n\n王\n五。王五明不是他。\n";
    let list = commendation("", "[{姓名: 王五明, 工作单位及职务: 示例单位}]");
    let found = refused(
        &[withdrawn, ("content/stories/a.md", story), ("content/commendations/b.yaml", &list)],
        "withdrawn-name",
    );
    assert_eq!(found, ["content/stories/a.md:4", "content/stories/a.md:6", "content/stories/a.md:8"]);
    let site = ("content/site.yaml", "站名: 示例市光荣榜\n默认状态: 发布\n描述: 记录王五等人的事迹\n");
    assert_eq!(refused(&[withdrawn, site], "withdrawn-name"), ["content/site.yaml:3"]);
}

#[test]
fn a_picture_of_someone_withdrawn_stops_the_build_at_every_place() {
    for gone in ["状态: 撤下", "公开属性: 不予公开"] {
        let person = format!("姓名: 王五\n{gone}\n照片: {{file: wang.svg, alt: 肖像}}\n");
        let photo = "文件: group.svg\n说明: 抗洪现场\n人物: [zhang-san, wang-wu]\n授权: 书面同意\n";
        let story = "---\n标题: 抗洪记\n照片: {file: wang.svg, alt: 一人}\n---\n![一人](media/wang.svg)\n";
        let files = [
            ("content/people/wang-wu.yaml", person.as_str()),
            ("content/media/wang.svg", DRAWING),
            ("content/media/group.svg", DRAWING),
            ("content/photos/group.yaml", photo),
            ("content/stories/a.md", story),
        ];
        let found = refused(&files, "withdrawn-name");
        assert_eq!(
            found,
            ["content/photos/group.yaml:3", "content/stories/a.md:3", "content/stories/a.md:5"]
        );
    }
}

#[test]
fn an_unpublished_photo_is_in_no_place_of_the_output() {
    let photo = "文件: flood.svg\n说明: 洪水照片\n状态: 草稿\n";
    let story = "---\n标题: 抗洪记\n照片: {file: flood, alt: 抗洪}\n---\n{{photo: flood}}\n";
    let files = [
        ("content/media/flood.svg", DRAWING),
        ("content/photos/flood.yaml", photo),
        ("content/stories/a.md", story),
    ];
    assert_trace_free(&files, &["flood", "洪水照片"]);
}

#[test]
fn an_unpublished_unit_is_not_told_of_by_its_id() {
    let units = "- 名称: 示例市委组织部\n- {标识: unit-x, 名称: 示例乙委, 状态: 草稿}\n";
    let text = commendation("", "[zhang-san]").replace("示例市委\n", "unit-x\n");
    assert_trace_free(
        &[("content/units.yaml", units), ("content/commendations/b.yaml", &text)],
        &["unit-x", "示例乙委"],
    );
}

#[test]
fn an_honor_or_group_of_which_nobody_is_published_is_not_told_of() {
    let text = commendation(
        "",
        "[zhang-san]\n- 授予称号: 特等先进\n  名单: [wang-wu]\n- 授予称号: 先进\n  分组:\n  - {组名: 乙组, 名单: [wang-wu]}\n  - {组名: 甲组, 名单: [{姓名: 赵六五, 工作单位及职务: 示例单位}]}",
    );
    let files = [
        ("content/people/wang-wu.yaml", "姓名: 王五\n状态: 草稿\n"),
        ("content/commendations/b.yaml", text.as_str()),
    ];
    assert_trace_free(&files, &["特等先进", "乙组", "wang-wu", "王五"]);
}

#[test]
fn a_team_does_not_count_whom_it_does_not_name() {
    let files = [
        ("content/people/wang-wu.yaml", "姓名: 王五\n状态: 草稿\n"),
        ("content/teams.yaml", "- {名称: 突击队, 标识: squad, 数量: 3, 成员: [zhang-san, li-si, wang-wu]}\n"),
    ];
    let site = roll(&files);
    site.build(&[]);
    let page = site.read("output/teams/squad/index.html");
    assert!(page.contains("2 人") && !page.contains("3 人"), "{page}");
    assert_gone_all(&site, &["王五", "wang-wu"]);
}

#[test]
fn a_notice_is_not_public_before_its_first_day() {
    let notice = "标题: 公示\n阶段: 公示\n公示: {起: 2031-06-01, 止: 2031-06-05, 电话: 0000-0000000, 受理单位: 示例市委组织部}\n荣誉:\n- {授予称号: 拟先进个人, 名单: [赵六五]}\n";
    let site = roll(&[("content/commendations/next.yaml", notice)]);
    for (day, public) in [("2031-05-31", false), ("2031-06-01", true)] {
        let run = site.run(&["build", "--as-of", day]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(!places_of("赵六五", &site.output()).is_empty(), public, "on {day}");
    }
}

#[test]
fn the_menu_does_not_lead_to_what_is_not_published() {
    let site = "站名: 示例市光荣榜\n默认状态: 发布\n网址: https://roll.example\n菜单:\n- {标题: 人物特写, 路径: /people/wang-wu/}\n- {标题: 特写二, 路径: https://roll.example/people/wang-wu/}\n";
    assert_trace_free(
        &[("content/site.yaml", site), ("content/people/wang-wu.yaml", "姓名: 王五\n状态: 草稿\n")],
        &["人物特写", "特写二", "wang-wu"],
    );
}

#[test]
fn a_link_to_the_place_of_an_unpublished_figure_keeps_its_text_alone() {
    let figures = "- {标识: fig-x, 指标: 甲数, 数值: 37, 来源: 报道, 状态: 草稿}\n- {标识: fig-y, 指标: 乙数, 数值: 38, 来源: 报道}\n";
    let story =
        "---\n标题: 抗洪记\n---\n[甲的数](/figures/#figure-fig-x)和[乙的数](/figures/#figure-fig-y)。\n";
    let site = roll(&[("content/figures.yaml", figures), ("content/stories/a.md", story)]);
    site.build(&[]);
    assert_gone_all(&site, &["fig-x", "甲数"]);
    let page = site.read("output/stories/a/index.html");
    assert!(page.contains("甲的数") && page.contains("figures/#figure-fig-y\">乙的数"), "{page}");
}

#[test]
fn former_ids_of_what_is_not_published_lead_nowhere() {
    for status in ["草稿", "撤下"] {
        let person = format!("姓名: 王五\n状态: {status}\n曾用编号: [old-wang]\n");
        assert_trace_free(&[("content/people/wang-wu.yaml", &person)], &["old-wang", "王五"]);
    }
}

#[test]
fn a_sign_off_is_void_once_the_picture_or_the_person_meant_is_another() {
    let list = |id: &str| commendation("", &format!("[{{个人: {id}}}]"));
    let site = roll(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n默认状态: 发布\n审校: 1\n"),
        ("content/people/a.yaml", "姓名: 张伟\n照片: {file: portrait, alt: 肖像}\n"),
        ("content/people/b.yaml", "姓名: 张伟\n"),
        ("content/media/a.svg", DRAWING),
        ("content/photos/portrait.yaml", "文件: a.svg\n说明: 肖像\n"),
        ("content/commendations/b.yaml", &list("a")),
    ]);
    let digests = || {
        let run = site.build(&["--lang", "zh"]);
        ["commendations/b", "people/a"].map(|record| digest_in(&run.stderr, record))
    };
    let first = digests();
    site.write("content/commendations/b.yaml", &list("b"));
    let second = digests();
    assert_ne!(first[0], second[0], "another person of the same name");
    site.write("content/media/a.svg", &DRAWING.replace("60", "80"));
    assert_ne!(second[1], digests()[1], "another picture behind the photo's id");
}

#[test]
fn a_unit_needs_sign_offs_only_for_a_text_of_its_own() {
    let site = roll(&[
        ("content/site.yaml", "站名: 示例市光荣榜\n默认状态: 发布\n审校: 1\n"),
        ("content/units/b.md", "---\n名称: 示例乙局\n标识: bureau-b\n---\n乙局的介绍。\n"),
    ]);
    let run = site.build(&["--lang", "zh"]);
    assert_gone_all(&site, &["乙局的介绍", "示例乙局"]);
    let digest = digest_in(&run.stderr, "units/bureau-b");
    assert!(!run.stderr.contains("content/units.yaml"), "a unit without a text needs none: {}", run.stderr);
    site.write(
        "content/reviews.yaml",
        &format!("- {{记录: units/bureau-b, 摘要: {digest}, 环节: 初审, 签发人: 王五}}\n"),
    );
    site.build(&[]);
    assert!(site.read("output/units/bureau-b/index.html").contains("乙局的介绍"));
}
