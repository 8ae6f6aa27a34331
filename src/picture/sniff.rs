//! What kind of file bytes are, by how they begin: names of files lie, and phones lie most.

use serde::{Deserialize, Serialize};

use super::svg;

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Raster(Container),
    Svg,
    Foreign(Foreign),
}

/// A format that is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Jpeg,
    Png,
    Webp,
}

/// A format of pictures that is known and not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Foreign {
    /// What iPhones and some Android phones store.
    Heic,
    Avif,
    Gif,
    Tiff,
    Bmp,
    JpegXl,
    Photoshop,
}

impl Foreign {
    pub fn name(self) -> &'static str {
        match self {
            Foreign::Heic => "HEIC",
            Foreign::Avif => "AVIF",
            Foreign::Gif => "GIF",
            Foreign::Tiff => "TIFF",
            Foreign::Bmp => "BMP",
            Foreign::JpegXl => "JPEG XL",
            Foreign::Photoshop => "PSD",
        }
    }
}

/// `None` for what is no picture.
pub fn sort(head: &[u8]) -> Option<Sort> {
    let foreign = |foreign| Some(Sort::Foreign(foreign));
    match head {
        [0xff, 0xd8, 0xff, ..] => Some(Sort::Raster(Container::Jpeg)),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Sort::Raster(Container::Png)),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            Some(Sort::Raster(Container::Webp))
        }
        [b'G', b'I', b'F', b'8', ..] => foreign(Foreign::Gif),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => foreign(Foreign::Tiff),
        // Two letters alone begin texts too; the four bytes after the size are zero in every bitmap.
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => foreign(Foreign::Bmp),
        [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', b' ', ..] => foreign(Foreign::JpegXl),
        [b'8', b'B', b'P', b'S', ..] => foreign(Foreign::Photoshop),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => brands(brand),
        _ if svg::is_svg(head) => Some(Sort::Svg),
        _ => None,
    }
}

/// ISO/IEC 23008-12: the major brand, a version, then the brands that the file is compatible with. Films begin alike.
fn brands(brands: &[u8]) -> Option<Sort> {
    let foreign = |brand: &[u8]| match brand {
        b"avif" | b"avis" => Some(Sort::Foreign(Foreign::Avif)),
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => {
            Some(Sort::Foreign(Foreign::Heic))
        }
        _ => None,
    };
    let (major, rest) = brands.split_at_checked(4)?;
    let known = foreign(major)?;
    // An AVIF may call itself a MIAF file first.
    let is_avif = rest.chunks_exact(4).take(8).any(|brand| brand == b"avif");
    Some(if is_avif { Sort::Foreign(Foreign::Avif) } else { known })
}
