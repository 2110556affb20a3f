//! The ledger against itself, and against a head that was noted down.
//!
//! The database is opened so that nothing is written. Every value is read with the type it is stored as, because a table
//! whose rules were taken away may hold anything.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pressgang_posts::Timestamp;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use super::named::Named;
use super::{LEDGER, Problem, Verification, Wrong};
use crate::ledger::{SCHEMA, START, commit, link};

/// So many findings of SQLite about its own file are passed on.
const MOST_DAMAGE: usize = 20;
/// So many entries of one sort of fault are listed one by one.
const MOST_ALIKE: u64 = 1000;

/// Checks the ledger; returns what it says of files, `None` if nothing can be read of it.
pub(super) fn check(root: &Path, head: Option<&str>, found: &mut Verification) -> Option<Named> {
    let path = root.join(LEDGER);
    if !path.is_file() {
        found.problems.push(Problem::in_file(Wrong::Missing, LEDGER, "it is not there, so nothing can be proven"));
        return None;
    }
    let opened = match Opened::open(&path) {
        Ok(opened) => opened,
        Err(error) => {
            found.problems.push(damage(&error));
            return None;
        }
    };
    if let Some(beside) = &opened.beside {
        found.notes.push(format!(
            "{LEDGER}{beside} lies beside the ledger, as when writing was interrupted; the ledger was checked as SQLite \
             restores it"
        ));
    }
    schema(&opened.db, found);
    integrity(&opened.db, found);
    let mut named = Named::default();
    let commitments = match entries(&opened.db, &mut named, found) {
        Ok(commitments) => commitments,
        Err(error) => {
            found.problems.push(damage(&error));
            BTreeMap::new()
        }
    };
    if let Err(error) = personal(&opened.db, &commitments, &named, found) {
        found.problems.push(damage(&error));
    }
    if found.entries == 0 {
        found.problems.push(Problem::in_file(Wrong::Missing, LEDGER, "it has no entries"));
    }
    if let Some(head) = head {
        proof(head, &named, found);
    }
    Some(named)
}

fn damage(error: &rusqlite::Error) -> Problem {
    Problem::in_file(Wrong::Altered, LEDGER, format!("SQLite cannot read it: {error}"))
}

/// The database, open for reading only.
struct Opened {
    db: Connection,
    /// The ending of the file beside it that was taken into account.
    beside: Option<&'static str>,
    /// Where it was copied to, if that was necessary.
    _copy: Option<tempfile::TempDir>,
}

impl Opened {
    fn open(path: &Path) -> rusqlite::Result<Opened> {
        let beside = ["-journal", "-wal"].into_iter().find(|ending| {
            let file = PathBuf::from(format!("{}{ending}", path.display()));
            fs::metadata(file).is_ok_and(|about| about.len() > 0)
        });
        // What an interrupted write left is undone by whoever opens the database next. That writes, so it is done to a copy.
        if let Some(ending) = beside
            && let Ok(copy) = copied(path)
        {
            let db = Connection::open(copy.path().join(LEDGER))?;
            return Ok(Opened { db, beside: Some(ending), _copy: Some(copy) });
        }
        // Immutable: no lock, no shared memory, nothing beside it; works where nothing may be written.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(address(path), flags)?;
        Ok(Opened { db, beside, _copy: None })
    }
}

fn copied(path: &Path) -> std::io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    for ending in ["", "-journal", "-wal"] {
        let from = PathBuf::from(format!("{}{ending}", path.display()));
        if from.is_file() {
            fs::copy(from, folder.path().join(format!("{LEDGER}{ending}")))?;
        }
    }
    Ok(folder)
}

/// The path as SQLite's `file:` address of a file that does not change.
fn address(path: &Path) -> String {
    let mut address = String::from(if cfg!(windows) { "file:///" } else { "file:" });
    for &byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => address.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b':' => address.push(byte as char),
            _ => address.push_str(&format!("%{byte:02x}")),
        }
    }
    address + "?immutable=1"
}

type Schema = BTreeMap<(String, String), String>;

/// Everything a database says of its own tables.
fn schema_of(db: &Connection) -> rusqlite::Result<Schema> {
    let mut statement = db.prepare("SELECT type, name, sql FROM sqlite_schema")?;
    let mut rows = statement.query([])?;
    let mut out = Schema::new();
    while let Some(row) = rows.next()? {
        out.insert((text(row, 0)?, text(row, 1)?), text(row, 2)?);
    }
    Ok(out)
}

/// A value as text, whatever it is.
fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}

