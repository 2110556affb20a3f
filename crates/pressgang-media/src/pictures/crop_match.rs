//! Whether two pictures show the same, one being a crop of the other, framed, captioned or of another size.
//!
//! Corners that look alike are paired, and one shift and one scale must put enough of the pairs onto each other. Where the
//! pictures then overlap, most corners that have a counterpart at their place must look like it.

use super::crops::{Corner, Features, STEP};

/// Corners that look alike differ in no more of 256 comparisons.
const ALIKE: u32 = 56;
/// The second best must be so much worse: tenths.
const CLEARLY: (u32, u32) = (8, 10);
/// Corners at one place that differ in more comparisons contradict each other.
const UNLIKE: u32 = 80;
/// How far, in pixels of the larger scale, a corner may lie from where shift and scale put it.
const NEAR: f32 = 3.5;
/// Fewest pairs at different places that must fit, where nearly all corners agree, and where fewer do.
const LEAST_PAIRS: (u32, u32) = (8, 12);
/// From so many hundredths on, nearly all corners agree.
const NEARLY_ALL: u32 = 85;
/// Largest scale from one picture to the other, both after their borders are cut off and their size made alike.
const MOST_SCALE: f32 = 3.2;
/// Most by which a copy may be stretched one way more than the other.
const MOST_STRETCH: f32 = 1.25;
/// Least share of the smaller picture that must lie within the other. A logo in one corner of both is no such.
const LEAST_OVERLAP: f32 = 0.4;
/// Least share of the overlap that pairs which fit must span, each way.
const LEAST_SPAN: f32 = 0.45;
/// The overlap is cut into so many cells each way.
const CELLS: usize = 4;
/// Fewest of these cells that pairs must lie in.
const LEAST_CELLS: usize = 4;
/// So many times more cells must hold pairs than hold corners of both pictures of which none fit: what covers a picture
/// (a logo, a caption) leaves most of it, while two pictures in one frame differ all over within it.
const MORE_CELLS: usize = 2;
/// Least share of corners with a counterpart at their place that must look like it, hundredths.
const LEAST_AGREED: u32 = 60;
/// Least share of the corners within the overlap that must be among the pairs, hundredths.
const LEAST_SHARE: u32 = 10;
/// Most guesses at shift and scale.
const MOST_GUESSES: usize = 3_000;

/// How two pictures fit on each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CropMatch {
    /// Pairs of corners, at different places, that fit.
    pub pairs: u32,
    /// Of the corners with a counterpart at their place, how many hundredths look like it.
    pub agreed: u32,
    /// The scale from the first to the second.
    pub scale: f32,
    /// Where the middle of the first lies from the middle of the second, as shares of its width and height.
    pub shift: (f32, f32),
}

impl CropMatch {
    /// That of a picture on itself, without pairs.
    pub(crate) fn unmoved() -> CropMatch {
        CropMatch { pairs: 0, agreed: 100, scale: 1.0, shift: (0.0, 0.0) }
    }
}

#[derive(Clone, Copy)]
struct Move {
    /// Scales across and down, which differ a little where a copy was stretched.
    across: f32,
    down: f32,
    x: f32,
    y: f32,
}

impl Move {
    fn of(&self, corner: &Corner) -> (f32, f32) {
        (self.across * corner.x + self.x, self.down * corner.y + self.y)
    }

    fn scale(&self) -> f32 {
        (self.across * self.down).sqrt()
    }

    fn fits(&self, a: &Corner, b: &Corner) -> bool {
        let (x, y) = self.of(a);
        let near = NEAR * self.across.max(self.down).max(1.0);
        (x - b.x).abs() <= near && (y - b.y).abs() <= near
    }
}

/// Whether two pictures show the same, and how well they fit.
pub fn compared(a: &Features, b: &Features) -> Option<CropMatch> {
    let pairs = alike(&a.corners, &b.corners);
    if pairs.len() < LEAST_PAIRS.0 as usize {
        return None;
    }
    let best = best_move(&pairs)?;
    let fitting: Vec<(&Corner, &Corner)> = pairs.iter().copied().filter(|(a, b)| best.fits(a, b)).collect();
    let count = apart(&fitting);
    if count < LEAST_PAIRS.0 {
        return None;
    }
    let overlap = Overlap::of(a, b, &best)?;
    if !overlap.is_spanned(&fitting) || !overlap.is_shown(a, b, &best, &fitting) {
        return None;
    }
    let inside = a.corners.iter().filter(|corner| overlap.cell(corner.x, corner.y).is_some()).count();
    let agreed = agreed(&a.corners, &b.corners, &best)?;
    let enough = count >= if agreed >= NEARLY_ALL { LEAST_PAIRS.0 } else { LEAST_PAIRS.1 };
    let share = fitting.len() as u32 * 100 >= inside as u32 * LEAST_SHARE;
    let shift = (
        (best.across * a.width / 2.0 + best.x) / b.width - 0.5,
        (best.down * a.height / 2.0 + best.y) / b.height - 0.5,
    );
    (enough && share && agreed >= LEAST_AGREED).then_some(CropMatch {
        pairs: count,
        agreed,
        scale: best.scale(),
        shift,
    })
}

