//! How ordinary a passage is: how many background posts hold it, and what a shared passage weighs for it.

use super::align::Passage;
use super::fingerprint::{GRAM, grams, size_of};
use super::letters::Letters;

/// Background posts by the grams that they hold, in a fixed number of cells.
///
/// A count is never too small: each gram has a cell in either half, a post counts once in each cell that any of its grams
/// falls into, and the smaller of a gram's two cells is taken (a count-min sketch of two rows: G. Cormode and
/// S. Muthukrishnan, "An improved data stream summary", 2005); other grams in its cells can only add. Counts of several
/// sources add up, in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageCounts {
    cells: Vec<u32>,
    posts: u64,
}

/// Cells that cannot be counts: their number is no power of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cells} cells are no power of two from 4 on")]
pub struct NoCounts {
    /// How many there are.
    pub cells: usize,
}

impl Default for PassageCounts {
    /// 4,194,304 cells, 16 MiB: by mistake a gram of posts of 70 letters is counted in three of 100,000 posts at most.
    fn default() -> PassageCounts {
        PassageCounts { cells: vec![0; 1 << 22], posts: 0 }
    }
}

impl PassageCounts {
    /// Counts as they were kept: the number of posts and [`PassageCounts::cells`].
    pub fn from_cells(posts: u64, cells: Vec<u32>) -> Result<PassageCounts, NoCounts> {
        if cells.len() < 4 || !cells.len().is_power_of_two() {
            return Err(NoCounts { cells: cells.len() });
        }
        Ok(PassageCounts { cells, posts })
    }

    /// How many posts were counted.
    pub fn posts(&self) -> u64 {
        self.posts
    }

    /// The cells, to be kept.
    pub fn cells(&self) -> &[u32] {
        &self.cells
    }

    /// Counts a post; `scratch` only keeps memory.
    pub fn add(&mut self, letters: &Letters, scratch: &mut Vec<u32>) {
        scratch.clear();
        grams(letters.codes(), GRAM, |gram| {
            if let Some(hash) = gram.hash {
                scratch.extend(self.places(hash).map(|cell| cell as u32));
            }
        });
        scratch.sort_unstable();
        scratch.dedup();
        for &cell in &*scratch {
            let count = &mut self.cells[cell as usize];
            *count = count.saturating_add(1);
        }
        self.posts += 1;
    }

    /// Adds the counts of other posts. Of different numbers of cells the smaller one remains, and counts stay upper
    /// bounds.
    pub fn merge(&mut self, other: &PassageCounts) {
        let cells = self.cells.len().min(other.cells.len());
        let mut sums = vec![0u32; cells];
        for all in [&self.cells, &other.cells] {
            for (sum, several) in sums.iter_mut().zip(all.chunks(all.len() / cells)) {
                *sum = several.iter().fold(*sum, |sum, &count| sum.saturating_add(count));
            }
        }
        self.cells = sums;
        self.posts += other.posts;
    }

    /// The gram's cells: by its first bits in the one half, by those in its middle in the other.
    fn places(&self, hash: u64) -> [usize; 2] {
        let half = self.cells.len() / 2;
        let shift = 64 - half.trailing_zeros();
        [(hash >> shift) as usize, half + (hash.rotate_left(32) >> shift) as usize]
    }

    fn count(&self, hash: u64) -> u32 {
        let [one, other] = self.places(hash);
        self.cells[one].min(self.cells[other])
    }
}

/// What a shared passage is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// At most so many background posts hold all of the passage; `None` without a background.
    pub ordinary: Option<u64>,
    /// How surprising the passage is in an ordinary post, in bits.
    pub surprise: f64,
    /// The surprise as a weight: 0 for what one ordinary post in 100 says, 1 for what fewer than one in 10,000 does.
    pub weight: f64,
}

/// What one post in 100 says is no evidence.
const NO_EVIDENCE_BITS: f64 = 6.643_856_189_774_724;

/// What one post in 10,000 says is as good as what nobody says.
const FULL_EVIDENCE_BITS: f64 = 2.0 * NO_EVIDENCE_BITS;

