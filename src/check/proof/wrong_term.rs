//! The site's own terminology (用语): what it says not to write.

use aho_corasick::{AhoCorasick, MatchKind};

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Site, Term};
use crate::say;

/// The terms of a site, to be looked for in many texts.
pub struct Terms {
    finder: AhoCorasick,
    terms: Vec<Term>,
}

impl Terms {
    /// None where the site names none. A term that is its own right form says that a name is written so.
    pub fn of(site: &Site) -> Option<Terms> {
        let terms: Vec<Term> = site
            .terms
            .iter()
            .filter(|term| !term.wrong.is_empty() && term.wrong.value != term.right.value)
            .cloned()
            .collect();
        let words: Vec<&str> = terms.iter().map(|term| term.wrong.as_str()).collect();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()?;
        (!terms.is_empty()).then_some(Terms { finder, terms })
    }

    pub fn check(&self, passage: &Passage<'_>, report: &mut Report) {
        let text = passage.text;
        for found in self.finder.find_iter(text) {
            let term = &self.terms[found.pattern().as_usize()];
            let (wrong, right) = (term.wrong.as_str(), term.right.as_str());
            // 共产党 in 中国共产党, where the term asks for the whole.
            let is_right = || {
                right.match_indices(wrong).any(|(offset, _)| {
                    found
                        .start()
                        .checked_sub(offset)
                        .and_then(|start| text.get(start..))
                        .is_some_and(|at| at.starts_with(right))
                })
            };
            if !passage.is_prose(found.start()) || is_right() {
                continue;
            }
            let warning = Diagnostic::warning(
                Code::WrongTerm,
                passage.span(found.range()),
                say!("本站不写“{wrong}”", "this site does not write `{wrong}`"),
            );
            report.push(
                warning
                    .hint(match &term.reason {
                        Some(crate::model::Spanned { value: reason, .. }) => {
                            say!("写成“{right}”：{reason}", "write `{right}`: {reason}")
                        }
                        None => say!("写成“{right}”", "write `{right}`"),
                    })
                    .note(term.wrong.span, say!("用语里这样写", "the terminology says so")),
            );
        }
    }
}
