//! Local features of a picture, by which crops, copies with borders, captions or logos, and copies of another size are
//! found again where a hash of the whole picture cannot.
//!
//! Corners (smallest eigenvalue of the gradients, Shi and Tomasi 1994) on a pyramid of sizes, each with 256 comparisons
//! of brightness around it (BRIEF, Calonder and others 2010). Upright, since who crops a picture does not turn it. Plain
//! borders are cut off first. Two pictures are held against each other in `crop_match`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use image::GrayImage;

use super::decode::Picture;
use super::pdq::Turned;
use super::scaled::{grey, resized, shrunk, softened};
use super::texture::text_share;
use crate::reading::Pdq;

/// Longest side at which features are looked for.
const LONGEST: u32 = 480;
/// Shortest side of a size of the pyramid.
const SHORTEST: u32 = 48;
/// Corners of each size of the pyramid, which shrinks by a fifth from one to the next: in proportion to its side.
const QUOTAS: [usize; 6] = [42, 33, 27, 21, 17, 13];
/// Each size is so many times the next.
pub(super) const STEP: f32 = 1.25;
/// Corners are no nearer to an edge than this, so that what is around them is known.
const MARGIN: u32 = 16;
/// Least strength of a corner, a sum of squared differences over 5 x 5 pixels: weak ones are found again, too.
const LEAST: f32 = 250.0;
/// A size is cut into so many cells a side.
const CELLS: u32 = 6;
/// No cell has more than this part of the corners: a caption full of letters must leave some to the picture.
const CELLED: usize = 18;
/// Rows and columns whose shades differ by no more than this are a plain border (JPEG leaves some noise).
const PLAIN: u8 = 24;
/// First byte of what is kept; changes with everything above.
const VERSION: u8 = 1;
/// Bytes before the corners: version, share of text, width, height and the seven hashes of turned copies.
const HEAD: usize = 1 + 1 + 2 + 2 + 7 * 32;
/// Bytes of a corner: place in sixteenths of pixels, size of the pyramid, comparisons.
const EACH: usize = 2 + 2 + 1 + 32;

/// A corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Corner {
    /// Place in the picture at the largest size.
    pub x: f32,
    /// The same, from the top.
    pub y: f32,
    /// Which size of the pyramid it is from, 0 the largest.
    pub level: u8,
    /// The comparisons around it.
    pub around: [u64; 4],
}

/// What is kept of a picture beside its hash.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// Hashes of the picture turned and mirrored, in the order of [`super::TURNS`] without the first.
    pub turned: [Pdq; 7],
    /// Share of the picture that looks like text, 0 to 255.
    pub text: u8,
    /// Width without borders at the largest size.
    pub(super) width: f32,
    /// Height of the same.
    pub(super) height: f32,
    pub(crate) corners: Vec<Corner>,
}

impl Features {
    /// The features of a picture whose hashes are known.
    pub fn of(picture: &Picture, turned: &Turned) -> Features {
        let whole = shrunk(&grey(picture.rgb()), LONGEST);
        let largest = shrunk(&without_borders(&grey(picture.rgb())), LONGEST);
        let mut corners = Vec::new();
        for (level, quota) in QUOTAS.iter().enumerate() {
            let scale = STEP.powi(level as i32);
            let side = |side: u32| (side as f32 / scale).round() as u32;
            let (width, height) = (side(largest.width()), side(largest.height()));
            if width.min(height) < SHORTEST {
                break;
            }
            let sized = if level == 0 { largest.clone() } else { resized(&largest, width, height) };
            let (fx, fy) = (largest.width() as f32 / width as f32, largest.height() as f32 / height as f32);
            let soft = softened(&softened(&sized));
            corners.extend(strongest(&softened(&sized), *quota).into_iter().map(|(x, y)| Corner {
                x: sixteenths((x as f32 + 0.5) * fx),
                y: sixteenths((y as f32 + 0.5) * fy),
                level: level as u8,
                around: comparisons(&soft, x, y),
            }));
        }
        let mut hashes = [Pdq([0; 32]); 7];
        hashes.copy_from_slice(&turned.hashes[1..]);
        let (width, height) = (largest.width() as f32, largest.height() as f32);
        Features { turned: hashes, text: text_share(&whole), width, height, corners }
    }

    /// As it is kept: at most 7.8 kB of base64.
    pub fn encoded(&self) -> String {
        let mut bytes = Vec::with_capacity(HEAD + EACH * self.corners.len());
        bytes.extend([VERSION, self.text]);
        bytes.extend((self.width as u16).to_le_bytes());
        bytes.extend((self.height as u16).to_le_bytes());
        self.turned.iter().for_each(|hash| bytes.extend(hash.0));
        for corner in &self.corners {
            bytes.extend(((corner.x * 16.0) as u16).to_le_bytes());
            bytes.extend(((corner.y * 16.0) as u16).to_le_bytes());
            bytes.push(corner.level);
            corner.around.iter().for_each(|word| bytes.extend(word.to_le_bytes()));
        }
        STANDARD_NO_PAD.encode(bytes)
    }

