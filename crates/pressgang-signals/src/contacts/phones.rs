//! Phone numbers in running text.
//!
//! A scan over the folded text finds stretches of digits that could be a number; Google's phone metadata decides what
//! they are. Possible numbers count, valid or not (adverts of designated organisations use reserved and foreign
//! ranges), but a stretch without a plus and without any sign of being a number must be a valid one.

use std::ops::Range;

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region};

use super::candidates::{self, Candidate, FEWEST_DIGITS};
use super::cues::{PhoneWords, amount_follows, is_day, is_something_else, messenger_before, messenger_behind};
use super::{Contact, ContactContext, how_hidden, unspoken};
use crate::fold::Folded;

/// Where national numbers of a text are likeliest from, likeliest first.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    list: Vec<Region>,
    /// How many of them, at the beginning, the text names or has numbers of.
    named: usize,
    /// The country that nearly all who write the text's language live in.
    home: Option<Region>,
    /// The first country of the text's language, where it is none of these.
    spoken: Option<Region>,
    /// The text is written in Cyrillic.
    cyrillic: bool,
    /// Nothing in the text says where it is from: only valid numbers count.
    guessed: bool,
}

impl Regions {
    /// The known ones among ISO 3166-1 codes, at most six, without repetition: those a text names, then those where
    /// its language is spoken.
    pub fn from_codes<'a>(
        named: impl Iterator<Item = &'a str>,
        home: Option<&str>,
        spoken: impl Iterator<Item = &'a str>,
    ) -> Regions {
        let mut spoken = spoken.peekable();
        let first = spoken.peek().and_then(|code| code.parse::<Region>().ok());
        let home = home.and_then(|code| code.parse::<Region>().ok());
        let mut regions = Regions { home, ..Regions::default() };
        regions.add(named);
        regions.named = regions.list.len();
        regions.add(spoken);
        regions.spoken = first.filter(|region| home.is_none() && !regions.list[..regions.named].contains(region));
        regions
    }

    fn add<'a>(&mut self, codes: impl Iterator<Item = &'a str>) {
        for region in codes.filter_map(|code| code.parse::<Region>().ok()) {
            if !self.list.contains(&region) && self.list.len() < 6 {
                self.list.push(region);
            }
        }
    }

    /// The same, said to be a guess or not.
    pub fn guessed(self, guessed: bool) -> Regions {
        Regions { guessed, ..self }
    }

    /// The same with the countries of numbers beside first, for this text.
    fn beside(&self, beside: &[Region], text: &str) -> Regions {
        let mut list = beside.to_vec();
        list.extend(self.list.iter().filter(|r| !beside.contains(r)));
        let named = beside.len() + self.list[..self.named].iter().filter(|r| !beside.contains(r)).count();
        let cyrillic = text.contains(|c| matches!(c, '\u{0400}'..='\u{052f}'));
        Regions {
            list,
            named,
            home: self.home,
            spoken: self.spoken,
            guessed: self.guessed && beside.is_empty(),
            cyrillic,
        }
    }
}

/// Digits, with letters that stand for some, enough for a number.
pub(crate) fn has_figures(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).take(4).count();
    if !(1..4).contains(&digits) {
        return digits >= 4;
    }
    // Other letters end a token as well as signs do: looking them up in tables would cost more than it tells.
    let written = |c: char| c.is_ascii_alphanumeric() || super::candidates::digit_like(c).is_some();
    let tokens = text.split(|c: char| !written(c)).filter(|token| token.len() >= 2);
    tokens.map(unspoken::written_digits).sum::<usize>() >= FEWEST_DIGITS
}

/// The countries of numbers with a plus: a national number beside them is likely from there too.
fn abroad(text: &str) -> Vec<Region> {
    let mut regions = Vec::new();
    for at in memchr::memchr_iter(b'+', text.as_bytes()).take(4) {
        let digits: String = text[at + 1..]
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '(' | ')'))
            .take_while(char::is_ascii_digit)
            .take(12)
            .collect();
        if digits.len() < 8 {
            continue;
        }
        if let Ok(number) = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None)
            && let Some(region) = PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code)
            && !regions.contains(&region)
        {
            regions.push(region);
        }
    }
    regions
}

