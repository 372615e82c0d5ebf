//! Two states that exchange linearly, in a step of one length.
//!
//! A function of a 2 by 2 matrix is a line through its values at the two eigenvalues, which are real and differ here,
//! since both gains are above 0. So the increments of both states are those of a stage that relaxes slowly and of one
//! that relaxes fast, mixed. The mixture depends on the rates and the step length alone: it is worked out once and
//! used by every step that has the same.

use super::dense::NODES;
use super::matrix::Matrix;
use super::radau::Radau;
use crate::scalar::Lanes;

const METHOD: &Radau<NODES> = &Radau::<NODES>::METHOD;

/// The rates of two states that exchange: `y0' = inflow - loss[0] * y0 + gain[0] * y1` and
/// `y1' = gain[1] * y0 - loss[1] * y1`, 1/h.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ExchangeRates {
    pub(crate) loss: [f64; 2],
    pub(crate) gain: [f64; 2],
}

/// What the two states do in a step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExchangeResponse {
    /// For each state the matrix that makes its increments at the nodes of the slopes that the first state would have at
    /// the nodes if both stayed where they are.
    pub(crate) of_first: [Matrix<NODES>; 2],
    /// For each state its increments at the nodes for a slope of 1 of the second state, which is the same at every node.
    pub(crate) of_second: [Lanes<NODES>; 2],
}

impl ExchangeResponse {
    /// In a step of length `h`, h.
    pub(crate) fn new(h: f64, ExchangeRates { loss, gain }: ExchangeRates) -> Self {
        let middle = 0.5 * (loss[0] + loss[1]);
        let half = (0.25 * (loss[0] - loss[1]) * (loss[0] - loss[1]) + gain[0] * gain[1]).sqrt();
        let fast = middle + half;
        let slow = (loss[0] * loss[1] - gain[0] * gain[1]) / fast;
        let scale = 1.0 / (fast - slow);
        let slowly = METHOD.resolvent(h * slow);
        // By how much more a stage answers that relaxes fast.
        let more = METHOD.resolvent(h * fast).plus(-1.0, &slowly);
        let [alone, with_other, with_first] = [loss[0] - slow, -gain[1], -gain[0]].map(|rate| h * scale * rate);
        // The second slope is the same at every node, so the sums of the rows are enough.
        let ones = Lanes::splat(1.0);
        let (sums, more_sums) = (slowly.apply(&ones), more.apply(&ones));
        Self {
            of_first: [Matrix::ZERO.plus(h, &slowly).plus(alone, &more), Matrix::ZERO.plus(with_other, &more)],
            of_second: [with_first * more_sums, h * sums + (h * scale * (loss[1] - slow)) * more_sums],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without inflow the two states are a sum of two exponentials.
    #[test]
    fn a_bolus_is_distributed_as_in_closed_form() {
        // A bolus of 1 into the first of two compartments, of which it leaves for good at a rate of 0.3.
        let rates = ExchangeRates { loss: [0.8, 0.2], gain: [0.2, 0.5] };
        let root = (0.25_f64 * 0.36 + 0.1).sqrt();
        let (fast, slow) = (0.5 + root, 0.5 - root);
        for h in [0.01, 0.5, 2.0] {
            // At the nodes the method is exact to the sixth power of the step at least.
            let allowed = 1e-5 * f64::powi(h * fast, 7) + 1e-15;
            let response = ExchangeResponse::new(h, rates);
            let start = Lanes::splat(-0.8);
            let found = [0, 1].map(|i| response.of_first[i].apply(&start) + 0.5 * response.of_second[i]);
            for (node, place) in METHOD.nodes.iter().enumerate() {
                let [quick, late] = [fast, slow].map(|rate| (-rate * h * place).exp());
                let central = ((0.2 - slow) * late + (fast - 0.2) * quick) / (fast - slow);
                let peripheral = 0.5 * (late - quick) / (fast - slow);
                for (increment, exact) in found.iter().zip([central - 1.0, peripheral]) {
                    assert!((increment.0[node] - exact).abs() < allowed, "h = {h}: {} and {exact}", increment.0[node]);
                }
            }
        }
    }
}
