//! A story, and where it was published.

use std::sync::Arc;

use serde::Serialize;

use super::card::{PersonCard, authors};
use super::date::{Date, iso};
use super::frame::{Here, Page};
use super::image::Image;
use super::link::Link;
use super::linked::Thing;
use super::shared::Web;
use super::source::{self, Source, sources, text, texts};
use crate::channels::dates;
use crate::model::{self, Key, Person, Ref};
use crate::plan::Job;

#[derive(Serialize)]
struct Content<'r> {
    story: Story<'r>,
}

#[derive(Serialize)]
struct Story<'r> {
    title: String,
    date: Date,
    author: Option<String>,
    column: Option<Link>,
    campaign: Option<Link>,
    first_published: Option<Publication>,
    reprints: Vec<Publication>,
    image: Option<Image>,
    summary: Option<String>,
    body_html: Option<String>,
    people: Vec<PersonCard<'r>>,
    units: Vec<Link>,
    places: Vec<Link>,
    sources: Vec<Source>,
}

#[derive(Serialize)]
struct Publication {
    channel: Link,
    title: Option<String>,
    date: Date,
    url: Option<String>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let keys = web.roll.all::<model::Story>().map(|(key, _)| key);
    keys.map(|key| web.record_page(key, "story.html", move |web, here| page(web, key, here))).collect()
}

fn page<'r>(web: &Web<'r>, key: Key<model::Story>, here: &Here) -> (Page, Content<'r>) {
    let record = web.roll.get(key);
    let data = &record.data;
    let people: Vec<Key<Person>> = data.people.iter().filter_map(Ref::key).collect();
    let story = Story {
        title: data.title.value.clone(),
        date: Date::of(data.date.as_ref()),
        author: authors(data),
        column: web.target(data.column.as_ref()),
        campaign: web.target(data.campaign.as_ref()),
        first_published: first_published(web, data),
        reprints: data.reprints.iter().filter_map(|reprint| self::reprint(web, reprint)).collect(),
        image: web.image(data.photo.as_ref(), &data.title),
        summary: text(data.summary.as_ref()),
        body_html: web.body_html(here),
        people: web.person_cards(people),
        units: web.unit_targets(&data.units),
        places: web.targets(&data.places),
        sources: sources(&record.common.sources),
    };
    let crumb = story.column.clone().unwrap_or_else(|| Link::new("报道", "stories/"));
    let page = Page::new(&*data.title)
        .described([story.summary.as_deref(), Some(data.title.as_str())])
        .under([crumb])
        .updated_on([dates::of_story(web.roll, key)])
        .between(web, &web.stories_by_date, web.story_place(key));
    let (about, picture) = (Some(about(web, key, &story)), story.image.clone());
    (Page { about, picture, ..page }, Content { story })
}

fn about(web: &Web<'_>, key: Key<model::Story>, story: &Story<'_>) -> Thing {
    let data = &web.roll.get(key).data;
    let publisher = story.first_published.as_ref().map(|first| &first.channel);
    let publisher = publisher.map(|link| Thing::named("Organization", &*link.text, link.href.clone()));
    let people = story
        .people
        .iter()
        .map(|person| Thing::named("Person", person.name, person.href.as_deref().map(str::to_owned)));
    Thing::new("Article")
        .text("headline", Some(&*data.title))
        .address("url", web.href(key))
        .text("datePublished", iso(data.date.as_ref()))
        .texts("author", texts(&data.author))
        .thing("publisher", publisher)
        .address("image", story.image.as_ref().map(|image| image.src.clone()))
        .things("mentions", people.collect())
}

/// A story has one date: that of its first publication.
fn first_published(web: &Web<'_>, story: &model::Story) -> Option<Publication> {
    let channel = web.target(story.first_published.as_ref())?;
    Some(Publication { channel, title: None, date: Date::of(story.date.as_ref()), url: None })
}

fn reprint(web: &Web<'_>, reprint: &model::Reprint) -> Option<Publication> {
    Some(Publication {
        channel: web.target(Some(&reprint.channel))?,
        title: text(reprint.title.as_ref()),
        date: Date::of(reprint.date.as_ref()),
        url: source::url(reprint.url.as_ref()),
    })
}
