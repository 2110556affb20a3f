//! What can be done to a ledger.

use std::fs;
use std::path::Path;

use pressgang_case::{Ledger, Wrong};
use rusqlite::Connection;

use super::{Finished, NOW, lines};

/// Opens the ledger as whoever alters it would, without what keeps honest programs off.
pub fn opened(root: &Path) -> Connection {
    let db = Connection::open(root.join("ledger.sqlite")).unwrap();
    db.pragma_update(None, "synchronous", "OFF").unwrap();
    db.pragma_update(None, "foreign_keys", "OFF").unwrap();
    db
}

/// Runs statements with the triggers away, which are back afterwards as if nothing had been.
pub fn behind_its_back(db: &Connection, change: impl FnOnce(&Connection)) {
    let mut statement = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let triggers: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    drop(statement);
    db.execute_batch("BEGIN").unwrap();
    for (name, _) in &triggers {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    change(db);
    for (_, sql) in &triggers {
        db.execute_batch(sql).unwrap();
    }
    db.execute_batch("COMMIT").unwrap();
}

/// Alters a finished case's ledger with SQL; what is reported must contain all of `expected`, in order.
fn check(sql: &str, expected: &[&str]) {
    let finished = Finished::new();
    let db = opened(&finished.root);
    behind_its_back(&db, |db| db.execute_batch(sql).unwrap());
    drop(db);
    let found = finished.wrong(None);
    let mut left = found.iter();
    for expected in expected {
        assert!(left.any(|line| line.contains(expected)), "{sql}: {expected:?} is not in {found:#?}");
    }
    assert_eq!(found.is_empty(), expected.is_empty(), "{sql}: {found:#?}");
}

#[test]
fn every_sort_of_change_has_its_place() {
    check("UPDATE entries SET at = at + 1 WHERE number = 5", &["altered ledger.sqlite, entry 5: its content is not"]);
    check("UPDATE entries SET commitment = '-' WHERE number = 1", &["entry 1: its commitment is not of the kind"]);
    check(
        "DELETE FROM entries WHERE number IN (4, 5)",
        &["missing ledger.sqlite, entry 4", "missing ledger.sqlite, entry 5"],
    );
    check("DELETE FROM entries WHERE number = 1", &["missing ledger.sqlite, entry 1"]);
    check(
        "UPDATE entries SET number = 1000 WHERE number = 5; UPDATE entries SET number = 5 WHERE number = 6; UPDATE entries SET number = 6 WHERE number = 1000",
        &["altered ledger.sqlite, entry 5", "altered ledger.sqlite, entry 6"],
    );
    check("UPDATE personal SET content = '{}'", &["its personal content is not what it committed to"]);
    check("UPDATE personal SET salt = 'x'", &["its personal content is not what it committed to"]);
    check("DELETE FROM personal", &["missing ledger.sqlite, entry", "by whom and why"]);
    check("INSERT INTO personal VALUES (1, 'a', '{}')", &["extra ledger.sqlite, entry 1: it has personal content and"]);
    check(
        "INSERT INTO personal VALUES (9999, 'a', '{}')",
        &["extra ledger.sqlite, entry 9999: personal content of it"],
    );
    check("CREATE TABLE more (a)", &["extra ledger.sqlite: its table more"]);
    check("DROP INDEX entries_kind", &["missing ledger.sqlite: its index entries_kind"]);
    check("DELETE FROM entries", &["missing ledger.sqlite: it has no entries"]);
    check("", &[]);
}

#[test]
fn a_trigger_that_is_away_is_missed() {
    let finished = Finished::new();
    opened(&finished.root).execute_batch("DROP TRIGGER entries_stay").unwrap();
    let found = finished.wrong(None);
    assert_eq!(found, ["missing ledger.sqlite: its trigger entries_stay is not there"]);
    opened(&finished.root).execute_batch("DROP TABLE personal").unwrap();
    let found = finished.wrong(None);
    assert!(found.contains(&"missing ledger.sqlite: its table personal is not there".to_owned()), "{found:#?}");
}

#[test]
fn tables_without_rules_may_hold_anything() {
    let loose = "ALTER TABLE entries RENAME TO old; CREATE TABLE entries (number, at, kind, body, commitment, previous, hash); \
                 INSERT INTO entries SELECT * FROM old; DROP TABLE old;";
    check(loose, &["altered ledger.sqlite: its table entries is defined otherwise"]);
    let with = |change: &str| format!("{loose} {change}");
    check(
        &with("UPDATE entries SET number = CAST(number AS TEXT) WHERE number = 3"),
        &["its table entries", "which is no number"],
    );
    check(&with("UPDATE entries SET number = 2.5 WHERE number = 3"), &["its table entries", "numbered 2.5"]);
    check(
        &with("UPDATE entries SET at = CAST(at AS TEXT) WHERE number = 3"),
        &["entry 3: its time is not of the kind"],
    );
    check(
        &with("UPDATE entries SET body = CAST(body AS BLOB) WHERE number = 3"),
        &["entry 3: its body is not of the kind"],
    );
    check(&with("UPDATE entries SET hash = NULL WHERE number = 3"), &["entry 3: its hash is not of the kind"]);
    check(
        &with("INSERT INTO entries SELECT * FROM entries WHERE number = 3"),
        &["extra ledger.sqlite, entry 3: the ledger has several"],
    );
    check(&with("INSERT INTO entries VALUES (-1, 1, 'a', '{}', NULL, '', '')"), &["numbered -1"]);
}

#[test]
fn what_is_no_database_is_reported() {
    let check = |change: fn(&Path), expected: &str| {
        let finished = Finished::new();
        change(&finished.root.join("ledger.sqlite"));
        let found = finished.verify(Some(&finished.head));
        assert!(lines(&found)[0].contains(expected), "{:#?}", lines(&found));
        assert!(found.problems.iter().all(|p| p.wrong != Wrong::Altered || !p.place.file.starts_with("tables/")));
    };
    check(|path| fs::remove_file(path).unwrap(), "missing ledger.sqlite: it is not there");
    check(
        |path| fs::write(path, "no database at all, but long enough to have a header of its own").unwrap(),
        "SQLite cannot read it",
    );
    check(|path| fs::write(path, "").unwrap(), "missing ledger.sqlite: its index entries_kind is not there");
    check(
        |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        },
        "ledger.sqlite",
    );
}

