//! Opening a picture whose bytes may be hostile.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::error::{ImageError, LimitErrorKind};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, metadata::Orientation};
use thiserror::Error;

use super::moving;
use crate::limits::MediaLimits;

/// Why a picture could not be opened. No message holds a path or anything of the file but its numbers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PictureError {
    /// The bytes begin like no picture that is known.
    #[error("no known picture")]
    Unknown,
    /// A format that is known, but of which this program reads no pictures.
    #[error("{0} pictures are not read")]
    Unsupported(&'static str),
    /// The file is larger than the limit.
    #[error("{bytes} bytes are more than the {limit} that a picture may have")]
    Bytes {
        /// Size of the file.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// It says that it is larger than the limits.
    #[error("{width} x {height} pixels are more than the limits of {side} a side and {pixels} in all")]
    Size {
        /// Width by its header.
        width: u32,
        /// Height by its header.
        height: u32,
        /// Longest side allowed.
        side: u32,
        /// Most pixels allowed.
        pixels: u64,
    },
    /// It has no pixels.
    #[error("the picture is empty")]
    Empty,
    /// To decode it would take more memory than the limit.
    #[error("decoding would take more than {0} bytes of memory")]
    Memory(u64),
    /// It is damaged or not what it says it is.
    #[error("the {format} data is damaged: {reason}")]
    Damaged {
        /// The format.
        format: &'static str,
        /// What the decoder said, shortened.
        reason: String,
    },
}

/// A picture as it is shown: upright by its EXIF orientation, eight bits of red, green and blue, what is transparent on
/// white. Colour profiles are ignored.
#[derive(Clone, Debug)]
pub struct Picture {
    rgb: RgbImage,
    format: &'static str,
    moving: bool,
}

/// Longest reason kept of what a decoder said, in characters.
const MOST_REASON: usize = 120;

/// The format of a picture by its first bytes; also of those that [`Picture::open`] does not read.
pub fn format_of(bytes: &[u8]) -> Option<&'static str> {
    let starts = |at: usize, with: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(with));
    let brand = |brands: &[&[u8]]| starts(4, b"ftyp") && brands.iter().any(|brand| starts(8, brand));
    Some(match bytes {
        _ if starts(0, &[0xff, 0xd8, 0xff]) => "jpeg",
        _ if starts(0, b"\x89PNG\r\n\x1a\n") => "png",
        _ if starts(0, b"GIF87a") || starts(0, b"GIF89a") => "gif",
        _ if starts(0, b"RIFF") && starts(8, b"WEBP") => "webp",
        _ if starts(0, b"II*\0") || starts(0, b"MM\0*") => "tiff",
        _ if starts(0, b"BM") && bytes.get(6..10) == Some(&[0; 4]) => "bmp",
        _ if brand(&[b"avif", b"avis"]) => "avif",
        _ if brand(&[b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"]) => "heic",
        _ if starts(0, &[0xff, 0x0a]) || starts(0, b"\0\0\0\x0cJXL \r\n\x87\n") => "jxl",
        _ => return None,
    })
}

impl Picture {
    /// Opens the bytes of a file. What its header says is held against the limits before anything is decoded. Of an
    /// animation this is the first frame.
    pub fn open(bytes: &[u8], limits: &MediaLimits) -> Result<Picture, PictureError> {
        let format = format_of(bytes).ok_or(PictureError::Unknown)?;
        let decoder = match format {
            "jpeg" => ImageFormat::Jpeg,
            "png" => ImageFormat::Png,
            "gif" => ImageFormat::Gif,
            "webp" => ImageFormat::WebP,
            "tiff" => ImageFormat::Tiff,
            "bmp" => ImageFormat::Bmp,
            other => return Err(PictureError::Unsupported(other)),
        };
        // The decoder of JPEG holds a copy of the file.
        let most = limits.decode_bytes.min(limits.file_bytes);
        if bytes.len() as u64 > most {
            return Err(PictureError::Bytes { bytes: bytes.len() as u64, limit: most });
        }
        // Decoders are tested well, but not proved: one that gives up on a crafted file must not end the run.
        let decoded = catch_unwind(AssertUnwindSafe(|| decode(bytes, decoder, format, limits)));
        let rgb = decoded.unwrap_or_else(|_| Err(damaged(format, "the decoder gave up")))?;
        Ok(Picture { rgb, format, moving: moving::is_moving(bytes, format) })
    }

    /// A picture made of pixels, for example a frame of a film. The format is only a word.
    pub fn from_rgb(rgb: RgbImage, format: &'static str) -> Picture {
        Picture { rgb, format, moving: false }
    }

    /// Its pixels.
    pub fn rgb(&self) -> &RgbImage {
        &self.rgb
    }

    /// Width in pixels, as shown.
    pub fn width(&self) -> u32 {
        self.rgb.width()
    }

    /// Height in pixels, as shown.
    pub fn height(&self) -> u32 {
        self.rgb.height()
    }

    /// `jpeg`, `png`, `gif`, `webp`, `tiff` or `bmp`.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// Whether it is the first frame of several (GIF, WebP, PNG).
    pub fn is_animated(&self) -> bool {
        self.moving
    }
}

fn damaged(format: &'static str, reason: &str) -> PictureError {
    let reason = reason.split(['\n', '\r']).next().unwrap_or_default();
    PictureError::Damaged { format, reason: reason.chars().take(MOST_REASON).collect() }
}

fn decode(
    bytes: &[u8],
    decoder: ImageFormat,
    format: &'static str,
    limits: &MediaLimits,
) -> Result<RgbImage, PictureError> {
    let failed = |error: ImageError| match &error {
        ImageError::Limits(limit) if matches!(limit.kind(), LimitErrorKind::InsufficientMemory) => {
            PictureError::Memory(limits.decode_bytes)
        }
        _ => damaged(format, &error.to_string()),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), decoder);
    let mut bounds = Limits::no_limits();
    bounds.max_alloc = Some(limits.decode_bytes);
    reader.limits(bounds.clone());
    let mut decoder = reader.into_decoder().map_err(failed)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Empty);
    }
    let pixels = u64::from(width) * u64::from(height);
    if width > limits.side || height > limits.side || pixels > limits.pixels {
        return Err(PictureError::Size { width, height, side: limits.side, pixels: limits.pixels });
    }
    // What the decoder writes, what it holds meanwhile, and the three bytes a pixel made of it. A progressive JPEG is
    // held as coefficients of two bytes, which its decoder does not count itself.
    let held = if format == "jpeg" { pixels.saturating_mul(6) } else { 0 };
    let needed = decoder.total_bytes().saturating_add(held.max(pixels.saturating_mul(3)));
    if needed > limits.decode_bytes {
        return Err(PictureError::Memory(limits.decode_bytes));
    }
    decoder.set_limits(bounds).map_err(failed)?;
    // A broken EXIF block is no reason not to see the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(failed)?;
    picture.apply_orientation(orientation);
    Ok(flat(picture))
}

/// Red, green and blue, on white where it is transparent.
fn flat(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let rgba = picture.into_rgba8();
    let mut rgb = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in rgb.pixels_mut().zip(rgba.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        to.0 = [red, green, blue].map(|c| ((c * alpha + 255 * (255 - alpha) + 127) / 255) as u8);
    }
    rgb
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "hostile_tests.rs"]
mod hostile;
