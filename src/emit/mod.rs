//! The output folder: the only writer of what is published.
//!
//! Comes in: a [`Plan`], how to fingerprint and how to render its jobs, and the [`Place`] of the output. Goes out: that
//! folder, equal to a clean build byte for byte whatever it held before, in one switch; and a [`Receipt`].
//! It deliberately never touches a file that it did not write, follows no symbolic link inside the output, and renders
//! nothing whose fingerprint and file are as the last run left them.

mod cache;
mod fill;
mod folder;
mod inventory;
mod keep;
mod ledger;
mod lock;
mod place;
mod stage;
mod stale;
mod standing;
mod survey;
mod switch;

pub use inventory::Inventory;
pub use keep::{keep, kept};
pub use place::Place;
pub use stale::Reason;
pub use standing::{note_sources, recall, remember, sources};

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, IoError, Report, Reported, Text};
use crate::plan::{Job, Plan};
use crate::progress::{Phase, Watch};
use crate::render::{Artifact, Fingerprint};
use crate::say;
use cache::{Cache, Entry};
use ledger::Ledger;
use lock::Lock;
use stage::Stage;
use survey::{Stat, Survey};
use switch::Gone;

/// So many jobs at most are done in one go: most are little work, some are much, and no core should wait for another's.
const AT_ONCE: usize = 32;

/// Stands for what a job may see.
pub type Mark = [u8; 16];

/// How jobs become bytes; both are called from many threads, for one job at most once a run each.
pub struct Makers<'a, K, G, M> {
    /// Where it is that of the run before, so is the fingerprint, and nothing is gathered; `None` where that is not known.
    pub mark: K,
    /// Brings together what a job may see, and says how to tell whether that has changed.
    pub gather: G,
    /// Makes the bytes of a job from what was gathered.
    pub make: M,
    pub watch: &'a dyn Watch,
}

/// What a build did to the output.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Files that are new or have other bytes than before.
    pub written: usize,
    /// Files that stayed as they were.
    pub unchanged: usize,
    /// Files that are no longer published.
    pub removed: usize,
    /// Bytes of the written files.
    pub bytes: u64,
    /// Jobs that were rendered, be it only to find the same bytes.
    pub rendered: usize,
    /// What a person should know although the build succeeded.
    pub notes: Vec<Text>,
}

/// Why a build stopped; the output is as it was before.
#[derive(Debug)]
pub enum Stopped {
    /// A page could not be made; the report says why.
    Content(Reported),
    Machine(IoError),
}

impl From<IoError> for Stopped {
    fn from(error: IoError) -> Stopped {
        Stopped::Machine(error)
    }
}

impl From<Reported> for Stopped {
    fn from(reported: Reported) -> Stopped {
        Stopped::Content(reported)
    }
}

/// A route that the next build would render or remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    pub route: String,
    pub reason: Reason,
}

