//! Which frames of a film are worth reading text in.
//!
//! Consecutive frames that hardly differ are one still; its sharpest frame is kept. PDQ would not do to tell stills
//! apart: it sees the whole picture, and a phone number that appears below a speaker changes a few of its bits. So frames
//! are compared by cells of the picture. Of more stills than are wanted those that add least go, so that the rest are
//! spread over the film.

use std::io;
use std::path::{Path, PathBuf};

use image::RgbImage;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};

/// Cells across and down.
const COLUMNS: usize = 64;
const ROWS: usize = 36;

/// Brightness (0 to 255) by which a cell changes when it shows something else; compression stays below.
const BRIGHTER: i16 = 10;

/// Change of strokes (mean difference of neighbouring pixels) when letters come or go.
const STROKES: i16 = 6;

/// Strokes of a cell with letters or other fine edges in it.
const FINE: i16 = 12;

/// Most cells in which frames of one still differ: less than two digits of a caption.
const SAME: usize = 4;

/// Frames that hardly differ.
#[derive(Clone, Debug)]
pub(crate) struct Still {
    /// The numbers of its first and last frame.
    pub from: usize,
    pub to: usize,
    /// Its sharpest frame as a PNG file, `still-NUMBER.png`.
    pub file: PathBuf,
    /// How much is new in it against the still before.
    news: usize,
}

/// What a frame looks like from afar: brightness and strokes of each cell.
pub(super) struct Look {
    cells: Vec<(i16, i16)>,
    /// All strokes: the sharper, the more.
    strokes: i64,
}

/// Takes frames in order and keeps the stills.
pub(crate) struct Keeper<'a> {
    folder: &'a Path,
    most: usize,
    stills: Vec<Still>,
    current: Option<Current>,
    last: Option<Look>,
    failed: Option<io::Error>,
}

struct Current {
    from: usize,
    to: usize,
    best: usize,
    first: Look,
    strokes: i64,
    image: RgbImage,
}

impl<'a> Keeper<'a> {
    /// Keeps at most so many stills, as files in a folder.
    pub fn new(folder: &'a Path, most: usize) -> Keeper<'a> {
        Keeper { folder, most, stills: Vec::new(), current: None, last: None, failed: None }
    }

    /// The next frame.
    pub fn push(&mut self, number: usize, image: RgbImage) {
        if self.most == 0 {
            return;
        }
        let look = Look::of(&image);
        if let Some(current) = &mut self.current
            && current.first.differs(&look) <= SAME
        {
            current.to = number;
            if look.strokes > current.strokes {
                (current.best, current.strokes, current.image) = (number, look.strokes, image);
            }
            return;
        }
        self.close();
        let strokes = look.strokes;
        self.current = Some(Current { from: number, to: number, best: number, first: look, strokes, image });
    }

    /// The stills in order, and what hindered writing them.
    pub fn finish(mut self) -> (Vec<Still>, Option<io::Error>) {
        self.close();
        while self.stills.len() > self.most {
            self.drop_least();
        }
        (self.stills, self.failed)
    }

    fn close(&mut self) {
        let Some(current) = self.current.take() else { return };
        let news = self.last.as_ref().map_or(COLUMNS * ROWS, |last| last.news(&current.first));
        let file = self.folder.join(format!("still-{}.png", current.best));
        match write(&current.image, &file) {
            Ok(()) => {
                self.stills.push(Still { from: current.from, to: current.to, file, news });
            }
            Err(error) => self.failed = Some(error),
        }
        self.last = Some(current.first);
        // Twice as many as wanted wait on disk, so that what comes late has the same chance.
        if self.stills.len() > 2 * self.most {
            self.drop_least();
        }
    }

    /// Drops the still that adds least: little new, and others close by.
    fn drop_least(&mut self) {
        let worth = |at: usize| {
            let before = if at == 0 { 0 } else { self.stills[at - 1].to };
            let after = self.stills.get(at + 1).map_or(self.stills[at].to, |next| next.from);
            (self.stills[at].news as u64 + 1) * (after.saturating_sub(before) as u64 + 1)
        };
        let Some(least) = (0..self.stills.len()).min_by_key(|at| (worth(*at), *at)) else { return };
        let gone = self.stills.remove(least);
        let _ = std::fs::remove_file(gone.file);
        // What was new in it is new in the next one, as far as it is still there.
        if let Some(next) = self.stills.get_mut(least) {
            next.news = next.news.max(gone.news.min(COLUMNS * ROWS));
        }
    }
}

fn write(image: &RgbImage, file: &Path) -> io::Result<()> {
    let to = io::BufWriter::new(std::fs::File::create(file)?);
    let encoder = PngEncoder::new_with_quality(to, CompressionType::Fast, FilterType::Up);
    image.write_with_encoder(encoder).map_err(io::Error::other)
}

impl Look {
    pub fn of(image: &RgbImage) -> Look {
        let (width, height) = (image.width() as usize, image.height() as usize);
        let mut sums = vec![(0u32, 0u32, 0u32); COLUMNS * ROWS];
        let columns: Vec<usize> = (0..width).map(|x| x * COLUMNS / width).collect();
        for (y, row) in image.as_raw().chunks_exact(width * 3).enumerate() {
            let cells = &mut sums[(y * ROWS / height) * COLUMNS..][..COLUMNS];
            let mut before = None;
            for (pixel, column) in row.chunks_exact(3).zip(&columns) {
                // Rec. 601 luma in 256ths.
                let luma = (77 * u32::from(pixel[0]) + 150 * u32::from(pixel[1]) + 29 * u32::from(pixel[2])) >> 8;
                let (bright, strokes, count) = &mut cells[*column];
                *bright += luma;
                *strokes += luma.abs_diff(before.unwrap_or(luma));
                *count += 1;
                before = Some(luma);
            }
        }
        let mean = |sum: u32, count: u32| (sum / count.max(1)) as i16;
        let cells: Vec<_> = sums.iter().map(|(b, s, n)| (mean(*b, *n), mean(*s, *n))).collect();
        let strokes = sums.iter().map(|(_, strokes, _)| i64::from(*strokes)).sum();
        Look { cells, strokes }
    }

