//! A picture of a write-up without what cameras and programs write into it: places, names, times, whatever follows its end.
//!
//! What is needed to show it stays: its data, colours and which way is up. Nothing is decoded; what is damaged comes out shorter, and is for
//! `check` to tell of.

/// A JPEG or PNG; anything else as it is.
pub fn bare(bytes: &[u8]) -> Vec<u8> {
    match bytes {
        [0xff, 0xd8, ..] => jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        _ => bytes.to_vec(),
    }
}

fn jpeg(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes[..2].to_vec();
    let mut at = 2;
    while let Some(&[0xff, kind]) = bytes.get(at..at + 2) {
        match kind {
            // Filling before a mark.
            0xff => at += 1,
            0xd9 => {
                out.extend([0xff, 0xd9]);
                break;
            }
            _ => {
                let Some(&[high, low]) = bytes.get(at + 2..at + 4) else { break };
                let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
                let Some(content) = bytes.get(at + 4..end) else { break };
                match kind {
                    0xe1 => out.extend(turned(content).into_iter().flatten()),
                    0xe0 | 0xee => out.extend(&bytes[at..end]),
                    0xe2 if content.starts_with(b"ICC_PROFILE\0") => out.extend(&bytes[at..end]),
                    0xe0..=0xef | 0xfe => {}
                    _ => out.extend(&bytes[at..end]),
                }
                at = end;
                if kind == 0xda {
                    let data = &bytes[at..];
                    // A mark ends the data, but for those that belong to it.
                    let is_mark = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
                    let length = data.windows(2).position(is_mark).unwrap_or(data.len());
                    out.extend(&data[..length]);
                    at += length;
                }
            }
        }
    }
    out
}

/// Exif that says which way is up and nothing else, where `exif` says that it is not as it is stored.
fn turned(exif: &[u8]) -> Option<[u8; 36]> {
    let tiff = exif.strip_prefix(b"Exif\0\0")?;
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let two = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let [first, second] = [short(4)?, short(6)?].map(usize::from);
    let start = if is_little { second << 16 | first } else { first << 16 | second };
    let mut entries = (0..usize::from(short(start)?)).map(|entry| start + 2 + entry * 12);
    let entry = entries.find(|&entry| short(entry) == Some(0x0112))?;
    let way = short(entry + 8).filter(|way| (2..=8).contains(way))?;
    let mut out = *b"\xff\xe1\x00\x22Exif\0\0MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00";
    out[28..30].copy_from_slice(&way.to_be_bytes());
    Some(out)
}

fn png(bytes: &[u8]) -> Vec<u8> {
    const KEPT: [&[u8]; 12] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs",
        b"bKGD",
    ];
    let start = bytes.len().min(8);
    let (mut out, mut at) = (bytes[..start].to_vec(), start);
    while let Some(&[a, b, c, d]) = bytes.get(at..at + 4) {
        let end = (u32::from_be_bytes([a, b, c, d]) as usize).saturating_add(at + 12);
        let (Some(kind), Some(chunk)) = (bytes.get(at + 4..at + 8), bytes.get(at..end)) else { break };
        if KEPT.contains(&kind) {
            out.extend(chunk);
        }
        at = end;
        if kind == b"IEND" {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).expect("it is short").to_be_bytes();
        [&[0xff, kind], &length[..], content].concat()
    }

    #[test]
    fn of_a_jpeg_its_data_and_which_way_is_up_stay() {
        let exif = |way: u8| {
            let head = b"Exif\0\0II\x2a\0\x08\0\0\0\x02\0".to_vec();
            let place = b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0".to_vec();
            [head, place, vec![0x12, 1, 3, 0, 1, 0, 0, 0, way, 0, 0, 0], b"31.2N SECRET".to_vec()].concat()
        };
        let scan = [segment(0xda, b"\x01"), vec![1, 0xff, 0, 2, 0xff, 0xd0, 3]].concat();
        let picture = |way: u8| {
            let head = [
                segment(0xe0, b"JFIF\0"),
                segment(0xe1, &exif(way)),
                segment(0xe1, b"http://ns.adobe.com SECRET"),
            ];
            let rest = [
                segment(0xe2, b"ICC_PROFILE\0\x01"),
                segment(0xe2, b"MPF\0 SECRET"),
                segment(0xfe, b"SECRET"),
            ];
            let more = [segment(0xc4, b"\xff\xd9"), scan.clone(), vec![0xff, 0xd9], b"SECRET video".to_vec()];
            [vec![0xff, 0xd8], head.concat(), rest.concat(), scan.clone(), more.concat()].concat()
        };
        let data = [scan.clone(), segment(0xc4, b"\xff\xd9"), scan.clone(), vec![0xff, 0xd9]].concat();
        let expect = |exif: &[u8]| {
            let head = [vec![0xff, 0xd8], segment(0xe0, b"JFIF\0"), exif.to_vec()].concat();
            [head, segment(0xe2, b"ICC_PROFILE\0\x01"), data.clone()].concat()
        };
        assert_eq!(bare(&picture(1)), expect(b""));
        let up = segment(0xe1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
        assert_eq!(bare(&picture(6)), expect(&up));
        let way = turned(&exif(6)).expect("it is turned");
        assert_eq!(turned(&way[4..]), Some(way), "what is written is read again");
    }

    #[test]
    fn of_a_png_texts_and_what_follows_it_go() {
        let chunk = |kind: &[u8], content: &[u8]| {
            [&u32::try_from(content.len()).expect("it is short").to_be_bytes()[..], kind, content, b"crc!"]
                .concat()
        };
        let head = b"\x89PNG\r\n\x1a\n".to_vec();
        let (start, end) = (chunk(b"IHDR", b"1"), chunk(b"IEND", b""));
        let texts = [chunk(b"tEXt", b"Author SECRET"), chunk(b"eXIf", b"SECRET")].concat();
        let full = [head.clone(), start.clone(), texts, end.clone(), b"SECRET".to_vec()].concat();
        assert_eq!(bare(&full), [head, start, end].concat());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(is_jpeg: bool, rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80)) {
            let head: &[u8] = if is_jpeg { &[0xff, 0xd8, 0xff, 0xe1] } else { b"\x89PNG\r\n\x1a\n" };
            let _ = bare(&[head, &rest].concat());
            let _ = turned(&[b"Exif\0\0II", &rest[..]].concat());
        }
    }
}
