//! Any Parquet file with an id and a text among its columns.
//!
//! Only the columns that mean something are decoded, a few rows at a time.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::{Array, ArrayRef, RecordBatch, StructArray};
use arrow_schema::{DataType, Fields};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use super::absent::absent_columns;
use super::columns::Names;
use super::generic_record::Record;
use super::parquet_cell::cell;
use crate::mapping::Field;
use crate::part::{Halt, Out, Part, Place};
use crate::spec::{Read, Spec};
use crate::{Mapping, Post};

/// Rows decoded at a time: texts are long, and a batch is held whole.
const BATCH_ROWS: usize = 512;

pub(crate) static SPEC: Spec = Spec {
    name: "parquet",
    title: "any Parquet file with columns of usual or given names",
    extensions: &["parquet"],
    gives: &["whatever its columns hold: at least an id and a text"],
    cannot: &[
        "times without a zone are read as UTC",
        "a date without a time is read as midnight UTC",
        "a post's place is its row: column files have no byte ranges",
        "not read from inside an archive",
    ],
    notes: &["Names, times, counts and platforms are as for tables.", "Not read with Brotli compression."],
    layouts: &[],
    also: None,
    read: Read::Seeking,
};

/// What a readable Parquet file is recognised by.
pub(crate) const REASON: &str = "a Parquet file with an id and a text";

/// A Parquet file whose columns are known.
pub(crate) struct Table {
    builder: ParquetRecordBatchReaderBuilder<File>,
    names: Names,
    columns: Vec<String>,
    absent: Vec<String>,
}

impl Table {
    /// Reads the description of the columns.
    pub(crate) fn open(file: File, mapping: &Mapping) -> Result<Table, String> {
        // The Arrow schema that some writers add is not needed, and decoding a damaged one panics.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let builder = unpanicked(|| ParquetRecordBatchReaderBuilder::try_new_with_options(file, options))
            .and_then(|opened| opened.map_err(|error| error.to_string()))
            .map_err(|reason| format!("the Parquet file cannot be read: {reason}"))?;
        let columns = column_names(builder.schema().fields());
        let absent = absent_columns(mapping, columns.iter().map(String::as_str));
        let absent = absent.into_iter().map(|(_, description)| description).collect();
        Ok(Table { builder, names: Names::new(mapping), columns, absent })
    }

    pub(crate) fn missing(&self) -> Vec<Field> {
        self.names.missing(self.columns.iter().map(String::as_str))
    }

    /// The columns that a mapping names and the file lacks.
    pub(crate) fn absent(&self) -> Vec<String> {
        self.absent.clone()
    }

    /// A field with the names that were looked for.
    pub(crate) fn looked_for(&self, field: Field) -> String {
        self.names.looked_for(field)
    }

    pub(crate) fn read(self, part: &mut Part<'_>) -> Result<(), Halt> {
        let Table { builder, names, columns, .. } = self;
        if columns.len() > part.options().limits.columns {
            return part.reject(Place::default(), format!("the table has {} columns", columns.len()));
        }
        let wanted = |name: &String| names.field(name).is_some();
        let fields = builder.schema().fields();
        let is_wanted = |at: &usize| column_names(&Fields::from(vec![fields[*at].clone()])).iter().any(wanted);
        let roots: Vec<usize> = (0..fields.len()).filter(is_wanted).collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
        let opened = unpanicked(|| builder.with_projection(mask).with_batch_size(BATCH_ROWS).build());
        let mut batches = match opened.and_then(|opened| opened.map_err(|error| error.to_string())) {
            Ok(batches) => batches,
            Err(reason) => return part.reject(Place::default(), what_failed(&reason)),
        };
        let mut row = 0;
        loop {
            let next = unpanicked(|| batches.next().transpose());
            let batch = match next.and_then(|next| next.map_err(|error| error.to_string())) {
                Ok(Some(batch)) => batch,
                Ok(None) => break,
                Err(reason) => {
                    let place = Place { row: Some(row + 1), ..Place::default() };
                    return part.reject(place, what_failed(&reason));
                }
            };
            let columns = meaning_columns(&batch, &names);
            for index in 0..batch.num_rows() {
                row += 1;
                let place = Place { row: Some(row), ..Place::default() };
                let outcome = post(&columns, index, &part.out, place).map(|post| part.out.post(post));
                part.out.settle(place, outcome);
                part.pass_on()?;
            }
        }
        Ok(())
    }
}

/// Calls into the decoder, which panics on some damaged files.
///
/// What it was working on is never used again after that.
fn unpanicked<T>(decode: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(decode)).map_err(|_| "the decoder gave up".to_owned())
}

/// What an error of the decoder means, for a reject.
fn what_failed(reason: &str) -> String {
    // The decoder has no kind of error for this, only words.
    match reason.split_once("Disabled feature at compile time: ") {
        Some((_, name)) => format!("the Parquet file has an unsupported compression ({})", name.trim()),
        None if reason.contains("The codec type") => "the Parquet file has an unsupported compression".to_owned(),
        None => format!("the Parquet file is damaged: {reason}"),
    }
}

type Column = (Field, usize, ArrayRef);

fn post(columns: &[Column], index: usize, out: &Out<'_>, place: Place) -> Result<Post, String> {
    let mut record = Record::new();
    for (field, rank, array) in columns {
        let value = cell(array, index).map_err(|reason| format!("{}: {reason}", field.name()))?;
        if let Some(value) = value {
            record.put(*field, *rank, value);
        }
    }
    let post = record.into_post(out, place)?;
    let longest = out.options().limits.record_bytes;
    if post.text.len() > longest {
        return Err(format!("the record is longer than {longest} bytes"));
    }
    Ok(post)
}

/// The columns that mean something, members of structs included.
fn meaning_columns(batch: &RecordBatch, names: &Names) -> Vec<Column> {
    let mut found = Vec::new();
    for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
        if let Some((meaning, rank)) = names.field(field.name()) {
            found.push((meaning, rank, array.clone()));
        }
        if let Some(members) = array.as_any().downcast_ref::<StructArray>() {
            for (member, values) in members.fields().iter().zip(members.columns()) {
                if let Some((meaning, rank)) = names.field(&format!("{}.{}", field.name(), member.name())) {
                    found.push((meaning, rank, values.clone()));
                }
            }
        }
    }
    found
}

fn column_names(fields: &Fields) -> Vec<String> {
    let mut names = Vec::new();
    for field in fields {
        names.push(field.name().clone());
        if let DataType::Struct(members) = field.data_type() {
            names.extend(members.iter().map(|member| format!("{}.{}", field.name(), member.name())));
        }
    }
    names
}
