//! Members of a zip archive that are no posts: the pictures and films beside them.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;

use super::archive::{directory_reason, member_reason, name_of};
use super::{magic, open, stream};
use crate::ReadError;

/// Most members of an archive that are looked at.
const MOST_MEMBERS: usize = 1_000_000;

/// What is done with a wanted member: its name, and its decompressed bytes or why there are none. Whoever takes them
/// bounds how many are read.
pub type TakeMember<'v> = dyn FnMut(&str, Result<&mut dyn Read, String>) + 'v;

/// Returns true for a zip archive, by its first bytes.
pub fn is_zip(path: &Path) -> Result<bool, ReadError> {
    let (start, failure) = stream::first_bytes(&mut open(path)?);
    match failure {
        Some(io) => Err(ReadError::Unreadable { path: path.to_owned(), io }),
        None => Ok(magic::wrapping(&start) == magic::Wrapping::Zip),
    }
}

/// Hands out the members of a zip archive that are wanted by their names. Any other file has none.
pub fn read_members(
    path: &Path,
    wanted: &mut dyn FnMut(&str) -> bool,
    take: &mut TakeMember<'_>,
) -> Result<(), ReadError> {
    if !is_zip(path)? {
        return Ok(());
    }
    let archive = ZipArchive::new(BufReader::new(open(path)?));
    let mut archive: ZipArchive<BufReader<File>> =
        archive.map_err(|error| ReadError::Archive { path: path.to_owned(), reason: directory_reason(&error) })?;
    for index in 0..archive.len().min(MOST_MEMBERS) {
        let name = name_of(&archive, index);
        if name.ends_with(['/', '\\']) || !wanted(&name) {
            continue;
        }
        match archive.by_index(index) {
            Ok(mut member) => take(&name, Ok(&mut member)),
            Err(error) => take(&name, Err(member_reason(&error))),
        }
    }
    Ok(())
}
