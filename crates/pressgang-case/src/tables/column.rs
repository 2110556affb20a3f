//! How a Rust value becomes a Parquet column and back.

use std::sync::Arc;

use arrow_array::builder::{Float64Builder, ListBuilder, StringBuilder, UInt64Builder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, TimestampMillisecondType, UInt64Type};
use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, StringArray, TimestampMillisecondArray, UInt64Array};
use arrow_schema::{DataType, Field, TimeUnit};
use pressgang_posts::Timestamp;

/// What a column is, for schemas and documentation.
#[derive(Clone, Debug)]
pub struct ColumnAbout {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub doc: &'static str,
    /// Its Arrow type.
    pub data_type: DataType,
    /// Whether it may be null.
    pub nullable: bool,
}

/// A Rust type that is stored as one column.
pub trait Column: Sized {
    /// Whether the column may be null.
    const NULLABLE: bool;
    /// The Arrow type.
    fn data_type() -> DataType;
    /// The column of `values`.
    fn build<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef
    where
        Self: 'a;
    /// The values of a column, `None` if it is of another type.
    fn values(array: &ArrayRef) -> Option<Vec<Self>>;
}

impl Column for String {
    const NULLABLE: bool = false;
    fn data_type() -> DataType {
        DataType::Utf8
    }
    fn build<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(StringArray::from_iter_values(values))
    }
    fn values(array: &ArrayRef) -> Option<Vec<Self>> {
        let array = array.as_string_opt::<i32>()?;
        Some((0..array.len()).map(|i| array.value(i).to_owned()).collect())
    }
}

impl Column for Option<String> {
    const NULLABLE: bool = true;
    fn data_type() -> DataType {
        DataType::Utf8
    }
    fn build<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(StringArray::from_iter(values.map(Option::as_deref)))
    }
    fn values(array: &ArrayRef) -> Option<Vec<Self>> {
        let array = array.as_string_opt::<i32>()?;
        Some(array.iter().map(|value| value.map(str::to_owned)).collect())
    }
}

macro_rules! plain {
    ($rust:ty, $array:ty, $arrow:ty, $data_type:expr) => {
        impl Column for $rust {
            const NULLABLE: bool = false;
            fn data_type() -> DataType {
                $data_type
            }
            fn build<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
                Arc::new(<$array>::from_iter_values(values.copied()))
            }
            fn values(array: &ArrayRef) -> Option<Vec<Self>> {
                Some(array.as_primitive_opt::<$arrow>()?.values().to_vec())
            }
        }
        impl Column for Option<$rust> {
            const NULLABLE: bool = true;
            fn data_type() -> DataType {
                $data_type
            }
            fn build<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
                Arc::new(<$array>::from_iter(values.copied()))
            }
            fn values(array: &ArrayRef) -> Option<Vec<Self>> {
                Some(array.as_primitive_opt::<$arrow>()?.iter().collect())
            }
        }
    };
}

plain!(u64, UInt64Array, UInt64Type, DataType::UInt64);
plain!(f64, Float64Array, Float64Type, DataType::Float64);

impl Column for bool {
    const NULLABLE: bool = false;
    fn data_type() -> DataType {
        DataType::Boolean
    }
    fn build<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(BooleanArray::from(values.copied().collect::<Vec<bool>>()))
    }
    fn values(array: &ArrayRef) -> Option<Vec<Self>> {
        let array = array.as_boolean_opt()?;
        Some((0..array.len()).map(|i| array.value(i)).collect())
    }
}

impl Column for Option<bool> {
    const NULLABLE: bool = true;
    fn data_type() -> DataType {
        DataType::Boolean
    }
    fn build<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
        Arc::new(BooleanArray::from(values.copied().collect::<Vec<Option<bool>>>()))
    }
    fn values(array: &ArrayRef) -> Option<Vec<Self>> {
        Some(array.as_boolean_opt()?.iter().collect())
    }
}

impl Column for Option<Timestamp> {
    const NULLABLE: bool = true;
    fn data_type() -> DataType {
        DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()))
    }
    fn build<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
        let millis = values.map(|value| value.map(|t| t.unix_millis));
        Arc::new(TimestampMillisecondArray::from_iter(millis).with_timezone("UTC"))
    }
    fn values(array: &ArrayRef) -> Option<Vec<Self>> {
        let array = array.as_primitive_opt::<TimestampMillisecondType>()?;
        Some(array.iter().map(|value| value.and_then(Timestamp::from_unix_millis)).collect())
    }
}

macro_rules! list {
    ($item:ty, $item_type:expr, $builder:expr, $append:expr, $read:expr) => {
        impl Column for Vec<$item> {
            const NULLABLE: bool = false;
            fn data_type() -> DataType {
                DataType::List(Arc::new(Field::new("item", $item_type, false)))
            }
            fn build<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
                let mut list = ListBuilder::new($builder).with_field(Field::new("item", $item_type, false));
                for value in values {
                    for item in value {
                        $append(list.values(), item);
                    }
                    list.append(true);
                }
                Arc::new(list.finish())
            }
            fn values(array: &ArrayRef) -> Option<Vec<Self>> {
                let lists = array.as_list_opt::<i32>()?;
                (0..lists.len()).map(|i| $read(&lists.value(i))).collect()
            }
        }
    };
}

list!(
    String,
    DataType::Utf8,
    StringBuilder::new(),
    |builder: &mut StringBuilder, item: &String| builder.append_value(item),
    |items: &ArrayRef| {
        let items = items.as_string_opt::<i32>()?;
        Some((0..items.len()).map(|i| items.value(i).to_owned()).collect())
    }
);
list!(
    u64,
    DataType::UInt64,
    UInt64Builder::new(),
    |builder: &mut UInt64Builder, item: &u64| builder.append_value(*item),
    |items: &ArrayRef| Some(items.as_primitive_opt::<UInt64Type>()?.values().to_vec())
);
list!(
    f64,
    DataType::Float64,
    Float64Builder::new(),
    |builder: &mut Float64Builder, item: &f64| builder.append_value(*item),
    |items: &ArrayRef| Some(items.as_primitive_opt::<Float64Type>()?.values().to_vec())
);
