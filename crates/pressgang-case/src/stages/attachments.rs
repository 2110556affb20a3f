//! A stage between posts and readings, per source: what posts have attached, and the files that are held of it.
//!
//! Files come from the folder or archive that the export lay in, from `add --media` and from `fetch`, and are kept
//! under `media/`. What was held once stays held, wherever it came from.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::path::PathBuf;

use pressgang_media::{Beside, TranscriptNames};
use pressgang_posts::{is_zip, read_members};

use super::{Output, Parts, Progress, Run, Stage, newest_files};
use crate::config::{Role, SourceEntry};
use crate::error::CaseError;
use crate::files::{self, FileError, hash_texts};
use crate::folder::Case;
use crate::media::{
    AddedMedia, Attached, Fetched, Kept, Safe, Transcripts, file_of, inside, keep, keep_transcripts, limits,
};
use crate::tables::{AttachedRow, AttachmentRow, PartReader, TableRow};

const VERSION: u32 = 1;

/// Names all that was added and fetched: the same for every source.
pub(super) fn arrived(case: &Case) -> Result<String, CaseError> {
    let mut bodies: Vec<String> = Vec::new();
    for kind in ["media_added", "media_fetched", "media_not_fetched"] {
        bodies.extend(case.ledger.entries(kind)?.iter().map(|entry| format!("{kind} {}", entry.body)));
    }
    Ok(hash_texts(bodies.iter().map(String::as_str)))
}

/// The stage of a source; none for background, whose pictures say nothing about anybody under study.
pub(super) fn stage(run: &mut Run<'_>, at: usize, posts: &Output, arrived: &str) -> Result<Option<Output>, CaseError> {
    let source = run.case.config.sources[at].clone();
    if source.role == Role::Background {
        return Ok(None);
    }
    let inputs = vec![posts.key.clone(), source.folder.clone().unwrap_or_default(), arrived.to_owned()];
    let stage =
        Stage { name: "attachments", scope: &source.id, version: VERSION, inputs, total: None, unit: "attachments" };
    run.perform(stage, |case, parts, progress| hold(case, &source, posts, parts, progress)).map(Some)
}

