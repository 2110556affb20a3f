//! Where letters stand in a picture, found without reading any: is there text at all, how tall is it, how far is it
//! tilted, is it lighter or darker than its ground.
//!
//! Letters are connected pixels that differ from the mean around them; those of one height next to each other are
//! lines. Photographs have few of these.

use image::GrayImage;

use super::prepare;

/// What the letters of a picture look like, in its own pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Layout {
    /// Lines, in no order.
    pub lines: Vec<Line>,
    /// Angle by which lines fall to the right, in degrees.
    pub tilt: f32,
    /// Most letters are lighter than what is around them.
    pub light: bool,
    /// Lines run from top to bottom: the picture lies on its side.
    pub sideways: bool,
    /// Standard deviation of the noise, in steps of brightness.
    pub noise: f32,
    /// How far letters differ from the mean around them, in steps of brightness.
    pub contrast: f32,
}

/// Some letters in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
    /// How tall its taller letters are.
    pub letters: f32,
    /// How many there are.
    pub count: usize,
    /// How far they differ from the mean around them, in steps of brightness.
    pub contrast: f32,
}

/// Larger pictures are looked at in a smaller copy.
const SIDE: u32 = 1400;
/// From so much noise on, in steps of brightness, a picture is smoothed first.
pub(super) const NOISY: f32 = 2.0;
/// A letter differs from its ground by so many steps of brightness at least.
const FAINTEST: f32 = 9.0;
/// Letters that are lower than this in the copy are noise.
const LOWEST: u32 = 5;
/// So many letters are no chance.
const PLAIN: usize = 5;
/// What differs less than this share of what the plainest line does is no letter.
const GROUND: f32 = 0.35;
/// Most angle that is looked for: further tilts are read badly anyway.
const STEEPEST: f32 = 15.0;

impl Layout {
    /// Looks for letters.
    pub fn of(gray: &GrayImage) -> Layout {
        let scale = (gray.width().max(gray.height()) as f32 / SIDE as f32).max(1.0);
        let copy = if scale > 1.0 {
            let side = |n: u32| ((n as f32 / scale) as u32).max(1);
            &image::imageops::thumbnail(gray, side(gray.width()), side(gray.height()))
        } else {
            gray
        };
        let noise = noise(copy);
        // Each pixel the mean of nine: specks fade, letters stay.
        let smooth;
        let (copy, left) = if noise > NOISY {
            smooth = prepare::smooth(copy);
            (&smooth, noise / 2.0)
        } else {
            (copy, noise)
        };
        let means = Means::of(copy);
        let dark = Side::of(copy, &means, left, false);
        let light = Side::of(copy, &means, left, true);
        // Between dark letters the ground is lighter than its mean with them, but not by as much.
        let is_light = light.weight() > dark.weight();
        let side = if is_light { light } else { dark };
        let sideways = side.letters_in(&side.down) > 2 * side.letters_in(&side.across);
        let lines = if sideways { &side.down } else { &side.across };
        let tilt = if sideways { 0.0 } else { side.tilt() };
        let grown = |l: &Line| Line {
            x: l.x * scale,
            y: l.y * scale,
            width: l.width * scale,
            height: l.height * scale,
            letters: l.letters * scale,
            count: l.count,
            contrast: l.contrast,
        };
        Layout {
            lines: lines.iter().map(grown).collect(),
            tilt,
            light: is_light,
            sideways,
            noise,
            contrast: side.contrast,
        }
    }

    /// Returns true if there may be text: three letters in a row somewhere.
    pub fn has_text(&self) -> bool {
        !self.lines.is_empty()
    }

    /// How well letters stand out, to compare parts of the colours by.
    pub fn clearness(&self) -> f32 {
        let letters: usize = self.lines.iter().map(|l| l.count).sum();
        (self.contrast - 2.0 * self.noise).max(0.0) * (letters as f32).sqrt()
    }

    /// Returns true if one of the lines lies in this rectangle or around it, at least in part.
    pub fn has_line_at(&self, x: f32, y: f32, width: f32, height: f32) -> bool {
        self.lines.iter().any(|l| {
            let across = (x + width).min(l.x + l.width) - x.max(l.x);
            let down = (y + height).min(l.y + l.height) - y.max(l.y);
            across > 0.0 && down > 0.0
        })
    }

    /// How tall the letters of the smaller lines are; `None` where there are none.
    pub fn letter_height(&self) -> Option<f32> {
        let mut heights: Vec<(f32, usize)> = self.lines.iter().map(|l| (l.letters, l.count)).collect();
        heights.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all: usize = heights.iter().map(|(_, count)| count).sum();
        let mut seen = 0;
        heights.into_iter().find_map(|(height, count)| {
            seen += count;
            (seen * 4 >= all).then_some(height)
        })
    }
}

