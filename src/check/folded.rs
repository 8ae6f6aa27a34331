//! Texts as a reader sees them, to look for words in: `张　三`, `张**三**` and `机 密` are 张三 and 机密.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::text::han::is_name_dot;

/// A text without what readers do not see or pass over.
pub fn fold(original: &str) -> String {
    let mut folded = String::with_capacity(original.len());
    folded.extend(kept(original).map(|(_, c)| c));
    folded
}

/// The folded words that stand in a text: which of the finder's, and where in the text as it was written, with what is
/// passed over inside a word but not beside it.
pub fn find(original: &str, finder: &AhoCorasick) -> Vec<(usize, Range<usize>)> {
    let folded = fold(original);
    let mut found = Vec::new();
    let mut places = kept(original);
    let mut length = 0;
    // Words come in order and apart from each other, so that one walk finds the places of all.
    for word in finder.find_iter(&folded) {
        let (mut start, mut end) = (original.len(), original.len());
        while length < word.end()
            && let Some((at, c)) = places.next()
        {
            if length == word.start() {
                start = at;
            }
            length += c.len_utf8();
            // What is read as a `·` may have had another length.
            end = at + original[at..].chars().next().map_or(0, char::len_utf8);
        }
        found.push((word.pattern().as_usize(), start..end));
    }
    found
}

/// The characters that are not passed over, as they are read, and where each was.
fn kept(original: &str) -> impl Iterator<Item = (usize, char)> {
    let read = |(at, c)| (at, if is_name_dot(c) { '·' } else { c });
    original.char_indices().filter(|(_, c)| !is_passed_over(*c)).map(read)
}

/// White space, what has no width, and the marks of Markdown that may stand inside a word.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
        || matches!(c, '*' | '_' | '~' | '`' | '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_were() {
        let finder = AhoCorasick::new(["张三", "买买提·依明", "机密"]).expect("three short words");
        for (text, expect) in [
            ("表扬张　三同志", &["张　三"][..]),
            ("**张**三", &["张**三"]),
            ("张\r\n三 李四", &["张\r\n三"]),
            ("买买提•依明", &["买买提•依明"]),
            ("机 密★1年", &["机 密"]),
            ("张三", &["张三"]),
            ("*张三*、机_密_与张 三。", &["张三", "机_密", "张 三"]),
            ("三张", &[]),
        ] {
            let found: Vec<&str> = find(text, &finder).into_iter().map(|(_, at)| &text[at]).collect();
            assert_eq!(found, expect, "{text}");
        }
    }
}
