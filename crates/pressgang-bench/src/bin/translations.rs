//! Retrieval of the right sentence among thousands, language by language, and what a calibrated score is worth.
//!
//! ```text
//! cargo run --release -p pressgang-bench --bin translations -- MODEL [--fit] PAIRS.tsv...
//! ```
//!
//! Lines of PAIRS are language (ISO 639-3), sentence, English sentence. The pool is every English sentence of all files.
//! Languages are halved by their names: `--fit` fits the calibration on one half and prints it; figures are those of the
//! other half unless the line says otherwise.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program to be read by people")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use pressgang_meaning::{SentenceModel, ordinary};
use pressgang_signals::{NEIGHBOURS, Placed, margin_pairs};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Failure = Box<dyn std::error::Error>;

/// Scores are taken for matches from these on.
const BARS: [f64; 3] = [0.5, 0.8, 0.9];

fn main() -> Result<(), Failure> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let fit = arguments.iter().position(|a| a == "--fit").map(|at| arguments.remove(at)).is_some();
    let [folder, files @ ..] = arguments.as_slice() else {
        return Err("translations MODEL [--fit] PAIRS.tsv...".into());
    };
    let mut bench = Bench { model: SentenceModel::open(Path::new(folder))?, vectors: HashMap::new() };
    println!("model {} known by {:?}", bench.model.id(), bench.model.known_by());
    bench.embed(ordinary().iter().map(|(_, text)| *text).collect())?;
    let files: Vec<(&String, String)> =
        files.iter().map(|file| Ok((file, std::fs::read_to_string(file)?))).collect::<Result<_, std::io::Error>>()?;
    let english: BTreeSet<&str> =
        files.iter().flat_map(|(_, text)| text.lines()).filter_map(|l| l.split('\t').nth(2)).collect();
    let english: Vec<&str> = english.into_iter().collect();
    let mut queries = Vec::new();
    for (file, text) in &files {
        queries.extend(bench.measure(file, text, &english)?);
    }
    if fit {
        let (zero, scale) = logistic(queries.iter().filter(|q| is_fitted_on(&q.language)).map(|q| (q.margin, q.right)));
        println!("fitted: zero = {zero:.5}, scale = {scale:.5}");
    }
    if let Some(calibration) = bench.model.calibration() {
        println!("calibration {}: zero {}, scale {}", calibration.name, calibration.zero, calibration.scale);
        report(&queries, |q| 1.0 / (1.0 + (-(q.margin - calibration.zero) / calibration.scale).exp()), "margin");
    }
    // What a threshold on the cosine alone reaches, with the best logistic function there is for it.
    let (zero, scale) =
        logistic(queries.iter().filter(|q| is_fitted_on(&q.language)).map(|q| (q.cosine, q.right_by_cosine)));
    let queries: Vec<Query> = queries.into_iter().map(|q| Query { right: q.right_by_cosine, ..q }).collect();
    report(&queries, |q| 1.0 / (1.0 + (-(q.cosine - zero) / scale).exp()), "cosine");
    Ok(())
}

/// One half of the languages, chosen by their names.
fn is_fitted_on(language: &str) -> bool {
    language.bytes().map(u32::from).sum::<u32>().is_multiple_of(2)
}

/// A sentence with its best match in a pool.
struct Query {
    file: usize,
    language: String,
    /// The pool holds its translation.
    has: bool,
    margin: f64,
    right: bool,
    cosine: f64,
    right_by_cosine: bool,
}

struct Bench {
    model: SentenceModel,
    vectors: HashMap<String, Vec<f32>>,
}

impl Bench {
    fn embed(&mut self, texts: Vec<&str>) -> Result<(), Failure> {
        let new: HashSet<&str> = texts.into_iter().filter(|text| !self.vectors.contains_key(*text)).collect();
        let mut new: Vec<&str> = new.into_iter().collect();
        new.sort_unstable();
        let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let started = Instant::now();
        for chunk in new.chunks(1024) {
            for (text, meaning) in chunk.iter().zip(self.model.embed(chunk, threads)?) {
                self.vectors.insert((*text).to_owned(), meaning.vector);
            }
        }
        let seconds = started.elapsed().as_secs_f64();
        let characters: usize = new.iter().map(|text| text.chars().count()).sum();
        eprintln!("{} texts of {characters} characters in {seconds:.2} s on {threads} threads", new.len());
        Ok(())
    }

