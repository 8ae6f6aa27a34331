//! `/404.html`, which a server shows in place of any page: its way to the root is absolute.

use std::sync::Arc;

use serde::Serialize;

use super::frame::Here;
use super::shared::Web;
use crate::plan::{Job, Route};

#[derive(Serialize)]
struct View {}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let route = Route::new("404.html").expect("a plain file name");
    let here = Arc::clone(web);
    let job = Job::page(route, "404.html", move || {
        let web = &here;
        let root = web.base_url.as_deref().map_or("/", base_path).to_owned();
        let page = super::frame::Page { draft: false, ..web.listing("没有找到这个页面") };
        web.document("404.html", Here { url: "404.html".to_owned(), root, body: None }, page, View {})
    });
    vec![job.beside(&web.around).in_edition(&web.edition)]
}

/// The path of an absolute URL that ends in a slash: `https://example.org/a/` is at `/a/`.
fn base_path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::base_path;

    #[test]
    fn base_paths() {
        for (url, expect) in
            [("https://honor.example/", "/"), ("https://a.example/b/c/", "/b/c/"), ("https://a.example", "/")]
        {
            assert_eq!(base_path(url), expect, "{url}");
        }
    }
}