/// An international number in E.164, if it is possible.
pub(super) fn e164(international: &str) -> Option<String> {
    let number = PHONE_NUMBER_UTIL.parse(international, None).ok()?;
    is_possible(&number).then(|| format(&number))
}

/// Of a possible length for its country, not only within one town.
pub(super) fn is_possible(number: &PhoneNumber) -> bool {
    matches!(PHONE_NUMBER_UTIL.is_possible_number_with_reason(number), Ok(NumberLengthType::IsPossible))
}

/// Returns true if an international number has as many digits as phones of its country.
pub(super) fn is_whole(international: &str) -> bool {
    PHONE_NUMBER_UTIL.parse(international, None).is_ok_and(|number| fits(&number))
}

/// As long as phones of its country are.
fn fits(number: &PhoneNumber) -> bool {
    [PhoneNumberType::Mobile, PhoneNumberType::FixedLine].into_iter().any(|kind| {
        let length = PHONE_NUMBER_UTIL.is_possible_number_for_type_with_reason(number, kind);
        matches!(length, Ok(NumberLengthType::IsPossible))
    })
}

pub(super) fn format(number: &PhoneNumber) -> String {
    PHONE_NUMBER_UTIL.format(number, PhoneNumberFormat::E164).into_owned()
}

/// Finds phone numbers outside the ranges already taken, which are sorted; all ranges are of the folded text.
pub(super) fn find(
    raw: &str,
    folded: &Folded,
    context: ContactContext<'_>,
    taken: &[Range<usize>],
) -> Vec<(Range<usize>, Contact)> {
    let text = folded.text();
    if !has_figures(text) {
        return Vec::new();
    }
    let words = PhoneWords::new(context.hits);
    let near = context.regions.beside(&abroad(text), text);
    let context = ContactContext { regions: &near, ..context };
    let mut found = Vec::new();
    let mut at = 0;
    let mut last_end: Option<usize> = None;
    while let Some(mut candidate) = candidates::next(raw, folded, at) {
        candidate.cut_before_figures(text, context.hits);
        at = candidate.range.end;
        let behind = taken.partition_point(|t| t.end <= candidate.range.start);
        if taken.get(behind).is_some_and(|t| t.start < candidate.range.end) {
            continue;
        }
        let later = if is_something_else(text, &candidate) { None } else { candidate.later_start(text) };
        // "06 39 98 01 23 or 06 39 98 77 10": what stands beside a number is one too.
        let beside = last_end.is_some_and(|end| {
            text.get(end..candidate.range.start).is_some_and(|gap| gap.len() <= 8 && !gap.contains(['.', ';']))
        });
        let reading = later
            .and_then(|later| Some((read(text, &later, context, &words, beside)?, later)))
            .or_else(|| Some((read(text, &candidate, context, &words, beside)?, candidate)));
        let Some(((range, value, alternatives), candidate)) = reading else { continue };
        at = range.end;
        last_end = Some(range.end);
        let span = folded.raw_span(range.clone());
        let Some(written) = raw.get(span.clone()) else { continue };
        let hidden = how_hidden(written).or(if candidate.letters {
            Some("letters for digits")
        } else if candidate.is_spaced_apart() || candidate.disguised {
            Some("spaced apart")
        } else {
            None
        });
        let kind = messenger_before(text, range.start, context.hits);
        for (place, value) in other_endings(text, range.end, &value) {
            at = place.end;
            let span = folded.raw_span(place.clone());
            found.push((place, Contact { kind, value, span, hidden, alternatives: Vec::new() }));
        }
        found.push((range, Contact { kind, value, span, hidden, alternatives }));
    }
    found
}

