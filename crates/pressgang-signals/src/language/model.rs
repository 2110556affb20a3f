//! The language model: a table of small vectors for stretches of characters, and a layer that tells languages apart.
//!
//! Made by `train-language` (training/language). The file: magic, then as little-endian u32 the dimensions, the number
//! of languages and the length of their codes in bytes, the codes separated by spaces, the table's scale and one f32
//! bias and `dimensions` f32 weights a language, then the table, one i8 a dimension, rows a power of two.

use super::features::features;

const MAGIC: &[u8; 8] = b"PGLANG1\n";

/// Dimensions are worked on in stretches of this many, which fit the processor's registers.
pub(super) const DIMENSIONS: usize = 16;

/// A model in memory; the table stays where it was loaded.
#[derive(Debug)]
pub struct Model {
    codes: Vec<String>,
    /// A row of weights a language.
    weights: Vec<[f32; DIMENSIONS]>,
    bias: Vec<f32>,
    scale: f32,
    table: &'static [[u8; DIMENSIONS]],
}

/// How a sum over `features` features is scaled: between a sum, which is too sure of long texts, and a mean, which is
/// too unsure of them.
pub fn scale(features: usize) -> f32 {
    1.0 / (features.max(1) as f32).sqrt()
}

impl Model {
    /// Reads a model; `None` when the bytes are none.
    pub fn parse(bytes: &'static [u8]) -> Option<Model> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut number = || -> Option<u32> {
            let (head, tail) = rest.split_first_chunk::<4>()?;
            rest = tail;
            Some(u32::from_le_bytes(*head))
        };
        let (dimensions, languages, length) = (number()? as usize, number()? as usize, number()? as usize);
        if dimensions != DIMENSIONS {
            return None;
        }
        let (codes, mut rest) = rest.split_at_checked(length)?;
        let codes: Vec<String> = std::str::from_utf8(codes).ok()?.split(' ').map(str::to_owned).collect();
        let mut float = || -> Option<f32> {
            let (head, tail) = rest.split_first_chunk::<4>()?;
            rest = tail;
            Some(f32::from_le_bytes(*head))
        };
        let scale = float()?;
        let (mut bias, mut weights) = (Vec::with_capacity(languages), Vec::with_capacity(languages));
        for _ in 0..languages {
            bias.push(float()?);
            let mut row = [0.0; DIMENSIONS];
            for weight in &mut row {
                *weight = float()?;
            }
            weights.push(row);
        }
        let (table, left) = rest.as_chunks::<DIMENSIONS>();
        let whole = left.is_empty() && table.len().is_power_of_two() && codes.len() == languages;
        whole.then_some(Model { codes, weights, bias, scale, table })
    }

    /// The code of the language with this index.
    pub fn code(&self, index: usize) -> &str {
        &self.codes[index]
    }

    /// A score for each language, in the order of their indexes: natural logarithms, up to a constant. Returns the
    /// number of features they rest on.
    pub fn scores(&self, words: &str, scores: &mut Vec<f32>) -> usize {
        let mask = self.table.len() as u32 - 1;
        let mut sum = [0i32; DIMENSIONS];
        let mut count = 0;
        features(words, |hash| {
            let row = &self.table[(hash & mask) as usize];
            for (total, &value) in sum.iter_mut().zip(row) {
                *total += i32::from(value as i8);
            }
            count += 1;
        });
        let factor = self.scale * scale(count);
        let hidden = sum.map(|total| total as f32 * factor);
        scores.clear();
        scores.extend(self.weights.iter().zip(&self.bias).map(|(row, bias)| {
            let mut score = *bias;
            for (weight, value) in row.iter().zip(&hidden) {
                score += weight * value;
            }
            score
        }));
        count
    }
}

/// Writes a model; the table's values are rounded to one byte each.
pub fn write(codes: &[String], dimensions: usize, table: &[f32], weights: &[f32], bias: &[f32]) -> Vec<u8> {
    let largest = table.iter().fold(0.0f32, |most, value| most.max(value.abs()));
    // The few largest values are cut off: a finer grain for all others is worth more.
    let mut sizes: Vec<f32> = table.iter().step_by(7).map(|value| value.abs()).collect();
    sizes.sort_unstable_by(f32::total_cmp);
    let bound = sizes.get(sizes.len() * 9999 / 10_000).copied().unwrap_or(largest).max(f32::MIN_POSITIVE);
    let scale = bound / 127.0;
    let joined = codes.join(" ");
    let mut out = MAGIC.to_vec();
    for number in [dimensions, codes.len(), joined.len()] {
        out.extend((number as u32).to_le_bytes());
    }
    out.extend(joined.as_bytes());
    out.extend(scale.to_le_bytes());
    for (bias, row) in bias.iter().zip(weights.chunks(dimensions)) {
        out.extend(bias.to_le_bytes());
        row.iter().for_each(|weight| out.extend(weight.to_le_bytes()));
    }
    out.extend(table.iter().map(|value| ((value / scale).round().clamp(-127.0, 127.0) as i8) as u8));
    out
}
