//! What version 2 of the model was made to show: each reading within its published band, and the value that an
//! independent simulator gave for it.

use onset::metrics::{Features, compute, integral, value_at};
use onset::model::{self, synapses};
use onset::quantity::State;
use onset::regimen::{Change, Dose, Drug, Effect, Event, Regimen, Route, Switch};
use onset::scenario::preset;
use onset::simulate::{Experiment, Signal, Trajectory, simulate};
use onset::solver::Options;

const DAY: f64 = 24.0;
const ANY: f64 = f64::INFINITY;

/// Three infusions a week for two weeks.
const THRICE: [f64; 6] = [0.0, 2.0, 4.0, 7.0, 9.0, 11.0];
const TWICE: [f64; 4] = [0.0, 3.0, 7.0, 10.0];

/// Share by which a reading may miss the value that the independent simulator gave, which has four digits and was read
/// off a grid.
const DIGITS: f64 = 3e-3;

/// Holds a reading to its band and to the handed value.
#[track_caller]
fn holds(what: &str, value: f64, (low, high): (f64, f64), handed: f64) {
    assert!((low..=high).contains(&value), "{what}: {value} is not within {low} and {high}");
    assert!((value - handed).abs() <= DIGITS * handed.abs() + 1e-3, "{what}: {value} against {handed}");
}

/// Holds a moment to its band and to the handed one, which was read off a grid of 0.01 to 0.1 h.
#[track_caller]
fn comes_at(what: &str, time: f64, (low, high): (f64, f64), handed: f64) {
    assert!((low..=high).contains(&time), "{what}: {time} h is not within {low} and {high}");
    let grid = if handed < 6.0 { 0.01 } else { 0.1 };
    assert!((time - handed).abs() <= grid, "{what}: {time} h against {handed} h");
}

/// An experiment that a test puts together.
struct Trial(Experiment);

impl Trial {
    fn new(days: f64) -> Self {
        Self(Experiment { regimen: Regimen::default(), ..Experiment::new(days * DAY) })
    }

    fn set(mut self, key: &str, value: f64) -> Self {
        self.0.settings[model::parameter(key).unwrap().0] = value;
        self
    }

    /// With a preset, what it sets for a while included.
    fn preset(mut self, key: &str) -> Self {
        let preset = preset::find(key).unwrap();
        for (setting, value) in preset.settings() {
            self.0.settings[setting.0] = value;
        }
        for timed in preset.timed {
            self = self.switch(timed.key, timed.value, timed.at, timed.until);
        }
        self
    }

    fn switch(mut self, key: &str, value: f64, at: f64, until: f64) -> Self {
        let setting = model::parameter(key).unwrap();
        self.0.regimen.switches.push(Switch { at, until: Some(until), setting, change: Change::Set(value) });
        self
    }

    fn dose(mut self, drug: Drug, route: Route, amount: f64, at: f64, over: f64) -> Self {
        self.0.regimen.doses.push(Dose { at, amount, per_kg: false, over, drug, route });
        self
    }

    /// Infusions of so many mg/kg over 40 min on these days.
    fn infusions(self, days: &[f64], dose: f64) -> Self {
        days.iter()
            .fold(self, |trial, day| trial.dose(Drug::Ketamine, Route::Intravenous, 70.0 * dose, day * DAY, 2.0 / 3.0))
    }

    fn infusion(self) -> Self {
        self.infusions(&[0.0], 0.5)
    }

    fn bolus(self, amount: f64) -> Self {
        self.dose(Drug::Ketamine, Route::Intravenous, amount, 0.0, 0.0)
    }

    fn memantine(self, days: u32) -> Self {
        let doses = 0..days;
        doses.fold(self.preset("memantine-like"), |trial, day| {
            trial.dose(Drug::Ketamine, Route::Oral, 20.0, DAY * f64::from(day), 0.0)
        })
    }

    fn tablets(self, amount: f64, days: u32) -> Self {
        (0..days).fold(self, |trial, day| trial.dose(Drug::Ssri, Route::Oral, amount, DAY * f64::from(day), 0.0))
    }

