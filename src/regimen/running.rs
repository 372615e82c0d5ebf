//! Which infusions run, as time goes on.
//!
//! Owns: the order in which infusions begin and end. Must not know: subjects, rates.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::dose::Dose;
use super::stretch::Infusion;
use crate::quantity::Setting;

/// When an infusion ends, h; ordered by time, and by the order of beginning at the same time.
#[derive(Debug, PartialEq)]
struct End(f64, usize);

impl Eq for End {}

impl PartialOrd for End {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for End {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1))
    }
}

/// The infusions that run, the first to end at the top.
#[derive(Debug, Default)]
pub(super) struct Running {
    ends: BinaryHeap<Reverse<End>>,
    infusions: BTreeMap<usize, Infusion>,
    /// How many run into each input.
    inputs: BTreeMap<Setting, usize>,
    begun: usize,
}

impl Running {
    /// Begins a dose that is an infusion; nothing for a way in which the drug is not infused.
    pub(super) fn begin(&mut self, place: usize, dose: &Dose) -> Option<Infusion> {
        let input = dose.drug.input(dose.route)?;
        let infusion = Infusion { input, dose: place, order: self.begun, over: dose.over };
        self.begun += 1;
        self.ends.push(Reverse(End(dose.at + dose.over, infusion.order)));
        self.infusions.insert(infusion.order, infusion);
        *self.inputs.entry(input).or_default() += 1;
        Some(infusion)
    }

    /// Ends all that do not run on beyond this time, h.
    pub(super) fn end(&mut self, time: f64) -> Vec<Infusion> {
        let mut ended = Vec::new();
        while let Some(Reverse(End(until, order))) = self.ends.peek()
            && !(time < *until)
        {
            ended.extend(self.infusions.remove(order));
            self.ends.pop();
        }
        for infusion in &ended {
            if let Some(count) = self.inputs.get_mut(&infusion.input) {
                *count -= 1;
            }
        }
        self.inputs.retain(|_, count| *count > 0);
        ended
    }

    /// Every input into which something runs.
    pub(super) fn inputs(&self) -> impl Iterator<Item = Setting> {
        self.inputs.keys().copied()
    }
}
