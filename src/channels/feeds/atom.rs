//! A feed as Atom (RFC 4287).

use super::{Feed, Outlet, moment};
use crate::channels::xml::{absolute, push_element, push_text};

pub fn write(outlet: &Outlet<'_>, feed: &Feed) -> String {
    let Outlet { edition, root, publisher } = outlet;
    let updated = feed.entries.first().map_or(String::new(), |entry| moment(entry.updated));

    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    push_text(&mut out, &edition.language);
    out.push_str("\">\n");
    push_line(&mut out, "id", &absolute(root, &feed.url));
    push_line(&mut out, "title", &feed.title);
    if let Some(subtitle) = &feed.subtitle {
        push_line(&mut out, "subtitle", subtitle);
    }
    push_line(&mut out, "updated", &updated);
    push_author(&mut out, publisher);
    push_link(&mut out, "self", "application/atom+xml", &absolute(root, &format!("{}feed.xml", feed.url)));
    push_link(&mut out, "alternate", "text/html", &absolute(root, &feed.url));
    for entry in &feed.entries {
        let url = absolute(root, &entry.url);
        out.push_str("<entry>\n");
        push_line(&mut out, "id", &url);
        push_line(&mut out, "title", &entry.title);
        push_line(&mut out, "updated", &moment(entry.updated));
        entry.authors.iter().for_each(|author| push_author(&mut out, author));
        push_link(&mut out, "alternate", "text/html", &url);
        out.push_str(&format!("<category term=\"{}\"/>\n", entry.category));
        if let Some(summary) = &entry.summary {
            push_line(&mut out, "summary", summary);
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    // To a feed the same holds as to HTML: words stand between tags, and addresses there are encoded.
    edition.word("feed_html", &out).into_owned()
}

fn push_line(out: &mut String, name: &str, text: &str) {
    push_element(out, name, text);
    out.push('\n');
}

fn push_author(out: &mut String, name: &str) {
    out.push_str("<author>");
    push_element(out, "name", name);
    out.push_str("</author>\n");
}

fn push_link(out: &mut String, rel: &str, media_type: &str, url: &str) {
    out.push_str(&format!("<link rel=\"{rel}\" type=\"{media_type}\" href=\""));
    push_text(out, url);
    out.push_str("\"/>\n");
}
