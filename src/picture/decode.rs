//! From bytes to pixels, within bounds.
//!
//! What decoding costs is known before it begins: the size is read first, moving pictures and JPEGs in thousands of passes
//! are turned away, and the memory is taken from a [`Permit`].

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::Fault;
use super::develop::Pixels;
use super::permit::{Permit, Taken};
use super::sniff::Container;

/// Bytes of a file: the largest that a phone makes of 50 megapixels is half of it.
pub const MAX_BYTES: u64 = 64 << 20;
/// Pixels: a scanned poster, or what a phone makes at its finest.
pub const MAX_PIXELS: u64 = 120_000_000;
/// Pixels along a side: a long screenshot.
pub const MAX_SIDE: u32 = 32_000;
/// Passes over a progressive JPEG: encoders make ten, the format allows a few hundred, and a hostile file has thousands.
const MAX_SCANS: usize = 100;

/// A decoded picture as it lies in the file.
pub struct Negative<'p> {
    pub pixels: Pixels,
    pub orientation: Orientation,
    /// An ICC profile, not checked.
    pub profile: Option<Vec<u8>>,
    /// For as long as the pixels are here.
    _taken: Taken<'p>,
}

impl Negative<'_> {
    /// Width and height when it stands upright.
    pub fn size(&self) -> (u32, u32) {
        let Pixels { width, height, .. } = self.pixels;
        if self.is_turned() { (height, width) } else { (width, height) }
    }

    /// Whether it lies on a side.
    pub fn is_turned(&self) -> bool {
        match self.orientation {
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => true,
            Orientation::NoTransforms
            | Orientation::Rotate180
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical => false,
        }
    }
}

pub fn decode<'p>(bytes: &[u8], container: Container, permit: &'p Permit) -> Result<Negative<'p>, Fault> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Fault::Heavy);
    }
    match container {
        Container::Jpeg => judge_jpeg(bytes)?,
        Container::Png => judge_png(bytes)?,
        Container::Webp => judge_webp(bytes)?,
    }
    // The decoders are others' and meet the worst bytes: where one of them slips, the picture is damaged, and nothing else.
    catch_unwind(AssertUnwindSafe(|| pixels(bytes, container, permit))).unwrap_or(Err(Fault::Damaged))
}

fn pixels<'p>(bytes: &[u8], container: Container, permit: &'p Permit) -> Result<Negative<'p>, Fault> {
    let damaged = |_| Fault::Damaged;
    let format = match container {
        Container::Jpeg => ImageFormat::Jpeg,
        Container::Png => ImageFormat::Png,
        Container::Webp => ImageFormat::WebP,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    // What lies beside the pixels, such as a compressed profile, may not unfold into more than this.
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_PIXELS * 4);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let area = u64::from(width) * u64::from(height);
    if area > MAX_PIXELS || width.max(height) > MAX_SIDE || decoder.total_bytes() > MAX_PIXELS * 4 {
        return Err(Fault::Huge { width, height });
    }
    if area == 0 {
        return Err(Fault::Damaged);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().unwrap_or(None);
    // Pixels in another form than ours are there twice for a moment.
    let taken = permit.take(decoder.total_bytes() + area * 4);
    let image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let channels = if image.color().has_alpha() { 4 } else { 3 };
    let data = match channels {
        4 => image.into_rgba8().into_raw(),
        _ => image.into_rgb8().into_raw(),
    };
    Ok(Negative { pixels: Pixels { width, height, channels, data }, orientation, profile, _taken: taken })
}

/// Not cut off, and not in more passes than anyone needs. In compressed data no 0xff is followed by what makes it a marker.
fn judge_jpeg(bytes: &[u8]) -> Result<(), Fault> {
    let scans = || bytes.windows(2).enumerate().filter(|(_, pair)| *pair == [0xff, 0xda]).map(|(at, _)| at);
    let last = scans().next_back().ok_or(Fault::Damaged)?;
    let ends = bytes[last..].windows(2).any(|pair| pair == [0xff, 0xd9]);
    if ends && scans().count() <= MAX_SCANS { Ok(()) } else { Err(Fault::Damaged) }
}

/// An animated PNG says so before its first pixels.
fn judge_png(bytes: &[u8]) -> Result<(), Fault> {
    let mut rest = &bytes[8..];
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        match after.get(..4) {
            Some(b"acTL") => return Err(Fault::Animated),
            Some(b"IDAT") | None => break,
            Some(_) => {}
        }
        // The kind, what is in it, a checksum.
        let end = (u32::from_be_bytes(*length) as usize).saturating_add(8);
        rest = after.get(end..).unwrap_or_default();
    }
    Ok(())
}

/// <https://developers.google.com/speed/webp/docs/riff_container>: the second bit of the flags of `VP8X`.
fn judge_webp(bytes: &[u8]) -> Result<(), Fault> {
    match bytes.get(12..) {
        Some([b'V', b'P', b'8', b'X', _, _, _, _, flags, ..]) if flags & 0b10 != 0 => Err(Fault::Animated),
        Some(_) | None => Ok(()),
    }
}
