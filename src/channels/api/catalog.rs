//! `/.well-known/api-catalog` ([RFC 9727](https://www.rfc-editor.org/rfc/rfc9727)): where programs that know nothing of this site look
//! for its data. A set of links (RFC 9264), each absolute.

use serde::Serialize;

use super::{FILES, json, route};
use crate::check::Roll;
use crate::plan::Job;

/// What a server has to say that the file is; its name has no extension to tell it.
pub const MEDIA_TYPE: &str = "application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\"";

pub const PATH: &str = ".well-known/api-catalog";

#[derive(Serialize)]
struct Catalog {
    linkset: Vec<Context>,
}

/// Links of one file, by their relation: to what a list lists, to what describes it to programs, and to what does to people (RFC 8631).
#[derive(Serialize)]
struct Context {
    anchor: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    item: Vec<Target>,
    #[serde(rename = "service-desc", skip_serializing_if = "Vec::is_empty")]
    description: Vec<Target>,
    #[serde(rename = "service-doc", skip_serializing_if = "Vec::is_empty")]
    documentation: Vec<Target>,
}

#[derive(Serialize)]
struct Target {
    href: String,
    #[serde(rename = "type")]
    media_type: &'static str,
}

/// Nothing where the site has no address, or lies below the root of its host: such an address is the host's alone.
pub(super) fn jobs(roll: &Roll) -> Option<Job<'_>> {
    let base = root(roll)?;
    Some(Job::text(route(PATH), move || text(&base)))
}

/// The site's address, where it has a host for itself.
pub fn root(roll: &Roll) -> Option<String> {
    roll.base_url().filter(|base| is_root(base))
}

/// Whether a base URL has no path: `https://honor.example/`.
fn is_root(base: &str) -> bool {
    base.split_once("://").is_some_and(|(_, rest)| rest.find('/') == Some(rest.len() - 1))
}

fn text(base: &str) -> String {
    let address = |path: &str| format!("{base}{path}");
    let target = |path: &str, media_type| Target { href: address(path), media_type };
    let list = Context {
        anchor: address(PATH),
        item: FILES.iter().map(|file| target(&file.path(), "application/json")).collect(),
        description: Vec::new(),
        documentation: Vec::new(),
    };
    let files = FILES.iter().map(|file| Context {
        anchor: address(&file.path()),
        item: Vec::new(),
        description: vec![target(&file.schema_path(), "application/schema+json")],
        documentation: vec![target("open-data/", "text/html")],
    });
    json(&Catalog { linkset: std::iter::once(list).chain(files).collect() }) + "\n"
}

#[cfg(test)]
mod tests {
    use super::is_root;

    #[test]
    fn the_root_of_a_host() {
        for (base, expect) in [
            ("https://honor.example/", true),
            ("https://honor.example:8443/", true),
            ("https://shili.example/honor/", false),
            ("https://honor.example", false),
        ] {
            assert_eq!(is_root(base), expect, "{base}");
        }
    }
}
