//! What is searched: for each page of a record its texts, by how much they weigh.
//!
//! A page is found by what it says of its own record. What it shows of others, such as cards and neighbours, is found
//! on their own pages; only the names that a list or a team consists of are found on both.

use rayon::prelude::*;

use super::zone::{self, Zones};
use crate::channels::dates;
use crate::channels::web::link::page_url;
use crate::channels::web::name::{annotation_of, headline, mentioned, unit_and_post, unit_in_full};
use crate::channels::xml::encoded;
use crate::check::{Award, LinkedBody, Roll, Target};
use crate::markdown::Hole;
use crate::model::{
    BodySource, Campaign, Channel, Column, Commendation, Common, InTables, Key, Kind, Measure, Mention, Page,
    PartialDate, Person, Place, PrivateField, Recipient, Record, Ref, Spanned, Story, Team, Unit, Word,
};
use crate::plan::Edition;
use crate::text::han::is_name_dot;
use crate::text::pinyin;

/// One page that can be found.
#[derive(Debug)]
pub struct Document {
    /// Relative to the site's root, encoded.
    pub url: String,
    pub kind: Kind,
    /// What the result is called.
    pub title: String,
    /// Lines that tell it from others of the same title.
    pub lines: Vec<String>,
    pub date: Option<PartialDate>,
    pub zones: Zones,
    /// Of a person, for each character of the name how it is read: `zhang`; empty where that is not known.
    pub readings: Vec<String>,
    /// What it can be filtered by: `unit/dong-xing`, `year/2030`. Each once.
    pub facets: Vec<String>,
}

/// A page that can be found, before its texts are put together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    date: Option<(u16, u8, u8)>,
    pub url: String,
    kind: Kind,
    index: u32,
    /// The hash of the file with its body, where it has one.
    pub body_hash: Option<[u8; 32]>,
}

/// Every page that can be found, the oldest first; one without a date is older than all. A record that is new stands last,
/// so that it changes the number of no other.
pub fn listed(roll: &Roll) -> Vec<Listed> {
    let mut all = Vec::new();
    list::<Person>(roll, &mut all, dates::of_person);
    list::<Commendation>(roll, &mut all, dates::of_commendation);
    list::<Story>(roll, &mut all, dates::of_story);
    list::<Measure>(roll, &mut all, dates::of_measure);
    list::<Unit>(roll, &mut all, published);
    list::<Place>(roll, &mut all, published);
    list::<Team>(roll, &mut all, published);
    list::<Campaign>(roll, &mut all, published);
    list::<Column>(roll, &mut all, published);
    list::<Channel>(roll, &mut all, published);
    list::<Page>(roll, &mut all, published);
    all.par_sort_unstable();
    all
}

fn list<T: InTables>(roll: &Roll, all: &mut Vec<Listed>, date: fn(&Roll, Key<T>) -> Option<PartialDate>) {
    for (key, record) in roll.all::<T>().filter(|(key, _)| roll.has_page(*key)) {
        let index = key.index() as u32;
        let url = match T::KIND {
            Kind::Page => encoded(&page_url(roll.get(Key::<Page>::new(key.index())))),
            kind => format!("{}/{}/", kind.folder(), record.slug),
        };
        let date = date(roll, key).map(PartialDate::sort_key);
        let body_hash = record.body.as_ref().map(BodySource::hash);
        all.push(Listed { date, url, kind: T::KIND, index, body_hash });
    }
}

fn published<T: InTables>(roll: &Roll, key: Key<T>) -> Option<PartialDate> {
    dates::published(&roll.get(key).common)
}

