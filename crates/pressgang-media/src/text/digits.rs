//! Digits in what was read: where a line may hold a number, and what two readings of it say.

use std::ops::Range;

/// Fewer digits are an age, a date or a price.
const FEWEST: usize = 7;

/// So many native digits are no misread letters.
const FEWEST_NATIVE: usize = 4;

/// A stretch of a line that may be a number somebody calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Where it stands in the line's text, from its first digit or plus to its last digit.
    pub span: Range<usize>,
    /// Its digits, in ASCII.
    pub digits: String,
    /// A plus stands before it.
    pub plus: bool,
}

/// The decimal digit that a character is, of whatever script; the scripts that Tesseract has packs for.
pub(super) fn digit(c: char) -> Option<char> {
    const ZEROS: [u32; 17] = [
        0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040,
        0x17e0, 0xff10,
    ];
    let code = c as u32;
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Invisible marks of direction, which Tesseract writes around digits in Arabic and Hebrew.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{feff}')
}

fn joins(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '(' | ')' | '/' | '‐'..='—' | '_' | '·' | '\u{a0}') || is_mark(c)
}

/// The stretches of digits of a line that are long enough for a number. Up to three signs stand between two digits.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    let mut gap = 0;
    let mut plus: Option<usize> = None;
    for (at, c) in text.char_indices() {
        if let Some(d) = digit(c) {
            let run = open.get_or_insert_with(|| Run {
                span: plus.unwrap_or(at)..at,
                digits: String::new(),
                plus: plus.is_some(),
            });
            run.digits.push(d);
            run.span.end = at + c.len_utf8();
            gap = 0;
            continue;
        }
        // A dot is taken for a comma or colon, but not before a space or the minutes of an hour.
        let next = text[at + c.len_utf8()..].chars().take_while(|c| digit(*c).is_some()).count();
        let colon = gap == 0 && (c == ',' && next > 0 || c == ':' && next > 2);
        if (joins(c) || colon) && (gap < 3 || is_mark(c)) {
            gap += usize::from(!is_mark(c));
            continue;
        }
        runs.extend(open.take());
        gap = 0;
        plus = matches!(c, '+' | '＋').then_some(at);
    }
    runs.extend(open);
    // "6996799M6o" is a word in letters that were not known.
    let glued = |run: &Run| {
        text[run.span.end..].starts_with(char::is_alphabetic) || text[..run.span.start].ends_with(char::is_alphabetic)
    };
    runs.retain(|run| run.digits.len() >= FEWEST && !is_day(&text[run.span.clone()]) && !glued(run));
    runs
}

/// "23.09.2025" and "2025-09-23", which nobody calls.
fn is_day(run: &str) -> bool {
    let groups: Vec<&str> = run.split(['.', '/', '-']).collect();
    let digits = |group: &str| group.chars().all(|c| digit(c).is_some()).then(|| group.chars().count());
    let lengths: Vec<Option<usize>> = groups.into_iter().map(digits).collect();
    matches!(lengths[..], [Some(1 | 2), Some(1 | 2), Some(4)] | [Some(4), Some(1 | 2), Some(1 | 2)])
}

/// Returns true if a number of a line cannot be as it was read: digits of two scripts, or a plus that belongs to it
/// with a letter in between.
pub(super) fn is_doubtful(text: &str) -> bool {
    runs(text).iter().any(|run| {
        let number = &text[run.span.clone()];
        let ours = number.chars().any(|c| c.is_ascii_digit());
        let before = text[..run.span.start].trim_end_matches(' ');
        let word = before.rsplit(' ').next().unwrap_or_default();
        ours && number.chars().any(|c| !c.is_ascii() && digit(c).is_some())
            || !run.plus && word.starts_with('+') && word.chars().count() <= 3
    })
}

/// Returns true if a number of a line is in digits of another script than ours; an age may be where a number is not.
pub(super) fn has_native(text: &str) -> bool {
    let native = |run: &Run| text[run.span.clone()].chars().filter(|c| !c.is_ascii() && digit(*c).is_some()).count();
    runs(text).iter().any(|run| native(run) >= FEWEST_NATIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<String> =
            runs(text).into_iter().map(|r| format!("{}{}", if r.plus { "+" } else { "" }, r.digits)).collect();
        assert_eq!(found.join(" "), expected, "{text:?}");
    }

    #[test]
    fn numbers_of_many_digits() {
        check("Call +44 7700 900123 now", "+447700900123");
        check("(202) 555-0143", "2025550143");
        check("٠٠٤٤ ٧٧٠٠ ٩٠٠١٢٣", "00447700900123");
        check("\u{200e}+44 7700\u{200e} 900123", "+447700900123");
        check("age 22 to 55, 2.400 a month", "");
        check("07700 900123 / 07700 900124x07700 900125", "");
        check("6996799M6o: +46.70.174.0653", "+46701740653");
        check("23.09.2025, 17:30", "");
        check("2025-09-23", "");
        check("+44:7700.900527", "+447700900527");
        check("+1-202-555-0114 :1570", "+12025550114");
        check("", "");
    }

    #[test]
    fn doubts() {
        assert!(is_doubtful("যোগাযোগ +d ৪১৫ ৫৫৫ ০১৮৫"));
        assert!(is_doubtful("+8९ ४० ६६९६९ २१७"));
        assert!(!is_doubtful("+४९ ४० ६६९६९ २१७"));
        assert!(!is_doubtful("Call +44 7700 900123, 24/7"));
    }

    #[test]
    fn spans_hold_the_number() {
        let text = "ring +44 7700 900123.";
        assert_eq!(&text[runs(text)[0].span.clone()], "+44 7700 900123");
    }
}
