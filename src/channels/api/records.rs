//! What is public of each record, as data: what its page says and no more.

use serde::Serialize;

use crate::channels::web::name::{annotation, annotation_of, mentioned};
use crate::check::{Award, Roll};
use crate::model::{
    self, Commendation, InTables, Key, Mention, PartialDate, Person, Place, Recipient, Ref, Spanned, Team,
    Unit, Word,
};

#[derive(Serialize)]
pub struct PersonData<'r> {
    pub id: &'r str,
    pub path: String,
    pub name: &'r str,
    pub annotation: Option<String>,
    pub unit: Option<Named<'r>>,
    pub post: Option<&'r str>,
    pub place: Option<Named<'r>>,
    pub summary: Option<&'r str>,
    pub on_roll: bool,
    pub awards: Vec<AwardData<'r>>,
}

#[derive(Serialize)]
pub struct UnitData<'r> {
    pub id: &'r str,
    pub path: String,
    pub name: &'r str,
    pub short: Option<&'r str>,
    pub kind: Option<&'r str>,
    pub parent: Option<&'r str>,
    pub place: Option<Named<'r>>,
    pub formerly: Vec<&'r str>,
    pub ended: Option<String>,
    pub honorees: u32,
    pub exemplary: u32,
    pub awards: Vec<AwardData<'r>>,
}

#[derive(Serialize)]
pub struct PlaceData<'r> {
    pub id: &'r str,
    pub path: String,
    pub name: &'r str,
    pub kind: Option<&'r str>,
    pub code: Option<&'r str>,
    pub parent: Option<&'r str>,
    pub honorees: u32,
    pub exemplary: u32,
}

#[derive(Serialize)]
pub struct CommendationData<'r> {
    pub id: &'r str,
    pub path: String,
    pub title: &'r str,
    pub number: Option<&'r str>,
    pub kind: Option<&'static str>,
    pub level: Option<&'static str>,
    pub issuers: Vec<Issuer<'r>>,
    pub date: Option<String>,
    pub open: bool,
    pub honors: Vec<HonorData<'r>>,
}

#[derive(Serialize)]
pub struct HonorData<'r> {
    pub title: &'r str,
    pub reward: Option<&'static str>,
    #[serde(rename = "for")]
    pub given_to: Option<&'static str>,
    pub declared: Option<u32>,
    pub recipients: Vec<RecipientData<'r>>,
}

#[derive(Serialize)]
pub struct RecipientData<'r> {
    pub name: &'r str,
    pub person: Option<&'r str>,
    pub unit: Option<&'r str>,
    pub team: Option<&'r str>,
    pub group: Option<&'r str>,
    pub annotation: Option<String>,
    pub affiliation: Option<&'r str>,
    pub unit_then: Option<String>,
    pub post: Option<&'r str>,
    pub citation: Option<&'r str>,
    pub posthumous: bool,
}

/// An award as the one who holds it sees it.
#[derive(Serialize)]
pub struct AwardData<'r> {
    pub commendation: &'r str,
    pub honor: &'r str,
    pub reward: Option<&'static str>,
    pub date: Option<String>,
    pub unit_then: Option<String>,
    pub post: Option<&'r str>,
    pub citation: Option<&'r str>,
    pub posthumous: bool,
}

#[derive(Serialize)]
pub struct Named<'r> {
    pub id: &'r str,
    pub name: &'r str,
}

#[derive(Serialize)]
pub struct Issuer<'r> {
    pub name: String,
    pub unit: Option<&'r str>,
}

pub fn person(roll: &Roll, key: Key<Person>) -> PersonData<'_> {
    let record = roll.get(key);
    let data = &record.data;
    PersonData {
        id: &record.slug,
        path: path(roll, key),
        name: &data.name,
        annotation: annotation_of(data),
        unit: data.unit.as_ref().and_then(Ref::key).map(|unit| named(roll, unit)),
        post: text(&data.post),
        place: roll.place_of(key).map(|place| named(roll, place)),
        summary: text(&data.summary),
        on_roll: roll.on_roll(key),
        awards: awards(roll, roll.awards_of_person(key)),
    }
}

pub fn unit(roll: &Roll, key: Key<Unit>) -> UnitData<'_> {
    let record = roll.get(key);
    let (data, tally) = (&record.data, roll.tally_of_unit(key));
    UnitData {
        id: &record.slug,
        path: path(roll, key),
        name: &data.name,
        short: text(&data.short),
        kind: text(&data.kind),
        parent: id(roll, data.parent.as_ref()),
        place: data.place.as_ref().and_then(Ref::key).map(|place| named(roll, place)),
        formerly: data.formerly.iter().map(|name| name.as_str()).collect(),
        ended: date(&data.ended),
        honorees: tally.honorees,
        exemplary: tally.exemplary,
        awards: awards(roll, roll.awards_of_unit(key)),
    }
}

