//! A profile that says of its person what the record says otherwise: gender, ethnicity, birth, post.

use super::super::silent::Listening;
use super::passage::{self, Passage};
use crate::diag::{Code, Diagnostic, Report, Span, Text};
use crate::model::{Draft, Gender, Person, Record};
use crate::say;

/// Looks at the sentences that begin like an entry of a register: 张三，男，彝族，1990年5月生，现任示例市测试局科长。
pub fn check(draft: &Draft, listening: &Listening, report: &mut Report) {
    listening.judge(&draft.tables.people, report, |record, report| {
        let Some(body) = &record.body else { return };
        passage::each(body.text(), body.span(), true, &mut |passage| {
            for (at, name) in passage.text.match_indices(record.title()) {
                let start = at + name.len();
                let rest = &passage.text[start..];
                let length = rest.find(['。', '\n']).unwrap_or(rest.len());
                if rest.starts_with(['，', ',', '（']) && passage.is_prose(at) {
                    entry(passage, start, &rest[..length], record, report);
                }
            }
        });
    });
}

/// One clause after the other, as long as each is a fact of the register.
fn entry(passage: &Passage<'_>, start: usize, text: &str, record: &Record<Person>, report: &mut Report) {
    let data = &record.data;
    let mut at = start;
    for clause in text.split_inclusive(['，', ',', '（', '）', '；', '、']) {
        let said = clause.trim_end_matches(['，', ',', '（', '）', '；', '、']).trim();
        let range = at..at + said.len();
        at += clause.len();
        let mut told = |right: &str, span: Span| {
            let message =
                say!("正文写“{said}”，记录写“{right}”", "the profile says `{said}`, the record `{right}`");
            report.push(diagnostic(passage.span(range.clone()), message, span));
        };
        if said.is_empty() {
            continue;
        }
        match (said, data.gender) {
            ("男", Some(Gender::Female)) => told("女", data.name.span),
            ("女", Some(Gender::Male)) => told("男", data.name.span),
            _ => {}
        }
        if let Some(ethnicity) = &data.ethnicity
            && said.ends_with('族')
            && (2..=5).contains(&said.chars().count())
            && said != ethnicity.as_str()
            && said.trim_end_matches('族') != ethnicity.as_str()
        {
            told(ethnicity.as_str(), ethnicity.span);
        }
        if let Some((year, month)) = birth(said)
            && let Some(born) = &data.born
            && let Some(stated) = born.value.year
            && (i64::from(stated) != year
                || born.value.month.zip(month).is_some_and(|(a, b)| i64::from(a) != b))
        {
            told(&born.value.chinese(), born.span);
        }
        if let Some(post) = said.strip_prefix("现任").or_else(|| said.strip_prefix("现为"))
            && let Some(stated) = &data.post
            && !post.contains(stated.as_str())
            && !stated.contains(last(post))
        {
            told(stated.as_str(), stated.span);
        }
    }
}

/// 1990年5月生, 1990年出生
fn birth(said: &str) -> Option<(i64, Option<i64>)> {
    let (year, rest) = said.strip_prefix("生于").unwrap_or(said).split_once('年')?;
    let is_birth = said.starts_with("生于") || rest.ends_with('生');
    let year = Some(year).filter(|year| year.len() == 4).and_then(|year| year.parse().ok())?;
    let month = rest.split_once('月').and_then(|(month, _)| month.parse().ok());
    is_birth.then_some((year, month))
}

/// The last characters of a post, which name it: 示例市测试局科长.
fn last(post: &str) -> &str {
    let start = post.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    &post[start..]
}

fn diagnostic(span: Span, message: Text, record: Span) -> Diagnostic {
    Diagnostic::warning(Code::Contradiction, span, message)
        .note(record, say!("记录里这样写", "the record says so"))
        .hint(say!("核对原件，改正其中一处", "check the document, and correct one of them"))
}
