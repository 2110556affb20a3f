//! The formats that can be read, by name.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use thiserror::Error;

use crate::readers::READERS;
use crate::spec::Spec;

/// A format that a reader exists for.
#[derive(Clone, Copy)]
pub struct Format(pub(crate) &'static Spec);

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("unknown format {name:?}; known are {}", Format::all().map(Format::as_str).collect::<Vec<_>>().join(", "))]
pub struct UnknownFormatName {
    /// The word.
    pub name: String,
}

impl Format {
    /// Every format, in the order in which they are tried and listed: the generic ones last.
    pub fn all() -> impl Iterator<Item = Format> {
        READERS.iter().copied().map(Format)
    }

    /// The name on the command line and in tables.
    pub fn as_str(self) -> &'static str {
        self.0.name
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        self.0.title
    }

    /// Name endings such files usually have; reading goes by content, never by these.
    pub fn extensions(self) -> &'static [&'static str] {
        self.0.extensions
    }

    /// What posts from it have.
    pub fn gives(self) -> &'static [&'static str] {
        self.0.gives
    }

    /// What posts from it lack, and what is uncertain about them.
    pub fn cannot(self) -> &'static [&'static str] {
        self.0.cannot
    }

    /// How it is read, where a user may wonder.
    pub fn notes(self) -> &'static [&'static str] {
        self.0.notes
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Format) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for Format {}

impl Hash for Format {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Format({})", self.0.name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormatName;

    fn from_str(name: &str) -> Result<Format, UnknownFormatName> {
        Format::all().find(|format| format.as_str() == name).ok_or_else(|| UnknownFormatName { name: name.to_owned() })
    }
}
