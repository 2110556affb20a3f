//! Files made to break whoever opens them. Each is an error or a picture, never more.

use std::io::Cursor;
use std::time::Instant;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat};

use super::*;
use crate::limits::MediaLimits;
use crate::pictures::crops::Features;
use crate::pictures::samples::{Chance, photo};
use crate::pictures::{codes, pixelated, turned};

fn open(bytes: &[u8]) -> Result<Picture, PictureError> {
    Picture::open(bytes, &MediaLimits::standard())
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn small() -> DynamicImage {
    DynamicImage::ImageRgb8(photo(6, 37, 23))
}

fn gif(frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for seed in 0..frames {
        let frame = DynamicImage::ImageRgb8(photo(seed as u64, 12, 10)).into_rgba8();
        encoder.encode_frame(Frame::new(frame)).unwrap();
    }
    drop(encoder);
    bytes
}

/// A PNG that says what it likes of its size, with a valid checksum and next to no data.
fn png(width: u32, height: u32, bits: u8, colour: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        bytes.extend((data.len() as u32).to_be_bytes());
        let from = bytes.len();
        bytes.extend(name);
        bytes.extend(data);
        let mut crc = u32::MAX;
        for byte in &bytes[from..] {
            crc ^= u32::from(*byte);
            (0..8).for_each(|_| crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 });
        }
        bytes.extend((!crc).to_be_bytes());
    };
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    chunk(b"IHDR", &[size.as_slice(), &[bits, colour, 0, 0, 0]].concat());
    chunk(b"iCCP", b"a profile\0\0not compressed");
    chunk(b"IDAT", &[0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1]);
    chunk(b"IEND", &[]);
    bytes
}

/// A TIFF of one directory, whose next one is where it is said to be.
fn tiff(entries: &[(u16, u16, u32, u32)], next: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(next.to_le_bytes());
    bytes.extend(data);
    bytes
}

fn bmp(width: i32, height: i32) -> Vec<u8> {
    let mut bytes = encoded(&small(), ImageFormat::Bmp);
    bytes[18..22].copy_from_slice(&width.to_le_bytes());
    bytes[22..26].copy_from_slice(&height.to_le_bytes());
    bytes
}

/// A JPEG with an EXIF block.
fn jpeg(exif: &[u8]) -> Vec<u8> {
    let plain = encoded(&small(), ImageFormat::Jpeg);
    let block = [b"Exif\0\0", exif].concat();
    let length = (block.len() as u16 + 2).to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &block, &plain[2..]].concat()
}

fn orientation(value: u16) -> Vec<u8> {
    let mut exif = tiff(&[(0x0112, 3, 1, value.into())], 0, &[]);
    exif.truncate(8 + 2 + 12 + 4);
    exif
}

#[test]
fn cut_and_changed() {
    let mut files: Vec<Vec<u8>> =
        [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Bmp]
            .into_iter()
            .map(|format| encoded(&small(), format))
            .collect();
    files.extend([gif(3), jpeg(&orientation(6))]);
    let mut chance = Chance(2_026);
    let mut opened = 0u32;
    for file in &files {
        for length in 0..file.len() {
            opened += u32::from(open(&file[..length]).is_ok());
        }
        for _ in 0..1_500 {
            let mut changed = file.clone();
            for _ in 0..1 + chance.below(8) {
                // Headers are short: half of the changes are there.
                let most = if chance.below(2) == 0 { file.len() } else { file.len().min(80) };
                let at = chance.below(most as u64) as usize;
                changed[at] =
                    if chance.below(2) == 0 { changed[at] ^ 1 << chance.below(8) } else { chance.next() as u8 };
            }
            if let Ok(picture) = open(&changed) {
                opened += 1;
                assert!(u64::from(picture.width()) * u64::from(picture.height()) <= MediaLimits::standard().pixels);
            }
        }
    }
    assert!(opened > 1_000, "{opened}");
}

