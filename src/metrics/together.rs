//! Metrics of a batch of subjects that went through the same steps.
//!
//! The steps that may hold a peak are found for all subjects at once, and only in stretches in which a signal comes
//! near its greatest sample. These few steps are then searched for each subject as for one that was run alone.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use pulp::{Arch, Simd, WithSimd};

use super::features::Features;
use super::list::{Metrics, read};
use super::samples::{Reach, SAMPLES, reach, rough_reach, same_height};
use super::source::SEARCHED;
use super::view::{TrajectoryView, integral};
use crate::model::{circuit, pain, ssri};
use crate::regimen::Drug;
use crate::simulate::{BatchWorkspace, Signal};
use crate::solver::{LANES, MOMENTS, SubjectLanes, sample_weights};

/// The signals that metrics read and do not search.
const READ: &[Signal] = &[
    Signal::Observable(pain::observable::opioid_requirement),
    Signal::Observable(ssri::observable::sert_occupancy),
    Signal::State(circuit::state::expectancy_response),
    Signal::State(circuit::state::symptom_index),
];

/// Every signal that metrics need.
pub const NEEDED: [Signal; SEARCHED.len() + READ.len()] = {
    let mut needed = [Signal::Improvement; SEARCHED.len() + READ.len()];
    let mut i = 0;
    while i < needed.len() {
        needed[i] = if i < SEARCHED.len() { SEARCHED[i] } else { READ[i - SEARCHED.len()] };
        i += 1;
    }
    needed
};

/// Reads every metric of every subject in a workspace, whose plan keeps what is [`NEEDED`].
pub fn compute_together(workspace: &BatchWorkspace<'_>) -> Vec<Metrics> {
    let overviews: Vec<Overview> = SEARCHED.iter().filter_map(|signal| Overview::new(workspace, *signal)).collect();
    let member = |lane: usize| Member { workspace, overviews: &overviews, lane };
    (0..workspace.subjects()).map(|lane| read(Features(member(lane)))).collect()
}

/// One signal of every subject in all steps.
struct Overview {
    signal: Signal,
    /// The column in which it is recorded.
    place: usize,
    /// The least and the greatest sample.
    low: SubjectLanes,
    high: SubjectLanes,
    /// The steps in which the signal of any subject may come within [`same_height`] of its greatest sample, each with a
    /// level that it does not exceed there.
    high_steps: Vec<(usize, SubjectLanes)>,
}

impl Overview {
    /// Nothing where the signal is not recorded.
    fn new(workspace: &BatchWorkspace<'_>, signal: Signal) -> Option<Self> {
        workspace.column(signal).map(|place| Arch::new().dispatch(Survey { workspace, signal, place }))
    }

    /// The level above which a value counts as equally high as the greatest sample of a subject.
    #[inline(always)]
    fn level(&self, lane: usize) -> f64 {
        self.high.0[lane] - same_height(self.low.0[lane], self.high.0[lane])
    }
}

/// An overview to be worked out; not a closure, since only inlined code may use the best instructions.
struct Survey<'a> {
    workspace: &'a BatchWorkspace<'a>,
    signal: Signal,
    place: usize,
}

impl WithSimd for Survey<'_> {
    type Output = Overview;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Overview {
        let Self { workspace, signal, place } = self;
        let extent = |stretch: usize, lane: usize| workspace.extent(signal, place, stretch, lane);
        let (mut low, mut high) = (SubjectLanes::splat(f64::INFINITY), SubjectLanes::splat(f64::NEG_INFINITY));
        for (stretch, _) in workspace.plan().stretches().enumerate() {
            for lane in 0..LANES {
                let (least, greatest) = extent(stretch, lane);
                low.0[lane] = if least < low.0[lane] { least } else { low.0[lane] };
                high.0[lane] = if greatest > high.0[lane] { greatest } else { high.0[lane] };
            }
        }
        let mut overview = Overview { signal, place, low, high, high_steps: Vec::new() };
        let levels: [f64; LANES] = std::array::from_fn(|lane| overview.level(lane));
        for (stretch, steps) in workspace.plan().stretches().enumerate() {
            let roughly = |lane: usize| {
                let (least, greatest) = extent(stretch, lane);
                rough_reach(least, greatest).high
            };
            if !(0..LANES).any(|lane| roughly(lane) >= levels[lane]) {
                continue;
            }
            for step in steps {
                let mut samples = [[0.0; LANES]; SAMPLES];
                for (sample, row) in samples.iter_mut().zip(workspace.rows(place, step)) {
                    for lane in 0..LANES {
                        sample[lane] = workspace.reading(signal, lane, row.0[lane]);
                    }
                }
                let bounds = reach(&samples).high;
                if (0..LANES).any(|lane| bounds[lane] >= levels[lane]) {
                    overview.high_steps.push((step, SubjectLanes(bounds)));
                }
            }
        }
        overview
    }
}

