//! Numbers of bank cards: ISO/IEC 7812, with the check digit by Luhn.

use super::digits::Run;
use super::near::{self, OTHER_NUMBERS};
use super::{Certainty, Finding, Kind};

/// Words that say that it is one.
const LABELS: &[&str] = &[
    "卡号",
    "银行卡",
    "银行卡号",
    "储蓄卡",
    "借记卡",
    "信用卡",
    "银行账号",
    "银行帐号",
    "账号",
    "帐号",
    "账户",
    "card",
];

/// The number that begins with a group, and the group behind it.
pub fn at(text: &str, run: &Run, from: usize) -> Option<(Finding, usize)> {
    let mut length = 0;
    for to in from + 1..=run.groups.len() {
        length += run.groups[to - 1].len;
        match length {
            ..16 => {}
            16..=19 => {
                if let Some(finding) = card(text, run, from, to) {
                    return Some((finding, to));
                }
            }
            20.. => break,
        }
    }
    None
}

fn card(text: &str, run: &Run, from: usize, to: usize) -> Option<Finding> {
    let digits = run.of(from, to);
    let range = run.range(from, to);
    // The groups of four continue: 6222 0202 0000 0000 000.
    let is_cut_off = run.groups.get(to).is_some_and(|next| next.len <= 4 && digits.len() + next.len <= 19);
    let may_be = is_issued(digits)
        && is_grouped(run, from, to)
        && run.is_whole(from, to)
        && near::may_begin(text, range.start)
        && near::may_end(text, range.end)
        && !near::is_in_url(text, range.start)
        && !near::is_quantity(text, range.end);
    if !may_be {
        return None;
    }
    let is_labelled = near::is_labelled(text, range.start, LABELS);
    let is_other = !is_labelled && near::is_labelled(text, range.start, OTHER_NUMBERS);
    let certainty = match is_luhn(digits) {
        true if !is_other => Certainty::Certain,
        false if is_labelled && !is_cut_off => Certainty::Likely,
        _ => return None,
    };
    Some(super::number(text, range, Kind::BankCard, certainty))
}

/// In one piece, in fours, or with the issuer's six digits first.
fn is_grouped(run: &Run, from: usize, to: usize) -> bool {
    let shape = run.shape(from, to);
    let (mut fours, groups) = (shape.clone(), to - from);
    groups == 1
        || fours.clone().all(|len| len == 1)
        || run.is_shape(from, to, &[&[6, 10], &[6, 13], &[6, 12]])
        || { fours.by_ref().take(groups - 1).all(|len| len == 4) && fours.all(|len| len <= 4) }
}

/// Whether an issuer of cards that are used in China has numbers of this beginning and length.
fn is_issued(digits: &[u8]) -> bool {
    let first =
        |count: usize| digits[..count].iter().fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    match digits.len() {
        // 银联, and in one length Visa, Mastercard and JCB.
        16 => {
            first(2) == 62
                || first(1) == 4
                || matches!(first(2), 51..=55 | 35)
                || matches!(first(4), 2221..=2720)
        }
        17 | 18 => first(2) == 62,
        // 工商银行 and 农业银行 have cards that are older than 银联.
        19 => first(2) == 62 || matches!(first(4), 9558 | 9559),
        _ => false,
    }
}

fn is_luhn(digits: &[u8]) -> bool {
    let sum: u32 = (digits.iter().rev().enumerate())
        .map(|(at, digit)| match (u32::from(digit - b'0'), at % 2) {
            (digit, 0) => digit,
            (digit, _) => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}
