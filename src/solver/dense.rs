//! The solution at every time, as one polynomial for each step.

use super::radau::Radau;
use crate::quantity::State;

/// Nodes of the collocation method, and of the polynomials of every method.
pub const NODES: usize = 6;

/// A solution: for each step the states at its start and their increments at the nodes.
#[derive(Debug, Clone, Default)]
pub struct Dense {
    states: usize,
    starts: Vec<f64>,
    lengths: Vec<f64>,
    /// Step by step, first the states at the start, then the increments at each node.
    values: Vec<f64>,
}

impl Dense {
    /// An empty solution of `states` states.
    pub fn new(states: usize) -> Self {
        Self { states, ..Self::default() }
    }

    /// Makes room for so many more steps.
    pub fn reserve(&mut self, steps: usize) {
        self.starts.reserve(steps);
        self.lengths.reserve(steps);
        self.values.reserve(steps * self.states * (NODES + 1));
    }

    /// How many states it holds.
    pub const fn states(&self) -> usize {
        self.states
    }

    /// How many steps it has.
    pub fn steps(&self) -> usize {
        self.starts.len()
    }

    /// Start and length of a step, h.
    pub fn span(&self, step: usize) -> (f64, f64) {
        (self.starts[step], self.lengths[step])
    }

    /// Adds a step. `increments` has those of all states at each node in turn.
    pub(crate) fn push(&mut self, start: f64, length: f64, base: &[f64], increments: &[f64]) {
        self.starts.push(start);
        self.lengths.push(length);
        self.values.extend_from_slice(base);
        self.values.extend_from_slice(increments);
    }

    /// The last step that starts at or before `time`, so that a moment of a jump belongs to what comes after it.
    pub fn locate(&self, time: f64) -> usize {
        self.starts.partition_point(|start| *start <= time).saturating_sub(1)
    }

    /// As [`Self::locate`], faster where the time is in the step `guess` or in the one after it.
    fn locate_near(&self, guess: usize, time: f64) -> usize {
        let begins = |step: usize| self.starts.get(step).is_some_and(|start| *start <= time);
        match (begins(guess), begins(guess + 1), begins(guess + 2)) {
            (true, false, _) => guess,
            (true, true, false) => guess + 1,
            _ => self.locate(time),
        }
    }

    /// The states at a place of a step, from 0 at its start to 1 at its end, into `states`.
    pub fn state_at(&self, step: usize, place: f64, states: &mut [f64]) {
        let n = self.states;
        let values = &self.values[step * n * (NODES + 1)..][..n * (NODES + 1)];
        let weights = weights(place);
        let (base, increments) = values.split_at(n);
        let increments: [&[f64]; NODES] = std::array::from_fn(|node| &increments[node * n..][..n]);
        for (i, (state, base)) in states[..n].iter_mut().zip(base).enumerate() {
            let mut value = *base;
            for (weight, increment) in weights.iter().zip(&increments) {
                value += weight * increment[i];
            }
            *state = value;
        }
    }

    /// A state at both ends of a step.
    pub fn ends(&self, step: usize, State(state): State) -> [f64; 2] {
        let n = self.states;
        let values = &self.values[step * n * (NODES + 1)..][..n * (NODES + 1)];
        [values[state], values[state] + values[n * NODES + state]]
    }

    /// The states at each time (h), time by time, into `out`; fastest where the times are sorted. Outside the solution
    /// the nearest step goes on.
    pub fn states_at(&self, times: &[f64], out: &mut Vec<f64>) {
        let n = self.states;
        out.resize(times.len() * n, 0.0);
        let mut step = 0;
        for (time, row) in times.iter().zip(out.chunks_exact_mut(n)) {
            step = self.locate_near(step, *time);
            let (start, length) = self.span(step);
            self.state_at(step, (time - start) / length, row);
        }
    }
}

/// Places in a step, from 0 to 1, and weights that add up to 1: the mean of a quantity over the step, exact where it is
/// a polynomial of degree up to `2 NODES - 2`.
pub fn quadrature() -> [(f64, f64); NODES] {
    let method = &Radau::<NODES>::METHOD;
    std::array::from_fn(|node| (method.nodes[node], method.matrix.0[node][NODES - 1]))
}

/// The numbers of the collocation method, for a program elsewhere that does the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tableau {
    /// Places of the nodes in a step, from 0 to 1.
    pub nodes: [f64; NODES],
    /// Integrals of the basis polynomials, row by row: entry `[i][j]` is that of polynomial `j` from 0 to node `i`.
    pub matrix: [[f64; NODES]; NODES],
    /// The basis polynomials at the left end of a step.
    pub left: [f64; NODES],
    /// The largest error within a step, times its length, for a defect of 1 at its left end.
    pub defect_weight: f64,
    /// The largest defect from the first node on, for a defect of 1 at the left end.
    pub defect_within: f64,
}

/// The collocation method.
pub fn tableau() -> Tableau {
    let method = &Radau::<NODES>::METHOD;
    Tableau {
        nodes: method.nodes,
        // The matrix is kept column by column.
        matrix: std::array::from_fn(|i| std::array::from_fn(|j| method.matrix.0[j][i])),
        left: method.left,
        defect_weight: method.defect_weight,
        defect_within: method.defect_within,
    }
}

/// How much the value at the start of a step and those at the nodes count at a place of it, in the polynomial through
/// all of them.
pub fn sample_weights(place: f64) -> [f64; NODES + 1] {
    let weights = weights(place);
    std::array::from_fn(|i| if i == 0 { 1.0 - weights.iter().sum::<f64>() } else { weights[i - 1] })
}

/// Places of the nodes in a step, from 0 to 1.
pub const NODE_PLACES: [f64; NODES] = Radau::<NODES>::METHOD.nodes;

/// [`NODE_PLACES`] as a reference that lives as long as the program.
pub(crate) const fn nodes() -> &'static [f64; NODES] {
    const PLACES: [f64; NODES] = NODE_PLACES;
    &PLACES
}

/// How much the increment at each node counts at a place of a step.
#[inline]
pub(crate) fn weights(place: f64) -> [f64; NODES] {
    const SCALES: [f64; NODES] = {
        let nodes = Radau::<NODES>::METHOD.nodes;
        let mut scales = [1.0; NODES];
        let mut j = 0;
        while j < NODES {
            scales[j] = nodes[j];
            let mut m = 0;
            while m < NODES {
                if m != j {
                    scales[j] *= nodes[j] - nodes[m];
                }
                m += 1;
            }
            scales[j] = 1.0 / scales[j];
            j += 1;
        }
        scales
    };
    let mut weights = SCALES;
    // The product of the distances to all other nodes, from the left and from the right.
    let mut product = place;
    for (weight, node) in weights.iter_mut().zip(nodes()) {
        *weight *= product;
        product *= place - node;
    }
    product = 1.0;
    for (weight, node) in weights.iter_mut().zip(nodes()).rev() {
        *weight *= product;
        product *= place - node;
    }
    weights
}
