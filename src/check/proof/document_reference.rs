//! How a text names a document: 示委发〔2030〕15号 (GB/T 9704—2012, 7.2.5).

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Report};
use crate::say;
use crate::text::han::is_han;

const OPEN: &[char] = &['[', '［', '【', '（', '(', '〔', '﹝'];
const CLOSE: &[char] = &[']', '］', '】', '）', ')', '〕', '﹞'];

/// A year in brackets behind Chinese characters and before a number with 号. Numbers of courts have the year first.
pub fn check(passage: &Passage<'_>, report: &mut Report) {
    let text = passage.text;
    for (at, open) in text.match_indices(OPEN) {
        let inside = &text[at + open.len()..];
        let year = inside.trim_start_matches(' ');
        let digits = year.len() - year.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let close = year[digits..].trim_start_matches(' ');
        let Some(rest) = close.strip_prefix(CLOSE).filter(|_| digits == 4 && year.starts_with(['1', '2']))
        else {
            continue;
        };
        let begin = rest.trim_start_matches(' ');
        let number = begin.strip_prefix('第').unwrap_or(begin);
        let length = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let behind = number[length..].trim_start_matches(' ');
        let is_document =
            (1..=5).contains(&length) && behind.starts_with('号') && text[..at].trim_end().ends_with(is_han);
        if !is_document || !passage.is_prose(at) {
            continue;
        }
        let end = text.len() - behind.len() + '号'.len_utf8();
        let (year, number) = (&year[..4], number[..length].trim_start_matches('0'));
        let right = format!("〔{year}〕{number}号");
        let written = &text[at..end];
        if *written == right {
            continue;
        }
        report.push(
            Diagnostic::warning(
                Code::DocumentReference,
                passage.span(at..end),
                say!("文号里的“{written}”写得不规范", "`{written}` is not how a document number is written"),
            )
            .hint(say!("写成“{right}”", "write `{right}`")),
        );
    }
}
