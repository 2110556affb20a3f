//! Writes the report of the sample (nothing in it is real): `sample_report OUT.html [small|empty|answered]`.

#![allow(missing_docs, clippy::print_stderr)]

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let Some(out) = args.next() else {
        eprintln!("usage: sample_report OUT.html [small|empty|answered]");
        return ExitCode::FAILURE;
    };
    let findings = match args.next().as_deref() {
        Some("small") => sample::small(),
        Some("answered") => sample::answered(),
        Some("empty") => sample::empty(),
        _ => sample::large(),
    };
    let written = pressgang_publish::report(&findings).map_err(|e| e.to_string()).and_then(|report| {
        std::fs::write(&out, report.html).map_err(|e| e.to_string())?;
        std::fs::write(format!("{out}.json"), report.json).map_err(|e| e.to_string())
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
