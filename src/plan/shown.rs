//! What a template is shown, written down: a view is built once, and is hashed and read from here.
//!
//! Comes in: a value that serde can write. Goes out: its [`Shown`], of which a hash is cheap, since all of it is one text,
//! and which serde can write once more, for whoever renders it.
//! It deliberately knows no template engine and keeps nothing of the value itself.

use std::cell::Cell;
use std::fmt;

use serde::ser::{self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use super::Wording;

/// A value as its parts, in the order in which serde names them.
#[derive(Debug)]
pub struct Shown {
    /// Of each part its kind, then its size or number where it has one, then its text. Lists and maps have an end.
    written: String,
    /// The names of the fields once more, in the order in which they come, so that a reader need not copy them.
    names: Vec<&'static str>,
}

/// Why a value cannot be shown: it holds bytes or numbers of 128 bits, or a map has keys that are no texts.
#[derive(Debug)]
pub struct Unshowable(String);

impl Shown {
    pub fn new(value: &(impl Serialize + ?Sized)) -> Result<Shown, Unshowable> {
        // Room for a common page.
        let mut shown = Shown { written: String::with_capacity(8 << 10), names: Vec::with_capacity(256) };
        value.serialize(&mut shown)?;
        Ok(shown)
    }

    /// Covers all that is shown, with the name of every field: a view that gained one is another view.
    pub fn hash(&self) -> blake3::Hash {
        blake3::hash(self.written.as_bytes())
    }

    /// All of it as one text, in which each of its texts stands unbroken.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The same with every text in another wording. The keys of maps are no texts that are shown.
    pub fn worded(&self, wording: &dyn Wording) -> Shown {
        let room = self.written.len() + self.written.len() / 16;
        let mut worded =
            Shown { written: String::with_capacity(room), names: Vec::with_capacity(self.names.len()) };
        Reader { shown: self, at: Cell::new(0), names: Cell::new(0) }.word(&mut worded, "", wording);
        worded
    }

    fn kind(&mut self, kind: u8) {
        self.written.push(char::from(kind));
    }

    /// In characters of six bits each, the lowest first; all but the last have a seventh bit.
    fn number(&mut self, mut number: u64) {
        while number >= 0x40 {
            self.written.push(char::from(0x40 | (number & 0x3f) as u8));
            number >>= 6;
        }
        self.written.push(char::from(number as u8));
    }

    fn text(&mut self, kind: u8, text: &str) {
        self.kind(kind);
        self.number(text.len() as u64);
        self.written.push_str(text);
    }

    fn name(&mut self, name: &'static str) {
        self.text(FIELD, name);
        self.names.push(name);
    }

    /// How many items follow is only a hint: their end is marked.
    fn begin(&mut self, kind: u8, items: usize) {
        self.kind(kind);
        self.number(items as u64);
    }
}

const NONE: u8 = b'0';
const TRUE: u8 = b't';
const FALSE: u8 = b'f';
const SIGNED: u8 = b'i';
const UNSIGNED: u8 = b'u';
const FLOAT: u8 = b'd';
const TEXT: u8 = b's';
const LIST: u8 = b'a';
/// Its fields have names that the program gave them.
const STRUCT: u8 = b'o';
const FIELD: u8 = b'n';
/// Its keys are data: texts like the values.
const MAP: u8 = b'm';
const END: u8 = b'e';

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Reader { shown: self, at: Cell::new(0), names: Cell::new(0) }.serialize(to)
    }
}

/// Writes the value that comes next, and moves on behind it.
struct Reader<'s> {
    shown: &'s Shown,
    at: Cell<usize>,
    names: Cell<usize>,
}

impl Serialize for Reader<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.byte() {
            TRUE => to.serialize_bool(true),
            FALSE => to.serialize_bool(false),
            SIGNED => to.serialize_i64(self.number().cast_signed()),
            UNSIGNED => to.serialize_u64(self.number()),
            FLOAT => to.serialize_f64(f64::from_bits(self.number())),
            TEXT => to.serialize_str(self.text()),
            LIST => {
                let mut list = to.serialize_seq(Some(self.number() as usize))?;
                while !self.is_at_end() {
                    list.serialize_element(self)?;
                }
                list.end()
            }
            STRUCT => {
                let mut fields = to.serialize_struct("", self.number() as usize)?;
                while !self.is_at_end() {
                    fields.serialize_field(self.name(), self)?;
                }
                fields.end()
            }
            MAP => {
                let mut map = to.serialize_map(Some(self.number() as usize))?;
                while !self.is_at_end() {
                    map.serialize_entry(self, self)?;
                }
                map.end()
            }
            _ => to.serialize_none(),
        }
    }
}

