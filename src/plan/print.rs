//! Pictures: several files that are made from one file of the site.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diag::FileId;
use crate::picture::{Cut, Permit};

/// A file of the site of which files in several sizes and formats are made.
pub struct Negative {
    pub file: FileId,
    pub cuts: Vec<Cut>,
    /// Shared with all other negatives of the plan.
    pub permit: Arc<Permit>,
    /// What was made of it and not yet taken, by the number of the cut.
    made: Mutex<Vec<Option<Vec<u8>>>>,
}

/// One of those files.
#[derive(Clone, Debug)]
pub struct Print {
    pub negative: Arc<Negative>,
    at: usize,
}

impl Negative {
    pub fn new(file: FileId, cuts: Vec<Cut>, permit: Arc<Permit>) -> Negative {
        Negative { file, cuts, permit, made: Mutex::default() }
    }

    /// A print for each cut.
    pub fn prints(self) -> Vec<Print> {
        let negative = Arc::new(self);
        (0..negative.cuts.len()).map(|at| Print { negative: Arc::clone(&negative), at }).collect()
    }
}

impl Print {
    pub fn cut(&self) -> Cut {
        self.negative.cuts[self.at]
    }

    /// The bytes of this print. `develop` makes those of every print of the negative at once, because most of the work is the
    /// same for all; they wait here for the others to be asked for. Of two threads one develops and the other waits for it:
    /// `develop` must not wait for the pool that they belong to.
    pub fn take<E>(&self, develop: impl FnOnce() -> Result<Vec<Vec<u8>>, E>) -> Result<Vec<u8>, E> {
        let mut made = self.negative.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = made.get_mut(self.at).and_then(Option::take) {
            return Ok(bytes);
        }
        *made = develop()?.into_iter().map(Some).collect();
        Ok(made.get_mut(self.at).and_then(Option::take).unwrap_or_default())
    }
}

impl fmt::Debug for Negative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Negative").field("file", &self.file).field("cuts", &self.cuts).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Format;

    #[test]
    fn a_negative_is_developed_once_for_all_its_prints() {
        let cut = |width| Cut { width, height: 1, format: Format::Jpeg };
        let prints = Negative::new(FileId(1), vec![cut(1), cut(2)], Arc::default()).prints();
        let mut developed = 0;
        let mut take = |print: &Print| {
            print.take(|| {
                developed += 1;
                Ok::<_, ()>(vec![b"one".to_vec(), b"two".to_vec()])
            })
        };
        assert_eq!(take(&prints[1]), Ok(b"two".to_vec()));
        assert_eq!(take(&prints[0]), Ok(b"one".to_vec()));
        // Asked for again, it is made again.
        assert_eq!(take(&prints[0]), Ok(b"one".to_vec()));
        assert_eq!(developed, 2);
        assert_eq!(prints[0].take(|| Err("damaged")), Err("damaged"));
    }
}
