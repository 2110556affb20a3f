//! The holder's answer: the elements asked about under its key, with a proof, and a tag for each contact it has.
//!
//! A tag is the first 16 bytes of SHA-256 over the request's hash and the function's output. So tags of different
//! answers have nothing in common, and only whoever knows a contact's output under the holder's key can make its tag.

use hmac::Mac;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::chance::Seed;
use crate::envelope::{self, FileFault, Kind, as_hex};
use crate::keys::{Identity, Keys};
use crate::oprf::{Element, ProofBytes};
use crate::padding::{is_asked, is_held, padded_held};
use crate::prepared::PreparedList;
use crate::request::Request;

/// Bytes of a tag. A contact that the holder does not have is taken for one with a chance of tags / 2^128: for the
/// largest request and the longest list 2^(15 + 23 - 128), below 1 in 10^27.
pub(crate) const TAG: usize = 16;
pub(crate) type Tag = [u8; TAG];

/// The markings of the Traffic Light Protocol 2.0.
pub const TLP: [&str; 5] = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];

/// What the holder says about the contacts of its list, of all alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// What its source is to be called.
    pub source: String,
    /// Where it has its knowledge from, if that is not itself: items of one origin count once.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub origin: Option<String>,
    /// The id of the organisation that the contacts belong to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organisation: Option<String>,
    /// How it may be passed on, one of [`TLP`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tlp: Option<String>,
    /// Anything else.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
}

