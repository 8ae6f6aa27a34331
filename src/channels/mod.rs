//! What is published: every file of the output, as jobs.
//!
//! Comes in: a [`Roll`]. Goes out: [`Job`]s that hold keys and borrow the roll, each making its page when it is asked.
//! It deliberately neither renders nor writes, and decides nothing about who may be published: what is not in the
//! roll cannot be told.

mod api;
mod dates;
mod edition;
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
    let editions = edition::editions(roll);
    let mut jobs = web::jobs(roll, &editions);
    let site_map = sitemap::jobs(roll, &jobs, &editions);
    jobs.extend(site_map);
    jobs.extend(editions.iter().flat_map(|edition| feeds::jobs(roll, edition)));
    jobs.extend(robots::jobs(roll));
    jobs.extend(api::jobs(roll));
    jobs
}

/// The search index of each edition. It takes as long as the texts of the whole roll are.
pub fn search_jobs(roll: &Roll) -> Vec<Job<'_>> {
    edition::editions(roll).iter().flat_map(|edition| search::jobs(roll, edition)).collect()
}
