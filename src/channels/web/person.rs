//! `/people/<slug>/`: who someone is, what was done, and what it was honored with.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::award::Award;
use super::card::{PersonCard, StoryCard};
use super::date::{Date, period};
use super::face::Face;
use super::frame::{Here, Page};
use super::image::Image;
use super::link::{Fact, Link};
use super::linked::Thing;
use super::photo::Photo;
use super::shared::Web;
use super::source::{Source, sources, text, texts};
use crate::channels::dates;
use crate::model::{self, Key, PartialDate, PrivateField, Spanned, Story, Team, Word};
use crate::plan::Job;

#[derive(Serialize)]
struct View<'r> {
    person: Person<'r>,
}

#[derive(Serialize)]
struct Person<'r> {
    name: &'r str,
    surname: Cow<'r, str>,
    annotation: Option<Arc<str>>,
    image: Option<Image>,
    posthumous: bool,
    exemplary: bool,
    headline: Option<Arc<str>>,
    unit: Option<Link>,
    summary: Option<&'r str>,
    facts: Vec<Fact>,
    posts: Vec<Post>,
    body_html: Option<String>,
    awards: Vec<Award>,
    earlier_honors: Vec<String>,
    stories: Vec<StoryCard>,
    photos: Vec<Photo>,
    teams: Vec<Link>,
    campaigns: Vec<Link>,
    places: Vec<Link>,
    colleagues: Vec<PersonCard<'r>>,
    sources: Vec<Source>,
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Post {
    unit: Option<Link>,
    post: Option<String>,
    period: Option<String>,
}

/// Most colleagues that a page shows; the unit's page has them all.
const COLLEAGUES: usize = 6;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let people: Vec<Key<model::Person>> = web.roll.all::<model::Person>().map(|(key, _)| key).collect();
    people
        .into_par_iter()
        .map(|key| {
            web.record_page(key, "person.html", move |web, here| (page(web, key), view(web, key, here)))
        })
        .collect()
}

fn page(web: &Web<'_>, key: Key<model::Person>) -> Page {
    let record = web.roll.get(key);
    let data = &record.data;
    let headline = web.face(key).post;
    let summary = data.summary.as_ref().map(|summary| summary.value.as_str());
    let on_roll = web.roll.on_roll(key);
    let (title, href) = if on_roll { ("光荣榜", "roll/") } else { ("先进典型", "people/") };
    let crumb = web.has_shelf(href).then(|| Link::new(title, href));
    let picture = web.portrait(data);
    let page = Page {
        section: Some(href.to_owned()),
        about: Some(about(web, key, picture.as_ref())),
        picture,
        ..Page::new(data.name.value.clone())
            .described([summary, headline.as_deref()])
            .under(crumb)
            .updated_on([dates::of_person(web.roll, key)])
    };
    if on_roll {
        page.between(web, web.roll.honorees(), web.place_on_roll(key))
    } else {
        page.between(web, web.roll.exemplary(), web.place_among_exemplary(key))
    }
}

/// An award is a decided one that stands: a 先进典型 has none.
fn about(web: &Web<'_>, key: Key<model::Person>, picture: Option<&Image>) -> Thing {
    let data = &web.roll.get(key).data;
    let unit = data.unit.as_ref().and_then(|unit| unit.key());
    Thing::named("Person", &*data.name, web.href(key))
        .text("description", text(data.summary.as_ref()))
        .text("jobTitle", text(data.post.as_ref()))
        .thing(
            "worksFor",
            unit.map(|unit| Thing::named("Organization", web.unit_in_full(unit), web.href(unit))),
        )
        .address("image", picture.map(|image| image.src.clone()))
        .texts("award", web.award_lines(web.roll.awards_of_person(key)))
}

