//! Zip archives: each member that may hold posts is a part.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use zip::result::{ZipError, ZipResult};
use zip::{CompressionMethod, SUPPORTED_COMPRESSION_METHODS, ZipArchive};

use super::names::{holds_no_posts, shown_name};
use super::owner::{holds_long_texts, speaks_of_archive};
use super::{ArchiveOwner, Budget, Content, Next, Stream, Visit};
use crate::workbook::{Workbook, is_workbook};
use crate::{Limits, ReadError};

/// Visits the members; their names are only ever shown, so names that point elsewhere do no harm.
pub(crate) fn each_member(
    path: &Path,
    file: File,
    budget: &Budget,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ReadError> {
    let unreadable = |reason| ReadError::Archive { path: path.to_owned(), reason };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| unreadable(directory_reason(&error)))?;
    if is_workbook(&archive) {
        let workbook = Workbook::open(archive, budget, limits).map_err(unreadable)?;
        return visit(None, Content::Workbook(Box::new(workbook))).map(|_| ());
    }
    if let Some(looks_like) = office_document(&archive) {
        return Err(ReadError::UnknownFormat {
            path: path.to_owned(),
            looks_like: Some(looks_like),
            nearest: Vec::new(),
        });
    }
    if archive.has_duplicate_names() {
        let reason = "several members of the archive share a name; only one of each name is read";
        if visit(None, Content::Unreadable(reason.to_owned()))? == Next::Stop {
            return Ok(());
        }
    }
    let count = archive.len().min(limits.archive_members);
    let owners = owners(&mut archive, count, budget, limits);
    // What is left of the long texts shows once the posts were read.
    let (last, first): (Vec<usize>, Vec<usize>) =
        (0..count).partition(|&index| holds_long_texts(last_of(&name_of(&archive, index))));
    for index in first.into_iter().chain(last) {
        let name = name_of(&archive, index);
        if holds_no_posts(&name) {
            continue;
        }
        let owner = owners.get(folder_of(&name)).cloned();
        let content = match part_of_archive(&mut archive, index, budget, limits) {
            Ok(stream) => Content::Stream(stream.owned_by(owner)),
            Err(reason) => Content::Unreadable(reason),
        };
        if visit(Some(&shown_name(&name)), content)? == Next::Stop || budget.exhausted() {
            return Ok(());
        }
    }
    if archive.len() > count {
        let reason = format!("the archive has {} members; those after {count} are not read", archive.len());
        visit(None, Content::Unreadable(reason))?;
    }
    Ok(())
}

/// Whose archive the members are of, by the folder they lie in.
fn owners(
    archive: &mut ZipArchive<BufReader<File>>,
    count: usize,
    budget: &Budget,
    limits: &Limits,
) -> HashMap<String, Arc<ArchiveOwner>> {
    let mut owners: HashMap<String, ArchiveOwner> = HashMap::new();
    for index in 0..count {
        let name = name_of(archive, index);
        if !speaks_of_archive(last_of(&name)) {
            continue;
        }
        let Ok(member) = archive.by_index(index) else { continue };
        let Ok(stream) = Stream::unwrap(Box::new(member), true, budget, limits) else { continue };
        // Whatever is wrong with the member is named when its turn comes.
        let mut bytes = Vec::new();
        let most = limits.record_bytes;
        if stream.take(most as u64 + 1).read_to_end(&mut bytes).is_ok() && bytes.len() <= most {
            owners.entry(folder_of(&name).to_owned()).or_default().add(last_of(&name), &bytes);
        }
    }
    owners.into_iter().map(|(folder, owner)| (folder, Arc::new(owner))).collect()
}

pub(super) fn name_of(archive: &ZipArchive<BufReader<File>>, index: usize) -> String {
    match archive.name_for_index(index) {
        Some(Ok(name)) => name.into_owned(),
        // A name in no known encoding is shown as far as it can be.
        _ => {
            let raw = archive.file_names_raw().nth(index);
            raw.map(|raw| String::from_utf8_lossy(raw).into_owned()).unwrap_or_default()
        }
    }
}

/// The last part of a member's name.
fn last_of(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// What stands before the last part of a member's name.
fn folder_of(name: &str) -> &str {
    name.strip_suffix(last_of(name)).unwrap_or_default()
}

/// The decompressed bytes of one member, or why there are none.
pub(crate) fn part_of_archive<'a>(
    archive: &'a mut ZipArchive<BufReader<File>>,
    index: usize,
    budget: &'a Budget,
    limits: &Limits,
) -> Result<Stream<'a>, String> {
    let described = archive.by_index_data(index).map_err(|error| member_reason(&error))?;
    let (method, is_encrypted) = (described.compression(), described.encrypted());
    let member = if method == CompressionMethod::XZ && !is_encrypted {
        // Such a member is an xz stream, which is read as one, within the same bounds.
        archive.by_index_raw(index)
    } else if !is_encrypted && !SUPPORTED_COMPRESSION_METHODS.contains(&method) {
        // Opening such a member succeeds and only reading it fails, with words about this build.
        return Err(compression_reason(method));
    } else {
        archive.by_index(index)
    };
    opened(member).and_then(|member| {
        Stream::unwrap(Box::new(member), true, budget, limits)
            .map_err(|error| format!("the archive member is damaged: {error}"))
    })
}

fn opened<T>(member: ZipResult<T>) -> Result<T, String> {
    member.map_err(|error| member_reason(&error))
}

fn office_document(archive: &ZipArchive<BufReader<File>>) -> Option<&'static str> {
    let mut names = archive.file_names_raw();
    names.find_map(|name| match name {
        b"xl/workbook.bin" => Some("an Excel workbook in binary form; save it as CSV or XLSX first"),
        b"word/document.xml" => Some("a Word document"),
        b"content.xml" => Some("an OpenDocument file; save it as CSV or XLSX first"),
        _ => None,
    })
}

pub(super) fn directory_reason(error: &ZipError) -> String {
    match error {
        ZipError::InvalidArchive(_) | ZipError::Io(_) => {
            "the zip archive has no readable directory at its end; it was probably cut off".to_owned()
        }
        other => format!("the zip archive cannot be read: {other}"),
    }
}

fn compression_reason(method: CompressionMethod) -> String {
    let name = match method {
        CompressionMethod::LZMA => "LZMA",
        CompressionMethod::PPMD => "PPMd",
        _ => "an old or rare method",
    };
    format!("the archive member has an unsupported compression ({name}); unpack the archive first")
}

pub(super) fn member_reason(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            "the archive member is encrypted".to_owned()
        }
        other => format!("the archive member cannot be opened: {other}"),
    }
}
