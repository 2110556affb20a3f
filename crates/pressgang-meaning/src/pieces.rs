//! Texts as pieces that a model takes: whole sentences, as many as fit.

use tokenizers::Tokenizer;
use unicode_segmentation::UnicodeSegmentation;

/// A text longer than this many pieces is read no further.
pub(crate) const MOST_PIECES: usize = 8;
/// No token is longer; whatever follows so many bytes would not fit into the pieces.
const MOST_BYTES_A_TOKEN: usize = 32;

/// One piece of a text, as tokens with those that the tokenizer adds.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The text it is of.
    pub text: usize,
    pub tokens: Vec<i32>,
}

/// Cuts a text on the borders of sentences into pieces of at most `most` tokens; a sentence that is longer is cut between
/// its tokens. Every piece begins with `prefix`. Says with the pieces whether some of the text was left out.
pub(crate) fn cut(
    tokenizer: &Tokenizer,
    text: &str,
    prefix: &str,
    most: usize,
) -> Result<(Vec<Vec<i32>>, bool), tokenizers::Error> {
    let limit = floor_char(text, most * MOST_PIECES * MOST_BYTES_A_TOKEN);
    let (text, mut left_out) = (&text[..limit], limit < text.len());
    let whole = encode(tokenizer, prefix, text)?;
    if whole.len() <= most {
        return Ok((vec![whole], left_out));
    }
    // What each piece has besides its sentences.
    let besides = encode(tokenizer, prefix, "")?.len();
    let room = most.saturating_sub(besides).max(1);
    let mut pieces: Vec<std::ops::Range<usize>> = Vec::new();
    let mut taken = 0;
    for (start, sentence) in text.split_sentence_bound_indices() {
        let encoding = tokenizer.encode_fast(sentence, false)?;
        let length = encoding.len();
        let end = start + sentence.len();
        if length <= room && taken > 0 && taken + length <= room {
            if let Some(last) = pieces.last_mut() {
                last.end = end;
            }
            taken += length;
        } else if length <= room {
            pieces.push(start..end);
            taken = length;
        } else {
            let offsets = tokenizer.encode(sentence, false)?;
            let mut from = 0;
            for tokens in offsets.get_offsets().chunks(room) {
                let to = floor_char(sentence, tokens.last().map_or(from, |(_, end)| *end));
                if to > from {
                    pieces.push(start + from..start + to);
                    from = to;
                }
            }
            taken = room;
        }
        if pieces.len() > MOST_PIECES {
            break;
        }
    }
    left_out |= pieces.len() > MOST_PIECES;
    pieces.truncate(MOST_PIECES);
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let mut tokens = encode(tokenizer, prefix, &text[piece])?;
        // Tokens at a cut may come out one or two more than counted; the last one of all ends the sentence.
        if let Some(last) = tokens.last().copied()
            && tokens.len() > most
        {
            tokens.truncate(most);
            tokens[most - 1] = last;
        }
        out.push(tokens);
    }
    Ok((out, left_out))
}

fn encode(tokenizer: &Tokenizer, prefix: &str, text: &str) -> Result<Vec<i32>, tokenizers::Error> {
    let encoding = if prefix.is_empty() {
        tokenizer.encode_fast(text, true)?
    } else {
        tokenizer.encode_fast(format!("{prefix}{text}"), true)?
    };
    Ok(encoding.get_ids().iter().map(|id| *id as i32).collect())
}

/// The last border between characters at or before a byte.
fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
