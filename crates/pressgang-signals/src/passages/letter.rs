//! One character as passages compare it: a letter or digit in its plainest form, or nothing.
//!
//! Every character maps alone (only combining marks look at what they stand on), so what two texts have in common is in
//! common in their views too, whatever stands around it. That is also why lookalikes are not repaired word by word, as
//! in `fold.rs`, but always mapped to one of them: a view is for comparing only, nobody reads it.
//!
//! Fingerprints that are kept rest on this mapping: whoever changes it raises `PASSAGES_VERSION`.

use std::sync::LazyLock;

use icu_casemap::CaseMapper;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::fold::{ascii_digit, is_invisible};

/// Set on what is kept: letters and digits. Without it a code is a sign that only separates.
pub(super) const LETTER: u32 = 1 << 31;
/// Shows nothing of its own: belongs to the character before it.
pub(super) const ATTACHED: u32 = 1 << 30;
/// May melt with what stands before it.
pub(super) const MARK: u32 = 1 << 29;
/// Becomes something else, or more than one character.
pub(super) const COMPOSED: u32 = 1 << 28;
/// The bits of the folded code point.
pub(super) const CODE: u32 = 0x1F_FFFF;

/// Code points below are looked up in a table.
const TABLED: u32 = 0x3100;

static TABLE: LazyLock<Vec<u32>> =
    LazyLock::new(|| (0..TABLED).map(|code| char::from_u32(code).map_or(0, look_up)).collect());

/// The table that [`kind`] needs; taken once for a text.
pub(super) fn table() -> &'static [u32] {
    &TABLE
}

/// What a character is: its folded code with flags.
#[inline]
pub(super) fn kind(c: char, table: &[u32]) -> u32 {
    let code = c as u32;
    if let Some(&kind) = table.get(code as usize) {
        return kind;
    }
    match code {
        // Ideographs and syllables of Hangul are letters and fold to themselves; pictures are signs.
        0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7a3 => LETTER | code,
        0x1f300..=0x1faff => code,
        _ => look_up(c),
    }
}

fn look_up(c: char) -> u32 {
    if is_invisible(c) || is_unwritten(c) {
        return ATTACHED;
    }
    match is_nfkc_quick(std::iter::once(c)) {
        IsNormalized::Maybe => return MARK,
        IsNormalized::No => return COMPOSED,
        IsNormalized::Yes => {}
    }
    if canonical_combining_class(c) != 0 && !c.is_alphanumeric() {
        return ATTACHED;
    }
    let mut buffer = [0; 4];
    let folded = CaseMapper::new().fold_string(c.encode_utf8(&mut buffer));
    let mut chars = folded.chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) => finish(one),
        _ => COMPOSED,
    }
}

/// Folds characters that belong together, handing over what becomes of each.
pub(super) fn fold_cluster(cluster: &str, mut take: impl FnMut(u32)) {
    let composed: String = cluster.nfkc().collect();
    for c in CaseMapper::new().fold_string(&composed).chars() {
        take(finish(c));
    }
}

/// The last step, for a character in NFKC whose case is folded.
fn finish(c: char) -> u32 {
    if is_invisible(c) || is_unwritten(c) {
        return ATTACHED;
    }
    let c = ascii_digit(c).unwrap_or_else(|| plainest(c));
    if c.is_alphanumeric() {
        LETTER | c as u32
    } else if is_combining_mark(c) {
        ATTACHED
    } else {
        c as u32
    }
}

/// Marks that the same word is written with or without: vowel signs of Arabic and Hebrew, and the stretching letter.
fn is_unwritten(c: char) -> bool {
    matches!(
        c,
        '\u{0591}'..='\u{05bd}' | '\u{05bf}' | '\u{05c1}' | '\u{05c2}' | '\u{05c4}' | '\u{05c5}' | '\u{05c7}'
        | '\u{0610}'..='\u{061a}' | '\u{0640}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{06d6}'..='\u{06dc}'
        | '\u{06df}'..='\u{06e4}' | '\u{06e7}' | '\u{06e8}' | '\u{06ea}'..='\u{06ed}'
    )
}

/// One letter for those that look alike (Cyrillic and Greek ones that pass for Latin ones, in either case) or that are
/// spelled either way; no two letters of one alphabet that stand for different sounds fall together.
fn plainest(c: char) -> char {
    match c {
        'а' | 'α' | 'ά' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ё' | 'ε' | 'έ' => 'e',
        'н' | 'һ' | 'η' | 'ή' => 'h',
        'і' | 'ι' | 'ί' | 'ϊ' | 'ΐ' | 'ı' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' | 'μ' => 'm',
        'ν' => 'n',
        'о' | 'ο' | 'ό' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'υ' | 'ύ' | 'ϋ' | 'ΰ' => 'y',
        'ζ' => 'z',
        'ώ' => 'ω',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ى' | 'ي' | 'ئ' => 'ی',
        'ك' => 'ک',
        'ة' => 'ه',
        c => c,
    }
}