/// One subject of a batch.
struct Member<'a> {
    workspace: &'a BatchWorkspace<'a>,
    overviews: &'a [Overview],
    lane: usize,
}

impl Member<'_> {
    /// The overview of a signal that is searched.
    fn overview(&self, signal: Signal) -> Option<&Overview> {
        self.overviews.iter().find(|overview| overview.signal == signal)
    }
}

impl TrajectoryView for Member<'_> {
    const IS_POLYNOMIAL: bool = true;

    fn duration(&self) -> f64 {
        self.workspace.plan().duration()
    }

    fn gives(&self, drug: Drug) -> bool {
        self.workspace.plan().gives(drug)
    }

    fn baseline(&self) -> Option<f64> {
        self.workspace.baseline(self.lane)
    }

    fn steps(&self) -> usize {
        self.workspace.plan().steps()
    }

    fn span(&self, step: usize) -> (f64, f64) {
        self.workspace.plan().span(step)
    }

    fn locate(&self, time: f64) -> usize {
        self.workspace.plan().locate(time)
    }

    fn samples(&self, signal: Signal, step: usize) -> [f64; SAMPLES] {
        let place =
            self.overview(signal).map_or_else(|| self.workspace.column(signal), |overview| Some(overview.place));
        let Some(place) = place else { return [f64::NAN; SAMPLES] };
        let rows = self.workspace.rows(place, step);
        std::array::from_fn(|i| self.workspace.reading(signal, self.lane, rows[i].0[self.lane]))
    }

    fn within(&self, signal: Signal, step: usize, places: [f64; MOMENTS]) -> [f64; MOMENTS] {
        let samples = self.samples(signal, step);
        let value =
            |place: f64| sample_weights(place).iter().zip(&samples).map(|(weight, sample)| weight * sample).sum();
        // Often all places are equal.
        if places[1..].iter().all(|place| *place == places[0]) {
            [value(places[0]); MOMENTS]
        } else {
            places.map(value)
        }
    }

    fn range(&self, signal: Signal) -> (f64, f64) {
        self.overview(signal).map_or((f64::INFINITY, f64::NEG_INFINITY), |Overview { low, high, .. }| {
            (low.0[self.lane], high.0[self.lane])
        })
    }

    fn reach(&self, signal: Signal, step: usize) -> Reach<f64> {
        self.overview(signal).map_or(Reach { low: f64::NAN, high: f64::NAN }, |Overview { place, .. }| {
            let (low, high) = self.workspace.extent(signal, *place, self.workspace.plan().stretch(step), self.lane);
            rough_reach(low, high)
        })
    }

    fn high_steps(&self, signal: Signal) -> Vec<(usize, f64)> {
        let Some(overview) = self.overview(signal) else { return Vec::new() };
        let own = overview.high_steps.iter().map(|(step, bounds)| (*step, bounds.0[self.lane]));
        own.filter(|(_, bound)| *bound >= overview.level(self.lane)).collect()
    }

    fn area(&self, signal: Signal) -> f64 {
        match self.workspace.column(signal) {
            Some(place) if signal != Signal::Improvement => self.workspace.area(place).0[self.lane],
            _ => integral(self, signal, 0.0, self.duration()),
        }
    }

    fn last_settings(&self) -> &[f64] {
        self.workspace.last_settings(self.lane)
    }

    fn last_states(&self) -> Vec<f64> {
        self.workspace.last_states(self.lane)
    }

    fn ever_held(&self) -> Vec<bool> {
        self.workspace.ever_held(self.lane)
    }
}
