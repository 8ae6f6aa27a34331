//! 三审三校 at the desk: what is signed is published, what changes afterwards is not, and the ledger only grows.

use serde_json::Value;

use crate::workspace::{DAY, Run, Workspace, places_of};

const PERSON: &str = "content/people/li-si.yaml";
const LEDGER: &str = "content/reviews.yaml";
const COPY: &str = "content/reviews/people/li-si.txt";

fn site(settings: &str) -> Workspace {
    Workspace::new(&[
        ("content/site.yaml", &format!("站名: 示例市光荣榜\n{settings}")),
        (PERSON, "姓名: 李四光明\n状态: 发布\n简介: 在岗位上坚守。\n"),
        ("content/people/wang-wu.yaml", "姓名: 王五草\n状态: 草稿\n"),
    ])
}

fn review(site: &Workspace, args: &[&str]) -> Run {
    site.run(&[&["review"], args, &["--as-of", DAY, "--lang", "zh"]].concat())
}

#[track_caller]
fn sign(site: &Workspace, stage: &str, by: &str) {
    let run = review(site, &["sign", "people/li-si", "--stage", stage, "--by", by]);
    assert_eq!(run.code, 0, "{stage} {by}: {}", run.stderr);
}

#[track_caller]
fn refused(site: &Workspace, args: &[&str], why: &str) {
    let before = site.path(LEDGER).exists().then(|| site.read(LEDGER));
    let run = review(site, args);
    assert_eq!(run.code, 2, "{args:?}: {}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains(why), "{args:?}: {}", run.stderr);
    assert_eq!(site.path(LEDGER).exists().then(|| site.read(LEDGER)), before, "{args:?}");
}

fn is_published(site: &Workspace) -> bool {
    site.build(&[]);
    !places_of("李四光明", &site.output()).is_empty()
}

fn waiting(site: &Workspace) -> Vec<Value> {
    let run = review(site, &["list", "--message-format", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let Value::Array(waiting) = serde_json::from_str(&run.stdout).expect("JSON") else { panic!("a list") };
    waiting
}

#[test]
fn what_is_signed_is_published_and_what_is_edited_then_is_not() {
    let site = site("审校: 3\n");
    sign(&site, "初审", "甲编辑");
    sign(&site, "复审", "乙主任");
    assert!(!is_published(&site), "two of three");
    sign(&site, "终审", "丙部长");
    assert!(is_published(&site));
    let output = site.output();
    for secret in ["甲编辑", "乙主任", "丙部长", "签发"] {
        assert_eq!(places_of(secret, &output), Vec::<String>::new(), "{secret} is nobody's business");
    }
    assert!(waiting(&site).is_empty());

    site.edit(PERSON, "坚守", "一直坚守");
    let run = site.build(&["--lang", "zh"]);
    assert!(places_of("李四光明", &site.output()).is_empty());
    let who = "甲编辑（初审，2031-06-01）、乙主任（复审，2031-06-01）、丙部长（终审，2031-06-01）的签发作废";
    assert!(run.stderr.contains(who), "{}", run.stderr);
    let shown = review(&site, &["show", "李四光明"]).stdout;
    for line in [
        "  - 在岗位上坚守。\n",
        "  + 在岗位上一直坚守。\n",
        "已签 终审 丙部长 2031-06-01（内容改过，作废）",
        "还差 初审、复审、终审",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    assert_eq!(waiting(&site)[0]["changed"], true);

    for (stage, by) in [("初审", "甲编辑"), ("复审", "乙主任"), ("终审", "丙部长")] {
        sign(&site, stage, by);
    }
    assert!(is_published(&site), "signed anew");
    assert_eq!(
        site.read(LEDGER).matches("- 记录: people/li-si\n").count(),
        6,
        "nothing is taken off the ledger"
    );
}

#[test]
fn steps_have_an_order_and_nobody_signs_twice() {
    let site = site("审校: 3\n");
    let sign_as = |stage: &str, by: &str, why: &str| {
        refused(&site, &["sign", "people/li-si", "--stage", stage, "--by", by], why);
    };
    sign_as("终审", "丙部长", "要先签初审");
    sign(&site, "初审", "张 三");
    sign_as("初审", "乙主任", "已经签过初审");
    sign_as("复审", "张　三", "要由另一个人签");
    sign_as("初校", "乙主任", "本站不签初校");
    sign_as("复审", " ", "签发人不能空着");
    refused(&site, &["sign", "people/wang-wu", "--stage", "初审", "--by", "甲"], "没有要发布的记录");
    site.edit("content/site.yaml", "审校: 3\n", "审校环节: [初审, 初校]\n一人多签: 是\n");
    sign(&site, "初校", "张三");
    assert!(is_published(&site), "the site may allow it, and choose its steps");
}

#[test]
fn what_was_not_looked_at_is_not_signed() {
    let site = site("审校: 1\n");
    let digest = waiting(&site)[0]["digest"].as_str().expect("a digest").to_owned();
    site.edit(PERSON, "坚守", "一直坚守");
    let sign = ["sign", "people/li-si", "--stage", "初审", "--by", "甲", "--digest", &digest];
    refused(&site, &sign, "在看过以后又改了");
    site.edit(PERSON, "一直坚守", "坚守");
    assert_eq!(review(&site, &sign).code, 0);
    assert!(is_published(&site));
    site.edit(PERSON, "简介", "简价");
    let broken = review(&site, &["sign", "people/li-si", "--stage", "初审", "--by", "甲"]);
    assert_eq!(broken.code, 1, "nothing is signed while there are errors");
}

#[test]
fn only_what_would_be_published_waits() {
    let site = site("审校: 1\n");
    site.write("content/people/zhao-liu.yaml", "姓名: 赵六\n状态: 发布\n定时发布: 2031-07-01\n");
    site.write("content/people/qian-qi.yaml", "姓名: 钱七\n状态: 发布\n自动下线: 2031-05-01\n");
    site.write("content/people/sun-ba.yaml", "姓名: 孙八\n状态: 发布\n公开属性: 依申请公开\n");
    let records: Vec<Value> = waiting(&site).into_iter().map(|entry| entry["record"].clone()).collect();
    assert_eq!(records, ["people/li-si", "people/zhao-liu"], "what is to come is signed in advance");
    refused(&site, &["sign", "--all", "--stage", "初审", "--by", "甲"], "有 2 条");
    let run = review(&site, &["sign", "--all", "--yes", "--stage", "初审", "--by", "甲"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(is_published(&site));
    assert!(places_of("赵六", &site.output()).is_empty(), "not before its day");
    assert_eq!(site.run(&["build", "--as-of", "2031-07-01"]).code, 0);
    assert!(!places_of("赵六", &site.output()).is_empty());
}

#[test]
fn the_ledger_keeps_what_people_wrote_in_it() {
    let site = site("审校: 2\n");
    let own = "# 台账，逐条登记\n- record: people/nobody # 已删除\n  digest: \"00\"\n  stage: first-review\n  by: 甲\n";
    site.write(LEDGER, own);
    sign(&site, "初审", "甲: 编辑");
    let ledger = site.read(LEDGER);
    assert!(ledger.starts_with(own) && ledger.contains("  by: \"甲: 编辑\"\n"), "{ledger}");
    let flow = "[{记录: people/nobody, 摘要: \"00\", 环节: 初审, 签发人: 甲}]\n";
    site.write(LEDGER, flow);
    refused(&site, &["sign", "people/li-si", "--stage", "初审", "--by", "甲"], "什么也没有写入");
}

#[test]
fn a_copy_of_what_was_signed_is_a_convenience_and_never_trusted() {
    let site = site("审校: 1\n");
    sign(&site, "初审", "甲");
    assert!(site.read(COPY).contains("\n在岗位上坚守。\n"), "{}", site.read(COPY));
    let built = site.build(&["--lang", "zh"]);
    assert!(!built.stderr.contains("unknown-file"), "{}", built.stderr);
    for damaged in ["", "摘要: 00\n----\n别的\n", "\u{1b}[31m"] {
        site.write(COPY, damaged);
        let shown = review(&site, &["show", "people/li-si"]);
        assert_eq!(shown.code, 0, "{}", shown.stderr);
        assert!(shown.stdout.contains("没有留下上次签发的内容"), "{damaged:?}: {}", shown.stdout);
        assert!(is_published(&site), "a signature needs no copy");
    }
}

#[test]
fn a_sheet_of_paper_has_all_that_is_signed() {
    let site = site("主办单位: 示例市委宣传部\n审校: 3\n");
    sign(&site, "初审", "甲编辑");
    let path = site.path("审签单.html");
    let path = path.to_str().expect("a path in UTF-8");
    let run = review(&site, &["print", "people/li-si", "--html", path]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let sheet = site.read("审签单.html");
    for part in [
        "示例市委宣传部",
        "发稿审签单",
        "李四光明",
        "在岗位上坚守。",
        "拟稿",
        "初审",
        "复审",
        "终审",
        "校对",
        "甲编辑",
    ] {
        assert!(sheet.contains(part), "{part}");
    }
    assert!(!sheet.contains("http") && !sheet.contains("<script"), "nothing is fetched");
    let again = review(&site, &["print", "people/li-si", "--html", path]);
    assert_eq!(again.code, 2, "a file that is there is left alone");
}

#[test]
fn whoever_signs_has_a_name_and_signs_on_a_day_that_can_be() {
    let site = site("审校: 2\n");
    for nobody in ["", "　", "\u{200B}", "\u{3164}"] {
        refused(&site, &["sign", "李四光明", "--stage", "初审", "--by", nobody], "签发人不能空着");
    }
    let on = |day: &'static str| ["sign", "李四光明", "--stage", "初审", "--by", "甲编辑", "--on", day];
    refused(&site, &on("2031-06-02"), "还没有到");
    assert_eq!(review(&site, &on("2031-05-20")).code, 0);
    let earlier = ["sign", "李四光明", "--stage", "终审", "--by", "乙主任", "--on", "2031-05-19"];
    refused(&site, &earlier, "不能早于这一天");
    sign(&site, "终审", "乙主任");
    assert!(is_published(&site));

    // Written into the ledger by hand, a line without a name is none.
    site.edit(LEDGER, "签发人: 乙主任", "签发人: \"\\u3164\"");
    let run = site.build(&["--lang", "zh"]);
    assert!(places_of("李四光明", &site.output()).is_empty());
    assert!(run.stderr.contains("没有写明是谁签的"), "{}", run.stderr);
}

/// Both reach readers without standing in the record's texts: the name of the traditional edition, and data that is let through.
#[test]
fn a_traditional_form_and_an_allowance_are_signed_too() {
    for added in ["繁体: 李四光朙\n", "隐私许可:\n  - {内容: 13900000000, 理由: 公开, 批准人: 乙主任}\n"]
    {
        let site = site("审校: 1\n");
        sign(&site, "初审", "甲编辑");
        assert!(is_published(&site));
        site.write(PERSON, &format!("{}{added}", site.read(PERSON)));
        assert!(!is_published(&site), "{added}");
    }
}
