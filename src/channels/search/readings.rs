//! How a name may be typed in Latin letters: syllables, initials, and both mixed, from any of its characters on.

use std::borrow::Cow;

/// Beyond so many characters a name is found by all its syllables, all its initials, and both mixed in the first few.
const MIXED: usize = 4;

/// Calls `each` with every key of a name, `zhangs`; whoever types a beginning of one finds the name. `readings` are those
/// of its characters; what has none ends a key.
pub fn keys(readings: &[String], mut each: impl FnMut(&str)) {
    let mut key = String::new();
    for start in 0..readings.len() {
        let known = readings[start..].iter().take_while(|reading| !reading.is_empty()).count();
        let read = &readings[start..start + known];
        if known > 0 {
            spell(&mut key, &read[..known.min(MIXED)], By { syllable: true, initial: true }, &mut each);
        }
        if known > MIXED {
            spell(&mut key, read, By { syllable: true, initial: false }, &mut each);
            spell(&mut key, read, By { syllable: false, initial: true }, &mut each);
        }
    }
}

/// Syllables as they may be typed: `ü` is `v`, after `l` and `n` also `u`.
pub fn spellings(reading: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let other = match reading.as_bytes() {
        [b'l' | b'n', b'v', ..] => Some(Cow::Owned(format!("{}u{}", &reading[..1], &reading[2..]))),
        _ => None,
    };
    std::iter::once(Cow::Borrowed(reading)).chain(other)
}

/// How characters are typed. The last one is a syllable in any case, of which its initial is a beginning.
#[derive(Clone, Copy)]
struct By {
    syllable: bool,
    initial: bool,
}

/// Calls `each` with `key` and every way to type `read` after it.
fn spell(key: &mut String, read: &[String], by: By, each: &mut dyn FnMut(&str)) {
    let Some((reading, rest)) = read.split_first() else { return each(key) };
    let length = key.len();
    let mut type_and_go_on = |typed: &str| {
        key.push_str(typed);
        spell(key, rest, by, each);
        key.truncate(length);
    };
    if by.syllable || rest.is_empty() {
        spellings(reading).for_each(|syllable| type_and_go_on(&syllable));
    }
    if by.initial && !rest.is_empty() {
        type_and_go_on(&reading[..reading.len().min(1)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_type_a_name() {
        let check = |readings: &str, expect: &str| {
            let readings: Vec<String> = readings.split(' ').map(str::to_owned).collect();
            let mut found = Vec::new();
            keys(&readings, |key| found.push(key.to_owned()));
            assert_eq!(found.join(" "), expect, "{readings:?}");
        };
        check("zhang san", "zhangsan zsan san");
        check("zhang", "zhang");
        check("xie qing shi", "xieqingshi xieqshi xqingshi xqshi qingshi qshi shi");
        check(
            "a b c d e",
            "abcd abcd abcd abcd abcd abcd abcd abcd abcde abcde bcde bcde bcde bcde bcde bcde bcde bcde cde cde cde cde de de e",
        );
        check("lv meng", "lvmeng lumeng lmeng meng");
        check("nve", "nve nue");
        // A letter without a reading, as in a foreign name.
        check("li  mu", "li mu");
    }
}
