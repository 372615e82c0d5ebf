//! Many subjects at once: a compiler of the model's stages, and the machine that runs its programs.
//!
//! A batch carries [`LANES`] subjects, each with its own settings, through the same steps. The steps are given, and so is
//! the number of rounds of Newton's method, so that no subject's result depends on the other subjects of its batch. The
//! defect of every step is measured as in [`super::Collocation`]: a subject for which the steps are too long is known by
//! its error.
//!
//! From a stage to its instructions:
//!
//! 1. The **stages** that a model's walk writes down ([`super::stages`]) hold expressions.
//! 2. **Lowering** ([`graph`]) turns expressions into a graph of operations, in which equal operations are one. Each value
//!    knows with what it varies: with the settings, with the step, or with the node. Settings that are the same for every
//!    subject are numbers (see [`Specialisation`]), and what follows from numbers alone is worked out here.
//! 3. The **writer** ([`writer`]) gives each value a register and writes instructions: what varies with the settings
//!    alone is worked out once for new settings, and stages that hold nothing for any subject are left out.
//! 4. The **peephole** pass ([`peephole`]) makes one instruction of two where the second alone reads the first.
//! 5. **Register allocation** ([`register_allocation`]) lets values share registers that are not alive at the same time.
//! 6. The **machine** ([`Batch`]) carries the list out: arithmetic in [`arithmetic`], stages in [`stages`], both on the
//!    values of [`lanes`].
//!
//! An example is the amount of SSRI in the body, `ssri_central' = ssri_ka * ssri_gut - ssri_cl / ssri_v * ssri_central`,
//! where the clearance alone differs between subjects. Its loss is a division for new settings (`s6 = s4 / s5`). A jump
//! needs the rates of both states at once. In a step the gut empties into `n0`; the inflow is a product at every node
//! (`n1 = s0 * n0`); and the stage is solved with both, into `n0` again, since the gut is read no more:
//!
//! ```
//! use onset::model::{self, OBSERVABLES, SETTINGS, STATES, ssri};
//! use onset::solver::{Names, Program, Recorded, Specialisation, Stage};
//!
//! let (gut, central) = (ssri::state::ssri_gut, ssri::state::ssri_central);
//! let is_of_both = |stage: &&Stage| match stage {
//!     Stage::Decay(state, _) => *state == gut,
//!     Stage::Turnover(state, _) => *state == central,
//!     _ => false,
//! };
//! let stages: Vec<Stage> = model::stages().iter().filter(is_of_both).copied().collect();
//! let mut settings: Vec<Option<f64>> = model::defaults().into_iter().map(Some).collect();
//! settings[ssri::setting::ssri_cl.0] = None;
//! let specialisation = Specialisation { settings, given: vec![gut], resting: Vec::new() };
//! let names = Names { settings: SETTINGS, states: STATES, observables: OBSERVABLES };
//! let program = Program::new(&stages, names, &specialisation, &[Recorded::State(central)]);
//! let expected = format!(
//!     "settings
//!   BinarySS(Div, 6, 4, 5)
//! jump
//!   BinarySS(Mul, 2, 0, 1)
//!   UnaryS(Neg, 3, 2)
//!   BinarySS(Mul, 8, 6, 7)
//!   BinarySS(Sub, 9, 2, 8)
//! step
//!   Decay({}, 0, Fixed(0))
//!   BinarySN(Mul, 1, 0, 0)
//!   Turnover({}, 0, 1, PerSubject(6))
//!   RecordN(0, 0)
//! ",
//!     gut.0, central.0
//! );
//! assert_eq!(program.listing(), expected);
//! ```

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

mod arithmetic;
mod graph;
mod lanes;
mod peephole;
mod planned;
mod program;
mod register_allocation;
mod relaxation;
mod spectrum;
mod stages;
mod step_plan;
mod writer;

use pulp::{Arch, Simd, WithSimd};

