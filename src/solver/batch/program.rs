//! One step of a cascade as a list of instructions for many subjects at once.
//!
//! The stages that a model's walk writes down are lowered to operations on all nodes of a step and all subjects of a
//! batch. What stays the same between two events is taken out of the steps, what no subject changes becomes a number,
//! and what is nothing for everybody, as a drug that nobody is given, is left out with all that follows from it. The
//! values of an instruction are few hundred bytes, so that carrying the list out costs little beside the arithmetic.
//!
//! Owns: the instructions and where their values are kept. Must not know: arithmetic (see [`crate::solver::batch`]).

use std::collections::HashMap;

use super::relaxation::Fixed;
use super::trace::{Binary, Lasts, Origin, Trace, Unary, Value};
use crate::quantity::{Observable, Quantity, State};
use crate::scalar::Expression;
use crate::solver::cascade::Flow;
use crate::solver::exchange::ExchangeRates;
use crate::solver::stage::Stage;

/// A place for one value for each subject.
pub(crate) type RowPlace = usize;
/// A place for one value for each node and subject.
pub(crate) type GridPlace = usize;

/// What is done next. The first place is where the result goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Instruction {
    Rows(Binary, RowPlace, RowPlace, RowPlace),
    Row(Unary, RowPlace, RowPlace),
    /// The value at one node.
    Pick(RowPlace, GridPlace),
    Grids(Binary, GridPlace, GridPlace, GridPlace),
    GridRow(Binary, GridPlace, GridPlace, RowPlace),
    RowGrid(Binary, GridPlace, RowPlace, GridPlace),
    /// Of two rows and a grid.
    RowsGrid(Fused, GridPlace, RowPlace, RowPlace, GridPlace),
    /// Of a grid, a row and a grid.
    GridRowGrid(Fused, GridPlace, GridPlace, RowPlace, GridPlace),
    Square(GridPlace, GridPlace),
    Grid(Unary, GridPlace, GridPlace),
    /// The same at every node.
    Fill(GridPlace, RowPlace),
    /// A stage: `inflow`, `loss`.
    Turnover(usize, GridPlace, GridPlace, Loss),
    /// A stage: `rate`, `target`.
    Follow(usize, GridPlace, Loss, GridPlace),
    /// A stage: `loss`.
    Decay(usize, GridPlace, Loss),
    /// A stage of two, by its number among those.
    Exchange(usize),
    /// The first guess at a pair, by its number among the pairs.
    PairBegin(usize),
    /// The matrix of Newton's method.
    PairMatrix(usize),
    /// A round of Newton's method, back to the flows; after the last one the end of the stage.
    PairRound(usize),
    /// Hands a value out under a number.
    Keep(usize, GridPlace),
    KeepRow(usize, RowPlace),
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
    Open(RowPlace),
}

/// Two states that exchange linearly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exchange {
    pub(crate) states: [usize; 2],
    pub(crate) inflow: GridPlace,
    pub(crate) rates: Rates,
    pub(crate) values: [GridPlace; 2],
}

/// How fast two states exchange.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Rates {
    /// The same for everybody all the time, by their number among those.
    Fixed(usize),
    /// For each subject.
    Open {
        loss: [RowPlace; 2],
        gain: [RowPlace; 2],
        /// The eigenvalues.
        slow: RowPlace,
        fast: RowPlace,
        /// How much of each state goes the fast way, and how much of the other one with it.
        own: [RowPlace; 2],
        other: [RowPlace; 2],
    },
}

/// Two states that read each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Coupled {
    pub(crate) states: [usize; 2],
    pub(crate) values: [GridPlace; 2],
    pub(crate) rates: [GridPlace; 2],
    pub(crate) losses: [RowPlace; 2],
    /// Derivative of rate `i` by state `j`.
    pub(crate) jacobian: [[RowPlace; 2]; 2],
    /// The instruction at which a round begins.
    pub(crate) round: usize,
}

/// What a batch is to hand out of each step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kept {
    /// A state.
    State(State),
    /// An observable.
    Observable(Observable),
}

