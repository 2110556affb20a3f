//! QR codes and other printed codes in a picture.
//!
//! Read by the crate rxing, whose reader of QR codes is a port of zxing-cpp's: of drawn flyers it reads more, small noisy
//! codes above all, than rqrr and zbar (BENCHMARKS.md). The picture is tried as it is, as its negative, and where nothing
//! was found, by one threshold, smaller, softer and larger.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::GrayImage;
use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::multi::{GenericMultipleBarcodeReader, MultipleBarcodeReader};
use rxing::qrcode::cpp_port::QrReader;
use rxing::{
    BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiUseMultiFormatReader, RXingResult,
};

use super::decode::Picture;
use super::scaled::{doubled, grey, shrunk, softened};
use crate::reading::{Area, Code};

/// Pictures with a longer side are searched at this size: a code that a telephone reads off a screen is still large
/// enough, and the time is bounded.
const MOST_SIDE: u32 = 2_400;
/// Pictures with more pixels are not searched a second time at double size.
const MOST_DOUBLED: u64 = 2_500_000;
/// Most codes kept of a picture.
const MOST_CODES: usize = 32;
/// Longest payload kept, in bytes. A QR code holds at most 7,089 digits or 2,953 bytes.
const MOST_PAYLOAD: usize = 8_192;

/// The codes in a picture, from top to bottom. QR codes are all found; of other kinds those with an error-correcting
/// code or a check digit and enough bars to be no accident.
pub fn find(picture: &Picture) -> Vec<Code> {
    let longest = picture.width().max(picture.height());
    let grey = grey(picture.rgb());
    let (grey, scale) = if longest > MOST_SIDE {
        let small = shrunk(&grey, MOST_SIDE);
        let scale = f64::from(longest) / f64::from(MOST_SIDE);
        (small, scale)
    } else {
        (grey, 1.0)
    };
    let mut found = Found { codes: Vec::new(), width: picture.width(), height: picture.height() };
    let negative = negative(&grey);
    found.take(qr(&grey, HybridBinarizer::new), scale);
    found.take(qr(&negative, HybridBinarizer::new), scale);
    if found.codes.is_empty() {
        found.take(qr(&grey, GlobalHistogramBinarizer::new), scale);
    }
    if found.codes.is_empty() {
        let half = shrunk(&grey, (grey.width().max(grey.height()) / 2).max(1));
        found.take(qr(&half, HybridBinarizer::new), scale * 2.0);
    }
    if found.codes.is_empty() {
        let soft = softened(&grey);
        found.take(qr(&soft, HybridBinarizer::new), scale);
    }
    if found.codes.is_empty() && u64::from(grey.width()) * u64::from(grey.height()) <= MOST_DOUBLED {
        let large = doubled(&grey);
        found.take(qr(&large, HybridBinarizer::new), scale / 2.0);
        if found.codes.is_empty() {
            found.take(qr(&softened(&large), HybridBinarizer::new), scale / 2.0);
        }
    }
    found.take(others(&grey), scale);
    found.codes.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.payload.cmp(&b.payload)));
    found.codes
}

fn place(code: &Code) -> (u32, u32) {
    code.area.map_or((u32::MAX, u32::MAX), |area| (area.y, area.x))
}

struct Found {
    codes: Vec<Code>,
    width: u32,
    height: u32,
}

impl Found {
    /// Takes results over, each payload once at a place; `scale` is the size of the picture by that of what was searched.
    fn take(&mut self, results: Vec<RXingResult>, scale: f64) {
        for result in results {
            let payload = result.getText();
            let Some(format) = word(result.getBarcodeFormat()) else { continue };
            if payload.is_empty() || payload.len() > MOST_PAYLOAD || self.codes.len() >= MOST_CODES {
                continue;
            }
            let area = self.area(&result, scale);
            if self.codes.iter().any(|code| code.payload == payload && touch(code.area, area)) {
                continue;
            }
            let (format, payload) = (format.to_owned(), payload.to_owned());
            self.codes.push(Code { format, payload, area, from_ms: None, to_ms: None });
        }
    }

    /// The upright rectangle around a code's points, within the picture.
    fn area(&self, result: &RXingResult, scale: f64) -> Option<Area> {
        let within = |at: f32, most: u32| (f64::from(at) * scale).round().clamp(0.0, f64::from(most)) as u32;
        let points = result.getPoints();
        let xs = points.iter().map(|point| within(point.x, self.width));
        let ys = points.iter().map(|point| within(point.y, self.height));
        let (left, right) = (xs.clone().min()?, xs.max()?);
        let (top, bottom) = (ys.clone().min()?, ys.max()?);
        Some(Area { x: left, y: top, width: right - left, height: bottom - top })
    }
}

fn touch(a: Option<Area>, b: Option<Area>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
}

/// The word for a kind of code; `None` for those that chance imitates.
fn word(format: &BarcodeFormat) -> Option<&'static str> {
    Some(match format {
        BarcodeFormat::QR_CODE => "qr",
        BarcodeFormat::AZTEC => "aztec",
        BarcodeFormat::DATA_MATRIX => "data_matrix",
        BarcodeFormat::EAN_13 => "ean_13",
        BarcodeFormat::UPC_A => "upc_a",
        BarcodeFormat::CODE_128 => "code_128",
        _ => return None,
    })
}

fn negative(grey: &GrayImage) -> GrayImage {
    let mut negative = grey.clone();
    negative.iter_mut().for_each(|shade| *shade = 255 - *shade);
    negative
}

/// All QR codes of a picture made black and white.
fn qr<B: Binarizer>(grey: &GrayImage, black_and_white: fn(Luma8LuminanceSource) -> B) -> Vec<RXingResult> {
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    search(grey, |source| QrReader.decode_multiple_with_hints(&mut BinaryBitmap::new(black_and_white(source)), &hints))
}

/// Codes of other kinds.
fn others(grey: &GrayImage) -> Vec<RXingResult> {
    let kinds = [
        BarcodeFormat::AZTEC,
        BarcodeFormat::DATA_MATRIX,
        BarcodeFormat::EAN_13,
        BarcodeFormat::UPC_A,
        BarcodeFormat::CODE_128,
    ];
    let hints = DecodeHints { PossibleFormats: Some(kinds.into()), ..DecodeHints::default() };
    search(grey, |source| {
        GenericMultipleBarcodeReader::new(MultiUseMultiFormatReader::default())
            .decode_multiple_with_hints(&mut BinaryBitmap::new(HybridBinarizer::new(source)), &hints)
    })
}

/// What a reader finds. One that panics has found nothing: the crate is not free of them.
fn search(
    grey: &GrayImage,
    read: impl FnOnce(Luma8LuminanceSource) -> rxing::common::Result<Vec<RXingResult>>,
) -> Vec<RXingResult> {
    let Ok(source) = Luma8LuminanceSource::new(grey.as_raw().clone(), grey.width(), grey.height()) else {
        return Vec::new();
    };
    catch_unwind(AssertUnwindSafe(|| read(source))).ok().and_then(Result::ok).unwrap_or_default()
}

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
