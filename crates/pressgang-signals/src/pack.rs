//! Organisation packs: the names of a designated organisation in many scripts, and why it is designated.
//!
//! A pack is a TOML file (format in docs/packs.md); one without a designation is refused, because nobody is to be
//! studied as a designated organisation who is not one.

use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

/// Why a pack was refused.
#[derive(Debug, Error)]
pub enum PackError {
    /// It is not TOML of the documented shape.
    #[error("the pack is malformed: {0}")]
    Malformed(String),
    /// It names no designation.
    #[error("the pack {id:?} has no designation")]
    NoDesignation {
        /// The pack's id.
        id: String,
    },
    /// It holds no name to look for.
    #[error("the pack {id:?} has no names")]
    NoNames {
        /// The pack's id.
        id: String,
    },
}

/// A designated organisation: its names and its designations.
#[derive(Clone, Debug)]
pub struct Pack {
    /// Short id: lower-case letters, digits, hyphens.
    pub id: String,
    /// The name reports use.
    pub name: String,
    /// What it is ("private military company").
    pub kind: String,
    /// True for the organisations of demos; reports say so.
    pub invented: bool,
    /// One sentence about it.
    pub summary: String,
    /// The names to look for.
    pub names: Vec<PackName>,
    /// Phrases that show another bearer of the name.
    pub not: Vec<String>,
    /// At least one.
    pub designations: Vec<Designation>,
}

/// One name of an organisation.
#[derive(Clone, Debug)]
pub struct PackName {
    /// As the data file writes it; `*` stands for any suffix of letters.
    pub text: String,
    /// BCP 47 code or `und`.
    pub language: String,
    /// How much it says on its own.
    pub kind: NameKind,
}

/// How much a name says on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// The name in full.
    Name,
    /// A shorter form that nobody else bears.
    Alias,
    /// Also a surname, a composer, a player: counts only beside another sign.
    Ambiguous,
    /// A word insiders use: counts only beside another sign.
    Euphemism,
    /// A person known as its head: counts only beside another sign.
    Leader,
}

impl NameKind {
    /// The word used in data files, tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            NameKind::Name => "name",
            NameKind::Alias => "alias",
            NameKind::Ambiguous => "ambiguous",
            NameKind::Euphemism => "euphemism",
            NameKind::Leader => "leader",
        }
    }

    /// Returns true if and only if the name needs no other sign beside it.
    pub fn stands_alone(self) -> bool {
        matches!(self, NameKind::Name | NameKind::Alias)
    }
}

/// One designation as a dated interval: what holds at the time of a post depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designation {
    /// Country or union.
    pub jurisdiction: String,
    /// Who designated.
    pub authority: String,
    /// Under what.
    pub measure: String,
    /// First day in force.
    pub from: Date,
    /// First day no longer in force; `None` while it lasts.
    pub until: Option<Date>,
    /// False for resolutions that only call for one.
    pub binding: bool,
    /// Where this was read.
    pub source: String,
}

impl Designation {
    /// Returns true if and only if it binds on `day`.
    pub fn in_force_on(&self, day: Date) -> bool {
        self.binding && self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    name: String,
    kind: String,
    #[serde(default)]
    invented: bool,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    names: Vec<NameEntry>,
    #[serde(default)]
    not: Vec<NotEntry>,
    #[serde(default)]
    designations: Vec<DesignationEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameEntry {
    text: String,
    #[serde(default = "undetermined")]
    language: String,
    kind: NameKind,
    /// For readers of the file.
    #[serde(default, rename = "source")]
    _source: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotEntry {
    text: String,
    /// For readers of the file.
    #[serde(default, rename = "language")]
    _language: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DesignationEntry {
    jurisdiction: String,
    authority: String,
    measure: String,
    from: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    #[serde(default = "yes")]
    binding: bool,
    source: String,
}

fn undetermined() -> String {
    "und".to_owned()
}

fn yes() -> bool {
    true
}

impl Pack {
    /// Reads a pack from its TOML text.
    ///
    /// # Errors
    /// [`PackError`] when the text is malformed, names nothing or has no designation.
    pub fn parse(text: &str) -> Result<Pack, PackError> {
        let file: File = toml::from_str(text).map_err(|e| PackError::Malformed(e.to_string().trim_end().to_owned()))?;
        let well_formed =
            !file.id.is_empty() && file.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !well_formed {
            return Err(PackError::Malformed(format!(
                "the id {:?} may hold lower-case letters, digits and hyphens only",
                file.id
            )));
        }
        if file.designations.is_empty() {
            return Err(PackError::NoDesignation { id: file.id });
        }
        if file.names.iter().all(|name| name.text.trim().is_empty()) {
            return Err(PackError::NoNames { id: file.id });
        }
        let designations = file
            .designations
            .into_iter()
            .map(|entry| {
                Ok(Designation {
                    from: date(&entry.from)?,
                    until: entry.until.as_ref().map(date).transpose()?,
                    jurisdiction: entry.jurisdiction,
                    authority: entry.authority,
                    measure: entry.measure,
                    binding: entry.binding,
                    source: entry.source,
                })
            })
            .collect::<Result<Vec<Designation>, PackError>>()?;
        Ok(Pack {
            id: file.id,
            name: file.name,
            kind: file.kind,
            invented: file.invented,
            summary: file.summary,
            names: file
                .names
                .into_iter()
                .map(|entry| PackName { text: entry.text, language: entry.language, kind: entry.kind })
                .collect(),
            not: file.not.into_iter().map(|entry| entry.text).collect(),
            designations,
        })
    }
}

fn date(written: &toml::value::Datetime) -> Result<Date, PackError> {
    let text = written.to_string();
    text.get(..10)
        .and_then(|day| day.parse::<Date>().ok())
        .ok_or_else(|| PackError::Malformed(format!("{text:?} is not a date such as 2021-12-13")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        id = "x-co"
        name = "X Company"
        kind = "private military company"
        [[names]]
        text = "x company"
        kind = "name"
    "#;

    #[test]
    fn a_pack_without_designation_is_refused() {
        assert!(matches!(Pack::parse(SMALL), Err(PackError::NoDesignation { .. })));
    }

    #[test]
    fn designations_are_intervals() {
        let text = format!(
            "{SMALL}\n[[designations]]\njurisdiction='EU'\nauthority='a'\nmeasure='m'\nfrom=2022-01-01\nuntil=2023-01-01\nsource='s'"
        );
        let pack = Pack::parse(&text).unwrap();
        let designation = &pack.designations[0];
        assert!(designation.in_force_on("2022-01-01".parse().unwrap()));
        assert!(!designation.in_force_on("2023-01-01".parse().unwrap()));
        assert!(!designation.in_force_on("2021-12-31".parse().unwrap()));
    }

    #[test]
    fn shipped_packs_are_sound() {
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|e| e == "toml") {
                let text = std::fs::read_to_string(&path).unwrap();
                Pack::parse(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            }
        }
    }
}
