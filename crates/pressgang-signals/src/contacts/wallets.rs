//! Crypto wallets. Only addresses whose checksum is right count.
//!
//! Bitcoin: Base58Check with version 0 or 5, or Bech32 (BIP 173, BIP 350). Ethereum: EIP-55, or all letters in one
//! case, which carries no checksum. TRON: Base58Check with version 0x41. TON: base64url of 36 bytes that end with
//! CRC-16/XMODEM (TEP-2).

use std::ops::Range;

use base64::Engine;
use sha3::{Digest, Keccak256};

use super::{Contact, ContactKind};
use crate::fold::Folded;

/// No address is shorter.
const SHORTEST: usize = 26;

/// Finds wallets; they are looked for in the raw text, since case is part of them.
pub(super) fn find(raw: &str, folded: &Folded) -> Vec<(Range<usize>, Contact)> {
    let bytes = raw.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at + SHORTEST <= bytes.len() {
        // The last byte of the shortest address decides whether one may begin anywhere before it.
        if !is_part(bytes[at + SHORTEST - 1]) {
            at += SHORTEST;
            continue;
        }
        if !is_part(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at - bytes[..at].iter().rev().take_while(|b| is_part(**b)).count();
        let end = at + bytes[at..].iter().take_while(|b| is_part(**b)).count();
        at = end;
        if let Some(kind) = kind(&raw[start..end]) {
            let (span, value) = (start..end, raw[start..end].to_owned());
            let contact = Contact { kind, value, span: span.clone(), hidden: None, alternatives: Vec::new() };
            found.push((folded.folded_span(span), contact));
        }
    }
    for (span, kind, value) in broken(raw) {
        let hidden = Some("spaced apart");
        let contact = Contact { kind, value, span: span.clone(), hidden, alternatives: Vec::new() };
        found.push((folded.folded_span(span), contact));
    }
    found
}

/// Addresses in several pieces: their checksums say that these belong together.
fn broken(raw: &str) -> Vec<(Range<usize>, ContactKind, String)> {
    let mut found = Vec::new();
    let bytes = raw.as_bytes();
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(u8::is_ascii_alphanumeric) {
        let start = at + offset;
        let piece = bytes[start..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        at = start + piece;
        // A piece of an address is long and no word.
        let odd = bytes[start..at].iter().any(u8::is_ascii_digit)
            || bytes[start + 1..at].iter().any(u8::is_ascii_uppercase)
                && bytes[start..at].iter().any(u8::is_ascii_lowercase);
        if piece < 4 || !odd || !matches!(bytes[start], b'1' | b'3' | b'T' | b'b' | b'0' | b'E' | b'U') {
            continue;
        }
        // Dashes and underscores are parts of addresses on TON and nowhere else.
        for parts in [u8::is_ascii_alphanumeric as fn(&u8) -> bool, |b: &u8| is_part(*b)] {
            if let Some((end, kind, value)) = joined(raw, start, parts) {
                found.push((start..end, kind, value));
                at = end;
                break;
            }
        }
    }
    found
}

/// The address that begins in pieces at a place.
fn joined(raw: &str, start: usize, is_part: fn(&u8) -> bool) -> Option<(usize, ContactKind, String)> {
    let mut value = String::new();
    let mut end = start;
    while value.len() < 74 {
        let piece = raw.as_bytes()[end..].iter().take_while(|b| is_part(b)).count();
        if piece == 0 {
            return None;
        }
        value.push_str(&raw[end..end + piece]);
        end += piece;
        if value.len() >= SHORTEST
            && let Some(kind) = kind(&value)
        {
            return Some((end, kind, value));
        }
        let rest = &raw[end..];
        let next = rest.trim_start_matches(|c: char| {
            !u8::try_from(c).is_ok_and(|b| is_part(&b))
                && matches!(
                    c,
                    ' ' | '-' | '\n' | '_' | '.' | '/' | '|' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
                )
        });
        let gap = rest.len() - next.len();
        if !(1..=4).contains(&gap) {
            return None;
        }
        end += gap;
    }
    None
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn kind(token: &str) -> Option<ContactKind> {
    let base58 = |version: u8| bs58::decode(token).with_check(Some(version)).into_vec().is_ok_and(|v| v.len() == 21);
    match (token.as_bytes()[0], token.len()) {
        (b'1', 26..=34) if base58(0) => Some(ContactKind::Bitcoin),
        (b'3', 26..=35) if base58(5) => Some(ContactKind::Bitcoin),
        (b'b' | b'B', 14..=74) if bech32::segwit::decode(token).is_ok_and(|(hrp, ..)| hrp == bech32::hrp::BC) => {
            Some(ContactKind::Bitcoin)
        }
        (b'T', 34) if base58(0x41) => Some(ContactKind::Tron),
        (b'0', 42) if ethereum(token) => Some(ContactKind::Ethereum),
        (b'E' | b'U' | b'k' | b'0', 48) if ton(token) => Some(ContactKind::Ton),
        _ => None,
    }
}

fn ethereum(token: &str) -> bool {
    let Some(digits) = token.strip_prefix("0x").filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit())) else {
        return false;
    };
    let lower = digits.to_ascii_lowercase();
    if digits == lower || digits == digits.to_ascii_uppercase() {
        return true;
    }
    let hash = Keccak256::digest(lower.as_bytes());
    digits.bytes().enumerate().all(|(i, b)| {
        let nibble = if i % 2 == 0 { hash[i / 2] >> 4 } else { hash[i / 2] & 15 };
        !b.is_ascii_alphabetic() || b.is_ascii_uppercase() == (nibble >= 8)
    })
}

fn ton(token: &str) -> bool {
    let Ok(bytes) = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token) else { return false };
    let Some((body, check)) = bytes.split_last_chunk::<2>() else { return false };
    // Bounceable or not, on the main or the test network; in the base or the master chain.
    let tagged = matches!(body.first(), Some(0x11 | 0x51 | 0x91 | 0xd1)) && matches!(body.get(1), Some(0 | 0xff));
    tagged && crc16(body) == u16::from_be_bytes(*check)
}

/// CRC-16/XMODEM: polynomial 0x1021, no reflection, zero at the start.
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(
            crc ^ (u16::from(*byte) << 8),
            |crc, _| {
                if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums() {
        assert_eq!(crc16(b"123456789"), 0x31c3, "the check value of the catalogue of CRCs");
        // The examples of EIP-55.
        assert!(ethereum("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
        assert!(!ethereum("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"));
        // Examples of BIP 173, BIP 350 and of a Base58Check address of zeros.
        assert_eq!(kind("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"), Some(ContactKind::Bitcoin));
        assert_eq!(kind("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T5"), None);
        assert_eq!(kind("1111111111111111111114oLvT2"), Some(ContactKind::Bitcoin));
        assert_eq!(kind("1111111111111111111114oLvT3"), None);
    }
}
