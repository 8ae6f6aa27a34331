//! What changes in the file of a record that is withdrawn: its status, and a note for the file.

use jiff::civil::Date;

use super::Subject;
use crate::model::edit::{Change, Edit, New, Step, names_in, status};
use crate::model::{Common, Status, Withdrawal};

/// When, why and by whom.
#[derive(Clone, Debug)]
pub struct Note {
    pub on: Date,
    pub reason: String,
    pub by: Option<String>,
}

/// The edits that withdraw a record of the file that holds `text`. Everything else in it stays as it is written.
pub fn edits(subject: &Subject, note: &Note, text: &str) -> Vec<Edit> {
    let edit = |steps: Vec<Step>, change: Change| Edit { record: subject.span, steps, change };
    let mut edits = vec![status(text, subject.span, Status::Withdrawn)];
    let mut said = vec![("on", note.on.to_string()), ("reason", note.reason.clone())];
    said.extend(note.by.clone().map(|by| ("by", by)));
    let said = said.into_iter().map(|(field, value)| (names_in::<Withdrawal>(field), value));
    let withdrawn = names_in::<Common>("withdrawn");
    if subject.has_note {
        let set = |(names, value)| edit(vec![Step::Field(withdrawn)], Change::Set(names, value));
        edits.extend(said.map(set));
    } else {
        let said = said.map(|(names, value)| (names, New::Text(value))).collect();
        edits.push(edit(Vec::new(), Change::Add(withdrawn, New::Map(said))));
    }
    edits
}
