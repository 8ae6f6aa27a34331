//! One state of the site, planned and ready to render the page that is asked for.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use self_cell::self_cell;

use super::{Desired, route};
use crate::diag::{Diagnostic, FileId, Report, Reported};
use crate::pipeline::{self, Memory, Prepared};
use crate::plan::{Job, Plan};
use crate::progress::Unwatched;
use crate::render::{self, Artifact};
use crate::source::SourceTree;

/// What the plan borrows from.
struct Content {
    tree: Arc<SourceTree>,
    prepared: Prepared,
}

self_cell!(
    struct Planned {
        owner: Content,
        #[not_covariant]
        dependent: Plans,
    }
);

/// What is shown. What scripts search takes as long as all texts are, so that it is planned when someone first searches.
struct Plans<'r> {
    pages: Plan<'r>,
    index: OnceLock<Plan<'r>>,
}

impl<'r> Plans<'r> {
    fn find(&self, content: &'r Content, route: &str) -> Option<&Job<'r>> {
        let index = || self.index.get_or_init(|| pipeline::plan_index(&content.prepared));
        self.pages
            .find(route)
            .or_else(|| pipeline::is_index(route).then(index).and_then(|index| index.find(route)))
    }
}

/// A site that can be looked at, page by page.
pub struct Edition {
    planned: Planned,
    /// Where the public site lies on its server, with slashes around: `/` or `/honor/`.
    base_path: String,
}

impl Edition {
    /// Checks and plans what `tree` holds. This is what costs time after an edit.
    pub fn make(
        tree: Arc<SourceTree>,
        desired: &Desired,
        memory: &mut Memory,
        report: &mut Report,
    ) -> Result<Edition, Reported> {
        let options = (desired.options)();
        let theme = desired.theme.as_deref();
        let prepared = pipeline::prepare(&tree, &options, theme, memory, &Unwatched, report)?;
        let base_path =
            prepared.roll.base_url().map_or("/".to_owned(), |url| route::path_of(&url).to_owned());
        let planned = Planned::try_new(Content { tree, prepared }, |content| {
            let pages = pipeline::plan_pages(&content.prepared, report)?;
            Ok(Plans { pages, index: OnceLock::new() })
        })?;
        Ok(Edition { planned, base_path })
    }

    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    pub fn tree(&self) -> &SourceTree {
        &self.planned.borrow_owner().tree
    }

    pub fn has(&self, route: &str) -> bool {
        self.planned.with_dependent(|content, plans| plans.find(content, route).is_some())
    }

    /// Makes one file of the output; `None` where there is none at this route.
    pub fn render(&self, route: &str) -> Option<Result<Artifact, Box<Diagnostic>>> {
        self.planned.with_dependent(|content, plans| {
            let job = plans.find(content, route)?;
            Some(render::render(&content.prepared.theme, &content.tree, job))
        })
    }

    /// How many files the output would have, but for the search index.
    pub fn files(&self) -> usize {
        self.planned.with_dependent(|_, plans| plans.pages.jobs().len())
    }

    /// The page of what was edited, as an address relative to the root: that of the record in which the file first
    /// differs from what it was before, or of the record that lies beside it under the same name.
    pub fn page_of(&self, path: &str, before: Option<&SourceTree>) -> Option<String> {
        let tree = self.tree();
        let file = tree.find(path)?;
        let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned();
        let siblings: BTreeSet<FileId> = ["yaml", "yml", "md"]
            .iter()
            .filter_map(|extension| tree.find(&format!("{}.{extension}", stem(path))))
            .filter(|&id| id != FileId(0))
            .collect();
        let offset = before.map_or(0, |before| first_difference(before, tree, path));
        self.planned.with_dependent(|_, plans| {
            // Of several editions the first, which is in the words that are being edited.
            let is_first = |job: &&Job<'_>| job.edition().is_none_or(|edition| edition.folder.is_empty());
            let is_page = |job: &&Job<'_>| {
                job.route.as_str().ends_with("index.html")
                    && siblings.contains(&job.origin.file)
                    && is_first(job)
            };
            let starts_before =
                |job: &&Job<'_>| job.origin.file != file || job.origin.start as usize <= offset;
            let pages = || plans.pages.jobs().iter().filter(is_page);
            let page =
                pages().filter(starts_before).max_by_key(|job| (job.origin.file == file, job.origin.start));
            page.or_else(|| pages().min_by_key(|job| job.origin)).map(|job| job.route.url().to_owned())
        })
    }
}

/// Where the text of a file begins to differ from what it was.
fn first_difference(before: &SourceTree, now: &SourceTree, path: &str) -> usize {
    let text = |tree: &SourceTree| tree.find(path).and_then(|id| tree.file(id).text.clone());
    let (Some(old), Some(new)) = (text(before), text(now)) else { return 0 };
    old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count()
}
