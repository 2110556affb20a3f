//! Whether a picture is mostly text, whose layout hashes and features see better than its words.

use image::GrayImage;

/// Side of the cells that are judged one by one, in pixels of a picture of 480 pixels.
const CELL: usize = 12;
/// Least difference of neighbouring pixels that counts as an edge.
const EDGE: i32 = 28;
/// From this share of text on, of 255, a picture is mostly text.
pub const MOSTLY_TEXT: u8 = 36;
/// From this share on it has a block of text, or a caption.
pub const SOME_TEXT: u8 = 10;

/// The share of a picture that looks like writing, 0 to 255: cells crossed by many strokes of two shades, next to others
/// like them in the same line.
pub(super) fn text_share(picture: &GrayImage) -> u8 {
    let (columns, rows) = (picture.width() as usize / CELL, picture.height() as usize / CELL);
    if columns == 0 || rows == 0 {
        return 0;
    }
    let width = picture.width() as usize;
    let written: Vec<bool> = (0..columns * rows)
        .map(|cell| is_written(picture.as_raw(), width, cell % columns * CELL, cell / columns * CELL))
        .collect();
    let in_line = (0..columns * rows).filter(|&cell| {
        let before = cell % columns > 0 && written[cell - 1];
        let after = cell % columns + 1 < columns && written[cell + 1];
        written[cell] && (before || after)
    });
    (in_line.count() * 255 / (columns * rows)) as u8
}

fn is_written(shades: &[u8], width: usize, left: usize, top: usize) -> bool {
    let row = |y: usize| &shades[(top + y) * width + left..(top + y) * width + left + CELL];
    let (mut least, mut most) = (255u8, 0u8);
    for y in 0..CELL {
        for &shade in row(y) {
            least = least.min(shade);
            most = most.max(shade);
        }
    }
    if i32::from(most) - i32::from(least) < 2 * EDGE {
        return false;
    }
    let mut turns = 0;
    let span = u32::from(most - least);
    let mut ends = [0u32; 2];
    for y in 0..CELL {
        // Strokes go dark and light again: count how often edges change their direction along a row.
        let mut last = 0;
        for pair in row(y).windows(2) {
            let step = i32::from(pair[1]) - i32::from(pair[0]);
            if step.abs() >= EDGE {
                turns += u32::from(step.signum() == -last);
                last = step.signum();
            }
        }
        for &shade in row(y) {
            let above = u32::from(shade - least) * 4;
            ends[0] += u32::from(above < span);
            ends[1] += u32::from(above > span * 3);
        }
    }
    let paper = ends[0].max(ends[1]) as usize;
    // Two turns in every second row at least, and of the paper much is left plain.
    turns >= CELL as u32 && paper * 10 >= CELL * CELL * 3
}
