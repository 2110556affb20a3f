//! Figures in running text: digits with thousands separators, decimals, multiplying words.

use std::ops::Range;

/// One figure in a folded text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Where it stands, in folded bytes.
    pub range: Range<usize>,
    /// Its value as written, without a multiplying word.
    pub value: f64,
}

/// Finds all figures. Three digits behind a mark are thousands whatever the language's decimal mark is: pay is written
/// that way ("2.500"), and it is never written to three decimals.
///
/// `ends_line` says of a space whether a line ends there: figures of two lines are never one.
pub fn figures(text: &str, ends_line: impl Fn(usize) -> bool) -> Vec<Figure> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + offset;
        let mut groups: Vec<Range<usize>> = Vec::new();
        let mut separators: Vec<char> = Vec::new();
        let mut end = start;
        loop {
            let digits = bytes[end..].iter().take_while(|b| b.is_ascii_digit()).count();
            groups.push(end..end + digits);
            end += digits;
            let Some(separator) = text[end..].chars().next() else { break };
            if !matches!(separator, '.' | ',' | ' ' | '\'' | '٬' | '٫') {
                break;
            }
            let next = end + separator.len_utf8();
            let following = bytes[next.min(bytes.len())..].iter().take_while(|b| b.is_ascii_digit()).count();
            // A space or an apostrophe only ever separates thousands; marks separate thousands or decimals.
            let thousands = following == 3
                && groups[0].len() <= 3
                && (groups.len() == 1
                    || groups[groups.len() - 1].len() == 3
                    || groups[groups.len() - 1].len() == 2 && separator == ',');
            // Lakh and crore: 2,40,000 and 1,50,00,000.
            let indian = separator == ',' && following == 2 && groups[0].len() <= 2 && is_indian(&bytes[next..]);
            let decimals = (1..=2).contains(&following)
                && matches!(separator, '.' | ',' | '٫')
                && !separators.contains(&separator);
            let apart = separator == ' ' && thousands && ends_line(end);
            if apart
                || !(thousands || indian || decimals)
                || (!separators.is_empty() && separator == ' ' && separators[0] != ' ')
            {
                break;
            }
            separators.push(separator);
            end = next;
        }
        out.push(Figure { range: start..end, value: value(text, &groups, &separators) });
        at = end;
    }
    out
}

/// Returns true for the rest of a number in Indian groups: twos, then a last group of three.
fn is_indian(rest: &[u8]) -> bool {
    let digits = |from: &[u8]| from.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut rest = rest;
    loop {
        match digits(rest) {
            2 if rest.get(2) == Some(&b',') => rest = &rest[3..],
            3 => return rest.len() >= 3,
            _ => return false,
        }
    }
}

fn value(text: &str, groups: &[Range<usize>], separators: &[char]) -> f64 {
    let last = groups.len() - 1;
    let last_is_decimals = last > 0
        && (groups[last].len() != 3
            || separators[last - 1] == '٫'
            // Nobody writes thousands behind a lone zero ("0.125").
            || (last == 1 && &text[groups[0].clone()] == "0"));
    let mut digits = String::new();
    for (i, group) in groups.iter().enumerate() {
        if i == last && last_is_decimals {
            digits.push('.');
        }
        digits.push_str(&text[group.clone()]);
    }
    digits.parse().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[f64]) {
        assert_eq!(figures(text, |_| false).iter().map(|f| f.value).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn reads_figures() {
        check("240 000 rub", &[240000.0]);
        check("240.000", &[240000.0]);
        check("1,000,000", &[1000000.0]);
        check("2,5 million", &[2.5]);
        check("1.234,56", &[1234.56]);
        check("22-55", &[22.0, 55.0]);
        check("180-240 thousand", &[180.0, 240.0]);
        check("3k", &[3.0]);
        check("1'500", &[1500.0]);
        check("call 5, 6", &[5.0, 6.0]);
        check("0.125", &[0.125]);
        check("2,40,000 and 1,50,00,000", &[240000.0, 15000000.0]);
    }
}
