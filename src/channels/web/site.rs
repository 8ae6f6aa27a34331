//! What every page says of the site: its names, its menu, its lists.

use serde::Serialize;

use super::link::{self, Feed, Link, page_url, site_href, with_pages};
use super::source::text;
use super::statement;
use crate::channels::feeds::Subject;
use crate::check::Roll;
use crate::model::{self, Kind};
use crate::plan::Edition;

#[derive(Debug, Serialize)]
pub struct Site {
    title: String,
    subtitle: Option<String>,
    description: Option<String>,
    language: String,
    base: &'static str,
    publisher: Option<String>,
    contact: Option<Contact>,
    site_code: Option<String>,
    icp: Option<String>,
    police: Option<String>,
    notice: Option<String>,
    noindex: bool,
    drafts: bool,
    menu: Vec<Link>,
    index: Vec<Link>,
    statements: Vec<Link>,
    feeds: Vec<Feed>,
}

#[derive(Debug, Serialize)]
struct Contact {
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    postcode: Option<String>,
}

/// A page that lists something, and how many entries it has.
pub struct Shelf {
    pub title: &'static str,
    pub href: &'static str,
    pub count: usize,
}

impl Site {
    pub fn new(roll: &Roll, edition: &Edition, shelves: &[Shelf]) -> Site {
        let site = roll.site();
        Site {
            title: site.title.value.clone(),
            subtitle: text(site.subtitle.as_ref()),
            description: text(site.description.as_ref()),
            language: edition.language.clone(),
            base: edition.base(),
            publisher: text(site.publisher.as_ref()),
            contact: contact(site),
            site_code: text(site.site_code.as_ref()),
            icp: text(site.icp.as_ref()),
            police: text(site.police.as_ref()),
            notice: text(site.notice.as_ref()),
            noindex: site.noindex == Some(true),
            drafts: roll.drafts(),
            menu: menu(roll, edition, shelves),
            index: shelves.iter().map(|shelf| Link::new(shelf.title, shelf.href)).collect(),
            statements: statement::links(roll),
            feeds: link::feeds(roll, "最新发布", Subject::Site),
        }
    }

    /// The menu entry that the page at `url` belongs to: the longest whose address it begins with.
    pub fn section(&self, url: &str) -> Option<String> {
        let hrefs = self.menu.iter().filter_map(|link| link.href.as_ref());
        hrefs
            .filter(|href| !href.is_empty() && url.starts_with(href.as_str()))
            .max_by_key(|h| h.len())
            .cloned()
    }
}

fn contact(site: &model::Site) -> Option<Contact> {
    let contact = site.contact.as_ref()?;
    let [phone, email, address, postcode] =
        [&contact.phone, &contact.email, &contact.address, &contact.postcode].map(|word| text(word.as_ref()));
    let any = [&phone, &email, &address, &postcode].iter().any(|field| field.is_some());
    any.then_some(Contact { phone, email, address, postcode })
}

/// As staff wrote it, else the main lists that there are and the pages that ask for a place.
fn menu(roll: &Roll, edition: &Edition, shelves: &[Shelf]) -> Vec<Link> {
    let written = &roll.site().menu;
    if !written.is_empty() {
        return written
            .iter()
            .map(|item| Link::new(item.title.value.clone(), site_href(edition, menu_href(&item.path))))
            .collect();
    }
    const MAIN: [&str; 7] =
        ["roll/", "people/", "commendations/", "stories/", "measures/", "figures/", "search/"];
    let shelves = shelves.iter().filter(|shelf| MAIN.contains(&shelf.href));
    let lists = shelves.map(|shelf| Link::new(shelf.title, shelf.href));
    let pages = with_pages::<model::Page>(roll).map(|key| roll.get(key));
    let pages = pages.filter(|page| page.data.menu == Some(true));
    lists.chain(pages.map(|page| Link::new(page.data.title.value.clone(), page_url(page)))).collect()
}

/// `/roll`, `roll` and `roll/` are one page; `feed.xml` and `roll/#s7` are what they are.
fn menu_href(path: &str) -> String {
    let path = path.trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    match last {
        "" => path.to_owned(),
        file if file.contains(['.', '#', '?']) => path.to_owned(),
        _ => format!("{path}/"),
    }
}

/// Every list of the site that has something in it, in the order of the contract; a few are always there.
pub fn shelves(roll: &Roll, years: usize) -> Vec<Shelf> {
    let of = |kind: Kind| match kind {
        Kind::Place => with_pages::<model::Place>(roll).count(),
        Kind::Unit => with_pages::<model::Unit>(roll).count(),
        Kind::Person => roll.exemplary().len(),
        Kind::Team => roll.all::<model::Team>().len(),
        Kind::Measure => roll.all::<model::Measure>().len(),
        Kind::Commendation => roll.all::<model::Commendation>().len(),
        Kind::Campaign => roll.all::<model::Campaign>().len(),
        Kind::Column => roll.all::<model::Column>().len(),
        Kind::Channel => roll.all::<model::Channel>().len(),
        Kind::Story => roll.all::<model::Story>().len(),
        Kind::Figure => roll.all::<model::Figure>().len(),
        Kind::Photo => roll.all::<model::Photo>().len(),
        Kind::Page => roll.all::<model::Page>().len(),
    };
    let shelf = |title, href, count| Shelf { title, href, count };
    let all = [
        shelf("光荣榜", "roll/", roll.honorees().len()),
        shelf("先进典型", "people/", of(Kind::Person)),
        shelf("表彰决定", "commendations/", of(Kind::Commendation)),
        shelf("单位", "units/", of(Kind::Unit)),
        shelf("地区", "places/", of(Kind::Place)),
        shelf("队伍", "teams/", of(Kind::Team)),
        shelf("机制措施", "measures/", of(Kind::Measure)),
        shelf("专项", "campaigns/", of(Kind::Campaign)),
        shelf("栏目", "columns/", of(Kind::Column)),
        shelf("报道", "stories/", of(Kind::Story)),
        shelf("渠道", "channels/", of(Kind::Channel)),
        shelf("数据", "figures/", of(Kind::Figure)),
        shelf("影像", "photos/", of(Kind::Photo)),
        shelf("年份", "years/", years),
        shelf("更正与撤销", "corrections/", roll.corrections().len()),
        shelf("页面", "pages/", of(Kind::Page)),
        shelf("查找", "search/", roll.all::<model::Person>().len()),
        // It says what there is of the others.
        shelf("开放数据", "open-data/", 0),
    ];
    const ALWAYS: [&str; 4] = ["roll/", "corrections/", "search/", "open-data/"];
    all.into_iter().filter(|shelf| shelf.count > 0 || ALWAYS.contains(&shelf.href)).collect()
}

#[cfg(test)]
mod tests {
    use super::menu_href;

    #[test]
    fn menu_addresses() {
        for (path, expect) in [
            ("roll/", "roll/"),
            ("/roll", "roll/"),
            ("/", ""),
            ("roll/#s7", "roll/#s7"),
            ("feed.xml", "feed.xml"),
        ] {
            assert_eq!(menu_href(path), expect, "{path}");
        }
    }
}
