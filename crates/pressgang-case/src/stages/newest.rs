//! The files of stages' newest results, as the ledger names them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::CaseError;
use crate::ledger::Ledger;

/// The files of a stage's newest result, by table or segment; `None` where it was never done, or by another version of
/// the stage than the one asked for. They are taken as they are: whether they still have their hashes is looked at by
/// runs.
pub(crate) fn newest_files(
    ledger: &Ledger,
    root: &Path,
    id: &str,
    version: Option<u32>,
) -> Result<Option<BTreeMap<String, PathBuf>>, CaseError> {
    let newest = ledger.newest("stage", "id", id)?;
    let newest = newest.filter(|body| version.is_none_or(|version| body["version"] == version));
    Ok(newest.map(|body| outputs(&body).into_iter().map(|(table, path, _)| (table, root.join(path))).collect()))
}

/// Table, path and hash of each file a stage entry names.
pub(super) fn outputs(body: &serde_json::Value) -> Vec<(String, String, String)> {
    let list = body["outputs"].as_array().map_or(&[][..], Vec::as_slice);
    list.iter()
        .filter_map(|o| {
            Some((o["table"].as_str()?.to_owned(), o["path"].as_str()?.to_owned(), o["sha256"].as_str()?.to_owned()))
        })
        .collect()
}
