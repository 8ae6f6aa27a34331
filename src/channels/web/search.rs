//! `/search/`: ways to a name that need no script, by strokes and by initial.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::frame::Here;
use super::link::{IndexLink, Link};
use super::paging::{Pagination, Paging, url};
use super::roll::{self, Stretch};
use super::shared::Web;
use crate::model::{Key, Order, Person};
use crate::plan::Job;
use crate::text::{order, strokes};

#[derive(Serialize)]
struct View {
    search: Search,
    pagination: Option<Pagination>,
}

#[derive(Serialize)]
struct Search {
    strokes: Vec<IndexLink>,
    letters: Vec<IndexLink>,
    people: Vec<SearchGroup>,
    lists: Vec<IndexLink>,
}

#[derive(Serialize)]
struct SearchGroup {
    id: String,
    label: String,
    people: Vec<Link>,
}

/// Most names on one page. Beyond it, each group has pages of its own.
const MOST_NAMES: usize = 2_000;

/// Everyone, in groups by what does not order the roll: by initial, or by strokes where the roll goes by pinyin.
struct Entries {
    groups: Vec<Entry>,
    people: Vec<Key<Person>>,
    by_strokes: bool,
    /// The groups of the roll itself.
    stretches: Vec<Stretch>,
}

struct Entry {
    id: String,
    label: String,
    /// In `Entries::people`.
    range: Range<usize>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let entries = Arc::new(Entries::new(web));
    let shared = Arc::clone(&entries);
    let mut jobs = vec![web.page("search/", "search.html", move |web: &Web<'r>, _: &Here| {
        let people = match shared.on_one_page() {
            true => shared.groups.iter().map(|entry| shared.group(web, entry, entry.range.clone())).collect(),
            false => Vec::new(),
        };
        let search = Search { people, lists: lists(web), ..shared.ways(web, None) };
        (web.listing("查找").under([]), View { search, pagination: None })
    })];
    if !entries.on_one_page() {
        jobs.extend((0..entries.groups.len()).flat_map(|at| group_jobs(web, &entries, at)));
    }
    jobs
}

fn group_jobs<'r>(web: &Arc<Web<'r>>, entries: &Arc<Entries>, at: usize) -> Vec<Job<'r>> {
    let entry = &entries.groups[at];
    let base = format!("search/{}/", entry.id);
    let paging = Paging::new(entry.range.len(), MOST_NAMES);
    let job = |number| {
        let (entries, base) = (Arc::clone(entries), base.clone());
        web.page(&url(&base, number), "search.html", move |web: &Web<'r>, _: &Here| {
            let entry = &entries.groups[at];
            let shown = paging.range(number);
            let people = entry.range.start + shown.start..entry.range.start + shown.end;
            let people = vec![entries.group(web, entry, people)];
            let page = web.listing(format!("查找：{}", entry.label)).under([Link::new("查找", "search/")]);
            let search = Search { people, lists: Vec::new(), ..entries.ways(web, Some(at)) };
            (page, View { search, pagination: paging.links(&base, number) })
        })
    };
    paging.numbers().map(job).collect()
}

fn lists(web: &Web<'_>) -> Vec<IndexLink> {
    let lists = web.shelves.iter().filter(|shelf| shelf.href != "search/");
    lists
        .map(|shelf| IndexLink {
            text: shelf.title.to_owned(),
            href: shelf.href.to_owned(),
            count: shelf.count as u32,
            current: false,
        })
        .collect()
}

impl Entries {
    fn new(web: &Web<'_>) -> Entries {
        let by_strokes = web.roll.site().order == Some(Order::Pinyin);
        let everyone: Vec<(Key<Person>, &Person)> =
            web.roll.all::<Person>().map(|(key, person)| (key, &person.data)).collect();
        let mut keyed: Vec<(u8, order::SortKey, Key<Person>)> = everyone
            .into_par_iter()
            .map(|(key, person)| {
                let (group, name) = if by_strokes { by_strokes_key(person) } else { by_pinyin_key(person) };
                (group, name, key)
            })
            .collect();
        keyed.par_sort_unstable();
        let mut groups: Vec<Entry> = Vec::new();
        let mut start = 0;
        for run in keyed.chunk_by(|a, b| a.0 == b.0) {
            let (id, label) = heading(run[0].0, by_strokes);
            groups.push(Entry { id, label, range: start..start + run.len() });
            start += run.len();
        }
        let people = keyed.into_iter().map(|(.., key)| key).collect();
        Entries { groups, people, by_strokes, stretches: roll::stretches(web.roll) }
    }

    fn on_one_page(&self) -> bool {
        self.people.len() <= MOST_NAMES
    }

    fn group(&self, web: &Web<'_>, entry: &Entry, people: Range<usize>) -> SearchGroup {
        let people = web.links(self.people[people].iter().copied());
        SearchGroup { id: entry.id.clone(), label: entry.label.clone(), people }
    }

    /// The indexes by strokes and by letters, without names and lists.
    fn ways(&self, web: &Web<'_>, current: Option<usize>) -> Search {
        let own = self.groups.iter().enumerate().map(|(at, entry)| IndexLink {
            text: entry.label.clone(),
            href: match self.on_one_page() {
                true => format!("search/#{}", entry.id),
                false => format!("search/{}/", entry.id),
            },
            count: entry.range.len() as u32,
            current: current == Some(at),
        });
        let own = own.collect();
        let roll = match web.roll.site().order {
            Some(Order::Listed) => Vec::new(),
            _ => roll::index(&self.stretches, web.paging(web.roll.honorees().len()), None),
        };
        let (strokes, letters) = if self.by_strokes { (own, roll) } else { (roll, own) };
        Search { strokes, letters, people: Vec::new(), lists: Vec::new() }
    }
}

/// Names without a group come last.
const OTHER: u8 = u8::MAX;

fn by_pinyin_key(person: &Person) -> (u8, order::SortKey) {
    let pinyin = person.pinyin.as_ref().map(|pinyin| pinyin.value.as_str());
    let (letter, key) = order::initial_and_pinyin_key(&person.name, pinyin);
    (if letter == '#' { OTHER } else { letter as u8 }, key)
}

fn by_strokes_key(person: &Person) -> (u8, order::SortKey) {
    let given: Vec<&str> = person.strokes.iter().map(|word| word.value.as_str()).collect();
    let given = strokes::parse_given(&person.name, &given.join(" ")).ok();
    let group = order::first_stroke_group(&person.name, given.as_ref()).unwrap_or(OTHER);
    (group, order::surname_strokes_key(&person.name, given.as_ref()))
}

/// Id and label of a group.
fn heading(group: u8, by_strokes: bool) -> (String, String) {
    match group {
        OTHER => ("other".to_owned(), "其他".to_owned()),
        count if by_strokes => (format!("s{count}"), order::stroke_group_label(Some(count))),
        letter => (char::from(letter).to_ascii_lowercase().to_string(), char::from(letter).to_string()),
    }
}
