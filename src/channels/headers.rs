//! `_headers`: what a server should say with each file, in the form that Netlify, Cloudflare Pages and others read.
//!
//! Comes in: the folders of the editions, and whether there is a catalogue of data. Goes out: one text. Servers that do not read it are told the same by hand;
//! `docs/serving.md` has it for nginx and Caddy, and a test keeps the two equal.
//! It deliberately allows nothing that the default theme does not need: no inline script or style, nothing of others.

use std::sync::Arc;

use super::api::catalog;
use super::{filters, search};
use crate::check::Roll;
use crate::plan::{Edition, Job, Route};

/// Content Security Policy Level 3: everything is forbidden but what is named, and that only from the site itself.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                          connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/// With every file: `nosniff` so that no attachment becomes a page, no address of a page for other sites, and no device.
pub const ALWAYS: [(&str, &str); 4] = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
];

/// With files whose names are made from what is in them.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

pub fn jobs<'r>(roll: &Roll, editions: &[Arc<Edition>]) -> Vec<Job<'r>> {
    let folders: Vec<&str> = editions.iter().map(|edition| edition.folder).collect();
    let route = Route::new("_headers").expect("a fixed name");
    let has_catalog = catalog::root(roll).is_some();
    vec![Job::text(route, move || text(&folders, has_catalog))]
}

fn text(folders: &[&str], has_catalog: bool) -> String {
    let always: String = ALWAYS.iter().map(|(name, value)| format!("  {name}: {value}\n")).collect();
    let of_search = |folder| search::FOLDERS.iter().map(move |inner| format!("{folder}search/{inner}/"));
    let named = folders.iter().flat_map(of_search);
    let filters = folders.iter().map(|folder| format!("{folder}{}", filters::FOLDER));
    let for_ever = std::iter::once("assets/".to_owned()).chain(named).chain(filters);
    let for_ever = for_ever.map(|folder| format!("\n/{folder}*\n  Cache-Control: {FOR_EVER}\n"));
    let named: String = for_ever.collect();
    let catalog = format!("\n/{}\n  Content-Type: {}\n", catalog::PATH, catalog::MEDIA_TYPE);
    format!("/*\n{always}{named}{}", if has_catalog { catalog.as_str() } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_by_its_contents_is_kept_for_ever() {
        let text = text(&["", "zh-hant/"], true);
        assert!(
            text.starts_with("/*\n  Content-Security-Policy: default-src 'none'; script-src 'self';"),
            "{text}"
        );
        assert!(
            text.contains(&format!("\n/zh-hant/search/texts/*\n  Cache-Control: {FOR_EVER}\n")),
            "{text}"
        );
        assert!(!text.contains("search/index.json"), "{text}");
        assert!(
            text.ends_with("\n/.well-known/api-catalog\n  Content-Type: application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"\n"),
            "{text}"
        );
    }

    #[test]
    fn the_documents_say_the_same() {
        let document = include_str!("../../docs/serving.md");
        for (name, value) in ALWAYS {
            assert!(document.contains(&format!("add_header {name} \"{value}\" always;")), "nginx: {name}");
            assert!(document.contains(&format!("{name} \"{value}\"\n")), "Caddy: {name}");
        }
        assert_eq!(document.matches(FOR_EVER).count(), 2);
        assert_eq!(document.matches(catalog::MEDIA_TYPE).count(), 2);
    }
}
