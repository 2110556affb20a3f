//! Columns that a mapping names and a file does not have: most often a misspelling, and never to be passed over.

use crate::Mapping;
use crate::mapping::Field;

/// More columns than this are not listed.
const MOST_LISTED: usize = 8;

/// Longer names are cut where they are shown or compared: a file could have names of any length.
const LONGEST_NAME: usize = 60;

/// The fields whose columns are absent, each with its column and the likeliest of those that are there.
pub(crate) fn absent_columns<'c>(
    mapping: &Mapping,
    columns: impl Iterator<Item = &'c str> + Clone,
) -> Vec<(Field, String)> {
    let is_there = |wanted: &str| columns.clone().any(|column| folded(column) == folded(wanted));
    let absent = mapping.named().filter(|(_, wanted)| !is_there(wanted));
    absent.map(|(field, wanted)| (field, described(field, wanted, columns.clone()))).collect()
}

/// A name as it is compared.
pub(crate) fn folded(column: &str) -> String {
    column.trim().to_lowercase()
}

fn described<'c>(field: Field, wanted: &str, columns: impl Iterator<Item = &'c str>) -> String {
    let wanted_name = cut(&folded(wanted));
    let mut near: Vec<(usize, &str)> =
        columns.map(|column| (distance(&wanted_name, &cut(&folded(column))), column)).collect();
    near.sort_by_key(|(distance, _)| *distance);
    let listed: Vec<String> = near.iter().take(MOST_LISTED).map(|(_, column)| format!("{:?}", cut(column))).collect();
    let more = match near.len().saturating_sub(MOST_LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{} (the mapping names {wanted:?}; the columns are {}{more})", field.name(), listed.join(", "))
}

fn cut(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

/// How many characters have to be put in, left out or changed to make one name of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, c) in one.chars().enumerate() {
        let mut diagonal = at;
        let mut left = at + 1;
        for (above, &d) in row.iter_mut().skip(1).zip(&other) {
            let changed = diagonal + usize::from(c != d);
            diagonal = *above;
            left = changed.min(left + 1).min(diagonal + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
