//! Feeds: what is new on the site, in a column, about a unit and of a campaign, each as Atom and as JSON Feed.
//!
//! Comes in: a [`Roll`]. Goes out: two files for each that has something to tell, `feed.xml` and `feed.json` beside its
//! page. An entry needs the moment of its last change: it is the one that its record states, in China's time, a missing
//! day or month being the first. What states no year is in no feed, because a feed tells what is new.
//! It deliberately makes none without a base URL, since both formats want whole addresses.

mod atom;
mod json;

use std::sync::Arc;

use super::dates;
use super::web::link::with_pages;
use super::web::name::{mentioned, unit_in_full};
use crate::check::Roll;
use crate::model::{
    Campaign, Column, Commendation, InTables, Key, Kind, PartialDate, Record, Ref, Story, Unit,
};
use crate::plan::{Edition, Job, Reads, Route};

/// Entries of the feed of the site and of a column.
const MAX_ENTRIES: usize = 50;
/// Entries of the feed of a unit or a campaign: there are many of them, and little happens in each.
const MAX_ENTRIES_OF_PART: usize = 20;

/// A format of feeds: its file, its media type, its name.
#[derive(Clone, Copy)]
pub struct Format {
    pub file: &'static str,
    pub media_type: &'static str,
    pub name: &'static str,
    write: fn(&Outlet<'_>, &Feed) -> String,
}

pub const FORMATS: [Format; 2] = [
    Format { file: "feed.xml", media_type: "application/atom+xml", name: "Atom", write: atom::write },
    Format { file: "feed.json", media_type: "application/feed+json", name: "JSON Feed", write: json::write },
];

/// Something that has a feed where there is news of it.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    Site,
    Column(Key<Column>),
    Unit(Key<Unit>),
    Campaign(Key<Campaign>),
}

pub fn jobs<'r>(roll: &'r Roll, edition: &Arc<Edition>) -> Vec<Job<'r>> {
    let mut jobs = Vec::new();
    for subject in subjects(roll).filter(|subject| has_news(roll, *subject)) {
        for format in FORMATS {
            let route = format!("{}{}{}", edition.folder, subject.url(roll), format.file);
            let route = Route::new(&route).expect("folders and slugs are safe segments");
            let edition = Arc::clone(edition);
            let job = Job::text(route, move || write(roll, &edition, subject, format)).reading(Reads::Common);
            jobs.push(subject.asking_for(roll, job));
        }
    }
    jobs
}

/// Whether a subject has feeds.
pub fn has_news(roll: &Roll, subject: Subject) -> bool {
    roll.base_url().is_some() && all_news(roll, subject).any(|news| news.moment(roll).is_some())
}

fn subjects(roll: &Roll) -> impl Iterator<Item = Subject> + '_ {
    std::iter::once(Subject::Site)
        .chain(with_pages(roll).map(Subject::Column))
        .chain(with_pages(roll).map(Subject::Unit))
        .chain(with_pages(roll).map(Subject::Campaign))
}

impl Subject {
    /// Of its page, relative to the root of the edition.
    pub fn url(self, roll: &Roll) -> String {
        fn page<T: InTables>(record: &Record<T>) -> String {
            address(T::KIND, &record.slug)
        }
        match self {
            Subject::Site => String::new(),
            Subject::Column(key) => page(roll.get(key)),
            Subject::Unit(key) => page(roll.get(key)),
            Subject::Campaign(key) => page(roll.get(key)),
        }
    }

    fn asking_for<'r>(self, roll: &Roll, job: Job<'r>) -> Job<'r> {
        match self {
            Subject::Site => job,
            Subject::Column(key) => job.asked_by(roll.get(key).span),
            Subject::Unit(key) => job.asked_by(roll.get(key).span),
            Subject::Campaign(key) => job.asked_by(roll.get(key).span),
        }
    }

    /// As its feed is called in a list of feeds, and one sentence about it.
    fn titles(self, roll: &Roll) -> (String, Option<String>) {
        let site = roll.site();
        let of_part = |title: &str| format!("{title} · {}", site.title.value);
        let (title, subtitle) = match self {
            Subject::Site => (site.title.value.clone(), site.subtitle.as_ref().or(site.description.as_ref())),
            Subject::Column(key) => (of_part(roll.get(key).title()), roll.get(key).data.summary.as_ref()),
            Subject::Unit(key) => (of_part(&unit_in_full(roll, key)), None),
            Subject::Campaign(key) => (of_part(roll.get(key).title()), roll.get(key).data.summary.as_ref()),
        };
        (title, subtitle.map(|text| text.value.clone()))
    }

    fn limit(self) -> usize {
        match self {
            Subject::Site | Subject::Column(_) => MAX_ENTRIES,
            Subject::Unit(_) | Subject::Campaign(_) => MAX_ENTRIES_OF_PART,
        }
    }
}

