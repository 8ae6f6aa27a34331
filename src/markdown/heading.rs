//! Headings: how deep they are published, and the ids by which a URL finds them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

/// What must be known of all headings before the first is written.
#[derive(Default)]
pub(super) struct Headings {
    /// Added to every level, so that the highest of the body becomes `h2`.
    shift: i8,
    taken: BTreeSet<String>,
    /// Ids that authors wrote and no heading has had yet.
    reserved: BTreeSet<String>,
    /// For an id that is taken, the number to try next: without it, many equal headings cost n².
    next: BTreeMap<String, u32>,
}

impl Headings {
    pub(super) fn of(events: &[(Event, Range<usize>)]) -> Headings {
        let mut headings = Headings::default();
        let mut top = 6;
        for (i, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => top = top.min(*level as i8),
                Event::End(TagEnd::Heading(_)) => {
                    let start = events[..i].iter().rposition(|(event, _)| !matches!(event, Event::Text(_)));
                    let tail: String = events[start.map_or(0, |start| start + 1)..i]
                        .iter()
                        .map(|(event, _)| if let Event::Text(text) = event { text.as_ref() } else { "" })
                        .collect();
                    headings.reserved.extend(split_id(&tail).1.map(clean));
                }
                _ => {}
            }
        }
        headings.shift = 2 - top;
        headings
    }

    /// The level under which a heading is published, 2 to 6.
    pub(super) fn level(&self, written: HeadingLevel) -> u8 {
        (written as i8 + self.shift).clamp(2, 6) as u8
    }

    /// A new id, from what the author wrote for it or else from the heading's text.
    pub(super) fn id(&mut self, explicit: Option<&str>, text: &str) -> String {
        let base = explicit.map_or_else(|| slug(text), clean);
        let is_promised = explicit.is_none() && self.reserved.contains(&base);
        let id = if is_promised || self.taken.contains(&base) { self.numbered(&base) } else { base };
        self.reserved.remove(&id);
        self.taken.insert(id.clone());
        id
    }

    fn numbered(&mut self, base: &str) -> String {
        let next = self.next.entry(base.to_owned()).or_insert(2);
        loop {
            let id = format!("{base}-{next}");
            *next += 1;
            if !self.taken.contains(&id) && !self.reserved.contains(&id) {
                return id;
            }
        }
    }
}

/// Splits `标题 {#id}` into the title and the id.
pub(super) fn split_id(text: &str) -> (&str, Option<&str>) {
    let split = || {
        let inside = text.trim_end().strip_suffix('}')?;
        let (title, id) = inside.rsplit_once("{#")?;
        (!id.is_empty() && !id.contains(['{', '}']) && !id.contains(char::is_whitespace))
            .then(|| (title.trim_end(), Some(id)))
    };
    split().unwrap_or((text, None))
}

/// An id that its author wrote, without what would be no id, or that of a footnote (`fn:1`).
fn clean(id: &str) -> String {
    id.chars().map(|c| if is_part(c) { c } else { '-' }).collect()
}

/// Letters, Chinese characters and digits of the text in lower case, joined by hyphens; of its first 60 characters.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().take(60) {
        if is_part(c) && c != '-' {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-')
}
