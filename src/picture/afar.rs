//! What a picture looks like from afar, to be shown until it is there.

use std::fmt::Write;

use super::decode::Negative;

/// The longer side that ThumbHash is made from.
const SIDE: u32 = 96;

/// `None` where something shines through, or the picture cannot be made smaller.
pub fn look(negative: &Negative<'_>) -> Option<Box<[u8]>> {
    let (width, height) = negative.size();
    let longest = width.max(height);
    let side = |side: u32| (side * SIDE / longest).clamp(1, SIDE);
    let small = negative.print(side(width), side(height)).ok()?;
    let rgba: Vec<u8> = match small.channels {
        4 => small.data,
        _ => small.data.chunks_exact(3).flat_map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect(),
    };
    let is_opaque = rgba.chunks_exact(4).all(|pixel| pixel[3] == 255);
    is_opaque.then(|| {
        thumbhash::rgba_to_thumb_hash(small.width as usize, small.height as usize, &rgba).into_boxed_slice()
    })
}

/// A drawing of a ThumbHash in a dozen squares, which takes the place of the picture until that is there. It is SVG with
/// attributes alone, because a page may hold no style of its own and no picture in an address.
///
/// Nothing where the hexadecimal digits are none of a ThumbHash.
pub fn placeholder(digits: &str) -> Option<String> {
    let (width, height, rgba) = thumbhash::thumb_hash_to_rgba(&bytes(digits)?).ok()?;
    let (across, down) = if width >= height { (4, 3) } else { (3, 4) };
    let mut svg = format!(
        "<svg class=\"afar\" viewBox=\"0 0 {across} {down}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
    );
    for row in 0..down {
        for column in 0..across {
            let [red, green, blue] = mean(&rgba, width, span(column, across, width), span(row, down, height));
            let _ =
                write!(svg, "<path fill=\"#{red:02x}{green:02x}{blue:02x}\" d=\"M{column} {row}h1v1h-1z\"/>");
        }
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// Two digits a byte, as views and names of files have them.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.as_bytes().chunks(2).map(pair).collect()
}

/// The pixels of one of so many equal parts of a side; never none.
fn span(part: usize, parts: usize, side: usize) -> std::ops::Range<usize> {
    let start = part * side / parts;
    start..((part + 1) * side / parts).max(start + 1).min(side.max(1))
}

fn mean(rgba: &[u8], width: usize, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> [u8; 3] {
    let mut sums = [0_usize; 3];
    let mut count = 0;
    for at in rows.flat_map(|row| columns.clone().map(move |column| (row * width + column) * 4)) {
        let Some(pixel) = rgba.get(at..at + 3) else { continue };
        sums.iter_mut().zip(pixel).for_each(|(sum, colour)| *sum += usize::from(*colour));
        count += 1;
    }
    sums.map(|sum| (sum / count.max(1)) as u8)
}
