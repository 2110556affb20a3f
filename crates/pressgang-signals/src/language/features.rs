//! What the language model looks at: words, and the stretches of one to five characters in them.

/// The longest stretch of characters that is a feature.
const LONGEST: usize = 5;
/// Letters of a word that are looked at; scripts without spaces have words as long as their sentences.
const WORD_LETTERS: usize = 48;

/// Calls `feature` with a hash for each stretch of one to five characters of each word of `words`, which are lower-case
/// words with single spaces between them, and for each word as a whole. The borders of a word count as characters.
///
/// The hashes are part of the model: a change here asks for a new model.
pub fn features(words: &str, mut feature: impl FnMut(u32)) {
    let mut letters = [0u32; WORD_LETTERS + 2];
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        letters[0] = '<' as u32;
        let mut length = 1;
        for c in word.chars().take(WORD_LETTERS) {
            letters[length] = c as u32;
            length += 1;
        }
        letters[length] = '>' as u32;
        length += 1;
        stretches(&letters[..length], &mut feature);
    }
}

fn stretches(letters: &[u32], feature: &mut impl FnMut(u32)) {
    for start in 0..letters.len() {
        let mut hash = 0x811c_9dc5_u32;
        for (n, &letter) in letters[start..].iter().take(LONGEST).enumerate() {
            hash = mix(hash, letter);
            // A border alone says nothing.
            if n > 0 || letter != '<' as u32 && letter != '>' as u32 {
                feature(finish(hash));
            }
        }
    }
    if letters.len() > LONGEST {
        feature(finish(letters.iter().fold(0x51ed_270b, |hash, &letter| mix(hash, letter))));
    }
}

fn mix(hash: u32, letter: u32) -> u32 {
    (hash ^ letter).wrapping_mul(0x0100_0193).rotate_left(13)
}

/// Spreads the last letter over all bits, of which the model takes the lower ones.
fn finish(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}
