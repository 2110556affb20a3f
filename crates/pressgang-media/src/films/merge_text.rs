//! What was read in the stills of a film, merged over time: a line that stays is one line, read best.
//!
//! Lines of following stills are one when they stand at about the same place and say nearly the same, or say the same
//! wherever they stand (text that rolls). Digits decide: two numbers that differ in more than misreadings are two
//! lines. A line that is part of a later one at its place (it fades in, or is being typed) is dropped rather than kept
//! as a number cut short.

use super::vote::{Vote, vote};
use crate::reading::{Area, Code, TextLine};

/// Most lines of one still that are compared.
const MOST_LINES: usize = 100;

/// Stills that a line may be missing from before it counts as gone.
const GAP: usize = 2;

/// What is written in one still.
#[derive(Clone, Debug, Default)]
pub(crate) struct StillText {
    /// Time of its first frame.
    pub from_ms: u64,
    /// Time of its last frame.
    pub to_ms: u64,
    /// Width of the frame in pixels.
    pub width: u32,
    /// Its lines.
    pub lines: Vec<TextLine>,
    /// Its codes.
    pub codes: Vec<Code>,
}

/// A line over time.
struct Track {
    readings: Vec<TextLine>,
    /// What a text that runs through sideways says altogether.
    run: Option<String>,
    /// Whether its first and last letters may be cut off by the edges of the frame.
    cut: (bool, bool),
    from_ms: u64,
    to_ms: u64,
    last: usize,
}

/// How a line goes on from one still to the next.
#[derive(Debug, PartialEq)]
enum Bond {
    /// The same line.
    Same,
    /// One is a part of the other, at the same place.
    Part,
    /// It moved sideways: what both say together.
    Moved(String),
}

/// The lines of a film, by the time they are first seen.
pub(crate) fn merge_text(stills: Vec<StillText>) -> Vec<TextLine> {
    let mut tracks: Vec<Track> = Vec::new();
    for (number, still) in stills.into_iter().enumerate() {
        let mut taken = vec![false; tracks.len()];
        for line in still.lines.into_iter().filter(|line| !line.text.trim().is_empty()).take(MOST_LINES) {
            let cut = edges(&line, still.width);
            let open = tracks
                .iter()
                .enumerate()
                .filter(|(at, track)| track.last + GAP >= number && !taken.get(*at).copied().unwrap_or(true));
            let found = open
                .filter_map(|(at, track)| {
                    let last = track.readings.last()?;
                    let (bond, likeness) = bond(last, &line, track.run.as_deref())?;
                    Some((at, bond, likeness))
                })
                .max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)));
            match found {
                Some((at, bond, _)) => {
                    taken[at] = true;
                    let track = &mut tracks[at];
                    if let Bond::Moved(run) = bond {
                        track.run = Some(run);
                        track.cut.1 = cut.1;
                    }
                    track.readings.push(line);
                    track.to_ms = track.to_ms.max(still.to_ms);
                    track.last = number;
                }
                None => tracks.push(Track {
                    readings: vec![line],
                    run: None,
                    cut,
                    from_ms: still.from_ms,
                    to_ms: still.to_ms,
                    last: number,
                }),
            }
        }
    }
    tracks.retain(|track| !is_noise(track));
    let mut lines: Vec<TextLine> = tracks.into_iter().map(finish).collect();
    lines.retain(|line| !line.text.is_empty());
    lines.sort_by_key(|line| (line.from_ms, line.area.map(|a| (a.y, a.x))));
    lines
}

/// The codes of a film: each payload once, with the times it is seen.
pub(crate) fn merge_codes(stills: &[StillText]) -> Vec<Code> {
    let mut merged: Vec<Code> = Vec::new();
    for still in stills {
        for code in &still.codes {
            match merged.iter_mut().find(|c| c.format == code.format && c.payload == code.payload) {
                Some(known) => known.to_ms = known.to_ms.max(Some(still.to_ms)),
                None => {
                    merged.push(Code { from_ms: Some(still.from_ms), to_ms: Some(still.to_ms), ..code.clone() });
                }
            }
        }
    }
    merged
}

/// Whether a line is what a program makes of moving edges: read in one still only, and in few letters or unsurely. What
/// has the digits of a number is kept unless it is hardly more than guessed.
fn is_noise(track: &Track) -> bool {
    let [line] = &track.readings[..] else { return false };
    let letters = folded(&line.text);
    let digits = letters.iter().filter(|c| c.is_numeric()).count();
    let least = if digits >= 5 { 30.0 } else { 50.0 };
    letters.len() < 4 || line.confidence.is_some_and(|sure| sure < least)
}

fn finish(track: Track) -> TextLine {
    let Vote { mut line, also } = vote(track.readings);
    line.also = also;
    if let Some(run) = track.run {
        // Its words stood at many places; what the edges cut is no word.
        line.text = trimmed(&run, track.cut);
        line.words = Vec::new();
        line.area = None;
        line.also = Vec::new();
    }
    line.from_ms = Some(track.from_ms);
    line.to_ms = Some(track.to_ms);
    line
}

