//! Which switches are on, as time goes on.
//!
//! Owns: the order in which switches begin and end. Must not know: what a switch changes.

use std::collections::BTreeSet;

use super::switch::Switch;
use crate::quantity::Setting;

/// Switches, and which of them are on at a time that only grows.
#[derive(Debug)]
pub(crate) struct SwitchedOn {
    switches: Vec<Switch>,
    /// Places of the switches by when they begin, the next one last.
    beginning: Vec<usize>,
    /// Places of the switches that end by when they do, the next one last.
    ending: Vec<usize>,
    on: BTreeSet<usize>,
}

impl SwitchedOn {
    /// Before any of these switches.
    pub(crate) fn new(switches: Vec<Switch>) -> Self {
        let until = |place: &usize| switches[*place].until.unwrap_or(f64::INFINITY);
        let mut beginning: Vec<usize> = (0..switches.len()).collect();
        let mut ending: Vec<usize> = beginning.iter().copied().filter(|place| until(place).is_finite()).collect();
        beginning.sort_by(|a, b| switches[*b].at.total_cmp(&switches[*a].at));
        ending.sort_by(|a, b| until(b).total_cmp(&until(a)));
        Self { switches, beginning, ending, on: BTreeSet::new() }
    }

    /// The places of the switches that are on at this time (h). The times of successive calls do not decrease.
    pub(crate) fn at(&mut self, time: f64) -> Vec<usize> {
        self.go(time, |_, _| {});
        self.on.iter().copied().collect()
    }

    /// Goes on to this time (h) and says of each switch that begins or ends its place and whether it is on now.
    pub(crate) fn go(&mut self, time: f64, mut change: impl FnMut(usize, bool)) {
        let Self { switches, beginning, ending, on } = self;
        while let Some(place) = ending.pop_if(|place| switches[*place].until.is_some_and(|until| until <= time)) {
            if on.remove(&place) {
                change(place, false);
            }
        }
        while let Some(place) = beginning.pop_if(|place| switches[*place].at <= time) {
            if switches[place].is_on(time) {
                on.insert(place);
                change(place, true);
            }
        }
    }

    /// The parameters of switches at these places.
    pub(crate) fn settings(&self, places: &[usize]) -> impl Iterator<Item = Setting> {
        places.iter().map(|place| self.switches[*place].setting)
    }
}
