//! `evaluate-language`: how often a language model is right, per language, on lines of code, tab, text.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use pressgang_signals::training;

#[derive(Parser)]
struct Args {
    /// Lines of language code, tab, text; of more columns the first and the last count
    lines: PathBuf,
    /// Measure this model, not what the program says
    #[arg(long)]
    model: Option<PathBuf>,
    /// Texts are cut to this many characters
    #[arg(long, default_value_t = 60)]
    most: usize,
    /// Show what is taken for what
    #[arg(long)]
    confusions: bool,
}

#[allow(clippy::print_stdout, reason = "a tool for developers")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let model = match &args.model {
        Some(path) => Some(training::Model::parse(std::fs::read(path)?.leak()).ok_or("not a model")?),
        None => None,
    };
    let mut scores = Vec::new();
    let (mut right, mut confusions) = (BTreeMap::<String, (u32, u32)>::new(), BTreeMap::<(String, String), u32>::new());
    let text = std::fs::read_to_string(&args.lines)?;
    let mut reliability = [(0u32, 0u32, 0.0f64); 10];
    let mut spent = std::time::Duration::ZERO;
    for line in text.lines() {
        let (Some((code, _)), Some((_, text))) = (line.split_once('\t'), line.rsplit_once('\t')) else { continue };
        let text: String = text.chars().take(args.most).collect();
        let began = Instant::now();
        let (found, p) = match &model {
            Some(model) => {
                model.scores(&training::words(&text), &mut scores);
                let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
                let sum: f32 = scores.iter().map(|s| (s - scores[best]).exp()).sum();
                (model.code(best).to_owned(), 1.0 / sum)
            }
            None => {
                let guesses = pressgang_signals::languages(&text);
                guesses.first().map_or(("und".to_owned(), 1.0), |g| (g.code.clone(), g.p))
            }
        };
        spent += began.elapsed();
        let entry = right.entry(code.to_owned()).or_default();
        entry.1 += 1;
        let bin = &mut reliability[((p * 10.0) as usize).min(9)];
        bin.1 += 1;
        bin.2 += f64::from(p);
        if found == code {
            entry.0 += 1;
            bin.0 += 1;
        } else {
            *confusions.entry((code.to_owned(), found)).or_default() += 1;
        }
    }
    let share = |(right, all): (u32, u32)| f64::from(right) / f64::from(all);
    for (code, &counts) in &right {
        print!("{code} {:.3}  ", share(counts));
    }
    let macro_mean = right.values().map(|&c| share(c)).sum::<f64>() / right.len() as f64;
    let lines: u32 = right.values().map(|c| c.1).sum();
    println!(
        "\n{} languages, {lines} lines, mean {macro_mean:.4}, {:.2} us a text",
        right.len(),
        spent.as_secs_f64() * 1e6 / f64::from(lines)
    );
    for (right, all, p) in reliability.iter().filter(|bin| bin.1 > 0) {
        print!("said {:.2} was {:.2} ({all})  ", p / f64::from(*all), f64::from(*right) / f64::from(*all));
    }
    println!();
    if args.confusions {
        let mut list: Vec<_> = confusions.into_iter().collect();
        list.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        for ((a, b), n) in list.into_iter().take(60) {
            print!("{a}>{b} {n}  ");
        }
        println!();
    }
    Ok(())
}
