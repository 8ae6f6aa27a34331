//! A place: what it lies in, its people and its units.

use std::sync::Arc;

use super::area::{self, Area, MAX_CARDS, Territory};
use super::breakdown::Spread;
use super::link::Fact;
use super::shared::Web;
use super::tree::TreeNode;
use crate::check::Roll;
use crate::model::{Figure, Key, Person, Photo, Place, Ref, Team, Unit};
use crate::plan::Job;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    area::jobs::<Place>(web)
}

impl Territory for Place {
    const TEMPLATE: &'static str = "place.html";
    const VARIABLE: &'static str = "place";
    const SHELF: &'static str = "地区";
    const THING: [&'static str; 2] = ["Place", "containedInPlace"];
    const BELOW: [&'static str; 2] = ["按下级地区", "个地区"];

    fn people(roll: &Roll, key: Key<Place>) -> &[Key<Person>] {
        roll.people_of_place(key)
    }

    fn spread<'w>(web: &'w Web<'_>, key: Key<Place>) -> &'w Spread {
        web.spread_of_place(key)
    }

    fn complete(web: &Web<'_>, key: Key<Place>, area: &mut Area) {
        let roll = web.roll;
        let is_here = |of: Option<&Ref<Place>>| of.and_then(Ref::key) == Some(key);
        let code = roll.get(key).data.code.as_ref();
        area.facts = code.map(|code| Fact::text("行政区划代码", code.value.clone())).into_iter().collect();
        let units = roll.referring::<Unit, Place>(key).filter(|unit| roll.has_page(*unit));
        let units = units.filter(|unit| is_here(roll.get(*unit).data.place.as_ref()));
        area.units =
            units.map(|unit| TreeNode { text: web.unit_in_full(unit), ..web.node(unit, 0) }).collect();
        let teams = roll.referring::<Team, Place>(key);
        area.teams = web.links(teams.filter(|team| is_here(roll.get(*team).data.place.as_ref())));
        let figures = roll.referring::<Figure, Place>(key);
        let is_of =
            |figure: &Key<Figure>| roll.get(*figure).data.places.iter().any(|place| is_here(Some(place)));
        area.figures = web.figure_groups(figures.filter(is_of));
        let photos = roll.referring::<Photo, Place>(key);
        let photos = photos.filter(|photo| is_here(roll.get(*photo).data.place.as_ref()));
        area.photos = web.photos(photos.take(MAX_CARDS));
    }
}
