//! The pipeline: stages that turn sources into claims, each redone only when something it depends on changed.
//!
//! ```text
//! sources -> posts -> attachments -> media -> readings -> index -> wording, passages, contacts, translations -> campaigns -> attribution -> measurement
//!                                                  \-> records                                                     \-> facts
//! ```
//!
//! A stage's result is keyed by the keys of what it reads, its own version, and the packs, lexicons, rates, settings
//! and ledger entries it uses. It is done when one ledger entry names its key and its files with their hashes; files
//! that no such entry names are garbage. So a killed run loses at most the stage it was in.

mod attachments;
mod attribution;
mod campaigns;
mod carried;
mod contacts;
mod coordination;
mod corpus;
mod facts;
mod index;
mod meanings;
mod measurement;
mod media;
mod newest;
mod offers;
mod passages;
mod posts;
mod readings;
mod records;
mod same_media;
mod second_sources;
mod shown;
mod translations;
mod trials;
mod wording;

pub(crate) use attribution::{MOST_LOSS, Quality, Tried, as_trials, quality, tried};
pub(crate) use corpus::{Corpus, Loaded};
pub(crate) use meanings::UsedModel;
pub(crate) use measurement::as_of as measured_as_of;
pub(crate) use newest::newest_files;
use newest::outputs;
pub(crate) use readings::{contact_hash, is_candidate_row};
pub(crate) use shown::{add_files, is_unsure};

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pressgang_posts::Timestamp;
use serde_json::json;

use crate::config::Role;
use crate::error::CaseError;
use crate::files::{self, hash_texts};
use crate::folder::Case;
use crate::looks::OBSERVATION;
use crate::media::{UnreadMedia, unread_media};
use crate::prints::Print;
use crate::tables::{PartReader, PartWriter, TableRow};

/// Hears how a run goes.
pub trait Progress: Sync {
    /// A stage begins; `total` is how many of `unit` it will go through, where that is known.
    fn begin(&self, stage: &str, scope: &str, total: Option<u64>, unit: &'static str);
    /// So many more are done.
    fn advance(&self, done: u64);
    /// The stage ended; `ran` is false when its result was still good.
    fn end(&self, stage: &str, scope: &str, ran: bool);
}

/// Hears nothing.
#[derive(Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: &str, _: Option<u64>, _: &'static str) {}
    fn advance(&self, _: u64) {}
    fn end(&self, _: &str, _: &str, _: bool) {}
}

/// How a run went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSummary {
    /// Stages that were done, as `stage` or `stage/source`.
    pub done: Vec<String>,
    /// Stages whose results were still good.
    pub unchanged: Vec<String>,
    /// Records that were rejected, over all sources.
    pub rejects: u64,
    /// Posts read, over all sources.
    pub posts: u64,
    /// What was not read in pictures and films for want of a program.
    pub unread_media: Vec<UnreadMedia>,
}

/// One stage's result: its key and its files by table.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub key: String,
    files: BTreeMap<String, PathBuf>,
}

impl Output {
    /// The path of this result's part of a table.
    pub fn path<R: TableRow>(&self) -> Option<&Path> {
        self.files.get(R::TABLE).map(PathBuf::as_path)
    }

    /// The paths of this result's index segments.
    pub fn segments(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().filter(|(name, _)| name.starts_with(SEGMENT)).map(|(_, path)| path.as_path())
    }

    /// The rows of this result's part of a table; none if it has no such part.
    pub fn rows<R: TableRow>(&self) -> Result<Vec<R>, CaseError> {
        self.path::<R>().map_or(Ok(Vec::new()), |path| Ok(PartReader::all(path)?))
    }

    /// The same, batch by batch.
    pub fn batches<R: TableRow>(&self) -> Result<Option<PartReader<R>>, CaseError> {
        self.path::<R>().map(|path| Ok(PartReader::open(path)?)).transpose()
    }

    /// The rows of some posts (`platform:id`), batch by batch; the others are only looked at by their keys.
    pub fn batches_of<R: TableRow>(&self, keys: &Arc<HashSet<String>>) -> Result<Option<PartReader<R>>, CaseError> {
        self.path::<R>().map(|path| Ok(PartReader::open_of(path, keys)?)).transpose()
    }
}

/// Begins the names of segments among a result's files.
const SEGMENT: &str = "index/";

