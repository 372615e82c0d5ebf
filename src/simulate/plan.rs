//! Many subjects of one arm on the same steps.
//!
//! The steps are made once, as long as the typical subject and a few pilot subjects allow, and batches of subjects take
//! them, which costs a small part of single runs. Subjects whose error exceeds the tolerance take a finer plan, and are
//! run alone if that is not enough. Where part of the model has come to rest, as long after the last dose of a drug, a
//! shorter program leaves it out; a subject that is not at rest there is refused.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use std::ops::Range;

use super::experiment::{Experiment, apply, is_within};
use super::extrema::{Extent, Extrema};
use super::trajectory::{IMPROVES, Signal, baseline, improvement_or_nan};
use crate::model::{self, Domain, Onset};
use crate::quantity::{Setting, State};
use crate::regimen::{Change, Drug, InForce, Stretch, Switch};
use crate::solver::{
    AnyModel, Batch, LANES, Names, Options, PlannedStep, Program, RECORDED_PER_STEP, Recorded, Specialisation,
    StepPlanOptions, StepPlanner, SubjectLanes, sample_weights,
};

/// Steps that end before this time (h) have smaller errors, in proportion to their end: a peak is timed to a
/// ten-thousandth, and the first peaks come after minutes.
const EARLY: f64 = 30.0;

/// How much shorter the steps are than the pilot subjects need.
#[derive(Debug, Clone, Copy)]
struct Margin {
    /// Share of the tolerance that the pilot subjects use up.
    share: f64,
    /// Rounds of Newton's method beyond the number that is enough for the pilot subjects.
    spare_rounds: u8,
}

/// The margin that suits nearly every subject that is not very unlike the pilot subjects.
const USUAL: Margin = Margin { share: 0.22, spare_rounds: 0 };

/// The margin of a finer plan, which has about twice as many steps.
const WIDE: Margin = Margin { share: 0.001, spare_rounds: 1 };

/// The values in which one subject of an arm differs from another.
#[derive(Debug, Clone, PartialEq)]
pub struct Individual {
    /// Every setting before any switch.
    pub settings: Vec<f64>,
    /// The amount of each dose of the regimen, mg.
    pub amounts: Vec<f64>,
    /// What each switch of the regimen does.
    pub changes: Vec<Change>,
}

impl Individual {
    /// The subject of an experiment.
    pub fn of(experiment: &Experiment) -> Self {
        Self {
            settings: experiment.settings.clone(),
            amounts: experiment.regimen.doses.iter().map(|dose| dose.amount).collect(),
            changes: experiment.regimen.switches.iter().map(|switch| switch.change).collect(),
        }
    }
}

/// A stretch with its steps.
#[derive(Debug, Clone)]
struct Planned {
    stretch: Stretch,
    steps: Range<usize>,
    /// Whether everything that the shorter program leaves out is at rest.
    is_quiet: bool,
}

/// The steps of one arm, with the programs that carry them out.
#[derive(Debug, Clone)]
pub struct Plan {
    stretches: Vec<Planned>,
    switches: Vec<Switch>,
    steps: Vec<PlannedStep>,
    /// Start and length of each step, h.
    spans: Vec<(f64, f64)>,
    /// The stretch that each step is in.
    stretch_of: Vec<usize>,
    program: Program,
    /// The program without the states that have come to rest, as those of a drug that is no longer given.
    shorter: Option<Program>,
    recorded: Vec<Recorded>,
    /// Which settings differ between subjects or in time.
    varies: Vec<bool>,
    drugs: Vec<Drug>,
    duration: f64,
    options: Options,
}

/// For each stretch its steps, and the states that rest in it.
type PlannedStretches = (Vec<Vec<PlannedStep>>, Vec<Vec<State>>);

/// The quantity that is recorded for a signal: the signal itself, or the quantity from which it is worked out.
const fn kept_for(signal: Signal) -> Recorded {
    match signal {
        Signal::State(state) => Recorded::State(state),
        Signal::Observable(observable) => Recorded::Observable(observable),
        Signal::Improvement => Recorded::Observable(IMPROVES),
    }
}