fn schema(db: &Connection, found: &mut Verification) {
    let expected = Connection::open_in_memory().and_then(|made| {
        made.execute_batch(SCHEMA)?;
        schema_of(&made)
    });
    let (expected, has) = match (expected, schema_of(db)) {
        (Ok(expected), Ok(has)) => (expected, has),
        (Err(error), _) | (_, Err(error)) => return found.problems.push(damage(&error)),
    };
    let mut add = |wrong, (kind, name): &(String, String), text: &str| {
        found.problems.push(Problem::in_file(wrong, LEDGER, format!("its {kind} {name} {text}")));
    };
    for (key, sql) in &expected {
        match has.get(key) {
            None => add(Wrong::Missing, key, "is not there"),
            Some(found) if found != sql => add(Wrong::Altered, key, "is defined otherwise than this program does"),
            Some(_) => {}
        }
    }
    for key in has.keys().filter(|key| !expected.contains_key(*key)) {
        add(Wrong::Extra, key, "is none that this program makes");
    }
}

/// What SQLite itself finds: damaged pages, and indexes that do not agree with their tables, by which rows could hide.
fn integrity(db: &Connection, found: &mut Verification) {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut statement = db.prepare(&format!("PRAGMA integrity_check({MOST_DAMAGE})"))?;
        let rows = statement.query_map([], |row| text(row, 0))?;
        rows.collect()
    };
    match read() {
        Ok(lines) => {
            for line in lines.iter().filter(|line| *line != "ok") {
                let text = format!("SQLite finds it damaged: {}", line.replace('\n', " "));
                found.problems.push(Problem::in_file(Wrong::Altered, LEDGER, text));
            }
        }
        Err(error) => found.problems.push(damage(&error)),
    }
}

/// Checks every entry by itself and against the one before it; returns the commitment of each.
fn entries(
    db: &Connection,
    named: &mut Named,
    found: &mut Verification,
) -> rusqlite::Result<BTreeMap<u64, Option<String>>> {
    let mut commitments = BTreeMap::new();
    let mut statement =
        db.prepare("SELECT number, at, kind, body, commitment, previous, hash FROM entries ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut before: Option<(u64, String)> = None;
    while let Some(row) = rows.next()? {
        found.entries += 1;
        let ValueRef::Integer(number @ 1..) = row.get_ref(0)? else {
            let text = format!("it has an entry numbered {}, which is no number of an entry", text(row, 0)?);
            found.problems.push(Problem::in_file(Wrong::Extra, LEDGER, text));
            continue;
        };
        let number = number as u64;
        let last = before.as_ref().map_or(0, |(last, _)| *last);
        if number == last {
            found.problems.push(Problem::at_entry(Wrong::Extra, number, "the ledger has several of this number"));
        } else if number > last + 1 {
            missing(last + 1, number - 1, found);
        }
        let row = match Cells::of(row) {
            Ok(cells) => cells,
            Err(column) => {
                let text = format!("its {column} is not of the kind that this program writes");
                found.problems.push(Problem::at_entry(Wrong::Altered, number, text));
                before = Some((number, self::text(row, 6)?));
                continue;
            }
        };
        let at = Timestamp { unix_millis: row.at };
        if link(&row.previous, number, at, &row.kind, &row.body, row.commitment.as_deref()) != row.hash {
            let text = "its content is not what its hash was made of";
            found.problems.push(Problem::at_entry(Wrong::Altered, number, text));
        }
        let expected = before.as_ref().map_or(START, |(_, hash)| hash);
        if row.previous != expected && number == last + 1 {
            let text = if last == 0 {
                "it does not begin the chain, so entries before it were removed or it was made anew".to_owned()
            } else {
                format!(
                    "it follows another entry {last} than the one that is there, so one of the two was altered or moved"
                )
            };
            found.problems.push(Problem::at_entry(Wrong::Altered, number, text));
        }
        match serde_json::from_str(&row.body) {
            Ok(body) => named.add(number, &row.kind, &body),
            Err(_) => {
                found.problems.push(Problem::at_entry(Wrong::Altered, number, "its body is no JSON"));
            }
        }
        commitments.insert(number, row.commitment);
        named.hashes.insert(row.hash.clone(), number);
        before = Some((number, row.hash));
    }
    found.head = before.map_or(START.to_owned(), |(_, hash)| hash);
    Ok(commitments)
}

fn missing(first: u64, last: u64, found: &mut Verification) {
    if last - first < MOST_ALIKE {
        let gone = |number| Problem::at_entry(Wrong::Missing, number, "it is not there, though later ones are");
        found.problems.extend((first..=last).map(gone));
    } else {
        let text = format!("it and all up to entry {last} are not there, though later ones are");
        found.problems.push(Problem::at_entry(Wrong::Missing, first, text));
    }
}

/// One entry's values.
struct Cells {
    at: i64,
    kind: String,
    body: String,
    commitment: Option<String>,
    previous: String,
    hash: String,
}

impl Cells {
    /// The values, or the name of the first column that holds what this program never writes.
    fn of(row: &Row<'_>) -> Result<Cells, &'static str> {
        let text = |column: usize, name: &'static str| match row.get_ref(column) {
            Ok(ValueRef::Text(bytes)) => std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| name),
            _ => Err(name),
        };
        let hash = |column: usize, name: &'static str| {
            let is_hash =
                |text: &String| text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
            text(column, name).and_then(|text| if is_hash(&text) { Ok(text) } else { Err(name) })
        };
        let Ok(ValueRef::Integer(at)) = row.get_ref(1) else { return Err("time") };
        let commitment = match row.get_ref(4) {
            // In a hash, none is written as a dash, which a text may be as well.
            Ok(ValueRef::Null) => None,
            _ => Some(hash(4, "commitment")?),
        };
        let (kind, body) = (text(2, "kind")?, text(3, "body")?);
        Ok(Cells { at, kind, body, commitment, previous: hash(5, "previous hash")?, hash: hash(6, "hash")? })
    }
}

