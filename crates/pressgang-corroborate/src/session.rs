//! What the asker keeps between request and answer: which contact stands at which place, and its blind.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::LONGEST_CONTACT;
use crate::envelope::{self, FileFault, Kind, as_hex, hex};
use crate::keys::{Identity, Keys};
use crate::oprf::Blind;

/// A session, read.
pub struct Session {
    pub(crate) id: [u8; 16],
    pub(crate) request: [u8; 32],
    /// Whom the request is for: no other keys may answer it.
    pub holder: Identity,
    /// When the request was made.
    pub requested_at: String,
    /// Contacts asked about.
    pub contacts: usize,
    /// By place in the request; a dummy has no contact.
    pub(crate) entries: Vec<(Blind, Vec<u8>)>,
}

impl Session {
    /// The number that names request and session.
    pub fn id(&self) -> String {
        hex(&self.id)
    }

    /// Elements asked about, dummies included.
    pub fn asked(&self) -> usize {
        self.entries.len()
    }

    /// SHA-256 of the request's file in hex.
    pub fn request_hash(&self) -> String {
        hex(&self.request)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for (blind, contact) in &mut self.entries {
            blind.zeroize();
            contact.zeroize();
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    #[serde(with = "as_hex")]
    session: [u8; 16],
    #[serde(with = "as_hex")]
    request: [u8; 32],
    holder: Identity,
    requested_at: String,
    contacts: usize,
    asked: usize,
}

/// Writes a session; nothing but the file's permissions protects it.
pub(crate) fn write_session(session: &Session, keys: &Keys) -> Result<Vec<u8>, FileFault> {
    let header = Header {
        session: session.id,
        request: session.request,
        holder: session.holder.clone(),
        requested_at: session.requested_at.clone(),
        contacts: session.contacts,
        asked: session.entries.len(),
    };
    let mut body = Vec::with_capacity(session.entries.len() * (64 + 2 + 24));
    for (blind, contact) in &session.entries {
        body.extend_from_slice(blind);
        // No contact is longer than LONGEST_CONTACT.
        body.extend_from_slice(&u16::try_from(contact.len()).unwrap_or(0).to_le_bytes());
        body.extend_from_slice(contact);
    }
    let file = envelope::seal(Kind::Session, &header, &body, &keys.signing);
    body.zeroize();
    file
}

/// Reads a session that was made with the same keys.
pub fn read_session(file: &[u8], keys: &Keys) -> Result<Session, FileFault> {
    let opened = envelope::open::<Header>(Kind::Session, file)?;
    let own = keys.identity();
    opened.check_signed_by(&own.signing_key, &own.name)?;
    let header = opened.header;
    header.holder.check()?;
    let mut session = Session {
        id: header.session,
        request: header.request,
        holder: header.holder,
        requested_at: header.requested_at,
        contacts: header.contacts,
        entries: Vec::with_capacity(header.asked.min(crate::MOST_ASKED)),
    };
    let mut body = opened.body;
    while !body.is_empty() {
        let (entry, rest) = entry(body).ok_or_else(|| FileFault::malformed("an entry of the session is cut off"))?;
        session.entries.push(entry);
        body = rest;
    }
    let named = session.entries.iter().filter(|(_, contact)| !contact.is_empty()).count();
    if session.entries.len() != header.asked || named != header.contacts {
        return Err(FileFault::malformed("the session has another number of contacts than it says"));
    }
    Ok(session)
}

type Entry = (Blind, Vec<u8>);

fn entry(body: &[u8]) -> Option<(Entry, &[u8])> {
    let (blind, rest) = body.split_first_chunk::<64>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_le_bytes(*length));
    let contact = rest.get(..length).filter(|_| length <= LONGEST_CONTACT)?;
    Some(((*blind, contact.to_vec()), &rest[length..]))
}
