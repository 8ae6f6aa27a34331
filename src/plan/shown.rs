//! What a template is shown, written down: a view is built once, and is hashed and read from here.
//!
//! Comes in: a value that serde can write. Goes out: its [`Shown`], of which a hash is cheap, since all of it lies in two
//! buffers, and which serde can write once more, for whoever renders it.
//! It deliberately knows no template engine and keeps nothing of the value itself.

use std::cell::Cell;
use std::fmt;

use serde::ser::{self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

/// A value as its parts, in the order in which serde names them.
#[derive(Debug, Default)]
pub struct Shown {
    /// For each part its kind, and its size or number where it has one; the name of each field.
    shape: Vec<u8>,
    /// All texts, one after another.
    texts: String,
    /// The names of the fields once more, in the order in which they come, so that a reader need not copy them.
    names: Vec<&'static str>,
}

/// Why a value cannot be shown: it holds bytes or numbers of 128 bits, or a map has keys that are no texts.
#[derive(Debug)]
pub struct Unshowable(String);

impl Shown {
    pub fn new(value: &(impl Serialize + ?Sized)) -> Result<Shown, Unshowable> {
        let mut shown = Shown {
            shape: Vec::with_capacity(4 << 10),
            texts: String::with_capacity(4 << 10),
            names: Vec::with_capacity(256),
        };
        value.serialize(&mut shown)?;
        Ok(shown)
    }

    /// Covers all that is shown, with the name of every field: a view that gained one is another view.
    pub fn hash(&self) -> blake3::Hash {
        // In one piece: BLAKE3 takes many kilobytes side by side, but not the ends of two texts. Where the shape ends is
        // known from itself, since it says how many parts follow.
        blake3::hash(&[self.shape.as_slice(), self.texts.as_bytes()].concat())
    }

    fn text(&mut self, kind: u8, text: &str) {
        self.texts.push_str(text);
        self.sized(kind, text.len());
    }

    fn sized(&mut self, kind: u8, size: usize) {
        self.shape.push(kind);
        self.shape.extend_from_slice(&(size as u32).to_le_bytes());
    }

    fn number(&mut self, kind: u8, bytes: [u8; 8]) {
        self.shape.push(kind);
        self.shape.extend_from_slice(&bytes);
    }

    fn name(&mut self, name: &'static str) {
        self.shape.extend_from_slice(&(name.len() as u32).to_le_bytes());
        self.shape.extend_from_slice(name.as_bytes());
        self.names.push(name);
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
/// Its fields have names that the program gave them: each has its length and name in the shape.
const STRUCT: u8 = b'o';
/// Its keys are data: texts like the values.
const MAP: u8 = b'm';

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let start = || Cell::new(0);
        Reader { shown: self, shape: start(), texts: start(), names: start() }.serialize(to)
    }
}

/// Writes the value that comes next, and moves on behind it.
struct Reader<'s> {
    shown: &'s Shown,
    shape: Cell<usize>,
    texts: Cell<usize>,
    names: Cell<usize>,
}

impl Serialize for Reader<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.kind() {
            TRUE => to.serialize_bool(true),
            FALSE => to.serialize_bool(false),
            SIGNED => to.serialize_i64(i64::from_le_bytes(self.bytes())),
            UNSIGNED => to.serialize_u64(u64::from_le_bytes(self.bytes())),
            FLOAT => to.serialize_f64(f64::from_le_bytes(self.bytes())),
            TEXT => to.serialize_str(self.text()),
            LIST => {
                let size = self.size();
                let mut list = to.serialize_seq(Some(size))?;
                for _ in 0..size {
                    list.serialize_element(self)?;
                }
                list.end()
            }
            STRUCT => {
                let size = self.size();
                let mut fields = to.serialize_struct("", size)?;
                for _ in 0..size {
                    fields.serialize_field(self.name(), self)?;
                }
                fields.end()
            }
            MAP => {
                let size = self.size();
                let mut map = to.serialize_map(Some(size))?;
                for _ in 0..size {
                    map.serialize_entry(self, self)?;
                }
                map.end()
            }
            _ => to.serialize_none(),
        }
    }
}

impl<'s> Reader<'s> {
    fn kind(&self) -> u8 {
        self.bytes::<1>()[0]
    }

    fn size(&self) -> usize {
        u32::from_le_bytes(self.bytes()) as usize
    }

    fn text(&self) -> &'s str {
        let (start, size) = (self.texts.get(), self.size());
        self.texts.set(start + size);
        &self.shown.texts[start..start + size]
    }

    fn name(&self) -> &'static str {
        let at = self.names.get();
        self.names.set(at + 1);
        let name = self.shown.names[at];
        self.shape.set(self.shape.get() + size_of::<u32>() + name.len());
        name
    }

    fn bytes<const N: usize>(&self) -> [u8; N] {
        let start = self.shape.get();
        self.shape.set(start + N);
        let mut bytes = [0; N];
        bytes.copy_from_slice(&self.shown.shape[start..start + N]);
        bytes
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
        self.shape.push(if truth { TRUE } else { FALSE });
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
        self.number(SIGNED, number.to_le_bytes());
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
        self.number(UNSIGNED, number.to_le_bytes());
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<(), Unshowable> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Unshowable> {
        self.number(FLOAT, number.to_le_bytes());
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
        self.shape.push(NONE);
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
        self.sized(STRUCT, 1);
        self.name(variant);
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, LIST))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, LIST))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, LIST))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'s>, Unshowable> {
        self.sized(STRUCT, 1);
        self.name(variant);
        Ok(Items::begin(self, LIST))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, MAP))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, STRUCT))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'s>, Unshowable> {
        self.sized(STRUCT, 1);
        self.name(variant);
        Ok(Items::begin(self, STRUCT))
    }
}

/// A list or map that is being written; how many items it has is set down at its end.
pub struct Items<'s> {
    shown: &'s mut Shown,
    /// Where in the shape the number belongs.
    at: usize,
    count: u32,
}

impl<'s> Items<'s> {
    fn begin(shown: &'s mut Shown, kind: u8) -> Items<'s> {
        shown.sized(kind, 0);
        let at = shown.shape.len() - size_of::<u32>();
        Items { shown, at, count: 0 }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unshowable> {
        self.count += 1;
        value.serialize(&mut *self.shown)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unshowable> {
        self.shown.name(name);
        self.item(value)
    }

    fn finish(self) {
        self.shown.shape[self.at..][..size_of::<u32>()].copy_from_slice(&self.count.to_le_bytes());
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
        let at = self.shown.shape.len();
        key.serialize(&mut *self.shown)?;
        match self.shown.shape.get(at) {
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
        fn two_values_have_two_hashes(a in values(), b in values()) {
            prop_assert_eq!(a == b, shown(&a).hash() == shown(&b).hash());
        }
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
            assert_eq!(serde_json::to_value(shown(&[card])).expect("JSON"), json!([expect]));
        }
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        let by_number = std::collections::BTreeMap::from([(1, "a")]);
        assert_eq!(Shown::new(&by_number).expect_err("no text").to_string(), "keys are texts");
        assert!(Shown::new(&1_u128).is_err());
    }
}
