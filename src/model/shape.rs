//! What fields look like, as data: the one source of the JSON Schema, the manual and the messages.

/// One field of a record.
pub struct FieldSpec {
    /// English name, Chinese name, then other words that are accepted.
    pub names: &'static [&'static str],
    /// What it means, for people, in both languages.
    pub zh: &'static str,
    pub en: &'static str,
    pub required: fn() -> bool,
    pub shape: fn() -> Shape,
}

impl FieldSpec {
    pub fn zh_name(&self) -> &'static str {
        self.names.get(1).copied().unwrap_or(self.names[0])
    }
}

/// What a value may be.
pub enum Shape {
    Text,
    /// A date of which parts may be unknown.
    Date,
    /// A full calendar day.
    Day,
    Bool,
    Integer,
    /// A decimal number, kept as it was written.
    Number,
    /// One of some words: English, Chinese, others.
    Choice(&'static [&'static [&'static str]]),
    /// The id, name or path of a record of this kind; the folder's name.
    Reference(&'static str),
    List(Box<Shape>),
    Object {
        specs: &'static [FieldSpec],
        /// The field that a plain text stands for.
        bare: Option<&'static str>,
    },
}
