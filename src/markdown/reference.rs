//! `[[people/zhang-san]]`, `[[张三|老张]]`, `{{figure: visits}}`, `{{photo: id}}`: what a body asks of the rest of the site.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diag::Text;
use crate::say;

/// One reference, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Bytes of the body, with the brackets.
    pub range: Range<usize>,
    pub kind: Kind,
    /// An id, a name, or a path; never empty, without spaces around it.
    pub target: String,
    /// The author's own words for it, after `|`: plain text, never empty.
    pub label: Option<String>,
    /// It is a paragraph of its own, so that a block may take its place. Photos only.
    pub alone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// `[[…]]`
    Record,
    /// `{{figure: …}}`, `{{指标：…}}`
    Figure,
    /// `{{photo: …}}`, `{{照片：…}}`
    Photo,
}

/// Something in a run of text that looks like a reference. The range is of that run, with the brackets.
#[derive(Debug, PartialEq)]
pub(super) enum Found<'a> {
    Reference { range: Range<usize>, kind: Kind, target: &'a str, label: Option<&'a str> },
    Malformed { range: Range<usize>, message: Text, hint: Text },
}

impl Found<'_> {
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Found::Reference { range, .. } | Found::Malformed { range, .. } => range.clone(),
        }
    }
}

/// All references of a run of text, in order. `is_literal` says of a byte that its author escaped it.
pub(super) fn find<'a>(text: &'a str, is_literal: impl Fn(usize) -> bool) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    // Once a pair is not closed in the rest of the text, no later one is: without this, many openings cost n².
    let mut closes = [true, true];
    while let Some(open) = text[at..].find(['[', '{']).map(|i| at + i) {
        let (brackets, pair) =
            if text.as_bytes()[open] == b'[' { (["[[", "]]"], 0) } else { (["{{", "}}"], 1) };
        if !text[open..].starts_with(brackets[0]) || is_literal(open) || is_literal(open + 1) {
            at = open + 1;
            continue;
        }
        let close =
            if closes[pair] { text[open + 2..].find(brackets[1]).map(|i| open + 2 + i) } else { None };
        let Some(close) = close else {
            if std::mem::replace(&mut closes[pair], false) {
                found.push(unclosed(open..open + 2, brackets));
            }
            at = open + 2;
            continue;
        };
        // Of `[[a [[b]]` the inner one is meant; the outer is left open.
        let opens = |at: usize| !is_literal(at) && !is_literal(at + 1);
        let inner = text[open..close].rmatch_indices(brackets[0]).map(|(i, _)| open + i).find(|i| opens(*i));
        let inner = inner.unwrap_or(open);
        if inner >= open + 2 {
            found.push(unclosed(open..open + 2, brackets));
        }
        let range = inner..close + 2;
        found.push(read(&text[inner + 2..close], range, pair));
        at = close + 2;
    }
    found
}

fn read(inside: &str, range: Range<usize>, pair: usize) -> Found<'_> {
    let (kind, rest) = if pair == 0 {
        (Kind::Record, inside)
    } else {
        let (word, rest) = inside.split_once([':', '：']).unwrap_or((inside, ""));
        match word.trim() {
            "figure" | "指标" => (Kind::Figure, rest),
            "photo" | "照片" => (Kind::Photo, rest),
            word => {
                let message = say!("不认识 “{{{{{word}}}}}”", "`{{{{{word}}}}}` is not known");
                return Found::Malformed { range, message, hint: known() };
            }
        }
    };
    let (target, label) = match rest.split_once(['|', '｜']) {
        Some((target, label)) => (target, Some(label.trim()).filter(|label| !label.is_empty())),
        None => (rest, None),
    };
    let target = target.trim();
    if target.is_empty() {
        let message = say!("引用没有写明对象", "the reference names nothing");
        return Found::Malformed { range, message, hint: known() };
    }
    Found::Reference { range, kind, target, label }
}

fn unclosed(range: Range<usize>, [open, close]: [&str; 2]) -> Found<'static> {
    Found::Malformed {
        range,
        message: say!("“{open}” 没有对应的 “{close}”", "`{open}` has no matching `{close}`"),
        hint: say!(
            "引用要写在同一行内，中间不加格式；如果就要显示 “{open}”，请写成 “\\{open}”",
            "a reference stays on one line and holds no formatting; to show `{open}` itself, write `\\{open}`"
        ),
    }
}

fn known() -> Text {
    say!(
        "可用的写法：[[记录]]、[[记录|显示文字]]、{{{{figure: 指标}}}}、{{{{photo: 照片}}}}",
        "what can be written: [[record]], [[record|words]], {{{{figure: id}}}}, {{{{photo: id}}}}"
    )
}
