//! Digits that may be one number: of either width, with blanks, hyphens and what has no width between them.

use std::ops::Range;

/// Groups of digits that stand so close together that they may be one number.
#[derive(Debug, Default)]
pub struct Run {
    /// All digits, as ASCII.
    pub digits: Vec<u8>,
    pub groups: Vec<Group>,
}

/// Digits without anything between them that readers see: no blank, but marks of Markdown and what has no width.
#[derive(Clone, Debug)]
pub struct Group {
    /// In bytes of the text.
    pub range: Range<usize>,
    /// Where its digits begin in [`Run::digits`].
    pub first: usize,
    pub len: usize,
    /// What stands between it and the group before.
    pub joint: Joint,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// Nothing: it is the first.
    Start,
    /// Blanks or hyphens.
    Loose,
    /// A point: the groups may be the parts of a decimal number or a version.
    Point,
    /// A closing bracket, as behind an area code.
    Bracket,
}

impl Run {
    /// The digits of the groups `from..to`.
    pub fn of(&self, from: usize, to: usize) -> &[u8] {
        let last = &self.groups[to - 1];
        &self.digits[self.groups[from].first..last.first + last.len]
    }

    /// Where the groups `from..to` stand in the text.
    pub fn range(&self, from: usize, to: usize) -> Range<usize> {
        self.groups[from].range.start..self.groups[to - 1].range.end
    }

    /// How many digits each of the groups `from..to` has.
    pub fn shape(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + Clone {
        self.groups[from..to].iter().map(|group| group.len)
    }

    pub fn is_shape(&self, from: usize, to: usize, shapes: &[&[usize]]) -> bool {
        shapes.iter().any(|shape| self.shape(from, to).eq(shape.iter().copied()))
    }

    /// Whether the groups are no part of a decimal number that begins before or goes on behind them.
    pub fn is_whole(&self, from: usize, to: usize) -> bool {
        let begins = self.groups[from].joint != Joint::Point;
        let ends = self.groups.get(to).is_none_or(|next| next.joint != Joint::Point);
        begins && ends
    }
}

/// Calls `see` for every run of at least so many digits.
pub fn each_run(text: &str, least: usize, mut see: impl FnMut(&Run)) {
    let bytes = text.as_bytes();
    let mut run = Run::default();
    let mut at = 0;
    while let Some(start) = next(bytes, at) {
        run.digits.clear();
        run.groups.clear();
        let mut joint = Joint::Start;
        at = start;
        loop {
            let (begin, first) = (at, run.digits.len());
            loop {
                while let Some((digit, width)) = digit(bytes, at) {
                    run.digits.push(digit);
                    at += width;
                }
                match unseen(text, at) {
                    Some(end) => at = end,
                    None => break,
                }
            }
            run.groups.push(Group { range: begin..at, first, len: run.digits.len() - first, joint });
            match joint_at(text, at) {
                Some((kind, end)) => (joint, at) = (kind, end),
                None => break,
            }
        }
        if run.digits.len() >= least {
            see(&run);
        }
    }
}

fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| byte.is_ascii_digit() || *byte == 0xEF)?;
        if digit(bytes, at).is_some() {
            return Some(at);
        }
        at += 1;
    }
}

/// A digit of ASCII or a full-width one, and how many bytes it takes.
fn digit(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    match bytes.get(at)? {
        digit @ b'0'..=b'9' => Some((*digit, 1)),
        0xEF => match bytes.get(at + 1..at + 3)? {
            [0xBC, digit @ 0x90..=0x99] => Some((digit - 0x90 + b'0', 3)),
            _ => None,
        },
        _ => None,
    }
}

/// At most so many characters stand between two groups of one number.
const WIDEST: usize = 4;

/// What lies between the digits that end at `at` and those that follow, with where these begin.
fn joint_at(text: &str, at: usize) -> Option<(Joint, usize)> {
    let bytes = text.as_bytes();
    // Most digits are followed by something that joins nothing.
    let is_possible = |byte: &u8| {
        matches!(byte, b' ' | b'-' | b'.' | b')' | b'*' | b'_' | b'`' | 0xC2 | 0xE2 | 0xE3 | 0xEF)
    };
    bytes.get(at).filter(|byte| is_possible(byte))?;
    let mut kind = Joint::Loose;
    for (count, (offset, c)) in text[at..].char_indices().enumerate() {
        if count > 0 && digit(bytes, at + offset).is_some() {
            return Some((kind, at + offset));
        }
        match c {
            _ if count == WIDEST => return None,
            '.' if count == 0 => kind = Joint::Point,
            ')' | '）' => kind = Joint::Bracket,
            c if is_joint(c) => {}
            _ => return None,
        }
    }
    None
}

/// Where the digits go on behind nothing that readers see: what has no width, and the marks of bold text and code.
fn unseen(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.get(at).filter(|byte| matches!(byte, b'*' | b'_' | b'`' | 0xC2 | 0xE2 | 0xEF))?;
    let rest = &text[at..];
    let bare = rest
        .trim_start_matches(|c| matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'));
    let bare = ["**", "__", "`"].iter().find_map(|mark| bare.strip_prefix(mark)).unwrap_or(bare);
    let end = text.len() - bare.len();
    (end > at && digit(bytes, end).is_some()).then_some(end)
}

/// Blanks, hyphens, marks of Markdown and what has no width.
pub fn is_joint(c: char) -> bool {
    matches!(c, ' ' | '-' | '*' | '_' | '`' | '\u{A0}' | '\u{AD}' | '·' | '－' | '　')
        || matches!(c, '\u{2000}'..='\u{2015}' | '\u{202F}' | '\u{2060}' | '\u{2212}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[&[&str]]) {
        let mut found = Vec::new();
        each_run(text, 1, |run| {
            found.push(
                run.groups.iter().map(|group| text[group.range.clone()].to_owned()).collect::<Vec<_>>(),
            );
        });
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn digits_that_may_be_one_number() {
        check("138 1234-5678", &[&["138", "1234", "5678"]]);
        check("电话138１２３４,5678", &[&["138１２３４"], &["5678"]]);
        check("(028)8765\u{200B}4321。", &[&["028", "8765\u{200B}4321"]]);
        check("138**0000**1234，5`6`", &[&["138**0000**1234"], &["5`6"]]);
        check("3*4 5**", &[&["3", "4", "5"]]);
        check("1\n2 a 3-", &[&["1"], &["2"], &["3"]]);
        check("30.5，104.1", &[&["30", "5"], &["104", "1"]]);
        check("", &[]);
    }
}
