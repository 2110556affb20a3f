//! Entering looks while others may work on the case.
//!
//! Whoever looks for days must not keep the case locked, so looks are entered through the ledger alone: SQLite holds
//! writers apart, and an entry is linked to whatever stands before it.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pressgang_posts::Timestamp;
use serde_json::{Value, json};

use super::{BODIES, LOCK, LOOKS, OBSERVATION, WAIT};
use crate::error::CaseError;
use crate::files::{FileError, UNFINISHED};
use crate::ledger::Ledger;
use crate::prints::Print;
use crate::records::STATUSES;

/// One look at a post, as it is to be entered.
#[derive(Clone, Debug, PartialEq)]
pub struct NewLook {
    /// The platform's word.
    pub platform: String,
    /// The platform's id of the post.
    pub id: String,
    /// When it was looked at.
    pub at: Timestamp,
    /// One of [`STATUSES`].
    pub status: String,
    /// The rule that decided, with its version.
    pub rule: String,
    /// The program and its version.
    pub tool: String,
    /// Countries in which the post is not shown, ISO 3166.
    pub not_shown_in: Vec<String>,
    /// What was asked and answered, enough to decide again; holds addresses, so it is personal content.
    pub evidence: Value,
    /// Where the bodies lie, if they were kept.
    pub warc: Option<WarcPlace>,
}

/// Where the records of a look stand in a WARC file of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarcPlace {
    /// The file, below the case's folder.
    pub file: String,
    /// First byte of the first record.
    pub offset: u64,
    /// Bytes of all of them.
    pub length: u64,
}

/// How long a look waits for those who read or write the ledger.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// Held by whoever looks at the posts of a case: two at once would ask hosts twice and take each other's files for those
/// of a killed program. The system frees it when the process ends, however it ends.
#[derive(Debug)]
pub struct LookLock {
    _held: File,
}

impl LookLock {
    /// Takes it for the case in `root`, which others may have open.
    ///
    /// # Errors
    /// [`CaseError::Looking`] if somebody holds it.
    pub fn take(root: &Path) -> Result<LookLock, CaseError> {
        if !root.join("case.toml").is_file() {
            return Err(CaseError::NotACase { path: root.to_owned() });
        }
        let path = root.join(LOCK);
        let opened = File::options().create(true).truncate(false).write(true).open(&path);
        let file = opened.map_err(|e| FileError::new("write", &path, e))?;
        if file.try_lock().is_err() {
            return Err(CaseError::Looking { path: root.to_owned() });
        }
        Ok(LookLock { _held: file })
    }
}

/// The ledger of a case, open for looks alone.
pub struct LookBook {
    root: PathBuf,
    ledger: Ledger,
}

impl LookBook {
    /// Opens the ledger of the case in `root`. The case may be open elsewhere.
    ///
    /// # Errors
    /// [`CaseError::NotACase`] where there is none, and what the ledger says.
    pub fn open(root: &Path) -> Result<LookBook, CaseError> {
        if !root.join("case.toml").is_file() {
            return Err(CaseError::NotACase { path: root.to_owned() });
        }
        let ledger = Ledger::open(&root.join("ledger.sqlite"))?;
        // Whoever reads a long ledger holds writers up; a look that was answered is not given up for that.
        ledger.wait_for_others(PATIENCE)?;
        Ok(LookBook { root: root.to_owned(), ledger })
    }

    /// The case's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Enters looks, all or none; they are on disk when this returns. Gives the number of the last entry.
    ///
    /// # Errors
    /// [`CaseError::Usage`] for a state that is none.
    pub fn enter(&mut self, now: Timestamp, looks: &[NewLook]) -> Result<u64, CaseError> {
        let entries = looks.iter().map(entry).collect::<Result<Vec<_>, CaseError>>()?;
        Ok(self.ledger.append_all(now, &entries)?)
    }

    /// Enters that a host is not to be asked before a time, unless the ledger says so already: it is obeyed after a
    /// restart too.
    pub fn enter_wait(
        &mut self,
        now: Timestamp,
        host: &str,
        why: &str,
        not_before: Timestamp,
    ) -> Result<(), CaseError> {
        let known = self.waits()?.get(host).is_some_and(|at| *at >= not_before);
        if !known {
            let body = json!({ "host": host, "why": why, "not_before": not_before.to_string() });
            self.ledger.append(now, WAIT, &body, None)?;
        }
        Ok(())
    }

    /// Before when hosts are not to be asked, by host; times that have passed included.
    pub fn waits(&self) -> Result<BTreeMap<String, Timestamp>, CaseError> {
        let mut waits = BTreeMap::new();
        self.ledger.each(WAIT, |entry| {
            let at = entry.body["not_before"].as_str().and_then(Timestamp::parse_rfc3339);
            if let (Some(host), Some(at)) = (entry.body["host"].as_str(), at) {
                waits.insert(host.to_owned(), at);
            }
        })?;
        Ok(waits)
    }

