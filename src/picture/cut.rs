//! The files that are published of a picture: at which widths, in which formats.

use super::Raster;

/// One file that is made of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    pub width: u32,
    pub height: u32,
    pub format: Format,
}

/// A format that is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// For every browser, for feeds, and for whoever saves the picture.
    Jpeg,
    /// A quarter smaller.
    Webp,
}

/// Those that this program can write: without the feature `webp` it has no encoder for it.
pub fn formats() -> impl Iterator<Item = Format> {
    [Format::Jpeg].into_iter().chain(cfg!(feature = "webp").then_some(Format::Webp))
}

impl Format {
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Webp => "webp",
        }
    }
}

/// Widths in pixels: of a card or a portrait, of a column of text, of a screen.
const WIDTHS: [u64; 3] = [400, 800, 1600];

/// WebP has no side over 16383 pixels; long screenshots do.
const TALLEST: u64 = 16_000;

impl Raster {
    /// The sizes at which it is published, narrowest first and never larger than it is. The last is the largest.
    pub fn sizes(&self) -> Vec<(u32, u32)> {
        let (width, height) = (u64::from(self.width.max(1)), u64::from(self.height.max(1)));
        let [.., widest] = WIDTHS;
        let full = width.min(widest).min((TALLEST * width / height).max(1));
        // One that is hardly narrower than the next would hardly be smaller.
        let narrower = WIDTHS.into_iter().filter(|narrow| narrow * 5 / 4 <= full);
        let sized = |cut: u64| (cut as u32, ((cut * height + width / 2) / width).clamp(1, TALLEST) as u32);
        narrower.chain([full]).map(sized).collect()
    }

    /// The files that are made of it: by format, then by width.
    pub fn cuts(&self) -> Vec<Cut> {
        let sizes = self.sizes();
        formats()
            .flat_map(|format| sizes.iter().map(move |&(width, height)| Cut { width, height, format }))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let check = |width, height, expect: &[(u32, u32)]| {
            assert_eq!(Raster { width, height, afar: None }.sizes(), expect, "{width}×{height}");
        };
        check(4032, 3024, &[(400, 300), (800, 600), (1600, 1200)]);
        check(3024, 4032, &[(400, 533), (800, 1067), (1600, 2133)]);
        check(1000, 500, &[(400, 200), (800, 400), (1000, 500)]);
        check(900, 600, &[(400, 267), (900, 600)]);
        check(60, 80, &[(60, 80)]);
        check(1, 1, &[(1, 1)]);
        check(20_000, 1, &[(400, 1), (800, 1), (1600, 1)]);
        check(1080, 30_000, &[(400, 11_111), (576, 16_000)]);
        check(1, 30_000, &[(1, 16_000)]);
    }
}
