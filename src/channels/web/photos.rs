//! All photos, over several pages.

use std::sync::Arc;

use serde::Serialize;

use super::area::title;
use super::link::Link;
use super::paging::{Pagination, url};
use super::photo::Photo;
use super::shared::Web;
use crate::model::{self, Key};
use crate::plan::Job;

#[derive(Serialize)]
struct Content {
    photos: Vec<Photo>,
    pagination: Option<Pagination>,
}

const URL: &str = "photos/";

/// Photos stand in the order of their records; links to one of them count on it (`Web::href_of`).
pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let count = web.roll.all::<model::Photo>().len();
    if count == 0 {
        return Vec::new();
    }
    let paging = web.paging(count);
    let page = |number: u32| {
        web.page(&url(URL, number), "photos.html", move |web, _| {
            let page = web.listing(title("影像", number)).described([Some("基层一线的照片")]);
            let page = if number == 1 { page.under([]) } else { page.under([Link::new("影像", URL)]) };
            let photos = web.photos(paging.range(number).map(Key::new));
            (page, Content { photos, pagination: paging.links(URL, number) })
        })
    };
    paging.numbers().map(page).collect()
}
