//! A `report.json` as it is read again; what a report of an earlier program lacks is taken as empty.

use serde::Deserialize;
use serde_json::Value;

use super::CompareError;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Published {
    pub pressgang: String,
    pub title: String,
    pub as_of: String,
    pub time_zone: String,
    pub window: Option<Window>,
    pub claims: Vec<Claim>,
    pub posts: Vec<Post>,
    pub contacts: Vec<Contact>,
    pub sources: Vec<Source>,
    pub corrections: Vec<Correction>,
    pub withdrawn: Vec<Withdrawn>,
    pub made_from: MadeFrom,
    pub ledger: Ledger,
}

#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Window {
    pub first: String,
    pub last: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Claim {
    pub id: String,
    pub kind: String,
    pub value: Value,
    pub text: String,
    pub posts: Vec<String>,
    pub as_of: String,
    pub rate: Option<Rate>,
}

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
pub struct Rate {
    pub date: String,
    pub currency: String,
    pub units_per_eur: f64,
    pub source: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Post {
    pub post: String,
    pub campaign: String,
    pub created_at: Option<String>,
    pub views: Option<u64>,
    pub status: Option<Status>,
    pub ties: Vec<String>,
    pub source: String,
    pub origin: String,
}

#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Status {
    pub status: String,
    pub at: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub claim: String,
    pub kind: String,
    pub masked: String,
    pub confirmed_by: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Source {
    pub claim: String,
    pub file: String,
    pub sha256: String,
    pub role: String,
    pub posts: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Correction {
    pub at: String,
    pub date: String,
    pub claim: String,
    pub was: String,
    pub now: String,
    pub why: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Withdrawn {
    pub post: String,
    pub why: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MadeFrom {
    pub packs: Vec<Pack>,
    pub lexicons: String,
    pub rates: String,
    pub settings: Vec<Setting>,
    pub records: Vec<Records>,
    pub sentence_model: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pack {
    pub organisation: String,
    pub sha256: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Setting {
    pub name: String,
    pub value: String,
}

#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Records {
    pub kind: String,
    pub records: u64,
    pub digest: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Ledger {
    pub head: String,
    pub entries: u64,
}

impl Published {
    /// Reads a report.
    pub fn read(json: &Value) -> Result<Published, CompareError> {
        let no_report = |what: &str| CompareError::NoReport(what.to_owned());
        if !json["claims"].is_array() || !json["pressgang"].is_string() {
            return Err(no_report("it has no claims"));
        }
        let report = Published::deserialize(json).map_err(|error| no_report(&error.to_string()))?;
        match report.claims.iter().find(|claim| claim.id.is_empty()) {
            Some(claim) => Err(no_report(&format!("the claim {:?} has no id", claim.text))),
            None => Ok(report),
        }
    }

    /// The file of a source in which a post was read.
    pub fn file_of(&self, post: &Post) -> String {
        let source = self.sources.iter().find(|source| source.sha256 == post.source);
        let first = || post.origin.split(", ").next().unwrap_or_default().to_owned();
        source.map_or_else(first, |source| source.file.clone())
    }

    pub fn has_source(&self, sha256: &str) -> bool {
        self.sources.iter().any(|source| source.sha256 == sha256)
    }

    /// Whether a time lies in the window that was studied; posts without a time do.
    pub fn is_in_window(&self, created_at: Option<&str>) -> bool {
        let (Some(window), Some(at)) = (&self.window, created_at) else { return true };
        let Ok(at) = at.parse::<jiff::Timestamp>() else { return true };
        let zone = jiff::tz::TimeZone::get(&self.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let day = at.to_zoned_datetime(zone).date().to_string();
        window.first <= day && day <= window.last
    }
}

impl Claim {
    /// Whether two claims of one id say the same and rest on the same; the day they hold for may differ.
    pub fn says_the_same(&self, other: &Claim) -> bool {
        self.value == other.value && self.text == other.text && self.rate == other.rate && self.posts == other.posts
    }
}
