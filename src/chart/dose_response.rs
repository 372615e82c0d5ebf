//! What the arms of a run gain by their dose.

use super::arms::{dressed, finished, hue};
use super::no_response::Flat;
use super::request::{Drawn, NotDrawn, Request, reasons, unknown};
use crate::figure::{Datum, Hue, Panel, Points, Scale, Series, XAxis};
use crate::metrics::METRICS;
use crate::regimen::{Drug, Route};
use crate::run::{self, ArmResult, Run};
use crate::words::{capital, duration};

/// Arms whose doses lie on one curve: they differ in nothing else.
struct Ladder<'a> {
    presets: &'a [&'static str],
    /// Route, and length of an infusion, h.
    way: (Route, f64),
    /// Dose and arm, by rising dose.
    steps: Vec<(f64, &'a ArmResult)>,
}

/// Headings of the usual metrics, whose definitions are long.
const SHORT: [(&str, &str); 4] = [
    ("improvement_24h", "Improvement at 24 h"),
    ("dissociation_peak", "Peak of dissociation"),
    ("improvement_end", "Improvement at the end"),
    ("sert_occupancy_mean", "Mean transporter occupancy"),
];

/// Doses of a curve.
const DENSE: usize = 41;

/// How far a curve goes on below the least dose and above the greatest, as a factor.
const BEYOND: [f64; 2] = [0.5, 5.0];

impl Ladder<'_> {
    /// The way in words: `iv over 40 min`.
    fn way_words(&self) -> String {
        match self.way {
            (Route::Intravenous, over) if over > 0.0 => format!("iv over {}", duration(over)),
            (Route::Intravenous, _) => "iv bolus".to_owned(),
            (route, _) => route.name().to_owned(),
        }
    }
}

/// The first arm of a ladder with doses close together, so that the curve bends where the model does; nothing for a single
/// dose, or where such an arm cannot be run.
fn between(run: &Run, ladder: &Ladder<'_>, drug: Drug) -> Option<Run> {
    let ((least, arm), (most, _)) = (ladder.steps.first()?, ladder.steps.last()?);
    if ladder.steps.len() < 2 || least >= most {
        return None;
    }
    // The line ends where a dose would be a slip.
    let (low, high) = (least * BEYOND[0], (most * BEYOND[1]).min(drug.row().large.max(*most)));
    let (_, scenario) = run.scenarios.first()?;
    let mut scenario = scenario.clone();
    let dense = (0..DENSE).map(|step| low * libm::pow(high / low, step as f64 / (DENSE - 1) as f64));
    scenario.arms = dense
        .map(|to| {
            let mut arm = arm.arm.clone();
            let doses = arm.experiment.regimen.doses.iter_mut().filter(|dose| dose.drug == drug);
            doses.for_each(|dose| dose.amount *= to / least);
            arm
        })
        .collect();
    scenario.outputs.clear();
    run::run(vec![(run.name.clone(), scenario)], Vec::new(), &run.options).ok()
}