impl Statement {
    /// Checks that every text is there, short and on one line.
    pub(crate) fn check(&self) -> Result<(), FileFault> {
        let texts = [Some(&self.source), self.origin.as_ref(), self.organisation.as_ref(), self.note.as_ref()];
        for text in texts.into_iter().flatten() {
            if text.trim().is_empty() || text.chars().count() > 500 || text.contains(char::is_control) {
                return Err(FileFault::malformed("what a statement says has 1 to 500 characters on one line"));
            }
        }
        match &self.tlp {
            Some(tlp) if !TLP.contains(&tlp.as_str()) => {
                Err(FileFault::malformed(format!("TLP {tlp:?} is none of {}", TLP.join(", "))))
            }
            _ => Ok(()),
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// The request is for somebody else.
    #[error("the request is for the keys {wanted}, and these are {own}")]
    ForOther {
        /// The fingerprint it names.
        wanted: String,
        /// The holder's own.
        own: String,
    },
    /// What was asked is none that can be evaluated.
    #[error("the request has an element that is none of the group, so it was not made as this program makes it")]
    NoElement,
    /// The file could not be made.
    #[error(transparent)]
    File(#[from] FileFault),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    #[serde(with = "as_hex")]
    session: [u8; 16],
    /// SHA-256 of the request's file.
    #[serde(with = "as_hex")]
    request: [u8; 32],
    /// The asker's fingerprint.
    asker: String,
    holder: Identity,
    asked: usize,
    held: usize,
    #[serde(with = "as_hex")]
    proof: ProofBytes,
    answered_at: String,
    statement: Statement,
}

/// Answers a request from a list. The same request, list, statement and time give the same bytes: a second, different
/// answer to one request would show which tags are padding.
///
/// # Errors
/// [`AnswerError`]. Who may ask, and how much, is decided before ([`crate::Roster::admit`]).
pub fn answer(
    keys: &Keys,
    request: &Request,
    list: &PreparedList,
    statement: &Statement,
    answered_at: &str,
) -> Result<Vec<u8>, AnswerError> {
    let own = keys.identity().fingerprint();
    if request.holder != own {
        return Err(AnswerError::ForOther { wanted: request.holder.clone(), own });
    }
    statement.check()?;
    let held = padded_held(list.len()).ok_or(FileFault::TooLarge)?;
    // The chance in the proof follows from the secret and everything the proof is about, so it never serves twice.
    let mut chance = keys.keyed("proof");
    chance.update(&request.hash);
    chance.update(request.elements.as_flattened());
    let chance = Seed(chance.finalize().into_bytes().into());
    let evaluated =
        keys.evaluator.evaluate(&request.elements, &mut chance.generator(0)).ok_or(AnswerError::NoElement)?;
    let mut tags: Vec<Tag> = list.outputs().map(|output| tag(&request.hash, output)).collect();
    let mut padding = keys.keyed("padding");
    padding.update(&request.hash);
    tags.par_extend((tags.len()..held).into_par_iter().map(|place| {
        let mut padding = padding.clone();
        padding.update(&(place as u64).to_le_bytes());
        let hash: [u8; 32] = padding.finalize().into_bytes().into();
        first(&hash)
    }));
    // The order of the list would say something; that of hashes does not.
    tags.par_sort_unstable();
    let header = Header {
        session: request.session,
        request: request.hash,
        asker: request.asker.fingerprint(),
        holder: keys.identity().clone(),
        asked: request.asked(),
        held,
        proof: evaluated.proof,
        answered_at: answered_at.to_owned(),
        statement: statement.clone(),
    };
    let body = [evaluated.elements.as_flattened(), tags.as_flattened()].concat();
    Ok(envelope::seal(Kind::Answer, &header, &body, &keys.signing)?)
}

/// An answer, read: its form is right and the keys it names have signed it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Who answers.
    pub holder: Identity,
    /// The fingerprint of who asked.
    pub asker: String,
    /// When, as the holder says.
    pub answered_at: String,
    /// What the holder says about its list.
    pub statement: Statement,
    /// SHA-256 of the request it answers.
    pub request: [u8; 32],
    /// SHA-256 of the file.
    pub hash: [u8; 32],
    pub(crate) session: [u8; 16],
    pub(crate) elements: Vec<Element>,
    pub(crate) proof: ProofBytes,
    /// Sorted.
    pub(crate) tags: Vec<Tag>,
}

impl Answer {
    /// Elements evaluated.
    pub fn asked(&self) -> usize {
        self.elements.len()
    }

    /// Tags of the holder's list, padding included.
    pub fn held(&self) -> usize {
        self.tags.len()
    }

    /// Which session it belongs to.
    pub fn session(&self) -> String {
        envelope::hex(&self.session)
    }
}

/// Reads an answer; whether the right holder answered the right request is for [`crate::finish`] to say.
pub fn read_answer(file: &[u8]) -> Result<Answer, FileFault> {
    let opened = envelope::open::<Header>(Kind::Answer, file)?;
    let header = &opened.header;
    header.holder.check()?;
    envelope::check_plain(&[&header.asker, &header.answered_at])?;
    opened.check_signed_by(&header.holder.signing_key, &header.holder.name)?;
    header.statement.check()?;
    let counts = is_asked(header.asked) && is_held(header.held);
    if !counts || opened.body.len() != header.asked * 32 + header.held * TAG {
        return Err(FileFault::malformed("the number of its elements or tags is none that an answer has"));
    }
    let (elements, tags) = opened.body.split_at(header.asked * 32);
    let tags = tags.as_chunks::<TAG>().0.to_vec();
    if !tags.is_sorted() {
        return Err(FileFault::malformed("its tags are not sorted"));
    }
    Ok(Answer {
        holder: header.holder.clone(),
        asker: header.asker.clone(),
        answered_at: header.answered_at.clone(),
        statement: header.statement.clone(),
        request: header.request,
        hash: Sha256::digest(file).into(),
        session: header.session,
        elements: elements.as_chunks::<32>().0.to_vec(),
        proof: header.proof,
        tags,
    })
}

/// The tag of an output in the answer to one request.
pub(crate) fn tag(request: &[u8; 32], output: &[u8]) -> Tag {
    let mut hash = Sha256::new();
    hash.update(b"pressgang-corroborate tag 1\n");
    hash.update(request);
    hash.update(output);
    first(&hash.finalize().into())
}

fn first(hash: &[u8; 32]) -> Tag {
    let mut tag = [0; TAG];
    tag.copy_from_slice(&hash[..TAG]);
    tag
}