/// Further numbers written by their last digits only: "054/055" is two phones.
fn other_endings(text: &str, end: usize, value: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = end;
    while let Some(rest) = text[at..].trim_start_matches(' ').strip_prefix('/') {
        let rest = rest.trim_start_matches(' ');
        let count = rest.bytes().take_while(u8::is_ascii_digit).count();
        let start = text.len() - rest.len();
        let goes_on = rest[count..].trim_start_matches([' ', '-', '.']);
        let another_word = rest[count..].starts_with(|c: char| c.is_alphanumeric() || c == ':')
            || count == 4 && goes_on.len() < rest.len() - count && goes_on.starts_with(|c: char| c.is_ascii_digit());
        // "24/7" is no number; five and more digits are a number of their own.
        let ends = rest[count..].is_empty() || rest[count..].starts_with([',', ';', ')']);
        let length = (2..=4).contains(&count) || count == 1 && ends;
        if !length || another_word {
            break;
        }
        let number = format!("{}{}", &value[..value.len() - count], &rest[..count]);
        if e164(&number).is_none() {
            break;
        }
        at = start + count;
        found.push((start..at, number));
    }
    found
}

/// E.164 allows so many digits, and a trunk or access code may stand before them.
const LONGEST: usize = 16;

/// Folded range, value in E.164, other readings.
type Reading = (Range<usize>, String, Vec<String>);

fn read(
    text: &str,
    candidate: &Candidate,
    context: ContactContext<'_>,
    words: &PhoneWords,
    beside: bool,
) -> Option<Reading> {
    let spoken = context.spoken.iter().any(|s| s.start < candidate.range.end && candidate.range.start < s.end);
    let cue = spoken
        || beside
        || words.cue_before(text, candidate.range.start)
        || messenger_behind(text, candidate.range.end, context.hits);
    if !candidate.plus && !cue && is_something_else(text, candidate) || is_day(text, candidate) {
        return None;
    }
    // "1-866-594-HOPE" goes on in letters.
    let rest = &text[candidate.range.end..];
    if !candidate.plus && rest.starts_with('-') && rest[1..].bytes().take_while(u8::is_ascii_lowercase).count() >= 3 {
        return None;
    }
    if !candidate.plus && !cue && words.numbered_before(text, candidate.range.start) {
        return None;
    }
    if !candidate.plus && amount_follows(text, candidate.range.end, context) {
        return None;
    }
    // Nobody hides what is no number; but it must look like one.
    let cue = cue || candidate.disguised && !is_something_else(text, candidate);
    if candidate.plus || candidate.digits.starts_with("00") {
        international(text, candidate, cue)
    } else {
        national(text, candidate, context.regions, cue)
    }
}

/// Groups after which a number of that many digits is complete although more digits follow: behind a mere space
/// anything may begin. Not where digits stand alone, there a space says nothing.
fn early_ends<'a>(text: &'a str, candidate: &'a Candidate, digits: usize) -> impl Iterator<Item = usize> + 'a {
    // What is hidden group by group ends where the groups end.
    let groups = if candidate.disguised { 0 } else { candidate.groups.len().saturating_sub(1) };
    (0..groups).filter(move |&i| {
        let alone = candidate.group(i).len() == 1 && candidate.group(i + 1).len() == 1;
        // "00 99 11": a pair behind pairs goes on.
        let pairs = i > 0 && (i - 1..=i + 1).all(|j| candidate.group(j).len() == 2);
        candidate.groups[i].until >= digits && matches!(candidate.gap_after(text, i), " " | " - ") && !alone && !pairs
    })
}

/// The last groups the number may end with, longest first.
fn late_ends(candidate: &Candidate) -> impl Iterator<Item = usize> + '_ {
    (0..candidate.groups.len()).rev().take_while(|&i| candidate.groups[i].until >= FEWEST_DIGITS)
}

