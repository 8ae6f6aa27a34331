//! The desk: every record that would be published once it is signed, and who has signed it. It is for staff alone.

use jiff::civil::Date;

use super::signoff::{Rule, Standing};
use crate::diag::Span;
use crate::model::{Allowance, InTables, Kind, PartialDate, Record, Review, ReviewStage};

/// What waits for signatures, and what has them all.
#[derive(Debug, Default)]
pub struct Desk {
    /// What the site asks for, in order; none where records are published without being signed.
    pub steps: Vec<ReviewStage>,
    /// Whether one person may sign several steps of a record.
    pub same_reviewer: bool,
    /// By kind, then in the order of files.
    pub entries: Vec<Entry>,
}

/// A record, were it signed.
#[derive(Debug)]
pub struct Entry {
    pub kind: Kind,
    pub id: String,
    pub slug: String,
    pub title: String,
    /// The record as a whole: pages name it as what asked for them.
    pub span: Span,
    /// Of what it says today.
    pub digest: String,
    /// Before this day it is not public, whoever has signed.
    pub publish_on: Option<Date>,
    /// Every line that the ledger has of it, in their order.
    pub signatures: Vec<Signature>,
    /// The steps that are still to be signed, in their order.
    pub due: Vec<ReviewStage>,
    /// The personal data that it may publish, and who answers for it.
    pub allowances: Vec<Allowance>,
    /// What it says, for records that have no page.
    pub words: Vec<String>,
    pub(super) index: u32,
}

/// One line of the ledger.
#[derive(Clone, Debug)]
pub struct Signature {
    pub stage: ReviewStage,
    pub by: String,
    pub on: Option<PartialDate>,
    pub digest: String,
    /// Whether it counts towards publication of what the record says today.
    pub counts: bool,
}

impl Entry {
    pub(super) fn of<T: InTables>(
        record: &Record<T>,
        index: u32,
        digest: String,
        lines: &[&Review],
        standing: &Standing<'_>,
        rule: &Rule,
    ) -> Entry {
        let signature = |line: &&Review| Signature {
            stage: line.stage.value,
            by: line.by.value.clone(),
            on: line.on.map(|on| on.value),
            digest: line.digest.value.clone(),
            counts: standing.counted.iter().any(|counted| std::ptr::eq(*counted, *line)),
        };
        let mut words = Vec::new();
        record.data.take_words(&mut |word, _| words.push(word.to_owned()));
        words.extend(record.body.iter().flat_map(|body| body.text().lines()).map(str::to_owned));
        Entry {
            kind: T::KIND,
            id: record.id.value.clone(),
            slug: record.slug.clone(),
            title: record.title().to_owned(),
            span: record.span,
            publish_on: record.common.publish_on.map(|day| day.value),
            signatures: lines.iter().map(signature).collect(),
            due: rule.due(standing).to_vec(),
            allowances: record.common.privacy_allowances.clone(),
            digest,
            words,
            index,
        }
    }

    /// As the ledger names it: `people/zhang-san`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.kind.folder(), self.id)
    }

    /// The signatures that count, in the order of their steps.
    pub fn counted(&self) -> impl Iterator<Item = &Signature> {
        self.signatures.iter().filter(|signature| signature.counts)
    }

    /// Whether what was signed last is not what the record says today.
    pub fn is_changed(&self) -> bool {
        self.signatures.last().is_some_and(|last| !last.digest.eq_ignore_ascii_case(&self.digest))
    }
}
