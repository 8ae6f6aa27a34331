//! How a name may be typed in Latin letters: syllables, initials, and both mixed, from any of its characters on.

/// Beyond so many characters a name is found by all its syllables, all its initials, and both mixed in the first few.
const MIXED: usize = 4;

/// Calls `each` with every key of a name, `zhangs`; whoever types a beginning of one finds the name. `readings` are those
/// of its characters; what has none ends a key.
pub fn keys(readings: &[String], mut each: impl FnMut(&str)) {
    let mut key = String::new();
    for start in 0..readings.len() {
        let known = readings[start..].iter().take_while(|reading| !reading.is_empty()).count();
        let read = &readings[start..start + known];
        let mixed = &read[..known.min(MIXED)];
        // Of all but the last character the syllable or the initial; of the last the syllable, of which its initial is a
        // beginning.
        let combinations = 1_u32 << mixed.len().saturating_sub(1);
        for initials in (0..combinations).filter(|_| !mixed.is_empty()) {
            spell(&mut key, mixed, |at| initials >> at & 1 == 1);
            each(&key);
        }
        if known > MIXED {
            for is_initials in [false, true] {
                spell(&mut key, read, |at| is_initials && at + 1 < known);
                each(&key);
            }
        }
    }
}

fn spell(key: &mut String, read: &[String], is_initial: impl Fn(usize) -> bool) {
    key.clear();
    for (at, reading) in read.iter().enumerate() {
        key.push_str(if is_initial(at) { &reading[..reading.len().min(1)] } else { reading });
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
        check("xie qing shi", "xieqingshi xqingshi xieqshi xqshi qingshi qshi shi");
        check(
            "a b c d e",
            "abcd abcd abcd abcd abcd abcd abcd abcd abcde abcde bcde bcde bcde bcde bcde bcde bcde bcde cde cde cde cde de de e",
        );
        // A letter without a reading, as in a foreign name.
        check("li  mu", "li mu");
    }
}
