//! Judgement: what staff wrote becomes what the public may see, or is reported.
//!
//! Comes in: a [`Draft`] and what the world says about this run ([`Options`]). Goes out: a
//! [`Roll`], linked, ordered, holding publishable records and nothing else, or the proof that errors were reported.
//! It deliberately does not know pages or routes, and it reads no file: the draft carries all that it needs.

mod abreast;
mod bodies;
mod desk;
mod errata;
mod folded;
pub mod glyphs;
mod hidden;
mod index;
mod known;
mod links;
mod lists;
mod names;
pub mod personal;
mod proof;
mod publish;
mod recipients;
mod relink;
mod roll;
mod rules;
pub mod signoff;
mod silent;
mod tree;
mod withdrawn;
mod workdays;

pub use desk::{Desk, Entry, Signature};
pub use index::standing;
pub use known::{Kept, KnownBodies};
pub use names::slug_of;
pub use proof::CODES as PROOFREADING;
pub use roll::{
    Award, Erratum, ErratumKind, Heading, LinkedBody, LocalTarget, Options, Proposal, Roll, Tally, Target,
};
pub use rules::judge_base_url;
pub use silent::Silent;

use crate::diag::{Report, Reported};
use crate::model::Draft;

/// Checks everything and makes the roll. All problems are reported, whatever their phase.
///
/// Bodies that are `known` are not parsed again; afterwards those of this draft are known. The result is the same.
pub fn check(
    draft: Draft,
    options: &Options,
    known: &mut KnownBodies,
    report: &mut Report,
) -> Result<Roll, Reported> {
    judge(draft, options, known, None, report)
}

/// As [`check`], and fills the desk, which is for staff alone: nothing of it is in the roll.
pub fn check_for_desk(
    draft: Draft,
    options: &Options,
    known: &mut KnownBodies,
    desk: &mut Desk,
    report: &mut Report,
) -> Result<Roll, Reported> {
    judge(draft, options, known, Some(desk), report)
}

fn judge(
    mut draft: Draft,
    options: &Options,
    known: &mut KnownBodies,
    desk: Option<&mut Desk>,
    report: &mut Report,
) -> Result<Roll, Reported> {
    let tombstones = std::mem::take(&mut draft.tombstones);
    let mut names = names::identify(&mut draft.tables, tombstones, report);
    links::link(&mut draft.tables, &mut names, report);
    let trees = tree::check(&draft.tables, report);
    recipients::link(&mut draft.tables, &names, report);
    let proofreader = proof::Proofreader::of(draft.site.as_ref());
    let personal = rules::PersonalSearch::of(&draft);
    let listening = silent::Listening::to(&draft, &known.silent);
    let mut in_bodies = Report::new();
    let (bodies, ()) = rayon::join(
        || bodies::read(&draft, &names, &proofreader, &personal, known, &mut in_bodies),
        || {
            rules::check(&draft, &personal, &listening, report);
            proof::check(&draft, &proofreader, &listening, report);
        },
    );
    known.silent.replace(listening.heard());
    report.extend(in_bodies);
    let Some(site) = draft.site.take() else {
        // Why there is none was reported; without it nothing can be published.
        return Err(report.verdict().expect_err("a site that cannot be read is an error"));
    };
    // Nothing that follows a parent would come to an end in a circle. Any other mistake keeps what is published from
    // being known for certain, but not from being judged: one run tells of everything.
    trees?;
    let (roll, withdrawn) =
        publish::publish(publish::Linked { draft, site, bodies }, &names, options, desk, report);
    withdrawn::check(&roll, &withdrawn, report);
    report.verdict()?;
    Ok(roll)
}
