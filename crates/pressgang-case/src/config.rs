//! `case.toml`: what is studied, from which sources, on whose word.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use thiserror::Error;

use crate::assessment_settings::AssessmentSettings;
use crate::coordination_settings::CoordinationChoice;
use crate::files::{self, FileError};
use crate::notices::{NotifierSection, NotifierSettings, PlatformRule, PlatformRuleSection};
use crate::second_sources::SecondSourceChoice;

/// Why `case.toml` was refused.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// It could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is not TOML of the documented shape.
    #[error("{path}: {reason}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        reason: String,
    },
}

/// The role of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Posts under study.
    Observed,
    /// Posts of verified accounts of an organisation.
    Reference,
    /// Ordinary posts, for rarity and calibration.
    Background,
}

impl Role {
    /// The word used in files, tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Observed => "observed",
            Role::Reference => "reference",
            Role::Background => "background",
        }
    }
}

/// What `case.toml` says.
#[derive(Clone, Debug)]
pub struct Config {
    /// Title of the case.
    pub title: String,
    /// Ids of the studied organisations, at least one.
    pub organisations: Vec<String>,
    /// First and last day studied: posts outside are read but not counted.
    pub window: Option<(Date, Date)>,
    /// Time zone in which days are counted.
    pub time_zone: TimeZone,
    /// Its IANA name.
    pub time_zone_name: String,
    /// Currency of the report.
    pub currency: String,
    /// The day the report holds for, if set.
    pub as_of: Option<Date>,
    /// Sources in the order they were added.
    pub sources: Vec<SourceEntry>,
    /// Verified accounts of organisations.
    pub reference_accounts: Vec<ReferenceAccount>,
    /// How the posts were gathered.
    pub collection: Vec<CollectionEntry>,
    /// Bounds of matching.
    pub matching: MatchingSettings,
    /// The folder of the sentence model, below the case folder or absolute.
    pub sentence_model: Option<String>,
    /// How pictures and films are read.
    pub media: MediaChoice,
    /// What assessments start from and how they are worded.
    pub assessment: AssessmentSettings,
    /// What counts as coordinated.
    pub coordination: CoordinationChoice,
    /// What second sources do that may not be named.
    pub second_sources: SecondSourceChoice,
    /// Who gives notice to platforms.
    pub notifier: NotifierSettings,
    /// Rules of platforms that the case vouches for.
    pub platform_rules: Vec<PlatformRule>,
    /// What may be shown.
    pub publish: PublishChoice,
}

/// How pictures and films are read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MediaChoice {
    /// Whether they are read at all.
    pub read: bool,
    /// Languages of the text in them, BCP 47; empty: those of the posts that have them.
    pub languages: Vec<String>,
}

impl Default for MediaChoice {
    fn default() -> Self {
        MediaChoice { read: true, languages: Vec::new() }
    }
}

/// One source of a case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Id in this case, `s1` and up.
    pub id: String,
    /// File, below the case folder or absolute.
    pub path: String,
    /// SHA-256 as received.
    pub sha256: String,
    /// Its role.
    pub role: Role,
    /// Format, when it was forced or has been detected.
    pub format: Option<String>,
    /// The organisation whose accounts a reference holds.
    pub organisation: Option<String>,
    /// Column names of a generic file, by canonical field.
    #[serde(default)]
    pub mapping: BTreeMap<String, String>,
    /// When the file was last changed, for formats that do not say when they were collected.
    pub received_at: Option<String>,
    /// The folder it lay in when it was added, where the pictures and films it names are looked for; absolute.
    pub folder: Option<String>,
}

/// A verified account of an organisation; attribution rests on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceAccount {
    /// Organisation's id.
    pub organisation: String,
    /// Platform name.
    pub platform: String,
    /// The platform's id of the account.
    pub id: Option<String>,
    /// Its handle.
    pub handle: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Who verified it.
    pub verified_by: String,
    /// When.
    pub verified_at: Date,
    /// How.
    pub how: String,
    /// Admiralty grade.
    pub grade: String,
}

