//! The holder's list under the holder's key: evaluated once, kept, and only what is new evaluated again.

use hmac::Mac;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::LONGEST_CONTACT;
use crate::envelope::{self, FileFault, Kind, as_hex, hex};
use crate::keys::Keys;
use crate::oprf::Output;
use crate::padding::{MOST_HELD, padded_held};

/// A contact's keyed hash, then its output.
type Record = [u8; 48];

/// Outputs that were kept.
#[derive(Debug, Default)]
pub struct Prepared {
    /// In the order of the keyed hashes.
    records: Vec<Record>,
}

impl Prepared {
    fn output(&self, hash: &[u8; 16]) -> Option<Output> {
        let at = self.records.binary_search_by(|record| record[..16].cmp(hash)).ok()?;
        self.records[at][16..].try_into().ok()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns true if there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

/// A list that is ready to answer from.
#[derive(Debug)]
pub struct PreparedList {
    records: Vec<Record>,
    /// A keyed hash of the whole list: the same list has the same, and nobody else can test lists against it.
    pub hash: String,
    /// Contacts that had to be evaluated now.
    pub evaluated: usize,
}

impl PreparedList {
    /// Contacts in it, without repetition.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns true if there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub(crate) fn outputs(&self) -> impl Iterator<Item = &[u8]> {
        self.records.iter().map(|record| &record[16..])
    }
}

/// Evaluates a list (kind, colon, normal form of each contact) under the holder's key, taking what `known` has.
///
/// # Errors
/// [`FileFault::Malformed`] for a list longer than [`MOST_HELD`], or a contact that is empty or too long.
pub fn prepare(keys: &Keys, contacts: &[String], known: &Prepared) -> Result<PreparedList, FileFault> {
    let mut sorted: Vec<&str> = contacts.iter().map(String::as_str).collect();
    sorted.par_sort_unstable();
    sorted.dedup();
    if padded_held(sorted.len()).is_none() {
        return Err(FileFault::malformed(format!("the list has more than {MOST_HELD} contacts")));
    }
    let mut whole = keys.keyed("list");
    for contact in &sorted {
        if contact.is_empty() || contact.len() > LONGEST_CONTACT {
            return Err(FileFault::malformed(format!("a contact is empty or longer than {LONGEST_CONTACT} bytes")));
        }
        whole.update(contact.as_bytes());
        whole.update(b"\n");
    }
    let hasher = keys.keyed("contact");
    let records: Option<Vec<(Record, bool)>> = sorted
        .par_iter()
        .map(|contact| {
            let mut hash = hasher.clone();
            hash.update(contact.as_bytes());
            let hash: [u8; 32] = hash.finalize().into_bytes().into();
            let mut record = [0; 48];
            record[..16].copy_from_slice(&hash[..16]);
            let kept = known.output(&hash[..16].try_into().ok()?);
            let output = match kept {
                Some(output) => output,
                None => keys.evaluator.output(contact.as_bytes())?,
            };
            record[16..].copy_from_slice(&output);
            Some((record, kept.is_none()))
        })
        .collect();
    let records = records.ok_or_else(|| FileFault::malformed("a contact has no place in the group"))?;
    let evaluated = records.iter().filter(|(_, new)| *new).count();
    let mut records: Vec<Record> = records.into_iter().map(|(record, _)| record).collect();
    records.par_sort_unstable();
    Ok(PreparedList { records, hash: hex(&whole.finalize().into_bytes()), evaluated })
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    /// Under whose key.
    #[serde(with = "as_hex")]
    matching_key: [u8; 32],
    contacts: usize,
}

/// The file to keep a list's outputs in. It has no contact, but with the secret key one could test contacts against it.
pub fn write_prepared(list: &PreparedList, keys: &Keys) -> Result<Vec<u8>, FileFault> {
    let header = Header { matching_key: keys.identity().matching_key, contacts: list.len() };
    envelope::seal(Kind::Prepared, &header, list.records.as_flattened(), &keys.signing)
}

/// Reads what was kept. Its signature is the holder's own, so nothing else can make the holder answer wrongly.
pub fn known_outputs(file: &[u8], keys: &Keys) -> Result<Prepared, FileFault> {
    let opened = envelope::open::<Header>(Kind::Prepared, file)?;
    let own = keys.identity();
    opened.check_signed_by(&own.signing_key, &own.name)?;
    let (records, rest) = opened.body.as_chunks::<48>();
    let right = opened.header.matching_key == own.matching_key
        && records.len() == opened.header.contacts
        && rest.is_empty()
        && records.is_sorted();
    if !right {
        return Err(FileFault::malformed("the outputs kept are none of this key"));
    }
    Ok(Prepared { records: records.to_vec() })
}
