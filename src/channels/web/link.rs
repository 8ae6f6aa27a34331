//! Links: where the records of the roll are on the site.

use serde::Serialize;

use super::name::mentioned;
use super::shared::Web;
use crate::channels::feeds::{self, Subject};
use crate::check::Roll;
use crate::model::{self, InTables, Key, Kind, Mention, Record, Ref, Unit};
use crate::plan::{Edition, Route};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    pub text: String,
    /// Relative to the site's root; `None` where there is no page to lead to.
    pub href: Option<String>,
}

/// An entry of an index: `七画`, `Z`, `2030年`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexLink {
    pub text: String,
    pub href: String,
    pub count: u32,
    pub current: bool,
}

/// A way to hear of what is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Feed {
    pub text: String,
    pub href: String,
    pub media_type: &'static str,
}

/// One line of a definition list; its values are never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub label: String,
    pub values: Vec<Link>,
}

impl Link {
    pub fn new(text: impl Into<String>, href: impl Into<String>) -> Link {
        Link { text: text.into(), href: Some(href.into()) }
    }

    pub fn plain(text: impl Into<String>) -> Link {
        Link { text: text.into(), href: None }
    }
}

impl Fact {
    pub fn text(label: &str, text: impl Into<String>) -> Fact {
        Fact { label: label.to_owned(), values: vec![Link::plain(text)] }
    }
}

impl<'r> Web<'r> {
    /// Where a record is shown: its page, or its place on the page of all figures or photos.
    pub fn href<T: InTables>(&self, key: Key<T>) -> Option<String> {
        self.href_of(T::KIND, key.index() as u32)
    }

    pub fn href_of(&self, kind: Kind, index: u32) -> Option<String> {
        let (_, slug, has_page) = self.roll.card(kind, index);
        match kind {
            Kind::Figure => Some(format!("figures/#{}", fragment(kind, slug))),
            Kind::Photo => {
                let page = self.paging(self.roll.all::<model::Photo>().len()).page_of(index as usize);
                Some(format!("{}#{}", super::paging::url("photos/", page), fragment(kind, slug)))
            }
            Kind::Page => Some(page_url(self.roll.get(Key::<model::Page>::new(index as usize)))),
            _ => has_page.then(|| format!("{}/{slug}/", kind.folder())),
        }
    }

    pub fn feeds(&self, title: &str, of: Subject) -> Vec<Feed> {
        feeds(self.roll, title, of)
    }

    /// A record by its title.
    pub fn link<T: InTables>(&self, key: Key<T>) -> Link {
        Link { text: self.roll.get(key).data.title().value.clone(), href: self.href(key) }
    }

    pub fn links<T: InTables>(&self, keys: impl IntoIterator<Item = Key<T>>) -> Vec<Link> {
        keys.into_iter().map(|key| self.link(key)).collect()
    }

    /// What a record refers to; nothing where that is not published.
    pub fn target<T: InTables>(&self, to: Option<&Ref<T>>) -> Option<Link> {
        to.and_then(Ref::key).map(|key| self.link(key))
    }

    /// As [`Web::target`] for many; what is not published is left out.
    pub fn targets<T: InTables>(&self, to: &[Ref<T>]) -> Vec<Link> {
        to.iter().filter_map(|to| self.target(Some(to))).collect()
    }

    /// A unit that stands alone, away from the tree that would tell which 办公室 it is.
    pub fn unit_link(&self, key: Key<Unit>) -> Link {
        Link { text: self.unit_in_full(key), href: self.href(key) }
    }

    /// As [`Web::unit_link`], of what a record refers to.
    pub fn unit_targets<'a>(&self, to: impl IntoIterator<Item = &'a Ref<Unit>>) -> Vec<Link> {
        to.into_iter().filter_map(Ref::key).map(|key| self.unit_link(key)).collect()
    }

    /// A unit as it was written, linked where it names one with a page.
    pub fn mention(&self, mention: &Mention<Unit>) -> Link {
        Link { text: self.mentioned(mention), href: mention.key().and_then(|key| self.href(key)) }
    }

    pub fn mentions(&self, mentions: &[Mention<Unit>]) -> Vec<Link> {
        mentions.iter().map(|mention| self.mention(mention)).collect()
    }

    /// See [`mentioned`].
    pub fn mentioned(&self, mention: &Mention<Unit>) -> String {
        mentioned(self.roll, mention)
    }

    pub fn names(&self, mentions: &[Mention<Unit>]) -> Vec<String> {
        mentions.iter().map(|mention| self.mentioned(mention)).collect()
    }

    /// The page of a record that is known to have one.
    pub fn url<T: InTables>(&self, key: Key<T>) -> String {
        self.href(key).unwrap_or_else(|| format!("{}/{}/", T::KIND.folder(), self.roll.get(key).slug))
    }
}

/// A path on the site as a link of this edition: what all editions share lies at the site's root.
pub fn site_href(edition: &Edition, path: String) -> String {
    const SHARED: [&str; 5] = ["api/", "assets/", "media/", "robots.txt", "sitemap"];
    match SHARED.iter().any(|shared| path.starts_with(shared)) {
        true => format!("{}{path}", edition.base()),
        false => path,
    }
}

/// The feeds of something, each with the name of its format; none where there is nothing to tell.
pub fn feeds(roll: &Roll, title: &str, of: Subject) -> Vec<Feed> {
    if !feeds::has_news(roll, of) {
        return Vec::new();
    }
    let url = of.url(roll);
    let feed = |format: feeds::Format| Feed {
        text: format!("{title}（{}）", format.name),
        href: format!("{url}{}", format.file),
        media_type: format.media_type,
    };
    feeds::FORMATS.map(feed).into()
}

/// The keys of all records of a kind that have pages.
pub fn with_pages<T: InTables>(roll: &Roll) -> impl Iterator<Item = Key<T>> + '_ {
    roll.all::<T>().map(|(key, _)| key).filter(|key| roll.has_page(*key))
}

/// The id of a record within a page that shows many. The kind keeps it apart from ids of the theme.
pub fn fragment(kind: Kind, slug: &str) -> String {
    let kind = match kind {
        Kind::Figure => "figure",
        Kind::Photo => "photo",
        _ => kind.folder(),
    };
    format!("{kind}-{slug}")
}

/// The address of a free page: its own path, else `pages/` and its slug.
pub fn page_url(page: &Record<model::Page>) -> String {
    let path = page.data.path.as_ref().map(|path| path.trim_matches('/')).filter(|path| !path.is_empty());
    match path.map(|path| format!("{path}/")) {
        Some(url) if Route::page(&url).is_ok() => url,
        _ => format!("pages/{}/", page.slug),
    }
}
