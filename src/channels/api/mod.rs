//! `/api/`: the public records as data, for programs and for people with a spreadsheet. `docs/api.md` is the contract.
//!
//! Comes in: a [`Roll`]. Goes out: a JSON file a kind, one record a line, written one at a time, with a schema beside it; tables of
//! people, commendations, awards, units and places; and lists of all these. Only records that have a page are in them, and only
//! what their pages say.
//! It deliberately knows no edition: data is in the words of the records.

pub mod catalog;
mod index;
mod records;
pub mod tables;

use serde::Serialize;

use crate::check::Roll;
use crate::model::{InTables, Key};
use crate::plan::{Job, Reads, Route, TableFormat};

/// Raised when a field goes or changes its meaning; a new field is no new version.
const VERSION: u32 = 1;

/// A JSON file that there is of every site.
pub struct File {
    pub name: &'static str,
    pub title: &'static str,
    /// JSON Schema, draft 2020-12.
    schema: &'static str,
    text: fn(&Roll) -> String,
}

pub const FILES: [File; 5] = [
    File {
        name: "index",
        title: "数据文件清单",
        schema: include_str!("schemas/index.json"),
        text: index::text,
    },
    File {
        name: "people",
        title: "个人",
        schema: include_str!("schemas/people.json"),
        text: |roll| file(roll, "people", records::person),
    },
    File {
        name: "units",
        title: "单位",
        schema: include_str!("schemas/units.json"),
        text: |roll| file(roll, "units", records::unit),
    },
    File {
        name: "places",
        title: "地区",
        schema: include_str!("schemas/places.json"),
        text: |roll| file(roll, "places", records::place),
    },
    File {
        name: "commendations",
        title: "表彰决定",
        schema: include_str!("schemas/commendations.json"),
        text: |roll| file(roll, "commendations", records::commendation),
    },
];

impl File {
    /// Relative to the site's root, as are all addresses here.
    pub fn path(&self) -> String {
        format!("api/{}.json", self.name)
    }

    pub fn schema_path(&self) -> String {
        format!("api/{}.schema.json", self.name)
    }
}

impl tables::Kind {
    pub fn path(&self, format: TableFormat) -> String {
        format!("api/{}.{}", self.name, format.extension())
    }
}

pub fn jobs(roll: &Roll) -> Vec<Job<'_>> {
    let mut jobs = Vec::new();
    for file in FILES {
        let records = Job::text(route(&file.path()), move || (file.text)(roll));
        jobs.push(records.reading(Reads::Common));
        jobs.push(Job::text(route(&file.schema_path()), move || file.schema.to_owned()));
    }
    for kind in tables::ALL {
        let table = tables::table(roll, kind);
        for format in TableFormat::ALL {
            let table = Job::table(route(&kind.path(format)), table.clone(), format);
            jobs.push(table.reading(Reads::Common));
        }
    }
    jobs.extend(catalog::jobs(roll));
    jobs
}

fn route(path: &str) -> Route {
    Route::new(path).expect("a fixed name")
}

/// What every file begins with, as far as its own fields.
fn head(roll: &Roll) -> String {
    let (site, base_url) = (json(&roll.site().title.value), json(&roll.base_url()));
    format!("{{\"version\":{VERSION},\"site\":{site},\"base_url\":{base_url}")
}

/// The head of the file, then a line for each record that has a page, in the order of the records.
fn file<'r, T: InTables, V: Serialize>(
    roll: &'r Roll,
    name: &str,
    view: impl Fn(&'r Roll, Key<T>) -> V,
) -> String {
    let records = roll.all::<T>().map(|(key, _)| key).filter(|key| roll.has_page(*key));
    lines(head(roll), name, records.map(|key| view(roll, key)))
}

/// A file that ends with a list, an entry a line.
fn lines(head: String, name: &str, entries: impl Iterator<Item = impl Serialize>) -> String {
    let mut out = format!("{head},\"{name}\":[");
    let mut separator = "\n";
    for entry in entries {
        out.push_str(separator);
        out.push_str(&json(&entry));
        separator = ",\n";
    }
    out + "\n]}\n"
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data with string keys can be written as JSON")
}
