//! The exact Jacobian of a cascade.

use super::cascade::Cascade;
use super::rates::Rates;
use crate::scalar::Dual;

/// Directions that one walk differentiates by.
const DIRECTIONS: usize = 8;

/// Writes the derivative of every rate by every state, row by row, by walks with dual numbers.
pub(crate) fn exact_jacobian<M: Cascade>(settings: &[f64], states: &[f64], jacobian: &mut [f64]) {
    let n = M::STATES;
    let mut rates = vec![Dual::<f64, DIRECTIONS>::from(0.0); n];
    let mut variables: Vec<Dual<f64, DIRECTIONS>> = states.iter().map(|state| Dual::from(*state)).collect();
    for first in (0..n).step_by(DIRECTIONS) {
        let span = first..n.min(first + DIRECTIONS);
        for j in span.clone() {
            variables[j] = Dual::variable(states[j], j - first);
        }
        M::walk(&settings[..M::SETTINGS], &mut Rates::new(&variables[..n], &mut rates[..n]));
        for (i, rate) in rates.iter().enumerate() {
            jacobian[i * n..][span.clone()].copy_from_slice(&rate.slope[..span.len()]);
        }
        for j in span {
            variables[j] = Dual::from(states[j]);
        }
    }
}
