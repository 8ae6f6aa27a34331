//! Half-width marks between Chinese characters: 坚守岗位,服务群众

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Report};
use crate::say;
use crate::text::han::is_han;

const MARKS: &[(char, char)] = &[(',', '，'), (';', '；'), (':', '：'), ('?', '？'), ('!', '！')];

/// Once a paragraph and mark, with how many there are.
pub fn check(passage: &Passage<'_>, report: &mut Report) {
    let text = passage.text;
    if !text.contains([',', ';', ':', '?', '!']) {
        return;
    }
    for (half, full) in MARKS {
        let is_between = |at: &usize| {
            let before = text[..*at].chars().next_back().is_some_and(|c| is_han(c) || "”）》".contains(c));
            let rest = text[at + 1..].trim_start_matches(' ');
            before && rest.starts_with(|c: char| is_han(c) || "“（《".contains(c)) && passage.is_prose(*at)
        };
        let places: Vec<usize> = text.match_indices(*half).map(|(at, _)| at).filter(is_between).collect();
        let Some(first) = places.first() else { continue };
        let count = places.len();
        report.push(
            Diagnostic::warning(
                Code::HalfWidthPunctuation,
                passage.span(*first..first + 1),
                say!(
                    "汉字之间用了半角的“{half}”，共 {count} 处",
                    "the half-width `{half}` stands between Chinese characters ({count} in all)"
                ),
            )
            .hint(say!("写成“{full}”", "write `{full}`")),
        );
    }
}
