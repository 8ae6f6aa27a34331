//! The same judgement of many records, on all cores; what is reported comes in the order of the records.

use rayon::prelude::*;

use crate::diag::Report;

/// So many records are judged in one go: a record is little work, and most have nothing to report.
const AT_ONCE: usize = 64;

/// Judges every record of a table.
pub fn judge<T: Sync>(table: &[T], report: &mut Report, judge: impl Fn(&T, &mut Report) + Sync) {
    judge_each(table, report, |_, record, report| judge(record, report));
}

/// As [`judge`], given each record's index.
pub fn judge_each<T: Sync>(table: &[T], report: &mut Report, judge: impl Fn(usize, &T, &mut Report) + Sync) {
    let reports: Vec<Report> = (table.par_chunks(AT_ONCE).enumerate())
        .map(|(chunk, records)| {
            let mut report = Report::new();
            for (at, record) in records.iter().enumerate() {
                judge(chunk * AT_ONCE + at, record, &mut report);
            }
            report
        })
        .collect();
    reports.into_iter().for_each(|own| report.extend(own));
}

/// Changes every record of a table, given its index; gives what came of each go, in order.
pub fn change<T: Send, R: Default + Send>(
    table: &mut [T],
    change: impl Fn(usize, &mut T, &mut R) + Sync,
) -> Vec<R> {
    (table.par_chunks_mut(AT_ONCE).enumerate())
        .map(|(chunk, records)| {
            let mut came = R::default();
            for (at, record) in records.iter_mut().enumerate() {
                change(chunk * AT_ONCE + at, record, &mut came);
            }
            came
        })
        .collect()
}
