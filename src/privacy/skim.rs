//! Long texts of which there are many and most hold no number: only what stands where digits lie close together is read.

use std::borrow::Cow;
use std::ops::Range;

use super::{Certainty, Finding, digits, numbers, phone, respelt};

/// So many bytes are looked at together. More than ever lies between two digits of one number, see [`digits`].
const STEP: usize = 32;

/// What stands before and behind a number says what it is. As far as the rules of numbers look, in bytes.
const BEFORE: usize = 768;
const BEHIND: usize = 128;

/// The numbers that are certain, each with a passage of the bytes that holds it; its place is that in the passage.
/// What is no UTF-8 is read as such: digits are the same in every encoding that is still in use.
pub fn certain_numbers_in(bytes: &[u8]) -> Vec<(Cow<'_, str>, Finding)> {
    let mut all = Vec::new();
    for crowd in crowds(bytes, phone::MOBILE_DIGITS) {
        let core = begin_of_char(bytes, crowd.start)..end_of_char(bytes, crowd.end);
        let text = String::from_utf8_lossy(&bytes[core.clone()]);
        let mut is_number = respelt::is_cut(&text);
        digits::each_run(&text, phone::MOBILE_DIGITS, |_| is_number = true);
        if is_number {
            all.extend(around(bytes, core));
        }
    }
    for spelt in respelt::places(bytes) {
        all.extend(around(bytes, spelt));
    }
    // One in numerals may begin close to digits, and is then found twice.
    let place = |(at, (_, finding)): &(usize, (Cow<'_, str>, Finding))| (*at, finding.range.len());
    all.sort_by_key(place);
    all.dedup_by_key(|found| place(found));
    all.into_iter().map(|(_, found)| found).collect()
}

/// The numbers that begin in a part of the bytes, each behind its place in them.
fn around(bytes: &[u8], core: Range<usize>) -> impl Iterator<Item = (usize, (Cow<'_, str>, Finding))> {
    let start = begin_of_char(bytes, core.start.saturating_sub(BEFORE));
    let end = end_of_char(bytes, bytes.len().min(core.end + BEHIND));
    let passage = String::from_utf8_lossy(&bytes[start..end]);
    let mut found = certain_numbers(&passage);
    // What begins before belongs to another part, and may be cut off here. In what is no UTF-8 places are others.
    let is_here =
        |finding: &Finding| matches!(passage, Cow::Owned(_)) || core.contains(&(start + finding.range.start));
    found.retain(is_here);
    found.into_iter().map(move |finding| (start + finding.range.start, (passage.clone(), finding)))
}

fn certain_numbers(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    digits::each_run(text, phone::MOBILE_DIGITS, |run| numbers(text, run, &mut found));
    respelt::find(text, &mut found);
    found.retain(|finding| finding.certainty == Certainty::Certain);
    found
}

/// Where so many digits lie close together: no digit of a number that has them lies elsewhere.
fn crowds(bytes: &[u8], least: usize) -> Vec<Range<usize>> {
    let mut crowds = Vec::new();
    let (mut start, mut count) = (0, 0);
    // One step more than there is ends the last crowd.
    for at in (0..bytes.len() + STEP).step_by(STEP) {
        match digits_at(bytes, at) {
            0 => {
                if count >= least {
                    crowds.push(start..at.min(bytes.len()));
                }
                (start, count) = (at + STEP, 0);
            }
            more => count += more,
        }
    }
    crowds
}

/// How many digits begin in one step of the bytes.
fn digits_at(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(window) => digits_of(window),
        None => {
            let mut window = [0; STEP + 2];
            let rest = bytes.get(at..).unwrap_or_default();
            window[..rest.len()].copy_from_slice(rest);
            digits_of(&window)
        }
    }
}

/// Of either width; full-width ones have three bytes. Written so that many bytes are compared in one go.
fn digits_of(window: &[u8; STEP + 2]) -> usize {
    let mut count = 0u8;
    for at in 0..STEP {
        let [first, second, third] = [window[at], window[at + 1], window[at + 2]];
        let is_wide = (first == 0xEF) & (second == 0xBC) & (third.wrapping_sub(0x90) < 10);
        count += u8::from((first.wrapping_sub(b'0') < 10) | is_wide);
    }
    usize::from(count)
}

fn begin_of_char(bytes: &[u8], at: usize) -> usize {
    (at.saturating_sub(3)..=at).rev().find(|at| is_begin(bytes, *at)).unwrap_or(at)
}

fn end_of_char(bytes: &[u8], at: usize) -> usize {
    (at..=bytes.len().min(at + 3)).find(|at| is_begin(bytes, *at)).unwrap_or(at)
}

fn is_begin(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(|byte| byte & 0xC0 != 0x80)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn skimmed(bytes: &[u8]) -> Vec<String> {
        let found = certain_numbers_in(bytes);
        found.iter().map(|(passage, finding)| passage[finding.range.clone()].to_owned()).collect()
    }

    fn read(text: &str) -> Vec<String> {
        let mut found = certain_numbers(text);
        found.sort_by_key(|finding| finding.range.start);
        found.iter().map(|finding| text[finding.range.clone()].to_owned()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Whatever stands around a number and wherever it stands, skimming finds what reading finds.
        #[test]
        fn skimming_finds_what_reading_finds(
            parts in proptest::collection::vec(
                prop_oneof![
                    Just("13800138000".to_owned()),
                    Just("138 0013-8000".to_owned()),
                    Just("１３８ ００１３ ８０００".to_owned()),
                    Just("1　3　8　0　0　1　3　8　0　0　0".to_owned()),
                    Just("11010519491231002X".to_owned()),
                    Just("110105 19491231 002X".to_owned()),
                    Just("6222 0212 3456 7890 123".to_owned()),
                    Just("一三八〇〇一三八〇〇〇".to_owned()),
                    Just("订单号：".to_owned()),
                    Just("电话".to_owned()),
                    Just("https://example.org/".to_owned()),
                    Just("<time datetime=\"2030-05-13\">2030年5月13日</time>".to_owned()),
                    "[0-9]{1,6}",
                    "[，。：a-z <>/\"-]{0,12}",
                    "[一-龥]{0,40}",
                ],
                0..12,
            )
        ) {
            let text = parts.concat();
            prop_assert_eq!(skimmed(text.as_bytes()), read(&text), "{}", text);
        }
    }

    #[test]
    fn what_is_no_utf_8_is_skimmed_too() {
        let bytes = [&b"\xD0\xD5\xC3\xFB,"[..], b"13800138000", b"\r\n"].concat();
        assert_eq!(skimmed(&bytes), ["13800138000"]);
    }
}