/// Without its first and last word where these touch the edges.
fn trimmed(text: &str, (left, right): (bool, bool)) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if left && !words.is_empty() {
        words.remove(0);
    }
    if right {
        words.pop();
    }
    words.join(" ")
}

/// Whether a line touches the left and right edge of its frame.
fn edges(line: &TextLine, width: u32) -> (bool, bool) {
    let margin = width / 100 + 2;
    line.area.map_or((false, false), |area| (area.x <= margin, area.x + area.width + margin >= width))
}

fn bond(before: &TextLine, now: &TextLine, run: Option<&str>) -> Option<(Bond, f32)> {
    let (a, b) = (folded(&before.text), folded(&now.text));
    let place = match (before.area, now.area) {
        (Some(a), Some(b)) => Place { band: overlap(a, b).1 >= 0.5, same: overlap(a, b).0 >= 0.5 },
        _ => Place { band: true, same: true },
    };
    if place.band
        && let Some(joined) = moved(run.unwrap_or(&before.text), &now.text)
    {
        return Some((Bond::Moved(joined), 0.9));
    }
    let same_place = place.band && place.same;
    // Far apart only lines of some length that say the same are the same line, rolling.
    let least = if same_place { 0.6 } else { 0.85 };
    let longest = a.len().max(b.len());
    if longest == 0 {
        return same_place.then_some((Bond::Same, 0.5));
    }
    if !same_place && (longest < 6 || a.len().abs_diff(b.len()) * 5 > longest) {
        return None;
    }
    if same_place && a.len().min(b.len()) >= 3 && a.len() != b.len() {
        let (long, short) = if a.len() > b.len() { (&a, &b) } else { (&b, &a) };
        if long.windows(short.len()).any(|part| part == &short[..]) {
            return Some((Bond::Part, 0.8 + 0.2 * short.len() as f32 / long.len() as f32));
        }
    }
    if !numbers_agree(&a, &b) {
        return None;
    }
    let likeness = 1.0 - distance(&a, &b) as f32 / longest as f32;
    (likeness >= least).then_some((Bond::Same, likeness))
}

struct Place {
    /// Whether they stand at the same height.
    band: bool,
    /// Whether they overlap in width.
    same: bool,
}

/// How much of the smaller one two areas share across and down, 0 to 1.
fn overlap(a: Area, b: Area) -> (f32, f32) {
    let along = |a: u32, a_long: u32, b: u32, b_long: u32| {
        let shared = (a + a_long).min(b + b_long).saturating_sub(a.max(b));
        shared as f32 / a_long.min(b_long).max(1) as f32
    };
    (along(a.x, a.width, b.x, b.width), along(a.y, a.height, b.y, b.height))
}

/// Letters and digits in lower case, at most 200: what misreadings of spaces and points do not change.
pub(super) fn folded(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(200).collect()
}

/// Whether the digits of two lines can be the same numbers misread: from five digits on one in six may differ.
fn numbers_agree(a: &[char], b: &[char]) -> bool {
    let digits = |text: &[char]| text.iter().copied().filter(|c| c.is_numeric()).collect::<Vec<_>>();
    let (a, b) = (digits(a), digits(b));
    let most = a.len().max(b.len());
    a.len().min(b.len()) < 5 || distance(&a, &b) * 6 <= most
}

/// What a line that runs through from right to left says after it moved on: both texts joined where they overlap by at
/// least eight letters. `None` if it did not move so.
fn moved(before: &str, now: &str) -> Option<String> {
    let a: Vec<char> = before.chars().collect();
    let tail = a.len().saturating_sub(200);
    let b: Vec<char> = now.chars().take(200).collect();
    let (at_a, at_b, length) = common(&a[tail..], &b);
    let at_a = at_a + tail;
    // The last letter before and the first one now may be cut through.
    let fits = length >= 8 && at_b <= 1 && at_a + length + 1 >= a.len() && at_a >= 2 && at_b + length + 2 <= b.len();
    fits.then(|| a[..at_a].iter().chain(&b[at_b..]).collect())
}

/// The longest run of characters that both have: where it begins in each, and its length.
fn common(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    let mut row = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let length = if x == y { diagonal + 1 } else { 0 };
            diagonal = row[j + 1];
            row[j + 1] = length;
            if length > best.2 {
                best = (i + 1 - length, j + 1 - length, length);
            }
        }
    }
    best
}

