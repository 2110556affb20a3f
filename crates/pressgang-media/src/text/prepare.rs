//! Ways of preparing a picture for reading: one channel, upright, straight, letters of the height Tesseract reads best,
//! dark on light, and if need be in black and white.

use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, Luma};

use super::layout::Means;
use crate::reading::Area;

/// Which part of the colours is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    /// Brightness.
    Luma,
    /// Red, green or blue alone: letters may differ from their ground in one where their brightness is the same.
    Red,
    Green,
    Blue,
    /// The largest less the smallest of the three: colour against grey.
    Colour,
}

impl Channel {
    pub const COLOURS: [Channel; 4] = [Channel::Red, Channel::Green, Channel::Blue, Channel::Colour];

    pub fn name(self) -> &'static str {
        match self {
            Channel::Luma => "luma",
            Channel::Red => "red",
            Channel::Green => "green",
            Channel::Blue => "blue",
            Channel::Colour => "colour",
        }
    }

    /// This part of a picture.
    pub fn of(self, image: &DynamicImage) -> GrayImage {
        let part = |of: fn(&[u8; 3]) -> u8| {
            let rgb = image.to_rgb8();
            let values = rgb.pixels().map(|p| of(&p.0)).collect();
            GrayImage::from_raw(rgb.width(), rgb.height(), values).unwrap_or_default()
        };
        match self {
            Channel::Luma => image.to_luma8(),
            Channel::Red => part(|p| p[0]),
            Channel::Green => part(|p| p[1]),
            Channel::Blue => part(|p| p[2]),
            Channel::Colour => part(|p| p.iter().max().unwrap_or(&0).saturating_sub(*p.iter().min().unwrap_or(&0))),
        }
    }
}

/// A picture turned, straightened and scaled, and where its pixels come from.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub image: GrayImage,
    /// A pixel of the original from one of this picture: x = a x' + b y' + c, y = d x' + e y' + f.
    back: [f32; 6],
    /// Width and height of the original.
    size: (u32, u32),
    /// How many times as large it is.
    pub scale: f32,
}

/// What is done to a picture's shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    /// Turned clockwise first: 0, 90, 180 or 270 degrees.
    pub turn: u32,
    /// Then turned back by so many degrees, by which its lines fall to the right.
    pub tilt: f32,
    /// Then made so many times as large.
    pub scale: f32,
}

impl Prepared {
    /// Shapes a picture; what comes in from beyond its edges is as bright as the edge.
    pub fn of(gray: &GrayImage, shape: Shape) -> Prepared {
        let size = gray.dimensions();
        let turned = match shape.turn {
            90 => &imageops::rotate90(gray),
            180 => &imageops::rotate180(gray),
            270 => &imageops::rotate270(gray),
            _ => gray,
        };
        let (width, height) = (turned.width() as f32, turned.height() as f32);
        // From turned pixels to the original's.
        let (w, h) = (size.0 as f32 - 1.0, size.1 as f32 - 1.0);
        let untwist = match shape.turn {
            90 => [0.0, 1.0, 0.0, -1.0, 0.0, h],
            180 => [-1.0, 0.0, w, 0.0, -1.0, h],
            270 => [0.0, -1.0, w, 1.0, 0.0, 0.0],
            _ => [1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
        };
        // Reducing needs every pixel, enlarging needs smooth ones.
        let (source, reduced) = if shape.scale < 0.8 {
            let side = |n: f32| ((n * shape.scale).round() as u32).max(1);
            (&imageops::resize(turned, side(width), side(height), FilterType::Triangle), shape.scale)
        } else {
            (turned, 1.0)
        };
        let enlarged = shape.scale / reduced;
        let (sin, cos) = shape.tilt.to_radians().sin_cos();
        let (width, height) = (source.width() as f32, source.height() as f32);
        let out_width = (width * cos.abs() + height * sin.abs()) * enlarged;
        let out_height = (width * sin.abs() + height * cos.abs()) * enlarged;
        let (out_width, out_height) = ((out_width.round() as u32).max(1), (out_height.round() as u32).max(1));
        // From straight pixels to those of `source`, centre on centre.
        let (cx, cy) = ((width - 1.0) / 2.0, (height - 1.0) / 2.0);
        let (ox, oy) = ((out_width - 1) as f32 / 2.0, (out_height - 1) as f32 / 2.0);
        let straighten = [
            cos / enlarged,
            -sin / enlarged,
            cx - (cos * ox - sin * oy) / enlarged,
            sin / enlarged,
            cos / enlarged,
            cy - (sin * ox + cos * oy) / enlarged,
        ];
        let plain = shape.tilt == 0.0 && enlarged == 1.0;
        let image = if plain { source.clone() } else { warp(source, straighten, out_width, out_height) };
        let spread = [1.0 / reduced, 0.0, 0.0, 0.0, 1.0 / reduced, 0.0];
        Prepared { image, back: after(untwist, after(spread, straighten)), size, scale: shape.scale }
    }

    /// The same places, other pixels.
    pub fn with(&self, image: GrayImage) -> Prepared {
        Prepared { image, back: self.back, ..*self }
    }

    /// Where a pixel of the original lies in this picture.
    pub fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.back;
        let (x, y) = (x - c, y - f);
        let size = a * e - b * d;
        ((e * x - b * y) / size, (a * y - d * x) / size)
    }