/// The document of a page that [`listed`] names, as an edition words it. What it is filtered by is the same in all.
pub fn document(roll: &Roll, edition: &Edition, listed: &Listed) -> Document {
    let at = listed.index as usize;
    let document = match listed.kind {
        Kind::Person => person(roll, Key::new(at)),
        Kind::Commendation => commendation(roll, Key::new(at)),
        Kind::Story => story(roll, Key::new(at)),
        Kind::Measure => measure(roll, Key::new(at)),
        Kind::Unit => unit(roll, Key::new(at)),
        Kind::Place => place(roll, Key::new(at)),
        Kind::Team => team(roll, Key::new(at)),
        Kind::Campaign => campaign(roll, Key::new(at)),
        Kind::Column => column(roll, Key::new(at)),
        Kind::Channel => channel(roll, Key::new(at)),
        Kind::Page | Kind::Figure | Kind::Photo => page(roll, Key::new(at)),
    };
    let document = Document { url: listed.url.clone(), ..document.finish() };
    if edition.wording.is_none() {
        return document;
    }
    let word = |text: &str| edition.word("text", text).into_owned();
    Document {
        title: word(&document.title),
        lines: document.lines.iter().map(|line| word(line)).collect(),
        zones: document.zones.map(word),
        ..document
    }
}

fn person(roll: &Roll, key: Key<Person>) -> Writing<'_> {
    let record = roll.get(key);
    let data = &record.data;
    let mut writing = Writing::new(roll, record, dates::of_person(roll, key));
    let given = data.pinyin.as_ref().map(|word| word.value.as_str());
    writing.document.readings =
        pinyin::name_readings(&data.name, given).iter().map(|(_, read)| ascii(read.as_ref())).collect();
    writing.add(zone::NAME, &data.name);
    // 买买提·艾力 is found by 买买提艾力, too.
    let together: String = data.name.chars().filter(|c| !c.is_whitespace() && !is_name_dot(*c)).collect();
    if together != *data.name {
        writing.add(zone::NAME, &together);
    }
    let unit = data.unit.as_ref().and_then(Ref::key);
    let post = headline(roll, data);
    writing.line(post.as_deref());
    writing.add(zone::HONOR, post.as_deref().unwrap_or_default());
    writing.unit(unit);
    writing.awards(roll.awards_of_person(key));
    for post in &data.posts {
        let unit = post.unit.as_ref().and_then(Ref::key).map(|unit| unit_in_full(roll, unit));
        writing.add(zone::HONOR, &unit_and_post(unit, post.post.as_ref()).unwrap_or_default());
    }
    writing.places(roll.place_of(key));
    writing.titles(zone::HONOR, &data.teams);
    writing.titles(zone::HONOR, &data.campaigns);
    writing.word(zone::REST, data.summary.as_ref());
    writing.add(zone::REST, &annotation_of(data).unwrap_or_default());
    writing.word(zone::REST, data.party.as_ref());
    let shown = |field| roll.site().show.contains(&field);
    let private = [
        (PrivateField::NativePlace, &data.native_place),
        (PrivateField::Education, &data.education),
        (PrivateField::Degree, &data.degree),
        (PrivateField::Title, &data.title),
        (PrivateField::Rank, &data.rank),
    ];
    private
        .into_iter()
        .filter(|(field, _)| shown(*field))
        .for_each(|(_, word)| writing.word(zone::REST, word.as_ref()));
    if shown(PrivateField::EarlierHonors) {
        writing.words(zone::REST, &data.earlier_honors);
    }
    writing.end(&record.common, roll.body(key))
}

fn commendation(roll: &Roll, key: Key<Commendation>) -> Writing<'_> {
    let record = roll.get(key);
    let data = &record.data;
    let mut writing = Writing::new(roll, record, dates::of_commendation(roll, key));
    writing.word(zone::TITLE, Some(&data.title));
    writing.line(data.number.as_ref().map(|number| number.value.as_str()));
    let issuers: Vec<String> = data.issuers.iter().map(|issuer| mentioned(roll, issuer)).collect();
    writing.line(Some(&issuers.join("、")));
    writing.year(&data.date);
    writing.mentions(zone::HONOR, &data.issuers);
    data.issuers.iter().for_each(|issuer| writing.unit(issuer.key()));
    writing.titles(zone::HONOR, data.campaign.as_slice());
    writing.add(zone::HONOR, data.level.map_or("", |level| level.zh()));
    writing.add(zone::HONOR, data.kind.map_or("", |kind| kind.zh()));
    for honor in &data.honors {
        writing.word(zone::HONOR, Some(&honor.title));
        writing.facet("honor", &honor.title);
    }
    writing.word(zone::REST, data.number.as_ref());
    writing.word(zone::REST, data.summary.as_ref());
    writing.mentions(zone::REST, &data.conferred_by);
    writing.mentions(zone::REST, &data.approved_by);
    for words in [&data.addressees, &data.signatories, &data.cc] {
        writing.words(zone::REST, words);
    }
    for word in [&data.approval, &data.basis] {
        writing.word(zone::REST, word.as_ref());
    }
    for honor in &data.honors {
        honor.recipients.iter().for_each(|line| writing.recipient(line));
        for group in &honor.groups {
            writing.word(zone::REST, Some(&group.title));
            group.recipients.iter().for_each(|line| writing.recipient(line));
        }
    }
    writing.end(&record.common, roll.body(key))
}

