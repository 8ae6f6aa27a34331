//! A text that may be a part of a longer one.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A text, or a part of a longer one that others are parts of too. A copy costs a count, whatever its length.
#[derive(Clone, Default)]
pub struct Passage {
    whole: Arc<str>,
    range: Range<usize>,
}

impl Passage {
    /// A part of it by its bytes; `None` where they are no text, or are not all there.
    pub fn part(&self, range: Range<usize>) -> Option<Passage> {
        self.get(range.clone())?;
        let range = self.range.start + range.start..self.range.start + range.end;
        Some(Passage { whole: Arc::clone(&self.whole), range })
    }
}

impl Deref for Passage {
    type Target = str;

    fn deref(&self) -> &str {
        &self.whole[self.range.clone()]
    }
}

impl<T: Into<Arc<str>>> From<T> for Passage {
    fn from(text: T) -> Passage {
        let whole: Arc<str> = text.into();
        Passage { range: 0..whole.len(), whole }
    }
}

impl fmt::Debug for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
