//! Folders that programs work in while a file is read. They go when that is done; those of a program that was killed are
//! cleared away by a later one.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

/// Begins their names.
const PREFIX: &str = "pressgang-media-";

/// No file takes so long to be read; what is older was left behind.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// A new folder.
pub(crate) fn folder() -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(PREFIX).tempdir()
}

/// Removes folders that a killed program left in the system's temporary folder: only our own, of this user, and older
/// than a day. What cannot be removed stays.
pub fn clear_old_folders() {
    clear(&std::env::temp_dir(), SystemTime::now());
}

fn clear(place: &Path, now: SystemTime) {
    for entry in std::fs::read_dir(place).into_iter().flatten().flatten() {
        let named = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        // The entry itself is looked at, not what a link leads to.
        let Some(about) = named.then(|| entry.metadata().ok()).flatten() else { continue };
        let old = about.modified().is_ok_and(|then| now.duration_since(then).is_ok_and(|age| age > OLD));
        if about.is_dir() && old && is_ours(&about) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(unix)]
fn is_ours(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    about.uid() == rustix::process::geteuid().as_raw()
}

#[cfg(not(unix))]
fn is_ours(_: &std::fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_folders_of_ours_go() {
        let place = tempfile::tempdir().unwrap();
        for folder in ["pressgang-media-a/b", "pressgang-b", "other"] {
            std::fs::create_dir_all(place.path().join(folder)).unwrap();
        }
        std::fs::write(place.path().join("pressgang-media-file"), "").unwrap();
        let left = || {
            let mut names: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let all = left();
        clear(place.path(), SystemTime::now());
        assert_eq!(left(), all);
        clear(place.path(), SystemTime::now() + OLD + Duration::from_secs(60));
        assert_eq!(left(), ["other", "pressgang-b", "pressgang-media-file"]);
    }
}
