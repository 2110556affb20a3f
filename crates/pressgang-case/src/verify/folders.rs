//! What lies in a case's folders and no entry names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::files::Expected;
use super::named::{EXCHANGES, Named};
use super::record::settings;
use super::{LEDGER, Problem, Verification, Wrong};
use crate::answers::FOLDER as ANSWERS;
use crate::files::{UNFINISHED, keyed_hash, sha256};
use crate::looks::{LOCK, LOOKS};
use crate::notices::FOLDER as NOTICES;

/// Folders of a case are looked through to this depth; deeper ones are named as they are.
const DEPTH: usize = 8;

/// What belongs to a case; everything else beside it is the user's.
const OURS: [&str; 16] = [
    ".key",
    ".lock",
    ANSWERS,
    "case.toml",
    EXCHANGES,
    "index",
    LEDGER,
    LOCK,
    LOOKS,
    "media",
    NOTICES,
    "packs",
    "rates",
    "report",
    "sources",
    "tables",
];

/// Adds what is there and should not be, what is the user's, and what killed runs left.
pub(super) fn check(
    root: &Path,
    named: &Named,
    expected: &BTreeMap<&str, &Expected>,
    key_is_good: bool,
    found: &mut Verification,
    problems: &mut Vec<Problem>,
) {
    let mut unfinished = 0u64;
    let mut extra = |file: &str, text: String| problems.push(Problem::in_file(Wrong::Extra, file, text));
    for folder in ["tables", "index", "sources", "report", LOOKS, NOTICES, ANSWERS, EXCHANGES] {
        for file in files_in(root, folder).iter().filter(|file| !expected.contains_key(file.as_str())) {
            // Of an exchange only its transcript is a record; sessions hold secrets, and answers lie where people put them.
            if folder == EXCHANGES && !file.ends_with(".transcript") {
                continue;
            }
            if is_unfinished(file) {
                unfinished += 1;
                continue;
            }
            match (folder, named.replaced.get(file)) {
                ("tables" | "index", Some(entry)) => extra(
                    file,
                    format!(
                        "it is of a result that was replaced (entry {entry}), and would be read with the new one; pressgang run clears it"
                    ),
                ),
                ("report", _) if named.earlier_reports.contains_key(file) => {}
                ("report", _) => extra(file, format!("no entry names it{}", head_in(root, file, named))),
                _ => extra(file, "no entry names it".to_owned()),
            }
        }
    }
    if let Some(known) = &named.settings {
        for file in settings(root).iter().filter(|file| !known.files.contains_key(*file)) {
            extra(file, format!("entry {} does not name it; if it is meant, pressgang run enters it", known.entry));
        }
    }
    for (file, named) in &named.earlier_reports {
        let path = root.join(file);
        if path.is_file() && sha256(&path).is_ok_and(|found| found != named.print.sha256) {
            let text = format!("its SHA-256 is not that of entry {}", named.entry);
            problems.push(Problem::in_file(Wrong::Altered, file, text));
        }
    }
    unfinished += media(root, expected, key_is_good, found, problems);
    let mut theirs = BTreeSet::new();
    for name in names(root) {
        if is_unfinished(&name) {
            unfinished += 1;
        } else if !OURS.contains(&name.as_str()) && !name.starts_with(&format!("{LEDGER}-")) {
            theirs.insert(name);
        }
    }
    found.not_covered = theirs.into_iter().collect();
    if unfinished > 0 {
        found.notes.push(format!(
            "{unfinished} unfinished files of a run that was killed lie in the case; nothing reads them"
        ));
    }
}

/// Pictures and films that no entry names harm nobody, as long as they are what their names say.
fn media(
    root: &Path,
    expected: &BTreeMap<&str, &Expected>,
    key_is_good: bool,
    found: &mut Verification,
    problems: &mut Vec<Problem>,
) -> u64 {
    let key = fs::read_to_string(root.join(".key")).ok().filter(|_| key_is_good);
    let key = key.as_deref().map(str::trim);
    let files = files_in(root, "media");
    let looked: Vec<Option<Kind>> = files
        .par_iter()
        .filter(|file| !expected.contains_key(file.as_str()))
        .map(|file| kind(root, file, key))
        .collect();
    let (mut unfinished, mut unnamed) = (0, 0u64);
    let others = files.iter().filter(|file| !expected.contains_key(file.as_str()));
    for (file, kind) in others.zip(looked) {
        let mut add = |wrong, text: &str| problems.push(Problem::in_file(wrong, file, text));
        match kind {
            None => {}
            Some(Kind::Unfinished) => unfinished += 1,
            Some(Kind::Unnamed) => unnamed += 1,
            Some(Kind::Renamed) => add(Wrong::Altered, "it is not the file whose SHA-256 it is named by"),
            Some(Kind::Unsealed) => add(
                Wrong::Altered,
                "this kept reading of a picture or film is not sealed by the case's key; pressgang run ignores it and reads again",
            ),
            Some(Kind::Other) => add(Wrong::Extra, "no entry names it"),
        }
    }
    if unnamed > 0 {
        found.notes.push(format!(
            "{unnamed} pictures or films under media belong to no post and no entry, as when adding them was interrupted; \
             nothing reads them"
        ));
    }
    unfinished
}

/// A file under `media/` that no entry names.
enum Kind {
    Unfinished,
    /// It is what its name says.
    Unnamed,
    Renamed,
    Unsealed,
    Other,
}

fn kind(root: &Path, file: &str, key: Option<&str>) -> Option<Kind> {
    if is_unfinished(file) {
        return Some(Kind::Unfinished);
    }
    let is_hash = |name: &str| name.len() == 64 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let parts: Vec<&str> = file.split('/').collect();
    match parts.as_slice() {
        ["media", "readings", name] if name.strip_suffix(".json").is_some_and(is_hash) => {
            // Without the key nothing can be said.
            let key = key?;
            let text = fs::read_to_string(root.join(file)).unwrap_or_default();
            let sealed = text.split_once('\n').and_then(|(seal, text)| Some((seal, text.strip_suffix('\n')?)));
            let is_sealed = sealed.is_some_and(|(seal, text)| keyed_hash(key.as_bytes(), &[text]) == seal);
            (!is_sealed).then_some(Kind::Unsealed)
        }
        ["media", folder, name] if is_hash(name) && name.starts_with(folder) && folder.len() == 2 => {
            Some(if sha256(&root.join(file)).is_ok_and(|found| found == *name) { Kind::Unnamed } else { Kind::Renamed })
        }
        _ => Some(Kind::Other),
    }
}

/// What a report says of the ledger that it was made from, where the ledger does not know it.
fn head_in(root: &Path, file: &str, named: &Named) -> String {
    let text = fs::read(root.join(file)).unwrap_or_default();
    let report: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    match (report["ledger"]["head"].as_str(), report["ledger"]["entries"].as_u64()) {
        (Some(head), Some(entries)) if !named.hashes.contains_key(head) => format!(
            ", and it was made from a ledger whose entry {entries} had the head {head}, which no entry has: the ledger was \
             cut off or altered"
        ),
        _ => String::new(),
    }
}

fn is_unfinished(file: &str) -> bool {
    // With an ending a reader of `*.parquet` might take it for a table.
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_prefix(UNFINISHED).is_some_and(|rest| !rest.contains('.'))
}

/// All files in a folder of the case and below, as paths below the case, in order. Links are not followed.
pub(super) fn files_in(root: &Path, folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder)).into_iter().flatten().flatten() {
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if depth < DEPTH && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push((path, depth + 1));
            } else {
                files.push(path);
            }
        }
    }
    files.sort_unstable();
    files
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
