//! `/roll/`: everyone on the roll, in the site's order.

use std::sync::Arc;

use serde::Serialize;

use super::card::RollEntry;
use super::count::is_collective;
use super::frame::Here;
use super::link::IndexLink;
use super::paging::{Pagination, Paging, url};
use super::shared::Web;
use crate::channels::filters;
use crate::check::{Heading, Roll as Checked};
use crate::model::Order;
use crate::plan::Job;

#[derive(Serialize)]
struct View<'r> {
    roll: Roll<'r>,
    pagination: Option<Pagination>,
}

#[derive(Serialize)]
struct Roll<'r> {
    total: u32,
    order: &'static str,
    /// The others that a script can show it in.
    orders: Vec<OtherOrder>,
    index: Vec<IndexLink>,
    groups: Vec<RollGroup<'r>>,
    /// Whether documents honor people who have no record, and so are not on this list.
    others: bool,
}

#[derive(Serialize)]
struct OtherOrder {
    /// As `roll/filters.json` and the address name it.
    id: &'static str,
    text: &'static str,
}

#[derive(Serialize)]
struct RollGroup<'r> {
    id: String,
    label: String,
    continued: bool,
    count: u32,
    people: Vec<RollEntry<'r>>,
}

/// A run of the roll under one heading.
#[derive(Debug, PartialEq, Eq)]
pub struct Stretch {
    pub heading: Heading,
    /// Place of the first in [`Checked::honorees`].
    pub start: usize,
    pub count: usize,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let stretches: Arc<[Stretch]> = stretches(web.roll).into();
    let paging = web.paging(web.roll.honorees().len());
    let others = names_others(web.roll);
    let job = |number| {
        let stretches = Arc::clone(&stretches);
        web.page(&url("roll/", number), "roll.html", move |web: &Web<'r>, _: &Here| {
            let description = format!("{}，共 {} 人。", order(web.roll), web.roll.honorees().len());
            let page = web.listing("光荣榜").described([Some(description.as_str())]).under([]);
            (page, view(web, &stretches, paging, number, others))
        })
    };
    paging.numbers().map(job).collect()
}

fn view<'r>(web: &Web<'r>, stretches: &[Stretch], paging: Paging, number: u32, others: bool) -> View<'r> {
    let shown = paging.range(number);
    let first = stretches.partition_point(|stretch| stretch.start + stretch.count <= shown.start);
    let here = stretches[first..].iter().take_while(|stretch| stretch.start < shown.end);
    let groups = here.map(|stretch| {
        let from = stretch.start.max(shown.start);
        let until = (stretch.start + stretch.count).min(shown.end);
        RollGroup {
            id: stretch.heading.id.clone(),
            label: stretch.heading.label.clone(),
            continued: stretch.start < shown.start,
            count: stretch.count as u32,
            people: web.roll_entries(web.roll.honorees()[from..until].iter().copied()),
        }
    });
    let roll = Roll {
        total: web.roll.honorees().len() as u32,
        order: order(web.roll),
        orders: filters::other_orders(web.roll)
            .map(|by| OtherOrder { id: by.en(), text: phrase(by) })
            .collect(),
        index: index(stretches, paging, Some(number)),
        groups: groups.collect(),
        others,
    };
    View { roll, pagination: paging.links("roll/", number) }
}

/// Whether some document lists a person by name only: a name alone does not say who it is.
fn names_others(roll: &Checked) -> bool {
    let mut honors = roll.commendations_by_date().iter().flat_map(|key| &roll.get(*key).data.honors);
    honors.any(|honor| honor.everyone().any(|line| line.person.is_none() && !is_collective(line, honor)))
}

/// The headings of the roll with those under each.
pub fn stretches(roll: &Checked) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (at, key) in roll.honorees().iter().enumerate() {
        let heading = roll.heading_of(*key);
        match stretches.last_mut() {
            Some(last) if last.heading == *heading => last.count += 1,
            _ => stretches.push(Stretch { heading: heading.clone(), start: at, count: 1 }),
        }
    }
    stretches
}

/// A link to each heading; `current` is the page of the roll on which they stand, if it is one.
pub fn index(stretches: &[Stretch], paging: Paging, current: Option<u32>) -> Vec<IndexLink> {
    let link = |stretch: &Stretch| {
        let page = paging.page_of(stretch.start);
        IndexLink {
            text: stretch.heading.label.clone(),
            href: format!("{}#{}", url("roll/", page), stretch.heading.id),
            count: stretch.count as u32,
            current: current == Some(page),
        }
    };
    stretches.iter().map(link).collect()
}

pub fn order(roll: &Checked) -> &'static str {
    phrase(roll.site().order.unwrap_or(Order::SurnameStrokes))
}

fn phrase(order: Order) -> &'static str {
    match order {
        Order::SurnameStrokes => "按姓氏笔画为序",
        Order::NameStrokes => "按姓名笔画为序",
        Order::Pinyin => "按汉语拼音为序",
        Order::Listed => "按原有顺序排列",
    }
}