/// Immerkær's estimate: how much pixels differ from what their neighbours predict (Fast Noise Variance Estimation, 1996).
fn noise(gray: &GrayImage) -> f32 {
    let (width, height) = (gray.width() as usize, gray.height() as usize);
    if width < 3 || height < 3 {
        return 0.0;
    }
    let p = gray.as_raw();
    let mut histogram = [0u32; 256 * 16];
    let mut count = 0u32;
    for y in 1..height - 1 {
        let (above, here, below) = (&p[(y - 1) * width..], &p[y * width..], &p[(y + 1) * width..]);
        for x in (1..width - 1).step_by(2) {
            let at = |row: &[u8], x: usize| i32::from(row[x]);
            let sum = at(above, x - 1) - 2 * at(above, x) + at(above, x + 1) - 2 * at(here, x - 1) + 4 * at(here, x)
                - 2 * at(here, x + 1)
                + at(below, x - 1)
                - 2 * at(below, x)
                + at(below, x + 1);
            histogram[sum.unsigned_abs().min(4095) as usize] += 1;
            count += 1;
        }
    }
    // The median, since edges are no noise: it is 0.6745 standard deviations of a sum whose weights have length 6.
    let mut seen = 0;
    let median = histogram.iter().position(|n| {
        seen += n;
        seen * 2 >= count
    });
    median.unwrap_or(0) as f32 / (6.0 * 0.6745)
}

/// How much the ground differs from its own mean: JPEG turns fine noise into coarse, which neighbours do not betray.
fn unrest(gray: &GrayImage, means: &Means, radius: usize) -> f32 {
    let mut histogram = [0u32; 256];
    let mut count = 0u32;
    for y in (0..gray.height()).step_by(3) {
        for x in (0..gray.width()).step_by(3) {
            let difference = f32::from(gray.get_pixel(x, y)[0]) - means.around(x as usize, y as usize, radius);
            histogram[(difference.abs() * 2.0).min(255.0) as usize] += 1;
            count += 1;
        }
    }
    let mut seen = 0;
    // Most of a picture is ground.
    let median = histogram.iter().position(|n| {
        seen += n;
        seen * 2 >= count
    });
    (median.unwrap_or(0) as f32 + 0.5) / (2.0 * 0.6745)
}

/// Sums by which the mean of any rectangle is known at once.
pub(super) struct Means {
    sums: Vec<u32>,
    width: usize,
    height: usize,
}

impl Means {
    /// Of a picture of at most 16 million pixels, so that no sum overflows.
    pub fn of(gray: &GrayImage) -> Means {
        let (width, height) = (gray.width() as usize, gray.height() as usize);
        let mut sums = vec![0u32; (width + 1) * (height + 1)];
        for (y, row) in gray.as_raw().chunks_exact(width.max(1)).enumerate() {
            let mut sum = 0;
            for (x, value) in row.iter().enumerate() {
                sum += u32::from(*value);
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1].wrapping_add(sum);
            }
        }
        Means { sums, width, height }
    }

    /// The mean of the square of this radius around a pixel, as far as it lies within.
    pub fn around(&self, x: usize, y: usize, radius: usize) -> f32 {
        let (left, top) = (x.saturating_sub(radius), y.saturating_sub(radius));
        let (right, bottom) = ((x + radius + 1).min(self.width), (y + radius + 1).min(self.height));
        let at = |x: usize, y: usize| self.sums[y * (self.width + 1) + x];
        let sum =
            at(right, bottom).wrapping_sub(at(left, bottom)).wrapping_sub(at(right, top)).wrapping_add(at(left, top));
        sum as f32 / ((right - left) * (bottom - top)) as f32
    }
}

#[derive(Clone, Copy, Debug)]
struct Component {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
    pixels: u32,
    /// Of all its pixels from the mean around them.
    differences: f32,
}

impl Component {
    fn width(&self) -> u32 {
        self.right - self.left + 1
    }

    fn height(&self) -> u32 {
        self.bottom - self.top + 1
    }

    /// Mirrored at the diagonal.
    fn turned(&self) -> Component {
        Component { left: self.top, top: self.left, right: self.bottom, bottom: self.right, ..*self }
    }
}

/// The letters that are darker, or those that are lighter than their ground.
struct Side {
    across: Vec<Line>,
    down: Vec<Line>,
    /// Pixels of letters that stand in lines.
    pixels: Vec<(u32, u32)>,
    height: u32,
    contrast: f32,
}

