//! Pictures for reports: beyond recovery, with what was found marked; or clear, but small and without metadata.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use image::{ImageFormat, Rgb, RgbImage};

use super::decode::Picture;
use crate::reading::Area;

/// Blocks on the longer side. So few tell a poster from a face and nothing more: a face or a line of text is a block or
/// less of a picture.
const BLOCKS: u32 = 12;
/// Longer side of a pixelated picture in pixels.
const LONGEST: u32 = 480;
/// Longer side of a clear picture.
const CLEAR_LONGEST: u32 = 800;
/// Quality of a clear picture as JPEG.
const CLEAR_QUALITY: u8 = 82;
/// Width of each of the two lines of a mark, in pixels.
const LINE: u32 = 2;
/// The outer line of a mark.
const OUTER: Rgb<u8> = Rgb([255, 255, 255]);
/// The inner line of a mark.
const INNER: Rgb<u8> = Rgb([190, 0, 60]);
/// Most marks drawn.
const MOST_MARKS: usize = 200;

/// A PNG of at most 12 blocks a side, in which nobody and nothing can be read. The areas in `filled` (all text) are made
/// the picture's mean colour first, so that no block holds anything of them, blocks are averages in 16 shades a colour,
/// and no part of the picture itself is in the file. `marks` are outlined. Empty if it cannot be written.
pub fn pixelated(picture: &Picture, marks: &[Area], filled: &[Area]) -> Vec<u8> {
    let (width, height) = (picture.width(), picture.height());
    let longer = width.max(height).max(1);
    let part = |side: u32, of: u32| (u64::from(side) * u64::from(of) / u64::from(longer)).clamp(1, of.into()) as u32;
    let (columns, rows) = (part(width, BLOCKS), part(height, BLOCKS));
    let blocks = averages(picture.rgb(), columns, rows, filled);
    let mut page = RgbImage::new(part(width, LONGEST), part(height, LONGEST));
    let (page_width, page_height) = page.dimensions();
    for (x, y, pixel) in page.enumerate_pixels_mut() {
        *pixel = blocks[(y * rows / page_height * columns + x * columns / page_width) as usize];
    }
    draw(&mut page, marks, width, height);
    written(&page, ImageFormat::Png)
}

/// A JPEG of the picture itself, at most 800 pixels a side, with nothing of its file but its pixels. `marks` are
/// outlined. Empty if it cannot be written.
pub fn clear(picture: &Picture, marks: &[Area]) -> Vec<u8> {
    let (width, height) = (picture.width(), picture.height());
    let longer = width.max(height);
    let mut page = if longer > CLEAR_LONGEST {
        let part = |side: u32| (u64::from(side) * u64::from(CLEAR_LONGEST) / u64::from(longer)).max(1) as u32;
        resize(picture.rgb(), part(width), part(height), FilterType::Triangle)
    } else {
        picture.rgb().clone()
    };
    draw(&mut page, marks, width, height);
    let mut bytes = Vec::new();
    match JpegEncoder::new_with_quality(&mut bytes, CLEAR_QUALITY).encode_image(&page) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}

fn written(page: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    match page.write_to(&mut bytes, format) {
        Ok(()) => bytes.into_inner(),
        Err(_) => Vec::new(),
    }
}

/// The mean colour of each block, in 16 shades; what is filled counts as the mean of the rest of the picture.
fn averages(picture: &RgbImage, columns: u32, rows: u32, filled: &[Area]) -> Vec<Rgb<u8>> {
    let (width, height) = picture.dimensions();
    let mut sums = vec![[0u64; 4]; (columns * rows) as usize];
    let mut covered = vec![false; width as usize];
    for (y, row) in picture.rows().enumerate() {
        let y = y as u32;
        covered.fill(false);
        for area in filled.iter().filter(|area| y >= area.y && y - area.y < area.height) {
            let (from, to) = (area.x.min(width), area.x.saturating_add(area.width).min(width));
            covered[from as usize..to as usize].fill(true);
        }
        let line = u64::from(y) * u64::from(rows) / u64::from(height) * u64::from(columns);
        for (x, pixel) in row.enumerate() {
            if !covered[x] {
                let sum = &mut sums[line as usize + x * columns as usize / width as usize];
                (0..3).for_each(|c| sum[c] += u64::from(pixel.0[c]));
                sum[3] += 1;
            }
        }
    }
    let all = sums.iter().fold([0u64; 4], |all, sum| [0, 1, 2, 3].map(|c| all[c] + sum[c]));
    let mean = |sum: &[u64; 4]| [0, 1, 2].map(|c| sum[c].checked_div(sum[3]).unwrap_or(128));
    let whole = mean(&all);
    // How many pixels of a block are filled is not told either: a block half filled is half the mean of all.
    let block_of = |at: usize| {
        let (column, row) = (at as u64 % u64::from(columns), at as u64 / u64::from(columns));
        let cells = |i: u64, side: u32, of: u32| {
            let begin = |i: u64| (i * u64::from(side)).div_ceil(u64::from(of));
            begin(i + 1) - begin(i)
        };
        cells(column, width, columns) * cells(row, height, rows)
    };
    let colour = |(at, sum): (usize, &[u64; 4])| {
        let pixels = block_of(at).max(sum[3]).max(1);
        let missing = pixels - sum[3];
        Rgb([0, 1, 2].map(|c| coarse(((sum[c] + whole[c] * missing) / pixels) as u8)))
    };
    sums.iter().enumerate().map(colour).collect()
}

