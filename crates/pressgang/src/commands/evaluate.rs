//! `pressgang evaluate`: how right a case's likelihood ratios are.

use std::path::PathBuf;

use clap::Args;
use pressgang_case::{Calibration, Case, Evaluation, LanguageTrials};
use pressgang_weigh::trials::Summary;
use serde_json::{Value, json};

use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::Out;

/// Show how right the likelihood ratios of a case are, on posts that are not in question
///
/// Each verified account is held against the others as though it were unknown, and ordinary accounts (background
/// sources) are held against all of them. Ratios are those of wording, offers, contacts and links, as counted: before
/// the bounds and rules that hold assessments down.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang run my-case; pressgang evaluate my-case\n  pressgang evaluate my-case --json | jq '.organisations[0].cllr'"
)]
pub struct EvaluateArgs {
    /// Case folder
    case: PathBuf,
    /// Write one JSON object instead
    #[arg(long)]
    json: bool,
}

pub fn evaluate(args: &EvaluateArgs) -> Result<Outcome, CommandError> {
    let evaluations = Case::open(&args.case)?.evaluate()?;
    let mut out = Out::lock();
    if args.json {
        let organisations: Vec<Value> = evaluations.iter().map(as_json).collect();
        out.line(&json!({ "organisations": organisations }).to_string())?;
    } else {
        for (number, evaluation) in evaluations.iter().enumerate() {
            if number > 0 {
                out.line("")?;
            }
            for line in lines(evaluation) {
                out.line(&line)?;
            }
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

fn measure(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"))
}

fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{:.1} %", value * 100.0))
}

fn lines(evaluation: &Evaluation) -> Vec<String> {
    let Evaluation { summary, .. } = evaluation;
    let mut lines = vec![
        evaluation.name.clone(),
        String::new(),
        format!("  {}", evaluation.sentence),
        String::new(),
        format!("  groups of posts     {:>8}   of {} verified accounts", summary.same, evaluation.verified_accounts),
        format!(
            "                      {:>8}   of {} ordinary accounts",
            summary.different, evaluation.ordinary_accounts
        ),
        format!(
            "  Cllr                {:>8}   the cost of the ratios in bits: 0 is perfect, 1 says nothing",
            measure(summary.cllr)
        ),
        format!(
            "  its minimum         {:>8}   what is left with the best calibration: they cannot tell better",
            measure(summary.cllr_min)
        ),
        format!(
            "  lost to calibration {:>8}   {:.1} at most, or terms are lowered",
            measure(summary.calibration_loss),
            evaluation.most_loss
        ),
        format!("  area under the ROC  {:>8}", measure(summary.area)),
        format!("  equal error rate    {:>8}", share(summary.equal_error_rate)),
        String::new(),
        format!(
            "  By prior ({:.0} %) and ratio alone, from {:.0} % on (\"likely\"): {} of {} verified groups found, {} of {} ordinary ones mistaken for them.",
            evaluation.prior * 100.0,
            evaluation.threshold_at * 100.0,
            evaluation.threshold.found,
            summary.same,
            evaluation.threshold.mistaken,
            summary.different,
        ),
        format!(
            "  Were {:.0} % of all groups verified ones, {} of what is found would be right.",
            evaluation.prior * 100.0,
            share(evaluation.threshold.precision_at(evaluation.prior)),
        ),
        String::new(),
        format!("  {:<22}{:>10}{:>10}{:>10}{:>10}", "term", "verified", "ordinary", "right", "at prior"),
    ];
    for term in &evaluation.terms {
        lines.push(format!(
            "  {:<22}{:>10}{:>10}{:>10}{:>10}",
            term.term.words,
            term.same,
            term.different,
            share(term.right),
            share(term.right_at_prior)
        ));
    }
    lines.push(String::new());
    lines.push(format!("  {:<22}{:>10}{:>10}{:>10}{:>10}", "language", "verified", "ordinary", "Cllr", "lost"));
    let told = |language: &&LanguageTrials| language.summary.same > 0;
    let (shown, others): (Vec<_>, Vec<_>) = evaluation.languages.iter().partition(told);
    for language in shown {
        let Summary { same, different, cllr, calibration_loss, .. } = &language.summary;
        lines.push(format!(
            "  {:<22}{same:>10}{different:>10}{:>10}{:>10}",
            language.code,
            measure(*cllr),
            measure(*calibration_loss)
        ));
    }
    if !others.is_empty() {
        let groups: usize = others.iter().map(|language| language.summary.different).sum();
        lines.push(format!("  {:<22}{:>10}{groups:>10}", format!("{} others", others.len()), 0));
    }
    if evaluation.calibration == Calibration::Unknown {
        lines.push(String::new());
        lines.push(
            "  More verified accounts (source role reference) and ordinary posts (role background) would show it."
                .to_owned(),
        );
    }
    lines
}

fn as_json(evaluation: &Evaluation) -> Value {
    let summary = |summary: &Summary| {
        json!({
            "verified_groups": summary.same,
            "ordinary_groups": summary.different,
            "cllr": summary.cllr,
            "cllr_min": summary.cllr_min,
            "calibration_loss": summary.calibration_loss,
            "area": summary.area,
            "equal_error_rate": summary.equal_error_rate,
        })
    };
    let mut all = summary(&evaluation.summary);
    all["organisation"] = json!(evaluation.organisation);
    all["calibration"] = json!(evaluation.calibration.as_str());
    all["most_loss"] = json!(evaluation.most_loss);
    all["verified_accounts"] = json!(evaluation.verified_accounts);
    all["ordinary_accounts"] = json!(evaluation.ordinary_accounts);
    all["prior"] = json!(evaluation.prior);
    let threshold = evaluation.threshold;
    all["threshold"] = json!({
        "probability": evaluation.threshold_at,
        "found": threshold.found,
        "missed": threshold.missed,
        "mistaken": threshold.mistaken,
        "left": threshold.left,
        "precision": threshold.precision(),
        "precision_at_prior": threshold.precision_at(evaluation.prior),
        "recall": threshold.recall(),
    });
    let terms = evaluation.terms.iter().map(|term| {
        json!({
            "term": term.term.words, "verified": term.same, "ordinary": term.different, "right": term.right,
            "interval": term.interval.map(|(from, to)| [from, to]), "right_at_prior": term.right_at_prior,
        })
    });
    all["terms"] = terms.collect();
    let bins = evaluation.bins.iter().map(|bin| {
        json!({
            "from": bin.from, "to": bin.to, "verified": bin.same, "ordinary": bin.different, "predicted": bin.predicted,
            "observed": bin.observed, "interval": [bin.interval.0, bin.interval.1],
        })
    });
    all["reliability"] = bins.collect();
    let roc = evaluation.trials.roc();
    all["roc"] = roc.iter().flat_map(|roc| roc.points()).map(|p| json!([p.false_alarms, p.hits])).collect();
    let languages = evaluation.languages.iter().map(|language| {
        let mut one = summary(&language.summary);
        one["language"] = json!(language.code);
        one
    });
    all["languages"] = languages.collect();
    all
}
