//! `evaluate`: what the reader finds in posts whose contacts, pay and ages are known.
//!
//! Lines of JSON: `{"language", "platform", "class", "text", "contacts": [{"kind", "value", "raw"}]}`, or
//! `{"language", "text", "pay": [{"min", "max", "currency", "period", "kind"}], "age": {"min", "max"}}`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Parser;
use pressgang_signals::{Pay, PostReader, Reading};
use serde::Deserialize;

#[derive(Parser)]
struct Args {
    /// Lines of JSON
    trials: PathBuf,
    /// Show what was missed and what was found wrongly
    #[arg(long)]
    misses: bool,
    /// Only trials of this class or language
    #[arg(long)]
    only: Option<String>,
}

#[derive(Deserialize)]
struct Trial {
    language: String,
    #[serde(default)]
    platform: Option<String>,
    #[serde(default)]
    class: Option<String>,
    text: String,
    #[serde(default)]
    contacts: Option<Vec<Contact>>,
    #[serde(default)]
    pay: Option<Vec<TrialPay>>,
    #[serde(default)]
    age: Option<Bounds>,
}

#[derive(Deserialize)]
struct Contact {
    kind: String,
    value: String,
}

#[derive(Deserialize)]
struct TrialPay {
    min: Option<f64>,
    max: Option<f64>,
    currency: String,
    period: Option<String>,
    kind: String,
}

#[derive(Deserialize)]
struct Bounds {
    min: Option<f64>,
    max: Option<f64>,
}

#[derive(Default)]
struct Counts {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Counts {
    fn show(&self) -> String {
        let share =
            |of: u32| if self.right + of == 0 { 1.0 } else { f64::from(self.right) / f64::from(self.right + of) };
        let (recall, precision) = (share(self.missed), share(self.wrong));
        let f1 = if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) };
        format!(
            "recall {recall:.3} precision {precision:.3} F1 {f1:.3} ({} right, {} missed, {} wrong)",
            self.right, self.missed, self.wrong
        )
    }
}

fn bound(value: Option<f64>) -> String {
    value.map_or("?".to_owned(), |v| ((v * 100.0).round() / 100.0).to_string())
}

/// The facts of a kind, as text: what was expected and what was found.
fn facts(trial: &Trial, reading: &Reading) -> Vec<(&'static str, Vec<String>, Vec<String>)> {
    let mut out = Vec::new();
    if let Some(contacts) = &trial.contacts {
        let expected = contacts.iter().map(|c| format!("{} {}", c.kind, c.value)).collect();
        let found = reading.contacts.iter().map(|c| format!("{} {}", c.kind.as_str(), c.value)).collect();
        out.push(("contacts", expected, found));
    }
    if let Some(pay) = &trial.pay {
        let none = Vec::new();
        let read: &Vec<Pay> = reading.offer.as_ref().map_or(&none, |offer| &offer.pay);
        let amount = |min, max, currency: &str| format!("{}-{} {currency}", bound(min), bound(max));
        let expected: Vec<String> = pay.iter().map(|p| amount(p.min, p.max, &p.currency)).collect();
        let found: Vec<String> = read.iter().map(|p| amount(p.min, p.max, &p.currency)).collect();
        out.push(("amounts", expected, found));
        let full = |a: String, period: Option<&str>, kind: &str| format!("{a} {} {kind}", period.unwrap_or("?"));
        let expected = pay.iter().map(|p| full(amount(p.min, p.max, &p.currency), p.period.as_deref(), &p.kind));
        let found =
            read.iter().map(|p| full(amount(p.min, p.max, &p.currency), p.period.map(|p| p.as_str()), p.kind.as_str()));
        out.push(("pay in full", expected.collect(), found.collect()));
        let age = |min, max| vec![format!("{}-{}", bound(min), bound(max))];
        let expected = trial.age.as_ref().map_or(Vec::new(), |a| age(a.min, a.max));
        let found = reading.offer.as_ref().and_then(|o| o.age.as_ref());
        out.push(("age", expected, found.map_or(Vec::new(), |a| age(a.min.map(f64::from), a.max.map(f64::from)))));
    }
    out
}

#[allow(clippy::print_stdout, reason = "a tool for developers")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let reader = PostReader::new(&[]);
    let mut counts: BTreeMap<(&str, String), Counts> = BTreeMap::new();
    for line in std::fs::read_to_string(&args.trials)?.lines() {
        let trial: Trial = serde_json::from_str(line)?;
        let class = trial.class.clone().unwrap_or(trial.language.clone());
        if args.only.as_ref().is_some_and(|only| *only != class && *only != trial.language) {
            continue;
        }
        let reading = reader.read(&trial.text, trial.platform.as_deref(), &[]);
        for (fact, expected, mut found) in facts(&trial, &reading) {
            let mut missed = Vec::new();
            let mut right = 0;
            for one in expected {
                match found.iter().position(|f| *f == one) {
                    Some(at) => {
                        found.remove(at);
                        right += 1;
                    }
                    None => missed.push(one),
                }
            }
            for name in [class.clone(), "all".to_owned()] {
                let entry = counts.entry((fact, name)).or_default();
                entry.right += right;
                entry.missed += missed.len() as u32;
                entry.wrong += found.len() as u32;
            }
            if args.misses && !(missed.is_empty() && found.is_empty()) {
                println!(
                    "[{class} {} {fact}] {:?}\n    missed {missed:?} wrong {found:?}",
                    reading.language, trial.text
                );
            }
        }
    }
    for ((fact, class), counts) in counts {
        println!("{fact:12} {class:8} {}", counts.show());
    }
    Ok(())
}
