//! Reading one file: what it is, its hashes, its text.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use image::{DynamicImage, RgbImage};
use sha2::{Digest, Sha256};

use crate::MEDIA_VERSION;
use crate::beside::Beside;
use crate::films::container::container;
use crate::films::{read_animation, read_film};
use crate::limits::MediaLimits;
use crate::pictures::{self, Picture, codes, format_of};
use crate::reading::{Code, MediaKind, MediaReading, TextLine, Unread};
use crate::text::{Effort, TextSettings, read_text};
use crate::toolbox::Toolbox;

/// What a case says about how its media are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaSettings {
    /// The languages of the case, BCP 47, most frequent first. Tesseract reads with these of them that it has.
    pub languages: Vec<String>,
}

/// Reads pictures, films and sound, one file at a time; may be shared among threads.
#[derive(Clone, Debug)]
pub struct MediaReader {
    pub(crate) toolbox: Toolbox,
    pub(crate) settings: MediaSettings,
    pub(crate) limits: MediaLimits,
}

impl MediaReader {
    /// A reader that uses these programs.
    pub fn new(toolbox: Toolbox, settings: MediaSettings, limits: MediaLimits) -> MediaReader {
        MediaReader { toolbox, settings, limits }
    }

    /// All that a reading depends on but the file: the version of this crate, the programs, the settings and the limits.
    pub fn fingerprint(&self) -> String {
        format!(
            "media {MEDIA_VERSION}; {}; languages {}; {:?}",
            self.toolbox.fingerprint(),
            self.settings.languages.join(","),
            self.limits
        )
    }

    /// What the case says about how media are read.
    pub fn settings(&self) -> &MediaSettings {
        &self.settings
    }

    /// The programs it uses.
    pub fn toolbox(&self) -> &Toolbox {
        &self.toolbox
    }

    /// Everything one file says. Never fails: what cannot be read is a [`crate::Problem`], what nothing is there to read
    /// with is an [`Unread`].
    pub fn read(&self, path: &Path, beside: &Beside) -> MediaReading {
        let mut reading = match self.identify(path) {
            Ok(reading) => reading,
            Err(error) => {
                let mut reading = MediaReading::new(String::new(), 0);
                reading.problem("open", format!("the file cannot be read ({})", error.kind()));
                return reading;
            }
        };
        if reading.bytes > self.limits.file_bytes {
            reading.problem("open", format!("the file is larger than {} bytes", self.limits.file_bytes));
            return reading;
        }
        // Decoders are other people's code fed with hostile bytes: should one panic, it costs this file alone.
        let attempt = catch_unwind(AssertUnwindSafe(|| {
            let mut whole = reading.clone();
            self.read_parts(path, beside, &mut whole);
            whole
        }));
        match attempt {
            Ok(mut whole) => {
                settle(&mut whole, &self.limits);
                whole
            }
            Err(_) => {
                reading.problem("decode", "reading it failed unexpectedly");
                reading
            }
        }
    }

