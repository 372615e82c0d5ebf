//! The timeline: doses, switches and events as the stretches between which nothing jumps.

use super::dose::{Dose, Drug, Route};
use super::event::{Effect, Event};
use super::switch::{Change, Switch};
use crate::quantity::{Setting, State};

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

/// A stretch without a jump inside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// From here, h.
    pub start: f64,
    /// To here, h.
    pub end: f64,
    /// What happens to states at the start, before anything is added.
    pub effects: Vec<(State, Effect)>,
    /// What is added at the start, mg.
    pub jumps: Vec<(State, f64)>,
    /// The settings in force.
    pub settings: Vec<f64>,
}

/// A stretch without a jump inside it, for whoever is treated: doses and switches are named by their places in the
/// regimen.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// From here, h.
    pub start: f64,
    /// To here, h.
    pub end: f64,
    /// What happens to states at the start, before anything is added.
    pub effects: Vec<(State, Effect)>,
    /// What is added at the start: where, and which dose.
    pub added: Vec<(State, usize)>,
    /// What runs in: into which input, which dose, and over how long, h.
    pub infused: Vec<(Setting, usize, f64)>,
    /// Which switches are on.
    pub on: Vec<usize>,
}

impl Stretch {
    /// The settings that differ from those before any dose or switch, with their values, for a subject with these
    /// settings, amounts of the doses (mg) and changes of the switches. A setting may be named twice; the last counts.
    pub fn in_force<'a>(
        &'a self,
        switches: &'a [Switch],
        settings: &'a [f64],
        amounts: &'a [f64],
        changes: &'a [Change],
    ) -> impl Iterator<Item = (Setting, f64)> + 'a {
        let infused = self.infused.iter().enumerate().map(move |(i, (input, ..))| {
            let together = self.infused[..=i].iter().filter(|(other, ..)| other == input);
            let rate = together.fold(settings[input.0], |rate, (_, dose, over)| rate + amounts[*dose] / over);
            (*input, rate)
        });
        let switched = self.on.iter().map(move |place| {
            let setting = switches[*place].setting;
            (setting, changes[*place].apply(settings[setting.0]))
        });
        infused.chain(switched)
    }
}

impl Stretch {
    /// The settings that differ from those before any dose or switch.
    pub fn touched(&self, switches: &[Switch]) -> Vec<Setting> {
        let switched = self.on.iter().map(|place| switches[*place].setting);
        self.infused.iter().map(|(input, ..)| *input).chain(switched).collect()
    }
}

impl Regimen {
    /// The stretches from 0 to `duration` (h), with the settings in force in each, starting from `settings`.
    ///
    /// A dose that begins at or after `duration` is left out; an infusion that ends after it runs to the end at its
    /// own rate.
    pub fn segments(&self, settings: &[f64], duration: f64) -> Vec<Segment> {
        let amounts: Vec<f64> = self.doses.iter().map(|dose| dose.amount).collect();
        let changes: Vec<Change> = self.switches.iter().map(|switch| switch.change).collect();
        let segment = |stretch: Stretch| {
            let mut now = settings.to_vec();
            for (setting, value) in stretch.in_force(&self.switches, settings, &amounts, &changes) {
                now[setting.0] = value;
            }
            let jumps = stretch.added.iter().map(|(state, dose)| (*state, amounts[*dose])).collect();
            Segment { start: stretch.start, end: stretch.end, effects: stretch.effects, jumps, settings: now }
        };
        self.stretches(duration).into_iter().map(segment).collect()
    }

    /// The stretches from 0 to `duration` (h), with doses and switches by their places in the regimen, so that they are
    /// the same for subjects whose amounts differ.
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
        let switches: Vec<Switch> =
            self.switches.iter().map(|s| Switch { at: snap(s.at), until: s.until.map(snap), ..*s }).collect();

        let mut events: Vec<Event> = self.events.iter().map(|event| Event { at: snap(event.at), ..*event }).collect();
        events.sort_by(|a, b| a.at.total_cmp(&b.at));

        let mut next_dose = 0;
        let mut running: Vec<(usize, Dose)> = Vec::new();
        let mut stretches = Vec::with_capacity(times.len());
        for span in times.windows(2) {
            let (start, end) = (span[0], span[1]);
            let mut added = Vec::new();
            running.retain(|(_, dose)| start < dose.at + dose.over);
            while let Some((place, dose)) = doses.get(next_dose).filter(|(_, dose)| dose.at <= start) {
                if dose.over > 0.0 {
                    running.push((*place, *dose));
                } else if let Some(state) = Dose::compartment(dose.drug, dose.route) {
                    added.push((state, *place));
                }
                next_dose += 1;
            }
            let infused = running
                .iter()
                .filter_map(|(place, dose)| Dose::input(dose.drug, dose.route).map(|input| (input, *place, dose.over)));
            let on = (0..switches.len()).filter(|place| switches[*place].is_on(start)).collect();
            let effects =
                events.iter().filter(|event| event.at == start).map(|event| (event.state, event.effect)).collect();
            stretches.push(Stretch { start, end, effects, added, infused: infused.collect(), on });
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
        Dose { at, amount, over, drug: Drug::Ketamine, route: Route::Intravenous }
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
