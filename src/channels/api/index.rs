//! `/api/index.json`: what there is below `/api/`, so that a program need know one address only.

use serde::Serialize;

use super::{FILES, head, json, lines, tables};
use crate::check::Roll;
use crate::plan::TableFormat;

#[derive(Serialize)]
struct Entry {
    path: String,
    title: &'static str,
    media_type: &'static str,
    /// Of JSON files; what stands in the columns of a table is told to people, on `/open-data/`.
    schema: Option<String>,
}

pub(super) fn text(roll: &Roll) -> String {
    let files = FILES.into_iter().map(|file| Entry {
        path: file.path(),
        title: file.title,
        media_type: "application/json",
        schema: Some(file.schema_path()),
    });
    let tables = tables::ALL.into_iter().flat_map(|kind| {
        TableFormat::ALL.map(|format| Entry {
            path: kind.path(format),
            title: kind.title,
            media_type: format.media_type(),
            schema: None,
        })
    });
    let terms = roll.site().data_terms.as_ref().map(|terms| terms.value.as_str());
    lines(format!("{},\"terms\":{}", head(roll), json(&terms)), "files", files.chain(tables))
}