    fn measure(&mut self, file: &str, text: &str, english: &[&str]) -> Result<Vec<Query>, Failure> {
        let mut languages: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for line in text.lines() {
            let mut fields = line.split('\t');
            if let (Some(language), Some(own), Some(english)) = (fields.next(), fields.next(), fields.next()) {
                languages.entry(language).or_default().push((own, english));
            }
        }
        self.embed(languages.values().flatten().map(|(own, _)| *own).chain(english.iter().copied()).collect())?;
        println!("\n{file}: {} languages, a pool of {} English sentences", languages.len(), english.len());
        println!("| language | sentences | right by cosine | from English | right by margin | from English |");
        println!("|---|---|---|---|---|---|");
        let mut queries = Vec::new();
        let mut sums = [0.0; 4];
        for (language, pairs) in &languages {
            let row = self.accuracy(pairs, english);
            sums.iter_mut().zip(row).for_each(|(sum, share)| *sum += share);
            println!(
                "| {language} | {} | {:.3} | {:.3} | {:.3} | {:.3} |",
                pairs.len(),
                row[0],
                row[1],
                row[2],
                row[3]
            );
            queries.extend(self.queries(file, language, pairs, english));
        }
        let mean = sums.map(|sum| sum / languages.len() as f64);
        println!("| mean | | {:.3} | {:.3} | {:.3} | {:.3} |", mean[0], mean[1], mean[2], mean[3]);
        Ok(queries)
    }

    fn cosine(&self, a: &str, b: &str) -> f64 {
        let (Some(a), Some(b)) = (self.vectors.get(a), self.vectors.get(b)) else { return 0.0 };
        f64::from(a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>())
    }

    /// Share whose nearest is right: by cosine from the language and from English, then by margin.
    fn accuracy(&self, pairs: &[(&str, &str)], english: &[&str]) -> [f64; 4] {
        let cosines: Vec<Vec<f64>> =
            pairs.iter().map(|(own, _)| english.iter().map(|other| self.cosine(own, other)).collect()).collect();
        let own_usual: Vec<f64> = cosines.iter().map(|row| usual(row.iter().copied())).collect();
        let other_usual: Vec<f64> = (0..english.len()).map(|at| usual(cosines.iter().map(|row| row[at]))).collect();
        let place: HashMap<&str, usize> = english.iter().enumerate().map(|(at, text)| (*text, at)).collect();
        let mut right = [0.0; 4];
        for (row, (_, meant)) in pairs.iter().enumerate() {
            let gold = place[meant];
            let best = |score: &dyn Fn(usize) -> f64, of: usize| {
                (0..of).max_by(|a, b| score(*a).total_cmp(&score(*b)).then(b.cmp(a))).unwrap_or(0)
            };
            let same = |other: usize| pairs[other].1 == *meant;
            let margin = |row: usize, at: usize| cosines[row][at] - (own_usual[row] + other_usual[at]) / 2.0;
            let found = [
                best(&|at| cosines[row][at], english.len()) == gold,
                same(best(&|other| cosines[other][gold], pairs.len())),
                best(&|at| margin(row, at), english.len()) == gold,
                same(best(&|other| margin(other, gold), pairs.len())),
            ];
            right.iter_mut().zip(found).for_each(|(sum, found)| *sum += f64::from(u8::from(found)));
        }
        right.map(|sum| sum / pairs.len() as f64)
    }

    /// Every second sentence looked for in a pool that lacks what it means, the others in one that has it.
    fn queries(&self, file: &str, language: &str, pairs: &[(&str, &str)], english: &[&str]) -> Vec<Query> {
        let dropped: HashSet<&str> = pairs.iter().skip(1).step_by(2).map(|(_, english)| *english).collect();
        let kept: HashSet<&str> = pairs.iter().step_by(2).map(|(_, english)| *english).collect();
        let pool: Vec<&str> =
            english.iter().copied().filter(|text| kept.contains(text) || !dropped.contains(text)).collect();
        let mut seen = HashSet::new();
        let pairs: Vec<(&str, &str)> = pairs.iter().copied().filter(|(own, _)| seen.insert(*own)).collect();
        let usual_posts = |code: &str| -> Vec<&'static str> {
            let code = two_letters(code);
            ordinary().iter().filter(|(known, _)| code == Some(*known)).map(|(_, text)| *text).collect()
        };
        let placed = |language, text: &str, wanted| {
            Some(Placed { language, vector: self.vectors.get(text)?.as_slice(), wanted })
        };
        let mut texts: Vec<Placed<'_>> = Vec::new();
        texts.extend(pairs.iter().filter_map(|(own, _)| placed("own", own, true)));
        texts.extend(pool.iter().filter_map(|text| placed("eng", text, true)));
        texts.extend(usual_posts("eng").into_iter().filter_map(|text| placed("eng", text, false)));
        texts.extend(usual_posts(language).into_iter().filter_map(|text| placed("own", text, false)));
        // Pairs below 0 as well would be every pair; what stands out of nothing is no match.
        let (found, _) = margin_pairs(&texts, 1e-6);
        let mut best: Vec<(f64, Option<usize>)> = vec![(0.0, None); pairs.len()];
        for pair in found {
            if let Some(known) = best.get_mut(pair.a as usize)
                && pair.margin > known.0
            {
                *known = (pair.margin, Some(pair.b as usize - pairs.len()));
            }
        }
        let mut queries = Vec::new();
        for ((own, meant), (margin, at)) in pairs.iter().zip(best) {
            let nearest = pool.iter().map(|text| (self.cosine(own, text), *text));
            let (cosine, near) = nearest.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, ""));
            queries.push(Query {
                file: file.len(),
                language: language.to_owned(),
                has: kept.contains(meant),
                margin,
                right: at.is_some_and(|at| pool[at] == *meant),
                cosine,
                right_by_cosine: near == *meant,
            });
        }
        queries
    }
}

