//! A free page has an address of its own.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Draft, Kind, Word};
use crate::say;

/// First parts of addresses that the program gives to other things than records.
const OWNED: [&str; 10] =
    ["roll", "years", "corrections", "notices", "search", "api", "media", "assets", "404", "page"];

/// The `path` of every page: ASCII letters, digits and hyphens, parts joined by `/`, not one that the program uses.
/// A slash at either end means nothing.
pub fn check(draft: &Draft, report: &mut Report) {
    for path in draft.tables.pages.iter().filter_map(|page| page.data.path.as_ref()) {
        if let Some(diagnostic) = judge(path) {
            report.push(diagnostic);
        }
    }
}

fn judge(path: &Word) -> Option<Diagnostic> {
    let text = path.trim_matches('/');
    let error = |message| Diagnostic::error(Code::BadPath, path.span, message);
    if text.is_empty() {
        return Some(error(say!("页面的路径是空的", "the path of the page is empty")).hint(say!(
            "写一个词，如 about；或删去这一行，网址就是 pages/标识",
            "write a word, as about; or remove the line, and the address is pages/ and its id"
        )));
    }
    if text
        .split('/')
        .any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
    {
        let message = say!("“{text}”不能做网址里的路径", "`{text}` cannot be the path of an address");
        let right = repaired(text).unwrap_or_else(|| "about".to_owned());
        return Some(error(message).hint(say!(
            "只用英文字母、数字和连字符，各段之间用斜线，如 {right}",
            "use letters, digits and hyphens, and slashes between parts, as {right}"
        )));
    }
    let first = text.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let is_kind = Kind::of_folder(&first).is_some_and(|kind| kind != Kind::Page);
    (is_kind || OWNED.contains(&first.as_str())).then(|| {
        error(say!("路径“{first}/”已经由程序使用", "the path `{first}/` belongs to the program"))
            .hint(say!("换一个词开头", "begin it with another word"))
    })
}

/// The path with hyphens for what is not allowed; none where letters would be lost.
fn repaired(text: &str) -> Option<String> {
    let parts = text.split(['/', '\\']).filter(|part| !part.trim_matches('.').is_empty());
    let hyphened: Vec<String> = parts
        .map(|part| part.replace(|c: char| !c.is_ascii_alphanumeric(), "-").trim_matches('-').to_owned())
        .collect();
    let whole = text.is_ascii() && !hyphened.is_empty() && hyphened.iter().all(|part| !part.is_empty());
    whole.then(|| hyphened.join("/"))
}
