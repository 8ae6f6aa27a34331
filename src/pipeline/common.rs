//! What the jobs of a plan may see in common: all of a site but the texts of bodies (docs/decisions/0023).
//!
//! Comes in: what stands for the files ([`Draft::common`](crate::model::Draft::common)), and the [`Roll`] that was made of them.
//! Goes out: a hash; where it is that of the build before, only what shows a body can be other than it was.
//! It deliberately looks at no record's fields: they are what the files say. Of a body counts what others see of it: whether
//! there is one, and where it leads.

use std::io::Write;

use crate::check::{LinkedBody, Roll};
use crate::diag::Span;
use crate::model::{BodySource, EachTable, InTables, Key, Table};

/// Of everything that decides what a job sees, but for the text of the body that it shows: the program, the day, the
/// options, the files, which records are published, and what their bodies refer to.
pub fn hash(files: &[u8; 32], roll: &Roll) -> [u8; 32] {
    let mut common = Common { roll, hasher: blake3::Hasher::new() };
    common.hasher.update(files);
    common.add(&(env!("HONORROLL_PROGRAM"), roll.as_of(), roll.drafts(), roll.base_url()));
    roll.each(&mut common);
    for notice in roll.notices() {
        // Who shows the body of a notice does not say so.
        let body = notice.record.body.as_ref().map(BodySource::hash);
        common.add(&("notice", notice.record.span, notice.draft, body));
    }
    *common.hasher.finalize().as_bytes()
}

struct Common<'r> {
    roll: &'r Roll,
    hasher: blake3::Hasher,
}

impl Common<'_> {
    fn add(&mut self, what: &impl std::fmt::Debug) {
        // A hasher takes whatever is written.
        let _ = writeln!(self.hasher, "{what:?}");
    }

    fn place(&mut self, Span { file, start, end }: Span) {
        [file.0, start, end].iter().for_each(|number| {
            self.hasher.update(&number.to_le_bytes());
        });
    }
}

impl EachTable for Common<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        self.add(&(T::KIND, table.len()));
        for (index, record) in table.iter().enumerate() {
            let key = Key::<T>::new(index);
            self.place(record.span);
            let body = self.roll.body(key);
            self.hasher.update(&[self.roll.is_draft(key).into(), body.is_some().into()]);
            if let Some(LinkedBody { targets, locals, .. }) = body {
                self.add(&(targets, locals));
            }
        }
    }
}
