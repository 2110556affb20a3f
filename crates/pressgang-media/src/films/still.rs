//! One frame of a film, as it is seen at a time.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::container::container;
use super::ffmpeg::{Scratch, input, open, words};
use crate::limits::MediaLimits;
use crate::pictures::Picture;
use crate::toolbox::Toolbox;
use crate::tools::Call;

/// The first frame at or after a time, in milliseconds; `None` without ffmpeg, and where the film has none there.
pub fn still(path: &Path, at_ms: u64, toolbox: &Toolbox, limits: &MediaLimits) -> Option<Picture> {
    let ffmpeg = toolbox.ffmpeg.as_ref()?;
    let mut head = Vec::new();
    File::open(path).ok()?.take(4096).read_to_end(&mut head).ok()?;
    let container = container(&head)?;
    let scratch = Scratch::new(path).ok()?;
    let seconds = format!("{}.{:03}", at_ms / 1000, at_ms % 1000);
    let mut arguments = words(&["-nostdin"]);
    arguments.extend(open(container, limits));
    arguments.extend(words(&["-ss", &seconds]));
    arguments.extend(input());
    arguments.extend(words(&["-map", "0:v:0", "-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "pipe:1"]));
    let call = Call { program: &ffmpeg.path, arguments, input: b"", folder: scratch.path() };
    Picture::open(&call.run(limits).ok()?.stdout, limits).ok()
}