/// The part of the first picture that the second shows, too.
struct Overlap {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
}

impl Overlap {
    /// `None` if it is too small a part of both.
    fn of(a: &Features, b: &Features, found: &Move) -> Option<Overlap> {
        let (left, right) = ((-found.x / found.across).max(0.0), ((b.width - found.x) / found.across).min(a.width));
        let (top, bottom) = ((-found.y / found.down).max(0.0), ((b.height - found.y) / found.down).min(a.height));
        let (width, height) = (right - left, bottom - top);
        let smaller = (a.width * a.height).min(b.width * b.height / (found.across * found.down));
        let large = width > 0.0 && height > 0.0 && width * height >= LEAST_OVERLAP * smaller;
        large.then_some(Overlap { left, top, width, height })
    }

    /// The number of the cell that a place of the first picture is in.
    fn cell(&self, x: f32, y: f32) -> Option<usize> {
        let part = |at: f32| (0.0..1.0).contains(&at).then_some((at * CELLS as f32) as usize);
        Some(part((y - self.top) / self.height)? * CELLS + part((x - self.left) / self.width)?)
    }

    /// Whether the pairs reach far enough both ways.
    fn is_spanned(&self, fitting: &[(&Corner, &Corner)]) -> bool {
        let span = |place: fn(&Corner) -> f32| {
            let places = fitting.iter().map(|(a, _)| place(a));
            places.clone().fold(f32::MIN, f32::max) - places.fold(f32::MAX, f32::min)
        };
        span(|c| c.x) >= LEAST_SPAN * self.width && span(|c| c.y) >= LEAST_SPAN * self.height
    }

    /// Whether the pairs lie in enough cells, and few cells speak against them.
    fn is_shown(&self, a: &Features, b: &Features, found: &Move, fitting: &[(&Corner, &Corner)]) -> bool {
        let mut fits = [false; CELLS * CELLS];
        let mut corners = [[0u32; CELLS * CELLS]; 2];
        for (a, _) in fitting {
            self.cell(a.x, a.y).into_iter().for_each(|cell| fits[cell] = true);
        }
        for corner in &a.corners {
            self.cell(corner.x, corner.y).into_iter().for_each(|cell| corners[0][cell] += 1);
        }
        for corner in &b.corners {
            let (x, y) = ((corner.x - found.x) / found.across, (corner.y - found.y) / found.down);
            self.cell(x, y).into_iter().for_each(|cell| corners[1][cell] += 1);
        }
        let shown = fits.iter().filter(|fits| **fits).count();
        let against =
            (0..fits.len()).filter(|&cell| !fits[cell] && corners.iter().all(|count| count[cell] >= 2)).count();
        shown >= LEAST_CELLS && shown >= MORE_CELLS * against
    }
}

fn differing(a: &Corner, b: &Corner) -> u32 {
    a.around.iter().zip(&b.around).map(|(a, b)| (a ^ b).count_ones()).sum()
}

/// Pairs of corners of which each is the other's best, and clearly so.
fn alike<'a>(a: &'a [Corner], b: &'a [Corner]) -> Vec<(&'a Corner, &'a Corner)> {
    let table: Vec<u32> = a.iter().flat_map(|a| b.iter().map(move |b| differing(a, b))).collect();
    let best_of = |column: usize| (0..a.len()).min_by_key(|row| (table[row * b.len() + column], *row));
    let back: Vec<Option<usize>> = (0..b.len()).map(best_of).collect();
    let mut pairs = Vec::new();
    for (row, corner) in a.iter().enumerate() {
        let distances = &table[row * b.len()..(row + 1) * b.len()];
        let Some((best, least)) = distances.iter().enumerate().min_by_key(|(column, distance)| (**distance, *column))
        else {
            continue;
        };
        if *least > ALIKE || back[best] != Some(row) {
            continue;
        }
        // The same corner of another size of the pyramid is no other corner.
        let elsewhere = |other: &Corner| (other.x - b[best].x).abs() > 12.0 || (other.y - b[best].y).abs() > 12.0;
        let second = distances.iter().zip(b).filter(|(_, other)| elsewhere(other)).map(|(distance, _)| *distance).min();
        if second.is_none_or(|second| *least * CLEARLY.1 <= second * CLEARLY.0) {
            pairs.push((corner, &b[best]));
        }
    }
    pairs
}

