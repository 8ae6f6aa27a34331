//! What runs keep of a site for those that come after: read by `build`, `check` and `plan`, written by `build` alone. The
//! preview carries it from one edition to the next.

use rayon::prelude::*;
use serde::Serialize;

use crate::channels::KnownIndex;
use crate::check::KnownBodies;
use crate::emit::{self, Place};
use crate::model::{KnownFiles, KnownPictures};
use crate::render::KnownTheme;
use crate::source::{Contents, SourceTree};

/// What is known of a site before it is read, and taken over rather than made again. What comes of a run is the same.
#[derive(Debug, Default)]
pub struct Memory {
    pub contents: Contents,
    pub(super) bodies: KnownBodies,
    pub(super) pictures: KnownPictures,
    pub(super) index: KnownIndex,
    pub(super) theme: KnownTheme,
    /// A copy of every record: `None` where no other run of this process follows.
    pub(super) files: Option<KnownFiles>,
}

impl Memory {
    /// What the last build kept.
    pub fn load(place: &Place) -> Memory {
        let ((contents, bodies), index) = rayon::join(
            || {
                rayon::join(
                    || Contents::load(|part| emit::kept(place, &name(CONTENTS, part))),
                    || {
                        let silent = emit::kept(place, SILENT);
                        KnownBodies::load(|part| emit::kept(place, &name(BODIES, part)), silent)
                    },
                )
            },
            || KnownIndex::load(|part| emit::kept(place, &name(INDEX, part))),
        );
        let pictures = KnownPictures::of(emit::kept(place, PICTURES));
        Memory { contents, bodies, pictures, index, ..Memory::default() }
    }

    /// For runs that follow each other in one process.
    pub fn for_many_runs() -> Memory {
        Memory { files: Some(KnownFiles::default()), ..Memory::default() }
    }

    /// Does what the next run of this process can be spared, while there is time for it.
    pub fn make_ready(&mut self) {
        if let Some(files) = &mut self.files {
            files.copy_ahead();
        }
    }

    /// Keeps what was read now, where it is not what was kept already. It does no harm where the site then turns out to have
    /// errors: whoever mends them builds again.
    pub fn keep_contents(&self, place: &Place, tree: &SourceTree) {
        keep(place, CONTENTS, &self.contents.changes(tree));
    }

    /// Keeps the bodies of the run that this is the memory of, in the same way.
    pub fn keep_bodies(&self, place: &Place) {
        keep(place, BODIES, &self.bodies.changes());
        if let Some(silent) = self.bodies.silent.changes() {
            emit::keep(place, SILENT, Some(silent));
        }
    }

    /// Keeps what was read for the search index, in the same way.
    pub fn keep_index(&self, place: &Place) {
        keep(place, INDEX, &self.index.changes());
    }

    /// Keeps what was found in pictures, in the same way.
    pub fn keep_pictures(&self, place: &Place) {
        if let Some(pictures) = self.pictures.changes() {
            emit::keep(place, PICTURES, pictures.as_ref());
        }
    }
}

const CONTENTS: &str = "contents";
const BODIES: &str = "bodies";
const INDEX: &str = "index";
const SILENT: &str = "silent";
const PICTURES: &str = "pictures";

/// Keeps parts by their numbers; nothing of those that are empty.
fn keep<P: Serialize + Sync>(place: &Place, what: &str, parts: &[(usize, Option<P>)]) {
    parts.par_iter().for_each(|(part, kept)| emit::keep(place, &name(what, *part), kept.as_ref()));
}

fn name(what: &str, part: usize) -> String {
    format!("{what}-{part:02}")
}
