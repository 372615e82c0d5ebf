//! A share of the subjects, for machines that know nothing of each other.

/// Most shares of a population.
pub const MOST_SHARES: u64 = 100_000;

/// One of several parts of a population, which follow on one another and have all its subjects together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Which, from 1.
    pub number: u64,
    /// Of how many.
    pub of: u64,
}

impl Share {
    /// The share with this number, from 1, of so many; nothing where there is none.
    pub fn new(number: u64, of: u64) -> Option<Self> {
        ((1..=of).contains(&number) && of <= MOST_SHARES).then_some(Self { number, of })
    }

    /// The first and the last of its subjects, where there are so many; the last is before the first where it has none.
    pub const fn range(self, subjects: u64) -> (u64, u64) {
        (self.end(subjects, self.number - 1) + 1, self.end(subjects, self.number))
    }

    /// The last subject of the share with this number.
    const fn end(self, subjects: u64, number: u64) -> u64 {
        // Whole parts first, so that no product is too great.
        subjects / self.of * number + subjects % self.of * number / self.of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_every_subject_once() {
        for (subjects, of) in [(1, 1), (3, 7), (1000, 3), (1_000_000_000, 100_000), (17, 17)] {
            let mut next = 1;
            for number in 1..=of {
                let (first, last) = Share::new(number, of).unwrap().range(subjects);
                assert_eq!(first, next);
                assert!(last + 1 >= first && last - (first - 1) <= subjects / of + 1);
                next = last + 1;
            }
            assert_eq!(next, subjects + 1);
        }
        assert!(Share::new(0, 3).is_none() && Share::new(4, 3).is_none() && Share::new(1, 0).is_none());
    }
}
