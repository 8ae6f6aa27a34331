use std::fs;
use std::path::Path;

use serde::Serialize;

use super::*;
use crate::diag::{FileId, Files, Report, Span};
use crate::plan::Route;
use crate::source::{self, Limits};

/// A site on disk with the given theme files, and the tree that was read from it.
fn site(files: &[(&str, &str)]) -> (tempfile::TempDir, SourceTree) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(dir.path().join("content")).expect("content/");
    for (path, text) in files {
        write(dir.path(), path, text);
    }
    let tree = read(dir.path());
    (dir, tree)
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("the parent");
    fs::write(path, text).expect("the file");
}

fn read(root: &Path) -> SourceTree {
    source::read(root, &root.join("output"), &Limits::default()).expect("readable").0
}

fn compile(tree: &SourceTree, name: &str) -> Result<Theme, Vec<String>> {
    let mut report = Report::new();
    Theme::compile(tree, name, &["zh-Hans"], &mut report)
        .map_err(|_| report.sorted(tree).iter().map(|diagnostic| line(tree, diagnostic)).collect())
}

/// `code path "what is underlined": message | hint`
fn line(tree: &SourceTree, diagnostic: &Diagnostic) -> String {
    let marked = &tree.text(diagnostic.span.file)[diagnostic.span.range()];
    let hint = diagnostic.hint.as_ref().map(|hint| format!(" | {}", hint.en)).unwrap_or_default();
    let path = tree.path(diagnostic.span.file);
    format!("{} {path} {marked:?}: {}{hint}", diagnostic.code, diagnostic.message.en)
}

#[derive(Serialize)]
struct Person {
    name: String,
    posts: Vec<&'static str>,
}

fn job(template: &'static str, name: &str) -> Job<'static> {
    let name = name.to_owned();
    Job::page(Route::page("people/a/").expect("a route"), template, move || Person {
        name: name.clone(),
        posts: vec!["一", "二"],
    })
}

fn html(theme: &Theme, tree: &SourceTree, job: &Job) -> String {
    match render(theme, tree, job) {
        Ok(Artifact::Bytes(bytes)) => String::from_utf8(bytes).expect("text"),
        Ok(other) => panic!("{other:?}"),
        Err(diagnostic) => panic!("{}", line(tree, &diagnostic)),
    }
}

fn failure(theme: &Theme, tree: &SourceTree, job: &Job) -> Box<Diagnostic> {
    render(theme, tree, job).expect_err("an error")
}

#[test]
fn a_template_overrides_and_extends_the_one_it_replaces() {
    let (_dir, tree) = site(&[
        (
            "themes/default/templates/t.html",
            "<h1>{{ name }}</h1>{% block after %}{% endblock %}{% include \"part.html\" %}",
        ),
        ("themes/default/templates/part.html", "default part"),
        (
            "themes/mine/templates/t.html",
            "{% extends \"default/t.html\" %}{% block after %}<p>mine</p>{% endblock %}",
        ),
        ("themes/mine/templates/part.html", "my part"),
        ("themes/child/theme.yaml", "extends: mine"),
        ("themes/child/templates/part.html", "child part"),
    ]);
    let page = job("t.html", "张<三>");
    let check = |name, expect: &str| {
        let theme = compile(&tree, name).expect("compiles");
        assert_eq!(html(&theme, &tree, &page), expect);
    };
    check("default", "<h1>张&lt;三&gt;</h1>default part");
    check("mine", "<h1>张&lt;三&gt;</h1><p>mine</p>my part");
    check("child", "<h1>张&lt;三&gt;</h1><p>mine</p>child part");
}

#[test]
fn the_embedded_themes_compile() {
    let (_dir, tree) = site(&[]);
    for name in ["default", "plain"] {
        compile(&tree, name).expect("compiles");
    }
}

#[test]
fn a_theme_may_stand_alone() {
    let files = [
        ("themes/m/theme.yaml", "extends: none"),
        ("themes/m/templates/base.html", "no blocks, @{page-next}"),
        ("themes/m/templates/a.html", "{% extends \"base.html\" %}"),
    ];
    let (_dir, tree) = site(&files);
    let theme = compile(&tree, "m").expect("compiles");
    assert_eq!(html(&theme, &tree, &job("a.html", "")), "no blocks, 下一页");
    assert!(theme.resolve("person.html").is_none());
    assert_eq!(theme.jobs().len(), 0, "no asset of `default` is published either");
    // Without that line the pages of `default` would lack the blocks that they fill.
    let (_dir, tree) = site(&files[1..]);
    let errors = compile(&tree, "m").err().expect("errors");
    assert!(errors[0].contains("block `main` is not defined in any parent template"), "{errors:?}");
}

#[test]
fn themes_that_cannot_be() {
    let (_dir, tree) = site(&[
        ("themes/a/theme.yaml", "extends: b"),
        ("themes/b/theme.yaml", "name: b\nextends: a"),
        ("themes/c/theme.yaml", "extends: d"),
    ]);
    let check = |name, expect: &str| {
        let errors = compile(&tree, name).err().expect("errors");
        assert_eq!(errors, [expect]);
    };
    check("a", "bad-theme themes/b/theme.yaml \"extends: a\": the theme `a` extends itself in a circle");
    check(
        "defualt",
        "unknown-theme content/site.yaml \"\": there is no theme called `defualt` | \
         the themes are: default, plain, a, b, c; your own goes into themes/defualt/",
    );
    let errors = compile(&tree, "c").err().expect("errors");
    assert!(errors[0].starts_with("unknown-theme themes/c/theme.yaml \"extends: d\""), "{errors:?}");
}

#[test]
fn every_broken_template_is_reported_at_its_place() {
    let (_dir, tree) = site(&[
        ("themes/m/templates/a.html", "一\n{{ name | }}\n"),
        ("themes/m/templates/b.html", "{% if %}"),
    ]);
    let errors = compile(&tree, "m").err().expect("errors");
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors[0].starts_with("template-syntax themes/m/templates/a.html \"}}\""), "{errors:?}");
    assert!(errors[1].starts_with("template-syntax themes/m/templates/b.html"), "{errors:?}");
}

