//! Draws the charts of trials, from invented ratios: `trial_charts OUT.html`.

#![allow(missing_docs, clippy::print_stderr)]

use std::process::ExitCode;

use pressgang_publish::charts;
use pressgang_weigh::scales::Scale;
use pressgang_weigh::trials::Trials;

/// Numbers spread like a bell, by the sum of three sawteeth.
fn bell(count: u32, middle: f64, spread: f64) -> Vec<f64> {
    let tooth = |i: u32, step: f64| (f64::from(i) * step).fract() - 0.5;
    (0..count).map(|i| middle + spread * (tooth(i, 0.618_034) + tooth(i, 0.754_878) + tooth(i, 0.414_214))).collect()
}

fn main() -> ExitCode {
    let Some(out) = std::env::args().nth(1) else {
        eprintln!("usage: trial_charts OUT.html");
        return ExitCode::FAILURE;
    };
    let sides = charts::Sides { same: "verified accounts", different: "ordinary accounts" };
    let sets = [("many", 400, 5_000), ("few", 9, 14)];
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\"><style>{}</style><main>",
        include_str!("../templates/report.css")
    );
    for (name, same, different) in sets {
        let trials =
            Trials::new(bell(same, 1.4, 2.2), bell(different, -1.2, 1.8)).unwrap_or_else(|why| panic!("{why}"));
        page += &format!("<h2>{name}</h2><div class=\"figures alike\">");
        for (caption, chart) in charts::trial_figures(&trials, 0.5, sides) {
            page += &format!("<figure><figcaption>{caption}</figcaption>{chart}</figure>");
        }
        page += "</div>";
    }
    for scale in Scale::ALL {
        page += &format!("<h2>{}</h2>", scale.name());
        for term in scale.terms() {
            page += &charts::scale(term);
        }
    }
    match std::fs::write(&out, page + "</main></html>") {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
