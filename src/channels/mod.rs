//! What is published: every file of the output, as jobs.
//!
//! Comes in: a [`Roll`]. Goes out: [`Job`]s that hold keys and borrow the roll, each making its page when it is asked.
//! It deliberately neither renders nor writes, and decides nothing about who may be published: what is not in the
//! roll cannot be told.

mod api;
mod dates;
mod edition;
mod feeds;
mod filters;
mod headers;
pub mod robots;
mod search;
mod sitemap;
#[cfg(test)]
mod tests;
mod web;
mod xml;

use std::sync::Arc;

use rayon::prelude::*;

pub use edition::editions;
pub use search::KnownIndex;

use crate::check::Roll;
use crate::plan::{Edition, Job};

/// Every file of the output, but for what [`index_jobs`] makes.
pub fn jobs<'r>(roll: &'r Roll, editions: &[Arc<Edition>]) -> Vec<Job<'r>> {
    let (mut jobs, (feeds, api)) = rayon::join(
        || web::jobs(roll, editions),
        || {
            rayon::join(
                || {
                    editions
                        .par_iter()
                        .flat_map_iter(|edition| feeds::jobs(roll, edition))
                        .collect::<Vec<_>>()
                },
                || api::jobs(roll),
            )
        },
    );
    let site_map = sitemap::jobs(roll, &jobs, editions);
    jobs.extend(site_map);
    jobs.extend(feeds);
    jobs.extend(robots::jobs(roll));
    jobs.extend(headers::jobs(roll, editions));
    jobs.extend(api);
    jobs
}

/// What scripts of pages read when somebody searches or narrows the roll, for each edition. It takes as long as the texts
/// of the whole roll are, but for those that are `known`; afterwards those of this roll are known. `common` stands for all of
/// the site but the texts of bodies.
pub fn index_jobs<'r>(
    roll: &'r Roll,
    editions: &[Arc<Edition>],
    common: &[u8; 32],
    known: &mut KnownIndex,
) -> Vec<Job<'r>> {
    let (mut jobs, mut parts) = (Vec::new(), Vec::new());
    for edition in editions {
        let ((search, read), filters) =
            rayon::join(|| search::jobs(roll, edition, common, known), || filters::jobs(roll, edition));
        jobs.extend(search.into_iter().chain(filters));
        parts.extend(read);
    }
    known.replace(parts);
    jobs
}

/// Whether [`index_jobs`] may make the file at a route.
pub fn is_index(route: &str) -> bool {
    route.contains("search/") || route.contains(filters::FOLDER) || route.ends_with(filters::MANIFEST)
}
