//! Which copies of drawn and photographed pictures are found (bench/pictures/edits.py): `same_pictures FOLDER`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::Instant;

use pressgang_media::pictures::crops::Features;
use pressgang_media::pictures::{MOSTLY_TEXT, turned};
use pressgang_media::{FrameHash, MediaLimits, Picture, PictureKeys, PictureMatch, same_pictures};

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut seconds = [0.0; 3];
    let mut read = Vec::new();
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let began = Instant::now();
        let picture = Picture::open(&bytes, &MediaLimits::standard()).unwrap();
        seconds[0] += began.elapsed().as_secs_f64();
        let began = Instant::now();
        let hashes = turned(picture.rgb());
        seconds[1] += began.elapsed().as_secs_f64();
        let began = Instant::now();
        let features = Features::of(&picture, &hashes);
        seconds[2] += began.elapsed().as_secs_f64();
        let hash = FrameHash { at_ms: None, pdq: hashes.hashes[0], quality: hashes.quality };
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        read.push((name, hash, features.encoded(), features.text));
    }
    println!("ms a picture: open, hash, features {:.1?}", seconds.map(|s| s * 1000.0 / files.len() as f64));
    // Originals come first, so that they stand for their copies.
    let order = |name: &str| format!("{}{name}", if name.ends_with("original") { "0" } else { "1" });
    let keys: Vec<String> = read.iter().map(|(name, ..)| order(name)).collect();
    let items: Vec<PictureKeys<'_>> =
        read.iter().zip(&keys).map(|((_, hash, ..), sha256)| PictureKeys { sha256, hash: Some(*hash) }).collect();
    let features: Vec<&str> = read.iter().map(|(_, _, features, _)| features.as_str()).collect();
    let began = Instant::now();
    let pairs = same_pictures(&items, &features[..]);
    println!("{} pairs of {} pictures in {:.2} s", pairs.len(), items.len(), began.elapsed().as_secs_f64());
    let parts = |at: usize| read[at].0.split_once("__").unwrap();
    let mut found: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for (at, (name, ..)) in read.iter().enumerate() {
        let (group, edit) = name.split_once("__").unwrap();
        let Some(original) = read.iter().position(|(name, ..)| *name == format!("{group}__original")) else { continue };
        if at == original {
            continue;
        }
        let pair = pairs.iter().find(|pair| (pair.a, pair.b) == (at.min(original), at.max(original)));
        let count = found.entry(edit).or_default();
        count[0] += 1;
        match pair.map(|pair| pair.kind) {
            Some(PictureMatch::Near) => count[1] += 1,
            Some(PictureMatch::Turned(_)) => count[2] += 1,
            Some(PictureMatch::Crop) => count[3] += 1,
            _ => {}
        }
        // Through another copy.
        let near = |at: usize| pairs.iter().filter(move |p| p.a == at || p.b == at).map(move |p| p.a + p.b - at);
        let through = || near(at).any(|other| parts(other).0 == group && near(other).any(|to| to == original));
        let any = pair.is_some() || through();
        count[4] += usize::from(any);
        if !any {
            println!("missed: {name}");
        }
    }
    println!("{:18} {:>5} {:>5} {:>6} {:>5} {:>12}", "edit", "of", "near", "turned", "crop", "or through another");
    for (edit, [of, near, turned, crop, any]) in found {
        println!("{edit:18} {of:5} {near:5} {turned:6} {crop:5} {any:12}");
    }
    // A quarter is a crop of its photograph, but not of another quarter.
    let whole = |group: &str| group.split("-quarter").next().map(str::to_owned);
    let different = |a: &str, b: &str| {
        if a.contains("-quarter") != b.contains("-quarter") { whole(a) != whole(b) } else { a != b }
    };
    let mut wrong: BTreeMap<(&str, &str, bool), usize> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| different(parts(pair.a).0, parts(pair.b).0)) {
        let kind = |at: usize| parts(at).0.split('-').next().unwrap();
        let same = if kind(pair.a) == kind(pair.b) { kind(pair.a) } else { "others" };
        *wrong.entry((same, pair.kind.as_str(), (pair.text >= MOSTLY_TEXT))).or_default() += 1;
        if pair.text < MOSTLY_TEXT {
            println!("{} {} {:?} {} {}", read[pair.a].0, read[pair.b].0, pair.kind, pair.distance, pair.corners);
        }
    }
    println!("between different groups, mostly text or not: {wrong:?}");
    let mut text: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for (name, _, _, share) in &read {
        let group = name.split_once("__").unwrap();
        let kind = if group.1 == "screenshot" { "screenshot" } else { group.0.split('-').next().unwrap() };
        let kind =
            if ["flyer", "number", "halfphoto", "screenshot", "synthetic"].contains(&kind) { kind } else { "photo" };
        text.entry(kind).or_default().push(*share);
    }
    for (kind, mut shares) in text {
        shares.sort_unstable();
        let over = shares.iter().filter(|share| **share >= MOSTLY_TEXT).count();
        let at = |part: usize| shares[(shares.len() - 1) * part / 10];
        println!(
            "text in {kind}: {} to {}, median {}, {} {}, mostly text {over} of {}",
            at(0),
            at(10),
            at(5),
            at(1),
            at(9),
            shares.len()
        );
    }
}
