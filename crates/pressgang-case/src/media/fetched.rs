//! Pictures and films fetched from the addresses that exports give; the fetching itself is not done here.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::Path;

use pressgang_posts::Timestamp;
use serde_json::json;

use super::{Kept, Safe, keep, limits};
use crate::config::Role;
use crate::error::CaseError;
use crate::files::FileError;
use crate::folder::Case;
use crate::stages::{contact_hash, newest_files};
use crate::tables::{AttachmentRow, PartReader, TableRow};

/// An attachment of which no file is held, but an address is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnheldMedia {
    /// The address.
    pub url: String,
    /// Kind as the export says: `photo`, `video` ...
    pub kind: String,
    /// How many posts have it.
    pub posts: u64,
    /// Why the last try gave nothing, if there was one.
    pub last_failure: Option<String>,
}

/// How a file was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRecord {
    /// When.
    pub fetched_at: Timestamp,
    /// What the server said it is.
    pub content_type: Option<String>,
}

impl Case {
    /// Attachments of which only an address is known, in the order of addresses, as the last run found them; what was
    /// fetched since is left out, so fetching can go on where it was stopped without a run between.
    ///
    /// # Errors
    /// If a source was added since the last run.
    pub fn unheld_media(&self) -> Result<Vec<UnheldMedia>, CaseError> {
        let fetched = Fetched::load(self)?;
        let mut unheld: BTreeMap<String, UnheldMedia> = BTreeMap::new();
        for source in self.config.sources.iter().filter(|source| source.role != Role::Background) {
            let files = newest_files(self.ledger(), self.root(), &format!("attachments/{}", source.id), None)?;
            let Some(mut files) = files else { return Err(CaseError::NotRun { path: self.root().to_owned() }) };
            let Some(part) = files.remove(AttachmentRow::TABLE) else { continue };
            for batch in PartReader::<AttachmentRow>::open(&part)? {
                for row in batch? {
                    let Some(url) = row.url.filter(|_| row.state != "held") else { continue };
                    let failure = match fetched.find(self, &url) {
                        Some(Ok(_)) => continue,
                        Some(Err(reason)) => Some(reason.clone()),
                        None => row.reason,
                    };
                    let one = unheld.entry(url.clone()).or_insert_with(|| UnheldMedia {
                        url,
                        kind: row.kind,
                        posts: 0,
                        last_failure: failure,
                    });
                    one.posts += 1;
                }
            }
        }
        Ok(unheld.into_values().collect())
    }

    /// Takes a fetched file into the case.
    ///
    /// # Errors
    /// If the case cannot be written to, or the file is beyond the limits of what is kept.
    pub fn keep_fetched(&mut self, url: &str, file: &Path, record: &FetchRecord) -> Result<String, CaseError> {
        let mut from = File::open(file).map_err(|e| FileError::new("read", file, e))?;
        let kept = keep(self.root(), &mut from, limits().file_bytes, Safe::Now)?;
        let kept = kept.map_err(|reason| CaseError::Usage(format!("the fetched file was not kept: {reason}")))?;
        let address = address_hash(self, url);
        let body = json!({ "address": address, "sha256": kept.sha256, "bytes": kept.bytes, "content_type": record.content_type });
        self.ledger.append(record.fetched_at, "media_fetched", &body, None)?;
        Ok(kept.sha256)
    }

    /// Notes that fetching gave nothing, and why.
    pub fn note_unfetched(&mut self, url: &str, reason: &str, at: Timestamp) -> Result<(), CaseError> {
        let body = json!({ "address": address_hash(self, url), "reason": reason });
        self.ledger.append(at, "media_not_fetched", &body, None)?;
        Ok(())
    }
}

/// Addresses hold signatures and names of accounts, which do not belong in a ledger that is never cut.
pub(super) fn address_hash(case: &Case, url: &str) -> String {
    contact_hash(case.key(), "media address", url)
}

/// What fetching gave, by the hash of the address: the newest file, else why there is none.
#[derive(Debug, Default)]
pub(crate) struct Fetched(HashMap<String, Result<Kept, String>>);

impl Fetched {
    /// What the ledger knows.
    pub fn load(case: &Case) -> Result<Fetched, CaseError> {
        let mut fetched = HashMap::new();
        for entry in case.ledger().entries("media_not_fetched")? {
            if let (Some(address), Some(reason)) = (entry.body["address"].as_str(), entry.body["reason"].as_str()) {
                fetched.insert(address.to_owned(), Err(reason.to_owned()));
            }
        }
        for entry in case.ledger().entries("media_fetched")? {
            let (address, sha256) = (entry.body["address"].as_str(), entry.body["sha256"].as_str());
            if let (Some(address), Some(sha256), Some(bytes)) = (address, sha256, entry.body["bytes"].as_u64()) {
                fetched.insert(address.to_owned(), Ok(Kept { sha256: sha256.to_owned(), bytes }));
            }
        }
        Ok(Fetched(fetched))
    }

    pub fn find(&self, case: &Case, url: &str) -> Option<&Result<Kept, String>> {
        if self.0.is_empty() { None } else { self.0.get(&address_hash(case, url)) }
    }
}
