//! Filters for templates beyond Tera's own. Views arrive ready to show, so that hardly any is needed.

use tera::{Kwargs, Map, State, Tera, Value};

pub(super) fn register(tera: &mut Tera) {
    // Tera's own collects into a map without an order: its output would differ from run to run.
    tera.register_filter("group_by", group_by);
    tera.register_filter("part_name", part_name);
}

/// A name that may go on in the next line after a middle dot, and nowhere else: `买买提·<wbr>艾力`.
///
/// A filter rather than a component, because pages of lists name hundreds of people.
fn part_name(name: &Value, _: Kwargs, _: &State) -> Value {
    match name.as_str() {
        Some(text) if text.contains('·') => {
            let mut escaped = Vec::with_capacity(text.len() + 16);
            // Writing into memory does not fail.
            let _ = tera::escape_html(text, &mut escaped);
            Value::safe_string(&String::from_utf8_lossy(&escaped).replace('·', "·<wbr>"))
        }
        Some(_) | None => name.clone(),
    }
}

/// A map from the attribute's text to the values that have it, in the order in which each text first appears.
fn group_by(values: &[Value], arguments: Kwargs, _: &State) -> tera::TeraResult<Map> {
    let attribute = arguments.must_get::<&str>("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for value in values {
        let found = value
            .get_from_path(attribute)
            .ok_or_else(|| tera::Error::message(format!("a value has no attribute `{attribute}`")))?;
        if found.is_none() {
            continue;
        }
        let key = found.to_string();
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(value.clone()),
            None => groups.push((key, vec![value.clone()])),
        }
    }
    Ok(groups.into_iter().map(|(key, group)| (key.into(), group.into())).collect())
}
