//! Personal data in texts: numbers, addresses and circumstances that must not become public by accident.
//!
//! Comes in: a text as it was written, or as it would be published. Goes out: [`Finding`]s, each with its place, what it is, how
//! certain that is, and which part of it a message must not repeat.
//! It deliberately knows no records, allowances or diagnostics, and decides nothing: what is allowed, what stops a build and how
//! it is told is said by `check`. It finds what is written in digits, numerals and words; pictures of documents and PDFs are not
//! read.

mod address;
mod card;
mod circumstance;
mod digits;
mod identity;
mod mail;
mod near;
mod office;
mod paper;
mod person;
mod phone;
mod position;
mod respelt;
mod skim;

pub use office::words;
pub use skim::certain_numbers_in;

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use digits::Run;

/// A passage of a text that is, or seems to be, personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is, in bytes of the text.
    pub range: Range<usize>,
    /// The part of it that nobody may be told again, in bytes of the text.
    pub hidden: Range<usize>,
    pub kind: Kind,
    pub certainty: Certainty,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 居民身份证号码 (GB 11643-1999), of 18 digits or, before 1999, of 15.
    ResidentId,
    Mobile,
    Landline,
    BankCard,
    Email,
    /// An address down to the door.
    HomeAddress,
    /// A number plate (GA 36).
    Plate,
    Passport,
    /// A pupil's full name beside the school.
    Minor,
    /// An illness or a disability of someone who is named.
    Health,
    /// Full names of a person's family.
    Family,
    /// Coordinates that tell a house from its neighbour.
    Position,
}

impl Kind {
    pub const ALL: [Kind; 12] = [
        Kind::ResidentId,
        Kind::Mobile,
        Kind::Landline,
        Kind::BankCard,
        Kind::Email,
        Kind::HomeAddress,
        Kind::Plate,
        Kind::Passport,
        Kind::Minor,
        Kind::Health,
        Kind::Family,
        Kind::Position,
    ];

    /// Whether it is told by its digits and letters alone, so that two spellings of it can be held against each other.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Kind::ResidentId | Kind::Mobile | Kind::Landline | Kind::BankCard | Kind::Plate | Kind::Passport
        )
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// By its check digit or its form it can hardly be anything else.
    Certain,
    /// A person should look at it.
    Likely,
}

/// Looks for personal data of every kind. Made once and used for many texts.
pub struct Scanner {
    /// The words beside which circumstances are told, in the order of [`TRIGGERS`].
    triggers: AhoCorasick,
    causes: Vec<Cause>,
}

/// What a word asks to be looked for around it.
#[derive(Clone, Copy)]
enum Cause {
    Door,
    Estate,
    School,
    Illness,
    State,
    Kin,
    Degrees,
}

impl Default for Scanner {
    fn default() -> Scanner {
        let words = [
            (Cause::Door, address::DOORS),
            (Cause::Estate, address::TERSE),
            (Cause::School, circumstance::SCHOOLS),
            (Cause::Illness, circumstance::ILLNESSES),
            (Cause::State, circumstance::STATES),
            (Cause::Kin, circumstance::KIN),
            (Cause::Degrees, position::DEGREES),
        ];
        let causes = words.iter().flat_map(|(cause, words)| words.iter().map(move |_| *cause)).collect();
        let words = words.iter().flat_map(|(_, words)| words.iter());
        let triggers = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
        let triggers =
            triggers.expect("some two hundred short words are within every limit of the automaton");
        Scanner { triggers, causes }
    }
}

impl Scanner {
    /// All findings, in the order of the text; none lies in another.
    pub fn scan(&self, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        // The shortest number that is looked for is the end of a number plate.
        digits::each_run(text, 3, |run| {
            numbers(text, run, &mut found);
            paper::find(text, run, &mut found);
        });
        respelt::find(text, &mut found);
        mail::find(text, &mut found);
        position::find_decimal(text, &mut found);
        if !text.is_ascii() {
            for trigger in self.triggers.find_iter(text) {
                let at = trigger.range();
                found.extend(match self.causes[trigger.pattern().as_usize()] {
                    Cause::Door => address::around(text, at),
                    Cause::Estate => address::behind(text, at),
                    Cause::School => circumstance::pupil(text, at),
                    Cause::Illness => circumstance::illness(text, at),
                    Cause::State => circumstance::state(text, at),
                    Cause::Kin => circumstance::family(text, at),
                    Cause::Degrees => position::around(text, at),
                });
            }
        }
        settle(found)
    }
}

/// What a message may show of the finding: its beginning and end, with stars between.
pub fn veiled(text: &str, finding: &Finding) -> String {
    let Range { start, end } = finding.range.clone();
    let Range { start: from, end: to } = finding.hidden.clone();
    format!("{}{}{}", &text[start..from], stars(&text[from..to]), &text[to..end])
}

/// A star for every letter, digit and character; what stands between them stays.
pub fn stars(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { '*' } else { c }).collect()
}

/// What two spellings of one number, or of one passage, have in common: letters and digits, of one width and case.
pub fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars()
        .map(narrow)
        .filter(|c| c.is_alphanumeric() || *c == '@')
        .flat_map(char::to_uppercase)
        .collect()
}

/// Every number in a run of digits, the longest first.
fn numbers(text: &str, run: &Run, found: &mut Vec<Finding>) {
    let mut at = 0;
    while at < run.groups.len() {
        let number = (identity::at(text, run, at))
            .or_else(|| card::at(text, run, at))
            .or_else(|| phone::at(text, run, at));
        match number {
            Some((finding, next)) => {
                found.push(finding);
                at = next;
            }
            None => at += 1,
        }
    }
}

/// A finding that is a number: all but its first three and last two digits or letters are hidden.
fn number(text: &str, range: Range<usize>, kind: Kind, certainty: Certainty) -> Finding {
    let signs: Vec<(usize, char)> =
        text[range.clone()].char_indices().filter(|(_, c)| c.is_alphanumeric()).collect();
    let (from, to) = (3.min(signs.len().saturating_sub(1)), signs.len().saturating_sub(2).max(1));
    let at = |sign: usize| signs.get(sign).map_or(range.end, |(at, _)| range.start + at);
    Finding { hidden: at(from)..at(to.max(from)), range, kind, certainty }
}

/// In the order of the text; where two meet, the more certain and then the longer one stays.
fn settle(mut found: Vec<Finding>) -> Vec<Finding> {
    if found.len() < 2 {
        return found;
    }
    found.sort_by_key(|finding| (finding.certainty, std::cmp::Reverse(finding.range.len())));
    let mut settled: Vec<Finding> = Vec::with_capacity(found.len());
    for finding in found {
        let meets =
            |other: &Finding| other.range.start < finding.range.end && finding.range.start < other.range.end;
        if !settled.iter().any(meets) {
            settled.push(finding);
        }
    }
    settled.sort_by_key(|finding| finding.range.start);
    settled
}

#[cfg(test)]
mod tests;
