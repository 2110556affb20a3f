//! The one place where a file becomes memory.

use std::fs::File;
use std::io;

use memmap2::Mmap;

/// Maps a file for reading.
pub fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: a mapped file must not shrink or change while it is mapped. Segments are written aside, synced and
    // renamed, and never written to again (see `files::Aside`); a run that clears one away unlinks it, which leaves a
    // mapping as it is. Their bytes are treated as untrusted, so a change from outside can give wrong bytes, which the
    // next run finds by their hash, but no wrong memory; a file cut short from outside ends the program.
    #[allow(unsafe_code)]
    unsafe {
        Mmap::map(file)
    }
}
