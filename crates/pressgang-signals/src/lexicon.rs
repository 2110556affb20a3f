//! Lexicons: per language, the words of work, pay, invitation, warning and report.
//!
//! They are data (`lexicons/*.toml`, format in docs/lexicons.md) compiled into one matcher for all languages; a text
//! is then read with the senses of the languages it may be in.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use thiserror::Error;

use crate::fold::Folded;
use crate::phrases::{Matching, Phrases, PhrasesBuilder};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/lexicons");

/// What currencies and countries are called: language, code, name. Made by `cldr-names` of pressgang-train from CLDR.
static CLDR_NAMES: &str = include_str!("../data/cldr-names.tsv");

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

/// What a phrase of a lexicon means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// A person doing the work of this ISCO-08 code.
    Role(Isco),
    /// The reader is called to act.
    Invitation,
    /// Hiring is announced.
    Vacancy,
    /// The work is war.
    Combat,
    /// Salary, pay, income.
    Pay,
    /// Marks an age.
    Age,
    /// Marks the length of a contract.
    Term,
    /// Stands before a phone number.
    Phone,
    /// Asks to follow or subscribe to what is named next.
    Follow,
    /// Turns the invitation right behind it into its opposite.
    Negation,
    /// The writer warns against it.
    Warning,
    /// The writer reports about it.
    Reporting,
    /// The writer jokes.
    Joke,
    /// Something given besides pay.
    Benefit(Benefit),
    /// What follows is a price, not pay.
    Price,
    /// Multiplies a figure.
    Multiplier(u64),
    /// Half of the multiplying word before it more.
    Half,
    /// Lakhs of rupees a year ("6 LPA").
    LakhsAYear,
    /// Says what an amount is.
    Kind(PayKind),
    /// Says what time an amount is for.
    Period(Period),
    /// A currency, as the three bytes of its ISO 4217 code.
    Currency([u8; 3]),
    /// A country, as the two bytes of its ISO 3166-1 code.
    Country([u8; 2]),
    /// Before a lower bound.
    From,
    /// The same before an age, but "of" before an amount.
    FromAge,
    /// Before an upper bound.
    To,
    /// "And", before an upper bound only where "between" stands before the lower one.
    And,
    /// A spoken `@`.
    At,
    /// A spoken dot.
    Dot,
    /// A spoken plus.
    Plus,
    /// A spoken hyphen.
    Dash,
    /// A spoken underscore.
    Underscore,
    /// A spoken slash.
    Slash,
    /// A number in words, below 1000.
    Number(u16),
    /// The next digit counts so many times ("double five").
    Repeat(u8),
    /// The name of a service on which people are reached.
    Service(Service),
    /// Asks to write to what is named next.
    Write,
    /// What is named next is only where something comes from.
    Source,
    /// Who may apply, and what is asked for.
    Condition(Condition),
}

/// An ISCO-08 code: four digits kept as text, because leading zeros matter (0310 is armed forces, other ranks).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Isco([u8; 4]);

impl Isco {
    /// Armed forces occupations, other ranks.
    pub const FIGHTER: Isco = Isco(*b"0310");

    /// Reads four digits.
    pub fn parse(text: &str) -> Option<Isco> {
        let bytes: [u8; 4] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_digit).then_some(Isco(bytes))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns true for armed forces occupations (major group 0).
    pub fn is_military(self) -> bool {
        self.0[0] == b'0'
    }
}

impl std::fmt::Debug for Isco {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            /// The word used in data files, tables and output.
            pub fn as_str(self) -> &'static str { match self { $($name::$variant => $word),+ } }
            /// The variant with this word.
            pub fn named(word: &str) -> Option<$name> { match word { $($word => Some($name::$variant),)+ _ => None } }
        }
    };
}

