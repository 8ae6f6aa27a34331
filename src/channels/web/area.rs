//! What the pages of units and of places have in common: a tree, and the people in it.

use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::award::Award;
use super::breakdown::{Breakdown, Spread, most};
use super::card::{CommendationCard, PersonCard, RollEntry, StoryCard};
use super::count::Count;
use super::figures::FigureGroup;
use super::frame::{Here, Page};
use super::link::{Fact, Feed, Link};
use super::linked::Thing;
use super::paging::{Pagination, Paging, url};
use super::photo::Photo;
use super::shared::Web;
use super::source::{Source, sources};
use super::tree::{Branch, Tree, TreeNode};
use crate::channels::dates;
use crate::check::Roll;
use crate::model::{Campaign, Commendation, Key, Measure, Person, Story};
use crate::plan::Job;

/// People of one page. Where a unit and what lies below it have more, only its own are listed: the tree leads to the
/// others, and no page grows with the whole roll.
pub const MAX_PEOPLE: usize = 500;

/// Commendations and stories of one page, the newest.
pub const MAX_CARDS: usize = 50;

#[derive(Debug, Default, serde::Serialize)]
pub struct Area<'r> {
    pub name: String,
    pub short: Option<String>,
    pub kind: Option<String>,
    pub place: Option<Link>,
    pub facts: Vec<Fact>,
    pub body_html: Option<String>,
    pub tree: Tree,
    pub counts: Vec<Count>,
    pub people: Vec<RollEntry<'r>>,
    pub exemplary: Vec<PersonCard<'r>>,
    /// Whom the lists of people hold: “含下级”, “仅本级”.
    pub people_note: Option<String>,
    /// Who has or had another post here, with it.
    pub also: Vec<Link>,
    pub awards: Vec<Award>,
    /// Of the people here and below.
    pub breakdowns: Vec<Breakdown>,
    pub units: Vec<TreeNode>,
    pub teams: Vec<Link>,
    pub measures: Vec<Link>,
    pub campaigns: Vec<Link>,
    pub commendations: Vec<CommendationCard>,
    pub stories: Vec<StoryCard>,
    pub figures: Vec<FigureGroup>,
    pub photos: Vec<Photo>,
    pub sources: Vec<Source>,
}

/// A kind of record whose pages are such.
pub trait Territory: Branch {
    const TEMPLATE: &'static str;
    /// What the template calls the view.
    const VARIABLE: &'static str;
    const SHELF: &'static str;
    /// What schema.org calls it, and what it calls the one above it.
    const THING: [&'static str; 2];
    /// A chart of what lies below, and how many of it: “个单位”.
    const BELOW: [&'static str; 2];

    fn people(roll: &Roll, key: Key<Self>) -> &[Key<Person>];

    fn spread<'w>(web: &'w Web<'_>, key: Key<Self>) -> &'w Spread;

    fn name_in_full(web: &Web<'_>, key: Key<Self>) -> String {
        web.roll.get(key).title().to_owned()
    }

    fn award_lines(_: &Web<'_>, _: Key<Self>) -> Vec<String> {
        Vec::new()
    }

    fn feeds(_: &Web<'_>, _: Key<Self>) -> Vec<Feed> {
        Vec::new()
    }

    /// Adds what only this kind has.
    fn complete(web: &Web<'_>, key: Key<Self>, area: &mut Area<'_>);
}

pub fn jobs<'r, T: Territory>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let mut jobs = Vec::new();
    for family in families::<T>(web.roll) {
        for (at, key) in family.iter().copied().enumerate() {
            let before = at.checked_sub(1).map(|at| family[at]);
            let neighbours = [before, family.get(at + 1).copied()];
            let paging = Residents::of(web, key).paging();
            for number in paging.numbers() {
                let address = url(&web.url(key), number);
                let make = move |web: &Web<'r>, here: &Here| page(web, key, neighbours, number, here);
                jobs.push(web.page_of(key, &address, T::TEMPLATE, make));
            }
        }
    }
    jobs
}

/// Those who have pages: the outermost, then the children of each, in the order that staff gave.
fn families<T: Territory>(roll: &Roll) -> impl Iterator<Item = Vec<Key<T>>> {
    let shown = move |key: &Key<T>| roll.has_page(*key);
    let children = move |key| roll.children(key).filter(shown).collect::<Vec<_>>();
    let outermost = roll.roots().filter(shown).collect();
    std::iter::once(outermost).chain(roll.all::<T>().map(move |(key, _)| children(key)))
}

/// The people that a page lists: first those on the roll, then 先进典型, each in the site's order.
pub struct Residents {
    pub honorees: Vec<Key<Person>>,
    pub exemplary: Vec<Key<Person>>,
    /// Whether those of what lies below are among them.
    below: bool,
}

impl Residents {
    fn of<T: Territory>(web: &Web<'_>, key: Key<T>) -> Residents {
        let roll = web.roll;
        let tally = T::tally(web, key);
        let below = (tally.honorees + tally.exemplary) as usize <= MAX_PEOPLE;
        let mut everyone = T::people(roll, key).to_vec();
        if below {
            let mut left: Vec<Key<T>> = roll.children(key).collect();
            while let Some(child) = left.pop() {
                let tally = T::tally(web, child);
                // Most of a tree is empty: what holds nobody holds nobody below it.
                if tally.honorees + tally.exemplary > 0 {
                    everyone.extend(T::people(roll, child));
                    left.extend(roll.children(child));
                }
            }
        }
        let mut residents = Residents::new(web, everyone);
        residents.below = below;
        residents
    }