    fn losing(mut self, states: &[State], at: f64) -> Self {
        let events = states.iter().map(|state| Event { at, state: *state, effect: Effect::LoseGain });
        self.0.regimen.events.extend(events);
        self
    }

    fn run(self) -> Course {
        Course(simulate(&self.0, &Options::default()).unwrap())
    }
}

struct Course(Trajectory);

fn signal(key: &str) -> Signal {
    Signal::by_key(key).unwrap_or_else(|| panic!("no signal {key}"))
}

impl Course {
    fn at(&self, key: &str, time: f64) -> f64 {
        value_at(&self.0, signal(key), time).unwrap()
    }

    fn improvement(&self, time: f64) -> f64 {
        self.at("improvement", time)
    }

    /// Time and value of the greatest.
    fn most(&self, key: &str) -> (f64, f64) {
        Features::new(&self.0, &[]).maximum(signal(key)).unwrap()
    }

    fn metric(&self, key: &str) -> f64 {
        compute(&self.0).get(key).unwrap_or(f64::NAN)
    }

    fn area(&self, key: &str) -> f64 {
        integral(&self.0, signal(key), 0.0, self.0.experiment().duration)
    }

    /// The first time at which a signal has made this share of its greatest change from the start.
    fn reaches(&self, key: &str, share: f64) -> f64 {
        let times: Vec<f64> = (0..60_000).map(|i| f64::from(i) * 0.001).collect();
        let values = self.0.sample(&times).column(signal(key));
        let away: Vec<f64> = values.iter().map(|value| (value - values[0]).abs()).collect();
        let most = away.iter().copied().fold(0.0, f64::max);
        times[away.iter().position(|value| *value >= share * most).unwrap()]
    }

    fn half_life(&self, key: &str, from: f64, to: f64) -> f64 {
        2.0_f64.ln() * (to - from) / (self.at(key, from) / self.at(key, to)).ln()
    }
}

fn one() -> Course {
    Trial::new(28.0).infusion().run()
}

/// Day-1 improvement in percent of the default's.
fn of_default(trial: Trial) -> f64 {
    100.0 * trial.run().improvement(24.0) / one().improvement(24.0)
}

#[test]
fn receptors_hardly_tell_the_cells_apart() {
    let default = |key: &str| model::SETTINGS[model::parameter(key).unwrap().0].default;
    holds("EC50 over EC50", default("ec50_pyramidal") / default("ec50_interneuron"), (1.3, 5.7), 2.737);
    let one = one();
    holds("interneurons, %", 100.0 * one.most("nmda_block_interneuron").1, (14.0, 28.0), 21.65);
    holds("pyramidal cells, %", 100.0 * one.most("nmda_block_pyramidal").1, (6.0, 10.0), 9.171);
}

#[test]
fn the_surge_turns_over_downstream_of_the_receptors() {
    let one = one();
    let surge = one.most("glutamate").1 - 1.0;
    holds("surge, %", 100.0 * surge, (15.0, 80.0), 22.52);
    assert!(one.reaches("interneuron_activity", 0.1) < one.reaches("glutamate", 0.1));
    for (dose, handed, lowest) in [(140.0, 38.07, 84.85), (350.0, 7.344, 60.01)] {
        let bolus = Trial::new(2.0).bolus(dose).run();
        holds("late surge, % of the usual", 100.0 * (bolus.most("glutamate").1 - 1.0) / surge, (-ANY, 60.0), handed);
        let times: Vec<f64> = (0..=500).map(|i| f64::from(i) * 0.001).collect();
        let least = bolus.0.sample(&times).column(signal("glutamate")).into_iter().fold(ANY, f64::min);
        holds("lowest glutamate, %", 100.0 * least, (0.0, 100.0), lowest);
    }
}

