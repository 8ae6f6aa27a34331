//! References between records: written as an id, a name or a path, linked to a key by `check`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::RecordKind;
use super::decode::{Decode, Digest, Word};
use super::kind::Kind;
use super::shape::Shape;
use super::yaml::Node;
use crate::diag::{Report, Span};

/// Index of a record in the table of its kind.
pub struct Key<T>(u32, PhantomData<fn() -> T>);

impl<T> Key<T> {
    pub fn new(index: usize) -> Key<T> {
        Key(index as u32, PhantomData)
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

// Derives would ask the same of `T`, which is only a tag.
impl<T> Clone for Key<T> {
    fn clone(&self) -> Key<T> {
        *self
    }
}
impl<T> Copy for Key<T> {}
impl<T> PartialEq for Key<T> {
    fn eq(&self, other: &Key<T>) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Key<T> {}
impl<T> PartialOrd for Key<T> {
    fn partial_cmp(&self, other: &Key<T>) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Key<T> {
    fn cmp(&self, other: &Key<T>) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Key<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// A reference to a record of kind `T`; one that leads nowhere is an error.
#[derive(Clone)]
pub struct Ref<T> {
    pub text: String,
    pub span: Span,
    target: Option<u32>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    /// The record, once linked; none where it is not published.
    pub fn key(&self) -> Option<Key<T>> {
        self.target.map(|index| Key::new(index as usize))
    }

    pub fn linked(text: &Word, key: Key<T>) -> Ref<T> {
        Ref { text: text.value.clone(), span: text.span, target: Some(key.0), kind: PhantomData }
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} -> {:?}", self.text, self.target)
    }
}

/// Free text that links where it names a record of kind `T`, such as an issuer that may be outside the roll.
#[derive(Clone)]
pub struct Mention<T>(pub Ref<T>);

impl<T> Mention<T> {
    pub fn key(&self) -> Option<Key<T>> {
        self.0.key()
    }

    pub fn text(&self) -> &str {
        &self.0.text
    }
}

impl<T> fmt::Debug for Mention<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A reference as `check` sees it, whatever its kind.
pub struct Link<'a> {
    pub kind: Kind,
    pub text: &'a mut String,
    pub span: Span,
    /// Index in the table of `kind`.
    pub target: &'a mut Option<u32>,
    /// Whether it must lead somewhere.
    pub strict: bool,
}

impl<T: RecordKind> Decode for Ref<T> {
    fn shape() -> Shape {
        Shape::Reference(T::KIND.folder())
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self> {
        let word = Word::decode(node, report)?;
        Some(Ref { text: word.value, span: word.span, target: None, kind: PhantomData })
    }

    fn links(&mut self, visit: &mut dyn FnMut(Link<'_>)) {
        let Ref { text, span, target, .. } = self;
        visit(Link { kind: T::KIND, text, span: *span, target, strict: true });
    }

    fn prune(&mut self) -> bool {
        self.target.is_some()
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        digest.link(T::KIND, self.target, &self.text);
    }
}

impl<T: RecordKind> Decode for Mention<T> {
    fn shape() -> Shape {
        Shape::Text
    }

    fn decode(node: Node<'_>, report: &mut Report) -> Option<Self> {
        Ref::decode(node, report).map(Mention)
    }

    fn links(&mut self, visit: &mut dyn FnMut(Link<'_>)) {
        let Ref { text, span, target, .. } = &mut self.0;
        visit(Link { kind: T::KIND, text, span: *span, target, strict: false });
    }

    fn words(&self, visit: &mut dyn FnMut(&str, Span)) {
        visit(&self.0.text, self.0.span);
    }

    fn digest(&self, digest: &mut Digest<'_>) {
        self.0.digest(digest);
    }
}
