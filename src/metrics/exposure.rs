//! How much of a drug there is, and for how long: its peak, its area, and its decline after the end.
//!
//! The rest of the area and the slowest half-life are read off the exact Jacobian of the pharmacokinetic stages, which
//! are linear, so that no equation is written a second time: the rest of the area of every amount is `-J^-1` times
//! the amounts at the end, and the half-lives are `ln 2` over the eigenvalues.

use nalgebra::{DMatrix, DVector};

use super::features::Features;
use super::view::TrajectoryView;
use crate::model::Onset;
use crate::regimen::Drug;
pub(super) use crate::regimen::{Analyte, HNK, KETAMINE, NORKETAMINE, SSRI};
use crate::scalar::Lanes;
use crate::simulate::Signal;
use crate::solver::{AnyModel, DIRECTIONS, Tangent};

/// What is measured of a plasma level; nothing where its drug is not given.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Exposure {
    /// Greatest level, ng/mL.
    pub(super) cmax: Option<f64>,
    /// When it is first reached, h.
    pub(super) tmax: Option<f64>,
    /// Area to the end, ng h/mL.
    pub(super) auc: Option<f64>,
    /// Area to infinity, ng h/mL; nothing where an infusion is still running or the level never falls.
    pub(super) auc_inf: Option<f64>,
    /// Slowest half-life of what feeds the level, h, absorption included.
    pub(super) half_life: Option<f64>,
}

impl Exposure {
    pub(super) fn of(analyte: &Analyte, features: &Features<impl TrajectoryView>, decline: &Decline) -> Self {
        let view = &features.0;
        // An analyte belongs to the drugs whose row has it.
        if !Drug::ALL.into_iter().any(|drug| drug.row().analytes.contains(analyte) && view.gives(drug)) {
            return Self::default();
        }
        let signal = Signal::Observable(analyte.plasma);
        // A solver may leave a rounding error in place of a drug that is not given, which is no level.
        let Some((tmax, cmax)) = features.maximum(signal).filter(|(_, level)| *level > 0.0) else {
            return Self::default();
        };
        let auc = view.area(signal);
        let chain = decline.chain(analyte);
        Self {
            cmax: Some(cmax),
            tmax: Some(tmax),
            auc: Some(auc),
            auc_inf: decline.area_to_come(analyte, &chain).map(|rest| auc + rest),
            half_life: decline.half_life(&chain),
        }
    }
}

/// What the stages do with the amounts at the end of a trajectory.
pub(super) struct Decline {
    settings: Vec<f64>,
    /// The amounts at the end.
    end: Vec<f64>,
    /// Which states ever hold anything.
    holds: Vec<bool>,
    /// SubjectLanes by row.
    jacobian: Vec<f64>,
}

/// The amounts that feed a level and ever hold any drug.
type Chain = Vec<usize>;

impl Decline {
    pub(super) fn new(view: &impl TrajectoryView) -> Self {
        let n = Onset.states();
        let settings = view.last_settings().to_vec();
        let mut jacobian = vec![0.0; n * n];
        Onset.jacobian(&settings, &Onset.rest(&settings), &mut jacobian);
        Self { settings, end: view.last_states(), holds: view.ever_held(), jacobian }
    }

    fn chain(&self, analyte: &Analyte) -> Chain {
        let n = self.end.len();
        let mut chain: Chain = analyte.amounts.iter().map(|state| state.0).filter(|i| self.holds[*i]).collect();
        let mut next = 0;
        while next < chain.len() {
            let row = chain[next];
            for upstream in 0..n {
                if self.jacobian[row * n + upstream] != 0.0 && self.holds[upstream] && !chain.contains(&upstream) {
                    chain.push(upstream);
                }
            }
            next += 1;
        }
        chain
    }

    fn jacobian_among(&self, chain: &Chain) -> DMatrix<f64> {
        let n = self.end.len();
        DMatrix::from_fn(chain.len(), chain.len(), |i, j| self.jacobian[chain[i] * n + chain[j]])
    }

