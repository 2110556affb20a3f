//! `pressgang doctor`: which optional programs are there, and what to install.

use std::env;
use std::path::PathBuf;

use clap::Args;
use pressgang_case::Case;
use pressgang_media::{Advice, Program, Tesseract, Toolbox};

use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::Out;

/// Say which optional programs are there, what each is needed for, and how to install what is missing
///
/// Everything but reading text in pictures and opening films works without them. A case is run without them too, and its
/// report says what was not read. With a case it is also said which of its languages tesseract lacks.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  pressgang doctor\n  pressgang doctor my-case")]
pub struct DoctorArgs {
    /// Case folder
    case: Option<PathBuf>,
}

/// A program as it is shown.
struct Shown<'a> {
    name: &'a str,
    /// Version and path, where it is there.
    found: Option<(&'a str, &'a PathBuf)>,
    needed_for: &'a str,
    /// What else there is to say of it.
    more: Vec<String>,
}

/// Languages that are named one by one.
const SHOWN_LANGUAGES: usize = 20;

pub fn doctor(args: &DoctorArgs) -> Result<Outcome, CommandError> {
    let languages = args.case.as_ref().map(|case| Case::open(case)?.media_languages()).transpose()?;
    let toolbox = Toolbox::detect();
    let manager = Manager::of_this_system();
    let advice = Toolbox::none().advice();
    let needed_for = |name: &str| advice.iter().find(|a| a.program == name).map_or("", |a| a.needed_for);
    let mut out = Out::lock();
    let programs = [
        tesseract(toolbox.tesseract.as_ref(), needed_for("tesseract"), manager),
        program("ffmpeg", toolbox.ffmpeg.as_ref(), needed_for("ffmpeg")),
        program("ffprobe", toolbox.ffprobe.as_ref(), "films: what is in them; it comes with ffmpeg"),
    ];
    for shown in &programs {
        match shown.found {
            Some((version, path)) => out.line(&format!("{:10} {version}, {}", shown.name, path.display()))?,
            None => out.line(&format!("{:10} missing", shown.name))?,
        }
        out.line(&format!("           for {}", shown.needed_for))?;
        shown.more.iter().try_for_each(|line| out.line(&format!("           {line}")))?;
    }
    if let Some(languages) = &languages {
        out.line("")?;
        of_case(&mut out, languages, &toolbox, manager)?;
    }
    let missing = programs.iter().filter(|shown| shown.found.is_none()).count();
    out.line("")?;
    for advice in toolbox.advice() {
        install(&mut out, &advice, manager)?;
    }
    out.line(&match missing {
        0 => "All optional programs are there.".to_owned(),
        1 => "One optional program is missing: cases are run without it, and reports say what was not read.".to_owned(),
        n => {
            format!("{n} optional programs are missing: cases are run without them, and reports say what was not read.")
        }
    })?;
    out.finish()?;
    Ok(Outcome::Done)
}

/// The languages of a case, and what reads them.
fn of_case(
    out: &mut Out,
    languages: &[(String, u64)],
    toolbox: &Toolbox,
    manager: Option<Manager>,
) -> Result<(), CommandError> {
    if languages.is_empty() {
        return out.line("No post of this case with pictures or films is in a known language.");
    }
    let counts: Vec<String> = languages.iter().map(|(code, posts)| format!("{code} {posts}")).collect();
    let more = match counts.len().saturating_sub(SHOWN_LANGUAGES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let shown = counts[..counts.len().min(SHOWN_LANGUAGES)].join(", ");
    out.line(&format!("posts of this case with pictures or films, by language: {shown}{more}"))?;
    if toolbox.tesseract.is_none() {
        return Ok(());
    }
    let codes: Vec<String> = languages.iter().map(|(code, _)| code.clone()).collect();
    let missing = toolbox.missing_packs(&codes);
    if missing.is_empty() {
        return out.line("Tesseract has a pack for each of them that it knows.");
    }
    out.line(&format!("tesseract lacks: {}", missing.join(" ")))?;
    let packs: Vec<&str> = missing.iter().map(String::as_str).collect();
    match manager {
        Some(manager) => out.line(&format!("install them: {}", manager.packs(&packs))),
        None => {
            out.line("install them:")?;
            let all = [("Debian, Ubuntu", Manager::Apt), ("Fedora", Manager::Dnf), ("macOS", Manager::Brew)];
            all.iter().try_for_each(|(system, manager)| out.line(&format!("  {system}: {}", manager.packs(&packs))))
        }
    }
}

fn program<'a>(name: &'a str, found: Option<&'a Program>, needed_for: &'a str) -> Shown<'a> {
    Shown { name, found: found.map(|p| (p.version.as_str(), &p.path)), needed_for, more: Vec::new() }
}

