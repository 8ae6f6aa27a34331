//! Texts of a second author (`second.txt`), written down as people write, so that rules are not measured by their own author's
//! idea of a text alone.

use std::ops::Range;

use honorroll::privacy::{Kind, Scanner};

/// What is personal in a text stands between ⟦ and ⟧.
fn parse(line: &str) -> (Option<Kind>, String, Vec<Range<usize>>) {
    let (kind, marked) = line.split_once('\t').expect("a kind, a tab and a text");
    let kind = Kind::ALL.into_iter().find(|known| format!("{known:?}") == kind);
    let marked = marked.replace("\\n", "\n").replace("\\t", "\t");
    let (mut text, mut labels, mut start) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        match c {
            '⟦' => start = text.len(),
            '⟧' => labels.push(start..text.len()),
            c => text.push(c),
        }
    }
    (kind, text, labels)
}

#[test]
fn texts_of_another_hand() {
    let scanner = Scanner::default();
    let (mut labelled, mut found, mut told, mut wrong) = (0, 0, 0, 0);
    let mut odd = Vec::new();
    for line in include_str!("second.txt").lines().filter(|line| !line.starts_with('#')) {
        let (kind, text, labels) = parse(line);
        let findings = scanner.scan(&text);
        labelled += labels.len();
        told += findings.len();
        let meets = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        for label in &labels {
            match findings.iter().any(|finding| Some(finding.kind) == kind && meets(&finding.range, label)) {
                true => found += 1,
                false => odd.push(format!("missed {kind:?}: {text}")),
            }
        }
        for finding in &findings {
            let is_right =
                labels.iter().any(|label| meets(&finding.range, label)) && Some(finding.kind) == kind;
            if !is_right {
                wrong += 1;
                odd.push(format!("wrong {:?} `{}`: {text}", finding.kind, &text[finding.range.clone()]));
            }
        }
    }
    let (recall, precision) = (found as f64 / labelled as f64, 1.0 - wrong as f64 / told as f64);
    println!(
        "{labelled} labelled, {found} found, {told} told, {wrong} wrong: recall {recall:.4}, precision {precision:.4}"
    );
    println!("{}", odd.join("\n"));
    assert!(
        recall >= 0.97 && precision >= 0.99,
        "recall {recall:.4}, precision {precision:.4}\n{}",
        odd.join("\n")
    );
}
