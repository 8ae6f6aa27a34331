//! Which templates one template may reach, so that an edit of one rebuilds no more pages than it must.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use tera::Tera;

use super::{cut, frame, theme};
use crate::diag::FileId;

/// The hash, for each template, of the renderer and of all that the template may extend, include or call.
///
/// Names are looked for in the text, so that this errs towards too many: a name in a comment counts.
pub(super) fn hashes(
    templates: &BTreeMap<String, FileId>,
    prefixes: &[String],
    sources: &[(&str, &str)],
    tera: &Tera,
    assets: &str,
) -> BTreeMap<String, [u8; 16]> {
    let reaches = edges(templates, prefixes, sources, tera);
    let texts: BTreeMap<&str, &str> = sources.iter().copied().collect();
    let hash = |name: &str| {
        let mut hasher = blake3::Hasher::new();
        let mut part = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        part(env!("CARGO_PKG_VERSION"));
        part(env!("HONORROLL_RENDERER"));
        part(&prefixes.concat());
        let mut uses_assets = false;
        for reached in closure(name, &reaches) {
            let text = texts.get(reached).copied().unwrap_or_default();
            uses_assets |= text.contains("asset");
            part(reached);
            part(text);
        }
        part(if uses_assets { assets } else { "" });
        cut(hasher.finalize())
    };
    templates.keys().map(|name| (name.clone(), hash(name))).collect()
}

/// The template itself and all that it reaches, in the order of their names.
fn closure<'t>(name: &'t str, reaches: &BTreeMap<&'t str, BTreeSet<&'t str>>) -> BTreeSet<&'t str> {
    let mut closed = BTreeSet::from([name]);
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for &reached in reaches.get(next).into_iter().flatten() {
            if closed.insert(reached) {
                open.push(reached);
            }
        }
    }
    closed
}

fn edges<'t>(
    templates: &'t BTreeMap<String, FileId>,
    prefixes: &[String],
    sources: &[(&'t str, &'t str)],
    tera: &Tera,
) -> BTreeMap<&'t str, BTreeSet<&'t str>> {
    // How a template may be called, and what is found under that name.
    let short = templates.keys().flat_map(|full| {
        let stripped = prefixes.iter().filter_map(|prefix| full.strip_prefix(prefix.as_str()));
        stripped.chain([full.as_str()])
    });
    let names: BTreeMap<&str, &str> =
        short.filter_map(|name| Some((name, theme::resolve(templates, prefixes, name)?))).collect();

    // Space is allowed anywhere inside a tag: `{{ < ui . link / > }}`.
    let squeezed: Vec<String> =
        sources.iter().map(|(_, text)| text.split_whitespace().collect::<String>()).collect();
    let components: Vec<&str> = tera.get_component_names().collect();
    let definitions = Words::new(components.iter().map(|component| format!("component{component}(")));
    let mut definers: Vec<Vec<&str>> = vec![Vec::new(); components.len()];
    for (&(name, _), squeezed) in sources.iter().zip(&squeezed) {
        definitions.within(squeezed).into_iter().for_each(|component| definers[component].push(name));
    }

    let called = Words::new(components.iter().map(|component| format!("<{component}")));
    let named = Words::new(names.keys());
    let meant: Vec<&str> = names.values().copied().collect();
    let mut edges = BTreeMap::new();
    for (&(full, text), squeezed) in sources.iter().zip(&squeezed) {
        // A name may be written with escapes; then it could be any.
        let escapes = text.contains('\\');
        let found = if escapes { (0..meant.len()).collect() } else { named.within(text) };
        let named = found.into_iter().map(|name| meant[name]);
        let called =
            called.within(squeezed).into_iter().flat_map(|component| definers[component].iter().copied());
        let framing = frame::PARTS.iter().filter(|(part, _)| escapes || text.contains(part));
        let framing = framing.filter_map(|(_, template)| names.get(template).copied());
        edges.insert(full, named.chain(called).chain(framing).collect());
    }
    edges
}

/// Words that are looked for all at once, also where one lies in another.
struct Words(AhoCorasick);

impl Words {
    fn new<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Words {
        Words(
            AhoCorasick::new(words)
                .expect("the names of a theme's templates are within every limit of the automaton"),
        )
    }

    /// Which of them a text holds, by their numbers.
    fn within(&self, text: &str) -> BTreeSet<usize> {
        self.0.find_overlapping_iter(text).map(|found| found.pattern().as_usize()).collect()
    }
}
