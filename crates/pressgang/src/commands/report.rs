//! `pressgang report`: write what is published.

use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_case::{Case, Findings, write_file};
use pressgang_media::Toolbox;

use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Write the report of a case that is up to date: report/report.html and report/report.json
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
    Ok(Outcome::Done)
}

/// Writes the report and prints its summary; returns where the page is.
pub fn write(case: &mut Case) -> Result<PathBuf, CommandError> {
    let findings = case.findings(&format!("pressgang {}", env!("CARGO_PKG_VERSION")))?;
    let report = pressgang_publish::report(&findings)?;
    let folder = case.root().join("report");
    let page = folder.join("report.html");
    write_file(&page, report.html.as_bytes())?;
    write_file(&folder.join("report.json"), report.json.as_bytes())?;
    print(&findings, &page)?;
    Ok(page)
}

fn print(findings: &Findings, page: &Path) -> Result<(), CommandError> {
    let mut out = Out::lock();
    out.line(&findings.title)?;
    if findings.organisations.iter().any(|o| o.invented) {
        out.line("(an invented organisation: this is a demonstration)")?;
    }
    out.line("")?;
    for sentence in &findings.summary {
        out.line(&format!("  {sentence}"))?;
    }
    out.line("")?;
    out.finish()?;
    say(&format!("report: {}", page.display()));
    Ok(())
}
