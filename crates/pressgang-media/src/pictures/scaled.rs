//! Grey pictures, smaller, larger and softer.

use image::{GrayImage, RgbImage};

/// Luminance in eight bits (ITU-R BT.601).
pub(super) fn grey(picture: &RgbImage) -> GrayImage {
    let mut grey = GrayImage::new(picture.width(), picture.height());
    for (to, from) in grey.iter_mut().zip(picture.as_raw().chunks_exact(3)) {
        let [red, green, blue] = [from[0], from[1], from[2]].map(u32::from);
        *to = ((19_595 * red + 38_470 * green + 7_471 * blue + 32_768) >> 16) as u8;
    }
    grey
}

/// A picture whose longer side is at most so long, each pixel the mean of the area it covers.
pub(super) fn shrunk(picture: &GrayImage, longest: u32) -> GrayImage {
    let (width, height) = (picture.width(), picture.height());
    let side = width.max(height);
    if side <= longest {
        return picture.clone();
    }
    let scaled = |length: u32| ((u64::from(length) * u64::from(longest)).div_ceil(u64::from(side)) as u32).max(1);
    resized(picture, scaled(width), scaled(height))
}

/// A picture of a smaller size, each pixel the mean of the area it covers. The arithmetic is in whole numbers.
pub(super) fn resized(picture: &GrayImage, columns: u32, rows: u32) -> GrayImage {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let across = spans(width, columns as usize);
    let down = spans(height, rows as usize);
    let from = picture.as_raw();
    let mut small = Vec::with_capacity(across.len() * down.len());
    let mut sums = vec![0u32; width];
    for span in &down {
        sums.fill(0);
        for (y, share) in span.clone() {
            for (sum, shade) in sums.iter_mut().zip(&from[y * width..]) {
                *sum += share * u32::from(*shade);
            }
        }
        small.extend(across.iter().map(|span| {
            let sum: u64 = span.clone().map(|(x, share)| u64::from(share) * u64::from(sums[x])).sum();
            ((sum + (1 << 31)) >> 32).min(255) as u8
        }));
    }
    GrayImage::from_raw(columns, rows, small).unwrap_or_default()
}

/// For each pixel of a side of `to` which pixels of one of `from` it covers, with their shares of 65,536 in all.
fn spans(from: usize, to: usize) -> Vec<impl Iterator<Item = (usize, u32)> + Clone> {
    (0..to)
        .map(move |i| {
            // In units of which a pixel of `from` has `to` and one of `to` has `from`.
            let (start, end) = (i * from, (i + 1) * from);
            (start / to..end.div_ceil(to)).map(move |pixel| {
                let share = |at: usize| (((at.clamp(start, end) - start) << 16) / from) as u32;
                (pixel, share((pixel + 1) * to) - share(pixel * to))
            })
        })
        .collect()
}

/// A picture twice as large, interpolated.
pub(super) fn doubled(picture: &GrayImage) -> GrayImage {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let from = picture.as_raw();
    let mut large = GrayImage::new(picture.width() * 2, picture.height() * 2);
    for (row, to) in large.chunks_exact_mut(width * 2).enumerate() {
        let near = row / 2;
        let far = if row % 2 == 0 { near.saturating_sub(1) } else { (near + 1).min(height - 1) };
        // Three parts of the nearer pixel and one of the farther, both ways.
        let mixed = |x: usize| 3 * u32::from(from[near * width + x]) + u32::from(from[far * width + x]);
        let mut left = mixed(0);
        let mut here = left;
        for x in 0..width {
            let right = mixed((x + 1).min(width - 1));
            to[x * 2] = ((3 * here + left + 8) >> 4) as u8;
            to[x * 2 + 1] = ((3 * here + right + 8) >> 4) as u8;
            (left, here) = (here, right);
        }
    }
    large
}

/// A picture in which each pixel is mixed with its neighbours by 1 2 1 both ways.
pub(super) fn softened(picture: &GrayImage) -> GrayImage {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let from = picture.as_raw();
    let mut soft = picture.clone();
    let mut line = vec![0u32; width];
    for (y, to) in soft.chunks_exact_mut(width.max(1)).enumerate() {
        let (above, below) = (y.saturating_sub(1) * width, (y + 1).min(height - 1) * width);
        for (x, sum) in line.iter_mut().enumerate() {
            *sum = u32::from(from[above + x]) + 2 * u32::from(from[y * width + x]) + u32::from(from[below + x]);
        }
        for (x, to) in to.iter_mut().enumerate() {
            let sum = line[x.saturating_sub(1)] + 2 * line[x] + line[(x + 1).min(width - 1)];
            *to = ((sum + 8) >> 4) as u8;
        }
    }
    soft
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::samples::noise;

    fn mean(picture: &GrayImage) -> f64 {
        picture.iter().map(|shade| f64::from(*shade)).sum::<f64>() / picture.len() as f64
    }

    #[test]
    fn means_stay() {
        let picture = grey(&noise(4, 301, 177));
        for changed in [shrunk(&picture, 100), resized(&picture, 7, 90), doubled(&picture), softened(&picture)] {
            assert!((mean(&changed) - mean(&picture)).abs() < 1.5, "{} {}", mean(&changed), mean(&picture));
        }
        assert_eq!(shrunk(&picture, 100).dimensions(), (100, 59));
        assert_eq!(resized(&picture, 301, 177), picture);
        assert_eq!(shrunk(&GrayImage::new(30_000, 1), 500).dimensions(), (500, 1));
    }
}
