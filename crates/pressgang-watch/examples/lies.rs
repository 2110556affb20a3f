//! Looks at many invented posts on local servers that behave like each platform, fail and lie, and prints what was
//! found right and wrong: `cargo run -p pressgang-watch --example lies -- [POSTS] [SEED] [PAUSE_MS] [FILE]`, where POSTS
//! is how many of each case and language there are (14 make some 11,000 looks) and FILE takes a line for each failure.

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/servers/mod.rs"]
mod servers;

use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

use servers::tally::{Tally, adapters, look_at_all, settings};
use servers::{World, platforms};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64| arguments.next().map_or(Ok(default), |text| text.parse());
    let (each, seed, pause) = (number(14)?, number(1)?, number(1)?);
    let posts = World::posts(&platforms(), usize::try_from(each)?, seed, true);
    let world = World::start(platforms(), posts);
    let settings = pressgang_watch::look::LookSettings { pause: Duration::from_millis(pause), ..settings(&world) };
    let began = Instant::now();
    let (found, postponed) = look_at_all(&world, adapters(), &settings, None);
    let took = began.elapsed();
    let tally = Tally::of(&world, &found);
    let requests = world.log();
    let mut out = std::io::stdout().lock();
    write!(out, "{}", tally.table())?;
    writeln!(
        out,
        "{} requests to {} hosts in {:.1} s, {postponed} looks had to wait for another run",
        requests.len(),
        world.addresses().len(),
        took.as_secs_f64()
    )?;
    match world.shortest_pause() {
        Some((host, shortest)) => {
            writeln!(out, "shortest time between two requests to a host: {shortest:?} ({host}), pause {pause} ms")?
        }
        None => writeln!(out, "no host was asked twice")?,
    }
    if let Some(file) = arguments.next() {
        std::fs::write(file, tally.failures.join("\n"))?;
    }
    Ok(())
}