fn story(roll: &Roll, key: Key<Story>) -> Writing<'_> {
    let record = roll.get(key);
    let data = &record.data;
    let mut writing = Writing::new(roll, record, dates::of_story(roll, key));
    writing.word(zone::TITLE, Some(&data.title));
    writing.year(&data.date);
    let column = data.column.as_ref().and_then(Ref::key).map(|column| roll.get(column).title());
    writing.line(column);
    writing.titles(zone::HONOR, data.column.as_slice());
    writing.titles(zone::HONOR, data.campaign.as_slice());
    writing.titles(zone::HONOR, &data.people);
    writing.units(&data.units);
    writing.places(data.places.iter().filter_map(Ref::key));
    writing.words(zone::REST, &data.author);
    writing.titles(zone::REST, data.first_published.as_slice());
    for reprint in &data.reprints {
        writing.titles(zone::REST, std::slice::from_ref(&reprint.channel));
        writing.word(zone::REST, reprint.title.as_ref());
    }
    writing.word(zone::REST, data.summary.as_ref());
    writing.end(&record.common, roll.body(key))
}

fn measure(roll: &Roll, key: Key<Measure>) -> Writing<'_> {
    let record = roll.get(key);
    let data = &record.data;
    let mut writing = Writing::new(roll, record, dates::of_measure(roll, key));
    writing.word(zone::TITLE, Some(&data.title));
    writing.line(data.number.as_ref().map(|number| number.value.as_str()));
    writing.year(&data.date);
    writing.mentions(zone::HONOR, &data.issuer);
    data.issuer.iter().for_each(|issuer| writing.unit(issuer.key()));
    writing.units(&data.actors);
    writing.places(data.places.iter().filter_map(Ref::key));
    writing.titles(zone::HONOR, data.campaign.as_slice());
    writing.add(zone::HONOR, data.kind.map_or("", |kind| kind.zh()));
    writing.word(zone::REST, data.number.as_ref());
    writing.word(zone::REST, data.summary.as_ref());
    writing.words(zone::REST, &data.levels);
    writing.words(zone::REST, &data.items);
    writing.end(&record.common, roll.body(key))
}

fn unit(roll: &Roll, key: Key<Unit>) -> Writing<'_> {
    let record = roll.get(key);
    let data = &record.data;
    let mut writing = Writing::new(roll, record, published(roll, key));
    let full = unit_in_full(roll, key);
    writing.add(zone::TITLE, &full);
    writing.word(zone::TITLE, data.short.as_ref());
    writing.words(zone::TITLE, &data.formerly);
    writing.line(roll.ancestors(key).last().map(|above| roll.get(*above).title()));
    writing.document.title = full;
    writing.unit(Some(key));
    writing.awards(roll.awards_of_unit(key));
    writing.places(data.place.as_ref().and_then(Ref::key));
    writing.word(zone::HONOR, data.kind.as_ref());
    writing.end(&record.common, roll.body(key))
}

fn place(roll: &Roll, key: Key<Place>) -> Writing<'_> {
    let record = roll.get(key);
    let data = &record.data;
    let mut writing = Writing::new(roll, record, published(roll, key));
    writing.word(zone::TITLE, Some(&data.name));
    writing.line(roll.ancestors(key).last().map(|above| roll.get(*above).title()));
    writing.facet("place", &record.slug);
    roll.ancestors(key).iter().for_each(|above| writing.facet("place", &roll.get(*above).slug));
    writing.word(zone::HONOR, data.kind.as_ref());
    writing.end(&record.common, roll.body(key))
}

