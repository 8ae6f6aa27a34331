//! `/commendations/`, `/units/` and the like: everything of a kind, in its order.

use std::sync::Arc;

use serde::Serialize;

use super::card::authors;
use super::count::commendation_count;
use super::date::period;
use super::frame::Here;
use super::link::with_pages;
use super::paging::{Pagination, Paging, url};
use super::shared::Web;
use super::source::text;
use super::tree::{Branch, TreeNode};
use crate::model::{
    Campaign, Channel, Column, Commendation, Key, Measure, Page, PartialDate, Place, Spanned, Story, Team,
    Unit,
};
use crate::plan::Job;

#[derive(Serialize)]
struct View {
    list: List,
    pagination: Option<Pagination>,
}

#[derive(Serialize)]
struct List {
    intro: Option<String>,
    groups: Vec<Group>,
    tree: Vec<TreeNode>,
    empty: &'static str,
}

#[derive(Serialize)]
struct Group {
    id: String,
    label: Option<String>,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    text: String,
    href: Option<String>,
    meta: Vec<String>,
    summary: Option<String>,
    count_text: Option<String>,
}

/// Most lines of a tree on one page: deeper levels are left to the pages of what lies above them.
const MOST_NODES: usize = 1_000;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let roll = web.roll;
    [
        flat(web, "commendations/", roll.commendations_by_date().into(), commendation),
        trees::<Unit>(web, "units/"),
        trees::<Place>(web, "places/"),
        trees::<Team>(web, "teams/"),
        flat(web, "measures/", with_pages(roll).collect(), measure),
        flat(web, "campaigns/", with_pages(roll).collect(), campaign),
        flat(web, "columns/", with_pages(roll).collect(), column),
        flat(web, "stories/", web.stories_by_date.as_slice().into(), story),
        flat(web, "channels/", with_pages(roll).collect(), channel),
        flat(web, "pages/", with_pages(roll).collect(), page),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A list of entries, each of which says in which group it stands; entries of one group are neighbours.
fn flat<'r, K: Copy + Send + Sync + 'r>(
    web: &Arc<Web<'r>>,
    base: &'static str,
    keys: Arc<[K]>,
    item: fn(&Web<'r>, K) -> (Option<Heading>, Item),
) -> Vec<Job<'r>> {
    let Some(title) = web.shelf_title(base) else { return Vec::new() };
    let paging = web.paging(keys.len());
    let job = |number| {
        let keys = Arc::clone(&keys);
        web.page(&url(base, number), "list.html", move |web: &Web<'r>, _: &Here| {
            let mut groups: Vec<Group> = Vec::new();
            for key in &keys[paging.range(number)] {
                let (heading, item) = item(web, *key);
                let (id, label) = match heading {
                    Some(heading) => (heading.id, Some(heading.label)),
                    None => ("all".to_owned(), None),
                };
                match groups.last_mut() {
                    Some(group) if group.id == id => group.items.push(item),
                    _ => groups.push(Group { id, label, items: vec![item] }),
                }
            }
            let list = List { intro: None, groups, tree: Vec::new(), empty: EMPTY };
            (web.listing(title).under([]), View { list, pagination: paging.links(base, number) })
        })
    };
    paging.numbers().map(job).collect()
}

fn trees<'r, T: Branch>(web: &Arc<Web<'r>>, base: &'static str) -> Vec<Job<'r>> {
    let Some(title) = web.shelf_title(base) else { return Vec::new() };
    let roots: Arc<[Key<T>]> = web.roll.roots::<T>().filter(|key| web.roll.has_page(*key)).collect();
    let paging = Paging::new(roots.len(), MOST_NODES);
    let job = |number| {
        let roots = Arc::clone(&roots);
        web.page(&url(base, number), "list.html", move |web: &Web<'r>, _: &Here| {
            let roots = &roots[paging.range(number)];
            let depth = depth(web, roots);
            let tree = roots.iter().map(|root| web.node(*root, depth)).collect();
            let list = List { intro: None, groups: Vec::new(), tree, empty: EMPTY };
            (web.listing(title).under([]), View { list, pagination: paging.links(base, number) })
        })
    };
    paging.numbers().map(job).collect()
}

const EMPTY: &str = "暂无已发布的内容。";