/// What is known of the subjects of a batch beforehand.
#[derive(Debug, Clone, Default)]
pub struct Known {
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
    /// Rates of exchange that are the same for everybody all the time.
    pub(crate) fixed_exchanges: Vec<ExchangeRates>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) pairs: Vec<Coupled>,
    pub(crate) rows: usize,
    pub(crate) grids: usize,
    pub(crate) literals: Vec<(RowPlace, f64)>,
    pub(crate) settings: Vec<Option<RowPlace>>,
    /// For each state where its value at the start is read.
    pub(crate) starts: Vec<Option<RowPlace>>,
    /// For each state its rate at the start; nothing where it stays as it is.
    pub(crate) rates: Vec<Option<RowPlace>>,
    /// The states that are left out since they have come to rest, and where.
    pub(crate) resting: Vec<(usize, RowPlace)>,
    /// What is handed out, and its value at the start.
    pub(crate) kept: Vec<(Kept, RowPlace)>,
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
    /// The program of these stages that hands out what is to be kept.
    pub fn new(stages: &[Stage], names: Names, known: &Known, keep: &[Kept]) -> Self {
        let mut writer = Writer::new(names, known, keep);
        writer.write_start(stages, keep);
        for stage in stages {
            writer.write_stage(stage);
        }
        writer.program.fused().with_shared_places()
    }

    /// What is handed out, in its order.
    pub fn kept(&self) -> impl Iterator<Item = Kept> {
        self.kept.iter().map(|(kept, _)| *kept)
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
    known: &'a Known,
    trace: Trace,
    symbols: HashMap<&'static str, Value>,
    rows: HashMap<Value, RowPlace>,
    /// Grids by value; one place for each value, of which few are left in the end.
    grids: HashMap<Value, GridPlace>,
    program: Program,
    keep: &'a [Kept],
    /// The value of each state that stays as it is.
    unmoved: Vec<Option<Value>>,
}

