//! Paper: areas of one colour, and ink with soft edges.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

/// Rows of red, green and blue.
pub struct Sheet {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

#[derive(Clone, Copy)]
pub struct Area {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// How finely an edge is shaded. More steps cannot be seen, and make a file half as large again.
const STEPS: f32 = 16.0;

impl Sheet {
    pub fn new((width, height): (u32, u32), colour: [u8; 3]) -> Sheet {
        let size = width as usize * height as usize;
        Sheet { width, height, pixels: colour.repeat(size) }
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn fill(&mut self, area: Area, colour: [u8; 3]) {
        for y in area.y..area.y + area.height {
            for x in area.x..area.x + area.width {
                self.ink(x, y, 1.0, colour);
            }
        }
    }

    /// A frame inside the area, this many pixels thick.
    pub fn outline(&mut self, area: Area, thick: u32, colour: [u8; 3]) {
        let Area { x, y, width, height } = area;
        self.fill(Area { height: thick, ..area }, colour);
        self.fill(Area { y: y + height - thick, height: thick, ..area }, colour);
        self.fill(Area { width: thick, ..area }, colour);
        self.fill(Area { x: x + width - thick, width: thick, ..area }, colour);
    }

    /// One pixel, so much of it covered. What is off the sheet is not drawn.
    pub fn ink(&mut self, x: u32, y: u32, coverage: f32, colour: [u8; 3]) {
        if x >= self.width || y >= self.height {
            return;
        }
        let coverage = (coverage.clamp(0.0, 1.0) * STEPS).round() / STEPS;
        let at = (y as usize * self.width as usize + x as usize) * 3;
        for (below, above) in self.pixels[at..at + 3].iter_mut().zip(colour) {
            let (from, to) = (f32::from(*below), f32::from(above));
            *below = (from + (to - from) * coverage).round() as u8;
        }
    }

    pub fn png(&self) -> Vec<u8> {
        let mut out = Vec::new();
        PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::NoFilter)
            .write_image(&self.pixels, self.width, self.height, ExtendedColorType::Rgb8)
            .expect("a buffer in memory takes everything, and the rows are as long as they should be");
        out
    }
}