    /// The area of the original that holds an area of this picture.
    pub fn area(&self, area: Area) -> Area {
        let (x0, y0) = (area.x as f32, area.y as f32);
        let (x1, y1) = (x0 + area.width as f32, y0 + area.height as f32);
        let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)];
        let [a, b, c, d, e, f] = self.back;
        let xs = corners.map(|(x, y)| a * x + b * y + c);
        let ys = corners.map(|(x, y)| d * x + e * y + f);
        let bounds = |values: [f32; 4], most: u32| {
            let low = values.iter().copied().fold(f32::MAX, f32::min).max(0.0).min(most as f32);
            let high = values.iter().copied().fold(f32::MIN, f32::max).max(0.0).min(most as f32);
            (low.floor() as u32, high.ceil() as u32)
        };
        let ((left, right), (top, bottom)) = (bounds(xs, self.size.0), bounds(ys, self.size.1));
        Area { x: left, y: top, width: right.saturating_sub(left), height: bottom.saturating_sub(top) }
    }
}

/// One map after another.
fn after(outer: [f32; 6], inner: [f32; 6]) -> [f32; 6] {
    let [a, b, c, d, e, f] = outer;
    let [g, h, i, j, k, l] = inner;
    [a * g + b * j, a * h + b * k, a * i + b * l + c, d * g + e * j, d * h + e * k, d * i + e * l + f]
}

/// Takes each pixel from where it lies in the source, by Catmull-Rom's cubic.
fn warp(source: &GrayImage, map: [f32; 6], width: u32, height: u32) -> GrayImage {
    let [a, b, c, d, e, f] = map;
    let (w, h) = (source.width() as i32, source.height() as i32);
    let pixels = source.as_raw();
    let mut out = GrayImage::new(width, height);
    let weights = |t: f32| {
        let (t2, t3) = (t * t, t * t * t);
        [-0.5 * t + t2 - 0.5 * t3, 1.0 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2.0 * t2 - 1.5 * t3, -0.5 * t2 + 0.5 * t3]
    };
    for (y, row) in out.chunks_exact_mut(width as usize).enumerate() {
        for (x, value) in row.iter_mut().enumerate() {
            let sx = a * x as f32 + b * y as f32 + c;
            let sy = d * x as f32 + e * y as f32 + f;
            let (fx, fy) = (sx.floor(), sy.floor());
            let (wx, wy) = (weights(sx - fx), weights(sy - fy));
            let (left, top) = (fx as i32 - 1, fy as i32 - 1);
            let mut sum = 0.0;
            for (j, wy) in wy.iter().enumerate() {
                let base = ((top + j as i32).clamp(0, h - 1) * w) as usize;
                for (i, wx) in wx.iter().enumerate() {
                    sum += wx * wy * f32::from(pixels[base + (left + i as i32).clamp(0, w - 1) as usize]);
                }
            }
            *value = sum.round().clamp(0.0, 255.0) as u8;
        }
    }
    out
}

/// The first value that more than `most` pixels reach.
fn end(histogram: &[u32], most: u32) -> usize {
    let mut seen = 0;
    let found = histogram.iter().position(|n| {
        seen += n;
        seen > most
    });
    found.unwrap_or(0)
}

