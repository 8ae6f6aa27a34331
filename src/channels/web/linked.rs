//! JSON-LD: what a page is about, in the words of schema.org, for programs that read pages.
//!
//! It says nothing that the page does not say to people. A block of data is no script: a policy that forbids inline
//! scripts lets it stand.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::frame::{Here, Page};
use super::shared::Web;
use crate::channels::xml::encoded;

/// A thing of schema.org: its type, and what is known of it in the order in which it was said. What is not known is not
/// there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    kind: &'static str,
    facts: Vec<(&'static str, Value)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    Number(usize),
    /// Relative to the root of the edition, as a template has it.
    Address(String),
    Things(Vec<Thing>),
    Texts(Vec<String>),
}

impl Thing {
    pub fn new(kind: &'static str) -> Thing {
        Thing { kind, facts: Vec::new() }
    }

    /// Something with a name, and a page where it has one.
    pub fn named(kind: &'static str, name: impl Into<String>, href: Option<String>) -> Thing {
        Thing::new(kind).text("name", Some(name)).address("url", href)
    }

    pub fn text(self, name: &'static str, text: Option<impl Into<String>>) -> Thing {
        self.with(name, text.map(|text| Value::Text(text.into())))
    }

    pub fn texts(self, name: &'static str, texts: Vec<String>) -> Thing {
        self.with(name, (!texts.is_empty()).then_some(Value::Texts(texts)))
    }

    pub fn address(self, name: &'static str, href: Option<String>) -> Thing {
        self.with(name, href.map(Value::Address))
    }

    pub fn thing(self, name: &'static str, thing: Option<Thing>) -> Thing {
        self.things(name, thing.into_iter().collect())
    }

    pub fn things(self, name: &'static str, things: Vec<Thing>) -> Thing {
        self.with(name, (!things.is_empty()).then_some(Value::Things(things)))
    }

    fn with(mut self, name: &'static str, value: Option<Value>) -> Thing {
        self.facts.extend(value.map(|value| (name, value)));
        self
    }
}

impl Web<'_> {
    /// The element that holds what a page is about and the way to it; nothing on a page that has neither.
    pub fn linked_data(&self, page: &Page, here: &Here) -> Option<String> {
        let things: Vec<Thing> = page.about.iter().cloned().chain(way(page)).collect();
        let edition = self.absolute("");
        let places = Places {
            edition: edition.as_deref().unwrap_or(&here.root),
            site: self.base_url.as_deref().filter(|_| !self.edition.folder.is_empty()),
        };
        (!things.is_empty()).then(|| element(&things, &places))
    }
}

/// The breadcrumbs; the page itself is the last of them and needs no address.
fn way(page: &Page) -> Option<Thing> {
    let above = page.breadcrumbs.iter().map(|crumb| (&crumb.text, crumb.href.clone()));
    let items = above.chain([(&page.title, None)]).enumerate().map(|(at, (text, href))| {
        let place = Thing::new("ListItem").with("position", Some(Value::Number(at + 1)));
        place.text("name", Some(text.as_str())).address("item", href)
    });
    (!page.breadcrumbs.is_empty())
        .then(|| Thing::new("BreadcrumbList").things("itemListElement", items.collect()))
}

/// What addresses are relative to.
struct Places<'a> {
    /// The root of the edition: absolute where the site says where it is published, else the way there from the page.
    edition: &'a str,
    /// The site's own root, of an edition below it whose root is absolute.
    site: Option<&'a str>,
}

impl Places<'_> {
    /// Addresses of what all editions share lead out of the edition's folder.
    fn address(&self, href: &str) -> String {
        let (root, rest) = match (self.site, href.strip_prefix("../")) {
            (Some(site), Some(rest)) => (site, rest),
            _ => (self.edition, href),
        };
        // Addresses of files are encoded already.
        if rest.is_ascii() { format!("{root}{rest}") } else { format!("{root}{}", encoded(rest)) }
    }
}

fn element(things: &[Thing], places: &Places<'_>) -> String {
    let things = things.iter().map(|thing| Placed(thing, places)).collect();
    let graph = Graph { context: "https://schema.org", things };
    let json = serde_json::to_string(&graph).expect("plain data with string keys can be written as JSON");
    format!("<script type=\"application/ld+json\">{}</script>", closed(&json))
}

/// JSON in which nothing can end the element around it or open another one, whatever records say.
fn closed(json: &str) -> Cow<'_, str> {
    // 0xE2 begins the two line ends of Unicode, and much else.
    if !json.bytes().any(|byte| matches!(byte, b'<' | b'>' | b'&' | 0xE2)) {
        return json.into();
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            // None of them is part of JSON's own syntax: they only stand in strings.
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.into()
}

#[derive(serde::Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    things: Vec<Placed<'a>>,
}

struct Placed<'a>(&'a Thing, &'a Places<'a>);

impl Serialize for Placed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Placed(thing, places) = *self;
        let mut map = serializer.serialize_map(Some(thing.facts.len() + 1))?;
        map.serialize_entry("@type", thing.kind)?;
        for (name, value) in &thing.facts {
            match value {
                Value::Text(text) => map.serialize_entry(name, text)?,
                Value::Number(number) => map.serialize_entry(name, number)?,
                Value::Address(href) => map.serialize_entry(name, &places.address(href))?,
                Value::Texts(texts) => map.serialize_entry(name, texts)?,
                Value::Things(things) => {
                    let things: Vec<Placed> = things.iter().map(|thing| Placed(thing, places)).collect();
                    match &things[..] {
                        [only] => map.serialize_entry(name, only)?,
                        _ => map.serialize_entry(name, &things)?,
                    }
                }
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDITION: Places<'static> =
        Places { edition: "https://a.example/zh-hant/", site: Some("https://a.example/") };

    #[test]
    fn no_record_ends_the_element() {
        let hostile = "</script><script>alert(1)</script><!--\u{2028}\"\\";
        let element = element(&[Thing::named("Person", hostile, None)], &EDITION);
        let json = element.strip_prefix("<script type=\"application/ld+json\">").expect("the start");
        let json = json.strip_suffix("</script>").expect("the end");
        assert!(!json.contains(['<', '>', '&', '\u{2028}']), "{json}");
        let read: serde_json::Value = serde_json::from_str(json).expect("JSON");
        assert_eq!(read["@graph"][0]["name"], hostile);
    }

    #[test]
    fn addresses() {
        let local = Places { edition: "../../", site: None };
        for (places, href, expect) in [
            (&EDITION, "people/zhang-san/", "https://a.example/zh-hant/people/zhang-san/"),
            (&EDITION, "../media/a%20b.jpg", "https://a.example/media/a%20b.jpg"),
            (&EDITION, "", "https://a.example/zh-hant/"),
            (&EDITION, "关于/", "https://a.example/zh-hant/%E5%85%B3%E4%BA%8E/"),
            (&local, "people/zhang-san/", "../../people/zhang-san/"),
        ] {
            assert_eq!(places.address(href), expect);
        }
    }
}
