//! The numbers that the headers of the scenarios promise are those that come out.

use onset::metrics::{Features, Metrics, compute, value_at};
use onset::scenario::{builtin, read};
use onset::simulate::{Signal, Trajectory, simulate};
use onset::solver::Options;

const DAY: f64 = 24.0;
const WEEK: f64 = 7.0 * DAY;

/// One arm of a simulated scenario, with the others to compare it with.
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
        Features::new(self.trajectory(), &[]).maximum(signal(key)).map_or(f64::NAN, |(time, _)| time)
    }

    /// The least of a signal over the first hours, at every hundredth of them.
    fn least(&self, key: &str, hours: f64) -> f64 {
        (0..=100).map(|i| self.at(key, hours * f64::from(i) / 100.0)).fold(f64::INFINITY, f64::min)
    }

    /// The last time at which a signal falls through a level.
    fn last_fall(&self, key: &str, level: f64) -> f64 {
        let crossings = Features::new(self.trajectory(), &[]).crossings(signal(key), level);
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
            ("AMPA blocked from 0 h", "no improvement at day 1", -1.0, 1.0, day_1),
            ("AMPA blocked from 0 h", "worse by up to a quarter", -26.0, -23.0, |run| run.least("improvement", 6.0)),
            ("AMPA blocked from 2 h", "day 1 as high as without", -0.5, 0.5, |run| {
                day_1(run) - day_1(&run.other("ketamine"))
            }),
            ("AMPA blocked from 2 h", "worse than at the start meanwhile", -26.0, -1.0, |run| {
                run.at("improvement", 7.9)
            }),
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
            ("prefrontal, no drug", "about five sixths", 0.82, 0.86, |run| run.at("synapse_count", 0.0)),
            ("amygdala, no drug", "somewhat above 1", 1.05, 1.1, |run| run.at("synapse_count", 0.0)),
            ("prefrontal, ketamine", "adds about a twentieth", 4.5, 6.0, |run| run.metric("synapse_gain_24h")),
            ("amygdala, ketamine", "adds less", 2.0, 4.0, |run| run.metric("synapse_gain_24h")),
        ],
    ),
    (
        "anaesthetic-bolus",
        &[
            ("ketamine 5 mg/kg iv bolus", "glutamate dips far below its baseline", 0.0, 0.7, |run| {
                run.least("glutamate", 0.5)
            }),
            ("ketamine 5 mg/kg iv bolus", "barely surges", 1.0, 1.2, |run| run.metric("glutamate_peak")),
            ("ketamine 5 mg/kg iv bolus", "no improvement", 0.0, 1.0, peak),
            ("ketamine 2 mg/kg iv bolus", "sedates for about a quarter of an hour", 12.5, 17.5, |run| {
                60.0 * run.last_fall("sedation_index", 50.0)
            }),
            ("ketamine 2 mg/kg iv bolus", "surges a third as high", 0.25, 0.45, |run| {
                let surge = |run: &Run<'_>| run.metric("glutamate_peak") - 1.0;
                surge(run) / surge(&run.other("ketamine 0.5 mg/kg iv over 40 min"))
            }),
            ("ketamine 2 mg/kg iv bolus", "improvement below 5 %", 0.0, 5.0, peak),
            ("ketamine 0.5 mg/kg iv bolus", "little difference to the infusion", -4.0, 4.0, |run| {
                day_1(run) - day_1(&run.other("ketamine 0.5 mg/kg iv over 40 min"))
            }),
        ],
    ),
    (
        "default-mode-network",
        &[
            ("ketamine", "falls to about a fifth within a day", 0.18, 0.23, |run| {
                run.at("network_overactivity", DAY) / run.at("network_overactivity", 0.0)
            }),
            ("ketamine, no new spines", "relief comes after about 2 h", 1.5, 2.5, onset),
            ("ketamine, no new spines", "reaches some 30 %", 28.0, 32.0, peak),
            ("ketamine, no new spines", "nearly gone by day 3", 0.0, 8.0, |run| run.at("improvement", 3.0 * DAY)),
            ("ketamine, no potentiation", "relief starts at about 11 h", 10.0, 12.0, onset),
            ("ketamine, no potentiation", "from day 5 on that of ketamine", -2.0, 2.0, |run| {
                run.at("improvement", 5.0 * DAY) - run.other("ketamine").at("improvement", 5.0 * DAY)
            }),
            ("escitalopram 10 mg daily", "a little over 10 % by week 1", 10.0, 12.0, |run| {
                run.metric("improvement_7d")
            }),
        ],
    ),
    (
        "dissociation-tolerance",
        &[
            ("with tolerance", "about 66 at first", 64.0, 68.0, |run| run.metric("dissociation_peak")),
            ("with tolerance", "about 56 at last", 54.0, 58.0, |run| run.at("dissociation_index", 11.0 * DAY + 0.6666)),
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
            ("ketamine 0.1 mg/kg", "next to nothing", 0.0, 2.0, day_1),
            ("ketamine 0.2 mg/kg", "a third", 31.0, 36.0, day_1),
            ("ketamine 0.5 mg/kg", "about half", 47.0, 54.0, day_1),
            ("ketamine 1.0 mg/kg", "a point more", 0.5, 2.0, |run| {
                day_1(run) - day_1(&run.other("ketamine 0.5 mg/kg"))
            }),
            ("ketamine 0.5 mg/kg", "dissociation about 66", 64.0, 68.0, |run| run.metric("dissociation_peak")),
            ("ketamine 1.0 mg/kg", "dissociation nearly 90", 85.0, 90.0, |run| run.metric("dissociation_peak")),
        ],
    ),
    (
        "esketamine-nasal",
        &[
            ("esketamine 84 mg nasal", "about 125 ng/mL", 120.0, 130.0, |run| run.metric("ketamine_cmax")),
            ("racemate 0.5 mg/kg iv", "about 200 ng/mL", 195.0, 205.0, |run| run.metric("ketamine_cmax")),
            ("esketamine 84 mg nasal", "onset about 2 h", 1.5, 2.5, onset),
            ("esketamine 84 mg nasal", "50-60 % at day 1", 50.0, 60.0, day_1),
            ("racemate 0.5 mg/kg iv", "50-60 % at day 1", 50.0, 60.0, day_1),
        ],
    ),
    (
        "expectancy",
        &[
            ("placebo with expectancy", "about 26 % at day 1", 25.0, 27.0, day_1),
            ("placebo with expectancy", "settles at 30 %", 29.5, 30.5, |run| run.metric("improvement_end")),
            ("ketamine, no expectancy", "peaks near 50 %", 47.0, 54.0, peak),
            ("ketamine with expectancy", "about 65 % together", 62.0, 68.0, peak),
            ("ketamine with expectancy", "at last nearly four fifths expectancy", 0.75, 0.8, |run| {
                run.metric("expectancy_end") / run.metric("improvement_end")
            }),
        ],
    ),
    (
        "fluoxetine-withdrawal",
        &[
            ("paroxetine 20 mg daily", "below one half after about 3 d", 2.5, 3.5, |run| {
                run.last_fall("sert_occupancy", 0.5) / DAY - 27.0
            }),
            ("fluoxetine 20 mg daily", "after about three weeks", 2.7, 3.4, |run| {
                (run.last_fall("sert_occupancy", 0.5) - 27.0 * DAY) / WEEK
            }),
            ("paroxetine 20 mg daily", "below 20 % about seven weeks after", 6.5, 7.6, |run| {
                (run.metric("offset") - 27.0 * DAY) / WEEK
            }),
            ("fluoxetine 20 mg daily", "far above 20 % at week 12", 30.0, 45.0, |run| run.metric("improvement_end")),
            ("paroxetine 20 mg daily", "rises by about 4 points after the stop", 3.5, 4.5, |run| {
                peak(run) - run.at("improvement", 27.0 * DAY)
            }),
            ("fluoxetine 20 mg daily", "rises by about 11 points after the stop", 10.0, 12.0, |run| {
                peak(run) - run.at("improvement", 27.0 * DAY)
            }),
        ],
    ),
    (
        "healthy-vs-stressed",
        &[
            ("healthy", "1 is healthy", 0.999, 1.001, |run| run.at("synapse_count", 0.0)),
            ("stressed", "near five sixths", 0.82, 0.86, |run| run.at("synapse_count", 0.0)),
            ("stressed", "about 5 % in a day", 4.5, 6.0, |run| run.metric("synapse_gain_24h")),
            ("stressed", "not all the way back to 1", 0.75, 0.95, |run| run.at("synapse_count", DAY)),
            ("healthy", "rises by less", 0.02, 0.042, |run| {
                let rise = |run: &Run<'_>| run.at("synapse_count", DAY) - run.at("synapse_count", 0.0);
                rise(run).min(rise(&run.other("stressed")))
            }),
        ],
    ),
    (
        "inflammation",
        &[
            ("ketamine", "starts at 1.5", 1.499, 1.501, |run| run.at("inflammation", 0.0)),
            ("ketamine", "an eighth of that excess some 3 h after", 0.115, 0.135, |run| {
                (1.5 - run.at("inflammation", 3.0)) / 0.5
            }),
            ("ketamine", "back by the next day", 1.48, 1.501, |run| run.at("inflammation", DAY)),
            ("ketamine, link cut", "does not move", 1.499, 1.501, |run| run.at("inflammation", 4.0)),
            ("ketamine", "on top of each other", -0.5, 0.5, |run| day_1(run) - day_1(&run.other("ketamine, link cut"))),
        ],
    ),
    (
        "ketamine-vs-ssri",
        &[
            ("ketamine 0.5 mg/kg iv over 40 min", "20 % after about 2 h", 1.5, 2.5, onset),
            ("ketamine 0.5 mg/kg iv over 40 min", "peaks at about a day", 18.0, 32.0, |run| run.metric("time_of_peak")),
            ("ketamine 0.5 mg/kg iv over 40 min", "near 50 %", 47.0, 54.0, peak),
            ("ketamine 0.5 mg/kg iv over 40 min", "two thirds lost within the week", 0.28, 0.36, |run| {
                run.metric("improvement_7d") / peak(run)
            }),
            ("escitalopram 10 mg daily", "still behind at week 1", -40.0, -0.1, |run| {
                run.at("improvement", WEEK) - run.other("ketamine 0.5 mg/kg iv over 40 min").at("improvement", WEEK)
            }),
            ("escitalopram 10 mg daily", "overtakes in week 2", 0.1, 40.0, |run| {
                run.at("improvement", 2.0 * WEEK)
                    - run.other("ketamine 0.5 mg/kg iv over 40 min").at("improvement", 2.0 * WEEK)
            }),
            ("escitalopram 10 mg daily", "passes 20 % in the same week", 1.0, 2.0, |run| onset(run) / WEEK),
            ("escitalopram 10 mg daily", "still rising at week 8", 0.1, 5.0, |run| {
                run.metric("improvement_end") - run.at("improvement", 7.0 * WEEK)
            }),
            ("escitalopram 10 mg daily", "about 70 % occupied at 4 h", 0.68, 0.74, |run| run.at("sert_occupancy", 4.0)),
            ("escitalopram 10 mg daily", "a fifth of the six-week gain by week 1", 0.19, 0.23, |run| {
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
            ("oral rapamycin alone", "about 12 % at day 14", 11.0, 13.5, |run| run.at("improvement", 2.0 * WEEK)),
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
            ("opioid gate", "about 50 % at day 1", 46.0, 55.0, day_1),
            ("habenula bursts", "about 50 % at day 1", 46.0, 55.0, day_1),
            ("disinhibition", "onset at about 2 h", 1.5, 2.5, onset),
            ("direct inhibition", "at about 2 h", 1.5, 2.5, onset),
            ("opioid gate", "at about 2 h", 1.5, 2.5, onset),
            ("habenula bursts", "within an hour", 0.1, 1.0, onset),
            ("hydroxynorketamine", "at about 5 h", 4.5, 5.5, onset),
            ("disinhibition", "a glutamate surge", 1.15, 1.3, |run| run.metric("glutamate_peak")),
            ("opioid gate", "a glutamate surge", 1.15, 1.3, |run| run.metric("glutamate_peak")),
            ("direct inhibition", "no surge", 0.99, 1.01, |run| run.metric("glutamate_peak")),
            ("hydroxynorketamine", "no surge", 0.99, 1.01, |run| run.metric("glutamate_peak")),
            ("habenula bursts", "no surge", 0.99, 1.01, |run| run.metric("glutamate_peak")),
            ("habenula bursts", "nearly back at the start after a week", 0.0, 5.0, |run| run.metric("improvement_7d")),
            ("memantine-like 20 mg", "less than 1 %", 0.0, 1.0, peak),
        ],
    ),
    (
        "routes",
        &[
            ("intravenous", "about 200 ng/mL", 195.0, 205.0, |run| run.metric("ketamine_cmax")),
            ("intramuscular", "and more", 205.0, 260.0, |run| run.metric("ketamine_cmax")),
            ("oral", "about 16 ng/mL", 15.5, 16.5, |run| run.metric("ketamine_cmax")),
            ("intravenous", "AUC a little below that of ketamine", 0.8, 1.0, |run| {
                run.metric("norketamine_auc_inf") / run.metric("ketamine_auc_inf")
            }),
            ("oral", "nearly five times", 4.6, 5.0, |run| {
                run.metric("norketamine_auc_inf") / run.metric("ketamine_auc_inf")
            }),
            ("intravenous", "about 50 % at day 1", 46.0, 55.0, day_1),
            ("intramuscular", "about 50 % at day 1", 46.0, 55.0, day_1),
            ("nasal", "about 40 % at day 1", 38.0, 44.0, day_1),
            ("sublingual", "next to nothing", 0.0, 3.0, day_1),
            ("oral", "next to nothing", 0.0, 1.0, day_1),
        ],
    ),
    (
        "single-infusion",
        &[
            ("ketamine 0.5 mg/kg iv over 40 min", "peaks at 40 min", 39.9, 40.1, |run| {
                60.0 * run.metric("ketamine_tmax")
            }),
            ("ketamine 0.5 mg/kg iv over 40 min", "near 200 ng/mL", 195.0, 205.0, |run| run.metric("ketamine_cmax")),
            ("ketamine 0.5 mg/kg iv over 40 min", "almost 0 at 24 h", 0.0, 2.0, |run| run.at("ketamine_plasma", DAY)),
            ("ketamine 0.5 mg/kg iv over 40 min", "glutamate rises by about a quarter", 1.2, 1.28, |run| {
                run.metric("glutamate_peak")
            }),
            ("ketamine 0.5 mg/kg iv over 40 min", "nearly back by 3 h", 0.95, 1.1, |run| run.at("glutamate", 3.0)),
            ("ketamine 0.5 mg/kg iv over 40 min", "mTORC1 peaks at about 1 h", 0.8, 1.3, |run| {
                run.time_of_peak("mtorc1")
            }),
            ("ketamine 0.5 mg/kg iv over 40 min", "protein at about 2.5 h", 2.2, 2.8, |run| {
                run.time_of_peak("synaptic_protein")
            }),
            ("ketamine 0.5 mg/kg iv over 40 min", "synapses at about 2 d", 1.5, 2.5, |run| {
                run.time_of_peak("synapse_count") / DAY
            }),
            ("ketamine 0.5 mg/kg iv over 40 min", "at about a day", 18.0, 32.0, |run| run.metric("time_of_peak")),
            ("ketamine 0.5 mg/kg iv over 40 min", "near 50 %", 47.0, 54.0, peak),
        ],
    ),
    (
        "six-infusions",
        &[
            ("six infusions", "to about two thirds", 64.0, 68.0, peak),
            ("six infusions", "the later ones hardly add", 0.0, 2.0, |run| {
                run.at("improvement", 12.0 * DAY) - run.at("improvement", 5.0 * DAY)
            }),
            ("six infusions", "below half of its peak in about four weeks", 3.7, 4.5, |run| {
                (run.last_fall("improvement", 0.5 * peak(run)) - 11.0 * DAY) / WEEK
            }),
            ("one infusion", "that takes about 4 d", 3.6, 4.4, |run| {
                run.last_fall("improvement", 0.5 * peak(run)) / DAY
            }),
            ("six infusions", "about 14 % left at week 8", 13.0, 15.0, |run| run.metric("improvement_end")),
        ],
    ),
    (
        "ssri-dose",
        &[
            ("SSRI 5 mg daily", "about 71 % occupied", 70.0, 72.0, |run| 100.0 * run.metric("sert_occupancy_mean")),
            ("SSRI 10 mg daily", "about 79 % occupied", 77.5, 80.0, |run| 100.0 * run.metric("sert_occupancy_mean")),
            ("SSRI 20 mg daily", "about 83 % occupied", 82.0, 84.0, |run| 100.0 * run.metric("sert_occupancy_mean")),
            ("SSRI 20 mg daily", "the plasma level doubles", 1.99, 2.01, |run| {
                run.metric("ssri_cmax") / run.other("SSRI 10 mg daily").metric("ssri_cmax")
            }),
            ("SSRI 20 mg daily", "gains about 3 %", 1.02, 1.04, |run| {
                run.metric("improvement_end") / run.other("SSRI 10 mg daily").metric("improvement_end")
            }),
            ("SSRI 10 mg daily", "about 6 %", 1.05, 1.07, |run| {
                run.metric("improvement_end") / run.other("SSRI 5 mg daily").metric("improvement_end")
            }),
        ],
    ),
    (
        "ssri-five-drugs",
        &[
            ("escitalopram 10 mg daily", "just below 80 % occupied", 0.77, 0.8, |run| {
                run.metric("sert_occupancy_mean")
            }),
            ("citalopram 20 mg daily", "just below 80 % occupied", 0.77, 0.8, |run| run.metric("sert_occupancy_mean")),
            ("sertraline 50 mg daily", "just below 80 % occupied", 0.77, 0.8, |run| run.metric("sert_occupancy_mean")),
            ("paroxetine 20 mg daily", "just below 80 % occupied", 0.77, 0.8, |run| run.metric("sert_occupancy_mean")),
            ("fluoxetine 20 mg daily", "just below 80 % occupied", 0.77, 0.8, |run| run.metric("sert_occupancy_mean")),
            ("escitalopram 10 mg daily", "about 11 % at week 1", 10.0, 12.0, |run| run.metric("improvement_7d")),
            ("sertraline 50 mg daily", "a little over 50 % at week 8", 50.0, 57.0, |run| run.metric("improvement_end")),
            ("escitalopram 10 mg daily", "a little over 50 % at week 8", 50.0, 57.0, |run| {
                run.metric("improvement_end")
            }),
            ("fluoxetine 20 mg daily", "about three days later", 2.5, 4.0, |run| {
                (onset(run) - onset(&run.other("escitalopram 10 mg daily"))) / DAY
            }),
        ],
    ),
    (
        "surgery-opioid-sparing",
        &[
            ("ketamine for 24 h", "lower by about 20 %", 0.77, 0.81, |run| {
                run.metric("opioid_requirement_mean_24h")
                    / run.other("no ketamine").metric("opioid_requirement_mean_24h")
            }),
            ("ketamine for 24 h", "sensitisation catches up in two to three days", 0.92, 1.0, |run| {
                run.at("central_sensitisation", 3.0 * DAY)
                    / run.other("no ketamine").at("central_sensitisation", 3.0 * DAY)
            }),
        ],
    ),
    (
        "ampa-blocked-later",
        &[
            ("AMPA blocked from 24 h", "one curve until then", -1e-6, 1e-6, |run| {
                run.at("improvement", 23.9) - run.other("ketamine").at("improvement", 23.9)
            }),
            ("AMPA blocked from 24 h", "about 70 % of it lost", 0.68, 0.76, |run| {
                1.0 - run.at("improvement", 29.99) / run.other("ketamine").at("improvement", 24.0)
            }),
            ("AMPA blocked from 24 h", "back 6 h after", -0.5, 0.5, |run| {
                run.at("improvement", 36.0) - run.other("ketamine").at("improvement", 36.0)
            }),
            ("AMPA blocked from 24 h", "synapses do not move", -1e-6, 1e-6, |run| {
                run.at("synapse_count", 29.9) - run.other("ketamine").at("synapse_count", 29.9)
            }),
            ("antagonist alone", "25 % worse", -26.0, -24.0, |run| run.at("improvement", 29.9)),
        ],
    ),
    (
        "arketamine",
        &[
            ("racemate", "52 % at day 1", 51.0, 53.0, day_1),
            ("arketamine", "32 % at day 1", 31.0, 33.0, day_1),
            ("arketamine", "about two thirds at most", 0.6, 0.68, |run| peak(run) / peak(&run.other("racemate"))),
            ("arketamine", "a tenth of the dissociation", 0.09, 0.11, |run| {
                run.metric("dissociation_peak") / run.other("racemate").metric("dissociation_peak")
            }),
            ("arketamine, hydroxynorketamine account", "the same improvement", -2.0, 2.0, |run| {
                day_1(run) - day_1(&run.other("racemate"))
            }),
            ("arketamine, hydroxynorketamine account", "onset at about 5 h", 4.5, 5.5, onset),
            ("arketamine, hydroxynorketamine account", "still a tenth", 0.09, 0.11, |run| {
                run.metric("dissociation_peak") / run.other("racemate").metric("dissociation_peak")
            }),
        ],
    ),
    (
        "bolus-10mg",
        &[
            ("bolus", "about 217 ng/mL at once", 215.0, 219.0, |run| run.metric("ketamine_cmax")),
            ("bolus", "about 170 at 2 min", 168.0, 172.0, |run| run.at("ketamine_plasma", 2.0 / 60.0)),
            ("bolus", "about 70 at 10 min", 68.0, 73.0, |run| run.at("ketamine_plasma", 1.0 / 6.0)),
            ("over 40 min", "near 58", 57.0, 59.0, |run| run.metric("ketamine_cmax")),
            ("bolus", "an AUC of 125", 124.5, 125.5, |run| run.metric("ketamine_auc_inf")),
            ("over 40 min", "the same AUC", 124.5, 125.5, |run| run.metric("ketamine_auc_inf")),
            ("bolus", "dissociation above 70", 70.0, 75.0, |run| run.metric("dissociation_peak")),
            ("over 40 min", "dissociation of 5", 4.5, 5.5, |run| run.metric("dissociation_peak")),
        ],
    ),
    (
        "maintenance",
        &[
            ("six, then weekly", "about 66 % after the sixth", 65.5, 66.5, |run| run.at("improvement", 12.0 * DAY)),
            ("six, then weekly", "never below 63 %", 63.0, 66.0, |run| {
                [18.0, 25.0, 32.0, 39.0].map(|day| run.at("improvement", day * DAY)).into_iter().fold(100.0, f64::min)
            }),
            ("six, then weekly", "they add nothing", 0.0, 0.5, |run| peak(run) - run.at("improvement", 12.0 * DAY)),
            ("six, then none", "below one half about three weeks after", 2.6, 3.3, |run| {
                (run.metric("relapse") - 11.0 * DAY) / WEEK
            }),
            ("six, then weekly", "falls as fast, only later", 2.2, 3.3, |run| {
                (run.metric("relapse") - 39.0 * DAY) / WEEK
            }),
        ],
    ),
    (
        "rival-habenula",
        &[
            ("habenula bursts", "within an hour", 0.1, 1.0, onset),
            ("disinhibition", "against about 2 h", 1.5, 2.5, onset),
            ("habenula bursts", "agrees at day 1", -1.0, 1.0, |run| day_1(run) - day_1(&run.other("disinhibition"))),
            ("habenula bursts", "about 3 % at day 7", 2.5, 3.7, |run| run.metric("improvement_7d")),
            ("disinhibition", "about 16 % at day 7", 15.0, 17.0, |run| run.metric("improvement_7d")),
            ("habenula bursts", "no surge", 0.99, 1.01, |run| run.metric("glutamate_peak")),
            ("habenula bursts", "no synapses", -0.1, 0.1, |run| run.metric("synapse_gain_24h")),
            ("habenula, memantine-like 20 mg", "nearly as well as ketamine", 0.85, 1.0, |run| {
                day_1(run) / day_1(&run.other("habenula bursts"))
            }),
        ],
    ),
    (
        "rival-opioid",
        &[
            ("opioid gate", "one curve with the default", -1e-6, 1e-6, |run| day_1(run) - day_1(&run.other("default"))),
            ("default + naltrexone", "keeps all", -1e-6, 1e-6, |run| day_1(run) - day_1(&run.other("default"))),
            ("opioid gate + naltrexone", "less than 1 %", 0.0, 1.0, peak),
            ("opioid gate + naltrexone", "glutamate does not move", -1e-6, 1e-6, |run| {
                run.metric("glutamate_peak") - run.other("default").metric("glutamate_peak")
            }),
            ("opioid gate + naltrexone", "dissociation does not move", -1e-5, 1e-5, |run| {
                run.metric("dissociation_peak") - run.other("default").metric("dissociation_peak")
            }),
        ],
    ),
    (
        "thrice-weekly",
        &[
            ("twice a week", "climbs to about 65 %", 64.0, 67.0, peak),
            ("three times a week", "climbs to about 65 %", 64.0, 67.0, peak),
            ("twice a week", "58 at day 14", 57.0, 59.0, |run| run.at("improvement", 2.0 * WEEK)),
            ("three times a week", "about 65 at day 14", 64.0, 67.0, |run| run.at("improvement", 2.0 * WEEK)),
            ("three times a week", "a ratio of 1.13", 1.125, 1.14, |run| {
                run.at("improvement", 2.0 * WEEK) / run.other("twice a week").at("improvement", 2.0 * WEEK)
            }),
            ("three times a week", "hardly a point at the peak", 0.0, 1.0, |run| {
                peak(run) - peak(&run.other("twice a week"))
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
