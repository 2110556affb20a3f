//! Parquet files, made here because nothing about them is worth keeping as a fixture.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
    TimestampMillisecondArray,
};
use arrow_schema::{DataType, Field};
use parquet::arrow::ArrowWriter;
use pressgang_posts::{Limits, ReadError, ReadOptions, detect_file};
use proptest::prelude::*;

use crate::support::{file, named, options, read_bytes, try_read};

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn posts() -> Vec<u8> {
    let author = StructArray::from(vec![(
        Arc::new(Field::new("handle", DataType::Utf8, true)),
        Arc::new(StringArray::from(vec!["one", "two", "three"])) as ArrayRef,
    )]);
    let links = ListArray::from_nested_iter::<arrow_array::builder::StringBuilder, _, _, _>(vec![
        Some(vec![Some("https://example.com/1")]),
        None,
        Some(vec![]),
    ]);
    let languages: DictionaryArray<Int32Type> = vec![Some("fr"), None, Some("en")].into_iter().collect();
    parquet(vec![
        ("id", Arc::new(Int64Array::from(vec![1_014_210_000_000_000_001, 2, 3]))),
        ("text", Arc::new(StringArray::from(vec![Some("one"), Some("two"), None]))),
        ("created_at", Arc::new(TimestampMillisecondArray::from(vec![Some(1_606_451_170_518), None, Some(0)]))),
        ("views", Arc::new(Float64Array::from(vec![Some(5.0), Some(f64::NAN), None]))),
        ("author", Arc::new(author)),
        ("links", Arc::new(links)),
        ("lang", Arc::new(languages)),
    ])
}

#[test]
fn columns_are_matched_by_name() {
    let file = file(&posts());
    let reading = crate::support::read(file.path(), &options());
    assert_eq!(reading.ids(), ["1014210000000000001", "2"]);
    assert_eq!(reading.reasons(), ["no text"]);
    let post = reading.posts()[0];
    assert_eq!(post.created_at.unwrap().to_string(), "2020-11-27T04:26:10.518Z");
    assert_eq!(post.author.handle.as_deref(), Some("one"));
    assert_eq!(post.links, ["https://example.com/1"]);
    assert_eq!(post.language_declared.as_deref(), Some("fr"));
    assert_eq!((post.metrics.views, reading.posts()[1].metrics.views), (Some(5), None));
    assert_eq!((post.provenance.row, post.provenance.offset), (Some(1), None));
    assert_eq!(reading.rejects()[0].provenance.row, Some(3));
    assert_eq!(detect_file(file.path(), &Limits::standard()).unwrap()[0].format, Some(named("parquet")));
}

#[test]
fn ids_in_float_columns_are_refused() {
    let bytes = parquet(vec![
        ("id", Arc::new(Float64Array::from(vec![3.0, 1.01421e18]))),
        ("text", Arc::new(StringArray::from(vec!["a", "b"]))),
    ]);
    assert_eq!(read_bytes(&bytes, &options()).reasons(), ["id is a float: 3.0", "id is a float: 1.01421e18"]);
}

#[test]
fn missing_columns_are_named() {
    let file = file(&parquet(vec![("id", Arc::new(StringArray::from(vec!["a"])))]));
    let error = try_read(file.path(), &options()).err().unwrap();
    assert!(matches!(&error, ReadError::UnknownFormat { nearest, .. } if nearest[0].missing == ["text"]), "{error}");
    let given = ReadOptions { format: Some(named("parquet")), ..options() };
    let error = try_read(file.path(), &given).err().unwrap();
    assert!(matches!(error, ReadError::MissingColumns { .. }), "{error}");
}

#[test]
fn an_unsupported_compression_is_named() {
    let mut bytes =
        parquet(vec![("id", Arc::new(StringArray::from(vec!["1"]))), ("text", Arc::new(StringArray::from(vec!["a"])))]);
    // The name of a column and its codec, 0 for none and 4 for Brotli, which are written doubled.
    let codec = bytes.windows(5).rposition(|window| window == b"\x02id\x15\x00").unwrap() + 4;
    bytes[codec] = 8;
    assert_eq!(read_bytes(&bytes, &options()).reasons(), ["the Parquet file has an unsupported compression (brotli)"]);
}

#[test]
fn columns_of_a_mapping_must_be_there() {
    let mapping = pressgang_posts::Mapping::default().with("likes", "veiws").unwrap();
    let error = try_read(file(&posts()).path(), &ReadOptions { mapping, ..options() }).err().unwrap();
    assert!(error.to_string().contains("the mapping names \"veiws\"; the columns are \"views\""), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_never_panics(cut in any::<prop::sample::Index>(), flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
        let mut bytes = posts();
        for (at, value) in &flips {
            let at = at.index(bytes.len());
            bytes[at] ^= value;
        }
        if flips.is_empty() {
            bytes.truncate(cut.index(bytes.len()));
        }
        let file = file(&bytes);
        let _ = detect_file(file.path(), &Limits::standard());
        let _ = try_read(file.path(), &options());
    }
}
