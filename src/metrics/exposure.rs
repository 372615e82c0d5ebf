//! What becomes of a drug after the end: the rest of its area, and its slowest half-life.
//!
//! Both are read off the exact Jacobian of the pharmacokinetic stages, which are linear, so that no equation is written
//! a second time: the area still to come of every amount is `-J^-1` times the amounts at the end, and the half-lives
//! are `ln 2` over the eigenvalues.

use nalgebra::{DMatrix, DVector};

use crate::model::{Onset, ketamine, ssri};
use crate::quantity::{Observable, State};
use crate::regimen::Drug;
use crate::scalar::Lanes;
use crate::simulate::Trajectory;
use crate::solver::AnyModel;

/// A drug or metabolite whose plasma level is measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Analyte {
    /// What it comes from.
    pub(super) drug: Drug,
    /// Its level.
    pub(super) plasma: Observable,
    /// The amounts that make up the level.
    pub(super) amounts: &'static [State],
}

pub(super) const KETAMINE: Analyte = Analyte {
    drug: Drug::Ketamine,
    plasma: ketamine::observable::ketamine_plasma,
    amounts: &[ketamine::state::ketamine_central],
};
pub(super) const NORKETAMINE: Analyte = Analyte {
    drug: Drug::Ketamine,
    plasma: ketamine::observable::norketamine_plasma,
    amounts: &[ketamine::state::norketamine],
};
pub(super) const HNK: Analyte = Analyte {
    drug: Drug::Ketamine,
    plasma: ketamine::observable::hnk_plasma,
    amounts: &[ketamine::state::hydroxynorketamine],
};
pub(super) const SSRI: Analyte = Analyte {
    drug: Drug::Ssri,
    plasma: ssri::observable::ssri_plasma,
    amounts: &[ssri::state::ssri_central, ssri::state::ssri_metabolite],
};

/// The amounts that feed a level and ever hold any drug, with the Jacobian among them.
fn chain(analyte: Analyte, trajectory: &Trajectory) -> (Vec<usize>, DMatrix<f64>) {
    let n = Onset.states();
    let settings = trajectory.settings(trajectory.dense().steps().saturating_sub(1));
    let mut jacobian = vec![0.0; n * n];
    Onset.jacobian(settings, &Onset.rest(settings), &mut jacobian);
    let mut holds = vec![false; n];
    let mut state = vec![0.0; n];
    for step in 0..trajectory.dense().steps() {
        for place in [0.0, 1.0] {
            trajectory.dense().state_at(step, place, &mut state);
            holds.iter_mut().zip(&state).for_each(|(holds, amount)| *holds |= *amount > 0.0);
        }
    }
    let mut chain: Vec<usize> = analyte.amounts.iter().map(|state| state.0).filter(|i| holds[*i]).collect();
    let mut next = 0;
    while next < chain.len() {
        let row = chain[next];
        for upstream in 0..n {
            if jacobian[row * n + upstream] != 0.0 && holds[upstream] && !chain.contains(&upstream) {
                chain.push(upstream);
            }
        }
        next += 1;
    }
    let among = DMatrix::from_fn(chain.len(), chain.len(), |i, j| jacobian[chain[i] * n + chain[j]]);
    (chain, among)
}

/// The area under the level after the end of the trajectory if nothing more is given, in its unit times h. Nothing
/// where an infusion is still running or the level never falls.
pub(super) fn area_to_come(analyte: Analyte, trajectory: &Trajectory) -> Option<f64> {
    let last = trajectory.dense().steps().checked_sub(1)?;
    let settings = trajectory.settings(last);
    if settings[ketamine::setting::ketamine_infusion.0] != 0.0 {
        return None;
    }
    let mut end = vec![0.0; Onset.states()];
    trajectory.dense().state_at(last, 1.0, &mut end);
    let (chain, jacobian) = chain(analyte, trajectory);
    if chain.is_empty() {
        return None;
    }
    let amounts = DVector::from_iterator(chain.len(), chain.iter().map(|i| -end[*i]));
    let areas = jacobian.lu().solve(&amounts)?;
    // The level is a sum of amounts times constants, so what it makes of the areas is its area.
    let mut states = vec![Lanes::splat(0.0); Onset.states()];
    for (state, area) in chain.iter().zip(&areas) {
        states[*state] = Lanes::splat(*area);
    }
    let mut observables = vec![Lanes::splat(0.0); Onset.observables()];
    Onset.observe(settings, &states, &mut observables);
    Some(observables[analyte.plasma.0].0[0]).filter(|area| area.is_finite())
}

/// The slowest half-life of what feeds the level, h, absorption included.
pub(super) fn half_life(analyte: Analyte, trajectory: &Trajectory) -> Option<f64> {
    let (chain, jacobian) = chain(analyte, trajectory);
    if chain.is_empty() {
        return None;
    }
    let slowest = jacobian.eigenvalues()?.iter().map(|value| -value).fold(f64::INFINITY, f64::min);
    (slowest > 0.0).then(|| std::f64::consts::LN_2 / slowest)
}
