//! A step of a plan, as a batch takes it.

use std::sync::Arc;

use super::program::Program;
use super::relaxation::{FixedExchange, Relaxation};

/// Most pairs of a model: the rounds of each are counted.
pub(super) const MOST_PAIRS: usize = 4;

/// Rounds of Newton's method that are enough for any step that is worth taking.
pub(super) const MOST_ROUNDS: u8 = 8;

/// One step of a plan.
#[derive(Debug, Clone)]
pub struct PlannedStep {
    pub(super) length: f64,
    /// Rounds of Newton's method in each pair.
    pub(super) rounds: [u8; MOST_PAIRS],
    /// The response of each stage whose loss is the same for every subject.
    pub(super) relaxations: Arc<[Relaxation]>,
    /// The response of each exchange whose rates are the same for every subject.
    pub(super) exchanges: Arc<[FixedExchange]>,
}

impl PlannedStep {
    /// A step of this length (h).
    pub(in super::super) fn new(program: &Program, length: f64) -> Self {
        let relaxations = program.fixed.iter().map(|fixed| Relaxation::new(length, *fixed)).collect();
        let exchanges = program.fixed_exchanges.iter().map(|rates| FixedExchange::new(length, *rates)).collect();
        Self { length, rounds: [MOST_ROUNDS; MOST_PAIRS], relaxations, exchanges }
    }

    /// Makes steps fit another program of the same model; steps of the same length share their responses.
    pub fn adapt<'s>(steps: impl Iterator<Item = &'s mut Self>, program: &Program) {
        let mut known: Vec<Self> = Vec::new();
        for step in steps {
            let same = known.iter().find(|known| known.length == step.length).cloned();
            let adapted = same.unwrap_or_else(|| {
                let adapted = Self::new(program, step.length);
                known.push(adapted.clone());
                adapted
            });
            step.relaxations = adapted.relaxations;
            step.exchanges = adapted.exchanges;
        }
    }

    /// How long it is, h.
    pub const fn length(&self) -> f64 {
        self.length
    }

    /// Adds rounds of Newton's method in every pair.
    pub(in super::super) fn add_rounds(&mut self, spare: u8) {
        self.rounds.iter_mut().for_each(|rounds| *rounds = (*rounds + spare).min(MOST_ROUNDS));
    }
}
