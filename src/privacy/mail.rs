//! Addresses of electronic mail.

use std::ops::Range;

use super::{Certainty, Finding, Kind};

pub fn find(text: &str, found: &mut Vec<Finding>) {
    for (at, sign) in text.match_indices(['@', '＠']) {
        let Some(range) = around(text, at, at + sign.len()) else { continue };
        let first = text[range.clone()].chars().next().map_or(0, char::len_utf8);
        let hidden = range.start + first..at;
        found.push(Finding { range, hidden, kind: Kind::Email, certainty: Certainty::Likely });
    }
}

/// From the beginning of the name before the sign to the end of the domain behind it.
fn around(text: &str, at: usize, behind: usize) -> Option<Range<usize>> {
    let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let local = text[..at].trim_end_matches(is_local);
    let start = at - text[local.len()..at].trim_start_matches(['.', '-', '+', '%']).len();
    let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let rest = text[behind..].trim_start_matches(is_domain);
    let domain = text[behind..text.len() - rest.len()].trim_end_matches(['.', '-']);
    let (host, top) = domain.rsplit_once('.')?;
    let is_name = start < at && !host.is_empty() && !host.starts_with(['.', '-']);
    let is_top = (2..=12).contains(&top.len()) && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    // logo@2x.png
    let is_file = matches!(top, "png" | "jpg" | "jpeg" | "webp" | "svg" | "gif" | "js" | "css");
    (is_name && is_top && !is_file).then_some(start..behind + domain.len())
}
