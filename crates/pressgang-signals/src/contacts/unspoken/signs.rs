//! Addresses whose dots, at-signs, underscores and slashes are spelled out or set apart.

use unicode_normalization::char::is_combining_mark;

use super::{Edit, View};
use crate::fold::Folded;
use crate::lexicon::{Hit, Sense, Service};

/// The view in which spoken signs of addresses are signs; `None` where no sign is spoken.
pub(in crate::contacts) fn signs(folded: &Folded, hits: &[Hit]) -> Option<View> {
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
        let begins = bytes[at] == b'@' || may_begin(bytes[at]) && starts_part(text, at) && part_at(text, at) > 0;
        let opens = hits
            .get(hits.partition_point(|h| h.start < at))
            .is_some_and(|h| h.start == at && h.sense == Sense::At && h.end - h.start >= 3)
            || text[at..].starts_with("(at)")
            || text[at..].starts_with("[at]");
        if begins || opens {
            let chain = Chain::read(text, hits, at);
            // "#tag . It's all ..."
            let host = |written: &String| written.contains(['@', '/']) || !text[chain.end..].starts_with('\'');
            at = match chain.accepted().filter(host).or_else(|| chain.account(text, hits, at)) {
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
        "تی" => "t",
        "می" => "me",
        "کام" => "com",
        _ => return None,
    })
}

/// Letters and figures, and the first bytes of Cyrillic and Arabic letters.
fn may_begin(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, 0xd0..=0xdb)
}

/// Returns true where a part may begin: not inside a word or an address, but right behind scripts without spaces.
fn starts_part(text: &str, at: usize) -> bool {
    if let Some(before) = at.checked_sub(1).map(|i| text.as_bytes()[i]).filter(u8::is_ascii) {
        return !(before.is_ascii_alphanumeric() || matches!(before, b'_' | b'.' | b'-' | b'@' | b'/'));
    }
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
        // Letters were set apart before.
        let mut apart = false;
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
                || letters == 1 && (apart || chain.written.len() == 1) && !text[at + 2..].starts_with(['@', '.'])
                || letters == 1
                    && chain.written.len() == 1
                    && text[at + 2..].starts_with([' ', '.'])
                    && !text[at + 2..].starts_with(". ")
            {
                chain.written.extend(text[at..at + 2 * letters].chars().filter(|c| *c != ' '));
                chain.odd += 1;
                apart = true;
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
        // "Et le point info" names no host.
        // "Cierto punto de vista": nor does what ends in a word.
        let word = |ending: &str| {
            matches!(
                ending,
                "de" | "es"
                    | "it"
                    | "in"
                    | "me"
                    | "id"
                    | "by"
                    | "us"
                    | "top"
                    | "pro"
                    | "work"
                    | "team"
                    | "link"
                    | "jobs"
                    | "company"
            )
        };
        let host = |label: &str| label.len() >= 4 && !written.rsplit('.').next().is_some_and(word);
        let named = written.contains('/') || written.split('.').next().is_some_and(host);
        (account || email || !written.contains('@') && named && is_whole_address(written)).then(|| self.written.clone())
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
        let tail = crate::contacts::cues::tail(text, start, 48);
        let before: String = tail.chars().filter(|c| c.is_alphanumeric()).collect();
        let apart =
            ["telegram", "телеграм", "телега"].iter().any(|name| before.ends_with(name) && !tail.contains(name));
        let one = written.matches(['_', '.']).count() == 1;
        let service = hits[from..].iter().take_while(|h| h.start <= self.end + SERVICE_BEHIND).find_map(|h| {
            let before = text.get(h.end..start);
            let gap = before.or_else(|| text.get(self.end..h.start))?;
            // "Telegram officials underscore that ..."
            let verb = text[start..self.end].contains("underscore ")
                && written.rsplit('_').next().is_some_and(|last| {
                    matches!(last, "that" | "the" | "how" | "why" | "its" | "this" | "their" | "our" | "his" | "a")
                });
            if verb || before.is_none() && one {
                return None;
            }
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
        let host = if service == Service::Instagram { "instagram.com" } else { "t.me" };
        written.bytes().all(allowed).then(|| format!("{host}/{written}"))
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
    host.rsplit_once('.')
        .is_some_and(|(name, ending)| !name.is_empty() && crate::contacts::addresses::is_ending(ending))
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
    if let Some(open) = rest.chars().next().filter(|c| matches!(c, '(' | '[' | '{' | '#' | '•' | '*')) {
        let close = match open {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            sign => sign,
        };
        let inner = &rest[open.len_utf8()..];
        let end = inner.char_indices().take(28).find(|(_, c)| *c == close)?.0;
        let word = inner[..end].trim();
        let sign = match word {
            "at" | "@" | "a" | "ät" | "ат" | "собака" => '@',
            "dot" | "d0t" | "." | "punkt" | "точка" | "крапка" => '.',
            _ => {
                let first = hits.partition_point(|h| h.start < place + open.len_utf8());
                hits[first..]
                    .iter()
                    .take_while(|h| h.start <= place + open.len_utf8() + 1)
                    .find(|h| h.end >= place + open.len_utf8() + word.len())
                    .and_then(|h| sign_of(h.sense))?
            }
        };
        return Some((sign, after_space(place + open.len_utf8() + end + close.len_utf8()), true));
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
    // "auf @party.de" and "photo via _name_" begin something: what is set apart is so on both sides.
    if matches!(sign, '@' | '_') && at > 0 && spaces > 0 && !text[end..].starts_with(' ') {
        return None;
    }
    Some((sign, after_space(end), apart))
}
