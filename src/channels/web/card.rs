//! Cards: records as other pages show them.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use super::count::commendation_count;
use super::date::{Date, partial, period};
use super::face::Face;
use super::image::Image;
use super::link::Link;
use super::name::is_padded;
use super::shared::Web;
use super::source::text;
use crate::check::{Proposal, Roll};
use crate::model::{Column, Commendation, Key, Notice, Person, Story};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonCard<'r> {
    pub name: &'r str,
    pub surname: Cow<'r, str>,
    pub href: Option<Arc<str>>,
    pub image: Option<Image>,
    pub annotation: Option<Arc<str>>,
    pub post: Option<Arc<str>>,
    pub summary: Option<&'r str>,
    pub posthumous: bool,
    pub honors: Vec<&'r str>,
    pub exemplary: bool,
}

/// One line of an engraved wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RollEntry<'r> {
    pub name: &'r str,
    pub pad: bool,
    pub href: Option<Arc<str>>,
    pub annotation: Option<Arc<str>>,
    pub post: Option<Arc<str>>,
    pub posthumous: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommendationCard {
    pub title: String,
    pub href: Option<String>,
    pub number: Option<String>,
    pub issuers: Vec<String>,
    pub date: Date,
    pub kind: Option<String>,
    pub level: Option<String>,
    pub count_text: Option<String>,
    pub honors: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeCard {
    pub title: String,
    pub href: String,
    pub issuers: Vec<String>,
    pub period: String,
    pub office: Option<String>,
    pub closed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryCard {
    pub title: String,
    pub href: Option<String>,
    pub date: Date,
    pub column: Option<Link>,
    pub author: Option<String>,
    pub summary: Option<String>,
    pub image: Option<Image>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColumnCard {
    pub title: String,
    pub href: Option<String>,
    pub channel: Option<Link>,
    pub summary: Option<String>,
    pub image: Option<Image>,
    pub count_text: Option<String>,
}

impl<'r> Web<'r> {
    pub fn person_card(&self, key: Key<Person>) -> PersonCard<'r> {
        let data = &self.roll.get(key).data;
        let awards = self.roll.awards_of_person(key);
        PersonCard {
            summary: data.summary.as_ref().map(|summary| summary.value.as_str()),
            honors: awards.iter().map(|award| self.roll.award(*award).1.title.value.as_str()).collect(),
            ..self.short_card(key)
        }
    }

    /// Without summary and honors: for people beside whom a page is about.
    pub fn short_card(&self, key: Key<Person>) -> PersonCard<'r> {
        let Face { name, surname, href, annotation, post, posthumous, exemplary } = self.face(key);
        PersonCard {
            name,
            surname,
            href,
            image: self.portrait(&self.roll.get(key).data),
            annotation,
            post,
            summary: None,
            posthumous,
            honors: Vec::new(),
            exemplary,
        }
    }

    pub fn person_cards(&self, keys: impl IntoIterator<Item = Key<Person>>) -> Vec<PersonCard<'r>> {
        keys.into_iter().map(|key| self.person_card(key)).collect()
    }

    pub fn roll_entry(&self, key: Key<Person>) -> RollEntry<'r> {
        let Face { name, href, annotation, post, posthumous, .. } = self.face(key);
        RollEntry { name, pad: is_padded(name), href, annotation, post, posthumous }
    }

    pub fn roll_entries(&self, keys: impl IntoIterator<Item = Key<Person>>) -> Vec<RollEntry<'r>> {
        keys.into_iter().map(|key| self.roll_entry(key)).collect()
    }

    pub fn portrait(&self, person: &Person) -> Option<Image> {
        self.image(person.photo.as_ref(), &person.name)
    }

    pub fn commendation_card(&self, key: Key<Commendation>) -> CommendationCard {
        let data = &self.roll.get(key).data;
        CommendationCard {
            title: data.title.value.clone(),
            href: self.href(key),
            number: text(data.number.as_ref()),
            issuers: self.names(&data.issuers),
            date: Date::of(data.date.as_ref()),
            kind: data.kind.map(|kind| kind.zh().to_owned()),
            level: data.level.map(|level| level.zh().to_owned()),
            count_text: commendation_count(data),
            honors: data.honors.iter().map(|honor| honor.title.value.clone()).collect(),
        }
    }

    pub fn commendation_cards(
        &self,
        keys: impl IntoIterator<Item = Key<Commendation>>,
    ) -> Vec<CommendationCard> {
        keys.into_iter().map(|key| self.commendation_card(key)).collect()
    }

    pub fn notice_card(&self, proposal: &Proposal) -> NoticeCard {
        let data = &proposal.record.data;
        let first =
            data.notice.iter().find(|round| !is_over(self.roll, round)).or_else(|| data.notice.last());
        NoticeCard {
            title: data.title.value.clone(),
            href: notice_url(proposal),
            issuers: self.names(&data.issuers),
            period: first.map_or_else(|| "公示期未注明".to_owned(), notice_period),
            office: first.and_then(|round| text(round.office.as_ref())),
            closed: is_closed(self.roll, proposal),
        }
    }

    pub fn story_card(&self, key: Key<Story>) -> StoryCard {
        let data = &self.roll.get(key).data;
        StoryCard {
            title: data.title.value.clone(),
            href: self.href(key),
            date: Date::of(data.date.as_ref()),
            column: self.target(data.column.as_ref()),
            author: authors(data),
            summary: text(data.summary.as_ref()),
            image: self.image(data.photo.as_ref(), &data.title),
        }
    }

    pub fn story_cards(&self, keys: impl IntoIterator<Item = Key<Story>>) -> Vec<StoryCard> {
        keys.into_iter().map(|key| self.story_card(key)).collect()
    }

    pub fn column_card(&self, key: Key<Column>) -> ColumnCard {
        let data = &self.roll.get(key).data;
        let stories = self.roll.referring::<Story, Column>(key);
        let stories = stories.filter(|story| is_in_column(&self.roll.get(*story).data, key)).count();
        ColumnCard {
            title: data.title.value.clone(),
            href: self.href(key),
            channel: self.target(data.channel.as_ref()),
            summary: text(data.summary.as_ref()),
            image: self.image(data.cover.as_ref(), &data.title),
            count_text: (stories > 0).then(|| format!("{stories} 篇")),
        }
    }
}

/// Whether a story belongs to a column, rather than only naming it in its body.
pub fn is_in_column(story: &Story, column: Key<Column>) -> bool {
    story.column.as_ref().and_then(|of| of.key()) == Some(column)
}

pub fn authors(story: &Story) -> Option<String> {
    let authors: Vec<&str> = story.author.iter().map(|author| author.value.as_str()).collect();
    (!authors.is_empty()).then(|| authors.join("、"))
}

/// A notice takes the address of the decision that will follow it.
pub fn notice_url(proposal: &Proposal) -> String {
    format!("commendations/{}/", proposal.record.slug)
}

pub fn notice_period(round: &Notice) -> String {
    let dates = [round.from.value, round.until.value].map(partial);
    period(Some(dates[0]), Some(dates[1])).unwrap_or_else(|| "公示期未注明".to_owned())
}

/// Whether every round is over at the day for which the site is built.
pub fn is_closed(roll: &Roll, proposal: &Proposal) -> bool {
    let rounds = &proposal.record.data.notice;
    !rounds.is_empty() && rounds.iter().all(|round| is_over(roll, round))
}

fn is_over(roll: &Roll, round: &Notice) -> bool {
    roll.as_of() > round.until.value
}