/// Where a feed is published and by whom.
struct Outlet<'a> {
    edition: &'a Edition,
    /// The root of the edition, absolute.
    root: String,
    publisher: &'a str,
}

struct Feed {
    /// Of the page that the feed belongs to, relative to the root.
    url: String,
    title: String,
    subtitle: Option<String>,
    /// Newest first, never empty.
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

fn write(roll: &Roll, edition: &Edition, subject: Subject, format: Format) -> String {
    let base = roll.base_url().expect("a feed has a route only with a base URL");
    let site = roll.site();
    let publisher = site.publisher.as_ref().unwrap_or(&site.title);
    let outlet = Outlet { edition, root: base + edition.folder, publisher: &publisher.value };
    let (title, subtitle) = subject.titles(roll);
    let entries = news(roll, subject).into_iter().map(|(_, news)| news.entry(roll)).collect();
    (format.write)(&outlet, &Feed { url: subject.url(roll), title, subtitle, entries })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum News {
    Commendation(Key<Commendation>),
    Story(Key<Story>),
}

/// What a feed tells of, newest first and bounded; of one moment, documents first, in the order of their records.
fn news(roll: &Roll, subject: Subject) -> Vec<(PartialDate, News)> {
    let mut news: Vec<News> = all_news(roll, subject).collect();
    news.sort_unstable();
    news.dedup();
    let mut dated: Vec<(PartialDate, News)> =
        news.into_iter().filter_map(|news| Some((news.moment(roll)?, news))).collect();
    dated.sort_by_key(|(date, _)| std::cmp::Reverse(date.sort_key()));
    dated.truncate(subject.limit());
    dated
}

/// In no order, and some of it more than once.
fn all_news(roll: &Roll, subject: Subject) -> Box<dyn Iterator<Item = News> + '_> {
    match subject {
        Subject::Site => Box::new(
            commendations(roll.commendations_by_date().iter().copied())
                .chain(stories(roll.all::<Story>().map(|(key, _)| key))),
        ),
        Subject::Column(column) => Box::new(stories(
            roll.referring::<Story, _>(column)
                .filter(move |story| is_own(roll.get(*story).data.column.as_ref(), column)),
        )),
        Subject::Unit(unit) => {
            let of_people =
                roll.people_of_unit(unit).iter().flat_map(|person| roll.awards_of_person(*person));
            Box::new(
                commendations(roll.referring(unit))
                    .chain(commendations(of_people.map(|award| award.commendation)))
                    .chain(stories(roll.referring(unit))),
            )
        }
        Subject::Campaign(campaign) => Box::new(
            commendations(
                roll.referring::<Commendation, _>(campaign)
                    .filter(move |document| is_own(roll.get(*document).data.campaign.as_ref(), campaign)),
            )
            .chain(stories(roll.referring(campaign))),
        ),
    }
}

fn commendations(keys: impl Iterator<Item = Key<Commendation>>) -> impl Iterator<Item = News> {
    keys.map(News::Commendation)
}

fn stories(keys: impl Iterator<Item = Key<Story>>) -> impl Iterator<Item = News> {
    keys.map(News::Story)
}

/// Whether a record belongs to something, rather than only naming it in its body.
fn is_own<T: InTables>(of: Option<&Ref<T>>, key: Key<T>) -> bool {
    of.and_then(Ref::key) == Some(key)
}

impl News {
    fn moment(self, roll: &Roll) -> Option<PartialDate> {
        match self {
            News::Commendation(key) => dates::of_commendation(roll, key).filter(|_| roll.has_page(key)),
            News::Story(key) => dates::of_story(roll, key).filter(|_| roll.has_page(key)),
        }
    }

    fn entry(self, roll: &Roll) -> Entry {
        let updated = self.moment(roll).expect("only what has a moment is news");
        match self {
            News::Commendation(key) => {
                let record = roll.get(key);
                let number = record.data.number.as_ref().map(|number| number.value.clone());
                let summary = record.data.summary.as_ref().map(|summary| summary.value.clone());
                let parts: Vec<String> = number.into_iter().chain(summary).collect();
                Entry {
                    url: address(Kind::Commendation, &record.slug),
                    title: record.title().to_owned(),
                    updated,
                    authors: record.data.issuers.iter().map(|issuer| mentioned(roll, issuer)).collect(),
                    category: "表彰决定",
                    summary: (!parts.is_empty()).then(|| parts.join("，")),
                }
            }
            News::Story(key) => {
                let record = roll.get(key);
                Entry {
                    url: address(Kind::Story, &record.slug),
                    title: record.title().to_owned(),
                    updated,
                    authors: record.data.author.iter().map(|author| author.value.clone()).collect(),
                    category: "报道",
                    summary: record.data.summary.as_ref().map(|summary| summary.value.clone()),
                }
            }
        }
    }
}

fn address(kind: Kind, slug: &str) -> String {
    format!("{}/{slug}/", kind.folder())
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
