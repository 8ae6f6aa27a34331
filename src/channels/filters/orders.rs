//! The orders that readers may choose and the roll is not in.

use rayon::prelude::*;
use serde::Serialize;

use super::table::Headings;
use crate::check::{Roll, standing};
use crate::model::{Key, Order, Person};
use crate::plan::Edition;

/// Another order of the roll.
#[derive(Serialize)]
pub struct Reordered {
    /// Places in the roll's own order, in this one.
    people: Vec<u32>,
    headings: Headings,
}

/// Which they are.
pub fn other_orders(roll: &Roll) -> impl Iterator<Item = Order> + use<> {
    let own = roll.site().order.unwrap_or(Order::SurnameStrokes);
    [Order::SurnameStrokes, Order::Pinyin].into_iter().filter(move |by| *by != own)
}

/// Whom an editor gave a place stands where the order has them, unlike on the roll.
pub fn reordered(roll: &Roll, edition: &Edition, by: Order) -> Reordered {
    let honorees: Vec<(usize, Key<Person>)> = roll.honorees().iter().copied().enumerate().collect();
    let mut placed: Vec<_> = (honorees.into_par_iter())
        .map(|(at, key)| {
            let (key, heading) = standing(by, &roll.get(key).data);
            (key, at as u32, heading.label)
        })
        .collect();
    placed.par_sort_unstable();
    let mut headings = Headings::default();
    for (at, (.., label)) in placed.iter().enumerate() {
        headings.push(edition, label, at);
    }
    Reordered { people: placed.into_iter().map(|(_, at, _)| at).collect(), headings }
}
