//! Drug in plasma over time: what the body does with the doses.

use super::arms::{doses_of, dressed, finished, ids_of, roles_of};
use super::curve::curve;
use super::no_response::still;
use super::request::{Drawn, NotDrawn, ONE_WINDOW, Request, TimeAxis, view, windows};
use super::view::View;
use crate::figure::{Panel, Scale, Series, Span, XAxis};
use crate::regimen::Drug;
use crate::run::{ArmResult, Run};
use crate::scenario::preset::{self, PresetKind};
use crate::words::{capital, duration, rounded};

/// A day, h.
const DAY: f64 = 24.0;

/// Share of the highest level that the eye does not tell from none.
const NEXT_TO_NOTHING: f64 = 0.05;

/// A panel for every level that some arm has, over the first day beside the whole run, or the first day alone where all is
/// over by then.
pub(crate) fn exposure(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let mut figure = dressed("exposure", run);
    let mut warnings = Vec::new();
    let usual = request.y.is_empty();
    let given = |drug: Drug| run.arms.iter().any(|arm| gives(arm, drug));
    let levels: Vec<(View, Option<Drug>)> = if usual {
        let of_drug = |drug: Drug| drug.row().analytes.iter().map(move |analyte| (View::plasma(analyte), Some(drug)));
        Drug::ALL.into_iter().filter(|drug| given(*drug)).flat_map(of_drug).collect()
    } else {
        request.y.iter().map(|key| Ok((view(run, key)?, None))).collect::<Result<_, _>>()?
    };
    let views = || levels.iter().map(|(view, _)| view);
    let (columns, span) = match request.time {
        TimeAxis::Auto if run.duration <= ONE_WINDOW => windows(run, TimeAxis::Linear, &[]),
        TimeAxis::Auto if is_over_in_a_day(run, views()) => {
            (vec![XAxis::linear_time(0.0, DAY)], Span::new(Scale::Linear, 0.0, DAY))
        }
        TimeAxis::Auto => windows(run, TimeAxis::Paired, &[]),
        chosen => windows(run, chosen, &[]),
    };
    for (view, drug) in &levels {
        let title = drug.map_or_else(|| view.title.clone(), |drug| title(run, view, drug));
        let mut panel = Panel::new(view.id(), title, view.unit.clone());
        for ((arm, id), (hue, variant)) in run.arms.iter().zip(ids_of(run)).zip(roles_of(run)) {
            // An arm without the drug has no level of it, which needs no remark.
            if drug.is_some_and(|drug| !gives(arm, drug)) {
                continue;
            }
            let points = curve(arm, view, span);
            match still(arm, view) {
                Some(why) => warnings.push(why),
                None => {
                    let series = Series::new(id, arm.name.clone(), hue, points).with_variant(variant);
                    panel.push(series.with_before(view.before(arm)));
                }
            }
        }
        if panel.series().next().is_some() {
            figure.panels.push(panel);
        }
    }
    if figure.panels.is_empty() {
        return Err(NotDrawn {
            message: "no arm has a drug in plasma to draw".to_owned(),
            help: "give a dose in some arm, or draw --kind comparison".to_owned(),
        });
    }
    if run.arms.len() <= MOST_TOLD {
        let told = Drug::ALL.into_iter().flat_map(|drug| run.arms.iter().filter_map(move |arm| kinetics(arm, drug)));
        figure.footer.splice(1..1, told.collect::<Vec<_>>());
    }
    figure.columns = columns;
    figure.doses = doses_of(run);
    Ok(Drawn { figure: finished(figure), warnings })
}

/// The heading of a level: of what is given, where an arm gives another substance of the kind, such as memantine.
fn title(run: &Run, view: &View, drug: Drug) -> String {
    let row = drug.row();
    if row.analytes.first().map(View::plasma).as_ref() != Some(view) {
        return view.title.clone();
    }
    let substance = |arm: &ArmResult| {
        let presets = arm.arm.presets.iter().filter_map(|key| preset::find(key));
        let own = presets.into_iter().find(|preset| preset.kind == PresetKind::Drug(drug)).map(|preset| preset.drug);
        own.and_then(|name| name.split("-like").next()).unwrap_or(&row.spoken).to_owned()
    };
    let mut substances: Vec<String> = run.arms.iter().filter(|arm| gives(arm, drug)).map(substance).collect();
    substances.sort();
    substances.dedup();
    let named: Vec<&str> = substances.iter().map(String::as_str).collect();
    match named.as_slice() {
        [_, _, _, ..] => format!("{} and others in plasma", capital(&row.spoken)),
        [] => view.title.clone(),
        named => format!("{} in plasma", capital(&named.join(" or "))),
    }
}

fn gives(arm: &ArmResult, drug: Drug) -> bool {
    arm.arm.experiment.regimen.gives(drug, arm.arm.experiment.duration)
}

/// Most arms whose peak and half-life stand at the foot.
const MOST_TOLD: usize = 3;

/// Peak, its time and the half-life of a drug in an arm, in words.
fn kinetics(arm: &ArmResult, drug: Drug) -> Option<String> {
    let name = &drug.row().analytes.first()?.name;
    let metric = |what: &str| arm.metrics.get(&format!("{name}_{what}"));
    let (cmax, tmax) = (metric("cmax")?, metric("tmax")?);
    let half_life = metric("half_life").map_or_else(String::new, |hours| format!(", half-life {}", duration(hours)));
    Some(format!("{}: Cmax {} ng/mL at {}{half_life}.", arm.name, rounded(cmax), duration(tmax)))
}

/// Whether every level has come down to next to nothing within a day and stays there, so that the days after it would be
/// a line at zero.
fn is_over_in_a_day<'a>(run: &Run, mut views: impl Iterator<Item = &'a View>) -> bool {
    let span = Span::new(Scale::Linear, 0.0, run.duration);
    views.all(|view| {
        run.arms.iter().all(|arm| {
            let points = curve(arm, view, span);
            let most = |within: fn(f64) -> bool| {
                points.iter().filter(|point| within(point[0])).map(|point| point[1].abs()).fold(0.0, f64::max)
            };
            most(|time| time >= DAY) <= NEXT_TO_NOTHING * most(|_| true)
        })
    })
}
