//! The parts of ids.

use sha2::{Digest, Sha256};

/// Characters of a readable part at most.
const LONGEST: usize = 60;

/// A text as part of an id: letters and digits of ASCII, `.`, `_` and `-` stay, everything else becomes a hyphen; where
/// something was lost a digest of the whole follows, so that no two texts give one part.
pub fn part(text: &str) -> String {
    let clean: String = text
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' })
        .collect();
    if clean == text { clean } else { format!("{clean}.{}", digest(&[text])) }
}

/// `post:PLATFORM:ID` of a published `platform:id`.
pub fn post(key: &str) -> String {
    let (platform, id) = key.split_once(':').unwrap_or(("unknown", key));
    format!("post:{}:{}", part(platform), part(id))
}

/// Eight hexadecimal digits that tell texts apart.
pub fn digest(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{part, post};
    use proptest::prelude::*;

    #[test]
    fn parts() {
        for (text, expected) in [
            ("x", "x"),
            ("1620858830937812995", "1620858830937812995"),
            ("second_source", "second_source"),
            ("second source", "second-source.e69d97a6"),
            ("", ""),
        ] {
            assert_eq!(part(text), expected);
        }
        assert_eq!(post("x:1"), "post:x:1");
        assert!(post("facebook:account-1a2b3c4d/posts/417").starts_with("post:facebook:account-1a2b3c4d-posts-417."));
    }

    proptest! {
        #[test]
        fn parts_are_plain_and_tell_texts_apart(a in ".{0,80}", b in ".{0,80}") {
            prop_assert!(part(&a).chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)));
            prop_assert_eq!(part(&a) == part(&b), a == b);
        }
    }
}
