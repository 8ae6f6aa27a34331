//! Editions: the whole site in one language or script, beside the others.

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;

/// One edition of the site.
#[derive(Clone, Debug)]
pub struct Edition {
    /// As HTML names it: `zh-Hans`.
    pub language: String,
    /// Where its pages are, with a `/` at its end; empty for the first edition, which has the site's root for itself.
    pub folder: &'static str,
    /// How its texts are worded, where that is not as the records have them.
    pub wording: Option<Arc<dyn Wording>>,
}

/// Another wording of texts, such as one in traditional characters. The same text gives the same wording.
pub trait Wording: Debug + Send + Sync {
    /// The wording of a text that is shown under the name of `field`.
    fn word<'t>(&self, field: &str, text: &'t str) -> Cow<'t, str>;

    /// A hash of all that the wording of these texts depends on beside themselves and the program.
    fn mark(&self, texts: &str) -> [u8; 32];
}

impl Edition {
    /// The way from this edition's root to the site's, for what all editions share: files, styles, scripts.
    pub fn base(&self) -> &'static str {
        if self.folder.is_empty() { "" } else { "../" }
    }

    /// A text that is shown under the name of `field`.
    pub fn word<'t>(&self, field: &str, text: &'t str) -> Cow<'t, str> {
        self.wording.as_ref().map_or(Cow::Borrowed(text), |wording| wording.word(field, text))
    }
}
