//! A feed as JSON Feed 1.1 (jsonfeed.org). Programs that read it need no XML.

use std::borrow::Cow;

use serde::Serialize;

use super::{Outlet, moment};
use crate::channels::xml::absolute;

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Cow<'a, str>>,
    home_page_url: String,
    feed_url: String,
    language: &'a str,
    authors: Vec<Author<'a>>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    title: Cow<'a, str>,
    /// The format asks for a text; where nothing is summed up, it is the title.
    content_text: Cow<'a, str>,
    date_published: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    tags: [Cow<'a, str>; 1],
}

#[derive(Serialize)]
struct Author<'a> {
    name: Cow<'a, str>,
}

pub fn write(outlet: &Outlet<'_>, feed: &super::Feed) -> String {
    let Outlet { edition, root, publisher } = outlet;
    let word = |text| edition.word("text", text);
    let author = |name| Author { name: word(name) };
    let items = feed.entries.iter().map(|entry| Item {
        id: absolute(root, &entry.url),
        url: absolute(root, &entry.url),
        title: word(&entry.title),
        content_text: word(entry.summary.as_ref().unwrap_or(&entry.title)),
        date_published: moment(entry.updated),
        authors: entry.authors.iter().map(|name| author(name)).collect(),
        tags: [word(entry.category)],
    });
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: word(&feed.title),
        description: feed.subtitle.as_deref().map(word),
        home_page_url: absolute(root, &feed.url),
        feed_url: absolute(root, &format!("{}feed.json", feed.url)),
        language: &edition.language,
        authors: vec![author(publisher)],
        items: items.collect(),
    };
    serde_json::to_string(&feed).expect("plain data with string keys can be written as JSON") + "\n"
}
