//! The roll as the website sees it, with what many pages show alike, computed once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::breakdown::SpreadsOnce;
use super::face::Faces;
use super::site::{Shelf, Site, shelves};
use crate::channels::dates;
use crate::check::{Erratum, Roll};
use crate::model::{Commendation, InTables, Key, PartialDate, Person, Photo, Story};
use crate::plan::{Edition, Shared};

/// What the pages of a site are made from. Nothing in it grows with what one page shows.
pub struct Web<'r> {
    pub roll: &'r Roll,
    /// The one whose pages these are.
    pub edition: Arc<Edition>,
    /// All of the site's.
    pub editions: Vec<Arc<Edition>>,
    pub site: Arc<Site>,
    /// The same, as every page is shown it.
    pub around: Arc<Shared>,
    /// With a slash at its end.
    pub base_url: Option<String>,
    pub per_page: usize,
    /// How far the content goes.
    pub updated: Option<PartialDate>,
    /// The lists of the site that have something in them.
    pub shelves: Vec<Shelf>,
    /// Newest first; undated ones last.
    pub stories_by_date: Vec<Key<Story>>,
    /// Newest first; what has no year last.
    pub years: Vec<Year>,
    honoree_places: Places<Person>,
    exemplary_places: Places<Person>,
    commendation_places: Places<Commendation>,
    story_places: Places<Story>,
    pub(super) faces: Faces<'r>,
    pub(super) spreads: SpreadsOnce,
    photos_by_id: HashMap<&'r str, Key<Photo>>,
    errata: BTreeMap<Key<Commendation>, Vec<&'r Erratum>>,
}

/// What was decided and reported in one year.
#[derive(Debug, Default)]
pub struct Year {
    pub year: Option<u16>,
    pub commendations: Vec<Key<Commendation>>,
    pub stories: Vec<Key<Story>>,
}

/// For each record its place in some list of keys.
struct Places<T>(Vec<u32>, std::marker::PhantomData<fn() -> T>);

impl<'r> Web<'r> {
    /// The pages of one edition, by its place among all.
    pub fn new(roll: &'r Roll, editions: &[Arc<Edition>], at: usize) -> Web<'r> {
        let edition = &editions[at];
        let stories_by_date = stories_by_date(roll);
        let years = years(roll, &stories_by_date);
        let shelves = shelves(roll, years.len());
        let site = roll.site();
        let mut errata = BTreeMap::<_, Vec<_>>::new();
        for erratum in roll.corrections() {
            if let Some(document) = erratum.document {
                errata.entry(document).or_default().push(erratum);
            }
        }
        let around = Arc::new(Site::new(roll, edition, &shelves));
        Web {
            roll,
            edition: Arc::clone(edition),
            editions: editions.to_vec(),
            around: Arc::new(Shared::new("site", &*around).worded(edition)),
            site: around,
            base_url: roll.base_url(),
            per_page: site.per_page.as_ref().map_or(100, |number| number.value.max(1) as usize),
            updated: dates::of_site(roll),
            honoree_places: Places::new(roll, roll.honorees()),
            exemplary_places: Places::new(roll, roll.exemplary()),
            commendation_places: Places::new(roll, roll.commendations_by_date()),
            story_places: Places::new(roll, &stories_by_date),
            spreads: SpreadsOnce::default(),
            faces: Faces::new(roll.all::<Person>().len()),
            photos_by_id: roll.all::<Photo>().map(|(key, photo)| (photo.id.value.as_str(), key)).collect(),
            shelves,
            stories_by_date,
            years,
            errata,
        }
    }

    /// Place in [`Roll::honorees`].
    pub fn place_on_roll(&self, key: Key<Person>) -> Option<usize> {
        self.honoree_places.of(key)
    }

    /// Place in [`Roll::exemplary`].
    pub fn place_among_exemplary(&self, key: Key<Person>) -> Option<usize> {
        self.exemplary_places.of(key)
    }

    /// Place in [`Roll::commendations_by_date`].
    pub fn commendation_place(&self, key: Key<Commendation>) -> Option<usize> {
        self.commendation_places.of(key)
    }

    /// Place in [`Web::stories_by_date`].
    pub fn story_place(&self, key: Key<Story>) -> Option<usize> {
        self.story_places.of(key)
    }

    pub fn photo_by_id(&self, id: &str) -> Option<Key<Photo>> {
        self.photos_by_id.get(id).copied()
    }

    /// What was told about a document after it was issued, newest first.
    pub fn errata_of(&self, key: Key<Commendation>) -> &[&'r Erratum] {
        self.errata.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Whether a list page such as `figures/` exists.
    pub fn has_shelf(&self, href: &str) -> bool {
        self.shelves.iter().any(|shelf| shelf.href == href)
    }

    /// The title of a list page; nothing where it does not exist.
    pub fn shelf_title(&self, href: &str) -> Option<&'static str> {
        self.shelves.iter().find(|shelf| shelf.href == href).map(|shelf| shelf.title)
    }

    /// Stories newest first, undated ones last; those that come from one list of the roll are few.
    pub fn newest_first(&self, stories: impl IntoIterator<Item = Key<Story>>) -> Vec<Key<Story>> {
        let mut stories: Vec<Key<Story>> = stories.into_iter().collect();
        stories.sort_by_key(|key| self.story_place(*key));
        stories
    }

    /// As [`Web::newest_first`].
    pub fn newest_commendations(
        &self,
        commendations: impl IntoIterator<Item = Key<Commendation>>,
    ) -> Vec<Key<Commendation>> {
        let mut commendations: Vec<Key<Commendation>> = commendations.into_iter().collect();
        commendations.sort_by_key(|key| self.commendation_place(*key));
        commendations
    }
}

impl<T: InTables> Places<T> {
    fn new(roll: &Roll, list: &[Key<T>]) -> Places<T> {
        let mut places = vec![u32::MAX; roll.all::<T>().len()];
        for (at, key) in list.iter().enumerate() {
            places[key.index()] = at as u32;
        }
        Places(places, std::marker::PhantomData)
    }

    fn of(&self, key: Key<T>) -> Option<usize> {
        Some(self.0[key.index()]).filter(|at| *at != u32::MAX).map(|at| at as usize)
    }
}

/// Newest first, undated last; those of one day in the order that staff gave.
fn stories_by_date(roll: &Roll) -> Vec<Key<Story>> {
    let mut stories: Vec<Key<Story>> = roll.all::<Story>().map(|(key, _)| key).collect();
    let date = |key: &Key<Story>| roll.get(*key).data.date.as_ref().map(|date| date.value);
    stories.sort_by_key(|key| Reverse(date(key).map(PartialDate::sort_key)));
    stories
}

fn years(roll: &Roll, stories: &[Key<Story>]) -> Vec<Year> {
    let mut years = BTreeMap::<Reverse<Option<u16>>, Year>::new();
    fn at(years: &mut BTreeMap<Reverse<Option<u16>>, Year>, date: Option<PartialDate>) -> &mut Year {
        let year = date.and_then(|date| date.year);
        years.entry(Reverse(year)).or_insert_with(|| Year { year, ..Year::default() })
    }
    for key in roll.commendations_by_date() {
        let date = roll.get(*key).data.date.as_ref().map(|date| date.value);
        at(&mut years, date).commendations.push(*key);
    }
    for key in stories {
        let date = roll.get(*key).data.date.as_ref().map(|date| date.value);
        at(&mut years, date).stories.push(*key);
    }
    years.into_values().collect()
}
