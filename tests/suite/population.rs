//! Populations: subjects on the steps of the typical one have the results of single runs.

use onset::metrics::{self, Features, Metrics, SAME_HEIGHT, value_at};
use onset::simulate::{Experiment, Individual, Plan, Signal, simulate};
use onset::solver::Options;
use onset::study::population::{Cohort, Outcome, POPULATION_RTOL, Subjects, Trial, run};
use onset::variability::{Covariate, Distribution, Layer, Varied};
use rayon::prelude::*;

#[path = "../../benches/cases/mod.rs"]
#[expect(dead_code, reason = "one of the cases is for timings alone")]
mod cases;

/// Eight weeks with daily tablets and six infusions.
fn eight_weeks() -> Experiment {
    cases::case_b().0
}

/// A dozen parameters along the whole chain, and the weight.
fn study(experiment: Experiment, cv: f64) -> Trial {
    let varied = |name: &str, cv: f64| Varied {
        what: Covariate::by_name(name).unwrap(),
        distribution: Distribution::LogNormal,
        cv,
    };
    let all = cases::VARIED.iter().map(|name| varied(name, cv)).chain([varied("weight", cv.min(0.2))]);
    let layer = Layer::new(all.collect(), Vec::new()).unwrap();
    let mut experiment = experiment;
    experiment.regimen.doses.iter_mut().for_each(|dose| dose.per_kg = dose.over > 0.0);
    let typical = experiment.settings.clone();
    Trial {
        cohorts: vec![Cohort { name: "both".to_owned(), experiment, weight: 70.0, typical }],
        subjects: Subjects::drawn(&layer, 7, "subjects"),
        times: vec![0.0, 24.0, 168.0],
        signals: vec![Signal::Improvement],
        options: Options { rtol: POPULATION_RTOL, ..Options::default() },
        is_together: true,
    }
}

fn outcomes(study: &Trial, first: u64, last: u64) -> Vec<Outcome> {
    let mut all = Vec::new();
    run::<()>(study, (first, last), |_, outcomes| {
        all.extend(outcomes.iter().map(|arms| arms[0].clone()));
        Ok(())
    })
    .unwrap();
    all
}

/// How a population differs from single runs of its subjects.
#[derive(Debug, Default)]
struct Difference {
    /// Metrics that are further apart than allowed.
    apart: Vec<String>,
    /// Subjects that have an onset by one way and none by the other.
    onset_flips: usize,
    /// Times of another peak that is as high, to a tenth of what counts as the same height.
    other_tops: usize,
    alone: usize,
}

fn compare(cv: f64, subjects: u64, allowed: f64) -> Difference {
    let study = study(eight_weeks(), cv);
    let together = outcomes(&study, 1, subjects);
    let exact = Options { rtol: 1e-6, ..Options::default() };
    let each: Vec<Difference> = together
        .into_par_iter()
        .enumerate()
        .map(|(place, outcome)| {
            let number = place as u64 + 1;
            let cohort = &study.cohorts[0];
            let trajectory =
                simulate(&cohort.alone(&cohort.member(&study.subjects, number).individual), &exact).unwrap();
            let mut found = Difference { alone: usize::from(outcome.is_alone), ..Difference::default() };
            let values = outcome.metrics.expect("every subject runs");
            for ((metric, exact), (_, value)) in metrics::compute(&trajectory).iter().zip(values.iter()) {
                let (Some(exact), Some(value)) = (exact, value) else {
                    if exact.is_some() != value.is_some() {
                        let follows = ["onset", "offset", "duration"].contains(&metric.key);
                        found.onset_flips += usize::from(metric.key == "onset");
                        if !follows {
                            found.apart.push(format!("subject {number}: {} {exact:?} {value:?}", metric.key));
                        }
                    }
                    continue;
                };
                if (value - exact).abs() <= allowed * exact.abs().max(1e-3) {
                    continue;
                }
                let level: Option<String> = match metric.key {
                    "time_of_peak" => Some("improvement".to_owned()),
                    key => key.strip_suffix("_tmax").map(|drug| format!("{drug}_plasma")),
                };
                let is_as_high = level.is_some_and(|level: String| {
                    let signal = Signal::by_key(&level).unwrap();
                    let (_, top) = Features::new(&trajectory, &[signal]).maximum(signal).unwrap();
                    value_at(&trajectory, signal, value).unwrap() >= top * (1.0 - 1.1 * SAME_HEIGHT)
                });
                if is_as_high {
                    found.other_tops += 1;
                } else {
                    found.apart.push(format!("subject {number}: {} {exact} {value}", metric.key));
                }
            }
            found
        })
        .collect();
    let mut all = Difference::default();
    for one in each {
        all.apart.extend(one.apart);
        all.onset_flips += one.onset_flips;
        all.other_tops += one.other_tops;
        all.alone += one.alone;
    }
    all
}

