//! `/privacy/` and `/accessibility/`: what the site keeps of its readers, and how it is made for all of them.
//!
//! What they say is the theme's, for it is true of what the theme does. Where staff have published a page at one of the
//! two addresses, theirs is the statement, and none is made.

use std::sync::Arc;

use serde::Serialize;

use super::frame::Page;
use super::link::{Link, page_url};
use super::shared::Web;
use crate::check::Roll;
use crate::model;
use crate::plan::Job;

#[derive(Serialize)]
struct View {}

struct Statement {
    url: &'static str,
    template: &'static str,
    title: &'static str,
    description: &'static str,
}

const ALL: [Statement; 2] = [
    Statement {
        url: "privacy/",
        template: "privacy.html",
        title: "隐私声明",
        description: "您访问本站时会留下什么，页面上的个人信息由谁负责。",
    },
    Statement {
        url: "accessibility/",
        template: "accessibility.html",
        title: "无障碍声明",
        description: "本站怎样让每个人都能读到、查到，还有哪些不足，遇到困难找谁。",
    },
];

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let missing = ALL.iter().filter(|statement| written(web.roll, statement).is_none());
    missing
        .map(|&Statement { url, template, title, description }| {
            web.page(url, template, move |_, _| {
                (Page::new(title).described([Some(description)]).under([]), View {})
            })
        })
        .collect()
}

/// Both, wherever they come from, for the foot of every page.
pub fn links(roll: &Roll) -> Vec<Link> {
    let link = |statement: &Statement| match written(roll, statement) {
        Some(page) => Link::new(page.data.title.value.clone(), page_url(page)),
        None => Link::new(statement.title, statement.url),
    };
    ALL.iter().map(link).collect()
}

/// The page of staff at the statement's address; addresses that differ in case alone are one.
fn written<'r>(roll: &'r Roll, statement: &Statement) -> Option<&'r model::Record<model::Page>> {
    let pages = roll.all::<model::Page>().map(|(_, page)| page);
    pages.into_iter().find(|page| page_url(page).eq_ignore_ascii_case(statement.url))
}
