//! What a population gives to the reader: tables that are written while it goes, percentiles, a summary.
//!
//! Owns: the form of each table. Must not know: how the numbers were gathered.

use std::fmt::Write as _;

use super::engine::{Outcome, Trial, run};
use super::subjects::Subjects;
use super::tally::{PERCENTILES, STATED, STEPS, Tally, percentiles};
use crate::metrics::{METRICS, RESPONSE_LEVEL};
use crate::quantity::{Basis, csv_field, push_shortest, shortest};
use crate::run::{basis, steps_defined};
use crate::scenario::Scenario;
use crate::simulate::Signal;
use crate::variability::{ADULTS, ADULTS_NAME, Covariate, Layer, Variation, adults};
use crate::words::table;
use crate::words::texts::DISCLAIMER;
use crate::words::{arms, folded};
use crate::words::{count, duration, rounded, subjects};

/// Subjects whose curves are drawn, over all arms.
const MOST_CURVES: u64 = 60;

/// A subject that could not be run to the end.
#[derive(Debug, Clone, PartialEq)]
pub struct FailedSubject {
    /// Its number.
    pub subject: u64,
    /// In which arm.
    pub arm: String,
    /// Why.
    pub reason: String,
}

/// A population that was run, as far as it is kept.
#[derive(Debug, Clone)]
pub struct Population {
    /// The name of the scenario.
    pub name: String,
    /// The scenario.
    pub scenario: Scenario,
    /// Changes given from outside, as they were typed.
    pub changes: Vec<String>,
    /// How subjects differ; empty where they come from a table.
    pub variation: Variation,
    /// Where the subjects come from: the seed, or the file.
    pub origin: Origin,
    /// How many subjects were asked for.
    pub asked: u64,
    /// What was run.
    pub study: Trial,
    /// Of each arm what its subjects came to.
    pub tallies: Vec<Tally>,
    /// Of each arm what is not known about its typical subject, where anything is said about that.
    pub uncertainty: Option<Vec<Tally>>,
    /// Of each arm the samples of the first subjects.
    pub curves: Vec<Vec<Vec<f64>>>,
    /// Subjects that could not be run, the first of them.
    pub failures: Vec<FailedSubject>,
}

/// Where subjects come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Drawn with this seed.
    Seed(u64),
    /// Read from a file with this name and fingerprint.
    File {
        /// As it was typed.
        name: String,
        /// SHA-256 of its bytes.
        sha256: String,
    },
}

/// Failures that are listed one by one.
const MOST_FAILURES: usize = 20;

/// Fewest draws of what is not known, so that its percentiles mean something.
const FEWEST_DRAWS: u64 = 200;

/// Most draws of what is not known.
const MOST_DRAWS: u64 = 1000;

impl Population {
    /// How many draws of what is not known are run: as many as there are subjects, within bounds.
    pub fn draws_of_uncertainty(&self) -> u64 {
        if self.variation.uncertainty.is_empty() { 0 } else { self.asked.clamp(FEWEST_DRAWS, MOST_DRAWS) }
    }

    /// Runs the typical subject under draws of what is not known, on the threads of the current pool. After each batch
    /// `goes_on` is given how many more are done; where it says no, the population stays without them.
    pub fn add_uncertainty(&mut self, seed: u64, mut goes_on: impl FnMut(u64) -> bool) {
        let draws = self.draws_of_uncertainty();
        if draws == 0 {
            return;
        }
        let subjects = Subjects::drawn(&self.variation.uncertainty, seed, "uncertainty");
        let study = Trial { subjects, ..self.study.clone() };
        let mut tallies: Vec<Tally> = study.cohorts.iter().map(|_| Tally::new(&study)).collect();
        let ended = run(&study, (1, draws), |_, outcomes| {
            for outcomes in outcomes {
                tallies.iter_mut().zip(outcomes).for_each(|(tally, outcome)| tally.add(outcome, &study.times));
            }
            if goes_on(outcomes.len() as u64) { Ok(()) } else { Err(()) }
        });
        self.uncertainty = ended.is_ok().then_some(tallies);
    }

    /// Before any subject.
    pub fn new(
        (name, scenario): (String, Scenario),
        changes: Vec<String>,
        variation: Variation,
        origin: Origin,
        asked: u64,
        study: Trial,
    ) -> Self {
        let tallies = study.cohorts.iter().map(|_| Tally::new(&study)).collect();
        let curves = vec![Vec::new(); study.cohorts.len()];
        Self {
            name,
            scenario,
            changes,
            variation,
            origin,
            asked,
            study,
            tallies,
            uncertainty: None,
            curves,
            failures: Vec::new(),
        }
    }

