//! What the entries of a ledger say of files.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::record::{REPORT, RUN, SETTINGS};
use crate::answers::{ANSWER, FOLDER as ANSWERS};
use crate::claims::PUBLISHED;
use crate::ledger::REMOVED;
use crate::looks::BODIES;
use crate::notices::{FOLDER as NOTICES, NOTICE};
use crate::prints::Print;

/// Where the files of private matching lie.
pub(super) const EXCHANGES: &str = "corroborate";

/// A file as an entry names it.
#[derive(Clone, Debug)]
pub(super) struct NamedFile {
    pub entry: u64,
    pub print: Print,
}

/// A source as it was added.
#[derive(Clone, Debug)]
pub(super) struct NamedSource {
    pub id: String,
    pub file: NamedFile,
}

/// What a list of hashes says, and which entry holds it.
#[derive(Clone, Debug, Default)]
pub(super) struct Hashes {
    pub entry: u64,
    pub files: BTreeMap<String, String>,
}

/// What the ledger says.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The files of each stage's newest result, by the stage's id, then by table or segment.
    pub stages: BTreeMap<String, BTreeMap<String, (String, NamedFile)>>,
    /// Files of results that were replaced, with the entry that named them last.
    pub replaced: HashMap<String, u64>,
    /// The newest list of stages, and the entry that holds it.
    pub run: Option<(u64, BTreeSet<String>)>,
    pub transcripts: Option<Hashes>,
    pub settings: Option<Hashes>,
    /// Oldest first.
    pub sources: Vec<NamedSource>,
    /// Pictures and films by their hashes, with the entry that took them in.
    pub media: BTreeMap<String, u64>,
    /// The files of the newest report, and those of every report that are kept.
    pub report: BTreeMap<String, NamedFile>,
    /// Those that only earlier reports had and that are not kept.
    pub earlier_reports: BTreeMap<String, NamedFile>,
    /// The number of the entry that a report says had a head.
    pub report_heads: HashMap<String, u64>,
    /// Answers of hosts that looks rest on.
    pub looks: BTreeMap<String, NamedFile>,
    /// Transcripts of private matching and the requests they belong to, which may be thrown away.
    pub exchanges: BTreeMap<String, NamedFile>,
    pub requests: BTreeMap<String, NamedFile>,
    /// The files of notices.
    pub notices: BTreeMap<String, NamedFile>,
    /// The files that came with answers; every entry that names one, since whoever removes the
    /// personal content of all of them may throw it away.
    pub answers: BTreeMap<String, Vec<NamedFile>>,
    /// Entries whose personal content was removed, by the entry that says so.
    pub removed: BTreeMap<u64, u64>,
    /// The number of each entry, by its hash.
    pub hashes: HashMap<String, u64>,
}

