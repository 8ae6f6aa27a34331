//! What feeds and the site map share: texts as XML wants them, addresses as URLs want them.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What RFC 3986 does not let stand in a path.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Appends `<name>text</name>`, the text escaped.
pub fn push_element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    push_text(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Appends a text for the inside of an element or of a quoted attribute. Characters that XML 1.0 (2.2) cannot hold
/// are left out.
pub fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
}

/// The whole address of a file of this site: `url` is relative to its root and not yet encoded.
pub fn absolute(base_url: &str, url: &str) -> String {
    format!("{base_url}{}", encoded(url))
}

/// A path as it stands in a URL.
pub fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_well_formed() {
        let mut out = String::new();
        push_element(&mut out, "title", "“甲”<乙>&丙\u{0}\u{8}\"丁\"\n");
        assert_eq!(out, "<title>“甲”&lt;乙&gt;&amp;丙&quot;丁&quot;\n</title>");
    }

    #[test]
    fn addresses_are_encoded() {
        let check = |url: &str, expect: &str| assert_eq!(absolute("https://a.example/b/", url), expect);
        check("", "https://a.example/b/");
        check("people/zhang-san/", "https://a.example/b/people/zhang-san/");
        check("关于/a b%#/", "https://a.example/b/%E5%85%B3%E4%BA%8E/a%20b%25%23/");
    }
}
