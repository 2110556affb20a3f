//! One value of a column.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};

use crate::Timestamp;
use crate::values::Cell;

/// The value at `index`; nothing where the column holds none or holds what no field of a post can be.
pub(crate) fn cell(array: &ArrayRef, index: usize) -> Result<Option<Cell<'_>>, String> {
    if array.is_null(index) {
        return Ok(None);
    }
    let number = |text: String| Ok(Some(Cell::Number(Cow::Owned(text))));
    let instant = |millis: Option<i64>| match millis.and_then(Timestamp::from_unix_millis) {
        Some(instant) => Ok(Some(Cell::Instant(instant))),
        None => Err("a time out of range".to_owned()),
    };
    match array.data_type() {
        DataType::Utf8 => Ok(Cell::of_text(array.as_string::<i32>().value(index))),
        DataType::LargeUtf8 => Ok(Cell::of_text(array.as_string::<i64>().value(index))),
        DataType::Utf8View => Ok(Cell::of_text(array.as_string_view().value(index))),
        DataType::Binary => text_of_bytes(array.as_binary::<i32>().value(index)),
        DataType::LargeBinary => text_of_bytes(array.as_binary::<i64>().value(index)),
        DataType::BinaryView => text_of_bytes(array.as_binary_view().value(index)),
        DataType::Int8 => number(array.as_primitive::<Int8Type>().value(index).to_string()),
        DataType::Int16 => number(array.as_primitive::<Int16Type>().value(index).to_string()),
        DataType::Int32 => number(array.as_primitive::<Int32Type>().value(index).to_string()),
        DataType::Int64 => number(array.as_primitive::<Int64Type>().value(index).to_string()),
        DataType::UInt8 => number(array.as_primitive::<UInt8Type>().value(index).to_string()),
        DataType::UInt16 => number(array.as_primitive::<UInt16Type>().value(index).to_string()),
        DataType::UInt32 => number(array.as_primitive::<UInt32Type>().value(index).to_string()),
        DataType::UInt64 => number(array.as_primitive::<UInt64Type>().value(index).to_string()),
        DataType::Float32 => Ok(float(f64::from(array.as_primitive::<Float32Type>().value(index)))),
        DataType::Float64 => Ok(float(array.as_primitive::<Float64Type>().value(index))),
        DataType::Decimal128(_, _) => number(array.as_primitive::<Decimal128Type>().value_as_string(index)),
        DataType::Timestamp(unit, _) => instant(match unit {
            TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(index).checked_mul(1000),
            TimeUnit::Millisecond => Some(array.as_primitive::<TimestampMillisecondType>().value(index)),
            TimeUnit::Microsecond => {
                Some(array.as_primitive::<TimestampMicrosecondType>().value(index).div_euclid(1000))
            }
            TimeUnit::Nanosecond => {
                Some(array.as_primitive::<TimestampNanosecondType>().value(index).div_euclid(1_000_000))
            }
        }),
        DataType::Date32 => instant(Some(i64::from(array.as_primitive::<Date32Type>().value(index)) * 86_400_000)),
        DataType::Date64 => instant(Some(array.as_primitive::<Date64Type>().value(index))),
        DataType::List(_) => Ok(list(&array.as_list::<i32>().value(index))),
        DataType::LargeList(_) => Ok(list(&array.as_list::<i64>().value(index))),
        DataType::Dictionary(_, _) => Ok(of_dictionary(array, index)),
        _ => Ok(None),
    }
}

fn text_of_bytes(bytes: &[u8]) -> Result<Option<Cell<'_>>, String> {
    let text = std::str::from_utf8(bytes);
    text.map(Cell::of_text).map_err(|error| format!("invalid UTF-8 at byte {} of the value", error.valid_up_to()))
}

/// Data frames write "nothing" in number columns as NaN.
fn float(value: f64) -> Option<Cell<'static>> {
    // The debug form keeps the point, which is what tells a float from an id.
    (!value.is_nan()).then(|| Cell::Number(Cow::Owned(format!("{value:?}"))))
}

fn list(values: &ArrayRef) -> Option<Cell<'static>> {
    let item = |index| match cell(values, index) {
        Ok(Some(value)) => value.label(),
        _ => None,
    };
    let items: Vec<String> = (0..values.len()).filter_map(item).collect();
    (!items.is_empty()).then_some(Cell::List(items))
}

/// Dictionaries hold labels such as languages and platforms.
fn of_dictionary(array: &ArrayRef, index: usize) -> Option<Cell<'static>> {
    let dictionary = array.as_any_dictionary_opt()?;
    // The key is read through its own column so that one of any width does.
    let keys: ArrayRef = dictionary.keys().slice(index, 1);
    let key: usize = match cell(&keys, 0) {
        Ok(Some(Cell::Number(key))) => key.parse().ok()?,
        _ => return None,
    };
    if key >= dictionary.values().len() {
        return None;
    }
    match cell(dictionary.values(), key) {
        Ok(Some(value)) => value.text().map(|text| Cell::Text(Cow::Owned(text))),
        _ => None,
    }
}
