//! Metrics of a batch of subjects that went through the same steps.
//!
//! What every step of every signal has to be asked is asked of all subjects at once; what is then searched, few steps of
//! each signal, is searched for each subject as for one that was run alone.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use pulp::{Arch, Simd, WithSimd};

use super::course::{Course, Reach, SAMPLES, reach};
use super::list::{Metrics, SEARCHED, read};
use super::shape::Shape;
use crate::model::{circuit, pain, ssri};
use crate::regimen::Drug;
use crate::simulate::{Room, Signal};
use crate::solver::{LANES, MOMENTS, Row, quadrature, sample_weights};

/// What metrics are read off besides what is searched.
const READ: &[Signal] = &[
    Signal::Observable(pain::observable::opioid_requirement),
    Signal::Observable(ssri::observable::sert_occupancy),
    Signal::State(circuit::state::expectancy_response),
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

/// Reads every metric of every subject in a room, whose plan keeps what is [`NEEDED`].
pub fn compute_together(room: &Room<'_>) -> Vec<Metrics> {
    let overviews: Vec<Overview> = SEARCHED.iter().map(|signal| Overview::new(room, *signal)).collect();
    let member = |lane: usize| Member { room, overviews: &overviews, lane };
    (0..room.subjects()).map(|lane| read(Shape(member(lane)))).collect()
}

/// A signal of everybody in all steps.
struct Overview {
    /// Bounds within each step, one subject after another, since they are searched one after another.
    lows: Vec<f64>,
    highs: Vec<f64>,
    /// The least and the greatest sample.
    low: Row,
    high: Row,
    area: Row,
}

/// An overview that is still to be worked out; not a closure, since only what is inlined may use the best instructions.
struct Survey<'a> {
    room: &'a Room<'a>,
    signal: Signal,
}

impl WithSimd for Survey<'_> {
    type Output = Overview;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Overview {
        self.survey()
    }
}

impl Overview {
    fn new(room: &Room<'_>, signal: Signal) -> Self {
        Arch::new().dispatch(Survey { room, signal })
    }
}

impl Survey<'_> {
    #[inline(always)]
    fn survey(self) -> Overview {
        let Self { room, signal } = self;
        let (steps, place) = (room.plan().steps(), room.place(signal));
        let weights = quadrature().map(|(_, weight)| weight);
        let mut overview = Overview {
            lows: vec![f64::NAN; steps * LANES],
            highs: vec![f64::NAN; steps * LANES],
            low: Row::splat(f64::INFINITY),
            high: Row::splat(f64::NEG_INFINITY),
            area: Row::ZERO,
        };
        let mut samples = [[f64::NAN; LANES]; SAMPLES];
        for step in 0..steps {
            if let Some(place) = place {
                for (sample, row) in samples.iter_mut().zip(room.rows(place, step)) {
                    *sample = row.0;
                }
            }
            if signal == Signal::Improvement {
                for sample in &mut samples {
                    for (lane, value) in sample.iter_mut().enumerate() {
                        *value = room.reading(signal, lane, *value);
                    }
                }
            }
            let (_, length) = room.plan().span(step);
            let reach = reach(&samples);
            for lane in 0..LANES {
                overview.lows[lane * steps + step] = reach.low[lane];
                overview.highs[lane * steps + step] = reach.high[lane];
            }
            for (i, sample) in samples.iter().enumerate() {
                let weight = if i == 0 { 0.0 } else { weights[i - 1] * length };
                for lane in 0..LANES {
                    let value = sample[lane];
                    overview.low.0[lane] = if value < overview.low.0[lane] { value } else { overview.low.0[lane] };
                    overview.high.0[lane] = if value > overview.high.0[lane] { value } else { overview.high.0[lane] };
                    overview.area.0[lane] += weight * value;
                }
            }
        }
        overview
    }
}

/// One subject of a batch.
struct Member<'a> {
    room: &'a Room<'a>,
    overviews: &'a [Overview],
    lane: usize,
}

impl Member<'_> {
    /// What is known of a signal that is searched.
    fn overview(&self, signal: Signal) -> Option<&Overview> {
        SEARCHED.iter().position(|known| *known == signal).and_then(|place| self.overviews.get(place))
    }
}

impl Course for Member<'_> {
    const IS_POLYNOMIAL: bool = true;

    fn duration(&self) -> f64 {
        self.room.plan().duration()
    }

    fn gives(&self, drug: Drug) -> bool {
        self.room.plan().gives(drug)
    }

    fn baseline(&self) -> Option<f64> {
        self.room.baseline(self.lane)
    }

    fn steps(&self) -> usize {
        self.room.plan().steps()
    }

    fn span(&self, step: usize) -> (f64, f64) {
        self.room.plan().span(step)
    }

    fn locate(&self, time: f64) -> usize {
        self.room.plan().locate(time)
    }

    fn samples(&self, signal: Signal, step: usize) -> [f64; SAMPLES] {
        let mut samples = [f64::NAN; SAMPLES];
        if let Some(place) = self.room.place(signal) {
            for (sample, row) in samples.iter_mut().zip(self.room.rows(place, step)) {
                *sample = self.room.reading(signal, self.lane, row.0[self.lane]);
            }
        }
        samples
    }

    fn within(&self, signal: Signal, step: usize, places: [f64; MOMENTS]) -> [f64; MOMENTS] {
        let samples = self.samples(signal, step);
        let value =
            |place: f64| sample_weights(place).iter().zip(&samples).map(|(weight, sample)| weight * sample).sum();
        // Places are often all the same.
        if places[1..].iter().all(|place| *place == places[0]) {
            [value(places[0]); MOMENTS]
        } else {
            places.map(value)
        }
    }

    fn range(&self, signal: Signal) -> (f64, f64) {
        self.overview(signal).map_or((f64::INFINITY, f64::NEG_INFINITY), |overview| {
            (overview.low.0[self.lane], overview.high.0[self.lane])
        })
    }

    fn reach(&self, signal: Signal, step: usize) -> Reach<f64> {
        self.overview(signal).map_or(Reach { low: f64::NAN, high: f64::NAN }, |overview| {
            let place = self.lane * self.steps() + step;
            Reach { low: overview.lows[place], high: overview.highs[place] }
        })
    }

    fn steps_at(&self, signal: Signal, level: f64) -> Vec<usize> {
        let steps = self.steps();
        let highs = self.overview(signal).map_or(&[][..], |overview| &overview.highs[self.lane * steps..][..steps]);
        highs.iter().enumerate().filter(|(_, high)| **high >= level).map(|(step, _)| step).collect()
    }

    fn area(&self, signal: Signal) -> f64 {
        self.overview(signal).map_or(f64::NAN, |overview| overview.area.0[self.lane])
    }

    fn last_settings(&self) -> &[f64] {
        self.room.last_settings(self.lane)
    }

    fn last_states(&self) -> Vec<f64> {
        self.room.last_states(self.lane)
    }

    fn ever_held(&self) -> Vec<bool> {
        self.room.ever_held(self.lane)
    }
}
