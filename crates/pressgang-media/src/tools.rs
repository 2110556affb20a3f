//! Running a program of the system within limits: arguments only and never a shell, in a folder of its own, with bounds
//! on time, memory and output. A program runs in a process group of its own, so that what it starts ends with it, and
//! sees nothing of the environment but the search path, a neutral language and where Tesseract's languages lie.

use std::ffi::OsString;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use thiserror::Error;

use crate::limits::MediaLimits;

/// Why a program gave no result.
#[derive(Debug, Error)]
pub enum ToolError {
    /// There is no such program.
    #[error("{0} is not installed")]
    Missing(String),
    /// It took too long and was ended.
    #[error("{program} took longer than {seconds} s")]
    Slow {
        /// The program.
        program: String,
        /// The bound.
        seconds: u64,
    },
    /// It wrote too much and was ended.
    #[error("{program} wrote more than {bytes} bytes")]
    Long {
        /// The program.
        program: String,
        /// The bound.
        bytes: u64,
    },
    /// It said that it failed.
    #[error("{program} failed ({status}): {message}")]
    Failed {
        /// The program.
        program: String,
        /// Its exit status.
        status: ExitStatus,
        /// The last line it wrote to stderr, without paths.
        message: String,
    },
    /// It could not be started or spoken to.
    #[error("{program} could not be run: {error}")]
    Io {
        /// The program.
        program: String,
        /// What the system said.
        error: io::Error,
    },
}

/// One run of a program.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// The program, found in the search path or named by its path.
    pub program: &'a Path,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// What it reads from its standard input.
    pub input: &'a [u8],
    /// The folder it runs in.
    pub folder: &'a Path,
}

/// What a program wrote.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Its standard output.
    pub stdout: Vec<u8>,
    /// The first 64 KiB of its standard error.
    pub stderr: String,
}

/// Most bytes kept of what a program says of errors.
const MOST_STDERR: usize = 64 << 10;

/// Variables of the environment that programs need.
const KEPT_VARIABLES: [&str; 2] = ["PATH", "TESSDATA_PREFIX"];

impl Call<'_> {
    /// Runs it to its end or a limit.
    pub fn run(&self, limits: &MediaLimits) -> Result<Finished, ToolError> {
        let mut stdout = Vec::new();
        let stderr = self.stream(limits, &mut |chunk| {
            stdout.extend_from_slice(chunk);
            ControlFlow::Continue(())
        })?;
        Ok(Finished { stdout, stderr })
    }

    /// Runs it and hands out what it writes to its standard output as it comes, so that no more is held than one chunk.
    /// When `take` breaks off, the program is ended, which is no error. The time that `take` needs counts as the
    /// program's. Gives the first 64 KiB of its standard error.
    pub fn stream(
        &self,
        limits: &MediaLimits,
        take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> Result<String, ToolError> {
        let name = self.program.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => ToolError::Missing(name.clone()),
            _ => ToolError::Io { program: name.clone(), error },
        };
        let program = find(self.program).ok_or_else(|| ToolError::Missing(name.clone()))?;
        let mut running = running::Running::start(self.command(&program, limits), limits).map_err(failed)?;
        let mut errors = Vec::new();
        let mut left = limits.tool_output;
        let mut too_long = false;
        let end = running
            .talk(
                self.input,
                limits.tool_time,
                &mut |chunk| {
                    let most = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                    too_long = most < chunk.len();
                    left -= most as u64;
                    let flow = if most > 0 { take(&chunk[..most]) } else { ControlFlow::Continue(()) };
                    if too_long { ControlFlow::Break(()) } else { flow }
                },
                // What is beyond the bound is thrown away, so that the program can end.
                &mut |chunk| errors.extend_from_slice(&chunk[..chunk.len().min(MOST_STDERR - errors.len())]),
            )
            .map_err(failed)?;
        drop(running);
        let stderr = String::from_utf8_lossy(&errors).into_owned();
        match end {
            _ if too_long => Err(ToolError::Long { program: name, bytes: limits.tool_output }),
            End::Stopped => Ok(stderr),
            End::Slow => Err(ToolError::Slow { program: name, seconds: limits.tool_time.as_secs() }),
            End::Ended(status) if status.success() => Ok(stderr),
            End::Ended(status) => {
                let message = stderr.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("it did not say why");
                let message = message.trim().chars().filter(|c| !c.is_control()).take(200).collect();
                Err(ToolError::Failed { program: name, status, message })
            }
        }
    }

    fn command(&self, program: &Path, limits: &MediaLimits) -> Command {
        let mut command = running::limited(program, limits);
        command.args(&self.arguments).current_dir(self.folder).env_clear();
        for name in KEPT_VARIABLES {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("LANG", "C.UTF-8")
            .env("OMP_THREAD_LIMIT", "1")
            .env("TMPDIR", self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// How a run ended.
#[cfg_attr(not(unix), expect(dead_code, reason = "programs are run on Unix only"))]
enum End {
    /// By itself.
    Ended(ExitStatus),
    /// It was no longer wanted.
    Stopped,
    /// It took too long.
    Slow,
}

#[cfg(unix)]
mod running;

#[cfg(not(unix))]
mod running {
    use std::io;
    use std::ops::ControlFlow;
    use std::path::Path;
    use std::process::Command;
    use std::time::Duration;

    use super::End;
    use crate::limits::MediaLimits;

    pub(super) fn limited(program: &Path, _: &MediaLimits) -> Command {
        Command::new(program)
    }

    /// Programs are run only where they can be bounded.
    pub(super) struct Running;

    impl Running {
        pub(super) fn start(_: Command, _: &MediaLimits) -> io::Result<Running> {
            Err(io::Error::new(io::ErrorKind::Unsupported, "programs are run on Unix only"))
        }

        pub(super) fn talk(
            &mut self,
            _: &[u8],
            _: Duration,
            _: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
            _: &mut dyn FnMut(&[u8]),
        ) -> io::Result<End> {
            Ok(End::Stopped)
        }
    }
}

/// Where a program lies: as it is if it names a folder, else in the search path.
pub fn find(name: impl AsRef<Path>) -> Option<PathBuf> {
    let name = name.as_ref();
    if name.components().count() > 1 {
        return name.is_file().then(|| name.to_owned());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(all(test, unix))]
mod tests;
