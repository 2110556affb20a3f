//! Reads the codes of drawn flyers (bench/pictures/codes.py) and says how many were found: `codes FOLDER`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use pressgang_media::{MediaLimits, Picture, pictures::codes};

fn main() {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let mut truth: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.join("truth.tsv")).unwrap().lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let kind = (cells[1].to_owned(), BTreeSet::new());
        truth.entry(cells[0].to_owned()).or_insert(kind).1.insert(cells[2].to_owned());
    }
    let (mut time, mut wrong) = (Duration::ZERO, 0);
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (file, (kind, wanted)) in &truth {
        let picture = Picture::open(&std::fs::read(folder.join(file)).unwrap(), &MediaLimits::standard()).unwrap();
        let began = Instant::now();
        let found: BTreeSet<String> = codes::find(&picture).iter().map(|code| escaped(&code.payload)).collect();
        time += began.elapsed();
        for strange in found.difference(wanted) {
            println!("wrong: {file} {strange}");
            wrong += 1;
        }
        for missed in wanted.difference(&found) {
            println!("missed: {file} {kind} {missed}");
        }
        for kind in ["all together", kind] {
            let count = kinds.entry(kind).or_default();
            count.0 += wanted.intersection(&found).count();
            count.1 += wanted.len();
        }
    }
    for (kind, (found, wanted)) in kinds {
        println!("{kind}: {found} of {wanted} ({:.3})", found as f64 / wanted as f64);
    }
    println!("{wrong} wrong, {:.1} ms a picture", time.as_secs_f64() * 1000.0 / truth.len() as f64);
}

/// As Python's `unicode_escape` writes it.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => "\\n".to_owned(),
            '\\' => "\\\\".to_owned(),
            ' '..='~' => c.to_string(),
            c if (c as u32) < 0x100 => format!("\\x{:02x}", c as u32),
            c => format!("\\u{:04x}", c as u32),
        })
        .collect()
}
