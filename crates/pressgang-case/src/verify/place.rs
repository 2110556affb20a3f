//! What stands at a place of a file, in words.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::tables::{PartReader, PostRow};

/// So many names are listed, the others counted.
const MOST_NAMES: usize = 4;

/// The rows and columns of a table's part that lie among some bytes; `None` if the part cannot be opened any more or
/// only its own description lies there.
pub(super) fn of_part(path: &Path, bytes: &Range<u64>) -> Option<String> {
    let reader = SerializedFileReader::new(File::open(path).ok()?).ok()?;
    let mut columns: Vec<String> = Vec::new();
    let mut rows: Option<Range<i64>> = None;
    let mut first_row = 0i64;
    for group in reader.metadata().row_groups() {
        let end = first_row.saturating_add(group.num_rows());
        for column in group.columns() {
            let (start, length) = column.byte_range();
            if start < bytes.end && bytes.start < start.saturating_add(length) {
                let name = column.column_path().parts().first().cloned().unwrap_or_default();
                if !columns.contains(&name) {
                    columns.push(name);
                }
                let known = rows.get_or_insert(first_row..end);
                *known = known.start.min(first_row)..known.end.max(end);
            }
        }
        first_row = end;
    }
    let rows = rows?;
    let column = if columns.len() == 1 { "column" } else { "columns" };
    Some(format!("among rows {} to {}, {column} {}", rows.start + 1, rows.end, listed(&columns)))
}

/// The posts of a source that lie among some bytes of it, by the table of its posts; `None` where posts have no bytes in
/// the file itself.
pub(super) fn of_source(source: &str, bytes: &Range<u64>, posts: &Path) -> Option<String> {
    let packed = ["gz", "zst", "bz2", "xz", "zip", "tgz", "tar", "xlsx", "parquet"];
    let ending = Path::new(source).extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    if packed.contains(&ending.as_str()) {
        return None;
    }
    let mut keys: Vec<String> = Vec::new();
    for batch in PartReader::<PostRow>::open(posts).ok()? {
        for post in batch.ok()? {
            // Places in a member of an archive, or in what was unpacked, are no places in the file.
            if post.member.is_some() {
                return None;
            }
            let (start, length) = (post.offset?, post.length?);
            if start < bytes.end && bytes.start < start.saturating_add(length) {
                keys.push(format!("{}:{}", post.platform, post.id));
            }
        }
    }
    let posts = if keys.len() == 1 { "post" } else { "posts" };
    (!keys.is_empty()).then(|| format!("among {posts} {}", listed(&keys)))
}

/// The lines of a text among some bytes.
pub(super) fn of_text(path: &Path, bytes: &Range<u64>) -> Option<String> {
    let mut text = Vec::new();
    File::open(path).ok()?.take(bytes.end).read_to_end(&mut text).ok()?;
    let start = usize::try_from(bytes.start).ok()?.min(text.len());
    let breaks = |text: &[u8]| text.iter().filter(|&&byte| byte == b'\n').count();
    let first = breaks(&text[..start]) + 1;
    let last = first + breaks(text[start..].strip_suffix(b"\n").unwrap_or(&text[start..]));
    Some(if first == last { format!("in line {first}") } else { format!("in lines {first} to {last}") })
}

fn listed(names: &[String]) -> String {
    let shown = names[..names.len().min(MOST_NAMES)].join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "one\ntwo\nthree\n").unwrap();
        let check = |bytes, expected: &str| assert_eq!(of_text(&path, &bytes).unwrap(), expected, "{bytes:?}");
        check(0..3, "in line 1");
        check(0..4, "in line 1");
        check(0..5, "in lines 1 to 2");
        check(4..14, "in lines 2 to 3");
        check(20..30, "in line 4");
    }

    #[test]
    fn names_are_counted() {
        let names: Vec<String> = (1..=6).map(|n| format!("x{n}")).collect();
        assert_eq!(listed(&names[..2]), "x1, x2");
        assert_eq!(listed(&names), "x1, x2, x3, x4 and 2 more");
    }
}
