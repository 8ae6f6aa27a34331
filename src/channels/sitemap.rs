//! The site map (sitemaps.org protocol 0.9): every page that search engines may know.

use std::collections::HashMap;
use std::sync::Arc;

use super::dates;
use super::xml::{absolute, push_element, push_text};
use crate::check::Roll;
use crate::model::{InTables, PartialDate};
use crate::plan::{Edition, Job, Reads, Recipe, Route};

/// What the protocol lets one file hold.
const LIMIT: Limit = Limit { urls: 50_000, bytes: 50 << 20 };

#[derive(Clone, Copy)]
struct Limit {
    urls: usize,
    bytes: usize,
}

/// Templates of pages that no search engine is told of: a 公示 names people who are not honored yet.
const UNLISTED: [&str; 2] = ["404.html", "notice.html"];

/// `sitemap.xml` for all of `pages`; an index and numbered files where they are more than one file may hold. Nothing
/// without a base URL, which the protocol needs, or where the site asks not to be indexed.
pub fn jobs<'r>(roll: &'r Roll, pages: &[Job<'r>], editions: &[Arc<Edition>]) -> Vec<Job<'r>> {
    let Some(base) = roll.base_url().filter(|_| roll.site().noindex != Some(true)) else { return Vec::new() };
    files(base, editions_of(editions), listed(pages), |pages| entries(roll, pages), LIMIT)
        .into_iter()
        .map(|(name, make)| Job::text(Route::new(&name).expect("a fixed name"), make).reading(Reads::Common))
        .collect()
}

/// Languages and folders of the editions that every page has; none where there is only one.
type Editions = Vec<(String, &'static str)>;

fn editions_of(editions: &[Arc<Edition>]) -> Editions {
    let several = editions.iter().filter(|_| editions.len() > 1);
    several.map(|edition| (edition.language.clone(), edition.folder)).collect()
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Of its edition, relative to the site's root.
    folder: &'static str,
    /// Relative to the root of its edition.
    url: String,
    /// In a form of W3C Datetime, of which a year or a month alone is one.
    changed: Option<String>,
}

/// A page that search engines may know.
struct Listed {
    /// Of its edition.
    folder: &'static str,
    route: Route,
}

impl Listed {
    /// Relative to the root of its edition.
    fn url(&self) -> &str {
        let url = self.route.url();
        url.strip_prefix(self.folder).unwrap_or(url)
    }
}

fn listed(pages: &[Job<'_>]) -> Vec<Listed> {
    let listed = pages.iter().filter(|job| match job.recipe {
        Recipe::Page { template, .. } => !UNLISTED.contains(&template),
        Recipe::Text(_)
        | Recipe::Named(_)
        | Recipe::Table(..)
        | Recipe::Image(_)
        | Recipe::Share(_)
        | Recipe::Copy(_) => false,
    });
    listed
        .map(|job| {
            let folder = job.edition().map_or("", |edition| edition.folder);
            Listed { folder, route: job.route.clone() }
        })
        .collect()
}

/// In the order in which they are written.
fn entries(roll: &Roll, pages: &[Listed]) -> Vec<Entry> {
    let changed = changes(roll);
    let entry = |page: &Listed| {
        let url = page.url();
        let changed = changed.get(url).map(|date| date.iso());
        Entry { folder: page.folder, url: url.to_owned(), changed }
    };
    let mut entries: Vec<Entry> = pages.iter().map(entry).collect();
    entries.sort();
    entries
}

/// When the records that have pages were last changed, as far as they say so themselves, by address.
fn changes(roll: &Roll) -> HashMap<String, PartialDate> {
    let mut changes = HashMap::new();
    add(roll, &mut changes, dates::of_person);
    add(roll, &mut changes, dates::of_commendation);
    add(roll, &mut changes, dates::of_story);
    add(roll, &mut changes, dates::of_measure);
    changes
}

fn add<T: InTables>(
    roll: &Roll,
    changes: &mut HashMap<String, PartialDate>,
    date: fn(&Roll, crate::model::Key<T>) -> Option<PartialDate>,
) {
    for (key, record) in roll.all::<T>() {
        if let Some(date) = date(roll, key).filter(|date| date.year.is_some()) {
            changes.insert(format!("{}/{}/", T::KIND.folder(), record.slug), date);
        }
    }
}

type Make<'r> = Box<dyn Fn() -> String + Send + Sync + 'r>;

/// Names and contents of the files that hold the `entries` of pages, none of them beyond the limit.
fn files<'r>(
    base: String,
    editions: Editions,
    pages: Vec<Listed>,
    entries: impl Fn(&[Listed]) -> Vec<Entry> + Send + Sync + 'r,
    limit: Limit,
) -> Vec<(String, Make<'r>)> {
    if fit_one_file(&base, &editions, &pages, limit) {
        // So are most, and seldom is one made anew: what is in it can wait.
        let make = move || document(&base, &editions, "urlset", "url", entries(&pages).into_iter());
        return vec![("sitemap.xml".to_owned(), Box::new(make))];
    }
    let parts = parts(&base, &editions, entries(&pages), limit);
    let newest: Vec<Option<String>> =
        parts.iter().map(|part| part.iter().filter_map(|entry| entry.changed.clone()).max()).collect();
    let index = {
        let base = base.clone();
        move || {
            let of_part = |(at, changed): (usize, &Option<String>)| Entry {
                folder: "",
                url: part_name(at),
                changed: changed.clone(),
            };
            document(&base, &Vec::new(), "sitemapindex", "sitemap", newest.iter().enumerate().map(of_part))
        }
    };
    let mut files: Vec<(String, Make<'r>)> = vec![("sitemap.xml".to_owned(), Box::new(index))];
    for (at, part) in parts.into_iter().enumerate() {
        files.push((part_name(at), set(&base, &editions, part)));
    }
    files
}

fn fit_one_file(base: &str, editions: &Editions, pages: &[Listed], limit: Limit) -> bool {
    let bytes = || pages.iter().map(|page| most_bytes(base, editions, page.url())).sum::<usize>();
    pages.len() <= limit.urls && FRAME + bytes() <= limit.bytes
}

/// Never none.
fn parts(base: &str, editions: &Editions, entries: Vec<Entry>, limit: Limit) -> Vec<Vec<Entry>> {
    let (mut parts, mut part, mut bytes) = (Vec::new(), Vec::new(), FRAME);
    for entry in entries {
        let size = most_bytes(base, editions, &entry.url);
        if !part.is_empty() && (part.len() == limit.urls || bytes + size > limit.bytes) {
            parts.push(std::mem::take(&mut part));
            bytes = FRAME;
        }
        bytes += size;
        part.push(entry);
    }
    parts.push(part);
    parts
}

/// More than what stands around the entries of a file.
const FRAME: usize = 1 << 10;

/// At least what the entry of a page takes: its address, encoded and escaped, once for itself and for each of its links.
fn most_bytes(base: &str, editions: &Editions, url: &str) -> usize {
    const MARKUP: usize = 160;
    // `%E5` for a byte of a character, `&amp;` at worst for one of ASCII's signs.
    let written = |byte: u8| match byte {
        0x80.. => 3,
        b'/' | b'-' | b'.' | b':' | b'_' => 1,
        _ if byte.is_ascii_alphanumeric() => 1,
        _ => 5,
    };
    let address: usize = [base, "zh-hant/", url].into_iter().flat_map(str::bytes).map(written).sum();
    let links = if editions.is_empty() { 0 } else { editions.len() + 1 };
    (1 + links) * (address + MARKUP)
}

fn part_name(at: usize) -> String {
    format!("sitemap-{}.xml", at + 1)
}

fn set(base: &str, editions: &Editions, entries: Vec<Entry>) -> Make<'static> {
    let (base, editions) = (base.to_owned(), editions.clone());
    Box::new(move || document(&base, &editions, "urlset", "url", entries.iter().cloned()))
}

fn document(
    base: &str,
    editions: &Editions,
    root: &str,
    item: &str,
    entries: impl Iterator<Item = Entry>,
) -> String {
    let links = if editions.is_empty() { "" } else { " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"" };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"{links}>\n"
    );
    for entry in entries {
        out.push_str(&format!("<{item}>"));
        push_element(&mut out, "loc", &absolute(base, &format!("{}{}", entry.folder, entry.url)));
        if let Some(changed) = &entry.changed {
            push_element(&mut out, "lastmod", changed);
        }
        let default = editions.first().map(|(_, folder)| ("x-default", *folder));
        let alternates = editions.iter().map(|(language, folder)| (language.as_str(), *folder));
        for (language, folder) in alternates.chain(default) {
            let url = absolute(base, &format!("{folder}{}", entry.url));
            out.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\""));
            push_text(&mut out, &url);
            out.push_str("\"/>");
        }
        out.push_str(&format!("</{item}>\n"));
    }
    out + &format!("</{root}>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(url: &str, changed: Option<&str>) -> Entry {
        Entry { folder: "", url: url.to_owned(), changed: changed.map(str::to_owned) }
    }

    fn made(entries: Vec<Entry>, limit: usize) -> Vec<(String, String)> {
        made_within(entries, Limit { urls: limit, ..LIMIT })
    }

    fn made_within(entries: Vec<Entry>, limit: Limit) -> Vec<(String, String)> {
        let route = |url: &str| Route::new(&format!("{url}index.html")).expect("a route");
        let pages = entries.iter().map(|Entry { folder, url, .. }| Listed { folder, route: route(url) });
        let base = "https://honor.example/".to_owned();
        let files = files(base, Editions::new(), pages.collect(), |_| entries.clone(), limit);
        files.into_iter().map(|(name, make)| (name, make())).collect()
    }

    #[test]
    fn one_file() {
        let made = made(vec![entry("", None), entry("stories/甲/", Some("2030-09"))], 2);
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].0, "sitemap.xml");
        assert_eq!(
            made[0].1,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\
             <url><loc>https://honor.example/</loc></url>\n\
             <url><loc>https://honor.example/stories/%E7%94%B2/</loc><lastmod>2030-09</lastmod></url>\n\
             </urlset>\n"
        );
    }

    #[test]
    fn more_than_one_file_holds_gets_an_index() {
        let made = made(vec![entry("a/", None), entry("b/", Some("2030")), entry("c/", None)], 2);
        let names: Vec<&str> = made.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]);
        assert!(made[0].1.contains("<sitemapindex"), "{}", made[0].1);
        assert!(
            made[0].1.contains("<loc>https://honor.example/sitemap-1.xml</loc><lastmod>2030</lastmod>"),
            "{}",
            made[0].1
        );
        assert!(made[1].1.contains("/b/") && !made[1].1.contains("/c/"));
        assert!(made[2].1.contains("/c/"));
    }

    #[test]
    fn a_file_is_full_at_its_limit_and_not_before() {
        let entries = |count: usize| (0..count).map(|at| entry(&format!("people/{at}/"), None)).collect();
        assert_eq!(made(entries(3), 3).len(), 1);
        assert_eq!(made(entries(4), 3).len(), 3, "an index and two files");
        assert_eq!(made(entries(0), 3).len(), 1);
    }

    #[test]
    fn no_file_is_larger_than_it_may_be() {
        let long = "长名".repeat(40);
        let entries: Vec<Entry> =
            (0..60).map(|at| entry(&format!("pages/{long}{at}/"), Some("2030"))).collect();
        let limit = Limit { bytes: 8 << 10, ..LIMIT };
        let files = made_within(entries.clone(), limit);
        assert!(files.len() > 2);
        assert!(files.iter().all(|(name, text)| text.len() <= limit.bytes || name == "sitemap.xml"));
        let all: String = files.into_iter().map(|(_, text)| text).collect();
        assert_eq!(all.matches("<url>").count(), entries.len());
    }
}
