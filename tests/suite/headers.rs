//! The numbers that the headers of the scenarios promise are those that come out.

use onset::metrics::{Metrics, Shape, compute, value_at};
use onset::scenario::{builtin, read};
use onset::simulate::{Signal, Trajectory, simulate};
use onset::solver::Options;

const DAY: f64 = 24.0;
const WEEK: f64 = 7.0 * DAY;

/// One arm of a simulated scenario, with the others to hold it against.
struct Run<'a> {
    arms: &'a [(String, Trajectory, Metrics)],
    place: usize,
}

impl<'a> Run<'a> {
    #[track_caller]
    fn new(arms: &'a [(String, Trajectory, Metrics)], name: &str) -> Self {
        let place = arms.iter().position(|(known, ..)| known == name);
        Self { arms, place: place.unwrap_or_else(|| panic!("no arm {name}")) }
    }

    fn other(&self, name: &str) -> Self {
        Self::new(self.arms, name)
    }

    fn trajectory(&self) -> &Trajectory {
        &self.arms[self.place].1
    }

    /// A metric; not a number, which lies in no range, where there is none.
    fn metric(&self, key: &str) -> f64 {
        self.arms[self.place].2.get(key).unwrap_or(f64::NAN)
    }

    fn at(&self, key: &str, time: f64) -> f64 {
        value_at(self.trajectory(), signal(key), time).unwrap_or(f64::NAN)
    }

    fn time_of_peak(&self, key: &str) -> f64 {
        Shape::new(self.trajectory(), &[]).maximum(signal(key)).map_or(f64::NAN, |(time, _)| time)
    }

    /// The least of a signal over the first hours, at every hundredth of them.
    fn least(&self, key: &str, hours: f64) -> f64 {
        (0..=100).map(|i| self.at(key, hours * f64::from(i) / 100.0)).fold(f64::INFINITY, f64::min)
    }

    /// The last time at which a signal falls through a level.
    fn last_fall(&self, key: &str, level: f64) -> f64 {
        let crossings = Shape::new(self.trajectory(), &[]).crossings(signal(key), level);
        crossings.iter().rfind(|crossing| !crossing.is_up).map_or(f64::NAN, |crossing| crossing.time)
    }
}

fn signal(key: &str) -> Signal {
    Signal::by_key(key).unwrap_or_else(|| panic!("no signal {key}"))
}

fn day_1(run: &Run<'_>) -> f64 {
    run.metric("improvement_24h")
}

fn peak(run: &Run<'_>) -> f64 {
    run.metric("peak_improvement")
}

fn onset(run: &Run<'_>) -> f64 {
    run.metric("onset")
}