impl Named {
    /// Takes in what an entry says.
    pub fn add(&mut self, entry: u64, kind: &str, body: &Value) {
        match kind {
            "stage" => self.stage(entry, body),
            RUN => {
                let stages = body["stages"].as_array().into_iter().flatten().filter_map(Value::as_str);
                self.run = Some((entry, stages.map(str::to_owned).collect()));
                self.transcripts = Some(hashes(entry, &body["transcripts"]));
            }
            SETTINGS => self.settings = Some(hashes(entry, &body["files"])),
            "source_added" => {
                if let (Some(id), Some(print)) = (body["source"].as_str(), Print::entered(body)) {
                    self.sources.push(NamedSource { id: id.to_owned(), file: NamedFile { entry, print } });
                }
            }
            "media_added" | "media_fetched" => {
                if let Some(sha256) = body["sha256"].as_str() {
                    self.media.insert(sha256.to_owned(), entry);
                }
            }
            REPORT => {
                // What was published stays published: only the newest report's place is taken over.
                let reports = std::mem::take(&mut self.report).into_iter();
                let (kept, earlier): (BTreeMap<_, _>, BTreeMap<_, _>) =
                    reports.partition(|(path, _)| path.starts_with(PUBLISHED));
                self.report = kept;
                self.earlier_reports.extend(earlier);
                for (path, about) in body["files"].as_object().into_iter().flatten() {
                    if let Some(print) = Print::entered(about) {
                        self.earlier_reports.remove(path);
                        self.report.insert(path.clone(), NamedFile { entry, print });
                    }
                }
                if let (Some(head), Some(number)) = (body["head"].as_str(), body["entries"].as_u64()) {
                    self.report_heads.insert(head.to_owned(), number);
                }
            }
            BODIES => {
                for (path, about) in body["files"].as_object().into_iter().flatten() {
                    if let Some(print) = Print::entered(about) {
                        self.looks.insert(path.clone(), NamedFile { entry, print });
                    }
                }
            }
            "private_match" => exchange(entry, body, "transcript", &mut self.exchanges),
            "private_match_request" => exchange(entry, body, "request", &mut self.requests),
            NOTICE => {
                let id = body["notice"].as_str().unwrap_or_default();
                for about in body["files"].as_array().into_iter().flatten() {
                    if let (Some(name), Some(print)) = (about["name"].as_str(), Print::entered(about)) {
                        self.notices.insert(format!("{NOTICES}/{id}/{name}"), NamedFile { entry, print });
                    }
                }
            }
            ANSWER => {
                for about in body["files"].as_array().into_iter().flatten() {
                    if let Some(print) = Print::entered(about) {
                        let file = format!("{ANSWERS}/{}", print.sha256);
                        self.answers.entry(file).or_default().push(NamedFile { entry, print });
                    }
                }
            }
            REMOVED => {
                for number in body["entries"].as_array().into_iter().flatten().filter_map(Value::as_u64) {
                    self.removed.entry(number).or_insert(entry);
                }
            }
            _ => {}
        }
    }

    fn stage(&mut self, entry: u64, body: &Value) {
        let Some(id) = body["id"].as_str() else { return };
        let mut files = BTreeMap::new();
        for about in body["outputs"].as_array().into_iter().flatten() {
            if let (Some(table), Some(path), Some(print)) =
                (about["table"].as_str(), about["path"].as_str(), Print::entered(about))
            {
                files.insert(table.to_owned(), (path.to_owned(), NamedFile { entry, print }));
            }
        }
        if let Some(before) = self.stages.insert(id.to_owned(), files) {
            self.replaced.extend(before.into_values().map(|(path, file)| (path, file.entry)));
        }
    }

    /// The stages whose results are the case's: those of the newest run, and those done since, which a run that was
    /// killed leaves; all where no run was entered.
    pub fn current(&self) -> impl Iterator<Item = (&String, &BTreeMap<String, (String, NamedFile)>)> {
        self.stages.iter().filter(|(id, files)| {
            self.run.as_ref().is_none_or(|(entry, stages)| {
                stages.contains(*id) || files.values().any(|(_, file)| file.entry > *entry)
            })
        })
    }

    /// Stages that the newest run used and that no entry has.
    pub fn lost(&self) -> impl Iterator<Item = (u64, &String)> {
        let run = self.run.iter();
        run.flat_map(|(entry, stages)| stages.iter().map(|id| (*entry, id)))
            .filter(|(_, id)| !self.stages.contains_key(*id))
    }
}

/// A file of an exchange of private matching, known by the number of its session.
fn exchange(entry: u64, body: &Value, what: &str, files: &mut BTreeMap<String, NamedFile>) {
    if let (Some(session), Some(sha256)) = (body["session"].as_str(), body[what].as_str()) {
        let print = Print { sha256: sha256.to_owned(), ..Print::default() };
        files.insert(format!("{EXCHANGES}/{session}.{what}"), NamedFile { entry, print });
    }
}

fn hashes(entry: u64, files: &Value) -> Hashes {
    let files = files.as_object().into_iter().flatten();
    let files = files.filter_map(|(path, sha256)| Some((path.clone(), sha256.as_str()?.to_owned()))).collect();
    Hashes { entry, files }
}