/// How many insertions, deletions and changes lead from one to the other (Levenshtein).
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::LineOrigin;

    fn line(text: &str, (x, y): (u32, u32), confidence: f32) -> TextLine {
        TextLine {
            text: text.to_owned(),
            origin: LineOrigin::Ocr,
            words: Vec::new(),
            area: Some(Area { x, y, width: text.chars().count() as u32 * 20, height: 30 }),
            confidence: Some(confidence),
            from_ms: None,
            to_ms: None,
            also: Vec::new(),
        }
    }

    /// Text, place and confidence.
    type Shown<'a> = (&'a str, (u32, u32), f32);

    /// One still a second, each with lines at a place.
    fn check(stills: &[&[Shown<'_>]], expected: &[&str]) {
        let stills = stills.iter().enumerate().map(|(n, lines)| StillText {
            from_ms: n as u64 * 1000,
            to_ms: n as u64 * 1000 + 500,
            width: 1280,
            lines: lines.iter().map(|(text, place, sure)| line(text, *place, *sure)).collect(),
            codes: Vec::new(),
        });
        let lines = merge_text(stills.collect());
        let said: Vec<_> = lines
            .iter()
            .map(|l| {
                let also = if l.also.is_empty() { String::new() } else { format!(" also {}", l.also.join(" / ")) };
                format!("{}-{} {}{also}", l.from_ms.unwrap(), l.to_ms.unwrap(), l.text)
            })
            .collect();
        assert_eq!(said, expected);
    }

    const LOW: (u32, u32) = (100, 600);

    #[test]
    fn a_line_that_stays_is_one() {
        check(
            &[
                &[("Call +49 30 23125 001", LOW, 90.0), ("Work abroad", (100, 50), 95.0)],
                &[("Call +49 30 23l25 001", LOW, 60.0), ("Work abroad", (102, 51), 95.0)],
                &[("Call +49 30 23125 001", LOW, 91.0)],
            ],
            &["0-1500 Work abroad", "0-2500 Call +49 30 23125 001 also Call +49 30 23l25 001"],
        );
    }

    #[test]
    fn two_numbers_at_one_place_are_two_lines() {
        check(
            &[&[("Berlin +49 30 23125 001", LOW, 90.0)], &[("Munich +49 89 99998 123", LOW, 90.0)]],
            &["0-500 Berlin +49 30 23125 001", "1000-1500 Munich +49 89 99998 123"],
        );
    }

    #[test]
    fn a_number_that_fades_in_is_never_cut_short() {
        check(
            &[
                &[("+49 30 23", LOW, 80.0)],
                &[("+49 30 23125 0", LOW, 85.0)],
                &[("+49 30 23125 001", LOW, 85.0)],
                &[("49 30 23125 00", LOW, 70.0)],
            ],
            &["0-3500 +49 30 23125 001"],
        );
    }

    #[test]
    fn text_that_rolls_is_one_line() {
        let up = |n: u32| ("Join the convoy of Harrow", (100, 700 - n * 150), 90.0);
        check(&[&[up(0)], &[up(1)], &[up(2)]], &["0-2500 Join the convoy of Harrow"]);
        // Running sideways: what the edges cut is dropped.
        let run = |text| (text, (0, 690), 90.0);
        check(
            &[
                &[run("the front pays well call +49 30 23")],
                &[run("ays well call +49 30 23125 001 today")],
                &[run("call +49 30 23125 001 today or write")],
            ],
            &["0-2500 front pays well call +49 30 23125 001 today or write"],
        );
    }

    #[test]
    fn a_line_may_be_missed_once() {
        check(&[&[("Name: Harrow", LOW, 90.0)], &[], &[("Name: Harrow", LOW, 90.0)]], &["0-2500 Name: Harrow"]);
        check(
            &[&[("Name: Harrow", LOW, 90.0)], &[], &[], &[("Name: Harrow", LOW, 90.0)]],
            &["0-500 Name: Harrow", "3000-3500 Name: Harrow"],
        );
    }

    #[test]
    fn what_edges_are_taken_for_is_dropped() {
        check(&[&[("a ve", LOW, 90.0), ("Die epee ae", (5, 5), 40.0), ("+49 30 23125 0", (5, 90), 29.0)]], &[]);
        check(
            &[&[("Harrow", LOW, 90.0), ("+49 30 23125 001", (5, 5), 40.0)]],
            &["0-500 +49 30 23125 001", "0-500 Harrow"],
        );
        // Twice is no accident.
        check(&[&[("vzw", LOW, 20.0)], &[("vzw", LOW, 20.0)]], &["0-1500 vzw"]);
    }

    #[test]
    fn codes_are_listed_once() {
        let code = |payload: &str| Code {
            format: "qr".into(),
            payload: payload.into(),
            area: None,
            from_ms: None,
            to_ms: None,
        };
        let still = |at, codes| StillText { from_ms: at, to_ms: at + 9, codes, ..StillText::default() };
        let merged = merge_codes(&[still(0, vec![code("a")]), still(50, vec![code("a"), code("b")])]);
        let said: Vec<_> = merged.iter().map(|c| (c.payload.as_str(), c.from_ms, c.to_ms)).collect();
        assert_eq!(said, [("a", Some(0), Some(59)), ("b", Some(50), Some(59))]);
    }
}
