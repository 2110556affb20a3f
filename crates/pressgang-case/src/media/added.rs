//! Pictures and films that people add beside an export: a folder, a zip archive or a single file.
//!
//! Which post a file belongs to follows from the address a list beside it gives (4CAT's `.metadata.json`), from the name
//! that the export gives its attachment, or from the post's id at the beginning of its name. A name that fits several
//! files fits none.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use pressgang_media::{Beside, TranscriptNames};
use pressgang_posts::{Timestamp, read_members};
use serde_json::{Value, json};

use super::fetched::address_hash;
use super::{Kept, Safe, Transcripts, inside, keep, keep_transcripts, last_part, limits};
use crate::error::CaseError;
use crate::files::{self, FileError};
use crate::folder::Case;

/// Most folders inside folders.
const DEPTH: usize = 16;
/// Largest list of names and addresses.
const LIST_BYTES: u64 = 256 << 20;
/// What 4CAT writes beside the files it downloads.
const LIST: &str = ".metadata.json";
/// Shorter names and ids ("image.jpg", "12") stand for too much.
const LEAST_NAME: usize = 8;

/// What became of added media.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaAdded {
    /// Files taken.
    pub files: u64,
    /// Those among them that the case had already.
    pub known: u64,
    /// Files not taken, by name, with the reason.
    pub refused: Vec<(String, String)>,
}

/// What is known of an attachment besides its post.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attached<'a> {
    pub url: Option<&'a str>,
    pub path: Option<&'a str>,
    /// Only a post's single attachment can be known by the post's id.
    pub is_alone: bool,
}

/// The added files by what they can be found by. `None` stands for several different files.
#[derive(Debug, Default)]
pub(crate) struct Added {
    by_address: HashMap<String, Option<String>>,
    by_name: HashMap<String, Option<String>>,
    by_id: HashMap<String, Option<String>>,
    sizes: HashMap<String, u64>,
}

impl Added {
    /// The files that the ledger names.
    pub fn load(case: &Case) -> Result<Added, CaseError> {
        let mut added = Added::default();
        for entry in case.ledger().entries("media_added")? {
            let (sha256, bytes) = (entry.body["sha256"].as_str(), entry.body["bytes"].as_u64());
            let (Some(sha256), Some(bytes), Some(personal)) = (sha256, bytes, &entry.personal) else { continue };
            added.sizes.insert(sha256.to_owned(), bytes);
            for address in entry.body["addresses"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                put(&mut added.by_address, address, sha256);
            }
            let Some(name) = personal["name"].as_str() else { continue };
            put(&mut added.by_name, name, sha256);
            let id = name.split(['.', '_', '-', ' ']).next().unwrap_or(name);
            put(&mut added.by_id, id, sha256);
        }
        Ok(added)
    }

    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// The file of an attachment of the post with this id.
    pub fn find(&self, case: &Case, id: &str, at: Attached<'_>) -> Option<Kept> {
        let Attached { url, path, is_alone } = at;
        // Hashing the address of every attachment is worth it only where a list gave any.
        let url_known = url.filter(|_| !self.by_address.is_empty());
        let of_url = || self.by_address.get(&address_hash(case, url_known?))?.clone();
        let of_name = |name: Option<&str>| {
            let name = last_part(name?);
            (name.len() >= LEAST_NAME).then(|| self.by_name.get(name)?.clone()).flatten()
        };
        let of_id = || (is_alone && id.len() >= LEAST_NAME).then(|| self.by_id.get(id)?.clone()).flatten();
        let sha256 = of_url().or_else(|| of_name(path)).or_else(|| of_name(url)).or_else(of_id)?;
        let bytes = *self.sizes.get(&sha256)?;
        Some(Kept { sha256, bytes })
    }
}

fn put(map: &mut HashMap<String, Option<String>>, key: &str, sha256: &str) {
    let known = map.entry(key.to_owned()).or_insert_with(|| Some(sha256.to_owned()));
    if known.as_deref() != Some(sha256) {
        *known = None;
    }
}

impl Case {
    /// Takes pictures and films into the case: those in a folder, in a zip archive, or a single file.
    pub fn add_media(&mut self, path: &Path, now: Timestamp) -> Result<MediaAdded, CaseError> {
        let known = Added::load(self)?.sizes.into_keys().collect();
        let (added, entries, urls, names) = Default::default();
        let mut taking = Taking { case: self, known, added, entries, urls, names };
        if path.is_dir() {
            taking.folder(path)?;
        } else if path.extension() == Some(OsStr::new("zip")) {
            taking.archive(path)?;
        } else {
            taking.file(path)?;
        }
        let Taking { added, entries, .. } = taking;
        files::settle(self.root())?;
        self.ledger.append_all(now, &entries)?;
        Ok(added)
    }
}

struct Taking<'a> {
    case: &'a Case,
    /// Hashes of what was added before.
    known: HashSet<String>,
    added: MediaAdded,
    entries: Vec<(&'static str, Value, Option<Value>)>,
    /// Addresses that a list gives a file, by the file's name.
    urls: HashMap<String, Vec<String>>,
    /// The names in the folder that was looked at last.
    names: (PathBuf, TranscriptNames),
}