    /// Counts a subject in every arm.
    pub fn add(&mut self, number: u64, outcomes: &[Outcome]) {
        let most_curves = self.most_curves();
        for (arm, outcome) in outcomes.iter().enumerate() {
            self.tallies[arm].add(outcome, &self.study.times);
            // By number, so that a share knows which of its subjects are drawn.
            if number <= most_curves && outcome.metrics.is_ok() {
                self.curves[arm].push(outcome.samples.clone());
            }
            if let Err(error) = &outcome.metrics {
                let arm = self.study.cohorts[arm].name.clone();
                self.add_failure(FailedSubject { subject: number, arm, reason: error.to_string() });
            }
        }
    }

    /// The last subject whose curves are kept.
    pub(crate) fn most_curves(&self) -> u64 {
        (MOST_CURVES / self.study.cohorts.len().max(1) as u64).max(4)
    }

    /// Keeps a failure, unless there are many already.
    pub(crate) fn add_failure(&mut self, failed: FailedSubject) {
        if self.failures.len() < MOST_FAILURES {
            self.failures.push(failed);
        }
    }

    /// How many subjects were run.
    pub fn subjects(&self) -> u64 {
        self.tallies.first().map_or(0, |tally| tally.subjects)
    }

    /// How many runs failed.
    pub fn failed(&self) -> u64 {
        self.tallies.iter().map(|tally| tally.failed).sum()
    }

    /// Whether the subjects are the built-in adults.
    pub fn is_built_in(&self) -> bool {
        matches!(self.origin, Origin::Seed(_)) && self.variation.subjects == adults()
    }

    /// Names of the arms.
    fn arms(&self) -> impl Iterator<Item = &str> {
        self.study.cohorts.iter().map(|cohort| cohort.name.as_str())
    }

    /// The layers that were run with the counts of each arm.
    pub(crate) fn layers(&self) -> impl Iterator<Item = (&'static str, &[Tally])> {
        let subjects = std::iter::once(("subjects", self.tallies.as_slice()));
        subjects.chain(self.uncertainty.as_deref().map(|tallies| ("uncertainty", tallies)))
    }
}

/// The first line of the table of subjects: their values, and every metric.
pub fn subjects_header(study: &Trial) -> String {
    let mut header = String::from("subject,arm");
    for what in study.subjects.what() {
        let _ = write!(header, ",{} [{}]", what.name(), what.unit());
    }
    for metric in METRICS {
        let _ = write!(header, ",{} [{}]", metric.key, metric.unit);
    }
    header.push('\n');
    header
}

/// The rows of one subject, an arm each; a metric that does not exist is empty.
pub fn push_subject(rows: &mut String, study: &Trial, number: u64, outcomes: &[Outcome]) {
    for (cohort, outcome) in study.cohorts.iter().zip(outcomes) {
        let _ = write!(rows, "{number},{}", csv_field(&cohort.name));
        let mut push = |value: f64| {
            rows.push(',');
            push_shortest(rows, value);
        };
        outcome.values.iter().for_each(|value| push(*value));
        match &outcome.metrics {
            Ok(metrics) => metrics.iter().for_each(|(_, value)| push(value.unwrap_or(f64::NAN))),
            Err(_) => METRICS.iter().for_each(|_| push(f64::NAN)),
        }
        rows.push('\n');
    }
}

/// The first line of the table of trajectories.
pub fn trajectories_header(study: &Trial) -> String {
    let signals: String = study.signals.iter().map(|signal| format!(",{}", signal.quantity().header())).collect();
    format!("subject,arm,time [h]{signals}\n")
}

/// The rows of one subject, a time each.
pub fn push_trajectories(rows: &mut String, study: &Trial, number: u64, outcomes: &[Outcome]) {
    for (cohort, outcome) in study.cohorts.iter().zip(outcomes) {
        let name = csv_field(&cohort.name);
        for (i, time) in study.times.iter().enumerate() {
            let _ = write!(rows, "{number},{name},");
            push_shortest(rows, *time);
            for samples in outcome.samples.chunks_exact(study.times.len()) {
                rows.push(',');
                push_shortest(rows, samples[i]);
            }
            rows.push('\n');
        }
    }
}

/// The names of the percentiles in a header: `p5,p25,p50,p75,p95`.
fn percentile_names() -> String {
    PERCENTILES.map(|percentile| format!("p{percentile}")).join(",")
}

/// Percentiles as fields; empty where there are none.
fn percentile_fields(found: Option<[f64; PERCENTILES.len()]>) -> String {
    found.map_or_else(|| ",".repeat(PERCENTILES.len() - 1), |found| found.map(shortest).join(","))
}

