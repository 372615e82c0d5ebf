//! Partial rank correlation: how closely a metric follows a factor, up or down, once the others are allowed for.
//!
//! Latin hypercube samples; ranks of places and values; the correlation of what is left of both when the others have
//! explained what they can. Reference: Marino et al 2008, A methodology for performing global uncertainty and
//! sensitivity analysis in systems biology, J Theor Biol 254:178-196. Intervals by the transform of Fisher.

use nalgebra::DMatrix;

use super::design::{Design, Estimator};
use super::method::Index;
use crate::variability::{Stream, uniform};

/// A Latin hypercube: each factor once in each of as many equal parts of its range as there are samples.
#[derive(Debug, Clone)]
pub struct Prcc {
    factors: usize,
    /// Factor by factor the place of each sample.
    places: Vec<f64>,
    samples: usize,
}

impl Prcc {
    /// So many samples of so many factors.
    pub fn new(factors: usize, samples: usize, seed: u64) -> Self {
        let stream = Stream::new(seed, "prcc");
        let mut places = Vec::with_capacity(factors * samples);
        for factor in 0..factors {
            let mut numbers = stream.of(factor as u64);
            let mut parts: Vec<usize> = (0..samples).collect();
            for last in (1..samples).rev() {
                let other = (uniform(&mut numbers) * (last + 1) as f64) as usize;
                parts.swap(last, other.min(last));
            }
            places.extend(parts.into_iter().map(|part| (part as f64 + uniform(&mut numbers)) / samples as f64));
        }
        Self { factors, places, samples }
    }

    /// For each factor its `prcc` with an interval, from the values of the first rows.
    pub fn indices(&self, values: &[Option<f64>]) -> Vec<Index> {
        let there: Vec<(usize, f64)> =
            values.iter().enumerate().filter_map(|(row, value)| Some((row, (*value)?))).collect();
        let used = there.len();
        let found = self.correlations(&there);
        (0..self.factors)
            .map(|factor| {
                let value = found.as_ref().map(|found| found[factor]).filter(|value| value.is_finite());
                // What the others explain costs a degree of freedom each.
                let freedom = used as f64 - 3.0 - (self.factors - 1) as f64;
                let interval = value.filter(|value| freedom > 0.0 && value.abs() < 1.0).map(|value| {
                    let (z, half) = (libm::atanh(value), 1.959_963_984_540_054 / freedom.sqrt());
                    (libm::tanh(z - half), libm::tanh(z + half))
                });
                Index { name: "prcc", factor, value, interval, used }
            })
            .collect()
    }

    /// The partial correlations of the ranks, from the inverse of their matrix of correlations.
    fn correlations(&self, there: &[(usize, f64)]) -> Option<Vec<f64>> {
        let used = there.len();
        if used < self.factors + 4 {
            return None;
        }
        let of_factor = |factor: usize| ranks(there.iter().map(|(row, _)| self.places[factor * self.samples + row]));
        let mut columns: Vec<Vec<f64>> = (0..self.factors).map(of_factor).collect();
        columns.push(ranks(there.iter().map(|(_, value)| *value)));
        let units: Option<Vec<Vec<f64>>> = columns.iter().map(|column| unit(column)).collect();
        let units = units?;
        let matrix = DMatrix::from_fn(units.len(), units.len(), |i, j| {
            units[i].iter().zip(&units[j]).map(|(a, b)| a * b).sum::<f64>()
        });
        let inverse = matrix.try_inverse()?;
        let last = self.factors;
        Some((0..last).map(|i| -inverse[(i, last)] / (inverse[(i, i)] * inverse[(last, last)]).sqrt()).collect())
    }
}

/// The rank of each value; equal values share the mean of theirs.
fn ranks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut next = 0;
    for group in order.chunk_by(|a, b| values[*a] == values[*b]) {
        let mean = next as f64 + 0.5 * (group.len() - 1) as f64;
        group.iter().for_each(|place| ranks[*place] = mean);
        next += group.len();
    }
    ranks
}

/// The values about their mean with a length of 1; nothing where they do not vary.
fn unit(values: &[f64]) -> Option<Vec<f64>> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let length = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>().sqrt();
    (length > 0.0).then(|| values.iter().map(|value| (value - mean) / length).collect())
}

impl Estimator for Prcc {
    fn indices(&self, values: &[Option<f64>]) -> Vec<Index> {
        self.indices(values)
    }
}

impl Design for Prcc {
    fn rows(&self) -> usize {
        self.samples
    }

    fn row(&self, number: usize, places: &mut [f64]) {
        for (factor, place) in places.iter_mut().enumerate() {
            *place = self.places[factor * self.samples + number];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(design: &Prcc, function: impl Fn(&[f64]) -> Option<f64>) -> Vec<Option<f64>> {
        let mut places = vec![0.0; design.factors];
        (0..design.rows())
            .map(|number| {
                design.row(number, &mut places);
                function(&places)
            })
            .collect()
    }

    #[test]
    fn every_part_of_every_range_is_met_once() {
        let design = Prcc::new(3, 50, 1);
        for factor in 0..3 {
            let mut parts: Vec<usize> =
                design.places[factor * 50..][..50].iter().map(|place| (place * 50.0) as usize).collect();
            parts.sort_unstable();
            assert_eq!(parts, (0..50).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_followed_up_or_down_is_told_from_what_is_not() {
        let design = Prcc::new(3, 400, 1);
        // Bent, but it rises with the first and falls with the second, whatever the others do.
        let found = design.indices(&values(&design, |x| Some((2.0 * x[0] - x[1]).exp())));
        let of: Vec<f64> = found.iter().map(|index| index.value.unwrap()).collect();
        assert!(of[0] > 0.98 && of[1] < -0.95 && of[2].abs() < 0.2, "{of:?}");
        let (low, high) = found[2].interval.unwrap();
        assert!(low < 0.0 && high > 0.0 && high - low < 0.25, "{found:?}");
    }

    #[test]
    fn a_partial_correlation_is_that_of_what_the_others_leave() {
        // Against the definition: the ranks less their least-squares fit by the ranks of the other factor.
        let design = Prcc::new(2, 60, 3);
        let values = values(&design, |x| Some(x[0] * x[0] + 0.7 * x[1] + 0.3 * (9.0 * x[0] * x[1]).sin()));
        let found = design.indices(&values)[0].value.unwrap();
        let of = |factor: usize| unit(&ranks(design.places[factor * 60..][..60].iter().copied())).unwrap();
        let (x, z, y) = (of(0), of(1), unit(&ranks(values.iter().map(|value| value.unwrap()))).unwrap());
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let left =
            |a: &[f64]| -> Vec<f64> { a.iter().zip(&z).map(|(value, other)| value - dot(a, &z) * other).collect() };
        let (x, y) = (left(&x), left(&y));
        let expected = dot(&x, &y) / (dot(&x, &x) * dot(&y, &y)).sqrt();
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn too_few_or_still_values_give_nothing() {
        let design = Prcc::new(2, 100, 1);
        assert!(design.indices(&values(&design, |_| Some(1.0))).iter().all(|index| index.value.is_none()));
        let few = design.indices(&values(&design, |x| (x[0] < 0.04).then_some(x[1])));
        assert!(few.iter().all(|index| index.value.is_none() && index.used <= 5), "{few:?}");
    }
}
