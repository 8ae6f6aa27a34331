//! What is published: every file of the output, as jobs.
//!
//! Comes in: a [`Roll`]. Goes out: [`Job`]s that hold keys and borrow the roll, each making its page when it is asked.
//! It deliberately neither renders nor writes, and decides nothing about who may be published: what is not in the
//! roll cannot be told.

mod api;
mod dates;
mod edition;
mod feeds;
mod headers;
mod robots;
mod search;
mod sitemap;
#[cfg(test)]
mod tests;
mod web;
mod xml;

use std::sync::Arc;

pub use edition::editions;

use crate::check::Roll;
use crate::plan::{Edition, Job};

/// Every file of the output, but for the search index.
pub fn jobs<'r>(roll: &'r Roll, editions: &[Arc<Edition>]) -> Vec<Job<'r>> {
    let mut jobs = web::jobs(roll, editions);
    let site_map = sitemap::jobs(roll, &jobs, editions);
    jobs.extend(site_map);
    jobs.extend(editions.iter().flat_map(|edition| feeds::jobs(roll, edition)));
    jobs.extend(robots::jobs(roll));
    jobs.extend(headers::jobs(editions));
    jobs.extend(api::jobs(roll));
    jobs
}

/// The search index of each edition. It takes as long as the texts of the whole roll are.
pub fn search_jobs<'r>(roll: &Roll, editions: &[Arc<Edition>]) -> Vec<Job<'r>> {
    editions.iter().flat_map(|edition| search::jobs(roll, edition)).collect()
}