/// Metrics over the dose, a panel each: by default an effect and a side effect.
pub(crate) fn dose_response(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let drug = Drug::ALL.into_iter().find(|drug| doses(run, *drug) > 1).ok_or_else(|| NotDrawn {
        message: "a dose-response curve needs at least two arms that give one drug in different doses".to_owned(),
        help: "add such arms, or try the scenario dose-response".to_owned(),
    })?;
    let usual: Vec<String> = drug.row().response.iter().map(ToString::to_string).collect();
    let keys = if request.y.is_empty() { &usual } else { &request.y };
    let mut figure = dressed("dose-response", run);
    let ladders = ladders(run, drug);
    let many_ways = ladders.iter().any(|ladder| ladder.way != ladders[0].way);
    let dense: Vec<Option<Run>> = ladders.iter().map(|ladder| between(run, ladder, drug)).collect();
    if dense.iter().any(Option::is_some) {
        figure.footer.insert(1, "Dots: the arms. Curve: the same arm at doses between and beyond.".to_owned());
    }
    let untreated = run.arms.iter().filter(|arm| dose(arm, drug).is_none()).map(|arm| arm.name.as_str());
    let untreated: Vec<&str> = untreated.collect();
    if !untreated.is_empty() {
        let words = format!("Not shown, since a logarithm has no dose of 0: {}.", untreated.join(", "));
        figure.footer.insert(1, words);
    }
    let mut warnings = Vec::new();
    for key in keys {
        let metric = METRICS
            .iter()
            .find(|metric| metric.key == *key)
            .ok_or_else(|| unknown(key, "metric", METRICS.iter().map(|metric| metric.key)))?;
        let unit = if metric.unit == "1" { "" } else { metric.unit };
        let short = SHORT.iter().find(|(key, _)| *key == metric.key).map(|(_, title)| *title);
        let mut panel = Panel::new(metric.key, short.unwrap_or_else(|| metric.definition.trim_end_matches('.')), unit);
        for (variant, ladder) in ladders.iter().enumerate() {
            let value = |arm: &ArmResult| arm.metrics.get(metric.key);
            let dots: Vec<[f64; 2]> =
                ladder.steps.iter().filter_map(|(dose, arm)| Some([*dose, value(arm)?])).collect();
            for (_, arm) in ladder.steps.iter().filter(|(_, arm)| value(arm).is_none()) {
                warnings.push(Flat {
                    arm: arm.name.clone(),
                    quantity: metric.key.to_owned(),
                    reason: format!("it does not exist there: {}", metric.definition),
                });
            }
            if dots.is_empty() {
                continue;
            }
            let points = match &dense[variant] {
                Some(dense) => {
                    let doses = dense.arms.iter().filter_map(|arm| Some([dose(arm, drug)?, value(arm)?]));
                    doses.collect()
                }
                None => dots.clone(),
            };
            let hue = ladder.steps.first().map_or(Hue::Neutral, |(_, arm)| hue(&arm.arm.experiment));
            let mut words: Vec<String> = ladder.presets.iter().map(|preset| (*preset).to_owned()).collect();
            if many_ways {
                words.push(ladder.way_words());
            }
            let label = words.join(", ");
            let id = if label.is_empty() { drug.name().to_owned() } else { label.replace([',', ' '], "-") };
            let data = dots.iter().map(|[dose, value]| Datum::new(*dose, *value)).collect();
            panel.push(Points::new(id.clone(), "", hue, data).with_variant(variant));
            panel.push(Series::new(id, label, hue, points).with_variant(variant));
        }
        if panel.series().next().is_some() {
            figure.panels.push(panel);
        }
    }
    if figure.panels.is_empty() {
        return Err(NotDrawn {
            message: "no arm has the metric that is asked for".to_owned(),
            help: reasons(&warnings),
        });
    }
    let name = format!("{}, each dose", capital(&drug.row().spoken));
    figure.columns.push(XAxis::value(name, drug.row().dose_unit()).with_scale(Scale::Log));
    Ok(Drawn { figure: finished(figure), warnings })
}

/// The first dose of a drug in an arm, in the unit in which its doses are compared.
fn dose(arm: &ArmResult, drug: Drug) -> Option<f64> {
    let dose = arm.arm.experiment.regimen.doses.iter().find(|dose| dose.drug == drug)?;
    Some(drug.row().in_dose_unit(dose.amount, arm.arm.weight))
}

/// How many different doses of a drug the arms give.
fn doses(run: &Run, drug: Drug) -> usize {
    let mut doses: Vec<f64> = run.arms.iter().filter_map(|arm| dose(arm, drug)).collect();
    doses.sort_by(f64::total_cmp);
    doses.dedup_by(|one, other| (*one - *other).abs() < 1e-9 * other.abs());
    doses.len()
}

/// Arms by their presets, since only arms that differ in nothing else lie on one curve.
fn ladders(run: &Run, drug: Drug) -> Vec<Ladder<'_>> {
    let mut ladders: Vec<Ladder<'_>> = Vec::new();
    for arm in &run.arms {
        let Some(dose) = dose(arm, drug).filter(|dose| *dose > 0.0) else { continue };
        let presets = arm.arm.presets.as_slice();
        let first = arm.arm.experiment.regimen.doses.iter().find(|dose| dose.drug == drug);
        let Some(way) = first.map(|dose| (dose.route, dose.over)) else { continue };
        match ladders.iter_mut().find(|ladder| ladder.presets == presets && ladder.way == way) {
            Some(ladder) => ladder.steps.push((dose, arm)),
            None => ladders.push(Ladder { presets, way, steps: vec![(dose, arm)] }),
        }
    }
    for ladder in &mut ladders {
        ladder.steps.sort_by(|one, other| one.0.total_cmp(&other.0));
    }
    ladders
}
