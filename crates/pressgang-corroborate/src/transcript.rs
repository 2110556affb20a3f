//! The record of a finished exchange, signed by the asker: which files went between whom, and nothing of what matched,
//! so that it can be shown to anybody, the holder included.

use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::envelope::{self, FileFault, Kind, as_hex};
use crate::keys::{Identity, Keys};
use crate::session::Session;

/// What a transcript says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    /// The number of the session.
    pub session: String,
    /// Who asked.
    pub asker: Identity,
    /// Who answered; the proof in the answer was found right under its matching key.
    pub holder: Identity,
    /// SHA-256 of the request.
    #[serde(with = "as_hex")]
    pub request: [u8; 32],
    /// SHA-256 of the answer.
    #[serde(with = "as_hex")]
    pub answer: [u8; 32],
    /// Elements asked about, dummies included.
    pub asked: usize,
    /// Tags of the holder's list, padding included.
    pub held: usize,
    /// When the request was made, as the asker says.
    pub requested_at: String,
    /// When it was answered, as the holder says.
    pub answered_at: String,
    /// When the answer was checked, as the asker says.
    pub finished_at: String,
}

/// Writes the transcript of an exchange whose answer was found right.
pub fn write_transcript(
    keys: &Keys,
    session: &Session,
    answer: &Answer,
    finished_at: &str,
) -> Result<Vec<u8>, FileFault> {
    let transcript = Transcript {
        session: session.id(),
        asker: keys.identity().clone(),
        holder: answer.holder.clone(),
        request: answer.request,
        answer: answer.hash,
        asked: answer.asked(),
        held: answer.held(),
        requested_at: session.requested_at.clone(),
        answered_at: answer.answered_at.clone(),
        finished_at: finished_at.to_owned(),
    };
    envelope::seal(Kind::Transcript, &transcript, b"", &keys.signing)
}

/// Reads a transcript and checks that the asker it names has signed it.
pub fn read_transcript(file: &[u8]) -> Result<Transcript, FileFault> {
    let opened = envelope::open::<Transcript>(Kind::Transcript, file)?;
    opened.header.asker.check()?;
    opened.header.holder.check()?;
    let said = &opened.header;
    envelope::check_plain(&[&said.session, &said.requested_at, &said.answered_at, &said.finished_at])?;
    opened.check_signed_by(&opened.header.asker.signing_key, &opened.header.asker.name)?;
    if !opened.body.is_empty() {
        return Err(FileFault::malformed("a transcript has no body"));
    }
    Ok(opened.header)
}
