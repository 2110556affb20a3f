//! Numbers and addresses that are spelled out in words, written as signs again.
//!
//! "plus four nine, three zero" becomes "+4930" and "heron dot jobs at example dot org" becomes
//! "heron.jobs@example.org", in a second view of the text that knows which raw bytes each part came from. What finds
//! contacts then finds these too, and nothing else has to know that they were words.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::candidates::{digit_like, is_zero};
use crate::fold::Folded;
use crate::lexicon::{Hit, Sense, Service};

/// A stretch of text to be written differently, with what takes its place.
type Edit = (Range<usize>, String);

/// A text in which what was spoken is written, and what goes with it.
pub(super) struct View {
    pub folded: Folded,
    /// The hits outside of what was rewritten, where they stand now.
    pub hits: Vec<Hit>,
    /// What was rewritten, where it stands now.
    pub places: Vec<Range<usize>>,
}

impl View {
    fn new(folded: &Folded, hits: &[Hit], edits: &[Edit]) -> View {
        let mut places = Vec::with_capacity(edits.len());
        let mut moved = Vec::with_capacity(hits.len());
        let mut shift = 0isize;
        let mut next = 0;
        for hit in hits {
            while let Some((range, written)) = edits.get(next).filter(|(range, _)| range.end <= hit.start) {
                let start = (range.start as isize + shift) as usize;
                places.push(start..start + written.len());
                shift += written.len() as isize - range.len() as isize;
                next += 1;
            }
            if edits.get(next).is_none_or(|(range, _)| hit.end <= range.start) {
                let at = |place: usize| (place as isize + shift) as usize;
                moved.push(Hit { start: at(hit.start), end: at(hit.end), sense: hit.sense });
            }
        }
        for (range, written) in &edits[next..] {
            let start = (range.start as isize + shift) as usize;
            places.push(start..start + written.len());
            shift += written.len() as isize - range.len() as isize;
        }
        View { folded: folded.rewritten(edits), hits: moved, places }
    }

    /// Returns true if something in this range was rewritten.
    pub fn touches(&self, range: &Range<usize>) -> bool {
        self.places.iter().any(|place| place.start < range.end && range.start < place.end)
    }
}

/// The view in which spoken numbers are digits; `None` where no number is spoken.
pub(super) fn numbers(folded: &Folded, hits: &[Hit]) -> Option<View> {
    let text = folded.text();
    let spoken: Vec<&Hit> = hits
        .iter()
        .filter(|h| {
            matches!(h.sense, Sense::Number(_) | Sense::Plus | Sense::Repeat(_) | Sense::Plural(_) | Sense::Hundred)
        })
        .filter(|h| is_whole(text, h))
        .collect();
    if spoken.len() + 3 * usize::from(text.bytes().any(|b| b.is_ascii_digit())) < 4 {
        return None;
    }
    let mut edits: Vec<Edit> = Vec::new();
    let mut at = 0;
    while let Some(mut run) = Run::next(text, &spoken, hits, at) {
        at = run.range.end;
        if let Some(written) = run.written() {
            edits.push((run.range, written));
        }
    }
    (!edits.is_empty()).then(|| View::new(folded, hits, &edits))
}

/// "nineteen" inside "ninety-nineteen" and "un" inside "une" are no words of their own; digits may touch words.
fn is_whole(text: &str, hit: &Hit) -> bool {
    crate::phrases::border_at(text, hit.start) && crate::phrases::border_at(text, hit.end)
        || text[hit.start..].starts_with(|c: char| c >= '\u{0e00}')
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Plus,
    /// Digits as they are written.
    Digits(usize, usize),
    Word(u16),
    Repeat(u8),
    Plural(u8),
    /// The word that makes hundreds of the digit before it.
    Hundred,
    /// A comma: what stands on its two sides is not one number word.
    Pause,
}

/// Tokens of a number one behind the other.
struct Run<'a> {
    text: &'a str,
    range: Range<usize>,
    tokens: Vec<Token>,
}

