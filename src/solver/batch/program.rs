//! One step of a cascade as a list of instructions for many subjects at once.
//!
//! The stages that a model's walk writes down are lowered to operations on all nodes of a step and all subjects of a
//! batch. What stays the same between two events is taken out of the steps, what no subject changes becomes a number,
//! and what is nothing for everybody, as a drug that nobody is given, is left out with all that follows from it. The
//! values of an instruction are few hundred bytes, so that carrying the list out costs little beside the arithmetic.
//!
//! Owns: the instructions and where their values are recorded. Must not know: arithmetic (see [`crate::solver::batch`]).

use std::collections::HashMap;

use super::graph::{Binary, Graph, Op, Unary, Value, Varies};
use super::relaxation::Fixed;
use crate::quantity::{Observable, Quantity, State};
use crate::scalar::Expression;
use crate::solver::cascade::Flow;
use crate::solver::exchange::ExchangeRates;
use crate::solver::stage::Stage;

/// A place for one value for each subject.
pub(crate) type SubjectRegister = usize;
/// A place for one value for each node and subject.
pub(crate) type NodeRegister = usize;

/// What is done next. The first place is where the result goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Instruction {
    BinarySS(Binary, SubjectRegister, SubjectRegister, SubjectRegister),
    UnaryS(Unary, SubjectRegister, SubjectRegister),
    /// The value at one node.
    PickNode(SubjectRegister, NodeRegister),
    BinaryNN(Binary, NodeRegister, NodeRegister, NodeRegister),
    BinaryNS(Binary, NodeRegister, NodeRegister, SubjectRegister),
    BinarySN(Binary, NodeRegister, SubjectRegister, NodeRegister),
    /// Of two rows and a grid.
    FusedSSN(Fused, NodeRegister, SubjectRegister, SubjectRegister, NodeRegister),
    /// Of a grid, a row and a grid.
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
    /// A stage of two, by its number among those.
    Exchange(usize),
    /// The first guess at a pair, by its number among the pairs.
    PairBegin(usize),
    /// The matrix of Newton's method.
    PairMatrix(usize),
    /// A round of Newton's method, back to the flows; after the last one the end of the stage.
    PairRound(usize),
    /// Hands a value out under a number.
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
    /// The same for everybody all the time, by its number among those.
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
    /// The same for everybody all the time, by their number among those.
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

/// What is known of the subjects of a batch beforehand.
#[derive(Debug, Clone, Default)]
pub struct Specialisation {
    /// The value of each setting that is the same for everybody all the time.
    pub settings: Vec<Option<f64>>,
    /// States that something is added to from outside.
    pub given: Vec<State>,
    /// States that have come to rest. Those into which nothing comes that still moves are left out.
    pub resting: Vec<State>,
}

/// One step of a cascade.
#[derive(Debug, Clone)]
pub struct Program {
    /// Carried out when settings have changed.
    pub(crate) constants: Vec<Instruction>,
    /// Carried out when states have jumped.
    pub(crate) start: Vec<Instruction>,
    /// Carried out for each step.
    pub(crate) step: Vec<Instruction>,
    /// Losses that are the same for everybody all the time.
    pub(crate) fixed: Vec<Fixed>,
    /// Exchanging of exchange that are the same for everybody all the time.
    pub(crate) fixed_exchanges: Vec<ExchangeRates>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) pairs: Vec<Coupled>,
    pub(crate) subject_registers: usize,
    pub(crate) node_registers: usize,
    pub(crate) literals: Vec<(SubjectRegister, f64)>,
    pub(crate) settings: Vec<Option<SubjectRegister>>,
    /// For each state where its value at the start is read.
    pub(crate) starts: Vec<Option<SubjectRegister>>,
    /// For each state its rate at the start; nothing where it stays as it is.
    pub(crate) rates: Vec<Option<SubjectRegister>>,
    /// The states that are left out since they have come to rest, and where.
    pub(crate) resting: Vec<(usize, SubjectRegister)>,
    /// What is handed out, and its value at the start.
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
    /// The program of these stages that hands out what is to be recorded.
    pub fn new(stages: &[Stage], names: Names, specialisation: &Specialisation, keep: &[Recorded]) -> Self {
        let mut writer = Writer::new(names, specialisation, keep);
        writer.write_start(stages, keep);
        for stage in stages {
            writer.write_stage(stage);
        }
        writer.program.peephole_optimised().with_allocated_registers()
    }

    /// What is handed out, in its order.
    pub fn recorded(&self) -> impl Iterator<Item = Recorded> {
        self.recorded.iter().map(|(recorded, _)| *recorded)
    }
}

