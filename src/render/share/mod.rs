//! Share images: a page of a block-printed book, with a title on it.
//!
//! Comes in: a few words. Goes out: a PNG, or a hash of all that it is made from. A line that the font cannot set is left out,
//! whole: a name with a box in it is worse than none, and a sheet with the mark alone is still the site's.
//! It deliberately knows no theme: a theme's styles are for browsers, and nothing here runs one.

mod line;
mod sheet;
#[cfg(test)]
mod tests;

use line::{Block, Face, Lines};
use sheet::{Area, Sheet};

use crate::plan::ShareImage;

/// 思源宋体 in bold: 通用规范汉字表, its traditional forms, Latin; `tools/fonts` makes it.
const SONG: &[u8] = include_bytes!("../data/song.otf");

const PAPER: [u8; 3] = [0xfa, 0xf6, 0xee];
const INK: [u8; 3] = [0x22, 0x1a, 0x15];
const INK_SOFT: [u8; 3] = [0x61, 0x56, 0x4b];
const RED: [u8; 3] = [0x8c, 0x1c, 0x1c];
/// Ruled paper: red at a tenth of its strength.
const RULE: [u8; 3] = [0xf1, 0xe4, 0xdb];
const GILT: [u8; 3] = [0xec, 0xd2, 0x9b];

const HEADING: Block = Block { largest: 132, smallest: 36, width: 920, lines: 2, tracking: 0.14 };
const UNDER: Block = Block { largest: 46, smallest: 28, width: 920, lines: 1, tracking: 0.1 };
const PUBLISHER: Block = Block { largest: 28, smallest: 20, width: 920, lines: 1, tracking: 0.1 };

const RULE_HEIGHT: u32 = 9;

/// A hash of the words and of the program that sets them.
pub(super) fn hash(image: &ShareImage) -> blake3::Hash {
    let ShareImage { heading, under, publisher } = image;
    let texts = [Some(heading), under.as_ref(), publisher.as_ref()];
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("HONORROLL_RENDERER").as_bytes());
    for text in texts.map(|text| text.map_or("", String::as_str)) {
        hasher.update(&text.len().to_le_bytes()).update(text.as_bytes());
    }
    hasher.finalize()
}

pub(super) fn png(image: &ShareImage) -> Vec<u8> {
    let mut sheet = Sheet::new(ShareImage::SIZE, PAPER);
    frame(&mut sheet);
    let face = Face::new(SONG);
    let set = |block: Block, text: Option<&str>| face.as_ref()?.set(block, text?);
    match set(HEADING, Some(&image.heading)) {
        Some(heading) => {
            let under = set(UNDER, image.under.as_deref());
            let publisher = set(PUBLISHER, image.publisher.as_deref());
            column(&mut sheet, &heading, under.as_ref(), publisher.as_ref());
        }
        None => mark(&mut sheet, ShareImage::SIZE.1 / 2 - 100, 5),
    }
    sheet.png()
}

/// The mark, the heading, a rule, and the smaller lines: one below the other, the whole in the middle of the sheet, so that it
/// also stands in the square that some readers cut out.
fn column(sheet: &mut Sheet, heading: &Lines, under: Option<&Lines>, publisher: Option<&Lines>) {
    const MARK: u32 = 80;
    let smaller = [(34, under, INK), (30, publisher, INK_SOFT)];
    let smaller = smaller.into_iter().filter_map(|(gap, lines, colour)| Some((gap, lines?, colour)));
    let smaller_height: u32 = smaller.clone().map(|(gap, lines, _)| gap + lines.height()).sum();
    let rule_height = if smaller_height > 0 { 40 + RULE_HEIGHT } else { 0 };
    let height = MARK + 44 + heading.height() + rule_height + smaller_height;
    let mut y = ShareImage::SIZE.1.saturating_sub(height) / 2;
    mark(sheet, y, 2);
    y += MARK + 44;
    heading.draw(sheet, y, INK);
    y += heading.height() + rule_height;
    if smaller_height > 0 {
        rule(sheet, y - RULE_HEIGHT);
    }
    for (gap, lines, colour) in smaller {
        lines.draw(sheet, y + gap, colour);
        y += gap + lines.height();
    }
}

/// 朱丝栏, and around it 文武线: a thick rule and a thin one.
fn frame(sheet: &mut Sheet) {
    let (width, height) = ShareImage::SIZE;
    let inset = |by: u32| Area { x: by, y: by, width: width - 2 * by, height: height - 2 * by };
    for x in (50..width - 50).step_by(44).skip(1) {
        sheet.fill(Area { x, y: 50, width: 1, height: height - 100 }, RULE);
    }
    sheet.outline(inset(34), 6, RED);
    sheet.outline(inset(48), 1, RED);
}

/// A short thick rule over a thin one.
fn rule(sheet: &mut Sheet, y: u32) {
    let x = ShareImage::SIZE.0 / 2 - 60;
    sheet.fill(Area { x, y, width: 120, height: 4 }, RED);
    sheet.fill(Area { x, y: y + RULE_HEIGHT - 1, width: 120, height: 1 }, RED);
}

/// The mark of the default theme, as `mark.svg` has it: a tablet with four columns of names, 40 times `scale` high.
fn mark(sheet: &mut Sheet, y: u32, scale: u32) {
    let x = ShareImage::SIZE.0 / 2 - 20 * scale;
    let at = |left: u32, top: u32, width: u32, height: u32| Area {
        x: x + left * scale,
        y: y + top * scale,
        width: width * scale,
        height: height * scale,
    };
    sheet.fill(at(0, 0, 40, 40), RED);
    sheet.outline(at(4, 4, 32, 32), scale.div_ceil(2), GILT);
    for (left, names) in [(27, 4), (22, 4), (16, 3), (11, 4)] {
        for name in 0..names {
            sheet.fill(at(left, 11 + 5 * name, 2, 3), GILT);
        }
    }
}