impl Plan {
    /// A plan for subjects that differ from the typical one in these settings alone, which records these signals.
    /// Nothing where the steps of the typical subject become too short.
    pub fn new(typical: &Experiment, varying: &[Setting], signals: &[Signal], options: &Options) -> Option<Self> {
        Self::among(typical, &[], varying, signals, options)
    }

    /// A plan whose steps are short enough for these pilot subjects too, seven at most.
    pub fn among(
        typical: &Experiment,
        pilots: &[Individual],
        varying: &[Setting],
        signals: &[Signal],
        options: &Options,
    ) -> Option<Self> {
        let regimen = &typical.regimen;
        let planned = |stretch: Stretch| Planned { stretch, steps: 0..0, is_quiet: false };
        let stretches: Vec<Planned> = regimen.stretches(typical.duration).into_iter().map(planned).collect();
        let changes = |setting: Setting| {
            varying.contains(&setting) || stretches.iter().any(|planned| planned.stretch.touched.contains(&setting))
        };
        let varies: Vec<bool> = (0..typical.settings.len()).map(|i| changes(Setting(i))).collect();
        let fixed = typical.settings.iter().zip(&varies).map(|(value, varies)| (!varies).then_some(*value));
        let mut known = Specialisation {
            settings: fixed.collect(),
            resting: Vec::new(),
            given: stretches.iter().flat_map(|planned| planned.stretch.added.iter().map(|(state, _)| *state)).collect(),
        };
        let names = Names { settings: model::SETTINGS, states: model::STATES, observables: model::OBSERVABLES };
        let mut recorded: Vec<Recorded> = Vec::new();
        for signal in signals {
            if !recorded.contains(&kept_for(*signal)) {
                recorded.push(kept_for(*signal));
            }
        }
        let mut plan = Self {
            program: Program::new(model::stages(), names, &known, &recorded),
            shorter: None,
            stretches,
            switches: regimen.switches.clone(),
            steps: Vec::new(),
            spans: Vec::new(),
            stretch_of: Vec::new(),
            recorded,
            varies,
            drugs: Drug::ALL.into_iter().filter(|drug| regimen.gives(*drug, typical.duration)).collect(),
            duration: typical.duration,
            options: *options,
        };
        let rests = plan.pace(&[&[Individual::of(typical)], pilots].concat(), USUAL)?;
        known.resting = plan.quieten(&rests);
        let shorter = Program::new(model::stages(), names, &known, &plan.recorded);
        let is_quiet = |step: &usize| plan.stretches[plan.stretch_of[*step]].is_quiet;
        let quiet = plan.steps.iter_mut().enumerate().filter(|(i, _)| is_quiet(i));
        PlannedStep::adapt(quiet.map(|(_, step)| step), &shorter);
        plan.shorter = Some(shorter);
        Some(plan)
    }

    /// Chooses the states that a shorter program leaves out, and notes for each stretch whether all of them rest in it.
    fn quieten(&mut self, rests: &[Vec<State>]) -> Vec<State> {
        let is_within = |some: &[State], all: &[State]| some.iter().all(|state| all.contains(state));
        let spared = |some: &&Vec<State>| {
            let quiet = self.stretches.iter().zip(rests).filter(|(_, rest)| is_within(some, rest));
            some.len() * quiet.map(|(planned, _)| planned.steps.len()).sum::<usize>()
        };
        let best = rests.iter().max_by_key(spared).cloned().unwrap_or_default();
        for (planned, rest) in self.stretches.iter_mut().zip(rests) {
            planned.is_quiet = is_within(&best, rest);
        }
        best
    }

    /// A finer plan, whose steps are short enough for these subjects with a wide margin.
    pub fn finer(&self, subjects: &[Individual]) -> Option<Self> {
        let mut plan = self.clone();
        // The shorter program refuses subjects that are not at rest; a finer plan is for them too.
        plan.shorter = None;
        plan.pace(subjects, WIDE)?;
        Some(plan)
    }

