//! What results can be filtered by: the values of each filter, in the order in which they are offered.

use std::collections::HashMap;

use super::grams::{Entry, Key};
use crate::check::Roll;
use crate::model::{self, InTables, Kind};
use crate::plan::Edition;

/// A filter: its name, and of each value what it is called and how many documents have it.
#[derive(Debug)]
pub struct Facet {
    pub name: &'static str,
    pub values: Vec<(String, String, u32)>,
}

/// The filters that have values. Units and places stand as in their trees, under the names of those above; honors by how
/// many have them; years from the latest.
pub fn facets<'e>(roll: &Roll, edition: &Edition, entries: impl Iterator<Item = &'e Entry>) -> Vec<Facet> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    let mut honors = Vec::new();
    let mut years = Vec::new();
    for Entry { key, list, .. } in entries {
        let Key::Text(key) = key else { continue };
        let Some(facet) = key.strip_prefix('=') else { continue };
        let count = list.count();
        counts.insert(facet, count);
        if let Some(title) = facet.strip_prefix("honor/") {
            honors.push((title.to_owned(), title.to_owned(), count));
        } else if let Some(year) = facet.strip_prefix("year/") {
            years.push((year.to_owned(), format!("{year}年"), count));
        }
    }
    honors.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    years.reverse();
    let kinds = Kind::ALL.into_iter().filter_map(|kind| {
        let id = kind.en();
        Some((id.to_owned(), kind.zh().to_owned(), *counts.get(&*format!("kind/{id}"))?))
    });
    let facets = [
        ("kind", kinds.collect()),
        ("year", years),
        ("place", tree::<model::Place>(roll, "place", &counts)),
        ("unit", tree::<model::Unit>(roll, "unit", &counts)),
        ("honor", honors),
    ];
    let worded = |(value, label, count): (String, String, u32)| {
        let label = edition.word("label", &label).into_owned();
        (value, label, count)
    };
    let facets =
        facets.map(|(name, values)| Facet { name, values: values.into_iter().map(worded).collect() });
    facets.into_iter().filter(|facet| !facet.values.is_empty()).collect()
}

fn tree<T: InTables>(roll: &Roll, facet: &str, counts: &HashMap<&str, u32>) -> Vec<(String, String, u32)> {
    let mut values = Vec::new();
    let mut open: Vec<(model::Key<T>, String)> = roll.roots().map(|key| (key, String::new())).collect();
    open.reverse();
    while let Some((key, above)) = open.pop() {
        let record = roll.get(key);
        let label = format!("{above}{}", record.title());
        if let Some(count) = counts.get(&*format!("{facet}/{}", record.slug)) {
            values.push((record.slug.to_string(), label.clone(), *count));
        }
        let below: Vec<_> = roll.children(key).map(|child| (child, format!("{label} › "))).collect();
        open.extend(below.into_iter().rev());
    }
    values
}
