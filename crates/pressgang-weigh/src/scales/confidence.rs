//! Analytic confidence: how well founded a judgement is, which is not how likely it is.

/// How well a judgement is founded (ICD 203). Never in one sentence with a term of likelihood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Uncorroborated, many assumptions, or glaring gaps.
    Low,
    /// Corroborated in part, several assumptions.
    Moderate,
    /// Well corroborated, minimal assumptions.
    High,
}

impl Confidence {
    /// The word.
    pub fn words(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Moderate => "moderate",
            Confidence::High => "high",
        }
    }

    /// What the word says of the information behind a judgement.
    pub fn meaning(self) -> &'static str {
        match self {
            Confidence::Low => "uncorroborated, resting on many assumptions, or with glaring gaps",
            Confidence::Moderate => "corroborated in part and resting on several assumptions",
            Confidence::High => "well corroborated and resting on few assumptions",
        }
    }
}
