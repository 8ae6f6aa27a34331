//! A team: what the source states of it, and what is listed.

use std::sync::Arc;

use serde::Serialize;

use super::area::MAX_CARDS;
use super::award::Award;
use super::card::StoryCard;
use super::figures::FigureGroup;
use super::frame::{Here, Page};
use super::link::Link;
use super::linked::Thing;
use super::shared::Web;
use super::source::{Source, sources, text};
use super::tree::TreeNode;
use crate::channels::dates;
use crate::model::{self, Figure, Key, Person, Ref, Story};
use crate::plan::Job;

#[derive(Serialize)]
struct Content {
    team: Team,
}

#[derive(Serialize)]
struct Team {
    name: String,
    kind: Option<String>,
    summary: Option<String>,
    parent: Option<Link>,
    unit: Option<Link>,
    place: Option<Link>,
    declared: Option<String>,
    open: bool,
    members: Vec<Link>,
    children: Vec<TreeNode>,
    awards: Vec<Award>,
    body_html: Option<String>,
    figures: Vec<FigureGroup>,
    stories: Vec<StoryCard>,
    sources: Vec<Source>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let keys = web.roll.all::<model::Team>().map(|(key, _)| key);
    keys.map(|key| web.record_page(key, "team.html", move |web, here| page(web, key, here))).collect()
}

fn page(web: &Web<'_>, key: Key<model::Team>, here: &Here) -> (Page, Content) {
    let roll = web.roll;
    let record = roll.get(key);
    let data = &record.data;
    let members = members(web, key);
    let children: Vec<Key<model::Team>> = roll.children(key).collect();
    let stories = web.newest_first(roll.referring::<Story, model::Team>(key));
    let team = Team {
        name: data.name.value.clone(),
        kind: text(data.kind.as_ref()),
        summary: text(data.summary.as_ref()),
        parent: web.target(data.parent.as_ref()),
        unit: web.unit_targets(&data.unit).pop(),
        place: web.target(data.place.as_ref()),
        declared: data.declared.as_ref().map(|stated| {
            let kinds =
                children.iter().map(|child| roll.get(*child).data.kind.as_ref().map(|kind| kind.as_str()));
            declared(stated.value, &kinds.collect::<Vec<_>>(), members.len())
        }),
        open: data.open == Some(true),
        members: web.links(members),
        children: web.branches(key, 1),
        awards: web.awards(roll.awards_of_team(key)),
        body_html: web.body_html(here),
        figures: web.figure_groups(roll.referring::<Figure, model::Team>(key)),
        stories: web.story_cards(stories.iter().copied().take(MAX_CARDS)),
        sources: sources(&record.common.sources),
    };
    let crumbs = roll.ancestors(key).into_iter().map(|above| web.link(above));
    let page = Page::new(&*data.name)
        .described([team.summary.as_deref(), Some(data.name.as_str())])
        .under(std::iter::once(Link::new("队伍", "teams/")).chain(crumbs))
        .updated_on([
            dates::published(&record.common),
            stories.first().and_then(|key| dates::of_story(roll, *key)),
        ]);
    let about = Thing::named("Organization", &*data.name, web.href(key))
        .text("description", text(data.summary.as_ref()))
        .texts("award", web.award_lines(roll.awards_of_team(key)));
    (Page { about: Some(about), ..page.beside(web, key) }, Content { team })
}

/// As listed by the team, then those who say that they belong to it.
fn members(web: &Web<'_>, key: Key<model::Team>) -> Vec<Key<Person>> {
    let roll = web.roll;
    let mut members: Vec<Key<Person>> = roll.get(key).data.members.iter().filter_map(Ref::key).collect();
    let listed: std::collections::BTreeSet<Key<Person>> = members.iter().copied().collect();
    let joined = roll.referring::<Person, model::Team>(key).filter(|person| !listed.contains(person));
    members.extend(
        joined.filter(|person| roll.get(*person).data.teams.iter().any(|team| team.key() == Some(key))),
    );
    members
}

/// What the source states beside what is listed here. `teams` are the kinds of the teams that lie under it; `people`
/// counts its members. Where nothing is listed, nothing says whether teams or people were counted.
fn declared(stated: u32, teams: &[Option<&str>], people: usize) -> String {
    let (listed, unit) = match (teams, people) {
        ([], 0) => return format!("来源写明数量为 {stated}，未逐一列出"),
        ([], people) => (people, "人"),
        (teams, _)
            if teams
                .iter()
                .all(|kind| kind.is_some_and(|kind| kind.ends_with('队') || kind.ends_with("队伍"))) =>
        {
            (teams.len(), "支")
        }
        (teams, _) => (teams.len(), "个"),
    };
    match listed == stated as usize {
        true => format!("{stated} {unit}"),
        false => format!("来源写明 {stated} {unit}，此处列出 {listed} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::declared;

    #[test]
    fn what_is_stated_beside_what_is_listed() {
        let check = |stated, teams: &[Option<&str>], people, expect: &str| {
            assert_eq!(declared(stated, teams, people), expect);
        };
        check(5, &[Some("工作组"), Some("工作组"), Some("专班")], 0, "来源写明 5 个，此处列出 3 个");
        check(2, &[Some("队伍"), Some("志愿服务队")], 0, "2 支");
        check(2, &[Some("队伍"), None], 0, "2 个");
        check(12, &[], 0, "来源写明数量为 12，未逐一列出");
        check(3, &[], 3, "3 人");
        check(30, &[], 3, "来源写明 30 人，此处列出 3 人");
        check(2, &[Some("队伍"), Some("队伍")], 40, "2 支");
    }
}
