//! Private matching with somebody who has a list: the case's contacts out, what came of it into the ledger.
//!
//! The exchange itself is pressgang-corroborate's; here is only what a case has to do with it. Who was asked is personal
//! content until it is known how far that may be told on, and of what may not be published it stays so.

use std::collections::BTreeSet;
use std::path::PathBuf;

use pressgang_posts::Timestamp;
use pressgang_signals::ContactKind;
use serde_json::{Value, json};

use crate::config::is_grade;
use crate::error::CaseError;
use crate::folder::Case;
use crate::records::NewEntry;
use crate::second_sources::{Said, Tlp};
use crate::stages::Corpus;
use crate::tables::ContactRow;

/// One side's public keys, in hex, and the name it gives itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// What people compare.
    pub fingerprint: String,
    /// Ed25519.
    pub signing_key: String,
    /// VOPRF over ristretto255.
    pub matching_key: String,
}

impl Party {
    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "fingerprint": self.fingerprint,
            "signing_key": self.signing_key,
            "matching_key": self.matching_key,
        })
    }
}

/// A request that was made of the case's contacts.
#[derive(Clone, Debug)]
pub struct PrivateRequest {
    /// The session's number.
    pub session: String,
    /// SHA-256 of the request's file.
    pub request: String,
    /// Who is asked.
    pub holder: Party,
    /// Contacts asked about.
    pub contacts: usize,
    /// The same with dummies, which is what the holder sees.
    pub asked: usize,
}

/// An exchange that was finished: the answer belongs to the request and its proof is right.
#[derive(Clone, Debug)]
pub struct PrivateMatch {
    /// The session's number.
    pub session: String,
    /// SHA-256 of the request's file.
    pub request: String,
    /// SHA-256 of the answer's file.
    pub answer: String,
    /// SHA-256 of the transcript's file, which the asker has signed.
    pub transcript: String,
    /// Who asked.
    pub asker: Party,
    /// Who answered.
    pub holder: Party,
    /// Contacts asked about.
    pub contacts: usize,
    /// The same with dummies.
    pub asked: usize,
    /// The holder's contacts with padding.
    pub held: usize,
    /// When the holder answered, as it says.
    pub answered_at: String,
    /// The contacts that the holder has.
    pub matched: Vec<(ContactKind, String)>,
    /// What follows from that.
    pub means: Meaning,
}

/// What it means that the holder has a contact: the same that a list of second sources says of each of its lines.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// The id of the organisation the contacts belong to, one the case studies.
    pub organisation: String,
    /// What the source is called.
    pub source: String,
    /// Where the source has it from; what is of one origin counts once.
    pub origin: String,
    /// Admiralty grade, A1 to F6, as the asker judges source and information.
    pub grade: String,
    /// How far it may be told on.
    pub tlp: Tlp,
    /// Anything else.
    pub note: Option<String>,
}

/// What became of a finished exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateMatchEntered {
    /// So many contacts are corroborated now.
    Entered(usize),
    /// The same answer stands in the ledger already.
    Already,
}

const REQUEST: &str = "private_match_request";
const MATCH: &str = "private_match";

impl Case {
    /// Where the case keeps sessions, requests and transcripts.
    pub fn private_matching_folder(&self) -> PathBuf {
        self.root().join("corroborate")
    }

    /// The kinds of contacts that can be asked about: whatever leads to one recipient, and wallets. Pages are linked by
    /// anybody, and bank cards are kept masked.
    pub fn askable_kinds() -> impl Iterator<Item = ContactKind> {
        let askable = |kind: &ContactKind| kind.is_direct() || kind.is_payment() && *kind != ContactKind::BankCard;
        ContactKind::ALL.into_iter().filter(askable)
    }