#[test]
fn sizes_that_are_lies() {
    let size = |bytes: &[u8]| matches!(open(bytes), Err(PictureError::Size { .. }));
    assert!(size(&png(60_000, 60_000, 8, 2)));
    assert!(size(&png(100_000, 10, 8, 2)));
    assert!(size(&png(10, i32::MAX as u32, 1, 0)));
    assert_eq!(open(&png(29_000, 3_400, 16, 6)).unwrap_err(), PictureError::Memory(1 << 30));
    let began = Instant::now();
    assert!(matches!(open(&png(9_000, 9_000, 8, 0)), Err(PictureError::Damaged { .. })));
    assert!(began.elapsed().as_secs() < 20);
    assert!(open(&png(0, 5, 8, 2)).is_err());

    let mut large = encoded(&small(), ImageFormat::Jpeg);
    let frame = large.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    large[frame + 5..frame + 9].fill(0xff);
    assert!(size(&large));
    let mut wide = gif(1);
    wide[6..10].fill(0xff);
    assert!(size(&wide));
    assert!(size(&bmp(40_000, 7)));
    for (width, height) in
        [(-37, 23), (37, i32::MIN), (i32::MIN, i32::MIN), (0, 23), (37, 0), (i32::MAX, 1), (100_000, 7)]
    {
        assert!(open(&bmp(width, height)).is_err(), "{width} x {height}");
    }
    // A negative height is a picture from top to bottom.
    assert_eq!(open(&bmp(37, -23)).unwrap().height(), 23);

    let narrow = MediaLimits { decode_bytes: 1 << 20, ..MediaLimits::standard() };
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Bmp] {
        let bytes = encoded(&DynamicImage::new_rgb8(900, 900), format);
        assert!(matches!(Picture::open(&bytes, &narrow), Err(PictureError::Memory(_) | PictureError::Bytes { .. })));
    }
}

#[test]
fn directories_that_turn_in_circles() {
    let size = [(256, 3, 1, 4), (257, 3, 1, 4), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (277, 3, 1, 1)];
    let with = |strips: &[(u16, u16, u32, u32)]| [size.as_slice(), strips].concat();
    let data_at = |entries: usize| 8 + 2 + entries as u32 * 12 + 4;
    let good = with(&[(273, 4, 1, data_at(9)), (278, 3, 1, 4), (279, 4, 1, 16)]);
    assert_eq!(open(&tiff(&good, 0, &[9; 16])).unwrap().width(), 4);
    assert!(matches!(open(&tiff(&good, 8, &[9; 16])), Err(PictureError::Damaged { .. })));
    for bad in [
        with(&[(273, 4, 1, u32::MAX), (278, 3, 1, 4), (279, 4, 1, 16)]),
        with(&[(273, 4, 1, data_at(9)), (278, 3, 1, 4), (279, 4, 1, u32::MAX)]),
        with(&[(273, 4, u32::MAX, 8), (278, 3, 1, 1), (279, 4, u32::MAX, 8)]),
        with(&[(330, 4, 1, 8), (273, 4, 1, 8), (278, 3, 1, 0)]),
        vec![(256, 4, 1, u32::MAX), (257, 4, 1, u32::MAX)],
    ] {
        assert!(open(&tiff(&bad, 0, &[9; 16])).is_err(), "{bad:?}");
    }
}

#[test]
fn many_frames() {
    let one = gif(1);
    assert!(!open(&one).unwrap().is_animated());
    assert!(open(&gif(2)).unwrap().is_animated());
    // The same frame without end, and one whose blocks do not end.
    let head = 13 + (3usize << ((one[10] & 7) + 1)) * usize::from(one[10] >> 7);
    let (start, frame) = one[..one.len() - 1].split_at(head);
    let endless = [start, &frame.repeat(50_000)].concat();
    let began = Instant::now();
    assert!(open(&endless).unwrap().is_animated());
    assert!(began.elapsed().as_secs() < 5);
    let _ = open(&[start, &[0x21, 0xff], &vec![1; 3_000_000]].concat());
    // Frames that are said to be there, but are not.
    let mut webp = encoded(&small(), ImageFormat::WebP);
    webp.extend(b"ANMF\xff\xff\xff\xffANMF");
    assert!(!open(&webp).unwrap().is_animated());
}