/// One entry of the collection log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionEntry {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Platforms.
    pub platforms: Vec<String>,
    /// Tool.
    pub tool: String,
    /// By whom.
    pub by: String,
    /// Search terms.
    pub terms: Vec<String>,
    /// Anything else.
    pub note: String,
}

/// Bounds of matching.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatchingSettings {
    /// Least Jaccard index of two observed posts that ties them.
    pub near_duplicate: f64,
    /// Least Jaccard index with a post of a reference account that is evidence.
    pub reference_wording: f64,
}

impl MatchingSettings {
    /// The least Jaccard index at which anything is looked for.
    pub fn least(&self) -> f64 {
        self.near_duplicate.min(self.reference_wording)
    }
}

impl Default for MatchingSettings {
    fn default() -> Self {
        MatchingSettings { near_duplicate: 0.7, reference_wording: 0.6 }
    }
}

/// What may be shown in what is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublishChoice {
    /// Handles and names become pseudonyms.
    pub pseudonymise: bool,
    /// Contacts are masked in part.
    pub mask_contacts: bool,
    /// Pictures are shown as they are, and not pixelated beyond recovery.
    pub clear_pictures: bool,
}

impl Default for PublishChoice {
    fn default() -> Self {
        PublishChoice { pseudonymise: true, mask_contacts: true, clear_pictures: false }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: CaseSection,
    #[serde(default)]
    sources: Vec<SourceEntry>,
    #[serde(default)]
    reference_accounts: Vec<ReferenceSection>,
    #[serde(default)]
    collection: Vec<CollectionSection>,
    #[serde(default)]
    matching: MatchingSection,
    #[serde(default)]
    media: MediaChoice,
    #[serde(default)]
    assessment: AssessmentSettings,
    #[serde(default)]
    coordination: CoordinationChoice,
    #[serde(default)]
    second_sources: SecondSourceChoice,
    #[serde(default)]
    notifier: NotifierSection,
    #[serde(default)]
    platform_rules: Vec<PlatformRuleSection>,
    #[serde(default)]
    publish: PublishChoice,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MatchingSection {
    near_duplicate: Option<f64>,
    reference_wording: Option<f64>,
    sentence_model: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseSection {
    title: String,
    organisations: Vec<String>,
    window: Option<WindowSection>,
    #[serde(default = "utc")]
    time_zone: String,
    #[serde(default = "euro")]
    currency: String,
    as_of: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WindowSection {
    from: toml::value::Datetime,
    to: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceSection {
    organisation: String,
    platform: String,
    id: Option<String>,
    handle: Option<String>,
    name: Option<String>,
    verified_by: String,
    verified_at: toml::value::Datetime,
    how: String,
    grade: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CollectionSection {
    from: toml::value::Datetime,
    to: toml::value::Datetime,
    #[serde(default)]
    platforms: Vec<String>,
    tool: String,
    by: String,
    #[serde(default)]
    terms: Vec<String>,
    #[serde(default)]
    note: String,
}

fn utc() -> String {
    "UTC".to_owned()
}

fn euro() -> String {
    "EUR".to_owned()
}

impl Config {
    /// Reads and checks `case.toml`.
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        let text = files::read_text(path)?;
        Config::parse(&text).map_err(|reason| ConfigError::Malformed { path: path.to_owned(), reason })
    }

    /// Reads and checks the text of a `case.toml`; an error is a sentence.
    pub fn parse(text: &str) -> Result<Config, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string().trim_end().to_owned())?;
        if file.case.organisations.is_empty() {
            return Err("[case] names no organisation".to_owned());
        }
        if file.case.currency != "EUR" {
            return Err(format!(
                "[case] currency {:?} is not supported yet: amounts are given in EUR",
                file.case.currency
            ));
        }
        let time_zone = TimeZone::get(&file.case.time_zone).map_err(|_| {
            format!("[case] time_zone {:?} is no IANA time zone such as Europe/Paris", file.case.time_zone)
        })?;
        let window = match &file.case.window {
            Some(window) => {
                let (from, to) = (day(&window.from, "window.from")?, day(&window.to, "window.to")?);
                if from > to {
                    return Err(format!("[case] window ends on {to}, before it begins on {from}"));
                }
                Some((from, to))
            }
            None => None,
        };
        let mut ids: Vec<&str> = file.sources.iter().map(|s| s.id.as_str()).collect();
        ids.sort_unstable();
        let plain = |id: &str| {
            (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        };
        // The id is part of file names.
        if let Some(id) = ids.iter().find(|id| !plain(id)) {
            return Err(format!("[[sources]] the id {id:?} is not made of letters, digits, hyphens and underscores"));
        }
        if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(format!("two [[sources]] have the id {:?}", twice[0]));
        }
        let usual = MatchingSettings::default();
        let matching = MatchingSettings {
            near_duplicate: file.matching.near_duplicate.unwrap_or(usual.near_duplicate),
            reference_wording: file.matching.reference_wording.unwrap_or(usual.reference_wording),
        };
        for settings in [matching.near_duplicate, matching.reference_wording] {
            if !(0.1..=1.0).contains(&settings) {
                return Err(format!("[matching] {settings} is not between 0.1 and 1"));
            }
        }
        file.assessment.check()?;
        file.coordination.check()?;
        let reference_accounts = file.reference_accounts.into_iter().map(reference).collect::<Result<_, String>>()?;
        let collection = file.collection.into_iter().map(collected).collect::<Result<_, String>>()?;
        Ok(Config {
            title: file.case.title,
            organisations: file.case.organisations,
            window,
            time_zone,
            time_zone_name: file.case.time_zone,
            currency: file.case.currency,
            as_of: file.case.as_of.as_ref().map(|d| day(d, "as_of")).transpose()?,
            sources: file.sources,
            reference_accounts,
            collection,
            matching,
            sentence_model: file.matching.sentence_model,
            media: file.media,
            assessment: file.assessment,
            coordination: file.coordination,
            second_sources: file.second_sources,
            notifier: file.notifier.checked()?,
            platform_rules: file
                .platform_rules
                .into_iter()
                .map(PlatformRuleSection::checked)
                .collect::<Result<_, String>>()?,
            publish: file.publish,
        })
    }
}

fn reference(section: ReferenceSection) -> Result<ReferenceAccount, String> {
    let who = section.handle.as_deref().or(section.id.as_deref()).or(section.name.as_deref());
    let Some(who) = who.map(str::to_owned) else {
        return Err("a [[reference_accounts]] entry has neither id, handle nor name".to_owned());
    };
    for (key, value) in [("verified_by", &section.verified_by), ("how", &section.how)] {
        if value.trim().is_empty() {
            return Err(format!("[[reference_accounts]] {who:?}: {key} is empty; attribution rests on it"));
        }
    }
    if !is_grade(&section.grade) {
        return Err(format!(
            "[[reference_accounts]] {who:?}: grade {:?} is no Admiralty grade from A1 to F6",
            section.grade
        ));
    }
    Ok(ReferenceAccount {
        verified_at: day(&section.verified_at, "verified_at")?,
        organisation: section.organisation,
        platform: pressgang_posts::Platform::named(&section.platform).as_str().to_owned(),
        id: section.id,
        handle: section.handle.map(|h| h.trim_start_matches('@').to_owned()),
        name: section.name,
        verified_by: section.verified_by,
        how: section.how,
        grade: section.grade,
    })
}

fn collected(section: CollectionSection) -> Result<CollectionEntry, String> {
    Ok(CollectionEntry {
        from: day(&section.from, "collection.from")?,
        to: day(&section.to, "collection.to")?,
        platforms: section.platforms,
        tool: section.tool,
        by: section.by,
        terms: section.terms,
        note: section.note,
    })
}

pub(crate) fn day(written: &toml::value::Datetime, what: &str) -> Result<Date, String> {
    let text = written.to_string();
    text.get(..10)
        .and_then(|day| day.parse().ok())
        .ok_or_else(|| format!("{what}: {text:?} is not a date such as 2023-05-30"))
}

/// Returns true for `A1` to `F6`.
pub fn is_grade(text: &str) -> bool {
    matches!(text.as_bytes(), [b'A'..=b'F', b'1'..=b'6'])
}
