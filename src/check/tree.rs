//! Trees: no place, unit or team lies under itself.

use super::roll::parent;
use crate::diag::{Code, Diagnostic, Report, Reported};
use crate::model::{EachTable, InTables, Table, Tables};
use crate::say;

/// Reports every cycle once, at the record of it that comes first.
pub fn check(tables: &Tables, report: &mut Report) -> Result<(), Reported> {
    let before = report.errors();
    tables.each(&mut Cycles(report));
    if report.errors() > before { report.verdict() } else { Ok(()) }
}

struct Cycles<'a>(&'a mut Report);

impl EachTable for Cycles<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let up = |index: usize| parent(&table[index].data).map(|key| key.index());
        // The number of the walk in which a record was first met; a walk that meets its own number went in a circle.
        let mut met = vec![usize::MAX; table.len()];
        for start in 0..table.len() {
            let mut at = start;
            while met[at] == usize::MAX {
                met[at] = start;
                match up(at) {
                    Some(next) => at = next,
                    None => break,
                }
            }
            if met[at] != start || up(at).is_none() {
                continue;
            }
            let round: Vec<usize> = std::iter::once(at)
                .chain(std::iter::successors(up(at), |at| up(*at)).take_while(|next| *next != at))
                .collect();
            let first = *round.iter().min().expect("a circle has a member");
            // A later walk cannot meet this circle as its own, so it is told of once.
            let names = round.iter().chain(round.first()).map(|index| table[*index].title());
            let names: Vec<&str> = names.collect();
            let circle = names.join(" → ");
            let record = &table[first];
            let span = record.data.parent().map_or(record.span, |parent| parent.span);
            self.0.push(
                Diagnostic::error(
                    Code::CyclicTree,
                    span,
                    say!("上级关系绕成了圈：{circle}", "the parents go in a circle: {circle}"),
                )
                .hint(say!("改正其中一条记录的“上级”", "correct the `parent` of one of them")),
            );
        }
    }
}
