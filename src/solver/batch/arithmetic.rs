//! Instructions on node registers: what is worked out at every node of a step.
//!
//! The letters of a name are the operands: `n` has a value for each node and subject, `s` one for each subject.

use super::Batch;
use super::graph::{Binary, Unary};
use super::program::{Fused, NodeRegister, SubjectRegister};

impl Batch<'_> {
    #[inline(always)]
    pub(super) fn binary_nn(&mut self, operation: Binary, out: NodeRegister, a: NodeRegister, b: NodeRegister) {
        match operation {
            Binary::Add => self.node_registers.set_both(out, a, b, |a, b| a + b),
            Binary::Sub => self.node_registers.set_both(out, a, b, |a, b| a - b),
            Binary::Mul => self.node_registers.set_both(out, a, b, |a, b| a * b),
            Binary::Div => self.node_registers.set_both(out, a, b, |a, b| a / b),
        }
    }

    #[inline(always)]
    pub(super) fn binary_ns(&mut self, operation: Binary, out: NodeRegister, a: NodeRegister, b: SubjectRegister) {
        let b = &self.subject_registers[b];
        match operation {
            Binary::Add => self.node_registers.set_with(out, a, b, |a, b| a + b),
            Binary::Sub => self.node_registers.set_with(out, a, b, |a, b| a - b),
            Binary::Mul => self.node_registers.set_with(out, a, b, |a, b| a * b),
            Binary::Div => self.node_registers.set_with(out, a, b, |a, b| a / b),
        }
    }

    #[inline(always)]
    pub(super) fn binary_sn(&mut self, operation: Binary, out: NodeRegister, a: SubjectRegister, b: NodeRegister) {
        let a = &self.subject_registers[a];
        match operation {
            Binary::Add => self.node_registers.set_with(out, b, a, |b, a| a + b),
            Binary::Sub => self.node_registers.set_with(out, b, a, |b, a| a - b),
            Binary::Mul => self.node_registers.set_with(out, b, a, |b, a| a * b),
            Binary::Div => self.node_registers.set_with(out, b, a, |b, a| a / b),
        }
    }

    #[inline(always)]
    pub(super) fn fused_ssn(
        &mut self,
        fused: Fused,
        out: NodeRegister,
        a: SubjectRegister,
        b: SubjectRegister,
        x: NodeRegister,
    ) {
        let (a, b) = (&self.subject_registers[a], &self.subject_registers[b]);
        match fused {
            Fused::Plus => self.node_registers.set_rows(out, a, b, x, |a, b, x| a + b * x),
            Fused::Minus => self.node_registers.set_rows(out, a, b, x, |a, b, x| a - b * x),
            Fused::Over => self.node_registers.set_rows(out, a, b, x, |a, b, x| a / (b + x)),
        }
    }

    #[inline(always)]
    pub(super) fn fused_nsn(
        &mut self,
        fused: Fused,
        out: NodeRegister,
        a: NodeRegister,
        b: SubjectRegister,
        x: NodeRegister,
    ) {
        let b = &self.subject_registers[b];
        match fused {
            Fused::Plus => self.node_registers.set_mixed(out, a, b, x, |a, b, x| a + b * x),
            Fused::Minus => self.node_registers.set_mixed(out, a, b, x, |a, b, x| a - b * x),
            Fused::Over => self.node_registers.set_mixed(out, a, b, x, |a, b, x| a / (b + x)),
        }
    }

    #[inline(always)]
    pub(super) fn unary_n(&mut self, operation: Unary, out: NodeRegister, a: NodeRegister) {
        match operation {
            Unary::Neg => self.node_registers.set(out, a, |a| Unary::Neg.of(a)),
            Unary::Sqrt => self.node_registers.set(out, a, |a| Unary::Sqrt.of(a)),
            Unary::Ramp => self.node_registers.set(out, a, |a| Unary::Ramp.of(a)),
            Unary::RampSlope => self.node_registers.set(out, a, |a| Unary::RampSlope.of(a)),
        }
    }
}
