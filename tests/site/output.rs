//! The output folder: what is in it, what the program leaves alone, what it refuses.

use crate::workspace::{DAY, Workspace};

#[test]
fn a_folder_with_foreign_files_is_refused_and_left_alone() {
    let site = Workspace::copy_of("tests/sites/full");
    site.write("output/notes.txt", "不是程序写的");
    let run = site.run(&["build", "--as-of", DAY]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("notes.txt"), "{}", run.stderr);
    assert_eq!(site.output().len(), 1);
}

#[test]
fn an_output_that_would_swallow_the_content_is_refused() {
    let site = Workspace::copy_of("tests/sites/full");
    for output in ["", "content", "content/people", "themes", ".."] {
        let path = site.path(output);
        let run = site.run(&["build", "--as-of", DAY, "--output", path.to_str().expect("UTF-8")]);
        assert_eq!(run.code, 2, "{output}: {}", run.stderr);
    }
    assert!(site.path("content/site.yaml").exists());
}

#[test]
fn content_with_errors_leaves_the_old_site() {
    let site = Workspace::copy_of("tests/sites/full");
    site.build(&[]);
    let before = site.output();
    site.write("content/people/bad.yaml", "姓名: 某某\n职物: 干部\n");
    let run = site.run(&["build", "--as-of", DAY]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("职物") && run.stderr.contains("职务"), "{}", run.stderr);
    assert!(site.output() == before);
}

#[test]
fn every_link_of_the_site_leads_somewhere() {
    let site = Workspace::copy_of("tests/sites/full");
    site.build(&[]);
    let output = site.output();
    for (path, bytes) in output.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        let html = std::str::from_utf8(bytes).expect("pages are UTF-8");
        for attribute in ["href=\"", "src=\""] {
            for url in html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
                if url.contains(':') || url.starts_with('#') || url.starts_with("//") {
                    continue;
                }
                let target = resolve(path, url.split(['#', '?']).next().unwrap_or(""));
                assert!(
                    output.contains_key(&target),
                    "{path}: {url} leads to {target}, which does not exist"
                );
            }
        }
    }
}

/// The file that a relative link leads to.
fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                assert!(parts.pop().is_some(), "{page}: {link} leaves the site");
            }
            part => parts.push(part),
        }
    }
    if link.is_empty() || link.ends_with('/') || link.ends_with('.') {
        parts.push("index.html");
    }
    parts.join("/")
}

#[test]
fn people_and_commendations_are_at_most_four_links_from_home() {
    let site = Workspace::copy_of("tests/sites/full");
    site.build(&[]);
    let output = site.output();
    let mut reached: std::collections::HashMap<String, usize> = [("index.html".to_string(), 0)].into();
    let mut queue = std::collections::VecDeque::from(["index.html".to_string()]);
    while let Some(page) = queue.pop_front() {
        let html = String::from_utf8_lossy(&output[&page]).into_owned();
        for url in html.split("<a ").skip(1).filter_map(|tag| tag.split("href=\"").nth(1)?.split('"').next())
        {
            if url.contains(':') || url.starts_with('#') {
                continue;
            }
            let target = resolve(&page, url.split(['#', '?']).next().unwrap_or(""));
            if target.ends_with(".html") && output.contains_key(&target) && !reached.contains_key(&target) {
                reached.insert(target.clone(), reached[&page] + 1);
                queue.push_back(target);
            }
        }
    }
    for path in output.keys().filter(|path| path.ends_with("/index.html")) {
        let near = path.starts_with("people/") || path.starts_with("commendations/");
        match reached.get(path) {
            Some(distance) => assert!(!near || *distance <= 4, "{path} is {distance} links from home"),
            // Addresses of renamed records only lead on.
            None => assert!(
                String::from_utf8_lossy(&output[path]).contains("http-equiv=\"refresh\""),
                "{path} cannot be reached"
            ),
        }
    }
}