/// How many whole levels below `roots` fit on a page with them.
fn depth<T: Branch>(web: &Web<'_>, roots: &[Key<T>]) -> usize {
    let mut room = MOST_NODES.saturating_sub(roots.len());
    let mut level = roots.to_vec();
    for depth in 0.. {
        let below =
            level.iter().flat_map(|key| web.roll.children(*key)).filter(|key| web.roll.has_page(*key));
        let next: Vec<Key<T>> = below.take(room + 1).collect();
        if next.is_empty() || next.len() > room {
            return depth;
        }
        room -= next.len();
        level = next;
    }
    0
}

struct Heading {
    id: String,
    label: String,
}

/// `2030年`
fn by_year(date: Option<&Spanned<PartialDate>>) -> Option<Heading> {
    Some(match date.and_then(|date| date.year) {
        Some(year) => Heading { id: format!("y{year}"), label: format!("{year}年") },
        None => Heading { id: "undated".to_owned(), label: "年份未注明".to_owned() },
    })
}

/// A stated date; that one is missing is said by the group, or is of no matter here.
fn day(date: Option<&Spanned<PartialDate>>) -> Option<String> {
    date.map(|date| date.value.chinese())
}

fn meta(parts: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect()
}

fn commendation(web: &Web<'_>, key: Key<Commendation>) -> (Option<Heading>, Item) {
    let data = &web.roll.get(key).data;
    let issuers = (!data.issuers.is_empty()).then(|| web.names(&data.issuers).join("、"));
    let item = Item {
        text: data.title.value.clone(),
        href: web.href(key),
        meta: meta([text(data.number.as_ref()), issuers, day(data.date.as_ref())]),
        summary: text(data.summary.as_ref()),
        count_text: commendation_count(data),
    };
    (by_year(data.date.as_ref()), item)
}

fn story(web: &Web<'_>, key: Key<Story>) -> (Option<Heading>, Item) {
    let data = &web.roll.get(key).data;
    let column = web.target(data.column.as_ref()).map(|link| link.text);
    let item = Item {
        text: data.title.value.clone(),
        href: web.href(key),
        meta: meta([day(data.date.as_ref()), column, authors(data)]),
        summary: text(data.summary.as_ref()),
        count_text: None,
    };
    (by_year(data.date.as_ref()), item)
}

fn measure(web: &Web<'_>, key: Key<Measure>) -> (Option<Heading>, Item) {
    let data = &web.roll.get(key).data;
    let issuers = (!data.issuer.is_empty()).then(|| web.names(&data.issuer).join("、"));
    let kind = data.kind.map(|kind| kind.zh().to_owned());
    let item = Item {
        text: data.title.value.clone(),
        href: web.href(key),
        meta: meta([kind, text(data.number.as_ref()), issuers, day(data.date.as_ref())]),
        summary: text(data.summary.as_ref()),
        count_text: None,
    };
    (None, item)
}

fn campaign(web: &Web<'_>, key: Key<Campaign>) -> (Option<Heading>, Item) {
    let data = &web.roll.get(key).data;
    let [from, until] = [&data.from, &data.until].map(|date| date.as_ref().map(|date| date.value));
    let item = Item {
        text: data.title.value.clone(),
        href: web.href(key),
        meta: meta([period(from, until)]),
        summary: text(data.summary.as_ref()),
        count_text: None,
    };
    (None, item)
}

fn column(web: &Web<'_>, key: Key<Column>) -> (Option<Heading>, Item) {
    let card = web.column_card(key);
    let item = Item {
        text: card.title,
        href: card.href,
        meta: meta([card.channel.map(|channel| channel.text)]),
        summary: card.summary,
        count_text: card.count_text,
    };
    (None, item)
}

fn channel(web: &Web<'_>, key: Key<Channel>) -> (Option<Heading>, Item) {
    let data = &web.roll.get(key).data;
    let owners = (!data.owner.is_empty()).then(|| web.names(&data.owner).join("、"));
    let item = Item {
        text: data.name.value.clone(),
        href: web.href(key),
        meta: meta([data.kind.map(|kind| kind.zh().to_owned()), owners]),
        summary: text(data.summary.as_ref()),
        count_text: None,
    };
    (None, item)
}

fn page(web: &Web<'_>, key: Key<Page>) -> (Option<Heading>, Item) {
    let data = &web.roll.get(key).data;
    let item = Item {
        text: data.title.value.clone(),
        href: web.href(key),
        meta: Vec::new(),
        summary: text(data.summary.as_ref()),
        count_text: None,
    };
    (None, item)
}