/// Where a stage in work puts its files.
pub(crate) struct Parts {
    root: PathBuf,
    name: String,
    files: BTreeMap<String, PathBuf>,
    notes: Vec<(&'static str, serde_json::Value)>,
}

impl Parts {
    /// Keeps something in the ledger entry of this result, besides its files.
    pub fn note(&mut self, name: &'static str, value: serde_json::Value) {
        self.notes.push((name, value));
    }

    /// Begins this result's part of a table.
    pub fn create<R: TableRow>(&mut self) -> Result<PartWriter<R>, CaseError> {
        let path = self.root.join("tables").join(R::TABLE).join(format!("{}.parquet", self.name));
        self.files.insert(R::TABLE.to_owned(), path.clone());
        Ok(PartWriter::create(&path)?)
    }

    /// The path of this result's index segment of a number.
    pub fn segment(&mut self, number: usize) -> PathBuf {
        let path = self.root.join("index").join(format!("{}-{number}.seg", self.name));
        self.files.insert(format!("{SEGMENT}{number:06}"), path.clone());
        path
    }

    /// Writes a whole part at once.
    pub fn write<R: TableRow>(&mut self, rows: impl IntoIterator<Item = R>) -> Result<(), CaseError> {
        let mut writer = self.create()?;
        writer.extend(rows)?;
        writer.finish()?;
        Ok(())
    }
}

/// The rows of one table over several results, in their order.
pub(crate) fn all_rows<R: TableRow>(outputs: &[Output]) -> Result<Vec<R>, CaseError> {
    let mut rows = Vec::new();
    for output in outputs {
        rows.extend(output.rows::<R>()?);
    }
    Ok(rows)
}

/// The results of all stages of a case that is up to date.
pub(crate) struct Results {
    pub sources: Vec<SourceResult>,
    /// Each kind of match is a stage of its own, with its own part of the table.
    pub matches: Vec<Output>,
    /// The same offers and translations, with notes on what was left out.
    pub translations: Output,
    pub campaigns: Output,
    /// What the posts of each campaign have in common, and what ties each to it.
    pub facts: Output,
    /// Posts that are not in question, held against verified accounts.
    pub trials: Output,
    pub attribution: Output,
    pub measurement: Output,
}

/// The results of one source.
pub(crate) struct SourceResult {
    pub posts: Output,
    /// What its posts have attached; none for background.
    pub attachments: Option<Output>,
    /// What its pictures and films say; none where no file is held.
    pub media: Option<Output>,
    pub readings: Output,
    /// The records of its candidates as they stand in it.
    pub records: Output,
    /// Its posts, indexed.
    pub index: Output,
}

impl Case {
    /// Brings every stage up to date.
    pub fn run(&mut self, now: Timestamp, progress: &dyn Progress) -> Result<RunSummary, CaseError> {
        self.enter_sources(now)?;
        self.enter_settings(now)?;
        self.enter_sentence_model(now)?;
        let outcome = self.bring_up_to_date(Some(now), progress);
        self.loaded = None;
        let (results, mut summary) = outcome?;
        summary.unread_media = unread_media(&results.sources)?;
        let stages: Vec<String> = summary.done.iter().chain(&summary.unchanged).cloned().collect();
        self.enter_run(&stages, now)?;
        self.clear_garbage()?;
        Ok(summary)
    }

    /// The results of a case that is up to date; an error if something changed since the last run.
    pub(crate) fn results(&mut self) -> Result<Results, CaseError> {
        Ok(self.bring_up_to_date(None, &Silent)?.0)
    }

