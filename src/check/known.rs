//! Bodies that need not be parsed again, because an earlier check has parsed the same text.
//!
//! What a body becomes depends on its text alone, so that it is found by that text's key, in whatever file it now is.
//! Only bodies that nothing was to be said of are known, by the reading of Markdown or by the rules that look at a text
//! alone: to say it again they are read again. Where a site changes these rules, none is known. What no record has any more is
//! forgotten at once.
//!
//! What a body refers to is asked for with every check, and what it says only where it is shown or searched: the latter is kept as
//! bytes, and read when it is asked for.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Deserialize, Serialize, Serializer};
use serde_bytes::ByteBuf;

use super::silent::{self, Silent};
use crate::diag::Report;
use crate::markdown::{self, Body, Local, Reference};
use crate::model::{BodyKey, BodySource};

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
    /// Of the rules by which nothing was to be said.
    mark: [u8; 32],
    /// Sorted by key.
    bodies: Vec<(BodyKey, Arc<KnownBody>)>,
    /// Whether it may be other than what is kept on disk.
    is_changed: bool,
}

/// A body that was parsed, perhaps long ago.
#[derive(Debug)]
pub struct KnownBody {
    /// Those of the [`Body`].
    pub references: Vec<Reference>,
    pub locals: Vec<Local>,
    /// The rest of it as it was kept.
    kept: Option<(Arc<ByteBuf>, Range<usize>)>,
    whole: OnceLock<Body>,
}

/// A part in the form in which it is kept from one process to the next.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    mark: [u8; 32],
    bodies: Vec<KeptBody>,
    /// Every [`Body`], one after the other.
    whole: ByteBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptBody {
    key: BodyKey,
    references: Vec<Reference>,
    locals: Vec<Local>,
    /// Of the body, in bytes.
    len: u32,
}

/// A part on its way to the disk.
#[derive(Debug)]
pub struct Keeping<'p>(&'p Part);

impl Default for KnownBodies {
    fn default() -> KnownBodies {
        KnownBodies::load(|_| None, None)
    }
}

impl KnownBodies {
    /// Brings together what `load` has of each part, by number, and who was silent.
    pub fn load(load: impl Fn(usize) -> Option<Kept> + Sync, silent: Option<silent::Kept>) -> KnownBodies {
        let open = |number| {
            // Of a part that cannot be read it is not known what it holds.
            load(number).and_then(Kept::open).unwrap_or_else(|| Part { is_changed: true, ..Part::default() })
        };
        KnownBodies { parts: (0..PARTS).into_par_iter().map(open).collect(), silent: Silent::of(silent) }
    }

    /// The parts that may be other than what is kept on disk, by number; not to be kept at all where nothing is in them.
    pub fn changes(&self) -> Vec<(usize, Option<Keeping<'_>>)> {
        let changed = self.parts.iter().enumerate().filter(|(_, part)| part.is_changed);
        changed.map(|(number, part)| (number, (!part.bodies.is_empty()).then_some(Keeping(part)))).collect()
    }

    /// Forgets what was judged by other rules than those with this mark.
    pub(super) fn hold_to(&mut self, mark: [u8; 32]) {
        for part in self.parts.iter_mut().filter(|part| part.mark != mark) {
            *part = Part { mark, bodies: Vec::new(), is_changed: true };
        }
    }

    pub(super) fn find(&self, key: &BodyKey) -> Option<Arc<KnownBody>> {
        let bodies = &self.parts[part_of(key)].bodies;
        let at = bodies.binary_search_by(|(known, _)| known.cmp(key)).ok()?;
        Some(Arc::clone(&bodies[at].1))
    }

    /// Knows these from now on, and no others.
    pub(super) fn replace(&mut self, bodies: Vec<(BodyKey, Arc<KnownBody>)>) {
        let mut parts = vec![Vec::new(); PARTS];
        for body in bodies {
            parts[part_of(&body.0)].push(body);
        }
        self.parts.par_iter_mut().zip(parts).for_each(|(part, mut bodies)| {
            bodies.sort_unstable_by_key(|(key, _)| *key);
            bodies.dedup_by_key(|(key, _)| *key);
            let key = |body: &(BodyKey, Arc<KnownBody>)| body.0;
            part.is_changed |= !bodies.iter().map(key).eq(part.bodies.iter().map(key));
            part.bodies = bodies;
        });
    }
}

fn part_of(key: &BodyKey) -> usize {
    key.spread() % PARTS
}

impl KnownBody {
    pub fn of(body: Body) -> KnownBody {
        let (references, locals) = (body.references.clone(), body.locals.clone());
        KnownBody { references, locals, kept: None, whole: OnceLock::from(body) }
    }

    /// What it says. `source` is the text that it was made of: where what was kept cannot be read, it is parsed once more.
    pub fn whole(&self, source: &BodySource) -> &Body {
        self.whole.get_or_init(|| {
            let read = self.kept_bytes().and_then(|bytes| postcard::from_bytes(bytes).ok());
            read.unwrap_or_else(|| markdown::parse(source.text(), source.span(), &mut Report::new()))
        })
    }

    fn kept_bytes(&self) -> Option<&[u8]> {
        let (bytes, range) = self.kept.as_ref()?;
        bytes.get(range.clone())
    }
}

impl Kept {
    /// `None` where it contradicts itself.
    fn open(self) -> Option<Part> {
        let bytes = Arc::new(self.whole);
        let mut start = 0_usize;
        let open = |KeptBody { key, references, locals, len }| {
            let range = start..start.checked_add(len as usize)?;
            start = range.end;
            let kept = Some((Arc::clone(&bytes), range));
            Some((key, Arc::new(KnownBody { references, locals, kept, whole: OnceLock::new() })))
        };
        let bodies: Vec<_> = self.bodies.into_iter().map(open).collect::<Option<_>>()?;
        let is_whole = start == bytes.len() && bodies.is_sorted_by(|a, b| a.0 < b.0);
        is_whole.then_some(Part { mark: self.mark, bodies, is_changed: false })
    }
}

impl Serialize for Keeping<'_> {
    /// As [`Kept`], which takes as much memory as the texts of the part, and no longer than it is written.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Part { mark, bodies, .. } = self.0;
        let mut whole = ByteBuf::new();
        let keep = |(key, body): &(BodyKey, Arc<KnownBody>)| {
            let start = whole.len();
            match body.kept_bytes() {
                Some(bytes) => whole.extend_from_slice(bytes),
                None => {
                    let bytes = body.whole.get().map(postcard::to_stdvec).transpose();
                    whole.extend(bytes.map_err(serde::ser::Error::custom)?.unwrap_or_default());
                }
            }
            let (references, locals) = (body.references.clone(), body.locals.clone());
            Ok(KeptBody { key: *key, references, locals, len: (whole.len() - start) as u32 })
        };
        let bodies = bodies.iter().map(keep).collect::<Result<_, S::Error>>()?;
        Kept { mark: *mark, bodies, whole }.serialize(serializer)
    }
}
