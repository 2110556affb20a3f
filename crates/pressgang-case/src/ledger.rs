//! The ledger: an append-only, hash-chained record of every human and machine act, in SQLite.
//!
//! Each entry holds a public body and, where there is personal content, a salted commitment to it; the content itself
//! lies in a table of its own, so that it can be removed later without breaking the chain. Removing is an entry too.

use std::path::{Path, PathBuf};

use pressgang_posts::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::files::hex;

/// Why the ledger could not be read or written.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// SQLite refused.
    #[error("{path}: {source}")]
    Sqlite {
        /// The ledger's file.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
    /// A case without its ledger.
    #[error("{path}: the ledger of this case is missing or empty")]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// An entry does not fit the chain.
    #[error("{path}: entry {entry} does not fit the one before it: the ledger was altered")]
    Broken {
        /// The ledger's file.
        path: PathBuf,
        /// The entry's number.
        entry: u64,
    },
    /// Personal content that is to be removed is not there.
    #[error("entry {entry} of the ledger has no personal content")]
    NothingPersonal {
        /// The entry's number.
        entry: u64,
    },
    /// The system gave no random bytes for a salt.
    #[error("the system gave no random bytes")]
    NoRandom,
}

/// One entry as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number, from 1.
    pub number: u64,
    /// When it was made.
    pub at: Timestamp,
    /// What kind of act.
    pub kind: String,
    /// Public content as JSON.
    pub body: serde_json::Value,
    /// Personal content, if there is any and it was not removed.
    pub personal: Option<serde_json::Value>,
}

/// The open ledger of a case.
pub struct Ledger {
    path: PathBuf,
    db: Connection,
}

/// The triggers keep honest programs from altering what was entered; what they cannot keep off, `verify` finds.
pub(crate) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    commitment TEXT,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS entries_kind ON entries (kind);
CREATE TABLE IF NOT EXISTS personal (
    number INTEGER PRIMARY KEY REFERENCES entries (number),
    salt TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS entries_follow BEFORE INSERT ON entries WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM entries) BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_stay BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS entries_last BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER IF NOT EXISTS personal_stays BEFORE UPDATE ON personal BEGIN SELECT RAISE(ABORT, 'personal content is removed, never changed'); END;
CREATE TRIGGER IF NOT EXISTS personal_goes BEFORE DELETE ON personal WHEN NOT EXISTS (SELECT 1 FROM entries, json_each(entries.body, '$.entries') AS named WHERE entries.kind = 'personal_removed' AND named.value = OLD.number) BEGIN SELECT RAISE(ABORT, 'an entry must say that personal content was removed'); END;
";

/// The kind of entry that says whose personal content was removed.
pub(crate) const REMOVED: &str = "personal_removed";

