//! Where a post is cut into the items of its lists: a word says something about the amount in its own item.

use std::ops::Range;

use crate::fold::Folded;

/// How deep a cut is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cut {
    /// A comma or a plus: one more thing in the same line.
    Item,
    /// A sentence ends.
    Sentence,
    /// A line ends, or a bullet or a picture begins the next item.
    Line,
}

/// The cuts of a text, in order of their places in the folded text.
pub(super) struct Segments {
    cuts: Vec<(usize, Cut)>,
    end: usize,
}

impl Segments {
    /// Cuts a text. Line ends fold into spaces, so they are looked for in the raw text.
    pub fn new(raw: &str, folded: &Folded) -> Segments {
        let text = folded.text();
        let mut cuts: Vec<(usize, Cut)> = Vec::new();
        let mut lines = raw.match_indices('\n').map(|(at, _)| folded.folded_span(at..at + 1).start).peekable();
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            while lines.next_if(|line| *line <= at).is_some() {
                cuts.push((at, Cut::Line));
            }
            if let Some(cut) = cut_at(raw, folded, at, c, before) {
                cuts.push((at, cut));
            }
            before = c;
        }
        Segments { cuts, end: text.len() }
    }

    /// The sentence or the line around a place.
    pub fn around(&self, place: &Range<usize>) -> Range<usize> {
        let from = self.cuts.partition_point(|(at, _)| *at < place.start);
        let start = self.cuts[..from].iter().rev().find(|(_, cut)| *cut > Cut::Item).map_or(0, |(at, _)| *at);
        let next = self.cuts.partition_point(|(at, _)| *at < place.end);
        let end = self.cuts[next..].iter().find(|(_, cut)| *cut > Cut::Item).map_or(self.end, |(at, _)| *at);
        start..end.max(place.end)
    }

    /// The first cut in a stretch.
    pub fn first_cut(&self, within: Range<usize>) -> Option<usize> {
        let from = self.cuts.partition_point(|(at, _)| *at < within.start);
        self.cuts.get(from).map(|(at, _)| *at).filter(|at| *at < within.end)
    }

    /// The line before the one that begins at `start`; empty lines do not count. `None` where `start` begins a
    /// sentence within a line.
    pub fn line_before(&self, text: &str, start: usize) -> Option<Range<usize>> {
        let mut end = start;
        loop {
            let to = self.cuts.partition_point(|(at, _)| *at < end);
            // Several cuts may stand at one place: a line end before a bullet.
            let line = self.cuts[to..].iter().take_while(|(at, _)| *at == end).any(|(_, cut)| *cut == Cut::Line);
            if end == 0 || !line {
                return None;
            }
            let begin = self.cuts[..to].iter().rev().find(|(_, cut)| *cut > Cut::Item).map_or(0, |(at, _)| *at);
            if text[begin..end].contains(char::is_alphabetic) {
                return Some(begin..end);
            }
            end = begin;
        }
    }
}

fn cut_at(raw: &str, folded: &Folded, at: usize, c: char, before: char) -> Option<Cut> {
    let text = folded.text();
    let next = || text[at + c.len_utf8()..].chars().next();
    match c {
        'a'..='z' | '0'..='9' | ' ' => None,
        ',' | '،' => (!(before.is_ascii_digit() && next().is_some_and(|n| n.is_ascii_digit()))).then_some(Cut::Item),
        // "$1000+ a week" is one amount, "50 000 + bonus" two things.
        '+' => (!(before.is_ascii_digit() && next().is_some_and(|n| matches!(n, '/' | ' ')))).then_some(Cut::Item),
        '、' | '&' => Some(Cut::Item),
        ';' | '!' | '?' | '。' | '।' | '؟' | '؛' | '۔' => Some(Cut::Sentence),
        '.' => {
            // The dot of an abbreviation stands before a small letter or a figure.
            let rest = text[at + 1..].strip_prefix(' ')?;
            let first = rest.chars().next()?;
            let place = text.len() - rest.len();
            let written = raw[folded.raw_span(place..place + first.len_utf8())].chars().next()?;
            (written.is_alphabetic() && !written.is_lowercase()).then_some(Cut::Sentence)
        }
        '|' | '•' | '‣' | '◦' | '►' => Some(Cut::Line),
        '·' => (before == ' ').then_some(Cut::Line),
        '\u{25a0}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => Some(Cut::Line),
        _ => None,
    }
}
