//! `/years/`: all years one below the other, each with what was decided in it.

use std::sync::Arc;

use serde::Serialize;

use super::count::Count;
use super::frame::Here;
use super::link::Link;
use super::shared::{self, Web};
use super::year;
use crate::plan::Job;

#[derive(Serialize)]
struct View {
    years: Years,
}

#[derive(Serialize)]
struct Years {
    years: Vec<Year>,
}

#[derive(Serialize)]
struct Year {
    title: String,
    href: String,
    counts: Vec<Count>,
    /// People honored, in thousandths of the year with the most.
    permille: u32,
    /// The newest ones.
    commendations: Vec<Link>,
    /// “另有 12 份”
    more: Option<String>,
}

/// Documents named of one year; its own page has all.
const MOST_NAMED: usize = 5;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let Some(title) = web.shelf_title("years/") else { return Vec::new() };
    vec![web.page("years/", "years.html", move |web: &Web<'r>, _: &Here| {
        (web.listing(title).under([]), View { years: view(web) })
    })]
}

fn view(web: &Web<'_>) -> Years {
    let honored: Vec<usize> = web.years.iter().map(|year| year::people(web, year).len()).collect();
    let most = honored.iter().copied().max().unwrap_or(0).max(1);
    let year = |(of, people): (&shared::Year, usize)| {
        let counts = [
            Count::new("表彰决定", of.commendations.len(), "份", None),
            Count::new("上榜个人", people, "人", None),
            Count::new("报道", of.stories.len(), "篇", None),
        ];
        let more = of.commendations.len().saturating_sub(MOST_NAMED);
        Year {
            title: year::title(of),
            href: year::url(of),
            counts: counts.into_iter().flatten().collect(),
            permille: (people * 1000).div_ceil(most) as u32,
            commendations: web.links(of.commendations.iter().copied().take(MOST_NAMED)),
            more: (more > 0).then(|| format!("另有 {more} 份")),
        }
    };
    Years { years: web.years.iter().zip(honored).map(year).collect() }
}
