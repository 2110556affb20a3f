//! Which countries a text is about: the cities and flags in it. A national number is likely from there.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::fold::Folded;
use crate::lexicon::{Hit, Sense};

/// Names of cities as [`compared`], and the country of each. Made by training/places/prepare.py from GeoNames.
static PLACES: &str = include_str!("../data/places.tsv");

static CITIES: LazyLock<HashMap<&'static str, [u8; 2]>> = LazyLock::new(|| {
    let country = |code: &str| <[u8; 2]>::try_from(code.as_bytes()).ok();
    PLACES.lines().filter_map(|line| line.split_once('\t')).filter_map(|(name, c)| Some((name, country(c)?))).collect()
});

/// Words of a text that are looked at: whoever names the place does so early or beside the number.
const MOST_WORDS: usize = 300;
/// Names of cities have at most so many words.
const LONGEST_NAME: usize = 3;
/// Letters that an ending may add to a name.
const LONGEST_ENDING: usize = 3;

/// ISO 3166-1 codes of the countries whose cities or flags are in a text, in order of appearance.
pub(crate) fn countries(raw: &str, folded: &Folded, hits: &[Hit]) -> Vec<[u8; 2]> {
    let mut found: Vec<[u8; 2]> = flags(raw);
    let text = folded.text();
    let words: Vec<Range<usize>> = words(text).take(MOST_WORDS).collect();
    let mut next = 0;
    while let Some(first) = words.get(next) {
        let together = words[next..].iter().take(LONGEST_NAME).zip(0..).take_while(|(word, i)| {
            *i == 0 || text.get(words[next + i - 1].end..word.start).is_some_and(|gap| matches!(gap, " " | "-" | "'"))
        });
        let most = together.count();
        let city = (1..=most).rev().find_map(|count| {
            let range = first.start..words[next + count - 1].end;
            // "Mobile" is a city too.
            let means_else = count == 1
                && hits
                    .iter()
                    .any(|h| h.start <= range.start && range.end <= h.end && !matches!(h.sense, Sense::Country(_)));
            (!means_else).then(|| city(raw, folded, range)).flatten().map(|country| (country, count))
        });
        if let Some((country, count)) = city {
            if !found.contains(&country) {
                found.push(country);
            }
            next += count;
        } else {
            next += 1;
        }
    }
    found
}

/// Stretches of letters, figures and their marks.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(char::is_alphanumeric)?;
        let length = text[start..].find(|c: char| !(c.is_alphanumeric() || is_combining_mark(c)));
        at = length.map_or(text.len(), |length| start + length);
        Some(start..at)
    })
}

/// The country of the city that a stretch of the folded text names.
fn city(raw: &str, folded: &Folded, range: Range<usize>) -> Option<[u8; 2]> {
    let written = &folded.text()[range.clone()];
    if written.starts_with(is_unspaced) {
        let starts: Vec<usize> = written.char_indices().map(|(i, _)| i).chain([written.len()]).collect();
        return starts.iter().enumerate().find_map(|(i, &start)| {
            (2..=6).rev().find_map(|count| CITIES.get(written.get(start..*starts.get(i + count)?)?).copied())
        });
    }
    let name = compared(written);
    let length = name.chars().count();
    let cased = written.starts_with(|c: char| matches!(c, 'a'..='z' | '\u{00c0}'..='\u{058f}'));
    let capital = raw.get(folded.raw_span(range)).and_then(|raw| raw.chars().next()).is_some_and(char::is_uppercase);
    if cased && !capital && length < 6 {
        return None;
    }
    if let Some(&country) = CITIES.get(name.as_str()) {
        return Some(country);
    }
    if cased && !capital {
        return None;
    }
    // Endings: "в Полтаве", "Budapesten", "ঢাকায়"; and what Arabic writes together with the name before it.
    let least = match name.chars().next()? {
        'a'..='z' => 6,
        '\u{0370}'..='\u{05ff}' => 4,
        '\u{ac00}'..='\u{d7a3}' => 2,
        _ => 3,
    };
    let ends: Vec<usize> = name.char_indices().map(|(i, _)| i).skip(least).collect();
    let ended = ends.iter().rev().take(LONGEST_ENDING).find_map(|&end| {
        let stem = &name[..end];
        CITIES.get(stem).copied().or_else(|| {
            // The name's own ending gives way to another in Cyrillic.
            let vowels = ["а", "я", "ь", "о", "е", "и", "ы", "і"];
            let cyrillic = stem.starts_with(|c| matches!(c, '\u{0400}'..='\u{052f}'));
            vowels.iter().filter(|_| cyrillic).find_map(|vowel| CITIES.get(format!("{stem}{vowel}").as_str()).copied())
        })
    });
    ended.or_else(|| {
        let rest = name.strip_prefix(['ب', 'و', 'ل', 'ف'])?;
        CITIES.get(rest).copied().filter(|_| rest.chars().count() >= 3)
    })
}

/// Scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// A folded name without accents, as names are compared; what is between words is one space.
fn compared(folded: &str) -> String {
    let marked =
        folded.starts_with(|c: char| matches!(c, 'a'..='z' | '\u{00c0}'..='\u{052f}' | '\u{0600}'..='\u{06ff}'));
    let plain = |c: char| match c {
        'ı' => 'i',
        'ł' => 'l',
        'đ' => 'd',
        'ø' => 'o',
        '-' | '\'' => ' ',
        c => c,
    };
    if marked {
        folded.nfd().filter(|c| !is_combining_mark(*c)).map(plain).collect()
    } else {
        folded.chars().map(plain).collect()
    }
}

/// Countries of flags: two regional indicators each.
fn flags(raw: &str) -> Vec<[u8; 2]> {
    let mut found = Vec::new();
    let mut open: Option<u8> = None;
    for c in raw.chars() {
        let letter = u32::from(c).checked_sub(0x1f1e6).filter(|i| *i < 26).map(|i| b'A' + i as u8);
        open = match (open, letter) {
            (Some(first), Some(second)) => {
                if !found.contains(&[first, second]) {
                    found.push([first, second]);
                }
                None
            }
            (_, letter) => letter,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicons;

    fn check(text: &str, expected: &[&str]) {
        let lexicons = Lexicons::shipped();
        let folded = Folded::new(text);
        let hits = lexicons.find(&folded, &lexicons.for_languages(["en", "ru"].into_iter()));
        let found = countries(text, &folded, &hits);
        let found: Vec<&str> = found.iter().filter_map(|code| std::str::from_utf8(code).ok()).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn cities_and_flags_name_countries() {
        check("Курьеры в Полтаве и Алматы", &["UA", "KZ"]);
        check("Movers in Cork city", &["IE"]);
        check("movers in cork", &[]);
        check("mumbai me helper chahiye", &["IN"]);
        check("Santiago de Chile, dos ayudantes", &["CL"]);
        check("Futárt keresünk Budapesten", &["HU"]);
        check("شغل في الرياض فقط", &["SA"]);
        check("للعمل بالقاهرة", &["EG"]);
        check("ঢাকায় পার্সেল বয়", &["BD"]);
        check("काठमाडौंमा भाइ चाहियो", &["NP"]);
        check("出二手洗衣机，上海自提", &["CN"]);
        check("부산에서 야간 알바", &["KR"]);
        check("Mobile 020", &[]);
        check("🇻🇳 tuyển gấp", &["VN"]);
        check("Nothing of the kind", &[]);
    }
}