impl<'a> Run<'a> {
    /// The first run at or behind `from`.
    fn next(text: &'a str, spoken: &[&Hit], hits: &[Hit], from: usize) -> Option<Run<'a>> {
        let first = spoken.iter().find(|h| h.start >= from)?.start;
        // Digits written as such may stand before the first word.
        let start = first - leading_digits(&text[from..first]);
        let mut run = Run { text, range: start..start, tokens: Vec::new() };
        let mut at = start;
        while let Some((token, end)) = token_at(text, spoken, at) {
            run.tokens.push(token);
            run.range.end = end;
            at = end + gap(text, hits, end);
            if text[end..at].contains([',', '،', '、', '，']) {
                run.tokens.push(Token::Pause);
            }
        }
        if run.range.end == start {
            // Neither a word nor digits: go on behind.
            run.range = first..first + text[first..].chars().next().map_or(1, char::len_utf8);
        }
        Some(run)
    }

    /// Returns true if digits as written are a whole number already.
    fn is_complete(&self, tokens: &[Token]) -> bool {
        let written = tokens.iter().map(|t| match t {
            Token::Digits(start, end) => &self.text[*start..*end],
            _ => "",
        });
        let digits: String = written.collect::<String>().chars().map(|c| digit_like(c).unwrap_or(c)).collect();
        if digits.starts_with('+') { super::phones::e164(&digits).is_some() } else { digits.len() >= 10 }
    }

    /// The number in digits, `None` when it is too little to be a phone.
    fn written(&mut self) -> Option<String> {
        if self.tokens.last() == Some(&Token::Pause) {
            self.tokens.pop();
        }
        let words = self.tokens.iter().filter(|t| !matches!(t, Token::Digits(..) | Token::Pause)).count();
        // Counting is no number.
        let unpaused: Vec<Token> = self.tokens.iter().filter(|t| **t != Token::Pause).copied().collect();
        if is_counting(&unpaused) {
            return None;
        }
        let mut out = String::new();
        let mut i = 0;
        while let Some(&token) = self.tokens.get(i) {
            i += 1;
            match token {
                Token::Plus if out.is_empty() => out.push('+'),
                Token::Plus => return None,
                Token::Digits(start, end) => {
                    let written = self.text[start..end].trim_start_matches(' ');
                    if written.starts_with('+') && !out.is_empty() {
                        return None;
                    }
                    out.extend(written.chars().map(|c| digit_like(c).unwrap_or(c)));
                    // "9hundred"
                    let single = written.len() == 1 && written != "0" && written != "+";
                    if single && self.tokens.get(i) == Some(&Token::Hundred) {
                        let rest = match self.tokens.get(i + 1) {
                            Some(&Token::Word(rest)) if (10..100).contains(&rest) => rest,
                            _ => 0,
                        };
                        out.push_str(&format!("{rest:02}"));
                        i += 1 + usize::from(rest > 0);
                    }
                }
                Token::Repeat(times) => {
                    let digit = match self.tokens.get(i) {
                        Some(Token::Word(n)) if *n < 10 => char::from_digit(u32::from(*n), 10)?,
                        Some(&Token::Digits(start, end)) if end == start + 1 => self.text[start..end].chars().next()?,
                        _ => continue,
                    };
                    out.extend(std::iter::repeat_n(digit, usize::from(times)));
                    i += 1;
                }
                Token::Pause => {}
                Token::Hundred => out.push_str("100"),
                Token::Plural(digit) => out.push(char::from_digit(u32::from(digit), 10)?),
                Token::Word(number) => {
                    // "three zeros"
                    if let Some(Token::Plural(digit)) = self.tokens.get(i)
                        && (2..=6).contains(&number)
                    {
                        let digit = char::from_digit(u32::from(*digit), 10)?;
                        out.extend(std::iter::repeat_n(digit, usize::from(number)));
                        i += 1;
                        continue;
                    }
                    let mut value = number;
                    // "four hundred" where a language has no word of its own for it
                    if (1..10).contains(&value) && self.tokens.get(i) == Some(&Token::Hundred) {
                        value *= 100;
                        i += 1;
                    }
                    // "nine hundred", "two hundred thirty one", "twenty five"
                    let mut room = room_below(value);
                    while let Some(Token::Word(next)) = self.tokens.get(i)
                        && *next > 0
                        && *next < room
                    {
                        value += next;
                        room = room_below(*next);
                        i += 1;
                    }
                    out.push_str(&value.to_string());
                }
            }
        }
        let written = |tokens: &[Token]| -> usize {
            tokens.iter().map(|t| if let Token::Digits(a, b) = t { b - a } else { 0 }).sum()
        };
        // A whole number with a word behind it that means something else ("o" is "or" in Spanish).
        if words == 1
            && let Some((last, before)) = self.tokens.split_last()
            && !matches!(last, Token::Digits(..))
            && (self.is_complete(before) || written(before) >= 7 && self.text[..self.range.end].ends_with(" o"))
        {
            return None;
        }
        // "Seven 2016-2017 championships": one word among a few figures is no part of a number, unless it begins like one.
        let figures = self.tokens.iter().filter(|t| matches!(t, Token::Digits(..))).count();
        if words == 1 && figures < 4 && !out.starts_with(['+', '0', '8', '7']) {
            return None;
        }
        let digits = out.trim_start_matches('+').len();
        let enough = if words >= 4 { 7 } else { 9 };
        ((enough..=16).contains(&digits) && words > 0).then_some(out)
    }
}

/// Six numbers in a row, and little else.
fn is_counting(tokens: &[Token]) -> bool {
    let (mut longest, mut now) = (1, 1);
    for pair in tokens.windows(2) {
        now = if matches!(pair, [Token::Word(a), Token::Word(b)] if a + 1 == *b) { now + 1 } else { 1 };
        longest = longest.max(now);
    }
    longest >= 6 && tokens.len() - longest <= 2
}

/// What may be added to a number in words: units to tens, tens and units to hundreds.
fn room_below(value: u16) -> u16 {
    match value {
        20..=99 if value.is_multiple_of(10) => 10,
        100..=999 if value.is_multiple_of(100) => 100,
        _ => 0,
    }
}

/// Signs between the parts of a number that is partly spoken.
fn is_gap(c: char) -> bool {
    matches!(
        c,
        ' ' | ','
            | '-'
            | '.'
            | '/'
            | ':'
            | '('
            | ')'
            | '['
            | ']'
            | '·'
            | '،'
            | '、'
            | '，'
            | '_'
            | '|'
            | '~'
            | '*'
            | '•'
            | 'ー'
            | '・'
    )
}

/// Digits, with signs between them, that end the text before a first spoken word.
fn leading_digits(before: &str) -> usize {
    let tail = before.trim_end_matches(is_gap);
    if before[tail.len()..].chars().count() > 5 {
        return 0;
    }
    let mut start = before.len();
    let mut rest = tail;
    // Group by group backwards, as long as each is digits.
    loop {
        let group = rest
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |i| i + rest[i..].chars().next().map_or(1, char::len_utf8));
        let written = &rest[group..];
        if written.is_empty() || written_digits(written) != written.len() {
            break;
        }
        start = group;
        rest = &rest[..group];
        if rest.ends_with('+') {
            start -= 1;
            break;
        }
        let signs = rest.trim_end_matches(is_gap);
        // A comma or colon with a space ends a sentence before a number.
        let gap = &rest[signs.len()..];
        if gap.is_empty() || gap.chars().count() > 4 || matches!(gap, ", " | ": " | ". ") {
            break;
        }
        rest = signs;
    }
    if before[start..].bytes().any(|b| b.is_ascii_digit()) { before.len() - start } else { 0 }
}