fn international(text: &str, candidate: &Candidate, cue: bool) -> Option<Reading> {
    let parse = |end: usize| {
        let group = candidate.groups.get(end)?;
        let digits = candidate.digits.get(..group.until)?;
        let digits = if candidate.plus { digits } else { digits.trim_start_matches('0') };
        let number = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None).ok()?;
        Some((candidate.range.start..group.range.end, number))
    };
    let mut possible = None;
    let full = if candidate.plus { 11 } else { 13 };
    for end in early_ends(text, candidate, full).chain(late_ends(candidate)) {
        let Some((range, number)) = parse(end) else { continue };
        let reading = |range| (range, format(&number), Vec::new());
        if PHONE_NUMBER_UTIL.is_valid_number(&number) {
            return Some(reading(range));
        }
        if possible.is_none() && (candidate.plus || cue || range.len() >= 12) && is_possible(&number) {
            possible = Some(reading(range));
        }
    }
    possible
}

/// Valid readings of digits without a plus: the likeliest region's place in the list, then the numbers.
fn valid_readings(digits: &str, regions: &Regions, cue: bool) -> Option<(usize, Vec<String>)> {
    if digits.len() > LONGEST {
        return None;
    }
    // "8 (9xx) ..." is how Russia and its neighbours write their own numbers, in use or not; elsewhere that is never
    // written in Cyrillic.
    if regions.cyrillic && digits.len() == 11 && digits.starts_with('8') && !is_belarusian(digits) {
        return Some((0, vec![format!("+7{}", &digits[1..])]));
    }
    if regions.cyrillic && digits.len() == 11 && digits.starts_with('7') {
        return Some((0, vec![format!("+{digits}")]));
    }
    // What is written as at home is from there, in use or not; other countries' readings follow.
    let home =
        regions.list.first().filter(|_| !regions.guessed && digits.starts_with('0') && !digits.starts_with("00"));
    let home = home.and_then(|&region| PHONE_NUMBER_UTIL.parse(digits, Some(region)).ok()).filter(is_possible);
    // Not where a zero before a number means nothing.
    let home = home.filter(|number| format(number).ends_with(&digits[1..]) && !format(number).ends_with(digits));
    let mut rank = None;
    let mut valid: Vec<String> = Vec::new();
    // Whoever is hired for work abroad calls at home.
    let own = || regions.home.and_then(|region| at_home(digits, region)).filter(|number| is_written_so(digits, number));
    let named = || own().into_iter().chain(regions.list[..regions.named].iter().filter_map(|&r| at_home(digits, r)));
    // What nobody has is a number only where it looks like one.
    let looks = cue || digits.starts_with('0') && digits.len() >= 9;
    // "06 39 ..." in French is from France though Dubai is named.
    let spoken = || regions.spoken.filter(|_| digits.starts_with('0')).and_then(|region| at_home(digits, region));
    let here = named()
        .chain(spoken())
        .find(|number| PHONE_NUMBER_UTIL.is_valid_number(number))
        .or_else(|| named().find(|number| looks && fits(number)))
        .or_else(|| {
            // Ten or eleven digits behind a zero are as national numbers are written, in use or not.
            let written = (10..=11).contains(&digits.len()) && digits.starts_with('0') && !digits.starts_with("00");
            let mut all = regions.list.iter().filter_map(|&region| PHONE_NUMBER_UTIL.parse(digits, Some(region)).ok());
            let valid = written && all.clone().any(|number| PHONE_NUMBER_UTIL.is_valid_number(&number));
            all.find(|number| written && !valid && fits(number) && format(number).ends_with(&digits[1..]))
        });
    for number in here.into_iter().chain(home) {
        let value = format(&number);
        if !valid.contains(&value) {
            rank = Some(0);
            valid.push(value);
        }
    }
    let mut add = |place: usize, number: &PhoneNumber| {
        if PHONE_NUMBER_UTIL.is_valid_number(number) {
            rank.get_or_insert(place);
            let value = format(number);
            if !valid.contains(&value) {
                valid.push(value);
            }
        }
    };
    for (place, &region) in regions.list.iter().enumerate() {
        if let Ok(number) = PHONE_NUMBER_UTIL.parse(digits, Some(region)) {
            add(place, &number);
        }
    }
    if digits.len() >= 10
        && !digits.starts_with('0')
        && let Ok(number) = PHONE_NUMBER_UTIL.parse(format!("+{digits}"), None)
    {
        add(regions.list.len(), &number);
    }
    Some((rank?, valid))
}

