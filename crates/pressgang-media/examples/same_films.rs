//! Which copies of films are found (bench/films/films.py): `same_films read FOLDER READINGS`, then
//! `same_films match READINGS`. Reading takes longest and is done once.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Instant;

use pressgang_media::films::{FilmStills, same_films, same_stills};
use pressgang_media::{Beside, FrameHash, MediaLimits, MediaReader, MediaReading, MediaSettings, Toolbox};
use rayon::prelude::*;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [command, folder, readings] if command == "read" => read(folder, readings),
        [command, readings] if command == "match" => matched(readings),
        _ => println!("usage: same_films read FOLDER READINGS | same_films match READINGS"),
    }
}

fn read(folder: &str, readings: &str) {
    let toolbox = Toolbox { tesseract: None, ..Toolbox::detect() };
    let reader = MediaReader::new(toolbox, MediaSettings::default(), MediaLimits::standard());
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let began = Instant::now();
    let read: Vec<(String, MediaReading)> = files
        .par_iter()
        .map(|file| {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            (name, reader.read(Path::new(file), &Beside::default()))
        })
        .collect();
    let seconds: u64 = read.iter().filter_map(|(_, reading)| reading.duration_ms).sum::<u64>() / 1000;
    println!("{} films, {seconds} s of film, read in {:.0} s", read.len(), began.elapsed().as_secs_f64());
    fs::write(readings, serde_json::to_vec(&read).unwrap()).unwrap();
}

fn matched(readings: &str) {
    let read: Vec<(String, MediaReading)> = serde_json::from_slice(&fs::read(readings).unwrap()).unwrap();
    let hashes: usize = read.iter().map(|(_, reading)| reading.hashes.len()).sum();
    let features: usize = read.iter().map(|(_, reading)| reading.features.len()).sum();
    let films: Vec<&[FrameHash]> = read.iter().map(|(_, reading)| &reading.hashes[..]).collect();
    let began = Instant::now();
    // As a case takes them.
    let mut pairs: Vec<_> = same_films(&films).into_iter().filter(|pair| pair.frames >= 3).collect();
    let by_hashes = pairs.len();
    let stills: Vec<FilmStills> =
        read.iter().map(|(_, reading)| FilmStills::decoded(&reading.features, read.len())).collect();
    let known: BTreeSet<(usize, usize)> = pairs.iter().map(|pair| (pair.a, pair.b)).collect();
    pairs.extend(same_stills(&stills, &known));
    println!(
        "{} films, {hashes} hashes, {features} bytes of features: {by_hashes} pairs by hashes, {} in all, in {:.2} s",
        read.len(),
        pairs.len(),
        began.elapsed().as_secs_f64()
    );
    let group = |at: usize| read[at].0.split_once("__").unwrap();
    let mut wrong: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for pair in &pairs {
        let (a, b) = (group(pair.a).0, group(pair.b).0);
        if a != b {
            *wrong.entry((a.min(b), a.max(b))).or_default() += 1;
            if std::env::var_os("MISSED").is_some() {
                println!("  false {} {} {pair:?}", read[pair.a].0, read[pair.b].0);
            }
        }
    }
    // By edit and by kind of film: copies, those tied to the original, those tied to anything that leads there.
    let mut by_edit: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut by_kind: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (at, (name, _)) in read.iter().enumerate() {
        let (film, edit) = group(at);
        let original = read.iter().position(|(name, _)| *name == format!("{film}__original")).unwrap();
        if at == original {
            continue;
        }
        let direct = pairs.iter().any(|p| (p.a, p.b) == (at.min(original), at.max(original)));
        let mut reached = vec![original];
        let mut next = 0;
        while next < reached.len() {
            for pair in &pairs {
                for (from, to) in [(pair.a, pair.b), (pair.b, pair.a)] {
                    if from == reached[next] && group(to).0 == film && !reached.contains(&to) {
                        reached.push(to);
                    }
                }
            }
            next += 1;
        }
        for (counts, key) in [(&mut by_edit, edit), (&mut by_kind, film.trim_end_matches(|c: char| c.is_ascii_digit()))]
        {
            let count = counts.entry(key).or_default();
            count[0] += 1;
            count[1] += usize::from(direct);
            count[2] += usize::from(reached.contains(&at));
        }
        if !direct && std::env::var_os("MISSED").is_some() {
            println!("  missed {name}");
        }
    }
    let mut all = [0; 3];
    for counts in [&by_edit, &by_kind] {
        for (key, [copies, direct, through]) in counts {
            println!("{key:20} {direct} of {copies}, through another {through}");
        }
        println!();
    }
    by_edit.values().for_each(|count| all.iter_mut().zip(count).for_each(|(all, count)| *all += count));
    println!("all: {} of {}, through another {}", all[1], all[0], all[2]);
    println!("false: {} ({wrong:?})", wrong.values().sum::<usize>());
}
