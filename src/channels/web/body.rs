//! Bodies: the holes of their HTML filled with what the roll knows.

use super::figure::Figure;
use super::frame::Here;
use super::image::{Candidate, Image};
use super::link::site_href;
use super::shared::Web;
use crate::channels::xml::encoded;
use crate::check::{LinkedBody, LocalTarget, Target};
use crate::markdown::{Hole, Reference, push_attribute, push_escaped};
use crate::model::{self, Key, Kind};

impl Web<'_> {
    /// The HTML of the body of the record whose page it is, with links relative to that page. No page shows another record's.
    pub fn body_html(&self, here: &Here) -> Option<String> {
        self.linked_html(self.body(here)?, here)
    }

    /// The body of the record whose page it is.
    pub fn body(&self, here: &Here) -> Option<&LinkedBody> {
        let (kind, index) = here.body?;
        self.roll.body_at(kind, index)
    }

    /// As [`Web::body_html`], for a body that is in no table, such as that of a notice.
    pub fn linked_html(&self, linked: &LinkedBody, here: &Here) -> Option<String> {
        let root = here.root.as_str();
        let html = linked.body().html.fill(|out, hole| match hole {
            Hole::Reference(at) => {
                self.push_reference(out, &linked.body().references[at], &linked.targets[at], root);
            }
            Hole::Link(at) => {
                let suffix = &linked.body().locals[at].suffix;
                if let Some(href) = self.local_href(&linked.locals[at]) {
                    push_attribute(out, "href", &format!("{root}{href}{suffix}"));
                }
            }
            Hole::Image(at) => {
                let image = match &linked.locals[at] {
                    LocalTarget::Media(path) => self.shown(path),
                    LocalTarget::Record { .. } | LocalTarget::Path(_) | LocalTarget::Unpublished => None,
                };
                push_image(out, &image.unwrap_or_default(), root);
            }
        });
        (!html.trim().is_empty()).then_some(html)
    }

    fn push_reference(&self, out: &mut String, reference: &Reference, target: &Target, root: &str) {
        let label = reference.label.as_deref();
        match *target {
            Target::Unpublished(ref instead) => push_escaped(out, label.unwrap_or(instead)),
            Target::Record(Kind::Figure, index) => {
                self.push_figure(out, Key::new(index as usize), label, root)
            }
            Target::Record(Kind::Photo, index) => {
                self.push_photo(out, Key::new(index as usize), reference, root);
            }
            Target::Record(kind, index) => {
                let text = label.unwrap_or_else(|| self.roll.card(kind, index).0);
                match self.href_of(kind, index) {
                    Some(href) => push_link(out, &format!("{root}{href}"), text),
                    None => push_escaped(out, text),
                }
            }
        }
    }

    /// The number as its source states it, leading to its line on the page of all figures, where the source is named.
    fn push_figure(&self, out: &mut String, key: Key<model::Figure>, label: Option<&str>, root: &str) {
        let figure = self.figure(key);
        let source = figure.sources.first().map_or("", |source| source.title.as_str());
        out.push_str("<a");
        push_attribute(out, "href", &format!("{root}figures/#{}", figure.id));
        push_attribute(out, "title", &format!("{}。来源：{source}", figure.label));
        out.push('>');
        match label {
            Some(label) => push_escaped(out, label),
            None => push_figure_value(out, &figure),
        }
        out.push_str("</a>");
    }

    /// A figure with its caption where the photo is a paragraph of its own; the picture alone within a line.
    fn push_photo(&self, out: &mut String, key: Key<model::Photo>, reference: &Reference, root: &str) {
        let data = &self.roll.get(key).data;
        let Some(image) = self.photo_image(data) else { return };
        if reference.alone {
            out.push_str("<figure class=\"photo\"><a");
            push_attribute(out, "href", &format!("{root}{}", image.src));
            out.push_str(" data-large>");
        }
        out.push_str("<span class=\"picture\">");
        push_image(out, &image, root);
        push_attribute(out, "alt", &image.alt);
        out.push_str(" loading=\"lazy\" decoding=\"async\"></picture></span>");
        if reference.alone {
            out.push_str("</a>");
            let written =
                reference.label.as_deref().or(data.caption.as_ref().map(|text| text.value.as_str()));
            let caption = match (written, &data.by) {
                (Some(caption), Some(by)) => format!("{caption}（{} 摄）", by.value),
                (Some(caption), None) => caption.to_owned(),
                (None, Some(by)) => format!("{} 摄", by.value),
                (None, None) => String::new(),
            };
            if !caption.is_empty() {
                out.push_str("<figcaption>");
                push_escaped(out, &caption);
                out.push_str("</figcaption>");
            }
            out.push_str("</figure>");
        }
    }

    fn local_href(&self, target: &LocalTarget) -> Option<String> {
        match target {
            LocalTarget::Media(path) => self.media_href(path),
            LocalTarget::Record { kind, index, .. } => self.href_of(*kind, *index),
            LocalTarget::Path(path) => Some(site_href(&self.edition, encoded(path))),
            LocalTarget::Unpublished => None,
        }
    }
}

/// The beginning of a picture, as `ui.image` of the default theme has it: up to the attributes of `<img` that say what it shows.
fn push_image(out: &mut String, image: &Image, root: &str) {
    // How wide a body is.
    const SIZES: &str = "(min-width: 46rem) 42rem, 92vw";
    out.push_str(&image.placeholder().unwrap_or_default());
    out.push_str("<picture>");
    let srcset = |out: &mut String, files: &[Candidate]| {
        let files: Vec<String> =
            files.iter().map(|file| format!("{root}{} {}w", file.src, file.width)).collect();
        push_attribute(out, "srcset", &files.join(", "));
        push_attribute(out, "sizes", SIZES);
    };
    if !image.webp.is_empty() {
        out.push_str("<source type=\"image/webp\"");
        srcset(out, &image.webp);
        out.push('>');
    }
    out.push_str("<img");
    push_attribute(out, "src", &format!("{root}{}", image.src));
    if !image.jpeg.is_empty() {
        srcset(out, &image.jpeg);
    }
    for (name, size) in [("width", image.width), ("height", image.height)] {
        if let Some(size) = size {
            push_attribute(out, name, &size.to_string());
        }
    }
}

/// As `entries.figure_value` of the default theme has it.
fn push_figure_value(out: &mut String, figure: &Figure) {
    let after = format!("{}{}", figure.after, figure.measure);
    let parts = [("figure-near", &figure.before), ("figure-number", &figure.number), ("figure-near", &after)];
    out.push_str("<span class=\"figure-value\">");
    for (class, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
        out.push_str("<span");
        push_attribute(out, "class", class);
        out.push('>');
        push_escaped(out, text);
        out.push_str("</span>");
    }
    out.push_str("</span>");
}

fn push_link(out: &mut String, href: &str, text: &str) {
    out.push_str("<a");
    push_attribute(out, "href", href);
    out.push('>');
    push_escaped(out, text);
    out.push_str("</a>");
}