    /// Its hash and size. Only so much of a file beyond the limit is hashed as is there: the hash names the file.
    fn identify(&self, path: &Path) -> io::Result<MediaReading> {
        let mut file = File::open(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        let mut bytes = 0;
        loop {
            match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => {
                    hash.update(&buffer[..read]);
                    bytes += read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let digits = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(MediaReading::new(digits, bytes))
    }

    fn read_parts(&self, path: &Path, beside: &Beside, reading: &mut MediaReading) {
        let head = match head(path) {
            Ok(head) => head,
            Err(error) => return reading.problem("open", format!("the file cannot be read ({})", error.kind())),
        };
        if let Some(container) = container(&head) {
            read_film(self, path, beside, container, reading);
        } else if format_of(&head).is_some() {
            self.read_picture(path, reading);
        } else {
            reading.kind = MediaKind::Unknown;
            reading.problem("decode", "it is no picture, film or sound of a known format");
        }
    }

    fn read_picture(&self, path: &Path, reading: &mut MediaReading) {
        reading.kind = MediaKind::Picture;
        if reading.bytes > self.limits.decode_bytes {
            return reading.problem("decode", format!("the picture is larger than {} bytes", self.limits.decode_bytes));
        }
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => return reading.problem("open", format!("the file cannot be read ({})", error.kind())),
        };
        reading.format = format_of(&bytes).unwrap_or_default().to_owned();
        let picture = match Picture::open(&bytes, &self.limits) {
            Ok(picture) => picture,
            Err(error) => return reading.problem("decode", error.to_string()),
        };
        pictures::read_picture(&picture, reading);
        if picture.is_animated() {
            reading.codes.clear();
            return read_animation(self, &bytes, reading);
        }
        drop(bytes);
        reading.lines = self.text(picture.rgb().clone(), Effort::Picture, reading);
    }

    /// What is written in a frame of a film: text and codes.
    pub(crate) fn look(&self, frame: Picture, reading: &mut MediaReading) -> (Vec<TextLine>, Vec<Code>) {
        let codes = codes::find(&frame);
        (self.text(frame.rgb().clone(), Effort::Frame, reading), codes)
    }

    fn text(&self, image: RgbImage, effort: Effort, reading: &mut MediaReading) -> Vec<TextLine> {
        let Some(tesseract) = &self.toolbox.tesseract else {
            reading.unread.push(Unread { what: "text".into(), why: "tesseract is not installed".into() });
            return Vec::new();
        };
        let settings = TextSettings { languages: self.settings.languages.clone(), effort };
        let text = read_text(&DynamicImage::ImageRgb8(image), tesseract, &settings, &self.limits);
        reading.tools.extend(text.tools);
        reading.unread.extend(text.unread);
        reading.problems.extend(text.problems);
        text.lines
    }
}

/// The first bytes of a file, enough to know it by.
fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(4096).read_to_end(&mut head)?;
    Ok(head)
}

/// What holds of every reading: text within the limit, each tool, problem and gap named once.
fn settle(reading: &mut MediaReading, limits: &MediaLimits) {
    let mut left = limits.text_bytes;
    let before = reading.lines.len();
    reading.lines.retain(|line| {
        let size = line.text.len() + line.also.iter().map(String::len).sum::<usize>();
        let fits = size <= left;
        left = if fits { left - size } else { 0 };
        fits
    });
    if reading.lines.len() < before {
        reading.problem("text", format!("it has more than {} bytes of text; the rest was dropped", limits.text_bytes));
    }
    reading.tools.sort();
    reading.tools.dedup();
    reading.unread.sort();
    reading.unread.dedup();
    reading.problems.sort();
    reading.problems.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(limits: MediaLimits) -> MediaReader {
        MediaReader::new(Toolbox::none(), MediaSettings::default(), limits)
    }

    #[test]
    fn a_reading_is_always_given() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.mp4");
        let read = |limits| reader(limits).read(&file, &Beside::default());
        assert_eq!(read(MediaLimits::standard()).problems[0].step, "open");
        std::fs::write(&file, b"abc").unwrap();
        let reading = read(MediaLimits::standard());
        assert_eq!(reading.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((reading.bytes, reading.kind), (3, MediaKind::Unknown));
        assert_eq!(reading.problems[0].reason, "it is no picture, film or sound of a known format");
        let reading = read(MediaLimits { file_bytes: 2, ..MediaLimits::standard() });
        assert_eq!(reading.problems[0].reason, "the file is larger than 2 bytes");
        let reading = reader(MediaLimits::standard()).read(folder.path(), &Beside::default());
        assert_eq!(reading.problems[0].step, "open");
    }

    #[test]
    fn films_without_ffmpeg_are_left_and_said_to_be() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        std::fs::write(&file, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom").unwrap();
        let reading = reader(MediaLimits::standard()).read(&file, &Beside::default());
        assert_eq!((reading.kind, reading.format.as_str()), (MediaKind::Film, "mp4"));
        assert_eq!(reading.unread, [Unread { what: "film".into(), why: "ffmpeg is not installed".into() }]);
    }

    #[test]
    fn what_lies_beside_a_film() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["clip.mp4", "clip.txt", "clip.ru.srt", "clip.mp4.vtt", "clipper.srt", "other.srt", "clip.jpg"];
        for name in names {
            std::fs::write(folder.path().join(name), b"").unwrap();
        }
        let beside = Beside::find(&folder.path().join("clip.mp4"));
        let found: Vec<_> = beside.transcripts.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(found, ["clip.ru.srt", "clip.mp4.vtt", "clip.txt"]);
    }
}
