//! Counts the phone numbers read on generated flyers (`bench/pictures/flyers.py`), beside Tesseract alone.
//!
//! `cargo run --release -p pressgang-media --example flyers -- FOLDER [--each] [--alone] [--languages LIST]`
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use pressgang_media::{MediaLimits, Tesseract, TextSettings, read_text};
use pressgang_signals::{ContactKind, PostReader};
use serde_json::Value;

/// The languages of the whole test: what a case in all of them would name.
const LANGUAGES: &str = "en de fr vi ru uk ar fa hi bn th he el ka hy zh ja ko";

#[derive(Default)]
struct Score {
    right: usize,
    missing: usize,
    wrong: usize,
    seconds: f64,
}

impl Score {
    fn add(&mut self, found: &BTreeSet<String>, truth: &BTreeSet<String>, seconds: f64) {
        self.right += found.intersection(truth).count();
        self.missing += truth.difference(found).count();
        self.wrong += found.difference(truth).count();
        self.seconds += seconds;
    }

    fn show(&self, name: &str, pictures: usize) {
        let all = self.right + self.missing;
        println!(
            "{name}: {} of {all} numbers ({:.3}), {} wrong, {:.2} s a picture",
            self.right,
            self.right as f64 / all.max(1) as f64,
            self.wrong,
            self.seconds / pictures.max(1) as f64
        );
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|a| a == name);
    let folder = Path::new(arguments.first().expect("a folder"));
    let only = arguments.iter().position(|a| a == "--only").map(|i| arguments[i + 1].clone());
    let languages = arguments.iter().position(|a| a == "--languages").map(|i| arguments[i + 1].as_str());
    let truth: Vec<Value> = serde_json::from_slice(&std::fs::read(folder.join("truth.json")).unwrap()).unwrap();
    let tesseract = Tesseract::detect().expect("tesseract");
    let reader = PostReader::new(&[]);
    let numbers = |text: &str| -> BTreeSet<String> {
        let found = reader.read(text, None, &[]).contacts;
        found.into_iter().filter(|c| c.kind.compared_as() == ContactKind::Phone).map(|c| c.value).collect()
    };
    let (mut ours, mut alone) = (Score::default(), Score::default());
    let mut scripts: Vec<(String, Score, usize)> = Vec::new();
    let mut count = 0;
    for flyer in &truth {
        let file = flyer["file"].as_str().unwrap();
        if only.as_ref().is_some_and(|o| !o.split(',').any(|o| file.starts_with(o))) {
            continue;
        }
        count += 1;
        let wanted: BTreeSet<String> =
            flyer["numbers"].as_array().unwrap().iter().map(|n| n.as_str().unwrap().to_owned()).collect();
        let own = flyer["language"].as_str().unwrap();
        let languages = match languages {
            Some("own") => own,
            Some(list) => list,
            None => LANGUAGES,
        };
        let settings = TextSettings {
            languages: languages.split_whitespace().map(str::to_owned).collect(),
            ..TextSettings::default()
        };
        let began = Instant::now();
        let image = image::open(folder.join(file)).unwrap();
        let reading = read_text(&image, &tesseract, &settings, &MediaLimits::standard());
        let seconds = began.elapsed().as_secs_f64();
        let text: Vec<&str> = reading
            .lines
            .iter()
            .filter(|l| l.confidence.is_some_and(|c| c >= pressgang_media::LEAST_CONFIDENCE))
            .map(|l| l.text.as_str())
            .collect();
        let found = numbers(&text.join("\n"));
        ours.add(&found, &wanted, seconds);
        let script = flyer["script"].as_str().unwrap();
        if !scripts.iter().any(|(s, ..)| s == script) {
            scripts.push((script.to_owned(), Score::default(), 0));
        }
        let of_script = scripts.iter_mut().find(|(s, ..)| s == script).unwrap();
        of_script.1.add(&found, &wanted, seconds);
        of_script.2 += 1;
        if has("--each") && (found != wanted || has("--all")) {
            println!(
                "\n{file} {own} tilt {} {} small {} native {} noise {}: wanted {wanted:?} shown {} found {found:?}",
                flyer["tilt"], flyer["ground"], flyer["small"], flyer["native_digits"], flyer["noise"], flyer["shown"]
            );
            for tool in &reading.tools {
                println!("  # {}", tool.settings);
            }
            for line in &reading.lines {
                println!("  {:5.1} {:?} also {:?}", line.confidence.unwrap_or(-1.0), line.text, line.also);
            }
        }
        if has("--alone") {
            let began = Instant::now();
            let packs = pressgang_media::packs_for(&[own], &tesseract.languages).0.join("+");
            let output = Command::new(&tesseract.program)
                .arg(folder.join(file))
                .args(["-", "-l", &packs])
                .env("OMP_THREAD_LIMIT", "1")
                .output()
                .unwrap();
            let found = numbers(&String::from_utf8_lossy(&output.stdout));
            alone.add(&found, &wanted, began.elapsed().as_secs_f64());
        }
    }
    ours.show("read_text", count);
    if has("--alone") {
        alone.show("tesseract alone, the flyer's own pack", count);
    }
    for (script, score, count) in &scripts {
        score.show(script, *count);
    }
}
