//! What of a record may be left in a file, and what only looks like it.

use std::collections::{BTreeSet, HashMap};

use aho_corasick::{AhoCorasick, MatchKind};

use super::Subject;
use super::readable::readable;
use super::unpack::unpack;
use crate::check::{LocalTarget, Roll};
use crate::model::{Commendation, Draft, EachTable, InTables, Key, Kind, Media, Table, media_path};
use crate::picture::{Finding, hexadecimal};
use crate::text::han::lookup_form;
use crate::text::traditional::Dictionary;

/// Characters that are shown before and behind what was found.
const AROUND: usize = 12;
/// Names that are longer are sentences, and say nothing of how anyone is called.
const LONGEST_NAME: usize = 20;

/// What to look for.
pub struct Traces {
    /// In texts, as they are read.
    texts: AhoCorasick,
    patterns: Vec<Pattern>,
    /// In bytes that are no text: names in the encodings that cameras and office programs write.
    bytes: AhoCorasick,
    /// Of each pattern of `bytes`, the pattern that it stands for.
    encoded: Vec<usize>,
    /// The record's own files, which must not be published as they are.
    originals: Vec<([u8; 32], u64)>,
}

struct Pattern {
    text: String,
    sort: Sort,
    /// Who else it may mean, where someone else is published who bears it.
    other: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Name,
    /// An address, an id, the name of a file: not in the middle of a longer one.
    Token,
    /// What names of files begin with.
    Stem,
    /// Someone else's name that has one of the names in it.
    Longer,
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Find {
    pub route: String,
    /// The part of the file, where it is an archive or compressed.
    pub inside: Option<String>,
    /// In the text as it is read; 0 for the name of the file itself, and for what is no text.
    pub line: usize,
    pub found: String,
    pub around: String,
    /// Whoever else it may be: another person of that name, or a longer name.
    pub other: Option<String>,
}

/// What came of a file.
#[derive(Debug, Default)]
pub struct Look {
    pub finds: Vec<Find>,
    /// There is something in it that could not be looked into.
    pub is_opaque: bool,
}

impl Traces {
    /// The traces of a record that is no longer in the roll; what others in the roll bear is told apart.
    pub fn of(subject: &Subject, draft: &Draft, roll: &Roll) -> Traces {
        let dictionary = Dictionary::new();
        let traditional = |name: &str| match subject.kind {
            Kind::Person => dictionary.name(name),
            _ => dictionary.text(name).into_owned(),
        };
        let own: Vec<&str> =
            std::iter::once(&subject.title).chain(&subject.other_names).map(String::as_str).collect();
        let mut names: BTreeSet<String> =
            subject.traditional.iter().map(|form| readable(form, false)).collect();
        names
            .extend(own.iter().flat_map(|name| [readable(name, false), readable(&traditional(name), false)]));
        names.retain(|name| name.chars().count() >= 2);

        let Others { namesake: other, names: others, shown, .. } = Others::of(subject, roll);
        let mut patterns: Vec<Pattern> = (names.iter())
            .map(|name| Pattern { text: name.clone(), sort: Sort::Name, other: other.clone() })
            .collect();
        let mut longer = BTreeSet::new();
        for (name, who) in &others {
            let name = readable(name, false);
            if names.iter().any(|own| name.len() > own.len() && name.contains(own.as_str())) {
                longer.insert((readable(&dictionary.name(&name), false), who.clone()));
                longer.insert((name, who.clone()));
            }
        }
        let longer =
            longer.into_iter().map(|(text, who)| Pattern { text, sort: Sort::Longer, other: Some(who) });
        patterns.extend(longer);

        let folder = subject.kind.folder();
        let slugs = std::iter::once(&subject.slug).chain(&subject.former).chain([&subject.id]);
        let tokens: BTreeSet<String> = slugs
            .map(|slug| readable(&format!("{folder}/{slug}"), false))
            .chain(quoted_id(subject, draft))
            .collect();
        patterns.extend(tokens.into_iter().map(|text| Pattern { text, sort: Sort::Token, other: None }));

        let mut originals = Vec::new();
        for (path, media) in files(subject, draft, roll) {
            let other = shown.get(&media.hash).cloned();
            if other.is_none() {
                originals.push((media.hash, media.size));
            }
            let mut add = |text: &str, sort| {
                patterns.push(Pattern { text: readable(text, false), sort, other: other.clone() });
            };
            match &media.finding {
                Finding::Raster(raster) => {
                    add(&media.print_name(), Sort::Stem);
                    raster.afar.as_deref().map(hexadecimal).iter().for_each(|afar| add(afar, Sort::Token));
                }
                Finding::Other | Finding::Drawing(_) | Finding::Refused(_) => {
                    add(&format!("media/{path}"), Sort::Token);
                }
            }
        }
        Traces::new(patterns, originals)
    }