fn view<'r>(web: &Web<'r>, key: Key<model::Person>, here: &Here) -> View<'r> {
    let record = web.roll.get(key);
    let data = &record.data;
    let show = |field| web.roll.site().show.contains(&field);
    let Face { name, surname, annotation, post, posthumous, exemplary, .. } = web.face(key);
    let unit = data.unit.as_ref().and_then(|unit| unit.key());
    let mut teams: Vec<Key<Team>> = data.teams.iter().filter_map(|team| team.key()).collect();
    for team in web.roll.referring::<Team, model::Person>(key) {
        let is_member = web.roll.get(team).data.members.iter().any(|member| member.key() == Some(key));
        if is_member && !teams.contains(&team) {
            teams.push(team);
        }
    }
    View {
        person: Person {
            name,
            surname,
            annotation,
            image: web.portrait(data),
            posthumous,
            exemplary,
            headline: post,
            unit: unit.map(|unit| Link { text: web.unit_in_full(unit), href: web.href(unit) }),
            summary: data.summary.as_ref().map(|summary| summary.value.as_str()),
            facts: facts(data, show),
            posts: data.posts.iter().filter_map(|post| self::post(web, post)).collect(),
            body_html: web.body_html(here),
            awards: web.awards(web.roll.awards_of_person(key)),
            earlier_honors: match show(PrivateField::EarlierHonors) {
                true => texts(&data.earlier_honors),
                false => Vec::new(),
            },
            stories: web.story_cards(web.newest_first(web.roll.referring::<Story, _>(key))),
            photos: web.photos(photos_of(web, key)),
            teams: web.links(teams),
            campaigns: web.targets(&data.campaigns),
            places: web.links(web.roll.place_of(key)),
            colleagues: unit.map_or_else(Vec::new, |unit| {
                let others = web.roll.people_of_unit(unit).iter().copied().filter(|other| *other != key);
                others.take(COLLEAGUES).map(|other| web.short_card(other)).collect()
            }),
            sources: sources(&record.common.sources),
            tags: texts(&record.common.tags),
        },
    }
}

/// The photos that show someone, rather than those whose text names them.
fn photos_of(web: &Web<'_>, key: Key<model::Person>) -> Vec<Key<model::Photo>> {
    let shows = |photo: &Key<model::Photo>| {
        web.roll.get(*photo).data.people.iter().any(|person| person.key() == Some(key))
    };
    web.roll.referring::<model::Photo, _>(key).filter(shows).collect()
}

/// What is stated of a person and may be public: sex, ethnicity and party always, the rest where the site shows it.
fn facts(person: &model::Person, show: impl Fn(PrivateField) -> bool) -> Vec<Fact> {
    let word =
        |label: &str, word: &Option<Word>| word.as_ref().map(|word| Fact::text(label, word.value.clone()));
    let date = |label: &str, date: &Option<Spanned<PartialDate>>| {
        Date::stated(date.as_ref()).map(|date| Fact::text(label, date.text))
    };
    let private = |field, fact: Option<Fact>| fact.filter(|_| show(field));
    [
        person.gender.map(|gender| Fact::text("性别", gender.zh())),
        word("民族", &person.ethnicity),
        word("政治面貌", &person.party),
        private(PrivateField::Born, date("出生", &person.born)),
        private(PrivateField::Died, date("逝世", &person.died)),
        private(PrivateField::NativePlace, word("籍贯", &person.native_place)),
        private(PrivateField::Education, word("学历", &person.education)),
        private(PrivateField::Degree, word("学位", &person.degree)),
        private(PrivateField::StartedWork, date("参加工作时间", &person.started_work)),
        private(PrivateField::JoinedParty, date("入党时间", &person.joined_party)),
        private(PrivateField::Title, word("职称", &person.title)),
        private(PrivateField::Rank, word("职级", &person.rank)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Nothing where neither unit nor post may be named: a period alone says nothing.
fn post(web: &Web<'_>, post: &model::Post) -> Option<Post> {
    let unit = post.unit.as_ref().and_then(|unit| unit.key());
    let unit = unit.map(|unit| Link { text: web.unit_in_full(unit), href: web.href(unit) });
    let [from, until] = [&post.from, &post.until].map(|date| date.as_ref().map(|date| date.value));
    (unit.is_some() || post.post.is_some()).then(|| Post {
        unit,
        post: text(post.post.as_ref()),
        period: period(from, until),
    })
}
