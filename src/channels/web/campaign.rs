//! A campaign: who took part, what was done, and what it was honored with.

use std::sync::Arc;

use serde::Serialize;

use super::area::{MAX_CARDS, Residents, title};
use super::breakdown::{Breakdown, Spread};
use super::card::{CommendationCard, PersonCard, RollEntry, StoryCard};
use super::count::Count;
use super::date::period;
use super::figures::FigureGroup;
use super::frame::{Here, Page};
use super::link::Link;
use super::paging::{Pagination, url};
use super::photo::Photo;
use super::shared::Web;
use super::source::{Source, sources, text};
use crate::channels::dates;
use crate::channels::feeds::Subject;
use crate::model::{
    self, Commendation, Figure, InTables, Key, Measure, PartialDate, Person, Ref, Spanned, Story, Team,
};
use crate::plan::Job;

#[derive(Serialize)]
struct Content<'r> {
    campaign: Campaign<'r>,
    pagination: Option<Pagination>,
}

#[derive(Default, Serialize)]
struct Campaign<'r> {
    title: String,
    period: Option<String>,
    summary: Option<String>,
    places: Vec<Link>,
    body_html: Option<String>,
    counts: Vec<Count>,
    breakdowns: Vec<Breakdown>,
    commendations: Vec<CommendationCard>,
    people: Vec<RollEntry<'r>>,
    exemplary: Vec<PersonCard<'r>>,
    teams: Vec<Link>,
    measures: Vec<Link>,
    figures: Vec<FigureGroup>,
    stories: Vec<StoryCard>,
    photos: Vec<Photo>,
    sources: Vec<Source>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let mut jobs = Vec::new();
    for (key, _) in web.roll.all::<model::Campaign>() {
        for number in participants(web, key).paging().numbers() {
            let address = url(&web.url(key), number);
            let make = move |web: &Web<'r>, here: &Here| page(web, key, number, here);
            jobs.push(web.page_of(key, &address, "campaign.html", make));
        }
    }
    jobs
}

fn page<'r>(web: &Web<'r>, key: Key<model::Campaign>, number: u32, here: &Here) -> (Page, Content<'r>) {
    let roll = web.roll;
    let record = roll.get(key);
    let data = &record.data;
    let people = participants(web, key);
    let (honorees, exemplary) = people.on_page(number);
    let commendations =
        web.newest_commendations(belonging::<Commendation>(web, key, |c| c.campaign.as_ref()));
    let stories = web.newest_first(roll.referring::<Story, model::Campaign>(key));
    let date = |date: &Option<Spanned<PartialDate>>| date.as_ref().map(|date| date.value);
    let mut campaign = Campaign {
        title: data.title.value.clone(),
        period: period(date(&data.from), date(&data.until)),
        summary: text(data.summary.as_ref()),
        places: web.targets(&data.places),
        people: web.roll_entries(honorees.iter().copied()),
        exemplary: web.person_cards(exemplary.iter().copied()),
        ..Campaign::default()
    };
    if number == 1 {
        // Members of a campaign may be named in its text alone, so that teams need not state it.
        let teams: Vec<Key<Team>> = roll.referring::<Team, model::Campaign>(key).collect();
        let measures: Vec<Key<Measure>> = roll.referring::<Measure, model::Campaign>(key).collect();
        let photos = belonging::<model::Photo>(web, key, |photo| photo.campaign.as_ref());
        let counts = [
            Count::new("表彰决定", commendations.len(), "份", None),
            Count::new("上榜个人", people.honorees.len(), "人", None),
            Count::new("先进典型", people.exemplary.len(), "人", None),
            Count::new("机制措施", measures.len(), "项", None),
            Count::new("报道", stories.len(), "篇", None),
        ];
        campaign.body_html = web.body_html(here);
        campaign.breakdowns = breakdowns(web, &commendations);
        campaign.counts = counts.into_iter().flatten().collect();
        campaign.commendations = web.commendation_cards(commendations.iter().copied().take(MAX_CARDS));
        campaign.teams = web.links(teams);
        campaign.measures = web.links(measures);
        campaign.figures =
            web.figure_groups(belonging::<Figure>(web, key, |figure| figure.campaign.as_ref()));
        campaign.stories = web.story_cards(stories.iter().copied().take(MAX_CARDS));
        campaign.photos = web.photos(photos.into_iter().take(MAX_CARDS));
        campaign.sources = sources(&record.common.sources);
    }

    let shelf = Link::new("专项", "campaigns/");
    let page = Page::new(title(&data.title, number))
        .described([campaign.summary.as_deref(), Some(data.title.as_str())])
        .updated_on([
            dates::published(&record.common),
            commendations.first().and_then(|key| dates::of_commendation(roll, *key)),
            stories.first().and_then(|key| dates::of_story(roll, *key)),
        ]);
    let page = match number {
        1 => page.under([shelf]).beside(web, key),
        _ => page.under([shelf, web.link(key)]),
    };
    let pagination = people.paging().links(&web.url(key), number);
    let feeds = web.feeds("订阅本专项", Subject::Campaign(key));
    (Page { draft: roll.is_draft(key), feeds, ..page }, Content { campaign, pagination })
}

/// Of the honors that the campaign's documents give to people on the roll.
fn breakdowns(web: &Web<'_>, commendations: &[Key<Commendation>]) -> Vec<Breakdown> {
    let mut spread = Spread::default();
    let mut honored = Vec::new();
    for key in commendations {
        let document = &web.roll.get(*key).data;
        let lines = document.honors.iter().flat_map(|honor| honor.everyone());
        for person in lines.filter_map(|line| line.person.as_ref()?.key()) {
            if web.roll.on_roll(person) {
                spread.add(document);
                honored.push(person);
            }
        }
    }
    spread.breakdowns().chain(web.by_unit(honored)).collect()
}

/// Those whose own records name the campaign.
fn participants(web: &Web<'_>, key: Key<model::Campaign>) -> Residents {
    let roll = web.roll;
    let people = roll.referring::<Person, model::Campaign>(key);
    let took_part = |person: &Key<Person>| {
        roll.get(*person).data.campaigns.iter().any(|campaign| campaign.key() == Some(key))
    };
    Residents::new(web, people.filter(took_part).collect())
}

/// The records whose field names the campaign; one that only speaks of it is not part of it.
fn belonging<T: InTables>(
    web: &Web<'_>,
    key: Key<model::Campaign>,
    field: fn(&T) -> Option<&Ref<model::Campaign>>,
) -> Vec<Key<T>> {
    let of = |record: &Key<T>| field(&web.roll.get(*record).data).and_then(Ref::key) == Some(key);
    web.roll.referring::<T, model::Campaign>(key).filter(of).collect()
}
