//! `pressgang demo`: a complete synthetic case, from export files to report.
//!
//! Nothing here knows what is in the demo: it unpacks files and runs the same commands a user would type.

use std::path::{Path, PathBuf};

use clap::Args;
use include_dir::{Dir, include_dir};
use pressgang_case::{AddOptions, Case, Role, write_file};
use pressgang_media::Toolbox;
use serde::Deserialize;

use super::add::{describe, describe_media};
use super::{SHIPPED_PACKS, now, report, run};
use crate::cli::{self, Outcome};
use crate::error::CommandError;
use crate::output::say;
use crate::progress::Bars;

static EXPORTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../demo/exports");
static MEDIA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../demo/media");
static RECORDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../demo/records");
static STEPS: &str = include_str!("../../../../demo/steps.toml");
static CASE_PARTS: &str = include_str!("../../../../demo/case-parts.toml");

/// Make a complete synthetic case and its report, offline
///
/// The organisation is invented. The export files are left in DIR/exports and DIR/records: change them, add them to a
/// new case, and see the report follow.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  pressgang demo\n  pressgang demo /some/folder")]
pub struct DemoArgs {
    /// Folder to make
    #[arg(default_value = "pressgang-demo")]
    dir: PathBuf,
}

#[derive(Deserialize)]
struct Steps {
    organisation: String,
    add: Vec<Step>,
    after: Vec<After>,
}

/// The title between the making of the demo's case and its filling in.
const NEW_TITLE: &str = "demo";

#[derive(Deserialize)]
struct CaseParts {
    case: CaseTitle,
}

#[derive(Deserialize)]
struct CaseTitle {
    title: String,
}

#[derive(Deserialize)]
struct Step {
    file: String,
    #[serde(default)]
    role: Option<Role>,
    /// It is a folder of pictures and films.
    #[serde(default)]
    media: bool,
}

/// A command that the demo runs once its case has been run.
#[derive(Deserialize)]
struct After {
    /// Kind, key and value of an entry of the ledger: where there is one, this was done before.
    unless: [String; 3],
    /// As it would be typed, with CASE for the case.
    command: Vec<String>,
}

impl After {
    fn perform(&self, dir: &Path) -> Result<(), CommandError> {
        let case = Case::open(dir)?;
        let [kind, key, value] = &self.unless;
        let entry = case.ledger().newest(kind, key, value).map_err(pressgang_case::CaseError::from)?;
        drop(case);
        let shown = dir.display().to_string();
        let line: Vec<String> =
            self.command.iter().map(|word| if word == "CASE" { shown.clone() } else { word.clone() }).collect();
        if entry.is_some() {
            return Ok(());
        }
        let typed = line.iter().map(|word| if word.contains(' ') { format!("{word:?}") } else { word.clone() });
        say(&format!("$ pressgang {}", typed.collect::<Vec<_>>().join(" ")));
        cli::run_line(&line).map(|_| ())
    }
}

pub fn demo(args: &DemoArgs) -> Result<Outcome, CommandError> {
    let broken = |what: &str| CommandError::Usage { message: format!("the demo's own {what} is broken"), hint: None };
    let steps: Steps = toml::from_str(STEPS).map_err(|_| broken("steps.toml"))?;
    let (_, pack) = SHIPPED_PACKS.iter().find(|(id, _)| *id == steps.organisation).ok_or_else(|| broken("pack"))?;
    let dir = &args.dir;
    let shown = dir.display();
    if !dir.join("case.toml").exists() {
        say(&format!("$ pressgang new {shown} --organisation {}", steps.organisation));
        drop(Case::create(dir, NEW_TITLE, &[pack], now())?);
    }
    refuse_another_case(dir, &steps.organisation)?;
    fill_in(&dir.join("case.toml")).ok_or_else(|| broken("case-parts.toml"))??;
    unpack(&EXPORTS, &dir.join("exports"))?;
    unpack(&MEDIA, &dir.join("pictures"))?;
    unpack(&RECORDS, &dir.join("records"))?;
    let mut case = Case::open(dir)?;
    for step in &steps.add {
        let file = dir.join(&step.file);
        if step.media {
            say(&format!("$ pressgang add {shown} --media {}", file.display()));
            say(&describe_media(&step.file, &case.add_media(&file, now())?));
            continue;
        }
        let role = step.role.unwrap_or(Role::Observed);
        let with_role = step.role.map_or(String::new(), |r| format!(" --role {}", r.as_str()));
        say(&format!("$ pressgang add {shown} {}{with_role}", file.display()));
        let options =
            AddOptions { role, format: None, organisation: None, in_place: false, mapping: Default::default() };
        let added = case.add(&file, &options, now())?;
        say(&describe(&step.file, &added, role));
    }
    say(&format!("$ pressgang run {shown}"));
    case.use_toolbox(Toolbox::detect());
    let summary = case.run(now(), &Bars::new())?;
    let outcome = run::describe(&summary);
    drop(case);
    for after in &steps.after {
        after.perform(dir)?;
    }
    say(&format!("$ pressgang report {shown}"));
    let mut case = Case::open(dir)?;
    case.use_toolbox(Toolbox::detect());
    report::write(&mut case)?;
    Ok(outcome)
}

/// A case that somebody else made must not get the demo's invented posts.
fn refuse_another_case(dir: &Path, organisation: &str) -> Result<(), CommandError> {
    let case = Case::open(dir)?;
    let own = toml::from_str::<CaseParts>(CASE_PARTS).map(|parts| parts.case.title).unwrap_or_default();
    let title = &case.config.title;
    if case.config.organisations == [organisation] && (title == NEW_TITLE || *title == own) {
        return Ok(());
    }
    Err(CommandError::usage(
        format!("{} holds another case, {title:?}", dir.display()),
        "name a folder that does not exist yet: pressgang demo DIR",
    ))
}

/// Fills the case's `case.toml` with what a researcher would have written, unless that was done before.
fn fill_in(path: &Path) -> Option<Result<(), CommandError>> {
    let text = std::fs::read_to_string(path).ok()?;
    let mut case: toml_edit::DocumentMut = text.parse().ok()?;
    let parts: toml_edit::DocumentMut = CASE_PARTS.parse().ok()?;
    if parts.iter().all(|(key, _)| case.contains_key(key)) {
        return Some(Ok(()));
    }
    for (key, item) in parts.iter() {
        match (case.get_mut(key).and_then(toml_edit::Item::as_table_mut), item.as_table()) {
            (Some(table), Some(new)) => new.iter().for_each(|(k, v)| {
                table.insert(k, v.clone());
            }),
            _ => {
                case.insert(key, item.clone());
            }
        }
    }
    Some(write_file(path, case.to_string().as_bytes()).map_err(Into::into))
}

fn unpack(files: &Dir<'_>, to: &Path) -> Result<(), CommandError> {
    for file in files.files() {
        let path = to.join(file.path());
        // A file somebody changed is theirs.
        if !path.exists() {
            write_file(&path, file.contents())?;
        }
    }
    Ok(())
}