#[test]
fn two_thousand_subjects_are_as_if_each_had_been_run_alone() {
    for (cv, allowed) in [(0.3, 1e-4), (0.8, 1e-3)] {
        let found = compare(cv, 2000, allowed);
        println!(
            "variability {cv}: {} onsets by one way only, {} times of another top as high, {} run alone",
            found.onset_flips, found.other_tops, found.alone
        );
        assert_eq!(found.apart, [""; 0], "variability {cv}");
        assert!(found.onset_flips <= 2 && found.other_tops <= 40 && found.alone <= 40, "variability {cv}: {found:?}");
    }
}

#[test]
fn a_subject_does_not_depend_on_the_others_that_are_run() {
    let study = study(eight_weeks(), 0.5);
    let all = outcomes(&study, 1, 21);
    for (first, last) in [(1, 1), (2, 9), (20, 21)] {
        let some = outcomes(&study, first, last);
        assert_eq!(some[..], all[first as usize - 1..last as usize]);
    }
}

/// Long after the last bolus a plan leaves ketamine out, but not for a subject in which it lingers.
#[test]
fn no_subject_is_taken_to_be_rid_of_a_drug_that_lingers() {
    let mut experiment = eight_weeks();
    experiment.regimen.doses.iter_mut().for_each(|dose| dose.over = 0.0);
    let study = study(experiment, 0.0);
    let setting = |key| onset::model::parameter(key).unwrap();
    let slow = [(setting("hnk_cl"), 2.0), (setting("hnk_v"), 1000.0)];
    let plan =
        Plan::new(&study.cohorts[0].experiment, &slow.map(|(setting, _)| setting), &metrics::NEEDED, &study.options)
            .unwrap();
    let typical = Individual::of(&study.cohorts[0].experiment);
    let mut lingering = typical.clone();
    for (setting, value) in slow {
        lingering.settings[setting.0] = value;
    }
    let mut room = plan.workspace();
    room.run(&[typical, lingering.clone()]);
    assert!(room.is_exact(0), "the plan is for this one");
    let exact = simulate(&study.cohorts[0].alone(&lingering), &Options::default()).unwrap();
    let level = Signal::by_key("hnk_plasma").unwrap();
    let times = [168.0, 500.0, 1000.0];
    let (sampled, known) =
        (room.sample(level, &plan.moments(&times)), exact.signals_at(&[level], &exact.places(&times)));
    let is_near = sampled[1].iter().zip(&known[0]).all(|(sample, known)| (sample - known).abs() <= 1e-2 * known);
    assert!(known[0][2] > 1.0 && (is_near || !room.is_exact(1)), "{sampled:?} against {known:?}");
}

#[test]
fn the_instructions_of_the_processor_change_no_bit() {
    let study = study(eight_weeks(), 0.3);
    let cohort = &study.cohorts[0];
    let varying: Vec<_> = (0..onset::model::SETTINGS.len()).map(onset::quantity::Setting).collect();
    let plan = Plan::new(&cohort.experiment, &varying, &metrics::NEEDED, &study.options).unwrap();
    let subjects: Vec<Individual> = (1..=8).map(|number| cohort.member(&study.subjects, number).individual).collect();
    let (mut best, mut plain) = (plan.workspace(), plan.workspace().plain());
    best.run(&subjects);
    plain.run(&subjects);
    for lane in 0..subjects.len() {
        assert_eq!(best.last_states(lane), plain.last_states(lane));
    }
    assert_eq!(metrics::compute_together(&best), metrics::compute_together(&plain));
}

/// A plan of twice as many steps asks for memory no oftener.
#[test]
fn no_memory_is_asked_for_in_a_step() {
    let study = study(eight_weeks(), 0.3);
    let cohort = &study.cohorts[0];
    let subjects: Vec<Individual> = (1..=8).map(|number| cohort.member(&study.subjects, number).individual).collect();
    let counts = |rtol: f64| {
        let options = Options { rtol, ..study.options };
        let plan = Plan::new(&cohort.experiment, &[], &metrics::NEEDED, &options).unwrap();
        let mut room = plan.workspace();
        room.run(&subjects);
        (plan.steps(), allocation_counter::measure(|| room.run(&subjects)).count_total)
    };
    let (few, many) = (counts(1e-2), counts(1e-6));
    assert!(many.0 > 2 * few.0 && few.1 == many.1, "{few:?} {many:?}");
}

/// The metrics of a population are the metrics of single runs.
#[test]
fn what_a_population_keeps_are_all_metrics() {
    let study = study(eight_weeks(), 0.0);
    let [one] = &outcomes(&study, 1, 1)[..] else { panic!("one subject") };
    let exact = metrics::compute(&simulate(&eight_weeks(), &Options::default()).unwrap());
    let have = |values: &Metrics| -> Vec<&str> {
        values.iter().filter(|(_, value)| value.is_some()).map(|(metric, _)| metric.key).collect()
    };
    assert_eq!(have(one.metrics.as_ref().unwrap()), have(&exact));
    assert!(!one.is_alone);
}
