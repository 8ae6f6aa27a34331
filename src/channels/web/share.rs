//! What a page shows where someone shares a link to it: the picture of its record, else the one that staff chose for the site,
//! else an image with the title of the list that it belongs to.
//!
//! One image a list rather than one a page: ten thousand pages would take ten thousand drawings, and what is on the page is
//! told by its title beside the image anyway.

use std::sync::Arc;

use serde::Serialize;

use super::frame::{Here, Page};
use super::image::Image;
use super::shared::Web;
use crate::plan::{Job, Route, ShareImage};

/// As Open Graph has it; the words of the card are Twitter's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Absolute: those who read it know no page that it could be relative to.
    pub url: String,
    pub media_type: &'static str,
    pub alt: String,
    pub width: u32,
    pub height: u32,
    /// `summary_large_image`, or `summary` for a picture that is not a wide one.
    pub card: &'static str,
}

/// An image that pages share: its name, and what is written on it.
struct Subject {
    name: &'static str,
    title: Option<&'static str>,
}

const HOME: Subject = Subject { name: "home", title: None };
/// Not that of the decisions among which they stand: a 公示 is none.
const NOTICE: Subject = Subject { name: "notice", title: Some("公示") };

/// Readers want at least this many pixels a side.
const LEAST: u32 = 200;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    if !web.is_shared() || web.site_picture().is_some() {
        return Vec::new();
    }
    let shelves = web.shelves.iter().map(|shelf| subject(shelf.href, shelf.title));
    let notices = (!web.roll.notices().is_empty()).then_some(NOTICE);
    let subjects = std::iter::once(HOME).chain(shelves).chain(notices);
    subjects.map(|subject| Job::share(route(web, &subject), image(web, &subject))).collect()
}

impl Web<'_> {
    /// Nothing where nobody could read it, and nothing of what is not published yet: messengers keep what they have read.
    pub fn share(&self, kind: &str, page: &Page, here: &Here) -> Option<Share> {
        if !self.is_shared() || kind == "404" {
            return None;
        }
        let own = page.picture.as_ref().and_then(|picture| self.own(picture));
        own.or_else(|| self.site_picture()).or_else(|| Some(self.drawn(&self.subject(kind, page, here))))
    }

    fn is_shared(&self) -> bool {
        self.base_url.is_some() && !self.roll.drafts()
    }

    /// What staff chose in place of drawn images.
    fn site_picture(&self) -> Option<Share> {
        let site = self.roll.site();
        self.own(&self.image(site.share_image.as_ref(), &site.title)?)
    }

    /// A photograph; a drawing is nothing that messengers show.
    fn own(&self, picture: &Image) -> Option<Share> {
        let (width, height) = (picture.width?, picture.height?);
        let is_photograph = !picture.jpeg.is_empty() && width.min(height) >= LEAST;
        let path = picture.src.strip_prefix(self.edition.base())?;
        is_photograph.then_some(Share {
            url: format!("{}{path}", self.base_url.as_deref()?),
            media_type: "image/jpeg",
            alt: picture.alt.clone(),
            width,
            height,
            card: if width * 3 >= height * 4 { "summary_large_image" } else { "summary" },
        })
    }

    fn drawn(&self, subject: &Subject) -> Share {
        let site = &self.roll.site().title.value;
        let (width, height) = ShareImage::SIZE;
        Share {
            url: format!("{}{}", self.base_url.as_deref().unwrap_or_default(), route(self, subject)),
            media_type: "image/png",
            alt: subject.title.map_or_else(|| site.clone(), |title| format!("{title} · {site}")),
            width,
            height,
            card: "summary_large_image",
        }
    }

    /// By the list that the page says it belongs to, else by its own address.
    fn subject(&self, kind: &str, page: &Page, here: &Here) -> Subject {
        if kind == "notice" {
            return NOTICE;
        }
        let url = page.section.as_deref().unwrap_or(&here.url);
        let list = url.split_inclusive('/').next().unwrap_or_default();
        let shelf = self.shelves.iter().find(|shelf| shelf.href == list);
        shelf.map_or(HOME, |shelf| subject(shelf.href, shelf.title))
    }
}

fn subject(href: &'static str, title: &'static str) -> Subject {
    Subject { name: href.trim_end_matches('/'), title: Some(title) }
}

fn route(web: &Web<'_>, subject: &Subject) -> Route {
    Route::new(&format!("{}share/{}.png", web.edition.folder, subject.name)).expect("fixed names")
}

/// In the words of the edition.
fn image(web: &Web<'_>, subject: &Subject) -> ShareImage {
    let site = web.roll.site();
    let word = |text: &str| web.edition.word("title", text).into_owned();
    let optional = |text: &Option<crate::model::Word>| text.as_ref().map(|text| word(text));
    let title = word(&site.title.value);
    let (heading, under) = match subject.title {
        Some(list) => (word(list), Some(title)),
        None => (title, optional(&site.subtitle)),
    };
    ShareImage { heading, under, publisher: optional(&site.publisher) }
}
