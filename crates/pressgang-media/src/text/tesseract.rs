//! Tesseract, the program that reads text: finding it, and running it on one picture held in memory.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use image::GrayImage;

use crate::limits::MediaLimits;
use crate::reading::Area;
use crate::scratch;
use crate::tools::{self, Call, ToolError};

/// Tesseract as it is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tesseract {
    /// Where the program is.
    pub program: PathBuf,
    /// Its version as it says it, for example `5.3.0`.
    pub version: String,
    /// The packs that are installed, as `--list-langs` names them.
    pub languages: BTreeSet<String>,
}

/// How one run is set.
#[derive(Clone, Debug)]
pub(super) struct Run<'a> {
    /// Packs, joined by `+`.
    pub packs: &'a str,
    /// Page segmentation mode: 3 finds columns and blocks, 6 takes one block, 11 finds lines anywhere.
    pub psm: u8,
}

/// A line as one run read it, in pixels of the picture it was given.
#[derive(Clone, Debug)]
pub(super) struct RawLine {
    pub words: Vec<RawWord>,
}

/// A word of it.
#[derive(Clone, Debug)]
pub(super) struct RawWord {
    pub text: String,
    pub confidence: f32,
    pub area: Area,
}

/// What `--psm 0` says of a picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Orientation {
    /// How far the picture has to be turned clockwise to be upright: 0, 90, 180 or 270 degrees.
    pub turn: u32,
    /// How sure that is; Tesseract's own scale, 15 being sure.
    pub turn_confidence: f32,
    /// The script, for example `Cyrillic`.
    pub script: String,
    /// How sure that is, same scale.
    pub script_confidence: f32,
}

/// Letters are scaled to what Tesseract expects at this resolution.
const DPI: &str = "300";

impl Tesseract {
    /// The program in the search path; `None` where there is none that works.
    pub fn detect() -> Option<Tesseract> {
        Tesseract::at(&tools::find("tesseract")?, &MediaLimits::standard()).ok()
    }

    /// Asks a program for its version and languages.
    pub fn at(program: &Path, limits: &MediaLimits) -> Result<Tesseract, ToolError> {
        let version = call(program, &["--version"], &[], limits)?;
        let languages = call(program, &["--list-langs"], &[], limits)?;
        Ok(Tesseract {
            program: program.to_owned(),
            version: version_in(&version).to_owned(),
            languages: languages_in(&languages),
        })
    }

    /// Reads the text of a picture.
    pub(super) fn lines(
        &self,
        image: &GrayImage,
        run: &Run<'_>,
        limits: &MediaLimits,
    ) -> Result<Vec<RawLine>, ToolError> {
        let psm = run.psm.to_string();
        let arguments = ["-", "-", "-l", run.packs, "--psm", &psm, "--dpi", DPI, "-c", "tessedit_create_tsv=1"];
        Ok(lines_in(&call(&self.program, &arguments, &pgm(image), limits)?))
    }

