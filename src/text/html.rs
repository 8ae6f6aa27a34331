//! Text as HTML, for the few pages that no template makes.

/// A text that can stand between tags and in a quoted attribute.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
