//! Bodies that need not be parsed again, because an earlier check has parsed the same text.
//!
//! What a body becomes depends on its text alone, so that it is found by that text's key, in whatever file it now is.
//! Only bodies that nothing was to be said of are known, by the reading of Markdown or by the rules that look at a text
//! alone: to say it again they are read again. Where a site changes these rules, none is known. What no record has any more is
//! forgotten at once.

use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::silent::{self, Silent};
use crate::markdown::Body;
use crate::model::BodyKey;

/// How many parts there are, each of which is kept on disk for itself: an edit costs the part that it is in.
const PARTS: usize = 16;

/// What an earlier check made of bodies; nothing is known by default.
#[derive(Debug)]
pub struct KnownBodies {
    parts: Vec<Part>,
    /// Which records need not be read again by rules that look beyond the text.
    pub silent: Silent,
}

#[derive(Debug, Default)]
struct Part {
    kept: Kept,
    /// Whether it may be other than what is kept on disk.
    is_changed: bool,
}

/// A part in the form in which it is kept from one process to the next.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Of the rules by which nothing was to be said.
    mark: [u8; 32],
    /// Sorted by key.
    bodies: Vec<(BodyKey, Arc<Body>)>,
}

impl Default for KnownBodies {
    fn default() -> KnownBodies {
        KnownBodies::load(|_| None, None)
    }
}

impl KnownBodies {
    /// Brings together what `load` has of each part, by number, and who was silent.
    pub fn load(load: impl Fn(usize) -> Option<Kept> + Sync, silent: Option<silent::Kept>) -> KnownBodies {
        let open = |number| {
            let kept = load(number).filter(|kept| kept.bodies.is_sorted_by(|a, b| a.0 < b.0));
            // Of a part that cannot be read it is not known what it holds.
            Part { is_changed: kept.is_none(), kept: kept.unwrap_or_default() }
        };
        KnownBodies { parts: (0..PARTS).into_par_iter().map(open).collect(), silent: Silent::of(silent) }
    }

    /// The parts that may be other than what is kept on disk, by number; not to be kept at all where nothing is in them.
    pub fn changes(&self) -> Vec<(usize, Option<&Kept>)> {
        let changed = self.parts.iter().enumerate().filter(|(_, part)| part.is_changed);
        changed
            .map(|(number, Part { kept, .. })| (number, Some(kept).filter(|kept| !kept.bodies.is_empty())))
            .collect()
    }

    /// Forgets what was judged by other rules than those with this mark.
    pub(super) fn hold_to(&mut self, mark: [u8; 32]) {
        for part in self.parts.iter_mut().filter(|part| part.kept.mark != mark) {
            *part = Part { kept: Kept { mark, bodies: Vec::new() }, is_changed: true };
        }
    }

    pub(super) fn find(&self, key: &BodyKey) -> Option<Arc<Body>> {
        let bodies = &self.parts[part_of(key)].kept.bodies;
        let at = bodies.binary_search_by(|(known, _)| known.cmp(key)).ok()?;
        Some(Arc::clone(&bodies[at].1))
    }

    /// Knows these from now on, and no others.
    pub(super) fn replace(&mut self, bodies: Vec<(BodyKey, Arc<Body>)>) {
        let mut parts = vec![Vec::new(); PARTS];
        for body in bodies {
            parts[part_of(&body.0)].push(body);
        }
        self.parts.par_iter_mut().zip(parts).for_each(|(part, mut bodies)| {
            bodies.sort_unstable_by_key(|(key, _)| *key);
            bodies.dedup_by_key(|(key, _)| *key);
            let key = |body: &(BodyKey, Arc<Body>)| body.0;
            part.is_changed |= !bodies.iter().map(key).eq(part.kept.bodies.iter().map(key));
            part.kept.bodies = bodies;
        });
    }
}

fn part_of(key: &BodyKey) -> usize {
    key.spread() % PARTS
}
