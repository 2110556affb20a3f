//! What a report was made from, in a form that may be published and by which two reports can be told apart.

use crate::error::CaseError;
use crate::files::{hash_texts, keyed_hash};
use crate::folder::Case;

/// Hexadecimal digits of a digest that are published; enough to tell two apart.
const DIGITS: usize = 16;

/// What a report was made from, besides its sources and the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeFrom {
    /// Organisations and SHA-256 of their packs.
    pub packs: Vec<(String, String)>,
    /// SHA-256 of the lexicons.
    pub lexicons: String,
    /// SHA-256 of the case's own rate files, one after the other.
    pub rates: String,
    /// Settings of `case.toml` by name, in words or as keyed digests where the words name somebody.
    pub settings: Vec<(String, String)>,
    /// Files of looks, second sources and rates that were entered, in their order.
    pub records: Vec<RecordsUsed>,
    /// The sentence model, if one was used.
    pub sentence_model: Option<String>,
}

/// A file of records that was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordsUsed {
    /// What it holds ("observations").
    pub kind: String,
    /// How many.
    pub records: u64,
    /// A keyed digest: that of a list of phone numbers could be guessed.
    pub digest: String,
}

impl Case {
    /// What a report of this case is made from now.
    pub(crate) fn made_from(&self) -> Result<MadeFrom, CaseError> {
        let (_, rates) = self.rates()?;
        let keyed = |text: &str| short(&keyed_hash(self.key(), &["made from", text]));
        let config = &self.config;
        let window = config.window.map_or("none".to_owned(), |(first, last)| format!("{first} to {last}"));
        let as_of = config.as_of.map_or("the newest date in the data".to_owned(), |day| day.to_string());
        let hidden = match (config.publish.pseudonymise, config.publish.mask_contacts) {
            (true, true) => "accounts and contacts",
            (true, false) => "accounts",
            (false, true) => "contacts",
            (false, false) => "nothing",
        };
        let settings = [
            ("window", window),
            ("as of", as_of),
            ("time zone", config.time_zone_name.clone()),
            ("hidden in what is published", hidden.to_owned()),
            ("reference accounts", keyed(&format!("{:?}", config.reference_accounts))),
            ("matching", keyed(&format!("{:?}", config.matching))),
            ("pictures and films", keyed(&format!("{:?}", config.media))),
        ];
        let records = self.ledger().entries("records_added")?;
        Ok(MadeFrom {
            packs: self
                .packs()
                .map(|pack| pack.id.clone())
                .zip(self.pack_texts().map(|text| hash_texts([text])))
                .collect(),
            lexicons: hash_texts([pressgang_signals::Lexicons::shipped().fingerprint()]),
            rates,
            settings: settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            records: records
                .iter()
                .map(|entry| {
                    let number = |name: &str| entry.body[name].as_u64().unwrap_or(0);
                    RecordsUsed {
                        kind: entry.body["kind"].as_str().unwrap_or_default().to_owned(),
                        records: number("records").saturating_sub(number("restricted")),
                        digest: keyed(entry.body["sha256"].as_str().unwrap_or_default()),
                    }
                })
                // That there is a list which may not be published is not published either.
                .filter(|used| used.records > 0)
                .collect(),
            sentence_model: self.used_model()?.map(|model| model.name),
        })
    }
}

fn short(digest: &str) -> String {
    digest.chars().take(DIGITS).collect()
}
