//! What any of the files says, with its signature checked.

use crate::answer::read_answer;
use crate::envelope::{self, FileFault, Kind, file_hash};
use crate::keys::{Identity, read_identity};
use crate::request::read_request;
use crate::transcript::read_transcript;

/// A file described: its kind and what it says, as names and texts in the order to show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub lines: Vec<(&'static str, String)>,
}

/// Describes an identity, a request, an answer or a transcript.
///
/// # Errors
/// [`FileFault`] also for the files that nobody sends: sessions and prepared lists.
pub fn describe(file: &[u8]) -> Result<Shown, FileFault> {
    let kind = envelope::kind_of(file)?;
    let mut lines = vec![("file", format!("{} of pressgang corroborate, version 1", kind.as_str()))];
    lines.push(("sha256", file_hash(file)));
    match kind {
        Kind::Identity => {
            let identity = read_identity(file)?;
            lines.extend([("name", identity.name.clone()), ("fingerprint", identity.fingerprint())]);
            lines.extend([("made", identity.made_at), ("signature", "right, by its own key".to_owned())]);
        }
        Kind::Request => {
            let request = read_request(file)?;
            lines.push(("from", whose(&request.asker)));
            lines.push(("for", request.holder.clone()));
            lines.push(("made", request.requested_at.clone()));
            lines.push(("asks about", format!("{} elements, dummies included", request.asked())));
            lines.push(("signature", format!("right, by the key of {}", request.asker.name)));
        }
        Kind::Answer => {
            let answer = read_answer(file)?;
            lines.push(("from", whose(&answer.holder)));
            lines.push(("for", answer.asker.clone()));
            lines.push(("session", answer.session()));
            lines.push(("request", envelope::hex(&answer.request)));
            lines.push(("made", answer.answered_at.clone()));
            lines.push(("answers", format!("{} elements", answer.asked())));
            lines.push(("holds", format!("{} tags, padding included", answer.held())));
            let said = &answer.statement;
            lines.push(("source", said.source.clone()));
            let more = [
                ("origin", &said.origin),
                ("organisation", &said.organisation),
                ("TLP", &said.tlp),
                ("note", &said.note),
            ];
            lines.extend(more.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))));
            lines.push(("signature", format!("right, by the key of {}", answer.holder.name)));
        }
        Kind::Transcript => {
            let transcript = read_transcript(file)?;
            lines.push(("asked by", whose(&transcript.asker)));
            lines.push(("answered by", whose(&transcript.holder)));
            lines.push(("session", transcript.session));
            lines.push(("request", envelope::hex(&transcript.request)));
            lines.push(("answer", envelope::hex(&transcript.answer)));
            lines.push(("asked about", format!("{} elements, dummies included", transcript.asked)));
            lines.push(("held", format!("{} tags, padding included", transcript.held)));
            lines.push((
                "times",
                format!(
                    "asked {}, answered {}, finished {}",
                    transcript.requested_at, transcript.answered_at, transcript.finished_at
                ),
            ));
            lines.push(("signature", format!("right, by the key of {}", transcript.asker.name)));
        }
        Kind::Session | Kind::Prepared => {
            return Err(FileFault::malformed(format!("a {} is for its owner's eyes only", kind.as_str())));
        }
    }
    Ok(Shown { kind, lines })
}

fn whose(identity: &Identity) -> String {
    format!("{}, keys {}", identity.name, identity.fingerprint())
}
