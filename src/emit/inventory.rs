//! What a finished output consists of, for whoever hands it on.

use super::place::Place;
use super::survey::Survey;
use crate::diag::IoError;

/// The files that the last build left, and what else is there.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Route and BLAKE3 of each file, in the order of routes. None where no build has written this folder.
    pub files: Vec<(String, [u8; 32])>,
    /// Routes of files that the build wrote and that are gone.
    pub missing: Vec<String>,
    /// Files that the program did not write.
    pub foreign: Vec<String>,
}

impl Inventory {
    /// Looks through the output; the bytes of its files are not read.
    pub fn take(place: &Place) -> Result<Inventory, IoError> {
        let survey = Survey::take(place)?;
        let Some(ledger) = survey.ledger() else {
            return Ok(Inventory::default());
        };
        let (mut files, mut missing) = (Vec::new(), Vec::new());
        for (route, hash) in ledger.entries() {
            match survey.find(route) {
                Some(_) => files.push((route.to_owned(), hash)),
                None => missing.push(route.to_owned()),
            }
        }
        Ok(Inventory { files, missing, foreign: survey.foreign().to_vec() })
    }
}