/// Letters dark on light, the darkest pixels black and the lightest white, but for one in 5,000.
pub(super) fn stretch(gray: &GrayImage, invert: bool) -> GrayImage {
    let mut histogram = [0u32; 256];
    gray.as_raw().iter().for_each(|v| histogram[*v as usize] += 1);
    // Little text on a large ground is little ink.
    let most = (gray.as_raw().len() / 5000) as u32;
    let low = end(&histogram, most) as f32;
    let high = 255.0 - end(&histogram.iter().rev().copied().collect::<Vec<_>>(), most) as f32;
    let range = (high - low).max(16.0);
    let table: Vec<u8> = (0..256)
        .map(|v| {
            let value = ((v as f32 - low) * 255.0 / range).clamp(0.0, 255.0) as u8;
            if invert { 255 - value } else { value }
        })
        .collect();
    map(gray, |v| table[v as usize])
}

fn map(gray: &GrayImage, to: impl Fn(u8) -> u8) -> GrayImage {
    let values = gray.as_raw().iter().map(|v| to(*v)).collect();
    GrayImage::from_raw(gray.width(), gray.height(), values).unwrap_or_default()
}

/// Evens out an uneven ground: each pixel as far from the mean around it as it is, on white. Letters must be dark.
pub(super) fn flatten(gray: &GrayImage, radius: usize) -> GrayImage {
    let means = Means::of(gray);
    let mut out = GrayImage::new(gray.width(), gray.height());
    for (x, y, value) in out.enumerate_pixels_mut() {
        let own = f32::from(gray.get_pixel(x, y)[0]);
        let mean = means.around(x as usize, y as usize, radius);
        *value = Luma([(200.0 + (own - mean) * 1.5).clamp(0.0, 255.0) as u8]);
    }
    stretch(&out, false)
}

/// Black and white by one threshold (Otsu 1979).
pub(super) fn otsu(gray: &GrayImage) -> GrayImage {
    let mut histogram = [0f64; 256];
    gray.as_raw().iter().for_each(|v| histogram[*v as usize] += 1.0);
    let all: f64 = histogram.iter().sum();
    let sum: f64 = histogram.iter().enumerate().map(|(v, n)| v as f64 * n).sum();
    let (mut below, mut below_sum, mut best) = (0.0, 0.0, (0.0, 127));
    for (v, n) in histogram.iter().enumerate() {
        below += n;
        below_sum += v as f64 * n;
        if below == 0.0 || below == all {
            continue;
        }
        let apart = below_sum / below - (sum - below_sum) / (all - below);
        let between = below * (all - below) * apart * apart;
        if between > best.0 {
            best = (between, v);
        }
    }
    map(gray, |v| if v as usize <= best.1 { 0 } else { 255 })
}

/// Black and white by a threshold of each place (Sauvola and Pietikäinen 2000, k = 0.25). Letters must be dark.
pub(super) fn sauvola(gray: &GrayImage, radius: usize) -> GrayImage {
    let means = Means::of(gray);
    // Half of the squares, so that their sums fit as the plain ones do.
    let squares = map(gray, |v| (u32::from(v) * u32::from(v) / 255) as u8);
    let squares = Means::of(&squares);
    let mut out = GrayImage::new(gray.width(), gray.height());
    for (x, y, value) in out.enumerate_pixels_mut() {
        let (at_x, at_y) = (x as usize, y as usize);
        let mean = means.around(at_x, at_y, radius);
        let spread = (squares.around(at_x, at_y, radius) * 255.0 - mean * mean).max(0.0).sqrt();
        // A stretched ground is not as even as paper.
        let threshold = (mean * (1.0 + 0.25 * (spread / 128.0 - 1.0))).min(mean - 30.0);
        *value = Luma([if f32::from(gray.get_pixel(x, y)[0]) < threshold { 0 } else { 255 }]);
    }
    out
}

/// Each pixel the mean of itself and its eight neighbours, itself counted four times and those beside it twice.
pub(super) fn smooth(gray: &GrayImage) -> GrayImage {
    let (width, height) = (gray.width() as usize, gray.height() as usize);
    let pixels = gray.as_raw();
    let mut out = gray.clone();
    if width < 3 || height < 3 {
        return out;
    }
    let target: &mut [u8] = out.as_mut();
    for y in 1..height - 1 {
        let (above, here, below) = (&pixels[(y - 1) * width..], &pixels[y * width..], &pixels[(y + 1) * width..]);
        for x in 1..width - 1 {
            let row = |row: &[u8]| u32::from(row[x - 1]) + 2 * u32::from(row[x]) + u32::from(row[x + 1]);
            target[y * width + x] = ((row(above) + 2 * row(here) + row(below) + 8) / 16) as u8;
        }
    }
    out
}