/// Tera's words for common mistakes are known, so that a new version that words them otherwise is noticed.
#[test]
fn common_mistakes_are_explained_in_chinese() {
    let mistakes = [
        "{% block a %}{% if x %}{% endblock a %}",
        "{% include name %}",
        "{{ name",
        "{% extends \"gone.html\" %}",
        "{% extends \"b.html\" %}{% extends \"b.html\" %}",
        "{% extends \"b.html\" %}{% block nothere %}{{ super() }}{% endblock %}",
        "{% include \"a.html\" %}",
        "{% block a %}{% endblock %}{% block a %}{% endblock %}",
        "{{ name(a=1, a=2) }}",
    ];
    for mistake in mistakes {
        let (_dir, tree) = site(&[("themes/m/templates/a.html", mistake), ("themes/m/templates/b.html", "")]);
        let mut report = Report::new();
        assert!(Theme::compile(&tree, "m", &["zh-Hans"], &mut report).is_err(), "{mistake}");
        for diagnostic in report.sorted(&tree) {
            let what = diagnostic.message.zh.strip_prefix("模板写错了：").expect("a syntax error");
            assert!(what.chars().any(|c| ('一'..='龥').contains(&c)), "{mistake}: {what}");
        }
    }
    let (_dir, tree) = site(&[
        ("themes/m/templates/a.html", "{{ 1 / 0 }}"),
        ("themes/m/templates/b.html", "{% for k, v in name %}{% endfor %}"),
        ("themes/m/templates/c.html", "{{ name + 1 }}"),
        ("themes/m/templates/d.html", "{{ posts[5] }}"),
        ("themes/m/templates/e.html", "{{ name | replace(to=\"x\") }}"),
        ("themes/m/templates/f.html", "{{ name | abs }}"),
        ("themes/m/templates/g.html", "{% for a in 1 %}{% endfor %}"),
    ]);
    let theme = compile(&tree, "m").expect("compiles");
    for template in ["a.html", "b.html", "c.html", "d.html", "e.html", "f.html", "g.html"] {
        let diagnostic = failure(&theme, &tree, &job(template, "张三"));
        let what = diagnostic.message.zh.split_once('（').expect("it names the page").0;
        let what = what.strip_prefix("模板出错：").expect("an error");
        assert!(what.chars().any(|c| ('一'..='龥').contains(&c)), "{template}: {what}");
    }
}

#[test]
fn names_that_nothing_has_are_reported_at_their_place() {
    let (_dir, tree) = site(&[
        ("themes/m/templates/a.html", "\n张三 {{ name | shout }} {% include \"gone.html\" %}"),
        ("themes/m/templates/b.html", "{{ now() }}"),
    ]);
    let errors = compile(&tree, "m").err().expect("errors");
    assert_eq!(
        errors,
        [
            "template-syntax themes/m/templates/a.html \"shout\": the template is wrong: unknown filter `shout`",
            "template-syntax themes/m/templates/a.html \"\\\"gone.html\\\"\": the template is wrong: unknown template `gone.html`",
            "template-syntax themes/m/templates/b.html \"now()\": the template is wrong: unknown function `now`",
        ]
    );

    let (_dir, tree) = site(&[("themes/m/templates/a.html", "{% extends \"gone.html\" %}")]);
    let errors = compile(&tree, "m").err().expect("errors");
    assert_eq!(errors.len(), 1);
    assert!(
        errors[0].starts_with("template-syntax themes/m/templates/a.html \"extends \\\"gone.html\\\"\""),
        "{errors:?}"
    );
}