    /// Makes the steps, as long as these subjects allow; returns for each stretch the states that rest in it.
    fn pace(&mut self, subjects: &[Individual], margin: Margin) -> Option<Vec<Vec<State>>> {
        let (planned_steps, rests) = self.workspace().planned_steps(subjects, margin)?;
        self.steps.clear();
        self.spans.clear();
        self.stretch_of.clear();
        for (stretch, (planned, steps)) in self.stretches.iter_mut().zip(planned_steps).enumerate() {
            let first = self.steps.len();
            let mut time = planned.stretch.start;
            for step in steps {
                self.spans.push((time, step.length()));
                self.stretch_of.push(stretch);
                time += step.length();
                self.steps.push(step);
            }
            planned.steps = first..self.steps.len();
        }
        Some(rests)
    }

    /// The settings of a subject, before the first stretch.
    fn in_force<'a>(&'a self, subject: &'a Individual) -> InForce<'a> {
        InForce::new(&self.switches, &subject.settings, &subject.amounts, &subject.changes)
    }

    /// How many steps it has.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// The steps of each stretch between two jumps.
    pub fn stretches(&self) -> impl Iterator<Item = Range<usize>> {
        self.stretches.iter().map(|planned| planned.steps.clone())
    }

    /// The stretch that a step is in.
    pub fn stretch(&self, step: usize) -> usize {
        self.stretch_of[step]
    }

    /// Start and length of a step, h.
    pub fn span(&self, step: usize) -> (f64, f64) {
        self.spans[step]
    }

    /// The last step that starts at or before a time (h), so that a moment of a jump belongs to what comes after it.
    pub fn locate(&self, time: f64) -> usize {
        self.spans.partition_point(|(start, _)| *start <= time).saturating_sub(1)
    }

    /// How long it lasts, h.
    pub const fn duration(&self) -> f64 {
        self.duration
    }

    /// Whether a drug is given at all.
    pub fn gives(&self, drug: Drug) -> bool {
        self.drugs.contains(&drug)
    }

    /// Where these times (h) lie.
    pub fn moments(&self, times: &[f64]) -> Vec<Moment> {
        let moment = |time: &f64| {
            let step = self.locate(*time);
            let (start, length) = self.span(step);
            Moment { step, weights: sample_weights((time - start) / length) }
        };
        times.iter().map(moment).collect()
    }

    /// A workspace for one batch.
    pub fn workspace(&self) -> BatchWorkspace<'_> {
        BatchWorkspace {
            plan: self,
            batch: Batch::new(&self.program, self.shorter.as_ref(), self.options.rtol, self.options.floor),
            rest: vec![SubjectLanes::ZERO; model::STATES.len()],
            recorded: vec![SubjectLanes::ZERO; self.steps.len() * self.each()],
            extrema: Extrema::default(),
            subjects: 0,
            baselines: [None; LANES],
            last_settings: Vec::new(),
        }
    }

    /// Values that a step records for each subject.
    fn each(&self) -> usize {
        self.recorded.len() * RECORDED_PER_STEP
    }
}

/// A time by its step, with the weight of each recorded value of the step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    step: usize,
    weights: [f64; RECORDED_PER_STEP],
}

/// A plan with the memory for one batch, and the results of that batch.
#[derive(Debug)]
pub struct BatchWorkspace<'a> {
    plan: &'a Plan,
    batch: Batch<'a>,
    /// The resting states of every subject without treatment.
    rest: Vec<SubjectLanes>,
    /// Step by step the values of each recorded quantity.
    recorded: Vec<SubjectLanes>,
    extrema: Extrema,
    subjects: usize,
    baselines: [Option<f64>; LANES],
    last_settings: Vec<Vec<f64>>,
}

impl<'a> BatchWorkspace<'a> {
    /// Uses only the instructions that every processor of its kind has.
    pub fn plain(mut self) -> Self {
        self.batch = self.batch.plain();
        self
    }

    /// The plan.
    pub const fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// How many subjects were carried to the end.
    pub const fn subjects(&self) -> usize {
        self.subjects
    }

    /// Whether the steps were short enough for the subject in this lane.
    pub fn is_exact(&self, lane: usize) -> bool {
        self.batch.error().0[lane] <= 1.0
    }

    /// Reported symptoms of a subject at time 0, if there are enough of them to improve.
    pub const fn baseline(&self, lane: usize) -> Option<f64> {
        self.baselines[lane]
    }

