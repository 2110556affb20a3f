//! `train-language`: makes the language model that pressgang-signals ships.
//!
//! A bag of stretches of characters ([`pressgang_signals::training::features`]) is embedded in a few dimensions and
//! told apart by one layer (fastText's method: Joulin et al. 2017, <https://arxiv.org/abs/1607.01759>). What it learns
//! from are word lists with frequencies, from which texts of a few words are drawn, and sentences; see
//! training/language. One thread and a seed: the same input gives the same model.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use clap::Parser;
use pressgang_signals::training;

#[derive(Parser)]
struct Args {
    /// The folder that training/language/prepare.py wrote
    data: PathBuf,
    /// Where the model goes
    #[arg(long)]
    out: PathBuf,
    /// Texts drawn
    #[arg(long, default_value_t = 6_000_000)]
    texts: u64,
    #[arg(long, default_value_t = 16)]
    dimensions: usize,
    /// Rows of the table: two to this power
    #[arg(long, default_value_t = 19)]
    bits: u32,
    #[arg(long, default_value_t = 0.12)]
    rate: f32,
}

/// The words of one source in one language, with the running sum of their weights.
#[derive(Default)]
struct Words {
    words: Vec<String>,
    sums: Vec<f64>,
    /// The same with the weights' square roots, so that rarer words are seen too.
    flat: Vec<f64>,
}

impl Words {
    fn add(&mut self, word: &str, weight: f64) {
        self.words.push(word.to_owned());
        self.sums.push(self.sums.last().unwrap_or(&0.0) + weight);
        self.flat.push(self.flat.last().unwrap_or(&0.0) + weight.sqrt());
    }

    fn draw(&self, random: &mut Random, flat: bool) -> &str {
        let sums = if flat { &self.flat } else { &self.sums };
        let at = random.unit() * sums.last().copied().unwrap_or(0.0);
        &self.words[sums.partition_point(|&sum| sum <= at).min(self.words.len() - 1)]
    }
}

#[derive(Default)]
struct Language {
    words: BTreeMap<String, Words>,
    sentences: BTreeMap<String, Vec<String>>,
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 32) as usize * n) >> 32
    }
}

/// Words of one source beyond this many are too rare to matter.
const MOST_WORDS: usize = 60_000;

