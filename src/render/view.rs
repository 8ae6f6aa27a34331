//! Views as templates see them: the values of Tera, made from what is shown.

use tera::{Context, Value};

use super::frame::Frames;
use crate::plan::{Shared, Shown, View};

/// A shared part of many views, prepared once.
struct Prepared {
    value: Value,
    hash: blake3::Hash,
    frames: Frames,
}

/// The hash of all that a template is shown: of what the view itself showed, before its edition words it, of what that
/// wording depends on, and of what it shares with others.
pub(super) fn hash(own: &Shown, view: &View) -> Result<blake3::Hash, String> {
    let wording = view.edition().and_then(|edition| edition.wording.as_ref());
    let parts = [
        view.shared().map(|shared| Ok(*prepared(shared)?.hash.as_bytes())),
        wording.map(|wording| Ok(wording.mark(own.written()))),
    ];
    let own = own.hash();
    if parts.iter().all(Option::is_none) {
        return Ok(own);
    }
    let mut all = blake3::Hasher::new();
    all.update(own.as_bytes());
    for part in parts.into_iter().flatten() {
        let part: Result<[u8; 32], String> = part;
        all.update(&part?);
    }
    Ok(all.finalize())
}

/// What a template is shown, as it wants it. Only who renders needs this.
pub(super) fn context(own: &Shown, shared: Option<&Shared>) -> Result<Context, String> {
    let mut context = Context::new();
    for (key, value) in value(own)?.into_map().ok_or("a view is a struct")? {
        context.insert_value(key.as_str().ok_or("the fields of a view have names")?.to_owned(), value);
    }
    if let Some(shared) = shared {
        context.insert_value(shared.name, prepared(shared)?.value.clone());
    }
    Ok(context)
}

/// The frames that were made beside what many views share.
pub(super) fn frames(shared: &Shared) -> Result<&Frames, String> {
    prepared(shared).map(|prepared| &prepared.frames)
}

fn prepared(shared: &Shared) -> Result<&Prepared, String> {
    let prepared = shared.prepared(|shown| {
        let shown = shown.map_err(|error| error.to_string())?;
        Ok(Prepared { value: value(shown)?, hash: shown.hash(), frames: Frames::default() })
    });
    prepared.as_ref().map_err(String::clone)
}

fn value(shown: &Shown) -> Result<Value, String> {
    Value::try_from_serializable(shown).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value as Json, json};

    use crate::plan::{Shared, View};

    fn hash(view: Json, shared: Option<Json>) -> blake3::Hash {
        let view = View::new(move || view.clone());
        let view = match shared {
            None => view,
            Some(shared) => view.beside(Arc::new(Shared::new("site", &shared))),
        };
        super::hash(&view.build().expect("a view"), &view).expect("a view")
    }

    #[test]
    fn every_difference_shows_in_the_hash() {
        let views = [
            json!({}),
            json!({"a": null}),
            json!({"a": ""}),
            json!({"a": "1"}),
            json!({"a": 1}),
            json!({"a": 1.5}),
            json!({"a": true}),
            json!({"a": []}),
            json!({"a": [""]}),
            json!({"a": ["", ""]}),
            json!({"a": {}}),
            json!({"a": {"b": ""}}),
            json!({"b": ""}),
            json!({"a": "s", "b": ""}),
            json!({"a": ["s"], "b": ""}),
        ];
        let mut seen = std::collections::HashSet::new();
        for view in &views {
            assert!(seen.insert(hash(view.clone(), None)), "{view}");
            assert_eq!(hash(view.clone(), None), hash(view.clone(), None));
            for shared in [json!(1), json!({"title": "甲"})] {
                assert!(seen.insert(hash(view.clone(), Some(shared.clone()))), "{view} beside {shared}");
            }
        }
    }
}
