//! The one way from files to a published site: source → model → check → channels → plan → render → emit.
//!
//! Each step is a function of what the one before it made; only the first and the last touch the disk. Commands and
//! the preview server both go through here, so that what is previewed is what is published.

mod common;
mod gate;
mod memory;

pub use memory::Memory;

use std::sync::Arc;

use rayon::prelude::*;

use crate::channels::{self, KnownIndex};
use crate::check::{self, Desk, Options, Roll};
use crate::diag::{Report, Reported};
use crate::emit::{self, Makers, Place, Receipt, Stale, Stopped};
use crate::model::{self, Draft};
use crate::plan::{Edition, Job, Plan, Recipe};
use crate::progress::{Phase, Watch};
use crate::render::{self, Theme};
use crate::source::SourceTree;
use gate::Gate;

/// What the public may see, and how it will look.
pub struct Prepared {
    pub roll: Roll,
    pub theme: Theme,
    gate: Gate,
    /// Stands for all that the jobs of a plan may see in common.
    common: [u8; 32],
}

/// Reads, links and judges every record and compiles the theme. All problems of both are reported.
///
/// `theme` replaces the theme that the site names. Afterwards the `memory` is that of this run.
pub fn prepare(
    tree: &SourceTree,
    options: &Options,
    theme: Option<&str>,
    memory: &mut Memory,
    watch: &dyn Watch,
    report: &mut Report,
) -> Result<Prepared, Reported> {
    prepare_with(
        tree,
        theme,
        memory,
        watch,
        |draft, memory, report| check::check(draft, options, &mut memory.bodies, report),
        report,
    )
}

/// As [`prepare`] with the site's own theme, and fills the desk: who has signed which record, and what it lacks.
pub fn prepare_for_desk(
    tree: &SourceTree,
    options: &Options,
    memory: &mut Memory,
    watch: &dyn Watch,
    desk: &mut Desk,
    report: &mut Report,
) -> Result<Prepared, Reported> {
    prepare_with(
        tree,
        None,
        memory,
        watch,
        |draft, memory, report| check::check_for_desk(draft, options, &mut memory.bodies, desk, report),
        report,
    )
}

fn prepare_with(
    tree: &SourceTree,
    theme: Option<&str>,
    memory: &mut Memory,
    watch: &dyn Watch,
    check: impl FnOnce(Draft, &mut Memory, &mut Report) -> Result<Roll, Reported> + Send,
    report: &mut Report,
) -> Result<Prepared, Reported> {
    watch.begin(Phase::Parse, 0);
    let mut draft = model::parse(tree, memory.files.as_mut(), report);
    let named = draft.site.as_ref().and_then(|site| site.theme.as_ref());
    let theme = theme.or(named.map(|name| name.as_str())).unwrap_or("default").to_owned();
    let languages = draft.site.as_ref().map_or(vec![model::SIMPLIFIED.to_owned()], |site| {
        site.editions().into_iter().map(str::to_owned).collect()
    });
    watch.begin(Phase::Look, 0);
    draft.look_at_media(tree, &mut memory.pictures);
    let files = draft.common;
    watch.begin(Phase::Check, 0);
    let mut in_theme = Report::new();
    let mut known_theme = std::mem::take(&mut memory.theme);
    let (theme, roll) = rayon::join(
        || Theme::compile_once(tree, &theme, &languages, &mut known_theme, &mut in_theme),
        || check(draft, memory, report),
    );
    memory.theme = known_theme;
    report.extend(in_theme);
    let roll = roll?;
    let (gate, common) = rayon::join(|| Gate::of(&roll), || common::hash(&files, &roll));
    Ok(Prepared { roll, theme: theme?, gate, common })
}