#[test]
fn repetition_does_not_add_up() {
    holds("one infusion, %", one().improvement(24.0), (50.5, 52.5), 52.0);
    let six = Trial::new(20.0).infusions(&THRICE, 0.5).run();
    let after = |day: f64| six.improvement(DAY * (day + 1.0));
    for (day, handed) in THRICE.into_iter().zip([52.0, 62.32, 65.21, 65.71, 65.93, 65.96]) {
        holds("24 h after an infusion, %", after(day), (45.0, 70.0), handed);
    }
    holds("24 h after the sixth, %", after(11.0), (60.0, 70.0), 65.96);
    holds("largest ever, %", six.most("improvement").1, (0.0, 75.0), 65.96);
    let two = Trial::new(16.0).infusions(&TWICE, 0.5).run();
    let rate = |time: f64| six.improvement(time) / two.improvement(time);
    holds("three a week over two", rate(336.0), (0.85, 1.15), 1.133);
    holds("three a week over two, a day later", rate(360.0), (0.85, 1.15), 1.146);
    let days = [0.0, 2.0, 4.0, 7.0, 9.0, 11.0, 18.0, 25.0, 32.0, 39.0];
    let weekly = Trial::new(47.0).infusions(&days, 0.5).run();
    let gained = weekly.improvement(40.0 * DAY) - weekly.improvement(12.0 * DAY);
    holds("gained by four weekly ones", gained, (-10.0, 10.0), 0.012_83);
    let lowest = [18.0, 25.0, 32.0, 39.0, 46.0].map(|day| weekly.improvement(day * DAY - 0.1));
    holds("lowest a week after", lowest.into_iter().fold(ANY, f64::min), (35.0, 100.0), 63.39);
}

#[test]
fn a_healthy_brain_gains_little() {
    let healthy = Trial::new(20.0).set("stress", 0.0).infusions(&THRICE, 0.5).run();
    let gain = |count: f64| 100.0 * (count / healthy.at("synapse_count", 0.0) - 1.0);
    holds("at 24 h, %", gain(healthy.at("synapse_count", 24.0)), (0.0, 8.0), 3.577);
    holds("after six, %", gain(healthy.most("synapse_count").1), (0.0, 15.0), 13.69);
}

#[test]
fn spines_carry_what_lasts_and_not_what_comes_first() {
    let nascent = synapses::state::nascent_synapses;
    let both = [nascent, synapses::state::mature_synapses];
    let one = one();
    let lost = |states: &[State], at: f64, read: f64| {
        100.0 * (1.0 - Trial::new(8.0).infusion().losing(states, at).run().improvement(read) / one.improvement(read))
    };
    holds("nascent at 48 h, lost at day 4", lost(&[nascent], 48.0, 96.0), (50.0, 100.0), 59.55);
    holds("both at 48 h, lost at day 4", lost(&both, 48.0, 96.0), (50.0, 100.0), 75.23);
    holds("nascent at 3 h, lost at 6 h", lost(&[nascent], 3.0, 6.0), (-15.0, 15.0), 9.258);
    holds("both at 3 h, lost at 6 h", lost(&both, 3.0, 6.0), (-15.0, 15.0), 9.306);
    holds("gain at 24 h, %", one.metric("synapse_gain_24h"), (4.0, 8.0), 5.271);
    let most = one.most("functional_potentiation").1;
    for (time, handed) in [(24.0, 91.86), (48.0, 53.91), (96.0, 2.098)] {
        let share = 100.0 * one.at("functional_potentiation", time) / most;
        holds("potentiation, % of its most", share, (0.0, 100.0), handed);
    }
}

#[test]
fn ampa_receptors_carry_the_effect_at_a_day() {
    let blocked = Trial::new(4.0).infusion().switch("ampa_block", 0.9, 24.0, 30.0).run();
    let before = blocked.improvement(23.99);
    holds("lost, %", 100.0 * (1.0 - blocked.improvement(29.99) / before), (70.0, 100.0), 72.65);
    holds("6 h later, %", 100.0 * blocked.improvement(36.0) / before, (80.0, 105.0), 98.7);
    let alone = Trial::new(4.0).switch("ampa_block", 0.9, 24.0, 30.0).run();
    holds("the antagonist alone, %", alone.improvement(29.99), (-25.0, 0.0), -24.83);
}

#[test]
fn the_ssri_goes_on_gaining() {
    let daily = Trial::new(84.0).tablets(10.0, 84).run();
    let week = |week: f64| daily.improvement(7.0 * DAY * week - 0.01);
    holds("week 12 minus week 6", week(12.0) - week(6.0), (5.0, 20.0), 5.243);
    holds("onset, d", daily.metric("onset") / DAY, (7.0, 16.0), 11.04);
    holds("8 weeks, %", week(8.0), (50.0, 57.0), 53.76);
    for (number, handed) in [(1.0, 10.73), (2.0, 25.93), (4.0, 43.28), (6.0, 50.59), (12.0, 55.83)] {
        holds("week by week, %", week(number), (0.0, 100.0), handed);
    }
}

