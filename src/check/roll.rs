//! The roll: what may be published, linked and ordered, and nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::index::Index;
use super::known::KnownBody;
use crate::markdown::Body;
use crate::model::{
    BodySource, Campaign, Commendation, EachTable, InTables, Key, Kind, Media, PartialDate, Person, Place,
    Record, RecordKind, Site, Tables, Team, Unit,
};

/// What the world says about a run: nothing inside reads a clock or a setting.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day for which the site is built.
    pub as_of: Date,
    /// Whether records are built that may not be published; their pages are marked 草稿.
    pub drafts: bool,
    /// Replaces the site's own `base_url`.
    pub base_url: Option<String>,
}

/// The published roll.
///
/// Only [`check`](super::check) makes one: holding a `Roll` means that it was checked. Records that are not
/// published are not in it; references to them have no key. Keys are places in the tables of this roll.
#[derive(Debug)]
pub struct Roll {
    pub(super) site: Site,
    pub(super) options: Options,
    pub(super) tables: Tables,
    pub(super) drafts: PerKind<Vec<bool>>,
    pub(super) bodies: PerKind<Vec<Option<LinkedBody>>>,
    pub(super) notices: Vec<Proposal>,
    pub(super) corrections: Vec<Erratum>,
    pub(super) media: BTreeMap<String, Media>,
    pub(super) index: Index,
}

/// A body whose references are linked.
#[derive(Debug)]
pub struct LinkedBody {
    pub(super) source: BodySource,
    pub(super) known: Arc<KnownBody>,
    /// One for each of the body's references, in their order.
    pub targets: Vec<Target>,
    /// One for each of the body's local links and images: the file under `media/` or the record that it leads to.
    pub locals: Vec<LocalTarget>,
}

impl LinkedBody {
    /// What it says.
    pub fn body(&self) -> &Body {
        self.known.whole(&self.source)
    }
}

/// Where a reference in a body leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Record(Kind, u32),
    /// To a record that is not published. This is what may be written in its place where the author gave no label.
    Unpublished(String),
}

/// Where a local link or image in a body leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocalTarget {
    /// A file under `media/`, by its path there.
    Media(String),
    /// The page of a record, at the path that was written.
    Record { kind: Kind, index: u32, path: String },
    /// Another path of the site, without leading slash, as it was written.
    Path(String),
    /// The page of a record that is not published.
    Unpublished,
}

/// A commendation at the stage of 公示: shown on its own notice page and nowhere else.
#[derive(Debug)]
pub struct Proposal {
    pub record: Record<Commendation>,
    pub body: Option<LinkedBody>,
    pub draft: bool,
}

/// What stays public of a document that was revoked or corrected; it never carries a person's details.
#[derive(Debug)]
pub struct Erratum {
    pub kind: ErratumKind,
    pub date: Option<PartialDate>,
    /// The revoked or corrected document; none where its title names one of those it honored.
    pub title: Option<String>,
    pub number: Option<String>,
    /// The document that revokes or corrects it.
    pub by_number: Option<String>,
    /// What was corrected.
    pub note: Option<String>,
    /// The document itself, where it is still published.
    pub document: Option<Key<Commendation>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErratumKind {
    /// 更正
    Correction,
    /// 撤销, of a whole document
    Revocation,
    /// 撤销, of an honor of someone whom the document lists
    PartRevocation,
}

/// Where an award stands: which line of which list of which commendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Award {
    pub commendation: Key<Commendation>,
    /// Index in `Commendation::honors`.
    pub honor: usize,
    /// Index in `Honor::everyone`.
    pub recipient: usize,
}

/// How many people a unit or place has, those below it included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// On the roll.
    pub honorees: u32,
    /// With a profile, but without a decided award.
    pub exemplary: u32,
}

/// One value for each kind of record.
#[derive(Debug, Default)]
pub struct PerKind<V>([V; Kind::ALL.len()]);

impl<V> PerKind<V> {
    pub fn of(&self, kind: Kind) -> &V {
        &self.0[kind as usize]
    }

