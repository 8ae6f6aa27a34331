//! What a character is, and small habits of Chinese text: numerals, padding, joining, spelling for lookups.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthStr;

/// A Chinese character: the unified ideographs with all extensions, the compatibility ideographs, 〇 and 々.
pub fn is_han(c: char) -> bool {
    matches!(
        c,
        '\u{4E00}'..='\u{9FFF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{20000}'..='\u{3FFFD}'
            | '\u{F900}'..='\u{FAFF}'
            | '〇'
            | '々'
    )
}

/// Punctuation of Chinese text, full-width forms included. Quotation marks, the dash, the ellipsis and the middle dot
/// are shared with Latin text and count as well.
pub fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{FE30}'..='\u{FE4F}')
        || matches!(c, '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}')
        || matches!(c, '\u{FF5B}'..='\u{FF65}')
        || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·')
}

/// Whether a line break between these two characters is no space: both belong to Chinese text.
///
/// ```
/// # use honorroll::text::han::joins_without_space;
/// assert!(joins_without_space('先', '锋') && joins_without_space('，', '“'));
/// assert!(!joins_without_space('共', '5') && !joins_without_space('a', '“'));
/// ```
pub fn joins_without_space(before: char, after: char) -> bool {
    let chinese = |c| is_han(c) || is_cjk_punctuation(c);
    chinese(before) && chinese(after)
}

/// A number in Chinese numerals: 0 零, 12 十二, 103 一百零三, 20010 二万零一十.
pub fn numeral(number: u32) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    let mut text = String::new();
    let mut gap = false;
    for (scale, unit) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let section = number / scale % 10_000;
        if section == 0 {
            gap = !text.is_empty();
            continue;
        }
        push_section(&mut text, section, gap);
        text.push_str(unit);
        gap = false;
    }
    match text.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => text,
    }
}

/// The spelling under which names and titles are looked up, never shown: NFC, without invisible characters, outer
/// spaces, spaces between Chinese characters (`张　三`), with `·` for every kind of dot between two letters of a name.
pub fn lookup_form(text: &str) -> Cow<'_, str> {
    // Nearly every name and id is written as it is looked up.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || matches!(c, '\u{4E00}'..='\u{9FFF}');
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let chars: Vec<char> =
        text.nfc().filter(|c| !matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')).collect();
    let mut form = String::with_capacity(text.len());
    for (index, &c) in chars.iter().enumerate() {
        let after = chars[index + 1..].iter().copied().find(|c| !c.is_whitespace());
        let before = form.chars().next_back();
        if c.is_whitespace() {
            let (Some(before), Some(after)) = (before, after) else { continue };
            let tight = (is_han(before) || is_name_dot(before)) && (is_han(after) || is_name_dot(after));
            if !tight && before != ' ' {
                form.push(' ');
            }
        } else if is_name_dot(c) || c == '.' && before.is_some_and(is_han) && after.is_some_and(is_han) {
            form.push('·');
        } else {
            form.push(c);
        }
    }
    Cow::Owned(form)
}

/// The dots that people type for the `·` (U+00B7) in minority names.
pub fn is_name_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '・' | '･' | '∙' | '⋅' | '．')
}

/// A name of two Chinese characters with one full-width space between them, any other as it is. For text export and
/// print only: on the web padding is CSS.
pub fn pad_name(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(first), Some(second), None) if is_han(first) && is_han(second) => {
            format!("{first}\u{3000}{second}")
        }
        _ => name.to_owned(),
    }
}

/// Columns in a fixed-width listing: 2 for a Chinese character, 1 for a Latin letter.
pub fn display_width(text: &str) -> usize {
    text.width()
}

/// The plain ASCII letter of a Latin letter with marks: `é` → `e`. Nothing for other characters.
pub(super) fn base_letter(c: char) -> Option<char> {
    let base = std::iter::once(c).nfkd().next()?;
    base.is_ascii_alphanumeric().then_some(base)
}

fn push_section(text: &mut String, section: u32, mut gap: bool) {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    // 一万零三: a section that does not fill its thousands is set off from what stands before it.
    gap |= !text.is_empty() && section < 1000;
    for (scale, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = section / scale % 10;
        if digit == 0 {
            gap |= section >= scale * 10;
            continue;
        }
        if gap {
            text.push('零');
        }
        text.push(DIGITS[digit as usize]);
        text.push_str(unit);
        gap = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters() {
        for c in "一龥㐀𠙶𬍛〇々﨑".chars() {
            assert!(is_han(c), "{c}");
        }
        for c in "aé1，。·あ한 \u{3000}Ａ".chars() {
            assert!(!is_han(c), "{c}");
        }
        for c in "，。、！？：；（）《》〔〕【】“”‘’…—·".chars() {
            assert!(is_cjk_punctuation(c), "{c}");
        }
        for c in "a1,.()-Ａ１".chars() {
            assert!(!is_cjk_punctuation(c), "{c}");
        }
    }

    #[test]
    fn line_breaks() {
        let check =
            |before, after, joins| assert_eq!(joins_without_space(before, after), joins, "{before}{after}");
        check('先', '锋', true);
        check('队', '，', true);
        check('。', '“', true);
        check('〕', '号', true);
        check('𬍛', '〇', true);
        check('共', '5', false);
        check('5', '人', false);
        check('a', 'b', false);
        check('a', '“', false);
        check('，', 'a', false);
    }

    #[test]
    fn numerals() {
        let check = |number, text: &str| assert_eq!(numeral(number), text);
        check(0, "零");
        check(2, "二");
        check(10, "十");
        check(12, "十二");
        check(20, "二十");
        check(21, "二十一");
        check(100, "一百");
        check(103, "一百零三");
        check(110, "一百一十");
        check(1001, "一千零一");
        check(1010, "一千零一十");
        check(10_000, "一万");
        check(10_003, "一万零三");
        check(20_010, "二万零一十");
        check(100_000, "十万");
        check(101_000, "十万一千");
        check(120_000_034, "一亿二千万零三十四");
        check(100_010_000, "一亿零一万");
        check(u32::MAX, "四十二亿九千四百九十六万七千二百九十五");
    }

    #[test]
    fn lookups() {
        let check = |text: &str, form: &str| assert_eq!(lookup_form(text), form);
        check("张　三", "张三");
        check(" 张 三\n", "张三");
        check("张\u{200B}三\u{FEFF}", "张三");
        for dot in ["·", "•", "‧", "・", ".", "．", " · "] {
            check(&format!("示例{dot}买买提"), "示例·买买提");
        }
        check("John  Q. Public", "John Q. Public");
        check("3.5万元", "3.5万元");
        check("N95 口罩", "N95 口罩");
        check("Rene\u{301}", "René");
        check("　", "");
    }

    #[test]
    fn padding() {
        let check = |name, padded| assert_eq!(pad_name(name), padded);
        check("张三", "张\u{3000}三");
        check("张三四", "张三四");
        check("张", "张");
        check("Al", "Al");
        assert_eq!(display_width(&pad_name("张三")), display_width("张三四"));
    }
}
