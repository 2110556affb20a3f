//! The names of the formats that can be read.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A format that a reader exists for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Responses of the X API v2, as twarc2 and others store them.
    XApiV2,
    /// The tweets file of an X (Twitter) information-operations archive.
    XInformationOperations,
    /// A CrowdTangle export of Facebook Pages or Groups.
    CrowdTangleFacebook,
    /// `result.json` of Telegram Desktop.
    TelegramDesktop,
    /// Responses of the VK API: `wall.get`, `wall.getById`, `newsfeed.search`.
    Vk,
    /// Any other table whose columns have usual or given names.
    Csv,
    /// Any other JSON: one object a line, or one array of objects.
    Ndjson,
    /// Any Parquet file whose columns have usual or given names.
    Parquet,
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("unknown format {name:?}; known are {}", Format::ALL.map(Format::as_str).join(", "))]
pub struct UnknownFormatName {
    /// The word.
    pub name: String,
}

impl Format {
    /// Every format, in the order in which they are listed.
    pub const ALL: [Format; 8] = [
        Format::XApiV2,
        Format::XInformationOperations,
        Format::CrowdTangleFacebook,
        Format::TelegramDesktop,
        Format::Vk,
        Format::Csv,
        Format::Ndjson,
        Format::Parquet,
    ];

    /// The name on the command line and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::XApiV2 => "x-api-v2",
            Format::XInformationOperations => "x-information-operations",
            Format::CrowdTangleFacebook => "crowdtangle-facebook",
            Format::TelegramDesktop => "telegram-desktop",
            Format::Vk => "vk",
            Format::Csv => "csv",
            Format::Ndjson => "ndjson",
            Format::Parquet => "parquet",
        }
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
        Format::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| UnknownFormatName { name: name.to_owned() })
    }
}