    fn bring_up_to_date(
        &mut self,
        now: Option<Timestamp>,
        progress: &dyn Progress,
    ) -> Result<(Results, RunSummary), CaseError> {
        self.looks_until = match now {
            Some(_) => self.ledger.last_number(OBSERVATION)?,
            None => self.looks_counted()?,
        };
        let mut run = Run {
            case: self,
            now,
            progress,
            summary: RunSummary { done: vec![], unchanged: vec![], rejects: 0, posts: 0, unread_media: vec![] },
        };
        let mut sources = Vec::new();
        let arrived = attachments::arrived(run.case)?;
        for (at, posts) in posts::stages(&mut run)?.into_iter().enumerate() {
            let attachments = attachments::stage(&mut run, at, &posts, &arrived)?;
            let media = media::stage(&mut run, at, &posts, attachments.as_ref())?;
            let readings = readings::stage(&mut run, at, &posts, attachments.as_ref(), media.as_ref())?;
            let records = records::stage(&mut run, at, &posts, &readings)?;
            let index = index::stage(&mut run, at, &posts, &readings)?;
            sources.push(SourceResult { posts, attachments, media, readings, records, index });
        }
        for source in &sources {
            for row in source.posts.rows::<crate::tables::SourceRow>()? {
                run.summary.rejects += row.rejects;
                run.summary.posts += row.posts;
            }
            if let Some(media) = &source.media {
                run.summary.rejects += media.rows::<crate::tables::RejectRow>()?.len() as u64;
            }
        }
        let (mut matches, mut pairs) = (Vec::new(), Vec::new());
        for at in 0..sources.len() {
            if run.case.config.sources[at].role == Role::Background {
                continue;
            }
            matches.push(wording::stage(&mut run, at, &sources[..=at])?);
            pairs.push(passages::pairs(&mut run, at, &sources[..=at])?);
        }
        matches.push(passages::weigh(&mut run, &sources, &pairs)?);
        matches.push(contacts::stage(&mut run, &sources)?);
        matches.extend(same_media::stage(&mut run, &sources)?);
        let model = run.case.used_model()?;
        let mut meanings = Vec::new();
        if let Some(model) = &model {
            for at in 0..sources.len() {
                if run.case.config.sources[at].role != Role::Background {
                    meanings.push(meanings::stage(&mut run, at, &sources[..=at], model)?);
                }
            }
            meanings.push(meanings::ordinary(&mut run, model)?);
        }
        let translations = translations::stage(&mut run, &sources, &meanings, model.as_ref())?;
        matches.push(translations.clone());
        second_sources::stage(&mut run, &sources)?;
        let ordinary_coordination = coordination::ordinary(&mut run, &sources)?;
        let coordination = coordination::stage(&mut run, &sources, &matches)?;
        let campaigns = campaigns::stage(&mut run, &sources, &matches)?;
        let facts = facts::stage(&mut run, &sources, &matches, &campaigns)?;
        let trials = trials::stage(&mut run, &sources)?;
        let attribution = attribution::stage(
            &mut run,
            &sources,
            &matches,
            &campaigns,
            &trials,
            [&coordination, &ordinary_coordination],
        )?;
        let measurement = measurement::stage(&mut run, &sources, &campaigns, &attribution)?;
        let summary = run.summary;
        Ok((Results { sources, translations, matches, campaigns, facts, trials, attribution, measurement }, summary))
    }

    /// Removes files of tables that no result names, and what killed runs left unfinished.
    fn clear_garbage(&self) -> Result<(), CaseError> {
        let mut named: HashSet<PathBuf> = HashSet::new();
        for id in self.stage_ids() {
            if let Some(body) = self.ledger.newest("stage", "id", &id)? {
                named.extend(outputs(&body).into_iter().map(|(_, path, _)| self.root().join(path)));
            }
        }
        let tables = self.root().join("tables");
        // Only parts and unfinished parts, and never through a link: what else lies there is somebody's.
        let real = |file: &fs::DirEntry, folder: bool| {
            file.file_type().is_ok_and(|kind| if folder { kind.is_dir() } else { kind.is_file() })
        };
        let tables = fs::symlink_metadata(&tables).is_ok_and(|m| m.is_dir()).then(|| fs::read_dir(&tables));
        let index = self.root().join("index");
        let index = fs::symlink_metadata(&index).is_ok_and(|m| m.is_dir()).then_some(index);
        let tables = tables.into_iter().flatten().flatten().flatten().filter(|t| real(t, true)).map(|t| t.path());
        for folder in tables.chain(index) {
            for file in fs::read_dir(folder).into_iter().flatten().flatten().filter(|f| real(f, false)) {
                let name = file.file_name();
                let name = name.to_string_lossy();
                let ours =
                    [".parquet", ".seg"].iter().any(|end| name.ends_with(end)) || name.starts_with(files::UNFINISHED);
                if ours && !named.contains(&file.path()) {
                    // A file that cannot be removed now is removed by a later run.
                    let _ = fs::remove_file(file.path());
                }
            }
        }
        for file in fs::read_dir(self.root().join("sources")).into_iter().flatten().flatten() {
            if file.file_name().to_string_lossy().starts_with(files::UNFINISHED) {
                let _ = fs::remove_file(file.path());
            }
        }
        Ok(())
    }

    fn stage_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = [
            "weighing",
            "contacts",
            "same-media",
            "ordinary",
            "translations",
            "second-sources",
            "ordinary-coordination",
            "coordination",
            "campaigns",
            "facts",
            "trials",
            "attribution",
            "measurement",
        ]
        .into_iter()
        .map(str::to_owned)
        .collect();
        for source in &self.config.sources {
            ids.extend(
                ["posts", "attachments", "media", "readings", "records", "index", "wording", "passages", "meanings"]
                    .map(|stage| format!("{stage}/{}", source.id)),
            );
        }
        ids
    }
}

