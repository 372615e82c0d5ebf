//! Elementary effects: which factors matter, and which do so differently elsewhere in their ranges.
//!
//! Each path begins somewhere on a grid of four levels and changes one factor after another by two thirds of its range.
//! References: Morris 1991, Factorial sampling plans for preliminary computational experiments, Technometrics
//! 33:161-174; Campolongo et al 2007, An effective screening design for sensitivity analysis of large models, Environ
//! Model Softw 22:1509-1518 (the mean of absolute effects).

use super::design::{Design, Estimator};
use super::method::Index;
use crate::variability::{Stream, uniform};

/// Levels of the grid.
const LEVELS: usize = 4;

/// How far a factor moves, as a share of its range: the usual choice for this number of levels.
const STEP: f64 = LEVELS as f64 / (2.0 * (LEVELS as f64 - 1.0));

/// Paths through the ranges of the factors.
#[derive(Debug, Clone)]
pub struct Morris {
    factors: usize,
    paths: usize,
    stream: Stream,
}

/// A path: where it begins, which factors move in turn, and in which direction.
struct Path {
    start: Vec<f64>,
    order: Vec<usize>,
    steps: Vec<f64>,
}

impl Morris {
    /// So many paths for so many factors.
    pub fn new(factors: usize, paths: usize, seed: u64) -> Self {
        Self { factors, paths, stream: Stream::new(seed, "morris") }
    }

    fn path(&self, number: usize) -> Path {
        let mut numbers = self.stream.of(number as u64);
        let mut below = |most: usize| ((uniform(&mut numbers) * most as f64) as usize).min(most - 1);
        let start: Vec<f64> = (0..self.factors).map(|_| below(LEVELS) as f64 / (LEVELS - 1) as f64).collect();
        let steps = start.iter().map(|place| if *place < 0.5 { STEP } else { -STEP }).collect();
        let mut order: Vec<usize> = (0..self.factors).collect();
        for last in (1..self.factors).rev() {
            order.swap(last, below(last + 1));
        }
        Path { start, order, steps }
    }

    /// For each factor the mean effect (`mu`), the mean of absolute effects (`mu_star`) and the standard deviation of
    /// the effects (`sigma`), all for a move through the whole range, from the values of the first rows.
    pub fn indices(&self, values: &[Option<f64>]) -> Vec<Index> {
        let mut effects: Vec<Vec<f64>> = vec![Vec::new(); self.factors];
        for (number, values) in values.chunks_exact(self.factors + 1).enumerate() {
            let path = self.path(number);
            for (factor, pair) in path.order.iter().zip(values.windows(2)) {
                if let [Some(before), Some(after)] = pair {
                    effects[*factor].push((after - before) / path.steps[*factor]);
                }
            }
        }
        let each = effects.iter().enumerate();
        each.flat_map(|(factor, effects)| {
            let used = effects.len();
            let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / used as f64;
            let mu = mean(&mut effects.iter().copied());
            let mu_star = mean(&mut effects.iter().map(|effect| effect.abs()));
            let squares: f64 = effects.iter().map(|effect| (effect - mu) * (effect - mu)).sum();
            let sigma = (squares / used.saturating_sub(1) as f64).sqrt();
            [("mu_star", mu_star), ("mu", mu), ("sigma", sigma)].map(|(name, value)| Index {
                name,
                factor,
                value: Some(value).filter(|value| value.is_finite()),
                interval: None,
                used,
            })
        })
        .collect()
    }
}

impl Estimator for Morris {
    fn indices(&self, values: &[Option<f64>]) -> Vec<Index> {
        self.indices(values)
    }
}

impl Design for Morris {
    fn rows(&self) -> usize {
        self.paths * (self.factors + 1)
    }

    fn row(&self, number: usize, places: &mut [f64]) {
        let path = self.path(number / (self.factors + 1));
        places.copy_from_slice(&path.start);
        for factor in &path.order[..number % (self.factors + 1)] {
            places[*factor] += path.steps[*factor];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indices(function: impl Fn(&[f64]) -> Option<f64>, factors: usize, paths: usize) -> Vec<Index> {
        let design = Morris::new(factors, paths, 7);
        let mut places = vec![0.0; factors];
        let rows = (0..design.rows()).map(|number| {
            design.row(number, &mut places);
            assert!(places.iter().all(|place| (-1e-12..=1.0 + 1e-12).contains(place)), "{places:?}");
            function(&places)
        });
        design.indices(&rows.collect::<Vec<_>>())
    }

    #[test]
    fn a_plane_has_its_slopes_and_no_spread() {
        let found = indices(|x| Some(3.0 * x[0] - 2.0 * x[1]), 3, 10);
        for (factor, slope) in [3.0, -2.0, 0.0].into_iter().enumerate() {
            let of = |name: &str| found.iter().find(|i| i.factor == factor && i.name == name).unwrap().value.unwrap();
            let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
            close(of("mu"), slope);
            close(of("mu_star"), f64::abs(slope));
            close(of("sigma"), 0.0);
        }
    }

    #[test]
    fn an_interaction_spreads_and_what_is_missing_is_left_out() {
        let found = indices(|x| Some(x[0] * x[1]), 2, 200);
        assert!(
            found.iter().filter(|index| index.name == "sigma").all(|index| index.value.unwrap() > 0.2),
            "{found:?}"
        );
        let found = indices(|x| (x[0] < 0.9).then_some(x[1]), 2, 50);
        assert!(found.iter().all(|index| index.used < 50));
        let mean = found.iter().find(|index| index.factor == 1 && index.name == "mu").unwrap();
        assert!((mean.value.unwrap() - 1.0).abs() < 1e-12, "{mean:?}");
    }
}