/// The length of digits, some of which may be letters: "9о9", "5l", "ooo".
pub(super) fn written_digits(rest: &str) -> usize {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let run = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let (mut all, mut zeros, mut others) = (0, 0, 0);
    for c in rest[..run].chars() {
        all += usize::from(c.is_ascii_digit());
        zeros += usize::from(is_zero(c));
        others += usize::from(!c.is_ascii_digit() && !is_zero(c));
    }
    let alike = rest[..run].chars().all(|c| c.is_ascii_digit() || digit_like(c).is_some());
    if alike && (all > 0 && others <= all || all == 0 && others == 0 && zeros >= 2) { run } else { digits }
}

fn token_at(text: &str, spoken: &[&Hit], at: usize) -> Option<(Token, usize)> {
    let rest = text.get(at..)?;
    if let Some(signed) = rest.strip_prefix('+') {
        let digits = signed.bytes().take_while(u8::is_ascii_digit).count();
        return if digits > 0 {
            Some((Token::Digits(at, at + 1 + digits), at + 1 + digits))
        } else {
            Some((Token::Plus, at + 1))
        };
    }
    let digits = written_digits(rest);
    if digits > 0 {
        return Some((Token::Digits(at, at + digits), at + digits));
    }
    // Hits are in order, the longest first of those that begin together.
    let first = spoken.partition_point(|h| h.start < at);
    let mut here = spoken[first..].iter().take_while(|h| h.start == at);
    let longest = here.clone().next()?;
    // "Hundred" is a number of its own as well.
    let hit = here.find(|h| h.sense == Sense::Hundred && h.end == longest.end).unwrap_or(longest);
    let token = match hit.sense {
        Sense::Plus => Token::Plus,
        Sense::Repeat(times) => Token::Repeat(times),
        Sense::Plural(digit) => Token::Plural(digit),
        Sense::Hundred => Token::Hundred,
        Sense::Number(number) => Token::Word(number),
        _ => return None,
    };
    Some((token, hit.end))
}

