//! What every page has: its head, its way back to the root, and the site around it.

use std::sync::Arc;

use serde::Serialize;

use super::date::Date;
use super::image::Image;
use super::link::{Feed, Link};
use super::linked::Thing;
use super::share::Share;
use super::shared::Web;
use crate::model::{InTables, Key, Kind, PartialDate, TRADITIONAL};
use crate::plan::{Edition, Job, Reads, Route};

/// Everything that a template receives, but for the `site`, which all pages share.
#[derive(Serialize)]
pub struct Document<V> {
    root: String,
    page: Page,
    #[serde(flatten)]
    content: V,
}

/// What a page says of itself. Who makes one starts from [`Page::new`] and sets what it knows; [`Web::page`] fills in
/// kind, canonical address, section, editions, linked data, how far the site goes and what is shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Page {
    pub kind: &'static str,
    pub title: String,
    pub description: Option<String>,
    pub canonical: Option<String>,
    pub section: Option<String>,
    pub breadcrumbs: Vec<Link>,
    pub draft: bool,
    pub updated: Option<Date>,
    /// How far the site's content goes, on pages that have no date of their own.
    pub site_updated: Option<Date>,
    pub feeds: Vec<Feed>,
    pub prev: Option<Link>,
    pub next: Option<Link>,
    pub alternates: Vec<Alternate>,
    pub data_html: Option<String>,
    pub share: Option<Share>,
    /// What it is about, for `data_html`.
    #[serde(skip)]
    pub about: Option<Thing>,
    /// Of its record, for `share`.
    #[serde(skip)]
    pub picture: Option<Image>,
}

/// The same page in one of the site's editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alternate {
    pub language: String,
    /// What the language is called in itself.
    pub endonym: &'static str,
    /// Relative to the root of the edition that the link stands in.
    pub href: String,
    /// Absolute, where the site has a base URL.
    pub url: Option<String>,
    pub current: bool,
}

/// Where the page that is being made will be.
#[derive(Clone, Debug)]
pub struct Here {
    /// Relative to the root of its edition, without leading slash; empty for the home page.
    pub url: String,
    /// The way back to that root: `./`, `../../`.
    pub root: String,
    /// The record whose page it is, by kind and index, for [`Web::body_html`].
    pub body: Option<(Kind, usize)>,
}

impl Page {
    pub fn new(title: impl Into<String>) -> Page {
        Page { title: title.into(), ..Page::default() }
    }

    /// One plain sentence; the first that is there.
    pub fn described<'a>(self, by: impl IntoIterator<Item = Option<&'a str>>) -> Page {
        let description = by.into_iter().flatten().find(|text| !text.is_empty()).map(str::to_owned);
        Page { description, ..self }
    }

    /// The way here: home, then these.
    pub fn under(self, crumbs: impl IntoIterator<Item = Link>) -> Page {
        let home = Link::new("首页", "");
        Page { breadcrumbs: std::iter::once(home).chain(crumbs).collect(), ..self }
    }

    /// The newest of these dates, where it says at least the year.
    pub fn updated_on(self, dates: impl IntoIterator<Item = Option<PartialDate>>) -> Page {
        let newest = dates.into_iter().flatten().filter(|date| date.year.is_some());
        let newest = newest.max_by_key(|date| date.sort_key());
        Page { updated: newest.map(|date| Date::partial(Some(date))), ..self }
    }

    /// The neighbours of the entry at `at` of a list.
    pub fn between<T: InTables>(self, web: &Web<'_>, list: &[Key<T>], at: Option<usize>) -> Page {
        let Some(at) = at else { return self };
        let link = |at: Option<usize>| at.and_then(|at| list.get(at)).map(|key| web.link(*key));
        Page { prev: link(at.checked_sub(1)), next: link(at.checked_add(1)), ..self }
    }

    /// The neighbours of a record of a kind of which every record has a page, in the order of the records.
    pub fn beside<T: InTables>(self, web: &Web<'_>, key: Key<T>) -> Page {
        let last = web.roll.all::<T>().len().saturating_sub(1);
        let link = |at: Option<usize>| at.map(|at| web.link(Key::<T>::new(at)));
        let at = key.index();
        Page { prev: link(at.checked_sub(1)), next: link((at < last).then_some(at + 1)), ..self }
    }
}

