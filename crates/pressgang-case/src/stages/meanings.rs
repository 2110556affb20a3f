//! Stage 5, per source: what its candidates and reference adverts mean, as vectors of the sentence model, if there is one.
//!
//! A source that is added later embeds only its own posts.

use std::collections::{BTreeMap, BTreeSet};

use pressgang_signals::normalise;
use serde_json::json;

use super::{Output, Run, SourceResult, Stage};
use crate::error::CaseError;
use crate::files::hash_texts;
use crate::folder::Case;
use crate::index::Indexes;
use crate::meaning::MarginScale;
use crate::tables::MeaningRow;

const VERSION: u32 = 1;

/// Texts with fewer letters say too little to be known again in another language ("Hiring! Call now").
const LEAST_LETTERS: usize = 24;
/// Texts handed to the model at once.
const AT_ONCE: usize = 256;

/// The model that results rest on, as the ledger has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UsedModel {
    pub id: String,
    pub name: String,
    pub calibration: Option<MarginScale>,
}

impl Case {
    /// Enters which sentence model this run uses, if it is another one than that of the last run.
    pub(super) fn enter_sentence_model(&mut self, now: pressgang_posts::Timestamp) -> Result<(), CaseError> {
        let model = self.sentence_model.as_deref().map(|model| UsedModel {
            id: model.id().to_owned(),
            name: model.name().to_owned(),
            calibration: model.calibration(),
        });
        if model == self.used_model()? {
            return Ok(());
        }
        let body = match &model {
            Some(UsedModel { id, name, calibration }) => {
                let calibration = calibration.map(|c| json!({ "zero": c.zero, "scale": c.scale }));
                json!({ "id": id, "name": name, "calibration": calibration })
            }
            None => json!({ "id": null }),
        };
        self.ledger.append(now, "sentence_model", &body, None)?;
        Ok(())
    }

    /// The sentence model that the newest run used.
    pub(crate) fn used_model(&self) -> Result<Option<UsedModel>, CaseError> {
        let entries = self.ledger.entries("sentence_model")?;
        let Some(body) = entries.last().map(|entry| &entry.body) else { return Ok(None) };
        Ok(body["id"].as_str().map(|id| UsedModel {
            id: id.to_owned(),
            name: body["name"].as_str().unwrap_or_default().to_owned(),
            calibration: body["calibration"]["zero"]
                .as_f64()
                .zip(body["calibration"]["scale"].as_f64())
                .map(|(zero, scale)| MarginScale { zero, scale }),
        }))
    }
}

/// Under this name the vector of a text is kept.
pub(super) fn text_hash(text: &str) -> String {
    hash_texts([text])[..32].to_owned()
}

/// Returns true for texts that say enough to be known again.
pub(super) fn says_enough(text: &str) -> bool {
    normalise(text).chars().filter(|c| c.is_alphabetic()).take(LEAST_LETTERS).count() == LEAST_LETTERS
}

/// The stage of the source at place `at`; `sources` are those up to it.
pub(super) fn stage(
    run: &mut Run<'_>,
    at: usize,
    sources: &[SourceResult],
    model: &UsedModel,
) -> Result<Output, CaseError> {
    let source = run.case.config.sources[at].clone();
    let mut inputs = vec![model.id.clone()];
    inputs.extend(sources.get(at).map(|s| s.index.key.clone()));
    let stage = Stage { name: "meanings", scope: &source.id, version: VERSION, inputs, total: None, unit: "posts" };
    run.perform(stage, |case, parts, progress| {
        let indexes = Indexes::open(&case.config, sources.iter().map(|s| s.index.segments()))?;
        let mut texts: BTreeSet<&str> = BTreeSet::new();
        for studied in indexes.studied().filter(|studied| studied.id == source.id) {
            for posts in studied.segments() {
                let marked = posts.marked().filter(|&number| posts.get(number).is_some_and(|p| studied.takes_part(&p)));
                texts.extend(marked.map(|number| posts.raw(number)).filter(|text| says_enough(text)));
            }
        }
        let texts: Vec<&str> = texts.into_iter().collect();
        let mut rows = parts.create::<MeaningRow>()?;
        for chunk in texts.chunks(AT_ONCE) {
            for (text, (vector, cut)) in chunk.iter().zip(embed(case, chunk)?) {
                let vector = vector.into_iter().map(f64::from).collect();
                rows.push(MeaningRow { source: source.id.clone(), text: text_hash(text), cut, vector })?;
            }
            progress.advance(chunk.len() as u64);
        }
        rows.finish()?;
        Ok(())
    })
}

/// The vectors of texts by the model of this run.
pub(super) fn embed(case: &Case, texts: &[&str]) -> Result<Vec<(Vec<f32>, bool)>, CaseError> {
    let Some(model) = &case.sentence_model else { return Err(CaseError::NotRun { path: case.root().to_owned() }) };
    let vectors = model.vectors(texts).map_err(CaseError::SentenceModel)?;
    if vectors.len() == texts.len() {
        Ok(vectors)
    } else {
        Err(CaseError::SentenceModel(format!("it made {} vectors of {} texts", vectors.len(), texts.len())))
    }
}

/// The vectors of all sources, by the hash of their text, and how many texts went on beyond what was read.
pub(super) fn load(meanings: &[Output]) -> Result<(BTreeMap<String, Vec<f32>>, u64), CaseError> {
    let (mut vectors, mut cut) = (BTreeMap::new(), 0);
    for output in meanings {
        for batch in output.batches::<MeaningRow>()?.into_iter().flatten() {
            for row in batch? {
                let known = vectors.insert(row.text, row.vector.into_iter().map(|v| v as f32).collect());
                cut += u64::from(row.cut && known.is_none());
            }
        }
    }
    Ok((vectors, cut))
}

/// The stage that embeds the ordinary texts of the model: they do not depend on the case.
pub(super) fn ordinary(run: &mut Run<'_>, model: &UsedModel) -> Result<Output, CaseError> {
    let stage = Stage {
        name: "ordinary",
        scope: "",
        version: VERSION,
        inputs: vec![model.id.clone()],
        total: None,
        unit: "texts",
    };
    run.perform(stage, |case, parts, progress| {
        let texts = case.sentence_model.as_ref().map_or(&[][..], |model| model.ordinary());
        let mut rows = parts.create::<MeaningRow>()?;
        for chunk in texts.chunks(AT_ONCE) {
            let only: Vec<&str> = chunk.iter().map(|(_, text)| *text).collect();
            for ((language, _), (vector, cut)) in chunk.iter().zip(embed(case, &only)?) {
                let vector = vector.into_iter().map(f64::from).collect();
                rows.push(MeaningRow { source: String::new(), text: (*language).to_owned(), cut, vector })?;
            }
            progress.advance(chunk.len() as u64);
        }
        rows.finish()?;
        Ok(())
    })
}
