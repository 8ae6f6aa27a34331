//! One photo with its caption.

use serde::Serialize;

use super::date::Date;
use super::image::Image;
use super::link::{Link, fragment};
use super::shared::Web;
use super::source::text;
use crate::model::{self, Key, Kind};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Photo {
    /// Fragment on `/photos/`.
    pub id: String,
    pub image: Image,
    pub caption: Option<String>,
    pub by: Option<String>,
    pub taken: Option<Date>,
    pub place: Option<Link>,
    pub people: Vec<Link>,
    pub campaign: Option<Link>,
}

impl Web<'_> {
    /// Nothing where its file is missing, which `check` reports.
    pub fn photo(&self, key: Key<model::Photo>) -> Option<Photo> {
        let record = self.roll.get(key);
        let data = &record.data;
        Some(Photo {
            id: fragment(Kind::Photo, &record.slug),
            image: self.photo_image(data)?,
            caption: text(data.caption.as_ref()),
            by: text(data.by.as_ref()),
            taken: Date::stated(data.taken.as_ref()),
            place: self.target(data.place.as_ref()),
            people: self.targets(&data.people),
            campaign: self.target(data.campaign.as_ref()),
        })
    }

    pub fn photos(&self, keys: impl IntoIterator<Item = Key<model::Photo>>) -> Vec<Photo> {
        keys.into_iter().filter_map(|key| self.photo(key)).collect()
    }
}