#[test]
fn exif_that_lies() {
    assert_eq!(open(&jpeg(&orientation(6))).unwrap().width(), 23);
    assert_eq!(open(&jpeg(&orientation(1))).unwrap().width(), 37);
    let looped = tiff(&[(0x8769, 4, 1, 8), (0x0112, 3, u32::MAX, 8)], 8, &[]);
    for exif in [orientation(99), looped, b"II*\0\xff\xff\xff\xff".to_vec(), Vec::new(), vec![0xff; 60_000]] {
        let picture = open(&jpeg(&exif)).unwrap();
        assert_eq!((picture.width(), picture.height()), (37, 23));
    }
}

#[test]
fn all_kinds_of_pixels() {
    let rgb = small();
    let kinds = [
        DynamicImage::ImageLuma8(rgb.to_luma8()),
        DynamicImage::ImageLumaA8(rgb.to_luma_alpha8()),
        DynamicImage::ImageLuma16(rgb.to_luma16()),
        DynamicImage::ImageLumaA16(rgb.to_luma_alpha16()),
        DynamicImage::ImageRgb16(rgb.to_rgb16()),
        DynamicImage::ImageRgba16(rgb.to_rgba16()),
    ];
    for kind in kinds {
        let picture = open(&encoded(&kind, ImageFormat::Png)).unwrap();
        let grey = kind.color().channel_count() < 3;
        let wanted = if grey { DynamicImage::ImageLuma8(rgb.to_luma8()).to_rgb8() } else { rgb.to_rgb8() };
        let off = picture.rgb().iter().zip(wanted.iter()).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(off <= Some(1), "{off:?} in {:?}", kind.color());
    }
    // Cyan, magenta, yellow and black, as printers write them: two pixels, red and half grey.
    let entries = [
        (256, 3, 1, 2),
        (257, 3, 1, 1),
        (258, 3, 4, 134),
        (259, 3, 1, 1),
        (262, 3, 1, 5),
        (273, 4, 1, 142),
        (277, 3, 1, 4),
        (278, 3, 1, 1),
        (279, 4, 1, 8),
        (284, 3, 1, 1),
    ];
    let data = [8, 0, 8, 0, 8, 0, 8, 0, 0, 255, 255, 0, 0, 0, 0, 128];
    let picture = open(&tiff(&entries, 0, &data)).unwrap();
    let near = |at: usize, wanted: [u8; 3]| (0..3).all(|c| picture.rgb().as_raw()[at * 3 + c].abs_diff(wanted[c]) < 60);
    assert!(near(0, [255, 0, 0]) && near(1, [127, 127, 127]), "{:?}", picture.rgb().as_raw());
}

#[test]
fn what_is_no_picture() {
    for (bytes, error) in [
        (b"".as_slice(), PictureError::Unknown),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureError::Unknown),
        (b"\0\0\0\x1cftypheic\0\0\0\0", PictureError::Unsupported("heic")),
        (b"\0\0\0\x1cftypavif\0\0\0\0", PictureError::Unsupported("avif")),
        (b"\0\0\0\x1cftypisom\0\0\0\0", PictureError::Unknown),
    ] {
        assert_eq!(open(bytes).unwrap_err(), error);
    }
}

/// What the fuzz target `pictures` does, with the inputs that are kept for it.
#[test]
fn inputs_of_the_fuzz_target() {
    let limits = MediaLimits { pixels: 250_000, side: 2_000, decode_bytes: 16 << 20, ..MediaLimits::standard() };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/pictures");
    let mut opened = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let Ok(picture) = Picture::open(&bytes, &limits) else { continue };
        let features = Features::of(&picture, &turned(picture.rgb()));
        assert_eq!(Features::decoded(&features.encoded()), Some(features));
        codes::find(&picture);
        assert!(!pixelated(&picture, &[], &[]).is_empty());
        opened += 1;
    }
    assert!(opened >= 18, "{opened}");
}