    /// Whether so many percent of the cells differ.
    pub fn is_cut(&self, other: &Look, percent: usize) -> bool {
        self.differs(other) * 100 > percent * COLUMNS * ROWS
    }

    /// In how many cells two frames differ.
    fn differs(&self, other: &Look) -> usize {
        let differ = |((b1, s1), (b2, s2)): (&(i16, i16), &(i16, i16))| {
            b1.abs_diff(*b2) > BRIGHTER as u16 || s1.abs_diff(*s2) > STROKES as u16
        };
        self.cells.iter().zip(&other.cells).filter(|(a, b)| differ((a, b))).count()
    }

    /// How many cells of `next` hold fine edges that were not there.
    fn news(&self, next: &Look) -> usize {
        let new = |(s1, s2): (i16, i16)| s2 >= FINE && s2 - s1 > STROKES;
        self.cells.iter().zip(&next.cells).filter(|(a, b)| new((a.1, b.1))).count()
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    /// A grey frame with a row of upright strokes, as letters have, `width` pixels long; `noise` shifts the grey.
    fn frame(caption: u32, noise: u8) -> RgbImage {
        RgbImage::from_fn(640, 360, |x, y| {
            let on = (300..320).contains(&y) && (100..100 + caption).contains(&x) && x % 8 < 3;
            if on { Rgb([250; 3]) } else { Rgb([60 + noise + (y / 8) as u8; 3]) }
        })
    }

    fn stills(frames: impl IntoIterator<Item = RgbImage>, most: usize) -> Vec<(usize, usize, usize)> {
        let folder = tempfile::tempdir().unwrap();
        let mut keeper = Keeper::new(folder.path(), most);
        frames.into_iter().enumerate().for_each(|(number, image)| keeper.push(number, image));
        let (stills, failed) = keeper.finish();
        assert!(failed.is_none());
        assert!(stills.iter().all(|still| image::open(&still.file).unwrap().width() == 640));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), stills.len());
        let best = |still: &Still| {
            let name = still.file.file_stem().unwrap().to_str().unwrap();
            name.trim_start_matches("still-").parse().unwrap()
        };
        stills.iter().map(|still| (still.from, still.to, best(still))).collect()
    }

    #[test]
    fn a_caption_makes_a_still_of_its_own() {
        let frames = [frame(0, 0), frame(0, 2), frame(200, 1), frame(200, 0), frame(0, 0)];
        assert_eq!(stills(frames, 10), [(0, 1, 0), (2, 3, 3), (4, 4, 4)]);
    }

    #[test]
    fn the_sharpest_is_kept() {
        // One digit more is no other still, but more strokes.
        assert_eq!(stills([frame(200, 0), frame(216, 0), frame(200, 0)], 10), [(0, 2, 1)]);
    }

    #[test]
    fn what_is_new_is_kept_first() {
        // Ninety frames that differ in brightness only, two of them with a caption.
        let frames = (0..90).map(|n| frame(if n == 30 || n == 61 { 300 } else { 0 }, (n % 2) * 20));
        let kept = stills(frames, 6);
        assert_eq!(kept.len(), 6);
        assert!(kept.iter().any(|s| s.2 == 30) && kept.iter().any(|s| s.2 == 61), "{kept:?}");
        // The rest is spread.
        assert!(kept[0].2 < 15 && kept[5].2 > 60, "{kept:?}");
    }

    #[test]
    fn odd_sizes() {
        for (width, height) in [(1, 1), (1, 500), (500, 1), (63, 35)] {
            assert_eq!(Look::of(&RgbImage::new(width, height)).cells.len(), COLUMNS * ROWS);
        }
        assert!(stills([], 3).is_empty());
        assert!(stills([frame(0, 0)], 0).is_empty());
    }
}
