//! The program of a batch: its instructions, and what they read and write.
//!
//! Must not know: how instructions are written (see [`super::writer`]) or carried out (see [`super::Batch`]).

use super::graph::{Binary, Unary};
use super::relaxation::Fixed;
use crate::quantity::{Observable, Quantity, State};
use crate::solver::exchange::ExchangeRates;

/// A register `s`: one value for each subject.
pub(crate) type SubjectRegister = usize;
/// A register `n`: one value for each node of a step and each subject.
pub(crate) type NodeRegister = usize;

/// An operation on registers. The first register gets the result; the letters of a name are the operands: `S` for a value
/// of each subject, `N` for one of each node and subject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Instruction {
    BinarySS(Binary, SubjectRegister, SubjectRegister, SubjectRegister),
    UnaryS(Unary, SubjectRegister, SubjectRegister),
    /// The value at one node.
    PickNode(SubjectRegister, NodeRegister),
    BinaryNN(Binary, NodeRegister, NodeRegister, NodeRegister),
    BinaryNS(Binary, NodeRegister, NodeRegister, SubjectRegister),
    BinarySN(Binary, NodeRegister, SubjectRegister, NodeRegister),
    /// Two operations as one, on two values of each subject and one of each node.
    FusedSSN(Fused, NodeRegister, SubjectRegister, SubjectRegister, NodeRegister),
    /// Two operations as one, on values of each node, of each subject and of each node.
    FusedNSN(Fused, NodeRegister, NodeRegister, SubjectRegister, NodeRegister),
    SquareN(NodeRegister, NodeRegister),
    UnaryN(Unary, NodeRegister, NodeRegister),
    /// The same at every node.
    Broadcast(NodeRegister, SubjectRegister),
    /// A stage: `inflow`, `loss`.
    Turnover(usize, NodeRegister, NodeRegister, Loss),
    /// A stage: `rate`, `target`.
    Follow(usize, NodeRegister, Loss, NodeRegister),
    /// A stage: `loss`.
    Decay(usize, NodeRegister, Loss),
    /// A stage of two states that exchange, by its number among such stages.
    Exchange(usize),
    /// The first guess at a pair, by the number of the pair.
    PairBegin(usize),
    /// The matrix of Newton's method.
    PairMatrix(usize),
    /// A round of Newton's method, back to the flows; after the last one the end of the stage.
    PairRound(usize),
    /// Hands a value out, by its number among those that are recorded.
    RecordN(usize, NodeRegister),
    RecordS(usize, SubjectRegister),
}

/// Two operations on three values as one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fused {
    /// `a + b x`.
    Plus,
    /// `a - b x`.
    Minus,
    /// `a / (b + x)`.
    Over,
}

/// How fast a stage loses what it holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Loss {
    /// The same for every subject all the time, by its number among such losses.
    Fixed(usize),
    /// For each subject.
    PerSubject(SubjectRegister),
}

/// Two states that exchange linearly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exchange {
    pub(crate) states: [usize; 2],
    pub(crate) inflow: NodeRegister,
    pub(crate) rates: Exchanging,
    pub(crate) values: [NodeRegister; 2],
}

/// How fast two states exchange.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Exchanging {
    /// The same for every subject all the time, by their number among such rates.
    Fixed(usize),
    /// For each subject.
    PerSubject {
        loss: [SubjectRegister; 2],
        gain: [SubjectRegister; 2],
        /// The eigenvalues.
        slow: SubjectRegister,
        fast: SubjectRegister,
        /// How much of each state goes the fast way, and how much of the other one with it.
        own: [SubjectRegister; 2],
        other: [SubjectRegister; 2],
    },
}

/// Two states that read each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Coupled {
    pub(crate) states: [usize; 2],
    pub(crate) values: [NodeRegister; 2],
    pub(crate) rates: [NodeRegister; 2],
    pub(crate) losses: [SubjectRegister; 2],
    /// Derivative of rate `i` by state `j`.
    pub(crate) jacobian: [[SubjectRegister; 2]; 2],
    /// The instruction at which a round begins.
    pub(crate) round: usize,
}

/// What a batch is to hand out of each step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recorded {
    /// A state.
    State(State),
    /// An observable.
    Observable(Observable),
}

/// What a program is specialised to: what is known of the subjects of a batch before it is written.
#[derive(Debug, Clone, Default)]
pub struct Specialisation {
    /// The value of each setting that is the same for every subject all the time.
    pub settings: Vec<Option<f64>>,
    /// States to which the regimen adds doses.
    pub given: Vec<State>,
    /// States that have come to rest; they are left out where their inflow has come to rest too.
    pub resting: Vec<State>,
}

/// One step of a cascade.
#[derive(Debug, Clone)]
pub struct Program {
    /// Instructions for new settings.
    pub(crate) constants: Vec<Instruction>,
    /// Instructions for a jump of states.
    pub(crate) start: Vec<Instruction>,
    /// Instructions for each step.
    pub(crate) step: Vec<Instruction>,
    /// Losses that are the same for every subject all the time.
    pub(crate) fixed: Vec<Fixed>,
    /// Rates of exchange that are the same for every subject all the time.
    pub(crate) fixed_exchanges: Vec<ExchangeRates>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) pairs: Vec<Coupled>,
    pub(crate) subject_registers: usize,
    pub(crate) node_registers: usize,
    pub(crate) literals: Vec<(SubjectRegister, f64)>,
    pub(crate) settings: Vec<Option<SubjectRegister>>,
    /// For each state the register of its value at the start of a stretch, if one is read.
    pub(crate) starts: Vec<Option<SubjectRegister>>,
    /// For each state the register of its rate at the start of a stretch; nothing where the state does not move.
    pub(crate) rates: Vec<Option<SubjectRegister>>,
    /// The states that are left out since they have come to rest, each with the register of its resting value.
    pub(crate) resting: Vec<(usize, SubjectRegister)>,
    /// What is handed out, each with the register of its value at the start of a stretch.
    pub(crate) recorded: Vec<(Recorded, SubjectRegister)>,
    /// The least and the greatest value of each state that the equations hold for.
    pub(crate) domain: Vec<[f64; 2]>,
}

/// Declarations of a model, for the names in its stages.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    /// Settings.
    pub settings: &'static [Quantity],
    /// States.
    pub states: &'static [Quantity],
    /// Observables.
    pub observables: &'static [Quantity],
}

impl Program {
    /// Its instructions as text, a line each: those for new settings, those for a jump, those for a step.
    pub fn listing(&self) -> String {
        let list = |name: &str, instructions: &[Instruction]| {
            let lines: String = instructions.iter().map(|instruction| format!("  {instruction:?}\n")).collect();
            format!("{name}\n{lines}")
        };
        [("settings", &self.constants), ("jump", &self.start), ("step", &self.step)]
            .map(|(name, instructions)| list(name, instructions))
            .concat()
    }

    /// What is handed out, in its order.
    pub fn recorded(&self) -> impl Iterator<Item = Recorded> {
        self.recorded.iter().map(|(recorded, _)| *recorded)
    }
}
