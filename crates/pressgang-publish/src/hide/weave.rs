//! A text with stretches replaced and stretches marked, cut into plain segments.

use std::ops::Range;

/// What a marked segment is; the order is that of precedence where marks overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A contact, masked or not.
    Contact,
    /// An account's pseudonym.
    Account,
    /// The organisation is named.
    Mention,
    /// Pay.
    Pay,
    /// Ages asked for.
    Age,
    /// Another sign of recruitment.
    Sign,
}

impl Mark {
    /// Every mark.
    pub const ALL: [Mark; 6] = [Mark::Mention, Mark::Contact, Mark::Pay, Mark::Age, Mark::Sign, Mark::Account];

    /// The word used as a class of the page.
    pub fn class(self) -> &'static str {
        match self {
            Mark::Contact => "contact",
            Mark::Account => "account",
            Mark::Mention => "mention",
            Mark::Pay => "pay",
            Mark::Age => "age",
            Mark::Sign => "sign",
        }
    }

    /// What the legend says.
    pub fn label(self) -> &'static str {
        match self {
            Mark::Contact => "contact, masked in part",
            Mark::Account => "account, under a pseudonym",
            Mark::Mention => "names the organisation",
            Mark::Pay => "pay",
            Mark::Age => "ages asked for",
            Mark::Sign => "another sign of recruitment",
        }
    }
}

/// A stretch of the text as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The words.
    pub text: String,
    /// What they are, if anything special.
    pub mark: Option<Mark>,
}

/// A stretch that is replaced.
#[derive(Clone, Debug)]
pub struct Cut {
    /// Bytes of the raw text.
    pub range: Range<usize>,
    /// What stands there instead.
    pub text: String,
    /// What it is.
    pub mark: Mark,
    /// The lowest wins where cuts overlap.
    pub rank: u8,
}

/// Applies cuts and marks; ranges are widened to whole characters, overlapping cuts become one.
pub fn weave(raw: &str, cuts: Vec<Cut>, marks: &[(Range<usize>, Mark)]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut at = 0;
    for cut in merged(raw, cuts) {
        stretch(raw, at..cut.range.start, marks, &mut out);
        push(&mut out, &cut.text, Some(cut.mark));
        at = cut.range.end;
    }
    stretch(raw, at..raw.len(), marks, &mut out);
    out
}

/// The nearest whole characters around a range.
pub fn whole(raw: &str, range: &Range<usize>) -> Range<usize> {
    let mut start = range.start.min(raw.len());
    let mut end = range.end.min(raw.len()).max(start);
    while !raw.is_char_boundary(start) {
        start -= 1;
    }
    while !raw.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// Cuts in order, those that overlap joined under the strongest one's replacement.
fn merged(raw: &str, cuts: Vec<Cut>) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = cuts.into_iter().map(|c| Cut { range: whole(raw, &c.range), ..c }).collect();
    cuts.retain(|c| !c.range.is_empty());
    cuts.sort_by_key(|c| (c.range.start, c.range.end));
    let mut out: Vec<Cut> = Vec::new();
    for cut in cuts {
        match out.last_mut() {
            Some(last) if cut.range.start < last.range.end => {
                let stronger = (cut.rank, last.range.len()) < (last.rank, cut.range.len());
                last.range.end = last.range.end.max(cut.range.end);
                if stronger {
                    (last.text, last.mark, last.rank) = (cut.text, cut.mark, cut.rank);
                }
            }
            _ => out.push(cut),
        }
    }
    out
}

/// Copies an unreplaced stretch, divided where marks begin or end.
fn stretch(raw: &str, range: Range<usize>, marks: &[(Range<usize>, Mark)], out: &mut Vec<Segment>) {
    let mut edges: Vec<usize> = vec![range.start, range.end];
    let marks: Vec<(Range<usize>, Mark)> = marks.iter().map(|(r, m)| (whole(raw, r), *m)).collect();
    edges.extend(marks.iter().flat_map(|(r, _)| [r.start, r.end]).filter(|e| range.contains(e)));
    edges.sort_unstable();
    edges.dedup();
    for pair in edges.windows(2) {
        let &[from, to] = pair else { continue };
        let mark = marks.iter().filter(|(r, _)| r.start <= from && to <= r.end).map(|(_, m)| *m).min();
        push(out, raw.get(from..to).unwrap_or_default(), mark);
    }
}

fn push(out: &mut Vec<Segment>, text: &str, mark: Option<Mark>) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        // Neighbours of one plain kind are one; two replaced contacts side by side stay two.
        Some(last) if last.mark == mark && !matches!(mark, Some(Mark::Contact | Mark::Account)) => {
            last.text.push_str(text)
        }
        _ => out.push(Segment { text: text.to_owned(), mark }),
    }
}
