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

/// What a designation does in law. The kinds are told apart because other rules follow from each: who is subject to
/// restrictive measures is not thereby a terrorist organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DesignationKind {
    /// Restrictive measures: assets are frozen, and nothing may be made available to the organisation.
    Sanctions,
    /// It stands on a list of terrorist organisations or persons.
    TerroristListing,
    /// It is banned: belonging to it or supporting it is an offence.
    Proscription,
    /// A court or a statute has found it to be a criminal organisation.
    Criminal,
    /// A resolution or call that binds nobody.
    Call,
}

impl DesignationKind {
    /// All kinds.
    pub const ALL: [DesignationKind; 5] = [
        DesignationKind::Sanctions,
        DesignationKind::TerroristListing,
        DesignationKind::Proscription,
        DesignationKind::Criminal,
        DesignationKind::Call,
    ];

    /// The word used in packs, tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            DesignationKind::Sanctions => "sanctions",
            DesignationKind::TerroristListing => "terrorist_listing",
            DesignationKind::Proscription => "proscription",
            DesignationKind::Criminal => "criminal",
            DesignationKind::Call => "call",
        }
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
    /// What it does in law; `None` where the pack does not say, and then no notice rests on it.
    pub kind: Option<DesignationKind>,
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
    /// Packs written before there were kinds have none.
    kind: Option<DesignationKind>,
    from: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    binding: Option<bool>,
    source: String,
}

fn undetermined() -> String {
    "und".to_owned()
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
        let designations =
            file.designations.into_iter().map(designation).collect::<Result<Vec<Designation>, PackError>>()?;
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

fn designation(entry: DesignationEntry) -> Result<Designation, PackError> {
    let (from, until) = (date(&entry.from)?, entry.until.as_ref().map(date).transpose()?);
    let about =
        |reason: String| PackError::Malformed(format!("the designation by {:?} from {from} {reason}", entry.authority));
    if until.is_some_and(|until| until <= from) {
        return Err(about("ends before it begins".to_owned()));
    }
    let is_call = entry.kind == Some(DesignationKind::Call);
    let binding = match (entry.binding, entry.kind) {
        (None, _) => !is_call,
        (Some(true), Some(DesignationKind::Call)) => {
            return Err(about("is of the kind \"call\", which binds nobody, and says binding = true".to_owned()));
        }
        (Some(false), Some(kind)) if !is_call => {
            let kind = kind.as_str();
            return Err(about(format!(
                "says binding = false; what binds nobody is of the kind \"call\", not {kind:?}"
            )));
        }
        (Some(binding), _) => binding,
    };
    // What binds nobody can only be a call, so packs without kinds say that much.
    let kind = entry.kind.or_else(|| (!binding).then_some(DesignationKind::Call));
    Ok(Designation {
        jurisdiction: entry.jurisdiction,
        authority: entry.authority,
        measure: entry.measure,
        kind,
        from,
        until,
        binding,
        source: entry.source,
    })
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
    fn kinds_and_binding_agree() {
        let check = |lines: &str, expected: Result<(Option<DesignationKind>, bool), &str>| {
            let head = "jurisdiction='EU'\nauthority='a'\nmeasure='m'\nfrom=2022-01-01\nsource='s'";
            let found = Pack::parse(&format!("{SMALL}\n[[designations]]\n{head}\n{lines}"));
            let found = found.map(|pack| (pack.designations[0].kind, pack.designations[0].binding));
            match (found, expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{lines}"),
                (Err(error), Err(expected)) => assert!(error.to_string().contains(expected), "{lines}: {error}"),
                (found, _) => panic!("{lines}: {found:?}"),
            }
        };
        check("kind='sanctions'", Ok((Some(DesignationKind::Sanctions), true)));
        check("kind='terrorist_listing'\nbinding=true", Ok((Some(DesignationKind::TerroristListing), true)));
        check("kind='call'", Ok((Some(DesignationKind::Call), false)));
        check("", Ok((None, true)));
        check("binding=false", Ok((Some(DesignationKind::Call), false)));
        check("kind='call'\nbinding=true", Err("binds nobody, and says binding = true"));
        check("kind='proscription'\nbinding=false", Err("not \"proscription\""));
        check("kind='listing'", Err("unknown variant `listing`"));
        check("until=2022-01-01", Err("ends before it begins"));
    }

    #[test]
    fn shipped_packs_are_sound() {
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|e| e == "toml") {
                let text = std::fs::read_to_string(&path).unwrap();
                let pack = Pack::parse(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
                assert!(pack.designations.iter().all(|designation| designation.kind.is_some()), "{}", path.display());
            }
        }
    }
}