/// How a file came, and the file or why it was not taken.
type Come = (&'static str, Result<Kept, String>);

/// What an earlier run held, by post (platform and id) and number, and how it came.
type Earlier = HashMap<(String, String, u64), (&'static str, Kept)>;

/// Where files are looked for.
struct Places<'a> {
    case: &'a Case,
    folder: Option<PathBuf>,
    members: HashMap<String, Result<Kept, String>>,
    added: AddedMedia,
    fetched: Fetched,
    /// Files of the folder that were come to already: several posts may name one.
    in_folder: HashMap<PathBuf, Result<Kept, String>>,
    /// The names in each folder: listing one of a hundred thousand files for each of them takes hours.
    names: HashMap<PathBuf, TranscriptNames>,
    earlier: Earlier,
}

fn hold(
    case: &Case,
    source: &SourceEntry,
    posts: &Output,
    parts: &mut Parts,
    progress: &dyn Progress,
) -> Result<(), CaseError> {
    let mut earlier = HashMap::new();
    let files = newest_files(&case.ledger, case.root(), &format!("attachments/{}", source.id), None)?;
    if let Some(path) = files.and_then(|mut files| files.remove(AttachmentRow::TABLE)).filter(|path| path.is_file()) {
        // A part of another version has nothing to say, and one that is damaged neither.
        for row in PartReader::<AttachmentRow>::all(&path).unwrap_or_default() {
            let via = ["export", "added", "fetched"].into_iter().find(|via| row.via.as_deref() == Some(via));
            if let (Some(via), Some(sha256), Some(bytes)) = (via, row.sha256, row.bytes)
                && fs::metadata(case.root().join(file_of(&sha256))).is_ok_and(|f| f.is_file() && f.len() == bytes)
            {
                earlier.insert((row.platform, row.id, row.n), (via, Kept { sha256, bytes }));
            }
        }
    }
    let mut places = Places {
        case,
        folder: source.folder.as_deref().and_then(|folder| fs::canonicalize(folder).ok()),
        members: HashMap::new(),
        in_folder: HashMap::new(),
        names: HashMap::new(),
        added: AddedMedia::load(case)?,
        fetched: Fetched::load(case)?,
        earlier,
    };
    if is_zip(&case.source_path(&source.path))? {
        places.members = members(case, source, posts, &places.earlier)?;
    }
    let mut rows = parts.create::<AttachmentRow>()?;
    for batch in posts.batches::<AttachedRow>()?.into_iter().flatten() {
        for post in batch?.into_iter().filter(|post| !post.is_repost) {
            for n in 0..post.media_kind.len() {
                rows.push(places.row(&source.id, &post, n)?)?;
            }
            progress.advance(post.media_kind.len() as u64);
        }
    }
    files::settle(case.root())?;
    rows.finish()?;
    Ok(())
}

/// The members of the source's archive that its posts name, taken into the case.
fn members(
    case: &Case,
    source: &SourceEntry,
    posts: &Output,
    earlier: &Earlier,
) -> Result<HashMap<String, Result<Kept, String>>, CaseError> {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for batch in posts.batches::<AttachedRow>()?.into_iter().flatten() {
        for post in batch?.iter().filter(|post| !post.is_repost && post.member.is_some()) {
            let is_held = |n: usize| earlier.contains_key(&(post.platform.clone(), post.id.clone(), n as u64));
            let paths = post.media_path.iter().enumerate().filter(|(n, path)| !path.is_empty() && !is_held(*n));
            wanted.extend(paths.filter_map(|(_, path)| beside(post.member.as_deref(), path)));
        }
    }
    let mut members = HashMap::new();
    if wanted.is_empty() {
        return Ok(members);
    }
    let (mut failed, most) = (Ok(()), limits().file_bytes);
    let normal = |name: &str| inside(name).map(|parts| parts.join("/"));
    let archive = case.source_path(&source.path);
    let mut transcripts = Transcripts::in_archive(&archive, wanted.iter().map(String::as_str))?;
    let mut is_wanted = |name: &str| normal(name).is_some_and(|name| wanted.contains(&name));
    read_members(&archive, &mut is_wanted, &mut |name, member| {
        let Some(name) = normal(name) else { return };
        if failed.is_err() || members.contains_key(&name) {
            return;
        }
        match member.map(|mut member| keep(case.root(), &mut member, most, Safe::Later)) {
            Ok(Ok(kept)) => {
                members.insert(name, kept);
            }
            Ok(Err(error)) => failed = Err(error),
            Err(reason) => {
                members.insert(name, Err(reason));
            }
        }
    })?;
    failed?;
    for (name, kept) in &members {
        if let Ok(kept) = kept {
            transcripts.keep(case.root(), name, kept)?;
        }
    }
    Ok(members)
}

/// The name in an archive of what lies beside a member.
fn beside(member: Option<&str>, path: &str) -> Option<String> {
    if path.is_empty() {
        return None;
    }
    // The export's own paths may not lead out of its folder, and that folder not out of the archive.
    inside(path)?;
    let folder = member.and_then(|member| member.rsplit_once(['/', '\\'])).map_or("", |(folder, _)| folder);
    inside(format!("{folder}/{path}").trim_start_matches('/')).map(|parts| parts.join("/"))
}

impl Places<'_> {
    fn row(&mut self, source: &str, post: &AttachedRow, n: usize) -> Result<AttachmentRow, CaseError> {
        let text = |list: &[String]| list.get(n).filter(|text| !text.is_empty()).cloned();
        let (url, path) = (text(&post.media_url), text(&post.media_path));
        let mut row = AttachmentRow {
            source: source.to_owned(),
            platform: post.platform.clone(),
            id: post.id.clone(),
            n: n as u64,
            kind: post.media_kind[n].clone(),
            state: if path.is_some() { "missing" } else { "not_fetched" }.to_owned(),
            url,
            path,
            reason: None,
            via: None,
            sha256: None,
            bytes: None,
            file: None,
        };
        let found = self.find(&row, post)?;
        match found {
            Some((via, Ok(kept))) => {
                row.state = "held".to_owned();
                row.via = Some(via.to_owned());
                row.file = Some(file_of(&kept.sha256));
                row.bytes = Some(kept.bytes);
                row.sha256 = Some(kept.sha256);
            }
            Some((via, Err(reason))) => {
                row.state = if via == "fetched" { "not_fetched" } else { "refused" }.to_owned();
                row.reason = Some(reason);
            }
            None => {}
        }
        Ok(row)
    }

    /// The file of an attachment and how it came, or why it was not taken.
    fn find(&mut self, row: &AttachmentRow, post: &AttachedRow) -> Result<Option<Come>, CaseError> {
        let earlier = self.earlier.get(&(row.platform.clone(), row.id.clone(), row.n)).cloned();
        let earlier = earlier.map(|(via, kept)| (via, Ok(kept)));
        // The export is looked through once.
        if earlier.as_ref().is_some_and(|(via, _)| *via == "export") {
            return Ok(earlier);
        }
        if let Some(path) = &row.path {
            if let Some(member) = beside(post.member.as_deref(), path)
                && let Some(kept) = self.members.get(&member)
            {
                return Ok(Some(("export", kept.clone())));
            }
            if let Some(kept) = self.in_folder(path)? {
                return Ok(Some(("export", kept)));
            }
        }
        let attached =
            Attached { url: row.url.as_deref(), path: row.path.as_deref(), is_alone: post.media_kind.len() == 1 };
        if !self.added.is_empty()
            && let Some(kept) = self.added.find(self.case, &row.id, attached)
        {
            return Ok(Some(("added", Ok(kept))));
        }
        let fetched = row.url.as_deref().and_then(|url| self.fetched.find(self.case, url));
        if let Some(Ok(kept)) = fetched {
            return Ok(Some(("fetched", Ok(kept.clone()))));
        }
        Ok(earlier.or_else(|| fetched.cloned().map(|reason| ("fetched", reason))))
    }

    /// A file beside the export, with the transcripts beside it.
    fn in_folder(&mut self, path: &str) -> Result<Option<Result<Kept, String>>, CaseError> {
        let Some(folder) = self.folder.as_deref() else { return Ok(None) };
        let Some(parts) = inside(path) else { return Ok(Some(Err("its path leads out of the export".to_owned()))) };
        let path: PathBuf = folder.iter().chain(parts.iter().map(std::ffi::OsStr::new)).collect();
        // A link may lead anywhere.
        let Ok(path) = fs::canonicalize(path) else { return Ok(None) };
        if !path.starts_with(folder) {
            return Ok(Some(Err("its path leads out of the export".to_owned())));
        }
        if let Some(known) = self.in_folder.get(&path) {
            return Ok(Some(known.clone()));
        }
        if !path.is_file() {
            return Ok(Some(Err("it is no file".to_owned())));
        }
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) => return Ok(Some(Err(format!("it cannot be read ({})", error.kind())))),
        };
        let kept = keep(self.case.root(), &mut file, limits().file_bytes, Safe::Later)?;
        if let (Ok(kept), Some(parent)) = (&kept, path.parent()) {
            if !self.names.contains_key(parent) {
                self.names.insert(parent.to_owned(), TranscriptNames::in_folder(parent));
            }
            if let Some(names) = self.names.get(parent) {
                keep_transcripts(self.case.root(), &Beside::among(names, &path), kept)?;
            }
        }
        self.in_folder.insert(path, kept.clone());
        Ok(Some(kept))
    }
}

