//! How well personal data is found: recall and precision over a corpus from one seed (`corpus.rs`), by kind.
//!
//! `cargo test --test privacy -- --nocapture` prints the table; `SEED=7` takes another corpus.

mod corpus;
mod second;

use std::collections::BTreeMap;

use corpus::{Dice, corpus, resident_number};
use honorroll::privacy::{Certainty, Kind, Scanner, certain_numbers_in, plain, veiled};
use proptest::prelude::*;

/// What came of one kind.
#[derive(Default)]
struct Tally {
    labelled: usize,
    found: usize,
    told: usize,
    wrong: usize,
}

#[test]
fn personal_data_is_found_and_nothing_else() {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_300_909);
    let texts = corpus(seed, 200);
    let scanner = Scanner::default();
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    let mut odd = Vec::new();
    for text in &texts {
        let found = scanner.scan(&text.text);
        for (kind, range) in &text.labels {
            let tally = tallies.entry(*kind).or_default();
            tally.labelled += 1;
            let meets = |other: &std::ops::Range<usize>| other.start < range.end && range.start < other.end;
            match found.iter().any(|finding| finding.kind == *kind && meets(&finding.range)) {
                true => tally.found += 1,
                false => odd.push(format!("missed {kind:?}: {}", text.text)),
            }
        }
        for finding in &found {
            let tally = tallies.entry(finding.kind).or_default();
            tally.told += 1;
            let is_right = text.labels.iter().any(|(kind, range)| {
                *kind == finding.kind && finding.range.start < range.end && range.start < finding.range.end
            });
            if !is_right {
                tally.wrong += 1;
                odd.push(format!(
                    "wrong {:?} `{}`: {}",
                    finding.kind,
                    &text.text[finding.range.clone()],
                    text.text
                ));
            }
        }
    }
    println!(
        "{} texts\n{:<12} {:>8} {:>8} {:>8} {:>8}",
        texts.len(),
        "kind",
        "labelled",
        "found",
        "told",
        "wrong"
    );
    for (kind, tally) in &tallies {
        let Tally { labelled, found, told, wrong } = tally;
        println!("{:<12} {labelled:>8} {found:>8} {told:>8} {wrong:>8}", format!("{kind:?}"));
    }
    odd.truncate(40);
    let sum = |of: fn(&Tally) -> usize| tallies.values().map(of).sum::<usize>() as f64;
    let recall = sum(|tally| tally.found) / sum(|tally| tally.labelled);
    let precision = 1.0 - sum(|tally| tally.wrong) / sum(|tally| tally.told);
    println!("recall {recall:.4}, precision {precision:.4}");
    let odd = odd.join("\n");
    assert!(recall >= 0.99 && precision >= 0.97, "recall {recall:.4}, precision {precision:.4}\n{odd}");
    for (kind, tally) in &tallies {
        assert!(tally.found * 100 >= tally.labelled * 95, "{kind:?} is missed too often\n{odd}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..Default::default() })]

    /// However a number with its check digit is set, and whatever stands around it.
    #[test]
    fn every_checked_resident_number_is_certain(
        seed in any::<u64>(),
        joints in prop::collection::vec(prop::sample::select(&["", "", "", " ", "-", "　", "\u{200B}", "－", "*"][..]), 17),
        wide in prop::collection::vec(any::<bool>(), 18),
        before in "[a-z，。（号：\n 年一]{0,6}",
        behind in "[，。）；\n 年一]{0,6}",
    ) {
        let number = resident_number(&mut Dice(seed));
        let mut text = before.clone();
        for (at, c) in number.chars().enumerate() {
            match wide[at] {
                true => text.extend(char::from_u32(u32::from(c) + 0xFEE0)),
                false => text.push(c),
            }
            text.push_str(joints.get(at).copied().unwrap_or(""));
        }
        text.push_str(&behind);
        let scanned = Scanner::default().scan(&text);
        let scanned = scanned.into_iter().map(|finding| (text.as_str().into(), finding)).collect();
        for found in [scanned, certain_numbers_in(text.as_bytes())] {
            let is_found = found.iter().any(|(passage, finding)| {
                finding.kind == Kind::ResidentId
                    && finding.certainty == Certainty::Certain
                    && plain(&passage[finding.range.clone()]) == number
            });
            prop_assert!(is_found, "{text}: {found:?}");
        }
    }

    /// Written out in Chinese numerals, or over the end of a line.
    #[test]
    fn every_respelt_resident_number_is_certain(seed in any::<u64>(), at in 1usize..17, before in "[，。（号： 年人]{0,6}") {
        let number = resident_number(&mut Dice(seed));
        let spell = |c: char| c.to_digit(10).and_then(|digit| "〇一二三四五六七八九".chars().nth(digit as usize)).unwrap_or(c);
        let spelt: String = number.chars().map(spell).collect();
        for written in [spelt, format!("{}\n{}", &number[..at], &number[at..])] {
            let text = format!("{before}{written}，");
            let scanned = Scanner::default().scan(&text);
            let scanned = scanned.into_iter().map(|finding| (text.as_str().into(), finding)).collect();
            for found in [scanned, certain_numbers_in(text.as_bytes())] {
                let is_found = found.iter().any(|(passage, finding)| {
                    finding.certainty == Certainty::Certain && passage[finding.range.clone()] == written
                });
                prop_assert!(is_found, "{text}: {found:?}");
            }
        }
    }

    /// What a message shows of a number leaves out most of it.
    #[test]
    fn a_message_never_tells_the_number(seed in any::<u64>()) {
        let number = resident_number(&mut Dice(seed));
        let text = format!("身份证号{number}。");
        let found = Scanner::default().scan(&text);
        let shown = veiled(&text, &found[0]);
        prop_assert!(shown.chars().filter(|c| *c == '*').count() >= 13, "{shown}");
        prop_assert!(!shown.contains(&number[3..16]), "{shown}");
    }

    /// Whatever comes in, looking at it ends, and every place is one in the text.
    #[test]
    fn any_text_can_be_scanned(text in "[0-9０-９一二三村组号栋单元室小学年级患癌王李示例@.a-zA-Z·°′ ，。\n-]{0,200}|.{0,100}") {
        for finding in Scanner::default().scan(&text) {
            prop_assert!(!veiled(&text, &finding).is_empty());
        }
    }
}
