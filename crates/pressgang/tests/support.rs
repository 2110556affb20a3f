//! Running the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the program wrote and how it ended.
pub struct Ended {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
}

impl Ended {
    /// Standard output, standard error and status together, with `folder` replaced.
    pub fn shown(&self, folder: &Path) -> String {
        format!("{}------- stderr -------\n{}[exit status: {}]", self.stdout, self.stderr, self.status)
            .replace(&folder.display().to_string(), "FOLDER")
    }
}

/// The program with arguments, on a machine without programs that read pictures and films: what it says must not
/// depend on what is installed.
pub fn program(args: &[&str]) -> Command {
    let mut command = program_with_tools(args);
    command.env("PATH", "");
    command
}

/// The program with arguments, and with the programs that are installed.
pub fn program_with_tools(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pressgang"));
    command.args(args);
    command
}

/// Runs the program to its end.
pub fn pressgang(args: &[&str]) -> Ended {
    pressgang_with(args, b"")
}

/// Runs the program to its end with something on standard input.
pub fn pressgang_with(args: &[&str], input: &[u8]) -> Ended {
    use std::io::Write;
    let mut child = program(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that fails early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Ended {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap_or(-1),
    }
}

/// The real input beside the checkout, or a note that a test is skipped.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(path);
    if path.exists() {
        return Some(path);
    }
    note("skipped: ../shared is absent");
    None
}

/// Says something in the test's output.
pub fn note(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{text}");
}
