//! Counts of values in bins of equal relative width: percentiles of any number of subjects in little memory.

/// Bits of the mantissa that tell bins apart.
const BITS: u32 = 9;

/// Greatest width of a bin relative to its values; a percentile is within half of it.
pub const RESOLUTION: f64 = 1.0 / (1 << BITS) as f64;

/// Counts of values. Adding is a matter of whole numbers, so that the same values give the same counts in any order and
/// from any number of parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Values nearer to 0 than this are counted as 0.
    least: f64,
    /// Bin of the first count; 0 is the value 0, bins below it are negative values.
    first: i32,
    counts: Vec<u32>,
}

impl Histogram {
    /// Most bins on either side of 0: all that exponent and bits can tell apart.
    pub const MOST_BINS: i32 = 1 << (11 + BITS);

    /// Without a value yet. What is nearer to 0 than `least` is counted as 0.
    pub const fn new(least: f64) -> Self {
        Self { least, first: 0, counts: Vec::new() }
    }

    /// Counts a value; nothing happens where it is not finite.
    pub fn add(&mut self, value: f64) {
        if value.is_finite() {
            self.add_to(self.bin(value), 1);
        }
    }

    /// Adds all that another has counted.
    pub fn merge(&mut self, other: &Self) {
        for (bin, count) in other.bins() {
            self.add_to(bin, count);
        }
    }

    /// Adds so many values to a bin, by its number in [`Histogram::bins`].
    pub fn add_to(&mut self, bin: i32, count: u32) {
        if self.counts.is_empty() {
            self.first = bin;
        }
        if bin < self.first {
            // Room below grows by leaps, so that it is rarely made.
            let more = (self.first - bin).unsigned_abs() as usize + 16;
            self.counts.splice(0..0, std::iter::repeat_n(0, more));
            self.first -= i32::try_from(more).unwrap_or(0);
        }
        let place = (bin - self.first).unsigned_abs() as usize;
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        self.counts[place] = self.counts[place].saturating_add(count);
    }

    /// Bins that hold something with their counts, from the lowest values up.
    pub fn bins(&self) -> impl Iterator<Item = (i32, u32)> {
        self.counts.iter().zip(self.first..).filter(|(count, _)| **count > 0).map(|(count, bin)| (bin, *count))
    }

    /// Whether these are bins that a histogram like this one can hold: each once, from the lowest values up, none
    /// empty, and all of values that are finite.
    pub fn can_hold(&self, bins: &[(i32, u32)]) -> bool {
        let greatest = (f64::MAX.to_bits() >> (52 - BITS)) - (self.least.to_bits() >> (52 - BITS));
        let is_finite = |bin: i32| u64::from(bin.unsigned_abs()) <= greatest;
        bins.iter().all(|(bin, count)| *count > 0 && is_finite(*bin)) && bins.is_sorted_by(|(a, _), (b, _)| a < b)
    }

    /// Whether a value was counted in one of these bins, which are sorted.
    pub fn is_among(&self, value: f64, bins: &[(i32, u32)]) -> bool {
        value.is_finite() && bins.binary_search_by_key(&self.bin(value), |(bin, _)| *bin).is_ok()
    }

    /// How many values were counted.
    pub fn count(&self) -> u64 {
        self.counts.iter().map(|count| u64::from(*count)).sum()
    }

