//! `pressgang report`: write what is published.

use std::path::{Path, PathBuf};

use clap::Args;
use pressgang_case::{Case, Findings, write_file};
use pressgang_media::Toolbox;

use super::now;
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
    let written = [("report/report.html", report.html.as_bytes()), ("report/report.json", report.json.as_bytes())];
    for (path, bytes) in written {
        write_file(&case.root().join(path), bytes)?;
    }
    case.enter_report(&findings, &written, now())?;
    let page = case.root().join("report/report.html");
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