    pub fn new(web: &Web<'_>, everyone: Vec<Key<Person>>) -> Residents {
        let ordered = |place: &dyn Fn(Key<Person>) -> Option<usize>| {
            let mut placed: Vec<(usize, Key<Person>)> =
                everyone.iter().filter_map(|key| Some((place(*key)?, *key))).collect();
            placed.sort_unstable();
            placed.into_iter().map(|(_, key)| key).collect::<Vec<_>>()
        };
        Residents {
            honorees: ordered(&|key| web.place_on_roll(key)),
            exemplary: ordered(&|key| web.place_among_exemplary(key)),
            below: false,
        }
    }

    pub fn paging(&self) -> Paging {
        Paging::new(self.honorees.len() + self.exemplary.len(), MAX_PEOPLE)
    }

    fn everyone(&self) -> impl Iterator<Item = Key<Person>> {
        self.honorees.iter().chain(&self.exemplary).copied()
    }

    /// Those of one page.
    pub fn on_page(&self, number: u32) -> (&[Key<Person>], &[Key<Person>]) {
        split(&self.honorees, &self.exemplary, self.paging(), number)
    }
}

/// Two lists that are paged as one.
fn split<'a, T>(first: &'a [T], second: &'a [T], paging: Paging, number: u32) -> (&'a [T], &'a [T]) {
    let range = paging.range(number);
    let clamp = |at: usize| at.min(first.len());
    let after = |at: usize| at.saturating_sub(first.len());
    (&first[clamp(range.start)..clamp(range.end)], &second[after(range.start)..after(range.end)])
}

fn page<'r, T: Territory>(
    web: &Web<'r>,
    key: Key<T>,
    neighbours: [Option<Key<T>>; 2],
    number: u32,
    here: &Here,
) -> (Page, Content<'r>) {
    let roll = web.roll;
    let record = roll.get(key);
    let residents = Residents::of(web, key);
    let (honorees, exemplary) = residents.on_page(number);
    let mut area = Area {
        name: T::name_in_full(web, key),
        kind: record.data.kind(),
        tree: web.tree(key),
        counts: counts(web, key),
        people: web.roll_entries(honorees.iter().copied()),
        exemplary: web.person_cards(exemplary.iter().copied()),
        people_note: note(web, key, residents.below),
        ..Area::default()
    };
    let commendations = commendations(web, key, &residents);
    let stories = web.newest_first(roll.referring::<Story, T>(key));
    if number == 1 {
        area.body_html = web.body_html(here);
        area.breakdowns = breakdowns(web, key);
        area.measures = web.links(roll.referring::<Measure, T>(key));
        area.campaigns = web.links(roll.referring::<Campaign, T>(key));
        area.commendations = web.commendation_cards(commendations.iter().copied().take(MAX_CARDS));
        area.stories = web.story_cards(stories.iter().copied().take(MAX_CARDS));
        area.sources = sources(&record.common.sources);
        T::complete(web, key, &mut area);
    }

    let crumbs = roll.ancestors(key).into_iter().map(|above| web.link(above));
    let shelf = Link::new(T::SHELF, format!("{}/", T::KIND.folder()));
    let described = description(&area);
    let neighbours = neighbours.map(|key| key.map(|key| web.link(key)));
    let [prev, next] = if number == 1 { neighbours } else { [None, None] };
    let page = Page::new(title(&area.name, number)).described([Some(described.as_str())]).updated_on([
        dates::published(&record.common),
        commendations.first().and_then(|key| dates::of_commendation(roll, *key)),
        stories.first().and_then(|key| dates::of_story(roll, *key)),
    ]);
    let page = match number {
        1 => page.under(std::iter::once(shelf).chain(crumbs)),
        _ => page.under(std::iter::once(shelf).chain(crumbs).chain([web.link(key)])),
    };
    let about = (number == 1).then(|| about(web, key, &area));
    let feeds = T::feeds(web, key);
    let page = Page { draft: roll.is_draft(key), prev, next, about, feeds, ..page };
    let pagination = residents.paging().links(&web.url(key), number);
    (page, Content { variable: T::VARIABLE, area, pagination })
}

