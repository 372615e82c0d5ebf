//! The arithmetic of a batch: one value for each subject, or for each node and subject, in plain loops that a compiler
//! turns into vector instructions of whatever width the processor has.
//!
//! Every loop does the same operations in the same order at any width, and no multiplication is fused with an addition,
//! so the results are the same bit for bit on every processor. All of it is inlined, since only inlined code may use
//! the vector instructions of the function around it.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use super::spectrum::Spectrum;
use crate::solver::dense::NODES;
use crate::solver::radau::Radau;

/// Subjects that go through the same operations together.
pub const LANES: usize = 8;

/// One value for each subject.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct SubjectLanes(pub [f64; LANES]);

/// One value for each node of a step and each subject.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub(crate) struct NodeLanes(pub(crate) [SubjectLanes; NODES]);

const SPECTRUM: Spectrum<NODES> = Spectrum::<NODES>::METHOD;

/// Takes coordinates in the basis of [`Spectrum`] back to values at the nodes, row by row.
pub(crate) const OUT_OF_BASIS: [[f64; NODES]; NODES] = SPECTRUM.back;

/// Pairs of eigenvalues of the method.
pub(crate) const PLANES: usize = NODES / 2;

// [`relaxation`] shares one division among three planes.
const _: () = assert!(PLANES == 3, "the shared division of `relaxation` is written for three planes");

impl SubjectLanes {
    /// Zero for every subject.
    pub const ZERO: Self = Self([0.0; LANES]);

    /// The same value for every subject.
    pub const fn splat(value: f64) -> Self {
        Self([value; LANES])
    }

    /// A value for each lane. Compilers turn loops over one array after another into vectors most reliably.
    #[inline(always)]
    pub(crate) fn each(f: impl Fn(usize) -> f64) -> Self {
        let mut out = Self::ZERO;
        for l in 0..LANES {
            out.0[l] = f(l);
        }
        out
    }

    #[inline(always)]
    pub(crate) fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self::each(|l| f(self.0[l]))
    }

    #[inline(always)]
    pub(crate) fn with(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        Self::each(|l| f(self.0[l], other.0[l]))
    }

    /// A function of three values of each subject.
    #[inline(always)]
    fn with_both(&self, second: &Self, third: &Self, f: impl Fn(f64, f64, f64) -> f64) -> Self {
        Self::each(|l| f(self.0[l], second.0[l], third.0[l]))
    }
}

impl NodeLanes {
    pub(crate) const ZERO: Self = Self([SubjectLanes::ZERO; NODES]);

    /// Writes a function of two values of each node.
    #[inline(always)]
    pub(crate) fn set_both(&mut self, a: &Self, b: &Self, f: impl Fn(f64, f64) -> f64) {
        for k in 0..NODES {
            for l in 0..LANES {
                self.0[k].0[l] = f(a.0[k].0[l], b.0[k].0[l]);
            }
        }
    }

    /// Writes a function of a value of each node and of one of each subject.
    #[inline(always)]
    pub(crate) fn set_with(&mut self, a: &Self, b: &SubjectLanes, f: impl Fn(f64, f64) -> f64) {
        for k in 0..NODES {
            for l in 0..LANES {
                self.0[k].0[l] = f(a.0[k].0[l], b.0[l]);
            }
        }
    }

    /// Writes the coordinates of values at the nodes in the basis of [`Spectrum`].
    #[inline(always)]
    pub(crate) fn write_basis(&self, out: &mut Self) {
        self.transform(&SPECTRUM.into, out);
    }

    /// Writes the sum over the nodes that each row of a matrix asks for.
    #[inline(always)]
    pub(crate) fn transform(&self, matrix: &[[f64; NODES]; NODES], out: &mut Self) {
        for i in 0..NODES {
            out.0[i] = self.weighted(&matrix[i]);
        }
    }

    /// The sum of the values at the nodes, weighted.
    #[inline(always)]
    pub(crate) fn weighted(&self, weights: &[f64; NODES]) -> SubjectLanes {
        let mut sum = self.0[0].map(|value| weights[0] * value);
        for k in 1..NODES {
            for l in 0..LANES {
                sum.0[l] += weights[k] * self.0[k].0[l];
            }
        }
        sum
    }

    /// The value at the end of the step.
    #[inline(always)]
    pub(crate) const fn last(&self) -> &SubjectLanes {
        &self.0[NODES - 1]
    }
}

/// The node registers of a program: an instruction reads some of them and writes another.
#[derive(Debug)]
pub(crate) struct NodeRegisters(pub(crate) Vec<NodeLanes>);

impl NodeRegisters {
    pub(crate) fn new(count: usize) -> Self {
        Self(vec![NodeLanes::ZERO; count])
    }

