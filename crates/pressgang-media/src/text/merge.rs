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
const ALONE: f32 = 75.0;
/// A line whose readings disagree on a digit is no surer than this.
pub(crate) const DISPUTED: f32 = 30.0;

/// One or two letters are specks unless they are sure.
fn is_text(line: &Seen) -> bool {
    let letters = line.text.chars().filter(|c| c.is_alphanumeric()).count();
    letters > 0 && line.confidence >= if letters >= 3 { LEAST } else { 80.0 }
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
    // The surest of those whose numbers most ways support; more letters are worth more.
    let worth = |s: &Seen| s.confidence * (bare(&s.text).chars().count().min(12) as f32).sqrt();
    let (agreed, disputed) = vote(&seen);
    let chosen = seen.iter().filter(|s| numbers(&s.text) == agreed).max_by(|a, b| worth(a).total_cmp(&worth(b)))?;
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
        text: with_plus(chosen, &seen),
        origin: LineOrigin::Ocr,
        words: chosen.words.clone(),
        area: Some(chosen.area),
        confidence: Some(confidence),
        from_ms: None,
        to_ms: None,
        also: also.into_iter().map(|(text, _)| text).collect(),
    })
}

/// The text of a reading, with a plus before each of its numbers that has one in another reading and a dash in this: packs
/// of some scripts know no plus. Both signs are one byte, so words stay where they are.
fn with_plus(chosen: &Seen, seen: &[Seen]) -> String {
    let mut text = chosen.text.clone();
    for run in digits::runs(&chosen.text).into_iter().filter(|run| !run.plus) {
        let known = seen.iter().flat_map(|s| digits::runs(&s.text)).any(|r| r.plus && r.digits == run.digits);
        let dash = run.span.start.checked_sub(1).filter(|at| chosen.text.as_bytes()[*at] == b'-');
        if let Some(at) = dash.filter(|_| known) {
            text.replace_range(at..at + 1, "+");
        }
    }
    text
}

/// The numbers of a line, in ASCII digits.
pub(super) fn numbers(text: &str) -> Vec<String> {
    digits::runs(text).into_iter().map(|run| run.digits).collect()
}

/// The numbers that most readings support, and whether that is in dispute.
fn vote(seen: &[Seen]) -> (Vec<String>, bool) {
    // A pack that does not know a script's digits reads others in them.
    let native = seen.iter().any(|line| digits::has_native(&line.text) && !numbers(&line.text).is_empty());
    let able = seen.iter().filter(|line| !native || digits::has_native(&line.text));
    let said: Vec<(Vec<String>, &Seen)> = able.map(|line| (numbers(&line.text), line)).collect();
    let support = |number: &String| -> usize {
        said.iter().filter(|(numbers, _)| numbers.contains(number)).map(|(_, line)| line.say).sum()
    };
    // A reading is worth what its weakest number is: noise around a number is read once.
    let weakest = |numbers: &[String]| numbers.iter().map(support).min().unwrap_or(0);
    let mut votes: Vec<(usize, usize, f32, &Vec<String>, bool)> = said
        .iter()
        .filter(|(numbers, _)| !numbers.is_empty())
        .map(|(numbers, line)| {
            (weakest(numbers), numbers.len(), sureness(line), numbers, digits::is_doubtful(&line.text))
        })
        .collect();
    if votes.iter().any(|(.., doubtful)| !doubtful) {
        votes.retain(|(.., doubtful)| !doubtful);
    }
    votes.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then(b.2.total_cmp(&a.2)));
    // Whoever sees no number at all has no say against those who do.
    let Some((say, _, _, first, doubtful)) = votes.first().copied() else { return (Vec::new(), false) };
    let part = |a: &[String], b: &[String]| a.iter().all(|n| b.contains(n));
    let opposed =
        votes.iter().any(|(other, _, _, numbers, _)| *other >= say && !part(first, numbers) && !part(numbers, first));
    let readers: Vec<f32> = said.iter().filter(|(numbers, _)| part(first, numbers)).map(|(_, l)| sureness(l)).collect();
    // What one way alone has read must be sure in itself.
    let alone = readers.len() == 1 && readers.iter().any(|sure| *sure < ALONE);
    (first.clone(), opposed || alone || doubtful)
}

/// How sure the words are that hold a line's numbers, the least sure one.
fn sureness(line: &Seen) -> f32 {
    let runs = digits::runs(&line.text);
    let within = |w: &&Word| runs.iter().any(|r| w.start < r.span.end && r.span.start < w.end);
    line.words.iter().filter(within).filter_map(|w| w.confidence).fold(100.0, f32::min)
}
