//! In which order a picture is prepared and read, from the cheapest way on, until what was read is sure.

use image::{DynamicImage, GrayImage};

use super::layout::{Layout, NOISY};
use super::merge::{Seen, numbers};
use super::passes::{Passes, quality};
use super::prepare::{self, Channel, Prepared, Shape};
use super::{Effort, digits, packs, script};
use crate::reading::Area;

/// The height of capital letters that Tesseract reads best, in pixels.
const BEST_HEIGHT: f32 = 32.0;
/// Most pixels of a prepared picture.
const MOST_PIXELS: f32 = 12e6;
/// Packs beside English in one run.
const MOST_PACKS: usize = 2;

/// The channel in which letters differ most from their ground, and where they stand in it.
pub(super) struct Ground {
    gray: GrayImage,
    channel: Channel,
    layout: Layout,
}

impl Ground {
    /// `None` where nothing looks like text.
    pub fn of(image: &DynamicImage) -> Option<Ground> {
        let gray = Channel::Luma.of(image);
        let layout = Layout::of(&gray);
        let mut best = Ground { gray, channel: Channel::Luma, layout };
        if best.layout.contrast < 50.0 {
            for channel in Channel::COLOURS {
                let gray = channel.of(image);
                let layout = Layout::of(&gray);
                if layout.clearness() > 1.3 * best.layout.clearness() {
                    best = Ground { gray, channel, layout };
                }
            }
        }
        best.layout.has_text().then_some(best)
    }

    fn prepared(&self, turn: u32, height: f32) -> Prepared {
        let letters = self.layout.letter_height().unwrap_or(BEST_HEIGHT);
        let pixels = (self.gray.width() as f32 * self.gray.height() as f32).max(1.0);
        let scale = (height / letters).clamp(0.25, 4.0).min((MOST_PIXELS / pixels).sqrt());
        let turn = if self.layout.sideways { (turn + 90) % 360 } else { turn };
        let smooth;
        // Small letters would go with the noise.
        let gray = if self.layout.noise > NOISY && scale <= 3.0 {
            smooth = prepare::smooth(&self.gray);
            &smooth
        } else {
            &self.gray
        };
        let prepared = Prepared::of(gray, Shape { turn, tilt: self.layout.tilt, scale });
        let even = prepare::stretch(&prepared.image, self.layout.light);
        prepared.with(even)
    }
}

/// Less than this, and another script or way up is tried; letters of a wrong script come out at 30 to 55.
const UNSURE: f32 = 70.0;
/// What is surer than this needs no second look.
const SURE: f32 = 88.0;
/// Tesseract's own scale: from here on the way up is taken from it.
const UPRIGHT: f32 = 3.0;
/// Most packs in the run that finds out which script a text is in.
const MOST_SCRIPTS: usize = 16;

/// What is known of how to read a picture.
struct Plan {
    turn: u32,
    packs: Vec<String>,
}

/// All readings of a picture, the plainest first.
pub(super) fn read(ground: &Ground, languages: &[&str], effort: Effort, passes: &mut Passes<'_>) -> Vec<Vec<Seen>> {
    let (plan, first) = match effort {
        Effort::Picture => first_reading(ground, languages, passes),
        Effort::Frame => in_known_languages(ground, languages, passes),
    };
    let mut readings = vec![first];
    // No pack reads European digits as well as the English one, and none but the script's its own.
    let native = readings.iter().flatten().any(|line| digits::has_native(&line.text));
    let eng = "eng".to_owned();
    let english = !native && passes.tesseract.languages.contains("eng");
    let of_digits = if english { std::slice::from_ref(&eng) } else { plan.packs.as_slice() };
    let ways: [(&str, u8, f32, &[String]); 3] = [
        ("local threshold", 11, 1.0, of_digits),
        ("flattened", 6, 1.3, of_digits),
        ("one threshold", 11, 0.8, &plan.packs),
    ];
    for (way, psm, larger, packs) in ways {
        if is_settled(&readings) {
            break;
        }
        let prepared = ground.prepared(plan.turn, BEST_HEIGHT * larger);
        let radius = (BEST_HEIGHT * larger) as usize;
        let image = match way {
            "local threshold" => prepare::sauvola(&prepared.image, radius),
            "flattened" => prepare::flatten(&prepared.image, radius * 2),
            _ => prepare::otsu(&prepared.image),
        };
        let way = format!("{} {way}", ground.channel.name());
        readings.push(passes.read(&prepared.with(image), &way, packs, psm));
    }
    // What stands where no letters were seen is noise.
    for lines in &mut readings {
        lines.retain(|line| {
            let Area { x, y, width, height } = line.area;
            ground.layout.has_line_at(x as f32, y as f32, width as f32, height as f32)
        });
    }
    readings
}

