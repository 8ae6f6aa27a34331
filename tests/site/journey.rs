//! What a person does in the first hour: a new record, a slip, its correction, publication, withdrawal.

use crate::workspace::{DAY, Workspace, places_of};

#[test]
fn a_person_is_added_misspelt_corrected_published_and_withdrawn() {
    let site = Workspace::new(&[]);
    let run = |args: &[&str]| site.run(args);
    let record = "content/people/zhang-san.yaml";
    assert_eq!(run(&["new", "站点", "示例市光荣榜"]).code, 0);
    assert_eq!(run(&["new", "单位", "示例市委组织部", "--id", "zuzhibu"]).code, 0);
    assert_eq!(run(&["new", "人物", "张三"]).code, 0);
    site.edit("content/units/zuzhibu.yaml", "状态: 草稿", "状态: 发布");

    // The blank is a draft: it can be built around, and nobody sees it.
    site.build(&[]);
    assert_eq!(places_of("张三", &site.output()), Vec::<String>::new());

    site.edit(record, "# 单位: ", "单位: 示例市组织部 ");
    site.edit(record, "# 职务: ", "职物: 干部 ");
    site.edit(record, "状态: 草稿", "状态: 发布");
    let wrong = run(&["build", "--as-of", DAY]);
    assert_eq!(wrong.code, 1);
    for told in ["职物", "是不是想写“职务”", "示例市组织部", "示例市委组织部", record]
    {
        assert!(wrong.stderr.contains(told), "{told}: {}", wrong.stderr);
    }
    assert_eq!(places_of("张三", &site.output()), Vec::<String>::new(), "nothing was written");

    site.edit(record, "单位: 示例市组织部", "单位: 示例市委组织部");
    site.edit(record, "职物: 干部", "职务: 干部");
    site.write("content/people/zhang-san.md", "连续值守，坚守岗位。\n");
    site.build(&[]);
    let output = site.output();
    for page in ["people/zhang-san/index.html", "people/index.html", "units/zuzhibu/index.html"] {
        assert!(places_of("张三", &output).contains(&page.to_owned()), "{page}");
    }
    assert!(site.read("output/people/zhang-san/index.html").contains("坚守岗位"));

    site.edit(record, "状态: 发布", "状态: 撤下");
    site.build(&[]);
    for trace in ["张三", "zhang-san", "坚守岗位"] {
        assert_eq!(places_of(trace, &site.output()), Vec::<String>::new(), "{trace}");
    }
}

#[test]
fn a_blank_of_every_kind_is_read_as_a_draft() {
    let site = Workspace::new(&[("content/site.yaml", "站名: 示例市光荣榜\n")]);
    let kinds = ["地区", "单位", "人物", "队伍", "措施", "表彰", "专项", "栏目", "渠道", "报道", "页面"];
    for kind in kinds {
        let made = site.run(&["new", kind, "示例名称"]);
        assert_eq!(made.code, 0, "{kind}: {}", made.stderr);
    }
    let run = site.run(&["check", "--as-of", DAY]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    site.build(&[]);
    assert_eq!(places_of("示例名称", &site.output()), Vec::<String>::new());
}

#[test]
fn a_theme_of_the_site_takes_the_place_of_one_template() {
    let site = Workspace::copy_of("tests/sites/full");
    site.build(&[]);
    let before = site.output();
    let to = site.path("themes/shili");
    let to = to.to_str().expect("a path in UTF-8");
    let exported = site.run(&["theme", "export", "--only", "templates/404.html", "--to", to]);
    assert_eq!(exported.code, 0, "{}", exported.stderr);
    site.build(&["--theme", "shili"]);
    assert!(site.output() == before, "an unchanged copy changes nothing");
    site.write(
        "themes/shili/templates/404.html",
        "{% extends \"default/404.html\" %}\n{% block main %}{{ super() }}本站没有这一页。{% endblock main %}\n",
    );
    site.build(&["--theme", "shili"]);
    let after = site.output();
    let changed: Vec<&String> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    // The manifest names every file with its hash.
    assert_eq!(changed, [".honorroll-manifest", "404.html"]);
}