/// Where a row is worked out.
#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    Start,
    Step,
}

struct Writer<'a> {
    names: Names,
    specialisation: &'a Specialisation,
    graph: Graph,
    symbols: HashMap<&'static str, Value>,
    subject_registers: HashMap<Value, SubjectRegister>,
    /// NodeRegisters by value; one place for each value, of which few are left in the end.
    node_registers: HashMap<Value, NodeRegister>,
    program: Program,
    keep: &'a [Recorded],
    /// The value of each state that stays as it is.
    unmoved: Vec<Option<Value>>,
}

impl<'a> Writer<'a> {
    fn new(names: Names, specialisation: &'a Specialisation, keep: &'a [Recorded]) -> Self {
        let mut graph = Graph::default();
        let symbols = names
            .settings
            .iter()
            .enumerate()
            .map(|(i, setting)| {
                let value = match specialisation.settings.get(i).copied().flatten() {
                    Some(number) => graph.literal(number),
                    None => graph.setting(i),
                };
                (setting.key, value)
            })
            .collect();
        let program = Program {
            constants: Vec::new(),
            start: Vec::new(),
            step: Vec::new(),
            fixed: Vec::new(),
            fixed_exchanges: Vec::new(),
            exchanges: Vec::new(),
            pairs: Vec::new(),
            subject_registers: 0,
            node_registers: 0,
            literals: Vec::new(),
            settings: vec![None; names.settings.len()],
            starts: vec![None; names.states.len()],
            rates: vec![None; names.states.len()],
            resting: Vec::new(),
            recorded: Vec::new(),
            domain: names.states.iter().map(|state| [state.low, state.high]).collect(),
        };
        let unmoved = vec![None; names.states.len()];
        Self {
            names,
            specialisation,
            graph,
            symbols,
            subject_registers: HashMap::new(),
            node_registers: HashMap::new(),
            program,
            keep,
            unmoved,
        }
    }

    fn lower(&mut self, expression: Expression) -> Value {
        self.graph.lower(expression, &|key| self.symbols.get(key).copied())
    }

    fn flow(&mut self, flow: &Flow<Expression>) -> [Value; 2] {
        [self.lower(flow.inflow), self.lower(flow.loss)]
    }

    fn product(&mut self, a: Value, b: Value) -> Value {
        self.graph.binary(Binary::Mul, a, b)
    }

    fn difference(&mut self, a: Value, b: Value) -> Value {
        self.graph.binary(Binary::Sub, a, b)
    }

    /// Whether a state that would settle here stays as it is: where nothing rests, one into which nothing is ever given
    /// and nothing comes; else one that rests. One into which nothing comes any more may still hold something.
    fn stays(&self, state: State, settles: Value) -> bool {
        if self.specialisation.resting.is_empty() {
            !self.specialisation.given.contains(&state) && self.graph.op(settles) == Op::Literal(0.0_f64.to_bits())
        } else {
            self.specialisation.resting.contains(&state) && self.graph.varies(settles) == Varies::WithSettings
        }
    }

    /// Leaves a state where it stays; whether it is at rest there has to be seen of each subject.
    fn leave(&mut self, state: State, settles: Value) {
        if !self.specialisation.resting.is_empty() {
            let place = self.subject_register(settles, When::Start);
            self.program.resting.push((state.0, place));
        }
        self.unmoved[state.0] = Some(settles);
        self.set_state(state, settles);
    }

    fn set_state(&mut self, State(state): State, value: Value) {
        self.symbols.insert(self.names.states[state].key, value);
    }

