//! What an open page is told while the site is edited.

use std::fs;

use crate::preview::{Preview, SITE};

const PERSON: &str = "content/people/zhang-san.yaml";

#[test]
fn a_save_is_a_new_edition() {
    let mut preview = Preview::start(&SITE, &[]);
    let before = preview.get("/people/zhang-san/");
    let mut page = preview.open();
    let news = page.next();
    assert_eq!(news["edition"], before.edition());
    assert_eq!(news["problems"].as_array().map(Vec::len), Some(0));

    preview.write(PERSON, "name: 张三\nsummary: 坚守岗位\n");
    let news = page.next();
    assert_ne!(news["edition"], before.edition());
    assert_eq!(news["edited"], "/people/zhang-san/");
    let after = preview.get("/people/zhang-san/");
    assert_eq!(news["edition"], after.edition());
    assert!(after.text().contains("坚守岗位"));
    preview.wait_for_print("/people/zhang-san/");
    assert_eq!(preview.strays(), [""; 0]);
}

#[test]
fn the_page_of_what_was_edited() {
    let roster = "- id: li-si\n  name: 李四\n- id: wang-wu\n  name: 王五\n";
    let files = [&SITE[..], &[("content/people/roster.yaml", roster)]].concat();
    let preview = Preview::start(&files, &[]);
    let mut page = preview.open();
    page.next();
    // The body beside a record is the record's.
    preview.write("content/people/zhang-san.md", "第二段\n");
    assert_eq!(page.next()["edited"], "/people/zhang-san/");
    // Of a roster, the record in which something is different.
    preview.write("content/people/roster.yaml", &format!("{roster}  summary: 坚守岗位\n"));
    assert_eq!(page.next()["edited"], "/people/wang-wu/");
    preview.write("content/people/roster.yaml", &roster.replace("李四\n", "李四\n  summary: 坚守岗位\n"));
    assert_eq!(page.next()["edited"], "/people/li-si/");
    // The site's settings are on every page.
    preview.write(SITE[0].0, &SITE[0].1.replace("示例", "新的示例"));
    let news = page.next();
    assert!(news["edited"].is_null(), "{news}");
    assert!(preview.get("/").text().contains("新的示例光荣榜"));
}

#[test]
fn errors_are_shown_and_the_last_good_page_stays() {
    let mut preview = Preview::start(&SITE, &[]);
    let mut page = preview.open();
    let good = page.next()["edition"].clone();

    preview.write(PERSON, "name: 张三\nsumary: <script>alert(1)</script>\n");
    let news = page.next();
    assert_eq!(news["edition"], good);
    let problems = news["problems"].as_array().expect("a list");
    assert_eq!(problems.len(), 1);
    let problem = problems[0].as_str().expect("a text");
    assert!(problem.contains("错误[unknown-field]") && problem.contains("zhang-san.yaml:2:1"), "{problem}");
    let shown = preview.get("/people/zhang-san/");
    assert_eq!((shown.status, shown.edition().as_str()), (200, good.as_str().expect("a text")));
    assert!(!preview.wait_for_print("unknown-field").is_empty());

    preview.write(PERSON, "name: 张三\nsummary: 改好了\n");
    let news = page.next();
    assert_ne!(news["edition"], good);
    assert_eq!(news["problems"].as_array().map(Vec::len), Some(0));
    assert!(preview.get("/people/zhang-san/").text().contains("改好了"));
}

#[test]
fn a_template_that_fails_leaves_the_page_that_is_looked_at() {
    let preview = Preview::start(&SITE, &["--lang", "en"]);
    assert_eq!(preview.get("/people/zhang-san/").status, 200);
    let mut page = preview.open();
    let good = page.next()["edition"].clone();
    // It compiles; what is wrong with it shows when a page is made.
    preview.write("themes/default/templates/person.html", "<p>{{ person.nmae }}</p>");
    let news = page.until(|news| news["problems"].as_array().is_some_and(|problems| !problems.is_empty()));
    assert_eq!(news["edition"], good);
    let problem = news["problems"][0].as_str().expect("a text");
    assert!(problem.contains("template-render") && problem.contains("person.html:1"), "{problem}");
    assert_eq!(preview.get("/people/zhang-san/").status, 200);

    preview.write("themes/default/templates/person.html", "<p>{{ person.name }}</p>");
    page.until(|news| news["edition"] != good);
    let shown = preview.get("/people/zhang-san/").text();
    assert!(shown.starts_with("<p>张三</p>"), "{shown}");
}

#[test]
fn a_page_that_cannot_be_made_says_so() {
    let files = [&SITE[..], &[("themes/default/templates/person.html", "<p>{{ person.nmae }}</p>")]].concat();
    let preview = Preview::start(&files, &[]);
    assert_eq!(preview.get("/").status, 200);
    let page = preview.get("/people/zhang-san/");
    assert_eq!(page.status, 500);
    assert!(page.text().contains("&lt;p&gt;{{ person.nmae }}&lt;/p&gt;"), "{}", page.text());
    let mut open = preview.open();
    assert_eq!(open.next()["edition"], page.edition());
    preview.write("themes/default/templates/person.html", "<p>{{ person.name }}</p>");
    open.until(|news| news["edition"] != page.edition());
    assert_eq!(preview.get("/people/zhang-san/").status, 200);
}

