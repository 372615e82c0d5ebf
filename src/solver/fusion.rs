//! Two instructions of a program that are carried out as one.
//!
//! A value that is read once, by the instruction for which it was worked out, need not be written down: a sum that is
//! only divided by, a product that is only added. The operations and their order stay the same, and so do the results
//! to the last bit.

use super::program::{Fused, GridPlace, Instruction, Program, RowPlace};
use super::trace::Binary;

impl Program {
    /// Makes one of two instructions where the first one's result is read by the second alone.
    pub(super) fn fused(mut self) -> Self {
        let mut writer = vec![None; self.grids];
        let mut readers = vec![0_usize; self.grids];
        for at in 0..self.step.len() {
            let (written, read) = self.places(at);
            written.into_iter().for_each(|place| writer[place] = Some(at));
            read.into_iter().for_each(|place| readers[place] += 1);
        }
        let rounds = self.rounds();
        let mut is_needed = vec![true; self.step.len()];
        for at in 0..self.step.len() {
            // What is worked out before the rounds of a pair stays there, lest every round do it again.
            let is_as_often = |first: usize| rounds.iter().all(|round| !round.contains(&at) || round.contains(&first));
            let part = |place: GridPlace, wanted: Binary| -> Option<(usize, RowPlace, GridPlace)> {
                let first = writer[place].filter(|first| readers[place] == 1 && is_as_often(*first))?;
                match self.step[first] {
                    Instruction::RowGrid(operation, _, row, grid) if operation == wanted => Some((first, row, grid)),
                    _ => None,
                }
            };
            let inner = |outer: Binary, place: GridPlace| -> Option<(usize, Fused, RowPlace, GridPlace)> {
                let (fused, wanted) = match outer {
                    Binary::Add => (Fused::Plus, Binary::Mul),
                    Binary::Sub => (Fused::Minus, Binary::Mul),
                    Binary::Div => (Fused::Over, Binary::Add),
                    Binary::Mul => return None,
                };
                part(place, wanted).map(|(first, row, grid)| (first, fused, row, grid))
            };
            let both = match self.step[at] {
                Instruction::RowGrid(outer, out, a, place) => inner(outer, place)
                    .map(|(first, fused, row, grid)| (first, Instruction::RowsGrid(fused, out, a, row, grid))),
                Instruction::Grids(outer, out, a, place) => inner(outer, place)
                    .map(|(first, fused, row, grid)| (first, Instruction::GridRowGrid(fused, out, a, row, grid))),
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