/// One of 16 shades.
fn coarse(shade: u8) -> u8 {
    (shade >> 4) * 17
}

/// Outlines areas, given in pixels of a picture of another size, by a light and a dark line.
fn draw(page: &mut RgbImage, marks: &[Area], width: u32, height: u32) {
    let (page_width, page_height) = page.dimensions();
    let scaled = |at: u32, side: u32, page: u32| {
        (u64::from(at.min(side)) * u64::from(page) / u64::from(side.max(1))).min(u64::from(page)) as u32
    };
    for mark in marks.iter().take(MOST_MARKS) {
        let left = scaled(mark.x, width, page_width);
        let right = scaled(mark.x.saturating_add(mark.width), width, page_width);
        let top = scaled(mark.y, height, page_height);
        let bottom = scaled(mark.y.saturating_add(mark.height), height, page_height);
        // Outside what is marked, so that it stays to be seen, as far as the page reaches.
        for (out, colour) in [(2 * LINE, OUTER), (LINE, INNER)] {
            let (x0, y0) = (left.saturating_sub(out), top.saturating_sub(out));
            let (x1, y1) = ((right + out).min(page_width), (bottom + out).min(page_height));
            for y in y0..y1 {
                for x in x0..x1 {
                    let edge = x < x0 + LINE || y < y0 + LINE || x + LINE >= x1 || y + LINE >= y1;
                    if edge {
                        page.put_pixel(x, y, colour);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MediaLimits;
    use crate::pictures::samples::{noise, photo};

    fn opened(bytes: &[u8]) -> Picture {
        Picture::open(bytes, &MediaLimits::standard()).unwrap()
    }

    fn area(x: u32, y: u32, width: u32, height: u32) -> Area {
        Area { x, y, width, height }
    }

    #[test]
    fn nothing_is_left() {
        for (width, height, page) in [(900, 600, (480, 320)), (30, 30, (480, 480)), (9, 4_000, (1, 480))] {
            let picture = Picture::from_rgb(photo(5, width, height), "png");
            let bytes = pixelated(&picture, &[], &[]);
            assert_eq!(bytes, pixelated(&picture, &[], &[]));
            let made = opened(&bytes);
            assert_eq!((made.width(), made.height()), page);
            let shades: std::collections::BTreeSet<[u8; 3]> = made.rgb().pixels().map(|pixel| pixel.0).collect();
            assert!(shades.len() <= 144 && shades.iter().flatten().all(|shade| shade % 17 == 0));
        }
    }

    /// Whatever stands in a filled area, the result is the same.
    #[test]
    fn text_leaves_no_trace() {
        let text = area(100, 120, 300, 60);
        let with = |seed: u64| {
            let mut page = photo(8, 500, 400);
            image::imageops::replace(&mut page, &noise(seed, text.width, text.height), text.x.into(), text.y.into());
            pixelated(&Picture::from_rgb(page, "png"), &[text], &[text])
        };
        assert_eq!(with(1), with(2));
        let whole = [area(0, 0, u32::MAX, u32::MAX)];
        let all = |seed| pixelated(&Picture::from_rgb(photo(seed, 90, 70), "png"), &[], &whole);
        assert_eq!(all(1), all(2));
    }

    #[test]
    fn marks_are_seen() {
        let picture = Picture::from_rgb(photo(2, 960, 960), "png");
        let mark = area(200, 300, 400, 100);
        let made = opened(&pixelated(&picture, &[mark, area(u32::MAX, 5, u32::MAX, 9)], &[]));
        let at = |x, y| *made.rgb().get_pixel(x, y);
        assert_eq!([at(96, 160), at(97, 160), at(98, 160), at(99, 160)], [OUTER, OUTER, INNER, INNER]);
        assert_eq!([at(303, 160), at(302, 160), at(301, 160), at(300, 160)], [OUTER, OUTER, INNER, INNER]);
        assert_eq!(at(200, 175), *opened(&pixelated(&picture, &[], &[])).rgb().get_pixel(200, 175));
    }

    #[test]
    fn clear_pictures() {
        let picture = Picture::from_rgb(photo(2, 1_600, 900), "png");
        let bytes = clear(&picture, &[area(10, 10, 300, 100)]);
        let made = opened(&bytes);
        assert_eq!((made.format(), made.width(), made.height()), ("jpeg", 800, 450));
        assert!(!bytes.windows(4).any(|part| part == b"Exif"));
        let small = opened(&clear(&Picture::from_rgb(photo(2, 60, 50), "png"), &[]));
        assert_eq!((small.width(), small.height()), (60, 50));
    }
}