use super::dense::NODES;
use crate::quantity::{Setting, State};
use graph::{Binary, Unary};
pub use lanes::{LANES, SubjectLanes};
use lanes::{Newton, NodeLanes, NodeRegisters};
pub use planned::PlannedStep;
use planned::{MOST_PAIRS, MOST_ROUNDS};
use program::Instruction;
pub use program::{Names, Program, Recorded, Specialisation};
use stages::greater;
pub use step_plan::{StepPlanOptions, StepPlanner};

/// Below this share of its greatest value the error of a state is judged against that share: the rest of a dose, long
/// after it, need not be known as exactly as the dose.
const SHARE_OF_GREATEST: f64 = 0.03;

/// The share for a depot, of which only the outflow matters.
const SHARE_OF_DEPOT: f64 = 1.0;

/// A state is at rest if it is no farther from its resting value than this share of its greatest and its resting value.
const AT_REST: f64 = 2e-5;

/// The share for the pilot subjects, which decide what a shorter program leaves out: so small that slower subjects are
/// at rest too.
const SURELY_AT_REST: f64 = 1e-8;

/// Values that a step hands out for each recorded quantity: at its start, then at each node.
pub const RECORDED_PER_STEP: usize = NODES + 1;

/// The machine: a program with the memory in which it works.
#[derive(Debug)]
pub struct Batch<'a> {
    program: &'a Program,
    subject_registers: Vec<SubjectLanes>,
    /// The program that is not in hand, with its registers.
    other: Option<(&'a Program, Vec<SubjectLanes>)>,
    is_shorter: bool,
    rtol: f64,
    floor: f64,
    node_registers: NodeRegisters,
    base: Vec<SubjectLanes>,
    left: Vec<SubjectLanes>,
    /// The greatest value of each state at an end of a step.
    greatest: Vec<SubjectLanes>,
    /// The increments of both states of each pair.
    increments: Vec<[NodeLanes; 2]>,
    /// The increments in the basis.
    basis: Vec<[NodeLanes; 2]>,
    newton: Vec<Newton>,
    error: SubjectLanes,
    plain: bool,
    /// While rounds are counted, the number of them in each pair of the last step.
    counted: Option<[u8; MOST_PAIRS]>,
}

/// The states from which a step starts, to come back to them.
#[derive(Debug)]
pub(super) struct Checkpoint {
    base: Vec<SubjectLanes>,
    left: Vec<SubjectLanes>,
    greatest: Vec<SubjectLanes>,
}

/// Work that is done with the best instructions of a processor.
enum Work<'w> {
    Settle,
    Carry(&'w [PlannedStep], &'w mut [SubjectLanes]),
    Try(&'w PlannedStep),
}

/// A machine with its work; not a closure, since only inlined code may use the best instructions.
struct Job<'w, 'a>(&'w mut Batch<'a>, Work<'w>);

impl WithSimd for Job<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.call();
    }
}

impl Job<'_, '_> {
    #[inline(always)]
    fn call(self) {
        match self.1 {
            Work::Settle => {
                for instruction in &self.0.program.constants {
                    self.0.row(*instruction);
                }
            }
            Work::Carry(steps, out) => self.0.carry(steps, out),
            Work::Try(step) => self.0.step(step, &mut []),
        }
    }
}

/// The node at which the Jacobian of a pair is taken, in the middle of a step.
const MIDDLE: usize = NODES / 2;

impl<'a> Batch<'a> {
    /// A machine for a program, and for a shorter program of the same model that records the same quantities. Errors
    /// are judged against `rtol` and `floor` as in [`super::Options`].
    pub fn new(program: &'a Program, shorter: Option<&'a Program>, rtol: f64, floor: f64) -> Self {
        let states = program.rates.len();
        let rows = |program: &Program| {
            let mut rows = vec![SubjectLanes::ZERO; program.subject_registers];
            for (place, number) in &program.literals {
                rows[*place] = SubjectLanes::splat(*number);
            }
            rows
        };
        let pairs = program.pairs.len();
        let grids = program.node_registers.max(shorter.map_or(0, |shorter| shorter.node_registers));
        Self {
            program,
            subject_registers: rows(program),
            other: shorter.map(|shorter| (shorter, rows(shorter))),
            is_shorter: false,
            rtol,
            floor,
            node_registers: NodeRegisters::new(grids),
            base: vec![SubjectLanes::ZERO; states],
            left: vec![SubjectLanes::ZERO; states],
            greatest: vec![SubjectLanes::ZERO; states],
            increments: vec![[NodeLanes::ZERO; 2]; pairs],
            basis: vec![[NodeLanes::ZERO; 2]; pairs],
            newton: vec![Newton::ZERO; pairs],
            error: SubjectLanes::ZERO,
            plain: false,
            counted: None,
        }
    }