fn about<T: Territory>(web: &Web<'_>, key: Key<T>, area: &Area<'_>) -> Thing {
    let [kind, above] = T::THING;
    let parent = web
        .roll
        .ancestors(key)
        .pop()
        .map(|parent| Thing::named(kind, T::name_in_full(web, parent), web.href(parent)));
    Thing::named(kind, &*area.name, web.href(key))
        .thing(above, parent)
        .texts("award", T::award_lines(web, key))
}

/// A title that no other page of the list has.
pub fn title(title: &str, number: u32) -> String {
    match number {
        1 => title.to_owned(),
        _ => format!("{title}（第 {number} 页）"),
    }
}

/// The view under the name that its template knows.
struct Content<'r> {
    variable: &'static str,
    area: Area<'r>,
    pagination: Option<Pagination>,
}

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry(self.variable, &self.area)?;
        map.serialize_entry("pagination", &self.pagination)?;
        map.end()
    }
}

fn counts<T: Territory>(web: &Web<'_>, key: Key<T>) -> Vec<Count> {
    let tally = T::tally(web, key);
    let counts = [
        Count::new("上榜个人", tally.honorees as usize, "人", None),
        Count::new("先进典型", tally.exemplary as usize, "人", None),
    ];
    counts.into_iter().flatten().collect()
}

fn breakdowns<T: Territory>(web: &Web<'_>, key: Key<T>) -> Vec<Breakdown> {
    let below = web.roll.children(key).map(|child| (web.link(child), T::tally(web, child).honorees));
    let [title, measure] = T::BELOW;
    T::spread(web, key).breakdowns().chain(most("by-part", title, "人", below, measure)).collect()
}

/// Said only where something lies below that has people.
fn note<T: Territory>(web: &Web<'_>, key: Key<T>, below: bool) -> Option<String> {
    let holds_people = |child| {
        let tally = T::tally(web, child);
        tally.honorees + tally.exemplary > 0
    };
    let note = if below { "含下级" } else { "仅列本级，下级人员见各下级页面" };
    web.roll.children(key).any(holds_people).then(|| note.to_owned())
}

/// Newest first: those that name the area itself, or someone whom its page lists.
fn commendations<T: Territory>(web: &Web<'_>, key: Key<T>, residents: &Residents) -> Vec<Key<Commendation>> {
    let roll = web.roll;
    let of_people =
        residents.everyone().flat_map(|key| roll.awards_of_person(key)).map(|award| award.commendation);
    let mut all: Vec<Key<Commendation>> = roll.referring::<Commendation, T>(key).chain(of_people).collect();
    all.sort_unstable();
    all.dedup();
    web.newest_commendations(all)
}

fn description(area: &Area<'_>) -> String {
    let counts: Vec<String> =
        area.counts.iter().map(|count| format!("{} {} {}", count.label, count.value, count.unit)).collect();
    match counts.is_empty() {
        true => area.name.clone(),
        false => format!("{}：{}。", area.name, counts.join("，")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lists_are_paged_as_one() {
        let paging = Paging::new(5, 2);
        let page = |number| split(&['a', 'b', 'c'], &['x', 'y'], paging, number);
        assert_eq!(page(1), (&['a', 'b'][..], &[][..]));
        assert_eq!(page(2), (&['c'][..], &['x'][..]));
        assert_eq!(page(3), (&[][..], &['y'][..]));
    }
}
