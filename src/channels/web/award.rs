//! One award of a person, a unit or a team.

use serde::Serialize;

use super::date::Date;
use super::link::Link;
use super::name::unit_and_post;
use super::shared::Web;
use super::source::text;
use crate::check;
use crate::model::Recipient;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Award {
    pub honor: String,
    pub reward: Option<String>,
    pub commendation: Link,
    pub number: Option<String>,
    pub issuers: Vec<Link>,
    pub date: Date,
    pub level: Option<String>,
    pub kind: Option<String>,
    /// Unit and post as at the award, where the record states them; today's are not taken for those of then.
    pub post: Option<String>,
    pub citation: Option<String>,
    pub posthumous: bool,
}

impl Web<'_> {
    pub fn award(&self, award: check::Award) -> Award {
        let (record, honor, recipient) = self.roll.award(award);
        let data = &record.data;
        Award {
            honor: honor.title.value.clone(),
            reward: honor.reward.map(|reward| reward.zh().to_owned()),
            commendation: self.link(award.commendation),
            number: text(data.number.as_ref()),
            issuers: self.mentions(&data.issuers),
            date: Date::of(data.date.as_ref()),
            level: data.level.map(|level| level.zh().to_owned()),
            kind: data.kind.map(|kind| kind.zh().to_owned()),
            post: self.post_then(recipient),
            citation: text(recipient.citation.as_ref()),
            posthumous: recipient.posthumous == Some(true),
        }
    }

    pub fn awards(&self, awards: &[check::Award]) -> Vec<Award> {
        awards.iter().map(|award| self.award(*award)).collect()
    }

    /// An award as one line: `先进个人（示委发〔2030〕15号，2030年9月9日）`. A document without a number is named by its title.
    pub fn award_line(&self, award: check::Award) -> String {
        let (record, honor, recipient) = self.roll.award(award);
        let data = &record.data;
        let posthumous = (recipient.posthumous == Some(true)).then(|| "追授".to_owned());
        let document = text(data.number.as_ref()).unwrap_or_else(|| format!("《{}》", record.title()));
        let date = data.date.as_ref().map(|date| date.value.chinese());
        let notes: Vec<String> = posthumous.into_iter().chain([document]).chain(date).collect();
        format!("{}（{}）", honor.title.value, notes.join("，"))
    }

    pub fn award_lines(&self, awards: &[check::Award]) -> Vec<String> {
        awards.iter().map(|award| self.award_line(*award)).collect()
    }

    /// Unit and post that a list states of someone at the time of the award.
    pub fn post_then(&self, recipient: &Recipient) -> Option<String> {
        let unit = recipient.unit_then.as_ref().map(|unit| self.mentioned(unit));
        unit_and_post(unit, recipient.post.as_ref()).or_else(|| text(recipient.affiliation.as_ref()))
    }
}
