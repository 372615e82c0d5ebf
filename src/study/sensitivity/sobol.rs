//! Which share of the variance of a metric each factor explains, alone and with all that it does together with others.
//!
//! Two matrices of places, and for each factor the first with that factor's column of the second, from a scrambled
//! low-discrepancy sequence (the crate `sobol_burley`, after Burley 2020, Practical hash-based Owen scrambling, JCGT
//! 9(4):1-20). First-order shares by the estimator of Saltelli et al 2010, Variance based sensitivity analysis of model
//! output, Comput Phys Commun 181:259-270, and total ones by that of Jansen 1999, Comput Phys Commun 117:35-43;
//! confidence intervals by resampling the rows (Efron and Tibshirani 1993, An Introduction to the Bootstrap).

use rayon::prelude::*;

use super::design::{Design, Estimator};
use super::method::Index;
use crate::variability::{Stream, uniform};

/// Most rows of a matrix, which is how long the sequence is.
pub const MOST_SAMPLES: usize = 1 << 16;

/// Most factors: the sequence has two dimensions for each.
pub const MOST_FACTORS: usize = (sobol_burley::NUM_DIMENSIONS / 2) as usize;

/// How often the rows are resampled.
const RESAMPLES: u64 = 1000;

/// Fewest rows that say anything of a variance.
const FEWEST: usize = 8;

/// The runs behind the shares of so many factors.
#[derive(Debug, Clone)]
pub struct Sobol {
    factors: usize,
    samples: usize,
    scramble: u32,
    resampling: Stream,
}

/// What the rows of one factor came to.
struct Rows<'a> {
    first: &'a [Option<f64>],
    second: &'a [Option<f64>],
    mixed: Vec<Option<f64>>,
}

impl Sobol {
    /// So many rows of each matrix; a power of two covers the ranges most evenly.
    pub fn new(factors: usize, samples: usize, seed: u64) -> Self {
        // Half of the bits are as random as all of them.
        let scramble = (Stream::new(seed, "sobol").uniform(0) * f64::from(u32::MAX)) as u32;
        Self { factors, samples, scramble, resampling: Stream::new(seed, "sobol bootstrap") }
    }

    fn place(&self, row: usize, dimension: usize) -> f64 {
        f64::from(sobol_burley::sample(row as u32, dimension as u32, self.scramble))
    }

    /// For each factor its `first` share and its `total` share with their intervals, from the values of the first rows.
    pub fn indices(&self, values: &[Option<f64>]) -> Vec<Index> {
        let width = self.factors + 2;
        let done = values.len() / width;
        let column = |place: usize| -> Vec<Option<f64>> { (0..done).map(|row| values[row * width + place]).collect() };
        let (first, second) = (column(0), column(1));
        let factors: Vec<Rows<'_>> = (0..self.factors)
            .map(|factor| Rows { first: &first, second: &second, mixed: column(2 + factor) })
            .collect();
        let all: Vec<usize> = (0..done).collect();
        let resamples: Vec<Vec<[Option<f64>; 2]>> = (0..RESAMPLES)
            .into_par_iter()
            .map(|number| {
                let mut numbers = self.resampling.of(number);
                let rows: Vec<usize> =
                    (0..done).map(|_| ((uniform(&mut numbers) * done as f64) as usize).min(done - 1)).collect();
                factors.iter().map(|factor| factor.shares(&rows).0).collect()
            })
            .collect();
        let each = factors.iter().enumerate();
        each.flat_map(|(factor, rows)| {
            let (shares, used) = rows.shares(&all);
            ["first", "total"]
                .into_iter()
                .zip(shares)
                .enumerate()
                .map(|(kind, (name, value))| {
                    let spread = resamples.iter().filter_map(|resample| resample[factor][kind]).collect();
                    Index { name, factor, value, interval: value.and_then(|_| interval(spread)), used }
                })
                .collect::<Vec<_>>()
        })
        .collect()
    }
}

/// Where the middle 95 % of resampled values lie.
fn interval(mut values: Vec<f64>) -> Option<(f64, f64)> {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values.get((share * (values.len().saturating_sub(1)) as f64).round() as usize).copied();
    Some((at(0.025)?, at(0.975)?))
}

impl Rows<'_> {
    /// The first and the total share over these rows, and how many of them count.
    fn shares(&self, rows: &[usize]) -> ([Option<f64>; 2], usize) {
        let whole = || rows.iter().filter_map(|row| Some((self.first[*row]?, self.second[*row]?, self.mixed[*row]?)));
        let used = whole().count();
        if used < FEWEST {
            return ([None; 2], used);
        }
        let number = used as f64;
        let mean = whole().map(|(a, b, _)| a + b).sum::<f64>() / (2.0 * number);
        let square = |x: f64| x * x;
        let variance = whole().map(|(a, b, _)| square(a - mean) + square(b - mean)).sum::<f64>() / (2.0 * number);
        let first = whole().map(|(a, b, mixed)| (b - mean) * (mixed - a)).sum::<f64>() / number;
        let total = whole().map(|(a, _, mixed)| square(a - mixed)).sum::<f64>() / (2.0 * number);
        // Values that differ by rounding alone do not vary.
        let varies = variance > 1e-24 * square(mean);
        ([first, total].map(|part| Some(part / variance).filter(|share| varies && share.is_finite())), used)
    }
}

