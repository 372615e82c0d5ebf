//! Stages whose rates are the same for every subject, in a step of one length.
//!
//! The response of such a stage is a few plain numbers, which are worked out once for a step and used by every batch:
//! one small matrix takes the place of the way into the basis of [`crate::solver::batch::spectrum`] and back.

use crate::solver::dense::NODES;
use crate::solver::exchange::{ExchangeRates, ExchangeResponse};
use crate::solver::radau::Radau;

/// A loss that is the same for every subject all the time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fixed {
    /// How fast the stage loses what it holds, 1/h.
    pub(crate) loss: f64,
    /// The factor from a difference between the stage and its target to a slope, 1/h; 1 where slopes are given.
    pub(crate) gain: f64,
}

/// The response of such a stage in a step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relaxation {
    fixed: Fixed,
    /// For each node the weights that make the increment there of the slopes at the nodes, over `gain`, that the stage
    /// would have if it stayed where it is.
    increments: [[f64; NODES]; NODES],
}

impl Relaxation {
    /// In a step of this length, h.
    pub(crate) fn new(h: f64, fixed: Fixed) -> Self {
        let columns = Radau::<NODES>::METHOD.resolvent(h * fixed.loss).0;
        let scale = h * fixed.gain;
        let increments = std::array::from_fn(|node| std::array::from_fn(|column| scale * columns[column][node]));
        Self { fixed, increments }
    }

    #[inline(always)]
    pub(crate) const fn loss(&self) -> f64 {
        self.fixed.loss
    }

    #[inline(always)]
    pub(crate) const fn gain(&self) -> f64 {
        self.fixed.gain
    }

    /// The weights for the increment at each node.
    #[inline(always)]
    pub(crate) const fn increments(&self) -> &[[f64; NODES]; NODES] {
        &self.increments
    }
}

/// The response of two states that exchange at rates that are the same for every subject.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FixedExchange {
    pub(crate) rates: ExchangeRates,
    /// For each state and node the weights that make the increment there of the slopes of the first state at the nodes.
    pub(crate) of_first: [[[f64; NODES]; NODES]; 2],
    /// For each state and node the increment for a slope of 1 of the second state.
    pub(crate) of_second: [[f64; NODES]; 2],
}

impl FixedExchange {
    /// In a step of this length, h.
    pub(crate) fn new(h: f64, rates: ExchangeRates) -> Self {
        let response = ExchangeResponse::new(h, rates);
        let rows = |columns: [[f64; NODES]; NODES]| {
            std::array::from_fn(|node| std::array::from_fn(|column| columns[column][node]))
        };
        Self {
            rates,
            of_first: response.of_first.map(|matrix| rows(matrix.0)),
            of_second: response.of_second.map(|increments| increments.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_relaxes_to_a_constant_does_so_exponentially() {
        for (h, rate) in [(0.01, 0.3), (0.5, 0.4), (2.0, 0.3)] {
            // At the nodes the method is exact to the sixth power of the step at least.
            let allowed = 1e-6 * f64::powi(h * rate, 7) + 1e-15;
            let relaxation = Relaxation::new(h, Fixed { loss: rate, gain: rate });
            for (node, weights) in relaxation.increments().iter().enumerate() {
                let exact = 1.0 - (-rate * h * Radau::<NODES>::METHOD.nodes[node]).exp();
                let found: f64 = weights.iter().sum();
                assert!((found - exact).abs() < allowed, "node {node}: {found} against {exact}");
            }
        }
    }
}