#[test]
fn an_error_while_rendering_names_the_line_and_the_page() {
    let (_dir, tree) = site(&[
        ("themes/m/templates/a.html", "\n<p>{{ nmae }}</p>"),
        ("themes/m/templates/b.html", "{{ asset(path=\"gone.css\") }}"),
        ("themes/m/templates/c.html", "<i>{{ <x.y who={name} /> }}"),
        ("themes/m/templates/d.html", "{% component x.y(who) %}\n{{ who.first }}{% endcomponent x.y %}"),
    ]);
    let theme = compile(&tree, "m").expect("compiles");
    let check = |template, expect: &str| {
        let diagnostic = failure(&theme, &tree, &job(template, "张三"));
        assert_eq!(line(&tree, &diagnostic), expect);
        diagnostic
    };
    let diagnostic = check(
        "a.html",
        "template-render themes/m/templates/a.html \"nmae\": the template failed: variable `nmae` is not defined \
         (while making /people/a/) | what is there: name, posts",
    );
    assert_eq!(diagnostic.message.zh, "模板出错：没有变量“nmae”（正在生成 /people/a/）");
    let diagnostic = failure(&theme, &tree, &job("b.html", ""));
    assert!(line(&tree, &diagnostic).contains("unknown asset `gone.css`"), "{}", line(&tree, &diagnostic));
    assert!(diagnostic.message.zh.contains("没有资源文件“gone.css”"), "{}", diagnostic.message.zh);
    let diagnostic = failure(&theme, &tree, &job("c.html", "张三"));
    assert_eq!(tree.path(diagnostic.span.file), "themes/m/templates/d.html");
    let callers: Vec<&str> = diagnostic.notes.iter().map(|(span, _)| tree.path(span.file)).collect();
    assert_eq!(callers, ["themes/m/templates/c.html"]);
    check(
        "gone.html",
        "template-render content/site.yaml \"\": the theme has no template `gone.html`, which \
         `people/a/index.html` needs | add the file to themes/<name>/templates/",
    );
}

#[test]
fn assets_are_copied_under_the_name_that_templates_get() {
    let (_dir, tree) = site(&[
        ("themes/default/assets/site.css", "a{}"),
        ("themes/m/assets/site.css", "b{}"),
        ("themes/m/assets/img/x.svg", "<svg/>"),
        ("themes/m/templates/a.html", "{{ asset(path=\"site.css\") }} {{ asset(path=\"img/x.svg\") }}"),
    ]);
    let theme = compile(&tree, "m").expect("compiles");
    let page = html(&theme, &tree, &job("a.html", ""));
    let jobs = theme.jobs();
    for name in page.split(' ') {
        let job = jobs.iter().find(|job| job.route.as_str() == name).expect("a job for the asset");
        match render(&theme, &tree, job) {
            Ok(Artifact::File { path, .. }) => assert!(path.to_string_lossy().contains("themes")),
            other => panic!("{other:?}"),
        }
    }
    assert!(page.starts_with(&format!("assets/site.{}.css", &blake3::hash(b"b{}").to_hex()[..8])), "{page}");
}

#[test]
fn a_fingerprint_changes_with_what_the_page_can_see_and_nothing_else() {
    let base = [
        ("themes/m/templates/frame.html", "{{ header_html }}{% block x %}{% endblock %}"),
        ("themes/m/templates/frame/header.html", "h"),
        ("themes/m/templates/a.html", "{% extends \"frame.html\" %}{% block x %}{{ <c.d /> }}{% endblock %}"),
        ("themes/m/templates/b.html", "{{ name }} {{ asset(path=\"s.css\") }}"),
        ("themes/m/templates/parts/c.html", "{% component c.d() %}d{% endcomponent c.d %}"),
        ("themes/m/assets/s.css", "1"),
    ];
    let (dir, tree) = site(&base);
    let of = |tree: &SourceTree, template, name| {
        let theme = compile(tree, "m").expect("compiles");
        gather(&theme, tree, &job(template, name)).expect("a fingerprint").fingerprint
    };
    let a = of(&tree, "a.html", "张三");
    let b = of(&tree, "b.html", "张三");
    assert_eq!(a, of(&tree, "a.html", "张三"));
    let other = of(&tree, "a.html", "李四");
    assert_eq!(other.template, a.template);
    assert_ne!(other.view, a.view);

    // Each edit, and whether it is seen by a and by b.
    let edits = [
        ("themes/m/templates/frame.html", "<b>{% block x %}{% endblock %}", true, false),
        ("themes/m/templates/frame/header.html", "i", true, false),
        ("themes/m/templates/parts/c.html", "{% component c.d() %}e{% endcomponent c.d %}", true, false),
        ("themes/m/templates/b.html", "{{ name }}{{ asset(path=\"s.css\") }}", false, true),
        ("themes/m/assets/s.css", "2", false, true),
        ("themes/m/templates/new.html", "new", false, false),
        ("themes/m/theme.yaml", "name: m", false, false),
    ];
    for (path, text, sees_a, sees_b) in edits {
        let before = fs::read_to_string(dir.path().join(path)).ok();
        write(dir.path(), path, text);
        let tree = read(dir.path());
        assert_eq!(of(&tree, "a.html", "张三").template != a.template, sees_a, "{path}");
        assert_eq!(of(&tree, "b.html", "张三").template != b.template, sees_b, "{path}");
        match before {
            Some(before) => write(dir.path(), path, &before),
            None => fs::remove_file(dir.path().join(path)).expect("removed"),
        }
    }
}