    pub fn of_mut(&mut self, kind: Kind) -> &mut V {
        &mut self.0[kind as usize]
    }
}

impl Roll {
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The public address, with a slash at its end; none where neither the site nor the options give one.
    pub fn base_url(&self) -> Option<String> {
        let url =
            self.options.base_url.as_deref().or(self.site.base_url.as_ref().map(|url| url.value.as_str()))?;
        Some(format!("{}/", url.trim_end_matches('/')))
    }

    pub fn as_of(&self) -> Date {
        self.options.as_of
    }

    /// Whether records that may not be published are built too.
    pub fn drafts(&self) -> bool {
        self.options.drafts
    }

    pub fn get<T: InTables>(&self, key: Key<T>) -> &Record<T> {
        &T::table(&self.tables)[key.index()]
    }

    /// Every record of a kind: by weight, then in the order of files and of places in files.
    pub fn all<T: InTables>(&self) -> impl ExactSizeIterator<Item = (Key<T>, &Record<T>)> {
        T::table(&self.tables).iter().enumerate().map(|(index, record)| (Key::new(index), record))
    }

    /// Shows the records of every kind, each table in the order of [`Roll::all`].
    pub fn each(&self, visitor: &mut impl EachTable) {
        self.tables.each(visitor);
    }

    pub fn body<T: InTables>(&self, key: Key<T>) -> Option<&LinkedBody> {
        self.body_at(T::KIND, key.index())
    }

    /// As [`Roll::body`], by kind and index.
    pub fn body_at(&self, kind: Kind, index: usize) -> Option<&LinkedBody> {
        self.bodies.of(kind)[index].as_ref()
    }

    /// Built because of `--drafts` only: to be marked 草稿.
    pub fn is_draft<T: InTables>(&self, key: Key<T>) -> bool {
        self.drafts.of(T::KIND)[key.index()]
    }

    /// Whether the record has a page of its own. Figures and photos have none; units and places only where they or
    /// what lies below them have something to show.
    pub fn has_page<T: InTables>(&self, key: Key<T>) -> bool {
        self.index.pages.of(T::KIND)[key.index()]
    }

    /// Title, slug and whether it has a page, of a record whose kind is known only at run time.
    pub fn card(&self, kind: Kind, index: u32) -> (&str, &str, bool) {
        fn of<T: InTables>(roll: &Roll, index: u32) -> (&str, &str, bool) {
            let key = Key::<T>::new(index as usize);
            let record = roll.get(key);
            (record.title(), &record.slug, roll.has_page(key))
        }
        use crate::model::{Channel, Column, Figure, Measure, Page, Photo, Story};
        match kind {
            Kind::Place => of::<Place>(self, index),
            Kind::Unit => of::<Unit>(self, index),
            Kind::Person => of::<Person>(self, index),
            Kind::Team => of::<Team>(self, index),
            Kind::Measure => of::<Measure>(self, index),
            Kind::Commendation => of::<Commendation>(self, index),
            Kind::Campaign => of::<Campaign>(self, index),
            Kind::Column => of::<Column>(self, index),
            Kind::Channel => of::<Channel>(self, index),
            Kind::Story => of::<Story>(self, index),
            Kind::Figure => of::<Figure>(self, index),
            Kind::Photo => of::<Photo>(self, index),
            Kind::Page => of::<Page>(self, index),
        }
    }

    /// The records of kind `F` that refer to `to` in any of their fields, each once, in their order.
    pub fn referring<F: InTables, T: InTables>(&self, to: Key<T>) -> impl ExactSizeIterator<Item = Key<F>> {
        self.index.back.of(T::KIND).of(F::KIND).at(to.index()).iter().map(|index| Key::new(*index as usize))
    }

    /// The records of a tree that lie directly under `key`, in the order that staff gave.
    pub fn children<T: InTables>(&self, key: Key<T>) -> impl ExactSizeIterator<Item = Key<T>> {
        self.index.children.of(T::KIND).at(key.index()).iter().map(|index| Key::new(*index as usize))
    }

