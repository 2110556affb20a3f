//! Any JSON of objects that are posts: one a line, one after another, or in one array.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxBuildHasher;

use super::absent::folded;
use super::columns::{Names, Ranked};
use super::generic_record::Record;
use super::records::read_records;
use crate::Mapping;
use crate::detect::Head;
use crate::json::{Object, Raw, Shape};
use crate::mapping::Field;
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::spec::{Probe, Read, Spec};
use crate::values::Cell;

pub(crate) static SPEC: Spec = Spec {
    name: "ndjson",
    title: "any JSON: one object a line, or one array of objects",
    extensions: &["ndjson", "jsonl", "json"],
    gives: &["whatever its fields hold: at least an id and a text"],
    cannot: super::columns::GENERIC_CANNOT,
    notes: &[
        "One object a line, objects one after another, or one array of objects.",
        "Names, times, counts and platforms are as for tables; fields inside objects are named with dots (`user.name`).",
        "In a file longer than 256 KiB a column of a mapping may come late; if none comes at all, that is a reject at the end.",
        "What `pressgang posts` writes reads back as it was.",
    ],
    layouts: &[],
    also: Some(probe),
    read: Read::Own(read),
};

fn probe(head: &Head<'_>, mapping: &Mapping) -> Probe {
    let Some(shape) = head.json.as_ref().filter(|_| head.script.is_none()) else { return Probe::foreign() };
    let missing = Names::new(mapping).missing(shape.record_fields());
    if !missing.is_empty() {
        let names = missing.iter().map(|field| field.name().to_owned()).collect();
        return Probe::lacking(2 - missing.len(), names);
    }
    Probe::matched(match (shape.is_lines, shape.first) {
        (true, _) => "JSON lines with an id and a text",
        (false, b'[') => "a JSON array of objects with an id and a text",
        (false, _) => "JSON objects with an id and a text",
    })
}

fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let fields = Fields::new(head, &part.options().mapping);
    read_records(head, stream, part, &[], &|record, out| {
        let mut values = Record::new();
        fields.collect(&record.object, &mut values);
        out.post(values.into_post(out, record.place())?);
        Ok(())
    })?;
    fields.name_unseen(part)
}

/// Which keys mean what.
struct Fields {
    names: Names,
    /// The keys of the head, as those of all records repeat them.
    known: HashMap<String, Meaning, FxBuildHasher>,
    /// Whether there are columns of the mapping that no record had so far.
    has_unseen: AtomicBool,
    unseen: Mutex<Vec<(Field, String)>>,
}

#[derive(Clone, Copy)]
struct Meaning {
    field: Option<Ranked>,
    is_container: bool,
}

impl Fields {
    fn new(head: &Head<'_>, mapping: &Mapping) -> Fields {
        let names = Names::new(mapping);
        let meaning = |key: &str| Meaning { field: names.field(key), is_container: names.is_container(key) };
        let seen: Vec<&str> = head.json.iter().flat_map(Shape::record_fields).collect();
        let known = seen.iter().map(|key| ((*key).to_owned(), meaning(key))).collect();
        let named = mapping.named().map(|(field, column)| (field, folded(column)));
        let is_new = |column: &String| !seen.iter().any(|key| folded(key) == *column);
        let unseen: Vec<_> = named.filter(|(_, column)| is_new(column)).collect();
        Fields { known, has_unseen: AtomicBool::new(!unseen.is_empty()), unseen: Mutex::new(unseen), names }
    }

    /// Says at the end which columns of the mapping there were none of: the head of a long file cannot tell.
    fn name_unseen(self, part: &mut Part<'_>) -> Result<(), Halt> {
        for (field, column) in self.unseen.into_inner().unwrap_or_else(PoisonError::into_inner) {
            let reason = format!("no record has {column:?}, which the mapping names for {}", field.name());
            part.reject(Place::default(), reason)?;
        }
        Ok(())
    }

    fn collect<'a>(&self, object: &Object<'a>, record: &mut Record<'a>) {
        for (key, value) in object.iter() {
            let meaning = self.meaning(&key);
            self.put(meaning, value, record);
            if meaning.is_container {
                self.collect_inner(&key, value, record);
            }
        }
    }

    // As deep as a name of a mapping has dots.
    fn collect_inner<'a>(&self, outer: &str, value: Raw<'a>, record: &mut Record<'a>) {
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

    fn meaning(&self, key: &str) -> Meaning {
        if let Some(&meaning) = self.known.get(key) {
            return meaning;
        }
        if self.has_unseen.load(Ordering::Relaxed) {
            let name = folded(key);
            let mut unseen = self.unseen.lock().unwrap_or_else(PoisonError::into_inner);
            unseen.retain(|(_, column)| *column != name);
            self.has_unseen.store(!unseen.is_empty(), Ordering::Relaxed);
        }
        Meaning { field: self.names.field(key), is_container: self.names.is_container(key) }
    }
}