words! {
    /// What is given besides pay.
    Benefit {
        /// Life or health insurance.
        Insurance = "insurance",
        /// Medical care.
        Medical = "medical",
        /// Paid leave.
        Leave = "leave",
        /// Housing.
        Housing = "housing",
        /// Training.
        Training = "training",
        /// Paid travel.
        Travel = "travel",
        /// Uniform, equipment, weapons.
        Equipment = "equipment",
        /// Benefits for the family.
        Family = "family",
        /// Citizenship.
        Citizenship = "citizenship",
        /// Amnesty.
        Amnesty = "amnesty",
    }
}

words! {
    /// A service on which people are reached.
    Service {
        /// Telegram.
        Telegram = "telegram",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// Viber.
        Viber = "viber",
        /// Signal.
        Signal = "signal",
        /// Instagram.
        Instagram = "instagram",
        /// VK.
        Vk = "vk",
        /// E-mail.
        Email = "email",
    }
}

words! {
    /// Who may apply, and what is asked for.
    Condition {
        /// Citizenship or nationality matters, or expressly does not.
        Nationality = "nationality",
        /// A criminal record is no obstacle.
        RecordAccepted = "record_accepted",
        /// A clean record is asked for.
        RecordClean = "record_clean",
        /// No experience is needed.
        NoExperience = "no_experience",
        /// Experience is asked for.
        Experience = "experience",
        /// Papers to bring.
        Documents = "documents",
        /// Health or fitness.
        Health = "health",
        /// Until when one may apply.
        Deadline = "deadline",
    }
}

words! {
    /// What an amount is paid for.
    PayKind {
        /// Regular pay.
        Salary = "salary",
        /// A bonus or sign-on payment.
        Bonus = "bonus",
        /// A payment for injury.
        Injury = "injury",
        /// A payment on death.
        Death = "death",
    }
}

words! {
    /// The time an amount is for.
    Period {
        /// Per hour.
        Hour = "hour",
        /// Per day.
        Day = "day",
        /// Per week.
        Week = "week",
        /// Per month.
        Month = "month",
        /// Per year.
        Year = "year",
        /// Once.
        Once = "once",
    }
}

type Words = Vec<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: String,
    #[serde(rename = "name")]
    _name: String,
    #[serde(default)]
    serves: Vec<String>,
    #[serde(default)]
    regions: Vec<String>,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default = "yes")]
    boundaries: bool,
    roles: BTreeMap<String, Words>,
    signs: BTreeMap<String, Words>,
    #[serde(default)]
    benefits: BTreeMap<String, Words>,
    #[serde(default)]
    amounts: BTreeMap<String, Words>,
    #[serde(default)]
    kinds: BTreeMap<String, Words>,
    #[serde(default)]
    periods: BTreeMap<String, Words>,
    #[serde(default)]
    currencies: BTreeMap<String, Words>,
    #[serde(default)]
    range: BTreeMap<String, Words>,
    #[serde(default)]
    hidden: BTreeMap<String, Words>,
    #[serde(default)]
    contact: BTreeMap<String, Words>,
    #[serde(default)]
    conditions: BTreeMap<String, Words>,
    #[serde(default)]
    numbers: BTreeMap<String, Words>,
}

