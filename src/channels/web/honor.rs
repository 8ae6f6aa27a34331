//! The honors of a document with their lists, in the document's own order.

use serde::Serialize;

use super::count::{honor_count, is_collective, is_for_collectives};
use super::name::{annotation, is_padded, unit_and_post};
use super::shared::Web;
use super::source::text;
use crate::model::{self, NameOrder, Word};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Honor {
    pub id: String,
    pub title: String,
    pub reward: Option<String>,
    pub collective: bool,
    pub count_text: Option<String>,
    pub order_note: Option<String>,
    /// `names` or `rows`
    pub layout: &'static str,
    pub groups: Vec<RecipientGroup>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecipientGroup {
    pub title: Option<String>,
    pub recipients: Vec<Recipient>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recipient {
    pub name: String,
    pub pad: bool,
    pub collective: bool,
    pub href: Option<String>,
    pub annotation: Option<String>,
    pub post: Option<String>,
    pub citation: Option<String>,
    pub posthumous: bool,
}

/// The fragment of an honor on its document's page, counted from zero in the record.
pub fn honor_id(at: usize) -> String {
    format!("honor-{}", at + 1)
}

/// What is said of a list's order: as written, else what the record declares of it.
pub fn order_note(written: Option<&Word>, order: Option<NameOrder>) -> Option<String> {
    text(written).or_else(|| {
        let note = match order? {
            NameOrder::Listed => return None,
            NameOrder::SurnameStrokes => "以姓氏笔画为序",
            NameOrder::NameStrokes => "以姓名笔画为序",
            NameOrder::Pinyin => "以汉语拼音为序",
        };
        Some(note.to_owned())
    })
}

impl Web<'_> {
    pub fn honors(&self, document: &model::Commendation) -> Vec<Honor> {
        let open = document.open == Some(true);
        let noted = order_note(document.order_note.as_ref(), document.name_order);
        let honors = document.honors.iter().enumerate().map(|(at, honor)| self.honor(at, honor, open));
        // What the document says of all its lists is not said again of each.
        honors
            .map(|honor| Honor {
                order_note: honor.order_note.filter(|n| noted.as_ref() != Some(n)),
                ..honor
            })
            .collect()
    }

    fn honor(&self, at: usize, honor: &model::Honor, open: bool) -> Honor {
        let list = |title: Option<&Word>, recipients: &[model::Recipient]| RecipientGroup {
            title: text(title),
            recipients: recipients.iter().filter_map(|line| self.recipient(line, honor)).collect(),
        };
        let ungrouped = list(None, &honor.recipients);
        let grouped = honor.groups.iter().map(|group| list(Some(&group.title), &group.recipients));
        let groups: Vec<RecipientGroup> =
            std::iter::once(ungrouped).chain(grouped).filter(|group| !group.recipients.is_empty()).collect();
        let everyone = groups.iter().flat_map(|group| &group.recipients);
        let names_only = everyone.into_iter().all(|line| line.post.is_none() && line.citation.is_none());
        Honor {
            id: honor_id(at),
            title: honor.title.value.clone(),
            reward: honor.reward.map(|reward| reward.zh().to_owned()),
            collective: is_for_collectives(honor),
            count_text: honor_count(honor, open),
            order_note: order_note(honor.order_note.as_ref(), honor.name_order),
            layout: if names_only { "names" } else { "rows" },
            groups,
        }
    }

    fn recipient(&self, line: &model::Recipient, honor: &model::Honor) -> Option<Recipient> {
        let person = line.person.as_ref().and_then(|person| person.key());
        let data = person.map(|person| &self.roll.get(person).data);
        let linked = (person.map(|key| self.link(key)))
            .or_else(|| self.unit_targets(&line.unit).pop())
            .or_else(|| self.target(line.team.as_ref()));
        let written = [&line.name, &line.who, &line.listed_as].into_iter().flatten().next();
        let name = linked.as_ref().map(|link| link.text.clone()).or_else(|| text(written))?;
        let gender = line.gender.or_else(|| data?.gender);
        let ethnicity = line.ethnicity.as_ref().or_else(|| data?.ethnicity.as_ref());
        let collective = is_collective(line, honor);
        Some(Recipient {
            pad: !collective && is_padded(&name),
            name,
            collective,
            href: linked.and_then(|link| link.href),
            annotation: annotation(gender, ethnicity.map(|word| word.value.as_str())),
            post: self.recipient_post(line, data),
            citation: text(line.citation.as_ref()),
            posthumous: line.posthumous == Some(true),
        })
    }

    /// As at the award; where the list states no unit, post or affiliation, today's (`docs/records.md`).
    fn recipient_post(&self, line: &model::Recipient, person: Option<&model::Person>) -> Option<String> {
        let Some(person) = person else { return self.post_then(line) };
        match (&line.unit_then, &line.post, &line.affiliation) {
            (None, None, None) => self.headline(person),
            (None, Some(post), _) => {
                let unit = person.unit.as_ref().and_then(|unit| unit.key());
                unit_and_post(unit.map(|unit| self.unit_in_full(unit)), Some(post))
            }
            (Some(_), ..) | (None, None, Some(_)) => self.post_then(line),
        }
    }
}
