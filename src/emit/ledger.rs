//! The ledger: which files of the output are the program's own. It lies in the output and switches with it.

use super::cache::Entry;
use crate::plan::Route;

/// Its name in the output.
pub(super) const NAME: &str = ".honorroll-manifest";

const HEADER: &str = "honorroll manifest 1\n";

/// Hash and route of each file, in the order of routes; the same site has the same ledger everywhere.
pub(super) struct Ledger {
    text: String,
    /// Where each line starts: a site may have a million, so that nothing else is kept of them.
    lines: Vec<usize>,
}

/// The hash in hexadecimal digits, and two spaces.
const BEFORE_ROUTE: usize = 64 + 2;

impl Ledger {
    /// The ledger of what a run leaves; `entries` are sorted by route.
    pub fn of(entries: &[Entry]) -> Ledger {
        let mut text = String::from(HEADER);
        let mut lines = Vec::with_capacity(entries.len());
        for entry in entries {
            lines.push(text.len());
            text.push_str(&blake3::Hash::from_bytes(entry.hash).to_hex());
            text.push_str("  ");
            text.push_str(&entry.route);
            text.push('\n');
        }
        Ledger { text, lines }
    }

    /// Reads one back; `None` where any of it is not as the program writes it.
    pub fn parse(text: String) -> Option<Ledger> {
        let mut lines = Vec::new();
        let mut start = HEADER.len();
        for line in text.strip_prefix(HEADER)?.split_inclusive('\n') {
            let (hash, route) = line.strip_suffix('\n')?.split_once("  ")?;
            if hash.len() != 64 {
                return None;
            }
            blake3::Hash::from_hex(hash).ok()?;
            Route::new(route).ok()?;
            lines.push(start);
            start += line.len();
        }
        let ledger = Ledger { text, lines };
        ledger.routes().is_sorted_by(|a, b| a < b).then_some(ledger)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many routes it has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The number of the line of a route.
    pub fn find(&self, route: &str) -> Option<usize> {
        self.lines.binary_search_by(|&line| self.route(line).cmp(route)).ok()
    }

    pub fn routes(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|&line| self.route(line))
    }

    fn route(&self, line: usize) -> &str {
        self.text[line + BEFORE_ROUTE..].split('\n').next().unwrap_or_default()
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
