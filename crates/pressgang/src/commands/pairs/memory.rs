//! `--memory`: what may be taken, and what is taken of it by what.

use crate::error::CommandError;
use crate::sizes;

/// What the program takes besides what it holds for posts: itself and its threads.
const ITSELF: u64 = 64 << 20;

/// The same while it reads: with the file's blocks in work.
const READING: u64 = 96 << 20;

/// Below this the passes would be countless.
const LEAST_ROOM: u64 = 16 << 20;

/// A limit in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub u64);

impl Limit {
    /// Reads a number of bytes with an optional K, M or G (1,024 times each).
    pub fn parse(written: &str) -> Result<Limit, String> {
        let wrong = || format!("{written:?} is no amount of memory such as 200M, 2G or 1.5G");
        sizes::parse(written).map(Limit).ok_or_else(wrong)
    }

    /// Texts up to so many bytes stay in memory; beyond, they go to a temporary file.
    pub fn texts(self) -> u64 {
        self.0.saturating_sub(ITSELF) / 8
    }

    /// Whether reading goes on within the limit while so much is held.
    pub fn reads(self, held: Held) -> bool {
        self.0 >= READING + held.reading && self.room(held).is_some()
    }

    /// The room that is left for the work; `None` where it is too little.
    pub fn room(self, held: Held) -> Option<u64> {
        self.0.checked_sub(ITSELF + held.working).filter(|&room| room >= LEAST_ROOM)
    }

    /// Why it does not work, with the least that does whichever of the posts turn out to be equal.
    pub fn too_little(self, posts: u64, held: Held) -> CommandError {
        let least = (READING + held.reading).max(ITSELF + LEAST_ROOM + held.working).div_ceil(1 << 20);
        CommandError::usage(
            format!("--memory is too little for {posts} posts: {least}M is the least that is sure to work"),
            format!("--memory {least}M; more makes it faster"),
        )
    }
}

/// Bytes that are held for the posts while they are read, and while they are worked on.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub reading: u64,
    pub working: u64,
}
