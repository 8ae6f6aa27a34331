//! A measure: its levels as a chain, its items, and what the source leaves open.

use std::sync::Arc;

use serde::Serialize;

use super::date::Date;
use super::frame::{Here, Page};
use super::image::Attachment;
use super::link::Link;
use super::shared::Web;
use super::source::{Source, sources, text, texts};
use crate::channels::dates;
use crate::model::{self, Key};
use crate::plan::Job;

#[derive(Serialize)]
struct Content {
    measure: Measure,
}

#[derive(Serialize)]
struct Measure {
    title: String,
    kind: Option<String>,
    summary: Option<String>,
    number: Option<String>,
    issuers: Vec<Link>,
    date: Date,
    levels: Vec<String>,
    items: Vec<String>,
    open: bool,
    declared: Option<String>,
    gap: Option<String>,
    actors: Vec<Link>,
    places: Vec<Link>,
    campaign: Option<Link>,
    attachments: Vec<Attachment>,
    body_html: Option<String>,
    sources: Vec<Source>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let keys = web.roll.all::<model::Measure>().map(|(key, _)| key);
    keys.map(|key| web.record_page(key, "measure.html", move |web, here| page(web, key, here))).collect()
}

fn page(web: &Web<'_>, key: Key<model::Measure>, here: &Here) -> (Page, Content) {
    let record = web.roll.get(key);
    let data = &record.data;
    let stated = data.declared.as_ref().map(|stated| stated.value);
    let measure = Measure {
        title: data.title.value.clone(),
        kind: data.kind.map(|kind| kind.zh().to_owned()),
        summary: text(data.summary.as_ref()),
        number: text(data.number.as_ref()),
        issuers: web.mentions(&data.issuer),
        date: Date::of(data.date.as_ref()),
        levels: texts(&data.levels),
        items: texts(&data.items),
        open: data.open == Some(true),
        declared: stated.map(|stated| format!("{stated} 条")),
        gap: stated.and_then(|stated| gap(stated, data.items.len())),
        actors: web.unit_targets(&data.actors),
        places: web.targets(&data.places),
        campaign: web.target(data.campaign.as_ref()),
        attachments: web.attachments(&data.attachments),
        body_html: web.body_html(here),
        sources: sources(&record.common.sources),
    };
    let page = Page::new(&*data.title)
        .described([measure.summary.as_deref(), Some(data.title.as_str())])
        .under([Link::new("机制措施", "measures/")])
        .updated_on([dates::of_measure(web.roll, key)]);
    (page.beside(web, key), Content { measure })
}

/// What the source states and does not spell out.
fn gap(stated: u32, listed: usize) -> Option<String> {
    match listed {
        0 => Some(format!("来源写明共 {stated} 条，未载明具体内容")),
        listed if listed < stated as usize => Some(format!("来源写明共 {stated} 条，此处列出 {listed} 条")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::gap;

    #[test]
    fn gaps_are_said() {
        assert_eq!(gap(6, 0).as_deref(), Some("来源写明共 6 条，未载明具体内容"));
        assert_eq!(gap(6, 4).as_deref(), Some("来源写明共 6 条，此处列出 4 条"));
        assert_eq!(gap(6, 6), None);
    }
}
