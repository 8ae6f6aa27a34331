//! Characters that HTML gives a meaning.

/// Appends `text` so that it reads as itself in HTML, in an element or in a double-quoted attribute.
///
/// Carriage returns are left out (CRLF and LF give the same page), and so are the control characters that HTML
/// forbids; NUL becomes U+FFFD, as CommonMark asks.
pub fn push_escaped(out: &mut String, text: &str) {
    push_but(out, text, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"'));
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
    push_but(out, text, |_| false);
}

/// Appends `text` without what HTML forbids, and with `is_escaped` characters as HTML writes them. Bytes are looked at,
/// since nearly none of them is anything special.
fn push_but(out: &mut String, text: &str, is_escaped: impl Fn(u8) -> bool) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| may_begin_control(byte) || is_escaped(byte)) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().expect("none of these bytes is inside a character");
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0' => out.push('\u{fffd}'),
            c if c.is_control() => {}
            c => out.push(c),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}

/// Control characters that HTML forbids begin with these bytes; with the last of them, others do too.
fn may_begin_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11..=31 | 0x7f | 0xc2)
}