    /// The rates and the values to be recorded at the start of a stretch.
    fn write_start(&mut self, stages: &[Stage], keep: &[Recorded]) {
        let before = self.symbols.clone();
        for stage in stages {
            let rates: Vec<(State, Value)> = match *stage {
                Stage::Turnover(state, flow) => {
                    let [inflow, loss] = self.flow(&flow);
                    let settles = self.graph.binary(Binary::Div, inflow, loss);
                    self.one(state, settles, |writer, y| {
                        let lost = writer.product(loss, y);
                        writer.difference(inflow, lost)
                    })
                }
                Stage::Follow(state, rate, target) => {
                    let (rate, target) = (self.lower(rate), self.lower(target));
                    self.one(state, target, |writer, y| {
                        let rest = writer.difference(target, y);
                        writer.product(rate, rest)
                    })
                }
                Stage::Decay(state, loss) => {
                    let (loss, nothing) = (self.lower(loss), self.graph.literal(0.0));
                    self.one(state, nothing, |writer, y| {
                        let lost = writer.product(loss, y);
                        writer.graph.unary(Unary::Neg, lost)
                    })
                }
                Stage::Exchange(states, inflow, loss, gain) => {
                    let inflow = self.lower(inflow);
                    let y = states.map(|State(i)| self.graph.start(i));
                    let (loss, gain) = (loss.map(|loss| self.lower(loss)), gain.map(|gain| self.lower(gain)));
                    // Where both rates are 0.
                    let lost = self.product(loss[0], loss[1]);
                    let gained = self.product(gain[0], gain[1]);
                    let left = self.difference(lost, gained);
                    let settles = [loss[1], gain[1]].map(|part| {
                        let moved = self.product(inflow, part);
                        self.graph.binary(Binary::Div, moved, left)
                    });
                    if (0..2).all(|i| self.stays(states[i], settles[i])) {
                        (0..2).for_each(|i| self.leave(states[i], settles[i]));
                        Vec::new()
                    } else {
                        states.into_iter().zip(y).for_each(|(state, y)| self.set_state(state, y));
                        let lost = [self.product(loss[0], y[0]), self.product(loss[1], y[1])];
                        let gained = [self.product(gain[0], y[1]), self.product(gain[1], y[0])];
                        let rest = self.difference(inflow, lost[0]);
                        let first = self.graph.binary(Binary::Add, rest, gained[0]);
                        let second = self.difference(gained[1], lost[1]);
                        vec![(states[0], first), (states[1], second)]
                    }
                }
                Stage::Pair(states, flows) => {
                    let y = states.map(|State(i)| self.graph.start(i));
                    states.into_iter().zip(y).for_each(|(state, y)| self.set_state(state, y));
                    let rates = [0, 1].map(|i| {
                        let [inflow, loss] = self.flow(&flows[i]);
                        let lost = self.product(loss, y[i]);
                        (states[i], self.difference(inflow, lost))
                    });
                    rates.to_vec()
                }
                Stage::Observe(Observable(i), expression) => {
                    let value = self.lower(expression);
                    self.symbols.insert(self.names.observables[i].key, value);
                    Vec::new()
                }
            };
            for (State(state), rate) in rates {
                let place = self.subject_register(rate, When::Start);
                self.program.rates[state] = Some(place);
            }
        }
        for recorded in keep {
            let key = self.key(*recorded);
            let value = self.symbols.get(key).copied().unwrap_or(Value(0));
            let place = self.subject_register(value, When::Start);
            self.program.recorded.push((*recorded, place));
        }
        self.symbols = before;
    }

    /// The start of a stage of one state, which would settle here.
    fn one(
        &mut self,
        state: State,
        settles: Value,
        rate: impl FnOnce(&mut Self, Value) -> Value,
    ) -> Vec<(State, Value)> {
        if self.stays(state, settles) {
            self.leave(state, settles);
            return Vec::new();
        }
        let y = self.graph.start(state.0);
        self.set_state(state, y);
        vec![(state, rate(self, y))]
    }

