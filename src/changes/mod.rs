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

pub use page::{Line, changed, text};

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
    /// Of one that changes, the lines of its text that do; of one that is new, all.
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

/// One file that is not as it was.
#[derive(Debug)]
pub enum Difference {
    Page(Page),
    /// See [`Changes::around`].
    Around,
    File(Fate),
    People(Vec<Record>, Fate),
    Commendations(Vec<Record>, Fate),
}

impl Difference {
    /// Compares what is published at a route with what would be; nothing where they are the same.
    pub fn of(route: &str, before: Option<&[u8]>, after: Option<&[u8]>) -> Option<Difference> {
        let fate = match (before, after) {
            (None, Some(_)) => Fate::Added,
            (Some(_), None) => Fate::Removed,
            (Some(before), Some(after)) if before != after => Fate::Changed,
            (None, None) | (Some(_), Some(_)) => return None,
        };
        Some(match route {
            records::PEOPLE => Difference::People(records::people(before, after), fate),
            records::COMMENDATIONS => Difference::Commendations(records::commendations(before, after), fate),
            _ if route.ends_with(".html") => {
                let [before, after] = [before, after].map(|bytes| bytes.map(page::read));
                page::compared(route, fate, before, after).map_or(Difference::Around, Difference::Page)
            }
            _ => Difference::File(fate),
        })
    }
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.around == 0 && self.files.is_empty()
    }

    /// Takes in the differences of all files, in the order of their routes.
    pub fn of(differences: impl IntoIterator<Item = Difference>) -> Changes {
        let mut changes = Changes::default();
        for difference in differences {
            let file = match difference {
                Difference::Page(page) => {
                    changes.pages.push(page);
                    continue;
                }
                Difference::Around => {
                    changes.around += 1;
                    continue;
                }
                Difference::File(fate) => fate,
                Difference::People(people, fate) => {
                    changes.people = people;
                    fate
                }
                Difference::Commendations(commendations, fate) => {
                    changes.commendations = commendations;
                    fate
                }
            };
            *changes.files.entry(file).or_default() += 1;
        }
        changes
    }
}
