//! Whether a picture file holds several frames, seen by walking its parts without decoding any.

/// Whether a GIF, WebP or PNG has more than one frame. Anything broken counts as still.
pub(super) fn is_moving(bytes: &[u8], format: &str) -> bool {
    match format {
        "gif" => gif_frames(bytes).is_some_and(|frames| frames > 1),
        "webp" => webp_frames(bytes) > 1,
        "png" => png_frames(bytes) > 1,
        _ => false,
    }
}

/// Frames of a GIF, counted up to two.
fn gif_frames(bytes: &[u8]) -> Option<u32> {
    let table = |flags: u8| if flags & 0x80 != 0 { 3usize << ((flags & 7) + 1) } else { 0 };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut frames = 0;
    loop {
        match bytes.get(at) {
            Some(0x2c) => {
                frames += 1;
                if frames > 1 {
                    return Some(frames);
                }
                // The descriptor, its colours and the size of its codes.
                at += 10 + table(*bytes.get(at + 9)?) + 1;
            }
            Some(0x21) => at += 2,
            _ => return Some(frames),
        }
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
    }
}

/// Frames of a WebP.
fn webp_frames(bytes: &[u8]) -> usize {
    chunks(bytes, 12, |at| {
        let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?);
        Some((bytes.get(at..at + 4)?, at + 8, length as usize, (length & 1) as usize))
    })
    .filter(|(name, _)| name == b"ANMF")
    .take(2)
    .count()
}

/// Frames of a PNG, by its own word for it.
fn png_frames(bytes: &[u8]) -> u32 {
    chunks(bytes, 8, |at| {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        Some((bytes.get(at + 4..at + 8)?, at + 8, length as usize, 4))
    })
    // Animations say so before their first pixels.
    .take_while(|(name, _)| name != b"IDAT")
    .find(|(name, _)| name == b"acTL")
    .and_then(|(_, at)| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)))
    .unwrap_or(1)
}

/// The named parts of a file: `head` says name, start, length and what follows the part.
fn chunks<'a>(
    bytes: &'a [u8],
    from: usize,
    head: impl Fn(usize) -> Option<(&'a [u8], usize, usize, usize)>,
) -> impl Iterator<Item = (&'a [u8], usize)> {
    let mut at = from;
    std::iter::from_fn(move || {
        let (name, start, length, after) = head(at)?;
        at = start.checked_add(length)?.checked_add(after)?;
        (start <= bytes.len()).then_some((name, start))
    })
}
