//! `/`: what is new, who is honored, and the ways into the site.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

use serde::Serialize;

use super::card::{ColumnCard, CommendationCard, NoticeCard, PersonCard, StoryCard};
use super::count::Count;
use super::figure::Figure;
use super::frame::{Here, Page};
use super::honor::honor_id;
use super::link::{IndexLink, Link, with_pages};
use super::linked::Thing;
use super::shared::Web;
use super::source::{Source, text};
use super::tree::TreeNode;
use super::year;
use crate::model::{self, Campaign, Key, Person, Place};
use crate::plan::Job;

#[derive(Serialize)]
struct View<'r> {
    home: Home<'r>,
}

#[derive(Serialize)]
struct Home<'r> {
    counts: Vec<Count>,
    notices: Vec<NoticeCard>,
    commendations: Vec<CommendationCard>,
    honorees: Vec<PersonCard<'r>>,
    exemplary: Vec<PersonCard<'r>>,
    figures: Vec<Figure>,
    /// What all of `figures` state as their only source, so that it is said once.
    figures_source: Option<Source>,
    columns: Vec<ColumnCard>,
    stories: Vec<StoryCard>,
    campaigns: Vec<Link>,
    places: Vec<TreeNode>,
    honors: Vec<IndexLink>,
    years: Vec<IndexLink>,
    empty: bool,
}

/// One row of plaques on a wide screen.
const PEOPLE: usize = 6;
const FIGURES: usize = 8;
const LATEST: usize = 5;
const COLUMNS: usize = 12;
/// Most entries by honor, place, campaign and year; the lists have all.
const WAYS: usize = 40;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let honorees = honorees(web);
    vec![web.page("", "home.html", move |web: &Web<'r>, _: &Here| {
        let site = web.roll.site();
        let page = web.listing(site.title.value.clone());
        let description = [&site.description, &site.subtitle].map(|word| text(word.as_ref()));
        let page = page.described(description.iter().map(Option::as_deref));
        (Page { about: Some(about(web)), ..page }, View { home: view(web, &honorees) })
    })]
}

/// The site, who publishes it, and how to search it.
fn about(web: &Web<'_>) -> Thing {
    let site = web.roll.site();
    let publisher = text(site.publisher.as_ref()).map(|name| Thing::named("Organization", name, None));
    let search = Thing::new("SearchAction")
        .address("target", Some("search/?q={search_term_string}".to_owned()))
        .text("query-input", Some("required name=search_term_string"));
    Thing::named("WebSite", &*site.title, Some(String::new()))
        .text(
            "description",
            [&site.description, &site.subtitle].into_iter().find_map(|word| text(word.as_ref())),
        )
        .text("inLanguage", Some(&*web.edition.language))
        .thing("publisher", publisher)
        .thing("potentialAction", Some(search))
}

fn view<'r>(web: &Web<'r>, honorees: &[Key<Person>]) -> Home<'r> {
    let roll = web.roll;
    let mut years = year::index(web, None);
    years.truncate(WAYS);
    let figures: Vec<Figure> =
        roll.all::<model::Figure>().take(FIGURES).map(|(key, _)| web.figure(key)).collect();
    Home {
        counts: counts(web),
        notices: notices(web),
        commendations: web.commendation_cards(roll.commendations_by_date().iter().copied().take(LATEST)),
        honorees: web.person_cards(honorees.iter().copied()),
        exemplary: web.person_cards(roll.exemplary().iter().copied().take(PEOPLE)),
        figures_source: only_source(&figures),
        figures,
        columns: with_pages(roll).take(COLUMNS).map(|key| web.column_card(key)).collect(),
        stories: web.story_cards(web.stories_by_date.iter().copied().take(LATEST)),
        campaigns: web.links(with_pages::<Campaign>(roll).take(WAYS)),
        places: places(web),
        honors: honors(web),
        years,
        empty: roll.notices().is_empty() && web.shelves.iter().all(|shelf| shelf.count == 0),
    }
}

/// Portraits first, then whoever was honored last; a scan of the whole roll, made once.
fn honorees(web: &Web<'_>) -> Vec<Key<Person>> {
    let newest = |key: Key<Person>| {
        let award = web.roll.awards_of_person(key).first()?;
        web.roll.get(award.commendation).data.date.as_ref().map(|date| date.value.sort_key())
    };
    let mut ranked: Vec<(bool, Reverse<Option<_>>, usize)> = (web.roll.honorees().iter().enumerate())
        .map(|(at, key)| {
            let photo = web.roll.get(*key).data.photo.as_ref();
            let has_portrait = photo.is_some_and(|photo| web.pictured(&photo.file).is_some());
            (!has_portrait, Reverse(newest(*key)), at)
        })
        .collect();
    if ranked.len() > PEOPLE {
        ranked.select_nth_unstable(PEOPLE);
        ranked.truncate(PEOPLE);
    }
    ranked.sort_unstable();
    ranked.into_iter().map(|(.., at)| web.roll.honorees()[at]).collect()
}

fn only_source(figures: &[Figure]) -> Option<Source> {
    let [first, ..] = figures else { return None };
    let [source] = &first.sources[..] else { return None };
    figures.iter().all(|figure| figure.sources == first.sources).then(|| source.clone())
}

fn counts(web: &Web<'_>) -> Vec<Count> {
    let units = [
        ("roll/", "上榜个人", "人"),
        ("people/", "先进典型", "人"),
        ("commendations/", "表彰决定", "份"),
        ("teams/", "队伍", "个"),
        ("measures/", "机制措施", "项"),
        ("stories/", "报道", "篇"),
    ];
    let shelf = |href: &str| web.shelves.iter().find(|shelf| shelf.href == href);
    units
        .into_iter()
        .filter_map(|(href, label, unit)| Count::new(label, shelf(href)?.count, unit, Some(href)))
        .collect()
}

/// Those that are open first. One whose period is over stays, so that its page is found, and says so.
fn notices(web: &Web<'_>) -> Vec<NoticeCard> {
    let mut notices: Vec<NoticeCard> =
        web.roll.notices().iter().map(|proposal| web.notice_card(proposal)).collect();
    notices.sort_by_key(|notice| notice.closed);
    notices
}

/// The top place's children, or the top places where there are several.
fn places(web: &Web<'_>) -> Vec<TreeNode> {
    let roots: Vec<Key<Place>> =
        web.roll.roots::<Place>().filter(|key| web.roll.has_page(*key)).take(WAYS).collect();
    let children: Vec<Key<Place>> = match roots[..] {
        [only] => web.roll.children(only).filter(|key| web.roll.has_page(*key)).take(WAYS).collect(),
        _ => Vec::new(),
    };
    let shown = if children.is_empty() { roots } else { children };
    shown.into_iter().map(|key| web.node(key, 0)).collect()
}

/// Each title once, leading to the newest document that confers it.
fn honors(web: &Web<'_>) -> Vec<IndexLink> {
    let mut seen = HashSet::new();
    let mut links = Vec::new();
    for key in web.roll.commendations_by_date() {
        let Some(href) = web.href(*key) else { continue };
        for (at, honor) in web.roll.get(*key).data.honors.iter().enumerate() {
            let count = honor.everyone().count() as u32;
            if count > 0 && seen.insert(honor.title.value.as_str()) {
                let text = honor.title.value.clone();
                links.push(IndexLink {
                    text,
                    href: format!("{href}#{}", honor_id(at)),
                    count,
                    current: false,
                });
            }
        }
        if links.len() >= WAYS {
            break;
        }
    }
    links
}
