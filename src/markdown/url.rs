//! Where a link or an image of a body leads, and whether it may.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

/// A link or an image that stays on this site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Local {
    /// Bytes of the body: the link or image as a whole.
    pub range: Range<usize>,
    /// As written, percent-decoded: `media/a.jpg`, `/people/zhang-san/`, `../b.md`; empty for a link to nowhere.
    /// Not checked in any way: it may climb out of the site.
    pub path: String,
    /// What follows the path, encoded for a URL: empty, or a query and fragment that begin with `?` or `#`.
    pub suffix: String,
    pub is_image: bool,
}

#[derive(Debug, PartialEq)]
pub(super) enum Target {
    /// Another site, an address or a telephone number; encoded for a URL.
    External(String),
    /// A place of the same page; with the `#`, encoded for a URL.
    Fragment(String),
    /// See [`Local`].
    Local { path: String, suffix: String },
    /// The scheme, in lower case.
    Unsafe(String),
    /// `//host/…` or `https:…`: what it leads to depends on the page that shows it.
    Incomplete,
}

/// Schemes that lead somewhere and run nothing.
const SAFE: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Reads a destination as a browser would (the URL Standard's basic URL parser): controls at the ends and tabs and
/// line breaks anywhere mean nothing, and `\` is `/`.
pub(super) fn target(written: &str) -> Target {
    let url: String = written.trim().chars().filter(|c| !c.is_control()).collect();
    let url = url.trim();
    if url.starts_with('#') {
        return Target::Fragment(encode(url).into_owned());
    }
    if let Some(scheme) = scheme(url) {
        let scheme = scheme.to_ascii_lowercase();
        let rest = &url[scheme.len() + 1..];
        return if matches!(scheme.as_str(), "http" | "https") && !rest.replace('\\', "/").starts_with("//") {
            Target::Incomplete
        } else if SAFE.contains(&scheme.as_str()) {
            Target::External(encode(url).into_owned())
        } else {
            Target::Unsafe(scheme)
        };
    }
    let is_slash = |c: char| c == '/' || c == '\\';
    if url.starts_with(is_slash) && url[1..].starts_with(is_slash) {
        return Target::Incomplete;
    }
    let (path, suffix) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let decoded = percent_decode_str(path).decode_utf8().unwrap_or(Cow::Borrowed(path));
    Target::Local { path: decoded.replace('\\', "/"), suffix: encode(suffix).into_owned() }
}

fn scheme(url: &str) -> Option<&str> {
    let scheme = url.split_once(':')?.0;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_part)).then_some(scheme)
}

/// What a URL may not hold. A `%` stays: the author may have encoded it already.
const BREAKS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^');

fn encode(url: &str) -> Cow<'_, str> {
    utf8_percent_encode(url, BREAKS).into()
}