    /// Goes on with the whole program.
    pub fn take_whole(&mut self) {
        if self.is_shorter {
            self.exchange_programs();
        }
    }

    /// Goes on with the shorter program, if there is one.
    pub fn take_shorter(&mut self) {
        if !self.is_shorter {
            self.exchange_programs();
        }
    }

    fn exchange_programs(&mut self) {
        if let Some((program, registers)) = &mut self.other {
            std::mem::swap(&mut self.program, program);
            std::mem::swap(&mut self.subject_registers, registers);
            self.is_shorter = !self.is_shorter;
        }
    }

    /// Does the same with both programs, and goes on with the one in hand.
    fn with_either(&mut self, mut act: impl FnMut(&mut Self)) {
        act(self);
        if self.other.is_some() {
            self.exchange_programs();
            act(self);
            self.exchange_programs();
        }
    }

    /// Uses only the instructions that every processor of its kind has.
    pub fn plain(mut self) -> Self {
        self.plain = true;
        self
    }

    /// Makes ready for other subjects.
    pub fn clear(&mut self) {
        self.error = SubjectLanes::ZERO;
        self.greatest.fill(SubjectLanes::ZERO);
    }

    /// The present states of every subject.
    pub fn states(&self) -> &[SubjectLanes] {
        &self.base
    }

    /// The present states, for the regimen to change where they jump.
    pub fn states_mut(&mut self) -> &mut [SubjectLanes] {
        &mut self.base
    }

    /// The greatest value of a state so far, at the ends of steps.
    pub fn greatest(&self, State(state): State) -> &SubjectLanes {
        &self.greatest[state]
    }

    /// The greatest error of a step so far, relative to what is allowed; infinite where something is not a number.
    pub const fn error(&self) -> &SubjectLanes {
        &self.error
    }

    /// Marks a subject that is to be run alone.
    pub fn refuse(&mut self, lane: usize) {
        self.error.0[lane] = f64::INFINITY;
    }

    /// Gives a setting other values; not needed for a setting that is the same for every subject.
    pub fn set(&mut self, Setting(setting): Setting, values: SubjectLanes) {
        self.with_either(|batch| {
            if let Some(place) = batch.program.settings.get(setting).copied().flatten() {
                batch.subject_registers[place] = values;
            }
        });
    }

    /// Works out the values that follow from the settings.
    pub fn settle(&mut self) {
        self.with_either(|batch| batch.dispatched(Work::Settle));
    }

    /// The states that are surely at rest in every subject, given their resting values.
    pub fn at_rest(&self, rest: &[SubjectLanes]) -> Vec<State> {
        let is_at_rest = |state: &usize| (0..LANES).all(|l| self.strays(*state, &rest[*state], l) <= SURELY_AT_REST);
        (0..rest.len()).filter(is_at_rest).map(State).collect()
    }

    /// How far a state is from rest, as a share of its resting and its greatest value.
    fn strays(&self, state: usize, rest: &SubjectLanes, lane: usize) -> f64 {
        let apart = (self.base[state].0[lane] - rest.0[lane]).abs();
        if apart == 0.0 { 0.0 } else { apart / (rest.0[lane].abs() + self.greatest[state].0[lane]) }
    }

