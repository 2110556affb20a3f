//! `pressgang flagger-report`: the yearly report of a trusted flagger.

use std::path::PathBuf;

use clap::Args;
use pressgang_case::{Case, FlaggerYear};

use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};

/// Write the yearly report of a trusted flagger (Article 22(3) of Regulation (EU) 2022/2065)
///
/// Counts the notices that were sent as a trusted flagger in a year, over one or several cases: by provider, by type of
/// content alleged to be illegal, and by what the provider did, with how many decisions acted on the notice and how long
/// they took. It holds no personal data. How independence from providers is kept has to be said, in notifier of
/// case.toml or with --independence.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang flagger-report my-case other-case --year 2023 > report.md\n  pressgang flagger-report my-case --year 2023 --html --independence \"We take no money from platforms.\" > report.html\n  pressgang flagger-report my-case --year 2023 --json"
)]
pub struct FlaggerReportArgs {
    /// Case folders
    #[arg(required = true, value_name = "CASE")]
    cases: Vec<PathBuf>,
    /// The year in which notices were sent
    #[arg(long, value_parser = clap::value_parser!(i16).range(2000..=9999))]
    year: i16,
    /// How independence from providers is kept, in your own words
    #[arg(long, value_name = "TEXT")]
    independence: Option<String>,
    /// Name of the trusted flagger; otherwise that in notifier of case.toml
    #[arg(long)]
    name: Option<String>,
    /// Write one JSON object instead of Markdown
    #[arg(long, conflicts_with = "html")]
    json: bool,
    /// Write a page instead of Markdown
    #[arg(long)]
    html: bool,
}

pub fn flagger_report(args: &FlaggerReportArgs) -> Result<Outcome, CommandError> {
    let mut year = FlaggerYear::default();
    let (mut names, mut independence) = (args.name.clone(), args.independence.clone());
    let mut seen = Vec::new();
    for path in &args.cases {
        // The same folder twice would wait for itself.
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if seen.contains(&real) {
            continue;
        }
        seen.push(real);
        let case = Case::open(path)?;
        year.add(case.flagger_year(args.year)?);
        let notifier = &case.config.notifier;
        names = names.or_else(|| notifier.name.clone());
        independence = independence.or_else(|| notifier.independence.clone());
    }
    let Some(independence) = independence.filter(|text| !text.trim().is_empty()) else {
        return Err(CommandError::usage(
            "how independence from providers is kept was not said, and the report has to explain it (Article 22(3))",
            "write it as independence = \"...\" under [notifier] in case.toml, or say it with --independence",
        ));
    };
    let report = pressgang_publish::flagger_report(&year, args.year, names.as_deref(), &independence);
    let text = match (args.json, args.html) {
        (true, _) => report.json().map_err(pressgang_publish::PublishError::from)?,
        (false, true) => report.html(),
        (false, false) => report.markdown(),
    };
    let mut out = Out::lock();
    out.bytes(text.as_bytes())?;
    out.finish()?;
    if report.total.notices == 0 {
        say(&format!("no notice was sent as a trusted flagger in {}", args.year));
    }
    Ok(Outcome::Done)
}
