//! Chance, drawn from seeds that the caller got from the system.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use zeroize::Zeroize;

/// 32 bytes that nobody else knows and that are used once.
#[derive(Clone)]
pub struct Seed(pub [u8; 32]);

impl Drop for Seed {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Seed {
    /// A generator of its own for each purpose, so that work can be shared among threads and still give the same.
    pub(crate) fn generator(&self, purpose: u64) -> ChaCha20Rng {
        let mut generator = ChaCha20Rng::from_seed(self.0);
        generator.set_stream(purpose);
        generator
    }
}

/// Puts a list into an order that says nothing (Fisher and Yates), every order being as likely as any other.
pub(crate) fn shuffle<T>(list: &mut [T], generator: &mut ChaCha20Rng) {
    for last in (1..list.len()).rev() {
        list.swap(last, below(generator, last as u64 + 1) as usize);
    }
}

/// A number below `end`; what would make the small ones likelier is drawn again.
fn below(generator: &mut ChaCha20Rng, end: u64) -> u64 {
    let fair = u64::MAX - u64::MAX % end;
    loop {
        let drawn = generator.next_u64();
        if drawn < fair {
            return drawn % end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_is_about_as_likely() {
        let mut seen = std::collections::BTreeMap::new();
        for stream in 0..6000 {
            let mut list = [1, 2, 3];
            shuffle(&mut list, &mut Seed([7; 32]).generator(stream));
            *seen.entry(list).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|count| (850..1150).contains(count)), "{seen:?}");
    }
}
