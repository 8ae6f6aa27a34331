//! Where a file goes in the output.

use std::fmt;

/// A file of the output, relative to its root: `people/zhang-san/index.html`.
///
/// Always a path that is safe on every system: no empty, `.` or `..` segment, no backslash, colon or control
/// character, no name that Windows reserves, no segment over 255 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route(Box<str>);

/// Why a text is no [`Route`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadRoute {
    /// Nothing, a `/` at an end, or two in a row.
    EmptySegment,
    /// `.` or `..`.
    Dots,
    /// A character that some system does not allow in a file name.
    Character(char),
    /// A name such as `con`, or one that ends in a dot or a space: Windows does not allow it.
    Reserved,
    /// A segment over 255 bytes, or a route over 1024.
    TooLong,
}

impl Route {
    /// A file at exactly this place.
    pub fn new(path: &str) -> Result<Route, BadRoute> {
        if path.len() > 1024 {
            return Err(BadRoute::TooLong);
        }
        path.split('/').try_for_each(check_segment)?;
        Ok(Route(path.into()))
    }

    /// The page of a URL that ends in `/`: `people/zhang-san/` is the file `people/zhang-san/index.html`, and the empty
    /// URL is the home page.
    pub fn page(url: &str) -> Result<Route, BadRoute> {
        if !(url.is_empty() || url.ends_with('/')) {
            return Err(BadRoute::EmptySegment);
        }
        Route::new(&format!("{url}index.html"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address relative to the site's root, without the leading `/`: `people/zhang-san/`, or `feed.xml`, or nothing
    /// for the home page.
    pub fn url(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            Some(_) | None => &self.0,
        }
    }

    /// The way from this file back to the site's root: `../../`, or `./` for a file at the top.
    pub fn root(&self) -> String {
        match self.0.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for BadRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadRoute::EmptySegment => f.write_str("a part of the path is empty"),
            BadRoute::Dots => f.write_str("a part of the path is `.` or `..`"),
            BadRoute::Character(c) => write!(f, "{c:?} is not allowed in a file name"),
            BadRoute::Reserved => f.write_str("a part of the path is a name that Windows reserves"),
            BadRoute::TooLong => f.write_str("the path is too long"),
        }
    }
}

fn check_segment(segment: &str) -> Result<(), BadRoute> {
    if segment.is_empty() {
        return Err(BadRoute::EmptySegment);
    }
    if segment == "." || segment == ".." {
        return Err(BadRoute::Dots);
    }
    if segment.len() > 255 {
        return Err(BadRoute::TooLong);
    }
    if let Some(bad) = segment.chars().find(|&c| c.is_control() || r#"\:*?"<>|"#.contains(c)) {
        return Err(BadRoute::Character(bad));
    }
    if segment.ends_with(['.', ' ']) || is_device(segment.split('.').next().unwrap_or_default()) {
        return Err(BadRoute::Reserved);
    }
    Ok(())
}

/// The names of devices on Windows, with or without an extension
/// (“Naming Files, Paths, and Namespaces”, learn.microsoft.com).
fn is_device(stem: &str) -> bool {
    let stem = stem.trim_end().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        let rest = stem.strip_prefix(prefix)?;
        let mut digits = rest.chars();
        let digit = digits.next()?;
        (digits.next().is_none() && (digit.is_ascii_digit() || "¹²³".contains(digit))).then_some(())
    };
    ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str())
        || numbered("com").or_else(|| numbered("lpt")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes() {
        let check = |path: &str, expect: Result<(&str, &str), BadRoute>| {
            let got = Route::new(path).map(|route| (route.url().to_owned(), route.root()));
            assert_eq!(got, expect.map(|(url, root)| (url.to_owned(), root.to_owned())), "{path}");
        };
        check("index.html", Ok(("", "./")));
        check("feed.xml", Ok(("feed.xml", "./")));
        check("people/zhang-san/index.html", Ok(("people/zhang-san/", "../../")));
        check("api/people.json", Ok(("api/people.json", "../")));
        check("a/myindex.html", Ok(("a/myindex.html", "../")));
        check("media/张三.jpg", Ok(("media/张三.jpg", "../")));
        check("assets/.well-known", Ok(("assets/.well-known", "../")));

        check("", Err(BadRoute::EmptySegment));
        check("/a", Err(BadRoute::EmptySegment));
        check("a/", Err(BadRoute::EmptySegment));
        check("a//b", Err(BadRoute::EmptySegment));
        check("a/../b", Err(BadRoute::Dots));
        check("./a", Err(BadRoute::Dots));
        check(r"a\b", Err(BadRoute::Character('\\')));
        check("c:/a", Err(BadRoute::Character(':')));
        check("a\nb", Err(BadRoute::Character('\n')));
        check("people/con/index.html", Err(BadRoute::Reserved));
        check("Aux.html", Err(BadRoute::Reserved));
        check("com1.txt", Err(BadRoute::Reserved));
        check("com/index.html", Ok(("com/", "../")));
        check("com10/index.html", Ok(("com10/", "../")));
        check("a./b", Err(BadRoute::Reserved));
        check("a /b", Err(BadRoute::Reserved));
        check(&"长".repeat(100), Err(BadRoute::TooLong));
    }

    #[test]
    fn pages_are_folders() {
        assert_eq!(
            Route::page("people/a/").map(|route| route.to_string()),
            Ok("people/a/index.html".to_owned())
        );
        assert_eq!(Route::page("").map(|route| route.to_string()), Ok("index.html".to_owned()));
        assert_eq!(Route::page("people/a"), Err(BadRoute::EmptySegment));
        assert_eq!(Route::page("../"), Err(BadRoute::Dots));
    }
}
