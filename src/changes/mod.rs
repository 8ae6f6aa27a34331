//! What readers would see change: two states of a published site compared.
//!
//! Comes in: files of the site as they are published and as they would be, by route. Goes out: [`Changes`], by people, by
//! commendations, and page by page; [`report`] makes them text, JSON or a page that can be sent.
//! It deliberately reads no records: what is compared is what is public, so that it holds for whatever made the change,
//! be it a record, a theme or the passing of a day.

mod page;
mod records;
pub mod report;

use std::collections::BTreeMap;

use serde::Serialize;

pub use page::Line;

/// What became of something that is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    Added,
    Changed,
    Removed,
}

/// A person or a commendation that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Of the page, from the site's root.
    pub path: String,
    pub title: String,
    pub fate: Fate,
    /// Of one that changes, in the order in which pages show them.
    pub details: Vec<Detail>,
}

/// One fact of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// “职务”, “荣誉”
    pub what: &'static str,
    /// Nothing where it was not there, or is there no more.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A page whose text changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    pub route: String,
    pub title: String,
    pub fate: Fate,
    /// Of one that changes, the lines of its text that do.
    pub lines: Vec<Line>,
}

/// All that changes, each list by route.
#[derive(Debug, Default, Serialize)]
pub struct Changes {
    pub people: Vec<Record>,
    pub commendations: Vec<Record>,
    pub pages: Vec<Page>,
    /// Pages of which the text stays, and something around it changes: a menu, a footer, a link to a style sheet.
    pub around: usize,
    /// Files that are no pages: pictures, tables, feeds, what scripts search.
    pub files: BTreeMap<Fate, usize>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
            && self.commendations.is_empty()
            && self.pages.is_empty()
            && self.around == 0
            && self.files.is_empty()
    }

    /// Takes in one file that is not as it was: what is published of it, and what would be. Routes come in their order.
    pub fn take(&mut self, route: &str, before: Option<&[u8]>, after: Option<&[u8]>) {
        let fate = match (before, after) {
            (None, None) => return,
            (None, Some(_)) => Fate::Added,
            (Some(_), None) => Fate::Removed,
            (Some(before), Some(after)) if before == after => return,
            (Some(_), Some(_)) => Fate::Changed,
        };
        match route {
            records::PEOPLE => self.people = records::people(before, after),
            records::COMMENDATIONS => self.commendations = records::commendations(before, after),
            _ => {}
        }
        if !route.ends_with(".html") {
            *self.files.entry(fate).or_default() += 1;
            return;
        }
        let [before, after] = [before, after].map(|bytes| bytes.map(page::read));
        match page::compared(route, fate, before, after) {
            Some(page) => self.pages.push(page),
            None => self.around += 1,
        }
    }
}
