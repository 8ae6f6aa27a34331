//! What a file says once browsers and programs have read it: escapes are characters, blanks inside names are none.

use std::borrow::Cow;

use crate::text::han::is_name_dot;

/// A text without escapes (`&#24352;`, `\u5f20`, `%E5%BC%A0`) and without blanks other than line breaks, with `·` for every dot of a name.
///
/// `strips` takes out markup that can stand inside a name as well, and puts U+0001 in place of all other markup. Line breaks stay, so that
/// the number of a line is that of the file.
pub fn readable(text: &str, strips: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.bytes().position(|byte| is_special(byte, strips)).unwrap_or(rest.len());
        // Every special byte begins a character.
        let (before, special) = rest.split_at(plain);
        out.push_str(before);
        let Some(first) = special.chars().next() else { break };
        let taken = match first {
            '&' => entity(special),
            '\\' => escape(special),
            '%' => percent(special),
            '<' if strips => Some(tag(special)),
            _ => None,
        };
        match taken {
            Some((said, length)) => {
                said.chars().for_each(|c| push(&mut out, c));
                rest = &special[length..];
            }
            None => {
                push(&mut out, first);
                rest = &special[first.len_utf8()..];
            }
        }
    }
    out
}

/// Begins something that is not copied as it is: an escape, markup, a blank, a dot, or a character of which the first byte does not tell.
fn is_special(byte: u8, strips: bool) -> bool {
    matches!(byte, b'&' | b'\\' | b'%' | b' ' | b'\t' | 0xC2 | 0xE2 | 0xE3 | 0xEF) || (strips && byte == b'<')
}

fn push(out: &mut String, c: char) {
    let is_blank = c.is_whitespace() && c != '\n';
    let is_invisible = matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}');
    if !is_blank && !is_invisible {
        out.push(if is_name_dot(c) { '·' } else { c });
    }
}

type Taken = Option<(Cow<'static, str>, usize)>;

fn entity(text: &str) -> Taken {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let said = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "emsp" | "ensp" | "thinsp" | "shy" | "zwj" | "zwnj" => ' ',
        "middot" | "centerdot" => '·',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((said.to_string().into(), end + 1))
}

fn escape(text: &str) -> Taken {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let first = unit(0)?;
    match char::from_u32(u32::from(first)) {
        Some(c) => Some((c.to_string().into(), 6)),
        None => {
            let c = char::decode_utf16([first, unit(6)?]).next()?.ok()?;
            Some((c.to_string().into(), 12))
        }
    }
}

fn percent(text: &str) -> Taken {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(digits) = rest.strip_prefix('%').and_then(|rest| rest.get(..2))
        && let Ok(byte) = u8::from_str_radix(digits, 16)
    {
        bytes.push(byte);
        rest = &rest[3..];
    }
    // Other bytes may be another encoding; they are left as they are.
    let said = String::from_utf8(bytes).ok().filter(|said| !said.is_empty())?;
    Some((said.into(), text.len() - rest.len()))
}

/// What is read in place of a tag, with the line breaks in it.
fn tag(text: &str) -> (Cow<'static, str>, usize) {
    let end = text.find('>').map_or(text.len(), |end| end + 1);
    let inner = text[1..end].trim_start_matches('/');
    let name: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':').collect();
    let lines = text[..end].matches('\n').count();
    let said = if is_inline(&name) { String::new() } else { "\u{1}".to_owned() } + &"\n".repeat(lines);
    (said.into(), end)
}

/// Whether a name may go on behind the tag: phrasing content of HTML, and what word processors and spreadsheets cut texts into.
fn is_inline(name: &str) -> bool {
    const PHRASING: [&str; 27] = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
        "mark", "q", "rb", "ruby", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
    ];
    match name.split_once(':') {
        Some(("w" | "a", part)) => !matches!(part, "p" | "tc" | "tr" | "br" | "tab" | "cr"),
        Some(_) => false,
        // Runs of rich text in a spreadsheet.
        None => {
            PHRASING.contains(&name)
                || matches!(name, "r" | "t" | "rPr" | "sz" | "color" | "rFont" | "family")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_written_for_a_name_is_read() {
        for text in [
            "张三",
            "张　三",
            "张&#x4E09;",
            "&#24352;&#19977;",
            "\\u5f20\\u4E09",
            "%E5%BC%A0%E4%B8%89",
            "%e5%bc%a0三",
            "张&nbsp;三",
            "张\u{200b}三",
            "&#24352;\\u4e09",
        ] {
            assert_eq!(readable(text, false), "张三", "{text}");
        }
        for (text, expect) in [
            ("张<mark>三</mark>", "张三"),
            ("主<b>张</b><br>三次", "主张\u{1}三次"),
            ("<td>张</td><td>三</td>", "\u{1}张\u{1}\u{1}三\u{1}"),
            ("<w:r><w:rPr><w:b/></w:rPr><w:t>张</w:t></w:r>\n<w:r><w:t>三</w:t></w:r>", "张\n三"),
            ("<a\nhref='x'>张三</a>", "\n张三"),
            ("<img alt=\"张三\">", "\u{1}"),
            ("1 < 2", "1\u{1}"),
        ] {
            assert_eq!(readable(text, true), expect, "{text}");
        }
        for (text, expect) in [
            ("买买提•依明", "买买提·依明"),
            ("\\ud842\\udfb7&#x20BB7;", "𠮷𠮷"),
            ("100% \\n &; &#; &#x110000; \\ud842 %ff%fe %", "100%\\n&;&#;&#x110000;\\ud842%ff%fe%"),
            ("甲\n乙，（丙）—“丁”", "甲\n乙，（丙）—“丁”"),
        ] {
            assert_eq!(readable(text, false), expect, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_and_lines_stay(text in "[张%\\\\u5f20&#;<>/a\n\u{3000}é𠮷-]{0,40}", strips: bool) {
            let read = readable(&text, strips);
            proptest::prop_assert!(read.matches('\n').count() >= text.matches('\n').count());
        }
    }
}