/// The hash before the first entry.
pub(crate) const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Ledger {
    /// Opens the ledger at `path` of a case that is there already.
    ///
    /// # Errors
    /// [`LedgerError::Missing`] when there is none or nothing in it: a case without its ledger has lost facts.
    pub fn open(path: &Path) -> Result<Ledger, LedgerError> {
        let missing = || LedgerError::Missing { path: path.to_owned() };
        if !path.is_file() {
            return Err(missing());
        }
        let ledger = Ledger::create(path)?;
        if ledger.head()?.0 == 0 { Err(missing()) } else { Ok(ledger) }
    }

    /// Opens the ledger at `path`, making an empty one if there is none.
    pub fn create(path: &Path) -> Result<Ledger, LedgerError> {
        let open = || -> rusqlite::Result<Connection> {
            let db = Connection::open(path)?;
            db.busy_timeout(std::time::Duration::from_secs(5))?;
            // Every entry is on disk before anything relies on it.
            db.pragma_update(None, "synchronous", "FULL")?;
            // What is removed is overwritten.
            db.pragma_update(None, "secure_delete", true)?;
            db.execute_batch(SCHEMA)?;
            Ok(db)
        };
        let db = open().map_err(|source| LedgerError::Sqlite { path: path.to_owned(), source })?;
        Ok(Ledger { path: path.to_owned(), db })
    }

    /// Waits so long for others who read or write, instead of the usual five seconds.
    pub fn wait_for_others(&self, most: std::time::Duration) -> Result<(), LedgerError> {
        self.db.busy_timeout(most).map_err(|e| self.failed(e))
    }

    fn failed(&self, source: rusqlite::Error) -> LedgerError {
        LedgerError::Sqlite { path: self.path.clone(), source }
    }

    /// Adds one entry and returns its number.
    pub fn append(
        &mut self,
        at: Timestamp,
        kind: &str,
        body: &serde_json::Value,
        personal: Option<&serde_json::Value>,
    ) -> Result<u64, LedgerError> {
        self.append_all(at, &[(kind, body.clone(), personal.cloned())])
    }

    /// Adds several entries at once, all or none, and returns the number of the last.
    pub fn append_all(
        &mut self,
        at: Timestamp,
        entries: &[(&str, serde_json::Value, Option<serde_json::Value>)],
    ) -> Result<u64, LedgerError> {
        let path = self.path.clone();
        let salts = salts(entries)?;
        let mut write = || -> rusqlite::Result<u64> {
            let transaction = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let number = insert(&transaction, at, entries, &salts)?;
            transaction.commit()?;
            Ok(number)
        };
        write().map_err(|source| LedgerError::Sqlite { path, source })
    }

    /// Removes the personal content of some entries for good and enters that, with who removed it and why; returns the
    /// number of the new entry. The chain holds, since entries only commit to personal content.
    ///
    /// # Errors
    /// [`LedgerError::NothingPersonal`] if one of them has none; then nothing is removed.
    pub fn remove_personal(
        &mut self,
        at: Timestamp,
        numbers: &[u64],
        by: &str,
        reason: &str,
    ) -> Result<u64, LedgerError> {
        let path = self.path.clone();
        let personal = serde_json::json!({ "by": by, "reason": reason });
        let entries = [(REMOVED, serde_json::json!({ "entries": numbers }), Some(personal))];
        let salts = salts(&entries)?;
        let mut write = || -> rusqlite::Result<Result<u64, u64>> {
            let transaction = self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let number = insert(&transaction, at, &entries, &salts)?;
            for &entry in numbers {
                if transaction.execute("DELETE FROM personal WHERE number = ?", [entry])? == 0 {
                    return Ok(Err(entry));
                }
            }
            transaction.commit()?;
            Ok(Ok(number))
        };
        let written = write().map_err(|source| LedgerError::Sqlite { path, source })?;
        written.map_err(|entry| LedgerError::NothingPersonal { entry })
    }

    /// The number and hash of the last entry.
    pub fn head(&self) -> Result<(u64, String), LedgerError> {
        head(&self.db).map_err(|e| self.failed(e))
    }

    /// The number and hash of the last entry that is not of a kind: what follows from it is the same however often
    /// entries of that kind were added since.
    pub fn head_before(&self, kind: &str) -> Result<(u64, String), LedgerError> {
        let last = self.db.query_row(
            "SELECT number, hash FROM entries WHERE kind <> ? ORDER BY number DESC LIMIT 1",
            [kind],
            |row| Ok((row.get(0)?, row.get(1)?)),
        );
        let last = last.optional().map_err(|e| self.failed(e))?;
        Ok(last.unwrap_or((0, START.to_owned())))
    }

    /// The number of the newest entry of a kind; 0 where there is none.
    pub fn last_number(&self, kind: &str) -> Result<u64, LedgerError> {
        let last =
            self.db.query_row("SELECT coalesce(max(number), 0) FROM entries WHERE kind = ?", [kind], |row| row.get(0));
        last.map_err(|e| self.failed(e))
    }

    /// The hash of an entry, lower-case hex, by which it can be told from every other of every ledger.
    pub fn hash(&self, number: u64) -> Result<Option<String>, LedgerError> {
        let found = self.db.query_row("SELECT hash FROM entries WHERE number = ?", [number], |row| row.get(0));
        found.optional().map_err(|e| self.failed(e))
    }

    /// The newest entry of a kind.
    pub fn last(&self, kind: &str) -> Result<Option<Entry>, LedgerError> {
        let found = self.db.query_row(
            "SELECT e.number, e.at, e.kind, e.body, p.content FROM entries e \
             LEFT JOIN personal p ON p.number = e.number WHERE e.kind = ? ORDER BY e.number DESC LIMIT 1",
            [kind],
            entry,
        );
        found.optional().map_err(|e| self.failed(e))
    }

    /// All entries of a kind, oldest first.
    pub fn entries(&self, kind: &str) -> Result<Vec<Entry>, LedgerError> {
        let mut entries = Vec::new();
        self.each(kind, |entry| entries.push(entry))?;
        Ok(entries)
    }

    /// Gives every entry of a kind to `each`, oldest first, without holding them all.
    pub fn each(&self, kind: &str, mut each: impl FnMut(Entry)) -> Result<(), LedgerError> {
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = self.db.prepare(
                "SELECT e.number, e.at, e.kind, e.body, p.content FROM entries e \
                 LEFT JOIN personal p ON p.number = e.number WHERE e.kind = ? ORDER BY e.number",
            )?;
            let mut rows = statement.query([kind])?;
            while let Some(row) = rows.next()? {
                each(entry(row)?);
            }
            Ok(())
        };
        read().map_err(|e| self.failed(e))
    }

    /// The newest entry of a kind whose body holds `value` under the top-level key `key`.
    pub fn newest(&self, kind: &str, key: &str, value: &str) -> Result<Option<serde_json::Value>, LedgerError> {
        self.db
            .query_row(
                "SELECT body FROM entries WHERE kind = ? AND json_extract(body, '$.' || ?) = ? ORDER BY number DESC LIMIT 1",
                params![kind, key, value],
                |row| row.get::<_, String>(0),
            )
            .optional()
            .map(|body| body.and_then(|body| serde_json::from_str(&body).ok()))
            .map_err(|e| self.failed(e))
    }

    /// Checks the whole chain; returns the number of entries.
    pub fn verify(&self) -> Result<u64, LedgerError> {
        let read = || -> rusqlite::Result<Option<u64>> {
            let mut statement = self.db.prepare(
                "SELECT e.number, e.at, e.kind, e.body, e.commitment, e.previous, e.hash, p.salt, p.content FROM entries e \
                 LEFT JOIN personal p ON p.number = e.number ORDER BY e.number",
            )?;
            let mut rows = statement.query([])?;
            let mut previous = START.to_owned();
            let mut expected = 1u64;
            while let Some(row) = rows.next()? {
                let number: u64 = row.get(0)?;
                let commitment: Option<String> = row.get(4)?;
                let (kind, body): (String, String) = (row.get(2)?, row.get(3)?);
                let at = Timestamp { unix_millis: row.get(1)? };
                let hash = link(&previous, number, at, &kind, &body, commitment.as_deref());
                let kept = match (row.get::<_, Option<String>>(7)?, row.get::<_, Option<String>>(8)?) {
                    (Some(salt), Some(content)) => commitment == Some(commit(&salt, &content)),
                    _ => true,
                };
                if number != expected
                    || row.get::<_, String>(5)? != previous
                    || row.get::<_, String>(6)? != hash
                    || !kept
                {
                    return Ok(Some(expected));
                }
                previous = hash;
                expected += 1;
            }
            Ok(None)
        };
        match read().map_err(|e| self.failed(e))? {
            Some(entry) => Err(LedgerError::Broken { path: self.path.clone(), entry }),
            None => Ok(self.head()?.0),
        }
    }
}

