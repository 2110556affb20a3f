//! The features of very many pictures, kept in a file while they are compared: eight kilobytes each are too many to hold.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use pressgang_media::FeatureSource;
use pressgang_media::pictures::crops::Features;

use crate::files::FileError;

/// Begins to keep features.
pub(crate) struct FeatureWriter {
    out: BufWriter<File>,
    written: u64,
}

/// Where a picture's features are in the file; of no length where it has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FeaturePlace {
    start: u64,
    length: u32,
}

/// Features by the number of their picture.
pub(crate) struct FeatureFile {
    file: File,
    places: Vec<FeaturePlace>,
}

impl FeatureWriter {
    /// In a file without a name in a folder, gone when this is dropped.
    pub fn create(folder: &Path) -> Result<FeatureWriter, FileError> {
        let file = tempfile::tempfile_in(folder).map_err(|e| FileError::new("write", folder, e))?;
        Ok(FeatureWriter { out: BufWriter::with_capacity(1 << 18, file), written: 0 })
    }

    /// Adds the features of a picture as they stand in `media`.
    pub fn add(&mut self, features: &str) -> Result<FeaturePlace, FileError> {
        let failed = |e| FileError::new("write", Path::new("the file of features"), e);
        self.out.write_all(features.as_bytes()).map_err(failed)?;
        let place = FeaturePlace { start: self.written, length: u32::try_from(features.len()).unwrap_or(0) };
        self.written += features.len() as u64;
        Ok(place)
    }

    /// The features of pictures, given where those of each are.
    pub fn finish(self, places: Vec<FeaturePlace>) -> Result<FeatureFile, FileError> {
        let failed = |e| FileError::new("write", Path::new("the file of features"), e);
        let file = self.out.into_inner().map_err(|e| failed(e.into_error()))?;
        Ok(FeatureFile { file, places })
    }
}

impl FeatureFile {
    /// The features of a picture as text; empty where there are none.
    pub fn text(&self, at: usize) -> String {
        let place = self.places.get(at).copied().unwrap_or_default();
        let mut bytes = vec![0; place.length as usize];
        // What cannot be read again matches nothing.
        if bytes.is_empty() || read_at(&self.file, &mut bytes, place.start).is_err() {
            return String::new();
        }
        String::from_utf8(bytes).unwrap_or_default()
    }
}

impl FeatureSource for FeatureFile {
    fn features(&self, at: usize) -> Option<Features> {
        Features::decoded(&self.text(at))
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut start: u64) -> std::io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, start)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                start += read as u64;
            }
        }
    }
    Ok(())
}
