//! Filters for templates beyond Tera's own. Views arrive ready to show, so that hardly any is needed.

use std::io;

use tera::value::Key;
use tera::{Kwargs, Map, State, Tera, Value};

use crate::picture;

pub(super) fn register(tera: &mut Tera) {
    // Tera's own collects into a map without an order: its output would differ from run to run.
    tera.register_filter("group_by", group_by);
    tera.register_filter("part_name", part_name);
    // What stands on every page many times. As components these three took a fifth of the time of a page.
    tera.register_filter("link", link);
    tera.register_filter("links", links);
    tera.register_filter("time", time);
    tera.register_filter("srcset", srcset);
    tera.register_filter("placeholder", placeholder);
}

/// A Link of the views: its text, leading to its page where it has one. Takes the page's `root` from where it is used.
fn link(link: &Value, _: Kwargs, state: &State) -> tera::TeraResult<Value> {
    let mut html = Vec::with_capacity(128);
    write_link(link, &root(state)?, &mut html)?;
    Ok(safe(&html))
}

/// Links one after another, with 、 between them.
fn links(links: &[Value], _: Kwargs, state: &State) -> tera::TeraResult<Value> {
    let root = root(state)?;
    let mut html = Vec::with_capacity(links.len() * 128);
    for (at, link) in links.iter().enumerate() {
        if at > 0 {
            html.extend_from_slice("、".as_bytes());
        }
        write_link(link, &root, &mut html)?;
    }
    Ok(safe(&html))
}

/// A Date of the views as it was stated, and for machines where it says at least the year.
fn time(date: &Value, _: Kwargs, _: &State) -> tera::TeraResult<Value> {
    let mut html = Vec::with_capacity(96);
    let text = field(date, "text")?;
    match field(date, "iso")?.as_str() {
        Some(iso) => {
            html.extend_from_slice(b"<time datetime=\"");
            tera::escape_html(iso, &mut html)?;
            html.extend_from_slice(b"\">");
            write_text(text, &mut html)?;
            html.extend_from_slice(b"</time>");
        }
        None => {
            html.extend_from_slice(b"<span class=\"undated\">");
            write_text(text, &mut html)?;
            html.extend_from_slice(b"</span>");
        }
    }
    Ok(safe(&html))
}

/// The files of an Image of the views with their widths, as `srcset` wants them.
fn srcset(files: &[Value], _: Kwargs, state: &State) -> tera::TeraResult<String> {
    let root = root(state)?;
    let candidates = files.iter().map(|file| {
        let (src, width) = (field(file, "src")?, field(file, "width")?);
        Ok(format!("{root}{} {width}w", src.as_str().unwrap_or_default()))
    });
    Ok(candidates.collect::<tera::TeraResult<Vec<_>>>()?.join(", "))
}

/// What an Image of the views looks like from afar, as a drawing; nothing where that is not known.
fn placeholder(afar: &Value, _: Kwargs, _: &State) -> Value {
    let svg = afar.as_str().and_then(picture::placeholder);
    safe(svg.unwrap_or_default().as_bytes())
}

fn write_link(link: &Value, root: &str, html: &mut Vec<u8>) -> tera::TeraResult<()> {
    let text = field(link, "text")?;
    let Some(href) = field(link, "href")?.as_str() else { return Ok(write_text(text, html)?) };
    html.extend_from_slice(b"<a href=\"");
    tera::escape_html(root, html)?;
    tera::escape_html(href, html)?;
    html.extend_from_slice(b"\">");
    write_text(text, html)?;
    html.extend_from_slice(b"</a>");
    Ok(())
}

fn write_text(text: &Value, html: &mut Vec<u8>) -> io::Result<()> {
    match text.as_str() {
        Some(text) => tera::escape_html(text, html),
        None => tera::escape_html(&text.to_string(), html),
    }
}

fn field<'v>(value: &'v Value, name: &'static str) -> tera::TeraResult<&'v Value> {
    let found = value.as_map().and_then(|map| map.get(&Key::Str(name)));
    found.ok_or_else(|| tera::Error::message(format!("Field `{name}` is not defined")))
}

fn root(state: &State) -> tera::TeraResult<String> {
    state.get("root")?.ok_or_else(|| tera::Error::message("Variable `root` is not defined"))
}

/// What a filter has escaped itself.
fn safe(html: &[u8]) -> Value {
    Value::safe_string(&String::from_utf8_lossy(html))
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