/// Percentiles over time: `layer,arm,signal,unit,time [h],subjects,p5,...`.
pub fn bands_csv(population: &Population) -> String {
    let study = &population.study;
    let mut csv = format!("layer,arm,signal,unit,time [h],subjects,{}\n", percentile_names());
    for (layer, tallies) in population.layers() {
        for (arm, tally) in population.arms().zip(tallies) {
            for (i, signal) in study.signals.iter().enumerate() {
                let quantity = signal.quantity();
                let values = &tally.bands[i * study.times.len()..][..study.times.len()];
                for (time, values) in study.times.iter().zip(values) {
                    let _ = writeln!(
                        csv,
                        "{layer},{},{},{},{},{},{}",
                        csv_field(arm),
                        quantity.key,
                        quantity.unit,
                        shortest(*time),
                        values.count(),
                        percentile_fields(percentiles(values))
                    );
                }
            }
        }
    }
    csv
}

/// Percentiles of every metric: `layer,arm,metric,unit,subjects,absent,p5,...`; absent counts the subjects without it.
pub fn population_metrics_csv(population: &Population) -> String {
    let mut csv = format!("layer,arm,metric,unit,subjects,absent,{}\n", percentile_names());
    for (layer, tallies) in population.layers() {
        for (arm, tally) in population.arms().zip(tallies) {
            for (metric, values) in METRICS.iter().zip(&tally.metrics) {
                let have = values.count();
                let _ = writeln!(
                    csv,
                    "{layer},{},{},{},{have},{},{}",
                    csv_field(arm),
                    metric.key,
                    metric.unit,
                    tally.finished() - have,
                    percentile_fields(percentiles(values))
                );
            }
        }
    }
    csv
}

/// The shares of subjects that have reached each step by each time:
/// `layer,arm,time [h],onset [%],response [%],remission [%]`.
pub fn response_csv(population: &Population) -> String {
    let mut csv = format!("layer,arm,time [h],{}\n", STEPS.map(|step| format!("{step} [%]")).join(","));
    for (layer, tallies) in population.layers() {
        for (arm, tally) in population.arms().zip(tallies) {
            for (place, time) in population.study.times.iter().enumerate() {
                let share = |counts: &Vec<u64>| shortest(percent(counts[place], tally.finished()));
                let shares: Vec<String> = tally.reached.iter().map(share).collect();
                let _ = writeln!(csv, "{layer},{},{},{}", csv_field(arm), shortest(*time), shares.join(","));
            }
        }
    }
    csv
}

/// So many of so many, in percent; not a number of none.
pub(crate) fn percent(part: u64, whole: u64) -> f64 {
    100.0 * part as f64 / whole as f64
}

/// How one layer reads: `ketamine_cl 30 %, weight 15 %`.
fn described(layer: &Layer) -> String {
    let varied = layer.varied().iter().map(|varied| {
        let form = match varied.distribution {
            form if form == Default::default() => String::new(),
            form => format!(" ({})", form.name()),
        };
        format!("{} {} %{form}", varied.what.name(), rounded(100.0 * varied.cv))
    });
    let correlated = layer
        .correlations()
        .iter()
        .map(|one| format!("{} with {} r = {}", one.between[0].name(), one.between[1].name(), one.r));
    varied.chain(correlated).collect::<Vec<_>>().join(", ")
}

