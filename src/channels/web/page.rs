//! Free pages, such as one about the site, at their own paths.

use std::sync::Arc;

use serde::Serialize;

use super::frame::Page;
use super::shared::Web;
use super::source::{Source, sources};
use crate::channels::dates;
use crate::model;
use crate::plan::Job;

#[derive(Serialize)]
struct View {
    content: Content,
}

#[derive(Serialize)]
struct Content {
    body_html: Option<String>,
    sources: Vec<Source>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let pages = web.roll.all::<model::Page>();
    pages
        .map(|(key, _)| {
            web.record_page(key, "page.html", move |web, here| {
                let record = web.roll.get(key);
                let summary = record.data.summary.as_ref().map(|summary| summary.value.as_str());
                let page = Page::new(record.data.title.value.clone())
                    .described([summary])
                    .under([])
                    .updated_on([dates::published(&record.common)]);
                let body_html = web.body_html(here);
                (page, View { content: Content { body_html, sources: sources(&record.common.sources) } })
            })
        })
        .collect()
}
