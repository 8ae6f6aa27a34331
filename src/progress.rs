//! What a run is doing, for whoever watches.
//!
//! Comes in: the beginning of each phase, and each step of it. Goes out: the same, to a [`Watch`]. It deliberately
//! measures nothing and prints nothing: clocks and terminals belong to the commands.

/// A phase of a run, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// The site's files are read.
    Read,
    /// Records are parsed, and the theme is compiled.
    Parse,
    /// New pictures are looked at.
    Look,
    /// Records are linked, ordered and judged.
    Check,
    /// It is decided which files there will be.
    Plan,
    /// The published site is looked through.
    Survey,
    /// What changed is rendered and written beside it.
    Render,
    /// The new site takes its place.
    Switch,
}

impl Phase {
    pub const ALL: [Phase; 8] = [
        Phase::Read,
        Phase::Parse,
        Phase::Look,
        Phase::Check,
        Phase::Plan,
        Phase::Survey,
        Phase::Render,
        Phase::Switch,
    ];

    /// The name that programs read; it is stable.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Read => "read",
            Phase::Parse => "parse",
            Phase::Look => "look",
            Phase::Check => "check",
            Phase::Plan => "plan",
            Phase::Survey => "survey",
            Phase::Render => "render",
            Phase::Switch => "switch",
        }
    }
}

/// Someone who is told how far a run has come; from several threads at once.
pub trait Watch: Sync {
    /// A phase begins, and the one before it is over. `steps` is how often [`Watch::step`] will be called, 0 where that
    /// is not known.
    fn begin(&self, phase: Phase, steps: usize);

    fn step(&self);
}

/// Nobody watches.
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _: Phase, _: usize) {}

    fn step(&self) {}
}