#[test]
fn a_single_tablet_occupies_what_was_seen() {
    for (drug, amount, at_4, four, at_48, later) in [
        ("escitalopram", 10.0, (65.0, 80.0), 71.66, (50.0, 60.0), 54.11),
        ("sertraline", 50.0, (65.0, 80.0), 71.63, (50.0, 60.0), 56.64),
        ("paroxetine-first", 20.0, (40.0, 50.0), 46.84, (5.0, 15.0), 10.98),
    ] {
        let tablet = Trial::new(3.0).preset(drug).tablets(amount, 1).run();
        holds(drug, 100.0 * tablet.at("sert_occupancy", 4.0), at_4, four);
        holds(drug, 100.0 * tablet.at("sert_occupancy", 48.0), at_48, later);
    }
    let much = Trial::new(98.0).tablets(40.0, 98).run();
    holds("four times the dose, %", 100.0 * much.metric("sert_occupancy_mean"), (80.0, 88.0), 85.43);
}

#[test]
fn pharmacokinetics_are_those_of_people() {
    let bolus = Trial::new(2.0).bolus(10.0).run();
    holds("10 mg at 0 min", bolus.metric("ketamine_cmax"), (150.0, 300.0), 217.4);
    holds("10 mg at 2 min", bolus.at("ketamine_plasma", 2.0 / 60.0), (150.0, 300.0), 169.6);
    let week = Trial::new(7.0).infusion().run();
    holds("Cmax", week.metric("ketamine_cmax"), (150.0, 220.0), 202.3);
    holds("half-life", week.half_life("ketamine_plasma", 6.0, 12.0), (2.0, 4.0), 2.621);
    holds("clearance", 35_000.0 / week.area("ketamine_plasma"), (69.0, 90.0), 80.0);
    holds("norketamine peak", week.most("norketamine_plasma").1, (30.0, 60.0), 43.62);
    comes_at("its time", week.most("norketamine_plasma").0, (1.0, 1.7), 1.23);
    holds("its half-life", week.half_life("norketamine_plasma", 12.0, 24.0), (4.0, 6.0), 5.089);
    holds("hydroxynorketamine peak", week.most("hnk_plasma").1, (30.0, 60.0), 41.88);
    comes_at("its time", week.most("hnk_plasma").0, (1.5, 5.0), 3.88);
    holds("its half-life", week.half_life("hnk_plasma", 36.0, 72.0), (7.0, 12.0), 9.33);
    let ratio = week.metric("hnk_auc_inf") / week.metric("ketamine_auc_inf");
    holds("its AUC over ketamine's", ratio, (1.5, 3.1), 1.807);
    let share = |route: Route| {
        let given = Trial::new(7.0).dose(Drug::Ketamine, route, 25.0, 0.0, 0.0).run();
        given.area("ketamine_plasma") / 25.0 * 35.0 / week.area("ketamine_plasma")
    };
    holds("oral", share(Route::Oral), (0.17, 0.24), 0.2);
    holds("nasal", share(Route::Nasal), (0.11, 0.5), 0.45);
}

#[test]
fn the_order_of_events_is_that_of_the_data() {
    let one = one();
    holds("at 110 min, %", one.improvement(110.0 / 60.0), (10.0, 100.0), 21.2);
    holds("at 4 h, %", one.improvement(4.0), (10.0, 100.0), 35.9);
    comes_at("maximum", one.most("improvement").0, (18.0, 30.0), 28.1);
    let (time, most) = one.most("mtorc1");
    comes_at("mTORC1 peak", time, (0.5, 2.5), 1.06);
    holds("mTORC1 at 3 h, %", 100.0 * one.at("mtorc1", 3.0) / most, (0.0, 25.0), 0.8383);
    let order = [
        "interneuron_activity",
        "glutamate",
        "ampa_activation",
        "bdnf_release",
        "mtorc1",
        "synaptic_protein",
        "functional_potentiation",
        "synapse_count",
    ];
    let times = order.map(|key| one.reaches(key, 0.1));
    for (i, pair) in times.windows(2).enumerate() {
        assert!(pair[0] < pair[1], "{} at {} h, {} at {} h", order[i], pair[0], order[i + 1], pair[1]);
    }
}