    /// The settings in force at the end.
    pub fn last_settings(&self, lane: usize) -> &[f64] {
        &self.last_settings[lane]
    }

    /// The states at the end.
    pub fn last_states(&self, lane: usize) -> Vec<f64> {
        self.batch.states().iter().map(|row| row.0[lane]).collect()
    }

    /// Which states ever held anything.
    pub fn ever_held(&self, lane: usize) -> Vec<bool> {
        (0..model::STATES.len()).map(|i| self.batch.greatest(State(i)).0[lane] > 0.0).collect()
    }

    /// The column in which a signal is recorded.
    pub fn column(&self, signal: Signal) -> Option<usize> {
        self.plan.recorded.iter().position(|recorded| *recorded == kept_for(signal))
    }

    /// The values of a column in a step: at its start and its nodes.
    pub fn rows(&self, place: usize, step: usize) -> &[SubjectLanes] {
        &self.recorded[step * self.plan.each() + place * RECORDED_PER_STEP..][..RECORDED_PER_STEP]
    }

    /// The least and the greatest sample of a signal that is recorded in this column, in a stretch.
    #[inline(always)]
    pub fn extent(&self, signal: Signal, place: usize, stretch: usize, lane: usize) -> (f64, f64) {
        let Extent { low, high } = self.extrema.extent(stretch, place);
        let (low, high) = (self.reading(signal, lane, low.0[lane]), self.reading(signal, lane, high.0[lane]));
        // The improvement is greatest where the symptoms are least.
        if signal == Signal::Improvement { (high, low) } else { (low, high) }
    }

    /// The integral over time of a column, in its unit times h.
    pub fn area(&self, place: usize) -> &SubjectLanes {
        self.extrema.area(place)
    }

    /// A signal's value from its recorded value.
    pub fn reading(&self, signal: Signal, lane: usize, recorded: f64) -> f64 {
        match signal {
            Signal::Improvement => improvement_or_nan(self.baselines[lane], recorded),
            Signal::State(_) | Signal::Observable(_) => recorded,
        }
    }

    /// A signal at several moments, one subject after another.
    pub fn sample(&self, signal: Signal, moments: &[Moment]) -> Vec<Vec<f64>> {
        let mut values = vec![Vec::with_capacity(moments.len()); self.subjects];
        let place = self.column(signal);
        for moment in moments {
            let mut sum = SubjectLanes::splat(if place.is_some() { 0.0 } else { f64::NAN });
            for (weight, row) in moment.weights.iter().zip(place.map_or(&[][..], |place| self.rows(place, moment.step)))
            {
                for lane in 0..LANES {
                    sum.0[lane] += weight * row.0[lane];
                }
            }
            for (lane, values) in values.iter_mut().enumerate() {
                values.push(self.reading(signal, lane, sum.0[lane]));
            }
        }
        values
    }

    /// The steps of each stretch, as long as these subjects and the margin allow, and the states that rest in it.
    fn planned_steps(
        mut self,
        subjects: &[Individual],
        Margin { share, spare_rounds }: Margin,
    ) -> Option<PlannedStretches> {
        let Options { longest_step, max_steps, .. } = self.plan.options;
        let pace = StepPlanOptions { share, spare_rounds, early: EARLY, longest: longest_step, most: max_steps };
        let (mut planner, mut rests, mut is_possible) = (StepPlanner::new(pace), Vec::new(), true);
        self.carry(subjects, |batch, Planned { stretch, .. }, rest, _| {
            let mut at_rest = batch.at_rest(rest);
            is_possible = is_possible && planner.carry(batch, (stretch.start, stretch.end));
            let still = batch.at_rest(rest);
            at_rest.retain(|state| still.contains(state));
            rests.push(at_rest);
        });
        is_possible.then(|| (planner.finish(), rests))
    }

    /// Carries these subjects to the end, [`LANES`] at most.
    pub fn run(&mut self, subjects: &[Individual]) {
        let plan = self.plan;
        let mut extrema = std::mem::take(&mut self.extrema);
        extrema.clear(plan.recorded.len());
        self.carry(subjects, |batch, planned, _, out| {
            if planned.is_quiet {
                batch.take_shorter();
            } else {
                batch.take_whole();
            }
            batch.run(&plan.steps[planned.steps.clone()], out);
            extrema.scan(out, &plan.spans[planned.steps.clone()]);
        });
        self.extrema = extrema;
    }

