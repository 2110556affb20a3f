//! What changed between two published reports, and why, from the reports alone.
//!
//! Claims are told by their ids. Why one changed follows from what it rests on: posts that came in or fell out and
//! their sources, looks, counts, rates, evidence, second sources; where none of that differs, from what the reports
//! were made from. Pseudonyms are those of one case, so two reports of one case agree on them.

mod inputs;
mod posts;
mod published;
mod text;
mod why;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::Value;

use inputs::inputs;
use posts::Posts;
use published::Published;
use why::Reasons;

/// Why two files could not be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// It is not what this program publishes.
    #[error("this is no report.json of Pressgang: {0}")]
    NoReport(String),
}

/// What changed between two reports.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The older report.
    pub old: Side,
    /// The newer report.
    pub new: Side,
    /// Why the two may not be comparable.
    pub notes: Vec<String>,
    /// What the reports were made from, where it differs.
    pub made_from: Vec<String>,
    /// Corrections that only the newer report has, in sentences.
    pub corrections: Vec<String>,
    /// Posts that came in.
    pub posts_in: Vec<PostChange>,
    /// Posts that fell out.
    pub posts_out: Vec<PostChange>,
    /// Posts whose last look is another one.
    pub looks: Vec<LookChange>,
    /// Posts whose views were counted again.
    pub views: Vec<ViewsChange>,
    /// Claims that say something else, or rest on something else.
    pub changed: Vec<ClaimChange>,
    /// Claims of the newer report only.
    pub added: Vec<OneSided>,
    /// Claims of the older report only.
    pub gone: Vec<OneSided>,
    /// Claims that are the same in both.
    pub same: usize,
}

/// Which report it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// Its title.
    pub title: String,
    /// The day it holds for, `YYYY-MM-DD`.
    pub as_of: String,
    /// The program that made it, with its version.
    pub program: String,
    /// Entries of the ledger then.
    pub ledger_entries: u64,
    /// Hash of the last of them, lower-case hex.
    pub ledger_head: String,
    /// How many claims it makes.
    pub claims: usize,
}

/// A post that came in or fell out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PostChange {
    /// The post as published.
    pub post: String,
    /// Why it came in or fell out.
    pub why: String,
}

/// A post whose last look is another one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LookChange {
    /// The post as published.
    pub post: String,
    /// What was seen before, if anybody looked.
    pub old: Option<String>,
    /// What is seen now.
    pub new: Option<String>,
    /// When the newer look was.
    pub at: Option<String>,
}

/// A post whose views were counted again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ViewsChange {
    /// The post as published.
    pub post: String,
    /// Views before, if there was a count.
    pub old: Option<u64>,
    /// Views now.
    pub new: Option<u64>,
}

/// A claim that says something else, or rests on something else.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimChange {
    /// The claim's id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Its value before.
    pub old_value: Value,
    /// Its value now.
    pub new_value: Value,
    /// What it said.
    pub old: String,
    /// What it says now.
    pub new: String,
    /// Posts that it rests on now and did not.
    pub posts_in: Vec<String>,
    /// Posts that it rested on and does not now.
    pub posts_out: Vec<String>,
    /// At least one.
    pub why: Vec<String>,
}

/// A claim that only one report makes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OneSided {
    /// The claim's id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// What it says.
    pub text: String,
    /// Why only one report makes it.
    pub why: Vec<String>,
}

/// Compares two `report.json`.
///
/// # Errors
/// [`CompareError::NoReport`] if either is none.
pub fn compare(old: &Value, new: &Value) -> Result<Comparison, CompareError> {
    let (old, new) = (Published::read(old)?, Published::read(new)?);
    let made_from = inputs(&old, &new);
    let posts = Posts::new(&old, &new, &made_from);
    let reasons = Reasons::new(&old, &new, &posts, &made_from);
    let before: HashMap<&str, &published::Claim> = old.claims.iter().map(|c| (c.id.as_str(), c)).collect();
    let after: HashMap<&str, &published::Claim> = new.claims.iter().map(|c| (c.id.as_str(), c)).collect();
    let (mut changed, mut added, mut gone, mut same) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for claim in &new.claims {
        match before.get(claim.id.as_str()) {
            Some(earlier) if earlier.says_the_same(claim) => same += 1,
            Some(earlier) => changed.push(reasons.of_change(earlier, claim)),
            None => added.push(one_sided(claim, reasons.of_new(claim))),
        }
    }
    for claim in old.claims.iter().filter(|claim| !after.contains_key(claim.id.as_str())) {
        gone.push(one_sided(claim, reasons.of_gone(claim)));
    }
    for list in [&mut added, &mut gone] {
        list.sort_by(|a, b| rank(&a.id).cmp(&rank(&b.id)));
    }
    changed.sort_by(|a, b| rank(&a.id).cmp(&rank(&b.id)));
    Ok(Comparison {
        notes: notes(&old, &new),
        corrections: corrections(&old, &new),
        old: side(&old),
        new: side(&new),
        made_from,
        looks: posts.looks.values().cloned().collect(),
        views: posts.views.values().cloned().collect(),
        posts_in: list(posts.came_in),
        posts_out: list(posts.fell_out),
        changed,
        added,
        gone,
        same,
    })
}

/// The whole case first, then campaigns, tables, and single posts; otherwise as the report has them.
fn rank(id: &str) -> u8 {
    match id.split(':').next().unwrap_or_default() {
        "ledger" => 5,
        "post" => 4,
        "campaign" if id.contains(':') => 1,
        _ if id.contains(':') => 2,
        _ => 0,
    }
}

fn one_sided(claim: &published::Claim, why: Vec<String>) -> OneSided {
    OneSided { id: claim.id.clone(), kind: claim.kind.clone(), text: claim.text.clone(), why }
}

fn list(posts: BTreeMap<&str, String>) -> Vec<PostChange> {
    posts.into_iter().map(|(post, why)| PostChange { post: post.to_owned(), why }).collect()
}

fn side(report: &Published) -> Side {
    Side {
        title: report.title.clone(),
        as_of: report.as_of.clone(),
        program: report.pressgang.clone(),
        ledger_entries: report.ledger.entries,
        ledger_head: report.ledger.head.clone(),
        claims: report.claims.len(),
    }
}

fn corrections(old: &Published, new: &Published) -> Vec<String> {
    let known = |c: &published::Correction| old.corrections.iter().any(|o| (&o.at, &o.claim) == (&c.at, &c.claim));
    let made = new.corrections.iter().filter(|c| !known(c));
    made.map(|c| format!("{} on {}: said {:?}, says now {:?}; {}", c.claim, c.date, c.was, c.now, c.why)).collect()
}

fn notes(old: &Published, new: &Published) -> Vec<String> {
    let mut notes = Vec::new();
    let share_a_source = old.sources.iter().any(|a| new.sources.iter().any(|b| a.sha256 == b.sha256));
    if !share_a_source && !(old.sources.is_empty() && new.sources.is_empty()) {
        notes.push(
            "The two reports have no source in common: they may be of different cases, whose pseudonyms differ."
                .to_owned(),
        );
    }
    if new.ledger.entries < old.ledger.entries {
        notes
            .push("The first report is of a later ledger than the second: they may be the wrong way round.".to_owned());
    }
    notes
}
