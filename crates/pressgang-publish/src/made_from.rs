//! What a report was made from: by it, two reports can be told apart without the case.

use pressgang_case::MadeFrom;
use serde::Serialize;

/// Digests and settings a report rests on, besides its sources, its ledger and the program.
#[derive(Serialize)]
pub struct MadeFromJson {
    pub packs: Vec<PackJson>,
    /// SHA-256 of the lexicons.
    pub lexicons: String,
    /// SHA-256 of the case's own rate files.
    pub rates: String,
    pub settings: Vec<SettingJson>,
    pub records: Vec<RecordsJson>,
    pub sentence_model: Option<String>,
}

/// A pack.
#[derive(Serialize)]
pub struct PackJson {
    pub organisation: String,
    pub sha256: String,
}

/// A setting in words, or as a keyed digest where the words name somebody.
#[derive(Serialize)]
pub struct SettingJson {
    pub name: String,
    pub value: String,
}

/// A file of looks, second sources or rates.
#[derive(Serialize)]
pub struct RecordsJson {
    pub kind: String,
    pub records: u64,
    pub digest: String,
}

impl MadeFromJson {
    /// The twin of what the case says; nothing in it names anybody.
    pub fn new(made_from: &MadeFrom) -> MadeFromJson {
        let packs = made_from.packs.iter();
        let settings = made_from.settings.iter();
        let records = made_from.records.iter();
        MadeFromJson {
            packs: packs
                .map(|(organisation, sha256)| PackJson { organisation: organisation.clone(), sha256: sha256.clone() })
                .collect(),
            lexicons: made_from.lexicons.clone(),
            rates: made_from.rates.clone(),
            settings: settings.map(|(name, value)| SettingJson { name: name.clone(), value: value.clone() }).collect(),
            records: records
                .map(|used| RecordsJson { kind: used.kind.clone(), records: used.records, digest: used.digest.clone() })
                .collect(),
            sentence_model: made_from.sentence_model.clone(),
        }
    }
}
