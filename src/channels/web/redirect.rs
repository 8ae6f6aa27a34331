//! Where records were under former ids: a page that leads on to where they are.

use std::sync::Arc;

use super::shared::Web;
use crate::markdown::{push_attribute, push_escaped};
use crate::model::{
    Campaign, Channel, Column, Commendation, InTables, Kind, Measure, Person, Place, Story, Team, Unit,
};
use crate::plan::{Job, Route};
use crate::text::slug;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    [
        of::<Person>(web),
        of::<Commendation>(web),
        of::<Unit>(web),
        of::<Place>(web),
        of::<Team>(web),
        of::<Measure>(web),
        of::<Campaign>(web),
        of::<Column>(web),
        of::<Story>(web),
        of::<Channel>(web),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of<'r, T: InTables>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let records = web.roll.all::<T>().filter(|(key, _)| web.roll.has_page(*key));
    let moved = records.flat_map(|(key, record)| {
        let ids = record.common.former_ids.iter();
        let slugs = ids.map(|id| slug::slug(T::KIND == Kind::Person, id));
        slugs.filter(|former| *former != record.slug).map(move |former| (key, former))
    });
    moved
        .filter_map(|(key, former)| {
            let folder = web.edition.folder;
            let route = Route::page(&format!("{folder}{}/{former}/", T::KIND.folder())).ok()?;
            let web = Arc::clone(web);
            let span = web.roll.get(key).span;
            Some(Job::text(route, move || page(&web, key)).asked_by(span))
        })
        .collect()
}

fn page<T: InTables>(web: &Web<'_>, key: crate::model::Key<T>) -> String {
    let url = web.url(key);
    let title = web.edition.word("title", web.roll.get(key).data.title());
    // A page of a record lies two folders below the root of its edition.
    let to = format!("../../{url}");
    let mut html = String::from("<!doctype html>\n<html");
    push_attribute(&mut html, "lang", &web.edition.language);
    html.push_str(">\n<meta charset=\"utf-8\">\n<title>");
    push_escaped(&mut html, &title);
    html.push_str("</title>\n<meta name=\"robots\" content=\"noindex\">\n<link rel=\"canonical\"");
    push_attribute(&mut html, "href", &web.absolute(&url).unwrap_or_else(|| to.clone()));
    html.push_str(">\n<meta http-equiv=\"refresh\"");
    push_attribute(&mut html, "content", &format!("0; url={to}"));
    html.push_str(">\n<p>");
    html.push_str(&web.edition.word("text", "此页已移到"));
    html.push_str(" <a");
    push_attribute(&mut html, "href", &to);
    html.push('>');
    push_escaped(&mut html, &title);
    html.push_str("</a>。</p>\n</html>\n");
    html
}
