//! The writer of a program: it lowers the stages of a model to instructions.
//!
//! Owns: the two passes through the stages, one for the start of a stretch and one for a step. Must not know: arithmetic
//! (see [`super::Batch`]), or which registers are shared (see [`super::register_allocation`]).

use std::collections::HashMap;

use super::graph::{Binary, Graph, Op, Unary, Value, Varies};
use super::planned::MOST_PAIRS;
use super::program::{
    Coupled, Exchange, Exchanging, Instruction, Loss, Names, NodeRegister, Program, Recorded, Specialisation,
    SubjectRegister,
};
use super::relaxation::Fixed;
use crate::quantity::{Observable, State};
use crate::scalar::Expression;
use crate::solver::cascade::Flow;
use crate::solver::exchange::ExchangeRates;
use crate::solver::stage::Stage;

impl Program {
    /// The program of these stages that hands out what is to be recorded.
    pub fn new(stages: &[Stage], names: Names, specialisation: &Specialisation, keep: &[Recorded]) -> Self {
        let mut writer = Writer::new(names, specialisation, keep);
        writer.write_start(stages);
        for stage in stages {
            writer.write_stage(stage);
        }
        writer.program.peephole_optimised().with_allocated_registers()
    }
}

/// A stage with values in the place of expressions. Both passes through the stages read it: the one that writes what is
/// done at the start of a stretch, and the one that writes a step.
enum LoweredStage {
    Turnover {
        state: State,
        inflow: Value,
        loss: Value,
    },
    Follow {
        state: State,
        rate: Value,
        target: Value,
    },
    Decay {
        state: State,
        loss: Value,
    },
    Exchange {
        states: [State; 2],
        inflow: Value,
        loss: [Value; 2],
        gain: [Value; 2],
    },
    /// Its flows read both states, so they are lowered once it is known what stands for these.
    Pair {
        states: [State; 2],
        flows: [Flow<Expression>; 2],
    },
    Observe {
        observable: Observable,
        value: Value,
    },
}

