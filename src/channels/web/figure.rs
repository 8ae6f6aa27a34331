//! One figure as its source states it.

use serde::Serialize;

use super::date::Date;
use super::link::{Link, fragment};
use super::shared::Web;
use super::source::{Source, sources};
use crate::model::{self, Approx, Key, Kind};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Fragment on `/figures/`.
    pub id: String,
    pub label: String,
    /// 约, 近, 超 or nothing.
    pub before: String,
    /// Digits as they were written.
    pub number: String,
    /// 余 or nothing.
    pub after: String,
    /// 人次; 步以上 where the source says so.
    pub measure: String,
    /// All of it: `7400余人次`.
    pub text: String,
    pub scope: Vec<Link>,
    pub campaign: Option<Link>,
    pub as_of: Option<Date>,
    /// Never empty: `check` refuses a figure without a source.
    pub sources: Vec<Source>,
}

impl Web<'_> {
    pub fn figure(&self, key: Key<model::Figure>) -> Figure {
        let record = self.roll.get(key);
        let data = &record.data;
        let measure = data.measure.as_ref().map_or("", |measure| measure.value.as_str());
        let (before, after, measure) = match data.approx {
            None => ("", "", measure.to_owned()),
            Some(Approx::Odd) => ("", "余", measure.to_owned()),
            Some(Approx::AtLeast) => ("", "", format!("{measure}以上")),
            Some(before @ (Approx::About | Approx::Nearly | Approx::Over)) => {
                (before.zh(), "", measure.to_owned())
            }
        };
        let mut scope = self.targets(&data.places);
        scope.extend(self.unit_targets(&data.units));
        scope.extend(data.scope.as_ref().map(|scope| Link::plain(scope.value.clone())));
        Figure {
            id: fragment(Kind::Figure, &record.slug),
            label: data.label.value.clone(),
            before: before.to_owned(),
            number: data.value.text.clone(),
            after: after.to_owned(),
            measure,
            text: data.stated(),
            scope,
            campaign: self.target(data.campaign.as_ref()),
            as_of: Date::stated(data.as_of.as_ref()),
            sources: sources(&record.common.sources),
        }
    }
}
