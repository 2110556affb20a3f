//! A thousand random changes to a finished case: to rows and bytes of the ledger, to tables, sources, reports, pictures
//! and settings. Every one is reported, with its place.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use pressgang_case::Problem;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

use super::ledger::{behind_its_back, opened};
use super::{Finished, contents, lines};

const CHANGES: usize = 1000;
const LEDGER: &str = "ledger.sqlite";

/// SplitMix64 (Steele, Lea and Flood 2014): the same changes on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What must be reported.
enum Expect {
    /// The file, and what was changed in it where that can be told.
    File(String, Option<Range<u64>>),
    /// Two files.
    Files([String; 2]),
    /// One of these entries of the ledger.
    Entry(Vec<u64>),
    /// The ledger, only when the head is given.
    Head,
    /// The ledger, somewhere.
    Ledger,
}

#[test]
fn a_thousand_changes() {
    let finished = Finished::new();
    let whole = contents(&finished.root);
    let files: Vec<&String> = whole.keys().filter(|name| !matches!(name.as_str(), LEDGER | ".lock")).collect();
    // Every sort of file as often as every other, however many there are.
    let folder = |name: &String| name.split('/').next().unwrap_or_default().to_owned();
    let mut sorts: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    files.iter().for_each(|name| sorts.entry(folder(name)).or_default().push(name));
    let sorts: Vec<Vec<&String>> = sorts.into_values().collect();
    let rows = rows_of(&finished.root.join(LEDGER)).unwrap();
    // Other changes can be tried by hand.
    let seed = std::env::var("PRESSGANG_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut chance = Chance(seed.unwrap_or(7));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut done = 0;
    while done < CHANGES {
        let (what, changed) = match chance.below(3) {
            0 => change_ledger(&finished.root, &rows, &mut chance),
            1 => flip_in_ledger(&finished.root, &whole[LEDGER], &rows, &mut chance),
            _ => {
                let sort = chance.of(&sorts);
                let name = *chance.of(sort);
                change_file(&finished, &whole, &files, name, &mut chance)
            }
        };
        if let Some(expected) = changed {
            done += 1;
            *counts.entry(what).or_default() += 1;
            hold(&finished, what, &expected);
        }
        restore(&finished.root, &whole);
    }
    assert_eq!(finished.wrong(Some(&finished.head)), Vec::<String>::new());
    assert!(counts.values().all(|count| *count >= 10), "some sort of change was hardly tried: {counts:?}");
    assert_eq!(counts.len(), 22, "{counts:?}");
}

/// Holds what is reported against what must be.
fn hold(finished: &Finished, what: &str, expected: &Expect) {
    // Whoever cuts off the end or makes all of it anew can be found out with a head only.
    let head = matches!(expected, Expect::Head).then_some(finished.head.as_str());
    let found = finished.verify(head);
    let in_ledger = |p: &Problem| p.place.file == LEDGER;
    let has = |is: &dyn Fn(&Problem) -> bool| found.problems.iter().any(is);
    let good = match expected {
        Expect::File(file, change) => has(&|p| {
            let covers =
                |(bytes, change): (&Range<u64>, &Range<u64>)| bytes.start <= change.start && change.end <= bytes.end;
            p.place.file == *file && p.place.bytes.as_ref().zip(change.as_ref()).is_none_or(covers)
        }),
        Expect::Files(files) => files.iter().all(|file| has(&|p| p.place.file == *file)),
        Expect::Entry(entries) => has(&|p| in_ledger(p) && p.place.entry.is_some_and(|e| entries.contains(&e))),
        Expect::Ledger => has(&in_ledger),
        Expect::Head => has(&in_ledger) && found.proven.is_none(),
    };
    assert!(good, "{what}: {:#?}", lines(&found));
}

/// Puts back whatever was changed.
fn restore(root: &Path, whole: &BTreeMap<String, Vec<u8>>) {
    let now = contents(root);
    for name in now.keys().filter(|name| !whole.contains_key(*name)) {
        fs::remove_file(root.join(name)).unwrap();
    }
    for (name, bytes) in whole.iter().filter(|(name, bytes)| now.get(*name) != Some(bytes)) {
        fs::write(root.join(name), bytes).unwrap();
    }
}

type Change = (&'static str, Option<Expect>);

fn change_file(
    finished: &Finished,
    whole: &BTreeMap<String, Vec<u8>>,
    files: &[&String],
    name: &String,
    chance: &mut Chance,
) -> Change {
    let path = finished.root.join(name);
    let mut bytes = whole[name].clone();
    let at = chance.below(bytes.len());
    let few = 1 + chance.below(40);
    let end = (at + few).min(bytes.len());
    let changed = |bytes: Option<Range<usize>>| {
        let range = bytes.map(|range| range.start as u64..range.end as u64);
        Some(Expect::File(name.clone(), range))
    };
    let (what, expected) = match chance.below(9) {
        0 => {
            bytes[at] ^= 1 << chance.below(8);
            ("a bit", changed(Some(at..at + 1)))
        }
        1 => {
            bytes[at..end].iter_mut().for_each(|byte| *byte = byte.wrapping_add(1 + chance.below(255) as u8));
            ("some bytes", changed(Some(at..end)))
        }
        2 => {
            bytes.splice(at..at, (0..few).map(|_| chance.next() as u8));
            ("bytes put in", changed(None))
        }
        3 => {
            bytes.drain(at..end);
            ("bytes taken out", changed(None))
        }
        4 => {
            bytes.truncate(at);
            ("a file cut off", changed(None))
        }
        5 => {
            bytes.extend((0..few).map(|_| chance.next() as u8));
            ("bytes behind the end", changed(None))
        }
        // A kept reading that is away is made again when it is needed; nothing rests on it.
        6 if name.starts_with("media/readings/") => return ("a file removed", None),
        6 => {
            fs::remove_file(&path).unwrap();
            return ("a file removed", changed(None));
        }
        7 => {
            let other = *chance.of(files);
            if whole[other] == bytes {
                return ("two files exchanged", None);
            }
            fs::write(&path, &whole[other]).unwrap();
            fs::write(finished.root.join(other), &bytes).unwrap();
            return ("two files exchanged", Some(Expect::Files([name.clone(), other.clone()])));
        }
        _ => {
            if !name.contains('/') {
                return ("a file more", None);
            }
            let ending = Path::new(name).extension().map_or(String::new(), |e| format!(".{}", e.to_string_lossy()));
            let copy = format!("{}/extra{}{ending}", name.rsplit_once('/').unwrap().0, chance.below(1000));
            fs::write(finished.root.join(&copy), &bytes).unwrap();
            return ("a file more", Some(Expect::File(copy, None)));
        }
    };
    fs::write(&path, &bytes).unwrap();
    (what, expected)
}

/// A row as it is stored.
type Row = Vec<Value>;

/// Everything a reader can see: the schema, the entries, the personal content.
#[derive(Debug, PartialEq)]
struct Rows {
    schema: Vec<Row>,
    entries: Vec<Row>,
    personal: Vec<Row>,
}

/// The rows of a ledger, read without this program; an error if it is damaged.
fn rows_of(path: &Path) -> rusqlite::Result<Rows> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let read = |sql: &str| -> rusqlite::Result<Vec<Row>> {
        let mut statement = db.prepare(sql)?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|column| row.get(column)).collect())?;
        rows.collect()
    };
    let sound = read("PRAGMA integrity_check")?;
    if sound != [[Value::Text("ok".to_owned())]] {
        return Err(rusqlite::Error::QueryReturnedNoRows);
    }
    Ok(Rows {
        schema: read("SELECT type, name, sql FROM sqlite_schema ORDER BY 2")?,
        entries: read("SELECT number, at, kind, body, commitment, previous, hash FROM entries ORDER BY 1")?,
        personal: read("SELECT number, salt, content FROM personal ORDER BY 1")?,
    })
}

