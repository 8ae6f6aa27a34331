//! `/commendations/<slug>/` while a commendation is in 公示: its own page, and on no list.

use std::sync::Arc;

use serde::Serialize;

use super::card::{is_closed, notice_period, notice_url};
use super::date::Date;
use super::frame::{Here, Page};
use super::honor::{Honor, order_note};
use super::image::Attachment;
use super::link::Link;
use super::shared::Web;
use super::source::{Source, sources, text, url};
use crate::channels::dates;
use crate::check::Proposal;
use crate::model;
use crate::plan::Job;

#[derive(Serialize)]
struct View {
    notice: Notice,
}

#[derive(Serialize)]
struct Notice {
    title: String,
    number: Option<String>,
    issuers: Vec<Link>,
    date: Date,
    closed: bool,
    rounds: Vec<Round>,
    body_html: Option<String>,
    order_note: Option<String>,
    honors: Vec<Honor>,
    attachments: Vec<Attachment>,
    sources: Vec<Source>,
}

#[derive(Serialize)]
struct Round {
    level: Option<String>,
    period: String,
    from: Option<Date>,
    until: Option<Date>,
    office: Option<String>,
    phone: Option<String>,
    fax: Option<String>,
    email: Option<String>,
    address: Option<String>,
    url: Option<String>,
    result: Option<String>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let job = |proposal: &'r Proposal| {
        let page = move |web: &Web<'r>, here: &Here| (page(web, proposal), view(web, proposal, here));
        web.page(&notice_url(proposal), "notice.html", page).asked_by(proposal.record.span)
    };
    web.roll.notices().iter().map(job).collect()
}

fn page(web: &Web<'_>, proposal: &Proposal) -> Page {
    let record = &proposal.record;
    let crumb = web.has_shelf("commendations/").then(|| Link::new("表彰决定", "commendations/"));
    let rounds = record.data.notice.iter().map(|round| Some(super::date::partial(round.from.value)));
    let date = record.data.date.as_ref().map(|date| date.value);
    Page {
        draft: proposal.draft,
        ..Page::new(record.data.title.value.clone())
            .described([Some("公示")])
            .under(crumb)
            .updated_on(rounds.chain([date, dates::published(&record.common)]))
    }
}

fn view(web: &Web<'_>, proposal: &Proposal, here: &Here) -> View {
    let data = &proposal.record.data;
    let mut rounds: Vec<Round> = data.notice.iter().map(round).collect();
    if rounds.is_empty() {
        rounds.push(Round::unstated());
    }
    View {
        notice: Notice {
            title: data.title.value.clone(),
            number: text(data.number.as_ref()),
            issuers: web.mentions(&data.issuers),
            date: Date::of(data.date.as_ref()),
            closed: is_closed(web.roll, proposal),
            rounds,
            body_html: proposal.body.as_ref().and_then(|body| web.linked_html(body, here)),
            order_note: order_note(data.order_note.as_ref(), data.name_order),
            honors: web.honors(data),
            attachments: web.attachments(&data.attachments),
            sources: sources(&proposal.record.common.sources),
        },
    }
}

fn round(round: &model::Notice) -> Round {
    Round {
        // 市级公示 and 市级 say the same; the theme adds 公示.
        level: round.level.as_ref().map(|level| level.trim_end_matches("公示").to_owned()),
        period: notice_period(round),
        from: Some(Date::day(round.from.value)),
        until: Some(Date::day(round.until.value)),
        office: text(round.office.as_ref()),
        phone: text(round.phone.as_ref()),
        fax: text(round.fax.as_ref()),
        email: text(round.email.as_ref()),
        address: text(round.address.as_ref()),
        url: url(round.url.as_ref()),
        result: text(round.result.as_ref()),
    }
}

impl Round {
    fn unstated() -> Round {
        Round {
            level: None,
            period: "公示期未注明".to_owned(),
            from: None,
            until: None,
            office: None,
            phone: None,
            fax: None,
            email: None,
            address: None,
            url: None,
            result: None,
        }
    }
}
