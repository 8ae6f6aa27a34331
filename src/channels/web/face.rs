//! What other pages show of a person: worked out once for each, since everyone is shown on a dozen pages.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::name::{annotation_of, is_posthumous};
use super::shared::Web;
use crate::model::{Key, Person};
use crate::text::surname;

/// The parts of cards and entries that have to be put together. Copies share their texts.
#[derive(Clone, Debug)]
pub struct Face<'r> {
    pub name: &'r str,
    /// As the edition writes it.
    pub surname: Cow<'r, str>,
    pub href: Option<Arc<str>>,
    pub annotation: Option<Arc<str>>,
    /// Today's unit and post as one line.
    pub post: Option<Arc<str>>,
    /// Whether any award was 追授.
    pub posthumous: bool,
    /// A profile without a decided award: 先进典型, 未载明正式表彰.
    pub exemplary: bool,
}

/// The faces of everyone on the site, by the number of their record; each is made when it is first wanted.
pub struct Faces<'r>(Vec<OnceLock<Face<'r>>>);

impl<'r> Faces<'r> {
    pub fn new(people: usize) -> Faces<'r> {
        Faces((0..people).map(|_| OnceLock::new()).collect())
    }
}

impl<'r> Web<'r> {
    pub fn face(&self, key: Key<Person>) -> Face<'r> {
        self.faces.0[key.index()].get_or_init(|| self.make_face(key)).clone()
    }

    fn surname(&self, name: &'r str) -> Cow<'r, str> {
        let surname = surname::split(name).0;
        match self.edition.word("name", name) {
            Cow::Borrowed(_) => Cow::Borrowed(surname),
            // A name has as many characters in either form.
            Cow::Owned(form) => Cow::Owned(form.chars().take(surname.chars().count()).collect()),
        }
    }

    fn make_face(&self, key: Key<Person>) -> Face<'r> {
        let data = &self.roll.get(key).data;
        Face {
            name: &data.name,
            surname: self.surname(&data.name),
            href: self.href(key).map(Arc::from),
            annotation: annotation_of(data).map(Arc::from),
            post: self.headline(data).map(Arc::from),
            posthumous: is_posthumous(self.roll, key),
            exemplary: self.place_among_exemplary(key).is_some(),
        }
    }
}
