//! The lines of a table as entries: who is meant, and what is said of them, each with the cell that says it.

use std::collections::BTreeMap;

use super::book::Cell;
use super::column::Column;
use super::mapping::Mapping;
use super::table::Table;
use super::value::{self, Unclear};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{CommendationKind, Level, Reward, Status};
use crate::say;

/// What was read of a file.
#[derive(Debug, Default)]
pub struct Roster<'b> {
    /// Of the file.
    pub name: String,
    pub tables: Vec<Table<'b>>,
    pub entries: Vec<Entry>,
}

impl<'b> Roster<'b> {
    /// Takes in a table, line by line; what cannot be read is reported at its cell.
    pub fn add(&mut self, table: Table<'b>, mapping: &Mapping, report: &mut Report) {
        self.entries.extend(read(&table, mapping, report));
        self.tables.push(table);
    }
}

/// What one row says.
#[derive(Debug)]
pub struct Entry {
    /// The cell that names whom it is about.
    pub span: Span,
    pub subject: Subject,
    pub values: BTreeMap<Column, Said>,
    pub group: Option<String>,
    pub is_posthumous: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Person(String),
    Collective(String),
    /// The row is about a decision itself.
    Decision,
}

/// A text and the cell that it is from.
#[derive(Clone, Debug)]
pub struct Said {
    pub text: String,
    pub span: Span,
}

impl Entry {
    pub fn text(&self, column: Column) -> Option<&str> {
        self.values.get(&column).map(|said| said.text.as_str())
    }

    pub fn span(&self, column: Column) -> Span {
        self.values.get(&column).map_or(self.span, |said| said.span)
    }

    /// Whether it says that somebody was honored.
    pub fn is_award(&self) -> bool {
        use Column::*;
        [Honor, Document, Number, DocumentId].iter().any(|column| self.values.contains_key(column))
    }
}

fn read(table: &Table<'_>, mapping: &Mapping, report: &mut Report) -> Vec<Entry> {
    let mut days = Vec::new();
    let mut entries = Vec::with_capacity(table.lines.len());
    for (row, group) in &table.lines {
        entries.extend(read_line(table, *row, group.clone(), mapping, &mut days, report));
    }
    if let Some(first) = days.first() {
        let (name, count) = (&table.sheet.name, days.len());
        report.push(
            Diagnostic::warning(
                Code::BirthDay,
                *first,
                say!(
                    "表“{name}”里有 {count} 个出生日期写到了日，只导入年月",
                    "sheet `{name}`: {count} dates of birth go down to the day; only year and month are taken"
                ),
            )
            .hint(say!("公开的记录不写出生日", "records that are published never hold the day of birth")),
        );
    }
    entries
}

fn read_line(
    table: &Table<'_>,
    row: usize,
    group: Option<String>,
    mapping: &Mapping,
    days: &mut Vec<Span>,
    report: &mut Report,
) -> Option<Entry> {
    let mut bad = |span: Span, unclear: Unclear| report.push(bad_cell(table, span, unclear));
    let mut values = BTreeMap::new();
    let mut named = None;
    let mut is_posthumous = false;
    for column in Column::ALL.iter().copied().filter(|column| column.is_taken()) {
        let Some(cell) = table.cell(row, column) else { continue };
        let text = match read_cell(column, cell, days) {
            Ok(text) => text,
            Err(unclear) => {
                bad(cell.span, unclear);
                continue;
            }
        };
        match column {
            Column::Posthumous => is_posthumous |= value::yes(&text),
            Column::Name => match value::name(&text) {
                Ok(read) => named = Some((read, cell.span)),
                Err(unclear) => bad(cell.span, unclear),
            },
            _ => drop(values.insert(column, Said { text, span: cell.span })),
        }
    }
    for column in Column::ALL.iter().copied() {
        if let Some(text) = mapping.value(column)
            && !values.contains_key(&column)
        {
            values.insert(column, Said { text: text.to_owned(), span: table.sheet.span() });
        }
    }
    let span = |column| table.cell(row, column).map(|cell| cell.span);
    let has_people = table.has(Column::Name);
    let (subject, span) = if let Some((read, span)) = named {
        let mut add = |column: Column, text: Option<String>| {
            if let Some(text) = text {
                values.entry(column).or_insert(Said { text, span });
            }
        };
        add(Column::Gender, read.gender.map(str::to_owned));
        add(Column::Ethnicity, read.ethnicity);
        is_posthumous |= read.is_posthumous;
        (Subject::Person(read.name), span)
    } else if has_people && table.cell(row, Column::Name).is_some() {
        return None; // The name was told of.
    } else if let Some(said) = values.remove(&Column::Collective) {
        (Subject::Collective(said.text), said.span)
    } else if !has_people && values.contains_key(&Column::Honor) && values.contains_key(&Column::Unit) {
        let said = values.remove(&Column::Unit)?;
        (Subject::Collective(said.text), said.span)
    } else {
        let span = span(Column::Document).or_else(|| span(Column::Number)).unwrap_or(table.sheet.span());
        (Subject::Decision, span)
    };
    Some(Entry { span, subject, values, group, is_posthumous })
}

fn read_cell(column: Column, cell: &Cell, days: &mut Vec<Span>) -> Result<String, Unclear> {
    match column {
        Column::Born => {
            let mut date = value::date(&cell.value)?;
            if date.day.take().is_some() {
                days.push(cell.span);
            }
            Ok(date.iso())
        }
        Column::Date | Column::StartedWork | Column::JoinedParty => Ok(value::date(&cell.value)?.iso()),
        Column::Gender => value::gender(&value::line(&cell.value)?).map(str::to_owned),
        Column::Status => value::choice(&value::line(&cell.value)?, Status::WORDS),
        Column::Level => value::choice(&value::line(&cell.value)?, Level::WORDS),
        Column::Reward => value::choice(&value::line(&cell.value)?, Reward::WORDS),
        Column::Kind => value::choice(&value::line(&cell.value)?, CommendationKind::WORDS),
        Column::Ethnicity => Ok(value::ethnicity(&value::line(&cell.value)?)),
        Column::Deeds | Column::Name => value::text(&cell.value),
        _ => value::line(&cell.value),
    }
}

fn bad_cell(table: &Table<'_>, span: Span, Unclear { what, hint }: Unclear) -> Diagnostic {
    Diagnostic::error(Code::BadCell, span, table.located(span, &what)).hint(hint)
}
