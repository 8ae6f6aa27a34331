//! Errata: what stays public of documents that were revoked or corrected. It never tells of a person.

use super::roll::{Erratum, ErratumKind};
use crate::model::{Commendation, Key, PartialDate, Person, Record, Stage, Tables};
use crate::text::han::lookup_form;

/// The errata of those commendations that `visible` lets through, each with the index of its document.
pub fn of(tables: &Tables, visible: impl Fn(usize) -> bool) -> Vec<(usize, Erratum)> {
    let mut errata = Vec::new();
    for (index, record) in tables.commendations.iter().enumerate() {
        let data = &record.data;
        if !visible(index) || matches!(data.stage(), Stage::Nominated | Stage::Notice) {
            continue;
        }
        let title = (!names_a_recipient(data, &tables.people)).then(|| data.title.value.clone());
        let erratum = |kind, date: Option<PartialDate>, by: Option<String>, note| Erratum {
            kind,
            date,
            title: title.clone(),
            number: data.number.as_ref().map(|number| number.value.clone()),
            by_number: by,
            note,
            document: None,
        };
        let text = |word: &Option<crate::model::Word>| word.as_ref().map(|word| word.value.clone());
        if data.stage() == Stage::Revoked || data.revoked.is_some() {
            let revoked = data.revoked.as_ref();
            let date = revoked.and_then(|revoked| revoked.on).map(|on| on.value);
            let by = revoked.and_then(|revoked| text(&revoked.number));
            errata.push((index, erratum(ErratumKind::Revocation, date, by, None)));
            continue;
        }
        if let Some(corrected) = &data.corrected {
            let date = corrected.on.map(|on| on.value);
            let (by, note) = (text(&corrected.number), text(&corrected.note));
            errata.push((index, erratum(ErratumKind::Correction, date, by, note)));
        } else if data.stage() == Stage::Corrected {
            errata.push((index, erratum(ErratumKind::Correction, None, None, None)));
        }
        for revoked in
            data.honors.iter().flat_map(|honor| honor.everyone()).filter_map(|line| line.revoked.as_ref())
        {
            let date = revoked.on.map(|on| on.value);
            let entry = erratum(ErratumKind::PartRevocation, date, text(&revoked.number), None);
            let told = |(_, told): &(usize, Erratum)| {
                told.kind == entry.kind && told.date == entry.date && told.by_number == entry.by_number
            };
            // One document that takes back several honors is told of once. The errata of this one are the last.
            if !errata.iter().rev().take_while(|(at, _)| *at == index).any(told) {
                errata.push((index, entry));
            }
        }
    }
    errata.sort_by_key(|(_, erratum)| std::cmp::Reverse(erratum.date.map(PartialDate::sort_key)));
    errata
}

/// The errata with links to those documents that are in the roll, which `moved` maps to their keys.
pub fn relinked(errata: Vec<(usize, Erratum)>, moved: &[Option<u32>]) -> Vec<Erratum> {
    errata
        .into_iter()
        .map(|(index, erratum)| Erratum { document: moved[index].map(|at| Key::new(at as usize)), ..erratum })
        .collect()
}

/// Whether a title says whom a revoked honor was for.
fn names_a_recipient(data: &Commendation, people: &[Record<Person>]) -> bool {
    let revoked_whole = data.stage() == Stage::Revoked || data.revoked.is_some();
    let title = lookup_form(&data.title);
    data.honors.iter().flat_map(|honor| honor.everyone()).any(|line| {
        // Lists name people by id too, and a title by name.
        let person = line.person.as_ref().and_then(|person| people.get(person.key()?.index()));
        let written =
            line.who.iter().chain(&line.name).chain(&line.listed_as).map(|name| name.value.as_str());
        let names = person.map(Record::title).into_iter().chain(written);
        (revoked_whole || line.revoked.is_some())
            && names.filter(|name| name.chars().count() >= 2).any(|name| title.contains(&*lookup_form(name)))
    })
}