fn read(folder: &Path) -> std::io::Result<BTreeMap<String, Language>> {
    let mut languages: BTreeMap<String, Language> = BTreeMap::new();
    let lines = |name: &str| std::fs::File::open(folder.join(name)).map(std::io::BufReader::new);
    for line in lines("words.tsv")?.lines() {
        let line = line?;
        let fields: Vec<&str> = line.split('\t').collect();
        let [language, source, word, weight] = fields[..] else { continue };
        let list = languages.entry(language.to_owned()).or_default().words.entry(source.to_owned()).or_default();
        if source == "tesseract" || list.words.len() < MOST_WORDS {
            list.add(word, weight.parse().unwrap_or(0.0));
        }
    }
    for line in lines("sentences.tsv")?.lines() {
        let line = line?;
        let mut fields = line.splitn(3, '\t');
        let (Some(language), Some(source), Some(text)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let language = languages.entry(language.to_owned()).or_default();
        language.sentences.entry(source.to_owned()).or_default().push(text.to_owned());
    }
    Ok(languages)
}

/// How much a source is drawn from, where a language has it.
fn share(source: &str) -> f64 {
    match source {
        "lingua" => 1.2,
        "wikipedia" => 1.0,
        "wordfreq" => 1.6,
        "udhr" => 0.5,
        "labelled" => 0.6,
        _ => 0.4,
    }
}

/// Languages whose texts are too few to be told from their neighbours, or that nobody would look for here.
const LEFT_OUT: [&str; 12] = ["mos", "bm", "ff", "wo", "rn", "ve", "ss", "nso", "fo", "oc", "br", "ba"];

/// How often a language is drawn: what posts are written in. A language of few posts must not take those of its
/// neighbour.
fn weight(language: &str) -> f64 {
    match language {
        "en" => 4.0,
        "es" | "fr" | "ar" | "ru" | "de" | "pt" | "id" => 2.5,
        "it" | "tr" | "vi" | "zh" | "ja" | "fa" | "hi" | "pl" | "uk" | "nl" => 1.8,
        "sr" => 1.8,
        "hr" => 1.3,
        "bs" => 0.9,
        "gl" | "lb" | "ceb" | "jv" | "su" | "ht" | "ig" | "mg" | "ny" | "ln" | "tk" | "gd" | "yi" | "as" | "la"
        | "eo" => 0.5,
        _ => 1.0,
    }
}

/// Scripts written without spaces.
fn spaceless(language: &str) -> bool {
    matches!(language, "zh" | "ja" | "th" | "km" | "lo" | "my" | "bo")
}

impl Language {
    fn draw(&self, code: &str, random: &mut Random, text: &mut String) {
        text.clear();
        let total: f64 = self.words.keys().chain(self.sentences.keys()).map(|s| share(s)).sum();
        let mut at = random.unit() * total;
        // Short texts are the hard ones: the count of words falls off.
        let count = 1 + (random.unit() * random.unit() * 16.0) as usize;
        for (source, words) in &self.words {
            at -= share(source);
            if at < 0.0 {
                let flat = random.below(4) == 0;
                for _ in 0..count {
                    if !text.is_empty() && !spaceless(code) {
                        text.push(' ');
                    }
                    text.push_str(words.draw(random, flat || source == "tesseract"));
                }
                return;
            }
        }
        for (source, sentences) in &self.sentences {
            at -= share(source);
            if at < 0.0 {
                let sentence = &sentences[random.below(sentences.len())];
                if spaceless(code) {
                    let letters = sentence.chars().count();
                    let length = (count * 3).min(letters);
                    text.extend(sentence.chars().skip(random.below(letters - length + 1)).take(length));
                } else {
                    let words: Vec<&str> = sentence.split(' ').collect();
                    let length = count.min(words.len());
                    let from = random.below(words.len() - length + 1);
                    text.push_str(&words[from..from + length].join(" "));
                }
                return;
            }
        }
    }
}

/// People leave accents out, and write Serbian in Latin letters.
fn roughen(code: &str, random: &mut Random, text: &mut String) {
    if code == "sr" && random.below(2) == 0 {
        *text = training::serbian_latin(text);
    }
    let bare = matches!(
        code,
        "vi" | "cs"
            | "sk"
            | "pl"
            | "ro"
            | "tr"
            | "hr"
            | "sr"
            | "bs"
            | "sl"
            | "es"
            | "fr"
            | "pt"
            | "hu"
            | "lt"
            | "lv"
            | "az"
            | "sq"
            | "it"
            | "ca"
    );
    if bare && random.below(16) == 0 {
        *text = training::without_accents(text);
    }
}

struct Model {
    dimensions: usize,
    table: Vec<f32>,
    /// Sums of squared gradients, a row each (AdaGrad, Duchi et al. 2011, by rows).
    table_squares: Vec<f32>,
    output: Vec<f32>,
    bias: Vec<f32>,
    output_squares: Vec<f32>,
}

impl Model {
    fn new(rows: usize, dimensions: usize, languages: usize, random: &mut Random) -> Model {
        let table = (0..rows * dimensions).map(|_| (random.unit() as f32 - 0.5) * 0.2).collect();
        Model {
            dimensions,
            table,
            table_squares: vec![1e-3; rows],
            output: vec![0.0; languages * dimensions],
            bias: vec![0.0; languages],
            output_squares: vec![1e-3; languages],
        }
    }

    /// The factor on all scores with which the held-out texts are likeliest (temperature scaling, Guo et al. 2017,
    /// <https://arxiv.org/abs/1706.04599>).
    fn sharpness(&self, texts: &[(String, String)], codes: &[String], work: &mut Work) -> f32 {
        let mask = (self.table_squares.len() - 1) as u32;
        let mut all: Vec<(usize, Vec<f32>)> = Vec::new();
        for (code, text) in texts {
            let Some(language) = codes.iter().position(|c| c == code) else { continue };
            let mut rows = Vec::new();
            training::features(&training::words(text), |hash| rows.push(hash & mask));
            self.score(&rows, work);
            all.push((language, work.scores.clone()));
        }
        let loss = |factor: f32| -> f32 {
            let one = |(language, scores): &(usize, Vec<f32>)| {
                let most = scores.iter().copied().fold(f32::MIN, f32::max);
                let total: f32 = scores.iter().map(|s| ((s - most) * factor).exp()).sum();
                total.ln() - (scores[*language] - most) * factor
            };
            all.iter().map(one).sum()
        };
        (10..=40).map(|n| n as f32 * 0.05).min_by(|a, b| loss(*a).total_cmp(&loss(*b))).unwrap_or(1.0)
    }

    fn score(&self, rows: &[u32], work: &mut Work) {
        let d = self.dimensions;
        work.hidden.iter_mut().for_each(|h| *h = 0.0);
        for &row in rows {
            let row = &self.table[row as usize * d..][..d];
            work.hidden.iter_mut().zip(row).for_each(|(h, v)| *h += v);
        }
        let scale = training::scale(rows.len());
        work.hidden.iter_mut().for_each(|h| *h *= scale);
        for (l, score) in work.scores.iter_mut().enumerate() {
            let row = &self.output[l * d..][..d];
            *score = self.bias[l] + row.iter().zip(&work.hidden).map(|(o, h)| o * h).sum::<f32>();
        }
    }

    /// One step on one text; returns the loss in nats.
    fn step(&mut self, rows: &[u32], language: usize, rate: f32, work: &mut Work) -> f32 {
        let d = self.dimensions;
        let scale = training::scale(rows.len());
        self.score(rows, work);
        let most = work.scores.iter().copied().fold(f32::MIN, f32::max);
        let mut total = 0.0;
        for score in &mut work.scores {
            *score = (*score - most).exp();
            total += *score;
        }
        let loss = -(work.scores[language] / total).max(1e-9).ln();
        work.back.iter_mut().for_each(|b| *b = 0.0);
        let length: f32 = work.hidden.iter().map(|h| h * h).sum::<f32>() / d as f32;
        for (l, score) in work.scores.iter().enumerate() {
            let error = score / total - if l == language { 1.0 } else { 0.0 };
            if error.abs() < 1e-4 {
                continue;
            }
            let row = &mut self.output[l * d..][..d];
            work.back.iter_mut().zip(row.iter()).for_each(|(b, o)| *b += error * o);
            self.output_squares[l] += error * error * length;
            let step = rate * error / self.output_squares[l].sqrt();
            row.iter_mut().zip(&work.hidden).for_each(|(o, h)| *o -= step * h);
            self.bias[l] -= 0.1 * step;
        }
        let square = work.back.iter().map(|b| b * b).sum::<f32>() * scale * scale / d as f32;
        for &row in rows {
            let squares = &mut self.table_squares[row as usize];
            *squares += square;
            let step = rate * scale / squares.sqrt();
            let row = &mut self.table[row as usize * d..][..d];
            row.iter_mut().zip(&work.back).for_each(|(v, b)| *v -= step * b);
        }
        loss
    }
}

/// Takes every twentieth sentence of posts and books away from what is learned from.
fn hold_out(languages: &mut BTreeMap<String, Language>) -> Vec<(String, String)> {
    let mut held = Vec::new();
    for (code, language) in languages {
        if let Some(sentences) = language.sentences.get_mut("lingua") {
            let mut n = 0;
            sentences.retain(|sentence| {
                n += 1;
                let out = n % 20 == 0;
                if out {
                    held.push((code.clone(), sentence.chars().take(60).collect()));
                }
                !out
            });
        }
    }
    held
}

struct Work {
    hidden: Vec<f32>,
    back: Vec<f32>,
    scores: Vec<f32>,
}

#[allow(clippy::print_stderr, reason = "a tool for developers")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let mut languages = read(&args.data)?;
    languages.retain(|code, _| !LEFT_OUT.contains(&code.as_str()));
    let held_out = hold_out(&mut languages);
    let codes: Vec<&String> = languages.keys().collect();
    eprintln!("{} languages: {}", codes.len(), codes.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(" "));
    let mut random = Random(20_261_127);
    let rows = 1usize << args.bits;
    let mut model = Model::new(rows, args.dimensions, codes.len(), &mut random);
    let mut work =
        Work { hidden: vec![0.0; args.dimensions], back: vec![0.0; args.dimensions], scores: vec![0.0; codes.len()] };
    let weights: Vec<f64> = codes
        .iter()
        .scan(0.0, |sum, code| {
            *sum += weight(code);
            Some(*sum)
        })
        .collect();
    let (mut text, mut features) = (String::new(), Vec::new());
    let mut loss = 0.0;
    for n in 0..args.texts {
        let at = random.unit() * weights.last().copied().unwrap_or(0.0);
        let l = weights.partition_point(|&sum| sum <= at).min(codes.len() - 1);
        languages[codes[l]].draw(codes[l], &mut random, &mut text);
        roughen(codes[l], &mut random, &mut text);
        let words = training::words(&text);
        features.clear();
        training::features(&words, |hash| features.push(hash & (rows as u32 - 1)));
        if features.is_empty() {
            continue;
        }
        let left = 1.0 - n as f32 / args.texts as f32;
        loss += model.step(&features, l, args.rate * left.max(0.02), &mut work);
        if (n + 1) % 500_000 == 0 {
            eprintln!("{} texts, loss {:.4}", n + 1, loss / 500_000.0);
            loss = 0.0;
        }
    }
    let codes: Vec<String> = codes.into_iter().cloned().collect();
    let sharpness = model.sharpness(&held_out, &codes, &mut work);
    eprintln!(
        "scores are multiplied by {sharpness}, so that probabilities are right on {} texts held out",
        held_out.len()
    );
    model.output.iter_mut().chain(&mut model.bias).for_each(|value| *value *= sharpness);
    let bytes = training::write_model(&codes, args.dimensions, &model.table, &model.output, &model.bias);
    std::fs::write(&args.out, &bytes)?;
    eprintln!("{}: {} bytes", args.out.display(), bytes.len());
    Ok(())
}
