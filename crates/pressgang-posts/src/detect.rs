//! Chooses a reader by what a part begins with, never by its name.

use std::fs::File;
use std::path::Path;

use crate::json::Shape;
use crate::readers::{self, BY_PRECEDENCE, GENERIC, PARQUET_REASON, ParquetTable, Probe};
use crate::source::{Content, Look, Next, each_part, look_of};
use crate::table::Header;
use crate::{Format, Limits, Mapping, Nearest, ReadError};

/// What a file, or one member of an archive, was recognised as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detection {
    /// The member of an archive.
    pub member: Option<String>,
    /// The format, where one fits.
    pub format: Option<Format>,
    /// What it was recognised by, or why it was not.
    pub reason: String,
    /// Where none fits: the formats it resembles most.
    pub nearest: Vec<Nearest>,
}

/// The first decompressed bytes of a part, analysed once for all readers.
pub(crate) struct Head<'h> {
    pub(crate) json: Option<Shape>,
    pub(crate) table: Option<Header>,
    pub(crate) bytes: &'h [u8],
    /// Whether nothing follows these bytes.
    pub(crate) is_whole: bool,
}

impl<'h> Head<'h> {
    /// The format that reads anything of this kind whose columns are known.
    pub(crate) fn generic_format(&self) -> Option<Format> {
        match (&self.table, &self.json) {
            (Some(_), _) => Some(Format::Csv),
            (None, Some(_)) => Some(Format::Ndjson),
            (None, None) => None,
        }
    }

    pub(crate) fn of(bytes: &'h [u8], is_whole: bool, limits: &Limits) -> Head<'h> {
        let json = Shape::of(bytes, is_whole);
        let table = if json.is_some() { None } else { Header::of(bytes, limits) };
        Head { json, table, bytes, is_whole }
    }
}

/// What was found out about one part.
pub(crate) struct Verdict {
    pub(crate) format: Option<Format>,
    pub(crate) reason: String,
    pub(crate) nearest: Vec<Nearest>,
    /// What it is instead of posts.
    pub(crate) look: Option<Look>,
}

/// Says what a file and, for an archive, each of its members is, without reading it.
pub fn detect_file(path: &Path, limits: &Limits) -> Result<Vec<Detection>, ReadError> {
    let mapping = Mapping::default();
    let mut found = Vec::new();
    each_part(path, limits, &mut |member, content| {
        let member = member.map(str::to_owned);
        let detection = match content {
            Content::Parquet(file) => parquet(file, &mapping),
            Content::Unreadable(reason) => Detection { member, format: None, reason, nearest: Vec::new() },
            Content::Stream(stream) => {
                let verdict = judge(&Head::of(stream.head(), stream.is_whole(), limits), &mapping);
                let damage = stream.head_damage().filter(|_| verdict.format.is_none() && verdict.look.is_none());
                if let Some(reason) = damage {
                    found.push(Detection { member, format: None, reason, nearest: Vec::new() });
                    return Ok(Next::Continue);
                }
                if member.is_some() && verdict.format.is_none() && !verdict.may_hold_posts(stream.head()) {
                    return Ok(Next::Continue);
                }
                Detection { member, format: verdict.format, reason: verdict.reason, nearest: verdict.nearest }
            }
        };
        found.push(detection);
        Ok(Next::Continue)
    })?;
    Ok(found)
}

fn parquet(file: File, mapping: &Mapping) -> Detection {
    let (format, reason, missing) = match ParquetTable::open(file, mapping) {
        Err(reason) => (None, reason, Vec::new()),
        Ok(table) if table.missing().is_empty() => (Some(Format::Parquet), PARQUET_REASON.to_owned(), Vec::new()),
        Ok(table) => {
            let missing = table.missing().into_iter().map(|field| field.name().to_owned()).collect();
            (None, "a Parquet file".to_owned(), vec![Nearest { format: Format::Parquet, missing }])
        }
    };
    Detection { member: None, format, reason, nearest: missing }
}

/// Asks the readers, most specific first.
pub(crate) fn judge(head: &Head<'_>, mapping: &Mapping) -> Verdict {
    if let Some(look) = look_of(head.bytes) {
        return Verdict::of_look(look);
    }
    let stranger = readers::stranger(head);
    let formats = match stranger {
        None => BY_PRECEDENCE.as_slice(),
        // Who says which column is what has looked into the file and is not misled by the names.
        Some(_) if mapping.names_columns() => GENERIC.as_slice(),
        Some(look) => return Verdict::of_look(look),
    };
    let mut nearest: Vec<Nearest> = Vec::new();
    for &format in formats {
        let Probe { matched, reason, missing } = readers::probe(format, head, mapping);
        if matched {
            return Verdict { format: Some(format), reason, nearest: Vec::new(), look: None };
        }
        if !missing.is_empty() {
            nearest.push(Nearest { format, missing });
        }
    }
    if let Some(look) = stranger {
        return Verdict::of_look(look);
    }
    nearest.sort_by_key(|near| near.missing.len());
    Verdict { format: None, reason: "no known format".to_owned(), nearest, look: None }
}

impl Verdict {
    fn of_look(look: Look) -> Verdict {
        let reason = format!("looks like {}", look.what());
        Verdict { format: None, reason, nearest: Vec::new(), look: Some(look) }
    }

    /// True if and only if leaving the part out could lose posts: notes and styles beside an export cannot.
    pub(crate) fn may_hold_posts(&self, head: &[u8]) -> bool {
        match self.look {
            Some(Look::Data(_)) => true,
            Some(Look::Beside(_)) => false,
            None => Shape::of(head, false).is_some() || !self.nearest.is_empty(),
        }
    }
}
