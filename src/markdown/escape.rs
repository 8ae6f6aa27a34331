//! Characters that HTML gives a meaning.

/// Appends `text` so that it reads as itself in HTML, in an element or in a double-quoted attribute.
///
/// Carriage returns are left out (CRLF and LF give the same page), and so are the control characters that HTML
/// forbids; NUL becomes U+FFFD, as CommonMark asks.
pub fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| matches!(c, '&' | '<' | '>' | '"') || is_forbidden(c)) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().expect("a character was found here");
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0' => out.push('\u{fffd}'),
            _ => {}
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

/// Appends ` name="value"`, the value escaped.
pub fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(out, value);
    out.push('"');
}

/// Appends `text` without the characters that [`push_escaped`] leaves out.
pub(super) fn push_readable(out: &mut String, text: &str) {
    out.extend(text.chars().map(|c| if c == '\0' { '\u{fffd}' } else { c }).filter(|c| !is_forbidden(*c)));
}

fn is_forbidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}
