//! Register allocation: which values of a program share a node register.
//!
//! The writer gives each value a register of its own. Few values are alive at the same time; as many registers are
//! enough, and stay in the nearest cache.

use std::ops::RangeInclusive;

use super::program::{Coupled, Exchange, Instruction, NodeRegister, Program};

impl Program {
    /// Gives the registers of values that are read no more to later values.
    pub(crate) fn with_allocated_registers(mut self) -> Self {
        let mut last = vec![0; self.node_registers];
        let mut first = vec![usize::MAX; self.node_registers];
        let rounds = self.rounds();
        for at in 0..self.step.len() {
            let (written, read) = self.registers(at);
            for place in written {
                first[place] = first[place].min(at);
                last[place] = last[place].max(at);
            }
            for place in read {
                // A value that one round of a pair reads is read by every round.
                let again = rounds.iter().find(|round| round.contains(&at) && first[place] < *round.start());
                last[place] = last[place].max(again.map_or(at, |round| *round.end()));
            }
        }
        let mut free: Vec<NodeRegister> = Vec::new();
        let mut count = 0;
        let mut renamed = vec![0; self.node_registers];
        for at in 0..self.step.len() {
            // A result must not overwrite its own operands, so registers become free only after the instruction.
            for place in (0..first.len()).filter(|place| first[*place] == at) {
                renamed[place] = free.pop().unwrap_or_else(|| {
                    count += 1;
                    count - 1
                });
            }
            for place in (0..last.len()).filter(|place| first[*place] <= at && last[*place] == at) {
                free.push(renamed[place]);
            }
        }
        self.rename(&renamed);
        self.node_registers = count;
        self
    }

    /// The instructions that each pair's rounds repeat.
    pub(crate) fn rounds(&self) -> Vec<RangeInclusive<usize>> {
        let round = |(at, instruction): (usize, &Instruction)| match instruction {
            Instruction::PairRound(number) => Some(self.pairs[*number].round..=at),
            _ => None,
        };
        self.step.iter().enumerate().filter_map(round).collect()
    }

    /// The node registers that an instruction of a step writes, and the node registers that it reads.
    pub(crate) fn registers(&self, at: usize) -> (Vec<NodeRegister>, Vec<NodeRegister>) {
        match self.step[at] {
            Instruction::Exchange(number) => {
                let Exchange { inflow, values, .. } = self.exchanges[number];
                (values.to_vec(), vec![inflow])
            }
            Instruction::PairBegin(number) => (self.pairs[number].values.to_vec(), vec![]),
            Instruction::PairRound(number) => {
                let Coupled { values, rates, .. } = self.pairs[number];
                (vec![], [values, rates].concat())
            }
            mut instruction => {
                let [written, read @ ..] = instruction.grids();
                let places =
                    |grids: &[Option<&mut NodeRegister>]| grids.iter().flatten().map(|place| **place).collect();
                (places(&[written]), places(&read))
            }
        }
    }

    fn rename(&mut self, renamed: &[NodeRegister]) {
        let new = |place: &mut NodeRegister| *place = renamed[*place];
        self.step.iter_mut().flat_map(|instruction| instruction.grids().into_iter().flatten()).for_each(new);
        for exchange in &mut self.exchanges {
            new(&mut exchange.inflow);
            exchange.values.iter_mut().for_each(new);
        }
        for pair in &mut self.pairs {
            pair.values.iter_mut().chain(&mut pair.rates).for_each(new);
        }
    }
}

impl Instruction {
    /// The node register that it writes, and the two that it reads. The registers of a stage of two states stand with
    /// the stage.
    fn grids(&mut self) -> [Option<&mut NodeRegister>; 3] {
        match self {
            Self::BinarySS(..)
            | Self::UnaryS(..)
            | Self::RecordS(..)
            | Self::Exchange(_)
            | Self::PairBegin(_)
            | Self::PairMatrix(_)
            | Self::PairRound(_) => [None, None, None],
            Self::PickNode(_, a) | Self::RecordN(_, a) => [None, Some(a), None],
            Self::Broadcast(out, _) | Self::Decay(_, out, _) => [Some(out), None, None],
            Self::BinaryNS(_, out, a, _)
            | Self::BinarySN(_, out, _, a)
            | Self::FusedSSN(_, out, _, _, a)
            | Self::SquareN(out, a)
            | Self::UnaryN(_, out, a)
            | Self::Turnover(_, out, a, _)
            | Self::Follow(_, out, _, a) => [Some(out), Some(a), None],
            Self::BinaryNN(_, out, a, b) | Self::FusedNSN(_, out, a, _, b) => [Some(out), Some(a), Some(b)],
        }
    }
}
