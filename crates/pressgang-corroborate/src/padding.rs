//! Counts that are shown to the other side are those of the next power of two, filled up with what looks the same.

/// The least number of elements in a request.
pub const LEAST_ASKED: usize = 64;
/// The most: RFC 9497 numbers the elements of one proof with 16 bits.
pub const MOST_ASKED: usize = 1 << 15;
/// The least number of tags in an answer.
pub const LEAST_HELD: usize = 1 << 10;
/// The most, at 16 bytes each.
pub const MOST_HELD: usize = 1 << 23;

/// How many elements a request for so many contacts has; `None` if they are too many for one.
pub fn padded_asked(contacts: usize) -> Option<usize> {
    padded(contacts, LEAST_ASKED, MOST_ASKED)
}

/// How many tags an answer from a list of so many contacts has; `None` if they are too many.
pub fn padded_held(contacts: usize) -> Option<usize> {
    padded(contacts, LEAST_HELD, MOST_HELD)
}

fn padded(count: usize, least: usize, most: usize) -> Option<usize> {
    (count <= most).then(|| count.next_power_of_two().max(least))
}

/// Returns true for the number of elements that a request may have.
pub(crate) fn is_asked(count: usize) -> bool {
    padded_asked(count) == Some(count)
}

/// Returns true for the number of tags that an answer may have.
pub(crate) fn is_held(count: usize) -> bool {
    padded_held(count) == Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_padded() {
        for (count, asked) in
            [(0, Some(64)), (1, Some(64)), (64, Some(64)), (65, Some(128)), (10_000, Some(16_384)), (32_769, None)]
        {
            assert_eq!(padded_asked(count), asked, "{count}");
        }
        for (count, held) in [(0, Some(1024)), (1_000_000, Some(1_048_576)), (usize::MAX, None)] {
            assert_eq!(padded_held(count), held, "{count}");
        }
        assert!(is_asked(64) && !is_asked(65) && !is_asked(32) && is_held(1024) && !is_held(1000));
    }
}
