//! Reads files with Pressgang and, where they are lines of JSON, parses the same lines with simd-json alone.
//!
//! ```text
//! cargo run --release -p pressgang-bench -- FILE...
//! ```
//!
//! Each figure is the best of several runs, in megabytes (10^6 bytes) of the file as it is on disk per second; those of
//! one core count the time that the thread was on a processor.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program to be read by people")]

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use pressgang_posts::{Item, ReadOptions, hash_file, read_file_in_batches};

/// That of the program itself: readers make many small values on one thread that another drops.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 5;

fn main() {
    println!(
        "| file | format | MB | posts | other | simd-json alone | read, one core | of simd-json | without the hash | of simd-json | read, all cores |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    for path in std::env::args().skip(1) {
        if let Err(error) = measure(Path::new(&path)) {
            eprintln!("{path}: {error}");
        }
    }
}

fn measure(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::metadata(path)?.len();
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let (mut posts, mut others) = (0_u64, 0_u64);
    let mut format = String::new();
    let mut read = || -> Result<(), pressgang_posts::ReadError> {
        (posts, others) = (0, 0);
        let summary = read_file_in_batches(path, &ReadOptions::standard(), &mut |items| {
            let of_posts = items.iter().filter(|item| matches!(item, Item::Post(_))).count() as u64;
            posts += of_posts;
            others += items.len() as u64 - of_posts;
            ControlFlow::Continue(())
        })?;
        format = summary.parts.first().map_or("none", |part| part.format.as_str()).to_owned();
        Ok(())
    };
    let single = one_core.install(|| best_of_thread(&mut read))?;
    let all = best(&mut read)?;
    let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let parsed = parse_lines(path)?;
    // Every file is read once more for its SHA-256, which every post carries.
    let hash = best_of_thread(|| hash_file(path).map(|_| ()))?;
    let unhashed = single - hash;
    let share = |of: f64| parsed.map_or("-".to_owned(), |seconds| format!("{:.2}", seconds / of));
    let alone = parsed.map_or("-".to_owned(), |seconds| format!("{:.0}", rate(seconds)));
    let size = bytes / 1_000_000;
    println!(
        "| {name} | {format} | {size} | {posts} | {others} | {alone} | {:.0} | {} | {:.0} | {} | {:.0} |",
        rate(single),
        share(single),
        rate(unhashed),
        share(unhashed),
        rate(all)
    );
    Ok(())
}

/// The least wall time of several runs, in seconds.
fn best<E>(mut run: impl FnMut() -> Result<(), E>) -> Result<f64, E> {
    let mut best = f64::MAX;
    for _ in 0..RUNS {
        let start = Instant::now();
        run()?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok(best)
}

/// The least time of several runs that this thread was on a processor, in seconds: what else the machine does counts
/// little. Where the system does not say, wall time.
fn best_of_thread<E>(mut run: impl FnMut() -> Result<(), E>) -> Result<f64, E> {
    let on_processor = || -> Option<f64> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        Some(text.split_ascii_whitespace().next()?.parse::<f64>().ok()? / 1e9)
    };
    let mut best = f64::MAX;
    for _ in 0..RUNS {
        let (start, before) = (Instant::now(), on_processor());
        run()?;
        let wall = start.elapsed().as_secs_f64();
        best = best.min(before.zip(on_processor()).map_or(wall, |(before, after)| after - before));
    }
    Ok(best)
}

/// Parses every line, with all buffers kept from line to line; `None` for what is no JSON lines.
fn parse_lines(path: &Path) -> Result<Option<f64>, Box<dyn std::error::Error>> {
    let text = std::fs::read(path)?;
    let first = text.split(|&byte| byte == b'\n').next().unwrap_or_default();
    if simd_json::to_tape(&mut first.to_vec()).is_err() || text.len() == first.len() {
        return Ok(None);
    }
    let seconds = best_of_thread(|| {
        let mut line_copy: Vec<u8> = Vec::new();
        let mut buffers = simd_json::Buffers::default();
        let mut kept = simd_json::Tape::null();
        for line in text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
            line_copy.clear();
            line_copy.extend_from_slice(line);
            let mut tape: simd_json::Tape<'_> = kept.reset();
            // A broken line costs what it costs.
            let _ = simd_json::fill_tape(&mut line_copy, &mut buffers, &mut tape);
            kept = tape.reset();
        }
        Ok::<(), std::convert::Infallible>(())
    });
    Ok(Some(seconds.unwrap_or(f64::MAX)))
}
