//! The end of an exchange: the asker checks the answer and learns which of its contacts the holder has.

use thiserror::Error;

use crate::answer::{Answer, read_answer, tag};
use crate::envelope::FileFault;
use crate::oprf::{self, Refused};
use crate::session::Session;

/// Why an answer is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FinishError {
    /// The file is none.
    #[error(transparent)]
    File(#[from] FileFault),
    /// Other keys have answered than were asked.
    #[error(
        "the answer is by {found} with the keys {found_keys}, but the request was for {wanted} with the keys {wanted_keys}"
    )]
    OtherHolder {
        /// The name in the answer.
        found: String,
        /// Its fingerprint.
        found_keys: String,
        /// The name that was asked.
        wanted: String,
        /// Its fingerprint.
        wanted_keys: String,
    },
    /// It answers something else.
    #[error("the answer belongs to another request: it is for session {found}, and this is {wanted}")]
    OtherSession {
        /// The session it names.
        found: String,
        /// The session at hand.
        wanted: String,
    },
    /// It answers a request of the same number that has other bytes.
    #[error("the answer is to a request that was altered on its way: its hash is not that of the request made here")]
    OtherRequest,
    /// The proof fails.
    #[error("the answer was not computed under the holder's known key, so nothing may be concluded from it")]
    NotProven,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The contacts that the holder says it has, sorted.
    pub matched: Vec<String>,
    /// The answer.
    pub answer: Answer,
}

/// Checks an answer against the session it should belong to and finds the contacts in common.
///
/// # Errors
/// [`FinishError`]; nothing of the answer is believed then.
pub fn finish(session: &Session, file: &[u8]) -> Result<Finished, FinishError> {
    let answer = read_answer(file)?;
    if answer.holder != session.holder {
        return Err(FinishError::OtherHolder {
            found: answer.holder.name.clone(),
            found_keys: answer.holder.fingerprint(),
            wanted: session.holder.name.clone(),
            wanted_keys: session.holder.fingerprint(),
        });
    }
    if answer.session != session.id {
        return Err(FinishError::OtherSession { found: answer.session(), wanted: session.id() });
    }
    if answer.request != session.request {
        return Err(FinishError::OtherRequest);
    }
    if answer.elements.len() != session.entries.len() {
        return Err(FileFault::malformed("it evaluates another number of elements than were asked").into());
    }
    // The values of dummies are of no use, but the proof is about all elements.
    let contacts: Vec<&[u8]> = session
        .entries
        .iter()
        .map(|(_, contact)| if contact.is_empty() { b"-".as_slice() } else { contact.as_slice() })
        .collect();
    let blinds: Vec<_> = session.entries.iter().map(|(blind, _)| *blind).collect();
    let outputs = oprf::finalize(&contacts, &blinds, &answer.elements, &answer.proof, &session.holder.matching_key);
    let outputs = outputs.map_err(|refused| match refused {
        Refused::OtherKey => FinishError::NotProven,
        Refused::NoElement => FileFault::malformed("it has an element that is none of the group").into(),
    })?;
    let mut matched: Vec<String> = session
        .entries
        .iter()
        .zip(&outputs)
        .filter(|((_, contact), output)| {
            !contact.is_empty() && answer.tags.binary_search(&tag(&answer.request, output.as_slice())).is_ok()
        })
        .map(|((_, contact), _)| String::from_utf8_lossy(contact).into_owned())
        .collect();
    matched.sort_unstable();
    Ok(Finished { matched, answer })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{Statement, answer};
    use crate::chance::Seed;
    use crate::keys::Keys;
    use crate::prepared::{Prepared, prepare};
    use crate::request::{ask, read_request};
    use crate::session::read_session;

    const AT: &str = "2026-01-02T03:04:05Z";

    /// A holder that signs with the keys everybody knows but evaluates under others, made for this asker only, is found
    /// out by the proof, whichever key it names.
    #[test]
    fn a_key_made_for_one_asker_is_noticed() {
        let keys = |seed| Keys::from_secret("Somebody", Seed([seed; 32]), AT).unwrap();
        let (asker, known, special) = (keys(1), keys(2), keys(3));
        let contacts = ["phone:+493023125311".to_owned()];
        let asked = ask(&asker, known.identity(), &contacts, AT, &Seed([4; 32])).unwrap();
        let session = read_session(&asked.session, &asker).unwrap();
        let request = read_request(&asked.request).unwrap();
        let statement = Statement { source: "s".to_owned(), ..Statement::default() };
        let reply = |holder: &Keys| {
            let list = prepare(holder, &contacts, &Prepared::default()).unwrap();
            finish(&session, &answer(holder, &request, &list, &statement, AT).unwrap()).map(|f| f.matched)
        };
        assert_eq!(reply(&known).unwrap(), contacts);
        let mut forged = keys(2);
        forged.evaluator = keys(3).evaluator;
        assert_eq!(reply(&forged).unwrap_err(), FinishError::NotProven);
        // One that names its special key has another fingerprint.
        let mut named = keys(2);
        named.evaluator = keys(3).evaluator;
        named.identity_mut().matching_key = special.identity().matching_key;
        let request = crate::request::Request { holder: named.identity().fingerprint(), ..request.clone() };
        let list = prepare(&named, &contacts, &Prepared::default()).unwrap();
        let file = answer(&named, &request, &list, &statement, AT).unwrap();
        assert!(matches!(finish(&session, &file), Err(FinishError::OtherHolder { .. })));
    }
}
