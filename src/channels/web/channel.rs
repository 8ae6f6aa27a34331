//! A channel: the columns that it runs and the stories that it published.

use std::sync::Arc;

use serde::Serialize;

use super::area::MAX_CARDS;
use super::card::{ColumnCard, StoryCard};
use super::frame::{Here, Page};
use super::link::Link;
use super::shared::Web;
use super::source::{self, Source, sources, text};
use crate::channels::dates;
use crate::model::{self, Column, Key, Ref, Story};
use crate::plan::Job;

#[derive(Serialize)]
struct Content {
    channel: Channel,
}

#[derive(Serialize)]
struct Channel {
    name: String,
    kind: Option<String>,
    summary: Option<String>,
    owners: Vec<Link>,
    url: Option<String>,
    columns: Vec<ColumnCard>,
    stories: Vec<StoryCard>,
    body_html: Option<String>,
    sources: Vec<Source>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let keys = web.roll.all::<model::Channel>().map(|(key, _)| key);
    keys.map(|key| web.record_page(key, "channel.html", move |web, here| page(web, key, here))).collect()
}

fn page(web: &Web<'_>, key: Key<model::Channel>, here: &Here) -> (Page, Content) {
    let roll = web.roll;
    let record = roll.get(key);
    let data = &record.data;
    let is_this = |of: Option<&Ref<model::Channel>>| of.and_then(Ref::key) == Some(key);
    let columns = roll.referring::<Column, model::Channel>(key);
    let columns = columns.filter(|column| is_this(roll.get(*column).data.channel.as_ref()));
    // What it had first, or again; a story that only speaks of it is not its own.
    let published = |story: &Key<Story>| {
        let story = &roll.get(*story).data;
        let reprints = story.reprints.iter().map(|reprint| &reprint.channel);
        story.first_published.iter().chain(reprints).any(|channel| is_this(Some(channel)))
    };
    let stories = web.newest_first(roll.referring::<Story, model::Channel>(key).filter(published));
    let channel = Channel {
        name: data.name.value.clone(),
        kind: data.kind.map(|kind| kind.zh().to_owned()),
        summary: text(data.summary.as_ref()),
        owners: web.mentions(&data.owner),
        url: source::url(data.url.as_ref()),
        columns: columns.map(|column| web.column_card(column)).collect(),
        stories: web.story_cards(stories.iter().copied().take(MAX_CARDS)),
        body_html: web.body_html(here),
        sources: sources(&record.common.sources),
    };
    let page = Page::new(&*data.name)
        .described([channel.summary.as_deref(), Some(data.name.as_str())])
        .under([Link::new("渠道", "channels/")])
        .updated_on([
            dates::published(&record.common),
            stories.first().and_then(|key| dates::of_story(roll, *key)),
        ]);
    (page.beside(web, key), Content { channel })
}
