//! What a reader says of its format: its names, what it gives and cannot give, what it is recognised by, how it is read.
//!
//! Everything that differs from format to format stands in one such value, so a new format is one file and its place
//! in the list of readers.

use crate::Mapping;
use crate::detect::Head;
use crate::part::{Halt, Out, Part};
use crate::readers::{Record, Row};
use crate::source::Stream;

/// All about one format.
pub(crate) struct Spec {
    /// The name on the command line and in tables: lower case, with hyphens.
    pub(crate) name: &'static str,
    /// Its name for people.
    pub(crate) title: &'static str,
    /// Name endings such files usually have; reading goes by content, never by these.
    pub(crate) extensions: &'static [&'static str],
    /// What posts from it have.
    pub(crate) gives: &'static [&'static str],
    /// What posts from it lack, and what is uncertain about them; the report's limits say so.
    pub(crate) cannot: &'static [&'static str],
    /// How it is read, where a user may wonder; sentences for the documentation.
    pub(crate) notes: &'static [&'static str],
    /// The shapes it comes in; any of them will do.
    pub(crate) layouts: &'static [Layout],
    /// What it is recognised by where a list of fields cannot say it.
    pub(crate) also: Option<fn(&Head<'_>, &Mapping) -> Probe>,
    /// How it is read.
    pub(crate) read: Read,
}

/// What a file is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JSON: lines, documents one after another, or arrays.
    Json,
    /// Rows under a header.
    Table,
}

/// One shape of a format.
pub(crate) struct Layout {
    /// What people would call it, such as "root object" or "one page a line".
    pub(crate) what: &'static str,
    pub(crate) kind: Kind,
    /// Fields (`data[].id`, also of the elements of an outermost array) or columns that must all be there;
    /// `a|b` is either.
    pub(crate) needs: &'static [&'static str],
    /// Fields or columns of which none may be there.
    pub(crate) unless: &'static [&'static str],
}

/// How the records of a format become posts.
pub(crate) enum Read {
    /// JSON records that need nothing beside them.
    Records {
        /// Where they lie within a document (`data.videos[]`), the likeliest first; elsewhere the outermost objects are
        /// the records.
        at: &'static [&'static str],
        /// Makes posts of one record; an error rejects the record.
        record: fn(&Record<'_>, &mut Out<'_>) -> Result<(), String>,
    },
    /// Rows of a table.
    Rows(fn(&Row<'_>, &mut Out<'_>) -> Result<(), String>),
    /// Anything else.
    Own(fn(&Head<'_>, &mut Stream<'_>, &mut Part<'_>) -> Result<(), Halt>),
    /// A file that is read from its end, which a stream cannot offer.
    Seeking,
}

/// What a reader says about the first bytes of a part.
#[derive(Clone, Debug, Default)]
pub(crate) struct Probe {
    pub(crate) matched: bool,
    /// What it was recognised by.
    pub(crate) reason: String,
    /// How many of the things looked for are there.
    pub(crate) found: usize,
    /// Those that are not.
    pub(crate) missing: Vec<String>,
}

impl Probe {
    pub(crate) fn matched(reason: impl Into<String>) -> Probe {
        Probe { matched: true, reason: reason.into(), ..Probe::default() }
    }

    pub(crate) fn lacking(found: usize, missing: Vec<String>) -> Probe {
        Probe { found, missing, ..Probe::default() }
    }

    /// A file of quite another kind.
    pub(crate) fn foreign() -> Probe {
        Probe::default()
    }

    /// How close it came, from 0 to 1.
    fn nearness(&self) -> f64 {
        let all = self.found + self.missing.len();
        if all == 0 { 0.0 } else { self.found as f64 / all as f64 }
    }

    /// True if and only if this comes closer to a match, or as close with less missing.
    pub(crate) fn is_nearer_than(&self, other: &Probe) -> bool {
        let (own, others) = (self.nearness(), other.nearness());
        own > others || (own == others && self.missing.len() < other.missing.len())
    }
}

impl Spec {
    /// True if and only if its records are rows, whose places are known whatever they were decoded from.
    pub(crate) fn reads_rows(&self) -> bool {
        matches!(self.read, Read::Rows(_)) || self.name == crate::readers::CSV.name
    }

    /// Whether a part is of this format, and by what.
    pub(crate) fn probe(&self, head: &Head<'_>, mapping: &Mapping) -> Probe {
        let mut best = Probe::foreign();
        let also = self.also.map(|probe| probe(head, mapping));
        for probe in self.layouts.iter().map(|layout| layout.probe(head)).chain(also) {
            if probe.matched {
                return probe;
            }
            if !probe.missing.is_empty() && (best.missing.is_empty() || probe.is_nearer_than(&best)) {
                best = probe;
            }
        }
        best
    }
}

impl Layout {
    fn probe(&self, head: &Head<'_>) -> Probe {
        let has: &dyn Fn(&str) -> bool = match (self.kind, &head.json, &head.table) {
            (Kind::Json, Some(shape), _) if head.script.is_none() => &|path| shape.record_has(path),
            (Kind::Table, _, Some(header)) => &|column| header.has(column),
            _ => return Probe::foreign(),
        };
        let (there, missing): (Vec<&str>, Vec<&str>) =
            self.needs.iter().copied().partition(|need| need.split('|').any(has));
        if missing.is_empty() && !self.unless.iter().any(|field| has(field)) {
            let word = |need: &&str| need.split('|').find(|field| has(field)).unwrap_or_default().to_owned();
            let names: Vec<String> = there.iter().map(word).collect();
            return Probe::matched(format!("{} with {}", self.what, names.join(", ")));
        }
        let missing = missing.into_iter().map(|need| need.replace('|', " or ")).collect();
        Probe::lacking(there.len(), missing)
    }
}