impl Side {
    fn of(gray: &GrayImage, means: &Means, noise: f32, light: bool) -> Side {
        let (width, height) = (gray.width() as usize, gray.height() as usize);
        let radius = (width.min(height) / 24).clamp(8, 40);
        let least = (2.8 * noise).max(3.5 * unrest(gray, means, radius)).clamp(FAINTEST, 40.0);
        let mut mask = vec![false; width * height];
        for (y, (row, marks)) in
            gray.as_raw().chunks_exact(width.max(1)).zip(mask.chunks_exact_mut(width.max(1))).enumerate()
        {
            for (x, (value, mark)) in row.iter().zip(marks).enumerate() {
                let above = f32::from(*value) - means.around(x, y, radius);
                *mark = if light { above > least } else { -above > least };
            }
        }
        let (labels, mut components) = components(&mask, width);
        for (i, label) in labels.iter().enumerate().filter(|(_, label)| **label > 0) {
            let mean = means.around(i % width, i / width, radius);
            components[*label as usize - 1].differences += (f32::from(gray.as_raw()[i]) - mean).abs();
        }
        let letter = |c: &Component| {
            c.height() >= LOWEST
                && c.height() * 3 <= gray.height()
                && c.width() * 2 <= gray.width()
                && c.pixels >= 10
                && c.pixels * 14 >= c.width() * c.height()
        };
        let across = lines(&components, letter);
        let turned: Vec<Component> = components.iter().map(Component::turned).collect();
        let down = lines(&turned, |c| letter(&c.turned()) && c.height() >= LOWEST);
        let in_lines: Vec<bool> = {
            let mut within = vec![false; components.len()];
            across.iter().flat_map(|(_, members)| members).for_each(|&i| within[i] = true);
            within
        };
        let mut pixels = Vec::new();
        let mut differences = 0.0;
        for (i, label) in labels.iter().enumerate() {
            if *label > 0 && in_lines[*label as usize - 1] && i % 2 == 0 {
                let (x, y) = (i % width, i / width);
                differences += (f32::from(gray.as_raw()[i]) - means.around(x, y, radius)).abs();
                pixels.push((x as u32, y as u32));
            }
        }
        let plain = |lines: Vec<(Line, Vec<usize>)>| lines.into_iter().map(|(line, _)| line).collect();
        let contrast = differences / pixels.len().max(1) as f32;
        Side { across: plain(across), down: plain(down), pixels, height: gray.height(), contrast }
    }

    fn letters_in(&self, lines: &[Line]) -> usize {
        lines.iter().map(|l| l.count).sum()
    }

    fn weight(&self) -> f32 {
        let plain = |lines: &[Line]| lines.iter().map(|l| l.count as f32 * l.contrast * l.contrast).sum::<f32>();
        plain(&self.across).max(plain(&self.down))
    }

    /// The angle at which the rows of pixels are either full or empty.
    fn tilt(&self) -> f32 {
        let step = self.pixels.len().div_ceil(40_000).max(1);
        let mut rows: Vec<u32> = Vec::new();
        let mut score = |angle: f32| {
            let slope = angle.to_radians().tan();
            rows.clear();
            rows.resize(self.height as usize * 3 + 8, 0);
            for (x, y) in self.pixels.iter().step_by(step) {
                let row = *y as f32 - *x as f32 * slope + self.height as f32;
                if let Some(count) = rows.get_mut(row.max(0.0) as usize) {
                    *count += 1;
                }
            }
            rows.windows(2).map(|w| f64::from(w[0].abs_diff(w[1])).powi(2)).sum::<f64>()
        };
        let mut best = (0.0, score(0.0) * 1.02);
        let mut look = |angles: &mut dyn Iterator<Item = f32>| {
            for angle in angles {
                let value = score(angle);
                if value > best.1 {
                    best = (angle, value);
                }
            }
            best.0
        };
        let rough = look(&mut (-30..=30).map(|i| i as f32 * STEEPEST / 30.0));
        look(&mut (-4..=4).map(|i| rough + i as f32 * 0.1))
    }
}