impl<'a> Writer<'a> {
    fn new(names: Names, known: &'a Known, keep: &'a [Kept]) -> Self {
        let mut trace = Trace::default();
        let symbols = names
            .settings
            .iter()
            .enumerate()
            .map(|(i, setting)| {
                let value = match known.settings.get(i).copied().flatten() {
                    Some(number) => trace.literal(number),
                    None => trace.setting(i),
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
            rows: 0,
            grids: 0,
            literals: Vec::new(),
            settings: vec![None; names.settings.len()],
            starts: vec![None; names.states.len()],
            rates: vec![None; names.states.len()],
            resting: Vec::new(),
            kept: Vec::new(),
            domain: names.states.iter().map(|state| [state.low, state.high]).collect(),
        };
        let unmoved = vec![None; names.states.len()];
        Self { names, known, trace, symbols, rows: HashMap::new(), grids: HashMap::new(), program, keep, unmoved }
    }

    fn lower(&mut self, expression: Expression) -> Value {
        self.trace.lower(expression, &|key| self.symbols.get(key).copied())
    }

    fn flow(&mut self, flow: &Flow<Expression>) -> [Value; 2] {
        [self.lower(flow.inflow), self.lower(flow.loss)]
    }

    fn product(&mut self, a: Value, b: Value) -> Value {
        self.trace.binary(Binary::Mul, a, b)
    }

    fn difference(&mut self, a: Value, b: Value) -> Value {
        self.trace.binary(Binary::Sub, a, b)
    }

    /// Whether a state that would settle here stays as it is: where nothing rests, one into which nothing is ever given
    /// and nothing comes; else one that rests. One into which nothing comes any more may still hold something.
    fn stays(&self, state: State, settles: Value) -> bool {
        if self.known.resting.is_empty() {
            !self.known.given.contains(&state) && self.trace.origin(settles) == Origin::Literal(0.0_f64.to_bits())
        } else {
            self.known.resting.contains(&state) && self.trace.lasts(settles) == Lasts::Settings
        }
    }

    /// Leaves a state where it stays; whether it is at rest there has to be seen of each subject.
    fn leave(&mut self, state: State, settles: Value) {
        if !self.known.resting.is_empty() {
            let place = self.row(settles, When::Start);
            self.program.resting.push((state.0, place));
        }
        self.unmoved[state.0] = Some(settles);
        self.set_state(state, settles);
    }

    fn set_state(&mut self, State(state): State, value: Value) {
        self.symbols.insert(self.names.states[state].key, value);
    }

    /// The rates and the values to be kept at the start of a stretch.
    fn write_start(&mut self, stages: &[Stage], keep: &[Kept]) {
        let before = self.symbols.clone();
        for stage in stages {
            let rates: Vec<(State, Value)> = match *stage {
                Stage::Turnover(state, flow) => {
                    let [inflow, loss] = self.flow(&flow);
                    let settles = self.trace.binary(Binary::Div, inflow, loss);
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
                    let (loss, nothing) = (self.lower(loss), self.trace.literal(0.0));
                    self.one(state, nothing, |writer, y| {
                        let lost = writer.product(loss, y);
                        writer.trace.unary(Unary::Neg, lost)
                    })
                }
                Stage::Exchange(states, inflow, loss, gain) => {
                    let inflow = self.lower(inflow);
                    let y = states.map(|State(i)| self.trace.start(i));
                    let (loss, gain) = (loss.map(|loss| self.lower(loss)), gain.map(|gain| self.lower(gain)));
                    // Where both rates are 0.
                    let lost = self.product(loss[0], loss[1]);
                    let gained = self.product(gain[0], gain[1]);
                    let left = self.difference(lost, gained);
                    let settles = [loss[1], gain[1]].map(|part| {
                        let moved = self.product(inflow, part);
                        self.trace.binary(Binary::Div, moved, left)
                    });
                    if (0..2).all(|i| self.stays(states[i], settles[i])) {
                        (0..2).for_each(|i| self.leave(states[i], settles[i]));
                        Vec::new()
                    } else {
                        states.into_iter().zip(y).for_each(|(state, y)| self.set_state(state, y));
                        let lost = [self.product(loss[0], y[0]), self.product(loss[1], y[1])];
                        let gained = [self.product(gain[0], y[1]), self.product(gain[1], y[0])];
                        let rest = self.difference(inflow, lost[0]);
                        let first = self.trace.binary(Binary::Add, rest, gained[0]);
                        let second = self.difference(gained[1], lost[1]);
                        vec![(states[0], first), (states[1], second)]
                    }
                }
                Stage::Pair(states, flows) => {
                    let y = states.map(|State(i)| self.trace.start(i));
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
                let place = self.row(rate, When::Start);
                self.program.rates[state] = Some(place);
            }
        }
        for kept in keep {
            let key = self.key(*kept);
            let value = self.symbols.get(key).copied().unwrap_or(Value(0));
            let place = self.row(value, When::Start);
            self.program.kept.push((*kept, place));
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
        let y = self.trace.start(state.0);
        self.set_state(state, y);
        vec![(state, rate(self, y))]
    }

    fn key(&self, kept: Kept) -> &'static str {
        match kept {
            Kept::State(State(i)) => self.names.states[i].key,
            Kept::Observable(Observable(i)) => self.names.observables[i].key,
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
                let (inflow, loss) = (self.grid(inflow), self.loss(loss, false));
                let value = self.solved(state);
                self.program.step.push(Instruction::Turnover(state.0, value, inflow, loss));
                self.keep(Kept::State(state));
            }
            Stage::Follow(state, rate, target) => {
                let (rate, target) = (self.lower(rate), self.lower(target));
                if self.is_left_out(state) {
                    return;
                }
                let (rate, target) = (self.loss(rate, true), self.grid(target));
                let value = self.solved(state);
                self.program.step.push(Instruction::Follow(state.0, value, rate, target));
                self.keep(Kept::State(state));
            }
            Stage::Decay(state, loss) => {
                let loss = self.lower(loss);
                if self.is_left_out(state) {
                    return;
                }
                let loss = self.loss(loss, false);
                let value = self.solved(state);
                self.program.step.push(Instruction::Decay(state.0, value, loss));
                self.keep(Kept::State(state));
            }
            Stage::Exchange(states, inflow, loss, gain) => {
                if states.map(|state| self.is_left_out(state)) == [true; 2] {
                    return;
                }
                let inflow = self.lower(inflow);
                let inflow = self.grid(inflow);
                let (loss, gain) = (loss.map(|loss| self.lower(loss)), gain.map(|gain| self.lower(gain)));
                let rates = self.rates(loss, gain);
                let values = states.map(|state| self.solved(state));
                self.program.step.push(Instruction::Exchange(self.program.exchanges.len()));
                self.program.exchanges.push(Exchange { states: states.map(|State(i)| i), inflow, rates, values });
                states.into_iter().for_each(|state| self.keep(Kept::State(state)));
            }
            Stage::Pair(states, flows) => self.write_pair(states, &flows),
            Stage::Observe(observable, expression) => {
                let value = self.lower(expression);
                self.symbols.insert(self.names.observables[observable.0].key, value);
                self.keep(Kept::Observable(observable));
            }
        }
    }

    /// The loss of a stage; `is_followed` where it is also the rate at which the stage follows something.
    fn loss(&mut self, loss: Value, is_followed: bool) -> Loss {
        let Origin::Literal(bits) = self.trace.origin(loss) else { return Loss::Open(self.row(loss, When::Step)) };
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
    fn rates(&mut self, loss: [Value; 2], gain: [Value; 2]) -> Rates {
        let number = |value: Value| self.trace.number(value);
        if let ([Some(l0), Some(l1)], [Some(g0), Some(g1)]) = (loss.map(number), gain.map(number)) {
            self.program.fixed_exchanges.push(ExchangeRates { loss: [l0, l1], gain: [g0, g1] });
            return Rates::Fixed(self.program.fixed_exchanges.len() - 1);
        }
        let (one, half) = (self.trace.literal(1.0), self.trace.literal(0.5));
        let (product, passed) = (self.product(loss[0], loss[1]), self.product(gain[0], gain[1]));
        let apart = self.difference(loss[0], loss[1]);
        let apart = self.product(half, apart);
        let square = self.product(apart, apart);
        let square = self.trace.binary(Binary::Add, square, passed);
        let root = self.trace.unary(Unary::Sqrt, square);
        let both = self.trace.binary(Binary::Add, loss[0], loss[1]);
        let middle = self.product(half, both);
        let fast = self.trace.binary(Binary::Add, middle, root);
        let left = self.difference(product, passed);
        let slow = self.trace.binary(Binary::Div, left, fast);
        let between = self.difference(fast, slow);
        let scale = self.trace.binary(Binary::Div, one, between);
        let own = loss.map(|loss| {
            let above = self.difference(loss, slow);
            self.product(above, scale)
        });
        let other = gain.map(|gain| self.product(gain, scale));
        let mut row = |value: Value| self.row(value, When::Step);
        let (slow, fast) = (row(slow), row(fast));
        Rates::Open {
            loss: loss.map(&mut row),
            gain: gain.map(&mut row),
            slow,
            fast,
            own: own.map(&mut row),
            other: other.map(&mut row),
        }
    }

    fn write_pair(&mut self, states: [State; 2], flows: &[Flow<Expression>; 2]) {
        let y = states.map(|State(i)| self.trace.state(i));
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
            self.grid(value);
        });
        let number = self.program.pairs.len();
        let values = states.map(|state| self.solved(state));
        self.program.step.push(Instruction::PairBegin(number));
        let mut at_a_node = |value: Value| {
            let value = self.trace.replaced(value, &|trace: &mut Trace, part| {
                let is_leaf = y.contains(&part) || y.iter().all(|y| !trace.reads(part, *y));
                is_leaf.then(|| trace.picked(part))
            });
            self.row(value, When::Step)
        };
        let losses = flows.map(|[_, loss]| at_a_node(loss));
        let mut jacobian = [[0; 2]; 2];
        for (i, row) in jacobian.iter_mut().enumerate() {
            for (j, place) in row.iter_mut().enumerate() {
                let slope = self.trace.derivative(rates[i], y[j]);
                let value = self.trace.replaced(slope, &|trace: &mut Trace, part| {
                    let is_leaf = y.contains(&part) || y.iter().all(|y| !trace.reads(part, *y));
                    is_leaf.then(|| trace.picked(part))
                });
                *place = self.row(value, When::Step);
            }
        }
        self.program.step.push(Instruction::PairMatrix(number));
        let round = self.program.step.len();
        let rates = rates.map(|rate| self.grid(rate));
        self.program.step.push(Instruction::PairRound(number));
        self.program.pairs.push(Coupled { states: states.map(|State(i)| i), values, rates, losses, jacobian, round });
        states.into_iter().for_each(|state| self.keep(Kept::State(state)));
    }

    /// The largest varying parts of a value that do not read these two.
    fn without(&self, value: Value, y: [Value; 2], found: &mut Vec<Value>) {
        if self.trace.lasts(value) < Lasts::Never {
            return;
        }
        if y.iter().all(|y| !self.trace.reads(value, *y)) {
            found.push(value);
            return;
        }
        match self.trace.origin(value) {
            Origin::Binary(_, a, b) => {
                self.without(a, y, found);
                self.without(b, y, found);
            }
            Origin::Unary(_, a) => self.without(a, y, found),
            _ => {}
        }
    }

    /// Whether a state stays as it is for everybody; it is then no more than a value.
    fn is_left_out(&mut self, state: State) -> bool {
        let Some(value) = self.unmoved[state.0] else { return false };
        self.set_state(state, value);
        self.keep(Kept::State(state));
        true
    }

    /// The place of a state that is solved for next.
    fn solved(&mut self, state: State) -> GridPlace {
        let value = self.trace.state(state.0);
        self.set_state(state, value);
        self.new_grid(value)
    }

    fn keep(&mut self, kept: Kept) {
        let key = self.key(kept);
        let places: Vec<usize> = (0..self.keep.len()).filter(|place| self.keep[*place] == kept).collect();
        for place in places {
            let Some(value) = self.symbols.get(key).copied() else { continue };
            let instruction = if self.trace.lasts(value) == Lasts::Never {
                Instruction::Keep(place, self.grid(value))
            } else {
                Instruction::KeepRow(place, self.row(value, When::Step))
            };
            self.program.step.push(instruction);
        }
    }

    fn new_grid(&mut self, value: Value) -> GridPlace {
        let place = self.program.grids;
        self.program.grids += 1;
        self.grids.insert(value, place);
        place
    }

    fn new_row(&mut self, value: Value) -> RowPlace {
        let place = self.program.rows;
        self.program.rows += 1;
        self.rows.insert(value, place);
        place
    }

    /// The place of a value for each subject, which is worked out first where it is not known yet.
    fn row(&mut self, value: Value, when: When) -> RowPlace {
        if let Some(place) = self.rows.get(&value) {
            return *place;
        }
        let instruction: Box<dyn FnOnce(RowPlace) -> Instruction> = match self.trace.origin(value) {
            Origin::Literal(bits) => {
                let place = self.new_row(value);
                self.program.literals.push((place, f64::from_bits(bits)));
                return place;
            }
            Origin::Setting(setting) => {
                let place = self.new_row(value);
                self.program.settings[setting] = Some(place);
                return place;
            }
            Origin::Start(state) => {
                let place = self.new_row(value);
                self.program.starts[state] = Some(place);
                return place;
            }
            Origin::State(_) => {
                let picked = self.trace.picked(value);
                return self.row(picked, when);
            }
            Origin::Picked(grid) => {
                let grid = self.grid(grid);
                Box::new(move |place| Instruction::Pick(place, grid))
            }
            Origin::Binary(operation, a, b) => {
                let (a, b) = (self.row(a, when), self.row(b, when));
                Box::new(move |place| Instruction::Rows(operation, place, a, b))
            }
            Origin::Unary(operation, a) => {
                let a = self.row(a, when);
                Box::new(move |place| Instruction::Row(operation, place, a))
            }
        };
        let place = self.new_row(value);
        let list = match (self.trace.lasts(value), when) {
            (Lasts::Settings, _) => &mut self.program.constants,
            (_, When::Start) => &mut self.program.start,
            (_, When::Step) => &mut self.program.step,
        };
        list.push(instruction(place));
        place
    }

    /// The place of a value for each node and subject, likewise.
    fn grid(&mut self, value: Value) -> GridPlace {
        if let Some(place) = self.grids.get(&value) {
            return *place;
        }
        if self.trace.lasts(value) < Lasts::Never {
            let row = self.row(value, When::Step);
            let place = self.new_grid(value);
            self.program.step.push(Instruction::Fill(place, row));
            return place;
        }
        let varies = |writer: &Self, value: Value| writer.trace.lasts(value) == Lasts::Never;
        let instruction: Box<dyn FnOnce(GridPlace) -> Instruction> = match self.trace.origin(value) {
            Origin::Binary(Binary::Mul, a, b) if a == b => {
                let a = self.grid(a);
                Box::new(move |place| Instruction::Square(place, a))
            }
            Origin::Binary(operation, a, b) => match (varies(self, a), varies(self, b)) {
                (true, true) => {
                    let (a, b) = (self.grid(a), self.grid(b));
                    Box::new(move |place| Instruction::Grids(operation, place, a, b))
                }
                (true, false) => {
                    let (a, b) = (self.grid(a), self.row(b, When::Step));
                    Box::new(move |place| Instruction::GridRow(operation, place, a, b))
                }
                (false, _) => {
                    let (a, b) = (self.row(a, When::Step), self.grid(b));
                    Box::new(move |place| Instruction::RowGrid(operation, place, a, b))
                }
            },
            Origin::Unary(operation, a) => {
                let a = self.grid(a);
                Box::new(move |place| Instruction::Grid(operation, place, a))
            }
            // A state is solved for before it is read, so its place is known.
            _ => return 0,
        };
        let place = self.new_grid(value);
        self.program.step.push(instruction(place));
        place
    }
}
