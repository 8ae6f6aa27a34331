//! Addresses of electronic mail, those too that are written so that machines shall not find them.

use std::ops::Range;

use super::{Certainty, Finding, Kind, near};

/// Signs that stand for @, the longer before what they begin with.
const SIGNS: &[&str] = &["@", "＠", "#", "(at)", "（at）", "[at]", "【at】", "(AT)", "[AT]"];

pub fn find(text: &str, found: &mut Vec<Finding>) {
    if !text.contains(['@', '＠', '#']) && !text.contains("at") && !text.contains("AT") {
        return;
    }
    for sign in SIGNS {
        for (at, _) in text.match_indices(sign) {
            let Some(range) = around(text, at, at + sign.len()) else { continue };
            let host = &text[at + sign.len()..range.end];
            // What stands for the sign has other meanings: only domains that mail has count.
            let is_sign = matches!(*sign, "@" | "＠");
            if !is_sign && (!is_of_mail(host) || near::is_in_url(text, at)) {
                continue;
            }
            let first = text[range.clone()].chars().next().map_or(0, char::len_utf8);
            let hidden = range.start + first..at;
            found.push(Finding { range, hidden, kind: Kind::Email, certainty: Certainty::Likely });
        }
    }
}

/// From the beginning of the name before the sign to the end of the domain behind it.
fn around(text: &str, at: usize, behind: usize) -> Option<Range<usize>> {
    let is_local = |c: char| is_sign(c) || matches!(c, '.' | '．' | '_' | '%' | '+' | '-');
    // A blank on either side hides it from machines, not from people.
    let is_apart = text[..at].ends_with(' ') && text[behind..].starts_with(' ');
    let (name, begin) = match is_apart {
        true => (&text[..at - 1], behind + 1),
        false => (&text[..at], behind),
    };
    let local = name.trim_end_matches(is_local);
    let start = name.len() - name[local.len()..].trim_start_matches(['.', '-', '+', '%']).len();
    let is_domain = |c: char| is_sign(c) || matches!(c, '.' | '．' | '。' | '-');
    let rest = text[begin..].trim_start_matches(is_domain);
    let domain = text[begin..text.len() - rest.len()].trim_end_matches(['.', '．', '。', '-']);
    let (host, top) = domain.rsplit_once(['.', '．', '。'])?;
    let is_name = start < name.len() && !host.is_empty() && !host.starts_with(['.', '-']);
    let is_top = (2..=12).contains(&top.chars().count()) && top.chars().all(|c| is_sign(c) && !is_digit(c));
    // 发到 a@示例。com is one; a full stop before a word of the next sentence is none.
    let is_stop = !domain.contains('。') || is_of_mail(domain);
    // logo@2x.png
    let is_file = matches!(top, "png" | "jpg" | "jpeg" | "webp" | "svg" | "gif" | "js" | "css");
    (is_name && is_top && is_stop && !is_file).then_some(start..begin + domain.len())
}

/// A letter or a digit, of either width.
fn is_sign(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_digit(c) || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

fn is_of_mail(host: &str) -> bool {
    let top = host.rsplit(['.', '．', '。']).next().unwrap_or(host);
    ["com", "cn", "net", "org"].iter().any(|known| top.eq_ignore_ascii_case(known))
}
