//! Random numbers by name: a seed, what they are for, and which subject they are for.

use rand::rngs::ChaCha12Rng;
use rand::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// The numbers for one purpose, a stream of its own for each subject.
///
/// ChaCha is a function of a key and a counter: any number can be had without the numbers before it. The key is the SHA-256
/// of the seed and the purpose, and the subject's number is the cipher's stream. Reference: Salmon et al 2011, Parallel
/// random numbers: as easy as 1, 2, 3 (SC11), on generators with counters.
#[derive(Debug, Clone)]
pub struct Stream([u8; 32]);

impl Stream {
    /// The numbers for this purpose under this seed.
    pub fn new(seed: u64, purpose: &str) -> Self {
        let key = Sha256::new().chain_update(b"onset\0").chain_update(seed.to_le_bytes()).chain_update(purpose);
        Self(key.finalize().into())
    }

    /// The generator at the beginning of this subject's numbers.
    pub fn of(&self, subject: u64) -> impl Rng {
        let mut numbers = ChaCha12Rng::from_seed(self.0);
        numbers.set_stream(subject);
        numbers
    }

    /// The first number of this subject, between 0 and 1, both excluded.
    pub fn uniform(&self, subject: u64) -> f64 {
        uniform(&mut self.of(subject))
    }
}

/// A number between 0 and 1, both excluded.
pub(crate) fn uniform(numbers: &mut impl Rng) -> f64 {
    // The middle of one of 2^53 equal parts; the conversion is exact.
    ((numbers.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_depend_on_what_was_asked_before() {
        let stream = Stream::new(7, "ketamine_cl");
        let all: Vec<f64> = (1..=100).map(|subject| stream.uniform(subject)).collect();
        for subject in (1..=100).rev() {
            assert_eq!(Stream::new(7, "ketamine_cl").uniform(subject), all[subject as usize - 1]);
        }
        assert_ne!(Stream::new(8, "ketamine_cl").uniform(1), all[0]);
        assert_ne!(Stream::new(7, "ketamine_v1").uniform(1), all[0]);
    }

    #[test]
    fn numbers_have_not_changed() {
        let stream = Stream::new(7, "ketamine_cl");
        insta::assert_debug_snapshot!([1, 2, u64::MAX].map(|subject| stream.uniform(subject)));
    }

    #[test]
    fn numbers_are_spread_evenly() {
        let stream = Stream::new(1, "evenly");
        let numbers: Vec<f64> = (0..20_000).map(|subject| stream.uniform(subject)).collect();
        let mean = numbers.iter().sum::<f64>() / 20_000.0;
        // Four standard errors.
        assert!((mean - 0.5).abs() < 4.0 * (1.0 / 12.0_f64).sqrt() / 20_000.0_f64.sqrt(), "{mean}");
        for tenth in 0..10 {
            let inside = numbers.iter().filter(|x| (**x * 10.0) as i32 == tenth).count();
            assert!((1800..2200).contains(&inside), "{tenth}: {inside}");
        }
    }
}
