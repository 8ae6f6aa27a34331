//! How people are named in lists: annotations, padding, and unit and post as one line.

use super::shared::Web;
use crate::check::Roll;
use crate::model::{Gender, Key, Mention, Person, RecordKind, Unit, Word};
use crate::text::han::is_han;

/// `（女，彝族）`: woman and minority only, and only where they are stated. Men and 汉族 are not annotated.
pub fn annotation(gender: Option<Gender>, ethnicity: Option<&str>) -> Option<String> {
    let woman = (gender == Some(Gender::Female)).then_some("女");
    let minority = ethnicity.filter(|text| !matches!(*text, "汉族" | "汉" | ""));
    let notes: Vec<&str> = woman.into_iter().chain(minority).collect();
    (!notes.is_empty()).then(|| format!("（{}）", notes.join("，")))
}

/// Whether a name is spread to the width of three characters in columns: one of exactly two Chinese characters.
pub fn is_padded(name: &str) -> bool {
    let mut chars = name.chars();
    let two = [chars.next(), chars.next()];
    chars.next().is_none() && two.iter().all(|c| c.is_some_and(is_han))
}

/// [`annotation`] of a person.
pub fn annotation_of(person: &Person) -> Option<String> {
    annotation(person.gender, person.ethnicity.as_ref().map(|word| word.value.as_str()))
}

/// Today's unit and post of a person as one line.
pub fn headline(roll: &Roll, person: &Person) -> Option<String> {
    let unit = person.unit.as_ref().and_then(|unit| unit.key());
    unit_and_post(unit.map(|unit| unit_in_full(roll, unit)), person.post.as_ref())
}

/// Whether any of a person's awards was 追授.
pub fn is_posthumous(roll: &Roll, key: Key<Person>) -> bool {
    roll.awards_of_person(key).iter().any(|award| roll.award(*award).2.posthumous == Some(true))
}

/// Unit and post as one line; nothing where neither is there.
pub fn unit_and_post(unit: Option<String>, post: Option<&Word>) -> Option<String> {
    let line = unit.unwrap_or_default() + post.map_or("", |post| post.value.as_str());
    (!line.is_empty()).then_some(line)
}

/// A unit by its name, after that of the unit it is a department of: `东兴区委组织部党员教育中心`.
pub fn unit_in_full(roll: &Roll, key: Key<Unit>) -> String {
    let mut full = roll.get(key).data.name.value.clone();
    let mut at = key;
    while let Some(parent) = roll.get(at).data.parent.as_ref().and_then(|parent| parent.key()) {
        let (unit, above) = (&roll.get(at).data, &roll.get(parent).data.name);
        if unit.place.is_some() || !is_department(&unit.name, above) {
            break;
        }
        full.insert_str(0, above);
        at = parent;
    }
    full
}

/// A unit as it was written: an id and a path stand for the unit's name, which readers see instead.
pub fn mentioned(roll: &Roll, mention: &Mention<Unit>) -> String {
    let written = mention.text();
    match mention.key() {
        Some(key) => {
            let unit = &roll.get(key).data;
            let is_name = unit.name.value == written || unit.other_names().contains(&written);
            if is_name { written.to_owned() } else { unit_in_full(roll, key) }
        }
        None => written.replace('/', ""),
    }
}

impl Web<'_> {
    /// See [`unit_in_full`].
    pub fn unit_in_full(&self, key: Key<Unit>) -> String {
        unit_in_full(self.roll, key)
    }

    /// See [`headline`].
    pub fn headline(&self, person: &Person) -> Option<String> {
        headline(self.roll, person)
    }
}

/// Whether a unit's name needs that of the unit above it: `党员教育中心` does. One that begins as the other does
/// (`示例市公安局` under `示例市人民政府`) is a full name of its own.
fn is_department(name: &str, above: &str) -> bool {
    let both = name.chars().zip(above.chars());
    both.clone().all(|(a, b)| is_han(a) && is_han(b)) && both.take_while(|(a, b)| a == b).count() < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations() {
        for (gender, ethnicity, expect) in [
            (None, None, None),
            (Some(Gender::Male), None, None),
            (Some(Gender::Male), Some("汉族"), None),
            (Some(Gender::Female), None, Some("（女）")),
            (Some(Gender::Female), Some("汉族"), Some("（女）")),
            (Some(Gender::Female), Some("彝族"), Some("（女，彝族）")),
            (None, Some("藏族"), Some("（藏族）")),
        ] {
            assert_eq!(annotation(gender, ethnicity).as_deref(), expect);
        }
    }

    #[test]
    fn padding() {
        for (name, expect) in
            [("张三", true), ("张小三", false), ("张", false), ("Li", false), ("张a", false), ("", false)]
        {
            assert_eq!(is_padded(name), expect, "{name}");
        }
    }

    #[test]
    fn departments() {
        for (name, above, expect) in [
            ("党员教育中心", "东兴区委组织部", true),
            ("示例市公安局", "示例市人民政府", false),
            ("示例市委组织部", "示例市委", false),
            ("etcd-admins", "etcd", false),
            ("办公室", "办公厅", false),
        ] {
            assert_eq!(is_department(name, above), expect, "{name}");
        }
    }
}