    fn key(&self, recorded: Recorded) -> &'static str {
        match recorded {
            Recorded::State(State(i)) => self.names.states[i].key,
            Recorded::Observable(Observable(i)) => self.names.observables[i].key,
        }
    }

    /// The solution of a stage within a step.
    fn write_stage(&mut self, stage: &Stage) {
        match *stage {
            Stage::Turnover(state, flow) => {
                let [inflow, loss] = self.flow(&flow);
                if self.is_left_out(state) {
                    return;
                }
                let (inflow, loss) = (self.node_register(inflow), self.loss(loss, false));
                let value = self.solved(state);
                self.program.step.push(Instruction::Turnover(state.0, value, inflow, loss));
                self.keep(Recorded::State(state));
            }
            Stage::Follow(state, rate, target) => {
                let (rate, target) = (self.lower(rate), self.lower(target));
                if self.is_left_out(state) {
                    return;
                }
                let (rate, target) = (self.loss(rate, true), self.node_register(target));
                let value = self.solved(state);
                self.program.step.push(Instruction::Follow(state.0, value, rate, target));
                self.keep(Recorded::State(state));
            }
            Stage::Decay(state, loss) => {
                let loss = self.lower(loss);
                if self.is_left_out(state) {
                    return;
                }
                let loss = self.loss(loss, false);
                let value = self.solved(state);
                self.program.step.push(Instruction::Decay(state.0, value, loss));
                self.keep(Recorded::State(state));
            }
            Stage::Exchange(states, inflow, loss, gain) => {
                if states.map(|state| self.is_left_out(state)) == [true; 2] {
                    return;
                }
                let inflow = self.lower(inflow);
                let inflow = self.node_register(inflow);
                let (loss, gain) = (loss.map(|loss| self.lower(loss)), gain.map(|gain| self.lower(gain)));
                let rates = self.rates(loss, gain);
                let values = states.map(|state| self.solved(state));
                self.program.step.push(Instruction::Exchange(self.program.exchanges.len()));
                self.program.exchanges.push(Exchange { states: states.map(|State(i)| i), inflow, rates, values });
                states.into_iter().for_each(|state| self.keep(Recorded::State(state)));
            }
            Stage::Pair(states, flows) => self.write_pair(states, &flows),
            Stage::Observe(observable, expression) => {
                let value = self.lower(expression);
                self.symbols.insert(self.names.observables[observable.0].key, value);
                self.keep(Recorded::Observable(observable));
            }
        }
    }

    /// The loss of a stage; `is_followed` where it is also the rate at which the stage follows something.
    fn loss(&mut self, loss: Value, is_followed: bool) -> Loss {
        let Op::Literal(bits) = self.graph.op(loss) else {
            return Loss::PerSubject(self.subject_register(loss, When::Step));
        };
        let loss = f64::from_bits(bits);
        let fixed = Fixed { loss, gain: if is_followed { loss } else { 1.0 } };
        let all = &mut self.program.fixed;
        Loss::Fixed(all.iter().position(|known| *known == fixed).unwrap_or_else(|| {
            all.push(fixed);
            all.len() - 1
        }))
    }

    /// The rates of an exchange. What follows from them is worked out when the settings change and not in each step: see
    /// [`crate::solver::exchange`] on its eigenvalues.
    fn rates(&mut self, loss: [Value; 2], gain: [Value; 2]) -> Exchanging {
        let number = |value: Value| self.graph.number(value);
        if let ([Some(l0), Some(l1)], [Some(g0), Some(g1)]) = (loss.map(number), gain.map(number)) {
            self.program.fixed_exchanges.push(ExchangeRates { loss: [l0, l1], gain: [g0, g1] });
            return Exchanging::Fixed(self.program.fixed_exchanges.len() - 1);
        }
        let (one, half) = (self.graph.literal(1.0), self.graph.literal(0.5));
        let (product, passed) = (self.product(loss[0], loss[1]), self.product(gain[0], gain[1]));
        let apart = self.difference(loss[0], loss[1]);
        let apart = self.product(half, apart);
        let square = self.product(apart, apart);
        let square = self.graph.binary(Binary::Add, square, passed);
        let root = self.graph.unary(Unary::Sqrt, square);
        let both = self.graph.binary(Binary::Add, loss[0], loss[1]);
        let middle = self.product(half, both);
        let fast = self.graph.binary(Binary::Add, middle, root);
        let left = self.difference(product, passed);
        let slow = self.graph.binary(Binary::Div, left, fast);
        let between = self.difference(fast, slow);
        let scale = self.graph.binary(Binary::Div, one, between);
        let own = loss.map(|loss| {
            let above = self.difference(loss, slow);
            self.product(above, scale)
        });
        let other = gain.map(|gain| self.product(gain, scale));
        let mut row = |value: Value| self.subject_register(value, When::Step);
        let (slow, fast) = (row(slow), row(fast));
        Exchanging::PerSubject {
            loss: loss.map(&mut row),
            gain: gain.map(&mut row),
            slow,
            fast,
            own: own.map(&mut row),
            other: other.map(&mut row),
        }
    }

    fn write_pair(&mut self, states: [State; 2], flows: &[Flow<Expression>; 2]) {
        let y = states.map(|State(i)| self.graph.state(i));
        states.into_iter().zip(y).for_each(|(state, y)| self.set_state(state, y));
        let flows = flows.map(|flow| self.flow(&flow));
        let rates = [0, 1].map(|i| {
            let lost = self.product(flows[i][1], y[i]);
            self.difference(flows[i][0], lost)
        });
        // What does not depend on the pair is worked out before its rounds.
        let mut before = Vec::new();
        rates.iter().for_each(|rate| self.without(*rate, y, &mut before));
        before.into_iter().for_each(|value| {
            self.node_register(value);
        });
        let number = self.program.pairs.len();
        let values = states.map(|state| self.solved(state));
        self.program.step.push(Instruction::PairBegin(number));
        let mut at_a_node = |value: Value| {
            let value = self.graph.replaced(value, &|graph: &mut Graph, part| {
                let is_leaf = y.contains(&part) || y.iter().all(|y| !graph.reads(part, *y));
                is_leaf.then(|| graph.picked(part))
            });
            self.subject_register(value, When::Step)
        };
        let losses = flows.map(|[_, loss]| at_a_node(loss));
        let mut jacobian = [[0; 2]; 2];
        for (i, row) in jacobian.iter_mut().enumerate() {
            for (j, place) in row.iter_mut().enumerate() {
                let slope = self.graph.derivative(rates[i], y[j]);
                let value = self.graph.replaced(slope, &|graph: &mut Graph, part| {
                    let is_leaf = y.contains(&part) || y.iter().all(|y| !graph.reads(part, *y));
                    is_leaf.then(|| graph.picked(part))
                });
                *place = self.subject_register(value, When::Step);
            }
        }
        self.program.step.push(Instruction::PairMatrix(number));
        let round = self.program.step.len();
        let rates = rates.map(|rate| self.node_register(rate));
        self.program.step.push(Instruction::PairRound(number));
        self.program.pairs.push(Coupled { states: states.map(|State(i)| i), values, rates, losses, jacobian, round });
        states.into_iter().for_each(|state| self.keep(Recorded::State(state)));
    }

    /// The largest varying parts of a value that do not read these two.
    fn without(&self, value: Value, y: [Value; 2], found: &mut Vec<Value>) {
        if self.graph.varies(value) < Varies::WithNode {
            return;
        }
        if y.iter().all(|y| !self.graph.reads(value, *y)) {
            found.push(value);
            return;
        }
        match self.graph.op(value) {
            Op::Binary(_, a, b) => {
                self.without(a, y, found);
                self.without(b, y, found);
            }
            Op::Unary(_, a) => self.without(a, y, found),
            _ => {}
        }
    }

    /// Whether a state stays as it is for everybody; it is then no more than a value.
    fn is_left_out(&mut self, state: State) -> bool {
        let Some(value) = self.unmoved[state.0] else { return false };
        self.set_state(state, value);
        self.keep(Recorded::State(state));
        true
    }

    /// The place of a state that is solved for next.
    fn solved(&mut self, state: State) -> NodeRegister {
        let value = self.graph.state(state.0);
        self.set_state(state, value);
        self.new_node_register(value)
    }

    fn keep(&mut self, recorded: Recorded) {
        let key = self.key(recorded);
        let places: Vec<usize> = (0..self.keep.len()).filter(|place| self.keep[*place] == recorded).collect();
        for place in places {
            let Some(value) = self.symbols.get(key).copied() else { continue };
            let instruction = if self.graph.varies(value) == Varies::WithNode {
                Instruction::RecordN(place, self.node_register(value))
            } else {
                Instruction::RecordS(place, self.subject_register(value, When::Step))
            };
            self.program.step.push(instruction);
        }
    }

    fn new_node_register(&mut self, value: Value) -> NodeRegister {
        let place = self.program.node_registers;
        self.program.node_registers += 1;
        self.node_registers.insert(value, place);
        place
    }

    fn new_subject_register(&mut self, value: Value) -> SubjectRegister {
        let place = self.program.subject_registers;
        self.program.subject_registers += 1;
        self.subject_registers.insert(value, place);
        place
    }

    /// The place of a value for each subject, which is worked out first where it is not known yet.
    fn subject_register(&mut self, value: Value, when: When) -> SubjectRegister {
        if let Some(place) = self.subject_registers.get(&value) {
            return *place;
        }
        let instruction: Box<dyn FnOnce(SubjectRegister) -> Instruction> = match self.graph.op(value) {
            Op::Literal(bits) => {
                let place = self.new_subject_register(value);
                self.program.literals.push((place, f64::from_bits(bits)));
                return place;
            }
            Op::Setting(setting) => {
                let place = self.new_subject_register(value);
                self.program.settings[setting] = Some(place);
                return place;
            }
            Op::Start(state) => {
                let place = self.new_subject_register(value);
                self.program.starts[state] = Some(place);
                return place;
            }
            Op::State(_) => {
                let picked = self.graph.picked(value);
                return self.subject_register(picked, when);
            }
            Op::Picked(grid) => {
                let grid = self.node_register(grid);
                Box::new(move |place| Instruction::PickNode(place, grid))
            }
            Op::Binary(operation, a, b) => {
                let (a, b) = (self.subject_register(a, when), self.subject_register(b, when));
                Box::new(move |place| Instruction::BinarySS(operation, place, a, b))
            }
            Op::Unary(operation, a) => {
                let a = self.subject_register(a, when);
                Box::new(move |place| Instruction::UnaryS(operation, place, a))
            }
        };
        let place = self.new_subject_register(value);
        let list = match (self.graph.varies(value), when) {
            (Varies::WithSettings, _) => &mut self.program.constants,
            (_, When::Start) => &mut self.program.start,
            (_, When::Step) => &mut self.program.step,
        };
        list.push(instruction(place));
        place
    }

    /// The place of a value for each node and subject, likewise.
    fn node_register(&mut self, value: Value) -> NodeRegister {
        if let Some(place) = self.node_registers.get(&value) {
            return *place;
        }
        if self.graph.varies(value) < Varies::WithNode {
            let row = self.subject_register(value, When::Step);
            let place = self.new_node_register(value);
            self.program.step.push(Instruction::Broadcast(place, row));
            return place;
        }
        let is_per_node = |writer: &Self, value: Value| writer.graph.varies(value) == Varies::WithNode;
        let instruction: Box<dyn FnOnce(NodeRegister) -> Instruction> = match self.graph.op(value) {
            Op::Binary(Binary::Mul, a, b) if a == b => {
                let a = self.node_register(a);
                Box::new(move |place| Instruction::SquareN(place, a))
            }
            Op::Binary(operation, a, b) => match (is_per_node(self, a), is_per_node(self, b)) {
                (true, true) => {
                    let (a, b) = (self.node_register(a), self.node_register(b));
                    Box::new(move |place| Instruction::BinaryNN(operation, place, a, b))
                }
                (true, false) => {
                    let (a, b) = (self.node_register(a), self.subject_register(b, When::Step));
                    Box::new(move |place| Instruction::BinaryNS(operation, place, a, b))
                }
                (false, _) => {
                    let (a, b) = (self.subject_register(a, When::Step), self.node_register(b));
                    Box::new(move |place| Instruction::BinarySN(operation, place, a, b))
                }
            },
            Op::Unary(operation, a) => {
                let a = self.node_register(a);
                Box::new(move |place| Instruction::UnaryN(operation, place, a))
            }
            // A state is solved for before it is read, so its place is known.
            _ => return 0,
        };
        let place = self.new_node_register(value);
        self.program.step.push(instruction(place));
        place
    }
}
