//! PDQ, the perceptual hash of facebook/ThreatExchange (`pdq/cpp`, BSD; described in its `hashing.pdf`), and the hashes
//! of the eight ways a picture can be turned and mirrored, all from one transform.
//!
//! This is a port of our own. The crate pdqhash 0.1.1 brings an image library of 2020 as a second decoder and has not
//! been released since; nothing else on the registry computes PDQ from pixels. The arithmetic is the reference's, in its
//! order and in `f32`, so that equal luminance gives equal hashes.

use std::sync::LazyLock;

use image::RgbImage;

use crate::reading::Pdq;

/// A hash, and how much the picture had to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PdqHash {
    /// The hash.
    pub pdq: Pdq,
    /// The reference's quality, 0 to 100; below [`QUALITY`] the hash says nothing.
    pub quality: u8,
}

/// The reference's threshold of quality below which hashes are not compared.
pub const QUALITY: u8 = 50;

/// Most bits in which hashes of the same picture differ, as the reference recommends.
pub const DISTANCE: u32 = 31;

/// The ways of turning in the order of [`Turned::hashes`].
pub const TURNS: [&str; 8] = [
    "as it is",
    "turned left",
    "turned upside down",
    "turned right",
    "mirrored top to bottom",
    "mirrored",
    "mirrored and turned left",
    "mirrored and turned right",
];

/// The hashes of a picture turned and mirrored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turned {
    /// In the reference's order: original, rotated by 90, 180 and 270 degrees, flipped along x, y, and both diagonals.
    pub hashes: [Pdq; 8],
    /// The quality of all.
    pub quality: u8,
}

/// The side of the square that is transformed.
const SIDE: usize = 64;
/// The side of the square of frequencies that are kept.
const KEPT: usize = 16;
/// The shortest side of pictures that the reference hashes at all.
const LEAST_SIDE: usize = 5;
/// Pictures with a longer side are first made smaller, keeping their shape, as the reference's Python package does; its
/// C++ program makes them a square by nearest neighbour, which differs by up to 10 bits on its own test pictures.
const MOST_SIDE: usize = 512;

type Square = [[f32; SIDE]; SIDE];
type Frequencies = [[f32; KEPT]; KEPT];

/// The hash of a picture.
pub fn pdq(picture: &RgbImage) -> PdqHash {
    match frequencies(picture) {
        Some((found, quality)) => PdqHash { pdq: bits(&found), quality },
        None => PdqHash { pdq: Pdq([0; 32]), quality: 0 },
    }
}

/// The hash of a grey frame of a film, row by row. `None` if there are not `width * height` bytes.
pub fn pdq_of_grey(grey: &[u8], width: usize, height: usize) -> Option<PdqHash> {
    if width.checked_mul(height)? != grey.len() {
        return None;
    }
    let found = frequencies_of(width, height, |y, row| {
        row.iter_mut().zip(&grey[y * width..]).for_each(|(to, from)| *to = f32::from(*from));
    });
    Some(match found {
        Some((found, quality)) => PdqHash { pdq: bits(&found), quality },
        None => PdqHash { pdq: Pdq([0; 32]), quality: 0 },
    })
}

/// The hashes of a picture and of the same turned and mirrored.
pub fn turned(picture: &RgbImage) -> Turned {
    let Some((a, quality)) = frequencies(picture) else {
        return Turned { hashes: [Pdq([0; 32]); 8], quality: 0 };
    };
    // Turning a picture changes signs and rows with columns; see dct16OriginalToRotate90 and its like.
    let made = |turn: fn(usize, usize) -> (bool, bool)| {
        let mut b = [[0.0; KEPT]; KEPT];
        for (i, row) in a.iter().enumerate() {
            for (j, &value) in row.iter().enumerate() {
                let (swapped, kept) = turn(i & 1, j & 1);
                let to = if swapped { &mut b[j][i] } else { &mut b[i][j] };
                *to = if kept { value } else { -value };
            }
        }
        bits(&b)
    };
    let hashes = [
        bits(&a),
        made(|_, j| (true, j == 1)),
        made(|i, j| (false, i == j)),
        made(|i, _| (true, i == 1)),
        made(|i, _| (false, i == 1)),
        made(|_, j| (false, j == 1)),
        made(|_, _| (true, true)),
        made(|i, j| (true, i == j)),
    ];
    Turned { hashes, quality }
}