/// The mean of the highest.
fn usual(values: impl Iterator<Item = f64>) -> f64 {
    let mut best: Vec<f64> = Vec::with_capacity(NEIGHBOURS + 1);
    for value in values {
        best.insert(best.partition_point(|known| *known >= value), value);
        best.truncate(NEIGHBOURS);
    }
    best.iter().sum::<f64>() / best.len().max(1) as f64
}

/// How scores hold on languages that nothing was fitted on.
fn report(queries: &[Query], score: impl Fn(&Query) -> f64, name: &str) {
    let held: Vec<&Query> = queries.iter().filter(|q| !is_fitted_on(&q.language)).collect();
    println!("\nscores by {name}, {} sentences of languages not fitted on:", held.len());
    for (low, high) in [(0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)] {
        let inside: Vec<&&Query> = held.iter().filter(|q| (low..high).contains(&score(q))).collect();
        let said = inside.iter().map(|q| score(q)).sum::<f64>() / inside.len().max(1) as f64;
        let right = inside.iter().filter(|q| q.right).count() as f64 / inside.len().max(1) as f64;
        println!("  {low:.1} to {:.1}: {} said {said:.3}, right {right:.3}", high.min(1.0), inside.len());
    }
    for bar in BARS {
        let mut groups: BTreeMap<(usize, &str), [f64; 4]> = BTreeMap::new();
        for query in &held {
            let sums = groups.entry((query.file, &query.language)).or_default();
            let over = score(query) >= bar;
            let (of, hit) = if query.has { (0, over && query.right) } else { (2, over) };
            sums[of] += 1.0;
            sums[of + 1] += f64::from(u8::from(hit));
        }
        let share = |at: usize| -> Vec<f64> {
            let mut list: Vec<f64> = groups.values().filter(|s| s[at] > 0.0).map(|s| s[at + 1] / s[at]).collect();
            list.sort_by(f64::total_cmp);
            list
        };
        let (found, wrong) = (share(0), share(2));
        let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
        let at = |list: &[f64], of: f64| {
            list.get(((list.len().max(1) - 1) as f64 * of).round() as usize).copied().unwrap_or(0.0)
        };
        println!(
            "  from {bar}: found {:.3} of those that have one; a wrong match for {:.4} of those that have none, by language: median {:.4}, nine in ten below {:.4}, most {:.4}",
            mean(&found),
            mean(&wrong),
            at(&wrong, 0.5),
            at(&wrong, 0.9),
            at(&wrong, 1.0)
        );
    }
}

/// Fits `1 / (1 + exp(-(x - zero) / scale))` by Newton's method.
fn logistic(points: impl Iterator<Item = (f64, bool)>) -> (f64, f64) {
    let points: Vec<(f64, f64)> = points.map(|(x, right)| (x, f64::from(u8::from(right)))).collect();
    let count = points.len().max(1) as f64;
    let mean = points.iter().map(|(x, _)| x).sum::<f64>() / count;
    let width = (points.iter().map(|(x, _)| (x - mean).powi(2)).sum::<f64>() / count).sqrt().max(1e-9);
    let (mut a, mut b) = (0.0, 0.0);
    for _ in 0..50 {
        let (mut g, mut h) = ([0.0; 2], [1e-9, 0.0, 1e-9]);
        for (x, y) in &points {
            let x = (x - mean) / width;
            let p = 1.0 / (1.0 + (-(a + b * x)).exp());
            let w = p * (1.0 - p);
            g = [g[0] + y - p, g[1] + (y - p) * x];
            h = [h[0] + w, h[1] + w * x, h[2] + w * x * x];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        a += (h[2] * g[0] - h[1] * g[1]) / determinant;
        b += (h[0] * g[1] - h[1] * g[0]) / determinant;
    }
    (mean - a / b * width, width / b)
}

/// The two letters (BCP 47) of a language that ordinary posts are shipped for.
fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: &str = "rus ru ukr uk bel be bul bg srp sr hrv hr mkd mk pol pl ces cs slk sk slv sl lit lt lav lv ron ro hun hu eng en fra fr spa es por pt ita it deu de nld nl swe sv dan da fin fi ell el tur tr ind id vie vi swh sw ara ar arb ar pes fa urd ur hin hi ben bn nep ne tam ta tha th cmn zh jpn ja kor ko kaz kk uzn uz kir ky tgk tg azj az kat ka hye hy heb he hau ha";
    let words: Vec<&str> = CODES.split(' ').collect();
    words.chunks_exact(2).find(|pair| pair[0] == code).map(|pair| pair[1])
}
