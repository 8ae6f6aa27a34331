//! What is found at which address.

use crate::preview::{Preview, SITE};

#[test]
fn pages_are_those_of_the_build_with_the_script_added() {
    let preview = Preview::start(&SITE, &[]);
    let output = tempfile::tempdir().expect("a temporary folder");
    let built = std::process::Command::new(env!("CARGO_BIN_EXE_honorroll"))
        .args(["build", "--as-of", "2031-06-01", "--site"])
        .arg(preview.path(""))
        .arg("--output")
        .arg(output.path().join("built"))
        .output()
        .expect("the program starts");
    assert!(built.status.success(), "{built:?}");
    let files = walkdir::WalkDir::new(output.path().join("built")).into_iter();
    let mut compared = 0;
    for entry in files.map(|entry| entry.expect("readable")).filter(|entry| entry.file_type().is_file()) {
        let route = entry.path().strip_prefix(output.path().join("built")).expect("inside");
        let route = route.to_str().expect("UTF-8");
        if route.starts_with('.') {
            continue;
        }
        let expect = std::fs::read(entry.path()).expect("readable");
        let answer = preview.get(&format!("/{route}"));
        assert_eq!(answer.status, 200, "{route}");
        let body = match route.ends_with(".html") {
            true => {
                let text = answer.text();
                let (before, script) =
                    text.split_once("<script src=\"/_honorroll/live.js\"").expect("the script");
                let (_, after) = script.split_once("</script>\n").expect("its end");
                format!("{before}{after}").into_bytes()
            }
            false => answer.body,
        };
        assert_eq!(String::from_utf8_lossy(&body), String::from_utf8_lossy(&expect), "{route}");
        compared += 1;
    }
    assert!(compared > 10, "{compared}");
}

#[test]
fn addresses() {
    let media = ("content/media/张三.txt", "附件");
    let with_media = ("content/people/li-si.md", "---\nname: 李四\n---\n[附件](/media/张三.txt)\n");
    let preview = Preview::start(&[&SITE[..], &[media, with_media]].concat(), &[]);
    let check = |path: &str, status: u16, kind: &str| {
        let answer = preview.get(path);
        assert_eq!(answer.status, status, "{path}");
        let given = answer.headers.get("content-type").map_or("", String::as_str);
        assert_eq!(given, kind, "{path}");
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
        answer
    };
    let html = "text/html; charset=utf-8";
    assert!(check("/", 200, html).text().contains("示例光荣榜"));
    assert!(check("/people/zhang-san/", 200, html).text().contains("第一段"));
    check("/people/zhang-san/index.html", 200, html);
    check("/robots.txt", 200, "text/plain; charset=utf-8");
    check("/sitemap.xml", 200, "text/xml; charset=utf-8");
    check("/api/people.json", 200, "application/json");
    check("/_honorroll/live.js", 200, "text/javascript; charset=utf-8");
    let style = check("/", 200, html).text();
    let (_, style) = style.split_once("href=\"./assets/site.").expect("a stylesheet");
    let style = format!("/assets/site.{}", style.split('"').next().expect("its name"));
    check(&style, 200, "text/css; charset=utf-8");

    // In which encoding an attachment is, nobody knows.
    assert_eq!(check("/media/%E5%BC%A0%E4%B8%89.txt", 200, "text/plain").text(), "附件");

    // The page for what is not found is the site's own; it names files by the public address.
    let lost = check("/nowhere/", 404, html).text();
    assert!(lost.contains("href=\"/honor/assets/site."), "{lost}");
    check(&format!("/honor{style}"), 200, "text/css; charset=utf-8");
    check("/honor/people/zhang-san/", 200, html);
    check("/people/zhang-san/nothing", 404, html);
    check("/_honorroll/", 404, html);
}

#[test]
fn a_folder_without_its_slash_is_redirected() {
    let preview = Preview::start(&SITE, &[]);
    let location = |path: &str| {
        let answer = preview.get(path);
        assert_eq!(answer.status, 307, "{path}");
        answer.headers["location"].clone()
    };
    assert_eq!(location("/people/zhang-san"), "/people/zhang-san/");
    assert_eq!(location("/search?q=%E5%BC%A0"), "/search/?q=%E5%BC%A0");
    assert_eq!(location("/honor/people"), "/honor/people/");
}

#[test]
fn head_is_get_without_a_body() {
    let preview = Preview::start(&SITE, &[]);
    for path in ["/", "/robots.txt", "/nowhere"] {
        let (get, head) = (preview.get(path), preview.request("HEAD", path, &[("Host", &preview.address)]));
        assert_eq!(head.body, b"", "{path}");
        assert_eq!(head.status, get.status, "{path}");
        for name in ["content-type", "content-length"] {
            assert_eq!(head.headers[name], get.headers[name], "{path}");
        }
    }
    let post = preview.request("POST", "/", &[("Host", &preview.address)]);
    assert_eq!((post.status, post.headers["allow"].as_str()), (405, "GET, HEAD"));
}

#[test]
fn drafts_and_the_day_are_asked_for() {
    let files = [&SITE[..], &[("content/people/li-si.yaml", "name: 李四\nstatus: draft\n")]].concat();
    let preview = Preview::start(&files, &[]);
    assert_eq!(preview.get("/people/li-si/").status, 404);
    let preview = Preview::start(&files, &["--drafts", "--base-url", "https://other.example/"]);
    let page = preview.get("/people/li-si/");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("https://other.example/people/li-si/"));
}

#[test]
fn a_port_that_is_taken_is_said_to_be() {
    let preview = Preview::start(&SITE, &[]);
    let port = preview.address.rsplit(':').next().expect("a port");
    let second = std::process::Command::new(env!("CARGO_BIN_EXE_honorroll"))
        .args(["serve", "--port", port, "--site"])
        .arg(preview.path(""))
        .env_clear()
        .output()
        .expect("the program starts");
    assert_eq!(second.status.code(), Some(2));
    let said = String::from_utf8(second.stderr).expect("UTF-8");
    assert!(said.contains(port), "{said}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_and_nothing_was_written() {
    let mut preview = Preview::start(&SITE, &[]);
    let _page = preview.open();
    preview.get("/");
    assert_eq!(preview.interrupt().code(), Some(0));
    assert_eq!(preview.strays(), [""; 0]);
}