/// The shift and scale that most pairs fit, made better by those that do.
fn best_move(pairs: &[(&Corner, &Corner)]) -> Option<Move> {
    let mut best: Option<(usize, Move)> = None;
    let all = pairs.len() * (pairs.len() - 1) / 2;
    let stride = all.div_ceil(MOST_GUESSES).max(1);
    let guesses = (0..pairs.len()).flat_map(|i| (i + 1..pairs.len()).map(move |j| (i, j))).step_by(stride);
    for (i, j) in guesses {
        let Some(guess) = through(pairs[i], pairs[j]) else { continue };
        let count = pairs.iter().filter(|(a, b)| guess.fits(a, b)).count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, guess));
        }
    }
    let (_, mut found) = best?;
    // Several times, since with the stretch found more pairs fit.
    for _ in 0..4 {
        let fitting: Vec<_> = pairs.iter().filter(|(a, b)| found.fits(a, b)).collect();
        found = least_squares(&fitting)?;
    }
    Some(found)
}

/// The shift and scale that put two corners onto their counterparts.
fn through((a, b): (&Corner, &Corner), (c, d): (&Corner, &Corner)) -> Option<Move> {
    let from = ((c.x - a.x).powi(2) + (c.y - a.y).powi(2)).sqrt();
    let to = ((d.x - b.x).powi(2) + (d.y - b.y).powi(2)).sqrt();
    if from < 30.0 || to < 12.0 {
        return None;
    }
    let scale = to / from;
    // The size of the pyramid that a corner is from tells the scale, too, if roughly.
    let told = STEP.powi(i32::from(b.level) - i32::from(a.level));
    if !(1.0 / MOST_SCALE..=MOST_SCALE).contains(&scale) || !(0.6..=1.7).contains(&(scale / told)) {
        return None;
    }
    let guess = Move { across: scale, down: scale, x: b.x - scale * a.x, y: b.y - scale * a.y };
    guess.fits(c, d).then_some(guess)
}

fn least_squares(pairs: &[&(&Corner, &Corner)]) -> Option<Move> {
    let count = pairs.len() as f32;
    let mean = |place: fn(&(&Corner, &Corner)) -> f32| pairs.iter().map(|pair| place(pair)).sum::<f32>() / count;
    let (ax, ay) = (mean(|p| p.0.x), mean(|p| p.0.y));
    let (bx, by) = (mean(|p| p.1.x), mean(|p| p.1.y));
    let (mut products, mut squares) = ([0.0f32; 2], [0.0f32; 2]);
    for (a, b) in pairs {
        products[0] += (a.x - ax) * (b.x - bx);
        products[1] += (a.y - ay) * (b.y - by);
        squares[0] += (a.x - ax).powi(2);
        squares[1] += (a.y - ay).powi(2);
    }
    let (mut across, mut down) = (products[0] / squares[0], products[1] / squares[1]);
    let stretch = across / down;
    if !(1.0 / MOST_STRETCH..=MOST_STRETCH).contains(&stretch) {
        across = (products[0] + products[1]) / (squares[0] + squares[1]);
        down = across;
    }
    (across.is_finite() && across > 0.0).then_some(Move { across, down, x: bx - across * ax, y: by - down * ay })
}

/// How many of the pairs are at places of their own: one corner may be found at several sizes.
fn apart(pairs: &[(&Corner, &Corner)]) -> u32 {
    let mut kept: Vec<&Corner> = Vec::new();
    for (a, _) in pairs {
        if kept.iter().all(|other| (other.x - a.x).abs() > 6.0 || (other.y - a.y).abs() > 6.0) {
            kept.push(a);
        }
    }
    kept.len() as u32
}

/// Of the corners of the first that have one of the second and of the same size at their place: how many hundredths look
/// like it. `None` if there are none.
fn agreed(a: &[Corner], b: &[Corner], found: &Move) -> Option<u32> {
    let (mut like, mut unlike) = (0u32, 0u32);
    for corner in a {
        let there = b.iter().filter(|other| {
            let told = STEP.powi(i32::from(other.level) - i32::from(corner.level));
            found.fits(corner, other) && (0.85..=1.18).contains(&(found.scale() / told))
        });
        match there.map(|other| differing(corner, other)).min() {
            Some(distance) if distance <= UNLIKE => like += 1,
            Some(_) => unlike += 1,
            None => {}
        }
    }
    (like + unlike > 0).then(|| like * 100 / (like + unlike))
}
