//! Atom feeds (RFC 4287): one of the site, one of each column.
//!
//! An entry needs the moment of its last change: it is the one that its record states, in China's time, a missing day
//! or month being the first. What states no year is in no feed, because a feed tells what is new.

use std::sync::Arc;

use super::dates;
use super::web::name::mentioned;
use super::xml::{absolute, push_element, push_text};
use crate::check::Roll;
use crate::model::{Column, Commendation, Key, Kind, PartialDate, Story};
use crate::plan::{Edition, Job, Route};

/// Entries of a feed.
const MAX_ENTRIES: usize = 50;

/// `feed.xml` with the newest commendations and stories, and `columns/<slug>/feed.xml` for each column that has a dated
/// story. None without a base URL: the standard wants whole addresses.
pub fn jobs<'r>(roll: &'r Roll, edition: &Arc<Edition>) -> Vec<Job<'r>> {
    let mut jobs = Vec::new();
    if let Some(route) = of_site(roll) {
        jobs.push(job(roll, edition, &route, move || site_feed(roll)));
    }
    for (key, record) in roll.all::<Column>() {
        if let Some(route) = of_column(roll, key) {
            jobs.push(job(roll, edition, &route, move || column_feed(roll, key)).asked_by(record.span));
        }
    }
    jobs
}

fn job<'r>(
    roll: &'r Roll,
    edition: &Arc<Edition>,
    route: &Route,
    make: impl Fn() -> Feed + Send + Sync + 'r,
) -> Job<'r> {
    let edition = Arc::clone(edition);
    let route = Route::new(&format!("{}{route}", edition.folder)).expect("a folder and a route");
    Job::text(route, move || write(roll, &edition, &make()))
}

/// Where the site's feed is in each edition; none where there is nothing to tell.
pub fn of_site(roll: &Roll) -> Option<Route> {
    roll.base_url()?;
    let any = roll.commendations_by_date().iter().any(|key| moment_of_commendation(roll, *key).is_some())
        || roll.all::<Story>().any(|(key, _)| moment_of_story(roll, key).is_some());
    any.then(|| Route::new("feed.xml").expect("a fixed name"))
}

/// Where a column's feed is in each edition; none where there is nothing to tell.
pub fn of_column(roll: &Roll, key: Key<Column>) -> Option<Route> {
    roll.base_url()?;
    stories(roll, key).any(|story| moment_of_story(roll, story).is_some()).then(|| {
        Route::new(&format!("columns/{}/feed.xml", roll.get(key).slug)).expect("a slug is one safe segment")
    })
}

struct Feed {
    /// Of the page that the feed belongs to, relative to the site's root.
    url: String,
    feed_url: String,
    title: String,
    subtitle: Option<String>,
    entries: Vec<Entry>,
}

struct Entry {
    url: String,
    title: String,
    updated: PartialDate,
    authors: Vec<String>,
    category: &'static str,
    summary: Option<String>,
}

fn site_feed(roll: &Roll) -> Feed {
    let site = roll.site();
    let commendations = roll.commendations_by_date().iter().filter_map(|key| of_commendation(roll, *key));
    let stories = roll.all::<Story>().filter_map(|(key, _)| of_story(roll, key));
    Feed {
        url: String::new(),
        feed_url: "feed.xml".to_owned(),
        title: site.title.value.clone(),
        subtitle: site.subtitle.as_ref().or(site.description.as_ref()).map(|text| text.value.clone()),
        entries: newest_first(commendations.chain(stories).collect()),
    }
}

fn column_feed(roll: &Roll, key: Key<Column>) -> Feed {
    let record = roll.get(key);
    Feed {
        url: address(Kind::Column, &record.slug),
        feed_url: format!("{}feed.xml", address(Kind::Column, &record.slug)),
        title: format!("{} · {}", record.title(), roll.site().title.value),
        subtitle: record.data.summary.as_ref().map(|summary| summary.value.clone()),
        entries: newest_first(stories(roll, key).filter_map(|story| of_story(roll, story)).collect()),
    }
}

fn stories(roll: &Roll, column: Key<Column>) -> impl Iterator<Item = Key<Story>> {
    roll.referring::<Story, Column>(column)
        .filter(move |story| roll.get(*story).data.column.as_ref().and_then(|own| own.key()) == Some(column))
}

/// Entries of one moment stay in the order of their records.
fn newest_first(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.updated.sort_key()));
    entries.truncate(MAX_ENTRIES);
    entries
}

