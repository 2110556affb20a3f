//! `--memory`: what may be taken, and what is taken of it by what.

use crate::error::CommandError;

/// What the program takes before the first post is kept: itself, its threads, and the file's blocks in work.
const ITSELF: u64 = 64 << 20;

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

    /// The room that is left for the work when so much is held for the posts; `None` where it is too little.
    pub fn room(self, held: u64) -> Option<u64> {
        self.0.checked_sub(ITSELF + held).filter(|&room| room >= LEAST_ROOM)
    }

    /// Why it does not work, with the least that does.
    pub fn too_little(self, posts: u64, held: u64) -> CommandError {
        let least = (ITSELF + LEAST_ROOM + held).div_ceil(1 << 20);
        CommandError::usage(
            format!("--memory is too little for {posts} posts: {least}M is the least that works"),
            format!("--memory {least}M; more makes it faster"),
        )
    }
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
