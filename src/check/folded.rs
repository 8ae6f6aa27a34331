//! Texts as a reader sees them, to look for words in: `张　三`, `张**三**` and `机 密` are 张三 and 机密.

use std::ops::Range;

use crate::text::han::is_name_dot;

/// A text without what readers do not see or pass over, that still knows where each part of it was.
pub struct Folded {
    text: String,
    /// For each byte of `text`, the byte of the original where its character begins.
    places: Vec<usize>,
    /// Length of the original.
    len: usize,
}

impl Folded {
    pub fn of(original: &str) -> Folded {
        let mut folded = Folded {
            text: String::with_capacity(original.len()),
            places: Vec::with_capacity(original.len()),
            len: original.len(),
        };
        for (at, c) in original.char_indices().filter(|(_, c)| !is_passed_over(*c)) {
            folded.text.push(if is_name_dot(c) { '·' } else { c });
            folded.places.resize(folded.text.len(), at);
        }
        folded
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the folded text is in the original, what was passed over at its end left out.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.places.get(byte).copied().unwrap_or(self.len);
        let last = self.text[range.clone()].chars().next_back().map_or(0, char::len_utf8);
        let start = at(range.start);
        // A dot may have had fewer or more bytes; where it was the last character the next one tells.
        let end = at(range.end - last) + last;
        start..end.min(self.len).max(start)
    }
}

/// White space, what has no width, and the marks of Markdown that may stand inside a word.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
        || matches!(c, '*' | '_' | '~' | '`' | '\\')
}

#[cfg(test)]
mod tests {
    use super::Folded;

    #[test]
    fn words_are_found_where_they_were() {
        for (text, word, expect) in [
            ("表扬张　三同志", "张三", "张　三"),
            ("**张**三", "张三", "张**三"),
            ("张\r\n三 李四", "张三", "张\r\n三"),
            ("买买提•依明", "买买提·依明", "买买提•依明"),
            ("机 密★1年", "机密", "机 密"),
            ("张三", "张三", "张三"),
        ] {
            let folded = Folded::of(text);
            let at = folded.text().find(word).expect("the word is there");
            assert_eq!(&text[folded.original(at..at + word.len())], expect, "{text}");
        }
    }
}
