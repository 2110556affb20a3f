//! The form that all files have: a line that says what it is and how long, a header, a body, its hash, a signature.
//!
//! ```text
//! pressgang-corroborate request 1 HEADER-BYTES BODY-BYTES
//! { ... }                      the header, JSON on one line
//! ...                          the body, if any
//! sha256 HEX                   of everything before this line's beginning, the line end before it included
//! signature HEX                Ed25519, by the key that the header names
//! ```

use std::fmt::Write;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// How files begin.
const MAGIC: &str = "pressgang-corroborate ";
/// The version of the format of all files.
const VERSION: u32 = 1;
/// The first line is shorter than this.
const LONGEST_FIRST_LINE: usize = 96;
/// The longest header; names and notes are short.
const LONGEST_HEADER: usize = 1 << 16;
/// The longest body: an answer from the longest list, or the outputs kept for one.
const LONGEST_BODY: usize = 1 << 29;
/// `\nsha256 `, 64 digits, `\nsignature `, 128 digits and a line end.
const TRAILER: usize = 8 + 64 + 11 + 128 + 1;

/// What is signed, so that no signature made here can be taken for one of anything else.
pub const SIGNED_BY: &str = "pressgang-corroborate signature 1\n";

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody's public keys.
    Identity,
    /// The asker's blinded contacts.
    Request,
    /// What the asker keeps to itself until the answer comes.
    Session,
    /// The holder's evaluation and its tags.
    Answer,
    /// What the holder keeps of its list so that it need not be evaluated again.
    Prepared,
    /// The record of a finished exchange.
    Transcript,
}

impl Kind {
    const ALL: [Kind; 6] =
        [Kind::Identity, Kind::Request, Kind::Session, Kind::Answer, Kind::Prepared, Kind::Transcript];

    /// The word in the first line.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Identity => "identity",
            Kind::Request => "request",
            Kind::Session => "session",
            Kind::Answer => "answer",
            Kind::Prepared => "prepared",
            Kind::Transcript => "transcript",
        }
    }

    fn with_article(self) -> &'static str {
        match self {
            Kind::Identity => "an identity",
            Kind::Request => "a request",
            Kind::Session => "a session",
            Kind::Answer => "an answer",
            Kind::Prepared => "a prepared list",
            Kind::Transcript => "a transcript",
        }
    }
}

/// Why a file is refused whatever it says; each is a sentence that goes behind the file's name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileFault {
    /// It does not begin as such files do.
    #[error("this is no file of pressgang corroborate")]
    Foreign,
    /// It is another kind of file.
    #[error("this is {found}, but {wanted} is needed")]
    OtherKind {
        /// What it is, with its article.
        found: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
    /// It is of a version that is not known.
    #[error("this is of version {0} of the format, and this program reads version 1")]
    OtherVersion(u32),
    /// It ends early.
    #[error("the file is cut off: it has {found} of {wanted} bytes")]
    CutOff {
        /// How long it is, in bytes.
        found: usize,
        /// How long it should be.
        wanted: usize,
    },
    /// It goes on.
    #[error("the file has {0} bytes too many at its end")]
    TooLong(usize),
    /// It says it is larger than any such file.
    #[error("the file says that it is larger than any such file may be")]
    TooLarge,
    /// Its hash is another.
    #[error("the file was damaged or altered: its content does not have the hash that stands in it")]
    Damaged,
    /// What it says cannot be understood, although its hash is right.
    #[error("the file is not written as this program writes it: {0}")]
    Malformed(String),
    /// The key it names has not signed it.
    #[error("the file was altered or made by somebody else: it is not signed by the key of {0:?}")]
    NotSigned(String),
}

impl FileFault {
    pub(crate) fn malformed(what: impl Into<String>) -> FileFault {
        // What stands in a file must not steer the terminal it is shown on.
        FileFault::Malformed(what.into().replace(char::is_control, "?"))
    }
}

/// A file taken apart, its hash checked but not its signature: only the header says whose it should be.
pub(crate) struct Opened<'a, H> {
    pub header: H,
    pub body: &'a [u8],
    digest: [u8; 32],
    signature: [u8; 64],
}

/// Makes a file.
pub(crate) fn seal<H: Serialize>(kind: Kind, header: &H, body: &[u8], key: &SigningKey) -> Result<Vec<u8>, FileFault> {
    let header = serde_json::to_string(header).map_err(|e| FileFault::malformed(e.to_string()))?;
    if header.len() > LONGEST_HEADER || body.len() > LONGEST_BODY {
        return Err(FileFault::TooLarge);
    }
    let first = format!("{MAGIC}{} {VERSION} {} {}\n", kind.as_str(), header.len(), body.len());
    let mut file = Vec::with_capacity(first.len() + header.len() + 1 + body.len() + TRAILER);
    file.extend_from_slice(first.as_bytes());
    file.extend_from_slice(header.as_bytes());
    file.push(b'\n');
    file.extend_from_slice(body);
    file.push(b'\n');
    let digest: [u8; 32] = Sha256::digest(&file).into();
    let signature = key.sign(&signed(&digest)).to_bytes();
    file.extend_from_slice(format!("sha256 {}\nsignature {}\n", hex(&digest), hex(&signature)).as_bytes());
    Ok(file)
}

