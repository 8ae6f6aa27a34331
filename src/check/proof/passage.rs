//! A text in the pieces that a proofreader reads: paragraphs, without quotations, code and what is no prose in them.

use std::cell::OnceCell;
use std::ops::Range;

use crate::diag::Span;
use crate::markdown;

/// One paragraph, or one value of a record.
pub struct Passage<'t> {
    pub text: &'t str,
    /// Where it begins in the whole text.
    start: usize,
    whole: &'t str,
    place: Span,
    /// Code, addresses and references in it; looked for where a rule asks.
    aside: OnceCell<Vec<Range<usize>>>,
    signs: OnceCell<Signs>,
}

/// What of a passage rules look at first. One look at each character tells which of them have anything to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(u8);

impl Signs {
    pub const MONTH: Signs = Signs(1);
    pub const BRACKET: Signs = Signs(1 << 1);
    pub const QUOTE: Signs = Signs(1 << 2);
    pub const HALF_WIDTH: Signs = Signs(1 << 3);
    /// A character that is the same as one of the two before it, or a mark right behind another one.
    pub const AGAIN: Signs = Signs(1 << 4);

    fn of(text: &str) -> Signs {
        let mut signs = 0;
        let mut before = ['\0'; 2];
        for c in text.chars() {
            signs |= match c {
                '月' => Signs::MONTH.0,
                '(' | ')' | '[' | ']' | '〈'..='〕' | '（' | '）' | '［' | '］' | '﹝' | '﹞' => {
                    Signs::BRACKET.0
                }
                '"' | '“' | '”' => Signs::QUOTE.0,
                ',' | ';' | ':' | '?' | '!' => Signs::HALF_WIDTH.0,
                _ => 0,
            };
            let is_mark = |c: char| matches!(c, '，' | '。' | '、' | '；' | '：');
            if before.contains(&c) || (is_mark(c) && is_mark(before[1])) {
                signs |= Signs::AGAIN.0;
            }
            before = [before[1], c];
        }
        Signs(signs)
    }
}

impl Passage<'_> {
    /// Where a part of it stands in its file.
    pub fn span(&self, range: Range<usize>) -> Span {
        markdown::locate(self.place, self.whole, self.start + range.start..self.start + range.end)
    }

    /// Whether it has any of these.
    pub fn has(&self, signs: Signs) -> bool {
        self.signs.get_or_init(|| Signs::of(self.text)).0 & signs.0 != 0
    }

    /// Whether what stands at a place is prose.
    pub fn is_prose(&self, at: usize) -> bool {
        let aside = self.aside.get_or_init(|| asides(self.text));
        !aside.iter().any(|aside| aside.contains(&at))
    }
}

/// Shows every paragraph that holds Chinese text. In bodies, quotations (`>`) say what others wrote.
pub fn each(text: &str, place: Span, is_body: bool, see: &mut dyn FnMut(&Passage<'_>)) {
    if text.is_ascii() || (!is_body && text.contains("://")) {
        return;
    }
    let (mut at, mut start, mut in_code) = (0, None, false);
    let mut show = |range: Range<usize>| {
        let part = &text[range.clone()];
        if !part.is_ascii() {
            let (aside, signs) = (OnceCell::new(), OnceCell::new());
            see(&Passage { text: part, start: range.start, whole: text, place, aside, signs });
        }
    };
    for line in text.split_inclusive('\n') {
        let begin = line.trim_start();
        let is_fence = is_body && (begin.starts_with("```") || begin.starts_with("~~~"));
        in_code ^= is_fence;
        let is_other =
            begin.trim_end().is_empty() || is_fence || (is_body && (in_code || begin.starts_with('>')));
        // A heading, a point of a list and a row of a table are paragraphs of their own.
        let is_new = is_body
            && begin.starts_with(['#', '-', '*', '+', '|', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        if (is_other || is_new)
            && let Some(start) = start.take()
        {
            show(start..at);
        }
        if !is_other && start.is_none() {
            start = Some(at);
        }
        at += line.len();
    }
    if let Some(start) = start {
        show(start..text.len());
    }
}

/// Inline code, targets of links, references, and addresses on the web.
fn asides(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (open, close) in [("`", "`"), ("](", ")"), ("[[", "]]"), ("{{", "}}"), ("<", ">")] {
        let mut at = 0;
        while let Some(start) = text[at..].find(open).map(|offset| at + offset) {
            let inside = start + open.len();
            let Some(end) = text[inside..].find(close).map(|offset| inside + offset + close.len()) else {
                break;
            };
            found.push(start..end);
            at = end;
        }
    }
    for (start, _) in text.match_indices("http") {
        let rest = &text[start..];
        let length = rest.find(|c: char| !c.is_ascii_graphic()).unwrap_or(rest.len());
        found.push(start..start + length);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::FileId;

    #[test]
    fn paragraphs_without_what_others_wrote() {
        let mut seen = Vec::new();
        let text = "# 题\n甲\n乙\n\n> 引\n- 丙\n```\n码\n```\n丁`码`[链](u)";
        each(text, Span::whole(FileId(0)), true, &mut |passage| {
            let prose = passage.text.char_indices().filter(|(at, _)| passage.is_prose(*at));
            seen.push(prose.map(|(_, c)| c).collect::<String>());
        });
        assert_eq!(seen, ["# 题\n甲\n乙\n", "- 丙\n", "丁[链"]);
    }
}
