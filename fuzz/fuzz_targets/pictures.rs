//! Any bytes as a picture: an error, or a picture within its limits that can be hashed, searched and pixelated.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pressgang_media::pictures::{codes, crops::Features, pixelated, turned};
use pressgang_media::{Area, MediaLimits, Picture};

fuzz_target!(|bytes: &[u8]| {
    let limits = MediaLimits { pixels: 250_000, side: 2_000, decode_bytes: 16 << 20, ..MediaLimits::standard() };
    let Ok(picture) = Picture::open(bytes, &limits) else { return };
    assert!(u64::from(picture.width()) * u64::from(picture.height()) <= limits.pixels);
    let features = Features::of(&picture, &turned(picture.rgb()));
    assert_eq!(Features::decoded(&features.encoded()), Some(features));
    for code in codes::find(&picture) {
        let area = code.area.unwrap_or(Area { x: 0, y: 0, width: 0, height: 0 });
        assert!(area.x + area.width <= picture.width() && area.y + area.height <= picture.height());
    }
    assert!(!pixelated(&picture, &[], &[]).is_empty());
});
