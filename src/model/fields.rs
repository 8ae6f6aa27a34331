//! Two macros that turn a table of fields, or of fixed words, into types that decode themselves.

/// Declares a struct whose fields are read from a YAML mapping.
///
/// `pub struct Source from title { … }` also accepts a plain text, which stands for `title`. Each field states its
/// English name, Chinese name and aliases, then what it means in Chinese and English.
macro_rules! fields {
    (
        $(#[$meta:meta])*
        pub struct $name:ident $(from $bare:ident)? {
            $($field:ident: $type:ty = [$($alias:literal)+] $zh:literal $en:literal),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name {
            $(#[doc = $en] pub $field: $type,)*
        }

        impl $crate::model::Fields for $name {
            const SPECS: &'static [$crate::model::shape::FieldSpec] = &[
                $($crate::model::shape::FieldSpec {
                    names: &[$($alias),+],
                    zh: $zh,
                    en: $en,
                    required: || <$type as $crate::model::decode::Decode>::absent().is_none(),
                    shape: <$type as $crate::model::decode::Decode>::shape,
                },)*
            ];

            fn take(
                entries: &mut $crate::model::decode::Entries<'_>,
                report: &mut $crate::diag::Report,
            ) -> Option<Self> {
                let mut specs = Self::SPECS.iter();
                $(let $field = entries.take::<$type>(specs.next().expect("one spec a field"), report);)*
                Some($name { $($field: $field?,)* })
            }

            fn take_links(&mut self, visit: &mut dyn FnMut($crate::model::reference::Link<'_>)) {
                $($crate::model::decode::Decode::links(&mut self.$field, visit);)*
            }

            fn take_prune(&mut self) -> bool {
                let mut stands = true;
                $(stands &= $crate::model::decode::Decode::prune(&mut self.$field);)*
                stands
            }

            fn take_words(&self, visit: &mut dyn FnMut(&str, $crate::diag::Span)) {
                $($crate::model::decode::Decode::words(&self.$field, visit);)*
            }

            fn take_digest(&self, digest: &mut $crate::model::decode::Digest<'_>) {
                $(
                    if !$crate::model::decode::Decode::is_absent(&self.$field) {
                        digest.part(stringify!($field).as_bytes());
                        $crate::model::decode::Decode::digest(&self.$field, digest);
                    }
                )*
                // Where a field's name would stand: the end, so that two records never read as one.
                digest.part(b"");
            }
        }

        impl $crate::model::decode::Decode for $name {
            fn shape() -> $crate::model::shape::Shape {
                #[allow(unused_mut, unused_assignments)]
                let mut bare = None;
                $(bare = Some(stringify!($bare));)?
                $crate::model::shape::Shape::Object {
                    specs: <$name as $crate::model::Fields>::SPECS,
                    bare,
                }
            }

            fn decode(
                node: $crate::model::yaml::Node<'_>,
                report: &mut $crate::diag::Report,
            ) -> Option<Self> {
                $(
                    if matches!(node.data, $crate::model::yaml::Data::Scalar(_)) {
                        let node = $crate::model::fields::wrap(node, stringify!($bare));
                        return <$name as $crate::model::decode::Decode>::decode(node, report);
                    }
                )?
                let specs = <$name as $crate::model::Fields>::SPECS;
                let mut entries = $crate::model::decode::Entries::of(node, specs, report)?;
                let value = <$name as $crate::model::Fields>::take(&mut entries, report);
                entries.finish(&[specs], report);
                value
            }

            fn links(&mut self, visit: &mut dyn FnMut($crate::model::reference::Link<'_>)) {
                $crate::model::Fields::take_links(self, visit);
            }

            fn prune(&mut self) -> bool {
                $crate::model::Fields::take_prune(self)
            }

            fn words(&self, visit: &mut dyn FnMut(&str, $crate::diag::Span)) {
                $crate::model::Fields::take_words(self, visit);
            }

            fn digest(&self, digest: &mut $crate::model::decode::Digest<'_>) {
                $crate::model::Fields::take_digest(self, digest);
            }
        }
    };
}

/// Declares an enum of fixed words: `Draft = ["draft" "草稿"]`, English first, then Chinese, then other spellings.
macro_rules! choices {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$doc:meta])* $variant:ident = [$($word:literal)+]),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// The ways in which each may be written, English first.
            pub const WORDS: &'static [&'static [&'static str]] = &[$(&[$($word),+],)*];
            const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The word as it is written in English records.
            pub fn en(self) -> &'static str {
                Self::WORDS[self as usize][0]
            }

            /// The word as readers see it.
            pub fn zh(self) -> &'static str {
                Self::WORDS[self as usize].get(1).copied().unwrap_or_else(|| self.en())
            }
        }

        impl $crate::model::decode::Decode for $name {
            fn shape() -> $crate::model::shape::Shape {
                $crate::model::shape::Shape::Choice(Self::WORDS)
            }

            fn decode(
                node: $crate::model::yaml::Node<'_>,
                report: &mut $crate::diag::Report,
            ) -> Option<Self> {
                let span = node.span;
                let text = $crate::model::decode::scalar(node, report)?;
                match Self::WORDS.iter().position(|words| words.contains(&text.trim())) {
                    Some(index) => Some(Self::ALL[index]),
                    None => {
                        report.push($crate::model::fields::unknown_word(&text, span, Self::WORDS));
                        None
                    }
                }
            }

            fn digest(&self, digest: &mut $crate::model::decode::Digest<'_>) {
                digest.part(self.en().as_bytes());
            }
        }
    };
}

pub(super) use {choices, fields};

use std::borrow::Cow;

use super::yaml::{Data, Key, Node};
use crate::diag::{Code, Diagnostic, Span};
use crate::say;
use crate::text::similar;

/// A plain text as the mapping it is short for.
pub fn wrap<'t>(node: Node<'t>, field: &'static str) -> Node<'t> {
    let key = Key { span: node.span, text: Cow::Borrowed(field) };
    Node { span: node.span, data: Data::Map(vec![(key, node)]) }
}

pub fn unknown_word(text: &str, span: Span, words: &[&[&str]]) -> Diagnostic {
    let zh = words.iter().map(|w| w.get(1).copied().unwrap_or(w[0])).collect::<Vec<_>>().join("、");
    let en = words.iter().map(|w| w[0]).collect::<Vec<_>>().join(", ");
    let near = similar::nearest(text, words.iter().flat_map(|w| w.iter().copied()), 1);
    let hint = match near.first() {
        Some(near) => say!("是不是想写“{near}”？可以写：{zh}", "did you mean `{near}`? it may be: {en}"),
        None => say!("可以写：{zh}", "it may be: {en}"),
    };
    Diagnostic::error(
        Code::UnknownValue,
        span,
        say!("这里不能写“{text}”", "`{text}` is none of the words for this field"),
    )
    .hint(hint)
}
