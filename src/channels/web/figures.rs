//! Figures in their groups: as written, each with its source, drawn by measure, and added only where that is true.

use std::sync::Arc;

use serde::Serialize;

use super::chart::{self, Chart, Plotted};
use super::figure::Figure;
use super::shared::Web;
use super::source::Source;
use crate::model::{self, Key};
use crate::plan::Job;
use crate::text::slug::slug;

/// Figures that staff put into one group.
#[derive(Debug, Serialize)]
pub struct FigureGroup {
    id: String,
    title: Option<String>,
    figures: Vec<Figure>,
    charts: Vec<Chart>,
    total: Option<String>,
    note: Option<String>,
}

#[derive(Serialize)]
struct Content {
    figures: Figures,
}

#[derive(Serialize)]
struct Figures {
    groups: Vec<FigureGroup>,
    /// Each one once.
    sources: Vec<Source>,
}

pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    if web.roll.all::<model::Figure>().len() == 0 {
        return Vec::new();
    }
    let job = web.page("figures/", "figures.html", |web, _| {
        let all = web.roll.all::<model::Figure>().map(|(key, _)| key);
        let groups = groups(web, all, Share::Whole);
        let page = web.listing("数据").described([Some("各项数据及其来源，数值照来源原文")]).under([]);
        (page, Content { figures: Figures { sources: sources(&groups), groups } })
    });
    vec![job]
}

impl Web<'_> {
    /// Some figures in their groups, for a page that shows only those that concern it.
    pub fn figure_groups(&self, figures: impl IntoIterator<Item = Key<model::Figure>>) -> Vec<FigureGroup> {
        groups(self, figures, Share::Part)
    }
}

/// Whether all figures of a group are shown. The sum of a part is a number that nobody stated, so it has none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Share {
    Whole,
    Part,
}

/// In the order in which the groups come; figures without a group last.
fn groups(
    web: &Web<'_>,
    figures: impl IntoIterator<Item = Key<model::Figure>>,
    share: Share,
) -> Vec<FigureGroup> {
    let mut groups: Vec<(Option<&str>, Vec<Key<model::Figure>>)> = Vec::new();
    for key in figures {
        let title = web.roll.get(key).data.group.as_ref().map(|title| title.value.as_str());
        match groups.iter_mut().find(|(group, _)| *group == title) {
            Some((_, keys)) => keys.push(key),
            None => groups.push((title, vec![key])),
        }
    }
    groups.sort_by_key(|(title, _)| title.is_none());
    groups.into_iter().map(|(title, keys)| group(web, title, &keys, share)).collect()
}

fn group(web: &Web<'_>, title: Option<&str>, keys: &[Key<model::Figure>], share: Share) -> FigureGroup {
    let id = title.map_or_else(|| "ungrouped".to_owned(), |title| format!("g-{}", slug(false, title)));
    let figures: Vec<Figure> = keys.iter().map(|key| web.figure(*key)).collect();
    let scopes: Vec<String> = figures.iter().map(scope).collect();
    let plotted: Vec<Plotted<'_>> = (keys.iter().zip(&figures).zip(&scopes))
        .map(|((key, figure), scope)| plotted(web, *key, figure, scope))
        .collect();
    // What nobody put into one group is not compared.
    let charts = title.map_or_else(Vec::new, |title| chart::charts(&id, title, &plotted));
    let whole = title.is_some() && share == Share::Whole;
    let total = chart::total(&plotted).filter(|_| whole);
    let note = chart::note(&plotted).filter(|_| whole).map(str::to_owned);
    FigureGroup { id, title: title.map(str::to_owned), charts, total, note, figures }
}

fn plotted<'a>(web: &'a Web<'_>, key: Key<model::Figure>, figure: &'a Figure, scope: &'a str) -> Plotted<'a> {
    let data = &web.roll.get(key).data;
    Plotted {
        label: &data.label,
        scope,
        stated: &figure.text,
        number: &data.value.text,
        measure: data.measure.as_ref().map_or("", |measure| measure.value.as_str()),
        size: data.value.size,
        is_exact: data.approx.is_none(),
        is_additive: data.additive == Some(true),
    }
}

fn scope(figure: &Figure) -> String {
    figure.scope.iter().map(|link| link.text.as_str()).collect::<Vec<_>>().join("、")
}

fn sources(groups: &[FigureGroup]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for source in groups.iter().flat_map(|group| &group.figures).flat_map(|figure| &figure.sources) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    sources
}
