//! The one way from files to a published site: source → model → check → channels → plan → render → emit.
//!
//! Each step is a function of what the one before it made; only the first and the last touch the disk. Commands and
//! the preview server both go through here, so that what is previewed is what is published.

use rayon::prelude::*;

use crate::channels;
use crate::check::{self, Options, Roll};
use crate::diag::{Report, Reported};
use crate::emit::{self, Makers, Place, Receipt, Stale, Stopped};
use crate::model;
use crate::plan::Plan;
use crate::render::{self, Theme};
use crate::source::SourceTree;

/// What the public may see, and how it will look.
pub struct Prepared {
    pub roll: Roll,
    pub theme: Theme,
}

/// Reads, links and judges every record and compiles the theme. All problems of both are reported.
///
/// `theme` replaces the theme that the site names.
pub fn prepare(
    tree: &SourceTree,
    options: &Options,
    theme: Option<&str>,
    report: &mut Report,
) -> Result<Prepared, Reported> {
    let draft = model::parse(tree, report);
    let named = draft.site.as_ref().and_then(|site| site.theme.as_ref());
    let theme = Theme::compile(tree, theme.or(named.map(|name| name.as_str())).unwrap_or("default"), report);
    let roll = check::check(draft, options, report);
    Ok(Prepared { roll: roll?, theme: theme? })
}

/// Everything that will be in the output.
pub fn plan<'r>(prepared: &'r Prepared, report: &mut Report) -> Result<Plan<'r>, Reported> {
    let mut jobs = channels::jobs(&prepared.roll);
    jobs.extend(prepared.theme.jobs());
    Plan::new(jobs, report)
}

/// Renders every job and throws the result away: the mistakes are what is wanted.
pub fn rehearse(
    plan: &Plan<'_>,
    theme: &Theme,
    tree: &SourceTree,
    report: &mut Report,
) -> Result<(), Reported> {
    let failures: Vec<_> = plan
        .jobs()
        .par_iter()
        .filter_map(|job| render::render(theme, tree, job).err())
        .map(|failure| *failure)
        .collect();
    emit::report_failures(failures, report);
    report.verdict()
}

/// Where a plan goes, and how.
pub struct Publication<'a> {
    pub place: &'a Place,
    /// Makes every job anew, whatever earlier runs left.
    pub fresh: bool,
    /// Called once a job when it is done with, from many threads.
    pub progress: &'a (dyn Fn() + Sync),
}

/// Makes the output folder equal to the plan.
pub fn publish(
    plan: &Plan<'_>,
    theme: &Theme,
    tree: &SourceTree,
    publication: &Publication<'_>,
    report: &mut Report,
) -> Result<Receipt, Stopped> {
    let makers = Makers {
        fingerprint: |job: &_| render::fingerprint(theme, tree, job),
        render: |job: &_| render::render(theme, tree, job),
        progress: publication.progress,
    };
    emit::build(plan, publication.place, publication.fresh, &makers, report)
}

/// What [`publish`] would render or remove, and why.
pub fn stale(
    plan: &Plan<'_>,
    theme: &Theme,
    tree: &SourceTree,
    publication: &Publication<'_>,
    report: &mut Report,
) -> Result<Vec<Stale>, Stopped> {
    let fingerprint = |job: &_| render::fingerprint(theme, tree, job);
    emit::preview(plan, publication.place, publication.fresh, &fingerprint, report)
}
