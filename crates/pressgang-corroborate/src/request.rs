//! The asker's side of a request: contacts blinded one by one, among others that nobody has, in an order that says
//! nothing; and the holder's reading of it.

use rand_chacha::rand_core::RngCore;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroize;

use crate::LONGEST_CONTACT;
use crate::chance::{Seed, shuffle};
use crate::envelope::{self, FileFault, Kind, as_hex, hex};
use crate::keys::{Identity, Keys};
use crate::oprf::{self, Blind, Element};
use crate::padding::{MOST_ASKED, is_asked, padded_asked};
use crate::session::{self, Session};

/// Why no request can be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RequestError {
    /// There is nothing to ask.
    #[error("there are no contacts to ask about")]
    Nothing,
    /// More than one request may hold.
    #[error("{count} contacts are too many for one request, which holds at most {MOST_ASKED}")]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// A contact that no list has.
    #[error("a contact is empty or longer than {LONGEST_CONTACT} bytes")]
    NoContact,
    /// The file could not be made.
    #[error(transparent)]
    File(#[from] FileFault),
}

/// A request and what its maker keeps.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The file that goes to the holder.
    pub request: Vec<u8>,
    /// The file that stays: whoever has it and the answer knows the contacts and which of them match.
    pub session: Vec<u8>,
    /// The number that names both.
    pub id: String,
    /// Contacts asked about, without repetition.
    pub contacts: usize,
    /// Elements in the request.
    pub asked: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    #[serde(with = "as_hex")]
    session: [u8; 16],
    asker: Identity,
    /// The fingerprint of whom it is for.
    holder: String,
    asked: usize,
    requested_at: String,
}

// Purposes of chance; blinds come after.
const FOR_ID: u64 = 0;
const FOR_DUMMIES: u64 = 1;
const FOR_ORDER: u64 = 2;
const FOR_BLINDS: u64 = 16;

/// Makes a request to a holder for contacts (kind, colon, normal form).
///
/// `seed` must come from the system and serve once; `requested_at` is RFC 3339.
///
/// # Errors
/// [`RequestError`]; nothing is made then.
pub fn ask(
    keys: &Keys,
    holder: &Identity,
    contacts: &[String],
    requested_at: &str,
    seed: &Seed,
) -> Result<Asked, RequestError> {
    let mut contacts: Vec<Vec<u8>> = contacts.iter().map(|contact| contact.clone().into_bytes()).collect();
    contacts.sort_unstable();
    contacts.dedup();
    let count = contacts.len();
    if count == 0 {
        return Err(RequestError::Nothing);
    }
    if contacts.iter().any(|contact| contact.is_empty() || contact.len() > LONGEST_CONTACT) {
        return Err(RequestError::NoContact);
    }
    let asked = padded_asked(count).ok_or(RequestError::TooMany { count })?;
    let mut session = [0; 16];
    seed.generator(FOR_ID).fill_bytes(&mut session);
    // A blinded element is any element with the same chance, whatever is blinded; so no contact is needed for it.
    contacts.resize(asked, Vec::new());
    shuffle(&mut contacts, &mut seed.generator(FOR_ORDER));
    let entries: Option<Vec<(Blind, Vec<u8>)>> = contacts
        .into_par_iter()
        .enumerate()
        .map(|(place, contact)| {
            let mut chance = seed.generator(FOR_BLINDS + place as u64);
            let blind = if contact.is_empty() {
                let mut nobody = [0; 32];
                let mut dummies = seed.generator(FOR_DUMMIES);
                dummies.set_word_pos(8 * place as u128);
                dummies.fill_bytes(&mut nobody);
                let blind = oprf::blind(&nobody, &mut chance);
                nobody.zeroize();
                blind
            } else {
                oprf::blind(&contact, &mut chance)
            };
            Some((blind?, contact))
        })
        .collect();
    let entries = entries.ok_or(RequestError::NoContact)?;
    let body: Vec<u8> = entries.iter().flat_map(|(blind, _)| oprf::blinded(blind)).collect();
    let header = Header {
        session,
        asker: keys.identity().clone(),
        holder: holder.fingerprint(),
        asked,
        requested_at: requested_at.to_owned(),
    };
    let request = envelope::seal(Kind::Request, &header, &body, &keys.signing)?;
    let kept = Session {
        id: session,
        request: Sha256::digest(&request).into(),
        holder: holder.clone(),
        requested_at: requested_at.to_owned(),
        contacts: count,
        entries,
    };
    let session_file = session::write_session(&kept, keys)?;
    Ok(Asked { request, session: session_file, id: hex(&session), contacts: count, asked })
}

/// A request as the holder reads it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who asks; the file is signed by this key, but whose it is only an enrolment says.
    pub asker: Identity,
    /// The fingerprint of whom it is for.
    pub holder: String,
    /// When it was made, as the asker says.
    pub requested_at: String,
    /// SHA-256 of the file.
    pub hash: [u8; 32],
    pub(crate) session: [u8; 16],
    pub(crate) elements: Vec<Element>,
}

impl Request {
    /// How many elements it has, dummies included: nobody but the asker can tell them apart.
    pub fn asked(&self) -> usize {
        self.elements.len()
    }
}

/// Reads a request and checks its form and its signature, not who may ask.
pub fn read_request(file: &[u8]) -> Result<Request, FileFault> {
    let opened = envelope::open::<Header>(Kind::Request, file)?;
    let header = &opened.header;
    header.asker.check()?;
    envelope::check_plain(&[&header.holder, &header.requested_at])?;
    opened.check_signed_by(&header.asker.signing_key, &header.asker.name)?;
    let (elements, rest) = opened.body.as_chunks::<32>();
    if !is_asked(header.asked) || elements.len() != header.asked || !rest.is_empty() {
        return Err(FileFault::malformed("the number of its elements is none that a request has"));
    }
    Ok(Request {
        asker: header.asker.clone(),
        holder: header.holder.clone(),
        requested_at: header.requested_at.clone(),
        hash: Sha256::digest(file).into(),
        session: header.session,
        elements: elements.to_vec(),
    })
}
