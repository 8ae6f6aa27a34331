//! What a template is shown, written down: a view is built once, and is hashed and read from here.
//!
//! Comes in: a value that serde can write. Goes out: its [`Shown`], from which a hash is cheap (all of it lies in two
//! buffers) and out of which a renderer makes values of its own kind, reading it with a [`Reader`].
//! It deliberately knows no template engine and keeps nothing of the value itself.

use std::fmt;

use serde::ser::{self, Serialize, Serializer};

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

/// One part of a value. What a list or a map holds follows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part<'a> {
    None,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(&'a str),
    /// So many values follow.
    List(usize),
    /// So many pairs follow, each a [`Name`] and a value.
    Map(usize),
}

/// What a value in a map is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    /// A field of a struct.
    Field(&'static str),
    /// A key that is data.
    Key(&'a str),
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
        let mut hasher = blake3::Hasher::new();
        // Where the shape ends is known from itself: it says how many parts follow.
        hasher.update(&self.shape);
        hasher.update(self.texts.as_bytes());
        hasher.finalize()
    }

    pub fn read(&self) -> Reader<'_> {
        Reader { shape: &self.shape, texts: &self.texts, names: self.names.iter() }
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
        self.sized(FIELD, name.len());
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
const MAP: u8 = b'm';
const FIELD: u8 = b'n';

/// Reads what is shown part by part, from the front.
#[derive(Debug)]
pub struct Reader<'a> {
    shape: &'a [u8],
    texts: &'a str,
    names: std::slice::Iter<'a, &'static str>,
}

impl<'a> Reader<'a> {
    /// The next part; [`Part::None`] beyond the end.
    pub fn part(&mut self) -> Part<'a> {
        match self.kind() {
            TRUE => Part::Bool(true),
            FALSE => Part::Bool(false),
            SIGNED => Part::Signed(i64::from_le_bytes(self.bytes())),
            UNSIGNED => Part::Unsigned(u64::from_le_bytes(self.bytes())),
            FLOAT => Part::Float(f64::from_le_bytes(self.bytes())),
            TEXT => Part::Text(self.text()),
            LIST => Part::List(self.size()),
            MAP => Part::Map(self.size()),
            _ => Part::None,
        }
    }

    /// What the next value in a map is called.
    pub fn name(&mut self) -> Name<'a> {
        if self.kind() == FIELD {
            let size = self.size();
            self.shape = &self.shape[size..];
            return Name::Field(self.names.next().copied().unwrap_or_default());
        }
        Name::Key(self.text())
    }

    fn kind(&mut self) -> u8 {
        self.bytes::<1>()[0]
    }

    fn size(&mut self) -> usize {
        u32::from_le_bytes(self.bytes()) as usize
    }

    fn text(&mut self) -> &'a str {
        let size = self.size();
        let (text, rest) = self.texts.split_at(size);
        self.texts = rest;
        text
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let Some((bytes, rest)) = self.shape.split_first_chunk::<N>() else { return [0; N] };
        self.shape = rest;
        *bytes
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
        self.sized(MAP, 1);
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
        self.sized(MAP, 1);
        self.name(variant);
        Ok(Items::begin(self, LIST))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, MAP))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'s>, Unshowable> {
        Ok(Items::begin(self, MAP))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'s>, Unshowable> {
        self.sized(MAP, 1);
        self.name(variant);
        Ok(Items::begin(self, MAP))
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
