//! From pixels to the files that are published.

use std::panic::{AssertUnwindSafe, catch_unwind};

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::Fault;
use super::cut::{Cut, Format};
use super::decode::{Negative, decode};
use super::permit::Permit;
use super::sniff::{self, Sort};

/// Of a hundred, for either format: photographs show no trace of it at the size of a screen.
const QUALITY: u8 = 80;

/// Colours of eight bits, row by row.
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    /// 3, or 4 with transparency.
    pub channels: u8,
    pub data: Vec<u8>,
}

/// Makes a file for each cut, decoding the picture once.
///
/// Fails where the bytes are not those of a picture that [`look`](super::look) has found good.
pub fn develop(bytes: &[u8], cuts: &[Cut], permit: &Permit) -> Result<Vec<Vec<u8>>, Fault> {
    let Some(Sort::Raster(container)) = sniff::sort(bytes) else { return Err(Fault::Damaged) };
    let Some(largest) = cuts.iter().max_by_key(|cut| cut.width) else { return Ok(Vec::new()) };
    let negative = decode(bytes, container, permit)?;
    let master = negative.print(largest.width, largest.height)?;
    // The pixels of the whole picture are done with.
    drop(negative);
    let encode = |cut: &Cut| {
        let smaller =
            (cut.width < master.width).then(|| master.resized(cut.width, cut.height)).transpose()?;
        encode(smaller.as_ref().unwrap_or(&master), cut.format).ok_or(Fault::Damaged)
    };
    let encoded = catch_unwind(AssertUnwindSafe(|| cuts.iter().map(encode).collect()));
    encoded.unwrap_or(Err(Fault::Damaged))
}

impl Negative<'_> {
    /// The picture at a size, upright and in sRGB.
    pub fn print(&self, width: u32, height: u32) -> Result<Pixels, Fault> {
        let (across, down) = if self.is_turned() { (height, width) } else { (width, height) };
        let mut print = self.pixels.resized(across, down)?;
        if let Some(profile) = &self.profile {
            print.convert_to_srgb(profile);
        }
        print.turned(self.orientation).ok_or(Fault::Damaged)
    }
}

impl Pixels {
    pub fn resized(&self, width: u32, height: u32) -> Result<Pixels, Fault> {
        let kind = if self.channels == 4 { PixelType::U8x4 } else { PixelType::U8x3 };
        let from = ImageRef::new(self.width, self.height, &self.data, kind).map_err(|_| Fault::Damaged)?;
        let mut to = Image::new(width, height, kind);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&from, &mut to, &options).map_err(|_| Fault::Damaged)?;
        Ok(Pixels { width, height, channels: self.channels, data: to.into_vec() })
    }

    /// Colours as browsers take them where nothing is said. A profile that is damaged, or of something else than red, green and
    /// blue, says nothing.
    fn convert_to_srgb(&mut self, profile: &[u8]) {
        let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
        if profile.color_space != DataColorSpace::Rgb {
            return;
        }
        let layout = if self.channels == 4 { Layout::Rgba } else { Layout::Rgb };
        let srgb = ColorProfile::new_srgb();
        let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default())
        else {
            return;
        };
        let mut converted = vec![0; self.data.len()];
        if transform.transform(&self.data, &mut converted).is_ok() {
            self.data = converted;
        }
    }

    fn turned(self, orientation: Orientation) -> Option<Pixels> {
        let Pixels { width, height, channels, data } = self;
        let mut image = match channels {
            4 => DynamicImage::ImageRgba8(RgbaImage::from_raw(width, height, data)?),
            _ => DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, data)?),
        };
        image.apply_orientation(orientation);
        let (width, height) = (image.width(), image.height());
        Some(Pixels { width, height, channels, data: image.into_bytes() })
    }

    /// Without transparency: on white paper.
    fn opaque(&self) -> Vec<u8> {
        let on_white = |colour: u8, alpha: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        };
        let pixel = |pixel: &[u8]| match *pixel {
            [red, green, blue, alpha] => [red, green, blue].map(|colour| on_white(colour, alpha)),
            _ => [255; 3],
        };
        self.data.chunks_exact(4).flat_map(pixel).collect()
    }
}

/// `None` where the encoder refuses, which it does only at sides that no cut has.
fn encode(pixels: &Pixels, format: Format) -> Option<Vec<u8>> {
    match format {
        Format::Jpeg => jpeg(pixels),
        Format::Webp => webp(pixels),
    }
}

fn jpeg(pixels: &Pixels) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    let opaque = (pixels.channels == 4).then(|| pixels.opaque());
    let data = opaque.as_deref().unwrap_or(&pixels.data);
    encoder.encode(data, width, height, jpeg_encoder::ColorType::Rgb).ok()?;
    Some(bytes)
}

#[cfg(feature = "webp")]
fn webp(Pixels { width, height, channels, data }: &Pixels) -> Option<Vec<u8>> {
    let encoder = match channels {
        4 => webp::Encoder::from_rgba(data, *width, *height),
        _ => webp::Encoder::from_rgb(data, *width, *height),
    };
    Some(encoder.encode_simple(false, f32::from(QUALITY)).ok()?.to_vec())
}

/// No cut asks for it: [`formats`](super::formats) does not name it.
#[cfg(not(feature = "webp"))]
fn webp(_: &Pixels) -> Option<Vec<u8>> {
    None
}
