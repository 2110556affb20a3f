//! Taking a file into the case.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::CaseError;
use pressgang_media::Beside;

use crate::files::{Aside, FileError, hex};

/// Larger transcripts are none.
pub(crate) const LARGEST_TRANSCRIPT: u64 = 4 << 20;

/// A file of the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Lower-case hex.
    pub sha256: String,
    pub bytes: u64,
}

/// Where the file with this hash lies below the case folder. Names have no ending: what a file is, its bytes say.
pub(crate) fn file_of(sha256: &str) -> String {
    format!("media/{}/{sha256}", sha256.get(..2).unwrap_or("00"))
}

/// When a kept file is safe from a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Safe {
    /// At once.
    Now,
    /// After [`crate::files::settle`]: one call for very many files.
    Later,
}

/// Takes a file into the case; the inner error says why it was not taken. What is there already is not written again.
///
/// # Errors
/// If the case cannot be written to.
pub(crate) fn keep(root: &Path, from: &mut dyn Read, most: u64, safe: Safe) -> Result<Result<Kept, String>, CaseError> {
    let folder = root.join("media");
    let mut aside = Aside::create(&folder.join("incoming"))?;
    let (mut hash, mut bytes) = (Sha256::new(), 0u64);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Ok(Err(format!("it cannot be read ({error})"))),
        };
        bytes += read as u64;
        if bytes > most {
            return Ok(Err(format!("it is larger than {most} bytes")));
        }
        hash.update(&buffer[..read]);
        aside.file().write_all(&buffer[..read]).map_err(|e| FileError::new("write", &folder, e))?;
    }
    if bytes == 0 {
        return Ok(Err("it is empty".to_owned()));
    }
    let sha256 = hex(&hash.finalize());
    let path = root.join(file_of(&sha256));
    if fs::metadata(&path).is_ok_and(|known| known.is_file() && known.len() == bytes) {
        return Ok(Ok(Kept { sha256, bytes }));
    }
    aside.rename(&path)?;
    match safe {
        Safe::Now => aside.commit()?,
        Safe::Later => aside.commit_unsettled()?,
    }
    Ok(Ok(Kept { sha256, bytes }))
}

/// Keeps the transcripts that lie beside a film.
pub(crate) fn keep_transcripts(root: &Path, beside: &Beside, film: &Kept) -> Result<(), CaseError> {
    for path in &beside.transcripts {
        let large = fs::metadata(path).is_ok_and(|about| about.len() > LARGEST_TRANSCRIPT);
        if !large && let Ok(bytes) = fs::read(path) {
            keep_transcript(root, &path.to_string_lossy(), &bytes, film)?;
        }
    }
    Ok(())
}

/// Keeps a transcript beside its film, under the film's name and its own ending.
pub(crate) fn keep_transcript(root: &Path, name: &str, bytes: &[u8], film: &Kept) -> Result<(), CaseError> {
    let ending = name.rsplit_once('.').map_or_else(|| "txt".to_owned(), |(_, ending)| ending.to_lowercase());
    let path = root.join(format!("{}.{ending}", file_of(&film.sha256)));
    if fs::read(&path).ok().as_deref() != Some(bytes) {
        crate::files::write(&path, bytes)?;
    }
    Ok(())
}
