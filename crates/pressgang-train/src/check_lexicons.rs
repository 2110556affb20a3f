//! `check-lexicons`: what is wrong with lexicon files, in sentences.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use pressgang_signals::Lexicons;

#[derive(Parser)]
struct Args {
    /// Lexicon files; all shipped ones when none is named
    files: Vec<PathBuf>,
}

/// Lists in which a word must not stand in both: one says the opposite of the other.
const OPPOSITES: [(&str, &str); 8] = [
    ("signs.invitation", "signs.warning"),
    ("signs.invitation", "signs.reporting"),
    ("signs.vacancy", "signs.reporting"),
    ("signs.vacancy", "signs.warning"),
    ("conditions.experience", "conditions.no_experience"),
    ("conditions.record_clean", "conditions.record_accepted"),
    ("range.from", "range.to"),
    ("signs.pay", "signs.price"),
];
/// Tables in which words of one or two letters are allowed.
const SHORT: [&str; 8] = ["amounts", "periods", "currencies", "range", "hidden", "numbers", "contact", "signs"];

fn faults(name: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if let Err(error) = Lexicons::compile(&[(name, text)]) {
        faults.push(error.to_string());
    }
    let Ok(table) = text.parse::<toml::Table>() else { return faults };
    let spaced = table.get("boundaries").and_then(toml::Value::as_bool).unwrap_or(true);
    let mut words: HashMap<String, Vec<String>> = HashMap::new();
    for (section, keys) in table.iter().filter_map(|(s, v)| Some((s, v.as_table()?))) {
        for (key, list) in keys {
            let list: Vec<&str> = list.as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect();
            let place = format!("{section}.{key}");
            // Not every digit has a plural that is said.
            let list: Vec<&str> = list.into_iter().filter(|word| key != "plurals" || !word.is_empty()).collect();
            for word in &list {
                if word.trim() != *word || word.is_empty() {
                    faults.push(format!("{place}: {word:?} is empty or has spaces around it"));
                }
                if word.to_lowercase() != **word {
                    faults.push(format!("{place}: {word:?} is not in small letters"));
                }
                if spaced && word.chars().count() < 2 && !SHORT.contains(&section.as_str()) {
                    faults.push(format!("{place}: {word:?} is too short to mean one thing"));
                }
                if !spaced && word.contains('*') {
                    faults.push(format!("{place}: {word:?} has a * in a language written without spaces"));
                }
            }
            words.insert(place, list.into_iter().map(str::to_owned).collect());
        }
    }
    for (one, other) in OPPOSITES {
        if let (Some(a), Some(b)) = (words.get(one), words.get(other)) {
            for word in a.iter().filter(|word| b.contains(word)) {
                faults.push(format!("{word:?} stands in {one} and in {other}, which say opposite things"));
            }
        }
    }
    faults
}

#[allow(clippy::print_stdout, reason = "a tool for developers")]
fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut files = Args::parse().files;
    if files.is_empty() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../pressgang-signals/lexicons");
        files = std::fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
        files.sort();
    }
    let mut found = 0;
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        for fault in faults(&name, &std::fs::read_to_string(file)?) {
            println!("{name}: {fault}");
            found += 1;
        }
    }
    println!("{} lexicons, {found} faults", files.len());
    Ok(if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
