//! Exact derivatives of metrics are those that runs beside each other show.

use onset::metrics::{METRICS, compute, slope};
use onset::model::{SETTINGS, for_weight};
use onset::quantity::{Kind, Setting};
use onset::scenario::{Source, builtin, read};
use onset::simulate::{Direction, Experiment, Slopes, simulate};
use onset::solver::Options;

/// A change of a parameter that is small beside it and large beside the error of the solver.
const STEP: f64 = 1e-3;

/// Metrics that are moments at which improvement crosses a level.
const CROSSINGS: [&str; 6] = ["onset", "offset", "duration", "response", "remission", "relapse"];

fn options() -> Options {
    Options { rtol: 1e-11, ..Options::default() }
}

/// Holds every metric of an arm but the unsteady, by every parameter that is not 0, against central differences. Gives
/// how many derivatives were not 0.
#[track_caller]
fn check(name: &str, experiment: &Experiment, weight: f64, unsteady: &[&str]) -> usize {
    let trajectory = simulate(experiment, &options()).unwrap();
    let base = compute(&trajectory);
    let settings: Vec<Setting> = (0..SETTINGS.len())
        .map(Setting)
        .filter(|s| SETTINGS[s.0].kind == Kind::Parameter && experiment.settings[s.0] != 0.0)
        .collect();
    let size = |setting: Setting| for_weight(setting, 1.0, weight);
    let directions: Vec<Direction> =
        settings.iter().map(|setting| Direction::of_setting(experiment, *setting, size(*setting))).collect();
    let slopes = Slopes::new(&trajectory, &directions);
    let exact: Vec<Option<Vec<f64>>> = METRICS.iter().map(|metric| slope(metric.key, &slopes)).collect();
    let mut moving = 0;
    for (place, setting) in settings.iter().enumerate() {
        let value = experiment.settings[setting.0];
        let beside = |factor: f64| {
            let mut moved = experiment.clone();
            moved.settings[setting.0] = value * factor;
            compute(&simulate(&moved, &options()).unwrap())
        };
        let pair = |step: f64| (beside(1.0 - step), beside(1.0 + step));
        let ((less, more), (near_less, near_more)) = (pair(STEP), pair(0.5 * STEP));
        for (metric, exact) in METRICS.iter().zip(&exact).filter(|(metric, _)| !unsteady.contains(&metric.key)) {
            let Some(here) = base.get(metric.key) else {
                assert!(exact.is_none(), "{name}: {} does not exist", metric.key);
                continue;
            };
            let exact = exact.as_ref().unwrap_or_else(|| panic!("{name}: no derivative of {}", metric.key))[place];
            let (Some(low), Some(high)) = (less.get(metric.key), more.get(metric.key)) else { continue };
            // Both as elasticities: percent for a percent.
            let whole = here.abs().max(1e-3);
            let wide = (high - low) / (2.0 * STEP) / whole;
            // A curve that only just crosses a level bends there; two steps tell the bend from the slope.
            let near =
                near_more.get(metric.key).zip(near_less.get(metric.key)).filter(|_| CROSSINGS.contains(&metric.key));
            let shown = near.map_or(wide, |(high, low)| (4.0 * (high - low) / STEP / whole - wide) / 3.0);
            let found = exact * value / size(*setting) / whole;
            // The moment of a greatest value is found to a part in 100,000 only.
            let is_moment = metric.key.ends_with("tmax") || metric.key == "time_of_peak";
            let allowed = if is_moment { 2e-2 } else { 2e-5 };
            assert!(
                (found - shown).abs() <= allowed * (1.0 + shown.abs()),
                "{name}: {} by {}: {found} is not {shown}",
                metric.key,
                SETTINGS[setting.0].key
            );
            moving += usize::from(found != 0.0);
        }
    }
    moving
}

fn arms_of(text: &str) -> Vec<(String, Experiment, f64)> {
    let scenario = read(&Source::new("a.toml", text), &[]).scenario.unwrap();
    scenario.arms.into_iter().map(|arm| (arm.name, arm.experiment, arm.weight)).collect()
}

#[test]
fn every_metric_of_the_demo_by_every_parameter() {
    let arms = arms_of(builtin::find("ketamine-vs-ssri").unwrap().text);
    std::thread::scope(|scope| {
        for (name, experiment, weight) in &arms {
            scope.spawn(move || assert!(check(name, experiment, *weight, &[]) > 150, "{name}"));
        }
    });
}

#[test]
fn switches_events_boluses_and_other_weights() {
    let text = "format = 1\nduration = \"9 d\"\n[subject]\nweight = \"95 kg\"\n[[arm]]\nname = \"all\"\n\
        [[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.3 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n\
        [[arm.dose]]\ndrug = \"ketamine\"\namount = \"40 mg\"\nroute = \"nasal\"\nat = \"2 d\"\n\
        [[arm.dose]]\ndrug = \"ssri\"\namount = \"10 mg\"\nroute = \"oral\"\nevery = \"1 d\"\ncount = 8\n\
        [[arm.switch]]\nat = \"1 h\"\nuntil = \"9 h\"\nset = { ampa_block = 0.4 }\n\
        [[arm.switch]]\nat = \"3 d\"\nscale = { turnover_scale = 0.9 }\n\
        [[arm.event]]\nat = \"4 d\"\nscale_state = { mature_synapses = 0.8 }\n";
    // The top of improvement is so flat here that its moment is found to a part in a thousand only.
    let unsteady = ["time_of_peak"];
    for (name, experiment, weight) in arms_of(text) {
        assert!(check(&name, &experiment, weight, &unsteady) > 500, "{name}");
        // What was gained is lost: the derivatives fall back to those at rest.
        let scenario = read(&Source::new("a.toml", text), &[]).scenario.unwrap().erasing_new_spines(72.0);
        check("erased", &scenario.arms[0].experiment, weight, &unsteady);
    }
}
