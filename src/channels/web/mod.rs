//! The website: its pages and the files that they show.
//!
//! Comes in: a [`Roll`]. Goes out: a [`Job`] a page, whose view is the one that `docs/themes.md` promises to themes:
//! a private struct in the file of its page kind, out of the shared types beside it.
//! It deliberately holds no HTML but that of bodies and redirects, and no view reads more of the roll than it shows.

mod area;
mod award;
mod body;
mod breakdown;
mod campaign;
mod card;
mod channel;
mod chart;
mod column;
mod commendation;
mod corrections;
mod count;
pub(super) mod date;
mod face;
mod figure;
mod figures;
mod frame;
mod home;
mod honor;
mod image;
pub(super) mod link;
mod linked;
mod list;
mod measure;
mod media;
pub(super) mod name;
mod not_found;
mod notice;
mod open_data;
mod page;
mod paging;
mod people;
mod person;
mod photo;
mod photos;
mod place;
mod redirect;
mod roll;
mod search;
mod share;
mod shared;
mod site;
mod source;
mod statement;
mod story;
mod team;
#[cfg(test)]
mod tests;
mod tree;
mod unit;
mod year;
mod years;

use std::sync::Arc;

use rayon::prelude::*;

pub(super) use count::is_collective;
use shared::Web;

use crate::check::Roll;
use crate::plan::{Edition, Job};

/// Every page of every edition, and every file of the site that a page shows or offers, which all editions share.
pub fn jobs<'r>(roll: &'r Roll, editions: &[Arc<Edition>]) -> Vec<Job<'r>> {
    let webs: Vec<_> = (0..editions.len()).map(|at| Arc::new(Web::new(roll, editions, at))).collect();
    let shared = webs.iter().take(1).flat_map(|web| [not_found::jobs(web), media::jobs(web)]);
    shared.flatten().chain(webs.iter().flat_map(pages)).collect()
}

fn pages<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let kinds = [
        home::jobs,
        roll::jobs,
        people::jobs,
        person::jobs,
        commendation::jobs,
        notice::jobs,
        year::jobs,
        years::jobs,
        corrections::jobs,
        search::jobs,
        list::jobs,
        page::jobs,
        redirect::jobs,
        unit::jobs,
        place::jobs,
        team::jobs,
        measure::jobs,
        campaign::jobs,
        column::jobs,
        story::jobs,
        channel::jobs,
        figures::jobs,
        photos::jobs,
        open_data::jobs,
        share::jobs,
        statement::jobs,
    ];
    let jobs: Vec<Vec<Job<'r>>> = kinds.into_par_iter().with_max_len(1).map(|jobs| jobs(web)).collect();
    jobs.into_iter().flatten().collect()
}
