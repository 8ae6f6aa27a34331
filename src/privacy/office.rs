//! The words in a document of an office suite: Word, Excel, PowerPoint, and the OpenDocument formats.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// Of all parts of a document together so many bytes are read at most; a part says itself how long it is, and may lie.
const MOST_BYTES: u64 = 64 << 20;
/// So many parts are read at most.
const MOST_PARTS: usize = 4096;

/// All texts of a document, a line for each paragraph or cell; nothing where the bytes are no such document.
///
/// A number that a word processor set in several pieces is one again. Parts that are no XML, such as pictures, are passed over.
pub fn words(bytes: &[u8]) -> String {
    let mut words = String::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return words };
    let mut left = MOST_BYTES;
    for index in 0..archive.len().min(MOST_PARTS) {
        let Ok(part) = archive.by_index(index) else { continue };
        if !part.name().is_ok_and(|name| name.ends_with(".xml")) {
            continue;
        }
        let mut xml = Vec::new();
        // What can be read of a damaged part is looked at all the same.
        let _ = part.take(left).read_to_end(&mut xml);
        left -= xml.len() as u64;
        push_words(&String::from_utf8_lossy(&xml), &mut words);
    }
    words
}

/// The text between the tags; a line ends where a paragraph, a cell or a shared string does.
fn push_words(xml: &str, words: &mut String) {
    let mut rest = xml;
    while let Some((text, behind)) = rest.split_once('<') {
        words.push_str(text);
        let Some((tag, behind)) = behind.split_once('>') else { break };
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or(name);
        let is_end = tag.starts_with('/') || tag.ends_with('/');
        if is_end
            && matches!(
                name,
                "p" | "c" | "v" | "si" | "row" | "tr" | "tc" | "h" | "table-cell" | "br" | "tab"
            )
        {
            words.push('\n');
        }
        rest = behind;
    }
    words.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_paragraph_are_one_text_and_cells_are_several() {
        let mut words = String::new();
        push_words(
            "<w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>0013</w:t></w:r></w:p><w:p>8000</w:p>",
            &mut words,
        );
        assert_eq!(words, "1380013\n8000\n\n");
        let mut words = String::new();
        push_words("<row><c r=\"A1\"><v>138</v></c><c><v>0013</v></c></row><", &mut words);
        assert_eq!(words.split_whitespace().collect::<Vec<_>>(), ["138", "0013"]);
    }

    #[test]
    fn what_is_no_document_has_no_words() {
        assert_eq!(words(b""), "");
        assert_eq!(words(b"PK\x03\x04 and so on"), "");
    }
}
