//! Views as templates see them: values of Tera, and the hash of all that they hold.

use tera::{Context, Value, value::Key};

use crate::plan::{Shared, View};

/// A shared part of many views, prepared once.
struct Prepared {
    value: Value,
    hash: blake3::Hash,
}

/// What the template is shown, and the hash of it. The hash covers the name of every field: a view that gained one is
/// another view.
pub(super) fn context(view: &View<'_>) -> Result<(Context, blake3::Hash), String> {
    let own = Value::try_from_serializable(view.build().as_ref()).map_err(|error| error.to_string())?;
    let mut bytes = Vec::with_capacity(1 << 14);
    write(&own, &mut bytes);
    let mut context = Context::new();
    for (key, value) in own.into_map().ok_or("a view is a struct")? {
        context.insert_value(key.as_str().ok_or("the fields of a view have names")?.to_owned(), value);
    }
    if let Some(shared) = view.shared() {
        let prepared = prepared(shared)?;
        bytes.extend_from_slice(prepared.hash.as_bytes());
        context.insert_value(shared.name, prepared.value.clone());
    }
    Ok((context, blake3::hash(&bytes)))
}

fn prepared(shared: &Shared) -> Result<&Prepared, String> {
    let prepared = shared.prepared(|value| {
        let value = Value::try_from_serializable(value).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        write(&value, &mut bytes);
        Ok(Prepared { value, hash: blake3::hash(&bytes) })
    });
    prepared.as_ref().map_err(String::clone)
}

/// A value as bytes: each begins with its kind, and with its length where that varies, so that no two values are written
/// alike.
fn write(value: &Value, bytes: &mut Vec<u8>) {
    if let Some(text) = value.as_str() {
        write_text(text, bytes);
    } else if let Some(map) = value.as_map() {
        write_head(b'm', map.len(), bytes);
        for (key, value) in map {
            match key {
                Key::Str(text) => write_text(text, bytes),
                other => write(&other.as_value(), bytes),
            }
            write(value, bytes);
        }
    } else if let Some(items) = value.as_array() {
        write_head(b'a', items.len(), bytes);
        for item in items {
            write(item, bytes);
        }
    } else if let Some(truth) = value.as_bool() {
        bytes.push(if truth { b't' } else { b'f' });
    } else if let Some(blob) = value.as_bytes() {
        write_head(b'b', blob.len(), bytes);
        bytes.extend_from_slice(blob);
    } else if value.is_number() {
        // As text: whole numbers and fractions of every width, each in one way.
        write_head(b'n', 0, bytes);
        write_text(&value.to_string(), bytes);
    } else {
        bytes.push(b'0');
    }
}

fn write_text(text: &str, bytes: &mut Vec<u8>) {
    write_head(b's', text.len(), bytes);
    bytes.extend_from_slice(text.as_bytes());
}

fn write_head(kind: u8, length: usize, bytes: &mut Vec<u8>) {
    bytes.push(kind);
    bytes.extend_from_slice(&(length as u32).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::{Value as Json, json};

    use super::*;
    use crate::plan::Shared;

    fn hash(view: Json, shared: Option<Json>) -> blake3::Hash {
        let view = View::new(move || view.clone());
        let view = match shared {
            None => view,
            Some(shared) => view.beside(Arc::new(Shared::new("site", shared))),
        };
        context(&view).expect("a view").1
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
