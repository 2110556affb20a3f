//! Which script a text is in, where the detection does not say or is wrong: a few lines are read in all scripts at
//! once, and what comes out surest decides.

use image::{GrayImage, imageops};
use unicode_script::{Script, UnicodeScript};

use super::layout::{Layout, Line};
use super::merge::Seen;
use super::prepare::Prepared;

/// Lines that are read.
const LINES: usize = 3;
/// Most width taken of each, in heights of its letters.
const WIDEST: f32 = 30.0;

/// The lines of most letters, cut out of a prepared picture and set one below the other.
pub(super) fn sample(layout: &Layout, prepared: &Prepared) -> Option<Prepared> {
    let mut lines: Vec<&Line> = layout.lines.iter().collect();
    lines.sort_by(|a, b| b.count.cmp(&a.count).then(a.y.total_cmp(&b.y)).then(a.x.total_cmp(&b.x)));
    let scale = prepared.scale;
    let (width, height) = prepared.image.dimensions();
    let cuts: Vec<GrayImage> = lines
        .into_iter()
        .take(LINES)
        .filter_map(|line| {
            let (x, y) = prepared.place(line.x + line.width / 2.0, line.y + line.height / 2.0);
            // The middle of the line is where it was, however it was turned.
            let long = line.width.max(line.height).min(WIDEST * line.letters) * scale;
            let tall = line.letters * 2.2 * scale;
            let left = (x - long / 2.0 - tall / 2.0).max(0.0) as u32;
            let top = (y - tall / 2.0).max(0.0) as u32;
            let (long, tall) = ((long + tall) as u32, tall as u32);
            let (long, tall) = (long.min(width.saturating_sub(left)), tall.min(height.saturating_sub(top)));
            (long > 8 && tall > 8).then(|| imageops::crop_imm(&prepared.image, left, top, long, tall).to_image())
        })
        .collect();
    let width = cuts.iter().map(GrayImage::width).max()? + 20;
    let height = cuts.iter().map(|cut| cut.height() + 10).sum::<u32>() + 10;
    let mut sheet = GrayImage::from_pixel(width, height, image::Luma([255]));
    let mut top = 10;
    for cut in &cuts {
        imageops::replace(&mut sheet, cut, 10, top);
        top += i64::from(cut.height()) + 10;
    }
    Some(prepared.with(sheet))
}

/// The script, by Tesseract's name, of most letters that are somewhat sure; `None` where nothing is.
pub(super) fn most_of(lines: &[Seen]) -> Option<&'static str> {
    let mut weights: Vec<(&'static str, f32)> = Vec::new();
    for line in lines {
        for word in &line.words {
            let confidence = word.confidence.unwrap_or(0.0);
            if confidence < 40.0 {
                continue;
            }
            for c in line.text.get(word.start..word.end).unwrap_or_default().chars().filter(|c| c.is_alphabetic()) {
                let Some(name) = name(c.script()) else { continue };
                match weights.iter_mut().find(|(script, _)| *script == name) {
                    Some((_, weight)) => *weight += confidence - 30.0,
                    None => weights.push((name, confidence - 30.0)),
                }
            }
        }
    }
    // Kana stand between characters that Japanese shares with Chinese.
    let japanese = weights.iter().find(|(s, _)| *s == "Japanese").map_or(0.0, |(_, w)| *w);
    if let Some((name, weight)) = weights.iter_mut().find(|(s, _)| *s == "Han")
        && japanese * 5.0 > *weight
    {
        (*name, *weight) = ("Japanese", *weight + japanese);
    }
    weights.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(script, _)| script)
}

fn name(script: Script) -> Option<&'static str> {
    Some(match script {
        Script::Arabic => "Arabic",
        Script::Armenian => "Armenian",
        Script::Bengali => "Bengali",
        Script::Cyrillic => "Cyrillic",
        Script::Devanagari => "Devanagari",
        Script::Ethiopic => "Ethiopic",
        Script::Georgian => "Georgian",
        Script::Greek => "Greek",
        Script::Gujarati => "Gujarati",
        Script::Gurmukhi => "Gurmukhi",
        Script::Han => "Han",
        Script::Hangul => "Korean",
        Script::Hebrew => "Hebrew",
        Script::Hiragana | Script::Katakana => "Japanese",
        Script::Kannada => "Kannada",
        Script::Khmer => "Khmer",
        Script::Lao => "Lao",
        Script::Latin => "Latin",
        Script::Malayalam => "Malayalam",
        Script::Myanmar => "Myanmar",
        Script::Oriya => "Oriya",
        Script::Sinhala => "Sinhala",
        Script::Tamil => "Tamil",
        Script::Telugu => "Telugu",
        Script::Thai => "Thai",
        _ => return None,
    })
}
