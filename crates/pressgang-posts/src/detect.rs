//! Chooses a reader by what a part begins with, never by its name.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::json::Shape;
use crate::readers::{self, CSV, NDJSON, PARQUET, PARQUET_REASON, ParquetTable, READERS};
use crate::source::{Content, Look, Next, Stream, each_part, look_of};
use crate::spec::Probe;
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
    /// How many bytes stand before the JSON where it is assigned to a variable.
    pub(crate) script: Option<usize>,
    /// Whether nothing follows these bytes.
    pub(crate) is_whole: bool,
}

impl<'h> Head<'h> {
    /// The format that reads anything of this kind whose columns are known.
    pub(crate) fn generic_format(&self) -> Option<Format> {
        match (&self.table, &self.json) {
            (Some(_), _) => Some(Format(&CSV)),
            (None, Some(_)) => Some(Format(&NDJSON)),
            (None, None) => None,
        }
    }

    pub(crate) fn of(bytes: &'h [u8], is_whole: bool, limits: &Limits) -> Head<'h> {
        let script = script_prefix(bytes);
        let json = Shape::of(&bytes[script.unwrap_or_default()..], is_whole);
        let table = if json.is_some() || script.is_some() { None } else { Header::of(bytes, limits) };
        Head { json, table, bytes, script, is_whole }
    }

    /// Moves a stream behind what stands before its JSON; says how many bytes that are.
    pub(crate) fn skip_script(&self, stream: &mut Stream<'_>) -> io::Result<u64> {
        let Some(length) = self.script else { return Ok(0) };
        let mut prefix = vec![0; length];
        stream.read_exact(&mut prefix)?;
        Ok(length as u64)
    }
}

/// How long the left side of an assignment is that a script begins with, the sign included.
fn script_prefix(bytes: &[u8]) -> Option<usize> {
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let start = &bytes[mark..bytes.len().min(mark + 256)];
    if !start.trim_ascii_start().starts_with(b"window.") {
        return None;
    }
    memchr::memchr(b'=', start).map(|at| mark + at + 1)
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
        Ok(table) if table.missing().is_empty() => (Some(Format(&PARQUET)), PARQUET_REASON.to_owned(), Vec::new()),
        Ok(table) => {
            let missing = table.missing().into_iter().map(|field| field.name().to_owned()).collect();
            (None, "a Parquet file".to_owned(), vec![Nearest { format: Format(&PARQUET), missing }])
        }
    };
    Detection { member: None, format, reason, nearest: missing }
}

/// As many formats are named that a file of no known format resembles.
const MOST_NEAREST: usize = 3;

/// Asks the readers, most specific first.
pub(crate) fn judge(head: &Head<'_>, mapping: &Mapping) -> Verdict {
    if let Some(look) = look_of(head.bytes) {
        return Verdict::of_look(look);
    }
    if let Some(what) = readers::beside(head) {
        return Verdict::of_look(Look::Beside(what));
    }
    let mut near: Vec<(Probe, Format)> = Vec::new();
    // Who says which column is what has looked into the file and is not misled by the names.
    let is_mapped = mapping.names_columns();
    for spec in READERS.iter().copied().filter(|spec| !is_mapped || [CSV.name, NDJSON.name].contains(&spec.name)) {
        let probe = spec.probe(head, mapping);
        if probe.matched {
            let format = Some(Format(spec));
            return Verdict { format, reason: probe.reason, nearest: Vec::new(), look: None };
        }
        if !probe.missing.is_empty() {
            near.push((probe, Format(spec)));
        }
    }
    near.sort_by(|(a, _), (b, _)| match (a.is_nearer_than(b), b.is_nearer_than(a)) {
        (true, _) => Ordering::Less,
        (_, true) => Ordering::Greater,
        _ => Ordering::Equal,
    });
    let nearest = near.into_iter().take(MOST_NEAREST);
    let nearest = nearest.map(|(probe, format)| Nearest { format, missing: probe.missing }).collect();
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
