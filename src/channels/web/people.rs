//! `/people/`: 先进典型, people with a profile whose sources state no decided award.

use std::sync::Arc;

use serde::Serialize;

use super::card::PersonCard;
use super::frame::Here;
use super::paging::{Pagination, url};
use super::shared::Web;
use crate::plan::Job;

#[derive(Serialize)]
struct View<'r> {
    people: People<'r>,
    pagination: Option<Pagination>,
}

#[derive(Serialize)]
struct People<'r> {
    total: u32,
    people: Vec<PersonCard<'r>>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    if !web.has_shelf("people/") {
        return Vec::new();
    }
    let paging = web.paging(web.roll.exemplary().len());
    let job = |number| {
        web.page(&url("people/", number), "people.html", move |web: &Web<'r>, _: &Here| {
            let everyone = web.roll.exemplary();
            let people = web.person_cards(everyone[paging.range(number)].iter().copied());
            let page = web.listing("先进典型").under([]);
            let people = People { total: everyone.len() as u32, people };
            (page, View { people, pagination: paging.links("people/", number) })
        })
    };
    paging.numbers().map(job).collect()
}
