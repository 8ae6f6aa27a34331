//! `/commendations/<slug>/`: a decision, laid out as the document that it is.

use std::sync::Arc;

use serde::Serialize;

use super::card::StoryCard;
use super::corrections::{Correction, correction};
use super::count::commendation_count;
use super::date::{Date, iso};
use super::frame::{Here, Page};
use super::honor::{Honor, order_note};
use super::image::Attachment;
use super::link::Link;
use super::linked::Thing;
use super::shared::Web;
use super::source::{Source, sources, text, texts};
use crate::channels::dates;
use crate::markdown::Piece;
use crate::model::{self, Key, Mention, Ref, Story, Unit};
use crate::plan::Job;

#[derive(Serialize)]
struct View {
    commendation: Commendation,
}

#[derive(Serialize)]
struct Commendation {
    title: String,
    number: Option<String>,
    issuers: Vec<Link>,
    date: Date,
    kind: Option<String>,
    level: Option<String>,
    campaign: Option<Link>,
    conferred_by: Option<String>,
    approved_by: Option<String>,
    approval: Option<String>,
    basis: Option<String>,
    addressees: Option<String>,
    /// Whether the text's own first paragraph names the addressees.
    addressed: bool,
    body_html: Option<String>,
    order_note: Option<String>,
    count_text: Option<String>,
    honors: Vec<Honor>,
    signatories: Vec<String>,
    attachments: Vec<Attachment>,
    cc: Option<String>,
    corrections: Vec<Correction>,
    stories: Vec<StoryCard>,
    sources: Vec<Source>,
}

/// Most recipients that the data in a document's page names: their own pages and `/api/` name all.
const MENTIONS: usize = 100;

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let commendations = web.roll.all::<model::Commendation>();
    let job = |key| {
        web.record_page(key, "commendation.html", move |web, here| (page(web, key), view(web, key, here)))
    };
    commendations.map(|(key, _)| job(key)).collect()
}

fn page(web: &Web<'_>, key: Key<model::Commendation>) -> Page {
    let record = web.roll.get(key);
    let data = &record.data;
    let summary = data.summary.as_ref().map(|summary| summary.value.as_str());
    let page = Page::new(data.title.value.clone())
        .described([summary, outline(web, data).as_deref()])
        .under([Link::new("表彰决定", "commendations/")])
        .updated_on([dates::of_commendation(web.roll, key)])
        .between(web, web.roll.commendations_by_date(), web.commendation_place(key));
    Page { about: Some(about(web, key)), ..page }
}

/// The document as it was published, and whom with a page of their own it names. Who has none is on the page only.
fn about(web: &Web<'_>, key: Key<model::Commendation>) -> Thing {
    let data = &web.roll.get(key).data;
    let issuers = data.issuers.iter().map(|issuer| web.mention(issuer));
    let issuers = issuers.map(|issuer| Thing::named("Organization", issuer.text, issuer.href));
    let named = data.honors.iter().flat_map(|honor| honor.everyone()).filter_map(|line| {
        let person = line.person.as_ref().and_then(Ref::key).map(|key| ("Person", web.link(key)));
        let unit = line.unit.as_ref().and_then(Ref::key).map(|key| ("Organization", web.unit_link(key)));
        let team = line.team.as_ref().and_then(Ref::key).map(|key| ("Organization", web.link(key)));
        let (kind, link) = person.or(unit).or(team).filter(|(_, link)| link.href.is_some())?;
        Some(Thing::named(kind, link.text, link.href))
    });
    let honors = data.honors.iter().map(|honor| Thing::named("Thing", &*honor.title, None));
    Thing::named("CreativeWork", &*data.title, web.href(key))
        .text("identifier", text(data.number.as_ref()))
        .text("datePublished", iso(data.date.as_ref()))
        .things("publisher", issuers.collect())
        .things("about", honors.collect())
        .things("mentions", named.take(MENTIONS).collect())
}

/// Who decided it, when, and for how many: a description where staff wrote none.
fn outline(web: &Web<'_>, data: &model::Commendation) -> Option<String> {
    let issuers = web.names(&data.issuers).join("、");
    let date = data.date.as_ref().map(|date| date.value.chinese()).unwrap_or_default();
    let parts = [Some(issuers), Some(date), text(data.number.as_ref()), commendation_count(data)];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| format!("{}。", parts.join("，")))
}

fn view(web: &Web<'_>, key: Key<model::Commendation>, here: &Here) -> View {
    let record = web.roll.get(key);
    let data = &record.data;
    let signatories = match data.signatories.is_empty() {
        true => web.names(&data.issuers),
        false => texts(&data.signatories),
    };
    View {
        commendation: Commendation {
            title: data.title.value.clone(),
            number: text(data.number.as_ref()),
            issuers: web.mentions(&data.issuers),
            date: Date::of(data.date.as_ref()),
            kind: data.kind.map(|kind| kind.zh().to_owned()),
            level: data.level.map(|level| level.zh().to_owned()),
            campaign: web.target(data.campaign.as_ref()),
            conferred_by: joined(web, &data.conferred_by),
            approved_by: joined(web, &data.approved_by),
            approval: text(data.approval.as_ref()),
            basis: text(data.basis.as_ref()),
            addressees: list(&texts(&data.addressees))
                .filter(|line| !opening(web, here).is_some_and(|opening| opening.starts_with(line))),
            addressed: opening(web, here).is_some_and(|opening| opening.ends_with('：')),
            body_html: web.body_html(here),
            order_note: order_note(data.order_note.as_ref(), data.name_order),
            count_text: commendation_count(data),
            honors: web.honors(data),
            signatories,
            attachments: web.attachments(&data.attachments),
            cc: list(&texts(&data.cc)),
            corrections: web.errata_of(key).iter().map(|erratum| correction(web, erratum)).collect(),
            stories: web.story_cards(web.newest_first(web.roll.referring::<Story, _>(key))),
            sources: sources(&record.common.sources),
        },
    }
}

fn joined(web: &Web<'_>, units: &[Mention<Unit>]) -> Option<String> {
    (!units.is_empty()).then(|| web.names(units).join("、"))
}

/// The first line of a document's text. One that ends in a colon names the addressees (主送机关).
fn opening<'a>(web: &'a Web<'_>, here: &Here) -> Option<&'a str> {
    match web.body(here)?.body().plain.pieces().first()? {
        Piece::Written(text) => text.trim_start().split_once('\n').map(|(line, _)| line.trim_end()),
        Piece::Hole(_) => None,
    }
}

/// 主送机关 and 抄送机关: as one line, without the punctuation that the theme puts after it.
fn list(bodies: &[String]) -> Option<String> {
    let bodies: Vec<&str> = (bodies.iter())
        .map(|body| body.trim_end_matches(['：', ':', '。', '，', '、', '；']))
        .filter(|body| !body.is_empty())
        .collect();
    (!bodies.is_empty()).then(|| bodies.join("，"))
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn addressees_are_one_line() {
        let line = |bodies: &[&str]| list(&bodies.iter().map(|body| (*body).to_owned()).collect::<Vec<_>>());
        assert_eq!(line(&[]), None);
        assert_eq!(line(&["各县（区）委："]).as_deref(), Some("各县（区）委"));
        assert_eq!(line(&["各县（区）委", "市级各部门："]).as_deref(), Some("各县（区）委，市级各部门"));
    }
}