fn yes() -> bool {
    true
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

    /// Every phrase of the chosen lexicons in a text, in order, longer first where two begin together; a phrase inside
    /// a longer one of the same sense is left out.
    pub fn find(&self, folded: &Folded, chosen: &[u16]) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.phrases.find(folded, |range, &(index, sense)| {
            if chosen.contains(&index) {
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

fn senses(file: &File) -> Result<Vec<(String, Sense)>, String> {
    let mut out = Vec::new();
    let mut add = |words: &Words, sense: Sense| out.extend(words.iter().map(|word| (word.clone(), sense)));
    for (code, words) in &file.roles {
        add(
            words,
            Sense::Role(Isco::parse(code).ok_or_else(|| format!("roles: {code:?} is no ISCO-08 code of four digits"))?),
        );
    }
    for (sign, words) in &file.signs {
        let sense = match sign.as_str() {
            "invitation" => Sense::Invitation,
            "vacancy" => Sense::Vacancy,
            "combat" => Sense::Combat,
            "pay" => Sense::Pay,
            "age" => Sense::Age,
            "term" => Sense::Term,
            "phone" => Sense::Phone,
            "negation" => Sense::Negation,
            "follow" => Sense::Follow,
            "warning" => Sense::Warning,
            "reporting" => Sense::Reporting,
            "joke" => Sense::Joke,
            "price" => Sense::Price,
            other => return Err(format!("signs: unknown sign {other:?}")),
        };
        add(words, sense);
    }
    for (name, words) in &file.benefits {
        add(words, Sense::Benefit(Benefit::named(name).ok_or_else(|| format!("benefits: unknown benefit {name:?}"))?));
    }
    for (name, words) in &file.amounts {
        let factor = match name.as_str() {
            "half" => {
                add(words, Sense::Half);
                continue;
            }
            "lpa" => {
                add(words, Sense::LakhsAYear);
                continue;
            }
            "billion" => 1_000_000_000,
            "thousand" => 1_000,
            "ten_thousand" => 10_000,
            "lakh" => 100_000,
            "million" => 1_000_000,
            "crore" => 10_000_000,
            "hundred_million" => 100_000_000,
            other => return Err(format!("amounts: unknown multiplier {other:?}")),
        };
        add(words, Sense::Multiplier(factor));
    }
    for (name, words) in &file.kinds {
        add(words, Sense::Kind(PayKind::named(name).ok_or_else(|| format!("kinds: unknown kind {name:?}"))?));
    }
    for (name, words) in &file.periods {
        add(words, Sense::Period(Period::named(name).ok_or_else(|| format!("periods: unknown period {name:?}"))?));
    }
    for (code, words) in &file.currencies {
        let iso =
            <[u8; 3]>::try_from(code.as_bytes()).map_err(|_| format!("currencies: {code:?} is no ISO 4217 code"))?;
        add(words, Sense::Currency(iso));
    }
    for (bound, words) in &file.range {
        match bound.as_str() {
            "from" => add(words, Sense::From),
            "from_age" => add(words, Sense::FromAge),
            "to" => add(words, Sense::To),
            "and" => add(words, Sense::And),
            other => return Err(format!("range: unknown bound {other:?}")),
        }
    }
    for (name, words) in &file.hidden {
        match name.as_str() {
            "at" => add(words, Sense::At),
            "dot" => add(words, Sense::Dot),
            "plus" => add(words, Sense::Plus),
            "dash" => add(words, Sense::Dash),
            "slash" => add(words, Sense::Slash),
            "underscore" => add(words, Sense::Underscore),
            "double" => add(words, Sense::Repeat(2)),
            "triple" => add(words, Sense::Repeat(3)),
            "digits" if words.len() == 10 => {
                for (digit, alternatives) in words.iter().enumerate() {
                    let alternatives: Words = alternatives.split('|').map(str::to_owned).collect();
                    add(&alternatives, Sense::Number(digit as u16));
                }
            }
            "digits" => return Err("hidden: digits must list ten words, zero to nine".to_owned()),
            other => return Err(format!("hidden: unknown key {other:?}")),
        }
    }
    for (value, words) in &file.numbers {
        let number = value.parse().ok().filter(|n| (10..1000).contains(n));
        add(
            words,
            Sense::Number(number.ok_or_else(|| format!("numbers: {value:?} is no whole number from 10 to 999"))?),
        );
    }
    for (name, words) in &file.contact {
        let sense = match name.as_str() {
            "write" => Sense::Write,
            "source" => Sense::Source,
            name => Sense::Service(Service::named(name).ok_or_else(|| format!("contact: unknown key {name:?}"))?),
        };
        add(words, sense);
    }
    for (name, words) in &file.conditions {
        let condition = Condition::named(name).ok_or_else(|| format!("conditions: unknown condition {name:?}"))?;
        add(words, Sense::Condition(condition));
    }
    Ok(out)
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