/// A salt for each entry that has personal content.
fn salts(entries: &[(&str, serde_json::Value, Option<serde_json::Value>)]) -> Result<Vec<String>, LedgerError> {
    let mut salts = Vec::with_capacity(entries.len());
    for (_, _, personal) in entries {
        let mut salt = [0u8; 16];
        if personal.is_some() {
            getrandom::fill(&mut salt).map_err(|_| LedgerError::NoRandom)?;
        }
        salts.push(hex(&salt));
    }
    Ok(salts)
}

fn insert(
    db: &Connection,
    at: Timestamp,
    entries: &[(&str, serde_json::Value, Option<serde_json::Value>)],
    salts: &[String],
) -> rusqlite::Result<u64> {
    let (mut number, mut previous) = head(db)?;
    for ((kind, body, personal), salt) in entries.iter().zip(salts) {
        number += 1;
        let body = body.to_string();
        let content = personal.as_ref().map(serde_json::Value::to_string);
        let commitment = content.as_deref().map(|content| commit(salt, content));
        let hash = link(&previous, number, at, kind, &body, commitment.as_deref());
        db.execute(
            "INSERT INTO entries (number, at, kind, body, commitment, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![number, at.unix_millis, kind, body, commitment, previous, hash],
        )?;
        if let Some(content) = content {
            db.execute(
                "INSERT INTO personal (number, salt, content) VALUES (?, ?, ?)",
                params![number, salt, content],
            )?;
        }
        previous = hash;
    }
    Ok(number)
}

