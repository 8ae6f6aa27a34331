//! The kinds of records: where each lives and by what its records are called.

use super::shape::FieldSpec;
use super::*;

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Place,
    Unit,
    Person,
    Team,
    Measure,
    Commendation,
    Campaign,
    Column,
    Channel,
    Story,
    Figure,
    Photo,
    Page,
}

impl Kind {
    pub const ALL: [Kind; 13] = [
        Kind::Place,
        Kind::Unit,
        Kind::Person,
        Kind::Team,
        Kind::Measure,
        Kind::Commendation,
        Kind::Campaign,
        Kind::Column,
        Kind::Channel,
        Kind::Story,
        Kind::Figure,
        Kind::Photo,
        Kind::Page,
    ];

    /// Name of the folder, and of the file, under `content/`; also the first part of a route.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Place => "places",
            Kind::Unit => "units",
            Kind::Person => "people",
            Kind::Team => "teams",
            Kind::Measure => "measures",
            Kind::Commendation => "commendations",
            Kind::Campaign => "campaigns",
            Kind::Column => "columns",
            Kind::Channel => "channels",
            Kind::Story => "stories",
            Kind::Figure => "figures",
            Kind::Photo => "photos",
            Kind::Page => "pages",
        }
    }

    pub fn of_folder(folder: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// What one record is called.
    pub fn zh(self) -> &'static str {
        match self {
            Kind::Place => "地区",
            Kind::Unit => "单位",
            Kind::Person => "人物",
            Kind::Team => "队伍",
            Kind::Measure => "措施",
            Kind::Commendation => "表彰",
            Kind::Campaign => "专项",
            Kind::Column => "栏目",
            Kind::Channel => "渠道",
            Kind::Story => "报道",
            Kind::Figure => "数据",
            Kind::Photo => "照片",
            Kind::Page => "页面",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Kind::Place => "place",
            Kind::Unit => "unit",
            Kind::Person => "person",
            Kind::Team => "team",
            Kind::Measure => "measure",
            Kind::Commendation => "commendation",
            Kind::Campaign => "campaign",
            Kind::Column => "column",
            Kind::Channel => "channel",
            Kind::Story => "story",
            Kind::Figure => "figure",
            Kind::Photo => "photo",
            Kind::Page => "page",
        }
    }
}

/// A struct that is a kind of record.
pub trait RecordKind: Fields + Send + Sync + 'static {
    const KIND: Kind;

    /// What readers see a record called.
    fn title(&self) -> &Word;

    /// Other names by which records may refer to it.
    fn other_names(&self) -> Vec<&str> {
        Vec::new()
    }

    /// How its name is read, where its editor says so.
    fn reading(&self) -> Option<&Word> {
        None
    }

    /// The files under `media/` that it shows or offers, as it names them.
    fn files(&self) -> Vec<&Word> {
        Vec::new()
    }

    /// The record that this one lies under, where the kind is a tree.
    fn parent(&self) -> Option<&Ref<Self>> {
        None
    }
}

/// The fields of a kind, without those that every record may carry.
pub fn specs_of(kind: Kind) -> &'static [FieldSpec] {
    match kind {
        Kind::Place => Place::SPECS,
        Kind::Unit => Unit::SPECS,
        Kind::Person => Person::SPECS,
        Kind::Team => Team::SPECS,
        Kind::Measure => Measure::SPECS,
        Kind::Commendation => Commendation::SPECS,
        Kind::Campaign => Campaign::SPECS,
        Kind::Column => Column::SPECS,
        Kind::Channel => Channel::SPECS,
        Kind::Story => Story::SPECS,
        Kind::Figure => Figure::SPECS,
        Kind::Photo => Photo::SPECS,
        Kind::Page => Page::SPECS,
    }
}