/// Checks the personal content against the entries that commit to it.
fn personal(
    db: &Connection,
    commitments: &BTreeMap<u64, Option<String>>,
    named: &Named,
    found: &mut Verification,
) -> rusqlite::Result<()> {
    let mut statement = db.prepare("SELECT number, salt, content FROM personal ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut kept: BTreeMap<u64, bool> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let number = match row.get_ref(0)? {
            ValueRef::Integer(number @ 1..) => number as u64,
            _ => {
                let text = format!("it has personal content of an entry {}, which is no number", text(row, 0)?);
                found.problems.push(Problem::in_file(Wrong::Extra, LEDGER, text));
                continue;
            }
        };
        let mut add = |wrong, text: &str| found.problems.push(Problem::at_entry(wrong, number, text));
        if kept.insert(number, true).is_some() {
            add(Wrong::Extra, "its personal content is there several times");
            continue;
        }
        let is_text = |column| matches!(row.get_ref(column), Ok(ValueRef::Text(_)));
        let (salt, content) = (text(row, 1)?, text(row, 2)?);
        match commitments.get(&number) {
            None => add(Wrong::Extra, "personal content of it is there, but not the entry"),
            Some(None) => add(Wrong::Extra, "it has personal content and committed to none"),
            Some(Some(commitment)) if !is_text(1) || !is_text(2) || commit(&salt, &content) != *commitment => {
                add(Wrong::Altered, "its personal content is not what it committed to");
            }
            Some(Some(_)) => {
                if let Some(by) = named.removed.get(&number) {
                    add(Wrong::Extra, &format!("its personal content is there, though entry {by} says it was removed"));
                }
            }
        }
    }
    let mut removed: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for number in commitments.iter().filter(|(_, c)| c.is_some()).map(|(number, _)| *number) {
        match named.removed.get(&number) {
            _ if kept.contains_key(&number) => {}
            Some(by) => removed.entry(*by).or_default().push(number),
            None => {
                let text = "its personal content was taken away, and no entry says by whom and why";
                found.problems.push(Problem::at_entry(Wrong::Missing, number, text));
            }
        }
    }
    for (by, numbers) in removed {
        let (of, list) = (if numbers.len() == 1 { "entry" } else { "entries" }, spans(&numbers));
        found.notes.push(format!("the personal content of {of} {list} was removed, as entry {by} says"));
    }
    Ok(())
}

/// Numbers in ascending order as "1 to 3, 5".
fn spans(numbers: &[u64]) -> String {
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for &number in numbers {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => spans.push((number, number)),
        }
    }
    let word =
        |(first, last): &(u64, u64)| if first == last { first.to_string() } else { format!("{first} to {last}") };
    spans.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// Looks for the entry with a head that was noted down.
fn proof(head: &str, named: &Named, found: &mut Verification) {
    if head == &START[..head.len()] {
        found.proven = Some(0);
        return;
    }
    found.proven = named.hashes.iter().filter(|(hash, _)| hash.starts_with(head)).map(|(_, number)| *number).max();
    if found.proven.is_some() {
        return;
    }
    let was = named.report_heads.iter().find(|(known, _)| known.starts_with(head)).map(|(_, number)| *number);
    let which = match was {
        Some(number) => format!(" (entry {number}, as a report entered later says)"),
        None => String::new(),
    };
    let text = format!(
        "no entry has the head {head}, so the ledger was cut off before the one that had it{which}, or altered at it or \
         before, or the head is of another ledger"
    );
    let mut problem = Problem::in_file(Wrong::Missing, LEDGER, text);
    problem.place.entry = was;
    found.problems.push(problem);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_words() {
        let check = |numbers: &[u64], expected: &str| assert_eq!(spans(numbers), expected);
        check(&[], "");
        check(&[3], "3");
        check(&[1, 2, 3, 5, 7, 8], "1 to 3, 5, 7 to 8");
    }

    #[test]
    fn paths_become_addresses() {
        let check = |path: &str, expected: &str| assert_eq!(address(Path::new(path)), expected);
        check("/a/b.sqlite", "file:/a/b.sqlite?immutable=1");
        check("/a b/ä?#%", "file:/a%20b/%c3%a4%3f%23%25?immutable=1");
    }
}
