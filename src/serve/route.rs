//! From the path of a request to a file of the output.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What is found at an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A file of the output, by its route.
    File(String),
    /// A folder whose last slash is missing; the path with it, encoded.
    Redirect(String),
    Nothing,
}

/// Looks an address up among the routes that `has` knows. The site is at the root, and below `base_path` too, because
/// the page for what is not found names its files by their public address.
///
/// A path is decoded once and compared with names. No file is opened by it, so nothing in it can lead anywhere else.
pub fn find(path: &str, base_path: &str, has: impl Fn(&str) -> bool) -> Found {
    let Some(inside) = path.strip_prefix('/') else { return Found::Nothing };
    let Ok(inside) = percent_decode_str(inside).decode_utf8() else { return Found::Nothing };
    let base = base_path.strip_prefix('/').unwrap_or_default();
    let below = Some(base).filter(|base| !base.is_empty()).and_then(|base| inside.strip_prefix(base));
    let found = [(Some(&*inside), ""), (below, base)].into_iter().find_map(|(inside, base)| {
        let inside = inside?;
        if inside.is_empty() || inside.ends_with('/') {
            let page = format!("{inside}index.html");
            return has(&page).then_some(Found::File(page));
        }
        if has(inside) {
            return Some(Found::File(inside.to_owned()));
        }
        let folder = has(&format!("{inside}/index.html"));
        folder.then(|| Found::Redirect(format!("/{base}{}/", encode(inside))))
    });
    found.unwrap_or(Found::Nothing)
}

/// A path of the site as an address has it.
pub fn encode(path: &str) -> String {
    const KEPT: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(path, KEPT).to_string()
}

/// The path of an absolute URL that ends in a slash: `https://example.org/a/` is at `/a/`.
pub fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let routes =
            ["index.html", "people/张三/index.html", "feed.xml", "404.html", "a/b.txt", "honor/index.html"];
        let check = |base: &str, path: &str, expect: Found| {
            assert_eq!(find(path, base, |route| routes.contains(&route)), expect, "{path}");
        };
        let file = |route: &str| Found::File(route.to_owned());
        check("/", "/", file("index.html"));
        check("/", "/index.html", file("index.html"));
        check("/", "/feed.xml", file("feed.xml"));
        check("/", "/feed.xml/", Found::Nothing);
        check("/", "/people/%E5%BC%A0%E4%B8%89/", file("people/张三/index.html"));
        check("/", "/people/%e5%bc%a0%e4%b8%89", Found::Redirect("/people/%E5%BC%A0%E4%B8%89/".to_owned()));
        check("/", "/people/", Found::Nothing);

        // Nothing is made simpler on the way, so only what is written like a route is one.
        for path in [
            "/../a/b.txt",
            "/a/../a/b.txt",
            "/./a/b.txt",
            "//a/b.txt",
            "/a//b.txt",
            "/%2e%2e/a/b.txt",
            "/a%2f..%2fa/b.txt",
            "/..%5ca%5cb.txt",
            "/a%00/b.txt",
            "/%252e%252e/a/b.txt",
            "/a%252fb.txt",
            "/%c0%ae%c0%ae/a/b.txt",
            "/a/b.txt%00.html",
            "/a/b.txt.",
            "/A/B.TXT",
            "*",
            "",
        ] {
            check("/", path, Found::Nothing);
        }
        // What an address may write with numbers is the same name.
        check("/", "/a%2Fb.txt", file("a/b.txt"));

        check("/x/y/", "/x/y/", file("index.html"));
        check("/x/y/", "/x/y/a/b.txt", file("a/b.txt"));
        check("/x/y/", "/a/b.txt", file("a/b.txt"));
        check(
            "/x/y/",
            "/x/y/people/%E5%BC%A0%E4%B8%89",
            Found::Redirect("/x/y/people/%E5%BC%A0%E4%B8%89/".into()),
        );
        check("/x/y/", "/x/", Found::Nothing);
        // A route of the site comes before the public address.
        check("/honor/", "/honor/", file("honor/index.html"));
    }

    #[test]
    fn paths_of_addresses() {
        for (url, expect) in [("https://a.example/", "/"), ("https://a.example/b/c/", "/b/c/")] {
            assert_eq!(path_of(url), expect);
        }
    }
}