#[test]
fn rivals_match_day_1_and_part_elsewhere() {
    let tuned = (95.0, 105.0);
    let given = |preset: &str| Trial::new(7.0).preset(preset).infusion();
    holds("direct", of_default(given("rival-direct")), tuned, 100.1);
    holds("direct, antagonist", of_default(given("rival-direct").preset("ampa-antagonist")), (0.0, 30.0), 0.3531);
    let direct = Trial::new(2.0).preset("rival-direct").memantine(1);
    holds("direct, memantine", of_default(direct), (0.0, 20.0), 0.080_35);
    holds("hydroxynorketamine", of_default(given("rival-hnk")), tuned, 99.9);
    let half_way = given("rival-hnk").preset("ampa-antagonist");
    holds("hydroxynorketamine, antagonist to 6 h", of_default(half_way), (30.0, 100.0), 65.94);
    let throughout = given("rival-hnk").switch("ampa_block", 0.9, 0.0, 18.0);
    holds("hydroxynorketamine, antagonist to 18 h", of_default(throughout), (0.0, 30.0), 0.1608);
    holds("memantine", of_default(Trial::new(2.0).memantine(1)), (0.0, 20.0), 0.080_44);
    let fortnight = Trial::new(15.0).memantine(14).run().most("improvement").1;
    holds("memantine for 14 d", 100.0 * fortnight / one().improvement(24.0), (0.0, 20.0), 4.386);
    holds("arketamine", of_default(given("arketamine")), (0.0, 90.0), 61.16);
    let dissociation =
        |trial: Trial| 100.0 * trial.run().metric("dissociation_peak") / one().metric("dissociation_peak");
    holds("arketamine, dissociation", dissociation(given("arketamine")), (0.0, 20.0), 10.13);
    holds("arketamine, hnk", of_default(given("arketamine").preset("rival-hnk")), (90.0, 110.0), 100.1);
    holds("naltrexone", of_default(given("naltrexone")), tuned, 100.0);
    holds("opioid gate", of_default(given("rival-opioid")), tuned, 100.0);
    let shut = || given("rival-opioid").preset("naltrexone");
    holds("opioid gate, naltrexone", of_default(shut()), (0.0, 30.0), 0.8541);
    holds("opioid gate, dissociation", dissociation(shut()), (99.0, 101.0), 100.0);
    holds("habenula", of_default(given("rival-habenula")), tuned, 100.0);
    comes_at("habenula, onset", given("rival-habenula").run().metric("onset"), (0.0, 1.77), 0.69);
    let habenula = Trial::new(2.0).preset("rival-habenula").memantine(1);
    holds("habenula, memantine", of_default(habenula), (0.0, 100.0), 91.06);
}

#[test]
fn response_remission_and_relapse_are_those_of_the_curve() {
    let one = one();
    // One infusion brings a response for a day or two, and no remission.
    let (response, relapse) = (one.metric("response"), one.metric("relapse"));
    assert!((one.improvement(response) - 50.0).abs() < 1e-6 && (one.improvement(relapse) - 50.0).abs() < 1e-6);
    assert!(
        one.metric("onset") < response && response < 24.0 && (24.0..72.0).contains(&relapse),
        "{response} {relapse}"
    );
    assert!(one.metric("remission").is_nan());
    let six = Trial::new(56.0).infusions(&THRICE, 0.5).run();
    let remission = six.metric("remission");
    assert!((six.at("reported_symptoms", remission) - 0.05).abs() < 1e-9, "{remission}");
    assert!(six.metric("response") < remission && remission < six.metric("relapse"));
    // What never falls below one half has no relapse.
    let daily = Trial::new(84.0).tablets(10.0, 84).run();
    assert!(daily.metric("response") > 30.0 * DAY && daily.metric("relapse").is_nan());
}
