//! Opens a file: its hash, and its parts with compression and archives taken off.
//!
//! Compression is recognised by the first bytes, never by the name, and nothing is ever written or held whole.

mod archive;
mod magic;
mod members;
mod names;
mod owner;
mod stream;
mod tarball;
mod utf16;

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

pub(crate) use archive::part_of_archive;
pub(crate) use magic::{Look, look_of};
pub use members::{TakeMember, is_zip, read_members};
pub(crate) use names::shown_name;
pub(crate) use owner::{ArchiveOwner, LongText};
pub(crate) use stream::{Budget, Stream};
pub(crate) use utf16::{bytes_before, decoded};

use crate::workbook::Workbook;
use crate::{Limits, ReadError};

/// What a part offers to its reader.
pub(crate) enum Content<'a> {
    /// Bytes from first to last, decompressed.
    Stream(Stream<'a>),
    /// A Parquet file, which is read from its end.
    Parquet(File),
    /// An Excel workbook, of which every sheet is a part.
    Workbook(Box<Workbook<'a>>),
    /// A member of an archive that cannot be opened, and why.
    Unreadable(String),
}

/// Whether to go on to the next part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    Continue,
    Stop,
}

/// What is done with each part of a file: its name within the archive, and its content.
pub(crate) type Visit<'v> = dyn FnMut(Option<&str>, Content<'_>) -> Result<Next, ReadError> + 'v;

/// The SHA-256 of a file in lower-case hex, and its size in bytes.
pub fn hash_file(path: &Path) -> Result<(String, u64), ReadError> {
    let mut file = open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => {
                hasher.update(&buffer[..n]);
                bytes += n as u64;
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(io) => return Err(ReadError::Unreadable { path: path.to_owned(), io }),
        }
    }
    Ok((hex(&hasher.finalize()), bytes))
}

/// The SHA-256 of some bytes in lower-case hex.
pub(crate) fn hash_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Visits the parts of a file: the file itself, or the members of a zip or tar archive.
pub(crate) fn each_part(path: &Path, limits: &Limits, visit: &mut Visit<'_>) -> Result<(), ReadError> {
    let unreadable = |io| ReadError::Unreadable { path: path.to_owned(), io };
    let mut file = open(path)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let (start, failure) = stream::first_bytes(&mut file);
    if let Some(io) = failure {
        return Err(unreadable(io));
    }
    if start.is_empty() {
        return Err(ReadError::Empty { path: path.to_owned() });
    }
    let budget = Budget::new(size, limits);
    let file = open(path)?;
    match magic::wrapping(&start) {
        magic::Wrapping::Zip => archive::each_member(path, file, &budget, limits, visit),
        magic::Wrapping::Parquet => visit(None, Content::Parquet(file)).map(|_| ()),
        _ => {
            let stream = Stream::unwrap(Box::new(file), false, &budget, limits).map_err(unreadable)?;
            if magic::is_tar(stream.head()) {
                // The members are counted apart from the archive, of which they are a part.
                return tarball::each_member(stream, &Budget::new(size, limits), limits, visit);
            }
            visit(None, Content::Stream(stream)).map(|_| ())
        }
    }
}

/// True for the first bytes of a zip archive.
pub(crate) fn is_zip_head(head: &[u8]) -> bool {
    magic::wrapping(head) == magic::Wrapping::Zip
}

/// True if and only if a file's bytes are its decompressed bytes, and those of one part.
pub(crate) fn is_plain(path: &Path) -> Result<bool, ReadError> {
    let mut head = Vec::new();
    let read = open(path)?.take(512).read_to_end(&mut head);
    read.map_err(|io| ReadError::Unreadable { path: path.to_owned(), io })?;
    Ok(magic::wrapping(&head) == magic::Wrapping::Plain && !magic::is_tar(&head))
}

fn open(path: &Path) -> Result<File, ReadError> {
    let failed = |io: io::Error| match io.kind() {
        ErrorKind::NotFound => ReadError::NotFound { path: path.to_owned() },
        ErrorKind::IsADirectory => ReadError::IsDirectory { path: path.to_owned() },
        _ => ReadError::Unreadable { path: path.to_owned(), io },
    };
    // Opening a directory succeeds on some systems and only reading it fails.
    let kind = path.metadata().map_err(failed)?;
    if kind.is_dir() {
        return Err(ReadError::IsDirectory { path: path.to_owned() });
    }
    if !kind.is_file() {
        return Err(ReadError::NotAFile { path: path.to_owned() });
    }
    File::open(path).map_err(failed)
}