    /// Writes a function of one register.
    #[inline(always)]
    pub(crate) fn set(&mut self, out: usize, a: usize, f: impl Fn(f64) -> f64) {
        let grids = &mut self.0[..];
        for k in 0..NODES {
            grids[out].0[k] = grids[a].0[k].map(&f);
        }
    }

    /// Writes a function of two registers.
    #[inline(always)]
    pub(crate) fn set_both(&mut self, out: usize, a: usize, b: usize, f: impl Fn(f64, f64) -> f64) {
        let grids = &mut self.0[..];
        for k in 0..NODES {
            grids[out].0[k] = grids[a].0[k].with(&grids[b].0[k], &f);
        }
    }

    /// Writes a function of a register and of a value of each subject.
    #[inline(always)]
    pub(crate) fn set_with(&mut self, out: usize, a: usize, b: &SubjectLanes, f: impl Fn(f64, f64) -> f64) {
        let (grids, b) = (&mut self.0[..], *b);
        for k in 0..NODES {
            grids[out].0[k] = grids[a].0[k].with(&b, &f);
        }
    }

    /// Writes a function of two values of each subject and of a register.
    #[inline(always)]
    pub(crate) fn set_rows(
        &mut self,
        out: usize,
        a: &SubjectLanes,
        b: &SubjectLanes,
        x: usize,
        f: impl Fn(f64, f64, f64) -> f64,
    ) {
        let (grids, a, b) = (&mut self.0[..], *a, *b);
        for k in 0..NODES {
            grids[out].0[k] = a.with_both(&b, &grids[x].0[k], &f);
        }
    }

    /// Writes a function of a register, of a value of each subject, and of another register.
    #[inline(always)]
    pub(crate) fn set_mixed(
        &mut self,
        out: usize,
        a: usize,
        b: &SubjectLanes,
        x: usize,
        f: impl Fn(f64, f64, f64) -> f64,
    ) {
        let (grids, b) = (&mut self.0[..], *b);
        for k in 0..NODES {
            grids[out].0[k] = grids[a].0[k].with_both(&b, &grids[x].0[k], &f);
        }
    }
}

/// The factors that turn and stretch each plane, real and imaginary part.
pub(crate) type Turns = [[SubjectLanes; 2]; PLANES];

/// The turns of `h A (I + h loss A)^-1`, which makes the increments of a stage of its slopes at rest.
#[inline(always)]
pub(crate) fn relaxation(h: f64, loss: &SubjectLanes) -> Turns {
    let size = |[real, imaginary]: [f64; 2]| real * real + imaginary * imaginary;
    let mut sizes = [SubjectLanes::ZERO; PLANES];
    for plane in 0..PLANES {
        let value = SPECTRUM.values[plane];
        sizes[plane] = loss.map(|loss| 1.0 + h * loss * (2.0 * value[0] + h * loss * size(value)));
    }
    // One division for all three, which is most of the cost.
    let all = SubjectLanes::each(|l| h / (sizes[0].0[l] * sizes[1].0[l] * sizes[2].0[l]));
    let mut turns = [[SubjectLanes::ZERO; 2]; PLANES];
    for plane in 0..PLANES {
        let value = SPECTRUM.values[plane];
        let (one, other) = (&sizes[(plane + 1) % PLANES], &sizes[(plane + 2) % PLANES]);
        let inverse = SubjectLanes::each(|l| all.0[l] * (one.0[l] * other.0[l]));
        turns[plane][0] = loss.with(&inverse, |loss, inverse| (value[0] + h * loss * size(value)) * inverse);
        turns[plane][1] = inverse.map(|inverse| value[1] * inverse);
    }
    turns
}

/// Turns and stretches every plane.
#[inline(always)]
pub(crate) fn turn(x: &mut NodeLanes, turns: &Turns) {
    for plane in 0..PLANES {
        let ([p, q], a, b) = (&turns[plane], x.0[2 * plane], x.0[2 * plane + 1]);
        x.0[2 * plane] = SubjectLanes::each(|l| a.0[l] * p.0[l] + b.0[l] * q.0[l]);
        x.0[2 * plane + 1] = SubjectLanes::each(|l| b.0[l] * p.0[l] - a.0[l] * q.0[l]);
    }
}

/// The matrix of Newton's method for two states that read each other, in the basis: for each plane the inverse of
/// `I - h mu J`, and `h mu`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Newton {
    inverse: [[Turns; 2]; 2],
    integral: [[f64; 2]; PLANES],
}

impl Newton {
    pub(crate) const ZERO: Self =
        Self { inverse: [[[[SubjectLanes::ZERO; 2]; PLANES]; 2]; 2], integral: [[0.0; 2]; PLANES] };

