//! The files under `content/media/`, and what is found in them: by their contents, so that none is decoded twice.
//!
//! A finding depends on the bytes alone, so that it is known by their hash, in whatever file they now are. What no file holds
//! any more is forgotten at once.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::draft::Media;
use crate::diag::FileId;
use crate::picture::{self, Fault, Finding, MAX_BYTES, Permit};
use crate::source::{File, Role, SourceTree};

/// What earlier runs found; nothing is known by default.
#[derive(Debug, Default)]
pub struct KnownPictures {
    findings: HashMap<[u8; 32], Finding>,
    /// Whether it may be other than what is kept on disk.
    is_changed: bool,
}

/// What is known in the form in which it is kept from one process to the next: sorted by the hashes of the contents.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptPictures(Vec<([u8; 32], Finding)>);

impl KnownPictures {
    pub fn of(kept: Option<KeptPictures>) -> KnownPictures {
        KnownPictures { findings: kept.into_iter().flat_map(|kept| kept.0).collect(), is_changed: false }
    }

    /// What has to be kept, where that is not what is kept already; `Some(None)` is nothing.
    pub fn changes(&self) -> Option<Option<KeptPictures>> {
        self.is_changed.then(|| {
            let mut kept: Vec<_> = self.findings.iter().map(|(hash, found)| (*hash, found.clone())).collect();
            kept.sort_unstable_by_key(|(hash, _)| *hash);
            (!kept.is_empty()).then_some(KeptPictures(kept))
        })
    }
}

const FOLDER: &str = "content/media/";

/// Every file that records may show or offer, by its path below the folder.
pub fn media(tree: &SourceTree, known: &mut KnownPictures) -> BTreeMap<String, Media> {
    let files: Vec<(FileId, &File)> =
        tree.under(FOLDER).filter(|(_, file)| file.role == Role::Media).collect();
    let permit = Permit::default();
    let found: Vec<Finding> = (files.par_iter())
        .map(|(id, file)| match known.findings.get(&file.hash) {
            Some(finding) => finding.clone(),
            None => look(tree, *id, file, &permit),
        })
        .collect();
    let findings: HashMap<[u8; 32], Finding> = (files.iter().zip(&found))
        .filter(|(_, finding)| **finding != Finding::Refused(Fault::Unread))
        .map(|((_, file), finding)| (file.hash, finding.clone()))
        .collect();
    known.is_changed |= findings != known.findings;
    known.findings = findings;
    let media = files.into_iter().zip(found).map(|((id, file), finding)| {
        let media = Media { file: id, size: file.size, hash: file.hash, finding };
        (file.path[FOLDER.len()..].to_owned(), media)
    });
    media.collect()
}

/// Most attachments are told by their first bytes.
fn look(tree: &SourceTree, id: FileId, file: &File, permit: &Permit) -> Finding {
    match tree.head(id, picture::HEAD) {
        Ok(head) if !picture::may_be_picture(&head) => return Finding::Other,
        Ok(_) if file.size > MAX_BYTES => return Finding::Refused(Fault::Heavy),
        Ok(_) => {}
        Err(_) => return Finding::Refused(Fault::Unread),
    }
    match tree.bytes(id) {
        Ok(bytes) if *blake3::hash(&bytes).as_bytes() == file.hash => picture::look(&bytes, permit),
        // It was changed since it was read.
        Ok(_) | Err(_) => Finding::Refused(Fault::Unread),
    }
}
