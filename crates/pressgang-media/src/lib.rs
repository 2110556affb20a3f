//! What pictures and films say, and how alike they are: perceptual hashes, text, codes, frames, transcripts.
//!
//! Works on files and knows nothing of posts or cases. Text is read by Tesseract and films are opened by ffmpeg, both
//! programs of the system ([`Toolbox`]); whatever is missing is said in the reading ([`MediaReading::unread`]) and the
//! rest is still read. Every file is hostile until read: [`MediaLimits`] bound bytes, pixels, time and memory.

mod beside;
mod corner_index;
pub mod films;
mod hash_index;
mod limits;
pub mod pictures;
mod reader;
mod reading;
mod same_pictures;
mod same_text;
mod scratch;
mod speech;
mod text;
mod toolbox;
mod tools;

pub use beside::{Beside, TranscriptNames};
pub use corner_index::FeatureSource;
pub use hash_index::PdqIndex;
pub use limits::MediaLimits;
pub use pictures::{Picture, PictureError, hash_frame, read_picture};
pub use reader::{MediaReader, MediaSettings};
pub use reading::{
    Area, Code, FrameHash, LineOrigin, MediaKind, MediaReading, Pdq, Problem, TextLine, ToolUsed, Unread, Word,
};
pub use same_pictures::{PictureKeys, PictureMatch, PicturePair, same_pictures};
pub use same_text::{TextAgreement, text_agreement};
pub use scratch::clear_old_folders;
pub use speech::{SpeechError, SpeechTool};
pub use text::{Effort, LEAST_CONFIDENCE, Tesseract, TextReading, TextSettings, packs_for, read_text};
pub use toolbox::{Advice, Program, Toolbox};
pub use tools::{Call, Finished, ToolError};

/// Changes whenever the same file may be read differently; readings kept from an earlier version are then redone.
pub const MEDIA_VERSION: u32 = 2;

/// Returns true if a file that begins so is a picture, a film or sound of a known format.
pub fn is_media(head: &[u8]) -> bool {
    films::container::container(head).is_some() || image::guess_format(head).is_ok()
}