/// Some bytes of the database's file. What belongs to no row is no change of one.
fn flip_in_ledger(root: &Path, whole: &[u8], rows: &Rows, chance: &mut Chance) -> Change {
    let mut bytes = whole.to_vec();
    let at = chance.below(bytes.len());
    let (what, few) = match chance.below(2) {
        0 => ("a bit of the database", 1),
        _ => ("bytes of the database", 2 + chance.below(30)),
    };
    let end = (at + few).min(bytes.len());
    if few == 1 {
        bytes[at] ^= 1 << chance.below(8);
    } else {
        bytes[at..end].iter_mut().for_each(|byte| *byte = chance.next() as u8);
    }
    let path = root.join(LEDGER);
    fs::write(&path, &bytes).unwrap();
    let is_change = rows_of(&path).ok().is_none_or(|found| found != *rows);
    (what, is_change.then_some(Expect::Ledger))
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        _ => "-".to_owned(),
    }
}

/// An entry's hash, by the rule that docs/ledger.md gives.
fn hash_of(row: &Row) -> String {
    let [number, at, kind, body, commitment, previous] = [0, 1, 2, 3, 4, 5].map(|column| text(&row[column]));
    let hashed = Sha256::digest(format!("{previous}\n{number}\n{at}\n{kind}\n{body}\n{commitment}"));
    hashed.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write_entry(db: &Connection, row: &Row) {
    let sql = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)";
    db.execute(sql, rusqlite::params_from_iter(row)).unwrap();
}