impl<'r> Web<'r> {
    /// The page at `url`, which ends in `/` or is empty, made with a template from the fields of what `make` returns.
    pub fn page<V: Serialize + 'r>(
        self: &Arc<Self>,
        url: &str,
        template: &'static str,
        make: impl Fn(&Web<'r>, &Here) -> (Page, V) + Send + Sync + 'r,
    ) -> Job<'r> {
        self.page_with(url, template, None, make).reading(Reads::Common)
    }

    /// As [`Web::page`], for a page that shows the body of a record.
    pub fn page_of<T: InTables, V: Serialize + 'r>(
        self: &Arc<Self>,
        key: Key<T>,
        url: &str,
        template: &'static str,
        make: impl Fn(&Web<'r>, &Here) -> (Page, V) + Send + Sync + 'r,
    ) -> Job<'r> {
        let record = self.roll.get(key);
        let reads = record.body.as_ref().map_or(Reads::Common, |body| Reads::CommonAnd(body.hash()));
        let job = self.page_with(url, template, Some((T::KIND, key.index())), make);
        job.asked_by(record.span).reading(reads)
    }

    fn page_with<V: Serialize + 'r>(
        self: &Arc<Self>,
        url: &str,
        template: &'static str,
        body: Option<(Kind, usize)>,
        make: impl Fn(&Web<'r>, &Here) -> (Page, V) + Send + Sync + 'r,
    ) -> Job<'r> {
        let route = Route::page(&format!("{}{url}", self.edition.folder))
            .expect("addresses are made of checked slugs and paths");
        let web = Arc::clone(self);
        let url: Box<str> = url.into();
        let job = Job::page(route, template, move || {
            let depth = url.matches('/').count();
            let root = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
            let here = Here { url: url.to_string(), root, body };
            let (page, content) = make(&web, &here);
            web.document(template, here, page, content)
        });
        job.beside(&self.around).in_edition(&self.edition)
    }

    /// As [`Web::page_of`], at the record's own address, and marked 草稿 where it is one.
    pub fn record_page<T: InTables, V: Serialize + 'r>(
        self: &Arc<Self>,
        key: Key<T>,
        template: &'static str,
        make: impl Fn(&Web<'r>, &Here) -> (Page, V) + Send + Sync + 'r,
    ) -> Job<'r> {
        self.page_of(key, &self.url(key), template, move |web, here| {
            let (page, view) = make(web, here);
            (Page { draft: web.roll.is_draft(key), ..page }, view)
        })
    }

    pub fn document<V>(&self, template: &'static str, here: Here, page: Page, content: V) -> Document<V> {
        let kind = template.trim_end_matches(".html");
        // A page that stands in for any other has no address of its own.
        let canonical = self.absolute(&here.url).filter(|_| kind != "404");
        let data_html = self.linked_data(&page, &here);
        let share = self.share(kind, &page, &here);
        let section = page.section.or_else(|| self.site.section(&here.url));
        let alternates = if kind == "404" { Vec::new() } else { self.alternates(&here.url) };
        let site_updated = self.updated.filter(|_| page.updated.is_none() && kind != "404");
        let site_updated = site_updated.map(|date| Date::partial(Some(date)));
        let page = Page { kind, canonical, section, alternates, data_html, share, site_updated, ..page };
        Document { root: here.root, page, content }
    }

    /// The public address of a place of this edition; nothing without a base URL.
    pub fn absolute(&self, url: &str) -> Option<String> {
        self.base_url.as_ref().map(|base| format!("{base}{}{url}", self.edition.folder))
    }

    /// A page in every edition of the site, this one included; none where there is only one.
    fn alternates(&self, url: &str) -> Vec<Alternate> {
        let alternate = |edition: &Arc<Edition>| {
            let current = edition.folder == self.edition.folder;
            let way = if current { "" } else { self.edition.base() };
            let folder = if current { "" } else { edition.folder };
            Alternate {
                language: edition.language.clone(),
                endonym: if edition.language == TRADITIONAL { "繁體" } else { "简体" },
                href: format!("{way}{folder}{url}"),
                url: self.base_url.as_ref().map(|base| format!("{base}{}{url}", edition.folder)),
                current,
            }
        };
        let several = self.editions.iter().filter(|_| self.editions.len() > 1);
        several.map(alternate).collect()
    }

    /// A page that is no record's, such as a list: in a build with drafts it may show some, and is marked like them.
    pub fn listing(&self, title: impl Into<String>) -> Page {
        Page { draft: self.roll.drafts(), ..Page::new(title) }
    }
}
