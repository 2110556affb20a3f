//! One record as readers see it: a JSON value with its place, or a row with its columns.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::Limits;
use crate::json::{Object, Raw, Room, parse_value};
use crate::part::Place;
use crate::table::Header;
use crate::values::{count, id_of_text};

/// One JSON object that is a record.
pub(crate) struct Record<'a> {
    /// Its members.
    pub(crate) object: Object<'a>,
    /// Where the text begins that the record is part of.
    base: u64,
    place: Place,
}

impl<'a> Record<'a> {
    /// The record in these bytes, which lie at `offset` in the part.
    pub(crate) fn parse(
        bytes: &'a [u8],
        offset: u64,
        limits: &Limits,
        room: &'a mut Room,
    ) -> Result<Record<'a>, String> {
        let root = parse_value(bytes, limits, room)?;
        Record::of(root, Place::bytes(offset, bytes.len() as u64), offset, limits)
    }

    /// A value inside this record as a record of its own.
    pub(crate) fn within(&self, raw: Raw<'a>, limits: &Limits) -> Result<Record<'a>, String> {
        Record::of(raw, self.place_of(raw), self.base, limits)
    }

    /// A value of a text that begins at `base` as a record.
    pub(crate) fn of(raw: Raw<'a>, place: Place, base: u64, limits: &Limits) -> Result<Record<'a>, String> {
        let object = raw.object().ok_or("not a JSON object")?;
        match object.repeated_key().filter(|_| !limits.repeated_keys) {
            Some(key) => {
                let key: String = key.chars().take(40).collect();
                Err(format!("the key {key:?} is there twice, so tools would disagree on what it says"))
            }
            None => Ok(Record { object, base, place }),
        }
    }

    /// Where the record lies.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// Where a value inside the record lies.
    pub(crate) fn place_of(&self, raw: Raw<'a>) -> Place {
        Place::bytes(self.base + raw.offset() as u64, raw.token().len() as u64)
    }
}

/// The columns of a table by name.
pub(crate) struct Columns {
    places: HashMap<String, usize, FxBuildHasher>,
}

impl Columns {
    pub(crate) fn new(header: &Header) -> Columns {
        let mut places = HashMap::with_capacity_and_hasher(header.columns.len(), FxBuildHasher);
        for (at, name) in header.columns.iter().enumerate() {
            // Of columns with one name the first counts.
            places.entry(name.clone()).or_insert(at);
        }
        Columns { places }
    }
}

/// One row that is a record.
pub(crate) struct Row<'r> {
    pub(crate) columns: &'r Columns,
    pub(crate) fields: &'r [&'r str],
    pub(crate) place: Place,
}

impl<'r> Row<'r> {
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.places.contains_key(column)
    }

    /// A field exactly as it stands, empty where there is no such column: texts are not trimmed.
    pub(crate) fn raw(&self, column: &str) -> &'r str {
        self.columns.places.get(column).and_then(|&at| self.fields.get(at)).copied().unwrap_or_default()
    }

    /// The trimmed field of a column, where there is anything in it.
    pub(crate) fn get(&self, column: &str) -> Option<&'r str> {
        Some(self.raw(column).trim()).filter(|text| !text.is_empty())
    }

    /// The first of several columns that has anything.
    pub(crate) fn first(&self, columns: &[&str]) -> Option<&'r str> {
        columns.iter().find_map(|column| self.get(column))
    }

    pub(crate) fn owned(&self, column: &str) -> Option<String> {
        self.get(column).map(str::to_owned)
    }

    /// A whole number, which nothing that is not there is.
    pub(crate) fn count(&self, column: &str) -> Option<u64> {
        self.get(column).and_then(count)
    }

    /// The id of something else; one that a spreadsheet has rounded is as good as none.
    pub(crate) fn other_id(&self, column: &str) -> Option<String> {
        self.get(column).and_then(|text| id_of_text(text).ok().flatten())
    }

    /// The id of the record itself.
    pub(crate) fn id(&self, column: &str) -> Result<String, String> {
        id_of_text(self.raw(column))?.ok_or_else(|| format!("no {column}"))
    }
}