/// Returns true if people write a national number so: where a zero stands before theirs, few leave it out.
fn is_written_so(digits: &str, number: &PhoneNumber) -> bool {
    let national = || PHONE_NUMBER_UTIL.format(number, PhoneNumberFormat::National);
    digits.starts_with('0') || digits.len() >= 10 || !national().starts_with('0')
}

/// Digits read as they are written in a country.
fn at_home(digits: &str, region: Region) -> Option<PhoneNumber> {
    let number = PHONE_NUMBER_UTIL.parse(digits, Some(region)).ok();
    // Where digits that nobody has begin like a carrier's code, that is taken off them.
    number.filter(fits).or_else(|| {
        let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
        PHONE_NUMBER_UTIL.parse(format!("+{code}{digits}"), None).ok().filter(fits)
    })
}

/// "8 (029) ...": Belarus writes its own codes with a zero before them.
fn is_belarusian(digits: &str) -> bool {
    digits.starts_with("80") && digits[2..].starts_with(['1', '2', '3', '4'])
}

fn national(text: &str, candidate: &Candidate, regions: &Regions, cue: bool) -> Option<Reading> {
    // Where nothing says where a text is from, North America's way of grouping does.
    let american = Regions { list: vec![Region::US], ..Regions::default() };
    let lengths = candidate.groups.iter().map(|g| g.range.len());
    let regions = if regions.list.is_empty() && lengths.eq([3, 3, 4]) { &american } else { regions };
    // A text that is nothing but a number is one.
    let bare = |part: &str| !part.contains(char::is_alphanumeric);
    let alone =
        candidate.digits.len() >= 10 && bare(&text[..candidate.range.start]) && bare(&text[candidate.range.end..]);
    let at_end = |end: usize| {
        let group = candidate.groups.get(end)?;
        let digits = candidate.digits.get(..group.until)?;
        // Bare digits without any separator or sign could be anything.
        let russian = regions.cyrillic && digits.len() == 11 && digits.starts_with('8');
        let sign =
            digits.starts_with('0') && digits.len() >= 9 || russian || alone && end + 1 == candidate.groups.len();
        if !cue && !sign && candidate.groups.len() == 1 {
            return None;
        }
        // More digits than any number has are a table of figures; only what is as long as most numbers is tried.
        if !cue && !sign && candidate.digits.len() >= LONGEST && !(10..=12).contains(&group.until) {
            return None;
        }
        // Where every digit stands alone nothing but the end of them ends a number.
        if candidate.is_spaced_apart() && end + 1 < candidate.groups.len() {
            return None;
        }
        let (rank, valid) = valid_readings(digits, regions, cue)?;
        // Few digits are a number somewhere; without any sign only at home, and files are numbered with slashes.
        let slash = digits.len() < 9 && (0..end).any(|i| candidate.gap_after(text, i).contains('/'));
        if !cue && !sign && (digits.len() < 10 && rank > 0 || slash) {
            return None;
        }
        Some((candidate.range.start..group.range.end, rank, valid))
    };
    if let Some((range, rank, valid)) = late_ends(candidate).find_map(at_end) {
        let early = early_ends(text, candidate, 10).filter_map(at_end).find(|(_, early, _)| *early <= rank);
        let (range, _, mut valid) = early.unwrap_or((range, rank, valid));
        if !valid.is_empty() {
            let value = valid.remove(0);
            return Some((range, value, valid));
        }
    }
    if !cue || regions.guessed {
        return None;
    }
    late_ends(candidate).find_map(|end| {
        let group = candidate.groups.get(end)?;
        let digits = candidate.digits.get(..group.until)?;
        let numbers = regions.list.iter().filter_map(|&region| PHONE_NUMBER_UTIL.parse(digits, Some(region)).ok());
        let number = numbers.into_iter().find(is_possible)?;
        Some((candidate.range.start..group.range.end, format(&number), Vec::new()))
    })
}