impl<'s> Reader<'s> {
    /// Copies the value that comes next, which stands under the name of `field`.
    fn word(&self, to: &mut Shown, field: &str, wording: &dyn Wording) {
        let kind = self.byte();
        match kind {
            TRUE | FALSE | NONE => to.kind(kind),
            SIGNED | UNSIGNED | FLOAT => {
                to.kind(kind);
                to.number(self.number());
            }
            TEXT => to.text(TEXT, &wording.word(field, self.text())),
            LIST | STRUCT | MAP => {
                to.begin(kind, self.number() as usize);
                while !self.is_at_end() {
                    match kind {
                        LIST => self.word(to, field, wording),
                        STRUCT => {
                            let name = self.name();
                            to.name(name);
                            self.word(to, name, wording);
                        }
                        _ => {
                            self.skip(1);
                            let key = self.text();
                            to.text(TEXT, key);
                            self.word(to, key, wording);
                        }
                    }
                }
                to.kind(END);
            }
            _ => {}
        }
    }

    /// Whether the list or map ends here; then it is left.
    fn is_at_end(&self) -> bool {
        let is_end = self.shown.written.as_bytes()[self.at.get()] == END;
        if is_end {
            self.skip(1);
        }
        is_end
    }

    fn byte(&self) -> u8 {
        let at = self.at.get();
        self.skip(1);
        self.shown.written.as_bytes()[at]
    }

    fn number(&self) -> u64 {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(6) {
            let byte = self.byte();
            number |= u64::from(byte & 0x3f) << shift;
            if byte & 0x40 == 0 {
                break;
            }
        }
        number
    }

    fn text(&self) -> &'s str {
        let size = self.number() as usize;
        let start = self.at.get();
        self.skip(size);
        &self.shown.written[start..start + size]
    }

    fn name(&self) -> &'static str {
        self.skip(1);
        let name = self.shown.names[self.names.get()];
        self.names.set(self.names.get() + 1);
        let size = self.number() as usize;
        self.skip(size);
        name
    }

    fn skip(&self, bytes: usize) {
        self.at.set(self.at.get() + bytes);
    }
}

impl fmt::Display for Unshowable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unshowable {}

impl ser::Error for Unshowable {
    fn custom<T: fmt::Display>(message: T) -> Unshowable {
        Unshowable(message.to_string())
    }
}

impl<'s> Serializer for &'s mut Shown {
    type Ok = ();
    type Error = Unshowable;
    type SerializeSeq = Items<'s>;
    type SerializeTuple = Items<'s>;
    type SerializeTupleStruct = Items<'s>;
    type SerializeTupleVariant = Items<'s>;
    type SerializeMap = Items<'s>;
    type SerializeStruct = Items<'s>;
    type SerializeStructVariant = Items<'s>;

    fn serialize_bool(self, truth: bool) -> Result<(), Unshowable> {
        self.kind(if truth { TRUE } else { FALSE });
        Ok(())
    }

    fn serialize_i8(self, number: i8) -> Result<(), Unshowable> {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Result<(), Unshowable> {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Result<(), Unshowable> {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Result<(), Unshowable> {
        self.kind(SIGNED);
        self.number(number.cast_unsigned());
        Ok(())
    }

    fn serialize_u8(self, number: u8) -> Result<(), Unshowable> {
        self.serialize_u64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Result<(), Unshowable> {
        self.serialize_u64(number.into())
    }

    fn serialize_u32(self, number: u32) -> Result<(), Unshowable> {
        self.serialize_u64(number.into())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Unshowable> {
        self.kind(UNSIGNED);
        self.number(number);
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<(), Unshowable> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Unshowable> {
        self.kind(FLOAT);
        self.number(number.to_bits());
        Ok(())
    }

    fn serialize_char(self, char: char) -> Result<(), Unshowable> {
        self.serialize_str(char.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Unshowable> {
        self.text(TEXT, text);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unshowable> {
        Err(ser::Error::custom("bytes are not shown"))
    }

    fn serialize_none(self) -> Result<(), Unshowable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unshowable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unshowable> {
        self.kind(NONE);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unshowable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unshowable> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unshowable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unshowable> {
        self.begin(STRUCT, 1);
        self.name(variant);
        value.serialize(&mut *self)?;
        self.kind(END);
        Ok(())
    }

    fn serialize_seq(self, size: Option<usize>) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, LIST, size.unwrap_or(0)))
    }

    fn serialize_tuple(self, size: usize) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, LIST, size))
    }

    fn serialize_tuple_struct(self, _: &'static str, size: usize) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, LIST, size))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        size: usize,
    ) -> Result<Items<'s>, Unshowable> {
        self.begin(STRUCT, 1);
        self.name(variant);
        Ok(Items { ends: 2, ..Items::begin(self, LIST, size) })
    }

    fn serialize_map(self, size: Option<usize>) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, MAP, size.unwrap_or(0)))
    }

    fn serialize_struct(self, _: &'static str, size: usize) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, STRUCT, size))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        size: usize,
    ) -> Result<Items<'s>, Unshowable> {
        self.begin(STRUCT, 1);
        self.name(variant);
        Ok(Items { ends: 2, ..Items::begin(self, STRUCT, size) })
    }
}

