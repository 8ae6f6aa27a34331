//! Footnotes: numbered in the order in which they are first mentioned, gathered at the end of the body.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::holed::Holed;

#[derive(Default)]
pub(super) struct Footnotes {
    /// Number, from 1, by label.
    numbers: BTreeMap<String, usize>,
    /// How often each is mentioned; the first is number 1.
    mentions: Vec<usize>,
    /// In the order of the text: label, HTML, plain text.
    definitions: Vec<(String, Holed, Holed)>,
}

impl Footnotes {
    /// Writes a mention of a footnote. It is a link; the parser sees to it that links hold none.
    pub(super) fn mention(&mut self, out: &mut String, label: &str) {
        let next = self.mentions.len() + 1;
        let number = *self.numbers.entry(label.to_owned()).or_insert(next);
        if number == next {
            self.mentions.push(0);
        }
        self.mentions[number - 1] += 1;
        let id = mention_id(number, self.mentions[number - 1]);
        let _ = write!(
            out,
            "<sup class=\"footnote-ref\" id=\"{id}\"><a href=\"#fn:{number}\" role=\"doc-noteref\" \
             aria-label=\"注释{number}\">{number}</a></sup>"
        );
    }

    pub(super) fn define(&mut self, label: &str, html: Holed, plain: Holed) {
        self.definitions.push((label.to_owned(), html, plain));
    }

    /// Writes all footnotes. One that nobody mentions comes last rather than being lost; so does one whose label
    /// is used twice.
    pub(super) fn finish(mut self, html: &mut Holed, plain: &mut Holed) {
        if self.definitions.is_empty() {
            return;
        }
        let mut spare = self.mentions.len();
        let mut notes = BTreeMap::new();
        for (label, note_html, note_plain) in self.definitions {
            let number = self.numbers.remove(&label).unwrap_or_else(|| {
                spare += 1;
                spare
            });
            notes.insert(number, (note_html, note_plain));
        }
        html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"注释\">\n<ol>\n");
        for number in 1..=spare {
            let (note_html, note_plain) = notes.remove(&number).unwrap_or_default();
            let _ = write!(html.tail(), r#"<li id="fn:{number}">"#);
            html.append(note_html);
            let mentions = self.mentions.get(number - 1).copied().unwrap_or(0);
            if mentions > 0 {
                back(html.tail(), number, mentions);
            }
            html.push_str("</li>\n");
            plain.append(note_plain);
        }
        html.push_str("</ol>\n</section>\n");
    }
}

/// Links from a footnote back to where it is mentioned, in its last paragraph.
fn back(out: &mut String, number: usize, mentions: usize) {
    let end = "</p>\n";
    if out.ends_with(end) {
        out.truncate(out.len() - end.len());
        out.push(' ');
    } else {
        out.push_str("<p>");
    }
    for mention in 1..=mentions {
        let id = mention_id(number, mention);
        let (gap, which) =
            if mention == 1 { ("", String::new()) } else { (" ", format!("<sup>{mention}</sup>")) };
        let _ = write!(
            out,
            "{gap}<a class=\"footnote-back\" href=\"#{id}\" role=\"doc-backlink\" \
             aria-label=\"返回注释{number}的第{mention}处引用\">↩{which}</a>"
        );
    }
    out.push_str(end);
}

fn mention_id(number: usize, mention: usize) -> String {
    if mention == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{mention}") }
}
