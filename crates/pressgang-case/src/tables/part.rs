//! One Parquet file of one table's rows, written and read in batches.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::{ArrowError, Field, Schema, SchemaRef};
use parquet::arrow::arrow_reader::{
    ArrowPredicateFn, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowFilter,
};
use parquet::arrow::{ArrowWriter, ProjectionMask};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use thiserror::Error;

use super::column::ColumnAbout;
use crate::files::{self, FileError};

/// Rows in memory at once, written or read.
pub const BATCH: usize = 8192;

/// The same of a table whose rows hold the features of pictures, some 8 kB each.
const WIDE_BATCH: usize = 512;

/// A group of rows is written to the file once it takes so many bytes.
const MOST_GROUP_BYTES: usize = 64 << 20;

/// Rows of a table in memory at once.
fn batch<R: TableRow>() -> usize {
    if R::columns().iter().any(|column| column.name == "features") { WIDE_BATCH } else { BATCH }
}

/// Why a table's file could not be written or read.
#[derive(Debug, Error)]
pub enum PartError {
    /// The file system refused.
    #[error(transparent)]
    File(#[from] FileError),
    /// Parquet refused.
    #[error("{path}: {source}")]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: ParquetError,
    },
    /// A batch could not be made or read.
    #[error("{path}: {source}")]
    Arrow {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: ArrowError,
    },
    /// The file has other columns than this version of the program writes.
    #[error("{path}: the columns are not those of table {table}")]
    OtherColumns {
        /// The file.
        path: PathBuf,
        /// The table it should be of.
        table: &'static str,
    },
}

/// A row of a table; implemented by the `table!` macro only.
pub trait TableRow: Sized {
    /// The table's name, also of its folder.
    const TABLE: &'static str;
    /// What the table holds.
    const ABOUT: &'static str;
    /// The columns in order.
    fn columns() -> Vec<ColumnAbout>;
    /// The rows as arrays, one per column.
    fn arrays(rows: &[Self]) -> Vec<ArrayRef>;
    /// The rows of a batch, `None` if its columns are others.
    fn rows(batch: &RecordBatch) -> Option<Vec<Self>>;

    /// The Arrow schema.
    fn schema() -> SchemaRef {
        let fields: Vec<Field> =
            Self::columns().into_iter().map(|c| Field::new(c.name, c.data_type, c.nullable)).collect();
        Arc::new(Schema::new(fields))
    }
}

/// Writes rows to a file that gets its name only when it is complete.
pub struct PartWriter<R> {
    path: PathBuf,
    aside: files::Aside,
    writer: ArrowWriter<File>,
    pending: Vec<R>,
    batch: usize,
    rows: u64,
}

impl<R: TableRow> PartWriter<R> {
    /// Begins a part that will be `path`.
    pub fn create(path: &Path) -> Result<PartWriter<R>, PartError> {
        let aside = files::Aside::create(path)?;
        let file = aside.file().try_clone().map_err(|e| FileError::new("write", path, e))?;
        let level = ZstdLevel::try_new(3).map_err(|source| PartError::Parquet { path: path.to_owned(), source })?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_created_by("pressgang".to_owned())
            .set_max_row_group_row_count(Some(64 * 1024))
            .build();
        let writer = ArrowWriter::try_new(file, R::schema(), Some(properties))
            .map_err(|source| PartError::Parquet { path: path.to_owned(), source })?;
        Ok(PartWriter { path: path.to_owned(), aside, writer, pending: Vec::new(), batch: batch::<R>(), rows: 0 })
    }

    /// Adds a row.
    pub fn push(&mut self, row: R) -> Result<(), PartError> {
        self.pending.push(row);
        if self.pending.len() >= self.batch { self.flush() } else { Ok(()) }
    }

