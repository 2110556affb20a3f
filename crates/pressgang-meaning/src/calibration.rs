//! What a margin means: the probability that a text whose best match has it is a translation of that match.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::error::ModelError;

/// Twelve ordinary posts in each of fifty languages, invented: mostly adverts for work. They are the least neighbourhood
/// that margins are taken over, whatever a case holds.
static ORDINARY: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| include_str!("../data/ordinary.tsv").lines().filter_map(|line| line.split_once('\t')).collect());

/// The ordinary posts shipped: language (BCP 47) and text.
pub fn ordinary() -> &'static [(&'static str, &'static str)] {
    &ORDINARY
}

/// Beside a model that the shipped calibrations do not know.
const FILE: &str = "pressgang-calibration.toml";

/// How margins become probabilities for one model: a logistic function.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// The model it was fitted with, for people.
    pub name: String,
    /// The margin at which one in two is a translation.
    pub zero: f64,
    /// By how much the margin must grow for the odds to grow by e.
    pub scale: f64,
    /// What it was fitted on.
    pub fitted_on: String,
    /// The id of the model, where only that one is meant.
    #[serde(default)]
    pub model: Option<String>,
    /// Cosines by which the model is known again whatever its precision: of each probe with the next.
    #[serde(default)]
    pub known_by: Vec<f64>,
}

/// How far the cosines may be from those of a calibration: quantising to 4 or 8 bits moves them by less.
const TOLERANCE: f64 = 0.02;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    calibration: Vec<Calibration>,
}

/// Which ordinary posts a model is known by: the first of each language but the last.
pub(crate) fn probes() -> Vec<&'static str> {
    let mut last = "";
    let first_of_language =
        ordinary().iter().filter(|(language, _)| std::mem::replace(&mut last, language) != *language);
    first_of_language.map(|(_, text)| *text).take(16).collect()
}

/// Cosines of each probe with the next, to three digits: what a model is known by.
pub(crate) fn known_by(vectors: &[Vec<f32>]) -> Vec<f64> {
    let cosine =
        |pair: &[Vec<f32>]| pair[0].iter().zip(&pair[1]).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum::<f64>();
    vectors.windows(2).map(|pair| (cosine(pair) * 1000.0).round() / 1000.0).collect()
}

/// The calibration of a model: the one that lies beside it, if it is for this model, else a shipped one that knows it.
pub(crate) fn of(places: &[std::path::PathBuf], id: &str, cosines: &[f64]) -> Result<Option<Calibration>, ModelError> {
    for file in places.iter().map(|place| place.join(FILE)).filter(|file| file.is_file()) {
        let calibration = read(&file)?;
        if calibration.model.as_deref().is_none_or(|model| model == id) && calibration.knows(cosines) {
            return Ok(Some(calibration));
        }
    }
    let shipped: Result<Shipped, _> = toml::from_str(include_str!("../data/calibrations.toml"));
    let shipped = shipped.map_err(|e| ModelError::Malformed {
        path: Path::new("the shipped calibrations").to_owned(),
        reason: e.to_string(),
    })?;
    Ok(shipped.calibration.into_iter().find(|c| !c.known_by.is_empty() && c.knows(cosines)))
}

fn read(path: &Path) -> Result<Calibration, ModelError> {
    let text = fs::read_to_string(path).map_err(|source| ModelError::Unreadable { path: path.to_owned(), source })?;
    let malformed = |reason: String| ModelError::Malformed { path: path.to_owned(), reason };
    let calibration: Calibration = toml::from_str(&text).map_err(|e| malformed(e.to_string().trim_end().to_owned()))?;
    let sound = calibration.zero.is_finite() && calibration.scale.is_finite() && calibration.scale > 0.0;
    if !sound {
        return Err(malformed("zero must be a number and scale one above 0".to_owned()));
    }
    Ok(calibration)
}

impl Calibration {
    fn knows(&self, cosines: &[f64]) -> bool {
        self.known_by.is_empty()
            || self.known_by.len() == cosines.len()
                && self.known_by.iter().zip(cosines).all(|(known, found)| (known - found).abs() <= TOLERANCE)
    }
}
