//! One best set of lines from several readings of one picture.

use super::digits;
use crate::reading::{Area, LineOrigin, TextLine, Word};

/// A line as one way of preparing gave it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Seen {
    pub text: String,
    pub words: Vec<Word>,
    /// Where it stands in the straightened picture, at the picture's own scale; all readings share this frame.
    pub frame: [f32; 4],
    /// Where it stands in the picture.
    pub area: Area,
    /// Mean over its letters.
    pub confidence: f32,
    /// How much its digits count against those of other ways.
    pub say: usize,
}

/// Lines of which less is sure are noise, unless another way read them too.
const LEAST: f32 = 40.0;
/// A number that only one way has read counts from here on.
const ALONE: f32 = 65.0;
/// A line whose readings disagree on a digit is no surer than this.
pub(crate) const DISPUTED: f32 = 30.0;

/// One or two letters are specks unless they are sure.
fn is_text(line: &Seen) -> bool {
    let letters = line.text.chars().filter(|c| c.is_alphanumeric()).count();
    line.confidence >= if letters >= 3 { LEAST } else { 80.0 }
}

/// What several ways read of one line.
struct Cluster {
    frame: [f32; 4],
    /// With the number of the way each comes from.
    seen: Vec<(usize, Seen)>,
}

/// Merges readings, the first of which is the plainest.
pub(super) fn merge(readings: &[Vec<Seen>]) -> Vec<TextLine> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for (way, lines) in readings.iter().enumerate() {
        for line in lines {
            // A line cut in two by one way belongs where most of it stands.
            let shared = |c: &Cluster| shared(&c.frame, &line.frame);
            let best = clusters.iter_mut().max_by(|a, b| shared(a).total_cmp(&shared(b)));
            match best.filter(|c| shared(c) >= 0.5) {
                Some(cluster) => cluster.seen.push((way, line.clone())),
                None => clusters.push(Cluster { frame: line.frame, seen: vec![(way, line.clone())] }),
            }
        }
    }
    clusters.retain(|c| c.seen.iter().any(|(_, s)| is_text(s)));
    clusters.sort_by(|a, b| reading_order(&a.frame, &b.frame));
    clusters.into_iter().filter_map(best).collect()
}

/// How much of the smaller frame the other one holds.
fn shared(a: &[f32; 4], b: &[f32; 4]) -> f32 {
    let side = |from: usize| (a[from + 2].min(b[from + 2]) - a[from].max(b[from])).max(0.0);
    let size = |f: &[f32; 4]| (f[2] - f[0]) * (f[3] - f[1]);
    side(0) * side(1) / size(a).min(size(b)).max(1.0)
}

/// Top to bottom, then left to right.
fn reading_order(a: &[f32; 4], b: &[f32; 4]) -> std::cmp::Ordering {
    ((a[1] + a[3]).total_cmp(&(b[1] + b[3]))).then(a[0].total_cmp(&b[0]))
}

/// What is told apart: letters and digits, not the signs and spaces between.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '+').collect()
}

fn best(cluster: Cluster) -> Option<TextLine> {
    // A way that cut the line in pieces offers the largest piece.
    let mut seen: Vec<(usize, Seen)> = Vec::new();
    for (way, line) in cluster.seen {
        match seen.iter_mut().find(|(w, _)| *w == way) {
            Some((_, kept)) if kept.text.len() < line.text.len() => *kept = line,
            Some(_) => {}
            None => seen.push((way, line)),
        }
    }
    let seen: Vec<Seen> = seen.into_iter().map(|(_, line)| line).collect();
    let (agreed, disputed) = vote(&seen);
    // The surest of those that say what was agreed on; more letters are worth more.
    let worth = |s: &Seen| s.confidence * (bare(&s.text).chars().count().min(12) as f32).sqrt();
    let says = |s: &Seen| numbers(&s.text) == agreed;
    let chosen = seen
        .iter()
        .filter(|s| says(s))
        .max_by(|a, b| worth(a).total_cmp(&worth(b)))
        .or_else(|| seen.iter().max_by(|a, b| worth(a).total_cmp(&worth(b))))?;
    let mut also: Vec<(String, usize)> = Vec::new();
    for other in seen.iter().filter(|s| bare(&s.text) != bare(&chosen.text)) {
        match also.iter_mut().find(|(text, _)| bare(text) == bare(&other.text)) {
            Some((_, count)) => *count += 1,
            None => also.push((other.text.clone(), 1)),
        }
    }
    also.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let confidence = if disputed { chosen.confidence.min(DISPUTED) } else { chosen.confidence };
    Some(TextLine {
        text: chosen.text.clone(),
        origin: LineOrigin::Ocr,
        words: chosen.words.clone(),
        area: Some(chosen.area),
        confidence: Some(confidence),
        from_ms: None,
        to_ms: None,
        also: also.into_iter().map(|(text, _)| text).collect(),
    })
}

/// The numbers of a line as one text.
pub(super) fn numbers(text: &str) -> String {
    let runs = digits::runs(text);
    runs.iter().map(|r| r.digits.as_str()).collect::<Vec<_>>().join(" ")
}

/// The numbers that most readings agree on, and whether that is in dispute.
fn vote(seen: &[Seen]) -> (String, bool) {
    let mut votes: Vec<(String, f32, usize)> = Vec::new();
    for line in seen {
        let said = numbers(&line.text);
        // Whoever sees no number at all has no say against those who do.
        if said.is_empty() {
            continue;
        }
        let sure = sureness(line);
        match votes.iter_mut().find(|(numbers, ..)| *numbers == said) {
            Some((_, weight, say)) => {
                *weight += sure;
                *say += line.say;
            }
            None => votes.push((said, sure, line.say)),
        }
    }
    votes.sort_by(|a, b| b.2.cmp(&a.2).then(b.1.total_cmp(&a.1)));
    let Some((first, weight, say)) = votes.first().cloned() else { return (String::new(), false) };
    let opposed = votes.get(1).is_some_and(|(.., other)| *other >= say);
    let readers = seen.iter().filter(|s| numbers(&s.text) == first).count();
    // What one way alone has read must be sure in itself.
    (first, opposed || readers == 1 && weight < ALONE)
}

/// How sure the words are that hold a line's numbers, the least sure one.
fn sureness(line: &Seen) -> f32 {
    let runs = digits::runs(&line.text);
    let within = |w: &&Word| runs.iter().any(|r| w.start < r.span.end && r.span.start < w.end);
    line.words.iter().filter(within).filter_map(|w| w.confidence).fold(100.0, f32::min)
}