/// An entry with another value in one of its columns but its number and hash.
fn altered(row: &Row, chance: &mut Chance) -> Row {
    let mut row = row.clone();
    let column = 1 + chance.below(5);
    row[column] = match (&row[column], column) {
        (Value::Integer(number), _) => Value::Integer(number + 1 + chance.below(1000) as i64),
        (Value::Text(old), 4 | 5) => Value::Text(old.chars().rev().collect::<String>().replacen('a', "b", 1)),
        (Value::Text(old), 3) if old.contains(':') => Value::Text(old.replacen(':', ": ", 1)),
        (Value::Text(old), _) => Value::Text(format!("{old}s")),
        (_, _) => Value::Text("0".repeat(64)),
    };
    row
}

/// A change of rows by SQL, by somebody who knows how the triggers were and puts them back.
fn change_ledger(root: &Path, rows: &Rows, chance: &mut Chance) -> Change {
    let last = rows.entries.len();
    let number = 1 + chance.below(last);
    let row = &rows.entries[number - 1];
    let other = 1 + chance.below(last);
    let (number64, last64) = (number as u64, last as u64);
    let personal: Vec<i64> =
        rows.personal.iter().filter_map(|row| if let Value::Integer(n) = row[0] { Some(n) } else { None }).collect();
    let whose = *chance.of(&personal);
    let db = opened(root);
    let kind = chance.below(11);
    let mut expected = None;
    behind_its_back(&db, |db| {
        let rehashed = |mut row: Row| {
            row[6] = Value::Text(hash_of(&row));
            row
        };
        expected = match kind {
            0 => {
                write_entry(db, &altered(row, chance));
                Some(("a value of an entry", Expect::Entry(vec![number64])))
            }
            1 => {
                // The last one is as if it had been entered like that.
                write_entry(db, &rehashed(altered(row, chance)));
                let expect = if number == last { Expect::Head } else { Expect::Entry(vec![number64, number64 + 1]) };
                Some(("an entry hashed anew", expect))
            }
            2 if number < last => {
                db.execute("DELETE FROM entries WHERE number = ?", [number]).unwrap();
                Some(("an entry removed", Expect::Entry(vec![number64])))
            }
            3 if number != other => {
                let (mut a, mut b) = (row.clone(), rows.entries[other - 1].clone());
                std::mem::swap(&mut a[0], &mut b[0]);
                write_entry(db, &a);
                write_entry(db, &b);
                Some(("two entries exchanged", Expect::Entry(vec![number64, other as u64])))
            }
            4 => {
                // Every later one moves on, and only those that were touched are hashed anew.
                for moved in rows.entries[number - 1..].iter().rev() {
                    let mut moved = moved.clone();
                    if let Value::Integer(n) = &mut moved[0] {
                        *n += 1;
                    }
                    write_entry(db, &rehashed(moved));
                }
                Some(("an entry put in", Expect::Entry(vec![number64, number64 + 1, number64 + 2])))
            }
            5 => {
                let keep = last - 1 - chance.below(last.min(20));
                db.execute("DELETE FROM entries WHERE number > ?", [keep]).unwrap();
                db.execute("DELETE FROM personal WHERE number > ?", [keep]).unwrap();
                Some(("the end cut off", Expect::Head))
            }
            6 => {
                let mut previous = None;
                for (at, row) in rows.entries[number - 1..].iter().enumerate() {
                    let mut row = row.clone();
                    if at == 0 {
                        row[2] = Value::Text("another kind".to_owned());
                    }
                    if let Some(previous) = previous.take() {
                        row[5] = Value::Text(previous);
                    }
                    let row = rehashed(row);
                    previous = Some(text(&row[6]));
                    write_entry(db, &row);
                }
                Some(("all made anew from an entry on", Expect::Head))
            }
            7 => {
                db.execute("UPDATE personal SET content = content || ' ' WHERE number = ?", [whose]).unwrap();
                Some(("personal content", Expect::Entry(vec![whose as u64])))
            }
            8 => {
                db.execute("DELETE FROM personal WHERE number = ?", [whose]).unwrap();
                Some(("personal content removed", Expect::Entry(vec![whose as u64])))
            }
            9 => {
                let row = [Value::Integer(number as i64), Value::Text("00".to_owned()), Value::Text("{}".to_owned())];
                let sql = "INSERT OR REPLACE INTO personal VALUES (?, ?, ?)";
                db.execute(sql, rusqlite::params_from_iter(row)).unwrap();
                Some(("personal content put in", Expect::Entry(vec![number64])))
            }
            10 => {
                db.execute("UPDATE entries SET number = number + 1000000 WHERE number = ?", [last]).unwrap();
                Some(("the last entry moved away", Expect::Entry(vec![last64, last64 + 1_000_000])))
            }
            _ => None,
        };
    });
    expected.map_or(("nothing", None), |(what, expect)| (what, Some(expect)))
}
