//! What pages write in the place of a post, in many languages.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use super::spec::AdapterError;
use super::text::folded;

/// Most phrases that are looked at in one piece of text.
const MOST_FOUND: usize = 64;

/// Longest sentence that is read by its words, in letters.
const LONGEST_SENTENCE: usize = 110;

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Says {
    /// It is not there.
    Removed,
    /// Its author removed it.
    ByAuthor,
    /// The platform removed it.
    ByPlatform,
    /// Its account is suspended or does not exist.
    Account,
    /// For members, followers or friends.
    Private,
    /// For whoever logs in.
    Login,
    /// Not in this country.
    Geo,
    /// For adults.
    Age,
    /// Come back later: too many requests, a fault, maintenance.
    Busy,
    /// A wall against programs.
    Bot,
    /// Cannot be shown now, for any of several reasons.
    Unclear,
}

impl Says {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Says::Removed => "removed",
            Says::ByAuthor => "by_author",
            Says::ByPlatform => "by_platform",
            Says::Account => "account",
            Says::Private => "private",
            Says::Login => "login",
            Says::Geo => "geo",
            Says::Age => "age",
            Says::Busy => "busy",
            Says::Bot => "bot",
            Says::Unclear => "unclear",
        }
    }
}

/// What a word does in a sentence about what is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Thing,
    Gone,
    Taken,
    Author,
    Rules,
    Account,
    Suspended,
}

/// Phrases by what they say, by language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// BCP 47 codes of languages, to what they say, to phrases.
    language: BTreeMap<String, BTreeMap<Says, Vec<String>>>,
    /// The same, to beginnings of words of sentences.
    sentence: BTreeMap<String, BTreeMap<Word, Vec<String>>>,
}

/// All phrases, ready to be found.
#[derive(Debug)]
pub(crate) struct Phrases {
    finder: AhoCorasick,
    of: Vec<(Says, String)>,
    words: AhoCorasick,
    words_of: Vec<(Word, String)>,
}

/// One phrase that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found<'p> {
    pub(crate) says: Says,
    pub(crate) language: &'p str,
    /// How much of the text it is, in hundredths.
    pub(crate) share: usize,
}

impl Phrases {
    /// Reads the file of phrases.
    pub(crate) fn read(text: &str) -> Result<Phrases, AdapterError> {
        let wrong = |reason: String| AdapterError::Data { file: "phrases.toml".to_owned(), reason };
        let file: File = toml::from_str(text).map_err(|e| wrong(e.to_string().trim_end().to_owned()))?;
        let (mut of, mut texts) = (Vec::new(), Vec::new());
        let mut seen: BTreeMap<String, (Says, String)> = BTreeMap::new();
        for (language, kinds) in file.language {
            for (says, phrases) in kinds {
                for phrase in phrases {
                    let text = folded(&phrase);
                    if text.chars().count() < 3 {
                        return Err(wrong(format!("{language}: {phrase:?} is too short to mean anything")));
                    }
                    match seen.get(&text) {
                        Some((other, by)) if *other != says => {
                            return Err(wrong(format!(
                                "{phrase:?} says one thing in {by:?} and another in {language:?}"
                            )));
                        }
                        Some(_) => continue,
                        None => {}
                    }
                    seen.insert(text.clone(), (says, language.clone()));
                    texts.push(text);
                    of.push((says, language.clone()));
                }
            }
        }
        let (mut words_of, mut words) = (Vec::new(), Vec::new());
        for (language, kinds) in file.sentence {
            for (word, beginnings) in kinds {
                for beginning in beginnings {
                    words.push(folded(&beginning));
                    words_of.push((word, language.clone()));
                }
            }
        }
        let built = |texts: &[String]| {
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(texts).map_err(|e| wrong(e.to_string()))
        };
        Ok(Phrases { finder: built(&texts)?, of, words: built(&words)?, words_of })
    }

    /// Phrases in one piece of text, in order, without those within a longer one; they may overlap.
    pub(crate) fn find(&self, text: &str) -> Vec<Found<'_>> {
        let text = folded(text);
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count().max(1);
        let mut hits: Vec<(usize, usize, usize)> = self
            .finder
            .find_overlapping_iter(&text)
            .filter(|hit| is_apart(&text, hit.start(), hit.end()))
            .take(MOST_FOUND)
            .map(|hit| (hit.start(), hit.end(), hit.pattern().as_usize()))
            .collect();
        // The longest first of those that begin at one place, so that what lies within another ends before it.
        hits.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        let mut found = Vec::new();
        let mut ended = 0;
        for (start, end, pattern) in hits {
            if end <= ended {
                continue;
            }
            ended = end;
            let of_phrase = text[start..end].chars().filter(|c| c.is_alphanumeric()).count();
            if let Some((says, language)) = self.of.get(pattern) {
                found.push(Found { says: *says, language, share: of_phrase * 100 / letters });
            }
        }
        found
    }

    /// What one whole sentence says by its words, where it is short enough to say nothing else.
    pub(crate) fn sentence(&self, text: &str) -> Vec<(Says, &str)> {
        let text = folded(text);
        if text.chars().count() > LONGEST_SENTENCE {
            return Vec::new();
        }
        let mut said: BTreeMap<&str, BTreeSet<Word>> = BTreeMap::new();
        for hit in self.words.find_overlapping_iter(&text) {
            let before = text[..hit.start()].chars().next_back();
            let begins = !is_within_word(before, text[hit.start()..].chars().next());
            if let Some((word, language)) = self.words_of.get(hit.pattern().as_usize()).filter(|_| begins) {
                said.entry(language).or_default().insert(*word);
            }
        }
        // Words of one language stand in its neighbours too; whose words are most is whose sentence it is.
        let most = said.values().map(BTreeSet::len).max().unwrap_or(0);
        let mut found = Vec::new();
        for (language, words) in said.into_iter().filter(|(_, words)| words.len() == most) {
            let has = |word: Word| words.contains(&word);
            let is_taken = has(Word::Taken);
            if is_taken && has(Word::Rules) {
                found.push((Says::ByPlatform, language));
            } else if is_taken && has(Word::Author) {
                found.push((Says::ByAuthor, language));
            } else if has(Word::Account) && (has(Word::Suspended) || has(Word::Gone) || is_taken) {
                found.push((Says::Account, language));
            } else if has(Word::Thing) && (has(Word::Gone) || is_taken) {
                found.push((Says::Removed, language));
            }
        }
        found
    }

    /// Languages and what is known in each.
    #[cfg(test)]
    pub(crate) fn languages(&self) -> BTreeMap<&str, BTreeSet<Says>> {
        let mut languages: BTreeMap<&str, BTreeSet<Says>> = BTreeMap::new();
        for (says, language) in &self.of {
            languages.entry(language).or_default().insert(*says);
        }
        languages
    }
}

/// True if and only if what stands at a place is no part of longer words.
fn is_apart(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
    let phrase = &text[start..end];
    !is_within_word(before, phrase.chars().next()) && !is_within_word(phrase.chars().next_back(), after)
}

/// True if and only if a word goes on from one letter to the next, in scripts that write words apart.
fn is_within_word(one: Option<char>, next: Option<char>) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    one.is_some_and(is_letter) && next.is_some_and(is_letter)
}

/// Scripts that write words together, and those that put endings behind a word.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff)
}
