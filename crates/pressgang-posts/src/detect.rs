//! Chooses a reader by what a part begins with, never by its name.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::json::Shape;
use crate::readers::{self, CSV, NDJSON, PARQUET, PARQUET_REASON, ParquetTable, READERS, Sheet, XLSX, XLSX_REASON};
use crate::source::{Content, Look, Next, Stream, each_part, look_of};
use crate::spec::Probe;
use crate::table::Header;
use crate::workbook::Workbook;
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
    /// Whether they were UTF-16 before.
    pub(crate) is_utf16: bool,
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
        Head { json, table, bytes, script, is_whole, is_utf16: false }
    }

    /// The head of a stream, of which `bytes` are the first.
    pub(crate) fn of_stream(stream: &Stream<'_>, bytes: &'h [u8], limits: &Limits) -> Head<'h> {
        Head { is_utf16: stream.is_utf16(), ..Head::of(bytes, stream.is_whole(), limits) }
    }

    /// What the part is, if it is something that no reader reads.
    pub(crate) fn look(&self) -> Option<Look> {
        // Only of tables is it known where each row lay before it was decoded.
        let is_foreign = self.is_utf16 && self.table.is_none();
        look_of(self.bytes)
            .or(is_foreign.then_some(Look::Data("text in UTF-16 that is no table; save it as UTF-8 first")))
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
            Content::Workbook(workbook) => {
                found.extend(sheets(*workbook, &mapping));
                return Ok(Next::Continue);
            }
            Content::Unreadable(reason) => Detection { member, format: None, reason, nearest: Vec::new() },
            Content::Stream(stream) => {
                let verdict = judge(&Head::of_stream(&stream, stream.head(), limits), &mapping);
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

/// The sheets that can be read, or what the nearest to that lacks.
fn sheets(mut workbook: Workbook<'_>, mapping: &Mapping) -> Vec<Detection> {
    let mut found = Vec::new();
    let mut nearest = Vec::new();
    for (index, name) in workbook.sheet_names().into_iter().enumerate() {
        if workbook.is_exhausted() {
            break;
        }
        let (format, reason) = match Sheet::open(&mut workbook, index, mapping) {
            Ok(None) => continue,
            Ok(Some(sheet)) if sheet.missing().is_empty() => (Some(Format(&XLSX)), XLSX_REASON.to_owned()),
            Ok(Some(sheet)) => {
                let missing: Vec<String> = sheet.missing().into_iter().map(|field| field.name().to_owned()).collect();
                nearest.push(Nearest { format: Format(&XLSX), missing });
                continue;
            }
            Err(reason) => (None, reason),
        };
        found.push(Detection { member: Some(name), format, reason, nearest: Vec::new() });
    }
    if found.is_empty() {
        let nearest = nearest.into_iter().min_by_key(|near| near.missing.len()).into_iter().collect();
        found.push(Detection { member: None, format: None, reason: "an Excel workbook".to_owned(), nearest });
    }
    found
}

/// As many formats are named that a file of no known format resembles.
const MOST_NEAREST: usize = 3;

/// Asks the readers, most specific first.
pub(crate) fn judge(head: &Head<'_>, mapping: &Mapping) -> Verdict {
    if let Some(look) = head.look() {
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
        // Of what has nothing in common with a format the format is no neighbour; anything may be made a generic one.
        let is_generic = [CSV.name, NDJSON.name].contains(&spec.name);
        if !probe.missing.is_empty() && (probe.found > 0 || is_generic) {
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
