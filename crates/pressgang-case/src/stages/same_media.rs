//! Stage 5: which posts show the same pictures and films, and which have the same text in them.
//!
//! Files that are copies of one another make a group, which posts carry as they carry a contact. PDQ tells flyers with
//! much text apart badly, so where text was read in two pictures and differs, they are no copies; and the text is
//! compared by itself.

use std::collections::{BTreeMap, HashMap};

use pressgang_signals::{Texts, near_pairs, normalise};

use super::carried::{media, star};
use super::corpus::{Corpus, match_row};
use super::{Output, Parts, Run, SourceResult, Stage};
use crate::communities::Forest;
use crate::error::CaseError;
use crate::folder::Case;
use crate::media::{Copies, FeatureFile, FeatureWriter, MediaFile};
use crate::tables::{FrameRow, MatchRow, MediaGroupRow, MediaRow, MediaTextRow};

const VERSION: u32 = 2;

/// Texts in pictures with fewer letters say too little to be compared ("JOIN US").
const LEAST_LETTERS: usize = 40;
/// Least Jaccard index of texts in pictures that is written.
const ALIKE: f64 = 0.5;

/// The stage; none where nothing was read.
pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult]) -> Result<Option<Output>, CaseError> {
    let read: Vec<&Output> = sources.iter().filter_map(|s| s.media.as_ref()).collect();
    if read.is_empty() {
        return Ok(None);
    }
    let mut inputs: Vec<String> = read.iter().map(|media| media.key.clone()).collect();
    inputs.extend(sources.iter().filter_map(|s| s.attachments.as_ref()).map(|a| a.key.clone()));
    inputs.extend(sources.iter().map(|s| s.index.key.clone()));
    inputs.push(format!("{:?}", run.case.config.reference_accounts));
    let stage = Stage { name: "same-media", scope: "", version: VERSION, inputs, total: None, unit: "files" };
    run.perform(stage, |case, parts, _| find(case, sources, parts)).map(Some)
}

fn find(case: &Case, sources: &[SourceResult], parts: &mut Parts) -> Result<(), CaseError> {
    let (files, features) = load(case, sources)?;
    let copies = Copies::find(&files, &features);
    drop(features);
    let groups = group(&files, &copies);
    let corpus = Corpus::load(&case.config, sources, &[])?;
    let holders = media(case, &corpus, sources, &groups)?;
    let mut matches = parts.create::<MatchRow>()?;
    for (group, holders) in &holders {
        matches.extend(star(&corpus, group, holders))?;
    }
    let first_of: BTreeMap<&str, usize> = holders
        .iter()
        .filter_map(|((_, group), holders)| {
            let carriers = holders.studied.iter().chain(&holders.references);
            Some((group.as_str(), *carriers.min_by_key(|place| corpus.posts[**place].key())?))
        })
        .collect();
    matches.extend(alike_texts(&corpus, &files, &groups, &first_of))?;
    matches.finish()?;
    parts.write(groups)
}

/// Every file that was read, once, in the order of hashes, and their features.
fn load(case: &Case, sources: &[SourceResult]) -> Result<(Vec<MediaFile>, FeatureFile), CaseError> {
    let mut files: BTreeMap<String, MediaFile> = BTreeMap::new();
    let mut features = FeatureWriter::create(case.root())?;
    for media in sources.iter().filter_map(|s| s.media.as_ref()) {
        let mut new: HashMap<String, MediaFile> = HashMap::new();
        for batch in media.batches::<MediaRow>()?.into_iter().flatten() {
            for row in batch?.iter().filter(|row| !files.contains_key(&row.sha256)) {
                new.insert(row.sha256.clone(), MediaFile::of(row, features.add(&row.features)?));
            }
        }
        for batch in media.batches::<FrameRow>()?.into_iter().flatten() {
            for row in batch? {
                if let Some(file) = new.get_mut(&row.sha256) {
                    file.add(&row);
                }
            }
        }
        for batch in media.batches::<MediaTextRow>()?.into_iter().flatten() {
            for row in batch? {
                if let Some(file) = new.get_mut(&row.sha256) {
                    file.add_line(&row);
                }
            }
        }
        files.extend(new);
    }
    let files: Vec<MediaFile> = files.into_values().collect();
    let places = files.iter().map(|file| file.features).collect();
    Ok((files, features.finish(places)?))
}

