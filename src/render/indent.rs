//! Templates without the indentation of their lines, which readers of pages would only have to wait for.
//!
//! Comes in: the text of a template. Goes out: the same text for Tera, and the way back from a place in it to the
//! place in the file, for messages. Nothing that a view holds is touched, only what the template itself says.
//! It deliberately leaves alone every template in which spaces may matter, and joins no lines.

use std::borrow::Cow;

/// Where spaces at the start of a line are content.
const VERBATIM: [&str; 6] = ["<pre", "<textarea", "<script>", "<style", "raw %}", "raw -%}"];

/// The template as it is compiled.
pub(super) fn strip(text: &str) -> Cow<'_, str> {
    if is_verbatim(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_inclusive('\n').map(|line| &line[indentation(line)..]).collect())
}

/// The place in `text` of a place in what [`strip`] made of it, both in bytes.
pub(super) fn locate(text: &str, place: usize) -> usize {
    if is_verbatim(text) {
        return place;
    }
    let (mut stripped, mut removed) = (0, 0);
    for line in text.split_inclusive('\n') {
        let indentation = indentation(line);
        removed += indentation;
        stripped += line.len() - indentation;
        if place < stripped {
            break;
        }
    }
    (place + removed).min(text.len())
}

/// How many bytes of a line of `text` are not compiled.
pub(super) fn of_line(text: &str, line: &str) -> usize {
    if is_verbatim(text) { 0 } else { indentation(line) }
}

fn is_verbatim(text: &str) -> bool {
    VERBATIM.iter().any(|mark| text.contains(mark))
}

/// Only in front of markup: a line that begins with text may go on with a value of many lines, or be within a tag.
fn indentation(line: &str) -> usize {
    let rest = line.trim_start_matches([' ', '\t']);
    if rest.starts_with(['<', '{']) { line.len() - rest.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indentation_in_front_of_markup_goes() {
        assert_eq!(
            strip("<ul>\n  {% for a in b %}\n\t <li>  x</li>\n{% endfor %}\n"),
            "<ul>\n{% for a in b %}\n<li>  x</li>\n{% endfor %}\n"
        );
        assert_eq!(strip("<p>\n  text\n   \n"), "<p>\n  text\n   \n");
    }

    #[test]
    fn where_spaces_are_content_they_stay() {
        for text in
            ["  <pre>\n  <b>", "<textarea>\n  <", "{% raw %}\n  {{ x }}{% endraw %}", "  <script>\n  {}"]
        {
            assert_eq!(strip(text), text);
            assert_eq!(locate(text, 3), 3);
        }
    }

    #[test]
    fn places_lead_back_to_the_file() {
        let text = "  <a>\n    {{ b }}\nc\n   <d>";
        let stripped = strip(text);
        for mark in ["<a>", "{{", "b }", "c\n", "<d"] {
            let place = stripped.find(mark).expect("in the stripped text");
            assert_eq!(Some(locate(text, place)), text.find(mark), "{mark}");
        }
        assert_eq!(locate(text, stripped.len()), text.len());
    }
}
