//! The ledger: which files of the output are the program's own. It lies in the output and switches with it.

use std::ops::Range;

use super::cache::Entry;
use crate::plan::Route;

/// Its name in the output.
pub(super) const NAME: &str = ".honorroll-manifest";

/// Hexadecimal digits of a hash; two blanks follow it.
const HASH: usize = 64;

const HEADER: &str = "honorroll manifest 1\n";

/// Hash and route of each file, in the order of routes; the same site has the same ledger everywhere.
pub(super) struct Ledger {
    text: String,
    /// Where in the text each route is: a site may have a million, so that nothing else is kept of them.
    routes: Vec<Range<usize>>,
}

impl Ledger {
    /// The ledger of what a run leaves; `entries` are sorted by route.
    pub fn of(entries: &[Entry]) -> Ledger {
        let mut text = String::from(HEADER);
        let mut routes = Vec::with_capacity(entries.len());
        for entry in entries {
            text.push_str(&blake3::Hash::from_bytes(entry.hash).to_hex());
            text.push_str("  ");
            let start = text.len();
            text.push_str(&entry.route);
            routes.push(start..text.len());
            text.push('\n');
        }
        Ledger { text, routes }
    }

    /// Reads one back; `None` where any of it is not as the program writes it.
    pub fn parse(text: String) -> Option<Ledger> {
        let mut routes = Vec::new();
        let mut start = HEADER.len();
        for line in text.strip_prefix(HEADER)?.split_inclusive('\n') {
            let (hash, route) = line.strip_suffix('\n')?.split_once("  ")?;
            if hash.len() != HASH {
                return None;
            }
            blake3::Hash::from_hex(hash).ok()?;
            Route::new(route).ok()?;
            start += line.len();
            let end = start - '\n'.len_utf8();
            routes.push(end - route.len()..end);
        }
        let ledger = Ledger { text, routes };
        ledger.routes().is_sorted_by(|a, b| a < b).then_some(ledger)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many routes it has.
    pub fn len(&self) -> usize {
        self.routes.len()
    }

    /// The number of the line of a route.
    pub fn find(&self, route: &str) -> Option<usize> {
        self.routes.binary_search_by(|known| self.text[known.clone()].cmp(route)).ok()
    }

    /// Every route with the hash of its file.
    pub fn entries(&self) -> impl Iterator<Item = (&str, [u8; 32])> {
        self.routes.iter().map(|route| {
            let hash = &self.text[route.start - HASH - 2..route.start - 2];
            let hash = blake3::Hash::from_hex(hash).expect("a ledger is read or made with hashes");
            (&self.text[route.clone()], *hash.as_bytes())
        })
    }

    pub fn routes(&self) -> impl Iterator<Item = &str> {
        self.routes.iter().map(|route| &self.text[route.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_program_writes_is_a_ledger() {
        let hash = "0".repeat(64);
        let check = |text: &str, expect: Option<usize>| {
            let got = Ledger::parse(text.to_owned()).map(|ledger| ledger.routes().count());
            assert_eq!(got, expect, "{text:?}");
        };
        check("honorroll manifest 1\n", Some(0));
        check(&format!("honorroll manifest 1\n{hash}  a/index.html\n{hash}  b c.txt\n"), Some(2));
        check("", None);
        check("honorroll manifest 2\n", None);
        check(&format!("honorroll manifest 1\n{hash}  b\n{hash}  a\n"), None);
        check(&format!("honorroll manifest 1\n{hash}  a"), None);
        check(&format!("honorroll manifest 1\n{hash} a\n"), None);
        check(&format!("honorroll manifest 1\n{hash}  ../a\n"), None);
        check("honorroll manifest 1\nabc  a\n", None);
    }
}