    /// The area under the level after the end if nothing more is given, in its unit times h.
    fn area_to_come(&self, analyte: &Analyte, chain: &Chain) -> Option<f64> {
        // What an infusion still brings is no part of the amounts at the end.
        let runs_in = |drug: Drug| {
            let row = drug.row();
            row.analytes.contains(analyte) && row.infusion.is_some_and(|(_, input)| self.settings[input.0] != 0.0)
        };
        if chain.is_empty() || Drug::ALL.into_iter().any(runs_in) {
            return None;
        }
        let amounts = DVector::from_iterator(chain.len(), chain.iter().map(|i| -self.end[*i]));
        let areas = self.jacobian_among(chain).lu().solve(&amounts)?;
        // The level is a sum of amounts times constants, so what it makes of the areas is its area.
        let mut states = vec![Lanes::splat(0.0); Onset.states()];
        for (state, area) in chain.iter().zip(&areas) {
            states[*state] = Lanes::splat(*area);
        }
        let mut observables = vec![Lanes::splat(0.0); Onset.observables()];
        Onset.observe(&self.settings, &states, &mut observables);
        Some(observables[analyte.plasma.0].0[0]).filter(|area| area.is_finite())
    }

    /// The derivatives of [`Self::area_to_come`] where settings and amounts at the end have these.
    pub(super) fn area_to_come_along(
        &self,
        analyte: &Analyte,
        settings: &[Tangent],
        end: &[Tangent],
    ) -> Option<Vec<f64>> {
        let chain = self.chain(analyte);
        let factors = self.jacobian_among(&chain).lu();
        let areas = factors.solve(&DVector::from_iterator(chain.len(), chain.iter().map(|i| -self.end[*i])))?;
        // The areas `A` of the amounts `a` obey `J A = -a`, so their derivatives `J A' = -a' - J' A`.
        let moved = self.product_along(&chain, settings, &areas);
        let right = DMatrix::from_fn(chain.len(), DIRECTIONS, |i, d| -end[chain[i]].slope[d] - moved[(i, d)]);
        let changes = factors.solve(&right)?;
        let mut states = vec![Tangent::from(0.0); Onset.states()];
        for (i, state) in chain.iter().enumerate() {
            states[*state] = Tangent { value: areas[i], slope: std::array::from_fn(|d| changes[(i, d)]) };
        }
        let mut observables = vec![Tangent::from(0.0); Onset.observables()];
        Onset.observe_along(settings, &states, &mut observables);
        Some(observables[analyte.plasma.0].slope.to_vec())
    }

    /// The derivatives of this half-life, given the derivatives of the settings: they follow from the derivatives of
    /// its eigenvalue, which the left and the right eigenvector of the Jacobian give. Nothing where two eigenvalues
    /// coincide.
    pub(super) fn half_life_along(&self, analyte: &Analyte, half_life: f64, settings: &[Tangent]) -> Option<Vec<f64>> {
        let chain = self.chain(analyte);
        let eigenvalue = -std::f64::consts::LN_2 / half_life;
        let shifted = self.jacobian_among(&chain) - DMatrix::identity(chain.len(), chain.len()) * eigenvalue;
        let parts = shifted.svd(true, true);
        let least = parts.singular_values.imin();
        let (left, right) = (parts.u?.column(least).into_owned(), parts.v_t?.row(least).transpose());
        let moved = self.product_along(&chain, settings, &right);
        let scale = half_life * half_life / std::f64::consts::LN_2 / left.dot(&right);
        Some((0..DIRECTIONS).map(|d| scale * left.dot(&moved.column(d))).collect())
    }

    /// What the directions do to the product of the Jacobian with some amounts, all else at rest: a row for each amount,
    /// a column for each direction. The rates are linear in the amounts.
    fn product_along(&self, chain: &Chain, settings: &[Tangent], amounts: &DVector<f64>) -> DMatrix<f64> {
        let rates = |share: f64| {
            let mut states: Vec<Tangent> = Onset.rest(&self.settings).into_iter().map(Tangent::from).collect();
            for (i, state) in chain.iter().enumerate() {
                states[*state] = Tangent::from(share * amounts[i]);
            }
            let mut rates = states.clone();
            Onset.rates_along(settings, &states, &mut rates);
            rates
        };
        let (with, without) = (rates(1.0), rates(0.0));
        DMatrix::from_fn(chain.len(), DIRECTIONS, |i, d| with[chain[i]].slope[d] - without[chain[i]].slope[d])
    }

    fn half_life(&self, chain: &Chain) -> Option<f64> {
        if chain.is_empty() {
            return None;
        }
        let eigenvalues = self.jacobian_among(chain).eigenvalues()?;
        let slowest = eigenvalues.iter().map(|value| -value).fold(f64::INFINITY, f64::min);
        (slowest > 0.0).then(|| std::f64::consts::LN_2 / slowest)
    }
}