/// Makes the output equal to the plan. `fresh` renders every job, whatever earlier runs left.
///
/// A crash at any moment leaves the old site or the new one at its place. Where the file system cannot exchange two
/// folders in one step, the next run completes a switch that was cut off, and the receipt says so.
pub fn build<'r, K, G, M, T>(
    plan: &Plan<'r>,
    place: &Place,
    fresh: bool,
    makers: &Makers<'_, K, G, M>,
    report: &mut Report,
) -> Result<Receipt, Stopped>
where
    K: Fn(&Job<'r>) -> Option<Mark> + Sync,
    G: Fn(&Job<'r>) -> Result<(Fingerprint, T), Box<Diagnostic>> + Sync,
    M: Fn(&Job<'r>, T) -> Result<Artifact, Box<Diagnostic>> + Sync,
{
    refuse_reserved(plan, report)?;
    let mut receipt = Receipt::default();
    let _lock = Lock::take(place, &mut receipt.notes)?;
    standing::forget(place);
    switch::recover(place)?;

    makers.watch.begin(Phase::Survey, 0);
    let (survey, known) = look(place, fresh)?;
    let run = Run { place, survey: &survey, known: &known, fresh, makers };

    makers.watch.begin(Phase::Render, plan.jobs().len());
    let stage = Stage::new(place);
    let produce = |job: &Job<'r>| {
        let outcome = run.produce(job, &stage);
        makers.watch.step();
        outcome
    };
    let outcomes: Result<Vec<Outcome>, IoError> =
        plan.jobs().par_iter().with_max_len(AT_ONCE).map(produce).collect();
    let outcomes = outcomes.inspect_err(|_| {
        // What stopped the build is the message; whatever is left here, the next run clears.
        let _ = stage.discard();
    })?;
    let mut entries = Vec::with_capacity(outcomes.len());
    let mut staying = Vec::with_capacity(outcomes.len());
    let mut failures = Vec::new();
    for outcome in outcomes {
        match outcome {
            Outcome::Fresh(entry) => {
                receipt.unchanged += 1;
                staying.push(true);
                entries.push(entry);
            }
            Outcome::Same(entry) => {
                receipt.unchanged += 1;
                staying.push(true);
                receipt.rendered += 1;
                entries.push(entry);
            }
            Outcome::Written(entry) => {
                receipt.written += 1;
                receipt.rendered += 1;
                staying.push(false);
                receipt.bytes += entry.stat.size;
                entries.push(entry);
            }
            Outcome::Failed(diagnostic) => failures.push(*diagnostic),
        }
    }
    if !failures.is_empty() {
        stage.discard()?;
        report_failures(failures, report);
        report.verdict()?;
    }

    makers.watch.begin(Phase::Switch, 0);
    let ledger = Ledger::of(&entries);
    let removed: Vec<&str> = survey.owned().filter(|route| plan.find(route).is_none()).collect();
    receipt.removed = removed.len();
    let has_strays = survey.has_strays();
    if receipt.written > 0 || has_strays || survey.ledger_text() != Some(ledger.text()) {
        // What stopped the build is the message, and a full disk should not stay fuller for it.
        stage.complete(&mut entries, &mut staying, &ledger).inspect_err(|_| {
            let _ = stage.discard();
        })?;
        let replaced = entries.iter().zip(&staying).filter(|(_, stays)| !**stays);
        let gone = Gone { replaced: replaced.map(|(entry, _)| &*entry.route).collect(), removed };
        let gone = Some(&gone).filter(|_| !has_strays);
        switch::switch(place, gone, &mut receipt.notes).inspect_err(|_| {
            // Where no site stands, the stage may be what the next run puts there.
            if place.output().exists() {
                let _ = stage.discard();
            }
        })?;
    }
    Cache::of(entries).save(place, &known, &mut receipt.notes);
    Ok(receipt)
}

/// What [`build`] would render or remove, and why, in the order of routes; writes nothing.
pub fn preview<'r, K, F>(
    plan: &Plan<'r>,
    place: &Place,
    fresh: bool,
    (mark, fingerprint): (&K, &F),
    report: &mut Report,
) -> Result<Vec<Stale>, Stopped>
where
    K: Fn(&Job<'r>) -> Option<Mark> + Sync,
    F: Fn(&Job<'r>) -> Result<Fingerprint, Box<Diagnostic>> + Sync,
{
    let (survey, known) = look(place, fresh)?;
    let judge = |job: &Job<'r>| {
        let route = job.route.as_str();
        if known_by_mark(mark(job), known.find(route), survey.find(route)).is_some() {
            return Ok(None);
        }
        let fingerprint = fingerprint(job)?;
        let reason = stale::reason(&fingerprint, known.find(route), survey.find(route), fresh);
        Ok(reason.map(|reason| Stale { route: route.to_owned(), reason }))
    };
    let judged: Vec<Result<Option<Stale>, Box<Diagnostic>>> =
        plan.jobs().par_iter().with_max_len(AT_ONCE).map(judge).collect();
    let mut stale = Vec::new();
    let mut failures = Vec::new();
    for verdict in judged {
        match verdict {
            Ok(found) => stale.extend(found),
            Err(diagnostic) => failures.push(*diagnostic),
        }
    }
    if !failures.is_empty() {
        report_failures(failures, report);
        report.verdict()?;
    }
    let gone = survey.owned().filter(|route| plan.find(route).is_none());
    stale.extend(gone.map(|route| Stale { route: route.to_owned(), reason: Reason::Removed }));
    stale.sort_by(|a, b| a.route.cmp(&b.route));
    Ok(stale)
}

/// What stands, and what the last run remembers of it.
fn look(place: &Place, fresh: bool) -> Result<(Survey, Cache), IoError> {
    let remembered = || if fresh { Cache::default() } else { Cache::load(place) };
    let (survey, known) = rayon::join(|| Survey::take(place), remembered);
    let survey = survey?;
    survey.refuse_foreign(place)?;
    Ok((survey, known))
}

/// All that the work on one job needs to know of the rest.
struct Run<'a, K, G, M> {
    place: &'a Place,
    survey: &'a Survey,
    known: &'a Cache,
    fresh: bool,
    makers: &'a Makers<'a, K, G, M>,
}

/// What was remembered of a file that stands as it was left and whose job sees what it saw then. A run that makes all anew
/// remembers nothing.
fn known_by_mark<'a>(
    mark: Option<Mark>,
    known: Option<&'a Entry>,
    standing: Option<&Stat>,
) -> Option<&'a Entry> {
    known.filter(|entry| mark.is_some() && entry.mark == mark && Some(&entry.stat) == standing)
}