fn team(roll: &Roll, key: Key<Team>) -> Writing<'_> {
    let record = roll.get(key);
    let data = &record.data;
    let mut writing = Writing::new(roll, record, published(roll, key));
    writing.word(zone::TITLE, Some(&data.name));
    writing.units(data.unit.as_slice());
    writing.line(data.unit.as_ref().and_then(Ref::key).map(|unit| unit_in_full(roll, unit)).as_deref());
    writing.places(data.place.as_ref().and_then(Ref::key));
    writing.awards(roll.awards_of_team(key));
    writing.word(zone::HONOR, data.kind.as_ref());
    writing.titles(zone::REST, &data.members);
    writing.word(zone::REST, data.summary.as_ref());
    writing.end(&record.common, roll.body(key))
}

fn campaign(roll: &Roll, key: Key<Campaign>) -> Writing<'_> {
    let record = roll.get(key);
    let mut writing = Writing::new(roll, record, published(roll, key));
    writing.word(zone::TITLE, Some(&record.data.title));
    writing.places(record.data.places.iter().filter_map(Ref::key));
    writing.word(zone::REST, record.data.summary.as_ref());
    writing.end(&record.common, roll.body(key))
}

fn column(roll: &Roll, key: Key<Column>) -> Writing<'_> {
    let record = roll.get(key);
    let mut writing = Writing::new(roll, record, published(roll, key));
    writing.word(zone::TITLE, Some(&record.data.title));
    writing.titles(zone::HONOR, record.data.channel.as_slice());
    writing.word(zone::REST, record.data.summary.as_ref());
    writing.end(&record.common, roll.body(key))
}

fn channel(roll: &Roll, key: Key<Channel>) -> Writing<'_> {
    let record = roll.get(key);
    let mut writing = Writing::new(roll, record, published(roll, key));
    writing.word(zone::TITLE, Some(&record.data.name));
    writing.mentions(zone::HONOR, &record.data.owner);
    writing.word(zone::REST, record.data.summary.as_ref());
    writing.end(&record.common, roll.body(key))
}

fn page(roll: &Roll, key: Key<Page>) -> Writing<'_> {
    let record = roll.get(key);
    let mut writing = Writing::new(roll, record, published(roll, key));
    writing.word(zone::TITLE, Some(&record.data.title));
    writing.word(zone::REST, record.data.summary.as_ref());
    writing.end(&record.common, roll.body(key))
}

/// `lv`; nothing where a character has no known reading.
fn ascii(read: Option<&pinyin::Syllable>) -> String {
    read.map(pinyin::Syllable::ascii).unwrap_or_default()
}

/// A document that is being put together.
struct Writing<'r> {
    roll: &'r Roll,
    document: Document,
}

