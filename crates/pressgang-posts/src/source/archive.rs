//! Zip archives: each member that may hold posts is a part.

use std::fs::File;
use std::path::Path;

use zip::result::ZipError;
use zip::{CompressionMethod, SUPPORTED_COMPRESSION_METHODS, ZipArchive};

use super::{Budget, Content, Next, Stream, Visit};
use crate::{Limits, ReadError};

/// Visits the members; their names are only ever shown, so names that point elsewhere do no harm.
pub(crate) fn each_member(
    path: &Path,
    file: File,
    budget: &Budget,
    limits: &Limits,
    visit: &mut Visit<'_>,
) -> Result<(), ReadError> {
    let mut archive = ZipArchive::new(std::io::BufReader::new(file))
        .map_err(|error| ReadError::Archive { path: path.to_owned(), reason: directory_reason(&error) })?;
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
    for index in 0..archive.len() {
        if index == limits.archive_members {
            let reason = format!("the archive has {} members; those after {index} are not read", archive.len());
            visit(None, Content::Unreadable(reason))?;
            break;
        }
        let name = match archive.name_for_index(index) {
            Some(Ok(name)) => name.into_owned(),
            // A name in no known encoding is shown as far as it can be.
            _ => archive
                .file_names_raw()
                .nth(index)
                .map(|raw| String::from_utf8_lossy(raw).into_owned())
                .unwrap_or_default(),
        };
        if holds_no_posts(&name) {
            continue;
        }
        let next = match archive.by_index(index) {
            // Opening such a member succeeds and only reading it fails, with words about this build.
            Ok(member) if !SUPPORTED_COMPRESSION_METHODS.contains(&member.compression()) => {
                let reason = compression_reason(member.compression());
                visit(Some(&name), Content::Unreadable(reason))?
            }
            Ok(member) => match Stream::unwrap(Box::new(member), true, budget, limits) {
                Ok(stream) => visit(Some(&name), Content::Stream(stream))?,
                Err(error) => {
                    visit(Some(&name), Content::Unreadable(format!("the archive member is damaged: {error}")))?
                }
            },
            Err(error) => visit(Some(&name), Content::Unreadable(member_reason(&error)))?,
        };
        if next == Next::Stop || budget.exhausted() {
            break;
        }
    }
    Ok(())
}

/// True if and only if the name alone rules posts out: directories, hidden files and what macOS adds.
fn holds_no_posts(name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.ends_with(['/', '\\']) || last.starts_with('.') || name.starts_with("__MACOSX/")
}

fn office_document(archive: &ZipArchive<std::io::BufReader<File>>) -> Option<&'static str> {
    let mut names = archive.file_names_raw();
    names.find_map(|name| match name {
        b"xl/workbook.xml" => Some("an Excel workbook; save it as CSV first"),
        b"word/document.xml" => Some("a Word document"),
        b"content.xml" => Some("an OpenDocument file; save it as CSV first"),
        _ => None,
    })
}

fn directory_reason(error: &ZipError) -> String {
    match error {
        ZipError::InvalidArchive(_) | ZipError::Io(_) => {
            "the zip archive has no readable directory at its end; it was probably cut off".to_owned()
        }
        other => format!("the zip archive cannot be read: {other}"),
    }
}

fn compression_reason(method: CompressionMethod) -> String {
    let name = match method {
        CompressionMethod::DEFLATE64 => "Deflate64",
        CompressionMethod::BZIP2 => "bzip2",
        CompressionMethod::LZMA => "LZMA",
        CompressionMethod::XZ => "xz",
        CompressionMethod::PPMD => "PPMd",
        _ => "an old or rare method",
    };
    format!("the archive member has an unsupported compression ({name}); unpack the archive first")
}

fn member_reason(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            "the archive member is encrypted".to_owned()
        }
        other => format!("the archive member cannot be opened: {other}"),
    }
}
