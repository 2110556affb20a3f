//! Posts as lines of JSON, as commands take them from stdin.

use std::borrow::Cow;
use std::io::BufRead;

use pressgang_signals::{PostReader, Reading};
use serde::Deserialize;

use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::say;

/// A longer line gets an error object instead of memory.
const LINE_BYTES: u64 = 16 << 20;

/// A post as `read` and `match` take it: what `posts` writes, or less.
#[derive(Deserialize)]
pub struct PostLine<'a> {
    #[serde(borrow)]
    id: Id<'a>,
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    #[serde(borrow, default)]
    pub platform: Option<Cow<'a, str>>,
    #[serde(default)]
    links: Option<Vec<String>>,
    #[serde(borrow, default)]
    author: Option<Author<'a>>,
}

/// Who posted it, as `posts` writes it; a bare name is one too.
#[derive(Deserialize)]
#[serde(untagged)]
enum Author<'a> {
    #[serde(borrow)]
    Name(Cow<'a, str>),
    Account {
        #[serde(borrow, default)]
        name: Option<Cow<'a, str>>,
    },
    Other(serde::de::IgnoredAny),
}

/// An id is text; a whole number is taken as its digits.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id<'a> {
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Whole(u64),
    Negative(i64),
}

impl PostLine<'_> {
    /// The id as text.
    pub fn id(&self) -> Cow<'_, str> {
        match &self.id {
            Id::Text(text) => Cow::Borrowed(text.as_ref()),
            Id::Whole(number) => number.to_string().into(),
            Id::Negative(number) => number.to_string().into(),
        }
    }

    /// What the post says.
    pub fn read(&self, reader: &PostReader) -> Reading {
        let author = match &self.author {
            Some(Author::Name(name) | Author::Account { name: Some(name) }) => Some(name.as_ref()),
            _ => None,
        };
        reader.read_by(author, &self.text, self.platform.as_deref(), self.links.as_deref().unwrap_or_default())
    }
}

/// Reads one line of at most [`LINE_BYTES`]; the rest of a longer one is skipped, which makes it malformed.
pub fn next(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<usize, CommandError> {
    let read = std::io::Read::take(&mut *input, LINE_BYTES).read_until(b'\n', line).map_err(CommandError::Stream)?;
    if read as u64 == LINE_BYTES && !line.ends_with(b"\n") {
        line.truncate(0);
        line.extend_from_slice(b"too long");
        loop {
            let buffer = input.fill_buf().map_err(CommandError::Stream)?;
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|&b| b == b'\n');
            let used = end.map_or(buffer.len(), |at| at + 1);
            input.consume(used);
            if end.is_some() {
                break;
            }
        }
    }
    Ok(read)
}

/// How a command that read so many malformed lines ended.
pub fn outcome(malformed: u64) -> Outcome {
    if malformed == 0 {
        return Outcome::Done;
    }
    say(&format!(
        "{malformed} line{} malformed; each has an object with \"error\" in its place",
        if malformed == 1 { " was" } else { "s were" }
    ));
    Outcome::SomeRejected
}

/// What stands in the place of a line that is no post.
pub fn error(line: &[u8], error: &serde_json::Error) -> String {
    let reason = if line == b"too long" { "the line is longer than 16 MiB".to_owned() } else { error.to_string() };
    serde_json::json!({ "error": reason }).to_string()
}
