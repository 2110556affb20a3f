//! Sentence models as a case uses them. The runtime that loads one is the caller's, so that a build without one still
//! opens every case.

/// A sentence model, loaded by the caller.
pub trait SentenceModel: Sync {
    /// Tells models apart: another id means other vectors.
    fn id(&self) -> &str;
    /// What people call it.
    fn name(&self) -> &str;
    /// How margins become probabilities, `None` for a model that no calibration is known for: nothing is then said to be
    /// a translation on its word alone.
    fn calibration(&self) -> Option<MarginScale>;
    /// Ordinary texts that say what is usual in a language: language (BCP 47) and text.
    fn ordinary(&self) -> &[(&'static str, &'static str)];
    /// The vectors of texts, each of length 1, with whether the text went on beyond what was read; an error is a sentence.
    fn vectors(&self, texts: &[&str]) -> Result<Vec<(Vec<f32>, bool)>, String>;
}

/// A logistic function from margins to probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarginScale {
    /// The margin at which one in two is a translation.
    pub zero: f64,
    /// By how much the margin must grow for the odds to grow by e.
    pub scale: f64,
}

impl MarginScale {
    /// The log-odds of a margin.
    pub(crate) fn log_odds(self, margin: f64) -> f64 {
        (margin - self.zero) / self.scale
    }

    /// The margin of a probability.
    pub(crate) fn margin_of(self, probability: f64) -> f64 {
        self.zero + self.scale * (probability / (1.0 - probability)).ln()
    }
}
