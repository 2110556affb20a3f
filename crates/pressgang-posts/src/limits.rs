//! Bounds on what a reader accepts: every export is treated as if an attacker had written it.

/// Bounds that every reader obeys.
///
/// A record beyond a bound becomes a [`Reject`](crate::Reject); an archive beyond one is refused.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Longest single record in bytes (a line, a CSV row, a JSON element); stops a one-line file from filling memory.
    pub record_bytes: usize,
    /// Deepest nesting of JSON; stops stack exhaustion.
    pub json_depth: usize,
    /// Most members of an archive that are looked at; stops archives made of millions of empty files.
    pub archive_members: usize,
    /// Most decompressed bytes per compressed byte once 64 MiB have been written; stops decompression bombs.
    pub expansion_ratio: u64,
    /// Largest window of a zstd stream as a power of two (31 is what Reddit's dumps need); bounds decoder memory.
    pub zstd_window_log: u32,
    /// Most memory that an xz stream may need to be decompressed, which its header says (`xz -9` needs 65 MiB).
    pub xz_memory_bytes: u64,
    /// Most columns of a table.
    pub columns: usize,
    /// Whether a JSON record may have a key twice; tools differ on which of the two counts.
    pub repeated_keys: bool,
    /// Most decompressed bytes of the parts of a workbook that have to be held whole, such as its texts.
    pub workbook_bytes: u64,
}

impl Limits {
    /// The bounds of the command line: generous for real exports, fatal for bombs.
    pub fn standard() -> Limits {
        Limits {
            record_bytes: 16 << 20,
            json_depth: 128,
            archive_members: 10_000,
            expansion_ratio: 1_000,
            zstd_window_log: 31,
            xz_memory_bytes: 256 << 20,
            columns: 4_096,
            repeated_keys: false,
            workbook_bytes: 64 << 20,
        }
    }
}

/// How much is worked on at a time; under a fuzzer little, so that short files meet every border too.
pub(crate) const fn at_a_time(bytes: usize) -> usize {
    if cfg!(fuzzing) { bytes >> 7 } else { bytes }
}