impl Taking<'_> {
    fn folder(&mut self, root: &Path) -> Result<(), CaseError> {
        let mut files: Vec<PathBuf> = Vec::new();
        let mut folders = vec![(root.to_owned(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            let read = fs::read_dir(&folder).map_err(|e| FileError::new("read", &folder, e))?;
            // Links are not followed: what they lead to was not added.
            for entry in read.flatten() {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && depth < DEPTH => folders.push((entry.path(), depth + 1)),
                    Ok(kind) if kind.is_file() => files.push(entry.path()),
                    _ => {}
                }
            }
        }
        files.sort();
        for list in files.iter().filter(|file| file.file_name() == Some(OsStr::new(LIST))) {
            let mut bytes = Vec::new();
            let open = File::open(list).and_then(|f| f.take(LIST_BYTES).read_to_end(&mut bytes));
            open.map_err(|e| FileError::new("read", list, e))?;
            self.list(&bytes);
        }
        let mut transcripts: HashSet<String> = HashSet::new();
        for file in files.iter().filter(|file| !is_hidden(&name_of(file))) {
            transcripts.extend(self.file(file)?);
        }
        self.added.refused.retain(|(name, _)| !transcripts.contains(name));
        Ok(())
    }

    fn archive(&mut self, path: &Path) -> Result<(), CaseError> {
        let mut lists: Vec<Vec<u8>> = Vec::new();
        read_members(path, &mut |name| last_part(name) == LIST, &mut |_, member| {
            let mut bytes = Vec::new();
            if member.is_ok_and(|member| member.take(LIST_BYTES).read_to_end(&mut bytes).is_ok()) {
                lists.push(bytes);
            }
        })?;
        lists.iter().for_each(|list| self.list(list));
        let normal = |name: &str| inside(name).map(|parts| parts.join("/"));
        let mut names: Vec<String> = Vec::new();
        let mut listed = |name: &str| {
            names.extend(normal(name));
            false
        };
        read_members(path, &mut listed, &mut |_, _| {})?;
        let mut transcripts = Transcripts::in_archive(path, names.iter().map(String::as_str))?;
        let mut used: HashSet<String> = HashSet::new();
        let mut failed = Ok(());
        read_members(path, &mut |name| !is_hidden(last_part(name)), &mut |name, member| {
            if failed.is_ok() {
                failed = match member {
                    Ok(mut member) => self.take(last_part(name), &mut member).and_then(|kept| {
                        if let (Some(kept), Some(name)) = (kept, normal(name)) {
                            let names = transcripts.keep(self.case.root(), &name, &kept)?;
                            used.extend(names.iter().map(|name| last_part(name).to_owned()));
                        }
                        Ok(())
                    }),
                    Err(reason) => {
                        self.added.refused.push((name.to_owned(), reason));
                        Ok(())
                    }
                };
            }
        })?;
        self.added.refused.retain(|(name, _)| !used.contains(name));
        failed
    }

    /// Takes a file with the transcripts beside it, whose names it returns.
    fn file(&mut self, path: &Path) -> Result<Vec<String>, CaseError> {
        let mut file = File::open(path).map_err(|e| FileError::new("read", path, e))?;
        let mut names = Vec::new();
        if let Some(kept) = self.take(&name_of(path), &mut file)? {
            // Files come in the order of their folders.
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            if self.names.0 != folder {
                self.names = (folder.to_owned(), TranscriptNames::in_folder(folder));
            }
            let beside = Beside::among(&self.names.1, path);
            keep_transcripts(self.case.root(), &beside, &kept)?;
            names.extend(beside.transcripts.iter().map(|transcript| name_of(transcript)));
        }
        Ok(names)
    }

    /// Takes one file, if its first bytes are those of a picture, a film or sound.
    fn take(&mut self, name: &str, from: &mut dyn Read) -> Result<Option<Kept>, CaseError> {
        let mut head = Vec::new();
        if let Err(error) = (&mut *from).take(4096).read_to_end(&mut head) {
            self.added.refused.push((name.to_owned(), format!("it cannot be read ({error})")));
            return Ok(None);
        }
        if !pressgang_media::is_media(&head) {
            self.added.refused.push((name.to_owned(), "it is no picture, film or sound of a known format".to_owned()));
            return Ok(None);
        }
        match keep(self.case.root(), &mut head.as_slice().chain(from), limits().file_bytes, Safe::Later)? {
            Ok(kept) => {
                self.added.files += 1;
                self.added.known += u64::from(self.known.contains(&kept.sha256));
                let urls = self.urls.get(name).into_iter().flatten();
                let addresses: Vec<String> = urls.map(|url| address_hash(self.case, url)).collect();
                let body = json!({ "sha256": kept.sha256, "bytes": kept.bytes, "addresses": addresses });
                self.entries.push(("media_added", body, Some(json!({ "name": name }))));
                Ok(Some(kept))
            }
            Err(reason) => {
                self.added.refused.push((name.to_owned(), reason));
                Ok(None)
            }
        }
    }

    /// Reads 4CAT's list: addresses with the file each was saved as, in the forms its versions write.
    fn list(&mut self, bytes: &[u8]) {
        let Ok(Value::Object(list)) = serde_json::from_slice(bytes) else { return };
        for (key, about) in &list {
            let names = about["files"].as_array().into_iter().flatten().map(|file| &file["filename"]);
            for name in names.chain([&about["filename"]]).filter_map(Value::as_str) {
                let url = about["url"].as_str().unwrap_or(key);
                self.urls.entry(last_part(name).to_owned()).or_default().push(url.to_owned());
            }
        }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// What systems and tools write beside the files they are asked for.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name == "Thumbs.db" || name == "desktop.ini"
}
