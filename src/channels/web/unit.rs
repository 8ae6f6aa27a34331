//! A unit: what it is part of, its people and what it was honored for.

use std::sync::Arc;

use super::area::{self, Area, MAX_PEOPLE, Territory};
use super::breakdown::Spread;
use super::date::Date;
use super::link::{Fact, Feed, Link};
use super::shared::Web;
use super::source::{text, texts};
use crate::channels::feeds::Subject;
use crate::check::Roll;
use crate::model::{self, Figure, Key, Person, Ref, Team, Unit};
use crate::plan::Job;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    area::jobs::<Unit>(web)
}

impl Territory for Unit {
    const TEMPLATE: &'static str = "unit.html";
    const VARIABLE: &'static str = "unit";
    const SHELF: &'static str = "单位";
    const THING: [&'static str; 2] = ["Organization", "parentOrganization"];
    const BELOW: [&'static str; 2] = ["按下级单位", "个单位"];

    fn people(roll: &Roll, key: Key<Unit>) -> &[Key<Person>] {
        roll.people_of_unit(key)
    }

    fn spread<'w>(web: &'w Web<'_>, key: Key<Unit>) -> &'w Spread {
        web.spread_of_unit(key)
    }

    fn name_in_full(web: &Web<'_>, key: Key<Unit>) -> String {
        web.unit_in_full(key)
    }

    fn award_lines(web: &Web<'_>, key: Key<Unit>) -> Vec<String> {
        web.award_lines(web.roll.awards_of_unit(key))
    }

    fn feeds(web: &Web<'_>, key: Key<Unit>) -> Vec<Feed> {
        web.feeds("订阅本单位", Subject::Unit(key))
    }

    fn complete(web: &Web<'_>, key: Key<Unit>, area: &mut Area) {
        let roll = web.roll;
        let unit = &roll.get(key).data;
        area.short = text(unit.short.as_ref());
        area.place = web.target(unit.place.as_ref());
        area.facts = facts(unit);
        area.also = also(web, key);
        area.awards = web.awards(roll.awards_of_unit(key));
        let is_here = |of: Option<&Ref<Unit>>| of.and_then(Ref::key) == Some(key);
        let teams = roll.referring::<Team, Unit>(key);
        area.teams = web.links(teams.filter(|team| is_here(roll.get(*team).data.unit.as_ref())));
        let figures = roll.referring::<Figure, Unit>(key);
        let figures =
            figures.filter(|figure| roll.get(*figure).data.units.iter().any(|unit| is_here(Some(unit))));
        area.figures = web.figure_groups(figures);
    }
}

/// `李四（书记助理）`: people whose other or former posts are here, in the order of the records.
fn also(web: &Web<'_>, key: Key<Unit>) -> Vec<Link> {
    let roll = web.roll;
    let is_here = |of: &Option<Ref<Unit>>| of.as_ref().and_then(Ref::key) == Some(key);
    let people = roll.referring::<Person, Unit>(key).filter(|person| !is_here(&roll.get(*person).data.unit));
    let with_post = |person: Key<Person>| {
        let post = roll.get(person).data.posts.iter().find(|post| is_here(&post.unit))?;
        let link = web.link(person);
        let text = post
            .post
            .as_ref()
            .map_or_else(|| link.text.clone(), |post| format!("{}（{}）", link.text, **post));
        Some(Link { text, ..link })
    };
    people.filter_map(with_post).take(MAX_PEOPLE).collect()
}

fn facts(unit: &model::Unit) -> Vec<Fact> {
    let formerly =
        (!unit.formerly.is_empty()).then(|| Fact::text("曾用名", texts(&unit.formerly).join("、")));
    let ended = Date::stated(unit.ended.as_ref()).map(|date| Fact::text("撤并", date.text));
    formerly.into_iter().chain(ended).collect()
}
