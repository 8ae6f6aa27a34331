//! What the roll shows of each person, as the page itself shows it.

use serde::Serialize;

use crate::channels::web::name::{annotation_of, headline, is_padded, is_posthumous};
use crate::check::Roll;
use crate::model::{Key, Kind, Person};
use crate::plan::Edition;
use crate::text::han::is_name_dot;

/// People a file: so many that ten thousand are ten files, so few that one is soon there.
pub const PER: usize = 1024;

/// `[name, address, annotation, unit and post, marks]`: the address from the edition's root, nothing where there is no page.
#[derive(Serialize)]
pub struct Entry(String, Option<String>, Option<String>, Option<String>, u8);

/// The name is of two characters, and set as wide as one of three.
const PADDED: u8 = 1;
const POSTHUMOUS: u8 = 2;

/// The names of everyone on the roll, in its order, as they are looked for: without spaces and dots, and where an edition
/// writes one otherwise than its record does, both, with a space between.
pub fn names(roll: &Roll, edition: &Edition) -> Vec<String> {
    let plain = |name: &str| name.chars().filter(|c| !c.is_whitespace() && !is_name_dot(*c)).collect();
    let names = |key: &Key<Person>| {
        let written = &roll.get(*key).data.name;
        let names: [String; 2] = [plain(&name(roll, edition, *key)), plain(written)];
        if names[0] == names[1] { names[0].clone() } else { names.join(" ") }
    };
    roll.honorees().iter().map(names).collect()
}

pub fn entries(roll: &Roll, edition: &Edition, people: &[Key<Person>]) -> Vec<Entry> {
    people.iter().map(|key| entry(roll, edition, *key)).collect()
}

fn entry(roll: &Roll, edition: &Edition, key: Key<Person>) -> Entry {
    let record = roll.get(key);
    let data = &record.data;
    let word = |field, text: String| edition.word(field, &text).into_owned();
    Entry(
        name(roll, edition, key),
        roll.has_page(key).then(|| format!("{}/{}/", Kind::Person.folder(), record.slug)),
        annotation_of(data).map(|text| word("annotation", text)),
        headline(roll, data).map(|text| word("post", text)),
        u8::from(is_padded(&data.name)) * PADDED + u8::from(is_posthumous(roll, key)) * POSTHUMOUS,
    )
}

fn name(roll: &Roll, edition: &Edition, key: Key<Person>) -> String {
    edition.word("name", &roll.get(key).data.name).into_owned()
}