    /// Carries every subject through a stretch; states may have jumped at its start. The recorded quantities of each
    /// step are written to `out`, [`RECORDED_PER_STEP`] values each.
    pub fn run(&mut self, steps: &[PlannedStep], out: &mut [SubjectLanes]) {
        self.dispatched(Work::Carry(steps, out));
    }

    /// A step of this length, h.
    pub(super) fn planned(&self, length: f64) -> PlannedStep {
        PlannedStep::new(self.program, length)
    }

    /// Tries a step with as many rounds of Newton's method as any subject needs; returns the greatest error, relative
    /// to what is allowed.
    pub(super) fn try_step(&mut self, step: &mut PlannedStep) -> f64 {
        self.counted = Some([0; MOST_PAIRS]);
        step.rounds = [MOST_ROUNDS; MOST_PAIRS];
        self.error = SubjectLanes::ZERO;
        self.dispatched(Work::Try(step));
        step.rounds = self.counted.take().unwrap_or(step.rounds);
        self.error.0.iter().copied().fold(0.0, greater)
    }

    /// The states from which the next step starts.
    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint { base: self.base.clone(), left: self.left.clone(), greatest: self.greatest.clone() }
    }

    /// Goes back.
    pub(super) fn return_to(&mut self, place: &Checkpoint) {
        self.base.clone_from(&place.base);
        self.left.clone_from(&place.left);
        self.greatest.clone_from(&place.greatest);
    }

    /// Works with the best instructions of this processor.
    fn dispatched(&mut self, work: Work<'_>) {
        let job = Job(self, work);
        if job.0.plain { job.call() } else { Arch::new().dispatch(job) }
    }

    #[inline(always)]
    fn carry(&mut self, steps: &[PlannedStep], out: &mut [SubjectLanes]) {
        self.begin();
        let program = self.program;
        let each = program.recorded.len() * RECORDED_PER_STEP;
        let mut rest = out;
        for (i, step) in steps.iter().enumerate() {
            let Some((now, later)) = rest.split_at_mut_checked(each) else { return };
            if i == 0 {
                for (recorded, (_, place)) in now.chunks_exact_mut(RECORDED_PER_STEP).zip(&program.recorded) {
                    recorded[0] = self.subject_registers[*place];
                }
            }
            self.step(step, now);
            // The end of a step is the start of the next.
            if i + 1 < steps.len() {
                for (next, recorded) in
                    later.chunks_exact_mut(RECORDED_PER_STEP).zip(now.chunks_exact(RECORDED_PER_STEP))
                {
                    next[0] = recorded[RECORDED_PER_STEP - 1];
                }
            }
            rest = later;
        }
    }

    /// Works out the slopes and the recorded values at the start of a stretch.
    #[inline(always)]
    pub(super) fn begin(&mut self) {
        let program = self.program;
        for (state, place) in program.starts.iter().enumerate() {
            if let Some(place) = place {
                self.subject_registers[*place] = self.base[state];
            }
        }
        for instruction in &program.start {
            self.row(*instruction);
        }
        for (state, place) in program.rates.iter().enumerate() {
            if let Some(place) = place {
                self.left[state] = self.subject_registers[*place];
            }
            self.greatest[state] = self.greatest[state].with(&self.base[state], greater);
        }
        // A subject in which a state that was left out still moves is refused.
        for (state, place) in &program.resting {
            for lane in 0..LANES {
                if !(self.strays(*state, &self.subject_registers[*place], lane) <= AT_REST) {
                    self.error.0[lane] = f64::INFINITY;
                }
            }
        }
    }

    /// An instruction on subject registers alone.
    #[inline(always)]
    fn row(&mut self, instruction: Instruction) {
        match instruction {
            Instruction::BinarySS(operation, out, a, b) => {
                let (a, b) = (&self.subject_registers[a], &self.subject_registers[b]);
                self.subject_registers[out] = match operation {
                    Binary::Add => a.with(b, |a, b| a + b),
                    Binary::Sub => a.with(b, |a, b| a - b),
                    Binary::Mul => a.with(b, |a, b| a * b),
                    Binary::Div => a.with(b, |a, b| a / b),
                };
            }
            Instruction::UnaryS(operation, out, a) => {
                let a = &self.subject_registers[a];
                self.subject_registers[out] = match operation {
                    Unary::Neg => a.map(|a| Unary::Neg.of(a)),
                    Unary::Sqrt => a.map(|a| Unary::Sqrt.of(a)),
                    Unary::Ramp => a.map(|a| Unary::Ramp.of(a)),
                    Unary::RampSlope => a.map(|a| Unary::RampSlope.of(a)),
                };
            }
            _ => {}
        }
    }

    /// Carries out one step; `out` gets what is recorded of it.
    #[inline(always)]
    fn step(&mut self, step: &PlannedStep, out: &mut [SubjectLanes]) {
        let program = self.program;
        let h = step.length;
        let mut rounds = 0;
        let mut at = 0;
        while let Some(instruction) = program.step.get(at) {
            at += 1;
            match *instruction {
                Instruction::BinarySS(..) | Instruction::UnaryS(..) => self.row(*instruction),
                Instruction::PickNode(out, a) => self.subject_registers[out] = self.node_registers.0[a].0[MIDDLE],
                Instruction::BinaryNN(operation, out, a, b) => self.binary_nn(operation, out, a, b),
                Instruction::BinaryNS(operation, out, a, b) => self.binary_ns(operation, out, a, b),
                Instruction::BinarySN(operation, out, a, b) => self.binary_sn(operation, out, a, b),
                Instruction::FusedSSN(fused, out, a, b, x) => self.fused_ssn(fused, out, a, b, x),
                Instruction::FusedNSN(fused, out, a, b, x) => self.fused_nsn(fused, out, a, b, x),
                Instruction::SquareN(out, a) => self.node_registers.set(out, a, |a| a * a),
                Instruction::UnaryN(operation, out, a) => self.unary_n(operation, out, a),
                Instruction::Broadcast(out, a) => {
                    self.node_registers.0[out] = NodeLanes([self.subject_registers[a]; NODES]);
                }
                Instruction::Turnover(state, out, inflow, loss) => self.turnover(step, state, out, inflow, loss),
                Instruction::Follow(state, out, rate, target) => self.follow(step, state, out, rate, target),
                Instruction::Decay(state, out, loss) => self.decay(step, state, out, loss),
                Instruction::Exchange(number) => self.exchange(step, &program.exchanges[number]),
                Instruction::PairBegin(number) => {
                    rounds = step.rounds[number];
                    self.predict(h, number, &program.pairs[number]);
                }
                Instruction::PairMatrix(number) => {
                    let [[a, b], [c, d]] = program.pairs[number].jacobian;
                    let row = |register: usize| self.subject_registers[register];
                    let jacobian = [[row(a), row(b)], [row(c), row(d)]];
                    self.newton[number].set(h, &jacobian);
                }
                Instruction::PairRound(number) => {
                    let pair = &program.pairs[number];
                    if rounds == 0 {
                        self.settle_pair(h, number, pair);
                        continue;
                    }
                    rounds -= 1;
                    if self.counted.is_some() {
                        rounds = self.count_round(number, pair, rounds);
                    } else {
                        self.correct(number, pair);
                    }
                    at = pair.round;
                }
                Instruction::RecordN(number, a) => {
                    if let Some(recorded) = recorded_nodes(out, number) {
                        recorded.copy_from_slice(&self.node_registers.0[a].0);
                    }
                }
                Instruction::RecordS(number, a) => {
                    if let Some(recorded) = recorded_nodes(out, number) {
                        recorded.fill(self.subject_registers[a]);
                    }
                }
            }
        }
    }
}

/// Where the nodes of a recorded value go; nowhere while a step is only tried.
#[inline(always)]
fn recorded_nodes(out: &mut [SubjectLanes], number: usize) -> Option<&mut [SubjectLanes]> {
    out.get_mut(number * RECORDED_PER_STEP + 1..(number + 1) * RECORDED_PER_STEP)
}