/// A run in progress.
pub(crate) struct Run<'a> {
    pub case: &'a mut Case,
    /// `None` when only results that are still good are wanted.
    now: Option<Timestamp>,
    pub progress: &'a dyn Progress,
    summary: RunSummary,
}

/// What one stage needs to be told about itself.
pub(crate) struct Stage<'a> {
    pub name: &'static str,
    /// The source's id for stages that work per source, else empty.
    pub scope: &'a str,
    /// Changes whenever the same input may give another result.
    pub version: u32,
    /// Everything the result depends on.
    pub inputs: Vec<String>,
    /// How much there is to go through.
    pub total: Option<u64>,
    pub unit: &'static str,
}

/// What is known of a stage before it is done.
pub(crate) enum Begun {
    /// Its result is still good.
    Good(Output),
    /// It is to be done, into these parts.
    Stale(Stale),
}

/// A stage that is to be done.
pub(crate) struct Stale {
    id: String,
    key: String,
    version: u32,
    name: &'static str,
    scope: String,
    pub parts: Parts,
}

impl Run<'_> {
    /// Returns the stage's result, doing `work` only if there is none for its key.
    pub fn perform(
        &mut self,
        stage: Stage<'_>,
        work: impl FnOnce(&mut Case, &mut Parts, &dyn Progress) -> Result<(), CaseError>,
    ) -> Result<Output, CaseError> {
        match self.begin(stage)? {
            Begun::Good(output) => Ok(output),
            Begun::Stale(mut stale) => {
                work(self.case, &mut stale.parts, self.progress)?;
                self.complete(stale)
            }
        }
    }

    /// Looks whether there is a result for a stage's key, and prepares the stage if there is none.
    pub fn begin(&mut self, stage: Stage<'_>) -> Result<Begun, CaseError> {
        let id = if stage.scope.is_empty() { stage.name.to_owned() } else { format!("{}/{}", stage.name, stage.scope) };
        let version = stage.version.to_string();
        let key =
            hash_texts([stage.name, stage.scope, &version].into_iter().chain(stage.inputs.iter().map(String::as_str)));
        let root = self.case.root().to_owned();
        if let Some(body) = self.case.ledger.newest("stage", "id", &id)?
            && body["key"].as_str() == Some(&key)
        {
            let files = outputs(&body);
            // A damaged part is made anew, and never read: its hash stands in the ledger.
            let whole =
                files.iter().all(|(_, path, hash)| files::sha256(&root.join(path)).is_ok_and(|found| found == *hash));
            if whole {
                self.progress.end(stage.name, stage.scope, false);
                self.summary.unchanged.push(id);
                let files = files.into_iter().map(|(table, path, _)| (table, root.join(path))).collect();
                return Ok(Begun::Good(Output { key, files }));
            }
        }
        if self.now.is_none() {
            return Err(CaseError::NotRun { path: root });
        }
        self.progress.begin(stage.name, stage.scope, stage.total, stage.unit);
        let scope = if stage.scope.is_empty() { stage.name } else { stage.scope };
        let parts = Parts { root, name: format!("{scope}-{}", &key[..12]), files: BTreeMap::new(), notes: Vec::new() };
        let scope = stage.scope.to_owned();
        Ok(Begun::Stale(Stale { id, key, version: stage.version, name: stage.name, scope, parts }))
    }

    /// Enters a stage whose work is done in the ledger.
    pub fn complete(&mut self, stale: Stale) -> Result<Output, CaseError> {
        let Stale { id, key, version, name, scope, parts } = stale;
        let root = self.case.root().to_owned();
        let Some(now) = self.now else { return Err(CaseError::NotRun { path: root }) };
        let mut named = Vec::new();
        for (table, path) in &parts.files {
            let relative = path.strip_prefix(&root).unwrap_or(path).to_string_lossy().replace('\\', "/");
            let mut about = json!({ "table": table, "path": relative });
            Print::of_file(path)?.enter(&mut about);
            named.push(about);
        }
        let mut body = json!({ "id": id, "version": version, "key": key, "outputs": named });
        for (name, value) in parts.notes {
            body[name] = value;
        }
        self.case.ledger.append(now, "stage", &body, None)?;
        self.progress.end(name, &scope, true);
        self.summary.done.push(id);
        Ok(Output { key, files: parts.files })
    }
}
