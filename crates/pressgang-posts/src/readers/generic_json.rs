//! Any JSON of objects that are posts: one a line, one after another, or in one array.

use std::collections::HashMap;

use super::Probe;
use super::absent::folded;
use super::columns::{Names, Ranked};
use super::generic_record::Record;
use crate::Mapping;
use crate::detect::Head;
use crate::json::{
    Action, Line, Lines, Object, Raw, Refused, Shape, Step, Visitor, Walked, is_deeper, parse_record, walk_documents,
};
use crate::mapping::Field;
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::values::Cell;

pub(crate) fn probe(head: &Head<'_>, mapping: &Mapping) -> Probe {
    let Some(shape) = &head.json else { return Probe::foreign() };
    let missing = Names::new(mapping).missing(shape.record_fields());
    if !missing.is_empty() {
        return Probe::lacking(missing.into_iter().map(|field| field.name().to_owned()).collect());
    }
    Probe::matched(match (shape.is_lines, shape.first) {
        (true, _) => "JSON lines with an id and a text",
        (false, b'[') => "a JSON array of objects with an id and a text",
        (false, _) => "JSON objects with an id and a text",
    })
}

pub(crate) fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let mut fields = Fields::new(head, &part.options.mapping);
    let limits = part.options.limits.clone();
    if !head.json.as_ref().is_none_or(Shape::is_by_line) {
        let mut documents = Documents { fields, part };
        let walked = walk_documents(stream, &limits, &mut documents)?;
        let Documents { fields, part } = documents;
        if let Walked::Broken { offset, reason } = walked {
            part.reject(Place::at(offset), format!("{reason}; nothing is read from here on"))?;
        }
        return fields.name_unseen(part);
    }
    let mut lines = Lines::new(stream, limits.record_bytes);
    while let Some(line) = lines.next()? {
        match line {
            Line::TooLong { offset, length } => {
                part.reject(Place::bytes(offset, length), Refused::TooLong.reason(&limits))?;
            }
            Line::Text { bytes, .. } if bytes.trim_ascii().is_empty() => {}
            Line::Text { offset, bytes } if is_deeper(bytes, limits.json_depth) => {
                part.reject(Place::bytes(offset, bytes.len() as u64), Refused::TooDeep.reason(&limits))?;
            }
            Line::Text { offset, bytes } => {
                let place = Place::bytes(offset, bytes.len() as u64);
                let outcome = fields.post(bytes, part, place);
                // What a failing stream leaves of a line is named by the failure itself.
                if outcome.is_ok() || !lines.failing() {
                    part.record(place, outcome)?;
                }
            }
        }
    }
    fields.name_unseen(part)
}

/// Hands every object of a document, or of its outermost array, to the fields.
struct Documents<'p, 'a> {
    fields: Fields,
    part: &'p mut Part<'a>,
}

impl Visitor for Documents<'_, '_> {
    fn value(&mut self, path: &[Step], first: u8, _offset: u64) -> Action {
        if path.is_empty() && first == b'[' { Action::Enter } else { Action::Capture }
    }

    fn captured(&mut self, _path: &[Step], bytes: &[u8], offset: u64) -> Result<(), Halt> {
        let place = Place::bytes(offset, bytes.len() as u64);
        let outcome = self.fields.post(bytes, self.part, place);
        self.part.record(place, outcome)
    }

    fn refused(&mut self, _path: &[Step], offset: u64, length: u64, why: Refused) -> Result<(), Halt> {
        self.part.reject(Place::bytes(offset, length), why.reason(&self.part.options.limits))
    }

    fn leave(&mut self, _path: &[Step]) -> Result<(), Halt> {
        Ok(())
    }
}

/// Which keys mean what; kept across records because their keys repeat.
struct Fields {
    names: Names,
    known: HashMap<String, Meaning>,
    /// Columns of the mapping that no record had so far.
    unseen: Vec<(Field, String)>,
}

#[derive(Clone, Copy)]
struct Meaning {
    field: Option<Ranked>,
    is_container: bool,
}

/// A hostile file could have a new key in every record.
const MOST_KNOWN_KEYS: usize = 10_000;

impl Fields {
    fn new(head: &Head<'_>, mapping: &Mapping) -> Fields {
        let seen: Vec<String> = head.json.iter().flat_map(Shape::record_fields).map(folded).collect();
        let named = mapping.named().map(|(field, column)| (field, folded(column)));
        let unseen = named.filter(|(_, column)| !seen.contains(column)).collect();
        Fields { names: Names::new(mapping), known: HashMap::new(), unseen }
    }

    /// Says at the end which columns of the mapping there were none of: the head of a long file cannot tell.
    fn name_unseen(self, part: &mut Part<'_>) -> Result<(), Halt> {
        for (field, column) in self.unseen {
            let reason = format!("no record has {column:?}, which the mapping names for {}", field.name());
            part.reject(Place::default(), reason)?;
        }
        Ok(())
    }

    fn post(&mut self, bytes: &[u8], part: &Part<'_>, place: Place) -> Result<crate::Post, String> {
        let raw = parse_record(bytes)?;
        let object = raw.object().ok_or("not a JSON object")?;
        let mut record = Record::new();
        self.collect(&object, &mut record);
        record.into_post(part, place)
    }

    fn collect<'a>(&mut self, object: &Object<'a>, record: &mut Record<'a>) {
        for (key, value) in object.iter() {
            let meaning = self.meaning(key);
            self.put(meaning, value, record);
            if meaning.is_container {
                self.collect_inner(key, value, record);
            }
        }
    }

    // As deep as a name of a mapping has dots.
    fn collect_inner<'a>(&mut self, outer: &str, value: Raw<'a>, record: &mut Record<'a>) {
        let Some(object) = value.object() else { return };
        for (key, value) in object.iter() {
            let name = format!("{outer}.{key}");
            let meaning = self.meaning(&name);
            self.put(meaning, value, record);
            if meaning.is_container {
                self.collect_inner(&name, value, record);
            }
        }
    }

    fn put<'a>(&self, meaning: Meaning, value: Raw<'a>, record: &mut Record<'a>) {
        let Some((field, rank)) = meaning.field else { return };
        match Cell::of_json(value) {
            Some(cell) => record.put(field, rank, cell),
            None => record.has_empty_text |= field == Field::Text && !value.is_null(),
        }
    }

    fn meaning(&mut self, key: &str) -> Meaning {
        if let Some(&meaning) = self.known.get(key) {
            return meaning;
        }
        if !self.unseen.is_empty() {
            let name = folded(key);
            self.unseen.retain(|(_, column)| *column != name);
        }
        let meaning = Meaning { field: self.names.field(key), is_container: self.names.is_container(key) };
        if self.known.len() < MOST_KNOWN_KEYS {
            self.known.insert(key.to_owned(), meaning);
        }
        meaning
    }
}
