//! The editions of the site, and how one in traditional characters is worded.
//!
//! Records are written once, in simplified characters. What is shown of them is converted phrase by phrase where it is
//! shown, and names are kept: those of people by the rules for names, and whatever a record or the site writes itself.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::web::is_collective;
use crate::check::Roll;
use crate::model::{
    Campaign, Channel, Column, Commendation, Figure, InTables, Measure, Page, Person, Photo, Place,
    Recipient, Story, TRADITIONAL, Team, Unit,
};
use crate::plan::{Edition, Wording};
use crate::text::han::is_han;
use crate::text::traditional::{Dictionary, Traditional};

/// Fields of views that are no words: addresses and codes, and what is worded where it is made.
const VERBATIM: [&str; 11] =
    ["canonical", "endonym", "href", "id", "iso", "language", "root", "section", "src", "surname", "url"];

/// The editions of the site, never none.
pub fn editions(roll: &Roll) -> Vec<Arc<Edition>> {
    let languages = roll.site().editions();
    let of = |(at, language): (usize, &str)| {
        let is_converted = at > 0 && language == TRADITIONAL;
        Arc::new(Edition {
            language: language.to_owned(),
            folder: if at == 0 { "" } else { "zh-hant/" },
            wording: is_converted.then(|| Arc::new(Converted::new(traditional(roll))) as Arc<dyn Wording>),
        })
    };
    languages.into_iter().enumerate().map(of).collect()
}

/// Texts in traditional characters.
#[derive(Debug)]
struct Converted {
    forms: Traditional,
    /// Short texts that were converted before: names, posts and titles stand on dozens of pages, and looking one up
    /// costs a tenth of converting it.
    known: [RwLock<HashMap<Box<str>, Box<str>>>; SHELVES],
}

/// So that threads hardly ever wait for each other.
const SHELVES: usize = 64;
/// The longest text that is kept, in bytes; what is longer is a body or stands on few pages.
const KEPT: usize = 120;

impl Converted {
    fn new(forms: Traditional) -> Converted {
        Converted { forms, known: std::array::from_fn(|_| RwLock::default()) }
    }

    fn short(&self, text: &str) -> String {
        let shelf = text.bytes().fold(0_usize, |sum, byte| sum.wrapping_add(usize::from(byte))) % SHELVES;
        let shelf = &self.known[shelf];
        if let Some(form) = shelf.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return form.to_string();
        }
        let form = self.forms.text(text).into_owned();
        let mut shelf = shelf.write().unwrap_or_else(PoisonError::into_inner);
        shelf.insert(text.into(), form.as_str().into());
        form
    }
}

impl Wording for Converted {
    fn word<'t>(&self, field: &str, text: &'t str) -> Cow<'t, str> {
        match field {
            _ if text.is_ascii() => Cow::Borrowed(text),
            field if VERBATIM.contains(&field) => Cow::Borrowed(text),
            field if field.ends_with("_html") => self.forms.html(text),
            _ if text.len() <= KEPT => Cow::Owned(self.short(text)),
            _ => self.forms.text(text),
        }
    }

    fn mark(&self, texts: &str) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("HONORROLL_RENDERER").as_bytes());
        for (name, form) in self.forms.names_in(texts) {
            for part in [name, form] {
                hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
            }
        }
        *hasher.finalize().as_bytes()
    }
}

/// The dictionary with the names of the site: what a person's record says counts more than the rules, and what the site
/// says counts most.
fn traditional(roll: &Roll) -> Traditional {
    let dictionary = Dictionary::new();
    let mut names: Vec<(String, String)> = Vec::new();
    let documents = roll.all::<Commendation>().map(|(_, record)| record);
    for record in documents.chain(roll.notices().iter().map(|notice| &notice.record)) {
        for honor in &record.data.honors {
            let people = honor.everyone().filter(|line| !is_collective(line, honor));
            let written = people.flat_map(|Recipient { name, who, listed_as, .. }| [name, who, listed_as]);
            names.extend(written.flatten().map(|name| (name.value.clone(), dictionary.name(name))));
        }
    }
    let people = roll.all::<Person>().map(|(_, person)| &person.data.name);
    names.extend(people.map(|name| (name.value.clone(), dictionary.name(name))));
    let authors = roll.all::<Story>().flat_map(|(_, story)| &story.data.author);
    let photographers = roll.all::<Photo>().filter_map(|(_, photo)| photo.data.by.as_ref());
    let signed = authors.chain(photographers).flat_map(|names| names.split(BETWEEN_NAMES));
    names
        .extend(signed.filter(|name| is_personal(name)).map(|name| (name.to_owned(), dictionary.name(name))));
    stated::<Place>(roll, &mut names);
    stated::<Unit>(roll, &mut names);
    stated::<Person>(roll, &mut names);
    stated::<Team>(roll, &mut names);
    stated::<Measure>(roll, &mut names);
    stated::<Commendation>(roll, &mut names);
    stated::<Campaign>(roll, &mut names);
    stated::<Column>(roll, &mut names);
    stated::<Channel>(roll, &mut names);
    stated::<Story>(roll, &mut names);
    stated::<Figure>(roll, &mut names);
    stated::<Photo>(roll, &mut names);
    stated::<Page>(roll, &mut names);
    let of_site = roll.site().traditional.iter();
    names.extend(of_site.map(|form| (form.simplified.value.clone(), form.traditional.value.clone())));
    Traditional::new(dictionary, names)
}

/// What stands between the names of several authors.
const BETWEEN_NAMES: [char; 6] = ['、', '，', ',', ' ', '\u{3000}', '/'];

/// Whether what signs a story is a person rather than an office (党办 is none of the family 党).
fn is_personal(name: &str) -> bool {
    const OFFICES: &str = "部处办室组科局社台报网站会院馆团委";
    let size = name.chars().count();
    (2..=4).contains(&size) && name.chars().all(is_han) && !name.ends_with(|last| OFFICES.contains(last))
}

/// The forms that records of one kind write themselves.
fn stated<T: InTables>(roll: &Roll, names: &mut Vec<(String, String)>) {
    names.extend(roll.all::<T>().filter_map(|(_, record)| {
        let form = record.common.traditional.as_ref()?;
        Some((record.title().to_owned(), form.value.clone()))
    }));
}