/// How much stands between two tokens of one number: a few signs, or a word that joins tens and units.
fn gap(text: &str, hits: &[Hit], at: usize) -> usize {
    let signs = |from: usize| {
        let rest = &text[from..];
        let gap = rest.len() - rest.trim_start_matches(is_gap).len();
        // More than a few signs end a number.
        if rest[..gap].chars().count() > 5 { 0 } else { gap }
    };
    let after = at + signs(at);
    let from = hits.partition_point(|h| h.start < after);
    if hits[from..].iter().take_while(|h| h.start == after).any(|h| matches!(h.sense, Sense::Number(_))) {
        return after - at;
    }
    let joiner = hits[from..]
        .iter()
        .take_while(|h| h.start == after)
        .find(|h| matches!(h.sense, Sense::And | Sense::Dash) && h.end - h.start <= 6);
    match joiner {
        Some(joiner) => joiner.end + signs(joiner.end) - at,
        None => {
            // "y", "et", "e", "i", "und" between tens and units.
            let rest = &text[after..];
            let word = ["y ", "et ", "e ", "i ", "und ", "og ", "och ", "en ", "ve ", "و", "and "]
                .into_iter()
                .find(|word| rest.starts_with(word) && after > at);
            after - at + word.map_or(0, str::len)
        }
    }
}

/// The view in which spoken signs of addresses are signs; `None` where no sign is spoken.
pub(super) fn signs(folded: &Folded, hits: &[Hit]) -> Option<View> {
    let text = folded.text();
    let mut edits: Vec<Edit> = Vec::new();
    let bracketed = memchr::memchr3(b'(', b'[', b'{', text.as_bytes()).is_some() || text.contains('#');
    let spaced = [" at ", " ,", " . ", " _ ", "@ "].iter().any(|sign| text.contains(sign));
    if !bracketed && !spaced && !hits.iter().any(|h| sign_of(h.sense).is_some()) {
        return None;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !text.is_char_boundary(at) {
            at += 1;
            continue;
        }
        let begins = bytes[at] == b'@' || part_at(text, at) > 0 && starts_part(text, at);
        let opens =
            hits.get(hits.partition_point(|h| h.start < at)).is_some_and(|h| h.start == at && h.sense == Sense::At)
                || text[at..].starts_with("(at)")
                || text[at..].starts_with("[at]");
        if begins || opens {
            let chain = Chain::read(text, hits, at);
            at = match chain.accepted().or_else(|| chain.account(text, hits, at)) {
                Some(written) => {
                    edits.push((at..chain.end, written));
                    chain.end.max(at + 1)
                }
                // "write me at heron at ...": what follows may be one without its beginning.
                None => at + part_at(text, at).max(1),
            };
        } else {
            at += 1;
        }
    }
    (!edits.is_empty()).then(|| View::new(folded, hits, &edits))
}

/// The length of a part of an address: Latin letters and figures, or one of the Cyrillic words for such parts.
fn part_at(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..) else { return 0 };
    match rest.bytes().take_while(u8::is_ascii_alphanumeric).count() {
        0 => {
            let word = rest.find(|c: char| !c.is_alphabetic()).map_or(rest, |end| &rest[..end]);
            if latin_part(word).is_some() { word.len() } else { 0 }
        }
        count => count,
    }
}

/// Parts of addresses as they are spoken in Cyrillic.
fn latin_part(word: &str) -> Option<&'static str> {
    Some(match word {
        "вк" => "vk",
        "ком" => "com",
        "ру" => "ru",
        "нет" => "net",
        "орг" => "org",
        "т" => "t",
        "ме" | "ми" => "me",
        "телеграм" => "telegram",
        _ => return None,
    })
}

