//! A population has every metric that a run of the same subject has, and the same value.

use std::collections::BTreeSet;

use super::commands::{Desk, table};
use onset::metrics::{self, Features, METRICS, SAME_HEIGHT, value_at};
use onset::scenario::builtin::BUILTINS;
use onset::scenario::read;
use onset::simulate::{Signal, Trajectory, simulate};
use onset::solver::Options;
use onset::study::population::{Cohort, Subjects, Trial, run};
use onset::variability::{Covariate, Distribution, Layer, Varied};

/// Whether a metric is the time of a peak, and the signal as high then as at its peak: of a level that stays where it is,
/// only rounding has a greatest value.
fn is_as_high(course: &Trajectory, metric: &str, time: f64) -> bool {
    let level = match metric {
        "time_of_peak" => "improvement".to_owned(),
        _ => match metric.strip_suffix("_tmax") {
            Some(drug) => format!("{drug}_plasma"),
            None => return false,
        },
    };
    let signal = Signal::by_key(&level).unwrap();
    let (_, top) = Features::new(course, &[signal]).maximum(signal).unwrap();
    value_at(course, signal, time).unwrap() >= top - 1.1 * SAME_HEIGHT * top.abs() - 1e-9
}

/// Subjects of each arm.
const SUBJECTS: u64 = 3;

#[test]
fn every_metric_of_a_population_is_that_of_a_run() {
    let varied = ["ketamine_cl", "ssri_cl", "formation_gain", "k_protein"].map(|name| Varied {
        what: Covariate::by_name(name).unwrap(),
        distribution: Distribution::LogNormal,
        cv: 0.2,
    });
    let layer = Layer::new(varied.to_vec(), Vec::new()).unwrap();
    let (mut seen, mut apart) = (BTreeSet::new(), Vec::new());
    for builtin in BUILTINS {
        let scenario = read(&builtin.source(), &[]).scenario.unwrap();
        let study = Trial {
            cohorts: scenario.arms.iter().map(Cohort::from).collect(),
            subjects: Subjects::drawn(&layer, 11, "subjects"),
            times: vec![0.0],
            signals: vec![Signal::Improvement],
            options: Options { rtol: 1e-7, ..Options::default() },
            is_together: true,
        };
        run::<()>(&study, (1, SUBJECTS), |first, outcomes| {
            for (number, arms) in (first..).zip(outcomes) {
                for (cohort, outcome) in study.cohorts.iter().zip(arms) {
                    let individual = cohort.member(&study.subjects, number).individual;
                    let course = simulate(&cohort.alone(&individual), &Options::default()).unwrap();
                    let values = outcome.metrics.clone().unwrap();
                    for ((metric, alone), (_, together)) in metrics::compute(&course).iter().zip(values.iter()) {
                        let agree = match (alone, together) {
                            (Some(a), Some(b)) => {
                                (a - b).abs() <= 1e-4 * a.abs().max(1e-2) || is_as_high(&course, metric.key, b)
                            }
                            (a, b) => a.is_none() && b.is_none(),
                        };
                        if !agree {
                            let subject = format!("{}, {}, subject {number}", builtin.name, cohort.name);
                            apart.push(format!("{subject}: {} {alone:?} {together:?}", metric.key));
                        }
                        seen.extend(alone.map(|_| metric.key));
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    }
    assert!(apart.is_empty(), "{} differ:\n{}", apart.len(), apart.join("\n"));
    let unseen: Vec<&str> = METRICS.iter().map(|metric| metric.key).filter(|key| !seen.contains(key)).collect();
    assert!(unseen.is_empty(), "no scenario has {unseen:?}");
}

#[test]
fn the_table_of_subjects_has_the_part_of_expectancy() {
    let desk = Desk::new();
    desk.write("own.csv", "expectancy\n0.5\n0.3\n");
    desk.good(&["population", "single-infusion", "--subjects", "own.csv", "--no-figure", "--out", "p"]);
    desk.good(&["run", "single-infusion", "--set", "parameters.expectancy=0.3", "--no-figure", "--out", "r"]);
    let rows = table(&desk.read("p/subjects.csv"));
    for key in ["expectancy_24h", "expectancy_end"] {
        let place = rows[0].iter().position(|header| header.starts_with(key)).unwrap();
        let run = desk.metrics("r").get("ketamine 0.5 mg/kg iv over 40 min", key).unwrap();
        let together: f64 = rows[2][place].parse().unwrap();
        assert!((together / run - 1.0).abs() < 1e-3, "{key}: {together} against {run}");
    }
}