fn tesseract<'a>(found: Option<&'a Tesseract>, needed_for: &'a str, manager: Option<Manager>) -> Shown<'a> {
    let mut more = Vec::new();
    if let Some(tesseract) = found {
        let (packs, detection): (Vec<&String>, Vec<&String>) = tesseract.languages.iter().partition(|l| *l != "osd");
        more.push(match packs.len() {
            0 => "it has no language packs, so it reads nothing".to_owned(),
            1 => format!("1 language pack: {}", joined(&packs)),
            n => format!("{n} language packs: {}", joined(&packs)),
        });
        if detection.is_empty() {
            more.push(
                "without its pack osd it does not see which way up a picture is, nor which script is in it".to_owned(),
            );
            more.extend(manager.map(|m| format!("install it with: {}", m.packs(&["osd"]))));
        }
    }
    Shown { name: "tesseract", found: found.map(|t| (t.version.as_str(), &t.program)), needed_for, more }
}

fn joined(packs: &[&String]) -> String {
    packs.iter().map(|pack| pack.as_str()).collect::<Vec<_>>().join(" ")
}

/// The one command of this system, or those of all.
fn install(out: &mut Out, advice: &Advice, manager: Option<Manager>) -> Result<(), CommandError> {
    let own = manager.and_then(|m| advice.install.iter().find(|(_, command)| command.contains(m.word())));
    match own {
        Some((_, command)) => out.line(&format!("install {}: {command}", advice.program)),
        None => {
            out.line(&format!("install {}:", advice.program))?;
            advice.install.iter().try_for_each(|(system, command)| out.line(&format!("  {system}: {command}")))
        }
    }
}

/// What installs programs on this system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manager {
    Apt,
    Dnf,
    Brew,
}

impl Manager {
    /// By what is in the search path.
    fn of_this_system() -> Option<Manager> {
        let path = env::var_os("PATH")?;
        let is_there = |name: &str| env::split_paths(&path).any(|folder| folder.join(name).is_file());
        let known = [(Manager::Apt, "apt"), (Manager::Dnf, "dnf"), (Manager::Brew, "brew")];
        known.into_iter().find(|(_, name)| is_there(name)).map(|(manager, _)| manager)
    }

    /// By which its commands are known.
    fn word(self) -> &'static str {
        match self {
            Manager::Apt => "apt install",
            Manager::Dnf => "dnf install",
            Manager::Brew => "brew install",
        }
    }

    /// The command that installs language packs of tesseract.
    fn packs(self, packs: &[&str]) -> String {
        let names = |before: &str, hyphens: bool| {
            let name =
                |pack: &&str| format!("{before}{}", if hyphens { pack.replace('_', "-") } else { (*pack).to_owned() });
            packs.iter().map(name).collect::<Vec<_>>().join(" ")
        };
        match self {
            Manager::Apt => format!("sudo apt install {}", names("tesseract-ocr-", true)),
            Manager::Dnf => format!("sudo dnf install {}", names("tesseract-langpack-", false)),
            // One package with all of them.
            Manager::Brew => "brew install tesseract-lang".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_that_install_packs() {
        let cases = [
            (Manager::Apt, "sudo apt install tesseract-ocr-rus tesseract-ocr-chi-sim"),
            (Manager::Dnf, "sudo dnf install tesseract-langpack-rus tesseract-langpack-chi_sim"),
            (Manager::Brew, "brew install tesseract-lang"),
        ];
        for (manager, expected) in cases {
            assert_eq!(manager.packs(&["rus", "chi_sim"]), expected);
        }
    }
}
