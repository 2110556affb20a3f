//! Lexicons: per language, the words of work, pay, invitation, warning and report.
//!
//! They are data (`lexicons/*.toml`, format in docs/lexicons.md) compiled into one matcher for all languages; a text
//! is then read with the senses of the languages it may be in.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use thiserror::Error;

mod file;
mod sense;

use crate::fold::Folded;
use crate::phrases::{Matching, Phrases, PhrasesBuilder};
use file::{File, senses};
pub use sense::{Benefit, Condition, Isco, PayKind, Period, Sense, Service};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/lexicons");

/// What currencies and countries are called: language, code, name. Made by `cldr-names` of pressgang-train from CLDR.
static CLDR_NAMES: &str = include_str!("../../data/cldr-names.tsv");

/// Why a lexicon was refused.
#[derive(Debug, Error)]
pub enum LexiconError {
    /// It is not TOML of the documented shape.
    #[error("lexicon {file}: {reason}")]
    Malformed {
        /// The file's name.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// One language's facts besides its phrases.
#[derive(Debug)]
pub struct Lexicon {
    /// BCP 47 code.
    pub language: String,
    /// Other codes whose texts this lexicon also reads.
    pub serves: Vec<String>,
    /// ISO 3166-1 regions whose national phone numbers are tried, likeliest first.
    pub regions: Vec<String>,
    /// The ISO 4217 code of amounts without a currency, where nearly all who write the language are paid in one.
    pub currency: Option<String>,
}

/// All lexicons, compiled.
#[derive(Debug)]
pub struct Lexicons {
    list: Vec<Lexicon>,
    by_code: HashMap<String, Vec<u16>>,
    phrases: Phrases<(u16, Sense)>,
    /// SHA-like identity is the caller's business; this is the text all identities are made from.
    fingerprint: String,
}

/// One phrase of a lexicon found in a text, in folded bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it means.
    pub sense: Sense,
}

impl Lexicons {
    /// The lexicons shipped with the program.
    pub fn shipped() -> &'static Lexicons {
        // The unit test `shipped_lexicons_are_sound` holds that this cannot fail.
        static SHIPPED: LazyLock<Lexicons> = LazyLock::new(|| {
            let mut files: Vec<(&str, &str)> = FILES
                .files()
                .filter(|f| f.path().extension().is_some_and(|e| e == "toml"))
                .filter_map(|f| Some((f.path().to_str()?, f.contents_utf8()?)))
                .collect();
            files.sort_unstable();
            Lexicons::compile(&files).unwrap_or_else(|error| panic!("{error}"))
        });
        &SHIPPED
    }

    /// Compiles lexicons from pairs of file name and TOML text.
    pub fn compile(files: &[(&str, &str)]) -> Result<Lexicons, LexiconError> {
        let mut lexicons = Lexicons {
            list: Vec::new(),
            by_code: HashMap::new(),
            phrases: PhrasesBuilder::new().build(),
            fingerprint: String::new(),
        };
        let mut builder = PhrasesBuilder::new();
        // What a lexicon says of a name goes before what CLDR does ("FCFA" is meant for both currencies of that name).
        let mut named: HashSet<(u16, String)> = HashSet::new();
        for (file, text) in files {
            let malformed = |reason: String| LexiconError::Malformed { file: (*file).to_owned(), reason };
            let parsed: File = toml::from_str(text).map_err(|e| malformed(e.to_string()))?;
            let index = lexicons.list.len() as u16;
            for (written, sense) in senses(&parsed).map_err(malformed)? {
                if let Sense::Currency(_) = sense {
                    named.insert((index, written.to_lowercase()));
                }
                builder.add(&written, Matching { loose: false, borders: parsed.boundaries }, (index, sense));
            }
            for code in std::iter::once(&parsed.language).chain(&parsed.serves) {
                lexicons.by_code.entry(code.clone()).or_default().push(index);
            }
            lexicons.fingerprint.push_str(text);
            lexicons.list.push(Lexicon {
                language: parsed.language,
                serves: parsed.serves,
                regions: parsed.regions,
                currency: parsed.currency,
            });
        }
        for line in CLDR_NAMES.lines() {
            let mut fields = line.split('\t');
            let (Some(language), Some(code), Some(name)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            let Some(index) = lexicons.list.iter().position(|l| l.language == language) else { continue };
            let borders = !matches!(language, "th" | "km" | "my" | "zh" | "ja" | "lo");
            let matching = Matching { loose: false, borders };
            if let Ok(code) = <[u8; 3]>::try_from(code.as_bytes()) {
                if named.insert((index as u16, name.to_lowercase())) {
                    builder.add(name, matching, (index as u16, Sense::Currency(code)));
                }
            } else if let Ok(code) = <[u8; 2]>::try_from(code.as_bytes()) {
                builder.add(&inflected(language, name), matching, (index as u16, Sense::Country(code)));
            }
        }
        lexicons.phrases = builder.build();
        Ok(lexicons)
    }

    /// The texts of all lexicons, for keys of results that depend on them.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The languages that have a lexicon of their own.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|lexicon| lexicon.language.as_str())
    }

