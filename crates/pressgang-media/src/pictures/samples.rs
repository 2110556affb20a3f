//! Pictures drawn for tests: different for each seed, the same on every run.

use image::{Rgb, RgbImage};

/// Numbers by chance (splitmix64).
pub struct Chance(pub u64);

impl Chance {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below another.
    pub fn below(&mut self, most: u64) -> u64 {
        self.next() % most.max(1)
    }

    /// A number from 0 to 1.
    pub fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }
}

/// Chance in every pixel.
pub fn noise(seed: u64, width: u32, height: u32) -> RgbImage {
    let mut chance = Chance(seed);
    RgbImage::from_fn(width, height, |_, _| Rgb(chance.next().to_le_bytes()[..3].try_into().unwrap()))
}

/// Something like a photograph: noise of many scales, soft and hard shapes, a little grain.
pub fn photo(seed: u64, width: u32, height: u32) -> RgbImage {
    let mut chance = Chance(seed.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ 0xabcd);
    let side = width.max(height) as f32;
    let grids: Vec<(f32, f32, Vec<[f32; 3]>, usize)> = (1..6)
        .map(|octave| {
            let cells = 2usize << octave;
            let values =
                (0..(cells + 2) * (cells + 2)).map(|_| [chance.share(), chance.share(), chance.share()]).collect();
            (cells as f32 / side, 0.55f32.powi(octave), values, cells + 2)
        })
        .collect();
    let shapes: Vec<_> = (0..40)
        .map(|_| {
            let centre = (chance.share() * width as f32, chance.share() * height as f32);
            let size = (chance.share().powi(2) * 0.2 + 0.01) * side;
            let colour = [chance.share(), chance.share(), chance.share()];
            (centre, size, colour, chance.below(3))
        })
        .collect();
    RgbImage::from_fn(width, height, |x, y| {
        let (fx, fy) = (x as f32, y as f32);
        let mut colour = [0.0f32; 3];
        let mut whole = 0.0;
        for (scale, weight, values, row) in &grids {
            let (gx, gy) = (fx * scale, fy * scale);
            let (ix, iy) = (gx as usize, gy as usize);
            let (tx, ty) = (gx.fract(), gy.fract());
            let at = |dx: usize, dy: usize| values[(iy + dy) * row + ix + dx];
            for (c, to) in colour.iter_mut().enumerate() {
                let top = at(0, 0)[c] * (1.0 - tx) + at(1, 0)[c] * tx;
                let bottom = at(0, 1)[c] * (1.0 - tx) + at(1, 1)[c] * tx;
                *to += weight * (top * (1.0 - ty) + bottom * ty);
            }
            whole += weight;
        }
        for c in &mut colour {
            *c = (*c / whole - 0.5) * 1.8 + 0.5;
        }
        for ((cx, cy), size, with, kind) in &shapes {
            let (dx, dy) = ((fx - cx).abs(), (fy - cy).abs());
            let inside = match kind {
                0 => dx * dx + dy * dy < size * size,
                1 => dx < *size && dy < size * 0.6,
                _ => dx + dy < *size,
            };
            if inside {
                for (to, with) in colour.iter_mut().zip(with) {
                    *to = *to * 0.35 + with * 0.65;
                }
            }
        }
        let grain = (chance.share() - 0.5) * 0.03;
        Rgb(colour.map(|c| ((c + grain).clamp(0.0, 1.0) * 255.0) as u8))
    })
}
