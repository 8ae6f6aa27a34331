//! The invented city as it is published, file by file, so that a change of any page is seen in review.

use std::fs;
use std::path::Path;

use crate::workspace::{Workspace, files_of};

/// Pages and data; stylesheets, pictures and schemas are what they are.
fn is_golden(path: &str) -> bool {
    !path.ends_with(".schema.json")
        && [".html", ".json", ".xml", ".txt"].iter().any(|end| path.ends_with(end))
}

/// The part of a page that is its own: header and footer, which all pages share, are kept with the home page alone.
fn worth_reading((path, bytes): (String, Vec<u8>)) -> (String, Vec<u8>) {
    if path == "index.html" || path == "zh-hant/index.html" || !path.ends_with(".html") {
        return (path, bytes);
    }
    let page = String::from_utf8(bytes).expect("pages are UTF-8");
    let between = |from: &str, to: &str| {
        let start = page.find(from)?;
        let end = page[start..].find(to)? + start + to.len();
        Some(&page[start..end])
    };
    let own = between("<title", "</title>").zip(between("<main", "</main>"));
    let text = own.map_or(page.clone(), |(title, main)| format!("{title}\n{main}\n"));
    (path, text.into_bytes())
}

#[test]
fn the_full_site_is_published_as_it_was() {
    is_as_it_was("full", "");
}

/// What the first edition looks like, the full site shows.
#[test]
fn the_traditional_edition_is_published_as_it_was() {
    is_as_it_was("editions", "zh-hant/");
}

/// Compares what a site of `tests/sites/` has below a folder with what is kept of it.
fn is_as_it_was(name: &str, folder: &str) {
    let site = Workspace::copy_of(&format!("tests/sites/{name}"));
    site.build(&[]);
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/sites/{name}/expected"));
    let golden = |(path, _): &(String, Vec<u8>)| is_golden(path) && path.starts_with(folder);
    let made: Vec<(String, Vec<u8>)> = site.output().into_iter().filter(golden).map(worth_reading).collect();
    if std::env::var_os("UPDATE").is_some() {
        let _ = fs::remove_dir_all(&expected);
        for (path, bytes) in &made {
            let target = expected.join(path);
            fs::create_dir_all(target.parent().expect("a file is in a folder")).expect("folders can be made");
            fs::write(target, bytes).expect("files can be written");
        }
        return;
    }
    let kept = files_of(&expected);
    let names = |files: &mut dyn Iterator<Item = &String>| files.cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&mut made.iter().map(|(path, _)| path)),
        names(&mut kept.keys()),
        "run with UPDATE=1 and read the difference"
    );
    for (path, bytes) in &made {
        let (expect, found) = (String::from_utf8_lossy(&kept[path]), String::from_utf8_lossy(bytes));
        assert!(expect == found, "{path}:\n{}", first_difference(&expect, &found));
    }
}

fn first_difference(expect: &str, found: &str) -> String {
    let differing = expect.lines().zip(found.lines()).enumerate().find(|(_, (a, b))| a != b);
    match differing {
        Some((line, (expect, found))) => format!("line {}:\n- {expect}\n+ {found}", line + 1),
        None => "one of them is longer".to_string(),
    }
}
