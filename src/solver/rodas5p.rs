//! Rodas5P: a Rosenbrock method of order 5 for any model, cascade or not, and the second opinion in tests.
//!
//! Eight stages with one factorised matrix `1/(h gamma) - J`, stiffly accurate and L-stable, with an embedded error
//! estimate and a dense output of order 4. Reference: Steinebach 2023, Construction of Rosenbrock-Wanner method Rodas5P
//! and numerical benchmarks within the Julia Differential Equations package, BIT Numer Math 63:27.

use std::marker::PhantomData;

use nalgebra::{DMatrix, DVector};

use super::cascade::Cascade;
use super::control::worst;
use super::dense::{Dense, NODES, nodes};
use super::error::SolveError;
use super::jacobian::exact_jacobian;
use super::march::{self, Attempt, march};
use super::options::{Options, Statistics};
use super::rates::Rates;
use super::solve::Solve;

const STAGES: usize = 8;
const GAMMA: f64 = 0.211_937_563_194_290_14;

/// Weights of the earlier stages in the states at which a stage evaluates the model, from the second stage on: the matrix
/// `a` of the paper.
const STAGE_WEIGHTS: [&[f64]; STAGES - 1] = [
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

/// Weights of the earlier stages, over the step length, on the right-hand side of a stage: its matrix `C`.
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
const DENSE_OUTPUT: [[f64; STAGES]; 3] = [
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
    base: Vec<f64>,
    /// The states at the end of the last attempt.
    end: Vec<f64>,
    stages: Vec<DVector<f64>>,
    /// Node by node the increment of every state.
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
            base: vec![0.0; n],
            end: vec![0.0; n],
            stages: vec![DVector::zeros(n); STAGES],
            increments: vec![0.0; NODES * n],
            jacobian: vec![0.0; n * n],
            first_step: 0.02,
            model: PhantomData,
        }
    }

    /// Computes the stages and the states at the end of a step. Nothing where the matrix cannot be factorised.
    fn compute(&mut self, settings: &[f64], length: f64) -> Option<()> {
        let n = M::STATES;
        let diagonal = 1.0 / (length * GAMMA);
        let matrix = DMatrix::from_fn(n, n, |i, j| if i == j { diagonal } else { 0.0 } - self.jacobian[i * n + j]);
        let factors = matrix.lu();
        let mut here = vec![0.0; n];
        let mut rates = vec![0.0; n];
        for stage in 0..STAGES {
            let (done, rest) = self.stages.split_at_mut(stage);
            let solved = &mut rest[0];
            here.copy_from_slice(&self.base);
            let (weights, couplings) =
                if stage == 0 { (&[][..], &[][..]) } else { (STAGE_WEIGHTS[stage - 1], COUPLING[stage - 1]) };
            for (weight, earlier) in weights.iter().zip(&*done) {
                here.iter_mut().zip(earlier).for_each(|(value, part)| *value += weight * part);
            }
            M::walk(settings, &mut Rates::new(&here, &mut rates));
            solved.copy_from_slice(&rates);
            for (coupling, earlier) in couplings.iter().zip(&*done) {
                solved.axpy(coupling / length, earlier, 1.0);
            }
            if !factors.solve_mut(solved) {
                return None;
            }
        }
        // Stiffly accurate: the states of the last stage plus the stage itself are the end of the step.
        for ((value, here), stage) in self.end.iter_mut().zip(&here).zip(&self.stages[STAGES - 1]) {
            *value = here + stage;
        }
        Some(())
    }

    /// The dense output as increments at the nodes that every solution is kept at.
    fn fill_increments(&mut self) {
        for state in 0..M::STATES {
            let part = |row: &[f64; STAGES]| -> f64 { row.iter().zip(&self.stages).map(|(h, k)| h * k[state]).sum() };
            let [first, second, third] = [0, 1, 2].map(|row| part(&DENSE_OUTPUT[row]));
            let whole = self.end[state] - self.base[state];
            for (node, c) in nodes().iter().enumerate() {
                self.increments[node * M::STATES + state] =
                    c * (whole + (1.0 - c) * (first + c * (second + c * third)));
            }
        }
    }
}

impl<M: Cascade> march::Step for Rodas5p<M> {
    const ORDER: usize = 5;
    const MOST_GROWTH: f64 = 6.0;
    const DOMAIN: &'static [[f64; 2]] = M::DOMAIN;

    fn begin(&mut self, settings: &[f64], states: &[f64]) {
        self.base.copy_from_slice(&states[..M::STATES]);
        exact_jacobian::<M>(&settings[..M::SETTINGS], &self.base, &mut self.jacobian);
    }

    fn attempt(&mut self, settings: &[f64], length: f64, _: Option<f64>, options: &Options) -> Attempt {
        let is_solved = self.compute(&settings[..M::SETTINGS], length).is_some();
        let sizes = self.base.iter().zip(&self.end).map(|(a, b)| a.abs().max(b.abs()));
        let errors = self.stages[STAGES - 1].iter().zip(sizes);
        let (error, culprit) = worst(errors.map(|(error, size)| error.abs() / (options.rtol * (options.floor + size))));
        Attempt { is_solved, iterations: 1, error, culprit, outside: None }
    }

    fn ends(&self) -> impl Iterator<Item = f64> + Clone {
        self.end.iter().copied()
    }

    fn accept(&mut self, settings: &[f64], start: f64, length: f64, dense: &mut Dense) {
        self.fill_increments();
        dense.push(start, length, &self.base, &self.increments);
        std::mem::swap(&mut self.base, &mut self.end);
        exact_jacobian::<M>(&settings[..M::SETTINGS], &self.base, &mut self.jacobian);
    }

    fn states(&self) -> &[f64] {
        &self.base
    }
}

impl<M: Cascade> Solve for Rodas5p<M> {
    fn integrate(
        &mut self,
        settings: &[f64],
        span: (f64, f64),
        states: &mut [f64],
        options: &Options,
        dense: &mut Dense,
    ) -> Result<Statistics, SolveError> {
        let mut first_step = self.first_step;
        let solved = march(self, &mut first_step, settings, span, states, options, dense);
        self.first_step = first_step;
        solved
    }
}
