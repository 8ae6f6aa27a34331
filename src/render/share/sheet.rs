//! Paper: areas of one colour, and ink with soft edges.
//!
//! A sheet has a few dozen colours, so a pixel is a number in a palette: a third of the bytes to compress, and half a file.

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};

pub struct Sheet {
    width: u32,
    height: u32,
    /// Rows, from the top.
    pixels: Vec<u8>,
    palette: Vec<[u8; 3]>,
}

#[derive(Clone, Copy)]
pub struct Area {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// A colour, and what becomes of those on the sheet that it covers in part.
pub struct Ink {
    colour: [u8; 3],
    /// By the colour below and the part that is covered.
    shades: Vec<Option<u8>>,
}

/// How finely an edge is shaded. More steps cannot be seen, and make a file half as large again.
const STEPS: usize = 16;
const COLOURS: usize = 256;

impl Ink {
    pub fn new(colour: [u8; 3]) -> Ink {
        Ink { colour, shades: vec![None; COLOURS * (STEPS + 1)] }
    }
}

impl Sheet {
    pub fn new((width, height): (u32, u32), paper: [u8; 3]) -> Sheet {
        Sheet { width, height, pixels: vec![0; width as usize * height as usize], palette: vec![paper] }
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn fill(&mut self, area: Area, colour: [u8; 3]) {
        let Some(colour) = self.number(colour) else { return };
        let right = (area.x + area.width).min(self.width);
        for y in area.y..(area.y + area.height).min(self.height) {
            let row = y as usize * self.width as usize;
            self.pixels[row + area.x.min(right) as usize..row + right as usize].fill(colour);
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
    pub fn ink(&mut self, x: u32, y: u32, coverage: f32, ink: &mut Ink) {
        let step = (coverage.clamp(0.0, 1.0) * STEPS as f32).round() as usize;
        if step == 0 || x >= self.width || y >= self.height {
            return;
        }
        let at = y as usize * self.width as usize + x as usize;
        let below = self.pixels[at];
        let shade = &mut ink.shades[usize::from(below) * (STEPS + 1) + step];
        self.pixels[at] = match *shade {
            Some(shade) => shade,
            None => {
                let mixed = mix(self.palette[usize::from(below)], ink.colour, step);
                *shade.insert(self.number(mixed).unwrap_or(below))
            }
        };
    }

    /// A colour's place in the palette; nothing where that is full.
    fn number(&mut self, colour: [u8; 3]) -> Option<u8> {
        let known = self.palette.iter().position(|known| *known == colour);
        let at = known.unwrap_or(self.palette.len());
        let number = u8::try_from(at).ok()?;
        if known.is_none() {
            self.palette.push(colour);
        }
        Some(number)
    }

    pub fn png(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, self.width, self.height);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_palette(self.palette.concat());
        encoder.set_filter(Filter::NoFilter);
        // Beyond it a file is smaller by a tenth and takes twice the time.
        encoder.set_deflate_compression(DeflateCompression::Level(4));
        let mut writer = encoder.write_header().expect("a palette, and a buffer in memory");
        writer.write_image_data(&self.pixels).expect("as many pixels as the header says");
        writer.finish().expect("a buffer in memory takes everything");
        out
    }
}

fn mix(from: [u8; 3], to: [u8; 3], step: usize) -> [u8; 3] {
    std::array::from_fn(|at| {
        let (from, to) = (usize::from(from[at]), usize::from(to[at]));
        ((from * (STEPS - step) + to * step + STEPS / 2) / STEPS) as u8
    })
}
