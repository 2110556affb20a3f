//! `train-recruitment`: learns the weights of the signs of recruitment from labelled posts.
//!
//! Logistic regression with a small penalty on large weights; no sign for it may weigh against it and the other way
//! round, so that a reader can follow the score. Measured by leaving out whole languages (ten folds), since posts of
//! one language are alike; learned in the end from all.

use std::path::PathBuf;

use clap::Parser;
use pressgang_signals::training::{SIGNS, Weights, counts};
use pressgang_signals::{Pack, PostReader, Recruitment, THRESHOLD};
use serde::Deserialize;

#[derive(Parser)]
struct Args {
    /// Lines of JSON: language, label (recruitment, advert, other), kind, text
    #[arg(default_value = "training/trials/posts.jsonl")]
    posts: PathBuf,
    /// The pack whose organisation the posts recruit for
    #[arg(long, default_value = "packs/iron-heron.toml")]
    pack: PathBuf,
    /// Where the weights go; without it they are only measured
    #[arg(long)]
    out: Option<PathBuf>,
    /// Show the posts that the program takes for something else
    #[arg(long)]
    misses: bool,
}

#[derive(Deserialize)]
struct Labelled {
    language: String,
    label: String,
    kind: String,
    text: String,
}

struct Example {
    counts: [usize; SIGNS.len()],
    language: String,
    advert: bool,
    recruits: bool,
    read: Recruitment,
    post: Labelled,
    code: String,
}

/// Signs that may only speak against.
const AGAINST: [&str; 4] = ["price", "warning", "report", "joke"];
const PENALTY: f32 = 0.002;
const STEPS: usize = 4000;

fn learn(examples: &[&Example], label: fn(&Example) -> bool, start: f32) -> Weights {
    let mut weights = Weights { bias: start, signs: [0.0; SIGNS.len()] };
    let n = examples.len() as f32;
    for step in 0..STEPS {
        let mut bias = 0.0;
        let mut gradient = [0.0; SIGNS.len()];
        for example in examples {
            let p = 1.0 / (1.0 + (-weights.total(&example.counts)).exp());
            let error = p - f32::from(u8::from(label(example)));
            bias += error;
            for (g, &count) in gradient.iter_mut().zip(&example.counts) {
                *g += error * count as f32;
            }
        }
        let rate = if step < STEPS / 2 { 2.0 } else { 0.5 };
        weights.bias -= rate * bias / n;
        for ((weight, g), sign) in weights.signs.iter_mut().zip(gradient).zip(SIGNS) {
            *weight -= rate * (g / n + PENALTY * *weight);
            *weight = if AGAINST.contains(&sign) { weight.min(0.0) } else { weight.max(0.0) };
        }
    }
    weights
}

/// Right, taken wrongly, missed.
#[derive(Default)]
struct Counts(u32, u32, u32);

impl Counts {
    fn add(&mut self, said: bool, is: bool) {
        match (said, is) {
            (true, true) => self.0 += 1,
            (true, false) => self.1 += 1,
            (false, true) => self.2 += 1,
            _ => {}
        }
    }

    fn show(&self) -> String {
        let share = |a: u32, b: u32| f64::from(a) / f64::from((a + b).max(1));
        format!("precision {:.3} recall {:.3}", share(self.0, self.1), share(self.0, self.2))
    }
}

#[allow(clippy::print_stdout, reason = "a tool for developers")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let pack = Pack::parse(&std::fs::read_to_string(&args.pack)?)?;
    let reader = PostReader::new(&[pack]);
    let mut examples = Vec::new();
    for line in std::fs::read_to_string(&args.posts)?.lines() {
        let post: Labelled = serde_json::from_str(line)?;
        let reading = reader.read(&post.text, None, &[]);
        examples.push(Example {
            counts: counts(&reading.recruitment.reasons),
            language: post.language.clone(),
            advert: post.label != "other",
            recruits: post.label == "recruitment",
            read: reading.recruitment,
            code: reading.language,
            post,
        });
    }
    let (mut advert, mut recruits) = (Counts::default(), Counts::default());
    let mut kinds: std::collections::BTreeMap<(String, String), (u32, u32)> = Default::default();
    let mut languages = 0;
    for example in &examples {
        let said = example.read.score >= THRESHOLD;
        recruits.add(said, example.recruits);
        advert.add(example.read.advert >= THRESHOLD || said, example.advert);
        languages += u32::from(example.code == example.language);
        let entry = kinds.entry((example.post.label.clone(), example.post.kind.clone())).or_default();
        entry.0 += u32::from(said);
        entry.1 += 1;
        if args.misses && said != example.recruits {
            let signs: Vec<&str> = example.read.reasons.iter().map(|r| r.sign).collect();
            println!(
                "{} {} {:.2} {:?} {:?}",
                example.language, example.post.kind, example.read.score, example.post.text, signs
            );
        }
    }
    println!("language named rightly {languages} of {}", examples.len());
    println!("as shipped: recruits {}; advert {}", recruits.show(), advert.show());
    for ((label, kind), (said, all)) in kinds {
        println!("  {label} {kind}: {said} of {all} taken for recruitment");
    }
    let mut folds: Vec<&str> = examples.iter().map(|e| e.language.as_str()).collect();
    folds.sort_unstable();
    folds.dedup();
    let (mut advert, mut recruits) = (Counts::default(), Counts::default());
    let mut bins = [(0u32, 0u32, 0.0f32); 10];
    for fold in 0..10 {
        let held = |e: &Example| folds.iter().position(|f| *f == e.language).is_some_and(|i| i % 10 == fold);
        let train: Vec<&Example> = examples.iter().filter(|e| !held(e)).collect();
        let a = learn(&train, |e| e.advert, -2.0);
        let r = learn(&train, |e| e.recruits, -3.0);
        for example in examples.iter().filter(|e| held(e)) {
            let p = 1.0 / (1.0 + (-r.total(&example.counts)).exp());
            recruits.add(p >= 0.5, example.recruits);
            advert.add(a.total(&example.counts) >= 0.0, example.advert);
            let bin = &mut bins[((p * 10.0) as usize).min(9)];
            *bin = (bin.0 + u32::from(example.recruits), bin.1 + 1, bin.2 + p);
        }
    }
    println!("learned, on languages left out: recruits {}; advert {}", recruits.show(), advert.show());
    for (yes, all, p) in bins.iter().filter(|b| b.1 > 0) {
        print!("said {:.2} was {:.2} ({all})  ", p / *all as f32, f64::from(*yes) / f64::from(*all));
    }
    println!();
    let all: Vec<&Example> = examples.iter().collect();
    let (a, r) = (learn(&all, |e| e.advert, -2.0), learn(&all, |e| e.recruits, -3.0));
    let mut table = format!("bias\t{:.2}\t{:.2}\n", a.bias, r.bias);
    for (i, sign) in SIGNS.iter().enumerate() {
        table.push_str(&format!("{sign}\t{:.2}\t{:.2}\n", a.signs[i], r.signs[i]));
    }
    print!("{table}");
    if let Some(out) = &args.out {
        std::fs::write(out, table)?;
    }
    Ok(())
}