    /// The records of a tree that lie under no other.
    pub fn roots<T: InTables>(&self) -> impl Iterator<Item = Key<T>> {
        self.all::<T>().filter(|(_, record)| parent(&record.data).is_none()).map(|(key, _)| key)
    }

    /// The records that `key` lies under, outermost first.
    pub fn ancestors<T: InTables>(&self, key: Key<T>) -> Vec<Key<T>> {
        let mut chain: Vec<Key<T>> =
            std::iter::successors(parent(&self.get(key).data), |key| parent(&self.get(*key).data)).collect();
        chain.reverse();
        chain
    }

    /// Everyone on the roll, in the site's order.
    pub fn honorees(&self) -> &[Key<Person>] {
        &self.index.honorees
    }

    /// People with a profile and without a decided award (先进典型), in the site's order.
    pub fn exemplary(&self) -> &[Key<Person>] {
        &self.index.exemplary
    }

    pub fn on_roll(&self, key: Key<Person>) -> bool {
        self.index.on_roll[key.index()]
    }

    /// A person's standing awards, newest first.
    pub fn awards_of_person(&self, key: Key<Person>) -> &[Award] {
        self.index.person_awards.at(key.index())
    }

    /// Standing awards to a unit as a collective, newest first.
    pub fn awards_of_unit(&self, key: Key<Unit>) -> &[Award] {
        self.index.unit_awards.at(key.index())
    }

    pub fn awards_of_team(&self, key: Key<Team>) -> &[Award] {
        self.index.team_awards.at(key.index())
    }

    /// The commendation, honor and line of an award.
    pub fn award(
        &self,
        award: Award,
    ) -> (&Record<Commendation>, &crate::model::Honor, &crate::model::Recipient) {
        let commendation = self.get(award.commendation);
        let honor = &commendation.data.honors[award.honor];
        let recipient = honor.everyone().nth(award.recipient).expect("awards are made from these lists");
        (commendation, honor, recipient)
    }

    /// Commendations newest first; undated ones last.
    pub fn commendations_by_date(&self) -> &[Key<Commendation>] {
        &self.index.commendations_by_date
    }

    /// The place of a person: stated, else that of the unit or the nearest unit above it that has one.
    pub fn place_of(&self, key: Key<Person>) -> Option<Key<Place>> {
        self.index.person_place[key.index()]
    }

    /// People whose unit today is exactly this one, in the site's order.
    pub fn people_of_unit(&self, key: Key<Unit>) -> &[Key<Person>] {
        self.index.unit_people.at(key.index())
    }

    /// People whose place is exactly this one, in the site's order.
    pub fn people_of_place(&self, key: Key<Place>) -> &[Key<Person>] {
        self.index.place_people.at(key.index())
    }

    pub fn tally_of_unit(&self, key: Key<Unit>) -> Tally {
        self.index.unit_tally[key.index()]
    }

    pub fn tally_of_place(&self, key: Key<Place>) -> Tally {
        self.index.place_tally[key.index()]
    }

    /// Commendations that are being announced (公示).
    pub fn notices(&self) -> &[Proposal] {
        &self.notices
    }

    /// What is told under `/corrections/`, newest first.
    pub fn corrections(&self) -> &[Erratum] {
        &self.corrections
    }

    /// A file under `content/media/`, by its path there.
    pub fn media(&self, path: &str) -> Option<&Media> {
        self.media.get(path)
    }

    /// The heading of the roll under which a person stands: `七画` or `Z`; with a stable id for fragments.
    pub fn heading_of(&self, key: Key<Person>) -> &Heading {
        &self.index.headings[self.index.heading[key.index()] as usize]
    }
}

/// A group of the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// `s7`, `z`, `other`.
    pub id: String,
    pub label: String,
}

pub(super) fn parent<T: RecordKind>(data: &T) -> Option<Key<T>> {
    data.parent().and_then(|parent| parent.key())
}