    /// The contacts of the case's candidates of some kinds, as kinds are compared; sorted, without repetition.
    ///
    /// # Errors
    /// [`CaseError::NotRun`] when something changed since the last run.
    pub fn askable_contacts(&mut self, kinds: &[ContactKind]) -> Result<Vec<(ContactKind, String)>, CaseError> {
        let kinds: BTreeSet<ContactKind> = kinds.iter().map(|kind| kind.compared_as()).collect();
        let sources = self.results()?.sources;
        let corpus = Corpus::load(&self.config, &sources, &[])?;
        let mut contacts = BTreeSet::new();
        for source in &sources {
            for row in source.readings.rows::<ContactRow>()? {
                let post = corpus.place.get(&format!("{}:{}", row.platform, row.id)).map(|&at| &corpus.posts[at]);
                if let Some(kind) = ContactKind::named(&row.kind).map(ContactKind::compared_as)
                    && kinds.contains(&kind)
                    && post.is_some_and(|post| post.is_candidate())
                {
                    contacts.insert((kind, row.value));
                }
            }
        }
        Ok(contacts.into_iter().collect())
    }

    /// The fingerprint of other keys under which somebody of the same name was asked before.
    pub fn asked_under_other_keys(&self, holder: &Party) -> Result<Option<String>, CaseError> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let asked = self.ledger.entries(REQUEST)?;
        let newest = asked.iter().rev().find_map(|entry| {
            let known = &entry.personal.as_ref()?["holder"];
            (known["name"].as_str() == Some(&holder.name)).then(|| text(&known["fingerprint"]))?
        });
        Ok(newest.filter(|known| *known != holder.fingerprint))
    }

    /// Enters a request, before it leaves.
    pub fn enter_private_request(&mut self, request: &PrivateRequest, now: Timestamp) -> Result<(), CaseError> {
        let body = json!({
            "session": request.session,
            "request": request.request,
            "contacts": request.contacts,
            "asked": request.asked,
        });
        self.ledger.append(now, REQUEST, &body, Some(&json!({ "holder": request.holder.json() })))?;
        Ok(())
    }

    /// Enters a finished exchange and what it corroborates, all or nothing.
    ///
    /// # Errors
    /// [`CaseError::Usage`] for an organisation that the case does not study or a grade that is none.
    pub fn enter_private_match(
        &mut self,
        found: &PrivateMatch,
        now: Timestamp,
    ) -> Result<PrivateMatchEntered, CaseError> {
        let Meaning { organisation, grade, .. } = &found.means;
        if !self.config.organisations.contains(organisation) {
            return Err(CaseError::Usage(format!(
                "organisation {organisation:?} is not studied in this case; it studies {}",
                self.config.organisations.join(", ")
            )));
        }
        if !is_grade(grade) {
            return Err(CaseError::Usage(format!("grade {grade:?} is no Admiralty grade from A1 to F6")));
        }
        if self.ledger.newest(MATCH, "answer", &found.answer)?.is_some() {
            return Ok(PrivateMatchEntered::Already);
        }
        let mut entries: Vec<NewEntry> = vec![exchange(found)];
        for contact in &found.matched {
            entries.push(corroboration(found, contact, self.key(), now));
        }
        self.ledger.append_all(now, &entries)?;
        Ok(PrivateMatchEntered::Entered(found.matched.len()))
    }
}

fn exchange(found: &PrivateMatch) -> NewEntry {
    let mut body = json!({
        "session": found.session,
        "request": found.request,
        "answer": found.answer,
        "transcript": found.transcript,
        "asker": found.asker.json(),
        "contacts": found.contacts,
        "asked": found.asked,
        "held": found.held,
        "answered_at": found.answered_at,
        "tlp": found.means.tlp.as_str(),
    });
    if found.means.tlp.may_be_published() {
        body["holder"] = found.holder.json();
    }
    let matched: Vec<Value> =
        found.matched.iter().map(|(kind, value)| json!({ "kind": kind.as_str(), "value": value })).collect();
    (MATCH, body, Some(json!({ "holder": found.holder.json(), "matched": matched })))
}

