//! Embeds the lines of standard input with a sentence model and writes the vectors, little-endian f32, to standard output.
//!
//! ```text
//! cargo run --release -p pressgang-bench --bin embed -- MODEL [THREADS] < LINES > VECTORS
//! ```

#![allow(clippy::print_stderr, reason = "a program to be read by people")]

use std::io::{self, BufRead, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use pressgang_meaning::SentenceModel;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("embed MODEL [THREADS]")?;
    let threads: NonZeroUsize = arguments.next().as_deref().unwrap_or("1").parse()?;
    let started = Instant::now();
    let model = SentenceModel::open(Path::new(&folder))?;
    eprintln!("{model:?}: {} numbers, loaded in {:.2} s", model.dimensions(), started.elapsed().as_secs_f64());
    let lines: Vec<String> = io::stdin().lock().lines().collect::<Result<_, _>>()?;
    let started = Instant::now();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for chunk in lines.chunks(1024) {
        let texts: Vec<&str> = chunk.iter().map(String::as_str).collect();
        for meaning in model.embed(&texts, threads)? {
            for value in meaning.vector {
                out.write_all(&value.to_le_bytes())?;
            }
        }
    }
    out.flush()?;
    eprintln!("{} texts in {:.2} s on {threads} threads", lines.len(), started.elapsed().as_secs_f64());
    Ok(())
}