/// Everything that will be in the output. Afterwards the `memory` is that of this run.
pub fn plan<'r>(
    prepared: &'r Prepared,
    memory: &mut Memory,
    watch: &dyn Watch,
    report: &mut Report,
) -> Result<Plan<'r>, Reported> {
    watch.begin(Phase::Plan, 0);
    let editions = channels::editions(&prepared.roll);
    let Prepared { roll, common, .. } = prepared;
    let (mut jobs, index) = rayon::join(
        || pages(prepared, &editions),
        || channels::index_jobs(roll, &editions, common, &mut memory.index),
    );
    jobs.extend(index);
    Plan::new(jobs, report)
}

/// As [`plan`], without what scripts search: for who shows pages one by one.
pub fn plan_pages<'r>(prepared: &'r Prepared, report: &mut Report) -> Result<Plan<'r>, Reported> {
    Plan::new(pages(prepared, &channels::editions(&prepared.roll)), report)
}

/// Whether [`plan_index`] may have the file at a route.
pub fn is_index(route: &str) -> bool {
    channels::is_index(route)
}

/// What scripts search, alone.
pub fn plan_index(prepared: &Prepared) -> Plan<'_> {
    let Prepared { roll, common, .. } = prepared;
    let jobs = channels::index_jobs(roll, &channels::editions(roll), common, &mut KnownIndex::default());
    Plan::new(jobs, &mut Report::new()).expect("its files have names of their own")
}

fn pages<'r>(prepared: &'r Prepared, editions: &[Arc<Edition>]) -> Vec<Job<'r>> {
    let mut jobs = channels::jobs(&prepared.roll, editions);
    jobs.extend(prepared.theme.jobs());
    jobs
}

/// Renders every job and throws the result away: the mistakes are what is wanted. Pictures have none that were not found when
/// they were looked at.
pub fn rehearse(
    plan: &Plan<'_>,
    prepared: &Prepared,
    tree: &SourceTree,
    watch: &dyn Watch,
    report: &mut Report,
) -> Result<(), Reported> {
    watch.begin(Phase::Render, plan.jobs().len());
    let failures: Vec<_> = plan
        .jobs()
        .par_iter()
        .filter_map(|job| {
            let is_picture = matches!(job.recipe, Recipe::Image(_));
            let made = || {
                let artifact = render::render(&prepared.theme, tree, job)?;
                prepared.gate.inspect(tree, job, &artifact)
            };
            let failure = (!is_picture).then(|| made().err()).flatten();
            watch.step();
            failure
        })
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
    pub watch: &'a dyn Watch,
}

/// Makes the output folder equal to the plan. What is made anew passes a gate: with personal data in it, nothing is written.
pub fn publish(
    plan: &Plan<'_>,
    prepared: &Prepared,
    tree: &SourceTree,
    publication: &Publication<'_>,
    report: &mut Report,
) -> Result<Receipt, Stopped> {
    let Prepared { theme, gate, common, .. } = prepared;
    let makers = Makers {
        mark: |job: &_| render::mark(theme, job, common),
        gather: |job: &_| render::gather(theme, tree, job).map(|gathered| (gathered.fingerprint, gathered)),
        make: |job: &_, gathered| {
            let artifact = render::make(theme, tree, job, gathered)?;
            gate.inspect(tree, job, &artifact)?;
            Ok(artifact)
        },
        watch: publication.watch,
    };
    emit::build(plan, publication.place, publication.fresh, &makers, report)
}

/// What [`publish`] would render or remove, and why.
pub fn stale(
    plan: &Plan<'_>,
    prepared: &Prepared,
    tree: &SourceTree,
    publication: &Publication<'_>,
    report: &mut Report,
) -> Result<Vec<Stale>, Stopped> {
    let Prepared { theme, common, .. } = prepared;
    let mark = |job: &_| render::mark(theme, job, common);
    let fingerprint = |job: &_| render::gather(theme, tree, job).map(|gathered| gathered.fingerprint);
    emit::preview(plan, publication.place, publication.fresh, (&mark, &fingerprint), report)
}
