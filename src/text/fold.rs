//! The form in which texts are searched: one for what readers hold to be the same.
//!
//! Comes in: a text, or a character. Goes out: its characters without case and width (NFKC), traditional ones as
//! simplified, all white space as a space, every dot of a foreign name as `·`. A character that is standard itself
//! stays, although it may also be the traditional form of another one: 著, 乾, 於.
//! It deliberately works on one character at a time, so that whoever folds a text knows from where in it each folded
//! character comes.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::han::is_name_dot;

/// A text as [`fold`] wants it: NFC. Texts that are, nearly all, are not copied.
pub fn composed(text: &str) -> Cow<'_, str> {
    let is_composed = |c: char| {
        matches!(
            c,
            '\0'..='\u{2FF}'
                | '\u{2010}'..='\u{2027}'
                | '\u{2160}'..='\u{24FF}'
                | '\u{3000}'..='\u{3029}'
                | '\u{3400}'..='\u{4DBF}'
                | '\u{4E00}'..='\u{9FFF}'
                | '\u{FF01}'..='\u{FFEF}'
        )
    };
    match text.chars().all(is_composed) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfc().collect()),
    }
}

/// Calls `each` with what a character is compared as: one character, seldom several.
pub fn fold(c: char, mut each: impl FnMut(char)) {
    match c {
        '\t'..='\r' | ' ' => each(' '),
        _ if c.is_ascii() => each(c.to_ascii_lowercase()),
        '\u{4E00}'..='\u{9FFF}' => each(simplified(c)),
        // The commonest of the others.
        '。' | '、' | '“' | '”' | '《' | '》' | '·' => each(c),
        '，' => each(','),
        _ => {
            let plain = std::iter::once(c).nfkc().flat_map(char::to_lowercase);
            plain.for_each(|c| match c {
                _ if c.is_whitespace() => each(' '),
                _ if is_name_dot(c) => each('·'),
                _ => each(simplified(c)),
            });
        }
    }
}

/// A whole text folded, runs of white space as one space.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in composed(text).chars() {
        fold(c, |c| {
            if !(c == ' ' && out.ends_with(' ')) {
                out.push(c);
            }
        });
    }
    out
}

/// Characters that are searched one by one and two by two: those of the Han script. Others make words.
pub fn is_han(c: char) -> bool {
    matches!(
        c,
        '\u{4E00}'..='\u{9FFF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{20000}'..='\u{3FFFD}'
            | '\u{F900}'..='\u{FAD9}'
            | '\u{2E80}'..='\u{2FD5}'
            | '々'
            | '〇'
            | '\u{3021}'..='\u{3029}'
            | '\u{3038}'..='\u{303B}'
    )
}

/// Traditional characters, each with the simplified one that it is searched as, in the order of the former.
pub fn pairs() -> impl Iterator<Item = (char, char)> {
    let mut chars = TABLE.chars().filter(|c| *c != '\n');
    std::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
}

/// Traditional and simplified characters in turn, eight pairs a line.
const TABLE: &str = include_str!("data/simplified.txt");

/// By [`place`], the simplified character, or nothing.
static SIMPLIFIED: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    let mut table = vec![0; PLACES].into_boxed_slice();
    for (from, to) in pairs() {
        if let (Some(at), Ok(to)) = (place(from), u16::try_from(u32::from(to))) {
            table[at] = to;
        }
    }
    table
});

/// The first of the characters that tables have by their place, and how many there are: to U+9FFF.
const FIRST: u32 = 0x3400;
pub const PLACES: usize = 0xA000 - FIRST as usize;

/// The place of a character in a table of the common Han characters; nothing for a rare one.
pub fn place(c: char) -> Option<usize> {
    u32::from(c).checked_sub(FIRST).map(|place| place as usize).filter(|place| *place < PLACES)
}

/// The character that has a place below [`PLACES`].
pub fn at_place(place: usize) -> char {
    char::from_u32(FIRST + place as u32).expect("all of U+3400 to U+9FFF are characters")
}

fn simplified(c: char) -> char {
    let to = place(c).map_or(0, |at| SIMPLIFIED[at]);
    match char::from_u32(to.into()) {
        Some(to) if to != '\0' => to,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_to_readers() {
        for (text, expect) in [
            ("張三", "张三"),
            ("ＡＢｃ１２", "abc12"),
            ("示委发〔2030〕15号", "示委发〔2030〕15号"),
            ("頭髮與發展", "头发与发展"),
            ("著作，於氏，乾坤", "著作,於氏,乾坤"),
            ("é\u{301}e\u{301}", "é\u{301}é"),
            ("张　三\t\n 李四", "张 三 李四"),
            ("㈱ﾊﾝ", "(株)ハン"),
            ("买买提・艾力•张", "买买提·艾力·张"),
            ("\u{2F08}", "人"),
            ("İ", "i\u{307}"),
        ] {
            assert_eq!(folded(text), expect, "{text}");
        }
    }

    #[test]
    fn folding_again_changes_nothing() {
        for (from, to) in pairs() {
            assert_ne!(from, to);
            assert_eq!(simplified(to), to, "{from} → {to}");
        }
    }

    /// The table is what OpenCC says of single characters, but for those that are standard themselves.
    #[test]
    fn the_table_is_that_of_opencc() {
        use ferrous_opencc::OpenCC;
        use ferrous_opencc::config::BuiltinConfig;
        let opencc = OpenCC::from_config(BuiltinConfig::T2s).expect("its own dictionaries");
        let standard: std::collections::HashSet<char> = include_str!("data/tongyong.txt").chars().collect();
        let mut pairs = Vec::new();
        for c in ('\u{3400}'..='\u{9FFF}').filter(|c| !standard.contains(c)) {
            let to = opencc.convert(&c.to_string());
            let mut to = to.chars();
            if let (Some(to), None) = (to.next(), to.next())
                && to != c
                && place(to).is_some()
            {
                pairs.push((c, to));
            }
        }
        // A chain ends where it ends: what is searched is folded once.
        let whole: std::collections::HashMap<char, char> = pairs.iter().copied().collect();
        let end = |mut c: char| {
            while let Some(to) = whole.get(&c) {
                c = *to;
            }
            c
        };
        let lines = pairs
            .chunks(8)
            .map(|line| line.iter().flat_map(|(from, _)| [*from, end(*from)]).collect::<String>() + "\n");
        let table: String = lines.collect();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/data/simplified.txt"), &table)
                .expect("the table can be written");
        }
        assert!(table == TABLE, "src/text/data/simplified.txt is out of date: run this test with UPDATE=1");
    }
}
