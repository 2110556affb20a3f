//! What the ledger is told so that it can be verified later: which settings a case has, which stages are its present
//! results, and which files a report consists of.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pressgang_posts::Timestamp;
use serde_json::{Value, json};

use crate::error::CaseError;
use crate::files;
use crate::findings::Findings;
use crate::folder::Case;
use crate::prints::Print;

/// The kind of entry that holds the hashes of what people write: `case.toml`, packs, rates, the key.
pub(crate) const SETTINGS: &str = "settings";
/// The kind of entry that lists the stages whose newest results are the case's, and the transcripts beside its films.
pub(crate) const RUN: &str = "run";
/// The kind of entry that holds the hashes of a report's files.
pub(crate) const REPORT: &str = "report";

impl Case {
    /// Enters the hashes of `case.toml`, the packs, the rates and the key, unless the newest such entry says the same.
    pub(crate) fn enter_settings(&mut self, now: Timestamp) -> Result<(), CaseError> {
        let mut hashes = BTreeMap::new();
        for path in settings(self.root()) {
            hashes.insert(path.clone(), files::sha256(&self.root().join(&path))?);
        }
        self.enter_if_new(SETTINGS, &json!({ "files": hashes }), now)
    }

    /// Enters which stages made the present results, unless the newest such entry says the same.
    pub(crate) fn enter_run(&mut self, stages: &[String], now: Timestamp) -> Result<(), CaseError> {
        let mut stages: Vec<&String> = stages.iter().collect();
        stages.sort_unstable();
        let mut transcripts = BTreeMap::new();
        for path in transcripts_of(self.root()) {
            transcripts.insert(path.clone(), files::sha256(&self.root().join(&path))?);
        }
        self.enter_if_new(RUN, &json!({ "stages": stages, "transcripts": transcripts, "looks": self.looks_until }), now)
    }

    /// Enters the report that was made of `findings`: the head it prints, how many claims it makes, and its files, each
    /// by its path below the case with what was written. A report that is the same as the last one is not entered again.
    pub fn enter_report(
        &mut self,
        findings: &Findings,
        written: &[(&str, &[u8])],
        now: Timestamp,
    ) -> Result<(), CaseError> {
        self.enter_if_new(REPORT, &report_body(findings, written), now)
    }

    /// The number of the last look that the newest run counted; all where that is not known.
    pub(crate) fn looks_counted(&self) -> Result<u64, CaseError> {
        Ok(self.ledger.last(RUN)?.and_then(|entry| entry.body["looks"].as_u64()).unwrap_or(u64::MAX))
    }

    fn enter_if_new(&mut self, kind: &str, body: &Value, now: Timestamp) -> Result<(), CaseError> {
        if self.ledger.last(kind)?.is_none_or(|entry| entry.body != *body) {
            self.ledger.append(now, kind, body, None)?;
        }
        Ok(())
    }
}

/// What the entry of a report says: the head it prints, how many claims it makes, and its files.
pub(crate) fn report_body(findings: &Findings, written: &[(&str, &[u8])]) -> Value {
    let mut named = serde_json::Map::new();
    for (path, bytes) in written {
        let mut body = json!({});
        Print::of_bytes(bytes).enter(&mut body);
        named.insert((*path).to_owned(), body);
    }
    json!({
        "head": findings.ledger_head,
        "entries": findings.ledger_entries,
        "claims": findings.claims.len(),
        "files": named,
    })
}

/// The files that people write and results depend on, as paths below the case, in order.
pub(super) fn settings(root: &Path) -> Vec<String> {
    let mut paths: Vec<String> = [".key", "case.toml"].into_iter().map(str::to_owned).collect();
    for folder in ["packs", "rates"] {
        paths.extend(names(&root.join(folder)).into_iter().map(|name| format!("{folder}/{name}")));
    }
    paths.retain(|path| root.join(path).is_file());
    paths
}

/// The transcripts beside the films of a case: what lies under `media/` with an ending, as paths below the case.
pub(super) fn transcripts_of(root: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    for folder in names(&root.join("media")).into_iter().filter(|name| name.len() == 2) {
        let held = names(&root.join("media").join(&folder)).into_iter().filter(|name| name.contains('.'));
        paths.extend(held.map(|name| format!("media/{folder}/{name}")));
    }
    paths
}

/// The names in a folder, in order, without what killed runs left; none where there is no such folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with(files::UNFINISHED))
        .collect();
    names.sort_unstable();
    names
}