/// Without a background a passage is taken to be in one ordinary post of 2 to the power of so much a letter. Running text
/// has a bit or more a letter (C. Shannon, "Prediction and entropy of printed English", 1951); but what is shared is more
/// often a set phrase than other text is, so it is taken for a quarter: a judgement, on the safe side.
const BITS_A_LETTER: f64 = 0.25;

/// However rare, a passage says no more than so much a letter: what nobody else wrote may still be just a name.
const MOST_BITS_A_LETTER: f64 = 0.5;

/// The guess by length counts like so many background posts, so that a small background does not prove much.
const GUESS_POSTS: f64 = 1000.0;

/// What a passage of `letters` (the side `a` of the passage) is worth.
///
/// A letter is as ordinary as the most ordinary gram that it is in. For every number n, the L letters that at most n of N
/// background posts hold are one estimate of how many ordinary posts hold the passage,
/// f = max(n / N, (n + 1000 * 2^(-L/4)) / (N + 1000)), and of a surprise of -log2 f bits, but no more than L / 2. The
/// largest surprise counts: a passage is as rare as its rarest part, if that is long enough. The weight is
/// (surprise - log2 100) / log2 100, between 0 and 1. L is measured by [`size_of`]. Without a background N and n are 0:
/// the weight is then a guess by the length alone, 0 up to 26 letters and 1 from 54 on.
pub fn worth(passage: &Passage, letters: &Letters, counts: Option<&PassageCounts>) -> Worth {
    worth_besides(passage, letters, counts, 0)
}

/// The same where `itself` of the counted posts are the texts compared: they are left out, so that a background post is
/// not taken for ordinary on its own word.
pub fn worth_besides(passage: &Passage, letters: &Letters, counts: Option<&PassageCounts>, itself: u32) -> Worth {
    let counts = counts.filter(|counts| counts.posts > u64::from(itself));
    let mut ordinary = None;
    let mut sizes: Vec<(u32, u32)> = Vec::new();
    for run in &passage.runs {
        let codes = &letters.codes()[run.range_a()];
        let first = sizes.len();
        // Letters outside every gram are of no use where there is a background, and cannot be told apart without one.
        sizes.extend(codes.iter().map(|&code| (if counts.is_some() { u32::MAX } else { 0 }, size_of(code))));
        let Some(counts) = counts else { continue };
        // The most ordinary gram of each letter: largest of those it is in, all of which were handed over in order.
        let mut covered = 0;
        grams(codes, GRAM, |gram| {
            let Some(hash) = gram.hash else { return };
            let count = counts.count(hash).saturating_sub(itself);
            ordinary = Some(ordinary.map_or(u64::from(count), |least: u64| least.min(u64::from(count))));
            for (i, (most, _)) in (gram.start..gram.end).zip(&mut sizes[first + gram.start..first + gram.end]) {
                *most = if i < covered { (*most).max(count) } else { count };
            }
            covered = gram.end;
        });
    }
    sizes.sort_unstable();
    let posts = counts.map_or(0.0, |counts| (counts.posts - u64::from(itself)) as f64);
    let mut surprise: f64 = 0.0;
    let mut size = 0.0;
    for (i, &(count, of_letter)) in sizes.iter().enumerate() {
        if count == u32::MAX {
            break;
        }
        size += f64::from(of_letter);
        if sizes.get(i + 1).is_none_or(|&(next, _)| next != count) {
            surprise = surprise.max(surprise_of(f64::from(count), posts, size));
        }
    }
    let weight = ((surprise - NO_EVIDENCE_BITS) / (FULL_EVIDENCE_BITS - NO_EVIDENCE_BITS)).clamp(0.0, 1.0);
    Worth { ordinary, surprise, weight }
}

fn surprise_of(count: f64, posts: f64, size: f64) -> f64 {
    let guess = GUESS_POSTS * (-BITS_A_LETTER * size).exp2();
    let estimate = (count + guess) / (posts + GUESS_POSTS);
    let seen = if posts > 0.0 { count / posts } else { 0.0 };
    (-estimate.max(seen).log2()).clamp(0.0, MOST_BITS_A_LETTER * size)
}
