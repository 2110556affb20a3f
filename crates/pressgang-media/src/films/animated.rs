//! Animations in picture formats (GIF, WebP, PNG), read without ffmpeg, which knows no animated WebP before version 8.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, Frame, ImageDecoder, ImageResult, Limits, RgbImage, imageops};

use super::frames::{LEAST_GAP_MS, Taken};
use super::keep::Look;
use crate::limits::MediaLimits;

/// Most pixels decoded of one animation, over all its frames: a minute's work.
const MOST_PIXELS: u64 = 10_000_000_000;

/// Share of the cells of a picture that change at a cut, in percent.
const CUT_PERCENT: usize = 15;

/// Hands out frames of an animation, one a second and those that show something else; the times in what is returned are
/// theirs, the last one beyond them is the length.
pub(crate) fn take_frames(
    bytes: &[u8],
    format: &str,
    limits: &MediaLimits,
    take: &mut dyn FnMut(RgbImage),
) -> (Taken, u64) {
    let mut taken = Taken { settings: "1 a second and cuts".to_owned(), ..Taken::default() };
    let mut at_ms = 0;
    let outcome = frames(bytes, format, limits).and_then(|frames| {
        let mut last: Option<(u64, Look)> = None;
        let mut pixels = 0;
        for frame in frames {
            let frame = frame?;
            let shown_ms = shown_ms(&frame);
            let frame = on_white(&frame);
            pixels += u64::from(frame.width()) * u64::from(frame.height());
            if pixels > MOST_PIXELS || at_ms > limits.film.as_millis() as u64 {
                taken.problem = Some("the animation is longer than the limit; the rest was not looked at".to_owned());
                break;
            }
            let due = match &last {
                None => true,
                Some((then, _)) if at_ms - then >= 1000 => true,
                Some((then, look)) => at_ms - then >= LEAST_GAP_MS && Look::of(&frame).is_cut(look, CUT_PERCENT),
            };
            if due {
                last = Some((at_ms, Look::of(&frame)));
                taken.times.push(at_ms);
                take(within_side(frame));
            }
            at_ms += shown_ms;
        }
        Ok(())
    });
    if let Err(error) = outcome {
        taken.problem = Some(error.to_string().chars().filter(|c| !c.is_control()).take(120).collect());
    }
    (taken, at_ms)
}

fn frames<'a>(bytes: &'a [u8], format: &str, limits: &MediaLimits) -> ImageResult<image::Frames<'a>> {
    let mut bounds = Limits::default();
    bounds.max_image_width = Some(limits.side);
    bounds.max_image_height = Some(limits.side);
    bounds.max_alloc = Some(limits.decode_bytes);
    let bytes = Cursor::new(bytes);
    Ok(match format {
        "gif" => {
            let mut decoder = GifDecoder::new(bytes)?;
            decoder.set_limits(bounds)?;
            decoder.into_frames()
        }
        "webp" => {
            let mut decoder = WebPDecoder::new(bytes)?;
            decoder.set_limits(bounds)?;
            decoder.into_frames()
        }
        _ => PngDecoder::with_limits(bytes, bounds)?.apng()?.into_frames(),
    })
}

/// How long a frame is shown; browsers take what is nearly nothing for a tenth of a second.
fn shown_ms(frame: &Frame) -> u64 {
    let (up, down) = frame.delay().numer_denom_ms();
    let ms = u64::from(up) / u64::from(down.max(1));
    if ms < 20 { 100 } else { ms }
}

fn on_white(frame: &Frame) -> RgbImage {
    let from = frame.buffer();
    RgbImage::from_fn(from.width(), from.height(), |x, y| {
        let [red, green, blue, alpha] = from.get_pixel(x, y).0.map(u32::from);
        image::Rgb([red, green, blue].map(|c| ((c * alpha + 255 * (255 - alpha)) / 255) as u8))
    })
}

fn within_side(frame: RgbImage) -> RgbImage {
    let (width, height) = super::frames::fit(frame.width(), frame.height());
    if (width, height) == frame.dimensions() { frame } else { imageops::thumbnail(&frame, width, height) }
}

#[cfg(test)]
mod tests {
    use image::codecs::gif::GifEncoder;
    use image::{Delay, Rgba, RgbaImage};

    use super::*;

    fn gif(greys: &[u8], ms: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = GifEncoder::new(&mut bytes);
        for grey in greys {
            let image = RgbaImage::from_pixel(40, 30, Rgba([*grey, *grey, *grey, 255]));
            encoder.encode_frame(Frame::from_parts(image, 0, 0, Delay::from_numer_denom_ms(ms, 1))).unwrap();
        }
        drop(encoder);
        bytes
    }

    fn times(bytes: &[u8], limits: &MediaLimits) -> (Vec<u64>, u64, bool) {
        let mut count = 0;
        let (taken, length) = take_frames(bytes, "gif", limits, &mut |_| count += 1);
        assert_eq!(taken.times.len(), count);
        (taken.times, length, taken.problem.is_some())
    }

    #[test]
    fn frames_of_a_gif() {
        let standard = MediaLimits::standard();
        // A slide show, a still one, and flicker.
        assert_eq!(times(&gif(&[0, 200, 0], 500), &standard), (vec![0, 500, 1000], 1500, false));
        assert_eq!(times(&gif(&[90; 30], 100), &standard), (vec![0, 1000, 2000], 3000, false));
        assert_eq!(times(&gif(&[0, 200, 0, 200, 0, 200], 100), &standard), (vec![0, 300], 600, false));
        // An endless one, one cut off, and one that is none.
        let brief = MediaLimits { film: std::time::Duration::from_secs(2), ..standard.clone() };
        assert_eq!(times(&gif(&[0; 9], 1000), &brief), (vec![0, 1000, 2000], 3000, true));
        let whole = gif(&[0, 200], 500);
        assert!(times(&whole[..whole.len() - 60], &standard).2);
        assert!(times(b"GIF89a", &standard).2);
    }
}
