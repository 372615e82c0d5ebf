//! How a solution changes with what it was computed from: the derivative of every state in several directions.
//!
//! A direction is a derivative of every setting. The derivatives `s` of the states obey `s' = J s + f`, where `J` is the
//! Jacobian along the solution and `f` the derivative of the rates by the direction, both exact from dual numbers. On
//! each step of the solution that system is solved at the same nodes by the same collocation, so its derivatives are
//! those of the steps themselves. A cascade is solved block by block in the order of its walk, each block at most two
//! states at every node.
//!
//! Reference: Maly and Petzold 1996, Numerical methods and software for sensitivity analysis of differential-algebraic
//! systems, Appl Numer Math 20:57-79 (the derivatives follow the states step by step).

use std::ops::Range;

use nalgebra::DMatrix;

use super::any::AnyModel;
use super::dense::{Dense, NODES, nodes};
use super::radau::Radau;
use super::tangent::{DIRECTIONS, Tangent};

/// What the derivatives at one moment depend on: the Jacobian row by row, and the derivatives of each rate in the
/// directions.
struct Moment {
    jacobian: Vec<f64>,
    forcing: Vec<[f64; DIRECTIONS]>,
}

impl Moment {
    fn new(model: &dyn AnyModel, settings: &[Tangent], states: &[f64]) -> Self {
        let n = model.states();
        let values: Vec<f64> = settings.iter().map(|setting| setting.value).collect();
        let mut jacobian = vec![0.0; n * n];
        model.jacobian(&values, states, &mut jacobian);
        let states: Vec<Tangent> = states.iter().map(|state| Tangent::from(*state)).collect();
        let mut rates = vec![Tangent::from(0.0); n];
        model.rates_along(settings, &states, &mut rates);
        Self { jacobian, forcing: rates.into_iter().map(|rate| rate.slope).collect() }
    }

    /// The derivatives of a state's rate that come from outside its block.
    fn acting(&self, state: usize, block: &[usize], slopes: impl Fn(usize) -> [f64; DIRECTIONS]) -> [f64; DIRECTIONS] {
        let n = self.forcing.len();
        let mut sum = self.forcing[state];
        for (upstream, factor) in self.jacobian[state * n..][..n].iter().enumerate() {
            if *factor != 0.0 && !block.contains(&upstream) {
                sum.iter_mut().zip(slopes(upstream)).for_each(|(sum, slope)| *sum += factor * slope);
            }
        }
        sum
    }
}

/// The derivatives of the resting states, state by state, all directions of one after another.
pub fn rest_slopes(model: &dyn AnyModel, settings: &[Tangent], rest: &[f64]) -> Vec<f64> {
    let moment = Moment::new(model, settings, rest);
    let n = model.states();
    let mut slopes = vec![0.0; n * DIRECTIONS];
    for block in model.blocks() {
        let of = |state: usize| std::array::from_fn(|d| slopes[state * DIRECTIONS + d]);
        let acting: Vec<[f64; DIRECTIONS]> = block.iter().map(|state| moment.acting(*state, &block, of)).collect();
        let matrix = DMatrix::from_fn(block.len(), block.len(), |a, b| moment.jacobian[block[a] * n + block[b]]);
        let right = DMatrix::from_fn(block.len(), DIRECTIONS, |a, d| -acting[a][d]);
        // A state without inflow and loss rests empty, whatever changes.
        if let Some(solved) = matrix.lu().solve(&right) {
            for (a, state) in block.iter().enumerate() {
                for d in 0..DIRECTIONS {
                    slopes[state * DIRECTIONS + d] = solved[(a, d)];
                }
            }
        }
    }
    slopes
}

/// Follows the derivatives over some steps of a solution, under these settings. `slopes` holds the derivatives at the
/// start, and in the end the derivatives at the end; the steps are added to `out`, a solution of `states * DIRECTIONS`
/// values.
pub fn follow_slopes(
    model: &dyn AnyModel,
    solution: &Dense,
    steps: Range<usize>,
    settings: &[Tangent],
    slopes: &mut [f64],
    out: &mut Dense,
) {
    let n = model.states();
    let blocks = model.blocks();
    let integrals = &Radau::<NODES>::METHOD.matrix.0;
    let mut states = vec![0.0; n];
    for step in steps {
        let (start, length) = solution.span(step);
        let moments: Vec<Moment> = nodes()
            .iter()
            .map(|node| {
                solution.state_at(step, *node, &mut states);
                Moment::new(model, settings, &states)
            })
            .collect();
        let width = n * DIRECTIONS;
        let mut increments = vec![0.0; NODES * width];
        for block in &blocks {
            let size = block.len();
            // Column `c` of the integrals belongs to node `c`, entry `r` of it to the increment at node `r`.
            let matrix = DMatrix::from_fn(size * NODES, size * NODES, |row, column| {
                let ((a, r), (b, c)) = ((row / NODES, row % NODES), (column / NODES, column % NODES));
                let identity = if row == column { 1.0 } else { 0.0 };
                identity - length * integrals[c][r] * moments[c].jacobian[block[a] * n + block[b]]
            });
            let mut acting = vec![[[0.0; DIRECTIONS]; NODES]; size];
            for (c, moment) in moments.iter().enumerate() {
                let at = |state: usize| {
                    let first = state * DIRECTIONS;
                    std::array::from_fn(|d| slopes[first + d] + increments[c * width + first + d])
                };
                for (a, state) in block.iter().enumerate() {
                    let mut sum = moment.acting(*state, block, at);
                    for inside in block {
                        let factor = moment.jacobian[state * n + inside];
                        for (d, sum) in sum.iter_mut().enumerate() {
                            *sum += factor * slopes[inside * DIRECTIONS + d];
                        }
                    }
                    acting[a][c] = sum;
                }
            }
            let right = DMatrix::from_fn(size * NODES, DIRECTIONS, |row, d| {
                let (a, r) = (row / NODES, row % NODES);
                length * (0..NODES).map(|c| integrals[c][r] * acting[a][c][d]).sum::<f64>()
            });
            let Some(solved) = matrix.lu().solve(&right) else { continue };
            for (a, state) in block.iter().enumerate() {
                for r in 0..NODES {
                    for d in 0..DIRECTIONS {
                        increments[r * width + state * DIRECTIONS + d] = solved[(a * NODES + r, d)];
                    }
                }
            }
        }
        out.push(start, length, slopes, &increments);
        let last = &increments[(NODES - 1) * width..];
        slopes.iter_mut().zip(last).for_each(|(slope, increment)| *slope += increment);
    }
}