    #[inline(always)]
    pub(crate) fn set(&mut self, h: f64, jacobian: &[[SubjectLanes; 2]; 2]) {
        for plane in 0..PLANES {
            let [real, imaginary] = SPECTRUM.values[plane];
            let w = [h * real, h * imaginary];
            self.integral[plane] = w;
            let square = [w[0] * w[0] - w[1] * w[1], 2.0 * w[0] * w[1]];
            for l in 0..LANES {
                let j = |i: usize, k: usize| jacobian[i][k].0[l];
                let trace = j(0, 0) + j(1, 1);
                let determinant = j(0, 0) * j(1, 1) - j(0, 1) * j(1, 0);
                let d = [1.0 - w[0] * trace + square[0] * determinant, square[1] * determinant - w[1] * trace];
                let scale = 1.0 / (d[0] * d[0] + d[1] * d[1]);
                let inverse = [d[0] * scale, -(d[1] * scale)];
                let product =
                    |a: [f64; 2]| [a[0] * inverse[0] - a[1] * inverse[1], a[0] * inverse[1] + a[1] * inverse[0]];
                let entries = [
                    [product([1.0 - w[0] * j(1, 1), -(w[1] * j(1, 1))]), product([w[0] * j(0, 1), w[1] * j(0, 1)])],
                    [product([w[0] * j(1, 0), w[1] * j(1, 0)]), product([1.0 - w[0] * j(0, 0), -(w[1] * j(0, 0))])],
                ];
                for i in 0..2 {
                    for k in 0..2 {
                        self.inverse[i][k][plane][0].0[l] = entries[i][k][0];
                        self.inverse[i][k][plane][1].0[l] = entries[i][k][1];
                    }
                }
            }
        }
    }

    /// Corrects the increments `z`, given the rates there; all are in the basis.
    #[inline(always)]
    pub(crate) fn correct(&self, z: &mut [NodeLanes; 2], rates: &[NodeLanes; 2]) {
        let mut residual = [NodeLanes::ZERO; 2];
        for i in 0..2 {
            for plane in 0..PLANES {
                let [p, q] = self.integral[plane];
                for l in 0..LANES {
                    let (a, b) = (rates[i].0[2 * plane].0[l], rates[i].0[2 * plane + 1].0[l]);
                    residual[i].0[2 * plane].0[l] = z[i].0[2 * plane].0[l] - (a * p + b * q);
                    residual[i].0[2 * plane + 1].0[l] = z[i].0[2 * plane + 1].0[l] - (b * p - a * q);
                }
            }
        }
        for i in 0..2 {
            for plane in 0..PLANES {
                for l in 0..LANES {
                    let mut correction = [0.0; 2];
                    for k in 0..2 {
                        let [real, imaginary] = &self.inverse[i][k][plane];
                        let (p, q) = (real.0[l], imaginary.0[l]);
                        let (a, b) = (residual[k].0[2 * plane].0[l], residual[k].0[2 * plane + 1].0[l]);
                        correction[0] += a * p + b * q;
                        correction[1] += b * p - a * q;
                    }
                    z[i].0[2 * plane].0[l] -= correction[0];
                    z[i].0[2 * plane + 1].0[l] -= correction[1];
                }
            }
        }
    }
}

/// The weights that extrapolate slopes at the nodes to the left end of a step.
pub(crate) const LEFT: [f64; NODES] = Radau::<NODES>::METHOD.left;

/// The weights that make the slope at the start of a step of length 1 of the increments at its nodes.
pub(crate) const DEPARTURE: [f64; NODES] = Radau::<NODES>::METHOD.departure;

/// The weights that integrate slopes at the nodes over a whole step of length 1.
pub(crate) const WHOLE: [f64; NODES] = {
    let (mut weights, mut k) = ([0.0; NODES], 0);
    while k < NODES {
        weights[k] = Radau::<NODES>::METHOD.matrix.0[k][NODES - 1];
        k += 1;
    }
    weights
};

/// The coordinates in the basis of values that are 1 at every node.
pub(crate) const CONSTANT: [f64; NODES] = coordinates(&[1.0; NODES]);

/// The coordinates in the basis of values that grow as the time since the start of the step.
pub(crate) const STRAIGHT: [f64; NODES] = coordinates(&Radau::<NODES>::METHOD.nodes);

const fn coordinates(values: &[f64; NODES]) -> [f64; NODES] {
    let (mut coordinates, mut i) = ([0.0; NODES], 0);
    while i < NODES {
        let mut k = 0;
        while k < NODES {
            coordinates[i] += SPECTRUM.into[i][k] * values[k];
            k += 1;
        }
        i += 1;
    }
    coordinates
}
