//! Rodas5P: a Rosenbrock method of order 5 for any model, cascade or not, and the second opinion in tests.
//!
//! Eight stages with one factorised matrix `1/(h gamma) - J`, stiffly accurate and L-stable, with an embedded error
//! estimate and a dense output of order 4. Reference: Steinebach 2023, Construction of Rosenbrock-Wanner method Rodas5P
//! and numerical benchmarks within the Julia Differential Equations package, BIT Numer Math 63:27.

use std::marker::PhantomData;

use nalgebra::{DMatrix, DVector};

use super::any::Solve;
use super::cascade::Cascade;
use super::control::{OUTSIDE_SHRINKAGE, check_length, growth, outside, shrinkage, worst};
use super::dense::{Dense, NODES, nodes};
use super::error::SolveError;
use super::jacobian::exact_jacobian;
use super::options::{Options, Statistics};
use super::rates::Rates;
use crate::quantity::State;

const STAGES: usize = 8;
/// Of the error estimate.
const ORDER: usize = 5;
const GAMMA: f64 = 0.211_937_563_194_290_14;

/// Weights of the earlier stages in the place where a stage evaluates the model, from the second stage on.
const PLACE: [&[f64]; STAGES - 1] = [
    &[3.0],
    &[2.849_394_379_747_939, 0.458_422_422_044_639_23],
    &[-6.954_028_509_809_101, 2.489_845_061_869_568, -10.358_996_098_473_584],
    &[2.802_998_627_562_896_4, 0.507_246_473_622_820_6, -0.398_831_254_177_052_4, -0.047_211_872_304_046_41],
    &[
        -7.502_846_399_306_121,
        2.561_846_144_803_919,
        -11.627_539_656_261_098,
        -0.182_687_676_599_422_56,
        0.030_198_172_008_377_946,
    ],
    &[
        -7.502_846_399_306_121,
        2.561_846_144_803_919,
        -11.627_539_656_261_098,
        -0.182_687_676_599_422_56,
        0.030_198_172_008_377_946,
        1.0,
    ],
    &[
        -7.502_846_399_306_121,
        2.561_846_144_803_919,
        -11.627_539_656_261_098,
        -0.182_687_676_599_422_56,
        0.030_198_172_008_377_946,
        1.0,
        1.0,
    ],
];

/// Weights of the earlier stages, over the step length, on the right-hand side of a stage.
const COUPLING: [&[f64]; STAGES - 1] = [
    &[-14.155_112_264_123_755],
    &[-17.972_960_358_859_52, -2.859_693_295_451_294],
    &[147.121_502_757_117_16, -1.412_214_027_182_13, 71.689_402_513_023_58],
    &[165.435_170_248_716_76, -0.459_282_345_649_112_6, 42.909_383_369_586_03, -5.961_986_721_573_306],
    &[
        24.854_864_614_690_072,
        -3.000_922_700_283_218_6,
        47.493_111_002_076_8,
        5.581_419_782_155_812_5,
        -0.661_069_182_524_947_1,
    ],
    &[
        30.912_732_140_285_99,
        -3.120_824_334_993_797_4,
        77.799_546_460_708_92,
        34.286_460_282_947_83,
        -19.097_331_116_725_623,
        -28.087_943_162_872_662,
    ],
    &[
        37.802_771_233_905_63,
        -3.257_196_902_907_227_6,
        112.269_188_494_963_27,
        66.934_723_124_404_7,
        -40.066_189_370_910_02,
        -54.667_802_628_779_68,
        -9.488_616_523_096_27,
    ],
];

/// Weights of the stages in the three vectors of the dense output.
const OUTPUT: [[f64; STAGES]; 3] = [
    [
        25.948_786_856_663_858,
        -2.557_972_484_584_623_5,
        10.433_815_404_888_879,
        -2.367_925_102_268_520_4,
        0.524_948_541_321_073,
        1.124_108_831_045_040_4,
        0.427_287_619_443_187_4,
        -0.172_022_210_701_554_93,
    ],
    [
        -9.915_688_506_951_71,
        -0.968_994_459_411_515_4,
        3.043_803_724_297_845_3,
        -24.495_224_566_215_796,
        20.176_138_334_709_044,
        15.980_663_614_246_51,
        -6.789_040_303_419_874,
        -6.710_236_069_923_372,
    ],
    [
        11.419_903_575_922_262,
        2.887_964_514_613_699_4,
        72.921_379_959_960_29,
        80.125_118_346_226_43,
        -52.072_871_366_152_654,
        -59.789_936_252_667_29,
        -0.155_826_842_827_519_13,
        4.883_087_185_713_722,
    ],
];

/// The solver, with the memory it works in.
#[derive(Debug)]
pub struct Rodas5p<M> {
    stages: Vec<DVector<f64>>,
    /// At each node in turn, every state's.
    increments: Vec<f64>,
    jacobian: Vec<f64>,
    first_step: f64,
    model: PhantomData<M>,
}