/// Returns true where a part may begin: not inside a word or an address, but right behind scripts without spaces.
fn starts_part(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| {
        is_unspaced(c) || !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | '/') || is_combining_mark(c))
    })
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1780}'..='\u{17ff}' | '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

fn sign_of(sense: Sense) -> Option<char> {
    match sense {
        Sense::At => Some('@'),
        Sense::Dot => Some('.'),
        Sense::Underscore => Some('_'),
        Sense::Slash => Some('/'),
        _ => None,
    }
}

/// Parts of an address with signs between them, written or spoken.
struct Chain {
    end: usize,
    written: String,
    /// Signs that were spoken, bracketed or set apart by spaces.
    odd: usize,
}

impl Chain {
    fn read(text: &str, hits: &[Hit], start: usize) -> Chain {
        let mut chain = Chain { end: start, written: String::new(), odd: 0 };
        let mut at = start;
        // An account may begin with a spoken sign.
        if let Some((sign, end, odd)) = sign_at(text, hits, at).filter(|(sign, ..)| *sign == '@') {
            chain.written.push(sign);
            chain.odd += usize::from(odd);
            at = end;
        }
        for _ in 0..24 {
            let part = part_at(text, at);
            if part == 0 {
                break;
            }
            let written = &text[at..at + part];
            chain.written.push_str(latin_part(written).unwrap_or(written));
            at += part;
            // Letters set apart: "k i t e"
            let letters = if part == 1 { letters_apart(&text[at..]) } else { 0 };
            if letters >= 2
                || letters == 1
                    && chain.written.len() == 1
                    && text[at + 2..].starts_with([' ', '.'])
                    && !text[at + 2..].starts_with(". ")
            {
                chain.written.extend(text[at..at + 2 * letters].chars().filter(|c| *c != ' '));
                chain.odd += 1;
                at += 2 * letters;
            }
            chain.end = at;
            let Some((sign, mut end, odd)) = sign_at(text, hits, at) else { break };
            // "0047 / name@host" lists two things.
            if sign == '/' && odd && !is_whole_address(&chain.written) {
                break;
            }
            let invites = sign == '/' && (chain.written.ends_with("t.me") || chain.written.ends_with("telegram.me"));
            if invites && let Some(after) = plus_at(text, hits, end) {
                chain.written.push('/');
                chain.written.push('+');
                chain.odd += 1;
                at = after;
                continue;
            }
            // Behind a sign without a part another sign may stand for itself: "/ #p/".
            if part_at(text, end) == 0 {
                break;
            }
            if text[end..].starts_with(' ') {
                end += 1;
            }
            // "write to a@b.com dot your i": what is whole in plain signs needs no spoken ones.
            if odd && chain.odd == 0 && is_whole_address(&chain.written) {
                break;
            }
            chain.written.push(sign);
            chain.odd += usize::from(odd);
            at = end;
        }
        chain
    }