#[test]
fn only_a_head_tells_that_the_end_is_cut_off_or_all_is_new() {
    let finished = Finished::new();
    let entries = finished.verify(None).entries;
    let db = opened(&finished.root);
    behind_its_back(&db, |db| {
        db.execute("DELETE FROM entries WHERE number = ?", [entries]).unwrap();
    });
    drop(db);
    // The report is there still, and no entry names it any more.
    let found = finished.verify(None);
    assert_eq!(
        lines(&found),
        ["extra report/report.html: no entry names it", "extra report/report.json: no entry names it"]
    );
    fs::remove_dir_all(finished.root.join("report")).unwrap();
    assert_eq!(finished.wrong(None), Vec::<String>::new());
    let found = finished.verify(Some(&finished.head));
    assert_eq!(found.proven, None);
    assert!(lines(&found)[0].starts_with("missing ledger.sqlite: no entry has the head"), "{:?}", lines(&found));
}

#[test]
fn a_report_tells_which_entry_a_head_was_of() {
    let finished = Finished::new();
    let entries = finished.verify(None).entries;
    let db = opened(&finished.root);
    let head: String =
        db.query_row("SELECT hash FROM entries WHERE number = ?", [entries - 1], |row| row.get(0)).unwrap();
    behind_its_back(&db, |db| {
        db.execute("UPDATE entries SET hash = ?1 WHERE number = ?2", (&finished.head, entries - 1)).unwrap();
    });
    drop(db);
    let found = finished.wrong(Some(&head));
    let place = format!("ledger.sqlite, entry {}", entries - 1);
    assert!(
        found.iter().any(|line| line.starts_with(&format!("missing {place}: no entry has the head"))),
        "{found:#?}"
    );
    assert!(found.iter().any(|line| line.starts_with(&format!("altered {place}: its content"))), "{found:#?}");
}

