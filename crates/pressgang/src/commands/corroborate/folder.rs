//! A folder of keys: the secret, the public half, who may ask, and what was kept of a list.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use pressgang_case::{FileError, write_file};
use pressgang_corroborate::{Keys, Prepared, PreparedList, Roster, known_outputs, write_prepared};

use super::{read, refused};
use crate::error::CommandError;
use crate::output::say;

/// The secret; whoever has it is its owner.
const SECRET: &str = "secret.key";
/// The public half, to give to others.
pub const PUBLIC: &str = "identity.txt";
const ROSTER: &str = "askers.json";
const PREPARED: &str = "prepared";

/// A folder of keys, open and locked against other processes.
pub struct KeyFolder {
    path: PathBuf,
    pub keys: Keys,
    /// Two answers at once could count one asker's elements once.
    _lock: File,
}

impl KeyFolder {
    /// Makes a folder for new keys.
    pub fn create(path: &Path, keys: Keys) -> Result<KeyFolder, CommandError> {
        if path.join(SECRET).exists() {
            return Err(refused(
                path,
                "there are keys in this folder already",
                "choose another folder; keys are never written over",
            ));
        }
        make_private_folder(path)?;
        let lock = lock(path)?;
        // The secret first: an identity without it is of no use, but must not be given away.
        write_private(&path.join(SECRET), keys.secret_file().as_bytes())?;
        let folder = KeyFolder { path: path.to_owned(), keys, _lock: lock };
        folder.write_identity()?;
        Ok(folder)
    }

    /// Opens a folder of keys.
    pub fn open(path: &Path) -> Result<KeyFolder, CommandError> {
        let secret = path.join(SECRET);
        if !secret.is_file() {
            return Err(refused(
                path,
                "there are no keys in this folder",
                "make some with: pressgang corroborate key FOLDER --name NAME",
            ));
        }
        let lock = lock(path)?;
        let text = fs::read_to_string(&secret).map_err(|e| FileError::new("read", &secret, e))?;
        let keys = Keys::read(&text).map_err(|fault| refused(&secret, fault, "put the file back from a copy"))?;
        let folder = KeyFolder { path: path.to_owned(), keys, _lock: lock };
        if !folder.identity_path().is_file() {
            folder.write_identity()?;
        }
        Ok(folder)
    }

    /// Where the public half lies.
    pub fn identity_path(&self) -> PathBuf {
        self.path.join(PUBLIC)
    }

    fn write_identity(&self) -> Result<(), CommandError> {
        let file =
            self.keys.identity_file().map_err(|fault| refused(&self.identity_path(), fault, "choose another name"))?;
        Ok(write_file(&self.identity_path(), &file)?)
    }

    /// Who may ask and what was answered.
    pub fn roster(&self) -> Result<Roster, CommandError> {
        let path = self.path.join(ROSTER);
        if !path.exists() {
            return Ok(Roster::empty());
        }
        Roster::read(&read(&path)?).map_err(|error| {
            refused(
                &path,
                error,
                "put the file back from a copy: without it nobody knows how much was asked, so nothing is answered",
            )
        })
    }

    /// Keeps it, on disk before this returns.
    pub fn keep_roster(&self, roster: &Roster) -> Result<(), CommandError> {
        write_private(&self.path.join(ROSTER), &roster.write())
    }

    /// What was kept of a list; nothing where it is damaged, since it can be made again.
    pub fn prepared(&self) -> Prepared {
        let path = self.path.join(PREPARED);
        let Ok(file) = fs::read(&path) else { return Prepared::default() };
        known_outputs(&file, &self.keys).unwrap_or_else(|fault| {
            say(&format!("{}: {fault}; the list is evaluated anew", path.display()));
            Prepared::default()
        })
    }

    /// Keeps a list's outputs.
    pub fn keep_prepared(&self, list: &PreparedList) -> Result<(), CommandError> {
        let path = self.path.join(PREPARED);
        let file = write_prepared(list, &self.keys).map_err(|fault| refused(&path, fault, "the list is too long"))?;
        write_private(&path, &file)
    }
}

fn lock(folder: &Path) -> Result<File, CommandError> {
    let path = folder.join(".lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|e| FileError::new("write", &path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => Err(refused(folder, "another process is using these keys", "wait until it has finished")),
    }
}

/// Makes a folder that only its owner may look into; one that is there stays as it is.
pub fn make_private_folder(path: &Path) -> Result<(), CommandError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(path).map_err(|e| FileError::new("create", path, e))?)
}

/// Writes a whole file that only its owner may read: aside, synced, renamed.
pub fn write_private(path: &Path, content: &[u8]) -> Result<(), CommandError> {
    let failed = |e| FileError::new("write", path, e);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Temporary files are made with mode 0600 and keep it.
    let mut file = tempfile::Builder::new().prefix(".unfinished-").tempfile_in(folder).map_err(failed)?;
    file.write_all(content).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    // Makes the rename durable; systems that cannot open folders need no such step.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}