    /// What it says, if it is an address some of whose signs were spoken.
    fn accepted(&self) -> Option<String> {
        if self.odd == 0 {
            return None;
        }
        let written = self.written.as_str();
        let account = written
            .strip_prefix('@')
            .is_some_and(|handle| handle.len() >= 4 && handle.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
        let email = written
            .split_once('@')
            .is_some_and(|(local, host)| !local.is_empty() && is_whole_address(host) && !host.contains(['@', '/']));
        (account || email || !written.contains('@') && is_whole_address(written)).then(|| self.written.clone())
    }

    /// An account whose underscores were spoken, beside the name of its service; dots only on Instagram.
    fn account(&self, text: &str, hits: &[Hit], start: usize) -> Option<String> {
        let written = self.written.as_str();
        let signs = |sign: char| written.contains(sign);
        if self.odd == 0 || !(signs('_') || signs('.')) || written.len() < 5 || signs('@') || signs('/') {
            return None;
        }
        let from = hits.partition_point(|h| h.start + SERVICE_BEFORE < start);
        // "T E L E G R A M: ..."
        let before: String = super::cues::tail(text, start, 48).chars().filter(|c| c.is_alphanumeric()).collect();
        let apart = ["telegram", "телеграм", "телега"].iter().any(|name| before.ends_with(name));
        let service = hits[from..].iter().take_while(|h| h.start <= self.end + SERVICE_BEHIND).find_map(|h| {
            let gap = text.get(h.end..start).or_else(|| text.get(self.end..h.start))?;
            match h.sense {
                Sense::Service(service @ (Service::Telegram | Service::Instagram))
                    if !gap.contains(['!', '?', ';', '@']) && !gap.contains(". ") =>
                {
                    Some(service)
                }
                _ => None,
            }
        });
        let service = service.or(apart.then_some(Service::Telegram))?;
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'.' && service == Service::Instagram;
        written.bytes().all(allowed).then(|| format!("@{written}"))
    }
}

/// The end of a plus, spoken or written.
fn plus_at(text: &str, hits: &[Hit], at: usize) -> Option<usize> {
    let end = if text[at..].starts_with('+') {
        at + 1
    } else {
        let first = hits.partition_point(|h| h.start < at);
        hits[first..].iter().take_while(|h| h.start == at).find(|h| h.sense == Sense::Plus)?.end
    };
    Some(end + usize::from(text[end..].starts_with(' ')))
}

/// How far from an account the service it is on may be named.
const SERVICE_BEFORE: usize = 64;
const SERVICE_BEHIND: usize = 24;

/// Returns true if what is written ends in a host, perhaps with a path.
fn is_whole_address(written: &str) -> bool {
    let host = written.rsplit('@').next().unwrap_or(written).split('/').next().unwrap_or_default();
    host.rsplit_once('.').is_some_and(|(name, ending)| !name.is_empty() && super::addresses::is_ending(ending))
}

/// Single letters with a space before each.
fn letters_apart(text: &str) -> usize {
    let pairs = text.as_bytes().chunks_exact(2).take_while(|pair| pair[0] == b' ' && pair[1].is_ascii_alphanumeric());
    let count = pairs.count();
    // The last one may be the beginning of a word.
    let word = text.as_bytes().get(2 * count).is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 0x80);
    count - usize::from(word && count > 0)
}

/// The sign at a place, with its end and whether it is spoken, bracketed or set apart.
fn sign_at(text: &str, hits: &[Hit], at: usize) -> Option<(char, usize, bool)> {
    let rest = text.get(at..)?;
    let spaces = usize::from(rest.starts_with(' '));
    let rest = &rest[spaces..];
    let place = at + spaces;
    let after_space = |end: usize| end + usize::from(text[end..].starts_with(' '));
    // (at) [dot] {.} #at#
    if let Some(open) = rest.chars().next().filter(|c| matches!(c, '(' | '[' | '{' | '#')) {
        let close = match open {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            _ => '#',
        };
        let inner = &rest[1..];
        let end = inner.char_indices().take(28).find(|(_, c)| *c == close)?.0;
        let word = inner[..end].trim();
        let sign = match word {
            "at" | "@" | "a" | "ät" | "ат" | "собака" => '@',
            "dot" | "d0t" | "." | "punkt" | "точка" | "крапка" => '.',
            _ => {
                let first = hits.partition_point(|h| h.start < place + 1);
                hits[first..]
                    .iter()
                    .take_while(|h| h.start <= place + 2)
                    .find(|h| h.end >= place + 1 + word.len())
                    .and_then(|h| sign_of(h.sense))?
            }
        };
        return Some((sign, after_space(place + 1 + end + 1), true));
    }
    let first = hits.partition_point(|h| h.start < place);
    if (spaces > 0 || rest.starts_with(is_unspaced))
        && let Some((sign, end)) =
            hits[first..].iter().take_while(|h| h.start == place).find_map(|h| Some((sign_of(h.sense)?, h.end)))
    {
        return Some((sign, after_space(end), true));
    }
    if spaces == 0 && at > 0 || at == 0 {
        // An account's sign may be spoken where the chain begins.
        if let Some(hit) = hits[first..].iter().take_while(|h| h.start == place).find(|h| h.sense == Sense::At)
            && (at == 0 || text[..at].ends_with(' '))
        {
            return Some(('@', after_space(hit.end), true));
        }
    }
    if spaces > 0 && rest.starts_with("at ") {
        return Some(('@', after_space(place + 2), true));
    }
    let sign = rest.chars().next().filter(|c| matches!(c, '@' | '.' | '_' | '-' | '/'))?;
    let end = place + 1;
    // ". " ends sentences.
    let apart = spaces > 0 || text[end..].starts_with(' ');
    if sign == '.' && spaces == 0 && apart || sign == '-' && apart {
        return None;
    }
    Some((sign, after_space(end), apart))
}