#[test]
fn a_frame_is_made_for_each_depth_and_section_and_sees_no_more() {
    #[derive(Serialize)]
    struct Page {
        kind: &'static str,
        section: Option<&'static str>,
        title: &'static str,
    }
    #[derive(Serialize)]
    struct View {
        root: &'static str,
        page: Page,
    }
    let header = "{{ site }} {{ root }} {{ page.kind }} {{ page.section or '-' }} {{ page.title is defined }} {{ '<' }}";
    let (_dir, tree) = site(&[
        ("themes/m/theme.yaml", "extends: none"),
        ("themes/m/templates/t.html", "{{ page.title }}: {{ header_html }}|{{ footer_html }}|"),
        ("themes/m/templates/frame/header.html", header),
        ("themes/m/templates/frame/footer.html", ""),
    ]);
    let theme = compile(&tree, "m").expect("compiles");
    let around = std::sync::Arc::new(crate::plan::Shared::new("site", &"示例市"));
    let page = |title, root, section| {
        let view = move || View { root, page: Page { kind: "t", section, title } };
        html(&theme, &tree, &Job::page(Route::page("a/").expect("a route"), "t.html", view).beside(&around))
    };
    assert_eq!(page("甲", "../", Some("roll/")), "甲: 示例市 ../ t roll/ false &lt;||");
    assert_eq!(page("乙", "../", Some("roll/")), "乙: 示例市 ../ t roll/ false &lt;||");
    assert_eq!(page("甲", "../", None), "甲: 示例市 ../ t - false &lt;||");
    assert_eq!(page("甲", "./", None), "甲: 示例市 ./ t - false &lt;||");
}

#[test]
fn maps_and_groups_keep_their_order() {
    let (_dir, tree) = site(&[(
        "themes/m/templates/a.html",
        "{% for key, value in map %}{{ key }}{% endfor %} {% for key, group in list | group_by(attribute=\"k\") %}{{ key }}{{ group | length }}{% endfor %}",
    )]);
    let theme = compile(&tree, "m").expect("compiles");
    let view = || {
        serde_json::json!({
            "map": serde_json::from_str::<serde_json::Value>(
                r#"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1}"#).expect("JSON"),
            "list": [{"k": "z"}, {"k": "y"}, {"k": "z"}, {"k": "x"}, {"k": "w"}, {"k": "y"}],
        })
    };
    let page = Job::page(Route::page("").expect("a route"), "a.html", view);
    assert_eq!(html(&theme, &tree, &page), "abcdefgh z2y2x1w1");
}

#[test]
fn texts_and_copies() {
    let (_dir, tree) = site(&[("content/media/a.txt", "a"), ("content/media/b.txt", "b")]);
    let theme = compile(&tree, "default").expect("compiles");
    let route = || Route::new("x.txt").expect("a route");
    let id = |path| tree.find(path).expect("the file");
    let print = |job: Job| gather(&theme, &tree, &job).expect("a fingerprint").fingerprint;

    let text = Job::text(route(), || "文本".to_owned());
    assert!(matches!(render(&theme, &tree, &text), Ok(Artifact::Bytes(bytes)) if bytes == "文本".as_bytes()));
    let copy = |path| Job::copy(route(), id(path));
    assert_ne!(print(copy("content/media/a.txt")), print(copy("content/media/b.txt")));
    assert_ne!(print(Job::text(route(), || "a".to_owned())), print(copy("content/media/a.txt")));
    let job = Job::copy(route(), FileId(0)).asked_by(Span::whole(FileId(0)));
    assert!(matches!(render(&theme, &tree, &job), Ok(Artifact::Bytes(bytes)) if bytes.is_empty()));
}