fn entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    let body: String = row.get(3)?;
    let personal: Option<String> = row.get(4)?;
    Ok(Entry {
        number: row.get(0)?,
        at: Timestamp { unix_millis: row.get(1)? },
        kind: row.get(2)?,
        body: serde_json::from_str(&body).unwrap_or_default(),
        personal: personal.and_then(|content| serde_json::from_str(&content).ok()),
    })
}

fn head(db: &Connection) -> rusqlite::Result<(u64, String)> {
    let last = db
        .query_row("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    Ok(last.unwrap_or((0, START.to_owned())))
}

/// What an entry commits to: SHA-256 of the salt, a line break and the content.
pub(crate) fn commit(salt: &str, content: &str) -> String {
    hex(&Sha256::digest(format!("{salt}\n{content}").as_bytes()))
}

/// An entry's hash: SHA-256 of the previous one's hash and of its own number, time, kind, body and commitment, a line each.
pub(crate) fn link(
    previous: &str,
    number: u64,
    at: Timestamp,
    kind: &str,
    body: &str,
    commitment: Option<&str>,
) -> String {
    let text = format!("{previous}\n{number}\n{}\n{kind}\n{body}\n{}", at.unix_millis, commitment.unwrap_or("-"));
    hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn chains_and_notices_alteration() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        let at = Timestamp { unix_millis: 1 };
        let mut ledger = Ledger::create(&path).unwrap();
        ledger.append(at, "a", &json!({"stage": "x"}), None).unwrap();
        ledger.append(at, "b", &json!({}), Some(&json!({"phone": "1"}))).unwrap();
        assert_eq!(ledger.verify().unwrap(), 2);
        assert_eq!(ledger.newest("a", "stage", "x").unwrap(), Some(json!({"stage": "x"})));
        assert_eq!(ledger.entries("b").unwrap()[0].personal, Some(json!({"phone": "1"})));
        let other = Connection::open(&path).unwrap();
        assert!(other.execute("UPDATE entries SET body = '{}' WHERE number = 1", []).is_err());
        assert!(other.execute("INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE number = 1", []).is_err());
        other.execute_batch("DROP TRIGGER entries_stay; UPDATE entries SET body = '{}' WHERE number = 1;").unwrap();
        assert!(matches!(ledger.verify(), Err(LedgerError::Broken { entry: 1, .. })));
    }

    #[test]
    fn removing_is_an_entry() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.sqlite");
        let at = Timestamp { unix_millis: 1 };
        let mut ledger = Ledger::create(&path).unwrap();
        ledger.append(at, "a", &json!({}), Some(&json!({"phone": "1"}))).unwrap();
        ledger.append(at, "b", &json!({}), None).unwrap();
        let other = Connection::open(&path).unwrap();
        assert!(other.execute("DELETE FROM personal", []).is_err());
        assert!(other.execute("UPDATE personal SET content = ''", []).is_err());
        let refused = ledger.remove_personal(at, &[1, 2], "me", "asked to");
        assert!(matches!(refused, Err(LedgerError::NothingPersonal { entry: 2 })), "{refused:?}");
        assert_eq!(ledger.entries("a").unwrap()[0].personal, Some(json!({"phone": "1"})));
        assert_eq!(ledger.remove_personal(at, &[1], "me", "asked to").unwrap(), 3);
        assert_eq!(ledger.entries("a").unwrap()[0].personal, None);
        assert_eq!(ledger.verify().unwrap(), 3);
        assert_eq!(ledger.last(REMOVED).unwrap().unwrap().body, json!({"entries": [1]}));
        assert_eq!(ledger.head_before(REMOVED).unwrap().0, 2);
        assert_eq!(ledger.last("c").unwrap(), None);
    }
}
