//! Where something is stated, as readers see it.

use serde::Serialize;

use super::date::Date;
use crate::model::{self, Word};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    pub title: String,
    pub publisher: Option<String>,
    pub author: Option<String>,
    pub date: Date,
    /// Absolute, `http:` or `https:`.
    pub url: Option<String>,
}

pub fn sources(of: &[model::Source]) -> Vec<Source> {
    of.iter()
        .map(|source| Source {
            title: source.title.value.clone(),
            publisher: text(source.publisher.as_ref()),
            author: text(source.author.as_ref()),
            date: Date::of(source.date.as_ref()),
            url: url(source.url.as_ref()),
        })
        .collect()
}

pub fn text(word: Option<&Word>) -> Option<String> {
    word.map(|word| word.value.clone())
}

pub fn texts(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.value.clone()).collect()
}

/// An address on the web, if it is one: nothing else may become a link.
pub fn url(word: Option<&Word>) -> Option<String> {
    let url = word?.value.trim();
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://")).then(|| url.to_owned())
}
