//! Stage 3: which posts have the same wording.
//!
//! Only pairs with a candidate or a reference post are looked for: how two bystanders' posts relate is nobody's business.

use std::collections::HashSet;

use pressgang_signals::{NearPair, Texts, cross_pairs, normalise};
use rayon::prelude::*;

use super::corpus::{Corpus, CorpusPost};
use super::readings::CANDIDATE;
use super::{Output, Run, SourceResult, Stage};
use crate::error::CaseError;
use crate::tables::MatchRow;

const VERSION: u32 = 2;

pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult]) -> Result<Output, CaseError> {
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    let settings = run.case.config.matching;
    inputs.push(format!("{settings:?} {:?}", run.case.config.reference_accounts));
    let stage = Stage { name: "wording", scope: "", version: VERSION, inputs, total: None, unit: "posts" };
    run.perform(stage, |case, parts, _| {
        let corpus = Corpus::load(&case.config, sources, true)?;
        parts.write(wording(&corpus, settings.near_duplicate, settings.reference_wording))
    })
}

fn wording(corpus: &Corpus, near_duplicate: f64, reference_wording: f64) -> Vec<MatchRow> {
    // Only posts that can be found or matched against; a repost has its original's text and would only repeat it.
    let taking_part: Vec<&CorpusPost> =
        corpus.posts.iter().filter(|p| p.is_studied() || p.reference.is_some() && !p.is_repost).collect();
    let normalised: Vec<String> = taking_part.par_iter().map(|post| normalise(&post.text)).collect();
    let texts = Texts::new(normalised);
    let groups = texts.groups();
    let everyone: Vec<u32> = (0..groups.len() as u32).collect();
    let with = |wanted: fn(&CorpusPost) -> bool| -> Vec<u32> {
        everyone
            .iter()
            .copied()
            .filter(|&g| groups[g as usize].iter().any(|&m| wanted(taking_part[m as usize])))
            .collect()
    };
    let candidates = with(|p| p.is_studied() && p.advert.max(p.recruitment) >= CANDIDATE);
    let references = with(|p| p.reference.is_some());
    let mut pairs: Vec<NearPair> = cross_pairs(&texts, &candidates, &everyone, near_duplicate);
    pairs.extend(cross_pairs(&texts, &references, &everyone, reference_wording));
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs.dedup_by_key(|pair| (pair.a, pair.b));

    let mut rows = Vec::new();
    let marked: HashSet<u32> = candidates.iter().chain(&references).copied().collect();
    for &group in &everyone {
        if marked.contains(&group) {
            let members = &groups[group as usize];
            // A group with references is a star around each of them as well, so that no tie to one is only implied.
            for (i, &hub) in members.iter().enumerate() {
                let a = taking_part[hub as usize];
                if i > 0 && a.reference.is_none() {
                    continue;
                }
                for (j, &other) in members.iter().enumerate() {
                    let b = taking_part[other as usize];
                    let seen = j == i || j == 0;
                    let both_references = a.reference.is_some() && b.reference.is_some();
                    if !seen && !both_references {
                        rows.push(match_row(a, b, "verbatim", 1.0));
                    }
                }
            }
        }
    }
    for pair in pairs {
        // References of a group must be visible on the pair, so each stands for its group besides the first member.
        let sides = |group: u32| -> Vec<&CorpusPost> {
            let members = &groups[group as usize];
            members
                .iter()
                .enumerate()
                .filter(|&(i, &m)| i == 0 || taking_part[m as usize].reference.is_some())
                .map(|(_, &m)| taking_part[m as usize])
                .collect()
        };
        for a in sides(pair.a) {
            for b in sides(pair.b) {
                let with_reference = a.reference.is_some() != b.reference.is_some();
                let both_references = a.reference.is_some() && b.reference.is_some();
                if !both_references && (with_reference || pair.similarity >= near_duplicate) {
                    rows.push(match_row(a, b, "near_duplicate", pair.similarity));
                }
            }
        }
    }
    rows
}

/// A match of two posts that says no more than its kind and score.
pub(super) fn match_row(a: &CorpusPost, b: &CorpusPost, kind: &str, score: f64) -> MatchRow {
    MatchRow {
        a_platform: a.platform.clone(),
        a_id: a.id.clone(),
        b_platform: b.platform.clone(),
        b_id: b.id.clone(),
        kind: kind.to_owned(),
        score,
        weight: score,
        basis: None,
        ordinary: None,
        a_start: Vec::new(),
        a_end: Vec::new(),
        b_start: Vec::new(),
        b_end: Vec::new(),
        reference: a.reference.is_some() || b.reference.is_some(),
    }
}
