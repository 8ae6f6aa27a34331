//! Publications that the program cannot take down: they have to be asked for one by one.

use super::Subject;
use super::readable::readable;
use crate::diag::Text;
use crate::model::{Channel, Draft, Kind, PartialDate, Record, RecordKind, Ref, Story};
use crate::say;
use crate::text::han::lookup_form;

/// A publication that tells of the record, in the words of whoever recorded it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub why: Why,
    /// Where it was published.
    pub channel: Option<String>,
    pub title: String,
    pub date: Option<PartialDate>,
    pub url: Option<String>,
    /// The record that says so: `stories/dong-xing`.
    pub record: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// 首发
    FirstPublished,
    /// 转载
    Reprint,
    /// 来源
    Source,
    /// 公示
    Notice,
}

impl Why {
    /// The name that programs read; it is stable.
    pub fn name(self) -> &'static str {
        match self {
            Why::FirstPublished => "first-published",
            Why::Reprint => "reprint",
            Why::Source => "source",
            Why::Notice => "notice",
        }
    }

    pub fn text(self) -> Text {
        match self {
            Why::FirstPublished => say!("首发", "first published"),
            Why::Reprint => say!("转载", "reprint"),
            Why::Source => say!("来源", "source"),
            Why::Notice => say!("公示", "notice"),
        }
    }
}

/// Every publication that the records know of and that tells of the subject: stories in which it is named, their reprints and sources, its
/// own sources, and notices that list it. In the order of the records.
pub fn elsewhere(draft: &Draft, subject: &Subject) -> Vec<Elsewhere> {
    let mut found = Vec::new();
    for source in &subject.sources {
        found.push(Elsewhere {
            why: Why::Source,
            channel: source.publisher.as_ref().map(|publisher| publisher.value.clone()),
            title: source.title.value.clone(),
            date: source.date.map(|date| date.value),
            url: source.url.as_ref().map(|url| url.value.clone()),
            record: subject.path(),
        });
    }
    let names = Names::of(subject);
    for story in draft.tables.stories.iter().filter(|story| names.are_in_story(story, subject)) {
        story_elsewhere(draft, story, &mut found);
    }
    for record in &draft.tables.commendations {
        let is_itself = subject.kind == Kind::Commendation && record.id.value == subject.id;
        let lines = || record.data.honors.iter().flat_map(|honor| honor.everyone());
        let lists = || {
            lines().any(|line| {
                let refs = [
                    line.person.as_ref().map(|person| (Kind::Person, person.text.as_str())),
                    line.unit.as_ref().map(|unit| (Kind::Unit, unit.text.as_str())),
                    line.team.as_ref().map(|team| (Kind::Team, team.text.as_str())),
                ];
                let written = line.who.iter().chain(&line.name).chain(&line.listed_as);
                refs.into_iter().flatten().any(|(kind, text)| kind == subject.kind && names.mean(text))
                    || written.into_iter().any(|text| names.mean(text) || names.are_in(text))
            })
        };
        let noticed =
            || record.data.notice.iter().flat_map(|notice| &notice.listed).any(|line| names.mean(&line.name));
        if !is_itself && !lists() && !noticed() {
            continue;
        }
        for notice in &record.data.notice {
            let Some(url) = &notice.url else { continue };
            found.push(Elsewhere {
                why: Why::Notice,
                channel: notice.office.as_ref().map(|office| office.value.clone()),
                title: record.title().to_owned(),
                date: None,
                url: Some(url.value.clone()),
                record: format!("{}/{}", Kind::Commendation.folder(), record.id.value),
            });
        }
    }
    found
}

fn story_elsewhere(draft: &Draft, story: &Record<Story>, found: &mut Vec<Elsewhere>) {
    let record = format!("{}/{}", Kind::Story.folder(), story.id.value);
    let data = &story.data;
    let channel = |channel: &Ref<Channel>| {
        let known = draft.tables.channels.iter().find(|known| {
            known.id.value == channel.text || lookup_form(known.title()) == lookup_form(&channel.text)
        });
        known.map_or(channel.text.clone(), |known| known.title().to_owned())
    };
    found.extend(data.first_published.as_ref().map(|first| Elsewhere {
        why: Why::FirstPublished,
        channel: Some(channel(first)),
        title: data.title.value.clone(),
        date: data.date.map(|date| date.value),
        url: None,
        record: record.clone(),
    }));
    found.extend(data.reprints.iter().map(|reprint| Elsewhere {
        why: Why::Reprint,
        channel: Some(channel(&reprint.channel)),
        title: reprint.title.as_ref().unwrap_or(&data.title).value.clone(),
        date: reprint.date.map(|date| date.value),
        url: reprint.url.as_ref().map(|url| url.value.clone()),
        record: record.clone(),
    }));
    found.extend(story.common.sources.iter().map(|source| Elsewhere {
        why: Why::Source,
        channel: source.publisher.as_ref().map(|publisher| publisher.value.clone()),
        title: source.title.value.clone(),
        date: source.date.map(|date| date.value),
        url: source.url.as_ref().map(|url| url.value.clone()),
        record: record.clone(),
    }));
}

/// By what texts and fields may name the subject.
struct Names {
    id: String,
    path: String,
    forms: Vec<String>,
    /// As they are looked for in texts.
    words: Vec<String>,
}

impl Names {
    fn of(subject: &Subject) -> Names {
        let all = || std::iter::once(&subject.title).chain(&subject.other_names);
        Names {
            id: subject.id.clone(),
            path: subject.path(),
            forms: all().map(|name| lookup_form(name).into_owned()).collect(),
            words: all().map(|name| readable(name, false)).filter(|name| name.chars().count() >= 2).collect(),
        }
    }

    /// Whether a field that refers to a record may mean the subject.
    fn mean(&self, text: &str) -> bool {
        text == self.id || text == self.path || self.forms.iter().any(|form| *form == lookup_form(text))
    }

    fn are_in(&self, text: &str) -> bool {
        // Marks of Markdown may stand inside a name.
        let text = readable(&text.replace(['*', '_', '`'], ""), false);
        text.contains(&self.path) || self.words.iter().any(|word| text.contains(word.as_str()))
    }

    fn are_in_story(&self, story: &Record<Story>, subject: &Subject) -> bool {
        if subject.kind == Kind::Story {
            return story.id.value == subject.id;
        }
        let data = &story.data;
        let means = |kind: Kind, text: &str| kind == subject.kind && self.mean(text);
        data.people.iter().any(|person| means(Kind::Person, &person.text))
            || data.units.iter().any(|unit| means(Kind::Unit, &unit.text))
            || data.places.iter().any(|place| means(Kind::Place, &place.text))
            || data.campaign.iter().any(|campaign| means(Kind::Campaign, &campaign.text))
            || std::iter::once(data.title()).chain(&data.summary).any(|text| self.are_in(text))
            || data
                .reprints
                .iter()
                .filter_map(|reprint| reprint.title.as_ref())
                .any(|title| self.are_in(title))
            || story
                .body
                .as_ref()
                .is_some_and(|body| self.are_in(body.text()) || self.are_linked(body.text()))
    }

    /// `[[zhang-san]]`, `[[张三|他]]`.
    fn are_linked(&self, body: &str) -> bool {
        body.split("[[").skip(1).any(|rest| {
            let target = rest.split("]]").next().unwrap_or_default();
            self.mean(target.split('|').next().unwrap_or_default().trim())
        })
    }
}
