//! How long the fit of many posts takes, by how often they are looked at; for BENCHMARKS.md.

#![allow(missing_docs, clippy::print_stdout)]

use std::time::Instant;

use pressgang_weigh::survival::{Fit, Window};

/// Posts found within 200 days of their publication, that last 200 days on average and are watched up to 120 days.
fn windows(posts: usize, every: f64) -> Vec<Window> {
    let mut state = 12_345_u64;
    let mut chance = || {
        // Xorshift: the same numbers on every machine.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % 1_000_000) as f64 / 1e6
    };
    let watched = (0..posts).filter_map(|_| {
        let entry = chance() * 200.0;
        let (gone, end) = (entry - 200.0 * (1.0 - chance()).ln(), entry + chance() * 120.0);
        let mut window = Window { entry, seen: entry, missed: f64::INFINITY };
        let mut look = entry + chance() * every;
        while look < end && window.missed.is_infinite() {
            if look < gone {
                window.seen = look
            } else {
                window.missed = look
            }
            look += every;
        }
        (window.seen > entry || window.missed.is_finite()).then_some(window)
    });
    watched.collect()
}

fn main() {
    for (posts, every) in [(10_000, 0.25), (10_000, 7.0), (10_000, 30.0), (60, 7.0)] {
        let windows = windows(posts, every);
        let gone = windows.iter().filter(|window| window.missed.is_finite()).count();
        let began = Instant::now();
        match Fit::new(&windows, 0.0) {
            Ok(fit) => println!(
                "{} posts looked at every {every} days, {gone} gone: {} rounds, settled {}, {:.0} ms",
                windows.len(),
                fit.rounds,
                fit.settled,
                began.elapsed().as_secs_f64() * 1e3
            ),
            Err(why) => println!("{why}"),
        }
    }
}