/// Groups of marked pixels that touch: for each pixel the number of its group from 1 on, 0 for none, and the groups.
fn components(mask: &[bool], width: usize) -> (Vec<u32>, Vec<Component>) {
    let mut labels = vec![0u32; mask.len()];
    let mut parents: Vec<u32> = vec![0];
    fn root(parents: &mut [u32], mut label: u32) -> u32 {
        while parents[label as usize] != label {
            parents[label as usize] = parents[parents[label as usize] as usize];
            label = parents[label as usize];
        }
        label
    }
    for i in 0..mask.len() {
        if !mask[i] {
            continue;
        }
        let x = i % width;
        let mut label = 0;
        let before = [
            (x > 0).then(|| i - 1),
            i.checked_sub(width),
            i.checked_sub(width + 1).filter(|_| x > 0),
            i.checked_sub(width).map(|a| a + 1).filter(|_| x + 1 < width),
        ];
        for other in before.into_iter().flatten().filter_map(|n| Some(labels[n]).filter(|l| *l > 0)) {
            let other = root(&mut parents, other);
            if label == 0 {
                label = other;
            } else if label != other {
                let (low, high) = (label.min(other), label.max(other));
                parents[high as usize] = low;
                label = low;
            }
        }
        if label == 0 {
            label = parents.len() as u32;
            parents.push(label);
        }
        labels[i] = label;
    }
    let mut numbers = vec![0u32; parents.len()];
    let mut found: Vec<Component> = Vec::new();
    for (i, label) in labels.iter_mut().enumerate().filter(|(_, label)| **label > 0) {
        let root = root(&mut parents, *label) as usize;
        if numbers[root] == 0 {
            found.push(Component { left: u32::MAX, top: u32::MAX, right: 0, bottom: 0, pixels: 0, differences: 0.0 });
            numbers[root] = found.len() as u32;
        }
        *label = numbers[root];
        let (x, y) = ((i % width) as u32, (i / width) as u32);
        let c = &mut found[numbers[root] as usize - 1];
        c.left = c.left.min(x);
        c.right = c.right.max(x);
        c.top = c.top.min(y);
        c.bottom = c.bottom.max(y);
        c.pixels += 1;
    }
    (labels, found)
}

/// Letters next to each other and of one height, as lines with their members.
fn lines(components: &[Component], letter: impl Fn(&Component) -> bool) -> Vec<(Line, Vec<usize>)> {
    let mut order: Vec<usize> = (0..components.len()).filter(|&i| letter(&components[i])).collect();
    order.sort_by_key(|&i| (components[i].left, components[i].top, i));
    let mut group: Vec<usize> = (0..order.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    for a in 0..order.len() {
        let left = components[order[a]];
        // A picture of nothing but specks has too many neighbours to compare all.
        for b in (a + 1..order.len()).take(400) {
            let right = components[order[b]];
            let tall = left.height().max(right.height());
            if right.left > left.right + tall * 3 / 2 {
                // Those further on begin later still; only a wider letter could be nearer, and it is compared itself.
                break;
            }
            let low = left.height().min(right.height());
            let overlap = (left.bottom.min(right.bottom) + 1).saturating_sub(left.top.max(right.top));
            if overlap * 2 >= low && low * 5 >= tall * 2 {
                let (a, b) = (root(&mut group, a), root(&mut group, b));
                group[a.max(b)] = a.min(b);
            }
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); order.len()];
    for (at, member) in order.iter().enumerate() {
        let root = root(&mut group, at);
        members[root].push(*member);
    }
    let mut found: Vec<(Line, Vec<usize>)> =
        members.into_iter().filter_map(|members| Some((line(components, &members)?, members))).collect();
    // Beside lines that stand out, what hardly differs from the ground is the ground.
    let plain = found.iter().filter(|(line, _)| line.count >= PLAIN);
    let most = plain.map(|(line, _)| line.contrast).fold(0.0, f32::max);
    found.retain(|(line, _)| line.contrast >= GROUND * most);
    found
}

/// Three letters, or two words of a script that joins its letters, much wider than tall together.
fn line(components: &[Component], members: &[usize]) -> Option<Line> {
    let all = members.iter().map(|&i| &components[i]);
    let (left, top) = (all.clone().map(|c| c.left).min()?, all.clone().map(|c| c.top).min()?);
    let (right, bottom) = (all.clone().map(|c| c.right).max()? + 1, all.clone().map(|c| c.bottom).max()? + 1);
    let mut heights: Vec<u32> = all.clone().map(Component::height).collect();
    heights.sort_unstable();
    let letters = *heights.get(heights.len() * 3 / 4)?;
    let pixels: u32 = all.clone().map(|c| c.pixels).sum();
    let contrast = all.clone().map(|c| c.differences).sum::<f32>() / pixels.max(1) as f32;
    let joined = all.filter(|c| c.width() > 2 * c.height()).count();
    let width = right - left;
    let enough = members.len() >= 3 && width >= 2 * letters || joined >= 1 && width >= 4 * letters;
    enough.then_some(Line {
        x: left as f32,
        y: top as f32,
        width: width as f32,
        height: (bottom - top) as f32,
        letters: letters as f32,
        count: members.len() + 3 * joined,
        contrast,
    })
}
