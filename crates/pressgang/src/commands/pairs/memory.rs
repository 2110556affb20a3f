//! `--memory`: what may be taken, and what is taken of it by what.

use crate::error::CommandError;

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
        let (number, unit) = match written.trim_end().char_indices().next_back() {
            Some((at, 'k' | 'K')) => (&written[..at], 10),
            Some((at, 'm' | 'M')) => (&written[..at], 20),
            Some((at, 'g' | 'G')) => (&written[..at], 30),
            _ => (written, 0),
        };
        let number: f64 = number.trim().parse().map_err(|_| wrong())?;
        let bytes = number * f64::from(1u32 << unit);
        if bytes.is_finite() && (1.0..1e18).contains(&bytes) { Ok(Limit(bytes as u64)) } else { Err(wrong()) }
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

#[cfg(test)]
mod tests {
    use super::Limit;

    #[test]
    fn amounts() {
        assert_eq!(Limit::parse("200M"), Ok(Limit(200 << 20)));
        assert_eq!(Limit::parse("1.5g"), Ok(Limit(3 << 29)));
        assert_eq!(Limit::parse("4096 k"), Ok(Limit(4 << 20)));
        assert_eq!(Limit::parse("1000"), Ok(Limit(1000)));
        for wrong in ["", "M", "-1M", "0", "0.1", "200MB", "much", "inf", "NaN", "1e300G"] {
            assert!(Limit::parse(wrong).is_err(), "{wrong}");
        }
    }
}
