//! The frame of pages: what stands around the content and is the same on very many of them.
//!
//! Comes in: the site that all pages share, and of a page what its frame may depend on. Goes out: the HTML of the frame's
//! parts, for the page's own template to place. Each part is made once for all pages that want the same one.
//! It deliberately shows these templates nothing else of a page: that is what makes one part right for all of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tera::value::Key;
use tera::{Context, Map, Value};

use super::theme::Look;

/// The name by which pages know each part, and the template that makes it. A theme without one has an empty part.
pub(super) const PARTS: [(&str, &str); 3] = [
    ("head_html", "frame/head.html"),
    ("header_html", "frame/header.html"),
    ("footer_html", "frame/footer.html"),
];

/// All of a page that its frame may depend on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Occasion {
    root: String,
    kind: String,
    section: Option<String>,
}

/// The parts that were made so far, beside one site.
#[derive(Default)]
pub(super) struct Frames(Mutex<HashMap<Occasion, Arc<Vec<Value>>>>);

impl Frames {
    /// Adds the frame's parts to what a page is shown, which must have its `root`, its `page` and what it shares.
    pub(super) fn complete(&self, look: &Look, page: &mut Context) -> tera::TeraResult<()> {
        let occasion = Occasion::of(page);
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&occasion).cloned();
        let parts = match known {
            Some(parts) => parts,
            None => {
                let parts = Arc::new(occasion.make(look, page)?);
                let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                Arc::clone(made.entry(occasion).or_insert(parts))
            }
        };
        for ((name, _), part) in PARTS.iter().zip(parts.iter()) {
            page.insert_value(*name, part.clone());
        }
        Ok(())
    }
}

impl Occasion {
    fn of(page: &Context) -> Occasion {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let own = |name| page.get("page")?.as_map()?.get(&Key::Str(name));
        Occasion {
            root: text(page.get("root")).unwrap_or_default(),
            kind: text(own("kind")).unwrap_or_default(),
            section: text(own("section")),
        }
    }

    fn make(&self, look: &Look, page: &Context) -> tera::TeraResult<Vec<Value>> {
        let mut context = Context::new();
        if let Some(site) = page.get("site") {
            context.insert_value("site", site.clone());
        }
        context.insert_value("root", Value::from(self.root.as_str()));
        let of_page = [
            (Key::Str("kind"), Value::from(self.kind.as_str())),
            (Key::Str("section"), Value::from(self.section.as_deref())),
        ];
        context.insert_value("page", Value::from(Map::from_iter(of_page)));
        let make = |template| match look.resolve(template) {
            Some(name) => Ok(Value::safe_string(look.tera().render(name, &context)?.trim())),
            None => Ok(Value::safe_string("")),
        };
        PARTS.iter().map(|(_, template)| make(template)).collect()
    }
}
