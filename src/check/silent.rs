//! Records that the rules which read every word had nothing to say of, and need not read again.
//!
//! Such a rule judges a record by its fields, its body, and what the rest of the site says in fields: names, documents,
//! terminology. Where none of that has changed since a build, what was silent then is silent now. What was said is not kept: to
//! say it again the record is read again.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::abreast;
use super::roll::PerKind;
use crate::diag::Report;
use crate::model::{BodySource, Draft, EachTable, InTables, Record, Table};

/// The records that were silent; by default none.
#[derive(Debug, Default)]
pub struct Silent {
    kept: Kept,
    /// Whether it may be other than what is kept on disk.
    is_changed: bool,
}

/// What is kept from one process to the next.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// [`Draft::common`] of that site.
    common: [u8; 32],
    /// Of each record where it stood, and of its body. Sorted.
    records: Vec<[u8; 16]>,
}

impl Silent {
    pub fn of(kept: Option<Kept>) -> Silent {
        Silent { is_changed: kept.is_none(), kept: kept.unwrap_or_default() }
    }

    /// What is to be kept, where it is not what is kept already.
    pub fn changes(&self) -> Option<&Kept> {
        Some(&self.kept).filter(|_| self.is_changed)
    }

    /// Knows what was heard, and nothing else from now on.
    pub(super) fn replace(&mut self, heard: Kept) {
        self.is_changed |= self.kept != heard;
        self.kept = heard;
    }
}

/// Who is asked, and who has spoken.
pub struct Listening {
    of: PerKind<Vec<Listener>>,
    common: [u8; 32],
}

struct Listener {
    mark: [u8; 16],
    /// Whether it is known to be silent.
    is_silent: bool,
    has_spoken: AtomicBool,
}

impl Listening {
    pub fn to(draft: &Draft, known: &Silent) -> Listening {
        let silent = match known.kept.common == draft.common {
            true => known.kept.records.as_slice(),
            false => &[],
        };
        let mut all = Of { silent, listeners: PerKind::default() };
        draft.tables.each(&mut all);
        Listening { of: all.listeners, common: draft.common }
    }

    /// As [`abreast::judge`], for every record of a table that is not known to be silent.
    pub fn judge<T: InTables>(
        &self,
        table: &[Record<T>],
        report: &mut Report,
        judge: impl Fn(&Record<T>, &mut Report) + Sync,
    ) {
        let listeners = self.of.of(T::KIND);
        abreast::judge_each(table, report, |index, record, report| {
            let listener = &listeners[index];
            if listener.is_silent {
                return;
            }
            let mut own = Report::new();
            judge(record, &mut own);
            if own.iter().next().is_some() {
                listener.has_spoken.store(true, Ordering::Relaxed);
                report.extend(own);
            }
        });
    }

    /// Those that were silent throughout, once every rule has asked.
    pub fn heard(mut self) -> Kept {
        let mut records = Vec::new();
        for kind in crate::model::Kind::ALL {
            let silent = self.of.of_mut(kind).iter_mut().filter_map(|listener| {
                let has_spoken = *listener.has_spoken.get_mut();
                (!has_spoken).then_some(listener.mark)
            });
            records.extend(silent);
        }
        records.sort_unstable();
        Kept { common: self.common, records }
    }
}

struct Of<'k> {
    silent: &'k [[u8; 16]],
    listeners: PerKind<Vec<Listener>>,
}

impl EachTable for Of<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let listener = |record: &Record<T>| {
            let mark = mark(record);
            let is_silent = self.silent.binary_search(&mark).is_ok();
            Listener { mark, is_silent, has_spoken: AtomicBool::new(false) }
        };
        *self.listeners.of_mut(T::KIND) = table.par_iter().map(listener).collect();
    }
}

/// Of where a record stands, and of its body: with what is common to a site they are all that is judged.
fn mark<T: InTables>(record: &Record<T>) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[T::KIND as u8]);
    hasher.update(&record.span.file.0.to_le_bytes()).update(&record.span.start.to_le_bytes());
    if let Some(hash) = record.body.as_ref().map(BodySource::hash) {
        hasher.update(&hash);
    }
    let mut mark = [0; 16];
    hasher.finalize_xof().fill(&mut mark);
    mark
}
