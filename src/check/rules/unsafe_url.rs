//! Addresses that records state lead to a site on the web, and run nothing.

use super::web_address;
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Draft, EachTable, InTables, Table, Word};
use crate::say;

/// Looks at the `url` of sources, channels, reprints and notices; those in bodies are judged with the Markdown.
pub fn check(draft: &Draft, report: &mut Report) {
    let mut addresses = Addresses(report);
    draft.tables.each(&mut addresses);
    let tables = &draft.tables;
    let channels = tables.channels.iter().map(|record| &record.data.url);
    let reprints = tables.stories.iter().flat_map(|record| &record.data.reprints).map(|reprint| &reprint.url);
    let notices =
        tables.commendations.iter().flat_map(|record| &record.data.notice).map(|notice| &notice.url);
    channels.chain(reprints).chain(notices).flatten().for_each(|url| addresses.judge(url));
}

struct Addresses<'a>(&'a mut Report);

impl EachTable for Addresses<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let sources = table.iter().flat_map(|record| &record.common.sources);
        sources.filter_map(|source| source.url.as_ref()).for_each(|url| self.judge(url));
    }
}

impl Addresses<'_> {
    fn judge(&mut self, url: &Word) {
        let Err(hint) = web_address::judge(url) else { return };
        let text = &url.value;
        let message = match scheme(text) {
            Some(scheme) => say!("网址不能以“{scheme}:”开头", "an address must not begin with `{scheme}:`"),
            None => say!("“{text}”不是网址", "`{text}` is not an address on the web"),
        };
        self.0.push(Diagnostic::error(Code::UnsafeUrl, url.span, message).hint(hint));
    }
}

/// `javascript` of `javascript:…`; none where the scheme is all right or there is none.
fn scheme(text: &str) -> Option<&str> {
    let scheme = text.split_once(':')?.0;
    let is_scheme = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphabetic());
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    (is_scheme && !is_web).then_some(scheme)
}
