//! Measures films: `films match COUNT` finds the same films among so many invented ones, `films read FILE...` reads
//! files without text, and with text where Tesseract is there.
#![allow(missing_docs, clippy::print_stdout, reason = "a program to be read by people")]

use std::path::Path;
use std::time::Instant;

use pressgang_media::films::same_films;
use pressgang_media::{Beside, FrameHash, MediaLimits, MediaReader, MediaSettings, Pdq, Toolbox};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((command, rest)) if command == "match" => {
            let count = rest.first().and_then(|count| count.parse().ok()).unwrap_or(10_000);
            matching(count);
        }
        Some((command, files)) if command == "read" => reading(files),
        _ => println!("usage: films match COUNT | films read FILE..."),
    }
}

/// A tenth of the films are copies of others, a twentieth lie inside others, all begin with one of five title cards.
fn matching(count: usize) {
    let mut state = 1u64;
    let mut roll = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let hash = |roll: &mut dyn FnMut() -> u64| {
        let mut bytes = [0; 32];
        bytes.chunks_exact_mut(8).for_each(|part| part.copy_from_slice(&roll().to_be_bytes()));
        Pdq(bytes)
    };
    let cards: Vec<Pdq> = (0..5).map(|_| hash(&mut roll)).collect();
    let mut films: Vec<Vec<FrameHash>> = Vec::with_capacity(count);
    for number in 0..count {
        let old = |roll: &mut dyn FnMut() -> u64| (roll() as usize) % number.max(1);
        let mut pdqs: Vec<Pdq> = if number > 10 && number % 10 == 0 {
            films[old(&mut roll)].iter().map(|f| f.pdq).collect()
        } else {
            let length = 20 + roll() % 80;
            std::iter::once(cards[number % 5]).chain((0..length).map(|_| hash(&mut roll))).collect()
        };
        if number > 10 && number % 20 == 1 {
            pdqs.extend(films[old(&mut roll)].iter().map(|f| f.pdq));
        }
        for pdq in &mut pdqs {
            for _ in 0..8 {
                let bit = roll() as usize % 256;
                pdq.0[bit / 8] ^= 1 << (bit % 8);
            }
        }
        let frames = pdqs.iter().enumerate();
        films.push(
            frames.map(|(at, pdq)| FrameHash { at_ms: Some(at as u64 * 1000), pdq: *pdq, quality: 100 }).collect(),
        );
    }
    let frames: usize = films.iter().map(Vec::len).sum();
    let films: Vec<&[FrameHash]> = films.iter().map(Vec::as_slice).collect();
    let began = Instant::now();
    let pairs = same_films(&films);
    println!("{count} films, {frames} frames: {} pairs in {:.2} s", pairs.len(), began.elapsed().as_secs_f64());
}

fn reading(files: &[String]) {
    let toolbox = Toolbox::detect();
    let without = Toolbox { tesseract: None, ..toolbox.clone() };
    for file in files {
        for toolbox in [&without, &toolbox] {
            let reader = MediaReader::new(
                toolbox.clone(),
                MediaSettings { languages: vec!["en".into()] },
                MediaLimits::standard(),
            );
            let began = Instant::now();
            let reading = reader.read(Path::new(file), &Beside::default());
            println!(
                "{file}: {} s of film, {} frames, {} lines of text in {:.2} s{}",
                reading.duration_ms.unwrap_or(0) as f64 / 1000.0,
                reading.hashes.len(),
                reading.lines.len(),
                began.elapsed().as_secs_f64(),
                if toolbox.tesseract.is_some() { " with text" } else { "" },
            );
            for line in &reading.lines {
                println!("  {:?}-{:?} {:?} {} {:?}", line.from_ms, line.to_ms, line.confidence, line.text, line.also);
            }
            for problem in &reading.problems {
                println!("  {}: {}", problem.step, problem.reason);
            }
        }
    }
}
