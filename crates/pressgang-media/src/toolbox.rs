//! The programs of the system that read pictures and films: which are there, in which version, and what to install.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::limits::MediaLimits;
use crate::reading::ToolUsed;
use crate::speech::SpeechTool;
use crate::text::{Tesseract, packs_for};
use crate::tools::{Call, find};

/// The programs that are there.
#[derive(Clone, Debug, Default)]
pub struct Toolbox {
    /// Reads text in pictures.
    pub tesseract: Option<Tesseract>,
    /// Takes films apart.
    pub ffmpeg: Option<Program>,
    /// Says what is in a film; comes with ffmpeg.
    pub ffprobe: Option<Program>,
    /// Writes down speech; only what the user configured.
    pub speech: Option<SpeechTool>,
}

/// A program of the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Where it lies.
    pub path: PathBuf,
    /// Its version as it says it itself.
    pub version: String,
}

/// A program that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What is missing.
    pub program: &'static str,
    /// What stays unread without it.
    pub needed_for: &'static str,
    /// How to install it: name of the system and the command.
    pub install: &'static [(&'static str, &'static str)],
}

const TESSERACT: Advice = Advice {
    program: "tesseract",
    needed_for: "text in pictures and films",
    install: &[
        ("Debian, Ubuntu", "sudo apt install tesseract-ocr tesseract-ocr-all"),
        ("Fedora", "sudo dnf install tesseract 'tesseract-langpack-*'"),
        ("macOS", "brew install tesseract tesseract-lang"),
    ],
};

const FFMPEG: Advice = Advice {
    program: "ffmpeg",
    needed_for: "films: their frames, the text in them, and matching them",
    install: FFMPEG_INSTALL,
};

const FFPROBE: Advice =
    Advice { program: "ffprobe", needed_for: "films: what is in them; it comes with ffmpeg", install: FFMPEG_INSTALL };

const FFMPEG_INSTALL: &[(&str, &str)] = &[
    ("Debian, Ubuntu", "sudo apt install ffmpeg"),
    ("Fedora", "sudo dnf install ffmpeg-free"),
    ("macOS", "brew install ffmpeg"),
];

impl Toolbox {
    /// Looks for the programs in the search path and asks each for its version. A program that does not answer counts as
    /// missing. Speech is not looked for: it is read only by a program that the user names.
    pub fn detect() -> Toolbox {
        Toolbox {
            tesseract: Tesseract::detect(),
            ffmpeg: Program::detect("ffmpeg"),
            ffprobe: Program::detect("ffprobe"),
            speech: None,
        }
    }

    /// No program at all: pictures are hashed, nothing else is read.
    pub fn none() -> Toolbox {
        Toolbox::default()
    }

    /// Names, versions and languages of what is there, in one line that is the same wherever these are. Part of the keys
    /// under which readings are kept, so that installing a program reads again.
    pub fn fingerprint(&self) -> String {
        let program = |program: &Option<Program>| program.as_ref().map_or("none", |p| &p.version).to_owned();
        let tesseract = self.tesseract.as_ref().map_or("none".to_owned(), |t| {
            format!("{} [{}]", t.version, t.languages.iter().map(String::as_str).collect::<Vec<_>>().join(","))
        });
        let speech = self.speech.as_ref().map_or("none".to_owned(), SpeechTool::fingerprint);
        format!(
            "ffmpeg {}; ffprobe {}; tesseract {tesseract}; speech {speech}",
            program(&self.ffmpeg),
            program(&self.ffprobe)
        )
    }

    /// What is missing, for what it is needed and how to install it; empty when all is there.
    pub fn advice(&self) -> Vec<Advice> {
        let missing = [
            self.tesseract.is_none().then_some(TESSERACT),
            self.ffmpeg.is_none().then_some(FFMPEG),
            // Without ffmpeg one command installs both.
            (self.ffprobe.is_none() && self.ffmpeg.is_some()).then_some(FFPROBE),
        ];
        missing.into_iter().flatten().collect()
    }

    /// True if nothing is missing that reading needs.
    pub fn is_complete(&self) -> bool {
        self.tesseract.is_some() && self.opens_films()
    }

    /// Which of Tesseract's language packs are missing for these languages (BCP 47), by Tesseract's names: `rus` is
    /// installed by `apt install tesseract-ocr-rus`, `dnf install tesseract-langpack-rus`. Empty without Tesseract.
    pub fn missing_packs(&self, languages: &[String]) -> Vec<String> {
        let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
        self.tesseract.as_ref().map_or_else(Vec::new, |tesseract| packs_for(&languages, &tesseract.languages).1)
    }

    /// Whether films can be opened.
    pub fn opens_films(&self) -> bool {
        self.ffmpeg.is_some() && self.ffprobe.is_some()
    }
}

impl Program {
    /// The program of that name in the search path, if it answers `-version` as ffmpeg and ffprobe do.
    pub fn detect(name: &str) -> Option<Program> {
        let path = find(name)?;
        let said = ask(&path, "-version")?;
        let version = said.lines().next()?.split_whitespace().nth(2)?.to_owned();
        Some(Program { path, version })
    }

    /// How it is named among what read a file.
    pub fn used(&self, name: &str, settings: impl Into<String>) -> ToolUsed {
        ToolUsed { name: name.to_owned(), version: self.version.clone(), settings: settings.into() }
    }
}

/// What a program answers to one argument, wherever it writes it.
fn ask(path: &Path, argument: &str) -> Option<String> {
    let limits = MediaLimits { tool_time: Duration::from_secs(20), tool_output: 1 << 20, ..MediaLimits::standard() };
    let folder = crate::scratch::folder().ok()?;
    let finished = Call { program: path, arguments: vec![OsString::from(argument)], input: b"", folder: folder.path() }
        .run(&limits)
        .ok()?;
    let stdout = String::from_utf8_lossy(&finished.stdout).into_owned();
    Some(if stdout.trim().is_empty() { finished.stderr } else { stdout })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_there() {
        let toolbox = Toolbox::none();
        assert_eq!(toolbox.fingerprint(), "ffmpeg none; ffprobe none; tesseract none; speech none");
        let missing: Vec<_> = toolbox.advice().iter().map(|a| a.program).collect();
        assert_eq!(missing, ["tesseract", "ffmpeg"]);
        assert!(!toolbox.opens_films());
    }

    #[test]
    fn a_fingerprint_names_versions_and_languages() {
        let program = |version: &str| Some(Program { path: "x".into(), version: version.into() });
        let toolbox = Toolbox {
            tesseract: Some(Tesseract {
                program: "/a/tesseract".into(),
                version: "5.3.0".into(),
                languages: ["rus".into(), "eng".into()].into(),
            }),
            ffmpeg: program("7.1"),
            ffprobe: None,
            speech: None,
        };
        assert_eq!(toolbox.fingerprint(), "ffmpeg 7.1; ffprobe none; tesseract 5.3.0 [eng,rus]; speech none");
        assert_eq!(toolbox.advice(), [FFPROBE]);
    }

    #[test]
    fn what_is_there_answers() {
        // Holds with and without the programs: what is found in the search path has a version.
        let toolbox = Toolbox::detect();
        for (name, version) in [
            ("ffmpeg", toolbox.ffmpeg.as_ref().map(|p| &p.version)),
            ("tesseract", toolbox.tesseract.as_ref().map(|t| &t.version)),
        ] {
            assert_eq!(find(name).is_some(), version.is_some(), "{name}");
            assert!(version.is_none_or(|v| v.starts_with(|c: char| c.is_ascii_alphanumeric())), "{version:?}");
        }
    }
}
