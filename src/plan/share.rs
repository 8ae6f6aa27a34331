//! The picture that stands beside a link to the site where someone shares it.

/// Texts that are set in such a picture: a few words each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareImage {
    /// Set large: what the page is.
    pub heading: String,
    /// Below it: of which site, or what that site is.
    pub under: Option<String>,
    /// At the foot.
    pub publisher: Option<String>,
}

impl ShareImage {
    /// In pixels: the shape that readers of Open Graph show uncropped.
    pub const SIZE: (u32, u32) = (1200, 630);
}
