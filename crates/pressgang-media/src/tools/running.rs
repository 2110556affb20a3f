//! One thread serves all three pipes, and none of them can block it: a program that closes its output and goes on,
//! or leaves a child behind that holds its pipes, costs the time limit and nothing more.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::process::CommandExt;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::path::PathBuf;
use std::process::{Child, Command};
#[cfg(target_os = "linux")]
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::ioctl_fionbio;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};
#[cfg(target_os = "linux")]
use rustix::process::{Resource, Rlimit, getrlimit, prlimit};

use super::End;
use crate::limits::MediaLimits;

/// A program and all that it started; both end when this is dropped.
pub(super) struct Running {
    child: Child,
    pid: Pid,
}

impl Running {
    pub(super) fn start(mut command: Command, limits: &MediaLimits) -> io::Result<Running> {
        let mut child = command.process_group(0).spawn()?;
        let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(io::Error::other("its id is no number"));
        };
        confine(pid, limits);
        Ok(Running { child, pid })
    }

    /// Gives it its input and takes what it writes until it ends, is stopped or has used up its time.
    pub(super) fn talk(
        &mut self,
        mut input: &[u8],
        time: Duration,
        output: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
        errors: &mut dyn FnMut(&[u8]),
    ) -> io::Result<End> {
        let until = Instant::now() + time;
        let mut stdin = self.child.stdin.take();
        let mut stdout = self.child.stdout.take();
        let mut stderr = self.child.stderr.take();
        for pipe in [
            stdin.as_ref().map(|pipe| ioctl_fionbio(pipe, true)),
            stdout.as_ref().map(|pipe| ioctl_fionbio(pipe, true)),
            stderr.as_ref().map(|pipe| ioctl_fionbio(pipe, true)),
        ]
        .into_iter()
        .flatten()
        {
            pipe?;
        }
        let mut buffer = vec![0; 1 << 16];
        let mut patience = Duration::from_millis(1);
        let mut gone = false;
        loop {
            if input.is_empty() {
                stdin = None;
            }
            if stdout.is_none() && stderr.is_none() && self.has_ended()? {
                break;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(End::Slow);
            }
            let ready = wait(&stdin, &stdout, &stderr, patience.min(left))?;
            if !ready.0 && !ready.1 && !ready.2 {
                if gone {
                    // It has ended and the pipes are empty: whoever still holds them is none of it.
                    break;
                }
                // What it started ends with it.
                gone = self.has_ended()?;
                if gone {
                    let _ = kill_process_group(self.pid, Signal::KILL);
                }
                patience = (patience * 2).min(Duration::from_millis(20));
                continue;
            }
            patience = Duration::from_millis(1);
            if ready.0 {
                match stdin.as_mut().map_or(Ok(0), |pipe| pipe.write(input)) {
                    Ok(written) => input = &input[written..],
                    Err(error) if is_momentary(&error) => {}
                    // A program that does not read its input closes the pipe, which is no error of ours.
                    Err(_) => input = b"",
                }
            }
            if ready.1 {
                match stdout.as_mut().map_or(Ok(0), |pipe| pipe.read(&mut buffer)) {
                    Ok(0) => stdout = None,
                    Ok(read) => {
                        if output(&buffer[..read]).is_break() {
                            return Ok(End::Stopped);
                        }
                    }
                    Err(error) if is_momentary(&error) => {}
                    Err(error) => return Err(error),
                }
            }
            if ready.2 {
                match stderr.as_mut().map_or(Ok(0), |pipe| pipe.read(&mut buffer)) {
                    Ok(0) => stderr = None,
                    Ok(read) => errors(&buffer[..read]),
                    Err(error) if is_momentary(&error) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        let _ = kill_process_group(self.pid, Signal::KILL);
        self.child.wait().map(End::Ended)
    }

    /// Whether it has ended. It is not yet reaped then, so that its id is still its own.
    fn has_ended(&self) -> io::Result<bool> {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        Ok(waitid(WaitId::Pid(self.pid), options)?.is_some())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Once it is reaped its id may be another's.
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process_group(self.pid, Signal::KILL);
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn is_momentary(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

/// Waits until a pipe can be served, at most so long: which of input, output and errors can.
fn wait(
    stdin: &Option<std::process::ChildStdin>,
    stdout: &Option<std::process::ChildStdout>,
    stderr: &Option<std::process::ChildStderr>,
    most: Duration,
) -> io::Result<(bool, bool, bool)> {
    let mut pipes = Vec::with_capacity(3);
    pipes.extend(stdin.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::OUT)));
    pipes.extend(stdout.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
    pipes.extend(stderr.as_ref().map(|pipe| PollFd::new(pipe, PollFlags::IN)));
    let most = Timespec { tv_sec: most.as_secs() as i64, tv_nsec: i64::from(most.subsec_nanos()) as _ };
    match poll(&mut pipes, Some(&most)) {
        Ok(_) => {}
        Err(rustix::io::Errno::INTR) => return Ok((false, false, false)),
        Err(error) => return Err(error.into()),
    }
    let mut ready = pipes.iter().map(|pipe| !pipe.revents().is_empty());
    let mut of = |there: bool| there && ready.next().unwrap_or(false);
    Ok((of(stdin.is_some()), of(stdout.is_some()), of(stderr.is_some())))
}

/// A command that starts a program within bounds of address space, processor time and size of files. util-linux's
/// `prlimit` sets them before the program begins; where it is missing they are set as soon as the program is known
/// ([`confine`]), which leaves it a moment without.
pub(super) fn limited(program: &Path, limits: &MediaLimits) -> Command {
    #[cfg(target_os = "linux")]
    {
        static PRLIMIT: LazyLock<Option<PathBuf>> = LazyLock::new(|| super::find("prlimit"));
        if let Some(prlimit) = PRLIMIT.as_deref() {
            let mut command = Command::new(prlimit);
            for (name, _, most) in bounds(limits) {
                command.arg(format!("--{name}={most}"));
            }
            command.arg("--").arg(program);
            return command;
        }
    }
    let _ = limits;
    Command::new(program)
}

/// Bounds a running program, where the system can.
fn confine(pid: Pid, limits: &MediaLimits) {
    #[cfg(target_os = "linux")]
    for (_, resource, most) in bounds(limits) {
        // A program that has ended already needs no bound.
        let _ = prlimit(Some(pid), resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (pid, limits);
}

/// The bounds that the system enforces, none above what this process itself may have: raising one is not allowed.
#[cfg(target_os = "linux")]
fn bounds(limits: &MediaLimits) -> [(&'static str, Resource, u64); 4] {
    let most = |resource, wanted: u64| getrlimit(resource).maximum.map_or(wanted, |own| own.min(wanted));
    [
        ("as", Resource::As, limits.tool_memory),
        ("fsize", Resource::Fsize, limits.tool_output),
        ("cpu", Resource::Cpu, limits.tool_time.as_secs().saturating_mul(2).max(1)),
        ("core", Resource::Core, 0),
    ]
    .map(|(name, resource, wanted)| (name, resource, most(resource, wanted)))
}
