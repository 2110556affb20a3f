//! Pictures: opened safely, hashed, searched for codes, made unrecognisable for reports.

pub mod codes;
pub mod crop_match;
pub mod crops;
mod decode;
mod moving;
mod pdq;
mod pixelate;
#[cfg(test)]
pub(crate) mod samples;
mod scaled;
mod texture;

pub use decode::{Picture, PictureError, format_of};
pub use pdq::{DISTANCE, PdqHash, QUALITY, TURNS, Turned, pdq, pdq_of_grey, turned};
pub use pixelate::{clear, pixelated};
pub use texture::{MOSTLY_TEXT, SOME_TEXT};

use crate::reading::{FrameHash, MediaKind, MediaReading, ToolUsed};

/// Fills in what a picture says without its text: kind, format, size, hashes, features and codes.
pub fn read_picture(picture: &Picture, reading: &mut MediaReading) {
    reading.kind = if picture.is_animated() { MediaKind::Film } else { MediaKind::Picture };
    reading.format = picture.format().to_owned();
    reading.width = Some(picture.width());
    reading.height = Some(picture.height());
    let turned = turned(picture.rgb());
    reading.hashes = vec![FrameHash { at_ms: None, pdq: turned.hashes[0], quality: turned.quality }];
    reading.features = crops::Features::of(picture, &turned).encoded();
    reading.codes = codes::find(picture);
    reading.tools.push(ToolUsed {
        name: "pdq".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings: String::new(),
    });
    reading.tools.push(ToolUsed { name: "rxing".to_owned(), version: "0.9".to_owned(), settings: String::new() });
}

/// The hash of a picture, or of a frame at a time in milliseconds.
pub fn hash_frame(picture: &Picture, at_ms: Option<u64>) -> FrameHash {
    let hash = pdq(picture.rgb());
    FrameHash { at_ms, pdq: hash.pdq, quality: hash.quality }
}