/// Takes a file apart.
pub(crate) fn open<H: DeserializeOwned>(kind: Kind, file: &[u8]) -> Result<Opened<'_, H>, FileFault> {
    let (found, header_bytes, body_bytes, begins) = first_line(file)?;
    if found != kind {
        return Err(FileFault::OtherKind { found: found.with_article(), wanted: kind.with_article() });
    }
    if header_bytes > LONGEST_HEADER || body_bytes > LONGEST_BODY {
        return Err(FileFault::TooLarge);
    }
    let wanted = begins + header_bytes + 1 + body_bytes + TRAILER;
    if file.len() < wanted {
        return Err(FileFault::CutOff { found: file.len(), wanted });
    }
    if file.len() > wanted {
        return Err(FileFault::TooLong(file.len() - wanted));
    }
    // The lengths are right, so every place below is inside the file.
    let (content, trailer) = file.split_at(wanted - TRAILER + 1);
    let digest: [u8; 32] = Sha256::digest(content).into();
    let (Some(written), Some(signature)) =
        (field::<32>(trailer, b"sha256 ", 0), field::<64>(trailer, b"signature ", 8 + 64))
    else {
        return Err(FileFault::Damaged);
    };
    let ends = content.last() == Some(&b'\n') && trailer.last() == Some(&b'\n') && trailer[7 + 64] == b'\n';
    if written != digest || !ends {
        return Err(FileFault::Damaged);
    }
    let header = &content[begins..begins + header_bytes];
    let header = serde_json::from_slice(header).map_err(|e| FileFault::malformed(e.to_string()))?;
    let body = &content[begins + header_bytes + 1..content.len() - 1];
    Ok(Opened { header, body, digest, signature })
}

impl<H> Opened<'_, H> {
    /// Checks that a key has signed the file; `name` is whose key it is.
    pub fn check_signed_by(&self, key: &[u8; 32], name: &str) -> Result<(), FileFault> {
        let key = VerifyingKey::from_bytes(key).map_err(|_| FileFault::malformed("it names a key that is none"))?;
        // Strictly, so that nobody can turn one good signature into another.
        key.verify_strict(&signed(&self.digest), &Signature::from_bytes(&self.signature))
            .map_err(|_| FileFault::NotSigned(name.to_owned()))
    }
}

/// What kind of file it is by its first line.
pub(crate) fn kind_of(file: &[u8]) -> Result<Kind, FileFault> {
    Ok(first_line(file)?.0)
}

/// Kind, length of the header, length of the body, length of the line itself.
fn first_line(file: &[u8]) -> Result<(Kind, usize, usize, usize), FileFault> {
    let head = &file[..file.len().min(LONGEST_FIRST_LINE)];
    if !head.starts_with(MAGIC.as_bytes()) {
        let begun = !head.is_empty() && MAGIC.as_bytes().starts_with(head);
        return Err(if begun { cut_early(file) } else { FileFault::Foreign });
    }
    let Some(end) = head.iter().position(|&b| b == b'\n') else {
        return Err(if head.len() < LONGEST_FIRST_LINE { cut_early(file) } else { FileFault::Foreign });
    };
    let line = std::str::from_utf8(&head[MAGIC.len()..end]).map_err(|_| FileFault::Damaged)?;
    let mut words = line.split(' ');
    let kind = words.next().and_then(|word| Kind::ALL.into_iter().find(|kind| kind.as_str() == word));
    let kind = kind.ok_or(FileFault::Damaged)?;
    let version = words.next().and_then(|word| word.parse::<u32>().ok()).ok_or(FileFault::Damaged)?;
    if version != VERSION {
        return Err(FileFault::OtherVersion(version));
    }
    let mut length = || words.next().and_then(|word| word.parse::<u32>().ok()).ok_or(FileFault::Damaged);
    let (header, body) = (length()? as usize, length()? as usize);
    Ok((kind, header, body, end + 1))
}

fn cut_early(file: &[u8]) -> FileFault {
    FileFault::CutOff { found: file.len(), wanted: LONGEST_FIRST_LINE + TRAILER }
}

fn signed(digest: &[u8; 32]) -> Vec<u8> {
    [SIGNED_BY.as_bytes(), digest].concat()
}

/// The bytes of a field of the trailer.
fn field<const N: usize>(trailer: &[u8], name: &[u8], at: usize) -> Option<[u8; N]> {
    let written = trailer.get(at..)?.strip_prefix(name)?.get(..2 * N)?;
    unhex(std::str::from_utf8(written).ok()?)
}

/// Bytes in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Exactly so many bytes of lower-case hex: one way of writing each.
pub(crate) fn unhex<const N: usize>(written: &str) -> Option<[u8; N]> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    if written.len() != 2 * N {
        return None;
    }
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(written.as_bytes().chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(out)
}

/// Checks a time or fingerprint that a file gives: it is shown to people, and both are short and plain.
pub(crate) fn check_plain(texts: &[&str]) -> Result<(), FileFault> {
    let is_plain =
        |text: &&str| text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-+:.".contains(&b));
    if texts.iter().all(is_plain) { Ok(()) } else { Err(FileFault::malformed("a time or fingerprint in it is none")) }
}

/// SHA-256 of a whole file in lower-case hex: how files are named in ledgers.
pub fn file_hash(file: &[u8]) -> String {
    hex(&Sha256::digest(file))
}

/// Bytes of a fixed number as lower-case hex in headers.
pub(crate) mod as_hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer, const N: usize>(bytes: &[u8; N], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&super::hex(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(from: D) -> Result<[u8; N], D::Error> {
        let written = String::deserialize(from)?;
        super::unhex(&written).ok_or_else(|| D::Error::custom(format!("{N} bytes in hex are needed")))
    }
}
