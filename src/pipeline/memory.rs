//! What runs keep of a site for those that come after: read by `build`, `check` and `plan`, written by `build` alone.

use rayon::prelude::*;

use crate::emit::{self, Place};
use crate::source::{Contents, SourceTree};

/// What is known of a site before it is read.
#[derive(Debug, Default)]
pub struct Memory {
    pub contents: Contents,
}

impl Memory {
    /// What the last build kept.
    pub fn load(place: &Place) -> Memory {
        Memory { contents: Contents::load(|part| emit::kept(place, &name(part))) }
    }

    /// Keeps what was read now, where it is not what was kept already. It does no harm where the site then turns out to have
    /// errors: whoever mends them builds again.
    pub fn keep(&self, place: &Place, tree: &SourceTree) {
        let changes = self.contents.changes(tree);
        changes.par_iter().for_each(|(part, value)| emit::keep(place, &name(*part), value.as_ref()));
    }
}

fn name(part: usize) -> String {
    format!("contents-{part:02}")
}