    /// The same with the strongest corners of each size only, so many hundredths of them.
    pub(crate) fn thinned(mut self, hundredths: usize) -> Features {
        let mut taken = [0; QUOTAS.len()];
        self.corners.retain(|corner| {
            let Some((taken, quota)) =
                taken.get_mut(usize::from(corner.level)).zip(QUOTAS.get(usize::from(corner.level)))
            else {
                return false;
            };
            *taken += 1;
            *taken * 100 <= quota * hundredths
        });
        self
    }

    /// What was kept; `None` if it is of another version or no features at all.
    pub fn decoded(text: &str) -> Option<Features> {
        let bytes = STANDARD_NO_PAD.decode(text).ok()?;
        let (head, rest) = bytes.split_at_checked(HEAD)?;
        if head[0] != VERSION || !rest.len().is_multiple_of(EACH) || rest.len() / EACH > QUOTAS.iter().sum() {
            return None;
        }
        let short = |bytes: &[u8]| u16::from_le_bytes([bytes[0], bytes[1]]);
        let mut turned = [Pdq([0; 32]); 7];
        for (hash, bytes) in turned.iter_mut().zip(head[6..].chunks_exact(32)) {
            hash.0.copy_from_slice(bytes);
        }
        let corners = rest.chunks_exact(EACH).map(|bytes| {
            let mut around = [0; 4];
            for (word, bytes) in around.iter_mut().zip(bytes[5..].chunks_exact(8)) {
                *word = bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
            }
            let (x, y) = (f32::from(short(bytes)) / 16.0, f32::from(short(&bytes[2..])) / 16.0);
            Corner { x, y, level: bytes[4], around }
        });
        let (width, height) = (f32::from(short(&head[2..])), f32::from(short(&head[4..])));
        Some(Features { turned, text: head[1], width, height, corners: corners.collect() })
    }
}

/// A place as it is kept, so that features are the same before and after.
fn sixteenths(place: f32) -> f32 {
    (place * 16.0).floor() / 16.0
}

/// The picture without plain rows and columns at its edges. A picture that is plain all over stays as it is.
fn without_borders(picture: &GrayImage) -> GrayImage {
    let (width, height) = picture.dimensions();
    let plain = |shades: &mut dyn Iterator<Item = u8>| {
        let (least, most) = shades.fold((255, 0), |(least, most), shade| (shade.min(least), shade.max(most)));
        most.saturating_sub(least) <= PLAIN
    };
    let row = |y: u32, from: u32, to: u32| plain(&mut (from..to).map(|x| picture.get_pixel(x, y).0[0]));
    let column = |x: u32, from: u32, to: u32| plain(&mut (from..to).map(|y| picture.get_pixel(x, y).0[0]));
    let (mut left, mut top, mut right, mut bottom) = (0, 0, width, height);
    // Twice, since what is plain within the picture's own rows may not be plain with its borders.
    for _ in 0..2 {
        while top + 1 < bottom && row(top, left, right) {
            top += 1;
        }
        while top + 1 < bottom && row(bottom - 1, left, right) {
            bottom -= 1;
        }
        while left + 1 < right && column(left, top, bottom) {
            left += 1;
        }
        while left + 1 < right && column(right - 1, top, bottom) {
            right -= 1;
        }
    }
    if right - left < SHORTEST || bottom - top < SHORTEST {
        return picture.clone();
    }
    image::imageops::crop_imm(picture, left, top, right - left, bottom - top).to_image()
}

