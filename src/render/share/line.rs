//! Type: a text in lines of one size, each in the middle of the sheet.

use ab_glyph::{Font, FontRef, point};

use super::sheet::{Ink, Sheet};

/// How a text may be set. Sizes are of the em square, in pixels.
#[derive(Clone, Copy)]
pub struct Block {
    pub largest: u32,
    pub smallest: u32,
    pub width: u32,
    pub lines: usize,
    /// Between characters, in ems.
    pub tracking: f32,
}

pub struct Face(FontRef<'static>);

/// A text that fits.
pub struct Lines<'a> {
    face: &'a Face,
    lines: Vec<String>,
    size: f32,
    tracking: f32,
}

/// From the middle of one line to that of the next, in ems.
const LEADING: f32 = 1.3;
/// Two lines are set where one would be smaller than this part of the largest size.
const BREAK_BELOW: f32 = 0.56;
/// How far the top of a Chinese character is above the line that Latin letters stand on, in ems.
const ASCENT: f32 = 0.88;

impl Face {
    pub fn new(bytes: &'static [u8]) -> Option<Face> {
        FontRef::try_from_slice(bytes).ok().map(Face)
    }

    /// As large as may be; nothing where the font lacks a character, or the text is too long.
    pub fn set(&self, block: Block, text: &str) -> Option<Lines<'_>> {
        let text = text.trim();
        if text.is_empty() || text.chars().any(|c| !self.has(c)) {
            return None;
        }
        let largest = block.largest as f32;
        let fitting = |lines: &[String]| {
            let widest = lines.iter().map(|line| self.ems(line, block.tracking)).fold(0.0, f32::max);
            (block.width as f32 / widest).min(largest)
        };
        let whole = vec![text.to_owned()];
        let size = fitting(&whole);
        let broken =
            (block.lines > 1 && size < largest * BREAK_BELOW).then(|| self.halves(text, block.tracking));
        let (lines, size) = match broken.flatten() {
            // Two lines have to stand where one of the largest would.
            Some(halves) => {
                let size = fitting(&halves).min(largest * BREAK_BELOW);
                (halves, size)
            }
            None => (whole, size),
        };
        (size >= block.smallest as f32).then_some(Lines { face: self, lines, size, tracking: block.tracking })
    }

    pub(super) fn has(&self, c: char) -> bool {
        self.0.glyph_id(c).0 != 0
    }

    /// How wide a line is, in ems; the last character has nothing behind it.
    fn ems(&self, line: &str, tracking: f32) -> f32 {
        line.chars().map(|c| self.advance(c) + tracking).sum::<f32>() - tracking
    }

    fn advance(&self, c: char) -> f32 {
        let units = self.0.units_per_em().unwrap_or(1000.0);
        self.0.h_advance_unscaled(self.0.glyph_id(c)) / units
    }

    /// Broken where both lines are most nearly as long: at a space where there is one, else between two characters.
    pub(super) fn halves(&self, text: &str, tracking: f32) -> Option<Vec<String>> {
        let breaks = text.char_indices().skip(1).map(|(at, _)| text.split_at(at));
        let breaks = breaks.filter(|(first, second)| may_break(first, second));
        let has_space = text.contains(char::is_whitespace);
        let breaks = breaks.filter(|(first, _)| !has_space || first.ends_with(char::is_whitespace));
        let lines = breaks.map(|(first, second)| [first.trim_end(), second]);
        let longer =
            |lines: &[&str; 2]| lines.map(|line| self.ems(line, tracking)).into_iter().fold(0.0, f32::max);
        let best = lines.min_by(|a, b| longer(a).total_cmp(&longer(b)))?;
        Some(best.map(str::to_owned).into())
    }
}

/// No line begins with a mark that closes, ends with one that opens, or breaks a word of letters or a number.
fn may_break(first: &str, second: &str) -> bool {
    const CLOSE: &str = "、。，：；！？》〉」』）〕】”’·—…－～";
    const OPEN: &str = "《〈「『（〔【“‘";
    let (Some(last), Some(next)) = (first.chars().last(), second.chars().next()) else { return false };
    let in_word = last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric();
    !(CLOSE.contains(next) || OPEN.contains(last) || in_word)
}

impl Lines<'_> {
    /// From the top of the first line's characters to the foot of the last line's, in pixels.
    pub fn height(&self) -> u32 {
        (self.size * (1.0 + LEADING * (self.lines.len() as f32 - 1.0))).round() as u32
    }

    /// From `top` downwards, each line in the middle of the sheet.
    pub fn draw(&self, sheet: &mut Sheet, top: u32, colour: [u8; 3]) {
        let mut ink = Ink::new(colour);
        for (at, line) in self.lines.iter().enumerate() {
            let left = (sheet.width() as f32 - self.face.ems(line, self.tracking) * self.size) / 2.0;
            let baseline = top as f32 + self.size * (LEADING * at as f32 + ASCENT);
            self.draw_line(sheet, line, left, baseline, &mut ink);
        }
    }

    fn draw_line(&self, sheet: &mut Sheet, line: &str, left: f32, baseline: f32, ink: &mut Ink) {
        let font = &self.face.0;
        // The crate measures a size from ascender to descender.
        let scale = self.size * font.height_unscaled() / font.units_per_em().unwrap_or(1000.0);
        let mut x = left;
        for c in line.chars() {
            let glyph = font.glyph_id(c).with_scale_and_position(scale, point(x, baseline));
            if let Some(outlined) = font.outline_glyph(glyph) {
                let corner = outlined.px_bounds().min;
                outlined.draw(|dx, dy, coverage| {
                    // Within the sheet, for what is set is no wider than its block.
                    let (x, y) = (corner.x as u32 + dx, corner.y as u32 + dy);
                    sheet.ink(x, y, coverage, ink);
                });
            }
            x += (self.face.advance(c) + self.tracking) * self.size;
        }
    }
}