fn frequencies(picture: &RgbImage) -> Option<(Frequencies, u8)> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = picture.as_raw();
    frequencies_of(width, height, |y, row| {
        for (to, from) in row.iter_mut().zip(pixels[y * width * 3..].chunks_exact(3)) {
            *to = 0.299 * f32::from(from[0]) + 0.587 * f32::from(from[1]) + 0.114 * f32::from(from[2]);
        }
    })
}

/// The frequencies of a picture whose rows of luminance `fill` writes.
fn frequencies_of(width: usize, height: usize, fill: impl Fn(usize, &mut [f32])) -> Option<(Frequencies, u8)> {
    if width < LEAST_SIDE || height < LEAST_SIDE {
        return None;
    }
    let longest = width.max(height);
    let square = if longest > MOST_SIDE {
        let scaled = |side: usize| ((side * MOST_SIDE + longest / 2) / longest).max(LEAST_SIDE);
        let (columns, rows) = (scaled(width), scaled(height));
        shrunk(averaged(width, height, columns, rows, fill), columns, rows)
    } else {
        let mut buffer = vec![0.0; width * height];
        buffer.chunks_exact_mut(width).enumerate().for_each(|(y, row)| fill(y, row));
        shrunk(buffer, width, height)
    };
    Some((transform(&square), quality(&square)))
}

/// A smaller picture of which each pixel is the mean of the area it covers.
fn averaged(width: usize, height: usize, columns: usize, rows: usize, fill: impl Fn(usize, &mut [f32])) -> Vec<f32> {
    let mut line = vec![0.0f32; width];
    let mut sums = vec![0.0f32; width];
    let mut small = Vec::with_capacity(columns * rows);
    let mut filled = usize::MAX;
    for row in 0..rows {
        sums.fill(0.0);
        covered(row, height, rows, |y, share| {
            if filled != y {
                fill(y, &mut line);
                filled = y;
            }
            for (sum, value) in sums.iter_mut().zip(&line) {
                *sum += share * value;
            }
        });
        small.extend((0..columns).map(|column| {
            let mut sum = 0.0;
            covered(column, width, columns, |x, share| sum += share * sums[x]);
            sum
        }));
    }
    small
}

/// The pixels that pixel `i` of a smaller side covers, and which share of it each makes up.
fn covered(i: usize, from: usize, to: usize, mut each: impl FnMut(usize, f32)) {
    // In units of which a pixel of the larger side has `to` and one of the smaller has `from`.
    let (start, end) = (i * from, (i + 1) * from);
    let mut at = start;
    while at < end {
        let pixel = at / to;
        let next = ((pixel + 1) * to).min(end);
        each(pixel.min(from - 1), (next - at) as f32 / from as f32);
        at = next;
    }
}

/// Two passes of box filters both ways (a tent), then the middle of each of 64 x 64 blocks.
fn shrunk(mut buffer: Vec<f32>, columns: usize, rows: usize) -> Square {
    let mut square = [[0.0; SIDE]; SIDE];
    if (columns, rows) != (SIDE, SIDE) {
        let (along_row, along_column) = (window(columns), window(rows));
        let mut other = vec![0.0; buffer.len()];
        for _ in 0..2 {
            smooth_rows(&buffer, &mut other, columns, along_row);
            smooth(&other, &mut buffer, columns, along_column);
        }
    }
    let centre = |i: usize, side: usize| ((i as f64 + 0.5) * side as f64 / SIDE as f64) as usize;
    for (i, row) in square.iter_mut().enumerate() {
        let line = centre(i, rows) * columns;
        for (j, to) in row.iter_mut().enumerate() {
            *to = buffer[line + centre(j, columns)];
        }
    }
    square
}

/// The width of the box: half a block, since the filter is used twice.
fn window(side: usize) -> usize {
    side.div_ceil(2 * SIDE)
}

/// The mean of a window along each column; rows have `width` numbers, all handled at once. At the ends the window is cut off, as in the reference's `box1DFloat`, whose order of sums is kept.
fn smooth(from: &[f32], to: &mut [f32], width: usize, window: usize) {
    let length = from.len() / width;
    let ahead = (window + 2) / 2;
    let mut sums = vec![0.0f32; width];
    let mut held = 0usize;
    for step in 0..length + ahead - 1 {
        if step < length {
            held += 1;
            for (sum, value) in sums.iter_mut().zip(&from[step * width..]) {
                *sum += value;
            }
        }
        if step >= window {
            held -= 1;
            for (sum, value) in sums.iter_mut().zip(&from[(step - window) * width..]) {
                *sum -= value;
            }
        }
        if step + 1 >= ahead {
            let at = (step + 1 - ahead) * width;
            let held = held as f32;
            for (to, sum) in to[at..at + width].iter_mut().zip(&sums) {
                *to = sum / held;
            }
        }
    }
}

