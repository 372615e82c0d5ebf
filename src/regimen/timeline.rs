//! The timeline: doses, switches and events as the stretches between which nothing jumps.

use std::sync::Arc;

use super::dose::Dose;
use super::drug::Drug;
use super::event::Event;
use super::in_force::InForce;
use super::route::Route;
use super::running::Running;
use super::stretch::{Segment, Stretch};
use super::switch::{Change, Switch};
use super::switched::SwitchedOn;
use crate::quantity::Setting;

/// Times nearer than this share of themselves (or of an hour) are one time.
const SAME_TIME: f64 = 1e-10;

/// All that is done to one arm.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Regimen {
    /// Doses, repeats written out.
    pub doses: Vec<Dose>,
    /// Parameters changed for a while; no two of them on one parameter at the same time.
    pub switches: Vec<Switch>,
    /// States changed at once.
    pub events: Vec<Event>,
}

impl Regimen {
    /// The stretches from 0 to `duration` (h), with the settings in force in each, starting from `settings`.
    ///
    /// A dose that begins at or after `duration` is left out; an infusion that ends after it runs to the end at its
    /// own rate.
    pub fn segments(&self, settings: &[f64], duration: f64) -> Vec<Segment> {
        let amounts: Vec<f64> = self.doses.iter().map(|dose| dose.amount).collect();
        let changes: Vec<Change> = self.switches.iter().map(|switch| switch.change).collect();
        let mut in_force = InForce::new(&self.switches, settings, &amounts, &changes);
        let usual: Arc<[f64]> = settings.into();
        let mut now = Arc::clone(&usual);
        let segment = |stretch: Stretch| {
            in_force.enter(&stretch);
            let value = |setting: &Setting| in_force.value(&stretch, *setting);
            if stretch.touched.is_empty() {
                now = Arc::clone(&usual);
            } else {
                let mut next = settings.to_vec();
                stretch.touched.iter().for_each(|setting| next[setting.0] = value(setting));
                let is_same = next.iter().zip(now.iter()).all(|(a, b)| a.to_bits() == b.to_bits());
                if !is_same {
                    now = next.into();
                }
            }
            let jumps = stretch.added.iter().map(|(state, dose)| (*state, amounts[*dose])).collect();
            let settings = Arc::clone(&now);
            Segment { start: stretch.start, end: stretch.end, effects: stretch.effects, jumps, settings }
        };
        self.stretches(duration).into_iter().map(segment).collect()
    }

    /// The stretches from 0 to `duration` (h), with doses and switches by their places in the regimen, so that they are
    /// the same for subjects whose amounts differ. Each dose, switch and event is visited where it begins and where it
    /// ends, and not on the stretches between.
    pub fn stretches(&self, duration: f64) -> Vec<Stretch> {
        let times = self.edges(duration);
        // Every time is replaced by the edge it was merged into, so that an infusion runs exactly from edge to edge.
        let snap = |time: f64| {
            let next = times.partition_point(|edge| *edge < time);
            let near = |i: usize| times.get(i).copied().filter(|edge| is_same(*edge, time));
            near(next).or_else(|| near(next.wrapping_sub(1))).unwrap_or(time)
        };
        let mut doses: Vec<(usize, Dose)> = self
            .doses
            .iter()
            .enumerate()
            .filter(|(_, dose)| dose.at < duration)
            .map(|(place, dose)| {
                let at = snap(dose.at);
                let over = if dose.over > 0.0 { snap(dose.at + dose.over) - at } else { 0.0 };
                (place, Dose { at, over, ..*dose })
            })
            .collect();
        // A stable order, so that sums do not depend on how the doses were written down.
        doses.sort_by(|(_, a), (_, b)| a.at.total_cmp(&b.at));
        let mut doses = doses.into_iter().peekable();
        let mut events: Vec<Event> = self.events.iter().map(|event| Event { at: snap(event.at), ..*event }).collect();
        events.sort_by(|a, b| a.at.total_cmp(&b.at));
        let mut events = events.into_iter().peekable();
        let mut switches = SwitchedOn::new(
            self.switches.iter().map(|s| Switch { at: snap(s.at), until: s.until.map(snap), ..*s }).collect(),
        );
        let mut running = Running::default();
        let mut stretches = Vec::with_capacity(times.len());
        for span in times.windows(2) {
            let (start, end) = (span[0], span[1]);
            let ended = running.end(start);
            let (mut added, mut begun) = (Vec::new(), Vec::new());
            while let Some((place, dose)) = doses.next_if(|(_, dose)| dose.at <= start) {
                if dose.over > 0.0 {
                    begun.extend(running.begin(place, &dose));
                } else if let Some(state) = dose.drug.compartment(dose.route) {
                    added.push((state, place));
                }
            }
            let mut effects = Vec::new();
            while let Some(event) = events.next_if(|event| event.at <= start) {
                if event.at == start {
                    effects.push((event.state, event.effect));
                }
            }
            let on = switches.at(start);
            let mut touched: Vec<Setting> = running.inputs().chain(switches.settings(&on)).collect();
            touched.sort_unstable();
            touched.dedup();
            stretches.push(Stretch { start, end, effects, added, begun, ended, on, touched });
        }
        stretches
    }

