//! Pairs and edges as they are written.

use std::ops::ControlFlow;

use pressgang_signals::coordination::{CoordinatedShares, CrowdedObject, Edge};

use crate::error::CommandError;
use crate::output::{Out, say};

/// Writes pairs of posts; returns what was left out.
pub fn pairs(found: &CoordinatedShares, most: u64) -> Result<Vec<CrowdedObject>, CommandError> {
    let mut out = Out::lock();
    out.line("object,account_a,account_b,post_a,post_b,time_delta")?;
    let mut line = String::new();
    let mut failed = None;
    let crowded = found.each_pair(most, &mut |pair| {
        line.clear();
        for text in [pair.object, pair.account_a, pair.account_b, pair.post_a, pair.post_b] {
            cell(&mut line, text);
            line.push(',');
        }
        seconds(&mut line, pair.delta_ms);
        match out.line(&line) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    failed.map_or(Ok(()), Err)?;
    out.finish()?;
    Ok(crowded)
}

/// Writes edges between accounts; returns what was left out.
pub fn edges(found: &CoordinatedShares, quantile: f64, most: u64) -> Result<Vec<CrowdedObject>, CommandError> {
    let edges = found.edges(most);
    let threshold = edges.threshold(quantile).unwrap_or(0.0);
    let mut out = Out::lock();
    out.line("account_a,account_b,weight,heavy,symmetry,least_delta,mean_delta,objects,posts_a,posts_b")?;
    let (mut line, mut heavy, mut nodes) = (String::new(), 0u64, std::collections::BTreeSet::new());
    edges.each(&mut |edge: &Edge<'_>| -> Result<(), CommandError> {
        let is_heavy = edge.weight as f64 > threshold;
        if is_heavy {
            heavy += 1;
            nodes.extend([edge.a.to_owned(), edge.b.to_owned()]);
        }
        line.clear();
        for text in [edge.a, edge.b] {
            cell(&mut line, text);
            line.push(',');
        }
        line.push_str(&format!("{},{is_heavy},{},", edge.weight, rounded(edge.symmetry())));
        seconds(&mut line, edge.least_ms);
        line.push_str(&format!(",{}", rounded(edge.mean_ms / 1000.0)));
        for list in [&edge.objects, &edge.posts_a, &edge.posts_b] {
            line.push(',');
            cell(&mut line, &serde_json::to_string(list).map_err(|error| CommandError::Stream(error.into()))?);
        }
        out.line(&line)
    })?;
    out.finish()?;
    say(&format!(
        "{} edges; {heavy} of them between {} accounts weigh more than {} (quantile {quantile})",
        edges.len(),
        nodes.len(),
        rounded(threshold)
    ));
    Ok(edges.crowded)
}

/// The table of objects that were left out.
pub fn left_out(crowded: &[CrowdedObject]) -> String {
    let mut table = String::from("object,shares,pairs,ties\n");
    for object in crowded {
        cell(&mut table, &object.object);
        table.push_str(&format!(",{},{},{}\n", object.shares, object.pairs, object.ties));
    }
    table
}

/// Three places: milliseconds are what times are known in.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

fn seconds(line: &mut String, milliseconds: u64) {
    let (whole, part) = (milliseconds / 1000, milliseconds % 1000);
    line.push_str(&whole.to_string());
    if part > 0 {
        line.push_str(format!(".{part:03}").trim_end_matches('0'));
    }
}

/// A CSV cell, quoted where it must be (RFC 4180).
fn cell(line: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
}

/// A text without what would command the terminal: objects are other people's texts.
pub fn harmless(text: &str) -> String {
    let is_command = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().take(100).map(|c| if is_command(c) { ' ' } else { c }).collect()
}
