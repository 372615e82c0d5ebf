//! Which grids of a program are kept in the same place.
//!
//! Each value has a grid of its own when a program is written, of which few are needed at a time: as many places as
//! that are enough, and stay in the nearest cache.

use std::ops::RangeInclusive;

use super::program::{Coupled, Exchange, GridPlace, Instruction, Program};

impl Program {
    /// Gives the places of grids that are read no more to others.
    pub(super) fn with_shared_places(mut self) -> Self {
        let mut last = vec![0; self.grids];
        let mut first = vec![usize::MAX; self.grids];
        let rounds = self.rounds();
        for at in 0..self.step.len() {
            let (written, read) = self.places(at);
            for place in written {
                first[place] = first[place].min(at);
                last[place] = last[place].max(at);
            }
            for place in read {
                // What a round reads, every round reads.
                let again = rounds.iter().find(|round| round.contains(&at) && first[place] < *round.start());
                last[place] = last[place].max(again.map_or(at, |round| *round.end()));
            }
        }
        let mut free: Vec<GridPlace> = Vec::new();
        let mut count = 0;
        let mut renamed = vec![0; self.grids];
        for at in 0..self.step.len() {
            // A result must not stand where its parts are still read, so places become free only afterwards.
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
        self.grids = count;
        self
    }

    /// The instructions that each pair's rounds repeat.
    pub(super) fn rounds(&self) -> Vec<RangeInclusive<usize>> {
        let round = |(at, instruction): (usize, &Instruction)| match instruction {
            Instruction::PairRound(number) => Some(self.pairs[*number].round..=at),
            _ => None,
        };
        self.step.iter().enumerate().filter_map(round).collect()
    }

    /// The grids that an instruction of a step writes, and those that it reads.
    pub(super) fn places(&self, at: usize) -> (Vec<GridPlace>, Vec<GridPlace>) {
        match self.step[at] {
            Instruction::Rows(..) | Instruction::Row(..) | Instruction::KeepRow(..) | Instruction::PairMatrix(_) => {
                (vec![], vec![])
            }
            Instruction::Pick(_, grid) | Instruction::Keep(_, grid) => (vec![], vec![grid]),
            Instruction::Grids(_, out, a, b) | Instruction::GridRowGrid(_, out, a, _, b) => (vec![out], vec![a, b]),
            Instruction::GridRow(_, out, a, _)
            | Instruction::RowGrid(_, out, _, a)
            | Instruction::RowsGrid(_, out, _, _, a)
            | Instruction::Square(out, a)
            | Instruction::Grid(_, out, a)
            | Instruction::Turnover(_, out, a, _)
            | Instruction::Follow(_, out, _, a) => (vec![out], vec![a]),
            Instruction::Fill(out, _) | Instruction::Decay(_, out, _) => (vec![out], vec![]),
            Instruction::Exchange(number) => {
                let Exchange { inflow, values, .. } = self.exchanges[number];
                (values.to_vec(), vec![inflow])
            }
            Instruction::PairBegin(number) => (self.pairs[number].values.to_vec(), vec![]),
            Instruction::PairRound(number) => {
                let Coupled { values, rates, .. } = self.pairs[number];
                (vec![], [values, rates].concat())
            }
        }
    }

    fn rename(&mut self, renamed: &[GridPlace]) {
        let new = |place: &mut GridPlace| *place = renamed[*place];
        for instruction in &mut self.step {
            match instruction {
                Instruction::Pick(_, grid) | Instruction::Keep(_, grid) => new(grid),
                Instruction::Grids(_, out, a, b) | Instruction::GridRowGrid(_, out, a, _, b) => {
                    [out, a, b].into_iter().for_each(new);
                }
                Instruction::GridRow(_, out, a, _)
                | Instruction::RowGrid(_, out, _, a)
                | Instruction::RowsGrid(_, out, _, _, a)
                | Instruction::Square(out, a)
                | Instruction::Grid(_, out, a)
                | Instruction::Turnover(_, out, a, _)
                | Instruction::Follow(_, out, _, a) => [out, a].into_iter().for_each(new),
                Instruction::Fill(out, _) | Instruction::Decay(_, out, _) => new(out),
                Instruction::Rows(..)
                | Instruction::Row(..)
                | Instruction::KeepRow(..)
                | Instruction::Exchange(_)
                | Instruction::PairBegin(_)
                | Instruction::PairMatrix(_)
                | Instruction::PairRound(_) => {}
            }
        }
        for exchange in &mut self.exchanges {
            new(&mut exchange.inflow);
            exchange.values.iter_mut().for_each(new);
        }
        for pair in &mut self.pairs {
            pair.values.iter_mut().chain(&mut pair.rates).for_each(new);
        }
    }
}