/// The summary, for a terminal of 80 columns.
pub fn population_summary(population: &Population) -> String {
    let done = population.subjects();
    let of = if done == population.asked { String::new() } else { format!(" of {}", count(population.asked)) };
    let mut text = folded(
        &format!(
            "{}: {}{of} subjects in {} over {}.",
            population.scenario.title,
            count(done),
            arms(population.study.cohorts.len()),
            duration(population.scenario.duration)
        ),
        "",
    );
    for change in &population.changes {
        text.push_str(&format!("  changed from the file: {change}\n"));
    }
    text.push_str(&match &population.origin {
        Origin::Seed(seed) if population.is_built_in() => folded(
            &format!(
                "  seed {seed}; the built-in {ADULTS_NAME} ({}): {}",
                on_what_spreads_rest(),
                described(&population.variation.subjects)
            ),
            "    ",
        ),
        Origin::Seed(seed) => {
            folded(&format!("  seed {seed}; varies: {}", described(&population.variation.subjects)), "    ")
        }
        Origin::File { name, .. } => {
            let names: Vec<&str> = population.study.subjects.what().into_iter().map(Covariate::name).collect();
            folded(&format!("  subjects from {name}: {}", names.join(", ")), "    ")
        }
    });
    if !population.variation.uncertainty.is_empty() {
        text.push_str(&folded(&format!("  uncertain: {}", described(&population.variation.uncertainty)), "    "));
    }
    text.push('\n');
    let arms = || population.arms().zip(&population.tallies);
    let mut shares =
        vec![["arm", "onset", "response", "at 24 h", "at 7 d", "at the end", "remission"].map(str::to_owned).to_vec()];
    shares.extend(arms().map(|(arm, tally)| share_row(arm, tally)));
    text.push_str("Share of subjects with\n");
    text.push_str(&table(&shares));
    let mut medians = vec![["arm", "onset after", "response after", "peak", "at the end"].map(str::to_owned).to_vec()];
    medians.extend(arms().map(|(arm, tally)| median_row(arm, tally)));
    text.push_str("\nMedian, and 5 to 95 % in brackets, of the subjects that have it\n");
    text.push_str(&table(&medians));
    text.push('\n');
    let [onset, response, _, remission] = steps_defined();
    text.push_str(&folded(
        &format!(
            "{onset} {response} {remission} At 24 h, 7 d and the end: subjects with at least {RESPONSE_LEVEL} % then."
        ),
        "",
    ));
    if population.is_built_in() {
        text.push_str(&folded(
            &format!(
                "The {ADULTS_NAME} are spread so that they look like the subjects of a trial; they predict no person's \
                 response. `onset explain {ADULTS_NAME}` has each spread with its source."
            ),
            "",
        ));
    }
    let moved: u64 = population.tallies.iter().map(|tally| tally.moved).sum();
    if moved > 0 {
        let line = format!(
            "{} had values that may not stand together, and were brought nearer to the typical ones.",
            subjects(moved)
        );
        text.push_str(&folded(&line, ""));
    }
    let alone: u64 = population.tallies.iter().map(|tally| tally.alone).sum();
    if alone > 0 {
        let line = format!("{} too unlike the typical one for its steps, and were run alone.", subjects(alone));
        text.push_str(&folded(&line, ""));
    }
    if population.failed() > 0 {
        text.push_str(&folded(&format!("{} could not be run to the end:", subjects(population.failed())), ""));
        for failed in &population.failures {
            text.push_str(&folded(
                &format!("  subject {} in \"{}\": {}", failed.subject, failed.arm, failed.reason),
                "    ",
            ));
        }
    }
    text.push_str(&folded(&basis(), ""));
    text.push_str(&folded(DISCLAIMER, ""));
    text
}

/// On what the spreads of the built-in adults rest, counted.
fn on_what_spreads_rest() -> String {
    let counted = |basis: Basis| ADULTS.iter().filter(|difference| difference.basis == basis).count();
    let [literature, tuned, assumed] = [Basis::Literature, Basis::Tuned, Basis::Assumed].map(counted);
    format!("spreads: {literature} from the literature, {tuned} tuned to trials, {assumed} assumed")
}

fn share_row(arm: &str, tally: &Tally) -> Vec<String> {
    let finished = tally.finished();
    let share = |part: u64, whole: u64| {
        if whole == 0 { "-".to_owned() } else { format!("{} %", rounded(percent(part, finished))) }
    };
    let [onset, response, remission] = STEPS.map(|step| share(tally.having(step), finished));
    let mut at = STATED.iter().zip(tally.responding);
    let mut stated = || at.next().map_or_else(String::new, |(key, count)| share(count, tally.having(key)));
    vec![arm.to_owned(), onset, response, stated(), stated(), stated(), remission]
}

fn median_row(arm: &str, tally: &Tally) -> Vec<String> {
    let metric = |key: &str, show: fn(f64) -> String, unit: &str| {
        tally.values_of(key).and_then(percentiles).map_or_else(
            || "-".to_owned(),
            |[low, _, middle, _, high]| {
                format!("{}{unit} ({}-{})", show(middle), bare(&show(low), &show(middle)), show(high))
            },
        )
    };
    vec![
        arm.to_owned(),
        metric("onset", duration, ""),
        metric("response", duration, ""),
        metric("peak_improvement", whole, " %"),
        metric("improvement_end", whole, " %"),
    ]
}

/// A text without its unit, where the next has the same.
pub(crate) fn bare(text: &str, other: &str) -> String {
    match (text.split_once(' '), other.split_once(' ')) {
        (Some((number, unit)), Some((_, same))) if unit == same => number.to_owned(),
        _ => text.to_owned(),
    }
}

fn whole(value: f64) -> String {
    let text = format!("{value:.0}");
    if text == "-0" { "0".to_owned() } else { text }
}

/// The signals of a population: what the scenario shows, or the improvement.
pub fn population_signals(scenario: &Scenario) -> Vec<Signal> {
    let shown: Vec<Signal> = scenario.show.iter().filter_map(|key| Signal::by_key(key)).collect();
    if shown.is_empty() { vec![Signal::Improvement] } else { shown }
}
