//! `/years/<year>/`: what was decided and reported in a year.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::card::{CommendationCard, RollEntry, StoryCard};
use super::count::Count;
use super::frame::{Here, Page};
use super::link::{IndexLink, Link};
use super::shared::{self, Web};
use crate::model::{Key, Person};
use crate::plan::Job;

#[derive(Serialize)]
struct View<'r> {
    year: Year<'r>,
}

#[derive(Serialize)]
struct Year<'r> {
    title: String,
    years: Vec<IndexLink>,
    counts: Vec<Count>,
    commendations: Vec<CommendationCard>,
    people: Vec<RollEntry<'r>>,
    stories: Vec<StoryCard>,
}

/// Beyond this many people, a year's page leaves the names to its documents.
const MOST_PEOPLE: usize = 1_000;
/// Beyond this many stories, a year's page shows the newest of them; `/stories/` has all.
const MOST_STORIES: usize = 200;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let job = |at: usize| {
        web.page(&url(&web.years[at]), "year.html", move |web: &Web<'r>, _: &Here| {
            let year = &web.years[at];
            let link = |at: usize| web.years.get(at).map(|year| Link::new(title(year), url(year)));
            let page = Page {
                prev: at.checked_sub(1).and_then(link),
                next: link(at + 1),
                ..web.listing(title(year)).under([Link::new("年份", "years/")])
            };
            (page, View { year: view(web, year, at) })
        })
    };
    (0..web.years.len()).map(job).collect()
}

/// A link to each year.
pub fn index(web: &Web<'_>, current: Option<usize>) -> Vec<IndexLink> {
    let link = |(at, year): (usize, &shared::Year)| IndexLink {
        text: title(year),
        href: url(year),
        count: (year.commendations.len() + year.stories.len()) as u32,
        current: current == Some(at),
    };
    web.years.iter().enumerate().map(link).collect()
}

pub fn title(year: &shared::Year) -> String {
    year.year.map_or_else(|| "年份未注明".to_owned(), |year| format!("{year}年"))
}

pub fn url(year: &shared::Year) -> String {
    year.year.map_or_else(|| "years/unknown/".to_owned(), |year| format!("years/{year}/"))
}

fn view<'r>(web: &Web<'r>, year: &shared::Year, at: usize) -> Year<'r> {
    let people = people(web, year);
    let counts = [
        Count::new("表彰决定", year.commendations.len(), "份", None),
        Count::new("上榜个人", people.len(), "人", None),
        Count::new("报道", year.stories.len(), "篇", None),
    ];
    Year {
        title: title(year),
        years: index(web, Some(at)),
        counts: counts.into_iter().flatten().collect(),
        commendations: web.commendation_cards(year.commendations.iter().copied()),
        people: if people.len() > MOST_PEOPLE { Vec::new() } else { web.roll_entries(people) },
        stories: web.story_cards(year.stories.iter().take(MOST_STORIES).copied()),
    }
}

/// Everyone on the roll whom a document of the year honors, in the roll's order.
pub fn people(web: &Web<'_>, year: &shared::Year) -> Vec<Key<Person>> {
    let documents = year.commendations.iter().map(|key| &web.roll.get(*key).data);
    let lines = documents.flat_map(|data| data.honors.iter().flat_map(|honor| honor.everyone()));
    let people = lines.filter_map(|line| line.person.as_ref()?.key());
    let places: BTreeSet<usize> = people.filter_map(|key| web.place_on_roll(key)).collect();
    places.into_iter().map(|at| web.roll.honorees()[at]).collect()
}
