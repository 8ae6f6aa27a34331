//! A site as its records are written: for commands that read or change records rather than pages.

use std::collections::BTreeSet;

use super::settings::{BuildArgs, SiteArgs};
use crate::diag::{FileId, IoError, Report, Span};
use crate::model::{self, Common, Draft, EachTableMut, InTables, Status, Table};
use crate::source::{self, SourceTree};

/// Reads the site's records; what is wrong with them is in the report.
pub fn read(site: &SiteArgs) -> Result<(SourceTree, Draft, Report), IoError> {
    let output = BuildArgs::default_output(&site.site);
    let (tree, mut report) = source::read(&site.site, &output, &source::Limits::default())?;
    let draft = model::parse(&tree, None, &mut report);
    Ok((tree, draft, report))
}

/// Where a record begins; no two begin at one place.
pub type Place = (FileId, u32);

pub fn place(record: Span) -> Place {
    (record.file, record.start)
}

/// Gives records a status, as if their files said so; those that had another one, with what they are called.
pub fn set_status(draft: &mut Draft, records: &BTreeSet<Place>, status: Status) -> Vec<(Span, String)> {
    struct Set<'a> {
        records: &'a BTreeSet<Place>,
        status: Status,
        /// The status of records that state none.
        default: Status,
        changed: Vec<(Span, String)>,
    }
    impl EachTableMut for Set<'_> {
        fn visit<T: InTables>(&mut self, table: &mut Table<T>) {
            for record in table.iter_mut().filter(|record| self.records.contains(&place(record.span))) {
                if record.common.status.unwrap_or(self.default) != self.status {
                    self.changed.push((record.span, record.title().to_owned()));
                    record.common = Common { status: Some(self.status), ..record.common.clone() };
                }
            }
        }
    }
    let default = draft.site.as_ref().map_or(Status::Ready, |site| site.default_status());
    let mut set = Set { records, status, default, changed: Vec::new() };
    draft.tables.each_mut(&mut set);
    set.changed
}
