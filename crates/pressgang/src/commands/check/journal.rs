//! The log of looking: one line for what changed and for what went wrong, with its time.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use crate::commands::now;
use crate::error::CommandError;
use crate::output::say;

/// Where lines go.
pub struct Journal {
    file: Option<Mutex<File>>,
    /// Lines on stderr too, with their time: for whoever runs this as a service.
    is_service: bool,
}

impl Journal {
    /// `file` is added to. As a service every line stands on stderr too.
    pub fn open(file: Option<&Path>, is_service: bool) -> Result<Journal, CommandError> {
        let opened = file.map(|path| {
            OpenOptions::new().create(true).append(true).open(path).map_err(|e| {
                CommandError::usage(format!("--log {}: {e}", path.display()), "name a file that can be written to")
            })
        });
        Ok(Journal { file: opened.transpose()?.map(Mutex::new), is_service })
    }

    /// Something worth a line.
    pub fn line(&self, text: &str) {
        let line = format!("{} {text}", now());
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            // A full disk must not end the looking; stderr has the line as well where anybody reads it.
            let _ = writeln!(file, "{line}");
        }
        if self.is_service {
            say(&line);
        }
    }
}