/// The entry that a line of a list would make; the list is the session.
fn corroboration(found: &PrivateMatch, (kind, value): &(ContactKind, String), key: &[u8], now: Timestamp) -> NewEntry {
    let means = found.means.clone();
    let day = |time: &str| time.get(..10).map(str::to_owned);
    let said = Said {
        kind: *kind,
        value: value.clone(),
        organisation: means.organisation,
        source: means.source,
        origin: means.origin,
        grade: means.grade,
        tlp: means.tlp,
        list: Some(format!("private matching {}", found.session)),
        received_at: day(&found.answered_at)
            .filter(|day| day.parse::<jiff::civil::Date>().is_ok())
            .or_else(|| day(&now.to_string())),
        note: means.note,
    };
    said.entry(&found.answer, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACK: &str = include_str!("../../../packs/iron-heron.toml");

    fn party(name: &str, fingerprint: &str) -> Party {
        let text = str::to_owned;
        Party { name: text(name), fingerprint: text(fingerprint), signing_key: text("aa"), matching_key: text("bb") }
    }

    fn finished(tlp: Tlp, answer: &str) -> PrivateMatch {
        PrivateMatch {
            session: "1".to_owned(),
            request: "r".to_owned(),
            answer: answer.to_owned(),
            transcript: "t".to_owned(),
            asker: party("Desk", "f0"),
            holder: party("Ministry of Examples", "f1"),
            contacts: 3,
            asked: 64,
            held: 1024,
            answered_at: "2026-01-02T03:04:05Z".to_owned(),
            matched: vec![(ContactKind::Phone, "+493023125001".to_owned())],
            means: Meaning {
                organisation: "iron-heron".to_owned(),
                source: "Ministry of Examples".to_owned(),
                origin: "Ministry of Examples".to_owned(),
                grade: "B2".to_owned(),
                tlp,
                note: None,
            },
        }
    }

    #[test]
    fn what_matched_is_entered_once_as_a_second_source() {
        let folder = tempfile::tempdir().unwrap();
        let now = Timestamp { unix_millis: 1_700_000_000_000 };
        let mut case = Case::create(&folder.path().join("case"), "t", &[PACK], now).unwrap();
        let open = finished(Tlp::Clear, "a");
        assert_eq!(case.enter_private_match(&open, now).unwrap(), PrivateMatchEntered::Entered(1));
        assert_eq!(case.enter_private_match(&open, now).unwrap(), PrivateMatchEntered::Already);
        let said = crate::second_sources::corroborations(&case).unwrap();
        assert_eq!(said.len(), 1);
        assert_eq!((said[0].value.as_str(), said[0].grade.as_str()), ("+493023125001", "B2"));
        let restricted = finished(Tlp::Amber, "b");
        assert_eq!(case.enter_private_match(&restricted, now).unwrap(), PrivateMatchEntered::Entered(1));
        assert_eq!(crate::second_sources::corroborations(&case).unwrap().len(), 1, "amber is not for reports");
        // Only the open one's public content names the holder; no public content has a contact.
        let public = |kind: &str| {
            let entries = case.ledger().entries(kind).unwrap();
            entries.iter().map(|e| e.body.to_string()).collect::<Vec<_>>()
        };
        let named = |texts: Vec<String>| texts.iter().map(|t| t.contains("Ministry")).collect::<Vec<_>>();
        assert_eq!(named(public("private_match")), [true, false]);
        assert_eq!(named(public("corroboration")), [true, false]);
        assert!(
            !public("private_match").concat().contains("23125") && !public("corroboration").concat().contains("23125")
        );
        for (organisation, grade) in [("iron-heron", "G2"), ("other", "B2")] {
            let mut wrong = finished(Tlp::Clear, "c");
            (wrong.means.organisation, wrong.means.grade) = (organisation.to_owned(), grade.to_owned());
            assert!(case.enter_private_match(&wrong, now).is_err());
        }
    }

    #[test]
    fn other_keys_of_a_known_holder_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let now = Timestamp { unix_millis: 1_700_000_000_000 };
        let mut case = Case::create(&folder.path().join("case"), "t", &[PACK], now).unwrap();
        let (known, other) = (party("Ministry", "f1"), party("Ministry", "f2"));
        assert_eq!(case.asked_under_other_keys(&known).unwrap(), None);
        let request = PrivateRequest {
            session: "1".to_owned(),
            request: "r".to_owned(),
            holder: known.clone(),
            contacts: 1,
            asked: 64,
        };
        case.enter_private_request(&request, now).unwrap();
        assert_eq!(case.asked_under_other_keys(&known).unwrap(), None);
        assert_eq!(case.asked_under_other_keys(&other).unwrap(), Some("f1".to_owned()));
        assert!(!case.ledger().entries(REQUEST).unwrap()[0].body.to_string().contains("Ministry"));
    }
}
