//! What is published: every file of the output, as jobs.
//!
//! Comes in: a [`Roll`]. Goes out: [`Job`]s that hold keys and borrow the roll, each making its page when it is asked.
//! It deliberately neither renders nor writes, and decides nothing about who may be published: what is not in the
//! roll cannot be told.

mod api;
mod dates;
mod feeds;
mod robots;
mod search;
mod sitemap;
#[cfg(test)]
mod tests;
mod web;
mod xml;

use crate::check::Roll;
use crate::plan::Job;

/// Every file of the output, but for the search index.
pub fn jobs(roll: &Roll) -> Vec<Job<'_>> {
    let mut jobs = web::jobs(roll);
    let site_map = sitemap::jobs(roll, &jobs);
    jobs.extend(site_map);
    jobs.extend(feeds::jobs(roll));
    jobs.extend(robots::jobs(roll));
    jobs.extend(api::jobs(roll));
    jobs
}

/// The search index. It takes as long as the texts of the whole roll are.
pub fn search_jobs(roll: &Roll) -> Vec<Job<'_>> {
    search::jobs(roll)
}