    /// Every time from 0 to `duration` at which something jumps, both ends included, times that differ by rounding
    /// merged.
    pub fn edges(&self, duration: f64) -> Vec<f64> {
        let doses = self.doses.iter().flat_map(|dose| [dose.at, dose.at + dose.over]);
        let switches = self.switches.iter().flat_map(|switch| [Some(switch.at), switch.until]).flatten();
        let events = self.events.iter().map(|event| event.at);
        let mut times: Vec<f64> =
            doses.chain(switches).chain(events).filter(|time| *time > 0.0 && *time < duration).collect();
        times.sort_by(f64::total_cmp);
        let mut edges = vec![0.0];
        for time in times {
            let last = edges.last().copied().unwrap_or(0.0);
            if !is_same(last, time) && !is_same(duration, time) {
                edges.push(time);
            }
        }
        edges.push(duration);
        edges
    }

    /// Whether a drug is given at all before `duration` (h).
    pub fn gives(&self, drug: Drug, duration: f64) -> bool {
        self.doses.iter().any(|dose| dose.drug == drug && dose.at < duration)
    }

    /// Whether a drug is given by a route before `duration` (h).
    pub fn gives_by(&self, drug: Drug, route: Route, duration: f64) -> bool {
        self.doses.iter().any(|dose| dose.drug == drug && dose.route == route && dose.at < duration)
    }
}

fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME_TIME * a.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ketamine;

    fn infusion(at: f64, amount: f64, over: f64) -> Dose {
        Dose { at, amount, per_kg: false, over, drug: Drug::Ketamine, route: Route::Intravenous }
    }

    fn rates(regimen: &Regimen, duration: f64) -> Vec<(f64, f64)> {
        let settings = vec![0.0; crate::model::SETTINGS.len()];
        let rate = ketamine::setting::ketamine_infusion.0;
        regimen.segments(&settings, duration).iter().map(|s| (s.start, s.settings[rate])).collect()
    }

    #[test]
    fn overlapping_infusions_add_up() {
        let regimen = Regimen { doses: vec![infusion(0.0, 10.0, 2.0), infusion(1.0, 30.0, 3.0)], ..Regimen::default() };
        assert_eq!(rates(&regimen, 10.0), [(0.0, 5.0), (1.0, 15.0), (2.0, 10.0), (4.0, 0.0)]);
    }

    #[test]
    fn times_that_differ_by_rounding_are_merged_without_losing_a_dose() {
        let regimen =
            Regimen { doses: vec![infusion(0.0, 3.0, 0.3), infusion(0.1 + 0.2, 1.0, 0.5)], ..Regimen::default() };
        let delivered: f64 = {
            let settings = vec![0.0; crate::model::SETTINGS.len()];
            let rate = ketamine::setting::ketamine_infusion.0;
            regimen.segments(&settings, 5.0).iter().map(|s| (s.end - s.start) * s.settings[rate]).sum()
        };
        assert_eq!(regimen.edges(5.0).len(), 4);
        assert!((delivered - 4.0).abs() < 1e-14);
    }
}