pub fn place(roll: &Roll, key: Key<Place>) -> PlaceData<'_> {
    let record = roll.get(key);
    let (data, tally) = (&record.data, roll.tally_of_place(key));
    PlaceData {
        id: &record.slug,
        path: path(roll, key),
        name: &data.name,
        kind: text(&data.kind),
        code: text(&data.code),
        parent: id(roll, data.parent.as_ref()),
        honorees: tally.honorees,
        exemplary: tally.exemplary,
    }
}

pub fn commendation(roll: &Roll, key: Key<Commendation>) -> CommendationData<'_> {
    let record = roll.get(key);
    let data = &record.data;
    CommendationData {
        id: &record.slug,
        path: path(roll, key),
        title: &data.title,
        number: text(&data.number),
        kind: data.kind.map(|kind| kind.zh()),
        level: data.level.map(|level| level.zh()),
        issuers: data.issuers.iter().map(|issuer| self::issuer(roll, issuer)).collect(),
        date: date(&data.date),
        open: data.open == Some(true),
        honors: data.honors.iter().map(|honor| self::honor(roll, honor)).collect(),
    }
}

fn honor<'r>(roll: &'r Roll, honor: &'r model::Honor) -> HonorData<'r> {
    let ungrouped = honor.recipients.iter().map(|line| recipient(roll, line, None));
    let grouped = honor
        .groups
        .iter()
        .flat_map(|group| group.recipients.iter().map(|line| recipient(roll, line, Some(&group.title))));
    HonorData {
        title: &honor.title,
        reward: honor.reward.map(|reward| reward.zh()),
        given_to: honor.r#for.map(|given_to| given_to.zh()),
        declared: honor.declared.as_ref().map(|declared| declared.value),
        recipients: ungrouped.chain(grouped).flatten().collect(),
    }
}

/// A line of a list; the one whom it names keeps today's gender and ethnicity where the line states none.
fn recipient<'r>(roll: &'r Roll, line: &'r Recipient, group: Option<&'r str>) -> Option<RecipientData<'r>> {
    let person = line.person.as_ref().and_then(Ref::key).map(|key| &roll.get(key).data);
    let unit = line.unit.as_ref().and_then(Ref::key).map(|key| roll.get(key).title());
    let team = line.team.as_ref().and_then(Ref::key).map(|key| roll.get(key).title());
    let written = text(&line.name).or(text(&line.who)).or(text(&line.listed_as));
    let gender = line.gender.or(person.and_then(|person| person.gender));
    let ethnicity = text(&line.ethnicity).or(person.and_then(|person| text(&person.ethnicity)));
    Some(RecipientData {
        name: person.map(|person| person.name.as_str()).or(unit).or(team).or(written)?,
        person: id(roll, line.person.as_ref()),
        unit: id(roll, line.unit.as_ref()),
        team: id::<Team>(roll, line.team.as_ref()),
        group,
        annotation: annotation(gender, ethnicity),
        affiliation: text(&line.affiliation),
        unit_then: line.unit_then.as_ref().map(|unit| mentioned(roll, unit)),
        post: text(&line.post),
        citation: text(&line.citation),
        posthumous: line.posthumous == Some(true),
    })
}

fn awards<'r>(roll: &'r Roll, awards: &[Award]) -> Vec<AwardData<'r>> {
    let data = |award: &Award| {
        let (commendation, honor, line) = roll.award(*award);
        AwardData {
            commendation: &commendation.slug,
            honor: &honor.title,
            reward: honor.reward.map(|reward| reward.zh()),
            date: date(&commendation.data.date),
            unit_then: line.unit_then.as_ref().map(|unit| mentioned(roll, unit)),
            post: text(&line.post),
            citation: text(&line.citation),
            posthumous: line.posthumous == Some(true),
        }
    };
    awards.iter().map(data).collect()
}

fn issuer<'r>(roll: &'r Roll, issuer: &'r Mention<Unit>) -> Issuer<'r> {
    let unit = issuer.key().filter(|key| roll.has_page(*key));
    Issuer { name: mentioned(roll, issuer), unit: unit.map(|key| roll.get(key).slug.as_str()) }
}

fn named<T: InTables>(roll: &Roll, key: Key<T>) -> Named<'_> {
    let record = roll.get(key);
    Named { id: &record.slug, name: record.title() }
}

/// The id of what is referred to, where that has a page.
fn id<'r, T: InTables>(roll: &'r Roll, to: Option<&Ref<T>>) -> Option<&'r str> {
    let key = to.and_then(Ref::key).filter(|key| roll.has_page(*key))?;
    Some(&roll.get(key).slug)
}

fn path<T: InTables>(roll: &Roll, key: Key<T>) -> String {
    format!("{}/{}/", T::KIND.folder(), roll.get(key).slug)
}

fn text(word: &Option<Word>) -> Option<&str> {
    word.as_ref().map(|word| word.value.as_str())
}

fn date(date: &Option<Spanned<PartialDate>>) -> Option<String> {
    date.as_ref().map(|date| date.value.iso())
}
