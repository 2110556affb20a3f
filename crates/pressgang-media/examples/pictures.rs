//! Reads pictures and says how long each part takes: `pictures FILE...` writes one line of JSON a file.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::time::Instant;

use pressgang_media::pictures::{codes, crops::Features, pdq, turned};
use pressgang_media::{MediaLimits, Picture};

fn main() {
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file).unwrap();
        let mut milliseconds = Vec::new();
        let mut last = Instant::now();
        let mut lap = || {
            milliseconds.push((last.elapsed().as_secs_f64() * 1e6).round() / 1e3);
            last = Instant::now();
        };
        let picture = Picture::open(&bytes, &MediaLimits::standard()).unwrap();
        lap();
        let hash = pdq(picture.rgb());
        lap();
        let all = turned(picture.rgb());
        lap();
        let features = Features::of(&picture, &all);
        lap();
        let codes = codes::find(&picture).len();
        lap();
        let line = serde_json::json!({
            "file": file, "width": picture.width(), "height": picture.height(), "pdq": hash.pdq.to_string(),
            "quality": hash.quality, "features": features.encoded().len(), "codes": codes, "open": milliseconds[0],
            "hash": milliseconds[1], "turned": milliseconds[2], "corners": milliseconds[3], "search": milliseconds[4],
        });
        println!("{line}");
    }
}