    fn new(patterns: Vec<Pattern>, originals: Vec<([u8; 32], u64)>) -> Traces {
        let longest = || AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).clone();
        let texts = longest().build(patterns.iter().map(|pattern| &pattern.text));
        let (mut forms, mut encoded) = (Vec::new(), Vec::new());
        for (at, pattern) in patterns
            .iter()
            .enumerate()
            .filter(|(_, pattern)| matches!(pattern.sort, Sort::Name | Sort::Longer))
        {
            let wide =
                |order: fn(u16) -> [u8; 2]| pattern.text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
            let (national, _, unmappable) = encoding_rs::GB18030.encode(&pattern.text);
            forms.extend([pattern.text.as_bytes().to_vec(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)]);
            forms.extend((!unmappable).then(|| national.into_owned()));
            encoded.resize(forms.len(), at);
        }
        let few = "the names of one record are few and short";
        Traces {
            texts: texts.expect(few),
            bytes: longest().build(forms).expect(few),
            patterns,
            encoded,
            originals,
        }
    }

    /// Looks at a file of the output: its name, its bytes, and what is inside.
    pub fn look(&self, route: &str, bytes: &[u8]) -> Look {
        let mut look = Look::default();
        self.text(route, None, route, false, &mut look.finds);
        look.finds.iter_mut().for_each(|find| find.line = 0);
        self.bytes(route, None, bytes, &mut look.finds);
        let parts = unpack(route, bytes);
        look.is_opaque = parts.is_opaque;
        for (name, bytes) in &parts.parts {
            let before = look.finds.len();
            self.text(route, Some(name), name, false, &mut look.finds);
            look.finds[before..].iter_mut().for_each(|find| find.line = 0);
            self.bytes(route, Some(name), bytes, &mut look.finds);
        }
        let is_original = |(hash, size): &([u8; 32], u64)| {
            *size == bytes.len() as u64 && *blake3::hash(bytes).as_bytes() == *hash
        };
        if self.originals.iter().any(is_original) {
            look.finds.push(Find { found: route.to_owned(), ..Find::at(route, None) });
        }
        look.finds.sort();
        look.finds.dedup();
        look
    }

    fn bytes(&self, route: &str, inside: Option<&str>, bytes: &[u8], finds: &mut Vec<Find>) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            for found in self.bytes.find_iter(bytes) {
                let pattern = &self.patterns[self.encoded[found.pattern().as_usize()]];
                finds.push(Find {
                    found: pattern.text.clone(),
                    other: pattern.other.clone(),
                    ..Find::at(route, inside)
                });
            }
            return;
        };
        let before = finds.len();
        self.text(route, inside, text, false, finds);
        if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
            // Names that markup cuts in two; the others were found above.
            let mut cut = Vec::new();
            self.text(route, inside, text, true, &mut cut);
            let known = |find: &Find| {
                finds[before..].iter().any(|known| known.line == find.line && known.found == find.found)
            };
            cut.retain(|find| !known(find));
            finds.extend(cut);
        }
    }

    fn text(&self, route: &str, inside: Option<&str>, text: &str, strips: bool, finds: &mut Vec<Find>) {
        let read = readable(text, strips);
        let (mut line, mut counted) = (1, 0);
        for found in self.texts.find_iter(&read) {
            let pattern = &self.patterns[found.pattern().as_usize()];
            let (before, after) = (&read[..found.start()], &read[found.end()..]);
            let is_inside = match pattern.sort {
                Sort::Name | Sort::Longer => false,
                Sort::Stem => goes_on(before.chars().next_back()),
                Sort::Token => goes_on(before.chars().next_back()) || goes_on(after.chars().next()),
            };
            if is_inside {
                continue;
            }
            line += read[counted..found.start()].matches('\n').count();
            counted = found.start();
            finds.push(Find {
                line,
                found: pattern.text.clone(),
                around: around(before, &pattern.text, after),
                other: pattern.other.clone(),
                ..Find::at(route, inside)
            });
        }
    }
}

