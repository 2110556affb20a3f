//! Data goes to stdout, talk to stderr; the only file that writes to either.

use std::io::{self, BufWriter, StdoutLock, Write};

use crate::error::CommandError;

/// Says a line on stderr.
pub fn say(line: &str) {
    // Nobody can be told that stderr is closed.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Buffered stdout.
pub struct Out(BufWriter<StdoutLock<'static>>);

impl Out {
    /// Locks stdout for this command.
    pub fn lock() -> Out {
        Out(BufWriter::with_capacity(1 << 16, io::stdout().lock()))
    }

    /// Writes a line.
    pub fn line(&mut self, line: &str) -> Result<(), CommandError> {
        self.bytes(line.as_bytes())?;
        self.bytes(b"\n")
    }

    /// Writes bytes.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), CommandError> {
        self.0.write_all(bytes).map_err(CommandError::output)
    }

    /// Writes what is buffered.
    pub fn flush(&mut self) -> Result<(), CommandError> {
        self.0.flush().map_err(CommandError::output)
    }

    /// Flushes what is buffered; must be the last act.
    pub fn finish(mut self) -> Result<(), CommandError> {
        self.0.flush().map_err(CommandError::output)
    }
}
