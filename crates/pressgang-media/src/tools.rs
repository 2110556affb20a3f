//! Running a program of the system within limits: arguments only and never a shell, in a folder of its own, with bounds
//! on time, memory and output.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

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
const MOST_STDERR: u64 = 64 << 10;

impl Call<'_> {
    /// Runs it to its end or a limit.
    pub fn run(&self, limits: &MediaLimits) -> Result<Finished, ToolError> {
        let name = self.program.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => ToolError::Missing(name.clone()),
            _ => ToolError::Io { program: name.clone(), error },
        };
        let mut child = Command::new(self.program)
            .args(&self.arguments)
            .current_dir(self.folder)
            .env("OMP_THREAD_LIMIT", "1")
            .env("TMPDIR", self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        confine(&child, limits);
        let (Some(mut stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed(io::Error::other("no pipes")));
        };
        let (done, ended) = mpsc::channel();
        let most = limits.tool_output;
        let outcome = thread::scope(|scope| {
            // A program that does not read its input closes the pipe, which is no error of ours.
            scope.spawn(move || stdin.write_all(self.input).and_then(|()| stdin.flush()).ok());
            let errors = scope.spawn(move || capped(stderr, MOST_STDERR, true));
            let output = scope.spawn(move || {
                let output = capped(stdout, most.saturating_add(1), false);
                let _ = done.send(());
                output
            });
            let began = Instant::now();
            let in_time = ended.recv_timeout(limits.tool_time).is_ok();
            let status =
                if in_time { wait(&mut child, limits.tool_time.saturating_sub(began.elapsed())) } else { None };
            let status = match status {
                Some(status) => Some(status),
                None => {
                    let _ = child.kill();
                    let _ = child.wait();
                    None
                }
            };
            (status, output.join().unwrap_or_default(), errors.join().unwrap_or_default())
        });
        let (status, stdout, stderr) = outcome;
        if stdout.len() as u64 > most {
            return Err(ToolError::Long { program: name, bytes: most });
        }
        let stderr = String::from_utf8_lossy(&stderr).into_owned();
        match status {
            None => Err(ToolError::Slow { program: name, seconds: limits.tool_time.as_secs() }),
            Some(status) if !status.success() => {
                let message = stderr.lines().rev().find(|l| !l.trim().is_empty()).unwrap_or("it did not say why");
                let message: String = message.trim().chars().take(200).collect();
                Err(ToolError::Failed { program: name, status, message })
            }
            Some(_) => Ok(Finished { stdout, stderr }),
        }
    }
}

/// Bounds the memory and files of a running program, where the system can.
fn confine(child: &Child, limits: &MediaLimits) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else { return };
        let bound = |resource, most: u64| {
            // A program that has ended already needs no bound.
            let _ = prlimit(Some(pid), resource, Rlimit { current: Some(most), maximum: Some(most) });
        };
        bound(Resource::As, limits.tool_memory);
        bound(Resource::Fsize, limits.tool_output);
        bound(Resource::Cpu, limits.tool_time.as_secs().saturating_mul(2).max(1));
        bound(Resource::Core, 0);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (child, limits);
}

/// Waits for a program that has closed its output; `None` if it does not end in time.
fn wait(child: &mut Child, most: Duration) -> Option<ExitStatus> {
    let until = Instant::now() + most;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(1)),
            _ => return None,
        }
    }
}

/// Reads at most so many bytes; the rest is thrown away where `drain`, so that the program can end.
fn capped(mut from: impl Read, most: u64, drain: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = from.by_ref().take(most).read_to_end(&mut bytes);
    if drain {
        let _ = io::copy(&mut from, &mut io::sink());
    }
    bytes
}

/// Where a program lies in the search path.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(program: &str, arguments: &[&str], limits: &MediaLimits) -> Result<Finished, ToolError> {
        let folder = tempfile::tempdir().unwrap();
        let arguments = arguments.iter().map(OsString::from).collect();
        Call { program: Path::new(program), arguments, input: b"in", folder: folder.path() }.run(limits)
    }

    #[test]
    fn within_limits() {
        let limits =
            MediaLimits { tool_time: Duration::from_millis(300), tool_output: 1000, ..MediaLimits::standard() };
        assert_eq!(call("cat", &[], &limits).unwrap().stdout, b"in");
        assert_eq!(
            call("nothing-of-the-kind", &[], &limits).unwrap_err().to_string(),
            "nothing-of-the-kind is not installed"
        );
        assert!(matches!(call("sleep", &["30"], &limits).unwrap_err(), ToolError::Slow { .. }));
        assert!(matches!(call("yes", &[], &limits).unwrap_err(), ToolError::Long { bytes: 1000, .. }));
        assert!(matches!(call("false", &[], &limits).unwrap_err(), ToolError::Failed { .. }));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn memory_is_bounded() {
        let limits = MediaLimits { tool_memory: 64 << 20, ..MediaLimits::standard() };
        let greedy = call("dd", &["if=/dev/zero", "of=/dev/null", "bs=1G", "count=1"], &limits);
        assert!(matches!(greedy.unwrap_err(), ToolError::Failed { .. }));
    }
}
