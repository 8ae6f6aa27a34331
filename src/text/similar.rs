//! “Did you mean …?”: the candidates nearest to what was written.

use super::han::is_han;
use super::pinyin::{self, Reads};

/// Up to `n` of the candidates that the writer may have meant, nearest first; equal ones in the order given.
///
/// Near are: few characters added, left out, swapped or wrong (a third of them, at least one); the same sound
/// (`组识部` for `组织部`); and a part of the full name, or some of its characters in their
/// order. Empty input and exact matches give nothing to suggest.
pub fn nearest<'a>(input: &str, candidates: impl IntoIterator<Item = &'a str>, n: usize) -> Vec<&'a str> {
    let wanted = Form::new(input);
    let mut near: Vec<(usize, &str)> = Vec::new();
    if wanted.chars.is_empty() || n == 0 {
        return Vec::new();
    }
    for candidate in candidates {
        if candidate == input || near.iter().any(|(_, seen)| *seen == candidate) {
            continue;
        }
        let Some(distance) = wanted.distance(candidate) else { continue };
        let place = near.partition_point(|(other, _)| *other <= distance);
        if place < n {
            near.insert(place, (distance, candidate));
            near.truncate(n);
        }
    }
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Inputs longer than this are compared by their beginning: nobody mistypes a paragraph, and the work stays bounded.
const MAX_CHARS: usize = 64;

struct Form {
    chars: Vec<char>,
    sounds: Vec<Sound>,
}

#[derive(Clone, PartialEq)]
enum Sound {
    Syllable(String),
    Letter(char),
}

impl Form {
    fn new(text: &str) -> Form {
        let chars: Vec<char> = text.trim().chars().take(MAX_CHARS).flat_map(char::to_lowercase).collect();
        let sounds = sounds(&chars);
        Form { chars, sounds }
    }

    /// Half steps: 2 for each wrong character, 1 more where only the sounds agree.
    fn distance(&self, candidate: &str) -> Option<usize> {
        let other: Vec<char> = candidate.chars().take(MAX_CHARS).flat_map(char::to_lowercase).collect();
        let limit = (self.chars.len() / 3).max(1);
        let contained = contains(&other, &self.chars)
            || contains(&self.chars, &other)
            || abbreviates(&other, &self.chars)
            || abbreviates(&self.chars, &other);
        if self.chars.len().abs_diff(other.len()) > limit && !contained {
            return None;
        }
        let written = strsim::generic_levenshtein(&self.chars, &other);
        if written <= limit.min(1) {
            return Some(2 * written);
        }
        if self.chars.len() == other.len()
            && self.chars.iter().copied().any(is_han)
            && self.sounds == sounds(&other)
        {
            return Some(1);
        }
        match written <= limit {
            true => Some(2 * written),
            false => contained.then_some(2 * limit + 2 + other.len().abs_diff(self.chars.len())),
        }
    }
}

fn sounds(chars: &[char]) -> Vec<Sound> {
    let text: String = chars.iter().collect();
    pinyin::readings(&text, Reads::Text)
        .into_iter()
        .map(|(c, reading)| reading.map_or(Sound::Letter(c), |syllable| Sound::Syllable(syllable.ascii())))
        .collect()
}

/// A part of at least two characters.
fn contains(whole: &[char], part: &[char]) -> bool {
    part.len() >= 2 && part.len() < whole.len() && whole.windows(part.len()).any(|window| window == part)
}

/// Three Chinese characters or more of a name, in its order and not a third of it: `示例组织部` for `示例市委组织部`.
fn abbreviates(whole: &[char], part: &[char]) -> bool {
    let mut rest = whole.iter();
    part.len() >= 3
        && part.len() < whole.len()
        && whole.len() <= 3 * part.len()
        && part.iter().all(|c| is_han(*c) && rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses() {
        let units = [
            "资中县委组织部",
            "东兴区委组织部",
            "东兴区委宣传部",
            "东兴区",
            "市委组织部",
            "隆昌市委组织部",
            "published",
        ];
        let check = |input, expect: &[&str]| assert_eq!(nearest(input, units, 3), expect, "{input}");
        check("东兴区委组识部", &["东兴区委组织部", "东兴区委宣传部", "东兴区"]);
        check("东星区尾组织步", &["东兴区委组织部"]);
        check("组织部", &["市委组织部", "资中县委组织部", "东兴区委组织部"]);
        check("publised", &["published"]);
        check("Published", &["published"]);
        check("东兴组织部", &["东兴区委组织部"]);
        check("兴东组织部", &[]);
        check("毫不相干", &[]);
        check("", &[]);
        check("  ", &[]);
    }

    #[test]
    fn at_most_n_and_none_twice() {
        assert_eq!(nearest("张三", ["张四", "张五", "张四", "张六"], 2), ["张四", "张五"]);
        assert_eq!(nearest("张三", ["张四"], 0), [""; 0]);
        assert_eq!(nearest("张三", ["张三"], 3), [""; 0]);
    }

    #[test]
    fn long_input_is_bounded() {
        let long = "示例".repeat(100_000);
        assert_eq!(nearest(&long, ["示例", long.as_str()], 3), ["示例"]);
    }
}
