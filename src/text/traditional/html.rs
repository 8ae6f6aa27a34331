//! Where in HTML the words are that readers see or hear.

use std::borrow::Cow;

/// Attributes that are shown or read out.
const SPOKEN: [&str; 5] = ["alt", "aria-label", "title", "placeholder", "content"];

/// Appends the form of a name, which may hold anything: neither markup, nor a quoted attribute, nor the JSON of a block of
/// data may end in it.
pub(super) fn push_name(out: &mut String, name: &str) {
    for c in name.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\\' => out.push_str("&#92;"),
            '\u{0}'..='\u{1f}' => {}
            _ => out.push(c),
        }
    }
}

/// The HTML with each of its words as `form` has it. Tags, addresses and identifiers stay.
pub(super) fn convert<'t>(html: &'t str, form: &dyn Fn(&'t str) -> Cow<'t, str>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = tag_start(rest) {
        out.push_str(&form(&rest[..start]));
        let tag = &rest[start..];
        let end = tag_end(tag);
        push_tag(&mut out, &tag[..end], form);
        rest = &tag[end..];
    }
    out.push_str(&form(rest));
    out
}

/// A `<` that begins a tag or a comment; one that stands alone is text.
fn tag_start(html: &str) -> Option<usize> {
    let begins = |at: &usize| {
        html.as_bytes().get(at + 1).is_some_and(|&next| next.is_ascii_alphabetic() || b"/!?".contains(&next))
    };
    html.match_indices('<').map(|(at, _)| at).find(begins)
}

/// Behind the `>` of the tag; one within quotes is none.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn push_tag<'t>(out: &mut String, tag: &'t str, form: &dyn Fn(&'t str) -> Cow<'t, str>) {
    if tag.is_ascii() {
        out.push_str(tag);
        return;
    }
    let mut rest = tag;
    while let Some(open) = rest.find(['"', '\'']) {
        let quote = &rest[open..=open];
        let Some(size) = rest[open + 1..].find(quote) else { break };
        let name = rest[..open].trim_end().strip_suffix('=').unwrap_or_default().trim_end();
        let name = name.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        let value = &rest[open + 1..open + 1 + size];
        out.push_str(&rest[..=open]);
        match SPOKEN.contains(&name) {
            true => out.push_str(&form(value)),
            false => out.push_str(value),
        }
        out.push_str(quote);
        rest = &rest[open + size + 2..];
    }
    out.push_str(rest);
}
