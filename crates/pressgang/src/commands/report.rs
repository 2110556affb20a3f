//! `pressgang report`: write what is published.

use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_case::{Case, Findings, Publication, ReportFiles};
use pressgang_media::Toolbox;

use super::now;
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Write the report of a case that is up to date: report/report.html and report/report.json
///
/// Every report that says something new is kept under report/published/NUMBER and entered in the ledger, so that what
/// was once published can be compared and corrected.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  pressgang report my-case\n  pressgang run my-case; pressgang report my-case")]
pub struct ReportArgs {
    /// Case folder
    case: PathBuf,
}

pub fn report(args: &ReportArgs) -> Result<Outcome, CommandError> {
    let mut case = Case::open(&args.case)?;
    // For the frames of films that are shown.
    case.use_toolbox(Toolbox::detect());
    write(&mut case)?;
    match case.looks_since_run()? {
        0 => {}
        1 => say(&format!(
            "1 look was entered since the last run and is not counted; to count it: pressgang run {}",
            args.case.display()
        )),
        n => say(&format!(
            "{n} looks were entered since the last run and are not counted; to count them: pressgang run {}",
            args.case.display()
        )),
    }
    Ok(Outcome::Done)
}

/// Who made a report.
pub fn program() -> String {
    format!("pressgang {}", env!("CARGO_PKG_VERSION"))
}

/// Writes the report and prints its summary; returns where the page is.
pub fn write(case: &mut Case) -> Result<PathBuf, CommandError> {
    let findings = case.findings(&program())?;
    let report = pressgang_publish::report(&findings)?;
    let publication = case.publish(
        &findings,
        &ReportFiles {
            html: &report.html,
            json: &report.json,
            content: &report.content,
            claims: &report.claims,
            posts: &report.posts,
        },
        now(),
    )?;
    let page = case.root().join("report").join("report.html");
    print(&findings, &page, publication)?;
    Ok(page)
}

fn print(findings: &Findings, page: &Path, publication: Publication) -> Result<(), CommandError> {
    let mut out = Out::lock();
    out.line(&findings.title)?;
    if findings.organisations.iter().any(|o| o.invented) {
        out.line("(an invented organisation: this is a demonstration)")?;
    }
    out.line("")?;
    for sentence in &findings.summary {
        out.line(&format!("  {}", sentence.text))?;
    }
    out.line("")?;
    out.finish()?;
    match publication {
        Publication::New(number) => say(&format!("report {number}: {}", page.display())),
        Publication::Unchanged(number) => {
            say(&format!("report {number}: {}, which says the same already", page.display()));
        }
    }
    Ok(())
}
