//! Peephole optimisation: two instructions become one.
//!
//! A value that a single instruction reads needs no register: a sum that is only a divisor, a product that is only a
//! summand. Both instructions become one. The operations and their order stay the same, and so do the results to the
//! last bit.

use super::graph::Binary;
use super::program::{Fused, Instruction, NodeRegister, Program, SubjectRegister};

impl Program {
    /// Makes one instruction of two where the second alone reads the result of the first.
    pub(crate) fn peephole_optimised(mut self) -> Self {
        let mut writer = vec![None; self.node_registers];
        let mut readers = vec![0_usize; self.node_registers];
        for at in 0..self.step.len() {
            let (written, read) = self.registers(at);
            written.into_iter().for_each(|place| writer[place] = Some(at));
            read.into_iter().for_each(|place| readers[place] += 1);
        }
        let rounds = self.rounds();
        let mut is_needed = vec![true; self.step.len()];
        for at in 0..self.step.len() {
            // A value that is worked out before the rounds of a pair stays there; in the rounds it would be worked out
            // again and again.
            let is_as_often = |first: usize| rounds.iter().all(|round| !round.contains(&at) || round.contains(&first));
            let part = |place: NodeRegister, wanted: Binary| -> Option<(usize, SubjectRegister, NodeRegister)> {
                let first = writer[place].filter(|first| readers[place] == 1 && is_as_often(*first))?;
                match self.step[first] {
                    Instruction::BinarySN(operation, _, row, grid) if operation == wanted => Some((first, row, grid)),
                    _ => None,
                }
            };
            let inner = |outer: Binary, place: NodeRegister| -> Option<(usize, Fused, SubjectRegister, NodeRegister)> {
                let (fused, wanted) = match outer {
                    Binary::Add => (Fused::Plus, Binary::Mul),
                    Binary::Sub => (Fused::Minus, Binary::Mul),
                    Binary::Div => (Fused::Over, Binary::Add),
                    Binary::Mul => return None,
                };
                part(place, wanted).map(|(first, row, grid)| (first, fused, row, grid))
            };
            let both = match self.step[at] {
                Instruction::BinarySN(outer, out, a, place) => inner(outer, place)
                    .map(|(first, fused, row, grid)| (first, Instruction::FusedSSN(fused, out, a, row, grid))),
                Instruction::BinaryNN(outer, out, a, place) => inner(outer, place)
                    .map(|(first, fused, row, grid)| (first, Instruction::FusedNSN(fused, out, a, row, grid))),
                _ => None,
            };
            if let Some((first, instruction)) = both {
                self.step[at] = instruction;
                is_needed[first] = false;
            }
        }
        for pair in &mut self.pairs {
            pair.round -= is_needed[..pair.round].iter().filter(|is_needed| !**is_needed).count();
        }
        let mut needed = is_needed.into_iter();
        self.step.retain(|_| needed.next().unwrap_or(true));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::batch::graph::Unary;
    use crate::solver::batch::program::Coupled;

    /// A program of these instructions on four node registers, whose only pair repeats them from the third on.
    fn program(step: &[Instruction]) -> Program {
        let pair = Coupled {
            states: [0, 1],
            values: [0, 3],
            rates: [0, 3],
            losses: [0; 2],
            jacobian: [[0; 2]; 2],
            round: step.len().min(2),
        };
        Program {
            constants: vec![],
            start: vec![],
            step: step.to_vec(),
            fixed: vec![],
            fixed_exchanges: vec![],
            exchanges: vec![],
            pairs: vec![pair],
            domain: vec![[0.0, 1e9]; 2],
            subject_registers: 3,
            node_registers: 4,
            literals: vec![],
            settings: vec![],
            starts: vec![],
            rates: vec![],
            resting: vec![],
            recorded: vec![],
        }
    }

    const SUM: Instruction = Instruction::BinarySN(Binary::Add, 1, 2, 0);
    const SHARE: Instruction = Instruction::BinaryNN(Binary::Div, 2, 0, 1);

    #[test]
    fn a_sum_that_is_only_divided_by_is_not_written_down() {
        let fused = program(&[SUM, SHARE]).peephole_optimised();
        assert_eq!(fused.step, [Instruction::FusedNSN(Fused::Over, 2, 0, 2, 0)]);
        assert_eq!(fused.pairs[0].round, 1, "what is repeated begins where it did");
        let product = Instruction::BinarySN(Binary::Mul, 1, 2, 0);
        let fused = program(&[product, Instruction::BinarySN(Binary::Sub, 2, 1, 1)]).peephole_optimised();
        assert_eq!(fused.step, [Instruction::FusedSSN(Fused::Minus, 2, 1, 2, 0)]);
    }

    #[test]
    fn what_is_read_twice_or_means_something_else_stays() {
        let again = Instruction::UnaryN(Unary::Neg, 3, 1);
        let difference = Instruction::BinarySN(Binary::Sub, 1, 2, 0);
        for step in [[SUM, SHARE, again].as_slice(), &[difference, SHARE]] {
            assert_eq!(program(step).peephole_optimised().step, step);
        }
    }

    #[test]
    fn rounds_do_not_repeat_what_is_the_same_in_each() {
        let before = [SUM, Instruction::PairBegin(0), SHARE, Instruction::PairRound(0)];
        assert_eq!(program(&before).peephole_optimised().step, before);
        let within = [Instruction::PairBegin(0), Instruction::Broadcast(3, 0), SUM, SHARE, Instruction::PairRound(0)];
        assert_eq!(program(&within).peephole_optimised().step.len(), within.len() - 1);
    }
}