/// Finds out script and way up, and reads plainly.
fn first_reading(ground: &Ground, languages: &[&str], passes: &mut Passes<'_>) -> (Plan, Vec<Seen>) {
    let plain = ground.prepared(0, BEST_HEIGHT);
    let name = ground.channel.name();
    let found = passes.orientation(&plain);
    let turn = found.as_ref().filter(|f| f.turn_confidence >= UPRIGHT).map_or(0, |f| f.turn);
    let upright = if turn == 0 { plain } else { ground.prepared(turn, BEST_HEIGHT) };
    let mut plan = Plan { turn, packs: packs_of(found.as_ref().map(|f| f.script.as_str()), languages, passes) };
    let mut reading = Vec::new();
    if found.is_some() {
        reading = passes.read(&upright, name, &plan.packs, 3);
        if quality(&reading).0 >= UNSURE {
            return (plan, reading);
        }
    }
    let scripts = packs::one_for_each_script(languages, &passes.tesseract.languages, MOST_SCRIPTS);
    if let Some(sample) = script::sample(&ground.layout, &upright) {
        let said = passes.read(&sample, "lines in all scripts", &scripts, 6);
        let packs = packs_of(script::most_of(&said), languages, passes);
        if found.is_none() || packs != plan.packs {
            let other = passes.read(&upright, name, &packs, 3);
            if quality(&other) > quality(&reading) || reading.is_empty() {
                (plan.packs, reading) = (packs, other);
            }
        }
    }
    // Upside down, most letters still look like some.
    if quality(&reading).0 < UNSURE - 15.0 {
        let turn = (plan.turn + 180) % 360;
        let other = passes.read(&ground.prepared(turn, BEST_HEIGHT), name, &plan.packs, 3);
        if quality(&other).0 > quality(&reading).0 + 10.0 {
            (plan.turn, reading) = (turn, other);
        }
    }
    (plan, reading)
}

/// The packs of the likeliest languages, for frames: the other frames show what this one does not.
fn in_known_languages(ground: &Ground, languages: &[&str], passes: &mut Passes<'_>) -> (Plan, Vec<Seen>) {
    let script = languages.iter().find_map(|code| packs::script_of(code));
    let plan = Plan { turn: 0, packs: packs_of(script, languages, passes) };
    let reading = passes.read(&ground.prepared(0, BEST_HEIGHT), ground.channel.name(), &plan.packs, 3);
    (plan, reading)
}

/// Packs for a script, and English, in which handles and addresses are written.
fn packs_of(script: Option<&str>, languages: &[&str], passes: &Passes<'_>) -> Vec<String> {
    let installed = &passes.tesseract.languages;
    let mut packs =
        script.map_or(Vec::new(), |script| packs::packs_for_script(script, languages, installed, MOST_PACKS));
    if installed.contains("eng") && !packs.iter().any(|p| p == "eng") {
        packs.push("eng".to_owned());
    }
    packs
}

/// Nothing is left open: every number was read twice alike, and what was read is sure.
fn is_settled(readings: &[Vec<Seen>]) -> bool {
    let said: Vec<String> = readings.iter().flatten().flat_map(|line| numbers(&line.text)).collect();
    let twice = said.iter().all(|number| said.iter().filter(|other| *other == number).count() >= 2);
    let best = readings.iter().map(|lines| quality(lines)).fold((0.0, 0), |a, b| if b.0 > a.0 { b } else { a });
    // Where there is no number, much that is sure says that there is none to be seen.
    let enough = if said.is_empty() { best.0 >= SURE && best.1 >= 20 } else { readings.len() >= 2 };
    twice && enough
}