impl<M: Cascade> Default for Rodas5p<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Cascade> Rodas5p<M> {
    /// A solver for one run.
    pub fn new() -> Self {
        let n = M::STATES;
        Self {
            stages: vec![DVector::zeros(n); STAGES],
            increments: vec![0.0; NODES * n],
            jacobian: vec![0.0; n * n],
            first_step: 0.02,
            model: PhantomData,
        }
    }

    /// Computes the stages from `base`; the state at the end of the step is left in `end`. Nothing where the matrix
    /// cannot be factorised.
    fn attempt(&mut self, settings: &[f64], base: &[f64], length: f64, end: &mut [f64]) -> Option<()> {
        let n = M::STATES;
        let diagonal = 1.0 / (length * GAMMA);
        let matrix = DMatrix::from_fn(n, n, |i, j| if i == j { diagonal } else { 0.0 } - self.jacobian[i * n + j]);
        let factors = matrix.lu();
        let mut place = vec![0.0; n];
        let mut rates = vec![0.0; n];
        for stage in 0..STAGES {
            let (done, rest) = self.stages.split_at_mut(stage);
            let here = &mut rest[0];
            place.copy_from_slice(base);
            let (weights, couplings) =
                if stage == 0 { (&[][..], &[][..]) } else { (PLACE[stage - 1], COUPLING[stage - 1]) };
            for (weight, earlier) in weights.iter().zip(&*done) {
                place.iter_mut().zip(earlier).for_each(|(value, part)| *value += weight * part);
            }
            M::walk(settings, &mut Rates::new(&place, &mut rates));
            here.copy_from_slice(&rates);
            for (coupling, earlier) in couplings.iter().zip(&*done) {
                here.axpy(coupling / length, earlier, 1.0);
            }
            if !factors.solve_mut(here) {
                return None;
            }
        }
        // Stiffly accurate: the last place plus the last stage is the end of the step.
        for ((value, place), stage) in end.iter_mut().zip(&place).zip(&self.stages[STAGES - 1]) {
            *value = place + stage;
        }
        Some(())
    }

    /// The dense output as increments at the nodes that every solution is kept at.
    fn fill_increments(&mut self, base: &[f64], end: &[f64]) {
        for state in 0..M::STATES {
            let part = |row: &[f64; STAGES]| -> f64 { row.iter().zip(&self.stages).map(|(h, k)| h * k[state]).sum() };
            let [first, second, third] = [0, 1, 2].map(|row| part(&OUTPUT[row]));
            let whole = end[state] - base[state];
            for (node, c) in nodes().iter().enumerate() {
                self.increments[node * M::STATES + state] =
                    c * (whole + (1.0 - c) * (first + c * (second + c * third)));
            }
        }
    }
}

impl<M: Cascade> Solve for Rodas5p<M> {
    fn integrate(
        &mut self,
        settings: &[f64],
        (start, end): (f64, f64),
        states: &mut [f64],
        options: &Options,
        dense: &mut Dense,
    ) -> Result<Statistics, SolveError> {
        let settings = &settings[..M::SETTINGS];
        let mut statistics = Statistics { segments: 1, ..Statistics::default() };
        let mut base = states[..M::STATES].to_vec();
        let mut next = base.clone();
        let (mut time, mut length) = (start, self.first_step);
        let mut culprit = State(0);
        let mut fresh = true;
        exact_jacobian::<M>(settings, &base, &mut self.jacobian);
        while time < end {
            let rest = end - time;
            length = length.min(options.longest_step);
            let is_last = length >= 0.999 * rest;
            let tried = if is_last { rest } else { length };
            if statistics.accepted + statistics.rejected >= options.max_steps {
                return Err(SolveError::TooManySteps { time, steps: options.max_steps, state: culprit });
            }
            statistics.iterations += 1;
            let solved = self.attempt(settings, &base, tried, &mut next).is_some();
            let sizes = base.iter().zip(&next).map(|(a, b)| a.abs().max(b.abs()));
            let errors = self.stages[STAGES - 1].iter().zip(sizes);
            let (error, state) =
                worst(errors.map(|(error, size)| error.abs() / (options.rtol * (options.floor + size))));
            culprit = state;
            let is_exact = solved && error <= 1.0;
            let left = if is_exact { outside(M::DOMAIN, next.iter().copied(), options) } else { None };
            if is_exact && left.is_none() {
                statistics.accepted += 1;
                self.fill_increments(&base, &next);
                dense.push(time, tried, &base, &self.increments);
                if fresh {
                    (self.first_step, fresh) = (tried, false);
                }
                std::mem::swap(&mut base, &mut next);
                time = if is_last { end } else { time + tried };
                length = tried * growth(error, ORDER, 6.0);
                exact_jacobian::<M>(settings, &base, &mut self.jacobian);
            } else {
                statistics.rejected += 1;
                length = tried * if left.is_some() { OUTSIDE_SHRINKAGE } else { shrinkage(error, ORDER, solved) };
                check_length(time, length, (error, state), left)?;
            }
        }
        states[..M::STATES].copy_from_slice(&base);
        Ok(statistics)
    }
}