/// The held files of a source.
pub(super) struct Held {
    /// Names the posts that have them.
    pub posts: String,
    /// Their hashes, in order, each with one of the transcripts beside it.
    pub files: Vec<(String, String)>,
}

/// What is held of a source.
pub(super) fn held(case: &Case, attachments: &Output) -> Result<Held, CaseError> {
    let mut files: BTreeSet<String> = BTreeSet::new();
    let mut posts: Vec<String> = Vec::new();
    for batch in attachments.batches::<AttachmentRow>()?.into_iter().flatten() {
        for row in batch?.into_iter().filter(|row| row.state == "held") {
            posts.push(format!("{}:{}", row.platform, row.id));
            files.extend(row.sha256);
        }
    }
    let mut held = Vec::with_capacity(files.len());
    for sha256 in files {
        let mut with = String::new();
        let path = case.root().join(file_of(&sha256));
        for ending in ["srt", "vtt", "json", "tsv", "txt"] {
            let transcript = path.with_extension(ending);
            if transcript.is_file() {
                let bytes = fs::read(&transcript).map_err(|e| FileError::new("read", &transcript, e))?;
                with.push_str(&hash_texts([ending, &String::from_utf8_lossy(&bytes)]));
            }
        }
        held.push((sha256, with));
    }
    Ok(Held { posts: hash_texts(posts.iter().map(String::as_str)), files: held })
}
