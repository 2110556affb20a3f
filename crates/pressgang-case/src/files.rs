//! Files that are either whole or not there: written aside, synced, renamed.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// A file could not be handled.
#[derive(Debug, Error)]
#[error("cannot {action} {path}: {source}")]
pub struct FileError {
    /// What was tried: "read", "write" ...
    pub action: &'static str,
    /// Which file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl FileError {
    /// An error of `action` on `path`.
    pub fn new(action: &'static str, path: &Path, source: io::Error) -> FileError {
        FileError { action, path: path.to_owned(), source }
    }
}

/// A file being written beside its final place.
pub struct Aside {
    path: PathBuf,
    file: tempfile::NamedTempFile,
}

/// Begins the names of unfinished files, so that they can be told and cleared away.
pub const UNFINISHED: &str = ".unfinished-";

impl Aside {
    /// Begins a file that will be `path`; its folder is made if need be.
    pub fn create(path: &Path) -> Result<Aside, FileError> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|e| FileError::new("create", folder, e))?;
        let file = tempfile::Builder::new()
            .prefix(UNFINISHED)
            .tempfile_in(folder)
            .map_err(|e| FileError::new("write", path, e))?;
        Ok(Aside { path: path.to_owned(), file })
    }

    /// The open file.
    pub fn file(&self) -> &File {
        self.file.as_file()
    }

    /// Gives it another final place in the same folder or below it.
    pub fn rename(&mut self, path: &Path) -> Result<(), FileError> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|e| FileError::new("create", folder, e))?;
        path.clone_into(&mut self.path);
        Ok(())
    }

    /// Syncs the file and gives it its name.
    pub fn commit(self) -> Result<(), FileError> {
        self.file.as_file().sync_all().map_err(|e| FileError::new("write", &self.path, e))?;
        let path = self.path.clone();
        self.commit_unsettled()?;
        sync_folder(path.parent().unwrap_or(Path::new(".")));
        Ok(())
    }

    /// Gives it its name without syncing it. For what [`settle`] follows, or what is made again when it is damaged.
    pub fn commit_unsettled(self) -> Result<(), FileError> {
        let Aside { path, file } = self;
        set_readable(file.as_file());
        file.persist(&path).map_err(|e| FileError::new("write", &path, e.error))?;
        Ok(())
    }
}

/// Temporary files are private to the user; a case is meant to be shared like any other document.
fn set_readable(file: &File) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = file.set_permissions(fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = file;
}

/// Makes all that was written below a folder durable. Syncing a hundred thousand small files one by one takes an hour and
/// more, syncing all at once seconds.
pub fn settle(folder: &Path) -> Result<(), FileError> {
    let failed = |source: io::Error| FileError::new("write", folder, source);
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(folder).map_err(failed)?).map_err(|e| failed(e.into()))?;
    #[cfg(not(target_os = "linux"))]
    for entry in walk(folder).map_err(failed)? {
        File::open(entry).and_then(|file| file.sync_all()).map_err(failed)?;
    }
    Ok(())
}

/// Every file below a folder.
#[cfg(not(target_os = "linux"))]
fn walk(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            match entry.file_type()? {
                kind if kind.is_dir() => folders.push(entry.path()),
                kind if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    Ok(files)
}

/// Makes a rename durable; systems that cannot open folders need no such step.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Writes a whole file.
pub fn write(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let aside = Aside::create(path)?;
    aside.file().write_all(content).map_err(|e| FileError::new("write", path, e))?;
    aside.commit()
}

/// Writes a whole file that is made again when it is damaged: not synced.
pub fn write_unsettled(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let aside = Aside::create(path)?;
    aside.file().write_all(content).map_err(|e| FileError::new("write", path, e))?;
    aside.commit_unsettled()
}

/// Reads a whole text file.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    fs::read_to_string(path).map_err(|e| FileError::new("read", path, e))
}

/// SHA-256 of a file in lower-case hex.
pub fn sha256(path: &Path) -> Result<String, FileError> {
    let failed = |e| FileError::new("read", path, e);
    let mut file = File::open(path).map_err(failed)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&buffer[..read]);
    }
}

/// SHA-256 of bytes in lower-case hex.
pub fn hash_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// SHA-256 of several texts, each with its length so that no two lists give the same bytes; lower-case hex.
pub fn hash_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hex(&hash.finalize())
}

/// HMAC-SHA256 of some texts, one after the other, under a key; lower-case hex.
pub fn keyed_hash(key: &[u8], texts: &[&str]) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    texts.iter().for_each(|text| mac.update(text.as_bytes()));
    hex(&mac.finalize().into_bytes())
}