fn of_commendation(roll: &Roll, key: Key<Commendation>) -> Option<Entry> {
    let record = roll.get(key);
    let number = record.data.number.as_ref().map(|number| number.value.clone());
    let summary = record.data.summary.as_ref().map(|summary| summary.value.clone());
    let parts: Vec<String> = number.into_iter().chain(summary).collect();
    Some(Entry {
        url: address(Kind::Commendation, &record.slug),
        title: record.title().to_owned(),
        updated: moment_of_commendation(roll, key)?,
        authors: record.data.issuers.iter().map(|issuer| mentioned(roll, issuer)).collect(),
        category: "表彰决定",
        summary: (!parts.is_empty()).then(|| parts.join("，")),
    })
}

fn of_story(roll: &Roll, key: Key<Story>) -> Option<Entry> {
    let record = roll.get(key);
    Some(Entry {
        url: address(Kind::Story, &record.slug),
        title: record.title().to_owned(),
        updated: moment_of_story(roll, key)?,
        authors: record.data.author.iter().map(|author| author.value.clone()).collect(),
        category: "报道",
        summary: record.data.summary.as_ref().map(|summary| summary.value.clone()),
    })
}

fn moment_of_commendation(roll: &Roll, key: Key<Commendation>) -> Option<PartialDate> {
    dates::of_commendation(roll, key).filter(|_| roll.has_page(key))
}

fn moment_of_story(roll: &Roll, key: Key<Story>) -> Option<PartialDate> {
    dates::of_story(roll, key).filter(|_| roll.has_page(key))
}

fn address(kind: Kind, slug: &str) -> String {
    format!("{}/{slug}/", kind.folder())
}

fn write(roll: &Roll, edition: &Edition, feed: &Feed) -> String {
    let base = roll.base_url().expect("a feed has a route only with a base URL") + edition.folder;
    let site = roll.site();
    let publisher = site.publisher.as_ref().unwrap_or(&site.title);
    let updated = feed.entries.first().map_or(String::new(), |entry| moment(entry.updated));

    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    push_text(&mut out, &edition.language);
    out.push_str("\">\n");
    push_line(&mut out, "id", &absolute(&base, &feed.url));
    push_line(&mut out, "title", &feed.title);
    if let Some(subtitle) = &feed.subtitle {
        push_line(&mut out, "subtitle", subtitle);
    }
    push_line(&mut out, "updated", &updated);
    push_author(&mut out, &publisher.value);
    push_link(&mut out, "self", "application/atom+xml", &absolute(&base, &feed.feed_url));
    push_link(&mut out, "alternate", "text/html", &absolute(&base, &feed.url));
    for entry in &feed.entries {
        let url = absolute(&base, &entry.url);
        out.push_str("<entry>\n");
        push_line(&mut out, "id", &url);
        push_line(&mut out, "title", &entry.title);
        push_line(&mut out, "updated", &moment(entry.updated));
        entry.authors.iter().for_each(|author| push_author(&mut out, author));
        push_link(&mut out, "alternate", "text/html", &url);
        out.push_str(&format!("<category term=\"{}\"/>\n", entry.category));
        if let Some(summary) = &entry.summary {
            push_line(&mut out, "summary", summary);
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    // To a feed the same holds as to HTML: words stand between tags, and addresses there are encoded.
    edition.word("feed_html", &out).into_owned()
}

fn push_line(out: &mut String, name: &str, text: &str) {
    push_element(out, name, text);
    out.push('\n');
}

fn push_author(out: &mut String, name: &str) {
    out.push_str("<author>");
    push_element(out, "name", name);
    out.push_str("</author>\n");
}

fn push_link(out: &mut String, rel: &str, media_type: &str, url: &str) {
    out.push_str(&format!("<link rel=\"{rel}\" type=\"{media_type}\" href=\""));
    push_text(out, url);
    out.push_str("\"/>\n");
}

/// A moment as RFC 3339 writes it: the first of the time that the date leaves open.
fn moment(date: PartialDate) -> String {
    let (year, month, day) = (date.year.unwrap_or(1), date.month.unwrap_or(1), date.day.unwrap_or(1));
    format!("{year:04}-{month:02}-{day:02}T00:00:00+08:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        let check = |date: &str, expect: &str| {
            assert_eq!(moment(PartialDate::parse(date).expect("a date")), expect);
        };
        check("2030-09-09", "2030-09-09T00:00:00+08:00");
        check("2030-09", "2030-09-01T00:00:00+08:00");
        check("2030", "2030-01-01T00:00:00+08:00");
    }
}
