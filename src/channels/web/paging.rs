//! Lists over several pages.

use std::ops::Range;

use serde::Serialize;

use super::link::Link;
use super::shared::Web;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pagination {
    pub number: u32,
    pub total: u32,
    pub prev: Option<Link>,
    pub next: Option<Link>,
    pub pages: Vec<PageLink>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageLink {
    pub text: String,
    /// `None` on the current page, and where pages are left out (`…`).
    pub href: Option<String>,
    pub current: bool,
}

/// How a list falls into pages. Pages are numbered from 1, and there is always one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    items: usize,
    per_page: usize,
}

impl Paging {
    pub fn new(items: usize, per_page: usize) -> Paging {
        Paging { items, per_page: per_page.max(1) }
    }

    pub fn total(self) -> u32 {
        self.items.div_ceil(self.per_page).max(1) as u32
    }

    pub fn numbers(self) -> impl Iterator<Item = u32> {
        1..=self.total()
    }

    /// Which items are on a page.
    pub fn range(self, number: u32) -> Range<usize> {
        let start = (number as usize - 1) * self.per_page;
        start.min(self.items)..(start + self.per_page).min(self.items)
    }

    /// The page of the item at `index`.
    pub fn page_of(self, index: usize) -> u32 {
        (index / self.per_page) as u32 + 1
    }

    /// The links between the pages of the list that begins at `base`; nothing where there is one page only.
    pub fn links(self, base: &str, number: u32) -> Option<Pagination> {
        let total = self.total();
        let turn = |to: u32| Link::new(format!("第 {to} 页"), url(base, to));
        (total > 1).then(|| Pagination {
            number,
            total,
            prev: (number > 1).then(|| turn(number - 1)),
            next: (number < total).then(|| turn(number + 1)),
            pages: page_links(base, number, total),
        })
    }
}

impl Web<'_> {
    /// A list with the site's number of entries a page.
    pub fn paging(&self, items: usize) -> Paging {
        Paging::new(items, self.per_page)
    }
}

/// The address of a page of the list that begins at `base`, which ends in `/`: `roll/`, `roll/page/2/`.
pub fn url(base: &str, number: u32) -> String {
    match number {
        0 | 1 => base.to_owned(),
        _ => format!("{base}page/{number}/"),
    }
}

fn page_links(base: &str, current: u32, total: u32) -> Vec<PageLink> {
    let mut links = Vec::new();
    let mut last = 0;
    for number in shown(current, total) {
        if number > last + 1 {
            links.push(PageLink { text: "…".to_owned(), href: None, current: false });
        }
        let is_current = number == current;
        let href = (!is_current).then(|| url(base, number));
        links.push(PageLink { text: number.to_string(), href, current: is_current });
        last = number;
    }
    links
}

/// Which pages a page links: all of a few. Of many, the first of each block and all of its own block, so that any page
/// is two links from any other, however many there are.
fn shown(current: u32, total: u32) -> Vec<u32> {
    const FEW: u32 = 15;
    if total <= FEW {
        return (1..=total).collect();
    }
    let block = total.isqrt() + u32::from(total.isqrt().pow(2) < total);
    let own = (current - 1) / block;
    (1..=total)
        .filter(|number| {
            let at = number - 1;
            at % block == 0 || at / block == own || *number == total || number.abs_diff(current) <= 2
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(number: u32, total: u32) -> String {
        let page = Paging::new(total as usize, 1).links("roll/", number);
        page.map_or(String::new(), |page| {
            let text = |link: PageLink| if link.current { format!("[{}]", link.text) } else { link.text };
            page.pages.into_iter().map(text).collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn gaps() {
        assert_eq!(texts(1, 1), "");
        assert_eq!(texts(2, 3), "1 [2] 3");
        assert_eq!(texts(1, 25), "[1] 2 3 4 5 6 … 11 … 16 … 21 … 25");
        assert_eq!(texts(13, 25), "1 … 6 … 11 12 [13] 14 15 16 … 21 … 25");
    }

    #[test]
    fn any_page_is_two_links_from_any_other() {
        for total in [16, 17, 100, 1000] {
            for from in [1, total / 2, total] {
                let once = shown(from, total);
                let mut reached = once.clone();
                reached.extend(once.iter().flat_map(|at| shown(*at, total)));
                reached.sort_unstable();
                reached.dedup();
                assert_eq!(reached.len(), total as usize, "from {from} of {total}");
                assert!(once.len() <= 2 * (total as f64).sqrt().ceil() as usize + 6);
            }
        }
    }

    #[test]
    fn pages() {
        let paging = Paging::new(250, 100);
        assert_eq!(paging.total(), 3);
        assert_eq!(paging.range(3), 200..250);
        assert_eq!(paging.page_of(100), 2);
        assert_eq!(Paging::new(0, 100).range(1), 0..0);
        assert_eq!(Paging::new(0, 100).total(), 1);
    }
}