enum Outcome {
    /// Nothing that the job sees has changed, nor has its file.
    Fresh(Entry),
    /// Rendered, and found to have the bytes that were there.
    Same(Entry),
    /// Rendered into the stage.
    Written(Entry),
    Failed(Box<Diagnostic>),
}

impl<K, G, M> Run<'_, K, G, M> {
    fn produce<'r, T>(&self, job: &Job<'r>, stage: &Stage) -> Result<Outcome, IoError>
    where
        K: Fn(&Job<'r>) -> Option<Mark>,
        G: Fn(&Job<'r>) -> Result<(Fingerprint, T), Box<Diagnostic>>,
        M: Fn(&Job<'r>, T) -> Result<Artifact, Box<Diagnostic>>,
    {
        let route = job.route.as_str();
        let mark = (self.makers.mark)(job);
        let (known, standing) = (self.known.find(route), self.survey.find(route));
        if let Some(entry) = known_by_mark(mark, known, standing) {
            return Ok(Outcome::Fresh(entry.clone()));
        }
        let (fingerprint, gathered) = match (self.makers.gather)(job) {
            Ok(gathered) => gathered,
            Err(diagnostic) => return Ok(Outcome::Failed(diagnostic)),
        };
        if stale::reason(&fingerprint, known, standing, self.fresh).is_none()
            && let Some(entry) = known
        {
            return Ok(Outcome::Fresh(entry.clone().marked(mark)));
        }
        let artifact = match (self.makers.make)(job, gathered) {
            Ok(artifact) => artifact,
            Err(diagnostic) => return Ok(Outcome::Failed(diagnostic)),
        };
        if let Some(stat) = standing {
            let hash = known.filter(|entry| entry.stat == *stat).map(|entry| entry.hash);
            if let Some(hash) = stage::same_bytes(&self.place.file(route), stat, hash, &artifact)? {
                return Ok(Outcome::Same(Entry::new(route, fingerprint, hash, *stat).marked(mark)));
            }
        }
        let (hash, stat) = stage.write(route, artifact)?;
        Ok(Outcome::Written(Entry::new(route, fingerprint, hash, stat).marked(mark)))
    }
}

/// The ledger's own name is no route.
fn refuse_reserved(plan: &Plan, report: &mut Report) -> Result<(), Reported> {
    let Some(job) = plan.find(ledger::NAME) else { return Ok(()) };
    let name = ledger::NAME;
    report.push(Diagnostic::error(
        Code::RouteCollision,
        job.origin,
        say!("“{name}”这个位置由程序自己使用", "the place `{name}` is the program's own"),
    ));
    report.verdict()
}

/// One mistake in a template fails every page that it makes: each place is reported once, with the first page.
pub fn report_failures(failures: Vec<Diagnostic>, report: &mut Report) {
    let mut groups: Vec<(Diagnostic, usize)> = Vec::new();
    for failure in failures {
        match groups.iter_mut().find(|(known, _)| known.code == failure.code && known.span == failure.span) {
            Some((_, more)) => *more += 1,
            None => groups.push((failure, 0)),
        }
    }
    for (mut diagnostic, more) in groups {
        if more > 0 {
            let span = diagnostic.span;
            diagnostic = diagnostic
                .note(span, say!("另有 {more} 个页面同样出错", "{more} more pages fail in the same way"));
        }
        report.push(diagnostic);
    }
}

#[cfg(test)]
mod tests;