    /// Adds rows.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = R>) -> Result<(), PartError> {
        rows.into_iter().try_for_each(|row| self.push(row))
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.rows + self.pending.len() as u64
    }

    fn flush(&mut self) -> Result<(), PartError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let arrays = R::arrays(&self.pending);
        let batch = RecordBatch::try_new(R::schema(), arrays)
            .map_err(|source| PartError::Arrow { path: self.path.clone(), source })?;
        self.writer.write(&batch).map_err(|source| PartError::Parquet { path: self.path.clone(), source })?;
        if self.writer.in_progress_size() > MOST_GROUP_BYTES {
            self.writer.flush().map_err(|source| PartError::Parquet { path: self.path.clone(), source })?;
        }
        self.rows += self.pending.len() as u64;
        self.pending.clear();
        Ok(())
    }

    /// Completes the file, syncs it and gives it its name; returns its path.
    pub fn finish(mut self) -> Result<PathBuf, PartError> {
        self.flush()?;
        let PartWriter { path, aside, writer, .. } = self;
        writer.close().map_err(|source| PartError::Parquet { path: path.clone(), source })?;
        aside.commit()?;
        Ok(path)
    }
}

/// Reads the rows of a part, batch by batch.
pub struct PartReader<R> {
    path: PathBuf,
    reader: ParquetRecordBatchReader,
    rows: std::marker::PhantomData<R>,
}

impl<R: TableRow> PartReader<R> {
    /// Opens a part.
    pub fn open(path: &Path) -> Result<PartReader<R>, PartError> {
        let file = File::open(path).map_err(|e| FileError::new("read", path, e))?;
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)
            .and_then(|builder| {
                // Rows may be of fewer columns than the file has.
                let names: Vec<&str> = R::columns().iter().map(|column| column.name).collect();
                let columns = ProjectionMask::columns(builder.parquet_schema(), names);
                builder.with_projection(columns).with_batch_size(batch::<R>()).build()
            })
            .map_err(|source| PartError::Parquet { path: path.to_owned(), source })?;
        Ok(PartReader { path: path.to_owned(), reader, rows: std::marker::PhantomData })
    }

    /// Opens a part for the rows of some posts (`platform:id`): of all others nothing but the key is read.
    pub fn open_of(path: &Path, keys: &Arc<HashSet<String>>) -> Result<PartReader<R>, PartError> {
        let file = File::open(path).map_err(|e| FileError::new("read", path, e))?;
        let failed = |source| PartError::Parquet { path: path.to_owned(), source };
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(failed)?;
        let columns = ProjectionMask::columns(builder.parquet_schema(), ["platform", "id"]);
        let keys = keys.clone();
        let mut key = String::new();
        let wanted = ArrowPredicateFn::new(columns, move |batch: RecordBatch| {
            let column = |name| batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref::<StringArray>());
            let (Some(platforms), Some(ids)) = (column("platform"), column("id")) else {
                return Err(ArrowError::SchemaError("no platform and id".to_owned()));
            };
            Ok((0..batch.num_rows())
                .map(|row| {
                    key.clear();
                    key.push_str(platforms.value(row));
                    key.push(':');
                    key.push_str(ids.value(row));
                    Some(keys.contains(&key))
                })
                .collect())
        });
        let filter = RowFilter::new(vec![Box::new(wanted)]);
        let reader = builder.with_batch_size(batch::<R>()).with_row_filter(filter).build().map_err(failed)?;
        Ok(PartReader { path: path.to_owned(), reader, rows: std::marker::PhantomData })
    }

    /// All rows of a part at once, for tables that are small.
    pub fn all(path: &Path) -> Result<Vec<R>, PartError> {
        let mut rows = Vec::new();
        for batch in PartReader::open(path)? {
            rows.extend(batch?);
        }
        Ok(rows)
    }
}

impl<R: TableRow> Iterator for PartReader<R> {
    type Item = Result<Vec<R>, PartError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = match self.reader.next()? {
            Ok(batch) => batch,
            Err(source) => return Some(Err(PartError::Arrow { path: self.path.clone(), source })),
        };
        Some(R::rows(&batch).ok_or_else(|| PartError::OtherColumns { path: self.path.clone(), table: R::TABLE }))
    }
}