/// A list or map that is being written.
pub struct Items<'s> {
    shown: &'s mut Shown,
    /// How many ends it has to write: a variant with fields is a map around them.
    ends: u8,
}

impl<'s> Items<'s> {
    fn begin(shown: &'s mut Shown, kind: u8, items: usize) -> Items<'s> {
        shown.begin(kind, items);
        Items { shown, ends: 1 }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unshowable> {
        value.serialize(&mut *self.shown)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unshowable> {
        self.shown.name(name);
        self.item(value)
    }

    fn finish(self) {
        for _ in 0..self.ends {
            self.shown.kind(END);
        }
    }
}

macro_rules! lists {
    ($($of:ident $item:ident),*) => {$(
        impl ser::$of for Items<'_> {
            type Ok = ();
            type Error = Unshowable;

            fn $item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unshowable> {
                self.item(value)
            }

            fn end(self) -> Result<(), Unshowable> {
                self.finish();
                Ok(())
            }
        }
    )*};
}

lists!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

macro_rules! structs {
    ($($of:ident),*) => {$(
        impl ser::$of for Items<'_> {
            type Ok = ();
            type Error = Unshowable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unshowable> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Unshowable> {
                self.finish();
                Ok(())
            }
        }
    )*};
}

structs!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Items<'_> {
    type Ok = ();
    type Error = Unshowable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unshowable> {
        let at = self.shown.written.len();
        key.serialize(&mut *self.shown)?;
        match self.shown.written.as_bytes().get(at) {
            Some(&TEXT) => Ok(()),
            _ => Err(ser::Error::custom("keys are texts")),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unshowable> {
        self.item(value)
    }

    fn end(self) -> Result<(), Unshowable> {
        self.finish();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn shown(value: &impl Serialize) -> Shown {
        Shown::new(value).expect("plain data")
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e9..1e9).prop_map(Value::from),
            "[a示·\u{10ffff}\0]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[a-c示]{0,3}", inner), 0..4).prop_map(Value::from_iter),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_shown_is_the_value(value in values()) {
            prop_assert_eq!(serde_json::to_value(shown(&value)).expect("JSON"), value);
        }

        #[test]
        fn another_wording_changes_the_texts_and_nothing_else(value in values()) {
            prop_assert_eq!(serde_json::to_value(shown(&value).worded(&Doubled)).expect("JSON"), doubled(value));
        }

        #[test]
        fn two_values_have_two_hashes(a in values(), b in values()) {
            prop_assert_eq!(a == b, shown(&a).hash() == shown(&b).hash());
        }
    }

    /// Every text twice, but for those under `a`.
    #[derive(Debug)]
    struct Doubled;

    impl Wording for Doubled {
        fn word<'t>(&self, field: &str, text: &'t str) -> std::borrow::Cow<'t, str> {
            if field == "a" { text.into() } else { text.repeat(2).into() }
        }

        fn mark(&self, _: &str) -> [u8; 32] {
            [0; 32]
        }
    }

    fn doubled(value: Value) -> Value {
        fn under(field: &str, value: Value) -> Value {
            match value {
                Value::String(text) => Value::String(Doubled.word(field, &text).into_owned()),
                Value::Array(items) => items.into_iter().map(|item| under(field, item)).collect(),
                Value::Object(fields) => fields
                    .into_iter()
                    .map(|(name, value)| {
                        let value = under(&name, value);
                        (name, value)
                    })
                    .collect(),
                other => other,
            }
        }
        under("", value)
    }

    #[derive(serde::Serialize)]
    struct Card {
        name: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        post: Option<&'static str>,
        kinds: (Kind, Kind, Kind, Kind),
    }

    #[derive(serde::Serialize)]
    enum Kind {
        Plain,
        Wrapped(u8),
        Pair(u8, char),
        Named { of: f32 },
    }

    #[test]
    fn structs_and_variants_are_shown_as_serde_has_them() {
        let kinds = || (Kind::Plain, Kind::Wrapped(1), Kind::Pair(2, '三'), Kind::Named { of: 0.5 });
        for post in [None, Some("岗位")] {
            let card = Card { name: "张三", post, kinds: kinds() };
            let expect = serde_json::to_value(&card).expect("JSON");
            let shown = shown(&[card]);
            assert_eq!(serde_json::to_value(&shown).expect("JSON"), json!([expect]));
            assert_eq!(serde_json::to_value(shown.worded(&Doubled)).expect("JSON"), doubled(json!([expect])));
        }
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        let by_number = std::collections::BTreeMap::from([(1, "a")]);
        assert_eq!(Shown::new(&by_number).expect_err("no text").to_string(), "keys are texts");
        assert!(Shown::new(&1_u128).is_err());
    }
}
