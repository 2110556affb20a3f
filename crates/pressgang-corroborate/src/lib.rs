//! Which contacts two parties have in common, without either showing its list to the other.
//!
//! The asker blinds its contacts ([`ask`]), the holder evaluates them under its key and sends tags of its own list
//! ([`answer`]), and the asker unblinds and compares ([`finish`]): the verifiable oblivious pseudorandom function of
//! RFC 9497 over ristretto255 with SHA-512. docs/corroborate.md says what each side learns, and what it could do.
//!
//! Bytes go in and bytes come out: no file, clock or source of chance is touched here, so the same seeds, lists and
//! times make the same files, on any number of threads.

mod answer;
mod chance;
mod envelope;
mod finish;
mod keys;
mod oprf;
mod padding;
mod prepared;
mod request;
mod roster;
mod session;
mod show;
mod transcript;

pub use answer::{Answer, AnswerError, Statement, TLP, answer, read_answer};
pub use chance::Seed;
pub use envelope::{FileFault, Kind, SIGNED_BY, file_hash};
pub use finish::{FinishError, Finished, finish};
pub use keys::{Identity, Keys, read_identity};
pub use padding::{LEAST_ASKED, LEAST_HELD, MOST_ASKED, MOST_HELD, padded_asked, padded_held};
pub use prepared::{Prepared, PreparedList, known_outputs, prepare, write_prepared};
pub use request::{Asked, Request, RequestError, ask, read_request};
pub use roster::{Admission, Asker, GivenAnswer, Limits, Refusal, Roster, RosterError};
pub use session::{Session, read_session};
pub use show::{Shown, describe};
pub use transcript::{Transcript, read_transcript, write_transcript};

/// The longest contact, in bytes of its kind, a colon and its normal form.
pub const LONGEST_CONTACT: usize = 512;
