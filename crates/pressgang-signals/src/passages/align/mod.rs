//! What two texts have in common, to the letter.

mod chains;
mod tiles;

use std::ops::Range;

use chains::Chainer;
use tiles::Tiler;

use super::fingerprint::{GRAM, size_of};
use super::letters::Letters;

/// A passage may begin or end up to so many letters within a word; fewer are a coincidence ("the" and "they") and are
/// cut off.
const MOST_CUT: usize = 4;

/// Letters that two texts have in common one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// The first letter in the one text.
    pub a: u32,
    /// The first letter in the other text.
    pub b: u32,
    /// How many letters.
    pub len: u32,
}

impl Run {
    /// The letters in the one text.
    pub fn range_a(&self) -> Range<usize> {
        self.a as usize..(self.a + self.len) as usize
    }

    /// The letters in the other text.
    pub fn range_b(&self) -> Range<usize> {
        self.b as usize..(self.b + self.len) as usize
    }
}

/// A passage that two texts share, with small differences or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Raw bytes in the one text, at character borders.
    pub a: Range<usize>,
    /// Raw bytes in the other text, at character borders.
    pub b: Range<usize>,
    /// Letters and digits in common, the same in both.
    pub characters: u32,
    /// Their size (see [`size_of`]).
    pub size: u32,
    /// The letters in common, in their order in both texts; between them are the differences.
    pub runs: Vec<Run>,
}

impl Passage {
    /// The raw bytes that differ within the passage, in their order; one side may be empty.
    pub fn differences(&self, a: &Letters, b: &Letters) -> Vec<(Range<usize>, Range<usize>)> {
        let between = |pair: &[Run]| {
            (a.span(pair[0].range_a().end..pair[1].a as usize), b.span(pair[0].range_b().end..pair[1].b as usize))
        };
        self.runs.windows(2).map(between).collect()
    }

    /// The same passage with the sides swapped.
    pub fn swapped(mut self) -> Passage {
        std::mem::swap(&mut self.a, &mut self.b);
        self.runs.iter_mut().for_each(|run| std::mem::swap(&mut run.a, &mut run.b));
        self
    }
}

/// The sizes of all beginnings of a text.
#[derive(Debug, Default)]
struct Sizes(Vec<u32>);

impl Sizes {
    fn fill(&mut self, codes: &[u32]) {
        self.0.clear();
        self.0.push(0);
        let mut size = 0;
        self.0.extend(codes.iter().map(|&code| {
            size += size_of(code);
            size
        }));
    }

    fn letters(&self) -> usize {
        self.0.len() - 1
    }

    fn between(&self, from: usize, to: usize) -> u32 {
        self.0[to] - self.0[from]
    }

    /// The size of a run of the text that is `a`; in the other it is the same.
    fn of(&self, run: Run) -> u32 {
        self.between(run.a as usize, (run.a + run.len) as usize)
    }
}

/// Aligns texts two by two, keeping its memory from pair to pair.
#[derive(Debug, Default)]
pub struct Aligner {
    tiler: Tiler,
    chainer: Chainer,
    sizes_a: Sizes,
    sizes_b: Sizes,
    tiles: Vec<Run>,
}

impl Aligner {
    /// The passages that two texts share, of a size of `least` or more ([`GRAM`] at least), in the order of `a`.
    ///
    /// A passage is runs in common that follow each other in both texts with small gaps between, one run of at least
    /// [`GRAM`] among them, and at least half of it in either text is in common; at its ends are borders of words where they are near. Passages do not overlap in either text:
    /// what occurs twice in one and once in the other is found once. Swapping the texts swaps the sides and nothing else.
    /// Texts that repeat themselves many times are compared within a fixed amount of work for each letter.
    pub fn align(&mut self, a: &Letters, b: &Letters, least: u32) -> Vec<Passage> {
        let turn = a.codes() > b.codes();
        let mut passages = if turn { self.ordered(b, a, least) } else { self.ordered(a, b, least) };
        if turn {
            passages = passages.into_iter().map(Passage::swapped).collect();
        }
        passages.sort_unstable_by_key(|passage| passage.a.start);
        passages
    }

    fn ordered(&mut self, a: &Letters, b: &Letters, least: u32) -> Vec<Passage> {
        let (sizes_a, sizes_b) = (&mut self.sizes_a, &mut self.sizes_b);
        sizes_a.fill(a.codes());
        sizes_b.fill(b.codes());
        self.tiler.tiles(a.codes(), b.codes(), sizes_a, &mut self.tiles);
        let mut passages = Vec::new();
        self.chainer.chains(&self.tiles, sizes_a, sizes_b, |runs| {
            if runs.iter().all(|&run| sizes_a.of(run) < GRAM) {
                return;
            }
            let mut runs = near_ones(runs, sizes_a, sizes_b).to_vec();
            cut_ends(&mut runs, a, b);
            runs.retain(|run| run.len > 0);
            let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return };
            let size = runs.iter().map(|&run| sizes_a.of(run)).sum();
            if size >= least.max(GRAM) {
                passages.push(Passage {
                    a: a.span(first.a as usize..last.range_a().end),
                    b: b.span(first.b as usize..last.range_b().end),
                    characters: runs.iter().map(|run| run.len).sum(),
                    size,
                    runs,
                });
            }
        });
        passages
    }
}

/// The runs without those at the ends as long as more differs than is in common: small runs a few words apart meet by
/// chance.
fn near_ones<'r>(mut runs: &'r [Run], a: &Sizes, b: &Sizes) -> &'r [Run] {
    let mut common: u32 = runs.iter().map(|&run| a.of(run)).sum();
    while let [first, .., last] = runs {
        let spans = [a.between(first.a as usize, last.range_a().end), b.between(first.b as usize, last.range_b().end)];
        if spans.iter().all(|span| span - common <= common) {
            break;
        }
        // The smaller one; of equal ones the last.
        let dropped = if a.of(*first) < a.of(*last) { (*first, 1..runs.len()) } else { (*last, 0..runs.len() - 1) };
        common -= a.of(dropped.0);
        runs = &runs[dropped.1];
    }
    runs
}

/// Cuts a passage back to words, where that costs little, and to whole characters in any case.
fn cut_ends(runs: &mut [Run], a: &Letters, b: &Letters) {
    if let Some(last) = runs.last_mut() {
        let (end_a, end_b, len) = (last.range_a().end, last.range_b().end, last.len as usize);
        let is_border = |n: &usize| a.is_word_border(end_a - n) && b.is_word_border(end_b - n);
        let is_cut = |n: &usize| a.is_cut(end_a - n) && b.is_cut(end_b - n);
        let cut = (0..=MOST_CUT.min(len)).find(is_border).or_else(|| (0..=len).find(is_cut)).unwrap_or(len);
        last.len -= cut as u32;
    }
    if let Some(first) = runs.first_mut() {
        let (start_a, start_b, len) = (first.a as usize, first.b as usize, first.len as usize);
        let is_border = |n: &usize| a.is_word_border(start_a + n) && b.is_word_border(start_b + n);
        let is_cut = |n: &usize| a.is_cut(start_a + n) && b.is_cut(start_b + n);
        let cut = (0..=MOST_CUT.min(len)).find(is_border).or_else(|| (0..=len).find(is_cut)).unwrap_or(len) as u32;
        (first.a, first.b, first.len) = (first.a + cut, first.b + cut, first.len - cut);
    }
}
