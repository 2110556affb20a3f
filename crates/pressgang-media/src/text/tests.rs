//! Reading drawn text, and what was done to it, with the Tesseract of this machine.

use image::{DynamicImage, GrayImage, Luma, imageops};

use super::prepare::{Prepared, Shape};
use super::*;

const LATIN: &[u8] = include_bytes!("../../tests-data/latin.png");
const CYRILLIC: &[u8] = include_bytes!("../../tests-data/cyrillic.png");

/// `None` where it is not installed, which is said; with `PRESSGANG_REQUIRE_TOOLS=1` that fails.
#[allow(clippy::print_stderr)]
fn tesseract() -> Option<Tesseract> {
    let found = Tesseract::detect();
    assert!(found.is_some() || std::env::var_os("PRESSGANG_REQUIRE_TOOLS").is_none(), "tesseract is missing");
    if found.is_none() {
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"skipped: tesseract is not installed\n");
    }
    found
}

fn drawn(png: &[u8]) -> GrayImage {
    image::load_from_memory(png).unwrap().to_luma8()
}

fn read(image: &GrayImage, languages: &[&str], effort: Effort) -> Option<TextReading> {
    let languages = languages.iter().map(|l| (*l).to_owned()).collect();
    let image = DynamicImage::ImageLuma8(image.clone());
    let reading = read_text(&image, &tesseract()?, &TextSettings { languages, effort }, &MediaLimits::standard());
    assert_eq!(reading.problems, []);
    Some(reading)
}

/// Reads a picture and looks for a line of it; hands the reading on.
#[track_caller]
fn check(image: &GrayImage, languages: &[&str], expected: &str) -> Option<TextReading> {
    let reading = read(image, languages, Effort::Picture)?;
    let lines: Vec<&str> = reading.lines.iter().map(|l| l.text.as_str()).collect();
    // Some letters are capitals by nothing but their height.
    assert!(lines.iter().any(|l| l.to_lowercase() == expected.to_lowercase()), "{lines:#?}");
    for line in &reading.lines {
        for word in &line.words {
            assert!(line.text.get(word.start..word.end).is_some_and(|w| !w.is_empty()), "{line:?}");
        }
        let area = line.area.unwrap();
        assert!(area.x + area.width <= image.width() && area.y + area.height <= image.height(), "{area:?}");
    }
    Some(reading)
}

const NUMBER: &str = "Call +44 7700 900123";

#[test]
fn plain_text_and_where_it_stands() {
    let Some(reading) = check(&drawn(LATIN), &["en"], NUMBER) else { return };
    let texts: Vec<&str> = reading.lines.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(texts, ["Iron Heron is hiring", "drivers, medics and pilots", NUMBER]);
    // Drawn at 40 from the left, the third line from 145 to 180 pixels from the top.
    let area = reading.lines[2].area.unwrap();
    assert!(area.x.abs_diff(41) <= 6 && area.y.abs_diff(151) <= 10 && area.height.abs_diff(27) <= 12, "{area:?}");
    assert!(reading.lines[2].confidence.unwrap() >= LEAST_CONFIDENCE);
    assert!(reading.tools.iter().all(|t| t.name == "tesseract" && !t.version.is_empty()));
    assert!(reading.tools.len() <= MOST_RUNS);
}

#[test]
fn script_and_packs_are_found() {
    check(&drawn(CYRILLIC), &["ru"], "Звоните +49 30 23125 001");
    check(&drawn(CYRILLIC), &[], "Звоните +49 30 23125 001");
    check(&drawn(CYRILLIC), &["en", "ar", "ru", "th"], "Звоните +49 30 23125 001");
}

#[test]
fn what_was_done_to_it_is_undone() {
    let plain = drawn(LATIN);
    let tilted = |by: f32| Prepared::of(&plain, Shape { turn: 0, tilt: by, scale: 1.0 }).image;
    check(&tilted(7.5), &["en"], NUMBER);
    check(&tilted(-12.0), &["en"], NUMBER);
    check(&imageops::rotate180(&plain), &["en"], NUMBER);
    check(&imageops::rotate90(&plain), &["en"], NUMBER);
    let mut inverted = plain.clone();
    imageops::invert(&mut inverted);
    check(&inverted, &["en"], NUMBER);
    check(&imageops::resize(&plain, 310, 150, imageops::FilterType::Triangle), &["en"], NUMBER);
    let pale = GrayImage::from_fn(plain.width(), plain.height(), |x, y| Luma([150 + plain.get_pixel(x, y)[0] / 8]));
    check(&pale, &["en"], NUMBER);
}

#[test]
fn letters_of_their_grounds_brightness() {
    let plain = drawn(LATIN);
    let colours = image::RgbImage::from_fn(plain.width(), plain.height(), |x, y| {
        let ink = plain.get_pixel(x, y)[0] < 128;
        image::Rgb(if ink { [60, 120, 230] } else { [205, 80, 45] })
    });
    let Some(tesseract) = tesseract() else { return };
    let settings = TextSettings { languages: vec!["en".to_owned()], effort: Effort::Picture };
    let reading = read_text(&DynamicImage::ImageRgb8(colours), &tesseract, &settings, &MediaLimits::standard());
    assert!(reading.lines.iter().any(|l| l.text == NUMBER), "{:?}", reading.lines);
}

#[test]
fn nothing_is_read_where_nothing_stands() {
    let smooth = GrayImage::from_fn(400, 300, |x, y| Luma([((x + y) / 4) as u8]));
    for image in [GrayImage::from_pixel(400, 300, Luma([90])), smooth, GrayImage::new(1, 1), GrayImage::new(0, 0)] {
        let Some(reading) = read(&image, &["en"], Effort::Picture) else { return };
        assert_eq!((reading.lines, reading.tools), (Vec::new(), Vec::new()), "no run is spent on it");
    }
}

#[test]
fn frames_cost_less() {
    let Some(reading) = read(&drawn(LATIN), &["en"], Effort::Frame) else { return };
    assert!(reading.lines.iter().any(|l| l.text == NUMBER), "{:?}", reading.lines);
    assert!(reading.tools.len() <= MOST_RUNS_FRAME);
}

#[test]
fn missing_packs_are_said() {
    let Some(mut tesseract) = tesseract() else { return };
    tesseract.languages.remove("rus");
    tesseract.languages.retain(|pack| !pack.ends_with("Cyrillic"));
    let settings = TextSettings { languages: vec!["ru".to_owned()], effort: Effort::Picture };
    let image = DynamicImage::ImageLuma8(drawn(LATIN));
    let reading = read_text(&image, &tesseract, &settings, &MediaLimits::standard());
    assert_eq!(reading.unread[0].why, "tesseract's language pack rus is not installed");
}

#[test]
fn a_slow_program_is_a_problem_of_the_file() {
    let Some(tesseract) = tesseract() else { return };
    let limits = MediaLimits { tool_time: std::time::Duration::from_millis(1), ..MediaLimits::standard() };
    let image = DynamicImage::ImageLuma8(drawn(LATIN));
    let reading = read_text(&image, &tesseract, &TextSettings::default(), &limits);
    assert_eq!(reading.problems.len(), 1, "the first that fails ends it: {:?}", reading.problems);
}
