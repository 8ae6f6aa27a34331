//! What is inside a file: the parts of an archive, what is compressed, the keys of the search index.

use std::io::{Cursor, Read};

use flate2::read::{DeflateDecoder, GzDecoder};

/// So much at most is taken out of one file; archives inside archives count.
const MOST_BYTES: u64 = 1 << 28;
/// Archives in one another that are opened.
const MOST_DEPTH: usize = 3;

/// The parts of a file, and whether all of it could be looked into.
#[derive(Debug, Default)]
pub struct Parts {
    /// Names of the parts, and their bytes.
    pub parts: Vec<(String, Vec<u8>)>,
    /// There is something in it that was not looked into.
    pub is_opaque: bool,
}

/// Takes a file of the output apart. A text or a picture has no parts.
pub fn unpack(route: &str, bytes: &[u8]) -> Parts {
    let mut parts = Parts::default();
    let in_index = |folder: &str| route.starts_with(folder) || route.contains(&format!("/{folder}"));
    let keys = if in_index("search/grams/") {
        keys(bytes, skip_lists)
    } else if in_index("search/nodes/") {
        keys(bytes, skip_name).or_else(|| counts(bytes))
    } else {
        None
    };
    match keys {
        Some(keys) => parts.parts.push(("keys".to_owned(), keys.into_bytes())),
        None => open("", bytes, MOST_DEPTH, &mut { MOST_BYTES }, &mut parts),
    }
    parts
}

fn open(name: &str, bytes: &[u8], depth: usize, left: &mut u64, parts: &mut Parts) {
    let inner = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name} › {part}") };
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        let archive = (depth > 0).then(|| zip::ZipArchive::new(Cursor::new(bytes)).ok()).flatten();
        let Some(mut archive) = archive else {
            parts.is_opaque = true;
            return;
        };
        for at in 0..archive.len() {
            let Ok(file) = archive.by_index(at) else {
                parts.is_opaque = true;
                continue;
            };
            let part = inner(&file.name().unwrap_or_default());
            add(part, file, depth, left, parts);
        }
    } else if bytes.starts_with(b"\x1f\x8b") {
        add(inner("gzip"), GzDecoder::new(bytes), depth, left, parts);
    } else if std::str::from_utf8(bytes).is_ok() || is_picture(bytes) {
        // What they hold is looked at as it is.
    } else {
        let mut decoder = DeflateDecoder::new(bytes);
        let mut inflated = Vec::new();
        let read = decoder.by_ref().take(*left).read_to_end(&mut inflated);
        if read.is_ok() && decoder.total_in() == bytes.len() as u64 {
            *left -= inflated.len() as u64;
            parts.parts.push((inner("deflate"), inflated));
        } else {
            parts.is_opaque = true;
        }
    }
}

fn add(name: String, file: impl Read, depth: usize, left: &mut u64, parts: &mut Parts) {
    let mut bytes = Vec::new();
    // What was read of a damaged part is looked at all the same.
    let read = file.take(*left).read_to_end(&mut bytes);
    *left -= (bytes.len() as u64).min(*left);
    parts.is_opaque |= read.is_err() || *left == 0;
    if !bytes.is_empty() && depth > 0 {
        open(&name, &bytes, depth - 1, left, parts);
    }
    parts.parts.push((name, bytes));
}

/// Pictures hold no text but in what describes them, which is found as it stands.
fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"\x89PNG\r\n\x1a\n")
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
        || bytes.starts_with(b"GIF8")
        || bytes.starts_with(b"\0\0\x01\0")
}

/// Those keys of a file of the search index (docs/search.md) that are whole names or values, one a line: each is written without what it shares with the one before. `skip`
/// passes over what follows a key; nothing where the file is none.
fn keys(bytes: &[u8], skip: fn(&mut &[u8]) -> Option<()>) -> Option<String> {
    let mut rest = bytes;
    let mut key: Vec<u8> = Vec::new();
    let mut all = String::new();
    while !rest.is_empty() {
        let (shared, length) = (number(&mut rest)?, number(&mut rest)?);
        let (new, after) = rest.split_at_checked(length)?;
        if shared > key.len() {
            return None;
        }
        key.truncate(shared);
        key.extend_from_slice(new);
        rest = after;
        let key = std::str::from_utf8(&key).ok()?;
        // Two characters side by side may be of any text.
        if key.starts_with(['#', '=']) {
            all.push_str(key);
            all.push('\n');
        }
        skip(&mut rest)?;
    }
    Some(all)
}

/// A bit for each zone that has the key, and for each of these the length of its list, and the list.
fn skip_lists(rest: &mut &[u8]) -> Option<()> {
    let (zones, after) = rest.split_first()?;
    *rest = after;
    for _ in 0..zones.count_ones() {
        let length = number(rest)?;
        *rest = rest.get(length..)?;
    }
    (*zones != 0 && *zones < 1 << 4).then_some(())
}

/// A directory of texts: numbers and names of files made of contents, and no words.
fn counts(bytes: &[u8]) -> Option<String> {
    let mut rest = bytes;
    while !rest.is_empty() {
        number(&mut rest)?;
        skip_name(&mut rest)?;
    }
    Some(String::new())
}

/// The eight bytes of a file's name.
fn skip_name(rest: &mut &[u8]) -> Option<()> {
    *rest = rest.get(8..)?;
    Some(())
}

/// LEB128.
fn number(rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0_u32;
    for shift in (0..u32::BITS).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number as usize);
        }
    }
    None
}