#[test]
fn removed_personal_content_is_listed() {
    let finished = Finished::new();
    let mut ledger = Ledger::open(&finished.root.join("ledger.sqlite")).unwrap();
    let numbers: Vec<u64> = ledger.entries("observation").unwrap().iter().map(|entry| entry.number).collect();
    assert_eq!(numbers.len(), 2);
    let by = ledger.remove_personal(NOW, &numbers, "a test", "asked to").unwrap();
    drop(ledger);
    let found = finished.verify(Some(&finished.head));
    assert_eq!(lines(&found), Vec::<String>::new());
    let expected =
        format!("the personal content of entries {} to {} was removed, as entry {by} says", numbers[0], numbers[1]);
    assert_eq!(found.notes, [expected]);
    // It is gone from the file, not only from the table.
    let bytes = fs::read(finished.root.join("ledger.sqlite")).unwrap();
    assert!(!bytes.windows(6).any(|window| window == b"\"seen\""));
}

#[test]
fn a_write_that_was_interrupted_is_no_alteration() {
    let finished = Finished::new();
    let path = finished.root.join("ledger.sqlite");
    let copies = finished.folder.path().join("copies");
    fs::create_dir(&copies).unwrap();
    let db = Connection::open(&path).unwrap();
    // So little memory that changes reach the file before they are complete.
    db.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; CREATE TABLE big (a);").unwrap();
    for _ in 0..200 {
        db.execute("INSERT INTO big VALUES (zeroblob(3000))", []).unwrap();
    }
    for ending in ["", "-journal"] {
        fs::copy(format!("{}{ending}", path.display()), copies.join(format!("ledger{ending}"))).unwrap();
    }
    db.execute_batch("ROLLBACK").unwrap();
    drop(db);
    for ending in ["", "-journal"] {
        fs::copy(copies.join(format!("ledger{ending}")), format!("{}{ending}", path.display())).unwrap();
    }
    let before = super::contents(&finished.root);
    let found = finished.verify(Some(&finished.head));
    assert_eq!(lines(&found), Vec::<String>::new());
    assert!(found.notes[0].starts_with("ledger.sqlite-journal lies beside the ledger"), "{:?}", found.notes);
    assert!(before == super::contents(&finished.root));
    // A journal that is none changes nothing.
    let finished = Finished::new();
    for ending in ["-journal", "-wal"] {
        fs::write(finished.root.join(format!("ledger.sqlite{ending}")), "no journal").unwrap();
    }
    assert_eq!(finished.wrong(Some(&finished.head)), Vec::<String>::new());
}

#[test]
fn what_a_wal_adds_is_seen() {
    let finished = Finished::new();
    let path = finished.root.join("ledger.sqlite");
    let db = opened(&finished.root);
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;").unwrap();
    behind_its_back(&db, |db| db.execute_batch("UPDATE entries SET at = 7 WHERE number = 4").unwrap());
    let kept: Vec<(String, Vec<u8>)> =
        ["", "-wal"].map(|e| (e.to_owned(), fs::read(format!("{}{e}", path.display())).unwrap())).to_vec();
    drop(db);
    for (ending, bytes) in kept {
        fs::write(format!("{}{ending}", path.display()), bytes).unwrap();
    }
    let found = finished.wrong(None);
    assert_eq!(found, ["altered ledger.sqlite, entry 4: its content is not what its hash was made of"]);
}
