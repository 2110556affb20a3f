//! Bounds of reading one file.

use std::time::Duration;

/// How much one file may cost. What goes beyond ends as a [`crate::Problem`] of that file, never as more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaLimits {
    /// Largest file, in bytes.
    pub file_bytes: u64,
    /// Most pixels of a picture or frame, as its header declares them.
    pub pixels: u64,
    /// Longest side of a picture or frame, in pixels.
    pub side: u32,
    /// Most memory that decoding a picture may take, in bytes.
    pub decode_bytes: u64,
    /// Longest film of which frames are taken; the rest is not looked at and the reading says so.
    pub film: Duration,
    /// Most frames taken of a film.
    pub frames: usize,
    /// Longest run of ffmpeg over a film. A film that is not through by then keeps the frames it gave.
    pub film_time: Duration,
    /// Most frames of a film in which text is read; they are those that differ most, spread over the film.
    pub text_frames: usize,
    /// Longest run of one external program.
    pub tool_time: Duration,
    /// Most address space of one external program, in bytes.
    pub tool_memory: u64,
    /// Most bytes taken from an external program's output, or written by it to a file.
    pub tool_output: u64,
    /// Most text kept of one file, in bytes.
    pub text_bytes: usize,
}

impl MediaLimits {
    /// What suits pictures and films of social media on an ordinary computer.
    pub fn standard() -> MediaLimits {
        MediaLimits {
            file_bytes: 2 << 30,
            pixels: 100_000_000,
            side: 30_000,
            decode_bytes: 1 << 30,
            film: Duration::from_secs(30 * 60),
            frames: 2_000,
            film_time: Duration::from_secs(600),
            text_frames: 60,
            tool_time: Duration::from_secs(120),
            tool_memory: 4 << 30,
            tool_output: 1 << 30,
            text_bytes: 200_000,
        }
    }
}

impl Default for MediaLimits {
    fn default() -> Self {
        MediaLimits::standard()
    }
}