    /// Returns true if and only if a lexicon reads texts in this language.
    pub fn reads(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }

    /// The lexicons that read a text in one of `codes`, in the order of the codes, without repetition.
    pub fn for_languages<'a>(&self, codes: impl Iterator<Item = &'a str>) -> Vec<u16> {
        let mut chosen = Vec::new();
        for code in codes {
            for &index in self.by_code.get(code).map_or(&[][..], Vec::as_slice) {
                if !chosen.contains(&index) {
                    chosen.push(index);
                }
            }
        }
        chosen
    }

    /// The lexicon with this index.
    pub fn get(&self, index: u16) -> Option<&Lexicon> {
        self.list.get(usize::from(index))
    }

    /// Every phrase of the chosen lexicons in a text, and what services are called in any of them, in order, longer first where two begin together; a phrase inside
    /// a longer one of the same sense is left out.
    pub fn find(&self, folded: &Folded, chosen: &[u16]) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.phrases.find(folded, |range, &(index, sense)| {
            // Digits of scripts that one language or a few alike are written in are read in any text.
            let digit =
                || matches!(sense, Sense::Number(_)) && folded.text()[range.start..].starts_with(|c| c >= '\u{0900}');
            // "Arobase" and "собака" stand in addresses whatever the language of the rest.
            let at = sense == Sense::At && range.len() >= 6;
            if chosen.contains(&index) || matches!(sense, Sense::Service(_)) || at || digit() {
                hits.push(Hit { start: range.start, end: range.end, sense });
            }
        });
        hits.sort_unstable_by(|a, b| (a.start, b.end, a.sense).cmp(&(b.start, a.end, b.sense)));
        hits.dedup();
        let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
        for hit in hits {
            let inside =
                kept.iter().rev().take(8).any(|k| k.sense == hit.sense && k.start <= hit.start && hit.end <= k.end);
            if !inside {
                kept.push(hit);
            }
        }
        kept
    }
}

/// A country's name with any ending, in languages that put endings on names.
fn inflected(language: &str, name: &str) -> String {
    let ends = matches!(
        language,
        "ru" | "uk"
            | "be"
            | "bg"
            | "mk"
            | "sr"
            | "hr"
            | "sl"
            | "cs"
            | "sk"
            | "pl"
            | "lt"
            | "lv"
            | "et"
            | "fi"
            | "hu"
            | "tr"
            | "az"
            | "kk"
            | "ky"
            | "uz"
            | "el"
    );
    let letters = name.chars().count();
    if !ends || letters < 6 || name.contains(' ') {
        return name.to_owned();
    }
    let vowel = name.ends_with(['а', 'я', 'о', 'a', 'o', 'e', 'і', 'ė', 'ā', 'α']);
    let kept = letters - usize::from(vowel);
    name.chars().take(kept).chain(std::iter::once('*')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_lexicons_are_sound() {
        let lexicons = Lexicons::shipped();
        for language in ["ru", "en", "fr", "es", "vi", "id", "ar", "sr"] {
            assert!(lexicons.languages().any(|l| l == language), "no lexicon for {language}");
        }
        for lexicon in &lexicons.list {
            for region in &lexicon.regions {
                assert!(region.parse::<rlibphonenumber::Region>().is_ok(), "{}: region {region}", lexicon.language);
            }
        }
    }
}