/// The same along each row. Several rows are handled side by side, since each sum waits for the one before it.
fn smooth_rows(from: &[f32], to: &mut [f32], width: usize, window: usize) {
    const SIDE_BY_SIDE: usize = 8;
    for (from, to) in from.chunks(width * SIDE_BY_SIDE).zip(to.chunks_mut(width * SIDE_BY_SIDE)) {
        let rows = from.len() / width;
        let ahead = (window + 2) / 2;
        let mut sums = [0.0f32; SIDE_BY_SIDE];
        let mut held = 0usize;
        for step in 0..width + ahead - 1 {
            let (enters, leaves) = (step < width, step >= window);
            held = held + usize::from(enters) - usize::from(leaves);
            for (row, sum) in sums.iter_mut().enumerate().take(rows) {
                if enters {
                    *sum += from[row * width + step];
                }
                if leaves {
                    *sum -= from[row * width + step - window];
                }
                if step + 1 >= ahead {
                    to[row * width + step + 1 - ahead] = *sum / held as f32;
                }
            }
        }
    }
}

/// How much of the picture is gradients, 0 to 100 (`pdqImageDomainQualityMetric`).
fn quality(square: &Square) -> u8 {
    let step = |u: f32, v: f32| (((u - v) * 100.0) / 255.0) as i32;
    let mut sum = 0;
    for i in 0..SIDE {
        for j in 0..SIDE {
            if i + 1 < SIDE {
                sum += step(square[i][j], square[i + 1][j]).abs();
            }
            if j + 1 < SIDE {
                sum += step(square[i][j], square[i][j + 1]).abs();
            }
        }
    }
    (sum / 90).min(100) as u8
}

/// Rows 1 to 16 of the matrix of the discrete cosine transform.
static COSINES: LazyLock<[[f32; SIDE]; KEPT]> = LazyLock::new(|| {
    let scale = (2.0 / SIDE as f64).sqrt() as f32;
    let mut matrix = [[0.0; SIDE]; KEPT];
    for (i, row) in matrix.iter_mut().enumerate() {
        for (j, to) in row.iter_mut().enumerate() {
            let angle = std::f64::consts::PI / 2.0 / SIDE as f64 * (i + 1) as f64 * (2 * j + 1) as f64;
            *to = (f64::from(scale) * angle.cos()) as f32;
        }
    }
    matrix
});

/// The lowest 16 x 16 frequencies, without the constant ones.
fn transform(square: &Square) -> Frequencies {
    let cosines = &*COSINES;
    let mut found = [[0.0; KEPT]; KEPT];
    for (row, to) in cosines.iter().zip(&mut found) {
        let mut line = [0.0f32; SIDE];
        for (factor, values) in row.iter().zip(square) {
            for (sum, value) in line.iter_mut().zip(values) {
                *sum += factor * value;
            }
        }
        for (other, to) in cosines.iter().zip(to) {
            *to = line.iter().zip(other).fold(0.0, |sum, (a, b)| sum + a * b);
        }
    }
    found
}

/// Which frequencies are above the median (the lower one of the two in the middle, as Torben's method gives it). The
/// first bit is the last one of the usual hexadecimal form.
fn bits(found: &Frequencies) -> Pdq {
    let mut sorted = [0.0f32; KEPT * KEPT];
    for (to, from) in sorted.iter_mut().zip(found.as_flattened()) {
        *to = *from;
    }
    let (_, median, _) = sorted.select_nth_unstable_by(KEPT * KEPT / 2 - 1, f32::total_cmp);
    let median = *median;
    let mut hash = [0u8; 32];
    for (k, value) in found.as_flattened().iter().enumerate() {
        if *value > median {
            hash[31 - k / 8] |= 1 << (k % 8);
        }
    }
    Pdq(hash)
}

#[cfg(test)]
#[path = "pdq_tests.rs"]
mod tests;