impl Find {
    fn at(route: &str, inside: Option<&str>) -> Find {
        Find {
            route: route.to_owned(),
            inside: inside.map(str::to_owned),
            line: 0,
            found: String::new(),
            around: String::new(),
            other: None,
        }
    }
}

/// Whether an id would go on with this character.
fn goes_on(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// The words around what was found, on one line.
fn around(before: &str, found: &str, after: &str) -> String {
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    let shown = format!("{}{found}{}", &before[start..], &after[..end]);
    shown.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// An id as data has it, where nothing else has that id.
fn quoted_id(subject: &Subject, draft: &Draft) -> Option<String> {
    struct Bearers<'a>(&'a str, usize);
    impl EachTable for Bearers<'_> {
        fn visit<T: InTables>(&mut self, table: &Table<T>) {
            self.1 += table.iter().filter(|record| record.id.value == self.0).count();
        }
    }
    let mut bearers = Bearers(&subject.id, 0);
    draft.tables.each(&mut bearers);
    (bearers.1 == 1).then(|| readable(&format!("\"{}\"", subject.id), false))
}

/// What the roll says of names and files that are, or look like, those of the subject.
struct Others<'a> {
    roll: &'a Roll,
    subject: &'a Subject,
    /// A published record of the same kind and name.
    namesake: Option<String>,
    /// Names of people and places, and who it is.
    names: Vec<(String, String)>,
    /// For each file, by its hash, a published record that shows or offers it.
    shown: HashMap<[u8; 32], String>,
}

impl<'a> Others<'a> {
    fn of(subject: &'a Subject, roll: &'a Roll) -> Others<'a> {
        let mut others = Others { roll, subject, namesake: None, names: Vec::new(), shown: HashMap::new() };
        roll.each(&mut others);
        for notice in roll.notices() {
            others.listed(&notice.record.data, &notice.record.id);
        }
        others.names.retain(|(name, _)| name.chars().count() <= LONGEST_NAME);
        others
    }

    /// Names of lists that have no record.
    fn listed(&mut self, data: &Commendation, id: &str) {
        let lines =
            data.honors.iter().flat_map(|honor| honor.everyone()).filter(|line| line.person.is_none());
        for name in lines.filter_map(|line| line.name.as_ref().or(line.who.as_ref())) {
            self.names.push((name.value.clone(), who(name, Kind::Commendation, id)));
        }
    }

    fn shows(&mut self, path: &str, who: &str) {
        if let Some(media) = self.roll.media(media_path(path)) {
            self.shown.entry(media.hash).or_insert_with(|| who.to_owned());
        }
    }
}

impl EachTable for Others<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let own = lookup_form(&self.subject.title);
        for (at, record) in table.iter().enumerate() {
            if T::KIND == self.subject.kind && record.id.value == self.subject.id {
                continue;
            }
            let who = who(record.title(), T::KIND, &record.id);
            if T::KIND == self.subject.kind && lookup_form(record.title()) == own {
                self.namesake.get_or_insert_with(|| who.clone());
            }
            if matches!(T::KIND, Kind::Person | Kind::Place) {
                self.names.push((record.title().to_owned(), who.clone()));
            }
            record.data.files().into_iter().for_each(|file| self.shows(file, &who));
            let body = self.roll.body(Key::<T>::new(at));
            for local in body.iter().flat_map(|body| &body.locals) {
                if let LocalTarget::Media(path) = local {
                    self.shows(path, &who);
                }
            }
        }
        if T::KIND == Kind::Commendation {
            for (_, record) in self.roll.all::<Commendation>() {
                self.listed(&record.data, &record.id);
            }
        }
    }
}

fn who(name: &str, kind: Kind, id: &str) -> String {
    format!("{name}（{}/{id}）", kind.folder())
}

/// The files of the record, by their paths under `media/`.
fn files<'r>(subject: &Subject, draft: &Draft, roll: &'r Roll) -> Vec<(String, &'r Media)> {
    let named = |file: &String| {
        let path = media_path(file);
        if let Some(media) = roll.media(path) {
            return Some((path.to_owned(), media));
        }
        // A picture may be named by the record of a photo.
        let photo = draft.tables.photos.iter().find(|photo| photo.id.value == *file)?;
        let path = media_path(&photo.data.file);
        Some((path.to_owned(), roll.media(path)?))
    };
    subject.files.iter().filter_map(named).collect()
}
