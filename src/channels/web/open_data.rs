//! `/open-data/`: what the site offers as data, in which formats, and what stands in each column.

use std::sync::Arc;

use serde::Serialize;

use super::frame::{Here, Page};
use super::link::{Link, site_href};
use super::shared::Web;
use super::source::text;
use crate::channels::api::{FILES, tables};
use crate::channels::dates;
use crate::plan::{Column, Job, TableFormat};

#[derive(Serialize)]
struct View {
    data: OpenData,
}

#[derive(Serialize)]
struct OpenData {
    terms: Option<String>,
    tables: Vec<Table>,
    json: Vec<Link>,
    schemas: Vec<Link>,
}

#[derive(Serialize)]
struct Table {
    id: &'static str,
    title: &'static str,
    meaning: &'static str,
    files: Vec<Link>,
    columns: Vec<Heading>,
}

#[derive(Serialize)]
struct Heading {
    heading: &'static str,
    meaning: &'static str,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    vec![web.page("open-data/", "open-data.html", |web: &Web<'r>, _: &Here| (page(web), view(web)))]
}

fn page(web: &Web<'_>) -> Page {
    let roll = web.roll;
    web.listing("开放数据")
        .described([Some(
            "本站公开的个人、单位、地区、表彰决定和表彰名单，可以下载为表格，也可以由程序读取。",
        )])
        .under([])
        .updated_on([
            roll.commendations_by_date().first().and_then(|key| dates::of_commendation(roll, *key)),
            web.stories_by_date.first().and_then(|key| dates::of_story(roll, *key)),
        ])
}

fn view(web: &Web<'_>) -> View {
    let file = |text: String, path: String| Link::new(text, site_href(&web.edition, path));
    let table = |kind: tables::Kind| Table {
        id: kind.name,
        title: kind.title,
        meaning: kind.meaning,
        files: TableFormat::ALL
            .map(|format| {
                let extension = format.extension().to_uppercase();
                file(format!("{}（{extension}）", kind.title), kind.path(format))
            })
            .into(),
        columns: kind
            .columns
            .iter()
            .map(|&Column { heading, meaning, .. }| Heading { heading, meaning })
            .collect(),
    };
    View {
        data: OpenData {
            terms: text(web.roll.site().data_terms.as_ref()),
            tables: tables::ALL.map(table).into(),
            json: FILES.map(|json| file(format!("{}（JSON）", json.title), json.path())).into(),
            schemas: FILES
                .map(|json| file(format!("{}（JSON Schema）", json.title), json.schema_path()))
                .into(),
        },
    }
}