/// The groups of files, in the order of their names.
fn group(files: &[MediaFile], copies: &Copies) -> Vec<MediaGroupRow> {
    let mut forest = Forest::new(files.len());
    for pair in &copies.pairs {
        forest.join(pair.a as u32, pair.b as u32);
    }
    let mut first: HashMap<u32, usize> = HashMap::new();
    let roots: Vec<u32> = (0..files.len()).map(|file| forest.root(file as u32)).collect();
    for (file, root) in roots.iter().enumerate() {
        first.entry(*root).or_insert(file);
    }
    // The strongest reason why a file is of its group.
    let mut best: HashMap<usize, (f64, &str, usize)> = HashMap::new();
    for pair in &copies.pairs {
        for (file, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            let known = best.entry(file).or_insert((pair.score, pair.found_as, other));
            if pair.score > known.0 {
                *known = (pair.score, pair.found_as, other);
            }
        }
    }
    let mut rows: Vec<MediaGroupRow> = files
        .iter()
        .enumerate()
        .map(|(at, file)| {
            let head = first.get(&roots[at]).copied().unwrap_or(at);
            let reason = best.get(&at).filter(|_| head != at);
            MediaGroupRow {
                media: files[head].sha256.clone(),
                sha256: file.sha256.clone(),
                found_as: reason.map_or("exact", |(_, found_as, _)| found_as).to_owned(),
                of: reason.map(|(.., other)| files[*other].sha256.clone()),
                score: reason.map(|(score, ..)| *score),
            }
        })
        .collect();
    rows.sort_by(|a, b| (&a.media, &a.sha256).cmp(&(&b.media, &b.sha256)));
    rows
}

/// Pairs of posts whose pictures have alike texts, one post for each group of files. Copies are told already.
fn alike_texts(
    corpus: &Corpus,
    files: &[MediaFile],
    groups: &[MediaGroupRow],
    first_of: &BTreeMap<&str, usize>,
) -> Vec<MatchRow> {
    let group_of: HashMap<&str, &str> = groups.iter().map(|row| (row.sha256.as_str(), row.media.as_str())).collect();
    let mut said: Vec<(&str, usize, String)> = Vec::new();
    for file in files {
        let Some(group) = group_of.get(file.sha256.as_str()) else { continue };
        let Some(&place) = first_of.get(group) else { continue };
        let text = normalise(&file.text());
        if text.chars().filter(|c| c.is_alphabetic()).count() >= LEAST_LETTERS {
            said.push((group, place, text));
        }
    }
    let texts = Texts::new(said.iter().map(|(.., text)| text.clone()));
    let mut rows: BTreeMap<(usize, usize), MatchRow> = BTreeMap::new();
    let mut add = |one: u32, other: u32, score: f64| {
        let ((group, a, _), (other_group, b, _)) = (&said[one as usize], &said[other as usize]);
        if group != other_group && a != b {
            let (a, b) = if corpus.posts[*a].key() <= corpus.posts[*b].key() { (*a, *b) } else { (*b, *a) };
            let row = match_row(&corpus.posts[a], &corpus.posts[b], "picture_text", score);
            let known = rows.entry((a, b)).or_insert_with(|| row.clone());
            known.score = known.score.max(row.score);
            known.weight = known.score;
        }
    };
    // Of texts that are the same to the letter the first stands for all.
    for same in texts.groups() {
        same.iter().skip(1).for_each(|&other| add(same[0], other, 1.0));
    }
    let first = |group: u32| texts.groups()[group as usize][0];
    for pair in near_pairs(&texts, ALIKE) {
        add(first(pair.a), first(pair.b), pair.similarity);
    }
    rows.into_values().collect()
}
