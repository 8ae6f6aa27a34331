//! Quotation marks: straight ones around Chinese text, and curved ones that are turned the wrong way.

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Report};
use crate::say;
use crate::text::han::is_han;

/// One problem a paragraph. A quotation may go on over paragraphs: each begins with “, and only the last ends with ”.
pub fn check(passage: &Passage<'_>, report: &mut Report) {
    let text = passage.text;
    if let Some(at) = straight(passage) {
        return told(
            passage,
            at..at + 1,
            say!("中文里用了直引号“\"”", "a straight quotation mark stands in Chinese text"),
            say!("写成“ ”", "write “ ”"),
            report,
        );
    }
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '“' | '”')) {
        if !passage.is_prose(at) {
            continue;
        }
        let range = at..at + c.len_utf8();
        match (c, open) {
            ('“', None) => open = Some(at),
            ('“', Some(_)) => {
                let message =
                    say!("“之前的“还没有关闭", "this “ stands where the one before it is still open");
                let hint = say!(
                    "后一个写成 ”；引号里的引号写成 ‘ ’",
                    "write the second as ”; a quotation within another takes ‘ ’"
                );
                return told(passage, range, message, hint, report);
            }
            (_, Some(_)) => open = None,
            (_, None) => {
                // The end of a quotation of several paragraphs, or of a value that was cut.
                let is_end = text[range.end..]
                    .trim_start_matches(['。', '，', '！', '？', '；', '）'])
                    .trim()
                    .is_empty();
                if !is_end {
                    let message = say!("”前面没有“", "this ” closes nothing");
                    return told(
                        passage,
                        range,
                        message,
                        say!("前一个写成 “", "write the first as “"),
                        report,
                    );
                }
            }
        }
    }
    if let Some(at) = open.filter(|at| !text[..*at].trim_matches(['　', ' ', '\n']).is_empty()) {
        let message = say!("“后面没有”", "this “ is not closed");
        told(passage, at..at + '“'.len_utf8(), message, say!("补上 ”", "add the ”"), report);
    }
}

/// The first of two straight marks with Chinese text right inside them.
fn straight(passage: &Passage<'_>) -> Option<usize> {
    let text = passage.text;
    let mut marks = text.match_indices('"').map(|(at, _)| at).filter(|at| passage.is_prose(*at));
    let (first, second) = (marks.next()?, marks.next()?);
    let inside = &text[first + 1..second];
    let is_chinese =
        inside.starts_with(is_han) && inside.ends_with(|c: char| is_han(c) || "！？。".contains(c));
    is_chinese.then_some(first)
}

fn told(
    passage: &Passage<'_>,
    range: std::ops::Range<usize>,
    message: crate::diag::Text,
    hint: crate::diag::Text,
    report: &mut Report,
) {
    report.push(Diagnostic::warning(Code::BadQuotation, passage.span(range), message).hint(hint));
}