    /// Carries subjects through every stretch with `work`, which gets the resting states without treatment.
    fn carry(
        &mut self,
        subjects: &[Individual],
        mut work: impl FnMut(&mut Batch<'_>, &Planned, &[SubjectLanes], &mut [SubjectLanes]),
    ) {
        self.subjects = subjects.len().min(LANES);
        let Some(first) = subjects.first() else { return };
        let plan = self.plan;
        // Lanes without a subject repeat the first subject; no caller reads them.
        let of = |lane: usize| subjects.get(lane).unwrap_or(first);
        let row = |value: &dyn Fn(&Individual) -> f64| SubjectLanes(std::array::from_fn(|lane| value(of(lane))));
        self.batch.clear();
        let mut before = [const { Vec::new() }; LANES];
        for lane in 0..LANES {
            if lane >= subjects.len() {
                before[lane] = before[0].clone();
            } else {
                let settings = model::before_treatment(&of(lane).settings);
                before[lane] = Onset.rest(&settings);
                self.baselines[lane] = baseline(&settings, &before[lane]);
            }
            for (row, state) in self.batch.states_mut().iter_mut().zip(&before[lane]) {
                row.0[lane] = *state;
            }
        }
        self.rest.clone_from_slice(self.batch.states());
        for i in 0..model::SETTINGS.len() {
            if plan.varies[i] {
                self.batch.set(Setting(i), row(&|subject| subject.settings[i]));
            }
        }
        let mut changed: &[Setting] = &[];
        let mut is_settled = false;
        let mut on: &[usize] = &[];
        let mut in_force: Vec<InForce<'_>> =
            subjects.iter().take(LANES).map(|subject| plan.in_force(subject)).collect();
        for planned in &plan.stretches {
            let Planned { stretch, steps, .. } = planned;
            in_force.iter_mut().for_each(|subject| subject.enter(stretch));
            let now =
                |lane: usize, setting: Setting| in_force.get(lane).unwrap_or(&in_force[0]).value(stretch, setting);
            for setting in changed.iter().chain(&stretch.touched) {
                self.batch.set(*setting, SubjectLanes(std::array::from_fn(|lane| now(lane, *setting))));
                is_settled = false;
            }
            changed = &stretch.touched;
            if !is_settled {
                self.batch.settle();
                is_settled = true;
            }
            // A subject that is outside its domain is refused; its single run then says why.
            let is_switched = std::mem::replace(&mut on, &stretch.on) != stretch.on;
            for lane in if is_switched || !stretch.effects.is_empty() { 0..LANES } else { 0..0 } {
                let domain = Domain::new(|setting| now(lane, setting));
                let mut holds = true;
                for (State(i), effect) in &stretch.effects {
                    let value = &mut self.batch.states_mut()[*i].0[lane];
                    match apply(*effect, *value, before[lane][*i], domain.of(State(*i)), &plan.options) {
                        Ok(after) => *value = after,
                        Err(_) => holds = false,
                    }
                }
                for State(i) in Domain::SETTINGS_DEPENDENT {
                    holds &= is_within(domain.of(State(i)), self.batch.states()[i].0[lane], &plan.options);
                }
                if !holds {
                    self.batch.refuse(lane);
                }
            }
            for (State(state), dose) in &stretch.added {
                for (lane, value) in self.batch.states_mut()[*state].0.iter_mut().enumerate() {
                    *value += of(lane).amounts[*dose];
                }
            }
            let out = &mut self.recorded[steps.start * plan.each()..steps.end * plan.each()];
            work(&mut self.batch, planned, &self.rest, out);
        }
        self.last_settings.clear();
        for (subject, in_force) in subjects.iter().zip(in_force) {
            let mut settings = subject.settings.clone();
            if let Some(Planned { stretch, .. }) = plan.stretches.last() {
                stretch.touched.iter().for_each(|setting| settings[setting.0] = in_force.value(stretch, *setting));
            }
            self.last_settings.push(settings);
        }
    }
}