impl Estimator for Sobol {
    fn indices(&self, values: &[Option<f64>]) -> Vec<Index> {
        self.indices(values)
    }
}

impl Design for Sobol {
    fn rows(&self) -> usize {
        self.samples * (self.factors + 2)
    }

    fn row(&self, number: usize, places: &mut [f64]) {
        let (row, kind) = (number / (self.factors + 2), number % (self.factors + 2));
        for (factor, place) in places.iter_mut().enumerate() {
            let is_second = kind == 1 || kind == factor + 2;
            *place = self.place(row, if is_second { self.factors + factor } else { factor });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    fn indices(function: impl Fn(&[f64]) -> Option<f64>, factors: usize, samples: usize) -> Vec<Index> {
        let design = Sobol::new(factors, samples, 11);
        let mut places = vec![0.0; factors];
        let rows = (0..design.rows()).map(|number| {
            design.row(number, &mut places);
            function(&places)
        });
        design.indices(&rows.collect::<Vec<_>>())
    }

    #[track_caller]
    fn check(found: &[Index], name: &str, expected: &[f64], tolerance: f64) {
        for (factor, share) in expected.iter().enumerate() {
            let index = found.iter().find(|index| index.factor == factor && index.name == name).unwrap();
            let value = index.value.unwrap();
            assert!((value - share).abs() < tolerance, "{name} {factor}: {value} against {share}");
            let (low, high) = index.interval.unwrap();
            assert!(low - tolerance / 2.0 <= *share && *share <= high + tolerance / 2.0, "{name} {factor}: {index:?}");
        }
    }

    #[test]
    fn the_function_of_ishigami_has_its_shares() {
        // Ishigami and Homma 1990, with a = 7 and b = 0.1; the shares follow from its variance in closed form.
        let (a, b) = (7.0, 0.1);
        let function = |u: &[f64]| {
            let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
            Some(x[0].sin() + a * x[1].sin().powi(2) + b * x[2].powi(4) * x[0].sin())
        };
        let variance = a * a / 8.0 + b * PI.powi(4) / 5.0 + b * b * PI.powi(8) / 18.0 + 0.5;
        let alone = [0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2) / variance, a * a / 8.0 / variance, 0.0];
        let both = b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0) / variance;
        assert!((alone[0] - 0.3139).abs() < 1e-4 && (alone[1] - 0.4424).abs() < 1e-4 && (both - 0.2437).abs() < 1e-4);
        let found = indices(function, 3, 4096);
        check(&found, "first", &alone, 0.01);
        check(&found, "total", &[alone[0] + both, alone[1], both], 0.01);
    }

    #[test]
    fn the_g_function_has_its_shares() {
        // Saltelli and Sobol 1995; the shares are products in closed form.
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
        let function =
            |u: &[f64]| Some(u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product());
        let parts = a.map(|a: f64| 1.0 / (3.0 * (1.0 + a).powi(2)));
        let variance = parts.iter().map(|part| 1.0 + part).product::<f64>() - 1.0;
        let first = parts.map(|part| part / variance);
        let total = parts.map(|part| part * (variance + 1.0) / (1.0 + part) / variance);
        assert!((first[0] - 0.7162).abs() < 1e-3 && (total[0] - 0.7872).abs() < 1e-3, "{first:?} {total:?}");
        let found = indices(function, 8, 4096);
        check(&found, "first", &first, 0.01);
        check(&found, "total", &total, 0.01);
    }

    #[test]
    fn what_is_missing_is_left_out_and_counted() {
        let found = indices(|u| (u[0] > 0.1).then(|| u[0] + u[1]), 2, 1024);
        assert!(found.iter().all(|index| index.used < 1000 && index.used > 700), "{found:?}");
        let found = indices(|_| Some(3.0), 2, 64);
        assert!(found.iter().all(|index| index.value.is_none()), "{found:?}");
        let found = indices(|_| None, 2, 64);
        assert!(found.iter().all(|index| index.value.is_none() && index.used == 0));
    }

    #[test]
    fn more_samples_begin_with_the_fewer() {
        let (few, many) = (Sobol::new(3, 8, 5), Sobol::new(3, 64, 5));
        let (mut a, mut b) = ([0.0; 3], [0.0; 3]);
        for number in 0..few.rows() {
            few.row(number, &mut a);
            many.row(number, &mut b);
            assert_eq!(a, b);
        }
    }
}
