//! `/api/`: the public records as data, for programs and for people with a spreadsheet. `docs/api.md` is the contract.
//!
//! Comes in: a [`Roll`]. Goes out: a JSON file a kind, one record a line, written one at a time; and tables of people, of
//! commendations and of awards. Only records that have a page are in it, and only what their pages say.
//! It deliberately knows no edition: data is in the words of the records.

mod records;
pub mod tables;

use serde::Serialize;

use crate::check::Roll;
use crate::model::{InTables, Key};
use crate::plan::{Job, Route, TableFormat};

/// Raised when a field goes or changes its meaning; a new field is no new version.
const VERSION: u32 = 1;

pub fn jobs(roll: &Roll) -> Vec<Job<'_>> {
    let mut jobs = vec![
        Job::text(route("people.json"), move || file(roll, "people", records::person)),
        Job::text(route("units.json"), move || file(roll, "units", records::unit)),
        Job::text(route("places.json"), move || file(roll, "places", records::place)),
        Job::text(route("commendations.json"), move || file(roll, "commendations", records::commendation)),
    ];
    for kind in tables::ALL {
        for format in TableFormat::ALL {
            let route = route(&format!("{}.{}", kind.name, format.extension()));
            jobs.push(Job::table(route, tables::table(roll, kind), format));
        }
    }
    jobs
}

fn route(name: &str) -> Route {
    Route::new(&format!("api/{name}")).expect("a fixed name")
}

/// The head of the file, then a line for each record that has a page, in the order of the records.
fn file<'r, T: InTables, V: Serialize>(
    roll: &'r Roll,
    name: &str,
    view: impl Fn(&'r Roll, Key<T>) -> V,
) -> String {
    let base_url = roll.base_url();
    let mut out = format!(
        "{{\"version\":{VERSION},\"site\":{},\"base_url\":{},\"{name}\":[",
        json(&roll.site().title.value),
        json(&base_url)
    );
    let mut separator = "\n";
    for (key, _) in roll.all::<T>().filter(|(key, _)| roll.has_page(*key)) {
        out.push_str(separator);
        out.push_str(&json(&view(roll, key)));
        separator = ",\n";
    }
    out + "\n]}\n"
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain data with string keys can be written as JSON")
}