impl<'r> Writing<'r> {
    fn new<T: InTables>(roll: &'r Roll, record: &Record<T>, date: Option<PartialDate>) -> Writing<'r> {
        let document = Document {
            url: String::new(),
            kind: T::KIND,
            title: record.title().to_owned(),
            lines: Vec::new(),
            date,
            zones: Zones::default(),
            readings: Vec::new(),
            facets: Vec::new(),
        };
        Writing { roll, document }
    }

    fn add(&mut self, zone: usize, text: &str) {
        self.document.zones.push(zone, text);
    }

    fn word(&mut self, zone: usize, word: Option<&Word>) {
        self.add(zone, word.map_or("", |word| word.value.as_str()));
    }

    fn words(&mut self, zone: usize, words: &[Word]) {
        words.iter().for_each(|word| self.word(zone, Some(word)));
    }

    /// The titles of what is referred to.
    fn titles<T: InTables>(&mut self, zone: usize, to: &[Ref<T>]) {
        let roll = self.roll;
        to.iter().filter_map(Ref::key).for_each(|key| self.add(zone, roll.get(key).title()));
    }

    fn mentions(&mut self, zone: usize, mentions: &[Mention<Unit>]) {
        let roll = self.roll;
        mentions.iter().for_each(|mention| self.add(zone, &mentioned(roll, mention)));
    }

    fn line(&mut self, line: Option<&str>) {
        self.document.lines.extend(line.filter(|line| !line.is_empty()).map(str::to_owned));
    }

    fn facet(&mut self, facet: &str, value: &str) {
        let facet = format!("{facet}/{value}");
        if !self.document.facets.contains(&facet) {
            self.document.facets.push(facet);
        }
    }

    /// A unit as a filter: it and those above it.
    fn unit(&mut self, key: Option<Key<Unit>>) {
        let roll = self.roll;
        let Some(key) = key else { return };
        self.facet("unit", &roll.get(key).slug);
        roll.ancestors(key).iter().for_each(|above| self.facet("unit", &roll.get(*above).slug));
    }

    fn units(&mut self, units: &[Ref<Unit>]) {
        let roll = self.roll;
        for key in units.iter().filter_map(Ref::key) {
            self.add(zone::HONOR, &unit_in_full(roll, key));
            self.unit(Some(key));
        }
    }

    /// Places with those that they lie in, as texts and as filters.
    fn places(&mut self, places: impl IntoIterator<Item = Key<Place>>) {
        let roll = self.roll;
        for key in places {
            for at in roll.ancestors(key).into_iter().chain([key]) {
                self.add(zone::HONOR, roll.get(at).title());
                self.facet("place", &roll.get(at).slug);
            }
        }
    }

    fn year(&mut self, date: &Option<Spanned<PartialDate>>) {
        if let Some(year) = date.as_ref().and_then(|date| date.value.year) {
            self.facet("year", &year.to_string());
        }
    }

    fn awards(&mut self, awards: &[Award]) {
        let roll = self.roll;
        for award in awards {
            let (commendation, honor, line) = roll.award(*award);
            self.word(zone::HONOR, Some(&honor.title));
            self.facet("honor", &honor.title);
            self.add(zone::HONOR, commendation.title());
            self.year(&commendation.data.date);
            self.then(line);
        }
    }

    /// Unit, post and deed as a list states them.
    fn then(&mut self, line: &Recipient) {
        let unit = line.unit_then.as_ref().map(|unit| mentioned(self.roll, unit));
        self.add(zone::REST, &unit_and_post(unit, line.post.as_ref()).unwrap_or_default());
        self.word(zone::REST, line.affiliation.as_ref());
        self.word(zone::REST, line.citation.as_ref());
    }

    /// A line of a list, under the name that readers see.
    fn recipient(&mut self, line: &Recipient) {
        let roll = self.roll;
        let person = line.person.as_ref().and_then(Ref::key).map(|key| roll.get(key).title().to_owned());
        let unit = line.unit.as_ref().and_then(Ref::key).map(|key| unit_in_full(roll, key));
        let team = line.team.as_ref().and_then(Ref::key).map(|key| roll.get(key).title().to_owned());
        let written = [&line.name, &line.who, &line.listed_as].into_iter().flatten().next();
        let name = person.or(unit).or(team).or_else(|| Some(written?.value.clone()));
        self.add(zone::REST, &name.unwrap_or_default());
        self.then(line);
    }

    /// What every record may have.
    fn end(mut self, common: &Common, body: Option<&LinkedBody>) -> Writing<'r> {
        self.words(zone::REST, &common.tags);
        if let Some(body) = body {
            let text = plain(self.roll, body);
            self.add(zone::REST, &text);
        }
        self
    }

    fn finish(mut self) -> Document {
        let kind = self.document.kind;
        self.facet("kind", kind.en());
        self.document
    }
}

/// The words of a body.
fn plain(roll: &Roll, linked: &LinkedBody) -> String {
    linked.body().plain.fill(|out, hole| {
        let Hole::Reference(at) = hole else { return };
        match &linked.targets[at] {
            Target::Record(kind, index) => out.push_str(roll.card(*kind, *index).0),
            Target::Unpublished(instead) => out.push_str(instead),
        }
    })
}