/// When a value of each subject is worked out.
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
    /// Registers by value; each value has its own until registers are allocated.
    node_registers: HashMap<Value, NodeRegister>,
    program: Program,
    keep: &'a [Recorded],
    /// The value of each state that does not move.
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

    /// Whether a state that would settle at this value does not move. In the whole program such a state is empty: it gets
    /// no dose and no inflow. In the shorter program it has come to rest; a state without inflow may still hold a rest of
    /// a dose.
    fn stays(&self, state: State, settles: Value) -> bool {
        if self.specialisation.resting.is_empty() {
            !self.specialisation.given.contains(&state) && self.graph.op(settles) == Op::Literal(0.0_f64.to_bits())
        } else {
            self.specialisation.resting.contains(&state) && self.graph.varies(settles) == Varies::BySettings
        }
    }

    /// Leaves out a state that does not move; each subject is checked to be at rest there.
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

    /// A stage with the values in the place of its expressions.
    fn lower_stage(&mut self, stage: &Stage) -> LoweredStage {
        match *stage {
            Stage::Turnover(state, flow) => {
                let [inflow, loss] = self.flow(&flow);
                LoweredStage::Turnover { state, inflow, loss }
            }
            Stage::Follow(state, rate, target) => {
                LoweredStage::Follow { state, rate: self.lower(rate), target: self.lower(target) }
            }
            Stage::Decay(state, loss) => LoweredStage::Decay { state, loss: self.lower(loss) },
            Stage::Exchange(states, inflow, loss, gain) => LoweredStage::Exchange {
                states,
                inflow: self.lower(inflow),
                loss: loss.map(|loss| self.lower(loss)),
                gain: gain.map(|gain| self.lower(gain)),
            },
            Stage::Pair(states, flows) => LoweredStage::Pair { states, flows },
            Stage::Observe(observable, expression) => {
                LoweredStage::Observe { observable, value: self.lower(expression) }
            }
        }
    }

    /// Where the states of a stage would settle; nothing where no state of it is ever left out.
    fn settles(&mut self, stage: &LoweredStage) -> Vec<(State, Value)> {
        match *stage {
            LoweredStage::Turnover { state, inflow, loss } => {
                vec![(state, self.graph.binary(Binary::Div, inflow, loss))]
            }
            LoweredStage::Follow { state, target, .. } => vec![(state, target)],
            LoweredStage::Decay { state, .. } => vec![(state, self.graph.literal(0.0))],
            LoweredStage::Exchange { states, inflow, loss, gain } => {
                // Where both rates are 0.
                let lost = self.product(loss[0], loss[1]);
                let gained = self.product(gain[0], gain[1]);
                let left = self.difference(lost, gained);
                let settles = [loss[1], gain[1]].map(|part| {
                    let moved = self.product(inflow, part);
                    self.graph.binary(Binary::Div, moved, left)
                });
                states.into_iter().zip(settles).collect()
            }
            LoweredStage::Pair { .. } | LoweredStage::Observe { .. } => Vec::new(),
        }
    }

    /// The rates of the states of a stage, which have the values of the start of a stretch.
    fn rates_at_start(&mut self, stage: &LoweredStage) -> Vec<(State, Value)> {
        match *stage {
            LoweredStage::Turnover { state, inflow, loss } => {
                let y = self.start(state);
                let lost = self.product(loss, y);
                vec![(state, self.difference(inflow, lost))]
            }
            LoweredStage::Follow { state, rate, target } => {
                let y = self.start(state);
                let left = self.difference(target, y);
                vec![(state, self.product(rate, left))]
            }
            LoweredStage::Decay { state, loss } => {
                let y = self.start(state);
                let lost = self.product(loss, y);
                vec![(state, self.graph.unary(Unary::Neg, lost))]
            }
            LoweredStage::Exchange { states, inflow, loss, gain } => {
                let y = states.map(|state| self.start(state));
                let lost = [self.product(loss[0], y[0]), self.product(loss[1], y[1])];
                let gained = [self.product(gain[0], y[1]), self.product(gain[1], y[0])];
                let kept = self.difference(inflow, lost[0]);
                let first = self.graph.binary(Binary::Add, kept, gained[0]);
                vec![(states[0], first), (states[1], self.difference(gained[1], lost[1]))]
            }
            LoweredStage::Pair { states, flows } => {
                let y = states.map(|state| self.start(state));
                let rates = [0, 1].map(|i| {
                    let [inflow, loss] = self.flow(&flows[i]);
                    let lost = self.product(loss, y[i]);
                    (states[i], self.difference(inflow, lost))
                });
                rates.to_vec()
            }
            LoweredStage::Observe { observable, value } => {
                self.symbols.insert(self.names.observables[observable.0].key, value);
                Vec::new()
            }
        }
    }

    /// A state at the start of a stretch, which is what the stages downstream read then.
    fn start(&mut self, state: State) -> Value {
        let y = self.graph.start(state.0);
        self.set_state(state, y);
        y
    }

    /// The rates and the recorded values at the start of a stretch.
    fn write_start(&mut self, stages: &[Stage]) {
        let before = self.symbols.clone();
        for stage in stages {
            let stage = self.lower_stage(stage);
            let settles = self.settles(&stage);
            if !settles.is_empty() && settles.iter().all(|(state, value)| self.stays(*state, *value)) {
                settles.into_iter().for_each(|(state, value)| self.leave(state, value));
                continue;
            }
            for (State(state), rate) in self.rates_at_start(&stage) {
                let register = self.subject_register(rate, When::Start);
                self.program.rates[state] = Some(register);
            }
        }
        for recorded in self.keep {
            let value = self.value_of(*recorded);
            let register = self.subject_register(value, When::Start);
            self.program.recorded.push((*recorded, register));
        }
        self.symbols = before;
    }

    /// The value of a state or observable that an earlier stage has defined.
    #[expect(
        clippy::expect_used,
        reason = "a program is asked for what its stages define, and each of them is visited"
    )]
    fn value_of(&self, recorded: Recorded) -> Value {
        *self.symbols.get(self.key(recorded)).expect("a stage defines what is recorded")
    }

    fn key(&self, recorded: Recorded) -> &'static str {
        match recorded {
            Recorded::State(State(i)) => self.names.states[i].key,
            Recorded::Observable(Observable(i)) => self.names.observables[i].key,
        }
    }

    /// The solution of a stage within a step.
    fn write_stage(&mut self, stage: &Stage) {
        match self.lower_stage(stage) {
            LoweredStage::Turnover { state, inflow, loss } => {
                if !self.is_left_out(state) {
                    let (inflow, loss) = (self.node_register(inflow), self.loss(loss, false));
                    self.solve(state, |out| Instruction::Turnover(state.0, out, inflow, loss));
                }
            }
            LoweredStage::Follow { state, rate, target } => {
                if !self.is_left_out(state) {
                    let (rate, target) = (self.loss(rate, true), self.node_register(target));
                    self.solve(state, |out| Instruction::Follow(state.0, out, rate, target));
                }
            }
            LoweredStage::Decay { state, loss } => {
                if !self.is_left_out(state) {
                    let loss = self.loss(loss, false);
                    self.solve(state, |out| Instruction::Decay(state.0, out, loss));
                }
            }
            LoweredStage::Exchange { states, inflow, loss, gain } => {
                if states.map(|state| self.is_left_out(state)) != [true; 2] {
                    self.write_exchange(states, inflow, loss, gain);
                }
            }
            LoweredStage::Pair { states, flows } => self.write_pair(states, &flows),
            LoweredStage::Observe { observable, value } => {
                self.symbols.insert(self.names.observables[observable.0].key, value);
                self.record(Recorded::Observable(observable));
            }
        }
    }

    /// The instruction that solves for a state, given the register of its solution.
    fn solve(&mut self, state: State, instruction: impl FnOnce(NodeRegister) -> Instruction) {
        let out = self.solved(state);
        self.program.step.push(instruction(out));
        self.record(Recorded::State(state));
    }

    fn write_exchange(&mut self, states: [State; 2], inflow: Value, loss: [Value; 2], gain: [Value; 2]) {
        let inflow = self.node_register(inflow);
        let rates = self.rates(loss, gain);
        let values = states.map(|state| self.solved(state));
        self.program.step.push(Instruction::Exchange(self.program.exchanges.len()));
        self.program.exchanges.push(Exchange { states: states.map(|State(i)| i), inflow, rates, values });
        states.into_iter().for_each(|state| self.record(Recorded::State(state)));
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
        assert!(number < MOST_PAIRS, "the rounds of at most {MOST_PAIRS} pairs are counted: raise MOST_PAIRS");
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
        states.into_iter().for_each(|state| self.record(Recorded::State(state)));
    }

    /// The largest varying parts of a value that do not read these two.
    fn without(&self, value: Value, y: [Value; 2], found: &mut Vec<Value>) {
        if self.graph.varies(value) < Varies::EachNode {
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

    /// Whether a state does not move; the stages downstream then read its value.
    fn is_left_out(&mut self, state: State) -> bool {
        let Some(value) = self.unmoved[state.0] else { return false };
        self.set_state(state, value);
        self.record(Recorded::State(state));
        true
    }

    /// The register of a state that is solved for next.
    fn solved(&mut self, state: State) -> NodeRegister {
        let value = self.graph.state(state.0);
        self.set_state(state, value);
        self.new_node_register(value)
    }

    /// Hands out what is to be recorded, once for each time that it was asked for.
    fn record(&mut self, recorded: Recorded) {
        for number in (0..self.keep.len()).filter(|number| self.keep[*number] == recorded) {
            let value = self.value_of(recorded);
            let instruction = if self.graph.varies(value) == Varies::EachNode {
                Instruction::RecordN(number, self.node_register(value))
            } else {
                Instruction::RecordS(number, self.subject_register(value, When::Step))
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

    /// The register of a value for each subject, which is worked out first where it is not known yet: the operands get
    /// their registers before the result gets its own.
    fn subject_register(&mut self, value: Value, when: When) -> SubjectRegister {
        if let Some(register) = self.subject_registers.get(&value) {
            return *register;
        }
        let (out, instruction) = match self.graph.op(value) {
            Op::Literal(bits) => {
                let out = self.new_subject_register(value);
                self.program.literals.push((out, f64::from_bits(bits)));
                return out;
            }
            Op::Setting(setting) => {
                let out = self.new_subject_register(value);
                self.program.settings[setting] = Some(out);
                return out;
            }
            Op::Start(state) => {
                let out = self.new_subject_register(value);
                self.program.starts[state] = Some(out);
                return out;
            }
            Op::State(_) => {
                let picked = self.graph.picked(value);
                return self.subject_register(picked, when);
            }
            Op::Picked(a) => {
                let a = self.node_register(a);
                let out = self.new_subject_register(value);
                (out, Instruction::PickNode(out, a))
            }
            Op::Binary(operation, a, b) => {
                let (a, b) = (self.subject_register(a, when), self.subject_register(b, when));
                let out = self.new_subject_register(value);
                (out, Instruction::BinarySS(operation, out, a, b))
            }
            Op::Unary(operation, a) => {
                let a = self.subject_register(a, when);
                let out = self.new_subject_register(value);
                (out, Instruction::UnaryS(operation, out, a))
            }
        };
        let list = match (self.graph.varies(value), when) {
            (Varies::BySettings, _) => &mut self.program.constants,
            (_, When::Start) => &mut self.program.start,
            (_, When::Step) => &mut self.program.step,
        };
        list.push(instruction);
        out
    }

    /// The register of a value for each node and subject, likewise.
    #[expect(clippy::unreachable, reason = "a program in which a state is read before it is solved for must not go on")]
    fn node_register(&mut self, value: Value) -> NodeRegister {
        if let Some(register) = self.node_registers.get(&value) {
            return *register;
        }
        let is_per_node = |value: Value| self.graph.varies(value) == Varies::EachNode;
        let operation = self.graph.op(value);
        let (out, instruction) = match operation {
            _ if !is_per_node(value) => {
                let a = self.subject_register(value, When::Step);
                let out = self.new_node_register(value);
                (out, Instruction::Broadcast(out, a))
            }
            Op::Binary(Binary::Mul, a, b) if a == b => {
                let a = self.node_register(a);
                let out = self.new_node_register(value);
                (out, Instruction::SquareN(out, a))
            }
            Op::Binary(operation, a, b) if !is_per_node(a) => {
                let (a, b) = (self.subject_register(a, When::Step), self.node_register(b));
                let out = self.new_node_register(value);
                (out, Instruction::BinarySN(operation, out, a, b))
            }
            Op::Binary(operation, a, b) if !is_per_node(b) => {
                let (a, b) = (self.node_register(a), self.subject_register(b, When::Step));
                let out = self.new_node_register(value);
                (out, Instruction::BinaryNS(operation, out, a, b))
            }
            Op::Binary(operation, a, b) => {
                let (a, b) = (self.node_register(a), self.node_register(b));
                let out = self.new_node_register(value);
                (out, Instruction::BinaryNN(operation, out, a, b))
            }
            Op::Unary(operation, a) => {
                let a = self.node_register(a);
                let out = self.new_node_register(value);
                (out, Instruction::UnaryN(operation, out, a))
            }
            Op::State(_) | Op::Literal(_) | Op::Setting(_) | Op::Start(_) | Op::Picked(_) => {
                unreachable!("{operation:?} has a register before it is read, or does not vary from node to node")
            }
        };
        self.program.step.push(instruction);
        out
    }
}