    /// The value below which a share of the values lies, to within half of [`RESOLUTION`] of itself; nothing without a
    /// value. Values are taken to be spread evenly over their bin.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let count = self.count();
        if count == 0 {
            return None;
        }
        // The r-th of n values stands at (r - 1/2) / n: then a median of one value is that value.
        let rank = (share * count as f64).clamp(0.0, count as f64);
        let mut before = 0.0;
        let mut last = 0.0;
        for (bin, inside) in self.bins() {
            let (low, high) = self.edges(bin);
            let inside = f64::from(inside);
            last = high;
            if rank <= before + inside {
                return Some(low + (high - low) * (rank - before) / inside);
            }
            before += inside;
        }
        Some(last)
    }

    /// The share of the values that lie below a value; what is in its own bin counts by half. Nothing without a value.
    pub fn share_below(&self, value: f64) -> Option<f64> {
        let count = self.count();
        if count == 0 || !value.is_finite() {
            return None;
        }
        let own = self.bin(value);
        let below: f64 = self
            .bins()
            .map(|(bin, inside)| match bin.cmp(&own) {
                std::cmp::Ordering::Less => f64::from(inside),
                std::cmp::Ordering::Equal => 0.5 * f64::from(inside),
                std::cmp::Ordering::Greater => 0.0,
            })
            .sum();
        Some(below / count as f64)
    }

    fn bin(&self, value: f64) -> i32 {
        if value.abs() < self.least {
            return 0;
        }
        let number = |size: f64| (size.to_bits() >> (52 - BITS)) as i64;
        let steps = number(value.abs()) - number(self.least) + 1;
        // Exponents and bits together are a number of 20 bits.
        let steps = i32::try_from(steps).unwrap_or(i32::MAX);
        if value < 0.0 { -steps } else { steps }
    }

    /// The values that a bin is for.
    fn edges(&self, bin: i32) -> (f64, f64) {
        let size = |steps: i64| {
            let number = (self.least.to_bits() >> (52 - BITS)) + u64::try_from(steps).unwrap_or(0);
            f64::from_bits(number << (52 - BITS))
        };
        match i64::from(bin) {
            0 => (0.0, 0.0),
            steps if steps > 0 => (size(steps - 1), size(steps)),
            steps => (-size(-steps), -size(-steps - 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: impl IntoIterator<Item = f64>) -> Histogram {
        let mut histogram = Histogram::new(1e-3);
        values.into_iter().for_each(|value| histogram.add(value));
        histogram
    }

    #[test]
    fn the_share_below_a_value_is_the_inverse_of_its_quantile() {
        let histogram = of((1..=1000).map(f64::from));
        for share in [0.1, 0.25, 0.5, 0.9] {
            let found = histogram.share_below(histogram.quantile(share).unwrap()).unwrap();
            assert!((found - share).abs() < 0.01, "{share}: {found}");
        }
        assert_eq!((histogram.share_below(-1.0), histogram.share_below(1e6)), (Some(0.0), Some(1.0)));
        assert_eq!(of([7.0, 7.0]).share_below(7.0), Some(0.5));
        assert_eq!((of([]).share_below(1.0), histogram.share_below(f64::NAN)), (None, None));
    }

    #[test]
    fn percentiles_are_within_the_resolution() {
        let values: Vec<f64> = (0..10_001).map(|i| f64::from(i - 3000) * 0.01).collect();
        let histogram = of(values.iter().copied());
        assert_eq!(histogram.count(), 10_001);
        for share in [0.05, 0.25, 0.3, 0.5, 0.75, 0.95] {
            let exact = (share * 10_001.0 - 0.5 - 3000.0) * 0.01;
            let found = histogram.quantile(share).unwrap();
            assert!((found - exact).abs() <= 0.5 * RESOLUTION * exact.abs() + 0.011, "{share}: {found} {exact}");
        }
    }

    #[test]
    fn one_value_is_every_percentile_of_itself() {
        for value in [3.7, -0.2, 0.0] {
            for share in [0.05, 0.5, 0.95] {
                let found = of([value]).quantile(share).unwrap();
                assert!((found - value).abs() <= RESOLUTION * value.abs(), "{found}");
            }
        }
        assert_eq!(of([]).quantile(0.5), None);
        assert_eq!(of([f64::NAN, f64::INFINITY]).quantile(0.5), None);
    }

    #[test]
    fn parts_in_any_order_add_up_to_the_whole() {
        let values: Vec<f64> = (0..1000).map(|i| (f64::from(i) * 0.7).sin() * f64::from(i)).collect();
        let whole = of(values.iter().copied());
        let mut parts = of(values[700..].iter().rev().copied());
        parts.merge(&of(values[..300].iter().copied()));
        parts.merge(&of(values[300..700].iter().copied()));
        assert_eq!(whole.bins().collect::<Vec<_>>(), parts.bins().collect::<Vec<_>>());
        assert_eq!(whole.quantile(0.33), parts.quantile(0.33));
    }

    #[test]
    fn a_value_lies_within_the_edges_of_its_bin() {
        let histogram = of([]);
        for value in [1e-3, 0.1, 1.0, 1.999, 2.0, 1e6, -0.3, -5.0, 0.0, 9e-4] {
            let (low, high) = histogram.edges(histogram.bin(value));
            assert!(low <= value && value <= high || value.abs() < 1e-3, "{value}: {low} {high}");
        }
    }
}