#[test]
fn a_start_with_errors_recovers() {
    let files = [&SITE[..], &[(PERSON, "name: 张三\nsumary: <b>坚守</b>\n")]].concat();
    let mut preview = Preview::start(&files, &[]);
    preview.wait_for_print("还没有可以看的页面");
    let page = preview.get("/people/zhang-san/");
    assert_eq!((page.status, page.headers["content-type"].as_str()), (503, "text/html; charset=utf-8"));
    assert!(
        page.text().contains("unknown-field") && page.text().contains("&lt;b&gt;坚守"),
        "{}",
        page.text()
    );
    let mut open = preview.open();
    assert_eq!(open.next()["edition"], page.edition());

    // Other errors are another page.
    preview.write(PERSON, "name: 张三\nsumary: 1\nage: 2\n");
    let news = open.next();
    assert_ne!(news["edition"], page.edition());
    assert!(preview.get("/").text().contains("age: 2"));

    preview.write(PERSON, "name: 张三\n");
    open.next();
    assert_eq!(preview.get("/people/zhang-san/").status, 200);
}

#[test]
fn what_editors_and_people_do_with_files() {
    let preview = Preview::start(&SITE, &[]);
    let mut page = preview.open();
    page.next();
    let person = preview.path(PERSON);
    let shows = |text: &str| preview.get("/people/zhang-san/").text().contains(text);

    // Written beside it and renamed onto it.
    preview.write("content/people/.zhang-san.tmp", "name: 张三\nsummary: 甲\n");
    fs::rename(preview.path("content/people/.zhang-san.tmp"), &person).expect("renamed");
    page.next();
    assert!(shows("甲"));

    // The old one moved away first, and thrown away afterwards.
    fs::rename(&person, preview.path("content/people/zhang-san.yaml~")).expect("renamed");
    preview.write(PERSON, "name: 张三\nsummary: 乙\n");
    fs::remove_file(preview.path("content/people/zhang-san.yaml~")).expect("removed");
    page.next();
    assert!(shows("乙"));

    // A folder that comes with everything in it, is renamed, and goes.
    preview.write("elsewhere/a/li-si.yaml", "name: 李四\n");
    fs::rename(preview.path("elsewhere"), preview.path("content/people/new")).expect("renamed");
    page.next();
    assert_eq!(preview.get("/people/li-si/").status, 200);
    preview.write("content/people/new/a/wang-wu.yaml", "name: 王五\n");
    page.next();
    assert_eq!(preview.get("/people/wang-wu/").status, 200);
    fs::rename(preview.path("content/people/new"), preview.path("content/people/old")).expect("renamed");
    preview.write("content/people/old/a/wang-wu.yaml", "name: 王五\nsummary: 丙\n");
    page.until(|_| preview.get("/people/wang-wu/").text().contains("丙"));
    fs::remove_dir_all(preview.path("content/people/old")).expect("removed");
    page.until(|_| {
        preview.get("/people/li-si/").status == 404 && preview.get("/people/wang-wu/").status == 404
    });

    // Themes that were not there when the server started.
    preview.write("themes/default/templates/404.html", "<p>自己的</p>");
    page.until(|_| preview.get("/nowhere").text().starts_with("<p>自己的</p>"));
    preview.write("themes/default/templates/404.html", "<p>又改了</p>");
    page.until(|_| preview.get("/nowhere").text().starts_with("<p>又改了</p>"));
}

#[test]
fn a_content_folder_that_goes_and_comes_back() {
    let preview = Preview::start(&SITE, &[]);
    let mut page = preview.open();
    page.next();
    fs::rename(preview.path("content"), preview.path("away")).expect("renamed");
    let news = page.until(|news| news["problems"].as_array().is_some_and(|problems| !problems.is_empty()));
    assert!(news["problems"][0].as_str().is_some_and(|problem| problem.contains("content")), "{news}");
    assert_eq!(preview.get("/").status, 200);
    fs::rename(preview.path("away"), preview.path("content")).expect("renamed");
    page.until(|news| news["problems"].as_array().is_some_and(Vec::is_empty));
    preview.write(PERSON, "name: 张三\nsummary: 回来了\n");
    page.until(|_| preview.get("/people/zhang-san/").text().contains("回来了"));
}

#[test]
fn follow_is_said_to_the_script() {
    assert!(!Preview::start(&SITE, &[]).get("/").text().contains("data-follow"));
    assert!(Preview::start(&SITE, &["--follow"]).get("/").text().contains("data-follow></script>"));
}
