//! A column: the stories that a channel runs under one title, newest first.

use std::sync::Arc;

use serde::Serialize;

use super::area::title;
use super::card::{StoryCard, is_in_column};
use super::frame::{Here, Page};
use super::image::Image;
use super::link::Link;
use super::paging::{Pagination, Paging, url};
use super::shared::Web;
use super::source::{Source, sources, text};
use crate::channels::dates;
use crate::channels::feeds::Subject;
use crate::model::{self, Key, Story};
use crate::plan::Job;

#[derive(Serialize)]
struct Content {
    column: Column,
    pagination: Option<Pagination>,
}

#[derive(Serialize)]
struct Column {
    title: String,
    channel: Option<Link>,
    summary: Option<String>,
    image: Option<Image>,
    body_html: Option<String>,
    total: u32,
    stories: Vec<StoryCard>,
    sources: Vec<Source>,
}

/// One page of a column.
struct Part {
    key: Key<model::Column>,
    /// All stories of the column, shared by its pages.
    stories: Arc<[Key<Story>]>,
    paging: Paging,
    number: u32,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let mut jobs = Vec::new();
    for (key, _) in web.roll.all::<model::Column>() {
        let stories = web.roll.referring::<Story, model::Column>(key);
        let stories: Arc<[Key<Story>]> =
            web.newest_first(stories.filter(|story| is_in_column(&web.roll.get(*story).data, key))).into();
        let paging = web.paging(stories.len());
        for number in paging.numbers() {
            let part = Part { key, stories: Arc::clone(&stories), paging, number };
            let address = url(&web.url(key), number);
            jobs.push(web.page_of(key, &address, "column.html", move |web, here| page(web, &part, here)));
        }
    }
    jobs
}

fn page(web: &Web<'_>, part: &Part, here: &Here) -> (Page, Content) {
    let roll = web.roll;
    let record = roll.get(part.key);
    let data = &record.data;
    let shown = &part.stories[part.paging.range(part.number)];
    let is_first = part.number == 1;
    let column = Column {
        title: data.title.value.clone(),
        channel: web.target(data.channel.as_ref()),
        summary: text(data.summary.as_ref()),
        image: web.image(data.cover.as_ref(), &data.title),
        body_html: web.body_html(here).filter(|_| is_first),
        total: part.stories.len() as u32,
        stories: shown.iter().map(|key| StoryCard { column: None, ..web.story_card(*key) }).collect(),
        sources: if is_first { sources(&record.common.sources) } else { Vec::new() },
    };
    let newest = part.stories.first().and_then(|key| dates::of_story(roll, *key));
    let shelf = Link::new("栏目", "columns/");
    let page = Page::new(title(&data.title, part.number))
        .described([column.summary.as_deref(), Some(data.title.as_str())])
        .updated_on([dates::published(&record.common), newest]);
    let page = match is_first {
        true => page.under([shelf]).beside(web, part.key),
        false => page.under([shelf, web.link(part.key)]),
    };
    let feeds = web.feeds("订阅本栏目", Subject::Column(part.key));
    let pagination = part.paging.links(&web.url(part.key), part.number);
    let (draft, picture) = (roll.is_draft(part.key), column.image.clone());
    (Page { draft, feeds, picture, ..page }, Content { column, pagination })
}