/// An arm, what its header says, between which bounds that is still true, and how it is read off.
type Claim = (&'static str, &'static str, f64, f64, fn(&Run<'_>) -> f64);

const CLAIMS: &[(&str, &[Claim])] = &[
    (
        "ampa-blocked",
        &[
            ("ketamine", "some 50 % at day 1", 46.0, 55.0, day_1),
            ("AMPA blocked from 0 h", "improvement below 5 %", 0.0, 5.0, peak),
            ("AMPA blocked from 2 h", "day 1 keeps about 40 %", 37.0, 43.0, day_1),
            ("AMPA blocked from 0 h", "the same block", -1e-9, 1e-9, |run| {
                run.at("nmda_block_interneuron", 0.6) - run.other("ketamine").at("nmda_block_interneuron", 0.6)
            }),
            ("AMPA blocked from 0 h", "the same glutamate", -1e-6, 1e-6, |run| {
                run.metric("glutamate_peak") - run.other("ketamine").metric("glutamate_peak")
            }),
        ],
    ),
    (
        "amygdala",
        &[
            ("prefrontal, no drug", "about three quarters", 0.72, 0.78, |run| run.at("synapse_count", 0.0)),
            ("amygdala, no drug", "a tenth above 1", 1.07, 1.13, |run| run.at("synapse_count", 0.0)),
            ("prefrontal, ketamine", "adds roughly a tenth", 7.0, 14.0, |run| run.metric("synapse_gain_24h")),
            ("amygdala, ketamine", "adds roughly a tenth", 7.0, 14.0, |run| run.metric("synapse_gain_24h")),
        ],
    ),
    (
        "anaesthetic-bolus",
        &[
            ("5 mg/kg bolus", "glutamate dips below its baseline", 0.0, 0.99, |run| run.least("glutamate", 0.5)),
            ("5 mg/kg bolus", "barely surges", 1.0, 1.2, |run| run.metric("glutamate_peak")),
            ("5 mg/kg bolus", "improvement below 5 %", 0.0, 5.0, peak),
            ("2 mg/kg bolus", "sedates for about twenty minutes", 15.0, 25.0, |run| {
                60.0 * run.last_fall("sedation_index", 50.0)
            }),
            ("2 mg/kg bolus", "improvement above 50 %", 50.0, 65.0, day_1),
            ("0.5 mg/kg bolus", "little difference to the infusion", -4.0, 4.0, |run| {
                day_1(run) - day_1(&run.other("0.5 mg/kg over 40 min"))
            }),
        ],
    ),
    (
        "default-mode-network",
        &[
            ("ketamine", "falls to about half within a day", 0.45, 0.55, |run| {
                run.at("network_overactivity", DAY) / run.at("network_overactivity", 0.0)
            }),
            ("ketamine, no new spines", "relief comes after about 2 h", 1.5, 2.5, onset),
            ("ketamine, no new spines", "nearly gone by day 3", 0.0, 12.0, |run| run.at("improvement", 3.0 * DAY)),
            ("ketamine, no potentiation", "relief starts at about 12 h", 10.0, 14.0, onset),
            ("ketamine, no potentiation", "from day 5 on that of ketamine", -2.0, 2.0, |run| {
                run.at("improvement", 5.0 * DAY) - run.other("ketamine").at("improvement", 5.0 * DAY)
            }),
            ("escitalopram 10 mg daily", "10-15 % by week 1", 10.0, 15.0, |run| run.metric("improvement_7d")),
        ],
    ),
    (
        "dissociation-tolerance",
        &[
            ("with tolerance", "nearly 60 at first", 55.0, 60.0, |run| run.metric("dissociation_peak")),
            ("with tolerance", "about 50 at last", 47.5, 52.5, |run| run.at("dissociation_index", 11.0 * DAY + 0.6666)),
            ("without tolerance", "all six alike", 0.999, 1.001, |run| {
                run.at("dissociation_index", 11.0 * DAY + 0.6666) / run.at("dissociation_index", 0.6666)
            }),
            ("with tolerance", "nearly gone by 2 h", 0.0, 12.0, |run| run.at("dissociation_index", 2.0)),
            ("with tolerance", "the improvement is identical", -1e-6, 1e-6, |run| {
                run.at("improvement", WEEK) - run.other("without tolerance").at("improvement", WEEK)
            }),
        ],
    ),
    (
        "dose-response",
        &[
            ("0.1 mg/kg", "a little over 10 %", 10.0, 13.0, day_1),
            ("0.2 mg/kg", "a third", 30.0, 36.0, day_1),
            ("0.5 mg/kg", "about half", 47.0, 54.0, day_1),
            ("1.0 mg/kg", "not quite 60 %", 56.0, 60.0, day_1),
            ("0.5 mg/kg", "dissociation about 60", 56.0, 64.0, |run| run.metric("dissociation_peak")),
            ("1.0 mg/kg", "dissociation nearly 90", 85.0, 90.0, |run| run.metric("dissociation_peak")),
        ],
    ),
    (
        "esketamine-nasal",
        &[
            ("esketamine 84 mg nasal", "about 110 ng/mL", 105.0, 115.0, |run| run.metric("ketamine_cmax")),
            ("racemate 0.5 mg/kg iv", "about 180 ng/mL", 175.0, 185.0, |run| run.metric("ketamine_cmax")),
            ("esketamine 84 mg nasal", "onset about 2 h", 1.5, 2.5, onset),
            ("esketamine 84 mg nasal", "50-60 % at day 1", 50.0, 60.0, day_1),
            ("racemate 0.5 mg/kg iv", "50-60 % at day 1", 50.0, 60.0, day_1),
        ],
    ),
    (
        "expectancy",
        &[
            ("placebo with expectancy", "about 25 % at day 1", 23.0, 27.0, day_1),
            ("placebo with expectancy", "settles at 30 %", 29.5, 30.5, |run| run.metric("improvement_end")),
            ("ketamine, no expectancy", "peaks near 50 %", 47.0, 54.0, peak),
            ("ketamine with expectancy", "about 65 % together", 62.0, 68.0, peak),
            ("ketamine with expectancy", "at last three quarters expectancy", 0.7, 0.8, |run| {
                run.metric("expectancy_end") / run.metric("improvement_end")
            }),
        ],
    ),
    (
        "fluoxetine-withdrawal",
        &[
            ("paroxetine 20 mg", "below one half within 2 to 3 d", 2.0, 3.0, |run| {
                run.last_fall("sert_occupancy", 0.5) / DAY - 27.0
            }),
            ("fluoxetine 20 mg", "after about two and a half weeks", 2.2, 2.8, |run| {
                (run.last_fall("sert_occupancy", 0.5) - 27.0 * DAY) / WEEK
            }),
            ("paroxetine 20 mg", "below 20 % about a month after", 26.0, 34.0, |run| run.metric("offset") / DAY - 27.0),
            ("fluoxetine 20 mg", "above 20 % at week 12", 20.0, 35.0, |run| run.metric("improvement_end")),
            ("paroxetine 20 mg", "rises by about 3 points after the stop", 2.0, 4.0, |run| {
                peak(run) - run.at("improvement", 27.0 * DAY)
            }),
            ("fluoxetine 20 mg", "rises by about 9 points after the stop", 8.0, 10.0, |run| {
                peak(run) - run.at("improvement", 27.0 * DAY)
            }),
        ],
    ),
    (
        "healthy-vs-stressed",
        &[
            ("healthy", "1 is healthy", 0.999, 1.001, |run| run.at("synapse_count", 0.0)),
            ("stressed", "near three quarters", 0.72, 0.78, |run| run.at("synapse_count", 0.0)),
            ("stressed", "a little over 10 % in a day", 10.0, 14.0, |run| run.metric("synapse_gain_24h")),
            ("stressed", "not all the way back to 1", 0.75, 0.95, |run| run.at("synapse_count", DAY)),
            ("healthy", "by about as much", -0.03, 0.03, |run| {
                let rise = |run: &Run<'_>| run.at("synapse_count", DAY) - run.at("synapse_count", 0.0);
                rise(run) - rise(&run.other("stressed"))
            }),
        ],
    ),
    (
        "inflammation",
        &[
            ("ketamine", "starts at 1.5", 1.499, 1.501, |run| run.at("inflammation", 0.0)),
            ("ketamine", "a fifth of that excess some 4 h after", 0.15, 0.25, |run| {
                (1.5 - run.at("inflammation", 4.0)) / 0.5
            }),
            ("ketamine", "back by the next day", 1.48, 1.501, |run| run.at("inflammation", DAY)),
            ("ketamine, link cut", "does not move", 1.499, 1.501, |run| run.at("inflammation", 4.0)),
            ("ketamine", "on top of each other", -0.5, 0.5, |run| day_1(run) - day_1(&run.other("ketamine, link cut"))),
        ],
    ),
    (
        "ketamine-vs-ssri",
        &[
            ("ketamine 0.5 mg/kg once", "20 % after about 2 h", 1.5, 2.5, onset),
            ("ketamine 0.5 mg/kg once", "peaks at about a day", 18.0, 32.0, |run| run.metric("time_of_peak")),
            ("ketamine 0.5 mg/kg once", "near 50 %", 47.0, 54.0, peak),
            ("ketamine 0.5 mg/kg once", "half lost within the week", 0.2, 0.5, |run| {
                run.metric("improvement_7d") / peak(run)
            }),
            ("escitalopram 10 mg daily", "still behind at week 1", -40.0, -0.1, |run| {
                run.at("improvement", WEEK) - run.other("ketamine 0.5 mg/kg once").at("improvement", WEEK)
            }),
            ("escitalopram 10 mg daily", "overtakes in week 2", 0.1, 40.0, |run| {
                run.at("improvement", 2.0 * WEEK) - run.other("ketamine 0.5 mg/kg once").at("improvement", 2.0 * WEEK)
            }),
            ("escitalopram 10 mg daily", "passes 20 % soon after", 1.0, 2.5, |run| onset(run) / WEEK),
            ("escitalopram 10 mg daily", "still rising at week 8", 0.1, 5.0, |run| {
                run.metric("improvement_end") - run.at("improvement", 7.0 * WEEK)
            }),
            ("escitalopram 10 mg daily", "two thirds occupied at 4 h", 0.6, 0.72, |run| run.at("sert_occupancy", 4.0)),
            ("escitalopram 10 mg daily", "a quarter of the six-week gain by week 1", 0.2, 0.3, |run| {
                run.at("improvement", WEEK) / run.at("improvement", 6.0 * WEEK)
            }),
        ],
    ),
    (
        "rapamycin-local-and-oral",
        &[
            ("ketamine + local rapamycin", "less than 10 % at day 1", 0.0, 10.0, day_1),
            ("ketamine + oral rapamycin", "day 1 as it was", -2.0, 2.0, |run| {
                day_1(run) - day_1(&run.other("ketamine"))
            }),
            ("oral rapamycin alone", "about 5 % at day 14", 4.0, 6.0, |run| run.at("improvement", 2.0 * WEEK)),
            ("ketamine + oral rapamycin", "ahead by as much", -1.5, 1.5, |run| {
                let at = |arm: &str| run.other(arm).at("improvement", 2.0 * WEEK);
                at("ketamine + oral rapamycin") - at("ketamine") - at("oral rapamycin alone")
            }),
        ],
    ),
    (
        "rival-hypotheses",
        &[
            ("disinhibition", "about 50 % at day 1", 46.0, 55.0, day_1),
            ("direct inhibition", "about 50 % at day 1", 46.0, 55.0, day_1),
            ("hydroxynorketamine", "about 50 % at day 1", 46.0, 55.0, day_1),
            ("disinhibition", "onset at about 2 h", 1.5, 2.5, onset),
            ("direct inhibition", "at about 3 h", 2.5, 3.5, onset),
            ("hydroxynorketamine", "at 5 to 6 h", 5.0, 6.0, onset),
            ("direct inhibition", "no real surge", 0.99, 1.1, |run| run.metric("glutamate_peak")),
            ("hydroxynorketamine", "no real surge", 0.99, 1.1, |run| run.metric("glutamate_peak")),
            ("memantine-like 20 mg", "5 % or so", 3.5, 6.5, peak),
        ],
    ),
    (
        "routes",
        &[
            ("intravenous", "about 180 ng/mL", 175.0, 185.0, |run| run.metric("ketamine_cmax")),
            ("oral", "about 25 ng/mL", 22.0, 28.0, |run| run.metric("ketamine_cmax")),
            ("intravenous", "AUC a little below that of ketamine", 0.8, 1.0, |run| {
                run.metric("norketamine_auc_inf") / run.metric("ketamine_auc_inf")
            }),
            ("oral", "four to five times", 4.0, 5.0, |run| {
                run.metric("norketamine_auc_inf") / run.metric("ketamine_auc_inf")
            }),
            ("intravenous", "about 50 % at day 1", 46.0, 55.0, day_1),
            ("oral", "about 30 % at day 1", 26.0, 34.0, day_1),
        ],
    ),
    (
        "single-infusion",
        &[
            ("ketamine 0.5 mg/kg", "peaks at 40 min", 39.9, 40.1, |run| 60.0 * run.metric("ketamine_tmax")),
            ("ketamine 0.5 mg/kg", "near 180 ng/mL", 175.0, 185.0, |run| run.metric("ketamine_cmax")),
            ("ketamine 0.5 mg/kg", "almost nil at 24 h", 0.0, 2.0, |run| run.at("ketamine_plasma", DAY)),
            ("ketamine 0.5 mg/kg", "glutamate rises by about half", 1.4, 1.6, |run| run.metric("glutamate_peak")),
            ("ketamine 0.5 mg/kg", "nearly back by 3 h", 0.95, 1.1, |run| run.at("glutamate", 3.0)),
            ("ketamine 0.5 mg/kg", "mTORC1 peaks at about 2 h", 1.5, 2.5, |run| run.time_of_peak("mtorc1")),
            ("ketamine 0.5 mg/kg", "protein at about 5 h", 4.0, 6.0, |run| run.time_of_peak("synaptic_protein")),
            ("ketamine 0.5 mg/kg", "synapses at about 2 d", 1.5, 2.5, |run| run.time_of_peak("synapse_count") / DAY),
            ("ketamine 0.5 mg/kg", "at about a day", 18.0, 32.0, |run| run.metric("time_of_peak")),
            ("ketamine 0.5 mg/kg", "near 50 %", 47.0, 54.0, peak),
        ],
    ),
    (
        "six-infusions",
        &[
            ("six infusions", "to nearly 100 %", 95.0, 100.0, peak),
            ("six infusions", "below half of its peak in about 16 d", 14.5, 17.5, |run| {
                run.last_fall("improvement", 0.5 * peak(run)) / DAY - 11.0
            }),
            ("one infusion", "that takes about 5 d", 4.3, 5.7, |run| {
                run.last_fall("improvement", 0.5 * peak(run)) / DAY
            }),
            ("six infusions", "about 20 % left at week 8", 17.0, 23.0, |run| run.metric("improvement_end")),
        ],
    ),
    (
        "ssri-dose",
        &[
            ("5 mg daily", "about 66 % occupied", 65.0, 67.5, |run| 100.0 * run.metric("sert_occupancy_mean")),
            ("10 mg daily", "about 80 % occupied", 78.5, 81.5, |run| 100.0 * run.metric("sert_occupancy_mean")),
            ("20 mg daily", "about 89 % occupied", 87.5, 90.5, |run| 100.0 * run.metric("sert_occupancy_mean")),
            ("20 mg daily", "the plasma level doubles", 1.99, 2.01, |run| {
                run.metric("ssri_cmax") / run.other("10 mg daily").metric("ssri_cmax")
            }),
            ("20 mg daily", "gains a tenth", 1.05, 1.15, |run| {
                run.metric("improvement_end") / run.other("10 mg daily").metric("improvement_end")
            }),
            ("10 mg daily", "a little more than a tenth", 1.1, 1.3, |run| {
                run.metric("improvement_end") / run.other("5 mg daily").metric("improvement_end")
            }),
        ],
    ),
    (
        "ssri-five-drugs",
        &[
            ("escitalopram 10 mg", "70-85 % occupied", 0.7, 0.85, |run| run.metric("sert_occupancy_mean")),
            ("citalopram 20 mg", "70-85 % occupied", 0.7, 0.85, |run| run.metric("sert_occupancy_mean")),
            ("sertraline 50 mg", "70-85 % occupied", 0.7, 0.85, |run| run.metric("sert_occupancy_mean")),
            ("paroxetine 20 mg", "70-85 % occupied", 0.7, 0.85, |run| run.metric("sert_occupancy_mean")),
            ("fluoxetine 20 mg", "70-85 % occupied", 0.7, 0.85, |run| run.metric("sert_occupancy_mean")),
            ("escitalopram 10 mg", "a little over 10 % at week 1", 10.0, 14.0, |run| run.metric("improvement_7d")),
            ("sertraline 50 mg", "a little over 50 % at week 8", 50.0, 57.0, |run| run.metric("improvement_end")),
            ("escitalopram 10 mg", "a little over 50 % at week 8", 50.0, 57.0, |run| run.metric("improvement_end")),
            ("fluoxetine 20 mg", "about four days later", 3.0, 5.0, |run| {
                (onset(run) - onset(&run.other("escitalopram 10 mg"))) / DAY
            }),
        ],
    ),
    (
        "surgery-opioid-sparing",
        &[
            ("ketamine for 24 h", "lower by about 30 %", 0.66, 0.74, |run| {
                run.metric("opioid_requirement_mean_24h")
                    / run.other("no ketamine").metric("opioid_requirement_mean_24h")
            }),
            ("ketamine for 24 h", "sensitisation catches up in a day or two", 0.9, 1.0, |run| {
                run.at("central_sensitisation", 3.0 * DAY)
                    / run.other("no ketamine").at("central_sensitisation", 3.0 * DAY)
            }),
        ],
    ),
    (
        "val66met",
        &[
            ("Val/Val", "some 50 %", 46.0, 55.0, peak),
            ("Met/Met", "below 5 %", 0.0, 5.0, peak),
            ("Met/Met", "a loss of 93 % downstream", 0.06, 0.075, |run| {
                let peak = |run: &Run<'_>| run.at("mtorc1", run.time_of_peak("mtorc1"));
                peak(run) / peak(&run.other("Val/Val"))
            }),
            ("Met/Met", "somewhat fewer synapses at the start", 0.8, 0.98, |run| {
                run.at("synapse_count", 0.0) / run.other("Val/Val").at("synapse_count", 0.0)
            }),
        ],
    ),
];

#[test]
fn the_scenarios_keep_what_their_headers_promise() {
    let names: Vec<&str> = CLAIMS.iter().map(|(name, _)| *name).collect();
    for known in builtin::BUILTINS {
        assert!(names.contains(&known.name), "nothing is held to the header of {}", known.name);
    }
    let mut broken = Vec::new();
    for (name, claims) in CLAIMS {
        let scenario = read(&builtin::find(name).unwrap().source(), &[]).scenario.unwrap();
        let arms: Vec<(String, Trajectory, Metrics)> = scenario
            .arms
            .iter()
            .map(|arm| {
                let trajectory = simulate(&arm.experiment, &Options::default()).unwrap();
                let metrics = compute(&trajectory);
                (arm.name.clone(), trajectory, metrics)
            })
            .collect();
        for (arm, words, low, high, read_off) in *claims {
            let value = read_off(&Run::new(&arms, arm));
            println!("{name}, {arm}, {words}: {value:.4} in {low}..{high}");
            if !(*low..=*high).contains(&value) {
                broken.push(format!("{name}, {arm}: \"{words}\" is {value}, not within {low} and {high}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