    /// Which way up a picture is and in which script; `None` where there is too little text to tell.
    pub(super) fn orientation(
        &self,
        image: &GrayImage,
        limits: &MediaLimits,
    ) -> Result<Option<Orientation>, ToolError> {
        let arguments = ["-", "-", "-l", "osd", "--psm", "0", "--dpi", DPI];
        match call(&self.program, &arguments, &pgm(image), limits) {
            Ok(said) => Ok(orientation_in(&said)),
            // Too few letters are an error to it.
            Err(ToolError::Failed { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn call(program: &Path, arguments: &[&str], input: &[u8], limits: &MediaLimits) -> Result<String, ToolError> {
    let io = |error| ToolError::Io { program: "tesseract".to_owned(), error };
    let folder = scratch::folder().map_err(io)?;
    let arguments = arguments.iter().map(OsString::from).collect();
    let finished = Call { program, arguments, input, folder: folder.path() }.run(limits)?;
    Ok(String::from_utf8_lossy(&finished.stdout).into_owned())
}

/// A picture as Netpbm writes it, the only format that every build of Tesseract reads without a library.
fn pgm(image: &GrayImage) -> Vec<u8> {
    let mut bytes = format!("P5\n{} {}\n255\n", image.width(), image.height()).into_bytes();
    bytes.extend_from_slice(image.as_raw());
    bytes
}

fn version_in(said: &str) -> &str {
    said.lines().next().and_then(|line| line.split_whitespace().nth(1)).map_or("", |v| v.trim_start_matches('v'))
}

fn languages_in(said: &str) -> BTreeSet<String> {
    // The first line says how many there are.
    said.lines().skip(1).map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn orientation_in(said: &str) -> Option<Orientation> {
    let value = |name: &str| said.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
    Some(Orientation {
        turn: value("Rotate")?.parse().ok().filter(|turn| [0, 90, 180, 270].contains(turn))?,
        turn_confidence: value("Orientation confidence")?.parse().ok()?,
        script: value("Script")?.to_owned(),
        script_confidence: value("Script confidence")?.parse().ok()?,
    })
}

/// Lines of a table of twelve columns; rows of another shape are passed over.
fn lines_in(table: &str) -> Vec<RawLine> {
    let mut lines: Vec<RawLine> = Vec::new();
    let mut last = None;
    for row in table.lines() {
        let columns: Vec<&str> = row.splitn(12, '\t').collect();
        let [level, page, block, paragraph, line, _, x, y, width, height, confidence, text] = columns[..] else {
            continue;
        };
        let number = |text: &str| text.parse::<u32>().ok();
        let (Some(x), Some(y), Some(width), Some(height)) = (number(x), number(y), number(width), number(height))
        else {
            continue;
        };
        let confidence = confidence.parse::<f32>().unwrap_or(-1.0);
        if level != "5" || text.trim().is_empty() || !(0.0..=100.0).contains(&confidence) {
            continue;
        }
        let word = RawWord { text: text.trim().to_owned(), confidence, area: Area { x, y, width, height } };
        let place = (page, block, paragraph, line);
        match lines.last_mut() {
            Some(open) if last == Some(place) => open.words.push(word),
            _ => lines.push(RawLine { words: vec![word] }),
        }
        last = Some(place);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_says_of_itself() {
        assert_eq!(version_in("tesseract 5.3.0\n leptonica-1.82.0\n"), "5.3.0");
        assert_eq!(version_in("tesseract v5.0.1.20220118\n"), "5.0.1.20220118");
        assert_eq!(version_in(""), "");
        let listed = languages_in("List of available languages in \"/x/\" (2):\nrus\nscript/Cyrillic\n");
        assert_eq!(listed.into_iter().collect::<Vec<_>>(), ["rus", "script/Cyrillic"]);
    }

    #[test]
    fn orientations() {
        let said = "Page number: 0\nOrientation in degrees: 180\nRotate: 180\nOrientation confidence: 1.38\n\
                    Script: Latin\nScript confidence: 1.11\n";
        let expected =
            Orientation { turn: 180, turn_confidence: 1.38, script: "Latin".to_owned(), script_confidence: 1.11 };
        assert_eq!(orientation_in(said), Some(expected));
        assert_eq!(orientation_in("Too few characters."), None);
        assert_eq!(orientation_in(&said.replace("Rotate: 180", "Rotate: 7")), None);
    }

    #[test]
    fn tables_of_words() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t1\t0\t10\t20\t300\t40\t-1\t\n\
            5\t1\t1\t1\t1\t1\t10\t20\t100\t40\t96.5\tCall\n\
            5\t1\t1\t1\t1\t2\t120\t20\t100\t40\t91\tus\n\
            5\t1\t1\t1\t2\t1\t10\t80\t100\t40\t50\t\"+44\n\
            5\t1\t1\t1\t2\t2\t10\t80\t100\t40\t50\t \n\
            5\t1\t1\t1\t3\t1\t-3\t80\t100\t40\t50\tx\n\
            broken\n";
        let lines = lines_in(table);
        let shown: Vec<String> = lines
            .iter()
            .map(|l| l.words.iter().map(|w| format!("{} {}", w.text, w.confidence)).collect::<Vec<_>>().join(", "))
            .collect();
        assert_eq!(shown, ["Call 96.5, us 91", "\"+44 50"]);
        assert_eq!(lines[0].words[1].area, Area { x: 120, y: 20, width: 100, height: 40 });
    }
}
