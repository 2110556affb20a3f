//! Reading a file's bytes within bounds on size, time and speed.

use std::fs::File;
use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use sha2::{Digest, Sha256};

use crate::content::{HEAD, check_bytes};
use crate::error::FetchError;
use crate::settings::FetchSettings;

/// Bytes that may still be read, shared by all who read.
pub(crate) struct Budget {
    left: AtomicU64,
    most: u64,
}

impl Budget {
    pub(crate) fn new(most: u64) -> Budget {
        Budget { left: AtomicU64::new(most), most }
    }

    /// Refuses a file that says it has more bytes than may still be read, or any when none may. Once anything was
    /// refused all is, so that hosts are not asked in vain.
    pub(crate) fn has(&self, bytes: u64) -> Result<(), FetchError> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 || bytes > left { self.close() } else { Ok(()) }
    }

    fn take(&self, bytes: u64) -> Result<(), FetchError> {
        match self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(bytes)) {
            Ok(_) => Ok(()),
            Err(_) => self.close(),
        }
    }

    fn close(&self) -> Result<(), FetchError> {
        self.left.store(0, Ordering::Relaxed);
        Err(FetchError::TotalReached { most: self.most })
    }
}

/// What was read.
pub(crate) struct Copied {
    pub bytes: u64,
    pub sha256: String,
}

/// Copies a body to a file. Its first bytes are looked at before anything is written.
pub(crate) fn copy(
    body: &mut dyn Read,
    essence: &str,
    settings: &FetchSettings,
    budget: &Budget,
    stop: &AtomicBool,
    to: &mut File,
) -> Result<Copied, FetchError> {
    let began = Instant::now();
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut speed = Speed { since: began, bytes: 0 };
    let mut buffer = vec![0; 64 << 10];
    let mut filled = 0;
    let mut head_done = false;
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(FetchError::Stopped);
        }
        let read = match body.read(&mut buffer[filled..]) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(FetchError::from_ureq(ureq::Error::from(error))),
        };
        bytes += read as u64;
        filled += read;
        budget.take(read as u64)?;
        if bytes > settings.most_bytes {
            return Err(FetchError::TooLarge { most: settings.most_bytes });
        }
        if began.elapsed() > settings.whole {
            return Err(FetchError::TimedOut("the file"));
        }
        speed.check(read as u64, settings)?;
        if !head_done && read > 0 && filled < HEAD {
            continue;
        }
        if !head_done {
            check_bytes(essence, &buffer[..filled.min(HEAD)])?;
            head_done = true;
        }
        hash.update(&buffer[..filled]);
        to.write_all(&buffer[..filled]).map_err(FetchError::File)?;
        filled = 0;
        if read == 0 {
            break;
        }
    }
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Copied { bytes, sha256 })
}

/// How fast it comes.
struct Speed {
    since: Instant,
    bytes: u64,
}

impl Speed {
    fn check(&mut self, read: u64, settings: &FetchSettings) -> Result<(), FetchError> {
        self.bytes += read;
        let elapsed = self.since.elapsed();
        if read > 0 && elapsed >= settings.speed_window {
            if (self.bytes as f64) < settings.least_speed as f64 * elapsed.as_secs_f64() {
                return Err(FetchError::TooSlow { least: settings.least_speed });
            }
            *self = Speed { since: Instant::now(), bytes: 0 };
        }
        Ok(())
    }
}
