//! `/api/*.json`: the public records as data, for programs. `docs/api.md` is the contract.
//!
//! One file a kind, one record a line, written one at a time. Only records that have a page are in it, and only what
//! their pages say.

use serde::Serialize;

use super::web::name::{annotation, mentioned};
use crate::check::{Award, Roll};
use crate::model::{
    self, Commendation, InTables, Key, Mention, PartialDate, Person, Place, Recipient, Ref, Spanned, Team,
    Unit, Word,
};
use crate::plan::{Job, Route};

/// Raised when a field goes or changes its meaning; a new field is no new version.
const VERSION: u32 = 1;

pub fn jobs(roll: &Roll) -> Vec<Job<'_>> {
    vec![
        job("api/people.json", move || file(roll, "people", person)),
        job("api/units.json", move || file(roll, "units", unit)),
        job("api/places.json", move || file(roll, "places", place)),
        job("api/commendations.json", move || file(roll, "commendations", commendation)),
    ]
}

fn job<'r>(route: &str, make: impl Fn() -> String + Send + Sync + 'r) -> Job<'r> {
    Job::text(Route::new(route).expect("a fixed name"), make)
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

#[derive(Serialize)]
struct PersonData<'r> {
    id: &'r str,
    path: String,
    name: &'r str,
    annotation: Option<String>,
    unit: Option<Named<'r>>,
    post: Option<&'r str>,
    place: Option<Named<'r>>,
    summary: Option<&'r str>,
    on_roll: bool,
    awards: Vec<AwardData<'r>>,
}

#[derive(Serialize)]
struct UnitData<'r> {
    id: &'r str,
    path: String,
    name: &'r str,
    short: Option<&'r str>,
    kind: Option<&'r str>,
    parent: Option<&'r str>,
    place: Option<Named<'r>>,
    formerly: Vec<&'r str>,
    ended: Option<String>,
    honorees: u32,
    exemplary: u32,
    awards: Vec<AwardData<'r>>,
}

#[derive(Serialize)]
struct PlaceData<'r> {
    id: &'r str,
    path: String,
    name: &'r str,
    kind: Option<&'r str>,
    code: Option<&'r str>,
    parent: Option<&'r str>,
    honorees: u32,
    exemplary: u32,
}

#[derive(Serialize)]
struct CommendationData<'r> {
    id: &'r str,
    path: String,
    title: &'r str,
    number: Option<&'r str>,
    kind: Option<&'static str>,
    level: Option<&'static str>,
    issuers: Vec<Issuer<'r>>,
    date: Option<String>,
    open: bool,
    honors: Vec<HonorData<'r>>,
}

#[derive(Serialize)]
struct HonorData<'r> {
    title: &'r str,
    reward: Option<&'static str>,
    #[serde(rename = "for")]
    given_to: Option<&'static str>,
    declared: Option<u32>,
    recipients: Vec<RecipientData<'r>>,
}

#[derive(Serialize)]
struct RecipientData<'r> {
    name: &'r str,
    person: Option<&'r str>,
    unit: Option<&'r str>,
    team: Option<&'r str>,
    group: Option<&'r str>,
    annotation: Option<String>,
    affiliation: Option<&'r str>,
    unit_then: Option<String>,
    post: Option<&'r str>,
    citation: Option<&'r str>,
    posthumous: bool,
}

/// An award as the one who holds it sees it.
#[derive(Serialize)]
struct AwardData<'r> {
    commendation: &'r str,
    honor: &'r str,
    reward: Option<&'static str>,
    date: Option<String>,
    unit_then: Option<String>,
    post: Option<&'r str>,
    citation: Option<&'r str>,
    posthumous: bool,
}

#[derive(Serialize)]
struct Named<'r> {
    id: &'r str,
    name: &'r str,
}

#[derive(Serialize)]
struct Issuer<'r> {
    name: String,
    unit: Option<&'r str>,
}

fn person(roll: &Roll, key: Key<Person>) -> PersonData<'_> {
    let record = roll.get(key);
    let data = &record.data;
    PersonData {
        id: &record.slug,
        path: path(roll, key),
        name: &data.name,
        annotation: annotation(data.gender, text(&data.ethnicity)),
        unit: data.unit.as_ref().and_then(Ref::key).map(|unit| named(roll, unit)),
        post: text(&data.post),
        place: roll.place_of(key).map(|place| named(roll, place)),
        summary: text(&data.summary),
        on_roll: roll.on_roll(key),
        awards: awards(roll, roll.awards_of_person(key)),
    }
}

fn unit(roll: &Roll, key: Key<Unit>) -> UnitData<'_> {
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

fn place(roll: &Roll, key: Key<Place>) -> PlaceData<'_> {
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

fn commendation(roll: &Roll, key: Key<Commendation>) -> CommendationData<'_> {
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
