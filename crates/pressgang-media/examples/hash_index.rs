//! How long an index of a million hashes takes to answer: `hash_index [COUNT]`.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;

use pressgang_media::{Pdq, PdqIndex};

fn main() {
    let count: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let mut state = 1u64;
    let mut any = move || {
        let mut hash = [0; 32];
        for bytes in hash.chunks_exact_mut(8) {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            bytes.copy_from_slice(&(state ^ state >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9).to_le_bytes());
        }
        Pdq(hash)
    };
    let hashes: Vec<(Pdq, u32)> = (0..count).map(|item| (any(), item as u32)).collect();
    let began = Instant::now();
    let index = PdqIndex::new(hashes.iter().copied());
    println!("{count} hashes: built in {:.2} s, {} MB", began.elapsed().as_secs_f64(), index.bytes() >> 20);
    for (what, most) in [("31 bits", 31), ("15 bits", 15)] {
        let began = Instant::now();
        let mut found = 0;
        for n in 0..2_000usize {
            let (mut hash, item) = hashes[n * 7919 % hashes.len()];
            for k in 0..most.min(20) as usize {
                hash.0[(k * 5 + n) % 32] ^= 1 << (k % 8);
            }
            found += usize::from(index.within(&hash, most).iter().any(|(other, _)| *other == item));
        }
        println!(
            "within {what}: {:.1} microseconds each, {found} of 2000 found",
            began.elapsed().as_secs_f64() * 500.0
        );
    }
    let began = Instant::now();
    let all = |wanted: &Pdq| hashes.iter().filter(|(hash, _)| hash.distance(wanted) <= 31).count();
    black_box((0..5).map(|n| all(&hashes[n].0)).sum::<usize>());
    println!("all compared: {:.1} ms each", began.elapsed().as_secs_f64() * 200.0);
}