/// The strongest corners of one size, strongest first.
fn strongest(picture: &GrayImage, quota: usize) -> Vec<(u32, u32)> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let strength = strengths(picture);
    let margin = MARGIN as usize;
    let mut found = Vec::new();
    for y in margin..height.saturating_sub(margin) {
        for x in margin..width.saturating_sub(margin) {
            let here = strength[y * width + x];
            if here < LEAST {
                continue;
            }
            // Of equals the first counts.
            let largest = (y - 2..=y + 2).all(|j| {
                strength[j * width + x - 2..=j * width + x + 2].iter().enumerate().all(|(i, other)| {
                    let before = (j, x - 2 + i) < (y, x);
                    if before { *other < here } else { *other <= here }
                })
            });
            if largest {
                found.push((here, x as u32, y as u32));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    let mut taken = [0usize; (CELLS * CELLS) as usize];
    let share = quota.div_ceil(CELLED);
    let cell = |x: u32, y: u32| (y * CELLS / picture.height() * CELLS + x * CELLS / picture.width()) as usize;
    let fits = |&(_, x, y): &(f32, u32, u32)| {
        taken[cell(x, y)] += 1;
        taken[cell(x, y)] <= share
    };
    found.into_iter().filter(fits).take(quota).map(|(_, x, y)| (x, y)).collect()
}

/// The smaller eigenvalue of the gradients in a window of 5 x 5 around each pixel.
fn strengths(picture: &GrayImage) -> Vec<f32> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let from = picture.as_raw();
    let mut products = vec![[0i32; 3]; width * height];
    for y in 1..height - 1 {
        for x in 1..width - 1 {
            let at = y * width + x;
            let dx = i32::from(from[at + 1]) - i32::from(from[at - 1]);
            let dy = i32::from(from[at + width]) - i32::from(from[at - width]);
            products[at] = [dx * dx, dx * dy, dy * dy];
        }
    }
    let add = |a: [i32; 3], b: [i32; 3]| [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
    let mut down = vec![[0i32; 3]; width];
    let mut strength = vec![0.0; width * height];
    for y in 2..height.saturating_sub(2) {
        for (x, sum) in down.iter_mut().enumerate() {
            *sum = (y - 2..=y + 2).fold([0; 3], |sum, y| add(sum, products[y * width + x]));
        }
        for x in 2..width.saturating_sub(2) {
            let [a, b, c] = down[x - 2..=x + 2].iter().fold([0; 3], |sum, part| add(sum, *part)).map(|v| v as f32);
            let half = (a - c) / 2.0;
            strength[y * width + x] = (a + c) / 2.0 - (half * half + b * b).sqrt();
        }
    }
    strength
}

/// Which of 256 pairs of places around a corner are darker first.
fn comparisons(soft: &GrayImage, x: u32, y: u32) -> [u64; 4] {
    let width = soft.width() as usize;
    let from = soft.as_raw();
    let shade = |(dx, dy): (i8, i8)| {
        let (x, y) = (x.saturating_add_signed(dx.into()), y.saturating_add_signed(dy.into()));
        from[y as usize * width + x as usize]
    };
    let mut around = [0; 4];
    for (i, [a, b]) in PAIRS.iter().enumerate() {
        around[i / 64] |= u64::from(shade(*a) < shade(*b)) << (i % 64);
    }
    around
}

/// The places that are compared: drawn once for all, more often near the corner than far from it, none farther than 14.
static PAIRS: [[(i8, i8); 2]; 256] = pairs();

const fn pairs() -> [[(i8, i8); 2]; 256] {
    let mut pairs = [[(0, 0); 2]; 256];
    let mut state = 0x5052_4553_5347_414eu64;
    let mut i = 0;
    while i < 256 {
        let mut numbers = [0i8; 4];
        let mut k = 0;
        while k < 4 {
            // The sum of three even chances from -5 to 5 (a linear congruential generator, Knuth's multiplier).
            let mut sum = 0;
            let mut n = 0;
            while n < 3 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                sum += ((state >> 33) % 11) as i8 - 5;
                n += 1;
            }
            numbers[k] = if sum > 14 {
                14
            } else if sum < -14 {
                -14
            } else {
                sum
            };
            k += 1;
        }
        // Places side by side say little.
        let (dx, dy) = ((numbers[0] - numbers[2]) as i32, (numbers[1] - numbers[3]) as i32);
        if dx * dx + dy * dy >= 16 {
            pairs[i] = [(numbers[0], numbers[1]), (numbers[2], numbers[3])];
            i += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::samples::{noise, photo};
    use crate::pictures::turned;

    fn features(picture: image::RgbImage) -> Features {
        let hashes = turned(&picture);
        Features::of(&Picture::from_rgb(picture, "png"), &hashes)
    }

    #[test]
    fn kept_and_read_again() {
        for picture in [photo(3, 700, 500), noise(5, 1_000, 1_000), image::RgbImage::new(300, 300), photo(1, 20, 900)] {
            let made = features(picture);
            let text = made.encoded();
            assert!(text.len() <= 7_900, "{}", text.len());
            assert_eq!(Features::decoded(&text), Some(made));
        }
        for wrong in ["", "AAAA", "!", &"A".repeat(500)] {
            assert_eq!(Features::decoded(wrong), None);
        }
    }

    #[test]
    fn plain_borders_go() {
        let picture = grey(&photo(8, 300, 200));
        let mut framed = GrayImage::from_pixel(400, 290, image::Luma([250]));
        image::imageops::replace(&mut framed, &picture, 60, 45);
        let cut = without_borders(&framed);
        assert!(cut.width().abs_diff(300) < 4 && cut.height().abs_diff(200) < 4, "{:?}", cut.dimensions());
        let plain = GrayImage::from_pixel(100, 90, image::Luma([9]));
        assert_eq!(without_borders(&plain), plain);
    }
}
