//! The pictures and attachments that records name are there.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diag::{Code, Diagnostic, Report, Text};
use crate::model::{Draft, EachTable, InTables, Kind, Media, Table, Word, media_path};
use crate::say;
use crate::text::similar;

/// Looks up every file that a record or the site names under `content/media/`; a picture may also be the id of a photo record.
pub fn check(draft: &Draft, report: &mut Report) {
    let photos = draft.tables.photos.iter().map(|photo| photo.id.value.as_str()).collect();
    let mut search = Search { media: &draft.media, photos, shelf: None, guesses: 100, report };
    search.files(draft.site.iter().flat_map(|site| site.files()), true);
    draft.tables.each(&mut search);
}

struct Search<'a> {
    media: &'a BTreeMap<String, Media>,
    photos: HashSet<&'a str>,
    /// Made when the first file is missing.
    shelf: Option<Shelf<'a>>,
    /// How many more times names are compared with all files: with a whole folder missing it would take for ever.
    guesses: u32,
    report: &'a mut Report,
}

/// The files by what people mistake about them.
struct Shelf<'a> {
    /// By path in lower case.
    paths: HashMap<String, &'a str>,
    /// By the last part of the path in lower case.
    names: HashMap<String, &'a str>,
}

impl EachTable for Search<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let is_picture = matches!(T::KIND, Kind::Person | Kind::Story | Kind::Column);
        for record in table {
            self.files(record.data.files(), is_picture);
        }
    }
}

impl<'a> Search<'a> {
    /// A picture may also be that of a photo record.
    fn files<'f>(&mut self, files: impl IntoIterator<Item = &'f Word>, is_picture: bool) {
        for file in files {
            let is_photo = is_picture && self.photos.contains(file.as_str());
            if !is_photo && !self.media.contains_key(media_path(file)) {
                let hint = self.hint(file);
                self.report.push(missing(file).hint(hint));
            }
        }
    }

    fn hint(&mut self, file: &str) -> Text {
        let media: &'a BTreeMap<String, Media> = self.media;
        if is_elsewhere(file) {
            return say!(
                "把文件复制到 content/media/ 里，再写它在那里的路径，如 photos/a.jpg",
                "copy the file to content/media/ and write its path there, as photos/a.jpg"
            );
        }
        let path = media_path(file);
        let lower = path.replace('\\', "/").to_lowercase();
        let name = lower.rsplit('/').next().unwrap_or(&lower);
        let shelf = self.shelf.get_or_insert_with(|| Shelf::new(media));
        if let Some(there) = shelf.paths.get(&lower) {
            return match path.contains('\\') {
                true => say!("路径用斜线：{there}", "write the path with slashes: {there}"),
                false => say!("大小写要一致：{there}", "upper and lower case count: {there}"),
            };
        }
        let near = shelf.names.get(name).copied().or_else(|| {
            self.guesses = self.guesses.checked_sub(1)?;
            let near = similar::nearest(path, media.keys().map(String::as_str), 3);
            near.into_iter().find(|there| is_slip(path, there))
        });
        match near {
            Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
            None => say!(
                "把文件放进 content/media/，或改正这里的名字",
                "put the file into content/media/, or correct the name here"
            ),
        }
    }
}

impl<'a> Shelf<'a> {
    fn new(media: &'a BTreeMap<String, Media>) -> Shelf<'a> {
        let mut shelf = Shelf { paths: HashMap::new(), names: HashMap::new() };
        for path in media.keys() {
            let lower = path.to_lowercase();
            let name = lower.rsplit('/').next().unwrap_or(&lower).to_owned();
            shelf.names.entry(name).or_insert(path);
            shelf.paths.entry(lower).or_insert(path);
        }
        shelf
    }
}

/// Whether one name may be the other mistyped. That is asked strictly: a portrait of someone else is no suggestion.
fn is_slip(path: &str, there: &str) -> bool {
    let stem = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase()
    };
    let (one, other) = (stem(path), stem(there));
    strsim::levenshtein(&one, &other) <= (one.chars().count() / 4).min(2)
}

fn missing(file: &Word) -> Diagnostic {
    let path = &file.value;
    let message = match is_elsewhere(path) {
        true => say!("“{path}”不在 content/media/ 里", "`{path}` is not inside content/media/"),
        false => {
            let path = media_path(path);
            say!("content/media/ 里没有“{path}”", "there is no `{path}` in content/media/")
        }
    };
    Diagnostic::error(Code::MissingFile, file.span, message)
}

/// A path that climbs out of its folder, that begins at a drive or a home, or that is an address on the web.
fn is_elsewhere(file: &str) -> bool {
    let drive = file.len() > 1 && file.as_bytes()[1] == b':' && file.as_bytes()[0].is_ascii_alphabetic();
    let absolute = file.starts_with(['\\', '~']) || (file.starts_with('/') && !file.starts_with("/media/"));
    drive || absolute || file.contains("://") || file.split(['/', '\\']).any(|part| part == "..")
}
