//! The bytes of the index: numbers, sorted keys, and names made from contents.

/// Seven bits a byte, the lowest first; all but the last have the eighth bit (LEB128).
pub fn push_varint(out: &mut impl Extend<u8>, mut number: u32) {
    while number >= 0x80 {
        out.extend([number as u8 | 0x80]);
        number >>= 7;
    }
    out.extend([number as u8]);
}

/// The number at the start of `bytes`, which is taken off; nothing where there is none.
pub fn read_varint(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Appends bytes after their length.
pub fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    push_varint(out, bytes.len() as u32);
    out.extend_from_slice(bytes);
}

/// The bytes at the start of `rest`, which are taken off; nothing where there are none.
pub fn read_bytes<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = read_varint(rest)? as usize;
    let (bytes, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(bytes)
}

/// Appends a text after its length.
pub fn push_text(out: &mut Vec<u8>, text: &str) {
    push_bytes(out, text.as_bytes());
}

/// The text at the start of `bytes`, which is taken off; nothing where there is none.
pub fn read_text<'b>(bytes: &mut &'b [u8]) -> Option<&'b str> {
    std::str::from_utf8(read_bytes(bytes)?).ok()
}

/// Writes keys, of each only what it does not share with the one before.
#[derive(Default)]
pub struct Keys {
    last: Vec<u8>,
}

impl Keys {
    /// How many bytes it shares with the key before, how many follow, and these.
    pub fn push(&mut self, out: &mut Vec<u8>, key: &str) {
        let key = key.as_bytes();
        let shared = key.iter().zip(&self.last).take_while(|(a, b)| a == b).count();
        push_varint(out, shared as u32);
        push_varint(out, (key.len() - shared) as u32);
        out.extend_from_slice(&key[shared..]);
        self.last.clear();
        self.last.extend_from_slice(key);
    }
}

/// The name of a file by what is in it, and by what kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Name([u8; 8]);

impl Name {
    /// `format` says how the bytes of the file come from `contents`.
    pub fn of(format: &str, contents: &[u8]) -> Name {
        let mut hasher = blake3::Hasher::new();
        hasher.update(format.as_bytes()).update(&[0]).update(contents);
        let mut name = [0; 8];
        hasher.finalize_xof().fill(&mut name);
        Name(name)
    }

    /// The name that [`Name::bytes`] gave.
    pub fn from_bytes(bytes: [u8; 8]) -> Name {
        Name(bytes)
    }

    pub fn bytes(self) -> [u8; 8] {
        self.0
    }

    /// Sixteen hexadecimal digits.
    pub fn hex(self) -> String {
        format!("{:016x}", u64::from_be_bytes(self.0))
    }
}

/// A number that a text always has, for cuts that must not depend on what stands far away (FNV-1a).
pub fn spread(text: &[u8]) -> u32 {
    text.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
