//! `[assessment]` of `case.toml`: what assessments start from and how they are worded.

use pressgang_weigh::scales::Scale;
use serde::Deserialize;

/// What assessments start from and how they are worded.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AssessmentSettings {
    /// How probable it is, before any evidence, that an advert found by this case recruits on behalf of the organisation,
    /// between 0.01 and 0.99. Even by default, because imposters and swindlers use known names too.
    pub prior: f64,
    /// `icd203` or `phia`.
    pub scale: String,
    /// Language of the sentences, BCP 47; those that are shipped: `en`.
    pub language: String,
}

impl Default for AssessmentSettings {
    fn default() -> Self {
        AssessmentSettings { prior: 0.5, scale: "icd203".to_owned(), language: "en".to_owned() }
    }
}

impl AssessmentSettings {
    /// The scale of likelihood.
    pub fn scale(&self) -> Scale {
        // Settings with another name are refused when they are read.
        Scale::named(&self.scale).unwrap_or(Scale::Icd203)
    }

    /// Refuses what no assessment can be made by; an error is a sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !(0.01..=0.99).contains(&self.prior) {
            return Err(format!("[assessment] prior {} is not between 0.01 and 0.99", self.prior));
        }
        if Scale::named(&self.scale).is_none() {
            return Err(format!("[assessment] scale {:?} is neither \"icd203\" nor \"phia\"", self.scale));
        }
        if !crate::wording::LANGUAGES.contains(&self.language.as_str()) {
            return Err(format!(
                "[assessment] language {:?} is not shipped; there are: {}",
                self.language,
                crate::wording::LANGUAGES.join(", ")
            ));
        }
        Ok(())
    }
}
