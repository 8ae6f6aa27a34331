//! What the jobs of a plan may see in common: all of a site but the texts of bodies.
//!
//! Comes in: the files of the site, and the [`Roll`] that was made of them. Goes out: a hash; where it is that of the build
//! before, only what shows a body can be other than it was.
//! It deliberately looks at no record's fields: they are what the files say, so that the files are hashed. Of a body counts
//! what others see of it: whether there is one, and where it leads.

use std::collections::HashSet;
use std::io::Write;

use crate::check::{LinkedBody, Roll};
use crate::diag::{FileId, Span};
use crate::model::{EachTable, InTables, Key, Table};
use crate::source::SourceTree;

/// Of everything that decides what a job sees, but for the text of the body that it shows: the program, the day, the
/// options, the files, which records are published, and what their bodies refer to.
pub fn hash(tree: &SourceTree, roll: &Roll) -> [u8; 32] {
    let mut world = World { roll, hasher: blake3::Hasher::new(), bodies: HashSet::new() };
    let options = (env!("HONORROLL_PROGRAM"), roll.as_of(), roll.drafts(), roll.base_url());
    world.add(&options);
    roll.each(&mut world);
    for notice in roll.notices() {
        world.add(&("notice", notice.record.span, notice.draft));
    }
    let World { mut hasher, bodies, .. } = world;
    for (id, file) in tree.files() {
        hasher.update(&(file.path.len() as u64).to_le_bytes()).update(file.path.as_bytes());
        hasher.update(&[file.exists.into()]);
        if !bodies.contains(&id) {
            hasher.update(&file.hash);
        }
    }
    *hasher.finalize().as_bytes()
}

struct World<'r> {
    roll: &'r Roll,
    hasher: blake3::Hasher,
    /// The files that are nothing but the body of a record in a table of the roll.
    bodies: HashSet<FileId>,
}

impl World<'_> {
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

impl EachTable for World<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        self.add(&(T::KIND, table.len()));
        for (index, record) in table.iter().enumerate() {
            let key = Key::<T>::new(index);
            self.place(record.span);
            self.hasher.update(&[self.roll.is_draft(key).into()]);
            let file = record.body.as_ref().map(|body| body.span().file);
            self.bodies.extend(file.filter(|file| *file != record.span.file));
            let body = self.roll.body(key);
            self.hasher.update(&[body.is_some().into()]);
            if let Some(LinkedBody { targets, locals, .. }) = body {
                self.add(&(targets, locals));
            }
        }
    }
}
