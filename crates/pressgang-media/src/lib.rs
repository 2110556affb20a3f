//! What pictures and films say, and how alike they are: perceptual hashes, text, codes, frames, transcripts.
//!
//! Works on files and knows nothing of posts or cases. Text is read by Tesseract and films are opened by ffmpeg, both
//! programs of the system ([`Toolbox`]); whatever is missing is said in the reading ([`MediaReading::unread`]) and the
//! rest is still read. Every file is hostile until read: [`MediaLimits`] bound bytes, pixels, time and memory.

mod limits;
mod reading;
mod text;
mod tools;

pub use limits::MediaLimits;
pub use reading::{
    Area, Code, FrameHash, LineOrigin, MediaKind, MediaReading, Pdq, Problem, TextLine, ToolUsed, Unread, Word,
};
pub use text::{Effort, LEAST_CONFIDENCE, Tesseract, TextReading, TextSettings, packs_for, read_text};
pub use tools::{Call, Finished, ToolError};

/// Changes whenever the same file may be read differently; readings kept from an earlier version are then redone.
pub const MEDIA_VERSION: u32 = 1;