    /// Where a file of bodies is written: as the looks name it once it is finished, and where it lies until then.
    pub fn warc_paths(&self, now: Timestamp) -> (String, PathBuf) {
        let name: String = now.to_string().chars().filter(char::is_ascii_alphanumeric).collect();
        let file = format!("{LOOKS}/{name}.warc.gz");
        let path = self.unfinished(&file);
        (file, path)
    }

    fn unfinished(&self, file: &str) -> PathBuf {
        let name = file.rsplit('/').next().unwrap_or(file);
        // Without an ending, as all unfinished files.
        let name = name.split('.').next().unwrap_or(name);
        self.root.join(LOOKS).join(format!("{UNFINISHED}{name}"))
    }

    /// Gives a file of bodies its name and enters it, so that `verify` knows it. One without a look goes.
    pub fn finish_warc(&mut self, now: Timestamp, file: &str) -> Result<(), CaseError> {
        let (from, to) = (self.unfinished(file), self.root.join(file));
        if !self.is_named(file)? {
            if from.exists() {
                std::fs::remove_file(&from).map_err(|e| FileError::new("delete", &from, e))?;
            }
            return Ok(());
        }
        // Killed between the two, it has its name and no entry.
        if from.exists() {
            std::fs::rename(&from, &to).map_err(|e| FileError::new("rename", &from, e))?;
        }
        let mut about = json!({});
        Print::of_file(&to)?.enter(&mut about);
        let mut files = serde_json::Map::new();
        files.insert(file.to_owned(), about);
        self.ledger.append(now, BODIES, &json!({ "files": files }), None)?;
        Ok(())
    }

    /// Removes what a killed program began to write and no look names. Only for whoever holds the [`LookLock`].
    pub fn clear_unnamed_warcs(&self) -> Result<(), CaseError> {
        let named: Vec<PathBuf> = self.unfinished_warcs()?.into_iter().map(|(_, path, _)| path).collect();
        for entry in std::fs::read_dir(self.root.join(LOOKS)).into_iter().flatten().flatten() {
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) && !named.contains(&path) {
                std::fs::remove_file(&path).map_err(|e| FileError::new("delete", &path, e))?;
            }
        }
        Ok(())
    }

    fn is_named(&self, file: &str) -> Result<bool, CaseError> {
        Ok(self.unfinished_warcs()?.iter().any(|(name, ..)| name == file))
    }

    /// Files of bodies that looks name and no entry says are finished, as a killed program leaves them: each with where
    /// it lies and where the last record ends that a look names.
    pub fn unfinished_warcs(&self) -> Result<Vec<(String, PathBuf, u64)>, CaseError> {
        // Without bodies the whole ledger need not be read for them.
        if !self.root.join(LOOKS).is_dir() {
            return Ok(Vec::new());
        }
        let mut ends: BTreeMap<String, u64> = BTreeMap::new();
        self.ledger.each(OBSERVATION, |entry| {
            let place = &entry.body["warc"];
            if let (Some(file), Some(offset), Some(length)) =
                (place["file"].as_str(), place["offset"].as_u64(), place["length"].as_u64())
            {
                let end = ends.entry(file.to_owned()).or_default();
                *end = (*end).max(offset.saturating_add(length));
            }
        })?;
        self.ledger.each(BODIES, |entry| {
            for (file, _) in entry.body["files"].as_object().into_iter().flatten() {
                ends.remove(file);
            }
        })?;
        let found = ends.into_iter().map(|(file, end)| {
            let (unfinished, finished) = (self.unfinished(&file), self.root.join(&file));
            (file, if unfinished.exists() { unfinished } else { finished }, end)
        });
        Ok(found.collect())
    }
}

fn entry(look: &NewLook) -> Result<(&'static str, Value, Option<Value>), CaseError> {
    if !STATUSES.contains(&look.status.as_str()) {
        return Err(CaseError::Usage(format!("{:?} is none of the states {}", look.status, STATUSES.join(", "))));
    }
    let mut body = json!({
        "observed_at": look.at.to_string(), "status": look.status, "rule": look.rule, "tool": look.tool,
    });
    if !look.not_shown_in.is_empty() {
        body["not_shown_in"] = json!(look.not_shown_in);
    }
    if let Some(from) = look.evidence["from"].as_str() {
        body["from"] = json!(from);
    }
    if let Some(place) = &look.warc {
        body["warc"] = json!({ "file": place.file, "offset": place.offset, "length": place.length });
    }
    let personal = json!({ "platform": look.platform, "id": look.id, "evidence": look.evidence });
    Ok((OBSERVATION, body, Some(personal)))
}
