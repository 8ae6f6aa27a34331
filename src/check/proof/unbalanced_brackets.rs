//! Brackets and book-title marks that are opened and not closed, closed and not opened, or closed by another kind.

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Report};
use crate::say;

const PAIRS: &[(char, char)] =
    &[('（', '）'), ('《', '》'), ('〈', '〉'), ('【', '】'), ('〔', '〕'), ('「', '」'), ('『', '』')];

/// One problem a paragraph: what follows it is often its consequence.
pub fn check(passage: &Passage<'_>, report: &mut Report) {
    let text = passage.text;
    let mut open: Vec<(usize, char, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        if !matches!(c, '('..=')' | '〈'..='〕' | '（'..='）') {
            continue;
        }
        // A half-width bracket among full-width ones is looked at by where it closes.
        let is_half = matches!(c, '(' | ')');
        if (is_half && open.is_empty()) || !passage.is_prose(at) {
            continue;
        }
        if let Some((_, close)) = PAIRS.iter().find(|(opening, _)| *opening == c) {
            open.push((at, c, *close));
        } else if is_half || PAIRS.iter().any(|(_, closing)| *closing == c) {
            match open.last() {
                Some((_, _, close)) if *close == c => drop(open.pop()),
                Some((start, '（', _)) if c == ')' => {
                    let half = text[*start..at].contains('(');
                    if !half {
                        return told(
                            passage,
                            at,
                            c,
                            say!("“（”用半角的“)”来关闭", "`（` is closed by the half-width `)`"),
                            report,
                        );
                    }
                }
                _ if is_half || is_point(&text[..at]) => {}
                _ => {
                    return told(
                        passage,
                        at,
                        c,
                        say!("“{c}”没有和它配对的前一半", "`{c}` closes nothing"),
                        report,
                    );
                }
            }
        }
    }
    // A half-width bracket may be what closes it: that is told where it stands.
    if let Some((at, c, close)) = open.first() {
        let (at, c, close) = (*at, *c, *close);
        told(passage, at, c, say!("“{c}”后面没有“{close}”", "`{c}` is not closed by `{close}`"), report);
    }
}

/// Whether the bracket that follows belongs to the number of a point: 1）加强领导
fn is_point(before: &str) -> bool {
    let line = before.rsplit(['\n', '。', '；', '：', '，', '、', ' ']).next().unwrap_or(before);
    let number = line.trim_start_matches(['-', '*', ' ']);
    !number.is_empty()
        && number.chars().all(|c| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c))
}

fn told(passage: &Passage<'_>, at: usize, c: char, message: crate::diag::Text, report: &mut Report) {
    let span = passage.span(at..at + c.len_utf8());
    report.push(Diagnostic::warning(Code::UnbalancedBrackets, span, message).hint(say!(
        "补上缺的一半，或删去多的一半",
        "add the half that is missing, or remove the one too many"
    )));
}

#[cfg(test)]
mod tests {
    use super::super::passage;
    use super::*;
    use crate::diag::{FileId, Span};

    #[test]
    fn halves() {
        let found = |text: &str| {
            let mut report = Report::new();
            let place = Span::new(FileId(0), 0..text.len());
            passage::each(text, place, true, &mut |passage| check(passage, &mut report));
            report.iter().map(|diagnostic| diagnostic.message.zh.clone()).collect::<Vec<_>>()
        };
        assert_eq!(found("学习《条例和《办法》"), ["“《”后面没有“》”"]);
        assert_eq!(found("他（示例市人"), ["“（”后面没有“）”"]);
        assert_eq!(found("示例）等"), ["“）”没有和它配对的前一半"]);
        assert_eq!(found("他（示例市人)到场"), ["“（”用半角的“)”来关闭"]);
        for right in [
            "（一）加强领导",
            "1）加强；2）落实",
            "《关于〈办法〉的决定》（试行）",
            "示委发〔2030〕15号",
            "(a) 甲",
            "见[这里](甲)",
            "（a(b)c）",
        ] {
            assert_eq!(found(right), [""; 0], "{right}");
        }
    }
}
